"""Questions for analytics and for the base: those without an answer, the counts, and what units answered; masked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from analytics.rows import QuestionCount, UnansweredQuestion
from casework.ports import SaidOfAnswer
from hotline.matter import MatterType, Solved
from hotline.workflow import State
from storage.statements import AnyRow
from storage.tables import answer_drafts, questions, tickets
from storage.ticket_rows import words_of
from storage.vault import Vault

HANDOVER = "handover"

_NOT_HELPED = questions.c.said.in_((SaidOfAnswer.UNSOLVED.value, SaidOfAnswer.PERSON.value))
_NO_ANSWER = and_(
    questions.c.decision == HANDOVER, questions.c.entry == "", questions.c.said != SaidOfAnswer.SOLVED.value
)
_UNANSWERED = (
    select(
        questions.c.id, questions.c.person, questions.c.text_masked, questions.c.at, questions.c.decision,
        questions.c.entry, questions.c.near, questions.c.unit, questions.c.said, questions.c.ticket,
        questions.c.settled, questions.c.settled_by, questions.c.reason,
    )
    .where(questions.c.at >= bindparam("since"), or_(_NOT_HELPED, _NO_ANSWER))
    .order_by(questions.c.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip
_GIVEN = (questions.c.entry != "").label("given")
_COUNTS = (
    select(questions.c.decision, _GIVEN, questions.c.said, func.count())
    .where(questions.c.at >= bindparam("since"), questions.c.at < bindparam("until"))
    .group_by(questions.c.decision, _GIVEN, questions.c.said)
    .order_by(questions.c.decision, _GIVEN, questions.c.said)
)
_HELPED = and_(tickets.c.state.in_((State.FOLLOW_UP.value, State.CLOSED.value)), tickets.c.solved == Solved.YES.value)
_UNDISPUTED = and_(
    tickets.c.state == State.CLOSED.value, or_(tickets.c.solved.is_(None), tickets.c.solved == Solved.PARTLY.value)
)
"""Most never say whether it helped: what was let out and closed without a no is a draft too, and says so."""
_CONSULTATIONS = (
    select(
        tickets.c.number,
        tickets.c.text_masked,
        tickets.c.words,
        tickets.c.lead,
        tickets.c.received_at,
        tickets.c.solved,
    )
    .outerjoin(answer_drafts, answer_drafts.c.ticket == tickets.c.number)
    .where(
        tickets.c.matter_type == MatterType.CONSULTATION.value,
        or_(_HELPED, _UNDISPUTED),
        ~tickets.c.confidential,
        answer_drafts.c.ticket.is_(None),
    )
    .order_by(tickets.c.number)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class AnsweredConsultation:
    """What a citizen asked and a unit answered, masked; `unit` is the code of the unit that led, `solved` what the
    citizen said of it, None for nothing."""

    ticket: str
    question: str
    answer: str
    unit: str
    received_at: datetime
    solved: Solved | None

    def __repr__(self) -> str:
        return f"AnsweredConsultation({self.ticket})"


def unanswered(connection: Connection, since: datetime, limit: int) -> list[UnansweredQuestion]:
    rows = connection.execute(_UNANSWERED, {"since": since, "most": limit}).all()
    return [_question(row) for row in reversed(rows)]


def counts(connection: Connection, since: datetime, until: datetime) -> list[QuestionCount]:
    rows = connection.execute(_COUNTS, {"since": since, "until": until})
    return [QuestionCount(decision, bool(given), said, count) for decision, given, said, count in rows]


def answered_consultations(connection: Connection, vault: Vault, limit: int) -> list[AnsweredConsultation]:
    """Only what was let out, and helped or was closed without a no: a word before that is no answer of the house."""
    return [
        AnsweredConsultation(
            ticket=row.number,
            question=row.text_masked,
            answer=vault.masked(words_of(row.words, vault).public_answer),
            unit=row.lead,
            received_at=row.received_at,
            solved=Solved(row.solved) if row.solved else None,
        )
        for row in connection.execute(_CONSULTATIONS, {"most": limit})
    ]


def _question(row: AnyRow) -> UnansweredQuestion:
    return UnansweredQuestion(
        id=row.id,
        person=row.person,
        text=row.text_masked,
        at=row.at,
        decision=row.decision,
        entry=row.entry,
        near=tuple((entry, score) for entry, score in row.near),
        unit=row.unit,
        said=row.said,
        ticket=row.ticket or "",
        settled=row.settled,
        settled_by=row.settled_by,
        reason=row.reason,
    )
