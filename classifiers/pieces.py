"""What a text is broken into before it is counted: runs of one to three characters, words, beginning and end."""

import re
from itertools import pairwise

from lexicon.reading import reading
from lexicon.segment import words

HEAD, TAIL = 2000, 500
WORD = " "
"""Marks a word, so that the word 路灯 and the two characters 路灯 are counted apart."""

BEGIN, END, END_OF_TITLE = "\r", "\t", "\v"
"""Mark the runs with which a title or a body begins and ends. 结婚证丢了咋补办 asks, and only its end says so; 投诉 is
one word among many in the middle, and the whole matter at the beginning."""
_FINAL = "。.!~…"
"""Closes a sentence and says nothing, unlike a question mark."""

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
    head, body = plain(title), plain(text)
    line = head + body
    found = list(line)
    found += map("".join, pairwise(line))
    found += map("".join, zip(line, line[1:], line[2:], strict=False))
    found += [WORD + word for word in words(line) if len(word) > 1]
    return found + _edges(head, END_OF_TITLE) + _edges(body, END)


def _edges(part: str, end: str) -> list[str]:
    """The first two and three characters of a title or body, and the last one, two and three."""
    part = part.rstrip(_FINAL)
    if not part:
        return []
    return [BEGIN + part[:2], BEGIN + part[:3], *(end + part[-length:] for length in (1, 2, 3))]
