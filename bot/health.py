"""Whether the bot does its work: ticks, reading, socket and database, judged from facts. Pure but for the
functions at the end, which ask the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.pulse import DELIVERED, GATHERED, PLANNED, Pulse
from bot.tables import deliveries
from feeds.database import Database, DatabaseError

# A tick comes every 15 seconds, but a round may take minutes when every feed is slow.
TICK_LATE = timedelta(minutes=10)
GATHER_LATE = timedelta(minutes=30)  # asked every 5 minutes
PING_LATE = timedelta(minutes=2)  # the socket client sends one every 10 seconds


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the running bot at a moment. `socket_heard` is when the other end last answered
    a ping; None of it means that no socket is used."""

    now: datetime
    started: datetime
    database: str | None  # what is wrong with it
    pulses: Mapping[str, datetime]
    socket_connected: bool | None = None
    socket_heard: datetime | None = None


def troubles(facts: Facts) -> tuple[str, ...]:
    """What keeps the bot from its work, each with the place to look; empty when all is well."""
    found = [facts.database] if facts.database else []
    found += _late(facts, PLANNED, TICK_LATE, "the clock has not looked for editions")
    found += _late(facts, DELIVERED, TICK_LATE, "nothing has been delivered or found delivered")
    found += _late(facts, GATHERED, GATHER_LATE, "the feeds have not been asked")
    if facts.socket_connected is False:
        found.append("the socket to Slack is down: check the network and SLACK_APP_TOKEN")
    elif facts.socket_heard and facts.now - facts.socket_heard > PING_LATE:
        found.append("the socket to Slack is silent: it is up, but no ping is answered")
    return tuple(found)


def _late(facts: Facts, job: str, allowed: timedelta, what: str) -> list[str]:
    """A process that has just started gets the same time as one that runs."""
    last = max(facts.pulses.get(job, facts.started), facts.started)
    waited = facts.now - last
    return [f"{what} for {int(waited.total_seconds() // 60)} minutes"] if waited > allowed else []


def deliveries_by_state(database: Database) -> Mapping[str, int]:
    """How many deliveries are in each state."""
    counted = func.count().label("number")
    found = select(deliveries.c.state, counted).group_by(deliveries.c.state)
    with database.reading() as connection:
        return {row.state: row.number for row in connection.execute(found)}


def ask_database(database: Database) -> tuple[str | None, Mapping[str, datetime]]:
    """What is wrong with the database, if anything, and when each job last ran."""
    try:
        return None, Pulse(database).all()
    except DatabaseError as error:
        return str(error), {}


def facts_of(
    database: Database,
    now: datetime,
    started: datetime,
    socket: Callable[[], tuple[bool, datetime | None]] | None = None,
) -> Facts:
    wrong, pulses = ask_database(database)
    connected, heard = socket() if socket else (None, None)
    return Facts(now, started, wrong, pulses, connected, heard)
