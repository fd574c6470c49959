"""A channel's life as hypothesis plays it: jumping clocks, moved zones and times, pauses, two clocks that
disagree, lost replies and crashes at every step. Each local date is decided once, and posted at most once.

What ought to be due is told by an oracle that knows no rule but a clock on the wall, read each minute.
"""

import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.config import load_config
from bot.delivery.compose import Composer
from bot.delivery.courier import LEASE, Courier
from bot.migrate import migrate
from bot.model import Subscription
from bot.store import Store
from feeds.archive import Archive
from feeds.database import Database, connect
from summaries.library.store import Library

MINUTE = timedelta(minutes=1)
START = datetime(2026, 10, 22, 12, 0, tzinfo=UTC)  # three days before the clocks go back
CONFIG = load_config(None, {})
ZONES = ("Europe/London", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu")
TIMES = (time(0, 0), time(0, 59), time(1, 30), time(2, 0), time(7, 30), time(23, 59))
STEPS = ("claim", "freeze", "before post", "after post", "record")


class Crash(BaseException):
    """The process is gone."""


class Slack:
    """Messages with their metadata; the next calls may lose their reply or kill their caller."""

    def __init__(self, clock: "TwoClocks") -> None:
        self.clock = clock
        self.posted: list[str] = []
        self.stamps: dict[str, float] = {}
        self.lose_reply = False
        self.crash_at: str | None = None

    def chat_postMessage(self, **call: Any) -> dict[str, Any]:  # noqa: N802 - Slack's name
        self.step("before post")
        delivery = call["metadata"]["event_payload"]["delivery_id"]
        self.posted.append(delivery)
        self.stamps[delivery] = self.clock.time.timestamp()
        self.step("after post")
        if self.lose_reply:
            self.lose_reply = False
            raise TimeoutError
        return {"ok": True, "ts": f"{self.stamps[delivery]:.6f}"}

    def api_call(self, method: str, json: dict[str, Any]) -> dict[str, Any]:
        found = [
            {"ts": f"{at:.6f}", "metadata": {"event_payload": {"delivery_id": delivery}}}
            for delivery, at in self.stamps.items()
            if at > float(json["oldest"])
        ]
        return {"messages": found}

    def step(self, name: str) -> None:
        if self.crash_at == name:
            self.crash_at = None
            raise Crash(name)


class TwoClocks:
    """The true time, and what a process reads that is some seconds off."""

    def __init__(self) -> None:
        self.time = START

    def off_by(self, skew: timedelta) -> Any:
        return type("Skewed", (), {"now": lambda _: self.time + skew})()


class DyingStore(Store):
    """A store whose caller may die right after a step is committed, or right before the last."""

    def __init__(self, database: Database, slack: Slack) -> None:
        super().__init__(database)
        self.slack = slack

    def claim(self, *args: Any) -> Any:
        claimed = super().claim(*args)
        if claimed is not None:
            self.slack.step("claim")
        return claimed

    def freeze(self, *args: Any) -> Any:
        frozen = super().freeze(*args)
        self.slack.step("freeze")
        return frozen

    def record_sent(self, *args: Any) -> Any:
        self.slack.step("record")
        return super().record_sent(*args)


class ChannelsLife(RuleBasedStateMachine):
    """One channel with one edition, and two processes that serve it."""

    template: Path

    @initialize(zone=st.sampled_from(ZONES), at=st.sampled_from(TIMES))
    def open(self, zone: str, at: time) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="nhs-brief-machine-"))
        shutil.copy(self.template, self.folder / "machine.sqlite")
        self.database = connect(f"sqlite:///{self.folder / 'machine.sqlite'}")
        self.clock = TwoClocks()
        self.slack = Slack(self.clock)
        self.store = DyingStore(self.database, self.slack)
        self.expected: set[date] = set()
        self.skews = (timedelta(), timedelta(seconds=40))
        self.couriers = [self.courier(skew) for skew in self.skews]
        self.wish = Subscription(
            "T1", "C1", "morning", at, zone, "daily", "compact", created_at=START
        )
        self.store.subscribe(self.wish)
        self.tick(0)

    def courier(self, skew: timedelta) -> Courier:
        archive = Archive(self.database)
        composer = Composer(archive, Library(self.database), CONFIG)
        client: Any = self.slack
        clock: Any = self.clock.off_by(skew)
        return Courier(self.store, archive, composer, lambda _: client, clock, wait=lambda _: None)

    @rule(minutes=st.sampled_from((1, 2, 3, 15, 61, 240)), who=st.sampled_from((0, 1)))
    def tick(self, minutes: int, who: int = 0) -> None:
        """Some time passes, then one of the two looks and works."""
        self.pass_time(timedelta(minutes=minutes))
        try:
            self.couriers[who].plan_due()
            self.couriers[who].deliver_all()
        except Crash:
            self.couriers[who] = self.courier(self.skews[who])

    @rule(hours=st.sampled_from((7, 26, 75)), who=st.sampled_from((0, 1)))
    def sleep_long(self, hours: int, who: int) -> None:
        """Nobody looks for longer than can be caught up."""
        self.tick(hours * 60, who)

    @rule(minutes=st.integers(1, 90))
    def nobody_looks(self, minutes: int) -> None:
        self.pass_time(timedelta(minutes=minutes))

    @rule(zone=st.sampled_from(ZONES), at=st.sampled_from(TIMES))
    def edit(self, zone: str, at: time) -> None:
        """A person changes zone and time, as the desk does it."""
        now = self.clock.time
        self.plan(0)
        self.wish = replace(self.wish, zone=zone, time=at, created_at=now, paused_until=None)
        self.store.subscribe(self.wish)

    @rule(hours=st.sampled_from((1, 30, 200)))
    def pause(self, hours: int) -> None:
        self.plan(0)
        self.wish = replace(self.wish, paused_until=self.clock.time + timedelta(hours=hours))
        assert self.store.pause("T1", "C1", self.wish.paused_until) == 1

    @rule()
    def resume(self) -> None:
        assert self.store.resume("T1", "C1", now=self.clock.time) == 1
        if self.wish.paused_until and self.wish.paused_until > self.clock.time:
            self.wish = replace(self.wish, paused_until=self.clock.time)

    @precondition(lambda self: self.slack.crash_at is None)
    @rule(step=st.sampled_from(STEPS))
    def will_crash(self, step: str) -> None:
        self.slack.crash_at = step

    @rule()
    def will_lose_a_reply(self) -> None:
        self.slack.lose_reply = True

    def plan(self, who: int) -> None:
        self.couriers[who].plan_due()

    def pass_time(self, by: timedelta) -> None:
        """Let the minutes go by, and write down which local dates came to their time."""
        zone, before = ZoneInfo(self.wish.zone), self.clock.time
        shown = (before).astimezone(zone)
        for number in range(1, int(by / MINUTE) + 1):
            minute = before + number * MINUTE
            last, shown = shown, minute.astimezone(zone)
            crossed = shown.time() >= self.wish.time and (
                last.date() != shown.date() or last.time() < self.wish.time
            )
            paused = self.wish.paused_until is not None and minute < self.wish.paused_until
            if crossed and not paused and not self.is_second_time(minute, shown):
                self.expected.add(shown.date())
        self.clock.time = before + by

    def is_second_time(self, minute: datetime, shown: datetime) -> bool:
        """Whether an autumn night shows this wall time again."""
        return shown.fold == 1

    @invariant()
    def no_date_is_posted_twice(self) -> None:
        posted = getattr(self, "slack", None)
        assert posted is None or len(posted.posted) == len(set(posted.posted))

    def teardown(self) -> None:
        """Nothing crashes any more: what was due is there, decided, and posted if it says so."""
        if not hasattr(self, "database"):
            return
        try:
            self.settle()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    def settle(self) -> None:
        self.slack.crash_at, self.slack.lose_reply = None, False
        self.tick(1, 0)
        for _ in range(3):
            self.tick(int(LEASE / MINUTE) + 1, 0)
        self.no_date_is_posted_twice()
        rows = self.store.deliveries("T1", "C1", limit=1_000)
        assert {row.state for row in rows} <= {"sent", "missed"}, rows
        assert {row.id for row in rows if row.state == "sent"} == set(self.slack.posted)
        decided = {row.local_date for row in rows}
        assert self.expected <= decided, sorted(self.expected - decided)
        assert decided <= self.expected, sorted(decided - self.expected)


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("machine") / "empty.sqlite"
    database = connect(f"sqlite:///{path}")
    migrate(database)
    database.close()
    ChannelsLife.template = path


TestChannelsLife = ChannelsLife.TestCase
TestChannelsLife.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes minutes; ask for it
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
