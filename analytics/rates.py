"""三率: response, solution, satisfaction. The raw counts stand beside every rate, so that nobody has to trust it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from analytics.rows import ClosedTicket
from hotline.assessment import Figure, Weights
from hotline.matter import Grade, Solved

SATISFIED = frozenset({Grade.VERY_GOOD, Grade.GOOD, Grade.FAIR})


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` out of `whole`. Without any ticket there is no rate: None, not 0 and not 100 %."""

    part: float
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class ThreeRates:
    """The rates of a set of closed tickets; `closed` counts all of them, each rate's `whole` the valid ones."""

    closed: int
    response: Rate
    solution: Rate
    satisfaction: Rate
    weights: Weights

    @property
    def score(self) -> float | None:
        """0 to 100, or None where no ticket is valid."""
        rates = (self.response.value, self.solution.value, self.satisfaction.value)
        parts = (self.weights.response, self.weights.solution, self.weights.satisfaction)
        if None in rates:
            return None
        return sum(weight * (rate or 0.0) for weight, rate in zip(parts, rates, strict=True))


def three_rates(
    tickets: Iterable[ClosedTicket],
    *,
    weights: Weights | None = None,
    partly: float = 0.0,
    excluded: Collection[str] = (),
    spared: Mapping[Figure, Collection[str]] | None = None,
) -> ThreeRates:
    """The rates of tickets closed in a period.

    Valid is what can be asked back and was not taken out of assessment: `excluded` holds the numbers of 剔除, and
    anonymous citizens, or those who were called in vain, cannot be asked. `partly` is what 部分解决 counts for (0, or
    0.5 in some cities). `spared` are numbers that do not count in one of the figures.
    """
    everything = list(tickets)
    valid = [ticket for ticket in everything if ticket.revisitable and ticket.number not in excluded]

    def rate(figure: Figure, counts: Callable[[ClosedTicket], float]) -> Rate:
        out = (spared or {}).get(figure, ())
        counted = [ticket for ticket in valid if ticket.number not in out]
        return Rate(sum(map(counts, counted)), len(counted))

    return ThreeRates(
        closed=len(everything),
        response=rate(Figure.RESPONSE, lambda ticket: ticket.contacted),
        solution=rate(Figure.SOLUTION, lambda ticket: _solved(ticket, partly)),
        satisfaction=rate(Figure.SATISFACTION, lambda ticket: ticket.grade in SATISFIED),
        weights=weights or Weights(),
    )


def _solved(ticket: ClosedTicket, partly: float) -> float:
    if ticket.solved is Solved.PARTLY:
        return partly
    return float(ticket.solved is Solved.YES)
