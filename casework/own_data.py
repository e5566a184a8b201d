"""查阅和复制 (PIPL 45): what is stored of one person, in plain words, for that person's own eyes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from casework.answer import told_answer
from casework.notices import state_words
from casework.office import Office
from casework.ports import UnitOfWork, UnitsOfWork
from casework.ports_rights import OwnWords
from hotline.clock import local
from hotline.people import Actor, Contact
from hotline.ticket import Ticket

MOST_TICKETS, MOST_WORDS = 500, 5000
LISTED, LATEST = 10, 20
LINK_HOLDS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OwnData:
    """Everything of one person; `repr` shows nothing of it."""

    contact: Contact
    tickets: tuple[Ticket, ...]
    words: tuple[OwnWords, ...]

    def __repr__(self) -> str:
        return f"OwnData({len(self.tickets)} tickets, {len(self.words)} lines)"


def own_data(uow: UnitOfWork, person: int) -> OwnData:
    """What is stored of a person: contact, tickets with their state, and the lines of the conversation."""
    return OwnData(
        uow.people.contact(person),
        tuple(uow.tickets.of_person(person, MOST_TICKETS)),
        tuple(uow.own_data.words(person, MOST_WORDS)),
    )


def summary(office: Office, data: OwnData) -> str:
    """How much there is of what, and the latest tickets by name."""
    words = office.wording
    lines = [
        words.say("rights.ticket", number=each.number, title=each.appeal.title, state=state_words(office, each))
        for each in data.tickets[:LISTED]
    ]
    if len(data.tickets) > LISTED:
        lines.append(words.say("rights.more_tickets", count=len(data.tickets) - LISTED))
    return words.say("rights.summary", contact=_contact(office, data.contact), words=len(data.words),
                     tickets=len(data.tickets), list="\n".join(lines)).strip()  # fmt: skip


def latest(office: Office, data: OwnData) -> str:
    """The last lines of the conversation, for a channel that gives no files."""
    lines = "\n".join(_line(office, each) for each in data.words[-LATEST:])
    return office.wording.say("rights.latest", lines=lines)


def whole(office: Office, data: OwnData, at: datetime) -> str:
    """Everything, as a text that its owner can keep."""
    words = office.wording
    nothing = words.say("rights.nothing")
    tickets = [_ticket(office, each, nothing) for each in data.tickets]
    lines = [_line(office, each) for each in data.words]
    return words.say("rights.file", at=_moment(at), contact=_contact(office, data.contact), tickets=len(tickets),
                     list="\n\n".join(tickets) or nothing, words=len(lines),
                     lines="\n".join(lines) or nothing)  # fmt: skip


def make_link(uow: UnitOfWork, person: int, at: datetime) -> str:
    """A token for one download within ten minutes, by this person only; nothing personal is in it."""
    token = token_urlsafe(32)
    uow.own_data.link(person, _hash(token), at + LINK_HOLDS)
    return token


def follow_link(office: Office, units_of_work: UnitsOfWork, person: int, token: str) -> str | None:
    """The whole of a person's data for their token, which is used up by it; None where it does not hold."""
    at = office.clock.now()
    with units_of_work() as uow:
        if not uow.own_data.follow(person, _hash(token), at):
            return None
        uow.audit.write(Actor.citizen(person), "copy_own_data", f"person:{person}", "", at)
        data = own_data(uow, person)
        uow.commit()
    return whole(office, data, at)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _ticket(office: Office, ticket: Ticket, nothing: str) -> str:
    appeal = ticket.appeal
    return office.wording.say(
        "rights.file_ticket",
        number=ticket.number,
        title=appeal.title,
        state=state_words(office, ticket),
        at=_moment(ticket.received_at),
        text=appeal.text,
        place=appeal.place.text or nothing,
        contact=_contact(office, appeal.contact),
        answer=told_answer(ticket) or nothing,
        grade=ticket.grade.value if ticket.grade else nothing,
    )


def _contact(office: Office, contact: Contact) -> str:
    return " ".join(part for part in (contact.name, contact.phone) if part) or office.wording.say("rights.no_contact")


def _line(office: Office, line: OwnWords) -> str:
    key = "rights.mine" if line.theirs else "rights.ours"
    return office.wording.say(key, at=_moment(line.at), text=line.text or office.wording.say("rights.picture"))


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"
