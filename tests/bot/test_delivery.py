"""A due edition reaches its channel once: through crashes, lost replies and refusals.

The workspace is the playground's, over real HTTP; the databases are SQLite and PostgreSQL.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks.corrections import MARK
from bot.blocks.lines import content_lines
from bot.blocks.lists import note_message
from bot.config import load_config
from bot.delivery.channel import post, slack_client
from bot.delivery.compose import Composer
from bot.delivery.corrections import CorrectionWatch
from bot.delivery.courier import LEASE, Courier
from bot.delivery.outcomes import RETRY_CURABLE_AFTER
from bot.editions import subscription_of
from bot.model import Subscription
from bot.playground.workspace.workspace import Workspace
from bot.store import Store
from bot.verify import verify
from feeds.archive import Archive
from feeds.database import Database
from summaries.library.store import Library
from summaries.reading import read_new
from tests.builders import draft
from tests.playground.harness import MANIFEST, StillClock

BEFORE = datetime(2026, 11, 23, 7, 29, tzinfo=UTC)
NIGHT = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
CONFIG = load_config(None, {})
TEXT = (
    "Hospitals in Eastmere will get £12 million for extra beds this winter. "
    "The trust said around 4,300 patients waited more than four hours in October. "
    "The NHS board will publish its plan on 9 December."
)
NO_HISTORY: dict[str, Any] = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["chat:write"]}}}


class Newsroomless:
    """A courier on one database and one workspace, with one article to brief."""

    def __init__(self, database: Database, workspace: Workspace, clock: StillClock) -> None:
        self.database, self.workspace, self.clock = database, workspace, clock
        self.archive, self.library = Archive(database), Library(database)
        self.store = Store(database)
        self.composer = Composer(self.archive, self.library, CONFIG)
        self.client = slack_client(workspace.bot_token, workspace.api_url)
        self.channel = workspace.channel_id("nhs-brief")
        self.archive.add(
            draft(TEXT, title="Eastmere beds", outlet="Daily Lantern", published=NIGHT), NIGHT
        )
        read_new(self.archive, self.library)

    def courier(self) -> Courier:
        """A process of its own: nothing is shared but the database."""
        clock: Any = self.clock
        return Courier(self.store, self.archive, self.composer, lambda _: self.client, clock)

    def subscribe(self, channel: str | None = None) -> Subscription:
        chosen = subscription_of(
            CONFIG.editions["morning"],
            self.workspace.team_id,
            channel or self.channel,
            "Europe/London",
            self.clock.now(),
        )
        self.store.subscribe(chosen)
        return chosen

    def posts(self, channel: str | None = None) -> list[dict[str, Any]]:
        found = self.client.conversations_history(channel=channel or self.channel, limit=100)
        return [one for one in found["messages"] if one.get("bot_id")]

    def planned(self, courier: Courier) -> None:
        """The morning has come and its row is there, but nobody has claimed it."""
        self.subscribe()
        self.clock.advance(timedelta(minutes=1))
        assert courier.plan_due() == 1


@pytest.fixture
def clock() -> StillClock:
    return StillClock(BEFORE)


@pytest.fixture
def workspace(clock: StillClock) -> Iterator[Workspace]:
    running = Workspace(MANIFEST, clock)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def here(database: Database, workspace: Workspace, clock: StillClock) -> Newsroomless:
    return Newsroomless(database, workspace, clock)


def test_a_due_edition_is_posted_once_however_often_the_clock_ticks(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    assert [courier.deliver_all(), courier.plan_due(), courier.deliver_all()] == [1, 0, 0]
    assert len(here.posts()) == 1


def test_every_line_posted_stands_in_the_article(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    lines = content_lines(here.posts()[0]["blocks"])
    assert lines and all(line in TEXT or line == "Eastmere beds" for line in lines)


def test_two_couriers_post_once(here: Newsroomless) -> None:
    first, second = here.courier(), here.courier()
    here.planned(first)
    assert first.deliver_all() + second.deliver_all() == 1


def test_a_crash_after_the_post_is_found_again_in_the_channel(here: Newsroomless) -> None:
    crashed = here.courier()
    here.planned(crashed)
    claimed = here.store.claim(crashed.owner, here.clock.now(), LEASE)
    assert claimed is not None
    frozen = crashed._freeze(claimed)
    assert frozen is not None and frozen.payload is not None
    assert post(here.client, here.channel, frozen.payload, frozen.id).state == "sent"

    after = here.courier()
    assert after.deliver_all() == 0  # the lease still runs
    here.clock.advance(LEASE)
    after.deliver_all()
    assert len(here.posts()) == 1
    [row] = here.store.deliveries(here.workspace.team_id, here.channel)
    assert (row.state, row.ts) == ("sent", here.posts()[0]["ts"])
    assert here.store.shown(here.workspace.team_id, here.channel, row.ts or "")


def test_a_crash_before_the_post_is_made_good(here: Newsroomless) -> None:
    crashed = here.courier()
    here.planned(crashed)
    claimed = here.store.claim(crashed.owner, here.clock.now(), LEASE)
    assert claimed is not None and crashed._freeze(claimed) is not None
    here.clock.advance(LEASE)
    assert here.courier().deliver_all() == 1
    assert len(here.posts()) == 1


def test_many_later_posts_do_not_hide_the_one_that_arrived(here: Newsroomless) -> None:
    crashed = here.courier()
    here.planned(crashed)
    claimed = here.store.claim(crashed.owner, here.clock.now(), LEASE)
    assert claimed is not None
    frozen = crashed._freeze(claimed)
    assert frozen is not None and frozen.payload is not None
    post(here.client, here.channel, frozen.payload, frozen.id)
    for number in range(30):
        here.clock.advance(timedelta(seconds=2))
        here.client.chat_postMessage(channel=here.channel, text=f"talk {number}")
    here.clock.advance(LEASE)
    assert here.courier().deliver_all() == 0
    assert len(here.posts()) == 31


def test_without_history_scope_nothing_is_doubled_and_it_is_offered(
    database: Database, clock: StillClock
) -> None:
    workspace = Workspace(NO_HISTORY, clock)
    workspace.start()
    try:
        here = Newsroomless(database, workspace, clock)
        crashed = here.courier()
        here.planned(crashed)
        claimed = here.store.claim(crashed.owner, clock.now(), LEASE)
        assert claimed is not None
        frozen = crashed._freeze(claimed)
        assert frozen is not None and frozen.payload is not None
        post(here.client, here.channel, frozen.payload, frozen.id)
        clock.advance(LEASE)
        assert here.courier().deliver_all() == 0
        [offered] = here.store.uncertain_deliveries(workspace.team_id, here.channel)
        assert here.store.resend(offered.id, workspace.team_id, clock.now())
        assert here.courier().deliver_all() == 1
    finally:
        workspace.stop()


def test_a_channel_without_the_bot_is_kept_with_its_cure_and_the_others_go_on(
    here: Newsroomless,
) -> None:
    random = here.workspace.channel_id("random")
    here.subscribe()
    here.subscribe(random)
    here.clock.advance(timedelta(minutes=1))
    courier = here.courier()
    courier.plan_due()
    assert courier.deliver_all() == 1
    [kept] = here.store.deliveries(here.workspace.team_id, random)
    assert kept.state == "planned" and "/invite @NHS Brief" in (kept.reason or "")
    here.clock.advance(RETRY_CURABLE_AFTER)
    assert courier.deliver_all() == 0


def test_a_wrong_token_keeps_the_delivery(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    good = here.client
    here.client = WebClient(token="xoxb-wrong", base_url=here.workspace.api_url, retry_handlers=[])
    assert courier.deliver_all() == 0
    here.client = good
    here.clock.advance(RETRY_CURABLE_AFTER)
    assert courier.deliver_all() == 1


def test_a_server_that_cannot_be_reached_leaves_it_for_recovery(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    good = here.client
    here.client = slack_client(here.workspace.bot_token, "http://127.0.0.1:9/api/")
    assert courier.deliver_all() == 0
    here.client = good
    here.clock.advance(LEASE)
    assert courier.deliver_all() == 1
    assert len(here.posts()) == 1


def test_an_edition_that_is_silent_when_empty_posts_nothing(here: Newsroomless) -> None:
    silent = CONFIG.edition_parts["morning"].model_copy(update={"empty": "silent"})
    config = CONFIG.model_copy(
        update={"edition_parts": {**CONFIG.edition_parts, "morning": silent}}
    )
    here.composer = replace(here.composer, config=config)
    courier = here.courier()
    here.planned(courier)
    here.clock.advance(timedelta(0))
    here.store.subscribe(
        replace(here.subscribe(), include=("nothing-has-this-word",), created_at=BEFORE)
    )
    assert courier.deliver_all() == 0
    assert here.posts() == []


def test_the_next_morning_repeats_nothing_and_says_so(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    here.clock.advance(timedelta(days=1))
    courier.plan_due()
    courier.deliver_all()
    newest, _ = here.posts()
    assert content_lines(newest["blocks"]) == ()
    assert "Nothing new" in newest["text"]


def test_a_reply_is_posted_once_per_key(here: Newsroomless) -> None:
    courier = here.courier()
    parent = here.client.chat_postMessage(channel=here.channel, text="parent")["ts"]
    note = note_message("A note.")
    place = (here.workspace.team_id, here.channel)
    assert courier.reply(*place, note, parent, "event-1") is not None
    assert courier.reply(*place, note, parent, "event-1") is None
    replies = here.client.conversations_replies(channel=here.channel, ts=parent)["messages"]
    assert len(replies) == 2


def test_verify_finds_nothing_wrong_until_a_character_is_changed(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()

    def findings() -> list[str]:
        checked = verify(here.store, here.archive, lambda _: here.client)
        return [fault for finding in checked for fault in finding.wrong]

    assert findings() == []
    [posted] = here.posts()
    changed = _with_one_character_changed(deepcopy(posted["blocks"]))
    here.client.chat_update(
        channel=here.channel, ts=posted["ts"], blocks=changed, text=posted["text"]
    )
    [fault] = findings()
    assert fault.startswith("line 1 differs")
    here.client.chat_update(
        channel=here.channel, ts=posted["ts"], blocks=posted["blocks"], text=posted["text"] + "!"
    )
    faults = findings()
    assert faults and all(fault.startswith("text line") for fault in faults)


def _with_one_character_changed(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for block in blocks:
        for part in block.get("elements", []):
            if part.get("type") == "rich_text_quote":
                words = part["elements"][0]["text"]
                part["elements"][0]["text"] = ("X" if words[0] != "X" else "Y") + words[1:]
                return blocks
    raise AssertionError("no content line in the post")


def test_the_latest_briefing_is_the_one_that_was_sent(here: Newsroomless) -> None:
    team = here.workspace.team_id
    assert here.store.latest_briefing(team, here.channel) == ()
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    courier.reply(team, here.channel, note_message("A later reply."), None, "event-1")
    [latest] = here.store.latest_briefing(team, here.channel)
    [posted] = [one for one in here.posts() if "later reply" not in one["text"]]
    assert content_lines(latest.blocks) == content_lines(posted["blocks"])
    assert [line.text for line in latest.lines]


def test_what_nobody_was_there_to_send_is_missed_and_the_next_briefing_says_so(
    here: Newsroomless,
) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    here.clock.advance(timedelta(days=2))
    courier.plan_due()
    courier.deliver_all()
    newest, _ = here.posts()
    assert "1 edition missed (Tue 24 Nov)" in newest["text"]
    states = [one.state for one in here.store.deliveries(here.workspace.team_id, here.channel)]
    assert states == ["sent", "missed", "sent"]
    here.clock.advance(timedelta(days=1))
    courier.plan_due()
    courier.deliver_all()
    assert "missed" not in here.posts()[0]["text"]


def test_the_briefing_after_a_missed_one_covers_its_time_too(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    here.clock.advance(timedelta(hours=3))
    of_monday = "NHS nurses at the hospital in Tarnbeck will strike for 4 days in December."
    now = here.clock.now()
    here.archive.add(draft(of_monday, "https://example.org/two", published=now), now)
    read_new(here.archive, here.library)
    here.clock.advance(timedelta(days=1, hours=21))
    courier.plan_due()
    courier.deliver_all()
    assert of_monday in content_lines(here.posts()[0]["blocks"])


def test_what_slack_refused_for_too_long_is_missed_not_posted_as_stale_news(
    here: Newsroomless,
) -> None:
    random = here.workspace.channel_id("random")
    here.subscribe(random)
    here.clock.advance(timedelta(minutes=1))
    courier = here.courier()
    courier.plan_due()
    courier.deliver_all()
    here.clock.advance(CONFIG.catch_up + timedelta(minutes=1))
    courier.deliver_all()
    [row] = here.store.deliveries(here.workspace.team_id, random)
    assert row.state == "missed" and "/invite" in (row.reason or "")
    assert here.store.resend(row.id, here.workspace.team_id, here.clock.now())
    courier.deliver_all()
    [row] = here.store.deliveries(here.workspace.team_id, random)
    assert row.state == "planned"


def test_one_edition_that_cannot_be_composed_holds_up_nobody(
    here: Newsroomless, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = here.workspace.channel_id("random")
    here.subscribe(random)
    here.subscribe()
    here.clock.advance(timedelta(minutes=1))
    courier = here.courier()
    courier.plan_due()
    whole = Composer.compose

    def broken(self: Composer, subscription: Subscription, *args: Any, **more: Any) -> Any:
        if subscription.channel_id == random:
            raise ZeroDivisionError
        return whole(self, subscription, *args, **more)

    monkeypatch.setattr(Composer, "compose", broken)
    assert courier.deliver_all() == 1
    [kept] = here.store.deliveries(here.workspace.team_id, random)
    assert (kept.state, kept.tries) == ("planned", 0)


def test_a_second_post_in_a_channel_waits_for_slacks_pace(here: Newsroomless) -> None:
    waits: list[float] = []
    courier = replace(here.courier(), wait=waits.append)
    here.subscribe()
    here.store.subscribe(replace(here.subscribe(), edition="wrap"))
    here.clock.advance(timedelta(minutes=1))
    courier.plan_due()
    assert courier.deliver_all() == 2
    assert len(waits) == 1 and 0 < waits[0] <= 1


def test_a_workspace_that_must_wait_is_left_alone(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.pacer.hold(here.workspace.team_id, datetime.now(UTC) + timedelta(minutes=5))
    assert courier.deliver_all() == 0
    [kept] = here.store.deliveries(here.workspace.team_id, here.channel)
    assert (kept.state, kept.tries) == ("planned", 0)


def test_a_line_that_changed_at_its_source_is_noted_once_and_its_post_marked(
    here: Newsroomless,
) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    nobody: Any = None  # nothing here has a link to be read again
    watch = CorrectionWatch(courier, here.archive, nobody)
    assert watch.run() == 0
    here.clock.advance(timedelta(hours=2))
    fixed = TEXT.replace("4,300", "3,400").replace("£12 million", "£21 million")
    here.archive.add(draft(fixed, title="Eastmere beds"), here.clock.now())
    assert [watch.run(), watch.run()] == [1, 0]
    [posted] = here.posts()
    thread = here.client.conversations_replies(channel=here.channel, ts=posted["ts"])["messages"]
    _, note = thread
    lines = content_lines(note["blocks"])
    assert any("£12 million" in line for line in lines)
    assert all(line in TEXT or line in fixed for line in lines)
    assert MARK in str(posted["blocks"])
    checked = verify(here.store, here.archive, lambda _: here.client)
    assert [fault for finding in checked for fault in finding.wrong] == []


def test_a_line_that_changed_after_the_watch_has_ended_is_not_noted(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    here.clock.advance(CONFIG.corrections + timedelta(minutes=1))
    here.archive.add(draft(TEXT.replace("4,300", "3,400")), here.clock.now())
    nobody: Any = None
    assert CorrectionWatch(courier, here.archive, nobody).run() == 0


def test_old_deliveries_are_forgotten_with_their_lines_and_open_ones_are_kept(
    here: Newsroomless,
) -> None:
    courier = here.courier()
    here.planned(courier)
    courier.deliver_all()
    here.clock.advance(timedelta(days=1))
    courier.plan_due()
    assert here.store.forget_deliveries(here.clock.now()) == 1
    assert list(here.store.all_shown()) == []
    [kept] = here.store.deliveries(here.workspace.team_id, here.channel)
    assert kept.state == "planned"


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "status_before", "status_after"])
def test_whatever_goes_wrong_with_the_post_it_arrives_once(here: Newsroomless, fault: str) -> None:
    courier = here.courier()
    here.planned(courier)
    here.workspace.fault(fault, "chat.postMessage")
    assert courier.deliver_all() == 0
    here.clock.advance(LEASE)
    courier.deliver_all()
    assert len(here.posts()) == 1
    [row] = here.store.deliveries(here.workspace.team_id, here.channel)
    assert (row.state, row.ts) == ("sent", here.posts()[0]["ts"])


def test_retry_after_is_obeyed(here: Newsroomless) -> None:
    courier = here.courier()
    here.planned(courier)
    here.workspace.fault("rate_limited", "chat.postMessage", retry_after=90)
    assert courier.deliver_all() == 0
    here.clock.advance(timedelta(seconds=89))
    assert here.courier().deliver_all() == 0
    here.clock.advance(timedelta(seconds=1))
    assert here.courier().deliver_all() == 1
    assert len(here.posts()) == 1


def test_an_answer_that_is_not_json_leaves_it_open() -> None:
    class Gateway:
        def chat_postMessage(self, **_: object) -> None:  # noqa: N802 - Slack's name
            raise SlackApiError("a page of a gateway", {"status": 502, "body": "<html>"})

    client: Any = Gateway()
    assert post(client, "C1", {}, "id").state == "unknown"
