"""The title of a ticket in a list of something else: a return, a call, a step of supervision, a unit's part.

Of a report or a confidential ticket it says nothing of who spoke, whoever reads the list.
"""

from classifiers.reporter import without_reporter
from hotline.matter import MatterType
from storage.statements import AnyRow
from storage.tables import tickets

TITLE = (tickets.c.title_masked, tickets.c.confidential, tickets.c.matter_type)
"""What a statement selects for `listed_title`."""


def is_sealed(row: AnyRow) -> bool:
    return bool(row.confidential or row.matter_type == MatterType.REPORT.value)


def listed_title(row: AnyRow) -> str:
    return listed_words(row, row.title_masked)


def listed_words(row: AnyRow, words: str) -> str:
    """What staff wrote beside the ticket."""
    return without_reporter(words) if is_sealed(row) else words
