"""The archive's words and short forms. What was read out of articles is read again, so that both are
counted from the first article on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

READ_AGAIN = ("readings", "passages", "sentences", "figures", "quotes", "dates", "cursors")


def upgrade() -> None:
    op.create_table(
        "words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_words")),
    )
    op.create_index("ix_words_stem", "words", ["stem"], unique=False)
    op.create_table(
        "short_forms",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("long", sa.Text(), nullable=False),
        sa.Column("short_key", sa.Text(), nullable=False),
        sa.Column("long_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", "position", name=op.f("pk_short_forms")),
    )
    op.create_index("ix_short_forms_short_key", "short_forms", ["short_key"], unique=False)
    op.create_index("ix_short_forms_long_key", "short_forms", ["long_key"], unique=False)
    for table in READ_AGAIN:
        op.execute(sa.text(f"DELETE FROM {table}"))


def downgrade() -> None:
    op.drop_table("short_forms")
    op.drop_table("words")
