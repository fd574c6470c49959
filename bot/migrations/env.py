"""What Alembic runs: the changes on the connection that `bot.migrate` hands over."""

from alembic import context
from sqlalchemy import Connection

from feeds.database import metadata


def is_compared(
    _thing: object, name: str | None, kind: str, reflected: bool, _other: object
) -> bool:
    """Leave the full-text index out of comparisons: it is made by hand, differently on each side."""
    made_by_hand = kind in ("table", "column", "index") and "_search" in f"_{name}"
    return not (reflected and made_by_hand)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        include_object=is_compared,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
