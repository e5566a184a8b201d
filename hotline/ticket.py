"""工单: one matter on its way, with an append-only history. It changes only through `move` and `note`."""

from dataclasses import dataclass, field
from datetime import datetime

from hotline.appeal import Appeal
from hotline.clock import local, utc
from hotline.deadlines import Due
from hotline.events import RECEIVED, TicketEvent
from hotline.matter import Grade, Solved
from hotline.people import Actor
from hotline.workflow import FINAL, Edge, Move, State, check, edge_for

PATROL = "patrol"
"""The channel of what staff found on their rounds (巡查): nobody of the finder's side follows it up."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a ticket went where it went: the catalogue rule or the person, and how sure that was."""

    rule: str = ""
    text: str = ""
    confidence: float = 0.0
    auto: bool = False


@dataclass(slots=True)
class Ticket:
    """A ticket. `others` are co-unit codes; `resume` is where 待补充 goes back to; `version` guards two writers."""

    number: str
    person: int
    channel: str
    appeal: Appeal
    received_at: datetime
    state: State = State.RECEIVED
    lead: str = ""
    others: tuple[str, ...] = ()
    ground: Ground = field(default_factory=Ground)
    due: Due | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    resume: State = State.ACCEPTED
    dispatches: int = 0
    returns: int = 0
    redos: int = 0
    reminders: int = 0
    public_answer: str = ""
    internal_note: str = ""
    solved: Solved | None = None
    grade: Grade | None = None
    first_solved: Solved | None = None
    first_grade: Grade | None = None
    version: int = 0
    history: list[TicketEvent] = field(default_factory=list)
    fresh: list[TicketEvent] = field(default_factory=list)
    """History lines not yet stored."""

    @property
    def units(self) -> tuple[str, ...]:
        """Every handling unit, the lead first."""
        return tuple(code for code in (self.lead, *self.others) if code)

    @property
    def open(self) -> bool:
        return self.state not in FINAL

    @property
    def public_answer_given(self) -> bool:
        """Whether the unit has answered and only others are still to act: its answer limit is met."""
        return self.state in (State.UNDER_REVIEW, State.FOLLOW_UP)

    @property
    def finder(self) -> Actor | None:
        """Who reported a patrol finding; None where a citizen spoke."""
        if self.channel != PATROL:
            return None
        return next((event.actor for event in self.history if event.move == RECEIVED), None)

    def require(self, edge: Edge, actor: Actor) -> None:
        """Raises what `hotline.workflow.check` raises for somebody who may not take this edge of this ticket."""
        check(edge, actor, self.units, self.finder)

    def move(self, verb: Move, actor: Actor, at: datetime, *, end: State | None = None,
             reason: str = "", note: str = "") -> TicketEvent:  # fmt: skip
        """Take one step of the workflow table and write it down.

        Raises:
            MoveRefusedError, RoleRefusedError, HandlerMayNotCloseError, FinderMayNotCloseError: the table says no;
                nothing changes.
        """
        edge = edge_for(self.state, verb, end)
        self.require(edge, actor)
        event = self._write(verb, edge.end, actor, at, reason, note)
        self.state = edge.end
        return event

    def note(self, name: str, actor: Actor, at: datetime, *, reason: str = "", note: str = "") -> TicketEvent:
        """Write a line that does not move the ticket: 催办, a deadline mark, a rating, further facts."""
        return self._write(name, self.state, actor, at, reason, note)

    def _write(self, name: str, end: State, actor: Actor, at: datetime, reason: str, note: str) -> TicketEvent:
        event = TicketEvent(utc(at), str(name), self.state, end, actor, reason, note, self.lead)
        self.history.append(event)
        self.fresh.append(event)
        return event


def ticket_number(at: datetime, serial: int) -> str:
    """18 digits, YYMMDDHHMMSS in local time and six more, as real platforms write them.

    `serial` spreads numbers of the same second; it is taken modulo a million.
    """
    return f"{local(at):%y%m%d%H%M%S}{serial % 1_000_000:06d}"
