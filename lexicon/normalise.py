"""One spelling for what people type in many: half width, simplified, no invisible characters, single blanks.

Everything that reads meaning works on the normalised text; everything that points at the citizen's words (evidence,
personal data) maps its positions back, because offsets in the input are a contract.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import opencc

_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF
_KEPT_HAN = "瞭乾著藉覆麽徵鍾"
"""Characters that are also right in simplified text (瞭望, 乾隆, 著名): alone they do not say which is meant."""

_INVISIBLE = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff\\ufff9-\\ufffc\\ud800-\\udfff"  # noqa: E501 - one character class
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_UNREAD = "\\ufe00-\\ufe0f\\u20e3"
"""What only changes how the sign before it looks (a keycap): kept where text is stored, nothing to read."""

_SILENT = re.compile(f"[{_INVISIBLE}{_UNREAD}]")
_COMPATIBLE = ((0x2E80, 0x2FDF), (0xF900, 0xFB00), (0x24B6, 0x24EA))
_FAR_COMPATIBLE = ((0x1D400, 0x1D800), (0x1F130, 0x1F14A))
"""Doubles of letters, digits and characters: radicals, circled letters, mathematical digits that dodge a filter.

Those beyond the basic plane are looked up one by one: in a pattern they would make every message twenty times slower.
"""

_HYPHENS = "\u2010\u2011\u2012\u2043\u2212\ufe63"
"""What programs put between the parts of a number instead of the hyphen of the keyboard."""

_FIRST_UNIT, _LAST_UNIT = "\u3380", "\u33df"
_ODD_LETTERS = (
    f"{_INVISIBLE}{_UNREAD}{_FIRST_UNIT}-{_LAST_UNIT}\U0001d400-\U0001d7ff\U0001f130-\U0001f149⑩-⑳⑴-⒇⒈-⒛㈠-㈩㊀-㊉⓪⓫-⓴"
)
_ODD = re.compile(rf"[{_ODD_LETTERS}\s]+")
_RESHAPED = re.compile(rf"[{_ODD_LETTERS}]|\s{{2,}}|^\s|\s$|[^\S ]")
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Normalised:
    """The normalised text, and for each of its code points the position in the input it came from."""

    text: str
    offsets: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The input's `[start, end)` behind a span of the normalised text; an empty span stays empty."""
        if start >= end:
            here = self.offsets[start] if start < len(self.offsets) else self._behind()
            return here, here
        return self.offsets[start], self.offsets[end - 1] + 1

    def _behind(self) -> int:
        return self.offsets[-1] + 1 if self.offsets else 0


def clean(text: str) -> str:
    """What may be stored at all: no NUL, control, zero-width or direction characters, no lone surrogates.

    Line breaks and tabs stay; databases and screens can carry everything that is left.
    """
    return _DROPPED.sub("", text) if _DROPPED.search(text) else text


@lru_cache(maxsize=4)
def normalise(text: str) -> Normalised:
    """Fold spelling variants; applying it twice changes nothing.

    The last few texts are kept, because each part that reads a message asks for the same one.
    """
    odd, table = _single()
    single = odd.sub(lambda found: table[found[0]], text)
    if _RESHAPED.search(single) is None:
        return Normalised(single, range(len(single)))
    return _reshape(single)


def _reshape(text: str) -> Normalised:
    """What lies between two odd letters is taken over in one piece; each odd one is looked at by itself."""
    pieces: list[str] = []
    offsets: list[int] = []
    done, blank = 0, True  # in front of everything a blank is one too many
    for run in _ODD.finditer(text):
        if run.start() > done:
            pieces.append(text[done : run.start()])
            offsets.extend(range(done, run.start()))
            blank = False
        for position in range(*run.span()):
            piece = _plain_piece(text[position], behind_blank=blank)
            pieces.append(piece)
            offsets.extend([position] * len(piece))
            blank = piece[-1] == " " if piece else blank
        done = run.end()
    if done < len(text):
        return Normalised("".join([*pieces, text[done:]]), (*offsets, *range(done, len(text))))
    return Normalised("".join(pieces).removesuffix(" "), tuple(offsets[:-1] if blank else offsets))


def _plain_piece(letter: str, *, behind_blank: bool) -> str:
    """What is read instead of an odd letter: one blank for several, nothing for an invisible one."""
    if _BLANK.match(letter):
        return "" if behind_blank else " "
    return "" if _SILENT.match(letter) else _several().get(letter, letter)


@lru_cache(maxsize=1)
def _single() -> tuple[re.Pattern[str], dict[str, str]]:
    """Replacements of one character by one: widths, single circled digits, traditional characters.

    A pattern finds the few that occur; `str.translate` would pay for each character that needs nothing.
    """
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for first in "①❶⓵":
        table |= {chr(ord(first) + digit): str(digit + 1) for digit in range(9)}
    table |= dict.fromkeys(_HYPHENS, "-")
    simple = _simplified()
    table |= simple | _plain_forms(_COMPATIBLE, simple)
    return re.compile(f"[{re.escape(''.join(table))}]"), table


def _plain_forms(ranges: Iterable[tuple[int, int]], simple: dict[str, str]) -> dict[str, str]:
    """The character behind each double, where it is one character."""
    doubles = [chr(code) for first, last in ranges for code in range(first, last)]
    plain = {double: unicodedata.normalize("NFKC", double) for double in doubles}
    return {double: simple.get(one, one) for double, one in plain.items() if len(one) == 1 and one != double}


def _simplified() -> dict[str, str]:
    """Character by character, so that no position moves and no regional word is exchanged."""
    letters = [chr(code) for code in range(_FIRST_HAN, _LAST_HAN + 1) if chr(code) not in _KEPT_HAN]
    simple = opencc.OpenCC("t2s").convert("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, simple, strict=True) if old != new and len(new) == 1}


@lru_cache(maxsize=1)
def _several() -> dict[str, str]:
    """Signs that stand for more than one character: numbers in circles, brackets and with full stops, units (㎡)."""
    table = {chr(ord("⑩") + step): str(step + 10) for step in range(11)}
    table |= {chr(ord("⑴") + step): str(step + 1) for step in range(20)}
    table |= {chr(ord("⒈") + step): str(step + 1) for step in range(20)}
    table |= {chr(ord("⓫") + step): str(step + 11) for step in range(10)}
    table |= {chr(ord("㈠") + step): sign for step, sign in enumerate("一二三四五六七八九十")}
    table |= {chr(ord("㊀") + step): sign for step, sign in enumerate("一二三四五六七八九十")}
    units = map(chr, range(ord(_FIRST_UNIT), ord(_LAST_UNIT) + 1))
    table |= {unit: plain for unit in units if (plain := unicodedata.normalize("NFKC", unit)).isascii()}
    return table | _plain_forms(_FAR_COMPATIBLE, {}) | {"⓪": "0"}
