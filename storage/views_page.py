"""One ticket's page, masked: the sealed words are opened and masked on the way out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from casework.views import TicketPage
from classifiers.reporter import without_reporter
from hotline.errors import NotFoundError
from hotline.events import TicketEvent
from storage.ledger import SqlLedger
from storage.statements import AnyRow
from storage.tables import history, inbox, pictures, tickets
from storage.ticket_rows import due_of, event_of, words_of
from storage.vault import Vault, masked_contact
from storage.views_tickets import ticket_row

_GET = select(tickets).where(tickets.c.number == bindparam("wanted"))
_EVENTS = select(history).where(history.c.ticket == bindparam("wanted")).order_by(history.c.position)
_PICTURES = (
    select(pictures.c.inbound)
    .join(inbox, inbox.c.id == pictures.c.inbound)
    .where(inbox.c.ticket == bindparam("wanted"))
    .order_by(pictures.c.inbound)
)


def ticket_page(connection: Connection, vault: Vault, number: str, now: datetime, *,
                knows: bool = False) -> TicketPage:  # fmt: skip
    """Raises NotFoundError."""
    terms = {"wanted": number}
    row = connection.execute(_GET, terms).one_or_none()
    if row is None:
        raise NotFoundError(what="ticket", key=number)
    listed, words = ticket_row(row, now, knows=knows), words_of(row.words, vault)
    hidden = listed.sealed and not knows
    shown: Callable[[str], str] = (lambda text: without_reporter(vault.masked(text))) if hidden else vault.masked
    return TicketPage(
        row=listed,
        text=without_reporter(row.text_masked) if hidden else row.text_masked,
        time=shown(words.time),
        contact="" if listed.sealed or row.anonymous else masked_contact(words.contact),
        others=tuple(row.others),
        ground_rule=row.ground_rule,
        ground_text=vault.masked(words.ground),
        auto=row.auto,
        due=due_of(row),
        public_answer=shown(words.public_answer),
        internal_note=shown(words.internal_note),
        solved=row.solved or "",
        grade=row.grade or "",
        counts=_counts(row),
        history=_history(connection.execute(_EVENTS, terms).all(), vault, shown),
        predictions=SqlLedger(connection, vault).of_ticket(number),
        pictures=tuple(connection.execute(_PICTURES, terms).scalars()),
        version=row.version,
        withheld=listed.sealed and bool(words.contact.name or words.contact.phone),
    )


def _counts(row: AnyRow) -> dict[str, int]:
    return {name: getattr(row, name) for name in ("dispatches", "returns", "redos", "reminders")}


def _history(rows: Sequence[AnyRow], vault: Vault, shown: Callable[[str], str]) -> tuple[TicketEvent, ...]:
    events = (event_of(row, vault) for row in rows)
    return tuple(replace(each, reason=shown(each.reason), note=shown(each.note)) for each in events)
