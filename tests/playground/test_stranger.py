"""An app that is not ours, written from Bolt's documentation only, in both transports."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import Control, call_json, hang_up, wait_for
from tests.playground.web import serving


def stranger(client: WebClient, signing_secret: str) -> App:
    """docs.slack.dev/tools/bolt-python: getting started, listening to commands, opening modals."""
    app = App(client=client, signing_secret=signing_secret)

    @app.message("hello")
    def message_hello(message: Any, say: Any) -> None:
        text = {"type": "mrkdwn", "text": f"Hey there <@{message['user']}>!"}
        label = {"type": "plain_text", "text": "Click Me"}
        button = {"type": "button", "text": label, "action_id": "button_click"}
        say(blocks=[{"type": "section", "text": text, "accessory": button}], text=text["text"])

    @app.action("button_click")
    def action_button_click(body: Any, ack: Any, say: Any) -> None:
        ack()
        say(f"<@{body['user']['id']}> clicked the button")

    @app.command("/nhs-brief")
    def open_modal(ack: Any, body: Any, client: Any) -> None:
        ack()
        field = {"type": "plain_text_input", "action_id": "dreamy_input"}
        label = {"type": "plain_text", "text": "What are your hopes?"}
        block = {"type": "input", "block_id": "input_c", "label": label, "element": field}
        title = {"type": "plain_text", "text": "My App"}
        view = {"type": "modal", "callback_id": "view_1", "title": title, "blocks": [block]}
        view["submit"] = {"type": "plain_text", "text": "Submit"}
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("view_1")
    def handle_submission(ack: Any, body: Any, client: Any, view: Any) -> None:
        hopes = view["state"]["values"]["input_c"]["dreamy_input"]["value"]
        if len(hopes) <= 5:
            ack(response_action="errors", errors={"input_c": "Must be longer than 5 characters"})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Your submission: {hopes}")

    return app


@pytest.fixture(params=["socket", "http"])
def running(request: Any, workspace: Workspace, client: WebClient) -> Iterator[None]:
    app = stranger(client, workspace.signing_secret)
    if request.param == "http":
        with serving(SlackRequestHandler(app)) as url:
            workspace.deliver_to(f"{url}/slack/events")
            yield
        return
    handler = SocketModeHandler(app, workspace.app_token)
    handler.client.proxy = None
    handler.connect()
    workspace.wait_for_entry("connected")
    yield
    hang_up(workspace, handler)


@pytest.mark.usefixtures("running")
def test_a_strangers_app_runs_unchanged(workspace: Workspace, control: Control) -> None:
    control.post("message", user="ada", channel="nhs-brief", text="hello there")
    said = workspace.wait_for_message("nhs-brief", "Hey there <@U0ADA>!")
    click = {"channel": "nhs-brief", "ts": said["ts"], "action_id": "button_click"}
    control.post("action", user="ben", **click)
    workspace.wait_for_message("nhs-brief", "<@U0BEN> clicked the button")

    control.post("command", user="cai", channel="nhs-brief", text="/nhs-brief")
    modals = f"{workspace.url}_control/views?user=cai"
    (modal,) = wait_for(lambda: call_json(modals)[1]["modals"], "the modal")
    answer = {"user": "cai", "view_id": modal["id"], "do": "submit"}
    _, body = control.post("view", **answer, values={"input_c": {"dreamy_input": "rain"}})
    assert body["errors"] == {"input_c": "Must be longer than 5 characters"}
    control.post("view", **answer, values={"input_c": {"dreamy_input": "sunshine"}})
    assert workspace.wait_for_message("D0CAI", "Your submission: sunshine")
    assert call_json(modals)[1]["modals"] == []
