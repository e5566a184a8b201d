"""The tickets that are still on their way, in the order in which the desk takes them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ENDED = ("已办结", "已转紧急", "不予受理", "已并单", "直接答复", "已撤销", "终止办理")


def upgrade() -> None:
    op.create_table(
        "open_tickets",
        sa.Column("ticket", sa.Text, sa.ForeignKey("tickets.number", name="fk_open_tickets_ticket"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("calm", sa.Boolean, nullable=False),
        sa.Column("patience", sa.Integer, nullable=False),
        sa.Column("queue_by", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("ticket", name="pk_open_tickets"),
    )
    op.create_index("ix_open_tickets_state", "open_tickets", ["state", "calm", "patience", "queue_by"])
    op.execute(_TAKEN_OVER.bindparams(ended=ENDED))


_TAKEN_OVER = sa.text(
    "INSERT INTO open_tickets (ticket, state, calm, patience, queue_by) "
    "SELECT t.number, t.state, t.urgency = '一般', "
    "-(SELECT count(*) FROM ticket_links l WHERE l.kind = 'same_matter' AND l.refused_at IS NULL "
    "AND (l.ticket = t.number OR l.other = t.number)), "
    "coalesce(t.answer_by, '2999-12-31 00:00:00.000000') FROM tickets t WHERE t.state NOT IN :ended"
).bindparams(sa.bindparam("ended", expanding=True))


def downgrade() -> None:
    op.drop_table("open_tickets")
