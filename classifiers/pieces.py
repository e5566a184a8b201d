"""What a text is broken into before it is counted: runs of one to three characters, and words."""

import re
from itertools import pairwise

from lexicon.reading import reading
from lexicon.segment import words

HEAD, TAIL = 2000, 500
WORD = " "
"""Marks a word, so that the word 路灯 and the two characters 路灯 are counted apart."""

_DIGITS = re.compile(r"[0-9]+")
_SPACE = re.compile(r"\s+")


def excerpt(text: str) -> str:
    """The beginning and the end of a very long text: what it is about stands there, and time stays bounded."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def plain(text: str, title: str = "") -> str:
    """The normalised text that is counted; every number reads `0`, since no number says what a matter is about."""
    joined = f"{title}\n{excerpt(text)}" if title else excerpt(text)
    return _SPACE.sub("", _DIGITS.sub("0", reading(joined).text.lower()))


def pieces(text: str, title: str = "") -> list[str]:
    """All pieces of a text, with repetition, the title before the body."""
    line = plain(text, title)
    found = list(line)
    found += map("".join, pairwise(line))
    found += map("".join, zip(line, line[1:], line[2:], strict=False))
    found += [WORD + word for word in words(line) if len(word) > 1]
    return found
