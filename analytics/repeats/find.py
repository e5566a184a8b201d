"""Repeats among many messages: which are about the same matter, and the groups that they make.

A pair is judged in its company. What one message leaves open its group decides: a pair whose group agrees is the same
matter even where the two share few words, and a pair alike by chance is not where all others of both sides differ.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analytics.repeats.candidates import candidates
from analytics.repeats.clusters import Pair, clusters
from analytics.repeats.collection import Collection
from analytics.repeats.features import compare
from analytics.repeats.judge import SAME, Judge, Judges

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit rows, so that inner products are likeness."""

READ = 800
"""So much of title and body is read to say which unit a message is for, in code points."""

_CROWD = 200
"""Of a larger group only those pairs are listed that are alike by themselves."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two positions in the collection, the lesser first, and how sure. `alone`: judged so by themselves, without their
    group; else the score is that of the line."""

    one: int
    other: int
    score: float
    alone: bool


@dataclass(frozen=True, slots=True)
class Repeats:
    """Links in order, and groups of positions with two members and more."""

    links: Sequence[Link]
    groups: Sequence[Sequence[int]]


def find_repeats(held: Collection, judges: Judges, desk: Vectors) -> Repeats:
    """Judge the candidates by their words, group them, and link whoever is in one group.

    `desk` says for which unit a message is, as the square roots of probabilities; it is asked only where there are
    too few messages for topics.
    """
    found = {pair: compare(held, *pair) for pair in candidates(held)}
    if not held.has_topics:
        _add_desk(held, found, desk)
    judge = judges.many if held.has_topics else judges.few
    scores = {pair: judge.score(features) for pair, features in found.items()}
    groups = clusters(scores, judges.linkage)
    if held.has_topics:
        scores |= {pair: judge.score(compare(held, *pair)) for pair in _between(groups, scores)}
        groups = clusters(scores, judges.linkage)
    scores |= _of_echoes(held, scores)
    groups = _with_echoes(held, groups)
    return Repeats(sorted(_links(groups, scores), key=lambda link: (link.one, link.other)), groups)


def _between(groups: Sequence[Sequence[int]], scores: dict[Pair, float]) -> set[Pair]:
    """The pairs that nobody looked at, within groups and between two groups that a judged pair holds together.

    Of a matter that hundreds tell of each message finds only its nearest; without the others it would fall apart.
    """
    group = {place: number for number, members in enumerate(groups) for place in members}
    near = {(group[one], group[other]) for (one, other), score in scores.items()
            if score >= SAME and one in group and other in group}  # fmt: skip
    small = ((groups[a], groups[b]) for a, b in near if len(groups[a]) * len(groups[b]) <= _CROWD**2)
    pairs = {(min(one, other), max(one, other)) for here, there in small for one in here for other in there}
    return {pair for pair in pairs if pair[0] != pair[1] and pair not in scores}


def _of_echoes(held: Collection, scores: dict[Pair, float]) -> dict[Pair, float]:
    """A copy of the same words is as like the first as the second is."""
    second = {one: scores[one, other] for one, other in sorted(scores, reverse=True)
              if held.read[one].text == held.read[other].text}  # fmt: skip
    return {(first, echo): second[first] for echo, first in held.echoes.items() if first in second}


def _with_echoes(held: Collection, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """Each further copy of the same words belongs where the first of them is."""
    copies: dict[int, list[int]] = {}
    for echo, first in held.echoes.items():
        copies.setdefault(first, []).append(echo)
    return [sorted([*group, *(echo for place in group for echo in copies.get(place, ()))]) for group in groups]


def _links(groups: Sequence[Sequence[int]], scores: dict[Pair, float]) -> Iterator[Link]:
    for members in groups:
        if len(members) <= _CROWD:
            for pair in combinations(members, 2):
                score = scores.get(pair, 0.0)
                yield Link(*pair, score=max(score, SAME), alone=score >= SAME)
    crowd = {place: number for number, members in enumerate(groups) if len(members) > _CROWD for place in members}
    for (one, other), score in scores.items():
        if score >= SAME and one in crowd and crowd[one] == crowd.get(other):
            yield Link(one, other, score=score, alone=True)


def few(held: Collection, pairs: Sequence[Pair], judge: Judge, desk: Vectors) -> dict[Pair, float]:
    """Scores of some pairs of a collection that is too small for topics."""
    found = {pair: compare(held, *pair) for pair in pairs}
    _add_desk(held, found, desk)
    return {pair: judge.score(features) for pair, features in found.items()}


def _add_desk(held: Collection, found: dict[Pair, dict[str, float]], desk: Vectors) -> None:
    """Add how likely it is that both are for one unit."""
    places = sorted({place for pair in found for place in pair})
    if not places:
        return
    rows = dict(zip(places, desk([_told(held, place) for place in places]), strict=True))
    for (one, other), features in found.items():
        features["desk"] = float(rows[one] @ rows[other])


def _told(held: Collection, place: int) -> str:
    message = held.messages[place]
    return f"{message.title.strip()}\n{message.body.strip()}"[:READ]
