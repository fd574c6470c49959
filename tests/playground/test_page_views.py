"""Modals, the Home tab and every field in a real browser, with a small Bolt app behind them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.playground.workspace.workspace import Workspace
from tests.playground.browsing import Visit
from tests.playground.harness import Control, hang_up, wait_for
from tests.playground.test_page import HOSTILE
from tests.playground.test_views import field, modal, plain

Json = dict[str, Any]


def option(name: str) -> Json:
    return {"text": plain(name), "value": name.lower()}


FORM = modal(
    {"type": "section", "text": {"type": "mrkdwn", "text": "What is *wrong* with this line?"}},
    field("what", {"type": "plain_text_input", "multiline": True}, label=plain("What is wrong?")),
    field(
        "whom",
        {"type": "multi_static_select", "options": [option("Editor"), option("Author")]},
        label=plain("Tell whom"),
        optional=True,
    ),
    field(
        "kind",
        {"type": "static_select", "options": [option("Figure"), option("Quote")]},
        label=plain("Kind"),
    ),
    callback_id="form",
    submit=plain("Send"),
    notify_on_close=True,
)
MENUS = [
    {
        "type": "section",
        "block_id": "s",
        "text": plain("Edition"),
        "accessory": {
            "type": "static_select",
            "action_id": "menu",
            "placeholder": plain("Edition"),
            "options": [option("Morning"), option("Wrap")],
        },
    },
    {
        "type": "actions",
        "block_id": "a",
        "elements": [
            {
                "type": "multi_static_select",
                "action_id": "topics",
                "placeholder": plain("Topics"),
                "options": [option("Waits"), option("Pay"), option("Beds")],
            },
            {"type": "checkboxes", "action_id": "ticks", "options": [option("Compact")]},
            {"type": "radio_buttons", "action_id": "when", "options": [option("Early")]},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-24"},
            {"type": "overflow", "action_id": "more", "options": [option("Mute")]},
            {
                "type": "button",
                "action_id": "delete",
                "text": plain("Delete"),
                "confirm": {
                    "title": plain("Delete it?"),
                    "text": {"type": "mrkdwn", "text": "It is *gone* then."},
                    "confirm": plain("Yes, delete"),
                    "deny": plain("Keep it"),
                },
            },
        ],
    },
]


class Desk:
    """A small app: a modal behind a button, a Home tab with a counter, and an ear for every action."""

    def __init__(self, client: WebClient, channel: str) -> None:
        self.actions: list[Json] = []
        self.closed: list[Json] = []
        self.pauses = 0
        self.channel = channel
        self.client = client
        self.bolt = App(client=client, raise_error_for_unhandled_request=False)
        self.bolt.action("report")(self.report)
        self.bolt.view("form")(self.submitted)
        self.bolt.view_closed("form")(self.hear_closed)
        self.bolt.event("app_home_opened")(self.home)
        self.bolt.action("pause")(self.pause)
        self.bolt.action({"action_id": "delete"})(self.hear)
        for name in ("menu", "topics", "ticks", "when", "day", "more"):
            self.bolt.action(name)(self.hear)

    def report(self, ack: Ack, body: Json) -> None:
        ack()
        self.client.views_open(trigger_id=body["trigger_id"], view=FORM)

    def submitted(self, ack: Ack, view: Json) -> None:
        text = view["state"]["values"]["what"]["field"]["value"]
        if "figure" not in text:
            ack(response_action="errors", errors={"what": "Name the figure"})
            return
        kind = view["state"]["values"]["kind"]["field"]["selected_option"]["value"]
        ack()
        self.client.chat_postMessage(channel=self.channel, text=f"Reported ({kind}): {text}")

    def hear_closed(self, ack: Ack, body: Json) -> None:
        ack()
        self.closed.append(body)

    def home(self, event: Json) -> None:
        self.publish(event["user"])

    def pause(self, ack: Ack, body: Json) -> None:
        ack()
        self.pauses += 1
        self.publish(body["user"]["id"])

    def publish(self, person: str) -> None:
        button = {"type": "button", "action_id": "pause", "text": plain("Pause")}
        text = plain(f"Paused {self.pauses} times")
        blocks = [{"type": "section", "text": text, "accessory": button}]
        self.client.views_publish(user_id=person, view={"type": "home", "blocks": blocks})

    def hear(self, ack: Ack, body: Json) -> None:
        ack()
        self.actions.append(body)

    def last(self, action_id: str) -> Json:
        """The newest click on this element, with the state of the message around it."""

        def found() -> Json | None:
            heard = [b for b in self.actions if b["actions"][0]["action_id"] == action_id]
            return heard[-1] if heard else None

        return wait_for(found, f"a click on {action_id}")  # type: ignore[no-any-return]


@pytest.fixture
def desk(client: WebClient, workspace: Workspace, channel: str) -> Iterator[Desk]:
    app = Desk(client, channel)
    handler = SocketModeHandler(app.bolt, workspace.app_token)
    handler.client.proxy = None
    handler.connect()
    wait_for(lambda: workspace.journal("connected"), "the socket")
    yield app
    hang_up(workspace, handler)


def open_form(visit: Visit, client: WebClient, channel: str) -> Locator:
    button = {"type": "button", "action_id": "report", "text": plain("Report a problem")}
    client.chat_postMessage(
        channel=channel, text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    visit.page.get_by_role("button", name="Report a problem").click()
    dialog = visit.page.get_by_role("dialog", name="Report")
    expect(dialog).to_be_visible()
    return dialog


@pytest.mark.browser
def test_a_modal_is_opened_filled_in_refused_and_submitted(
    visit: Visit, desk: Desk, client: WebClient, channel: str
) -> None:
    dialog = open_form(visit, client, channel)
    send = dialog.get_by_role("button", name="Send")
    send.click()
    expect(dialog.locator(".wrong").first).to_have_text("Please complete this required field.")
    expect(dialog.get_by_label("What is wrong?")).to_be_focused()
    visit.keep_picture("modal")
    dialog.get_by_label("What is wrong?").fill("It is bad")
    dialog.get_by_label("Kind").select_option("Figure")
    send.click()
    expect(dialog.get_by_text("Name the figure")).to_be_visible()
    expect(dialog.get_by_label("What is wrong?")).to_have_value("It is bad")
    dialog.get_by_label("What is wrong?").fill("The figure is bad")
    send.click()
    expect(dialog).to_have_count(0)
    expect(visit.page.locator("#log .message").last).to_contain_text(
        "Reported (figure): The figure is bad"
    )


@pytest.mark.browser
def test_escape_closes_an_open_menu_then_the_modal_and_gives_the_focus_back(
    visit: Visit, desk: Desk, client: WebClient, channel: str
) -> None:
    dialog = open_form(visit, client, channel)
    dialog.locator(".multi summary").click()
    visit.page.keyboard.press("Escape")
    expect(dialog.locator(".multi .menu-list")).to_be_hidden()
    visit.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(visit.page.get_by_role("button", name="Report a problem")).to_be_focused()
    closed = wait_for(lambda: desk.closed, "the closing")[0]
    assert closed["is_cleared"] is True


@pytest.mark.browser
def test_what_was_typed_stays_when_the_app_sends_the_view_again(
    visit: Visit, desk: Desk, client: WebClient, channel: str
) -> None:
    dialog = open_form(visit, client, channel)
    dialog.get_by_label("What is wrong?").fill("Half a thought")
    view_id = dialog.get_attribute("data-view")
    again = {**FORM, "title": plain("Report it again")}
    client.views_update(view_id=view_id, view=again)
    renewed = visit.page.get_by_role("dialog", name="Report it again")
    expect(renewed.get_by_label("What is wrong?")).to_have_value("Half a thought")
    renewed.get_by_role("button", name="Cancel").click()
    expect(renewed).to_have_count(0)


@pytest.mark.browser
def test_the_home_tab_is_published_when_it_is_opened_and_its_button_works(
    browser: Browser, workspace: Workspace, desk: Desk
) -> None:
    visit = Visit(browser, workspace)
    visit.page.get_by_role("link", name="NHS Brief").click()
    home = visit.page.get_by_role("region", name="Home tab of NHS Brief")
    expect(home).to_contain_text("Paused 0 times")
    home.get_by_role("button", name="Pause").click()
    expect(home).to_contain_text("Paused 1 times")
    expect(home.get_by_role("button", name="Pause")).to_be_focused()
    visit.keep_picture("home")
    visit.page.get_by_role("link", name="Messages").click()
    expect(visit.page.get_by_role("combobox", name="Message NHS Brief")).to_be_focused()
    visit.close()


@pytest.mark.browser
def test_every_menu_and_field_of_a_message_tells_the_app_what_was_picked(
    visit: Visit, desk: Desk, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="Menus", blocks=MENUS)
    page = visit.page
    page.get_by_label("Edition").select_option("Wrap")
    assert desk.last("menu")["actions"][0]["selected_option"]["value"] == "wrap"
    page.locator("summary", has_text="Topics").click()
    page.get_by_label("Waits").check()
    page.get_by_label("Beds").check()
    wait_for(lambda: len(desk.last("topics")["actions"][0]["selected_options"]) == 2, "two topics")
    expect(page.locator(".multi summary")).to_have_text("Waits, Beds")
    page.keyboard.press("Escape")
    page.get_by_label("Compact").check()
    page.get_by_label("Early").check()
    page.locator("input[type=date]").fill("2026-12-01")
    assert desk.last("day")["actions"][0]["selected_date"] == "2026-12-01"
    page.locator(".overflow summary").click()
    page.get_by_role("button", name="Mute").click()
    clicked = desk.last("more")
    assert clicked["actions"][0]["selected_option"]["value"] == "mute"
    values = clicked["state"]["values"]["a"]
    assert clicked["state"]["values"]["s"]["menu"]["selected_option"]["value"] == "wrap"
    assert [each["value"] for each in values["topics"]["selected_options"]] == ["waits", "beds"]
    assert values["ticks"]["selected_options"] and values["when"]["selected_option"]
    post = page.locator("#log .message").first
    client.chat_postMessage(
        channel=channel, text="A reply", thread_ts=post.get_attribute("data-message")
    )
    expect(post).to_contain_text("1 reply")
    expect(page.get_by_label("Edition")).to_have_value("wrap")
    expect(page.locator(".multi summary")).to_have_text("Waits, Beds")


@pytest.mark.browser
def test_a_button_that_asks_first_acts_only_on_a_yes(
    visit: Visit, desk: Desk, client: WebClient, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="Menus", blocks=MENUS)
    visit.page.get_by_role("button", name="Delete").click()
    asked = visit.page.get_by_role("dialog", name="Delete it?")
    expect(asked.locator("strong")).to_have_text("gone")
    asked.get_by_role("button", name="Keep it").click()
    expect(asked).to_have_count(0)
    assert desk.actions == []
    visit.page.get_by_role("button", name="Delete").click()
    visit.page.get_by_role("button", name="Yes, delete").click()
    assert desk.last("delete")["actions"][0]["type"] == "button"


@pytest.mark.browser
def test_hostile_words_stay_words_in_a_modal(
    visit: Visit, desk: Desk, client: WebClient, channel: str, control: Control
) -> None:
    dialog = open_form(visit, client, channel)
    text = field(
        "t",
        {"type": "plain_text_input", "placeholder": plain(HOSTILE[:70]), "initial_value": HOSTILE},
        label=plain(HOSTILE),
        hint=plain(HOSTILE),
    )
    many = {
        "type": "checkboxes",
        "options": [{"text": plain(HOSTILE[:70]), "value": HOSTILE[:150]}],
    }
    hostile = modal(
        {"type": "section", "text": {"type": "mrkdwn", "text": HOSTILE}},
        text,
        field("c", many, label=plain('"><img src=x onerror=alert(1)>')),
        title=plain("<b>Report</b>"),
        submit=plain("Send"),
        private_metadata=HOSTILE,
    )
    client.views_update(view_id=dialog.get_attribute("data-view"), view=hostile)
    shown = visit.page.get_by_role("dialog", name="<b>Report</b>")
    expect(shown).to_contain_text("<script>alert(1)</script>")
    assert shown.locator("script, img, [onclick], [onerror], a[href^=javascript]").count() == 0
    expect(shown.get_by_label(HOSTILE, exact=True)).to_have_value(HOSTILE)
