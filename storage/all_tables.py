"""Every table of the house, for those who make or compare the whole: whoever imports `metadata` from here sees all."""

from storage import (
    tables_answer,
    tables_care,
    tables_catalogue,
    tables_life,
    tables_open,
    tables_rights,
    tables_supervision,
    tables_timekeeping,
)
from storage.tables import metadata

__all__ = [
    "metadata",
    "tables_answer",
    "tables_care",
    "tables_catalogue",
    "tables_life",
    "tables_open",
    "tables_rights",
    "tables_supervision",
    "tables_timekeeping",
]
