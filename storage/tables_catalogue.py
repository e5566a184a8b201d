"""The table of published catalogues. What stands in it is public: rules hold no citizen's words."""

from sqlalchemy import Column, Date, Table, Text

from storage.tables import metadata
from storage.types import Serial, UtcDateTime

catalogue_versions = Table(
    "catalogue_versions",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("content", Text, nullable=False),
)
