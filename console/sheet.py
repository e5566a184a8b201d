"""Everything that one ticket's page shows to one person, read in one go off the event loop."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casework.need_to_know import may_know
from casework.office import Office
from casework.pictures import round_of
from casework.ports import LinkedTicket, UnitOfWork
from casework.ports_life import Family
from casework.ports_secrecy import Look, Seen
from casework.views import TicketPage
from console.actions import Action, offered
from console.around import Around, read_around, words_for
from console.care import Care, read_care
from console.choices import Group, category_groups, second_level, unit_groups
from console.history import Line, timeline
from console.parts import ConsoleParts
from console.ruling import Ruling, read_ruling
from console.steps import Step, steps
from console.suggestions import Proposal, proposals
from console.verbs_supervision import fits
from hotline.errors import NotFoundError
from hotline.events import TicketEvent
from hotline.people import Actor, Role
from hotline.ticket import Ticket
from hotline.units import UnitTree
from hotline.workflow import Move, State, moves_from
from routing.jurisdiction import copied_districts


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """Pictures of the answers that went out, and of the one that is being written or reviewed; `may_drop` until it is
    handed in."""

    sent: Sequence[int] = ()
    draft: Sequence[int] = ()
    may_drop: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`category` and `lead` are what the selects start with; `pictures_sealed` says why none are shown.

    `latest` is the step whose words whoever acts next must have read; `copied` is a copy that is only read, and
    `supervised` what the person's unit only supervises.
    """

    page: TicketPage
    actions: Sequence[Action]
    proposals: Sequence[Proposal]
    history: Sequence[Line]
    latest: Line | None
    steps: Sequence[Step]
    category: str
    lead: str
    others: Sequence[str]
    unit_groups: Sequence[Group]
    category_groups: Sequence[Group]
    may_reveal: bool
    repeats: Sequence[LinkedTicket]
    pictures_sealed: bool
    around: Around
    care: Care
    ruling: Ruling
    shown: AnswerShown
    copied: bool = False
    supervised: bool = False


TELLING = frozenset(
    {State.RETURN_REQUESTED, State.EXTENSION_REQUESTED, State.CONSULTATION, State.AWAITING_CITIZEN, State.REDO}
)
SENT_BACK = frozenset({Move.REFUSE_RETURN, Move.REJECT_ANSWER, Move.DECIDE_EXTENSION})
"""What the hotline sent back to the unit, with the reason."""


def may_see(units: Sequence[str], actor: Actor) -> bool:
    """Of a department its own tickets only; of the desk all."""
    return actor.role is not Role.DEPARTMENT or actor.unit in units


