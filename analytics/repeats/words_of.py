"""What of a message is compared: its words, its letter pairs, the names it drops and the districts it lies in."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from analytics.repeats.message import Message
from lexicon.divisions import Level, national_divisions
from lexicon.normalise import normalise
from lexicon.place_grammar import grammar_spans
from lexicon.segment import words

MOST_TITLE, MOST_BODY = 200, 4000
"""Code points that are read. What a matter is about stands at its beginning, and time stays bounded."""

_NAMED_BODY = 600
_PIECE = re.compile(r"[一-鿿]+|[a-z0-9]+")
_CODED = re.compile(r"(?<![a-z0-9])[a-z]\d{0,2}(?:县市|市|区|县)")
"""Places that the publisher of the data has coded: A7县, B市."""

_TAIL = re.compile(r"(?:小区|社区|街道|路段|路口|学校|有限公司|公司|业主|周边|附近)+$")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class WordsOf:
    """The words of one message. `names` are those of places, schools, estates, without what every name ends in.

    `title_pairs` keep the order of the title: the order of a set differs from run to run, and so would sums over it.
    """

    message: Message
    text: str
    title: Counter[str]
    all: Counter[str]
    title_pairs: tuple[str, ...]
    title_names: tuple[str, ...]
    names: tuple[str, ...]
    districts: frozenset[str]

    def __repr__(self) -> str:
        return f"WordsOf({self.message.id})"

    @property
    def matter(self) -> Counter[str]:
        """The words that belong to no name: what is complained about, wherever it is."""
        named = "\n".join((*self.names, *self.districts))
        return Counter({word: count for word, count in self.all.items() if len(word) > 1 and word not in named})


def words_of(message: Message) -> WordsOf:
    """Read a message once."""
    title = normalise(message.title[:MOST_TITLE]).text.lower().strip()
    body = normalise(message.body[:MOST_BODY]).text.lower().strip()
    of_title = Counter(_words(title))
    text = f"{title}\n{body}"
    title_names = _names(title)
    return WordsOf(
        message=message,
        text=text,
        title=of_title,
        all=of_title + Counter(_words(body)),
        title_pairs=tuple(dict.fromkeys(pairs(title))),
        title_names=title_names,
        names=tuple(dict.fromkeys((*title_names, *_names(body[:_NAMED_BODY])))),
        districts=message.where | frozenset(_districts(text)),
    )


def pairs(text: str) -> Iterator[str]:
    """Every two neighbouring characters of a run, and every run of letters and digits whole."""
    for piece in _PIECE.findall(text):
        if piece.isascii():
            yield piece
        else:
            yield from map("".join, pairwise(piece))


def _words(text: str) -> list[str]:
    return [word for word in words(text) if _PIECE.fullmatch(word)]


def _names(text: str) -> tuple[str, ...]:
    spans = (text[start:end] for start, end in grammar_spans(text))
    cores = (_TAIL.sub("", _CODED.sub("", span)) for span in spans)
    return tuple(dict.fromkeys(core for core in cores if len(core) >= _SHORTEST))


def _districts(text: str) -> Iterator[str]:
    yield from _CODED.findall(text)
    known = _counties()
    yield from (text[end - size : end] for end in _ends(text) for size in (3, 4) if text[end - size : end] in known)


def _ends(text: str) -> list[int]:
    return [place + 1 for place, sign in enumerate(text) if sign in "区县市" and place > 1]


@lru_cache(maxsize=1)
def _counties() -> frozenset[str]:
    return frozenset(each.name for each in national_divisions() if each.level is not Level.PROVINCE)
