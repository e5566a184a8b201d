"""What speaks for a name, in points: the surname, the characters behind it, the words around it, the words it cuts.

None of it decides alone: 高 is a surname and a word, 强 a given name and a verb, and behind 经理 may stand who it is or
what was done.
"""

import re
from bisect import bisect_right

from classifiers.name_tables import UNLISTED, tables
from lexicon.segment import known_words

MOST_FOR_A_WORD_BEFORE, MOST_FOR_A_WORD_AFTER, MOST_FOR_CUTS, MOST_AFTER = 6, 3, 4, 9
INTRODUCED = 12
"""Points of the words that nothing but a name follows: 我叫, 姓名, 联系人."""
_CLAUSE = re.compile(r"[^,。!?;:、\s\"]+")
_FILLER = re.compile(r"[\s:,;\"'“”‘’(【\[的是为叫]{1,3}$")
_PLAIN_FILLER = re.compile(r"[\s:是为叫\"“(【\[]{1,3}")
_PERSON_NOUN_ENDS = frozenset("员长人师生工民户主友手任匠商贩亲")
_AGED = re.compile(
    r"[(,\s]{0,2}(?:[男女],?)?(?:今年|现年|才|刚满|刚|年仅)?(?:[0-9]{1,2}|[一二三四五六七八九十两]{1,3})(?:周?岁|个月大?[,)])"
)
_COUNTS = frozenset("张段封包单项路束盆车钱贡户童")
_COUNTED = frozenset("一二三四五六七八九十百千万两几这那每半块元点些多少0123456789")
_JOINS = frozenset("和与跟及给让被把找由叫")
_NOUNS = ("n", "l", "j")
_GOES_ON = ("v", "d", "p", "c", "u", "r", "t", "m", "a", "y", "f", "s", "z")


class Surroundings:
    """A text and its words, asked about places in it. The words are made when the first question needs them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tables = tables()
        self._clauses: list[tuple[int, int]] = []
        self._read: set[int] = set()
        self._first: dict[int, tuple[int, str]] = {}
        self._last: dict[int, tuple[int, str]] = {}

    def cue_before(self, start: int) -> int | None:
        """Points for a word in front of a name that leads to one (经理, 我叫, the beginning); None where none does."""
        if self._counted(start):
            return -10
        filler = _FILLER.search(self._text, max(0, start - 3), start)
        cue = self._ends_in_cue(start)
        if filler:
            behind = self._ends_in_cue(filler.start())
            cue = max(cue, behind if _PLAIN_FILLER.fullmatch(filler[0]) else behind and behind // 2 + 1)
        if cue:
            return cue
        return 3 if start == 0 or not self._text[start - 1].isalnum() else None

    def _counted(self, start: int) -> bool:
        """Whether what could be a surname counts things here: 一张, 这封, 两千块钱; or belongs to 老郭, 小李."""
        ahead, here = self._text[start - 1 : start], self._text[start]
        return bool(ahead) and ((here in _COUNTS and ahead in _COUNTED) or ahead in "老小阿" or ahead + here == "的钱")

    def _ends_in_cue(self, start: int) -> int:
        for length in self._tables.lengths_before.get(self._text[start - 1 : start], ()):
            if points := self._tables.before.get(self._text[max(0, start - length) : start]):
                return points
        return 0

    def word_before(self, start: int) -> int:
        """Points for the word in front where it is no cue: 安检员, 工程部."""
        begin, tag = self._ending_at(start)
        word = self._text[begin:start]
        if len(word) > 1 and tag.startswith(_NOUNS):
            return MOST_FOR_A_WORD_BEFORE if word[-1] in _PERSON_NOUN_ENDS else 2
        return 2 if word in "的了" or tag in {"s", "f"} else 0

    def cue_after(self, end: int) -> int | None:
        """Points for what follows a name (先生, ,男, 打人, or a road that is called so); None where no cue does."""
        if _AGED.match(self._text, end):
            return 9
        for length in self._tables.lengths_after.get(self._text[end : end + 1], ()):
            if points := self._tables.after.get(self._text[end : end + length]):
                return points
        if end >= len(self._text) or not self._text[end].isalnum():
            return 3
        return 1 if self._text[end].isdigit() else None

    def word_after(self, end: int) -> int:
        """Points for the next word where it is no cue: a sentence goes on behind a name, a compound does not."""
        return MOST_FOR_A_WORD_AFTER if self._starting_at(end)[1].startswith(_GOES_ON) else 0

    def cuts(self, start: int, middle: int, end: int) -> int:
        """Points for how surname `[start, middle)` and given name `[middle, end)` lie in the words of the text."""
        whole, tag = self._starting_at(start)
        if not whole:
            return -5 if self._text[start - 1] in _JOINS else -10
        if whole == end:
            return 0 if tag.startswith("nr") else self._other_word(middle, end)
        if whole > end:
            return -14
        points = 0 if self._ends_word(end) else -6
        if whole > middle:
            return points + (0 if tag.startswith("nr") else -5 if self._looks_given(middle, end) else -8)
        given_end, given_tag = self._starting_at(middle)
        if given_end == end and end - middle > 1:
            points += 4 if given_tag.startswith("nr") else self._common_word(middle, end)
        return points

    def _looks_given(self, middle: int, end: int) -> bool:
        return all(self._tables.given.get(sign, UNLISTED) >= 3 for sign in self._text[middle:end])

    def _other_word(self, middle: int, end: int) -> int:
        """江海 and 于洋 are words, and names; 方向 is a word only."""
        return -8 if all(self._tables.given.get(sign, UNLISTED) > 3 for sign in self._text[middle:end]) else -12

    def _common_word(self, start: int, end: int) -> int:
        return 0 if all(self._tables.given.get(sign, UNLISTED) > 3 for sign in self._text[start:end]) else -2

    def _ends_word(self, end: int) -> bool:
        self._read_clause(end - 1)
        return end in self._last

    def _starting_at(self, start: int) -> tuple[int, str]:
        """Where the word that starts here ends, and what it is; (0, "") inside of a word."""
        self._read_clause(start)
        return self._first.get(start, (0, ""))

    def _ending_at(self, end: int) -> tuple[int, str]:
        self._read_clause(end - 1)
        return self._last.get(end, (end, ""))

    def _read_clause(self, place: int) -> None:
        """The words of the clause around a place: a long text is not cut for the sake of one name in it."""
        self._clauses = self._clauses or [found.span() for found in _CLAUSE.finditer(self._text)]
        which = bisect_right(self._clauses, (place, len(self._text))) - 1
        if which < 0 or which in self._read:
            return
        self._read.add(which)
        start, stop = self._clauses[which]
        for word, tag in known_words(self._text[start:stop]):
            self._first[start] = (start + len(word), tag)
            self._last[start + len(word)] = (start, tag)
            start += len(word)
