"""The live misroute rate: how often people changed what the machine decided, by decision and by class."""

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.rows import MisrouteCount
from classifiers.wilson import wilson


@dataclass(frozen=True, slots=True)
class Misroute:
    """Of `judged` tickets people changed `changed`. `low` and `high` bound the true rate with 95 % confidence."""

    decision: str
    label: str
    judged: int
    changed: int

    @property
    def rate(self) -> float:
        return self.changed / self.judged

    @property
    def low(self) -> float:
        return wilson(self.changed, self.judged)[0]

    @property
    def high(self) -> float:
        return wilson(self.changed, self.judged)[1]


def by_decision(counts: Iterable[MisrouteCount]) -> dict[str, Misroute]:
    """One figure for each decision (`unit`, `category`, …); its label is empty."""
    return {key[0]: figure for key, figure in _gather(counts, by_class=False).items()}


def by_class(counts: Iterable[MisrouteCount], decision: str) -> list[Misroute]:
    """One figure for each label that the machine gave in a decision, the most changed first."""
    chosen = (count for count in counts if count.decision == decision)
    return sorted(_gather(chosen, by_class=True).values(), key=lambda each: (-each.changed, each.label))


def _gather(counts: Iterable[MisrouteCount], *, by_class: bool) -> dict[tuple[str, str], Misroute]:
    judged: dict[tuple[str, str], list[int]] = {}
    for each in counts:
        totals = judged.setdefault((each.decision, each.predicted if by_class else ""), [0, 0])
        totals[0] += each.count
        totals[1] += each.count * (each.predicted != each.became)
    return {key: Misroute(*key, judged=totals[0], changed=totals[1]) for key, totals in judged.items()}
