"""Every table of the house, for those who make or compare the whole: whoever imports `metadata` from here sees all."""

from storage import tables_care, tables_open
from storage.tables import metadata

__all__ = ["metadata", "tables_care", "tables_open"]
