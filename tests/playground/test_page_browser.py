"""The page in a real browser: writing, reading, keyboard, a phone; nothing leaves this machine.

Every visit fails on a console error, a dialog, or a request to elsewhere: browsing.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.workspace.workspace import Workspace
from tests.playground.browsing import Visit
from tests.playground.harness import Control, StillClock, hang_up, wait_for
from tests.playground.kit import ACCEPTED
from tests.playground.test_page import BUTTON, HOSTILE

LONG = [{"type": "section", "text": {"type": "plain_text", "text": f"Line {n}"}} for n in range(45)]


@pytest.fixture
def app(client: WebClient, workspace: Workspace) -> Iterator[App]:
    """A small Bolt app behind the page."""
    bolt = App(client=client, raise_error_for_unhandled_request=False)

    @bolt.command("/nhs-brief")
    def answer(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        respond(f"You asked: {command['text']}")

    @bolt.event("app_mention")
    def reply(event: dict[str, Any], say: Say) -> None:
        say(text="I have read it", thread_ts=event["ts"])

    @bolt.event("message")
    def ignore() -> None:
        """Messages that are not for the app."""

    @bolt.action("more")
    def press(ack: Ack, respond: Respond) -> None:
        ack()
        respond("The full summary")

    handler = SocketModeHandler(bolt, workspace.app_token)
    handler.client.proxy = None
    handler.connect()
    wait_for(lambda: workspace.journal("connected"), "the socket")
    yield bolt
    hang_up(workspace, handler)


@pytest.mark.browser
def test_a_typed_command_is_completed_and_answered(visit: Visit, app: App) -> None:
    box = visit.page.get_by_role("combobox", name="Message #nhs-brief as Ada Morgan")
    box.press_sequentially("/nh")
    expect(visit.page.locator("#say-choices li")).to_contain_text("[question or help]")
    box.press("Tab")
    box.press_sequentially("how many wait?")
    box.press("Enter")
    answer = visit.page.locator("#log .message.ephemeral")
    expect(answer).to_contain_text("You asked: how many wait?")
    expect(answer).to_contain_text("Only visible to you")
    expect(box).to_have_value("")


@pytest.mark.browser
def test_a_mention_is_answered_in_a_thread_that_can_be_followed(visit: Visit, app: App) -> None:
    box = visit.page.locator("#say")
    box.press_sequentially("@nhs")
    box.press("Tab")
    box.press_sequentially("see https://example.org/story")
    box.press("Enter")
    visit.page.get_by_role("link", name="1 reply").click()
    thread = visit.page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("I have read it")
    reply = thread.get_by_role("combobox", name="Reply as Ada Morgan")
    expect(reply).to_be_focused()
    reply.fill("Thank you")
    reply.press("Enter")
    expect(thread.locator(".message").last).to_contain_text("Thank you")
    thread.get_by_role("link", name="Close the thread").click()
    expect(thread).to_have_count(0)
    expect(visit.page.locator("#log")).to_contain_text("2 replies")


@pytest.mark.browser
def test_a_post_arrives_by_itself_and_its_button_works(
    visit: Visit, app: App, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="Briefing", blocks=[BUTTON])
    visit.page.get_by_role("button", name="Full summary").click()
    expect(visit.page.locator(".message.ephemeral")).to_contain_text("The full summary")


@pytest.mark.browser
def test_the_clock_is_moved_by_its_buttons(visit: Visit, clock: StillClock) -> None:
    visit.page.get_by_role("button", name="+1 min").click()
    expect(visit.page.locator("#clock")).to_have_text("Mon 23 Nov 2026, 07:30:00")
    visit.page.get_by_role("button", name="07:30 tomorrow").click()
    expect(visit.page.locator("#clock")).to_have_text("Tue 24 Nov 2026, 07:30:00")
    assert clock.now().isoformat() == "2026-11-24T07:30:00+00:00"


@pytest.mark.browser
def test_one_can_be_someone_else_and_go_elsewhere(visit: Visit, control: Control) -> None:
    visit.page.get_by_label("You are").select_option("Ben Okafor")
    visit.page.get_by_role("link", name="general").click()
    box = visit.page.get_by_role("combobox", name="Message #general as Ben Okafor")
    box.fill("Coffee?")
    box.press("Enter")
    expect(visit.page.locator("#log .message").last).to_contain_text("Coffee?")
    assert control.messages("general")[-1]["user"] == "U0BEN"


@pytest.mark.browser
def test_a_mistyped_command_is_told_beside_the_box(visit: Visit) -> None:
    visit.page.locator("#say").fill("/dance now")
    visit.page.locator("#say").press("Enter")
    expect(visit.page.locator("#composer .trouble")).to_have_text("/dance is not a valid command.")
    visit.refused()


@pytest.mark.browser
def test_hostile_text_does_nothing_in_a_browser(
    visit: Visit, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text=HOSTILE)
    message = visit.page.locator("#log .message").last
    expect(message).to_contain_text("<script>alert(1)</script>")
    message.get_by_text("press", exact=False).first.hover()


@pytest.mark.browser
def test_a_phone_shows_it_without_scrolling_sideways(
    browser: Browser, workspace: Workspace, client: WebClient, channel: str
) -> None:
    wide = [ACCEPTED["carousel"], ACCEPTED["table"]]
    client.chat_postMessage(channel=channel, text="x", blocks=wide)
    visit = Visit(browser, workspace, viewport={"width": 390, "height": 800})
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    visit.page.get_by_role("button", name="Channels").click()
    visit.page.get_by_role("link", name="random").click()
    expect(visit.page.get_by_role("heading", name="#random")).to_be_visible()
    expect(visit.page.locator("#sidebar")).to_be_hidden()
    visit.close()
    assert width <= 390


def top_of(page: Page, text: str) -> float:
    """How far below the top of the log this text stands; less than 0 where it is out of sight."""
    log, place = page.locator("#log").bounding_box(), page.get_by_text(text).bounding_box()
    assert log and place
    return place["y"] - log["y"]


@pytest.mark.browser
def test_a_long_post_opens_at_its_top_and_the_newest_is_one_press_away(
    visit: Visit, client: WebClient, channel: str
) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "Briefing of today"}}
    client.chat_postMessage(channel=channel, text="Briefing", blocks=[header, *LONG])
    expect(visit.page.get_by_text("Briefing of today")).to_be_in_viewport()
    assert 0 <= top_of(visit.page, "Briefing of today") < 120
    client.chat_postMessage(channel=channel, text="And one more thing")
    jump = visit.page.get_by_role("button", name="1 new message")
    jump.click()
    expect(visit.page.get_by_text("And one more thing")).to_be_in_viewport()
    expect(jump).to_be_hidden()


@pytest.mark.browser
def test_a_new_reader_begins_at_the_first_line_and_a_returning_one_at_the_new_ones(
    browser: Browser, workspace: Workspace, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="First", blocks=LONG)
    first = Visit(browser, workspace)
    expect(first.page.get_by_text("Line 0", exact=True)).to_be_in_viewport()
    expect(first.page.locator(".new-mark")).to_have_count(0)
    first.page.get_by_role("link", name="random").click()
    expect(first.page.get_by_role("heading", name="#random")).to_be_visible()
    client.chat_postMessage(channel=channel, text="News while you were away")
    first.page.locator("a.unread", has_text="nhs-brief").click()
    marked = first.page.locator(".message", has=first.page.locator(".new-mark"))
    expect(marked).to_contain_text("News while you were away")
    expect(marked).to_be_in_viewport()
    first.close()


@pytest.mark.browser
def test_the_keyboard_is_enough(visit: Visit, app: App, client: WebClient, channel: str) -> None:
    parent = client.chat_postMessage(channel=channel, text="One")["ts"]
    client.chat_postMessage(channel=channel, text="Two", thread_ts=parent)
    page, keys = visit.page, visit.page.keyboard
    box = page.locator("#say")
    box.press_sequentially("/")
    expect(page.locator("#say-choices").get_by_role("option")).to_have_count(3)
    box.press("ArrowDown")
    expect(page.locator("#say-choices [aria-selected=true]")).to_contain_text("/invite")
    box.press("Escape")
    expect(page.locator("#say-choices")).to_be_hidden()
    box.fill("")
    page.locator("#log").focus()
    keys.press("ArrowUp")
    expect(page.locator(f"[id='m-{parent}']")).to_be_focused()
    page.get_by_role("link", name="1 reply").focus()
    keys.press("Enter")
    expect(page.get_by_role("combobox", name="Reply as Ada Morgan")).to_be_focused()
    keys.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(page.locator(f"[id='m-{parent}']")).to_be_focused()


@pytest.mark.browser
def test_the_inspector_shows_the_json_and_the_traffic_behind_an_answer(
    visit: Visit, app: App
) -> None:
    box = visit.page.locator("#say")
    box.fill("/nhs-brief how many?")
    box.press("Enter")
    answer = visit.page.locator("#log .message.ephemeral")
    answer.hover()
    answer.get_by_role("link", name="Inspect").click()
    pane = visit.page.get_by_role("complementary", name="Inspector")
    expect(pane.locator("pre").first).to_contain_text('"text": "You asked: how many?"')
    entries = pane.locator(".traffic summary")
    expect(entries.filter(has_text="sent slash_commands")).to_have_count(1)
    expect(entries.filter(has_text="response response_url")).to_have_count(1)
    expect(entries.filter(has_text="ack in time")).to_have_count(1)
    entries.filter(has_text="slash_commands").click()
    expect(pane.get_by_text('"command": "/nhs-brief"')).to_be_visible()
    visit.keep_picture("inspector")
    pane.get_by_role("link", name="Close the inspector").click()
    expect(pane).to_have_count(0)


@pytest.mark.browser
def test_a_table_of_data_is_paged_and_sorted(visit: Visit, client: WebClient, channel: str) -> None:
    rows: list[list[dict[str, Any]]] = [
        [{"type": "raw_text", "text": f"Trust {n}"}, raw_number(n * 7 % 11)] for n in range(7)
    ]
    head = [{"type": "raw_text", "text": "Trust"}, {"type": "raw_text", "text": "Beds"}]
    table = {"type": "data_table", "caption": "Beds", "rows": [head, *rows], "page_size": 4}
    client.chat_postMessage(channel=channel, text="Beds", blocks=[table])
    shown = visit.page.locator(".data-table tbody tr:visible")
    expect(shown).to_have_count(4)
    visit.page.get_by_role("button", name="More rows").click()
    expect(shown).to_have_count(3)
    visit.page.get_by_role("button", name="Beds").click()
    expect(shown.first).to_contain_text("Trust 0")
    visit.page.get_by_role("button", name="Beds").click()
    expect(shown.first).to_contain_text("Trust 3")  # 3 × 7 is 10 more than 11
    expect(visit.page.get_by_role("columnheader", name="Beds")).to_have_attribute(
        "aria-sort", "descending"
    )


def raw_number(value: int) -> dict[str, Any]:
    return {"type": "raw_number", "value": value, "text": str(value)}


@pytest.mark.browser
def test_what_was_new_stays_marked_while_one_reads_and_is_old_once_one_answers(
    browser: Browser, workspace: Workspace, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="Old")
    visit = Visit(browser, workspace)
    visit.page.get_by_role("link", name="general").click()
    expect(visit.page.get_by_role("heading", name="#general")).to_be_visible()
    parent = client.chat_postMessage(channel=channel, text="New one")["ts"]
    client.chat_postMessage(channel=channel, text="Reply", thread_ts=parent)
    visit.page.locator("a.unread", has_text="nhs-brief").click()
    mark = visit.page.locator("#log .new-mark")
    expect(mark).to_have_count(1)
    visit.page.get_by_role("link", name="1 reply").click()
    client.chat_postMessage(channel=channel, text="Another")
    expect(visit.page.locator("#log")).to_contain_text("Another")
    expect(mark).to_have_count(1)
    visit.page.locator("#say").fill("Read it")
    visit.page.locator("#say").press("Enter")
    expect(mark).to_have_count(0)
    visit.close()
