"""When to ask a feed again, from what it answered. Pure: the clock is an argument.

A feed that brings news is asked every quarter of an hour, a quiet one ever more seldom, and none
sooner than it wants (Cache-Control, Expires, ttl, Retry-After). A feed that fails is asked ever
more seldom as well; one that says 410 Gone is asked no more.

One that has moved for good is asked at its new address once it has said so for a day: a hotel's
network sends everybody elsewhere too. If the new address fails, the old one is asked again.
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
SETTLED = timedelta(hours=24)  # so long a move must have been told before it is believed
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


def address_of(state: FeedState, now: datetime) -> str:
    """Say where to ask this feed: its own address, or the one that it has moved to for good."""
    if state.moved is None or state.moved_at is None or now - state.moved_at < SETTLED:
        return state.url
    return state.moved


def after_success(
    state: FeedState,
    now: datetime,
    *,
    new: bool,
    asked: str | None = None,
    moved: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    fresh_for: timedelta | None = None,
) -> FeedState:
    """Remember an answer: `new` says whether it brought entries that we had not seen,
    `fresh_for` how long it asked to be left alone, `asked` where it was asked and `moved` where it
    was then sent for good. Both validators are kept exactly as sent."""
    stays = asked not in (None, state.url) and moved is None  # it was asked where it moved to
    moved = state.moved if stays else moved
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
        moved=moved,
        moved_at=state.moved_at if moved == state.moved else now,
    )


def after_failure(
    state: FeedState, error: FeedError, now: datetime, asked: str | None = None
) -> FeedState:
    """Remember a failure and wait twice as long as after the last one, or as long as asked."""
    elsewhere = asked not in (None, state.url)
    failures = state.failures + 1
    waited = min(FIRST_BACK_OFF * 2 ** min(failures - 1, 10), LONGEST_BACK_OFF)
    wished = min(getattr(error, "retry_after", None) or timedelta(), LONGEST_WISH)
    return replace(
        state,
        asked_at=now,
        next_at=now + max(waited, wished),
        failures=failures,
        error=str(error),
        gone=getattr(error, "status", None) == 410 and not elsewhere,
        moved=None if elsewhere else state.moved,
        moved_at=None if elsewhere else state.moved_at,
    )
