"""Tickets by number, with a version that makes the second of two savers look again."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from hotline.appeal import Appeal
from hotline.errors import ConflictError, NotFoundError
from hotline.events import TicketEvent
from hotline.ticket import Ticket
from hotline.workflow import State
from storage.guard import require_no_interest
from storage.open_tickets import keep_open
from storage.statements import InsertOnce
from storage.tables import history, ticket_units, tickets
from storage.ticket_rows import appeal_values, event_of, event_values, ticket_of, ticket_values
from storage.vault import Vault

_ADD = InsertOnce(tickets, tickets.c.number)
_GET = select(tickets).where(tickets.c.number == bindparam("wanted"))
_EVENTS = (
    select(history)
    .where(history.c.ticket.in_(bindparam("numbers", expanding=True)))
    .order_by(history.c.ticket, history.c.position)
)
_EVENTS_OF_ONE = select(history).where(history.c.ticket == bindparam("number")).order_by(history.c.position)
"""A list of values is written into the statement anew each time; for one ticket that would be most of the time."""

_SAVE = (
    update(tickets)
    .where(tickets.c.number == bindparam("wanted"), tickets.c.version == bindparam("read"))
    .values(version=tickets.c.version + 1)
)
_ADD_EVENTS = insert(history)
_ADD_UNITS = insert(ticket_units)
_DROP_UNITS = delete(ticket_units).where(ticket_units.c.ticket == bindparam("wanted"))
_OF_PERSON = (
    select(tickets)
    .where(tickets.c.person == bindparam("whose"))
    .order_by(tickets.c.received_at.desc(), tickets.c.number.desc())
    .limit(bindparam("most"))
)
_OF_PERSON_IN_STATE = _OF_PERSON.where(tickets.c.state == bindparam("stands"))
_DUE = (
    select(tickets.c.number)
    .where(tickets.c.watch_at < bindparam("moment"))
    .order_by(tickets.c.soon_marked, tickets.c.clock_by, tickets.c.number)
    .limit(bindparam("most"))
)


class SqlTickets:
    """Fulfils `casework.ports.Tickets`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._read: dict[str, tuple[Appeal, tuple[str, ...]]] = {}

    def add(self, ticket: Ticket) -> None:
        values = ticket_values(ticket, self._vault) | appeal_values(ticket.appeal, self._vault) | {"version": 1}
        if _ADD.run(self._connection, values) is None:
            raise ConflictError(what="ticket", key=ticket.number)
        self._keep_history(ticket, ticket.history)
        self._keep_units(ticket, ())
        keep_open(self._connection, ticket)
        self._remember(ticket)
        ticket.version = 1

    def get(self, number: str) -> Ticket:
        row = self._connection.execute(_GET, {"wanted": number}).one_or_none()
        if row is None:
            raise NotFoundError(what="ticket", key=number)
        events = self._connection.execute(_EVENTS_OF_ONE, {"number": number})
        ticket = ticket_of(row, [event_of(each, self._vault) for each in events], self._vault)
        self._remember(ticket)
        return ticket

    def save(self, ticket: Ticket) -> None:
        require_no_interest(self._connection, ticket)
        appeal, units = self._read.get(ticket.number, (None, None))
        values = ticket_values(ticket, self._vault)
        if appeal != ticket.appeal:  # masking is the dear part, and an appeal seldom changes
            values |= appeal_values(ticket.appeal, self._vault)
        terms = {"wanted": values.pop("number"), "read": ticket.version}
        if self._connection.execute(_SAVE, values | terms).rowcount == 0:
            raise ConflictError(what="ticket", key=ticket.number)
        self._keep_history(ticket, ticket.fresh)
        self._keep_units(ticket, units)
        keep_open(self._connection, ticket)
        self._remember(ticket)
        ticket.version += 1

    def of_person(self, person: int, limit: int = 20, *, state: State | None = None) -> list[Ticket]:
        terms: dict[str, object] = {"whose": person, "most": limit}
        wanted = _OF_PERSON if state is None else _OF_PERSON_IN_STATE
        rows = self._connection.execute(wanted, terms if state is None else terms | {"stands": state.value}).all()
        events = self._histories([row.number for row in rows]) if rows else {}
        return [ticket_of(row, events.get(row.number, []), self._vault) for row in rows]

    def open_due_before(self, moment: datetime, limit: int = 500) -> list[str]:
        """Those without any mark come first, then those that were marked as due soon and are not yet as overdue."""
        return list(self._connection.execute(_DUE, {"moment": moment, "most": limit}).scalars())

    def _histories(self, numbers: list[str]) -> dict[str, list[TicketEvent]]:
        found: dict[str, list[TicketEvent]] = {}
        for row in self._connection.execute(_EVENTS, {"numbers": numbers}):
            found.setdefault(row.ticket, []).append(event_of(row, self._vault))
        return found

    def _keep_history(self, ticket: Ticket, events: list[TicketEvent]) -> None:
        first = len(ticket.history) - len(events)
        rows = [event_values(ticket.number, first + index, event, self._vault) for index, event in enumerate(events)]
        if rows:
            self._connection.execute(_ADD_EVENTS, rows)
        ticket.fresh.clear()

    def _keep_units(self, ticket: Ticket, known: tuple[str, ...] | None) -> None:
        """The index from units to tickets; `known` is None where it was read in another unit of work."""
        if known == ticket.units:
            return
        if known != ():
            self._connection.execute(_DROP_UNITS, {"wanted": ticket.number})
        if ticket.units:
            rows = [{"unit": unit, "ticket": ticket.number} for unit in dict.fromkeys(ticket.units)]
            self._connection.execute(_ADD_UNITS, rows)

    def _remember(self, ticket: Ticket) -> None:
        self._read[ticket.number] = (ticket.appeal, ticket.units)
