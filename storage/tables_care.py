"""Tables beside the tickets: claims on how they count, who keeps out, who looked, mediation, and adopted matters.

Words of staff are sealed, as in the history; a look's reason is masked, for it outlives the ticket.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, LargeBinary, Table, Text

from storage.tables import history, metadata
from storage.types import Serial, UtcDateTime


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _ticket() -> Column[str]:
    return Column("ticket", Text, ForeignKey("tickets.number"), nullable=False)


# Closings of a month are found by it; the history itself is ordered by ticket.
Index("ix_history_move", history.c.move, history.c.at)

assessment_claims = Table(
    "assessment_claims",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("kind"),
    _text("subject"),
    Column("words", LargeBinary, nullable=False),
    _text("by_role"),
    _text("by_login"),
    _text("by_name"),
    _text("by_unit"),
    Column("at", UtcDateTime, nullable=False),
    Column("accepted", Boolean),
    _text("decided_login"),
    _text("decided_name"),
    Column("decided_at", UtcDateTime),
    Column("decision", LargeBinary),
    Index("ix_assessment_claims_ticket", "ticket"),
)
_STANDS = assessment_claims.c.accepted.is_not(False)
Index("uq_assessment_claims_standing", assessment_claims.c.ticket, assessment_claims.c.kind,
      assessment_claims.c.subject, unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS)  # fmt: skip
_UNDECIDED = assessment_claims.c.decided_at.is_(None)
Index("ix_assessment_claims_waiting", assessment_claims.c.id, sqlite_where=_UNDECIDED, postgresql_where=_UNDECIDED)

recusals = Table(
    "recusals",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("login"),
    _text("unit"),
    Column("ground", LargeBinary, nullable=False),
    _text("by_role"),
    _text("by_login"),
    _text("by_name"),
    _text("by_unit"),
    Column("at", UtcDateTime, nullable=False),
    Column("lifted_at", UtcDateTime),
    _text("lifted_by"),
)
_HOLDS = recusals.c.lifted_at.is_(None)
Index("uq_recusals_standing", recusals.c.ticket, recusals.c.login, recusals.c.unit, unique=True, sqlite_where=_HOLDS,
      postgresql_where=_HOLDS)  # fmt: skip

looks = Table(
    "looks",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    _ticket(),
    _text("role"),
    _text("login"),
    _text("name"),
    _text("unit"),
    _text("seen"),
    _text("reason"),
    _text("page"),
    Index("ix_looks_ticket", "ticket", "id"),
    Index("ix_looks_login", "login", "id"),
)

mediations = Table(
    "mediations",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("kind"),
    Column("words", LargeBinary, nullable=False),
    _text("by_role"),
    _text("by_login"),
    _text("by_name"),
    _text("by_unit"),
    Column("at", UtcDateTime, nullable=False),
    Column("consent", Boolean),
    _text("consent_role"),
    _text("consent_login"),
    _text("consent_name"),
    Column("consent_at", UtcDateTime),
    _text("outcome"),
    Column("outcome_words", LargeBinary),
    _text("outcome_login"),
    _text("outcome_name"),
    Column("outcome_at", UtcDateTime),
    # Set exactly while something is still to come, so that there is one at a time.
    Column("open", Boolean, nullable=False),
    Index("ix_mediations_ticket", "ticket"),
)
_OPEN = mediations.c.open.is_(True)
Index("uq_mediations_open", mediations.c.ticket, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)

adoptions = Table(
    "adoptions",
    metadata,
    Column("id", Serial, primary_key=True),
    _ticket(),
    _text("by_role"),
    _text("by_login"),
    _text("by_name"),
    _text("by_unit"),
    Column("at", UtcDateTime, nullable=False),
    Column("until", Date, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("ix_adoptions_ticket", "ticket"),
    Index("ix_adoptions_by_login", "by_login"),
)
_HELD = adoptions.c.ended_at.is_(None)
Index("uq_adoptions_held", adoptions.c.ticket, unique=True, sqlite_where=_HELD, postgresql_where=_HELD)

adoption_notes = Table(
    "adoption_notes",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("adoption", Serial, ForeignKey("adoptions.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_adoption_notes_adoption", "adoption"),
)
