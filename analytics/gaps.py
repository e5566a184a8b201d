"""知识缺口: what citizens ask and the base cannot answer, grouped by meaning and ranked by how many citizens ask it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from analytics.live import week_of_moment
from analytics.rows import UnansweredQuestion

Similarities = NDArray[np.float64]
MOST_EXAMPLES, MOST_NEAR = 5, 3


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near questions are to each other: a symmetric matrix (texts x texts, 1 for the same), and from which
    average on two groups speak of the same thing."""

    between: Callable[[Sequence[str]], Similarities]
    same: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions of one meaning. `key` is the id of the oldest, by which the gap is found again.

    `near` are entries that came closest, with the best score and for how many questions. `weeks` counts citizens by
    ISO week. `settled` says what staff made of it (empty while it is open), `reason` and `settled_by` why and who.
    """

    key: int
    questions: tuple[UnansweredQuestion, ...]
    examples: tuple[str, ...]
    citizens: int
    unit: str
    units: tuple[str, ...]
    near: tuple[tuple[str, float, int], ...]
    weeks: Mapping[str, int]
    settled: str = ""
    settled_by: str = ""
    reason: str = ""

    @property
    def latest(self) -> datetime:
        return max(each.at for each in self.questions)

    @property
    def unsolved(self) -> int:
        """How many had an answer that did not help."""
        return sum(bool(each.entry) for each in self.questions)

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(each.id for each in self.questions)


def gaps(questions: Sequence[UnansweredQuestion], closeness: Closeness) -> list[Gap]:
    """The gaps, those that most different citizens asked first, then the latest.

    What staff said of one question of a group holds for the group: who asks it once more meets the same word.
    """
    distinct = list(dict.fromkeys(each.text for each in questions))
    labels = dict(zip(distinct, grouped(closeness.between(distinct), closeness.same), strict=True)) if distinct else {}
    groups: dict[int, list[UnansweredQuestion]] = {}
    for each in questions:
        groups.setdefault(labels[each.text], []).append(each)
    found = [_gap(group) for group in groups.values()]
    return sorted(found, key=lambda gap: (-gap.citizens, -gap.latest.timestamp(), gap.key))


def _gap(group: Sequence[UnansweredQuestion]) -> Gap:
    members = sorted(group, key=lambda each: each.id)
    units = [unit for unit, _ in Counter(each.unit for each in members if each.unit).most_common()]
    word = next((each for each in reversed(members) if each.settled), None)
    return Gap(
        key=members[0].id,
        questions=tuple(members),
        examples=_examples(members),
        citizens=len({each.person for each in members}),
        unit=units[0] if units else "",
        units=tuple(units),
        near=_near(members),
        weeks=_weeks(members),
        settled=word.settled if word else "",
        settled_by=word.settled_by if word else "",
        reason=word.reason if word else "",
    )


def _examples(members: Sequence[UnansweredQuestion]) -> tuple[str, ...]:
    """The ways of asking, those used most often first, then the shortest: a long one tells a story."""
    times = Counter(each.text for each in members)
    return tuple(sorted(times, key=lambda text: (-times[text], len(text), text))[:MOST_EXAMPLES])


def _near(members: Iterable[UnansweredQuestion]) -> tuple[tuple[str, float, int], ...]:
    best: dict[str, float] = {}
    times: Counter[str] = Counter()
    for each in members:
        for entry, score in each.near:
            best[entry] = max(score, best.get(entry, 0.0))
            times[entry] += 1
    order = sorted(best, key=lambda entry: (-times[entry] * best[entry], entry))
    return tuple((entry, best[entry], times[entry]) for entry in order[:MOST_NEAR])


def _weeks(members: Iterable[UnansweredQuestion]) -> dict[str, int]:
    asked: dict[str, set[int]] = {}
    for each in members:
        asked.setdefault(week_of_moment(each.at), set()).add(each.person)
    return {week: len(asked[week]) for week in sorted(asked)}


def grouped(similar: Similarities, same: float) -> list[int]:
    """A group number for each text: the two nearest groups are joined while they are `same` on average.

    Average linkage by chains of nearest neighbours, in time quadratic in the number of texts: unlike single linkage it
    does not grow long chains of questions of which each is only like the next one.
    """
    count = len(similar)
    near = similar.astype(np.float64).copy()
    np.fill_diagonal(near, -np.inf)
    sizes, parent, chain = np.ones(count), list(range(count)), list[int]()
    alive = np.ones(count, dtype=bool)
    while alive.sum() > 1:
        if not chain:
            chain.append(int(np.flatnonzero(alive)[0]))
        last = chain[-1]
        nearest = _nearest(near[last], chain[-2] if len(chain) > 1 else -1)
        if near[last, nearest] < same:
            _set_apart(near, alive, chain)
        elif len(chain) > 1 and nearest == chain[-2]:
            _join(near, sizes, alive, chain[-2:])
            parent[last] = nearest
            del chain[-2:]
        else:
            chain.append(nearest)
    return _numbered(parent)


def _nearest(row: Similarities, before: int) -> int:
    """The nearest group; in a tie the one before in the chain, or the chain would never end."""
    best = int(np.argmax(row))
    return before if before >= 0 and row[before] >= row[best] else best


def _set_apart(near: Similarities, alive: NDArray[np.bool_], chain: list[int]) -> None:
    """The end of the chain is like nothing that is left: it is a group of its own."""
    last = chain.pop()
    alive[last] = False
    near[last, :] = near[:, last] = -np.inf


def _join(near: Similarities, sizes: Similarities, alive: NDArray[np.bool_], pair: Sequence[int]) -> None:
    kept, gone = pair
    row = (near[kept] * sizes[kept] + near[gone] * sizes[gone]) / (sizes[kept] + sizes[gone])
    row[~alive] = row[kept] = row[gone] = -np.inf
    near[kept, :] = near[:, kept] = row
    near[gone, :] = near[:, gone] = -np.inf
    sizes[kept] += sizes[gone]
    alive[gone] = False


def _numbered(parent: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    labels = []
    for each in range(len(parent)):
        root = each
        while parent[root] != root:
            root = parent[root]
        labels.append(numbers.setdefault(root, len(numbers)))
    return labels
