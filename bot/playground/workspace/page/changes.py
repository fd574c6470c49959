"""Tells every open page that something changed, over server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.workspace.journal import Journal
from bot.playground.workspace.state import State
from bot.playground.workspace.views import Views

ZONE = ZoneInfo("Europe/London")
TICK = 1.0  # seconds of wall time between two looks at the clock


class Changes:
    """A count of changes that pages wait on. Lives on the server's loop."""

    def __init__(self, state: State, views: Views, journal: Journal) -> None:
        self._state = state
        self._journal = journal
        self._count = 0
        self._wake = asyncio.Event()
        self._is_over = False
        state.watch(self.note)
        views.watch(self.note)

    def note(self, _channel: str = "") -> None:
        self._count += 1
        self._wake.set()
        self._wake = asyncio.Event()

    def stop(self) -> None:
        self._is_over = True
        self.note()

    async def stream(self) -> AsyncIterator[dict[str, str]]:
        """A `change` after every change, the `clock` and whether there was `traffic` once a second."""
        seen, entry = self._count, self._journal.last
        while not self._is_over:
            yield {"event": "clock", "data": json.dumps(clock_facts(self._state.now()))}
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), TICK)
            if self._count != seen and not self._is_over:
                seen = self._count
                yield {"event": "change", "data": str(seen)}
            if self._journal.last is not entry and not self._is_over:
                entry = self._journal.last
                yield {"event": "traffic", "data": "-"}


def clock_facts(now: datetime) -> dict[str, str]:
    """What the page shows of the clock, and when tomorrow's half past seven is."""
    local = now.astimezone(ZONE)
    tomorrow = (local + timedelta(days=1)).date()
    return {
        "iso": local.isoformat(timespec="seconds"),
        "shown": local.strftime("%a %-d %b %Y, %H:%M:%S"),
        "tomorrow": f"{tomorrow.isoformat()}T07:30",
    }
