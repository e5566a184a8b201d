"""The tables of an assessment: a line for each unit, street, class of matter or month, counts beside each rate."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analytics.rates import Rate, ThreeRates, three_rates
from analytics.rows import ClosedTicket, Passage
from hotline.assessment import Figure, Rule
from hotline.clock import local
from hotline.matter import Grade, Solved


@dataclass(frozen=True, slots=True)
class Findings:
    """What people decided beside the log: numbers left out altogether (剔除), and numbers that do not count in one
    figure because an appeal against it was upheld."""

    excluded: Collection[str] = frozenset()
    spared: Mapping[Figure, Collection[str]] = field(default_factory=dict)

    def of(self, figure: Figure) -> Collection[str]:
        return self.spared.get(figure, ())


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `final` counts what citizens said last, `first` what they said the first time; `solved` and `grades`
    are how often each word was said on valid tickets. Signing and returns are counted for each dispatch, `redone` and
    `late` for each ticket that is not excluded."""

    key: str
    closed: int
    excluded: int
    unaskable: int
    final: ThreeRates
    first: ThreeRates
    solved: Mapping[str, int]
    grades: Mapping[str, int]
    signing: Rate
    returns: Rate
    redone: Rate
    late: Rate

    @property
    def valid(self) -> int:
        return self.closed - self.excluded - self.unaskable


def line(key: str, tickets: Iterable[ClosedTicket], rule: Rule, findings: Findings, *,
         passages: Iterable[tuple[str, Passage]] | None = None) -> Line:  # fmt: skip
    """The line of a group of tickets. `passages` are (number, passage) of other tickets where a unit is assessed by
    all that was ever dispatched to it, not only by what it led in the end."""
    everything = list(tickets)
    counted = [each for each in everything if each.number not in findings.excluded]
    valid = [each for each in counted if each.revisitable]
    ways = [(each.number, way) for each in everything for way in each.passages] if passages is None else list(passages)
    return Line(
        key=key,
        closed=len(everything),
        excluded=len(everything) - len(counted),
        unaskable=len(counted) - len(valid),
        final=_three(everything, rule, findings),
        first=_three([replace(each, solved=each.first_solved, grade=each.first_grade) for each in everything], rule,
                     findings),
        solved=_said((each.solved for each in valid), Solved),
        grades=_said((each.grade for each in valid), Grade),
        signing=_signing(ways, findings),
        returns=_returns(ways, findings),
        redone=_share(counted, findings.of(Figure.REDONE), lambda each: each.redone),
        late=_share(counted, findings.of(Figure.LATE), lambda each: each.late),
    )  # fmt: skip


def by_key(key: Callable[[ClosedTicket], str], tickets: Sequence[ClosedTicket], rule: Rule,
           findings: Findings) -> list[Line]:  # fmt: skip
    """One line for each key that a ticket has, in order of the keys."""
    groups: dict[str, list[ClosedTicket]] = {}
    for ticket in tickets:
        groups.setdefault(key(ticket), []).append(ticket)
    return [line(name, groups[name], rule, findings) for name in sorted(groups)]


def by_unit(tickets: Sequence[ClosedTicket], rule: Rule, findings: Findings) -> list[Line]:
    """One line for each unit: what it led when the ticket was closed, and how it signed and returned whatever was
    dispatched to it, even where another unit led in the end."""
    led: dict[str, list[ClosedTicket]] = {}
    ways: dict[str, list[tuple[str, Passage]]] = {}
    for ticket in tickets:
        led.setdefault(ticket.lead, []).append(ticket)
        for way in ticket.passages:
            ways.setdefault(way.unit, []).append((ticket.number, way))
    return [
        line(unit, led.get(unit, []), rule, findings, passages=ways.get(unit, []))
        for unit in sorted(led.keys() | ways.keys())
    ]


def month_of(ticket: ClosedTicket) -> str:
    """The month in the city, e.g. `2026-03`."""
    return f"{local(ticket.closed_at):%Y-%m}"


def _three(tickets: Iterable[ClosedTicket], rule: Rule, findings: Findings) -> ThreeRates:
    return three_rates(tickets, weights=rule.weights, partly=rule.partly, excluded=findings.excluded,
                       spared=findings.spared)  # fmt: skip


def _said(words: Iterable[Solved | Grade | None], kinds: type[Solved] | type[Grade]) -> dict[str, int]:
    """How often each word was said; the empty one stands for nothing said."""
    counts = Counter("" if word is None else word.value for word in words)
    return {name: counts[name] for name in (*(each.value for each in kinds), "")}


def _signing(ways: Iterable[tuple[str, Passage]], findings: Findings) -> Rate:
    signed = [way for number, way in ways if way.signed and _counts(number, findings, Figure.SIGNING)]
    return Rate(sum(way.in_time for way in signed), len(signed))


def _returns(ways: Iterable[tuple[str, Passage]], findings: Findings) -> Rate:
    sent = [way for number, way in ways if _counts(number, findings, Figure.RETURNS)]
    return Rate(sum(way.returned for way in sent), len(sent))


def _counts(number: str, findings: Findings, figure: Figure) -> bool:
    return number not in findings.excluded and number not in findings.of(figure)


def _share(tickets: Iterable[ClosedTicket], spared: Collection[str], holds: Callable[[ClosedTicket], bool]) -> Rate:
    counted = [each for each in tickets if each.number not in spared]
    return Rate(sum(map(holds, counted)), len(counted))
