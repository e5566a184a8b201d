"""The tables. Words of citizens and staff are sealed bytes; what stands in clear is masked, coded or counted."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from storage.types import Serial, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


people = Table(
    "people",
    metadata,
    Column("id", Serial, primary_key=True),
    _text("channel"),
    Column("address", LargeBinary, nullable=False),
    Column("address_hash", LargeBinary, nullable=False, unique=True),
    Column("contact", LargeBinary),
    Column("at", UtcDateTime, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", Text, primary_key=True),
    Column("person", Serial, ForeignKey("people.id"), nullable=False),
    _text("channel"),
    Column("received_at", UtcDateTime, nullable=False),
    _text("state"),
    _text("matter_type"),
    _text("l1"),
    _text("l2"),
    _text("l3"),
    _text("urgency"),
    Column("anonymous", Boolean, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("words", LargeBinary, nullable=False),
    _text("title_masked"),
    _text("text_masked"),
    _text("place_masked"),
    _text("street"),
    _text("district"),
    _text("community"),
    _text("lead"),
    Column("others", JSON, nullable=False),
    _text("ground_rule"),
    Column("confidence", Float, nullable=False),
    Column("auto", Boolean, nullable=False),
    Column("due_rule", Text),
    Column("due_ground", Text),
    Column("due_limits", JSON),
    Column("due_always", Boolean),
    Column("due_provisional", Boolean),
    Column("sign_by", UtcDateTime),
    Column("contact_by", UtcDateTime),
    Column("answer_by", UtcDateTime),
    Column("return_by", UtcDateTime),
    Column("paused_at", UtcDateTime),
    Column("dispatched_at", UtcDateTime),
    Column("signed_at", UtcDateTime),
    _text("resume"),
    _count("dispatches"),
    _count("returns"),
    _count("redos"),
    _count("reminders"),
    Column("solved", Text),
    Column("grade", Text),
    Column("first_solved", Text),
    Column("first_grade", Text),
    _count("version"),
    # Read out of the ticket whenever it is stored (derived.py), so that lists and the deadline watch need no history.
    Column("clock_by", UtcDateTime),
    Column("watch_at", UtcDateTime),
    Column("soon_marked", Boolean, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("contacted", Boolean, nullable=False),
    Index("ix_tickets_person", "person", "received_at"),
    Index("ix_tickets_received_at", "received_at"),
    Index("ix_tickets_state", "state", "received_at"),
    Index("ix_tickets_clock_by", "clock_by"),
    Index("ix_tickets_watch_at", "watch_at"),
    Index("ix_tickets_closed_at", "closed_at"),
)

ticket_units = Table(
    "ticket_units",
    metadata,
    Column("unit", Text, primary_key=True),
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    Index("ix_ticket_units_ticket", "ticket"),
)

history = Table(
    "history",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    _text("move"),
    _text("start_state"),
    _text("end_state"),
    _text("actor_role"),
    _text("actor_id"),
    _text("actor_unit"),
    _text("actor_name"),
    _text("unit"),
    Column("words", LargeBinary),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Serial, primary_key=True),
    _text("channel"),
    Column("message_hash", LargeBinary, nullable=False),
    Column("person", Serial, ForeignKey("people.id"), nullable=False),
    _text("kind"),
    Column("body", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("ticket", Text, ForeignKey("tickets.number")),
    UniqueConstraint("message_hash"),
    Index("ix_inbox_person", "person", "id"),
    Index("ix_inbox_ticket", "ticket"),
)

pictures = Table(
    "pictures",
    metadata,
    Column("inbound", Serial, ForeignKey("inbox.id"), primary_key=True, autoincrement=False),
    _text("mime"),
    Column("content", LargeBinary, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("person", Serial, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    _count("version"),
    Column("state", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # The moment of the last word of a conversation that waits for the citizen with a matter half told.
    Column("waiting_since", UtcDateTime),
    Index("ix_sessions_waiting_since", "waiting_since"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("person", Serial, ForeignKey("people.id"), nullable=False),
    _text("channel"),
    _text("state"),
    Column("body", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # When it may be tried (next), set exactly while it still has to be pushed: nothing else needs an index on state.
    Column("due_at", UtcDateTime),
    _count("attempts"),
    Column("worker", Text),
    Column("error", Text),
    Column("done_at", UtcDateTime),
    _text("ticket"),
    Column("reply_to", Serial, ForeignKey("inbox.id")),
    Index("ix_outbox_person", "person", "id"),
    Index("ix_outbox_reply_to", "reply_to"),
    sqlite_autoincrement=True,
)
_WAITING = outbox.c.due_at.is_not(None)
Index("ix_outbox_due_at", outbox.c.due_at, sqlite_where=_WAITING, postgresql_where=_WAITING)
Index("ix_outbox_waiting", outbox.c.person, outbox.c.id, sqlite_where=_WAITING, postgresql_where=_WAITING)
_DEAD = outbox.c.state == "dead"
Index("ix_outbox_dead", outbox.c.id, sqlite_where=_DEAD, postgresql_where=_DEAD)

predictions = Table(
    "predictions",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("inbound", Serial, ForeignKey("inbox.id"), nullable=False),
    _text("model"),
    Column("decisions", JSON, nullable=False),
    Column("evidence", LargeBinary),
    Column("at", UtcDateTime, nullable=False),
    Column("ticket", Text),
    Index("ix_predictions_inbound", "inbound"),
    Index("ix_predictions_ticket", "ticket"),
)
# What led to no ticket is judged by nobody: the live figures never look for it.
_LED_TO_A_TICKET = predictions.c.ticket.is_not(None)
Index("ix_predictions_at", predictions.c.at, sqlite_where=_LED_TO_A_TICKET, postgresql_where=_LED_TO_A_TICKET)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("ticket", Text, ForeignKey("tickets.number"), nullable=False),
    _text("decision"),
    _text("was"),
    _text("became"),
    _text("actor_role"),
    _text("actor_id"),
    Column("at", UtcDateTime, nullable=False),
    _text("source"),
    Index("ix_corrections_at", "at"),
    Index("ix_corrections_ticket", "ticket", "decision", "id"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("inbound", Serial, ForeignKey("inbox.id"), nullable=False),
    Column("person", Serial, ForeignKey("people.id"), nullable=False),
    _text("text_masked"),
    _text("decision"),
    _text("entry"),
    Column("score", Float, nullable=False),
    Column("near", JSON, nullable=False),
    _text("unit"),
    Column("at", UtcDateTime, nullable=False),
    _text("said"),
    Column("said_at", UtcDateTime),
    Column("ticket", Text, ForeignKey("tickets.number")),
    # What staff made of it: a gap that is none, or one for which an entry is being written.
    _text("settled"),
    _text("settled_by"),
    _text("reason"),
    Column("settled_at", UtcDateTime),
    Index("ix_questions_at", "at"),
    Index("ix_questions_ticket", "ticket"),
)

answer_drafts = Table(
    "answer_drafts",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    _text("entry"),
    Column("at", UtcDateTime, nullable=False),
)

settled_corrections = Table(
    "settled_corrections",
    metadata,
    Column("correction", Serial, ForeignKey("corrections.id"), primary_key=True, autoincrement=False),
    Column("accepted", Boolean, nullable=False),
    _text("actor_role"),
    _text("actor_id"),
    Column("at", UtcDateTime, nullable=False),
)

halts = Table(
    "halts",
    metadata,
    Column("id", Serial, primary_key=True),
    _text("decision"),
    _text("week"),
    Column("at", UtcDateTime, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    _count("judged"),
    _count("wrong"),
    Column("promised", Float, nullable=False),
    Column("lifted_at", UtcDateTime),
    _text("lifted_by"),
)
_STANDING = halts.c.lifted_at.is_(None)
Index("uq_halts_standing", halts.c.decision, unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING)

ticket_links = Table(
    "ticket_links",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    Column("other", Text, ForeignKey("tickets.number"), primary_key=True),
    _text("kind"),
    Column("score", Float, nullable=False),
    # Made from masked words only.
    _text("why"),
    Column("at", UtcDateTime, nullable=False),
    _text("refused_by"),
    Column("refused_at", UtcDateTime),
    Index("ix_ticket_links_other", "other"),
)

repeat_looks = Table(
    "repeat_looks",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.number"), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    # A keyed hash of the number that was left, so that one citizen is found again over any channel; none where the
    # identity is sealed or was not given.
    Column("contact_hash", LargeBinary),
    Index("ix_repeat_looks_contact_hash", "contact_hash"),
)

attention = Table(
    "attention",
    metadata,
    Column("id", Serial, primary_key=True),
    _text("kind"),
    Column("person", Serial, nullable=False),
    _text("summary"),
    Column("at", UtcDateTime, nullable=False),
    _text("ticket"),
    _text("taken_by"),
    Column("done_at", UtcDateTime),
)
_OPEN = attention.c.done_at.is_(None)
Index("ix_attention_open", attention.c.id, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("uq_attention_open", attention.c.person, attention.c.kind, attention.c.ticket, unique=True, sqlite_where=_OPEN,
      postgresql_where=_OPEN)  # fmt: skip

audit = Table(
    "audit",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    _text("actor_role"),
    _text("actor_id"),
    _text("actor_unit"),
    _text("action"),
    _text("target"),
    _text("reason"),
    Index("ix_audit_target", "target"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    _text("name"),
    _text("role"),
    _text("unit"),
    _text("password_hash"),
    Column("disabled", Boolean, nullable=False),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Serial, ForeignKey("accounts.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime, nullable=False),
    Index("ix_staff_sessions_account", "account"),
)

# What a list shows of an entry is read out of its versions whenever one is stored or moved (entries.py).
entries = Table(
    "entries",
    metadata,
    Column("id", Text, primary_key=True),
    _text("title"),
    _text("owner"),
    _text("kind"),
    _text("state"),
    _text("author"),
    _text("source"),
    Column("effective", Date),
    Column("expires", Date),
    Column("review", Date),
    _count("present"),
    Column("published", Integer),
    Column("edited", Boolean, nullable=False),
    # The revision of the knowledge base with which this entry's answer changed last.
    _count("revision"),
    _text("words"),
    Index("ix_entries_revision", "revision"),
    Index("ix_entries_owner", "owner", "title"),
)

entry_versions = Table(
    "entry_versions",
    metadata,
    Column("entry", Text, ForeignKey("entries.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("state"),
    _text("title"),
    Column("payload", JSON, nullable=False),
    _text("author"),
    Column("at", UtcDateTime, nullable=False),
    _text("why"),
    _text("moved_by"),
    Column("moved_at", UtcDateTime),
    _text("note"),
)
_STANDS = entry_versions.c.state != "retired"
Index("ix_entry_versions_title", entry_versions.c.title, sqlite_where=_STANDS, postgresql_where=_STANDS)
_ANSWERED = entry_versions.c.state == "published"
Index("uq_entry_versions_published", entry_versions.c.entry, unique=True, sqlite_where=_ANSWERED,
      postgresql_where=_ANSWERED)  # fmt: skip

# One row.
knowledge_state = Table(
    "knowledge_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _count("revision"),
    _text("shipped"),
)

repealed_sources = Table(
    "repealed_sources",
    metadata,
    Column("title", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    _text("by"),
    _text("note"),
)
