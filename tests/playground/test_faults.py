"""Faults on demand and rate limits: each does what its line in faults.py says, and then ends."""

from collections.abc import Callable
from datetime import timedelta
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.workspace.faults import CALL_FAULTS, DELIVERY_FAULTS, Fault
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import Control, StillClock, call_json
from tests.playground.plugs import heard, plugged_in


def outcome(call: Callable[[], Any]) -> Any:
    """How a call ended for the app: "ok", the error's name, an HTTP status, or what broke."""
    try:
        return "ok" if call()["ok"] else "?"
    except SlackApiError as error:
        status = error.response.status_code
        return error.response["error"] if status in (200, 429) else status
    except (RemoteDisconnected, ConnectionResetError):
        return "dropped"
    except TimeoutError:
        return "timeout"


@pytest.mark.parametrize(
    ("kind", "facts", "seen_by_app", "stands_there"),
    [
        ("drop_before", {}, "dropped", False),
        ("drop_after", {}, "dropped", True),
        ("silence_after", {}, "timeout", True),
        ("status_before", {}, 503, False),
        ("status_after", {"status": 502}, 502, True),
        ("rate_limited", {}, "ratelimited", False),
        ("refuse", {"error": "token_revoked"}, "token_revoked", False),
        ("refuse", {"error": "is_archived"}, "is_archived", False),
    ],
)
def test_each_fault_of_a_call(
    workspace: Workspace,
    channel: str,
    kind: str,
    facts: dict[str, Any],
    seen_by_app: Any,
    stands_there: bool,
) -> None:
    client = WebClient(
        workspace.bot_token,
        base_url=workspace.api_url,
        retry_handlers=[],
        timeout=0.2 if kind == "silence_after" else 30,  # type: ignore[arg-type]
    )
    workspace.fault(kind, "chat.postMessage", **facts)
    assert client.auth_test()["ok"], "another method is not touched"
    assert outcome(lambda: client.chat_postMessage(channel=channel, text="A")) == seen_by_app
    assert [m["text"] for m in workspace.messages("nhs-brief")] == ["A"] * stands_there
    assert outcome(lambda: client.chat_postMessage(channel=channel, text="B")) == "ok"
    assert workspace.journal("fault")[0]["fault"] == kind


def test_the_default_client_posts_twice_when_the_line_is_cut(
    workspace: Workspace, channel: str
) -> None:
    workspace.fault("drop_after", "chat.postMessage")
    careless = WebClient(workspace.bot_token, base_url=workspace.api_url)
    careless.chat_postMessage(channel=channel, text="Briefing")
    assert [m["text"] for m in workspace.messages("nhs-brief")] == ["Briefing", "Briefing"]


def test_a_fault_comes_as_often_as_it_is_told(workspace: Workspace, client: WebClient) -> None:
    workspace.fault("refuse", times=2, error="account_inactive")
    ended = [outcome(client.auth_test) for _ in range(3)]
    assert ended == ["account_inactive", "account_inactive", "ok"]
    workspace.fault("refuse")
    workspace.clear_faults()
    assert outcome(client.auth_test) == "ok"


def test_a_429_says_how_long_to_wait(workspace: Workspace, client: WebClient) -> None:
    workspace.fault("rate_limited", "auth.test", retry_after=7)
    with pytest.raises(SlackApiError) as error:
        client.auth_test()
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("kind", "target", "times"),
    [("explode", "*", 1), ("late", "auth.test", 1), ("refuse", "events_api", 1), ("lose", "*", 0)],
)
def test_a_fault_that_makes_no_sense_is_refused(kind: str, target: str, times: int) -> None:
    with pytest.raises(ValueError, match=r"no such fault|does not happen|at least 1"):
        Fault(kind, target, times)


def test_a_duplicate_comes_twice_with_one_event_id(workspace: Workspace, control: Control) -> None:
    workspace.fault("duplicate", "events_api")
    with plugged_in(workspace) as socket:
        control.post("message", user="ada", channel="nhs-brief", text="Hello")
        first = heard(socket, ack=True)
        second = heard(socket, ack=True)
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["payload"]["event"]["text"] == "Hello"


def test_a_late_delivery_waits_for_the_clock(
    workspace: Workspace, control: Control, clock: StillClock
) -> None:
    workspace.fault("late", "events_api", delay=timedelta(minutes=10))
    with plugged_in(workspace) as socket:
        control.post("message", user="ada", channel="nhs-brief", text="First")
        workspace.wait_for_entry("fault", "events_api")
        control.post("message", user="ada", channel="nhs-brief", text="Second")
        assert heard(socket, ack=True)["payload"]["event"]["text"] == "Second"
        clock.advance(timedelta(minutes=10))
        assert heard(socket, ack=True)["payload"]["event"]["text"] == "First"


def test_a_swapped_delivery_comes_after_the_next(workspace: Workspace, control: Control) -> None:
    workspace.fault("swap", "events_api")
    with plugged_in(workspace) as socket:
        for text in ("First", "Second"):
            control.post("message", user="ada", channel="nhs-brief", text=text)
        told = [heard(socket, ack=True)["payload"]["event"]["text"] for _ in range(2)]
    assert told == ["Second", "First"]


