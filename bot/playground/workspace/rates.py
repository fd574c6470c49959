"""Rate limits: how often a method may be called, by the workspace's clock.

docs.slack.dev/apis/web-api/rate-limits: per method, workspace and app; chat.postMessage per channel."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from bot.playground.workspace import limits

MODES = {
    "off": "no call is limited: a clock that stands still would never let a bucket fill again",
    "internal": "Slack's tiers, as for an app of one's own and for the Marketplace",
    "distributed": "the same, and history once a minute with 15 messages (new installs since 2025-05-29)",
}
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


class Rates:
    """Remembers the calls of the last minute and says how long the next has to wait."""

    def __init__(self) -> None:
        self.mode = "off"
        self._calls: dict[str, deque[datetime]] = {}

    def choose(self, mode: str) -> None:
        """Raises ValueError for a mode that is not there."""
        if mode not in MODES:
            raise ValueError(f"no such mode of rate limits: {mode} (one of {', '.join(MODES)})")
        self.mode = mode
        self._calls.clear()

    def take(self, method: str, args: Mapping[str, Any], now: datetime) -> int | None:
        """Count a call; or say after how many seconds it may come again, without counting it."""
        if self.mode == "off":
            return None
        windows = self._windows(method, str(args.get("channel") or ""))
        waits = [self._wait(name, count, per, now) for name, count, per in windows]
        if longest := max(waits, default=0):
            return longest
        for name, _, _ in windows:
            self._calls.setdefault(name, deque()).append(now)
        return None

    def history_limit(self) -> tuple[int, int]:
        """How many messages of a history come by default, and at most."""
        if self.mode == "distributed":
            return limits.SMALL_HISTORY, limits.SMALL_HISTORY
        return limits.HISTORY_PAGE, limits.HISTORY_LIMIT

    def _windows(self, method: str, channel: str) -> list[tuple[str, int, timedelta]]:
        """Which counts a call falls into: a name, so many calls, in that time."""
        if method == "chat.postMessage":
            burst = limits.POST_BURST
            return [
                (f"{method} {channel}", burst, burst * SECOND),
                (method, limits.POSTS_PER_MINUTE, MINUTE),
            ]
        if self.mode == "distributed" and method in limits.HISTORY_METHODS:
            return [(method, 1, MINUTE)]
        tier = limits.METHOD_TIERS.get(method)
        return [(method, limits.TIERS[tier], MINUTE)] if tier else []

    def _wait(self, name: str, count: int, per: timedelta, now: datetime) -> int:
        calls = self._calls.get(name, deque())
        while calls and calls[0] <= now - per:
            calls.popleft()
        if len(calls) < count:
            return 0
        return max(1, ceil((calls[0] + per - now).total_seconds()))
