"""When to ask a feed again, from what it answered. Pure: the clock is an argument.

A feed that brings news is asked every quarter of an hour, a quiet one ever more seldom, and none
sooner than it wants (Cache-Control, Expires, ttl, Retry-After). A feed that fails is asked ever
more seldom as well; one that says 410 Gone is asked no more.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.model import FeedError, FeedState

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=6)  # a quiet feed is still asked four times a day
LONGEST_WISH = timedelta(hours=24)  # no feed may ask for more silence than this
FIRST_BACK_OFF = timedelta(minutes=15)
LONGEST_BACK_OFF = timedelta(hours=12)
QUIET_SHARE = 24  # a feed silent for 24 hours is asked every hour
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def next_ask(state: FeedState, now: datetime) -> datetime:
    """Say when this feed is to be asked next; `NEVER` for one that is gone."""
    if state.gone:
        return NEVER
    if state.asked_at is None or state.next_at is None or state.asked_at > now:
        return now  # never asked, or the clock was set back
    return min(state.next_at, state.asked_at + LONGEST_WISH)


def is_due(state: FeedState, now: datetime) -> bool:
    """Say whether it is time to ask this feed."""
    return next_ask(state, now) <= now


def after_success(
    state: FeedState,
    now: datetime,
    *,
    new: bool,
    etag: str | None = None,
    last_modified: str | None = None,
    fresh_for: timedelta | None = None,
) -> FeedState:
    """Remember an answer: `new` says whether it brought entries that we had not seen,
    `fresh_for` how long it asked to be left alone. Both validators are kept exactly as sent."""
    new_at = now if new else (state.new_at or state.answered_at or now)
    quiet = min(max(SHORTEST, (now - new_at) / QUIET_SHARE), LONGEST)
    wished = min(fresh_for or timedelta(), LONGEST_WISH)
    return replace(
        state,
        etag=etag,
        last_modified=last_modified,
        asked_at=now,
        answered_at=now,
        new_at=new_at,
        next_at=now + max(quiet, wished),
        failures=0,
        error=None,
        gone=False,
    )


def after_failure(state: FeedState, error: FeedError, now: datetime) -> FeedState:
    """Remember a failure and wait twice as long as after the last one, or as long as asked."""
    failures = state.failures + 1
    waited = min(FIRST_BACK_OFF * 2 ** min(failures - 1, 10), LONGEST_BACK_OFF)
    wished = min(getattr(error, "retry_after", None) or timedelta(), LONGEST_WISH)
    return replace(
        state,
        asked_at=now,
        next_at=now + max(waited, wished),
        failures=failures,
        error=str(error),
        gone=getattr(error, "status", None) == 410,
    )
