"""Numbered, append-only changes of the database's tables, by Alembic. `bot.migrate` runs them."""
