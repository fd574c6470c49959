"""A post a second in a channel, a budget for a workspace, and patience where Slack asks for it."""

from datetime import UTC, datetime, timedelta

from bot.delivery.pacing import MINUTE, Pacer

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NONE = timedelta()


def test_a_channel_hears_one_post_a_second() -> None:
    pacer = Pacer()
    assert pacer.wait("T1", "C1", NOW) == NONE
    pacer.posted("T1", "C1", NOW)
    assert pacer.wait("T1", "C1", NOW + SECOND / 4) == SECOND * 3 / 4
    assert pacer.wait("T1", "C2", NOW) == NONE
    assert pacer.wait("T1", "C1", NOW + SECOND) == NONE


def test_a_spent_budget_holds_the_workspace_until_the_oldest_post_is_a_minute_old() -> None:
    pacer = Pacer(budget=2)
    pacer.posted("T1", "C1", NOW)
    assert pacer.held_for("T1", NOW) == NONE
    pacer.posted("T1", "C2", NOW + SECOND)
    assert pacer.held_for("T1", NOW + SECOND) == MINUTE - SECOND
    assert pacer.held_for("T2", NOW + SECOND) == NONE
    assert pacer.held_for("T1", NOW + MINUTE) == NONE


def test_retry_after_holds_the_whole_workspace() -> None:
    pacer = Pacer()
    pacer.hold("T1", NOW + 30 * SECOND)
    pacer.hold("T1", NOW + 10 * SECOND)
    assert pacer.held_for("T1", NOW) == 30 * SECOND
    assert pacer.held_for("T1", NOW + MINUTE) == NONE