def visible_ticket(uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
    """The ticket, if this person may see it: of another unit's a department does not even learn that it exists, unless
    it was asked to sit at the table over it, or to reply to a joint supervision.

    Raises:
        NotFoundError: there is none, or not for this person; nor for whoever keeps out of it (回避).
    """
    ticket = uow.tickets.get(number)
    seen = may_see(ticket.units, actor) or _is_invited(uow, number, actor) or uow.joint_replies.asks(number, actor.unit)
    if not seen or uow.recusals.bars(number, actor):
        raise NotFoundError(what="ticket", key=number)
    return ticket


def readable_ticket(office: Office, uow: UnitOfWork, number: str, actor: Actor) -> Ticket:
    """The ticket for whom looks and does nothing: also for the district to which it is copied (抄送), and for the unit
    that a step of supervision was given to (提级), unless it is sealed.

    Raises:
        NotFoundError: as `visible_ticket`.
    """
    ticket = uow.tickets.get(number)
    reads = is_copied(office.units, ticket, actor) or supervises(uow, ticket, actor)
    if reads and not uow.recusals.bars(number, actor):
        return ticket
    return visible_ticket(uow, number, actor)


def supervises(uow: UnitOfWork, ticket: Ticket, actor: Actor) -> bool:
    """Whether an open step of supervision is that of the person's unit, which does not handle the ticket."""
    if actor.role is not Role.DEPARTMENT or actor.unit in ticket.units or ticket.appeal.sealed_identity:
        return False
    return any(step.open and step.owner_unit == actor.unit for step in uow.supervisions.of_ticket(ticket.number))


def is_copied(units: UnitTree, ticket: Ticket, actor: Actor) -> bool:
    """Whether the person's district only gets a copy of this ticket."""
    if actor.role is not Role.DEPARTMENT or actor.unit in ticket.units or ticket.appeal.sealed_identity:
        return False
    return actor.unit in copied_districts(units, ticket.units)


def may_do(office: Office, uow: UnitOfWork, ticket: Ticket, actor: Actor) -> list[Action]:
    """What this person may do with the ticket now, as its page offers it. Blocking."""
    shown = words_for(office.units, ticket, actor)
    around = read_around(office, uow, ticket, actor, shown)
    return _actions(ticket, actor, around, read_care(uow, ticket.number, actor, shown))


def _actions(ticket: Ticket, actor: Actor, around: Around, care: Care) -> list[Action]:
    return [each for each in offered(ticket, actor, around) if fits(each.name, care.steps, care.case)]


def _is_invited(uow: UnitOfWork, number: str, actor: Actor) -> bool:
    table = uow.consultations.standing(number)
    return table is not None and actor.unit in table.units


def read_sheet(parts: ConsoleParts, number: str, actor: Actor) -> Sheet:
    """Blocking. Raises NotFoundError."""
    with parts.units_of_work(write=False) as uow:
        ticket = readable_ticket(parts.office, uow, number, actor)
        sealed = ticket.appeal.sealed_identity
        knows = may_know(parts.office.units, ticket.units, actor, sealed=sealed)
        hidden = sealed and not knows
        shown = words_for(parts.office.units, ticket, actor)
        around = read_around(parts.office, uow, ticket, actor, shown)
        around = replace(around, family=_visible_family(uow, around.family, actor))
        care = read_care(uow, number, actor, shown)
        shown_pictures = _answer_shown(uow, ticket, actor)
        supervised = supervises(uow, ticket, actor)
        repeats = [each for each in uow.links.of_ticket(number) if _may_see_link(uow, each, actor)]
    if sealed:
        write_look(parts, number, actor, Seen.PAGE)
    page = parts.views.ticket(number, parts.now(), knows=knows)
    ruling = read_ruling(parts, ticket, page.predictions, actor)
    proposed = [] if ruling.channel else _proposed(parts, ticket, page, actor)
    first = proposed[0] if proposed and not proposed[0].returned else None
    lines = timeline(parts.office, page.history)
    return Sheet(
        page=page,
        actions=_actions(ticket, actor, around, care),
        proposals=proposed,
        history=lines,
        latest=latest(page.history, lines),
        steps=steps(page.row.state),
        category=second_level(ticket.appeal.category),
        lead=ticket.lead or (first.code if first else ""),
        others=ticket.others or (first.others if first else ()),
        unit_groups=unit_groups(parts.office.units),
        category_groups=category_groups(parts.office.taxonomy),
        may_reveal=knows,
        repeats=[] if hidden else repeats,
        pictures_sealed=hidden and bool(page.pictures),
        around=around,
        care=care,
        ruling=ruling,
        shown=shown_pictures,
        copied=is_copied(parts.office.units, ticket, actor),
        supervised=supervised,
    )


def _answer_shown(uow: UnitOfWork, ticket: Ticket, actor: Actor) -> AnswerShown:
    now, rounds = round_of(ticket), uow.answer_pictures.rounds(ticket.number)
    writes = actor.role is Role.DEPARTMENT and actor.unit == ticket.lead
    sent = [picture for turn, pictures in rounds.items() if turn < now for picture in pictures]
    return AnswerShown(sent, rounds.get(now, ()), writes and Move.ANSWER in moves_from(ticket.state, actor.role))


def _may_see_link(uow: UnitOfWork, link: LinkedTicket, actor: Actor) -> bool:
    """Of a sealed ticket a unit learns nothing by way of another one."""
    if link.sealed and actor.role is Role.DEPARTMENT:
        return False
    return may_see(link.units, actor) and not uow.recusals.bars(link.other, actor)


def _visible_family(uow: UnitOfWork, family: Family, actor: Actor) -> Family:
    """The kin that this person may see; of the others not even a number."""

    def seen(number: str) -> bool:
        return may_see(uow.tickets.get(number).units, actor) and not uow.recusals.bars(number, actor)

    parent = family.parent if family.parent and seen(family.parent) else ""
    return Family(parent, tuple(child for child in family.children if seen(child)))


def write_look(parts: ConsoleParts, number: str, actor: Actor, seen: Seen, page: str = "") -> None:
    """Before anything is shown: a look that is not written down does not happen."""
    with parts.units_of_work() as uow:
        uow.looks.write(Look(number, actor, parts.now(), seen, page=page or seen.value))
        uow.commit()


def latest(events: Sequence[TicketEvent], lines: Sequence[Line]) -> Line | None:
    """The step that led to where the ticket stands, if its words are an order or a question; `lines` newest first."""
    moved = ((event, line) for event, line in zip(reversed(events), lines, strict=True) if line.end is not None)
    event, line = next(moved, (None, None))
    telling = event is not None and (event.end in TELLING or event.move in SENT_BACK)
    return line if line is not None and telling and (line.reason or line.note) else None


def _proposed(parts: ConsoleParts, ticket: Ticket, page: TicketPage, actor: Actor) -> list[Proposal]:
    if ticket.state is not State.ACCEPTED or actor.role is Role.DEPARTMENT:
        return []
    return proposals(parts, ticket, page.predictions)
