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

NOTES = frozenset({RECEIVED, REMINDED, DUE_SOON, OVERDUE, RATED, ADDED_FACTS, CALENDAR_MISSING, JOINED})
"""Entries that do not move the ticket: 催办, deadline marks, ratings, further facts, tickets merged into this one."""

NO_REPLY = "no_reply"
"""The citizen wishes no answer and no call: they are not asked how it went."""
UNREACHED = "unreached"
"""A follow-up call that reached nobody."""
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
CARE_NOTES = frozenset(
    {NO_REPLY, UNREACHED, SEALED, RECUSED, RECUSAL_LIFTED, MEDIATION_PROPOSED, MEDIATION_CONSENT, MEDIATION_ENDED,
     ADOPTED, ADOPTION_NOTED}
)  # fmt: skip
"""Notes beside the states about follow-up, confidentiality, mediation and help."""
NOTES = NOTES | CARE_NOTES

REACHES_CITIZEN = frozenset({"ask_citizen", "answer", "contacted"})
"""With these a unit turns to the citizen: a question, an answer, or a call that it wrote down."""
