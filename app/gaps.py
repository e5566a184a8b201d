"""Gaps of the knowledge base as the console shows them, and drafts out of what units answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

import structlog

from analytics.closeness import ByMeaning, Encode, lexical
from analytics.gaps import Gap, gaps
from analytics.rows import UnansweredQuestion
from app.assembly import House
from classifiers.elements import wants_confidentiality
from hotline.errors import InvalidInputError, NotAllowedError
from hotline.matter import MatterType
from hotline.people import MACHINE
from knowledge.decide import DATA
from knowledge.keeping.draft import draft_from_question
from knowledge.keeping.errors import TitleTakenError
from knowledge.terms import load_terms
from storage.open import Database
from storage.question_rows import AnsweredConsultation

SPAN = timedelta(days=90)
"""What nobody has asked for a quarter of a year is no gap any more."""

_log = structlog.get_logger("gaps")


class GapReader:
    """The gaps of the last weeks. They are grouped anew only when something was asked or settled since, or while the
    meaning of some questions is still to be read."""

    def __init__(self, database: Database, encode: Encode | None = None) -> None:
        terms = load_terms(DATA)
        self._database = database
        self._meaning = ByMeaning(encode, terms) if encode else None
        self._closeness = self._meaning.closeness() if self._meaning else lexical(terms)
        self._lock = Lock()
        self._read: tuple[Sequence[UnansweredQuestion], Sequence[Gap]] = ([], [])

    def __call__(self, now: datetime) -> Sequence[Gap]:
        """Blocking."""
        questions = self._database.views.unanswered(now - SPAN)
        with self._lock:
            if self._read[0] != questions or (self._meaning and not self._meaning.complete):
                self._read = (questions, gaps(questions, self._closeness))
            return self._read[1]


def draft_answers(house: House) -> int:
    """Make a draft out of each consultation that a unit answered and of which nobody said it did not help. Gives
    how many."""
    waiting = house.database.views.answered_consultations()
    return sum(_drafted(house, each) for each in waiting)


def _drafted(house: House, answered: AnsweredConsultation) -> bool:
    """One that must not or cannot be made a draft is set aside, or it would be tried for ever.

    A fault that passes (a database that is away, a conflict) is raised: the next round tries again.
    """
    if _sealed(house, answered.question):
        _set_aside(house, answered)
        return False
    try:
        return bool(_draft(house, answered))
    except (InvalidInputError, NotAllowedError, TitleTakenError) as error:
        _log.warning("no_draft", ticket=answered.ticket, code=error.code)
        _set_aside(house, answered)
        return False


def _sealed(house: House, question: str) -> bool:
    """Who reports somebody, or wants nobody to know, is in no list of entries, however it was registered."""
    return wants_confidentiality(question) or house.mind.understander.understand(question).kind is MatterType.REPORT


def _set_aside(house: House, answered: AnsweredConsultation) -> None:
    with house.database.units_of_work() as uow:
        uow.questions.keep_draft(answered.ticket, "", house.office.clock.now())
        uow.commit()


def _draft(house: House, answered: AnsweredConsultation) -> str:
    unit = house.office.units.find(answered.unit)
    said = (answered.solved.name if answered.solved else "nothing").lower()
    why = house.office.wording.say(f"console.gaps.why_ticket_{said}", number=answered.ticket)
    with house.database.units_of_work() as uow:
        version = draft_from_question(house.keeping, uow, MACHINE, question=answered.question, answer=answered.answer,
                                      owner=unit.type if unit else "", why=why)  # fmt: skip
        if not uow.questions.keep_draft(answered.ticket, version.entry.id, house.office.clock.now()):
            return ""
        uow.commit()
    return version.entry.id
