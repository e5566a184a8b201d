"""Rows for analytics: facts without a word of a citizen in them."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from analytics.rows import ClosedTicket, MisrouteCount, MisrouteFigures
from hotline.matter import Grade, Solved
from hotline.taxonomy import Category
from storage.tables import corrections, predictions, tickets

_IN_PERIOD = and_(corrections.c.at >= bindparam("since"), corrections.c.at < bindparam("until"))
_ENDS = (
    select(func.min(corrections.c.id).label("first"), func.max(corrections.c.id).label("last"))
    .where(_IN_PERIOD)
    .group_by(corrections.c.ticket, corrections.c.decision)
    .subquery()
)
_first, _last = corrections.alias("first_judgement"), corrections.alias("last_judgement")
_MISROUTES = (
    select(_first.c.decision, _first.c.was, _last.c.became, func.count())
    .select_from(_ENDS)
    .join(_first, _first.c.id == _ENDS.c.first)
    .join(_last, _last.c.id == _ENDS.c.last)
    .group_by(_first.c.decision, _first.c.was, _last.c.became)
    .order_by(_first.c.decision, func.count().desc(), _first.c.was, _last.c.became)
)
_PREDICTED = (
    select(func.count())
    .select_from(predictions)
    .where(predictions.c.at >= bindparam("since"), predictions.c.at < bindparam("until"))
)
_CLOSED = (
    select(
        tickets.c.number, tickets.c.lead, tickets.c.l1, tickets.c.l2, tickets.c.l3, tickets.c.solved, tickets.c.grade,
        tickets.c.answer_by, tickets.c.closed_at, tickets.c.contacted, tickets.c.anonymous,
    )
    .where(tickets.c.closed_at >= bindparam("since"), tickets.c.closed_at < bindparam("until"))
    .order_by(tickets.c.closed_at, tickets.c.number)
)  # fmt: skip


def misroutes(connection: Connection, since: datetime, until: datetime) -> MisrouteFigures:
    """A ticket that was judged several times counts once for each decision: the machine's word and the last one."""
    terms = {"since": since, "until": until}
    counts = tuple(MisrouteCount(*row) for row in connection.execute(_MISROUTES, terms))
    return MisrouteFigures(counts, connection.execute(_PREDICTED, terms).scalar_one())


def closed_tickets(connection: Connection, since: datetime, until: datetime) -> list[ClosedTicket]:
    return [
        ClosedTicket(
            number=row.number,
            lead=row.lead,
            category=Category(row.l1, row.l2, row.l3),
            solved=row.solved and Solved(row.solved),
            grade=row.grade and Grade(row.grade),
            answer_by=row.answer_by,
            closed_at=row.closed_at,
            contacted=row.contacted,
            anonymous=row.anonymous,
        )
        for row in connection.execute(_CLOSED, {"since": since, "until": until})
    ]
