"""Waiting by the workspace's clock: a moved clock ends a wait at once, a running one in its time."""

import asyncio
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.playground.workspace.model import MovableClock

Result = TypeVar("Result")

LOOK_EVERY = 1.0  # seconds of wall time between looks at a clock that does not tell of its jumps
GRACE = 0.5  # seconds of wall time that an answer on its way still has after the clock jumped


class Timekeeper:
    """Waits on one event loop; `jumped` must be called there."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._jump = asyncio.Event()

    def jumped(self) -> None:
        self._jump.set()
        self._jump = asyncio.Event()

    async def until(self, when: datetime) -> None:
        while (remaining := (when - self._clock.now()).total_seconds()) > 0:
            jump = asyncio.ensure_future(self._jump.wait())
            await asyncio.wait({jump}, timeout=min(remaining, LOOK_EVERY))
            jump.cancel()

    def deadline(self, limit: timedelta) -> datetime:
        return self._clock.now() + limit

    async def within(
        self,
        answer: asyncio.Future[Result],
        limit: timedelta,
        deadline: datetime | None = None,
    ) -> Result:
        """The answer, if it comes before the limit has passed by the wall or by the clock.

        Where asking takes a while, `deadline` is what the clock allowed when it began.

        Raises TimeoutError, or what the answer raises. A jump of the clock leaves a short grace,
        so that a person who moves it does not cut off an answer that is on its way."""
        passed = asyncio.ensure_future(self.until(deadline or self.deadline(limit)))
        either: set[asyncio.Future[Any]] = {answer, passed}
        await asyncio.wait(
            either,
            timeout=limit.total_seconds(),
            return_when=asyncio.FIRST_COMPLETED,
        )
        if not answer.done() and passed.done():
            await asyncio.wait({answer}, timeout=min(GRACE, limit.total_seconds()))
        passed.cancel()
        if not answer.done():
            raise TimeoutError
        return answer.result()
