"""Groups of messages about one matter. A chain is no group: two groups join only if their members agree on average."""

import heapq
from collections.abc import Mapping, Sequence

Pair = tuple[int, int]
UNSEEN = 0.25
"""A pair that was no candidate speaks against joining, but less than one that was looked at: nobody looked."""


def clusters(scores: Mapping[Pair, float], linkage: float) -> list[list[int]]:
    """Average linkage over scores by pair (the lesser position first).

    The pair of groups that agree most join first, until none agree by `linkage` on average. Groups of two and more,
    each in order, by their first member.
    """
    groups = _Groups(scores)
    waiting = [(-score, pair) for pair, score in scores.items() if score >= linkage]
    heapq.heapify(waiting)
    while waiting:
        strength, (one, other) = heapq.heappop(waiting)
        if -strength != groups.agreement(one, other):
            continue  # one of the two has grown since
        joined = groups.join(one, other)
        for near in groups.neighbours(joined):
            agreement = groups.agreement(joined, near)
            if agreement >= linkage:
                heapq.heappush(waiting, (-agreement, (joined, near)))
    return sorted(sorted(members) for members in groups.members.values() if len(members) > 1)


_Sum = tuple[float, int]
"""The sum of scores, and of how many pairs."""


class _Groups:
    """Groups by number, and between each two the sum of the scores of their members' pairs."""

    def __init__(self, scores: Mapping[Pair, float]) -> None:
        self.members: dict[int, list[int]] = {}
        self._sums: dict[int, dict[int, _Sum]] = {}
        for (one, other), score in sorted(scores.items()):
            for place in (one, other):
                self.members.setdefault(place, [place])
            self._sums.setdefault(one, {})[other] = (score, 1)
            self._sums.setdefault(other, {})[one] = (score, 1)
        self._next = max(self.members, default=-1) + 1

    def agreement(self, one: int, other: int) -> float:
        """The mean score between two groups; 0 where one of them is gone."""
        known = self._sums.get(one, {}).get(other)
        if known is None:
            return 0.0
        total, seen = known
        unseen = len(self.members[one]) * len(self.members[other]) - seen
        return total / (seen + UNSEEN * unseen)

    def neighbours(self, group: int) -> Sequence[int]:
        return list(self._sums[group])

    def join(self, one: int, other: int) -> int:
        """Make one group of two, under a new number."""
        number = self._next
        self._next += 1
        self.members[number] = self.members.pop(one) + self.members.pop(other)
        sums = self._sums.pop(one)
        for near, (total, seen) in self._sums.pop(other).items():
            before, counted = sums.get(near, (0.0, 0))
            sums[near] = (before + total, counted + seen)
        self._sums[number] = {near: known for near, known in sums.items() if near not in (one, other)}
        for near, known in self._sums[number].items():
            row = self._sums[near]
            row.pop(one, None)
            row.pop(other, None)
            row[number] = known
        return number
