"""Rows for analytics: facts without a word of a citizen in them."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select

from analytics.rows import MisrouteCount, MisrouteFigures
from storage.tables import corrections, predictions

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


def misroutes(connection: Connection, since: datetime, until: datetime) -> MisrouteFigures:
    """A ticket that was judged several times counts once for each decision: the machine's word and the last one."""
    terms = {"since": since, "until": until}
    counts = tuple(MisrouteCount(*row) for row in connection.execute(_MISROUTES, terms))
    return MisrouteFigures(counts, connection.execute(_PREDICTED, terms).scalar_one())
