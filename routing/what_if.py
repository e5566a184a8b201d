"""试算: which past tickets another catalogue would have sent to another door, and by which rule."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from routing.decision import Decision, RoutedMatter, Suggestion


class Decides(Protocol):
    """From a matter to the competent unit."""

    def decide(self, matter: RoutedMatter, suggestion: Suggestion, at: datetime) -> Decision: ...


@dataclass(frozen=True, slots=True)
class PastTicket:
    """A ticket as the catalogue is asked about it: masked words, and the unit (code) that has it."""

    number: str
    matter: RoutedMatter
    lead_unit: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a catalogue sends: a department type, or a channel that is named instead; by a rule or by the words."""

    lead: str
    channel: str
    rule: str
    auto: bool

    @classmethod
    def of(cls, decision: Decision) -> "Door":
        return cls(decision.lead, decision.channel, decision.rule, decision.auto)

    @property
    def name(self) -> str:
        return self.channel or self.lead


@dataclass(frozen=True, slots=True)
class Moved:
    """One ticket that the other catalogue would send elsewhere; `lead_unit` is who really has it."""

    number: str
    lead_unit: str
    was: Door
    now: Door


@dataclass(frozen=True, slots=True)
class Trend:
    """How many tickets go from one door to another by one rule."""

    was: str
    now: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`asked` tickets were tried; `at_once` counts those that go out without a person, before and after."""

    asked: int
    moved: Sequence[Moved]
    at_once: tuple[int, int]

    @property
    def trends(self) -> list[Trend]:
        """The moves by door and rule, the most frequent first."""
        counts = Counter((each.was.name, each.now.name, each.now.rule) for each in self.moved)
        return [Trend(*way, count) for way, count in counts.most_common()]


def what_if(tickets: Iterable[tuple[PastTicket, Suggestion]], before: Decides, after: Decides,
            at: datetime, then: datetime) -> WhatIf:  # fmt: skip
    """Ask both catalogues about each ticket: the present one of the moment `at`, the other when it takes effect."""
    pairs = list(_pairs(tickets, before, after, at, then))
    moved = [Moved(ticket.number, ticket.lead_unit, was, now) for ticket, was, now in pairs if was.name != now.name]
    return WhatIf(len(pairs), moved, (sum(was.auto for _, was, _ in pairs), sum(now.auto for _, _, now in pairs)))


def _pairs(tickets: Iterable[tuple[PastTicket, Suggestion]], before: Decides, after: Decides, at: datetime,
           then: datetime) -> Iterator[tuple[PastTicket, Door, Door]]:  # fmt: skip
    for ticket, suggestion in tickets:
        was = before.decide(ticket.matter, suggestion, at)
        yield ticket, Door.of(was), Door.of(after.decide(ticket.matter, suggestion, then))