def test_a_lost_event_comes_again(workspace: Workspace, control: Control) -> None:
    workspace.fault("lose", "events_api")
    with plugged_in(workspace) as socket:
        control.post("message", user="ada", channel="nhs-brief", text="Hello")
        assert heard(socket, ack=True)["retry_attempt"] == 1


def test_posts_in_one_channel_are_limited_and_those_in_another_are_not(
    workspace: Workspace, client: WebClient, channel: str, control: Control, clock: StillClock
) -> None:
    control.post("command", user="ada", channel="random", text="/invite @NHS Brief")
    workspace.limit_rates("internal")

    def post(where: str) -> Any:
        return outcome(lambda: client.chat_postMessage(channel=where, text="x"))

    assert [post(channel) for _ in range(6)] == ["ok"] * 5 + ["ratelimited"]
    assert post(workspace.channel_id("random")) == "ok"
    clock.advance(timedelta(seconds=5))
    assert post(channel) == "ok"


def test_a_tier_is_counted_for_each_method_by_the_clock(
    workspace: Workspace, client: WebClient, clock: StillClock
) -> None:
    workspace.limit_rates("internal")
    ask = {"channel": "C0NHSBRIEF"}
    ended = [outcome(lambda: client.conversations_history(**ask)) for _ in range(51)]
    assert ended.count("ok") == 50 and ended[-1] == "ratelimited"
    assert outcome(lambda: client.conversations_replies(**ask, ts="1.0")) == "thread_not_found"
    clock.advance(timedelta(minutes=1))
    assert outcome(lambda: client.conversations_history(**ask)) == "ok"
    with pytest.raises(ValueError, match="no such mode"):
        workspace.limit_rates("sometimes")


def test_a_distributed_app_reads_15_messages_once_a_minute(
    workspace: Workspace, client: WebClient, channel: str, clock: StillClock
) -> None:
    for n in range(20):
        client.chat_postMessage(channel=channel, text=str(n))
    workspace.limit_rates("distributed")
    page = client.conversations_history(channel=channel, limit=999)
    assert len(page["messages"]) == 15 and page["has_more"]
    with pytest.raises(SlackApiError) as error:
        client.conversations_history(channel=channel)
    assert error.value.response.headers["Retry-After"] == "60"
    clock.advance(timedelta(minutes=1))
    assert len(client.conversations_history(channel=channel)["messages"]) == 15


def test_the_control_api_arranges_faults_and_rates(
    workspace: Workspace, client: WebClient, control: Control, channel: str
) -> None:
    sent = {"kind": "refuse", "target": "auth.test", "error": "fatal_error", "times": 2}
    _, body = control.post("faults", **sent)
    assert body["waiting"][0]["error"] == "fatal_error"
    assert body["known"] == {"calls": CALL_FAULTS, "deliveries": DELIVERY_FAULTS}
    assert outcome(client.auth_test) == "fatal_error"
    assert control.post("rates", mode="distributed")[1]["mode"] == "distributed"
    client.conversations_history(channel=channel)
    assert outcome(lambda: client.conversations_history(channel=channel)) == "ratelimited"
    _, body = call_json(f"{workspace.url}_control/faults")
    assert body["waiting"][0]["times"] == 1


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("faults", {"kind": "explode"}, "invalid_arguments"),
        ("faults", {"kind": "refuse", "times": "often"}, "invalid_arguments"),
        ("faults", {"kind": "refuse", "colour": "red"}, "invalid_arguments"),
        ("faults", {"kind": "late", "delay": "1e999"}, "invalid_arguments"),
        ("rates", {"mode": "some"}, "invalid_arguments"),
        ("transport", {"url": "https://example.org/slack/events"}, "url_not_verified"),
        ("transport", {"url": "http://127.0.0.1:9/slack/events"}, "url_not_verified"),
        ("archive", {"channel": "nowhere"}, "channel_not_found"),
        ("wait", {"kind": "call", "seconds": 0}, "not_yet"),
        ("wait", {"kind": "call", "seconds": "x"}, "invalid_arguments"),
    ],
)
def test_arranging_nonsense_is_refused(
    control: Control, path: str, body: dict[str, Any], error: str
) -> None:
    status, answer = control.post(path, **body)
    assert (status, answer["error"]) == (400, error)


def test_waiting_ends_when_it_comes_and_says_what_did_not(
    workspace: Workspace, client: WebClient, control: Control, channel: str
) -> None:
    client.chat_postMessage(channel=channel, text="Briefing for Monday")
    assert workspace.wait_for_message("nhs-brief", "Monday")["user"] == workspace.bot_user_id
    _, body = control.post("wait", kind="call", what="chat.postMessage")
    assert body["entries"][0]["args"]["text"] == "Briefing for Monday"
    with pytest.raises(TimeoutError, match="the moon"):
        workspace.wait_for(lambda: None, "the moon", patience=0.01)
