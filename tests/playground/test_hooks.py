"""Signed HTTP: Bolt's own request verification hears what the workspace sends, and nobody else."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.playground.workspace.hooks import signature
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, call_json
from tests.playground.web import serving

PATH = "/slack/events"
Answer = tuple[int, dict[str, str], bytes]


def build_app(workspace: Workspace, client: WebClient, heard: list[Any]) -> App:
    app = App(client=client, signing_secret=workspace.signing_secret)

    @app.command("/nhs-brief")
    def command(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        heard.append(body)
        ack("Looking")
        respond("Found")

    @app.event("app_mention")
    def mention(event: dict[str, Any], say: Say) -> None:
        say(text="Here", thread_ts=event["ts"])

    @app.event("message")
    def message(body: dict[str, Any]) -> None:
        heard.append(body)

    @app.action("more")
    def click(ack: Ack, respond: Respond, body: dict[str, Any]) -> None:
        heard.append(body)
        ack()
        respond("Pressed", replace_original=False)

    return app


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def app_url(workspace: Workspace, client: WebClient, heard: list[Any]) -> Iterator[str]:
    with serving(SlackRequestHandler(build_app(workspace, client, heard), PATH)) as url:
        workspace.deliver_to(url + PATH)
        yield url + PATH


@pytest.mark.usefixtures("app_url")
def test_a_command_a_mention_and_a_click_arrive_by_http(
    workspace: Workspace, control: Control, client: WebClient, channel: str, heard: list[Any]
) -> None:
    control.post("command", user="ada", channel=channel, text="/nhs-brief how many wait?")
    workspace.wait_for_message("nhs-brief", "Looking")
    workspace.wait_for_message("nhs-brief", "Found")
    assert heard[0]["text"] == "how many wait?" and heard[0]["is_enterprise_install"] == "false"
    control.post("message", user="ben", channel=channel, text="@NHS Brief hello")
    assert workspace.wait_for_message("nhs-brief", "Here")["thread_ts"]
    button = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    block = {"type": "actions", "elements": [button]}
    ts = client.chat_postMessage(channel=channel, text="Card", blocks=[block])["ts"]
    control.post("action", user="ada", channel=channel, ts=ts, action_id="more")
    workspace.wait_for_message("nhs-brief", "Pressed")
    assert not workspace.journal("connected"), "no socket was opened"
    assert {e["what"] for e in workspace.journal("sent")} == {
        "slash_commands",
        "events_api",
        "interactive",
    }


@pytest.mark.parametrize(
    ("secret", "age", "status"),
    [
        ("playground-signing-secret", 0, 200),
        ("another-secret", 0, 401),
        ("playground-signing-secret", 400, 401),
    ],
)
def test_bolt_refuses_what_is_not_signed_by_us_and_now(
    app_url: str, secret: str, age: int, status: int
) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "message"}}).encode()
    headers = signature(secret, str(int(time.time()) - age), body)
    sent = Request(app_url, body, {"content-type": "application/json", **headers})
    if status == 200:
        with urlopen(sent) as answer:
            assert answer.status == 200
    else:
        assert call_json(app_url, json.loads(body), **headers)[0] == 401


def test_an_app_that_fails_the_challenge_is_not_taken(workspace: Workspace) -> None:
    with (
        serving(SlackRequestHandler(App(token="xoxb-x", signing_secret="other", **QUIET))) as url,
        pytest.raises(ValueError, match="did not give back the challenge"),
    ):
        workspace.deliver_to(url + PATH)
    with pytest.raises(ValueError, match="on this machine"):
        workspace.deliver_to("http://example.org/slack/events")


QUIET: dict[str, Any] = {"token_verification_enabled": False}


@contextmanager
def answering(answers: list[Answer], seen: list[dict[str, Any]]) -> Iterator[str]:
    """An app that passes the challenge and then gives these answers in turn, the last for ever."""

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if b"url_verification" in body:
            start("200 OK", [("content-type", "application/json")])
            return [json.dumps({"challenge": json.loads(body)["challenge"]}).encode()]
        heads = {k[5:].lower(): v for k, v in environ.items() if k.startswith("HTTP_X_")}
        seen.append({"path": environ["PATH_INFO"], "body": body, **heads})
        status, headers, text = answers.pop(0) if len(answers) > 1 else answers[0]
        start(f"{status} -", list(headers.items()))
        return [text]

    with serving(application) as url:
        yield url


def test_http_retries_keep_the_event_id_and_say_why(
    workspace: Workspace, control: Control, clock: StillClock
) -> None:
    seen: list[dict[str, Any]] = []
    with answering([(500, {}, b""), (500, {}, b""), (404, {}, b""), (200, {}, b"")], seen) as url:
        workspace.deliver_to(url)
        control.post("message", user="ada", channel="nhs-brief", text="Hello")
        workspace.wait_for(lambda: len(seen) == 2, "the first retry, at once")
        workspace.wait_for_entry("unanswered", count=2)
        clock.advance(timedelta(minutes=1))
        workspace.wait_for_entry("unanswered", count=3)
        clock.advance(timedelta(minutes=5))
        workspace.wait_for(lambda: len(seen) == 4, "the last retry")
        workspace.wait_for(lambda: workspace.journal("ack", "in time"), "the ack")
    assert [s.get("x_slack_retry_num") for s in seen] == [None, "1", "2", "3"]
    assert [s.get("x_slack_retry_reason") for s in seen] == [None, *["http_error"] * 3]
    assert len({json.loads(s["body"])["event_id"] for s in seen}) == 1


def test_an_app_that_wants_no_retry_gets_none(
    workspace: Workspace, control: Control, clock: StillClock
) -> None:
    seen: list[dict[str, Any]] = []
    with answering([(503, {"x-slack-no-retry": "1"}, b"")], seen) as url:
        workspace.deliver_to(url)
        control.post("message", user="ada", channel="nhs-brief", text="Hello")
        workspace.wait_for_entry("dropped")
    assert len(seen) == 1


@pytest.mark.parametrize(("hops", "reason"), [(2, None), (3, "too_many_redirects")])
def test_two_redirects_are_followed_and_no_third(
    workspace: Workspace, control: Control, hops: int, reason: str | None
) -> None:
    seen: list[dict[str, Any]] = []
    moved = [(307, {"location": f"/{n}"}, b"") for n in range(hops)]
    with answering([*moved, (200, {}, b"")], seen) as url:
        workspace.deliver_to(url)
        control.post("message", user="ada", channel="nhs-brief", text="Hello")
        workspace.wait_for(lambda: workspace.journal("ack", "in time"), "the ack")
    assert seen[-1].get("x_slack_retry_reason") == reason


def test_a_redirect_to_another_name_is_not_followed(workspace: Workspace, control: Control) -> None:
    answers: list[Answer] = [(200, {}, b"")]
    with answering(answers, seen := []) as url:
        workspace.deliver_to(url)
        by_another_name = url.replace("127.0.0.1", "127.1")
        answers.insert(0, (302, {"location": by_another_name}, b""))
        control.post("message", user="ada", channel="nhs-brief", text="Hello")
        workspace.wait_for(lambda: workspace.journal("ack", "in time"), "the ack")
    assert seen[-1]["x_slack_retry_reason"] == "connection_failed"


def test_a_slow_app_is_told_to_the_person_when_the_clock_moves(
    workspace: Workspace, control: Control, clock: StillClock
) -> None:
    release, asked = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        if b"url_verification" not in body:
            asked.set()
            release.wait(10)
        start("200 OK", [])
        return [json.loads(body)["challenge"].encode() if b"challenge" in body else b""]

    with serving(slow) as url:
        workspace.deliver_to(url)
        control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
        assert asked.wait(10)
        clock.advance(timedelta(seconds=3))
        told = workspace.wait_for_message("nhs-brief", "did not respond")
        release.set()
    assert told["to"] == "U0ADA" and "operation_timeout" in told["text"]


def test_an_app_that_is_gone_and_then_the_socket_again(
    workspace: Workspace, control: Control
) -> None:
    with answering([(200, {}, b"")], []) as url:
        workspace.deliver_to(url)
    control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
    workspace.wait_for_message("nhs-brief", "dispatch_failed")
    assert control.post("transport")[1]["transport"] == "socket"


def test_what_an_app_answers_with_an_error_is_told_to_the_person(clock: StillClock) -> None:
    workspace = Workspace(MANIFEST, clock)
    workspace.start()
    try:
        with answering([(500, {}, b"")], []) as url:
            Control(workspace).post("transport", url=url)
            Control(workspace).post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
            told = workspace.wait_for_message("nhs-brief", "HTTP error")
    finally:
        workspace.stop()
    assert told["to"] == "U0ADA"
