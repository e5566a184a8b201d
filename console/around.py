"""What stands around a ticket as one person sees it: the units' parts, returns, consultations, kin."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casework.assignments import standing_part
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_consult import Consultation
from casework.ports_life import UNFINISHED, Assignment, Family, PartState
from casework.ports_returns import ReturnRequest
from casework.return_ticket import THIRD_TIME
from classifiers.privacy import mask
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.units import UnitKind


@dataclass(frozen=True, slots=True)
class Around:
    """`own` is the person's own unit's part, `at_the_table` the units of the consultation that is going on."""

    parts: Sequence[Assignment] = ()
    own: Assignment | None = None
    returns: Sequence[ReturnRequest] = ()
    consultations: Sequence[Consultation] = ()
    at_the_table: Sequence[str] = ()
    family: Family = field(default_factory=Family)
    third_return: bool = False
    led_by_street: bool = False

    @property
    def asked_for(self) -> tuple[str, ...]:
        return self._in(PartState.ASKED)

    @property
    def objecting(self) -> tuple[str, ...]:
        return self._in(PartState.OBJECTED)

    @property
    def may_object(self) -> bool:
        """Once for each unit, and while its part is not done."""
        own = self.own
        objected = own is not None and any(part.unit == own.unit and part.objected_at for part in self.parts)
        return own is not None and own.state in UNFINISHED and not objected

    def stands(self, state: PartState) -> bool:
        return self.own is not None and self.own.state is state

    def waiting(self, action: str) -> tuple[str, ...]:
        """The units that an action decides about."""
        if action in ("grant_unit", "deny_unit"):
            return self.asked_for
        return tuple(self.at_the_table) if action == "note_position" else self.objecting

    def _in(self, state: PartState) -> tuple[str, ...]:
        return tuple(part.unit for part in self.parts if part.state is state)


ALONE = Around()
"""Nothing is known around it."""


def read_around(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> Around:
    """Blocking. What staff wrote is masked here as everywhere on the page."""
    number, lead = ticket.number, office.units.find(ticket.lead)
    tables = uow.consultations.of_ticket(number)
    return Around(
        parts=[_masked_part(part) for part in uow.assignments.of_ticket(number)],
        own=standing_part(uow, ticket, actor.unit) if actor.unit else None,
        returns=[_masked_return(each) for each in uow.returns.of_ticket(number)],
        consultations=[_masked_table(each) for each in tables],
        at_the_table=next((each.units for each in tables if each.concluded_at is None), ()),
        family=uow.splits.family(number),
        third_return=ticket.returns >= THIRD_TIME,
        led_by_street=lead is not None and lead.kind is UnitKind.STREET,
    )


def _masked_part(part: Assignment) -> Assignment:
    return replace(part, reason=mask(part.reason), report=mask(part.report), objection=mask(part.objection),
                   ruling=mask(part.ruling))  # fmt: skip


def _masked_return(request: ReturnRequest) -> ReturnRequest:
    return replace(request, reason=mask(request.reason), ground=mask(request.ground), evidence=mask(request.evidence),
                   ruling=mask(request.ruling))  # fmt: skip


def _masked_table(table: Consultation) -> Consultation:
    return replace(table, reason=mask(table.reason), outcome=mask(table.outcome), ground=mask(table.ground))
