"""The page: every block is shown, nothing that is written acts, and in a browser it works by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.workspace.blocks.walk import with_ids
from bot.playground.workspace.manifest import read_manifest
from bot.playground.workspace.model import Message
from bot.playground.workspace.page.render import Page as Shown
from bot.playground.workspace.state import State
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, call_json, hang_up, wait_for
from tests.playground.test_blocks import ACCEPTED

BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> \"' onmouseover=alert(1) "
    '<javascript:alert(1)|press> <https://a.org/"onclick="alert(1)|x> {{ 7*7 }} </textarea></div>'
)
BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "more",
            "text": {"type": "plain_text", "text": "Full summary"},
        }
    ],
}


def soup(workspace: Workspace, query: str = "") -> BeautifulSoup:
    status, html = call_json(f"{workspace.url}{query}")
    assert status == 200
    return BeautifulSoup(html, "lxml")


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_block_is_shown(name: str) -> None:
    state = State(read_manifest(MANIFEST), StillClock())
    channel, blocks = state.channels["C0NHSBRIEF"], with_ids([ACCEPTED[name]])
    state.put(Message(channel.id, state.next_ts(), "U0NHSBRIEF", "x", blocks))
    html = Shown(state).render(state.people["U0ADA"], channel, None)
    body = BeautifulSoup(html, "lxml").select_one("#log .message .body")
    assert body is not None and body.find(True) is not None
    assert not body.select(".unsupported") or name == "rich text"


def test_a_block_that_the_page_does_not_know_is_shown_as_unknown() -> None:
    state = State(read_manifest(MANIFEST), StillClock())
    channel = state.channels["C0NHSBRIEF"]
    state.put(Message(channel.id, state.next_ts(), "U0NHSBRIEF", "x", ({"type": "graph"},)))
    html = Shown(state).render(state.people["U0ADA"], channel, None)
    assert "Unsupported block: graph" in html


def test_hostile_text_stays_text_in_every_slot(
    workspace: Workspace, client: WebClient, channel: str, control: Control
) -> None:
    def plain(text: str) -> dict[str, Any]:
        return {"type": "plain_text", "text": text}

    short = HOSTILE[:70]
    mrkdwn = {"type": "mrkdwn", "text": HOSTILE}
    leaf = {"type": "text", "text": HOSTILE}
    option = {"text": plain(short), "value": HOSTILE[:140], "description": plain(short)}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain(HOSTILE[:150])},
        {"type": "section", "text": mrkdwn, "fields": [mrkdwn, plain(HOSTILE)]},
        {"type": "context", "elements": [mrkdwn, plain(HOSTILE)]},
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [leaf]}]},
        {"type": "image", "image_url": "https://a.org/x", "alt_text": HOSTILE},
        {"type": "markdown", "text": HOSTILE},
        {"type": "card", "title": plain(HOSTILE[:150]), "body": mrkdwn},
        {"type": "table", "rows": [[{"type": "raw_text", "text": HOSTILE}]]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain(short), "value": HOSTILE, "action_id": HOSTILE},
                {"type": "static_select", "options": [option], "placeholder": plain(short)},
                {"type": "overflow", "options": [option]},
            ],
        },
    ]
    client.chat_postMessage(channel=channel, text=HOSTILE, blocks=blocks)
    client.chat_postMessage(channel=channel, text=HOSTILE)
    control.post("message", user="ada", channel=channel, text=HOSTILE)
    page = soup(workspace)
    assert [script["src"] for script in page.find_all("script")] == ["/static/page.js"]
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.lower().startswith("on")], tag
        assert not str(tag.get("href", "")).lower().startswith(("javascript:", "data:"))
    assert not page.select("#log img") and "49" not in page.select_one("#log").get_text()  # type: ignore[union-attr]
    assert page.get_text().count("<script>alert(1)</script>") >= 10


def test_the_page_may_load_nothing_from_outside(workspace: Workspace) -> None:
    with urlopen(workspace.url) as answer:
        policy = answer.headers["content-security-policy"]
        html = answer.read().decode()
    assert policy.startswith("default-src 'self';") and "unsafe" not in policy
    page = BeautifulSoup(html, "lxml")
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("link, script, img, iframe")]
    assert loaded and all(str(address).startswith("/static/") for address in loaded)
    assert not page.select("[style], style")


def test_an_ephemeral_message_is_shown_to_its_person_only(
    workspace: Workspace, client: WebClient, channel: str
) -> None:
    client.chat_postEphemeral(channel=channel, user="U0ADA", text="Psst")
    assert "Only visible to you" in soup(workspace, "?user=U0ADA").get_text()
    assert "Psst" not in soup(workspace, "?user=U0BEN").get_text()


def test_a_reply_stands_in_the_thread_and_is_counted_in_the_channel(
    workspace: Workspace, client: WebClient, channel: str
) -> None:
    ts = client.chat_postMessage(channel=channel, text="Parent")["ts"]
    client.chat_postMessage(channel=channel, text="Hidden reply", thread_ts=ts)
    page = soup(workspace, f"?thread={ts}")
    main, side = page.select_one("#log"), page.select_one("#side-log")
    assert main and side
    assert "Hidden reply" not in main.get_text() and "1 reply" in main.get_text()
    assert [m.get_text(strip=True) for m in side.select(".body")] == ["Parent", "Hidden reply"]


def test_unread_channels_are_marked_until_they_are_seen(
    workspace: Workspace, control: Control
) -> None:
    control.post("message", user="ben", channel="general", text="News")
    assert [a.get_text(strip=True) for a in soup(workspace).select("a.unread")] == [
        "#general, unread"
    ]
    soup(workspace, "?channel=general")
    assert not soup(workspace).select("a.unread")
    assert not soup(workspace, "?user=U0BEN").select("a.unread")


def test_an_edit_and_a_permalink_are_shown(
    workspace: Workspace, client: WebClient, channel: str
) -> None:
    ts = client.chat_postMessage(channel=channel, text="Old")["ts"]
    client.chat_update(channel=channel, ts=ts, text="New")
    link = client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"]
    status, html = call_json(link)
    article = BeautifulSoup(html, "lxml").find(id=f"m-{ts}")
    assert status == 200 and article
    assert article.select_one(".edited") and "New" in article.get_text()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else Playwright's own; else the tests are skipped, loudly."""
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=BROWSER_ARGS
            )
        except Error as error:
            pytest.skip(f"NO BROWSER: install chromium, the page is not tested in one ({error})")
        yield opened
        opened.close()


class Visit:
    """A page in the browser, and everything that went wrong on it."""

    def __init__(self, browser: Browser, workspace: Workspace, **options: Any) -> None:
        self.workspace = workspace
        self.troubles: list[str] = []
        self.page: Page = browser.new_context(**options).new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", self._check_request)
        self.page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.page.goto(workspace.url)

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.troubles.append(message.text)

    def _check_request(self, request: Any) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.troubles.append(f"left this machine: {request.url}")


@pytest.fixture
def visit(browser: Browser, workspace: Workspace) -> Iterator[Visit]:
    opened = Visit(browser, workspace)
    yield opened
    opened.page.context.close()
    assert opened.troubles == []


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
    visit: Visit, app: App, client: WebClient, channel: str, tmp_path: Path
) -> None:
    client.chat_postMessage(channel=channel, text="Briefing", blocks=[BUTTON])
    visit.page.get_by_role("button", name="Full summary").click()
    expect(visit.page.locator(".message.ephemeral")).to_contain_text("The full summary")
    visit.page.screenshot(path=tmp_path / "page.png")


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
    visit.troubles[:] = [t for t in visit.troubles if "400 (Bad Request)" not in t]


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
    visit.page.context.close()
    assert width <= 390 and visit.troubles == []
