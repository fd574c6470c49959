"""Manners: not too often, not too seldom, and never against a feed's own wish."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetch import FetchError
from feeds.model import FeedError, FeedState
from feeds.polling import (
    LONGEST,
    LONGEST_WISH,
    NEVER,
    SHORTEST,
    after_failure,
    after_success,
    is_due,
    next_ask,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FRESH = FeedState("https://e.example/feed")
HOUR = timedelta(hours=1)


def test_a_feed_that_was_never_asked_is_due() -> None:
    assert is_due(FRESH, NOON)


def test_a_feed_with_news_is_asked_again_after_a_quarter_of_an_hour() -> None:
    state = after_success(FRESH, NOON, new=True)
    assert next_ask(state, NOON) == NOON + SHORTEST
    assert not is_due(state, NOON + SHORTEST - timedelta(seconds=1))
    assert is_due(state, NOON + SHORTEST)


def test_a_quiet_feed_is_asked_ever_more_seldom_but_never_forgotten() -> None:
    state, now, waits = after_success(FRESH, NOON, new=True), NOON, []
    for _ in range(150):
        now = next_ask(state, now)
        state = after_success(state, now, new=False)
        waits.append(next_ask(state, now) - now)
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST


def test_a_feed_is_left_alone_as_long_as_it_asks_but_not_for_ever() -> None:
    asked = after_success(FRESH, NOON, new=True, fresh_for=3 * HOUR)
    greedy = after_success(FRESH, NOON, new=True, fresh_for=timedelta(days=365))
    assert next_ask(asked, NOON) == NOON + 3 * HOUR
    assert next_ask(greedy, NOON) == NOON + LONGEST_WISH


def test_validators_are_kept_exactly_and_forgotten_when_no_longer_sent() -> None:
    state = after_success(FRESH, NOON, new=True, etag='W/"a b"', last_modified="yesterday")
    assert (state.etag, state.last_modified) == ('W/"a b"', "yesterday")
    assert after_success(state, NOON, new=False).etag is None


def test_failures_wait_longer_each_time_and_an_answer_ends_them() -> None:
    first = after_failure(FRESH, FeedError("no route"), NOON)
    second = after_failure(first, FeedError("no route"), NOON)
    healed = after_success(second, NOON, new=False)
    assert (first.failures, second.failures, healed.failures) == (1, 2, 0)
    assert next_ask(second, NOON) - NOON == 2 * (next_ask(first, NOON) - NOON)
    assert (second.error, healed.error) == ("no route", None)


def test_a_failure_keeps_the_validators_and_the_last_answer() -> None:
    state = after_failure(
        after_success(FRESH, NOON, new=True, etag="e"), FeedError("x"), NOON + HOUR
    )
    assert (state.etag, state.answered_at) == ("e", NOON)


def test_retry_after_is_obeyed() -> None:
    busy = FetchError("busy", status=429, retry_after=5 * HOUR)
    assert next_ask(after_failure(FRESH, busy, NOON), NOON) == NOON + 5 * HOUR


def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    state = after_failure(FRESH, FetchError("gone", status=410), NOON)
    assert next_ask(state, NOON) == NEVER
    assert not is_due(state, NOON + timedelta(days=999))


def test_a_clock_set_back_does_not_silence_a_feed() -> None:
    assert is_due(after_success(FRESH, NOON, new=True), NOON - timedelta(days=30))


@given(st.lists(st.sampled_from(["new", "same", "fail"]), max_size=40), st.integers(0, 10**6))
def test_every_feed_is_asked_at_least_daily_and_at_most_every_quarter(
    answers: list[str], wish: int
) -> None:
    state, now = FRESH, NOON
    for answer in answers:
        if answer == "fail":
            state = after_failure(state, FetchError("x", retry_after=timedelta(seconds=wish)), now)
        else:
            state = after_success(
                state, now, new=answer == "new", fresh_for=timedelta(seconds=wish)
            )
        assert SHORTEST <= next_ask(state, now) - now <= timedelta(hours=24)
        now = next_ask(state, now)


@pytest.mark.parametrize("failures", [0, 1, 30, 10_000])
def test_no_number_of_failures_overflows(failures: int) -> None:
    state = after_failure(FeedState("u", failures=failures), FeedError("x"), NOON)
    assert next_ask(state, NOON) <= NOON + timedelta(hours=12)
