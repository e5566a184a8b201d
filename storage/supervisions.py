"""Steps of supervision. Two unique keys keep what casework promises: one open for each ticket, each taken once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, union, update

from casework.ports_supervision import Supervised, Supervision
from casework.supervision_steps import Step
from hotline.errors import ConflictError
from hotline.people import Actor
from hotline.workflow import FINAL, State
from storage.statements import AnyRow
from storage.tables import tickets
from storage.tables_supervision import supervision_looks, supervisions
from storage.titles import TITLE, listed_title, listed_words
from storage.vault import Vault

_FIELD = "supervisions.words"
_SOON = timedelta(hours=24)
"""A limit is marked as near no earlier than so long before it ends (`casework.watch_deadlines.HORIZON`)."""
_OVER = [state.value for state in FINAL]
_LIVE = [state.value for state in State if state not in FINAL]
_OPEN = supervisions.c.ended_at.is_(None)
_ADD = insert(supervisions)
_OF_TICKET = select(supervisions).where(supervisions.c.ticket == bindparam("wanted")).order_by(supervisions.c.id)
_STANDING = (
    select(supervisions, *TITLE, tickets.c.state, tickets.c.lead)
    .join(tickets, tickets.c.number == supervisions.c.ticket)
    .where(_OPEN)
    .order_by(supervisions.c.rank.desc(), supervisions.c.due_at, supervisions.c.id)
    .limit(bindparam("most"))
)
COUNT_STANDING = select(func.count()).select_from(supervisions).where(_OPEN)
_CHANGED = (
    select(tickets.c.number)
    .outerjoin(supervision_looks, supervision_looks.c.ticket == tickets.c.number)
    .where(
        tickets.c.state.in_(_LIVE),
        # Of what no rule can speak yet nothing more is read: that is most of the open tickets.
        or_(
            tickets.c.clock_by <= bindparam("soon"),
            and_(tickets.c.state == State.DISPATCHED.value, tickets.c.sign_by <= bindparam("now")),
            tickets.c.redos > 0,
            tickets.c.returns > 0,
            tickets.c.number.in_(select(supervisions.c.ticket).where(_OPEN)),
        ),
        or_(
            supervision_looks.c.ticket.is_(None),
            supervision_looks.c.version != tickets.c.version,
            supervision_looks.c.rules != bindparam("rules"),
            supervision_looks.c.again_at <= bindparam("now"),
        ),
    )
)
_FINISHED = (
    select(supervisions.c.ticket)
    .join(tickets, tickets.c.number == supervisions.c.ticket)
    .where(and_(_OPEN, tickets.c.state.in_(_OVER)))
)
_UNLOOKED = union(_CHANGED, _FINISHED).limit(bindparam("most"))
_LOOKED = insert(supervision_looks)
_LOOKED_AGAIN = update(supervision_looks).where(supervision_looks.c.ticket == bindparam("wanted"))
_ONE = update(supervisions).where(supervisions.c.id == bindparam("which"), _OPEN)
_UNANSWERED = _ONE.where(supervisions.c.replied_at.is_(None))
COLOUR = (
    select(supervisions.c.step)
    .where(supervisions.c.ticket == tickets.c.number, _OPEN)
    .correlate(tickets)
    .scalar_subquery()
    .label("supervised")
)
"""The open step of a ticket in a list of tickets."""


class SqlSupervisions:
    """Fulfils `casework.ports_supervision.Supervisions`."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, step: Supervision) -> None:
        values = {
            "ticket": step.ticket,
            "step": step.step.value,
            "rank": step.step.rank,
            "owner_unit": step.owner_unit,
            "owner_login": step.owner_login,
            "begun_at": step.begun_at,
            "begun_by": step.begun_by,
            "due_at": step.due_at,
            "provisional": step.provisional,
            "rule": step.rule,
            "ground": self._hidden(step.ground),
            "replied_by": "",
            "ended_at": step.ended_at,
            "ended_by": step.ended_by,
            "end_reason": self._hidden(step.end_reason),
            "skipped": step.skipped,
        }
        self._connection.execute(_ADD, values)

    def of_ticket(self, number: str) -> list[Supervision]:
        return [self._step(row) for row in self._connection.execute(_OF_TICKET, {"wanted": number})]

    def reply(self, step: int, words: str, actor: Actor, at: datetime) -> None:
        self._change(_UNANSWERED, step, reply=self._hidden(words), replied_at=at, replied_by=actor.id)

    def end(self, step: int, reason: str, actor: Actor, at: datetime) -> None:
        self._change(_ONE, step, ended_at=at, ended_by=actor.id, end_reason=self._hidden(reason))

    def assign(self, step: int, *, unit: str, login: str, due_at: datetime | None = None) -> None:
        values: dict[str, Any] = {"owner_unit": unit, "owner_login": login}
        if due_at is not None:
            values |= {"due_at": due_at, "reply": None, "replied_at": None, "replied_by": ""}
        self._change(_ONE, step, **values)

    def standing(self, limit: int = 300) -> list[Supervised]:
        rows = self._connection.execute(_STANDING, {"most": limit})
        return [Supervised(self._listed(row), listed_title(row), State(row.state), row.lead) for row in rows]

    def unlooked(self, now: datetime, rules: str, limit: int) -> list[str]:
        terms = {"now": now, "soon": now + _SOON, "rules": rules, "most": limit}
        return list(self._connection.execute(_UNLOOKED, terms).scalars())

    def looked(self, number: str, version: int, rules: str, again_at: datetime | None) -> None:
        values: dict[str, object] = {"version": version, "rules": rules, "again_at": again_at}
        if self._connection.execute(_LOOKED_AGAIN.values(values), {"wanted": number}).rowcount == 0:
            self._connection.execute(_LOOKED, {"ticket": number, **values})

    def _change(self, which: Any, step: int, **values: object) -> None:  # noqa: ANN401 - an update statement
        if self._connection.execute(which.values(values), {"which": step}).rowcount == 0:
            raise ConflictError(what="supervision", key=step)

    def _hidden(self, words: str) -> bytes | None:
        return self._vault.hide(_FIELD, words) if words else None

    def _words(self, sealed: bytes | None) -> str:
        return self._vault.masked(cast(str, self._vault.reveal(_FIELD, sealed))) if sealed else ""

    def _listed(self, row: AnyRow) -> Supervision:
        step = self._step(row)
        return replace(step, ground=listed_words(row, step.ground), reply=listed_words(row, step.reply))

    def _step(self, row: AnyRow) -> Supervision:
        return Supervision(
            id=row.id,
            ticket=row.ticket,
            step=Step(row.step),
            owner_unit=row.owner_unit,
            owner_login=row.owner_login,
            begun_at=row.begun_at,
            begun_by=row.begun_by,
            due_at=row.due_at,
            provisional=row.provisional,
            rule=row.rule,
            ground=self._words(row.ground),
            reply=self._words(row.reply),
            replied_at=row.replied_at,
            replied_by=row.replied_by,
            ended_at=row.ended_at,
            ended_by=row.ended_by,
            end_reason=self._words(row.end_reason),
            skipped=row.skipped,
        )
