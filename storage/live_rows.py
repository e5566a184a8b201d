"""The machine's decisions on tickets with what became of them: facts without a word of a citizen in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, select

from analytics.live import DECISIONS, UNIT
from analytics.rows import LiveDecision
from hotline.workflow import FINAL, State
from storage.statements import AnyRow
from storage.tables import corrections, predictions, tickets

_IN_QUESTION = frozenset({State.RETURN_REQUESTED, State.CONSULTATION})
"""A unit has asked to give the ticket back, or several talk about whose it is: silence is no agreement there."""
_IN_PERIOD = and_(
    predictions.c.ticket.is_not(None), predictions.c.at >= bindparam("since"), predictions.c.at < bindparam("until")
)
_DECIDED = (
    select(predictions.c.ticket, predictions.c.decisions, predictions.c.at, tickets.c.state, tickets.c.signed_at,
           tickets.c.return_by)
    .join(tickets, tickets.c.number == predictions.c.ticket)
    .where(_IN_PERIOD)
    .order_by(predictions.c.id)
)  # fmt: skip
_AT_ONCE = predictions.c.decisions[(UNIT, 2)].as_boolean()
_SAID = (
    select(corrections.c.ticket, corrections.c.decision, corrections.c.was, corrections.c.became)
    .where(corrections.c.ticket.in_(select(predictions.c.ticket).where(_IN_PERIOD)))
    .order_by(corrections.c.id)
)


@dataclass(slots=True)
class _Word:
    """What people said of one decision: the last word, and whether any was against the machine."""

    became: str
    changed: bool


def live_decisions(connection: Connection, since: datetime, until: datetime, now: datetime) -> list[LiveDecision]:
    """Decisions of [since, until), each with everything that was said of it up to now."""
    return _read(connection, _DECIDED, DECISIONS, {"since": since, "until": until}, now)


def units_at_once(connection: Connection, since: datetime, now: datetime) -> list[LiveDecision]:
    """The units of the tickets that went out without a person since a moment: what is promised of, and nothing else,
    for this is read every hour."""
    return _read(connection, _DECIDED.where(_AT_ONCE), (UNIT,), {"since": since, "until": now}, now)


def _read(connection: Connection, chosen: Select[Any], wanted: Sequence[str], terms: Mapping[str, object],
          now: datetime) -> list[LiveDecision]:  # fmt: skip
    words: dict[tuple[str, str], _Word] = {}
    for ticket, decision, was, became in connection.execute(_SAID, terms):
        before = words.get((ticket, decision))
        words[ticket, decision] = _Word(became, became != was or (before is not None and before.changed))
    latest = {row.ticket: row for row in connection.execute(chosen, terms)}
    return [each for row in latest.values() for each in _of_ticket(row, words, wanted, now)]


def _of_ticket(row: AnyRow, words: Mapping[tuple[str, str], _Word], wanted: Sequence[str],
               now: datetime) -> Iterator[LiveDecision]:  # fmt: skip
    ticket, decisions, at, state, signed_at, return_by = row
    made: Mapping[str, Any] = decisions
    unit, at_once = made[UNIT][0] if UNIT in made else "", UNIT in made and bool(made[UNIT][2])
    over = (return_by is None or return_by <= now) and State(state) not in _IN_QUESTION
    handled = signed_at is not None or State(state) not in FINAL
    for decision in wanted:
        if decision in made:
            word = words.get((ticket, decision))
            yield LiveDecision(
                decision=decision,
                label=made[decision][0],
                unit=unit,
                at=at,
                at_once=at_once,
                over=over,
                handled=handled,
                became=word.became if word else None,
                ever_changed=word is not None and word.changed,
            )
