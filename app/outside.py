"""Tickets of another system become ours: each row once, by the number that it had there.

An open one is accepted now, for its limits run from when this hotline knows of it, and goes to the unit that had it.
An ended one is kept as it ended: nobody of ours signed, answered or closed it, so no step of the workflow is claimed
and no rate counts it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.assembly import House
from casework.accept import Intake, accept
from casework.ports import UnitOfWork
from classifiers.title import title_of
from hotline.appeal import Appeal, Place
from hotline.clock import SHANGHAI, utc
from hotline.errors import DataFileError
from hotline.events import RECEIVED, TicketEvent
from hotline.matter import Grade, MatterType, Urgency
from hotline.message import Inbound
from hotline.people import MACHINE, Actor, Citizen, Contact
from hotline.taxonomy import Category
from hotline.ticket import Ground, Ticket, ticket_number
from hotline.workflow import State
from routing.decision import Decision

NEEDED = ("number", "text", "received")
COLUMNS = (*NEEDED, "title", "matter_type", "category", "urgency", "state", "unit", "place", "time", "name", "phone",
           "closed", "answer", "grade", "confidential")  # fmt: skip
IMPORTED = "imported"
_CHANNEL = "phone"
"""People of another system are reached by telephone, until they write to us themselves."""
_DIGITS = range(5, 21)
_ONE_DIGIT = re.compile(r"(?<!\d)(\d)(?!\d)")


class Became(StrEnum):
    """What became of a row."""

    NEW = "new"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Outside:
    """One row, checked. `closed` is None for a ticket that is open."""

    number: str
    appeal: Appeal
    unit: str
    received: datetime
    closed: datetime | None
    answer: str
    grade: Grade | None

    def __repr__(self) -> str:
        return f"Outside({self.received})"


class Reader:
    """Checks rows against the city's tables; what a row does not say of type and category the model says."""

    def __init__(self, house: House, path: Path) -> None:
        self._house, self._path = house, path
        words = house.office.wording
        self._headers = {name: words.say(f"ticket_column.{name}") for name in COLUMNS}
        self._answers = {name: words.say(f"ticket_table.{name}") for name in ("yes", "no", "open", "ended")}
        self._units = {unit.name: unit.code for unit in house.office.units.all()}

    def missing(self, headers: list[str]) -> list[str]:
        """Columns that must be there and are not."""
        return [self._headers[name] for name in NEEDED if self._headers[name] not in headers]

    def read(self, line: int, cells: Mapping[str, str]) -> Outside:
        """Raises DataFileError, naming line and column."""
        row = _Row(self._path, line, self._headers, cells)
        text = row.required("text")
        received, closed = row.moment("received"), self._closed(row)
        if closed is not None and closed < received:
            raise row.error("ended_before", "closed")
        for name, moment in (("received", received), ("closed", closed)):
            if moment is not None and moment > self._house.office.clock.now():
                raise row.error("later_than_now", name)
        grade = row.choice("grade", [each.value for each in Grade])
        return Outside(row.required("number"), self._appeal(row, text), self._unit(row), received, closed,
                       row.text("answer"), Grade(grade) if grade else None)  # fmt: skip

    def _closed(self, row: "_Row") -> datetime | None:
        state = row.choice("state", [self._answers["open"], self._answers["ended"]])
        if state == self._answers["ended"] or (not state and row.text("closed")):
            return row.moment("closed")
        return None

    def _appeal(self, row: "_Row", text: str) -> Appeal:
        kind = row.choice("matter_type", [each.value for each in MatterType])
        urgency = row.choice("urgency", [each.value for each in Urgency])
        understood = self._house.mind.understander.understand(text)
        found = self._house.mind.elements.find(row.text("place"), None).place
        return Appeal(
            text=text,
            matter_type=MatterType(kind or understood.matter_type.label),
            category=self._category(row) or understood.category.category,
            title=row.text("title") or title_of(text),
            place=Place(row.text("place"), found.street, found.district, found.community),
            time=row.text("time"),
            contact=Contact(row.text("name"), row.phone()),
            urgency=Urgency(urgency) if urgency else Urgency.ORDINARY,
            anonymous=not row.text("phone"),
            confidential=row.choice("confidential", [self._answers["yes"], self._answers["no"]])
            == self._answers["yes"],
        )

    def _category(self, row: "_Row") -> Category | None:
        path = row.text("category")
        if not path:
            return None
        try:
            category = Category.parse(path)
        except ValueError:
            raise row.error("unknown", "category", value=path) from None
        if category not in self._house.office.taxonomy:
            raise row.error("unknown", "category", value=path)
        return category

    def _unit(self, row: "_Row") -> str:
        said = row.text("unit")
        code = self._units.get(said, said)
        if said and self._house.office.units.find(code) is None:
            raise row.error("unknown", "unit", value=said)
        return code


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    line: int
    headers: Mapping[str, str]
    cells: Mapping[str, str]

    def text(self, name: str) -> str:
        return self.cells.get(self.headers[name], "").strip()

    def required(self, name: str) -> str:
        if not self.text(name):
            raise DataFileError(self.path, self.line, "empty", column=self.headers[name])
        return self.text(name)

    def choice(self, name: str, allowed: list[str]) -> str:
        """One of the list, or nothing."""
        said = self.text(name)
        if said and said not in allowed:
            raise DataFileError(self.path, self.line, "not_allowed", column=self.headers[name], value=said,
                                allowed="、".join(allowed))  # fmt: skip
        return said

    def moment(self, name: str) -> datetime:
        said = self.required(name)
        try:
            moment = datetime.fromisoformat(_ONE_DIGIT.sub(r"0\1", said.replace("/", "-")))
        except ValueError:
            raise DataFileError(self.path, self.line, "not_a_moment", column=self.headers[name], value=said) from None
        return utc(moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI))

    def phone(self) -> str:
        """The number as it stands there; what is none is not said back, for it may be somebody's."""
        said = self.text("phone")
        digits = "".join(each for each in said if each not in " -()+")
        if said and not (digits.isascii() and digits.isdigit() and len(digits) in _DIGITS):
            raise DataFileError(self.path, self.line, "not_a_phone", column=self.headers["phone"])
        return said

    def error(self, reason: str, name: str, **params: object) -> DataFileError:
        return DataFileError(self.path, self.line, reason, column=self.headers[name], **params)


