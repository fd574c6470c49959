"""Subscriptions, claims, frozen payloads and shown lines, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest

from bot.claims import delivery_id
from bot.model import Delivery, Feedback, Subscription
from bot.store import Store
from feeds.database import Database
from summaries.model import Line

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DAY = date(2026, 11, 23)
LEASE = timedelta(seconds=120)
PAYLOAD = {"message": {"text": "Briefing", "blocks": []}}
LINE = Line(article=7, version=9, start=3, end=8, text="Waits")


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def subscription(channel: str = "C1", **fields: object) -> Subscription:
    known = {"team_id": "T1", "edition": "morning", "time": time(7, 30), "zone": "Europe/London"}
    known |= {"days": "mon-fri", "length": "compact", "created_at": NOW} | fields
    return Subscription(channel_id=channel, **known)  # type: ignore[arg-type]


def plan(store: Store, channel: str = "C1", part: int = 1, now: datetime = NOW) -> bool:
    return store.plan("T1", channel, "morning", DAY, part, now=now)


def claimed(store: Store, owner: str = "a", now: datetime = NOW) -> Delivery:
    delivery = store.claim(owner, now, LEASE)
    assert delivery is not None
    return delivery


def sent(store: Store, channel: str, ts: str, *lines: Line) -> Delivery:
    plan(store, channel)
    delivery = claimed(store)
    store.freeze(delivery.id, "a", [(PAYLOAD, lines)], NOW)
    assert store.record_sent(delivery.id, "a", ts, NOW)
    return delivery


def test_a_subscription_comes_back_as_it_was(store: Store) -> None:
    one = subscription(topics=("workforce",), watch=("Senedd",), paused_until=NOW)
    store.subscribe(one)
    assert store.subscriptions() == (one,)
    assert store.subscription("T1", "C1", "morning") == one
    assert store.subscription("T1", "C1", "weekly") is None


def test_subscribing_again_overwrites(store: Store) -> None:
    store.subscribe(subscription())
    later = replace(subscription(), time=time(9, 45), exclude=("rugby",))
    store.subscribe(later)
    assert store.subscriptions("T1", "C1") == (later,)


def test_a_workspace_sees_its_own_subscriptions(store: Store) -> None:
    store.subscribe(subscription())
    store.subscribe(subscription(team_id="T2"))
    assert [one.team_id for one in store.subscriptions("T2")] == ["T2"]
    assert store.unsubscribe("T2", "C1") == 1
    assert [one.team_id for one in store.subscriptions()] == ["T1"]


def test_unsubscribing_drops_what_was_planned(store: Store) -> None:
    store.subscribe(subscription())
    plan(store)
    assert store.unsubscribe("T1", "C1", "morning") == 1
    assert store.claim("a", NOW, LEASE) is None


def test_pause_and_resume(store: Store) -> None:
    store.subscribe(subscription())
    assert store.pause("T1", "C1", NOW + LEASE) == 1
    assert store.subscriptions()[0].paused_until == NOW + LEASE
    assert store.resume("T1", "C1", "morning", now=NOW) == 1
    assert store.subscriptions()[0].paused_until == NOW
    assert store.pause("T1", "C2", NOW) == 0


def test_a_delivery_is_planned_once(store: Store) -> None:
    assert plan(store)
    assert not plan(store, now=NOW + LEASE)
    assert len(store.deliveries("T1", "C1")) == 1


def test_a_claim_is_held_by_one(store: Store) -> None:
    plan(store)
    delivery = claimed(store)
    assert (delivery.state, delivery.tries, delivery.owner) == ("sending", 1, "a")
    assert (delivery.claimed_at, delivery.lease_until) == (NOW, NOW + LEASE)
    assert delivery.id == delivery_id("T1", "C1", "morning", DAY)
    assert store.claim("b", NOW, LEASE) is None
    assert store.still_owned(delivery.id, "a", NOW)
    assert not store.still_owned(delivery.id, "b", NOW)


def test_nothing_is_claimed_before_its_time(store: Store) -> None:
    plan(store, now=NOW + LEASE)
    assert store.claim("a", NOW, LEASE) is None
    assert store.claim("a", NOW + LEASE, LEASE) is not None


def test_an_expired_lease_passes_on_with_the_first_claim_remembered(store: Store) -> None:
    plan(store)
    delivery = claimed(store)
    later = NOW + LEASE
    assert not store.still_owned(delivery.id, "a", later)
    again = claimed(store, "b", later)
    assert (again.id, again.tries, again.claimed_at) == (delivery.id, 2, NOW)
    assert not store.still_owned(delivery.id, "a", later)


def test_many_claimers_share_the_rows_without_doubles(store: Store) -> None:
    for number in range(12):
        plan(store, f"C{number}")
    taken: list[str] = []
    start = Barrier(4)

    def work(owner: str) -> None:
        start.wait()
        while (delivery := store.claim(owner, NOW, LEASE)) is not None:
            taken.append(delivery.id)

    workers = [Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == len(set(taken)) == 12


def test_a_frozen_payload_survives_its_holder(store: Store) -> None:
    plan(store)
    delivery = claimed(store)
    frozen = store.freeze(delivery.id, "a", [(PAYLOAD, [LINE])], NOW)
    assert frozen is not None and frozen.payload == PAYLOAD
    again = claimed(store, "b", NOW + LEASE)
    assert again.payload == PAYLOAD
    assert store.freeze(delivery.id, "a", [({"message": "other"}, [])], NOW + LEASE) is None
    store.record_sent(again.id, "b", "1.0", NOW + LEASE)
    assert [one.line for one in store.shown("T1", "C1", "1.0")] == [LINE]


def test_further_parts_wait_for_the_first(store: Store) -> None:
    plan(store)
    delivery = claimed(store)
    store.freeze(
        delivery.id, "a", [(PAYLOAD, [LINE]), ({"message": 2}, []), ({"message": 3}, [])], NOW
    )
    assert store.claim("b", NOW, LEASE) is None
    store.record_sent(delivery.id, "a", "1.0", NOW)
    second = claimed(store, "b")
    assert (second.part, second.payload) == (2, {"message": 2})
    assert store.claim("c", NOW, LEASE) is None
    store.fail(second.id, "b", "refused")
    assert claimed(store, "c").part == 3


def test_an_arrival_is_recorded_once_with_its_lines(store: Store) -> None:
    lines = (LINE, replace(LINE, article=5, part="title", text="a  b"), replace(LINE, start=0))
    delivery = sent(store, "C1", "1.5", *lines)
    assert not store.record_sent(delivery.id, "b", "2.5", NOW)
    assert store.deliveries("T1", "C1")[0].ts == "1.5"
    assert tuple(one.line for one in store.shown("T1", "C1", "1.5")) == lines
    assert store.articles_shown("T1", "C1", "1.5") == (7, 5)
    assert store.shown("T2", "C1", "1.5") == ()
    assert [one.id for one in store.sent()] == [delivery.id]


def test_a_late_arrival_stops_the_next_holder(store: Store) -> None:
    plan(store)
    delivery = claimed(store)
    claimed(store, "b", NOW + LEASE)
    assert store.record_sent(delivery.id, "a", "1.0", NOW + LEASE)
    assert not store.still_owned(delivery.id, "b", NOW + LEASE)


def test_a_delivery_put_back_counts_as_not_posted(store: Store) -> None:
    plan(store)
    delivery = claimed(store)
    assert store.release(delivery.id, "a", NOW + LEASE, "ratelimited")
    assert store.claim("a", NOW, LEASE) is None
    again = claimed(store, "a", NOW + LEASE)
    assert (again.tries, again.reason) == (1, "ratelimited")


@pytest.mark.parametrize("end", ["fail", "uncertain"])
def test_what_is_over_is_not_claimed_until_it_is_asked_for(store: Store, end: str) -> None:
    plan(store)
    delivery = claimed(store)
    assert not getattr(store, end)(delivery.id, "b", "not mine")
    assert getattr(store, end)(delivery.id, "a", "reason")
    assert store.claim("a", NOW + 9 * LEASE, LEASE) is None
    assert store.deliveries("T1", "C1")[0].reason == "reason"
    assert not store.resend(delivery.id, "T2", NOW)
    assert store.resend(delivery.id, "T1", NOW)
    assert claimed(store).tries == 1


def test_only_uncertain_deliveries_are_offered(store: Store) -> None:
    sent(store, "C1", "1.0")
    store.plan("T1", "C1", "weekly", DAY, now=NOW)
    weekly = claimed(store)
    store.uncertain(weekly.id, "a", "lost reply")
    assert [one.id for one in store.uncertain_deliveries("T1", "C1")] == [weekly.id]
    assert store.uncertain_deliveries("T2", "C1") == ()


def test_a_missed_slot_is_noted_and_never_sent(store: Store) -> None:
    assert store.plan("T1", "C1", "morning", DAY, now=NOW, missed="asleep for 8 hours")
    assert store.claim("a", NOW, LEASE) is None
    assert store.deliveries("T1", "C1")[0].reason == "asleep for 8 hours"


def test_what_an_edition_showed_is_known(store: Store) -> None:
    sent(store, "C1", "1.0", LINE)
    sent(store, "C2", "1.0", replace(LINE, article=8))
    store.show("T1", "C1", "3.0", [replace(LINE, article=99)])
    assert store.articles_briefed("T1", "C1", "morning") == {7}
    assert store.articles_briefed("T1", "C1", "weekly") == frozenset()


def test_showing_a_message_again_replaces_its_lines(store: Store) -> None:
    store.show("T1", "C1", "1.0", [LINE, replace(LINE, start=1)])
    store.show("T1", "C1", "1.0", [replace(LINE, start=2)])
    assert [one.line.start for one in store.shown("T1", "C1", "1.0")] == [2]


def test_every_line_ever_shown_is_gone_through(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.PAGE", 4)
    for number in range(3):
        store.show("T1", f"C{number}", "1.0", [LINE] * 3)
    assert len({(one.channel_id, one.position) for one in store.all_shown()}) == 9
    assert len(tuple(store.all_shown())) == 9


def test_an_event_is_met_for_the_first_time_once(store: Store) -> None:
    assert store.first_time("Ev1", NOW)
    assert not store.first_time("Ev1", NOW + LEASE)
    assert store.forget_events(NOW + LEASE) == 1
    assert store.first_time("Ev1", NOW)


def test_reports_stay_in_their_workspace(store: Store) -> None:
    given = Feedback("T1", "C1", "U1", "problem", "article 7", NOW, "wrong date")
    store.report(given)
    assert store.reports("T1") == (given,)
    assert store.reports("T2") == ()
