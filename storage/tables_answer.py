"""Tables of what goes with answers: their pictures, replies to a joint supervision, words of follow-ups; all sealed."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables import metadata
from storage.types import Serial, UtcDateTime

# Of round 1 are the pictures of the first answer that goes out, whatever was rejected before.
answer_pictures = Table(
    "answer_pictures",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("ticket", Text, ForeignKey("tickets.number"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("mime", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Text, nullable=False),
    Index("ix_answer_pictures_ticket", "ticket", "round"),
    Index("ix_answer_pictures_at", "at"),
)

joint_replies = Table(
    "joint_replies",
    metadata,
    Column("id", Serial, primary_key=True),
    Column("supervision", Serial, ForeignKey("supervisions.id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("words", LargeBinary),
    Column("replied_at", UtcDateTime),
    Column("replied_by", Text, nullable=False),
    UniqueConstraint("supervision", "unit", name="uq_joint_replies_supervision"),
)

# The record of follow-ups is never changed; what a citizen said in one ends with its ticket, so it stands here.
follow_up_words = Table(
    "follow_up_words",
    metadata,
    Column("follow_up", Serial, ForeignKey("follow_ups.id"), primary_key=True, autoincrement=False),
    Column("words", LargeBinary, nullable=False),
)
