"""Which pairs are worth a look: an inverted index over rare words instead of every message against every other.

A word that stands in many messages finds nothing that rarer ones do not find sooner, so the lists of the index are
bounded, and so is the work for one message. Time grows a little faster than the number of messages.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

import numpy as np

from analytics.repeats.collection import Collection
from knowledge.sparse import TermIndex

NEAREST = 30
"""So many candidates a message brings by its words."""

_COMMON, _LEAST, _MOST = 0.02, 60, 500
"""A word in more than this share of the messages, but at least and at most so many of them, is no way to find one."""

_RAREST = 8
"""So many of a message's own rarest words are always a way to find it."""

_MANY = 100
"""Of a sender with more messages than this only neighbours in the table are paired: further ones must share words."""


def candidates(held: Collection) -> list[tuple[int, int]]:
    """Pairs of positions, the lesser first, in order. Copies beyond the first few of the same words are left out."""
    return sorted({*_by_words(held), *_by_sender(held)})


def _by_words(held: Collection) -> Iterator[tuple[int, int]]:
    most = min(_MOST, max(_LEAST, int(_COMMON * len(held.read))))
    bags = [{} if place in held.echoes else _bag(held, place, most) for place in range(len(held.read))]
    index = TermIndex.of(bags)
    postings = index.matrix(bags)
    for place, bag in enumerate(bags):
        if not bag:
            continue
        scores = postings.scores(index.query(bag))
        scores[place] = 0.0
        for near in _best(scores):
            yield min(place, near), max(place, near)


def _bag(held: Collection, place: int, most: int) -> dict[str, float]:
    """The words by which a message is found: the rare ones, and its own rarest whatever their count, since where a
    hundred people tell of one matter none of its words is rare."""
    shared = {word: count for word, count in held.read[place].all.items() if held.rare.count(word) > 1}
    rarest = sorted(shared, key=lambda word: (held.rare.count(word), word))
    return {word: float(shared[word]) for rank, word in enumerate(rarest)
            if rank < _RAREST or held.rare.count(word) <= most}  # fmt: skip


def _best(scores: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> Iterable[int]:
    best = np.argpartition(-scores, NEAREST)[:NEAREST] if len(scores) > NEAREST else np.arange(len(scores))
    return (int(place) for place in best if scores[place] > 0)


def _by_sender(held: Collection) -> Iterator[tuple[int, int]]:
    sent: dict[str, list[int]] = {}
    for place, message in enumerate(held.messages):
        if message.user and place not in held.echoes:
            sent.setdefault(message.user, []).append(place)
    for places in sent.values():
        if len(places) <= _MANY:
            yield from combinations(places, 2)
        else:
            yield from pairwise(places)
