"""Lists of tickets as staff see them: masked words, blurred places."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from casework.views import TicketFilter, TicketRow
from classifiers.reporter import to_the_street, without_reporter
from hotline.matter import MatterType
from hotline.people import Actor, Role
from hotline.taxonomy import Category
from hotline.workflow import State
from storage.derived import colour
from storage.recusals import barred
from storage.statements import AnyRow
from storage.supervisions import COLOUR
from storage.tables import ticket_units, tickets
from storage.tables_open import open_tickets

_COUNT = select(func.count()).select_from(tickets)
_ROWS = select(
    tickets.c.number, tickets.c.title_masked, tickets.c.state, tickets.c.matter_type, tickets.c.l1, tickets.c.l2,
    tickets.c.l3, tickets.c.urgency, tickets.c.lead, tickets.c.place_masked, tickets.c.received_at,
    tickets.c.answer_by, tickets.c.sign_by, tickets.c.clock_by, tickets.c.confidence, tickets.c.redos,
    tickets.c.returns, tickets.c.confidential, tickets.c.reminders, COLOUR,
)  # fmt: skip


_QUEUE = (
    _ROWS.join(open_tickets, open_tickets.c.ticket == tickets.c.number)
    .where(open_tickets.c.state == bindparam("stands"))
    .order_by(open_tickets.c.calm, open_tickets.c.patience, open_tickets.c.queue_by, tickets.c.number)
    .limit(bindparam("most"))
)


SEALED = or_(tickets.c.confidential, tickets.c.matter_type == MatterType.REPORT.value)


def queue(connection: Connection, state: State, now: datetime, limit: int,
          viewer: Actor | None = None) -> list[TicketRow]:  # fmt: skip
    """The first that wait in a state: urgent ones, then what several tell of, then the nearest limit; without those
    that `viewer` keeps out of."""
    chosen = _QUEUE if viewer is None else _QUEUE.where(~barred(viewer))
    return [ticket_row(row, now) for row in connection.execute(chosen, {"stands": state.value, "most": limit})]


def list_tickets(connection: Connection, wanted: TicketFilter, now: datetime) -> list[TicketRow]:
    """The newest first; with `overdue_at` the longest overdue first."""
    order = [tickets.c.clock_by] if wanted.overdue_at else [tickets.c.received_at.desc()]
    chosen = _narrow(_ROWS, wanted).order_by(*order, tickets.c.number.desc()).limit(wanted.limit).offset(wanted.offset)
    return [ticket_row(row, now) for row in connection.execute(chosen)]


def list_after(
    connection: Connection, wanted: TicketFilter, after: tuple[datetime, str] | None, now: datetime
) -> list[TicketRow]:
    """The newest first, with `overdue_at` the longest overdue first, from where a reader stopped (the moment is that of
    the order): each page costs the same, however many came before it."""
    if wanted.overdue_at:
        chosen = _narrow(_ROWS, wanted).order_by(tickets.c.clock_by, tickets.c.number)
    else:
        chosen = _narrow(_ROWS, wanted).order_by(tickets.c.received_at.desc(), tickets.c.number.desc())
    if after is not None:
        chosen = chosen.where(_beyond(*after, overdue=wanted.overdue_at is not None))
    return [ticket_row(row, now) for row in connection.execute(chosen.limit(wanted.limit))]


def _beyond(at: datetime, number: str, *, overdue: bool) -> ColumnElement[bool]:
    """What comes behind a row of that moment and number."""
    if overdue:
        same = and_(tickets.c.clock_by == at, tickets.c.number > number)
        return and_(tickets.c.clock_by >= at, or_(tickets.c.clock_by > at, same))
    same = and_(tickets.c.received_at == at, tickets.c.number < number)
    return and_(tickets.c.received_at <= at, or_(tickets.c.received_at < at, same))


def count_tickets(connection: Connection, wanted: TicketFilter) -> int:
    total: int = connection.execute(_narrow(_COUNT, wanted)).scalar_one()
    return total


def of_units(units: tuple[str, ...], number: ColumnElement[str] = tickets.c.number) -> ColumnElement[bool]:
    """Tickets that one of these units leads or helps with."""
    return number.in_(select(ticket_units.c.ticket).where(ticket_units.c.unit.in_(units)))


def ticket_row(row: AnyRow, now: datetime, *, knows: bool = False) -> TicketRow:
    """Of a report or confidential ticket the place goes to the street, and nothing says who spoke, for whoever reads
    lists; `knows` is somebody who may see the identity anyhow."""
    sealed = row.confidential or row.matter_type == MatterType.REPORT
    hidden = sealed and not knows
    return TicketRow(
        number=row.number,
        title=without_reporter(row.title_masked) if hidden else row.title_masked,
        state=State(row.state),
        matter_type=row.matter_type,
        category=Category(row.l1, row.l2, row.l3).path,
        urgency=row.urgency,
        lead=row.lead,
        place=to_the_street(row.place_masked) if hidden and row.place_masked else row.place_masked,
        received_at=row.received_at,
        answer_by=row.answer_by,
        sign_by=row.sign_by,
        colour=colour(row.received_at, row.clock_by, now),
        confidence=row.confidence,
        redos=row.redos,
        returns=row.returns,
        reminders=row.reminders,
        supervised=getattr(row, "supervised", None) or "",
        sealed=sealed,
        clock_by=row.clock_by,
    )


def _narrow(chosen: Select[Any], wanted: TicketFilter) -> Select[Any]:
    return chosen.where(*_conditions(wanted), *_words(wanted.words, wanted.viewer))


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(tickets.c.state.in_([state.value for state in wanted.states]))
    if wanted.units:
        conditions.append(of_units(tuple(wanted.units)))
    if wanted.number:
        conditions.append(tickets.c.number.startswith(wanted.number, autoescape=True))
    if wanted.overdue_at:
        conditions.append(tickets.c.clock_by < wanted.overdue_at)
    if wanted.place:
        conditions.append(or_(tickets.c.street == wanted.place, tickets.c.community == wanted.place))
    if wanted.unsealed:
        conditions.append(~SEALED)
    if wanted.viewer is not None:
        conditions.append(~barred(wanted.viewer))
    if wanted.person is not None:
        conditions.append(tickets.c.person == wanted.person)
    return [*conditions, *_received(wanted)]


def _received(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    since = [] if wanted.since is None else [tickets.c.received_at >= wanted.since]
    return since if wanted.until is None else [*since, tickets.c.received_at < wanted.until]


def _words(text: str, viewer: Actor | None) -> list[ColumnElement[bool]]:
    """Each word must stand somewhere in the masked words; what is masked cannot be searched for. Sealed tickets are
    found by words only by who may know every identity: what is cut from a page would else be guessed word by word."""
    columns = (tickets.c.title_masked, tickets.c.text_masked, tickets.c.place_masked)
    found = [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in text.split()]
    knows = viewer is None or viewer.role is Role.OPERATOR or (viewer.role is Role.SUPERVISOR and not viewer.unit)
    return found if knows or not found else [*found, ~SEALED]
