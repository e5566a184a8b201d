"""What stands around a ticket as one person sees it: the units' parts, returns, consultations, kin."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from casework.assignments import standing_part
from casework.need_to_know import may_know
from casework.office import Office
from casework.ports import UnitOfWork
from casework.ports_answer import JointReply
from casework.ports_consult import Consultation
from casework.ports_life import UNFINISHED, Assignment, Family, PartState
from casework.ports_returns import ReturnRequest
from casework.return_ticket import THIRD_TIME
from classifiers.privacy import mask
from classifiers.reporter import without_reporter
from hotline.people import Actor
from hotline.ticket import Ticket
from hotline.units import UnitKind, UnitTree


@dataclass(frozen=True, slots=True)
class Around:
    """`own` is the person's own unit's part, `at_the_table` the units of the consultation that is going on,
    `joint` those that the open joint supervision asks."""

    parts: Sequence[Assignment] = ()
    own: Assignment | None = None
    returns: Sequence[ReturnRequest] = ()
    consultations: Sequence[Consultation] = ()
    at_the_table: Sequence[str] = ()
    family: Family = field(default_factory=Family)
    third_return: bool = False
    led_by_street: bool = False
    joint: Sequence[JointReply] = ()

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


Shown = Callable[[str], str]
ALONE = Around()
"""Nothing is known around it."""


def words_for(units: UnitTree, ticket: Ticket, actor: Actor) -> Shown:
    """How this person reads what is written about a ticket: masked, and of a sealed one without who spoke unless they
    may know."""
    sealed = ticket.appeal.sealed_identity
    if not sealed or may_know(units, ticket.units, actor, sealed=True):
        return mask
    return lambda text: without_reporter(mask(text))


def read_around(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor, shown: Shown = mask) -> Around:
    """Blocking. What staff wrote is `shown` as everywhere on the page: masked, and of a sealed ticket without who spoke
    for whoever need not know."""
    number, lead = ticket.number, office.units.find(ticket.lead)
    tables = uow.consultations.of_ticket(number)
    return Around(
        parts=[_shown_part(part, shown) for part in uow.assignments.of_ticket(number)],
        own=standing_part(uow, ticket, actor.unit) if actor.unit else None,
        returns=[_shown_return(each, shown) for each in uow.returns.of_ticket(number)],
        consultations=[_shown_table(each, shown) for each in tables],
        at_the_table=next((each.units for each in tables if each.concluded_at is None), ()),
        family=uow.splits.family(number),
        third_return=ticket.returns >= THIRD_TIME,
        led_by_street=lead is not None and lead.kind is UnitKind.STREET,
        joint=_joint(uow, number, shown),
    )


def _joint(uow: UnitOfWork, number: str, shown: Shown) -> list[JointReply]:
    standing = [step.id for step in uow.supervisions.of_ticket(number) if step.open]
    return [each for lines in joint_replies(uow, standing, shown).values() for each in lines]


def joint_replies(uow: UnitOfWork, steps: Sequence[int], shown: Shown) -> dict[int, list[JointReply]]:
    """What each unit replied, by step, as one person may read it."""
    found = uow.joint_replies.of_steps(steps) if steps else {}
    return {step: [replace(each, words=shown(each.words)) for each in lines] for step, lines in found.items()}


def _shown_part(part: Assignment, shown: Shown) -> Assignment:
    return replace(part, reason=shown(part.reason), report=shown(part.report), objection=shown(part.objection),
                   ruling=shown(part.ruling))  # fmt: skip


def _shown_return(request: ReturnRequest, shown: Shown) -> ReturnRequest:
    return replace(request, reason=shown(request.reason), ground=shown(request.ground),
                   evidence=shown(request.evidence), ruling=shown(request.ruling))  # fmt: skip


def _shown_table(table: Consultation, shown: Shown) -> Consultation:
    said = [replace(each, words=shown(each.words)) for each in table.positions]
    return replace(table, reason=shown(table.reason), outcome=shown(table.outcome), ground=shown(table.ground),
                   positions=tuple(said))  # fmt: skip