def take(house: House, uow: UnitOfWork, row: Outside, source: str) -> Became:
    """Store a row in the open unit of work; one that came before changes nothing."""
    if uow.outside.find(source, row.number):
        return Became.KNOWN
    now = house.office.clock.now()
    digits = "".join(each for each in row.appeal.contact.phone if each.isdigit())
    address = digits or f"outside-{source}-{row.number}"
    citizen = uow.people.find_or_add(_CHANNEL, address, now)
    if row.appeal.contact:
        uow.people.remember_contact(citizen.id, row.appeal.contact)
    inbound = uow.inbox.take(
        Inbound(_CHANNEL, address, f"outside-{source}-{row.number}", row.received, text=row.appeal.text), citizen.id
    )
    number = _ended(house, uow, citizen, row, source) if row.closed else _opened(house, uow, citizen, row)
    uow.inbox.attach([inbound] if inbound else [], number)
    uow.outside.add(source, row.number, number, now)
    return Became.NEW


def _opened(house: House, uow: UnitOfWork, citizen: Citizen, row: Outside) -> str:
    ground = house.office.wording.say("ticket_table.ground")
    decision = Decision(
        lead="",
        others=(),
        lead_unit=row.unit,
        other_units=(),
        confidence=1.0 if row.unit else 0.0,
        auto=bool(row.unit),
        rule="",
        ground=ground if row.unit else "",
        alternatives=(),
    )
    return accept(house.office, uow, intake=Intake(citizen), appeal=row.appeal, decision=decision).number


def _ended(house: House, uow: UnitOfWork, citizen: Citizen, row: Outside, source: str) -> str:
    said = house.office.wording.say("ticket_table.imported_from", source=source)
    ticket = Ticket(ticket_number(row.received, house.office.serial()), citizen.id, _CHANNEL, row.appeal, row.received,
                    lead=row.unit, ground=Ground(text=said), public_answer=row.answer, grade=row.grade)  # fmt: skip
    ticket.note(RECEIVED, Actor.citizen(citizen.id), row.received)
    ended = TicketEvent(row.closed or row.received, IMPORTED, State.RECEIVED, State.CLOSED, MACHINE, said, "", row.unit)
    ticket.history.append(ended)
    ticket.fresh.append(ended)
    ticket.state = State.CLOSED
    uow.tickets.add(ticket)
    return ticket.number
