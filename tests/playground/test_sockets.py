"""Socket Mode with Bolt's own client, and what a person sees when nobody answers."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect as connect_socket

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, hang_up, wait_for

BUTTONS = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {
            "type": "button",
            "action_id": "more",
            "value": "42",
            "text": {"type": "plain_text", "text": "More"},
        },
        {
            "type": "static_select",
            "action_id": "pick",
            "options": [
                {"text": {"type": "plain_text", "text": name}, "value": name}
                for name in ("one", "two")
            ],
        },
    ],
}
BROKEN = [{"type": "graph"}]


class Heard:
    """Everything that the app was told, in order."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def note(self, body: dict[str, Any]) -> None:
        self.bodies.append(body)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [b for b in self.bodies if b.get("event", {}).get("type") == kind]


def build_app(client: WebClient, heard: Heard) -> App:
    app = App(client=client, raise_error_for_unhandled_request=False)

    @app.command("/nhs-brief")
    def answer(ack: Ack, respond: Respond, body: dict[str, Any], command: dict[str, Any]) -> None:
        heard.note(body)
        ack("Looking")
        respond(f"You asked: {command['text']}")

    @app.event("app_mention")
    def reply(event: dict[str, Any], body: dict[str, Any], say: Say) -> None:
        heard.note(body)
        say(text="Here", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("message")
    def listen(body: dict[str, Any]) -> None:
        heard.note(body)

    @app.action("more")
    @app.action("pick")
    def press(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        heard.note(body)
        ack()
        respond("Pressed", replace_original=False)

    return app


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def connect(client: WebClient, heard: Heard, workspace: Workspace) -> Iterator[Callable[[], Any]]:
    """Connects a Bolt app as its documentation says; every connection is closed afterwards."""
    handlers: list[SocketModeHandler] = []

    def open_socket() -> SocketModeHandler:
        handler = SocketModeHandler(build_app(client, heard), workspace.app_token)
        handler.client.proxy = None
        handler.connect()
        handlers.append(handler)
        count = len(handlers)
        wait_for(lambda: len(workspace.journal("connected")) >= count, "the socket")
        return handler

    yield open_socket
    hang_up(workspace, *handlers)


def texts(control: Control) -> list[str]:
    return [message["text"] for message in control.messages()]


def test_a_command_is_answered_by_ack_and_by_response_url(
    connect: Callable[[], Any], control: Control, heard: Heard
) -> None:
    connect()
    status, body = control.post(
        "command", user="ada", channel="nhs-brief", text="/nhs-brief how many wait?"
    )
    assert status == 200 and body["ok"]
    control.wait_for(lambda found: len(found) >= 2, "both answers")
    assert sorted(texts(control)) == ["Looking", "You asked: how many wait?"]
    assert all(message["ephemeral"] for message in control.messages())
    (command,) = heard.bodies
    assert command["command"] == "/nhs-brief" and command["user_id"] == "U0ADA"
    assert command["channel_name"] == "nhs-brief" and command["is_enterprise_install"] == "false"
    assert command["trigger_id"] and command["response_url"].startswith("http://127.0.0.1:")


def test_a_mention_reaches_the_app_as_mention_and_as_message(
    connect: Callable[[], Any], control: Control, heard: Heard, workspace: Workspace
) -> None:
    connect()
    _, said = control.post(
        "message",
        user="ben",
        channel="nhs-brief",
        text="@NHS Brief see https://example.org/a?b=1&c=2.",
    )
    control.wait_for(lambda found: len(found) == 2, "the reply")
    wait_for(lambda: heard.events("message"), "the message event")
    (mention,) = heard.events("app_mention")
    event = mention["event"]
    assert event["text"] == "<@U0NHSBRIEF> see <https://example.org/a?b=1&amp;c=2>."
    kinds = [leaf["type"] for leaf in event["blocks"][0]["elements"][0]["elements"]]
    assert kinds == ["user", "text", "link", "text"]
    assert mention["authorizations"][0]["user_id"] == workspace.bot_user_id
    assert heard.events("message")[0]["event"]["ts"] == event["ts"] == said["ts"]
    assert heard.events("message")[0]["event_id"] != mention["event_id"]
    assert control.messages()[-1]["thread_ts"] == said["ts"]


def test_a_reply_in_a_thread_carries_its_parent(
    connect: Callable[[], Any], client: WebClient, channel: str, control: Control, heard: Heard
) -> None:
    connect()
    parent = client.chat_postMessage(channel=channel, text="Briefing")["ts"]
    control.post("message", user="ben", channel=channel, text="Why?", thread_ts=parent)
    (event,) = wait_for(lambda: heard.events("message"), "the message event")
    assert event["event"]["thread_ts"] == parent and event["event"]["channel_type"] == "channel"


def test_message_events_need_the_history_scope(clock: StillClock) -> None:
    scopes = {"scopes": {"bot": ["chat:write", "app_mentions:read"]}}
    workspace = Workspace({**MANIFEST, "oauth_config": scopes}, clock)
    workspace.start()
    control, heard = Control(workspace), Heard()
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    handler = SocketModeHandler(build_app(client, heard), workspace.app_token)
    handler.client.proxy = None
    try:
        handler.connect()
        control.post("message", user="ada", channel="nhs-brief", text="@NHS Brief hello")
        control.wait_for(lambda found: len(found) == 2, "the reply")
    finally:
        hang_up(workspace, handler)
        workspace.stop()
    assert heard.events("app_mention") and not heard.events("message")


def test_a_click_carries_the_message_and_the_state(
    connect: Callable[[], Any], client: WebClient, channel: str, control: Control, heard: Heard
) -> None:
    connect()
    ts = client.chat_postMessage(channel=channel, text="Briefing", blocks=[BUTTONS])["ts"]
    click = {"user": "ada", "channel": channel, "ts": ts}
    assert control.post("action", **click, action_id="more")[0] == 200
    assert control.post("action", **click, action_id="pick", value="two")[0] == 200
    wait_for(lambda: len(heard.bodies) == 2, "both clicks")
    press = next(b for b in heard.bodies if b["actions"][0]["action_id"] == "more")
    pick = next(b for b in heard.bodies if b["actions"][0]["action_id"] == "pick")
    assert press["type"] == "block_actions" and press["actions"][0]["value"] == "42"
    assert press["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel,
        "is_ephemeral": False,
    }
    assert press["message"]["ts"] == ts and press["user"]["id"] == "U0ADA"
    assert pick["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "two"
    control.wait_for(lambda found: len(found) == 3, "both answers")


def test_the_click_on_an_ephemeral_message_does_not_carry_it(
    connect: Callable[[], Any], client: WebClient, channel: str, control: Control, heard: Heard
) -> None:
    connect()
    sent = client.chat_postEphemeral(channel=channel, user="U0ADA", text="x", blocks=[BUTTONS])
    click = {"channel": channel, "ts": sent["message_ts"], "action_id": "more"}
    assert control.post("action", user="ben", **click)[1]["error"] == "message_not_found"
    control.post("action", user="ada", **click)
    (body,) = wait_for(lambda: heard.bodies, "the click")
    assert body["container"]["is_ephemeral"] is True and "message" not in body


def test_nobody_connected_is_told_to_the_person(control: Control) -> None:
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief help")
    (told,) = control.wait_for(list, "the error")
    assert told["to"] == "U0ADA" and "(dispatch_failed)" in told["text"]


def test_a_late_ack_is_told_to_the_person_when_the_clock_moves(
    client: WebClient, workspace: Workspace, control: Control, clock: StillClock
) -> None:
    app, asked, release = App(client=client), threading.Event(), threading.Event()

    @app.command("/nhs-brief")
    def dawdle(ack: Ack) -> None:
        asked.set()
        release.wait(10)
        ack()

    handler = SocketModeHandler(app, workspace.app_token)
    handler.client.proxy = None
    handler.connect()
    wait_for(lambda: workspace.journal("connected"), "the socket")
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
    assert asked.wait(10)
    clock.advance(timedelta(seconds=3))
    (told,) = control.wait_for(list, "the error")
    release.set()
    hang_up(workspace, handler)
    assert told["text"] == "/nhs-brief did not respond (operation_timeout)"


def test_an_event_waits_for_a_connection_and_keeps_its_id(
    connect: Callable[[], Any], control: Control, heard: Heard, workspace: Workspace
) -> None:
    control.post("message", user="ada", channel="nhs-brief", text="@NHS Brief are you there?")
    wait_for(lambda: len(workspace.journal("unanswered")) >= 4, "two tries of both events")
    connect()
    wait_for(lambda: heard.events("app_mention"), "the event")
    wait_for(lambda: len(workspace.journal("ack")) == 2, "both acks")


def test_an_unacked_event_comes_again_with_the_same_event_id(
    client: WebClient, control: Control, workspace: Workspace
) -> None:
    seen: list[tuple[str, int | None]] = []
    handler = SocketModeHandler(App(client=client), workspace.app_token, ping_interval=0.2)
    handler.client.proxy = None

    def ignore_first(socket: Any, request: Any) -> None:
        seen.append((request.payload["event_id"], request.retry_attempt))
        if len(seen) == 1:
            workspace.drop_sockets()
        else:
            handler.client.send_socket_mode_response({"envelope_id": request.envelope_id})

    handler.client.socket_mode_request_listeners.clear()
    handler.client.socket_mode_request_listeners.append(ignore_first)
    handler.connect()
    wait_for(lambda: workspace.journal("connected"), "the socket")
    control.post("message", user="ada", channel="nhs-brief", text="Hello")
    wait_for(lambda: len(seen) >= 2, "the second delivery")
    hang_up(workspace, handler)
    assert seen[0][0] == seen[1][0]
    assert seen[1][1] in (1, 2)


def test_a_refresh_brings_the_app_back_on_a_new_socket(
    connect: Callable[[], Any], control: Control, workspace: Workspace
) -> None:
    connect()
    workspace.disconnect("refresh_requested")
    wait_for(lambda: len(workspace.journal("connected")) == 2, "the new socket")
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief again")
    control.wait_for(lambda found: len(found) == 2, "the answers")


def test_each_event_reaches_one_of_several_connections(
    connect: Callable[[], Any], control: Control, heard: Heard
) -> None:
    connect()
    connect()
    for number in range(4):
        control.post("message", user="ada", channel="nhs-brief", text=f"Number {number}")
    wait_for(lambda: len(heard.events("message")) == 4, "four events")
    told = sorted(b["event"]["text"] for b in heard.events("message"))
    assert told == [f"Number {n}" for n in range(4)]


def test_an_ack_with_bad_blocks_is_told_to_the_person(
    client: WebClient, workspace: Workspace, control: Control
) -> None:
    app = App(client=client)

    @app.command("/nhs-brief")
    def fail(ack: Ack) -> None:
        ack(text="x", blocks=BROKEN)

    handler = SocketModeHandler(app, workspace.app_token)
    handler.client.proxy = None
    handler.connect()
    wait_for(lambda: workspace.journal("connected"), "the socket")
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
    (told,) = control.wait_for(list, "the error")
    hang_up(workspace, handler)
    assert told["text"] == "/nhs-brief answered with invalid_blocks"


@pytest.fixture
def response(connect: Callable[[], Any], control: Control, heard: Heard) -> WebhookClient:
    """The response_url of a command that was answered once already."""
    connect()
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
    control.wait_for(lambda found: len(found) == 2, "the answers")
    return WebhookClient(heard.bodies[0]["response_url"])


def test_a_response_url_works_five_times(response: WebhookClient, control: Control) -> None:
    statuses = [response.send(text=f"More {n}").status_code for n in range(5)]
    assert statuses == [200, 200, 200, 200, 404]
    assert len(control.messages()) == 6


def test_a_response_url_ends_after_half_an_hour(
    response: WebhookClient, clock: StillClock, control: Control
) -> None:
    clock.advance(timedelta(minutes=30, seconds=1))
    answer = response.send(text="Too late")
    assert answer.status_code == 404 and "expired_url" in answer.body
    assert response.send(text="x", blocks=BROKEN).status_code == 404
    assert "Too late" not in texts(control)


def test_a_response_can_be_open_and_can_replace_or_delete(
    response: WebhookClient, control: Control
) -> None:
    response.send(text="For all", response_type="in_channel")
    assert [m["text"] for m in control.messages() if not m.get("ephemeral")] == ["For all"]
    before = len(control.messages())
    response.send(text="Instead", replace_original=True)
    assert "Instead" in texts(control) and len(control.messages()) == before
    response.send(delete_original=True)
    assert "Instead" not in texts(control)


def test_a_made_up_ticket_opens_no_socket(workspace: Workspace, client: WebClient) -> None:
    url = workspace.url.replace("http", "ws") + "link?ticket=guess"
    with pytest.raises(InvalidStatus), connect_socket(url, proxy=None):
        pass
    with pytest.raises(SlackApiError):
        client.apps_connections_open(app_token=workspace.bot_token)
