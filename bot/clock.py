"""The one Clock, and APScheduler's tick. Nothing else in the program reads the time.

APScheduler is only a metronome here: one interval job in a memory store, without any state of ours.
Sharing its job store between processes doubles jobs, its default grace drops late ones, and a cron job
at 01:30 fires twice in autumn; so what is due is decided by `editions.due` on every tick.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

logger = logging.getLogger(__name__)

TICK_EVERY = timedelta(seconds=15)


class ClockError(Exception):
    """The clock was asked for something that it cannot do."""


class Clock:
    """The time of the program. The playground's may be moved; the real one may not."""

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ClockError("a clock starts at an aware time")
        self._movable = start is not None
        self._offset = start - datetime.now(UTC) if start else timedelta()
        self._listeners: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return datetime.now(UTC) + self._offset

    def advance(self, by: timedelta) -> None:
        """Move on, and tell everyone who listens. Raises ClockError on the real clock or backwards."""
        if not self._movable:
            raise ClockError("only the playground's clock can be moved")
        if by < timedelta():
            raise ClockError("the clock only moves forward")
        with self._lock:
            self._offset += by
        for listener in self._listeners:
            listener()

    def move_to(self, when: datetime) -> None:
        self.advance(when.astimezone(UTC) - self.now())

    def on_move(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)


class Ticker:
    """Calls `tick` every interval from a background thread, and at once when asked."""

    def __init__(self, tick: Callable[[], None], every: timedelta = TICK_EVERY) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            tick,
            "interval",
            seconds=every.total_seconds(),
            id="tick",
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )

    def start(self) -> None:
        self._scheduler.start()

    def tick_now(self) -> None:
        """Bring the next tick forward to this moment."""
        if self._scheduler.running:
            self._scheduler.modify_job("tick", next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
