"""Views: the stack of modals, what people fill in, and what the app hears and answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.workspace.model import ApiError
from bot.playground.workspace.views import Views
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import (
    MANIFEST,
    Control,
    StillClock,
    call_json,
    hang_up,
    wait_for,
)

ADA = "U0ADA"
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(block_id: str, element: Json, **facts: Any) -> Json:
    named = {"action_id": "field", **element}
    return {"type": "input", "block_id": block_id, "label": plain("L"), "element": named, **facts}


def modal(*blocks: Json, **facts: Any) -> Json:
    return {"type": "modal", "title": plain("Report"), "blocks": list(blocks), **facts}


TEXT = field("what", {"type": "plain_text_input", "min_length": 3})
FORM = modal(TEXT, callback_id="form", submit=plain("Send"), notify_on_close=True)


def test_a_stack_holds_three_views_and_knows_its_root() -> None:
    views = Views()
    root = views.open(modal(), ADA)
    middle, top = views.push(modal(), ADA), views.push(modal(), ADA)
    assert (top["root_view_id"], top["previous_view_id"]) == (root["id"], middle["id"])
    with pytest.raises(ApiError, match="push_limit_reached"):
        views.push(modal(), ADA)
    assert [view["id"] for view in views.close(ADA, middle["id"])] == [top["id"], middle["id"]]
    assert [view["id"] for view in views.stack(ADA)] == [root["id"]]


def test_nothing_is_pushed_over_nothing_and_nobody_closes_anothers_view() -> None:
    views = Views()
    with pytest.raises(ApiError, match="not_found"):
        views.push(modal(), ADA)
    opened = views.open(modal(), ADA)
    with pytest.raises(ApiError, match="view_not_found"):
        views.close("U0BEN", opened["id"])


def test_an_external_id_finds_a_view_and_belongs_to_one() -> None:
    views = Views()
    opened = views.open(modal(external_id="mine"), ADA)
    assert views.update("mine", modal(external_id="mine"), None)["id"] == opened["id"]
    with pytest.raises(ApiError, match="duplicate_external_id"):
        views.push(modal(external_id="mine"), ADA)


def test_an_update_needs_the_last_hash_and_keeps_the_place() -> None:
    views = Views()
    first = views.open(modal(), ADA)
    second = views.update(first["id"], modal(), first["hash"])
    assert second["root_view_id"] == first["id"] and second["hash"] != first["hash"]
    with pytest.raises(ApiError, match="hash_conflict"):
        views.update(first["id"], modal(), first["hash"])


class Reporter:
    """An app with one modal; a test sets what it answers to a submission."""

    def __init__(self, client: WebClient) -> None:
        self.heard: list[Json] = []
        self.answer: Json = {}
        self.bolt = App(client=client, raise_error_for_unhandled_request=False)
        self.bolt.command("/nhs-brief")(self.open)
        self.bolt.view("form")(self.submitted)
        self.bolt.view_closed("form")(self.closed)
        self.bolt.action("press")(self.pressed)
        self.bolt.event("app_home_opened")(self.home)

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    def submitted(self, ack: Ack, body: Json) -> None:
        self.heard.append(body)
        ack(**self.answer)

    def closed(self, ack: Ack, body: Json) -> None:
        self.heard.append(body)
        ack()

    def pressed(self, ack: Ack, body: Json) -> None:
        self.heard.append(body)
        ack()

    def home(self, event: Json, client: WebClient) -> None:
        self.heard.append(event)
        blocks = [{"type": "section", "text": plain("Welcome"), "accessory": BUTTON}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


BUTTON = {"type": "button", "action_id": "press", "text": plain("Pause"), "value": "pause"}


@pytest.fixture
def reporter(client: WebClient, workspace: Workspace) -> Iterator[Reporter]:
    app = Reporter(client)
    handler = SocketModeHandler(app.bolt, workspace.app_token)
    handler.client.proxy = None
    handler.connect()
    wait_for(lambda: workspace.journal("connected"), "the socket")
    yield app
    hang_up(workspace, handler)


def views_of(workspace: Workspace) -> Json:
    _, body = call_json(f"{workspace.url}_control/views?user=ada")
    return body  # type: ignore[no-any-return]


def open_form(workspace: Workspace, control: Control) -> Json:
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief report")
    return wait_for(lambda: views_of(workspace)["modals"], "the modal")[-1]  # type: ignore[no-any-return]


def submit(control: Control, view: Json, text: str) -> tuple[int, Json]:
    values = {"what": {"field": text}}
    return control.post("view", user="ada", do="submit", view_id=view["id"], values=values)


def test_a_submission_carries_what_was_filled_in_and_closes_the_view(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    status, answer = submit(control, open_form(workspace, control), "A figure is wrong")
    assert (status, answer["response_action"]) == (200, None)
    payload = reporter.heard[0]
    assert payload["type"] == "view_submission" and payload["user"]["id"] == ADA
    assert payload["view"]["state"]["values"] == {
        "what": {"field": {"type": "plain_text_input", "value": "A figure is wrong"}}
    }
    assert views_of(workspace)["modals"] == []


def test_what_slack_itself_refuses_never_reaches_the_app(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    view = open_form(workspace, control)
    _, empty = submit(control, view, "")
    _, short = submit(control, view, "no")
    assert "required" in empty["errors"]["what"] and "3 characters" in short["errors"]["what"]
    assert reporter.heard == [] and views_of(workspace)["modals"]


def test_the_apps_errors_come_back_and_the_view_stays(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    reporter.answer = {"response_action": "errors", "errors": {"what": "Name the figure"}}
    _, answer = submit(control, open_form(workspace, control), "Something")
    assert answer["errors"] == {"what": "Name the figure"}
    assert len(views_of(workspace)["modals"]) == 1


def test_the_app_may_update_push_and_clear(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    view = open_form(workspace, control)
    reporter.answer = {"response_action": "update", "view": {**FORM, "title": plain("Again")}}
    submit(control, view, "Something")
    assert [each["title"]["text"] for each in views_of(workspace)["modals"]] == ["Again"]
    reporter.answer = {"response_action": "push", "view": {**FORM, "title": plain("Over it")}}
    submit(control, view, "Something")
    stack = views_of(workspace)["modals"]
    assert [each["title"]["text"] for each in stack] == ["Again", "Over it"]
    reporter.answer = {"response_action": "clear"}
    submit(control, stack[-1], "Something")
    assert views_of(workspace)["modals"] == []


def test_an_answer_that_slack_would_refuse_is_refused(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    view = open_form(workspace, control)
    reporter.answer = {"response_action": "update", "view": {"type": "modal", "blocks": []}}
    status, answer = submit(control, view, "Something")
    assert (status, answer["error"]) == (400, "invalid_view") and "title" in str(answer["errors"])


def test_closing_is_told_to_the_app_that_asked_to_hear_it(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    view = open_form(workspace, control)
    control.post("view", user="ada", do="close", view_id=view["id"], everything=True)
    heard = wait_for(lambda: reporter.heard, "the closing")[0]
    assert (heard["type"], heard["is_cleared"]) == ("view_closed", True)
    assert views_of(workspace)["modals"] == []


def test_the_home_tab_is_announced_published_and_pressed(
    workspace: Workspace, control: Control, reporter: Reporter
) -> None:
    control.post("app_home", user="ada", tab="home")
    home = wait_for(lambda: views_of(workspace)["home"], "the Home tab")
    control.post("view_action", user="ada", view_id=home["id"], action_id="press", value="pause")
    opened, pressed = wait_for(lambda: reporter.heard[1:] and reporter.heard, "the press")
    assert (opened["tab"], opened["user"], opened["channel"]) == ("home", ADA, "D0ADA")
    assert pressed["container"] == {"type": "view", "view_id": home["id"]}
    assert pressed["actions"][0]["value"] == "pause" and pressed["view"]["hash"] == home["hash"]


def test_a_view_without_an_app_says_so(workspace: Workspace, control: Control) -> None:
    status, answer = control.post("view", user="ada", do="submit", view_id="V1")
    assert (status, answer["error"]) == (400, "view_not_found")


def test_no_home_tab_is_published_where_the_manifest_has_none(clock: StillClock) -> None:
    tabs = {"app_home": {"home_tab_enabled": False, "messages_tab_enabled": True}}
    manifest = {**MANIFEST, "features": {**MANIFEST["features"], **tabs}}
    running = Workspace(manifest, clock)
    running.start()
    client = WebClient(token=running.bot_token, base_url=running.api_url, retry_handlers=[])
    try:
        with pytest.raises(SlackApiError, match="not_enabled"):
            client.views_publish(user_id=ADA, view={"type": "home", "blocks": []})
    finally:
        running.stop()
