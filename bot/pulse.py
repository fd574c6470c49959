"""When each job of the bot last ran: kept in the database, so that every process and a restart see it."""

from datetime import datetime

from sqlalchemy import select, update

from bot.tables import pulses
from feeds.database import Database

PLANNED = "planned"  # the clock looked for editions that are due
GATHERED = "gathered"  # the feeds were asked and what is new was read
DELIVERED = "delivered"  # everything that could be claimed was worked off
TIDIED = "tidied"  # what is past its time was dropped


class Pulse:
    """The last time of each job, in and out of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, name: str, now: datetime) -> None:
        """Note that a job ran. A clock that is behind another one does not turn it back."""
        with self._database.writing() as connection:
            first = self._database.insert_ignore(pulses).values(name=name, at=now)
            if connection.execute(first.returning(pulses.c.name)).first() is None:
                later = update(pulses).where(pulses.c.name == name, pulses.c.at < now)
                connection.execute(later.values(at=now))

    def last(self, name: str) -> datetime | None:
        return self.all().get(name)

    def all(self) -> dict[str, datetime]:
        with self._database.reading() as connection:
            return {row.name: row.at for row in connection.execute(select(pulses))}
