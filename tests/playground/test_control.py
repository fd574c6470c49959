"""The control API and the door: people act, the clock moves, strangers stay out."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import Control, StillClock, call_json


def test_what_is_typed_gets_slacks_tokens(control: Control) -> None:
    text = "@Ben Okafor and @nhs brief, see #general & <b> or @here: https://example.org/x)."
    control.post("message", user="U0ADA", channel="#nhs-brief", text=text)
    (said,) = control.messages("nhs-brief")
    assert said["text"] == (
        "<@U0BEN> and <@U0NHSBRIEF>, see <#C0GENERAL|general> &amp; &lt;b&gt; "
        "or <!here>: <https://example.org/x>)."
    )
    assert said["user"] == "U0ADA" and said["thread_ts"] is None
    assert control.messages(said_in := "C0NHSBRIEF") == [said], said_in


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("message", {"user": "nobody", "channel": "nhs-brief", "text": "x"}, "user_not_found"),
        ("message", {"user": "U0NHSBRIEF", "channel": "nhs-brief", "text": "x"}, "user_not_found"),
        ("message", {"user": "ada", "channel": "nowhere", "text": "x"}, "channel_not_found"),
        ("message", {"user": "ada", "channel": "nhs-brief"}, "invalid_arguments"),
        ("message", {"user": "ada", "channel": "nhs-brief", "text": "  "}, "no_text"),
        (
            "message",
            {"user": "ada", "channel": "nhs-brief", "text": "x", "thread_ts": "1.0"},
            "thread_not_found",
        ),
        ("command", {"user": "ada", "channel": "nhs-brief", "text": "hello"}, "not_a_command"),
        ("command", {"user": "ada", "channel": "nhs-brief", "text": "/dance"}, "unknown_command"),
        (
            "action",
            {"user": "ada", "channel": "nhs-brief", "ts": "1.0", "action_id": "a"},
            "message_not_found",
        ),
        ("clock", {"advance_seconds": "soon"}, "invalid_time"),
        ("clock", {"to": "half past seven"}, "invalid_time"),
        ("clock", {}, "invalid_arguments"),
        ("clock", {"advance_seconds": 1e12}, "invalid_time"),
    ],
)
def test_nonsense_is_refused_with_400(
    control: Control, path: str, body: dict[str, Any], error: str
) -> None:
    status, answer = control.post(path, **body)
    assert (status, answer["ok"], answer["error"]) == (400, False, error)


def test_a_body_that_is_not_json_is_refused(workspace: Workspace) -> None:
    status, answer = call_json(f"{workspace.url}_control/message", ["a", "list"])  # type: ignore[arg-type]
    assert (status, answer["error"]) == (400, "json_not_object")


def test_the_clock_moves_and_message_times_follow(control: Control, clock: StillClock) -> None:
    started = clock.now()
    status, answer = control.post("clock", advance_seconds=60)
    assert status == 200 and clock.now() == started + timedelta(minutes=1)
    assert answer["now"] == clock.now().isoformat()
    control.post("clock", to="2026-11-24T07:30")
    assert clock.now().isoformat() == "2026-11-24T07:30:00+00:00"
    _, said = control.post("message", user="ada", channel="nhs-brief", text="Good morning")
    assert float(said["ts"]) == clock.now().timestamp()


def test_a_listener_of_the_clock_may_call_the_workspace(
    control: Control, clock: StillClock, workspace: Workspace
) -> None:
    answers: list[Any] = []
    clock.on_move(lambda: answers.append(call_json(f"{workspace.api_url}api.test")))
    assert control.post("clock", advance_seconds=1)[0] == 200
    assert answers == [(200, {"ok": False, "error": "unknown_method", "req_method": "api.test"})]


def test_a_clock_that_refuses_to_move_says_why(control: Control, clock: StillClock) -> None:
    def refuse() -> None:
        raise ValueError("only forward")

    clock.on_move(refuse)
    status, answer = control.post("clock", advance_seconds=1)
    assert (status, answer["error"], answer["detail"]) == (400, "clock_not_moved", "only forward")


def test_mentioning_the_app_where_it_is_not_suggests_to_invite_it(control: Control) -> None:
    control.post("message", user="ada", channel="random", text="@NHS Brief hello")
    told = control.messages("random")[-1]
    assert told["to"] == "U0ADA" and "/invite @NHS Brief" in told["text"]
    control.post("command", user="ada", channel="random", text="/invite @NHS Brief")
    control.post("message", user="ada", channel="random", text="@NHS Brief hello")
    assert "/invite" not in control.messages("random")[-1]["text"]


def test_the_journal_tells_of_calls_and_holds_no_token(
    control: Control, workspace: Workspace, client: Any, channel: str
) -> None:
    sent = {"channel": channel, "text": "A", "token": workspace.bot_token}
    client.api_call("chat.postMessage", params=sent)
    client.chat_postMessage(channel=channel, text="Waits fell")
    _, journal = call_json(f"{workspace.url}_control/journal")
    first, second = journal["entries"]
    assert first["what"] == second["what"] == "chat.postMessage"
    assert second["args"]["text"] == "Waits fell" and second["body"]["ok"]
    assert "xoxb" not in str(journal)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
)
def test_a_foreign_host_or_origin_is_refused(workspace: Workspace, headers: dict[str, str]) -> None:
    status, _ = call_json(f"{workspace.url}_control/messages?channel=nhs-brief", **headers)
    assert status == 403


def test_its_own_origin_is_welcome(workspace: Workspace) -> None:
    origin = {"Origin": workspace.url.rstrip("/")}
    status, _ = call_json(f"{workspace.url}_control/messages?channel=nhs-brief", **origin)
    assert status == 200


def test_a_workspace_on_another_address_is_refused(clock: StillClock) -> None:
    with pytest.raises(ValueError, match=r"127\.0\.0\.1"):
        Workspace(None, clock, host="0.0.0.0")


def test_a_workspace_can_be_stopped_twice_or_before_it_started(clock: StillClock) -> None:
    workspace = Workspace(None, clock)
    workspace.stop()
    again = Workspace(None, clock)
    again.start()
    again.stop()
    again.stop()
    assert not [t for t in threading.enumerate() if t.name == "workspace"]
