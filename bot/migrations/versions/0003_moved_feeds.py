"""Where a feed has moved to for good."""

import sqlalchemy as sa
from alembic import op

from feeds.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_states", sa.Column("moved", sa.Text(), nullable=True))
    op.add_column("feed_states", sa.Column("moved_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("feed_states", "moved_at")
    op.drop_column("feed_states", "moved")
