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

SEALED = "sealed"
"""The citizen asked later that nobody learns who spoke."""
