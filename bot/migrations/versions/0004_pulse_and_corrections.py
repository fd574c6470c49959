"""When the bot's jobs last ran, which shown articles were read again, which shown lines were corrected."""

import sqlalchemy as sa
from alembic import op

from feeds.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulses",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pulses")),
    )
    op.create_table(
        "rereads",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_rereads")),
    )
    op.create_table(
        "corrections",
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("ts", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("marked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "team_id", "channel_id", "ts", "position", name=op.f("pk_corrections")
        ),
    )
    op.create_index("ix_deliveries_sent_at", "deliveries", ["sent_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_deliveries_sent_at", table_name="deliveries")
    op.drop_table("corrections")
    op.drop_table("rereads")
    op.drop_table("pulses")
