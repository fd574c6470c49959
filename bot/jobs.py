"""The round that the tick asks for, done in-process on one worker thread.

plan what is due | refresh when it is time, or something is due | read what is new | deliver
after a refresh: look for corrections of what was shown; once a day: drop what is past its time
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.courier import Courier
from bot.pulse import GATHERED, TIDIED, Pulse

logger = logging.getLogger(__name__)

REFRESH_EVERY = timedelta(minutes=5)
STALE_BEFORE_BRIEFING = timedelta(minutes=2)
TIDY_EVERY = timedelta(days=1)
STOP_WITHIN = timedelta(seconds=20)


def nothing() -> None:
    """What is done where there is nothing to watch or tidy."""


@dataclass(slots=True)
class Round:
    """One round of all jobs. `gather` refreshes the feeds and reads what is new; `watch` looks for
    corrections; `tidy` drops what is past its time."""

    gather: Callable[[], None]
    courier: Courier
    clock: Clock
    watch: Callable[[], object] = nothing
    tidy: Callable[[], object] = nothing
    gathered_at: datetime | None = None

    def run(self) -> None:
        planned = self.courier.plan_due()
        stale = self._is_stale(STALE_BEFORE_BRIEFING if planned else REFRESH_EVERY)
        if stale:
            self.gathered_at = self.clock.now()
            self.gather()
            self._pulse.beat(GATHERED, self.clock.now())
        self.courier.deliver_all()
        if stale:
            self.watch()
            self._tidy()

    def _tidy(self) -> None:
        now, last = self.clock.now(), self._pulse.last(TIDIED)
        if last is None or now - last >= TIDY_EVERY:
            self.tidy()
            self._pulse.beat(TIDIED, now)

    @property
    def _pulse(self) -> Pulse:
        return Pulse(self.courier.store.database)

    def _is_stale(self, after: timedelta) -> bool:
        return self.gathered_at is None or self.clock.now() - self.gathered_at >= after


@dataclass(slots=True)
class Worker:
    """Runs a round on its own thread whenever one was asked for; requests that meet are one."""

    run_round: Callable[[], None]
    _wanted: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def request(self) -> None:
        """Ask for a round; returns at once."""
        self._wanted.set()

    def stop(self) -> None:
        """Let the round under way finish, and take no other."""
        self._stopping.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(STOP_WITHIN.total_seconds())

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._stopping.is_set():
                return
            try:
                self.run_round()
            except Exception:
                logger.exception("round failed; the next tick tries again")
