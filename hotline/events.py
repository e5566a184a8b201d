"""What happened, in the past tense. The history of a ticket is a list of these, and nothing is ever taken out."""

from dataclasses import dataclass
from datetime import datetime

from hotline.people import Actor
from hotline.workflow import State


@dataclass(frozen=True, slots=True)
class TicketEvent:
    """One line of a ticket's history.

    `move` is a workflow verb or one of the notes beside the states (`NOTES`). `reason` and `note` are free
    words of staff: `reason` may be shown to the citizen, `note` is internal.
    """

    at: datetime
    move: str
    start: State
    end: State
    actor: Actor
    reason: str = ""
    note: str = ""
    unit: str = ""


RECEIVED = "received"
REMINDED = "reminded"
DUE_SOON = "due_soon"
OVERDUE = "overdue"
RATED = "rated"
ADDED_FACTS = "added_facts"
CALENDAR_MISSING = "calendar_missing"
JOINED = "joined"
CALENDAR_ARRIVED = "calendar_arrived"
PARTED = "parted"
SPLIT_FROM = "split_from"
PART_LATE = "part_late"
SUPERVISED = "supervised"
SUPERVISION_ANSWERED = "supervision_answered"
SUPERVISION_ENDED = "supervision_ended"
LONG_CASE = "long_case"
CALLED = "called"

NO_REPLY = "no_reply"
"""The citizen wishes no answer and no call: they are not asked how it went."""
UNREACHED = "unreached"
"""A follow-up call that reached nobody."""
GIVEN_UP = "given_up"
"""Nobody could be reached at all: the follow-up ends without the citizen's word."""
SEALED = "sealed"
"""The citizen asked later that nobody learns who spoke."""
RECUSED = "recused"
"""Somebody, or a unit, with an interest in the matter keeps out of it (回避)."""
RECUSAL_LIFTED = "recusal_lifted"
MEDIATION_PROPOSED = "mediation_proposed"
MEDIATION_CONSENT = "mediation_consent"
MEDIATION_ENDED = "mediation_ended"
ADOPTED = "adopted"
ADOPTION_NOTED = "adoption_noted"

NOTES = frozenset({RECEIVED, REMINDED, DUE_SOON, OVERDUE, RATED, ADDED_FACTS, CALENDAR_MISSING, CALENDAR_ARRIVED,
                   JOINED, PARTED, SPLIT_FROM, PART_LATE, SUPERVISED, SUPERVISION_ANSWERED, SUPERVISION_ENDED,
                   LONG_CASE, CALLED, NO_REPLY, UNREACHED, GIVEN_UP, SEALED, RECUSED, RECUSAL_LIFTED,
                   MEDIATION_PROPOSED, MEDIATION_CONSENT, MEDIATION_ENDED, ADOPTED, ADOPTION_NOTED})  # fmt: skip
"""Entries that do not move the ticket: 催办, deadline marks, ratings, further facts, tickets merged into this one
and parted from it, the ticket that it was split from, a co-unit that is late, 督办 and calls to the
citizen, confidentiality, mediation and help."""

REACHES_CITIZEN = frozenset({"ask_citizen", "answer", "contacted"})
"""With these a unit turns to the citizen: a question, an answer, or a call that it wrote down."""
