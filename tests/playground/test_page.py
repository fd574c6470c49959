"""The page: every block is shown, nothing that is written acts, and in a browser it works by itself."""

from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup
from slack_sdk import WebClient

from bot.playground.workspace.blocks.walk import with_ids
from bot.playground.workspace.manifest import read_manifest
from bot.playground.workspace.model import Message
from bot.playground.workspace.page.render import Look
from bot.playground.workspace.page.render import Page as Shown
from bot.playground.workspace.state import State
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, call_json
from tests.playground.kit import ACCEPTED
from tests.playground.newer_kit import NEWER_ACCEPTED

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
ALL_ACCEPTED = ACCEPTED | NEWER_ACCEPTED
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


@pytest.mark.parametrize("name", ALL_ACCEPTED)
def test_every_block_is_shown(name: str) -> None:
    state = State(read_manifest(MANIFEST), StillClock())
    channel, blocks = state.channels["C0NHSBRIEF"], with_ids([ALL_ACCEPTED[name]])
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


def test_hostile_text_stays_text_in_newer_blocks_and_in_the_inspector() -> None:
    """Blocks are shown as they are, unchecked: what the validator lets through tomorrow is safe too."""
    word = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    raw = {"type": "raw_text", "text": word}
    data = {"label": word, "value": 1}
    axes = {"categories": [word], "x_label": word, "y_label": word}
    bars = {"type": "bar", "series": [{"name": word, "data": [data]}], "axis_config": axes}
    plain = {"type": "plain_text", "text": word}
    option = {"text": plain, "value": word, "url": "javascript:alert(1)"}
    blocks: list[dict[str, Any]] = [
        {"type": "data_table", "caption": word, "rows": [[raw], [raw]]},
        {"type": "data_table", "caption": word, "rows": [[raw], [{**raw, "type": word}]]},
        {"type": "data_visualization", "title": word, "chart": bars},
        {"type": "data_visualization", "title": word, "chart": {"type": word}},
        {"type": "data_visualization", "title": word, "chart": {"type": "pie", "segments": [data]}},
        {"type": "task_card", "task_id": word, "title": word, "status": word},
        {"type": "file", "external_id": word, "source": "remote"},
        {"type": word, "text": word},
        {
            "type": "actions",
            "block_id": word,
            "elements": [
                {"type": word, "action_id": word},
                {"type": "button", "text": plain, "url": "javascript:alert(1)", "style": word},
                {"type": "multi_static_select", "placeholder": plain, "options": [option]},
                {"type": "overflow", "options": [option]},
                {"type": "radio_buttons", "options": [option], "action_id": word},
            ],
        },
    ]
    state = State(read_manifest(MANIFEST), StillClock())
    channel, ts = state.channels["C0NHSBRIEF"], state.next_ts()
    state.put(Message(channel.id, ts, "U0NHSBRIEF", word, with_ids(blocks)))
    html = Shown(state).render(state.people["U0ADA"], channel, Look(inspect=ts))
    page = BeautifulSoup(html, "lxml")
    assert [tag["src"] for tag in page.find_all("script")] == ["/static/page.js"]
    assert not page.select("img, [onerror], [style]")
    assert not [a for a in page.select("a[href]") if str(a["href"]).startswith("javascript:")]
    assert page.select_one(".inspector pre") and word in page.select_one(".inspector pre").text  # type: ignore[union-attr]


def test_a_file_is_shown_with_its_name_and_size_and_may_be_fetched_here() -> None:
    state = State(read_manifest(MANIFEST), StillClock())
    channel, word = state.channels["C0NHSBRIEF"], '"><b>Waits</b>.csv'
    file = {"id": "F0A/../x", "name": word, "title": word, "filetype": "csv", "size": 2_048}
    state.put(Message(channel.id, state.next_ts(), "U0NHSBRIEF", "Here", files=(file,)))
    shown = BeautifulSoup(Shown(state).render(state.people["U0ADA"], channel), "lxml")
    place = shown.select_one("#log .file")
    assert place and word in place.text and "CSV · 2.0 kB" in place.text
    assert place.a and str(place.a["href"]).startswith("/files/F0A")


@pytest.mark.parametrize(
    "query",
    [
        "?channel=<script>",
        "?user=%00&thread=x&inspect=y",
        "?inspect=all&since=<b>",
        '?thread="><script>alert(1)</script>',
        "?app=1&tab=<i>",
        "?since=99999999999999999999&thread=",
    ],
)
def test_no_address_breaks_or_enters_the_page(workspace: Workspace, query: str) -> None:
    page = soup(workspace, quote(query, safe="?&=%"))
    assert page.select_one("#main") and len(page.find_all("script")) == 1
