"""The title of a ticket in a list of something else: a return, a call, a step of supervision, a unit's part.

Of a report or a confidential ticket it says nothing of who spoke, whoever reads the list.
"""

from dataclasses import replace
from typing import TypeVar

from casework.ports_supervision import LongCase, Supervision
from classifiers.reporter import without_reporter
from hotline.matter import MatterType
from storage.statements import AnyRow
from storage.tables import tickets

TITLE = (tickets.c.title_masked, tickets.c.confidential, tickets.c.matter_type)
"""What a statement selects for `listed_title`."""
Written = TypeVar("Written", Supervision, LongCase)


def is_sealed(row: AnyRow) -> bool:
    return bool(row.confidential or row.matter_type == MatterType.REPORT.value)


def listed_title(row: AnyRow) -> str:
    title = str(row.title_masked)
    return without_reporter(title) if is_sealed(row) else title


def listed(row: AnyRow, written: Written, *fields: str) -> Written:
    """What staff wrote beside the ticket, with nothing in these fields of who spoke where that is sealed."""
    if not is_sealed(row):
        return written
    return replace(written, **{name: without_reporter(getattr(written, name)) for name in fields})
