"""Slack's limits, kept before they are met: a post a second in a channel, a budget for a workspace.

https://docs.slack.dev/apis/web-api/rate-limits: chat.postMessage "1 per second per channel", and
"several hundred messages per minute" for a workspace, without a number. Pure: the time is an argument.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CHANNEL_PACE = timedelta(seconds=1)
BUDGET = 200  # posts of one process in a workspace and a minute: below "several hundred"
MINUTE = timedelta(minutes=1)
NO_WAIT = timedelta()


@dataclass(slots=True)
class Pacer:
    """Remembers the posts of the last minute, and whom Slack told to wait."""

    budget: int = BUDGET
    _last: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _posts: dict[str, deque[datetime]] = field(default_factory=dict)
    _held: dict[str, datetime] = field(default_factory=dict)

    def hold(self, team_id: str, until: datetime) -> None:
        """Slack said Retry-After, which holds for the method in the whole workspace."""
        self._held[team_id] = max(until, self._held.get(team_id, until))

    def held_for(self, team_id: str, now: datetime) -> timedelta:
        """How long the workspace must be left alone: told to wait, or its budget is spent."""
        held = self._held.get(team_id, now) - now
        posts = self._posts.get(team_id, deque())
        while posts and now - posts[0] >= MINUTE:
            posts.popleft()
        spent = posts[0] + MINUTE - now if len(posts) >= self.budget else NO_WAIT
        return max(held, spent, NO_WAIT)

    def wait(self, team_id: str, channel_id: str, now: datetime) -> timedelta:
        """How long until a channel may hear the next post."""
        last = self._last.get((team_id, channel_id))
        return max(last + CHANNEL_PACE - now, NO_WAIT) if last else NO_WAIT

    def posted(self, team_id: str, channel_id: str, now: datetime) -> None:
        self._last[team_id, channel_id] = now
        self._posts.setdefault(team_id, deque()).append(now)
        if len(self._last) > 10 * BUDGET:
            self._last = {key: at for key, at in self._last.items() if now - at < CHANNEL_PACE}
