"""A ticket as a row, and a row as a ticket. Everything that somebody wrote goes into one sealed column."""

from dataclasses import dataclass
from typing import cast

from hotline.appeal import Appeal, Place
from hotline.deadlines import Due
from hotline.events import TicketEvent
from hotline.matter import Grade, MatterType, Solved, Urgency
from hotline.people import Actor, Contact, Role
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket
from hotline.workflow import State
from storage.derived import derived
from storage.statements import AnyRow
from storage.vault import Vault

WORDS = "tickets.words"
_EVENT_WORDS = "history.words"


def ticket_values(ticket: Ticket, vault: Vault) -> dict[str, object]:
    """Every column of a ticket but its version and the appeal's (`appeal_values`)."""
    return {
        "number": ticket.number,
        "person": ticket.person,
        "channel": ticket.channel,
        "received_at": ticket.received_at,
        "state": ticket.state.value,
        "lead": ticket.lead,
        "others": list(ticket.others),
        "ground_rule": ticket.ground.rule,
        "confidence": ticket.ground.confidence,
        "auto": ticket.ground.auto,
        "dispatched_at": ticket.dispatched_at,
        "signed_at": ticket.signed_at,
        "resume": ticket.resume.value,
        "dispatches": ticket.dispatches,
        "returns": ticket.returns,
        "redos": ticket.redos,
        "reminders": ticket.reminders,
        "solved": ticket.solved,
        "grade": ticket.grade,
        "first_solved": ticket.first_solved,
        "first_grade": ticket.first_grade,
        "words": vault.hide(WORDS, _words(ticket)),
        **_due_values(ticket.due),
        **derived(ticket),
    }


def _words(ticket: Ticket) -> list[str]:
    appeal = ticket.appeal
    return [appeal.title, appeal.text, appeal.place.text, appeal.time, appeal.contact.name, appeal.contact.phone,
            ticket.ground.text, ticket.public_answer, ticket.internal_note]  # fmt: skip


def appeal_values(appeal: Appeal, vault: Vault) -> dict[str, object]:
    """The columns of the appeal that stand in clear: its place on the axes, and masked words."""
    return {
        "matter_type": appeal.matter_type.value,
        "l1": appeal.category.l1,
        "l2": appeal.category.l2,
        "l3": appeal.category.l3,
        "urgency": appeal.urgency.value,
        "anonymous": appeal.anonymous,
        "confidential": appeal.confidential,
        "title_masked": vault.masked(appeal.title),
        "text_masked": vault.masked(appeal.text),
        "place_masked": vault.blurred(appeal.place.text),
        "street": appeal.place.street,
        "district": appeal.place.district,
        "community": appeal.place.community,
    }


def _due_values(due: Due | None) -> dict[str, object]:
    return {
        "due_rule": due and due.rule,
        "due_ground": due and due.ground,
        "due_limits": due and due.limits,
        "due_always": due and due.always,
        "due_provisional": due and due.provisional,
        "sign_by": due and due.sign_by,
        "contact_by": due and due.contact_by,
        "answer_by": due and due.answer_by,
        "return_by": due and due.return_by,
        "paused_at": due and due.paused_at,
    }


@dataclass(frozen=True, slots=True)
class Words:
    """The sealed column of a ticket, opened."""

    title: str
    text: str
    place: str
    time: str
    contact: Contact
    ground: str
    public_answer: str
    internal_note: str


def words_of(sealed: bytes, vault: Vault) -> Words:
    title, text, place, time, name, phone, *rest = cast(list[str], vault.reveal(WORDS, sealed))
    return Words(title, text, place, time, Contact(name, phone), *rest)


def ticket_of(row: AnyRow, events: list[TicketEvent], vault: Vault) -> Ticket:
    """A whole row of `tickets`, opened."""
    words = words_of(row.words, vault)
    appeal = Appeal(
        text=words.text,
        matter_type=MatterType(row.matter_type),
        category=Category(row.l1, row.l2, row.l3),
        title=words.title,
        place=Place(words.place, row.street, row.district, row.community),
        time=words.time,
        contact=words.contact,
        urgency=Urgency(row.urgency),
        anonymous=row.anonymous,
        confidential=row.confidential,
    )
    return Ticket(
        number=row.number,
        person=row.person,
        channel=row.channel,
        appeal=appeal,
        received_at=row.received_at,
        state=State(row.state),
        lead=row.lead,
        others=tuple(row.others),
        ground=Ground(row.ground_rule, words.ground, row.confidence, row.auto),
        due=due_of(row),
        dispatched_at=row.dispatched_at,
        signed_at=row.signed_at,
        resume=State(row.resume),
        dispatches=row.dispatches,
        returns=row.returns,
        redos=row.redos,
        reminders=row.reminders,
        public_answer=words.public_answer,
        internal_note=words.internal_note,
        solved=row.solved and Solved(row.solved),
        grade=row.grade and Grade(row.grade),
        first_solved=row.first_solved and Solved(row.first_solved),
        first_grade=row.first_grade and Grade(row.first_grade),
        version=row.version,
        history=events,
    )


def due_of(row: AnyRow) -> Due | None:
    if row.answer_by is None:
        return None
    return Due(
        rule=row.due_rule,
        ground=row.due_ground,
        sign_by=row.sign_by,
        contact_by=row.contact_by,
        answer_by=row.answer_by,
        return_by=row.return_by,
        always=row.due_always,
        provisional=row.due_provisional,
        paused_at=row.paused_at,
        limits=row.due_limits,
    )


def event_values(number: str, position: int, event: TicketEvent, vault: Vault) -> dict[str, object]:
    words = vault.hide(_EVENT_WORDS, [event.reason, event.note]) if event.reason or event.note else None
    return {
        "ticket": number,
        "position": position,
        "at": event.at,
        "move": event.move,
        "start_state": event.start.value,
        "end_state": event.end.value,
        "actor_role": event.actor.role.value,
        "actor_id": event.actor.id,
        "actor_unit": event.actor.unit,
        "actor_name": event.actor.name,
        "unit": event.unit,
        "words": words,
    }


def event_of(row: AnyRow, vault: Vault) -> TicketEvent:
    """A whole row of `history`, opened."""
    reason, note = cast(list[str], vault.reveal(_EVENT_WORDS, row.words)) if row.words else ("", "")
    actor = Actor(Role(row.actor_role), row.actor_id, row.actor_unit, row.actor_name)
    return TicketEvent(row.at, row.move, State(row.start_state), State(row.end_state), actor, reason, note, row.unit)
