"""What stands around the lists: conversations, dead letters, and the numbers on the navigation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from casework.views import STAFF_KEY, ChatLine, DeadLetter, DeskCounts
from hotline.message import Message
from hotline.people import Actor
from hotline.workflow import State
from storage.call_list import COUNT_WAITING
from storage.inbox import BODY as INBOUND
from storage.inbox import ERASED
from storage.joint_replies import count_asked
from storage.outbox import BODY as OUTBOUND
from storage.outbox import ITEMS, Parcel, item_of
from storage.recusals import barred, persons_barred
from storage.statements import AnyRow
from storage.supervisions import COUNT_STANDING
from storage.tables import attention, inbox, outbox, pictures, tickets
from storage.tables_open import open_tickets
from storage.tables_supervision import call_list, supervisions
from storage.vault import Vault
from storage.views_tickets import of_units

CITIZEN, STAFF, MACHINE = "citizen", "staff", "machine"
"""Who spoke a line: the hotline's own words come from a person at the desk, or from the machine."""

_HEARD = (
    select(inbox.c.id, inbox.c.at, inbox.c.kind, inbox.c.body, pictures.c.inbound)
    .outerjoin(pictures, pictures.c.inbound == inbox.c.id)
    .where(inbox.c.person == bindparam("whose"), inbox.c.kind != ERASED)
    .order_by(inbox.c.id.desc())
    .limit(bindparam("most"))
)
_SAID = (
    select(outbox.c.id, outbox.c.at, outbox.c.key, outbox.c.body)
    .where(outbox.c.person == bindparam("whose"), outbox.c.state != Parcel.ERASED.value)
    .order_by(outbox.c.id.desc())
    .limit(bindparam("most"))
)
_DEAD = ITEMS.where(outbox.c.state == "dead").order_by(outbox.c.id.desc()).limit(bindparam("most"))
_CALLS = select(func.count()).select_from(attention).where(attention.c.done_at.is_(None))
_LETTERS = select(func.count()).select_from(outbox).where(outbox.c.state == Parcel.DEAD.value)
_BY_STATE = select(tickets.c.state, func.count()).group_by(tickets.c.state)
_OPEN_BY_STATE = select(open_tickets.c.state, func.count()).group_by(open_tickets.c.state)
_OVERDUE = select(func.count()).select_from(tickets).where(tickets.c.clock_by < bindparam("now"))


def conversation(connection: Connection, vault: Vault, person: int, limit: int) -> list[ChatLine]:
    """The last lines in the order in which they were said; what was heard stands before what was said to it."""
    terms = {"whose": person, "most": limit}
    messages = [(row, _message(row, vault)) for row in reversed(connection.execute(_SAID, terms).all())]
    labels = {button.action: button.label for _, each in messages for row in each.buttons for button in row}
    heard = [_heard(row, vault, labels) for row in reversed(connection.execute(_HEARD, terms).all())]
    said = [ChatLine(row.at, _speaker(row), vault.masked(each.text), f"said-{row.id}") for row, each in messages]
    return sorted(heard + said, key=lambda line: line.at)[-limit:]


def dead_letters(connection: Connection, vault: Vault, limit: int) -> list[DeadLetter]:
    rows = connection.execute(_DEAD, {"most": limit}).all()
    return [DeadLetter(item_of(vault, row), row.error or "", row.done_at) for row in rows]


def desk_counts(connection: Connection, now: datetime, units: Sequence[str],
                viewer: Actor | None = None) -> DeskCounts:  # fmt: skip
    """With `units` the tickets' numbers are those of these units; calls and dead letters belong to the desk."""
    mine = [of_units(tuple(units))] if units else []
    opened = [of_units(tuple(units), open_tickets.c.ticket)] if units else []
    by_state = Counter(_open_by_state(connection, opened))
    overdue = connection.execute(_OVERDUE.where(*mine), {"now": now}).scalar_one()
    if viewer is not None:  # counted apart and taken off: they are few, and the counts need no more than an index
        by_state.subtract(_open_by_state(connection, [*opened, barred(viewer, open_tickets.c.ticket)]))
        overdue -= connection.execute(_OVERDUE.where(*mine, barred(viewer)), {"now": now}).scalar_one()
    calls, revisits = _CALLS, COUNT_WAITING
    steps = count_asked(units) if units else COUNT_STANDING
    if viewer is not None:
        calls = calls.where(attention.c.person.not_in(persons_barred(viewer)))
        steps = steps.where(~barred(viewer, supervisions.c.ticket))
        revisits = revisits.where(~barred(viewer, call_list.c.ticket))
    return DeskCounts(
        review=by_state.get(State.ACCEPTED, 0),
        attention=connection.execute(calls).scalar_one(),
        returns=by_state.get(State.RETURN_REQUESTED, 0),
        answers=by_state.get(State.UNDER_REVIEW, 0),
        follow_up=by_state.get(State.FOLLOW_UP, 0),
        dead_letters=connection.execute(_LETTERS).scalar_one(),
        overdue=overdue,
        by_state={state: count for state, count in by_state.items() if count},
        supervised=connection.execute(steps).scalar_one(),
        revisits=connection.execute(revisits, {"now": now}).scalar_one(),
    )


def _open_by_state(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(_OPEN_BY_STATE.where(*conditions))}


def by_state(connection: Connection) -> Mapping[str, int]:
    """How many tickets stand where, closed ones too: it counts every ticket there is."""
    return {row[0]: row[1] for row in connection.execute(_BY_STATE)}


def _heard(row: AnyRow, vault: Vault, labels: Mapping[str, str]) -> ChatLine:
    """Words, or what stood on the button that was tapped: some channels send nothing but its action."""
    text, action, *_ = cast(list[str], vault.reveal(INBOUND, row.body))
    words = vault.masked(text or labels.get(action, action))
    return ChatLine(row.at, CITIZEN, words, f"heard-{row.id}", row.kind, row.inbound)


def _speaker(row: AnyRow) -> str:
    return STAFF if row.key.startswith(STAFF_KEY) else MACHINE


def _message(row: AnyRow, vault: Vault) -> Message:
    return Message.from_json(cast(dict[str, object], vault.reveal(OUTBOUND, row.body)))
