"""Tables of supervision, long cases and follow-up, keyed by ticket number; what people wrote is sealed."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables import metadata
from storage.types import Serial, UtcDateTime

APPEND_ONLY = ("follow_ups", "answer_forms", "long_case_entries")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _ticket(*, primary: bool = False) -> Column[str]:
    return Column("ticket", Text, ForeignKey("tickets.number"), primary_key=primary, nullable=False)


supervisions = Table(
    "supervisions",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("step"),
    Column("rank", Integer, nullable=False),
    _text("owner_unit"),
    _text("owner_login"),
    Column("begun_at", UtcDateTime, nullable=False),
    _text("begun_by"),
    Column("due_at", UtcDateTime, nullable=False),
    Column("provisional", Boolean, nullable=False),
    _text("rule"),
    Column("ground", LargeBinary, nullable=False),
    Column("reply", LargeBinary),
    Column("replied_at", UtcDateTime),
    _text("replied_by"),
    Column("ended_at", UtcDateTime),
    _text("ended_by"),
    Column("end_reason", LargeBinary),
    Column("skipped", Boolean, nullable=False),
    UniqueConstraint("ticket", "step", name="uq_supervisions_ticket"),
)
_STANDS = supervisions.c.ended_at.is_(None)
Index("uq_supervisions_open", supervisions.c.ticket, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)

# With which version of a ticket and of the rules it was looked at, and when it has to be looked at again.
supervision_looks = Table(
    "supervision_looks",
    metadata,
    _ticket(primary=True),
    Column("version", Integer, nullable=False),
    _text("rules"),
    Column("again_at", UtcDateTime),
)

long_cases = Table(
    "long_cases",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    Column("plan", LargeBinary, nullable=False),
    Column("leader", LargeBinary, nullable=False),
    Column("until", Date, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    _text("opened_by"),
    Column("closed_at", UtcDateTime),
    _text("closed_by"),
    Column("outcome", LargeBinary),
    Index("ix_long_cases_ticket", "ticket"),
)
_OPEN_CASE = long_cases.c.closed_at.is_(None)
Index("uq_long_cases_open", long_cases.c.ticket, unique=True, sqlite_where=_OPEN_CASE, postgresql_where=_OPEN_CASE)

long_case_entries = Table(
    "long_case_entries",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("long_case", Serial, ForeignKey("long_cases.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _text("by"),
    Column("words", LargeBinary, nullable=False),
    Index("ix_long_case_entries_long_case", "long_case"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    Column("at", UtcDateTime, nullable=False),
    _text("by"),
    _text("how"),
    _text("outcome"),
    _text("kind"),
    Column("reached", Boolean, nullable=False),
    Column("contacted", Boolean),
    Column("true_matter", Boolean),
    Column("solved", Text),
    Column("grade", Text),
    Column("words", LargeBinary),
    Index("ix_follow_ups_ticket", "ticket"),
    Index("ix_follow_ups_at", "at"),
)

call_list = Table(
    "call_list",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("kind"),
    Column("round", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    _text("done_by"),
    UniqueConstraint("ticket", "kind", "round", name="uq_call_list_ticket"),
)
_TO_CALL = call_list.c.done_at.is_(None)
Index("ix_call_list_due_at", call_list.c.due_at, sqlite_where=_TO_CALL, postgresql_where=_TO_CALL)

answer_forms = Table(
    "answer_forms",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    Column("at", UtcDateTime, nullable=False),
    _text("by"),
    _text("unit"),
    _text("truth"),
    Column("contacted", Boolean, nullable=False),
    Column("contacted_at", UtcDateTime),
    _text("solved"),
    Column("unsolved_reason", LargeBinary),
    Index("ix_answer_forms_ticket", "ticket"),
)
