"""Repeats among many messages: which pairs are about the same matter, and the groups that they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.repeats.candidates import candidates
from analytics.repeats.clusters import Pair, clusters
from analytics.repeats.collection import Collection
from analytics.repeats.features import compare
from analytics.repeats.judge import SAME, Judges, sure

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit rows, so that inner products are likeness of meaning."""

READ = 300
"""So much of title and body goes into a sentence vector, in code points: less says too little, more costs time."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Positions in the collection. `pairs` are judged the same, with their scores; `groups` have two members and more."""

    pairs: Sequence[tuple[int, int, float]]
    groups: Sequence[Sequence[int]]


def find_repeats(held: Collection, judges: Judges, *, desk: Vectors, meaning: Vectors | None = None) -> Repeats:
    """Judge the candidates by their words, and the doubtful ones again by `meaning` where there is such a view.

    `desk` says for which unit a message is, as the square roots of probabilities; it is asked only where there are
    too few messages for topics.
    """
    scores = _scores(held, judges, desk, meaning)
    pairs = [(one, other, score) for (one, other), score in sorted(scores.items()) if score >= SAME]
    return Repeats(pairs, clusters({pair: score for pair, score in scores.items()}, judges.linkage))


def _scores(held: Collection, judges: Judges, desk: Vectors, meaning: Vectors | None) -> dict[Pair, float]:
    found = {pair: compare(held, *pair) for pair in candidates(held)}
    if held.topics is None:
        _add(held, found, list(found), "desk", desk)
        return {pair: judges.few.score(features) for pair, features in found.items()}
    logits = {pair: judges.many.logit(features) for pair, features in found.items()}
    low, high = judges.doubtful
    doubtful = [pair for pair, logit in logits.items() if low < logit < high] if meaning else []
    if meaning and doubtful:
        _add(held, found, doubtful, "meaning", meaning)
        logits |= {pair: judges.meaning.logit(found[pair]) for pair in doubtful}
    return {pair: sure(logit) for pair, logit in logits.items()}


def _add(held: Collection, found: dict[Pair, dict[str, float]], wanted: Sequence[Pair], name: str, view: Vectors) -> None:
    """Add the likeness in one more view to the features of some pairs."""
    places = sorted({place for pair in wanted for place in pair})
    if not places:
        return
    rows = dict(zip(places, view([told(held, place) for place in places]), strict=True))
    for one, other in wanted:
        found[one, other][name] = float(rows[one] @ rows[other])


def told(held: Collection, place: int) -> str:
    """What of a message is read for its meaning."""
    message = held.messages[place]
    return f"{message.title.strip()}。{message.body.strip()}"[:READ]
