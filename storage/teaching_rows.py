"""Corrections on their way to becoming training rows: first looked at by a second person, then given out masked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, or_, select

from casework.views import CorrectionRow
from hotline.matter import MatterType
from hotline.people import Role
from storage.tables import corrections, settled_corrections, tickets

TAUGHT = ("category", "matter_type", "unit")
"""The decisions of which `jiesu train` learns."""
TRUSTED = (Role.SUPERVISOR.value, Role.ADMINISTRATOR.value)
"""Whose own corrections need no second look: theirs is the second look."""

_SEALED = or_(tickets.c.confidential, tickets.c.matter_type == MatterType.REPORT.value)
"""`sealed_identity` of an appeal: who reports somebody is protected even where the words are masked."""
_later = corrections.alias("later_correction")
_OUTDATED = exists().where(
    _later.c.ticket == corrections.c.ticket,
    _later.c.decision == corrections.c.decision,
    _later.c.id > corrections.c.id,
)
_LAST_WORD = and_(corrections.c.decision.in_(TAUGHT), corrections.c.became != "", ~_OUTDATED)
_WITH_TICKET = corrections.join(tickets, tickets.c.number == corrections.c.ticket).outerjoin(
    settled_corrections, settled_corrections.c.correction == corrections.c.id
)
_UNSETTLED = (
    select(
        corrections.c.id, corrections.c.ticket, tickets.c.title_masked, tickets.c.text_masked, corrections.c.decision,
        corrections.c.was, corrections.c.became, corrections.c.actor_id, corrections.c.at, corrections.c.source,
    )
    .select_from(_WITH_TICKET)
    .where(
        _LAST_WORD,
        settled_corrections.c.correction.is_(None),
        corrections.c.actor_role.not_in(TRUSTED),
        ~_SEALED,
    )
    .order_by(corrections.c.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip
_TRUSTED = or_(
    settled_corrections.c.accepted,
    and_(settled_corrections.c.correction.is_(None), corrections.c.actor_role.in_(TRUSTED)),
)
_LESSONS = (
    select(
        corrections.c.ticket, tickets.c.title_masked, tickets.c.text_masked, corrections.c.decision,
        corrections.c.became,
    )
    .select_from(_WITH_TICKET)
    .where(_LAST_WORD, _TRUSTED, ~_SEALED, tickets.c.text_masked != "")
    .order_by(corrections.c.ticket, corrections.c.id)
)  # fmt: skip


@dataclass(slots=True)
class Lesson:
    """One ticket to learn from: its masked words, and the labels that stood a second look, by decision."""

    ticket: str
    title: str
    text: str
    labels: dict[str, str] = field(default_factory=dict)

    def row(self) -> Mapping[str, str]:
        """The cells of a table for `jiesu train`."""
        return {"text": self.text, "title": self.title, **{name: self.labels.get(name, "") for name in TAUGHT}}


def unsettled(connection: Connection, limit: int, *, changed: bool) -> list[CorrectionRow]:
    """Last words of operators that nobody has settled. Reports and confidential matters teach nothing."""
    return [CorrectionRow(*row) for row in connection.execute(_narrow(_UNSETTLED, changed=changed), {"most": limit})]


def _narrow(chosen: Select[Any], *, changed: bool) -> Select[Any]:
    differs: ColumnElement[bool] = corrections.c.was != corrections.c.became
    return chosen.where(differs if changed else ~differs)


def lessons(connection: Connection) -> list[Lesson]:
    """Every ticket with at least one label that may teach."""
    found: dict[str, Lesson] = {}
    for ticket, title, text, decision, became in connection.execute(_LESSONS):
        found.setdefault(ticket, Lesson(ticket, title, text)).labels[decision] = became
    return list(found.values())
