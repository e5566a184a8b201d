"""三率: response, solution, satisfaction. The raw counts stand beside every rate, so that nobody has to trust it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from analytics.rows import ClosedTicket
from hotline.matter import Grade, Solved

SATISFIED = frozenset({Grade.VERY_GOOD, Grade.GOOD, Grade.FAIR})


@dataclass(frozen=True, slots=True)
class Weights:
    """How the three rates weigh in the score, in percent. The default is the only attested one (30/35/35)."""

    response: int = 30
    solution: int = 35
    satisfaction: int = 35

    def __post_init__(self) -> None:
        parts = (self.response, self.solution, self.satisfaction)
        if min(parts) < 0 or sum(parts) != 100:
            raise ValueError(f"weights are three percentages that add up to 100, not {parts}")


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
) -> ThreeRates:
    """The rates of tickets closed in a period.

    Valid is what can be asked back and was not taken out of assessment: `excluded` holds the numbers of 剔除, and
    anonymous citizens cannot be asked. `partly` is what 部分解决 counts for (0, or 0.5 in some cities).
    """
    everything = list(tickets)
    valid = [ticket for ticket in everything if not ticket.anonymous and ticket.number not in excluded]
    return ThreeRates(
        closed=len(everything),
        response=Rate(sum(ticket.contacted for ticket in valid), len(valid)),
        solution=Rate(sum(_solved(ticket, partly) for ticket in valid), len(valid)),
        satisfaction=Rate(sum(ticket.grade in SATISFIED for ticket in valid), len(valid)),
        weights=weights or Weights(),
    )


def rates_by(key: Callable[[ClosedTicket], str], tickets: Iterable[ClosedTicket], *, weights: Weights | None = None,
             partly: float = 0.0, excluded: Collection[str] = ()) -> dict[str, ThreeRates]:  # fmt: skip
    """The rates of each group, e.g. of each unit with `lambda ticket: ticket.lead`; groups in order of their keys."""
    groups: dict[str, list[ClosedTicket]] = {}
    for ticket in tickets:
        groups.setdefault(key(ticket), []).append(ticket)
    return {
        name: three_rates(groups[name], weights=weights, partly=partly, excluded=excluded) for name in sorted(groups)
    }


def _solved(ticket: ClosedTicket, partly: float) -> float:
    if ticket.solved is Solved.PARTLY:
        return partly
    return float(ticket.solved is Solved.YES)
