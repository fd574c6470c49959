"""The ten things that a faithful local workspace must do, a test for each; the parts have their own."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.playground.workspace.coverage import ABSENT, FILE
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, call_json
from tests.playground.installed import install, installable
from tests.playground.plugs import heard, plugged_in
from tests.playground.web import serving

MINUTE = timedelta(minutes=1)
LONG = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}


def refused(call: Callable[..., Any], **fields: Any) -> Any:
    with pytest.raises(SlackApiError) as error:
        call(**fields)
    return error.value.response


def test_1_a_strict_validator_in_the_shape_of_blocks_validate(
    client: WebClient, channel: str
) -> None:
    answer = refused(client.api_call, api_method="blocks.validate", json={"blocks": [LONG]})
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][0].keys() == {"pointer", "code", "message"}
    assert answer["errors"][0]["pointer"] == "/blocks/0/text/text"
    post = refused(client.chat_postMessage, channel=channel, text="x", blocks=[LONG])
    assert post["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in post["response_metadata"]["messages"][0]


def test_2_install_scopes_commands_and_events_come_from_the_manifest(clock: StillClock) -> None:
    bare: dict[str, Any] = {
        **MANIFEST,
        "features": {**MANIFEST["features"], "slash_commands": [{"command": "/other"}]},
        "oauth_config": {"scopes": {"bot": ["commands", "channels:history"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.channels"]}},
    }
    workspace = Workspace(bare, clock)
    workspace.start()
    client = WebClient(workspace.bot_token, base_url=workspace.api_url)
    control = Control(workspace)
    try:
        answer = refused(client.chat_postMessage, channel="C0NHSBRIEF", text="x")
        assert answer["error"] == "missing_scope" and answer["needed"] == "chat:write"
        assert answer["provided"] == "channels:history,commands"
        unknown = {"user": "ada", "channel": "nhs-brief", "text": "/nhs-brief"}
        assert control.post("command", **unknown)[1]["error"] == "unknown_command"
        with plugged_in(workspace) as socket:
            control.post("message", user="ada", channel="nhs-brief", text="@NHS Brief hello")
            assert heard(socket, ack=True)["payload"]["event"]["type"] == "message"
            control.post("command", user="ada", channel="nhs-brief", text="/other")
            assert heard(socket, ack=True)["type"] == "slash_commands", "no app_mention between"
    finally:
        workspace.stop()


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_3_timers_and_retries_by_the_clock_in_both_transports(
    clock: StillClock, transport: str
) -> None:
    tries: list[str] = []

    def deaf(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start("200 OK" if "challenge" in body else "500 -", [])
        if "challenge" in body:
            return [body["challenge"].encode()]
        tries.append(body["event_id"])
        return [b""]

    patience = timedelta(seconds=0.02 if transport == "socket" else 3)
    workspace = Workspace(MANIFEST, clock, ack_timeout=patience)
    workspace.start()

    def follow_retries() -> None:
        Control(workspace).post("message", user="ada", channel="nhs-brief", text="Hello")
        for known, wait in ((2, 1), (3, 5)):
            workspace.wait_for_entry("unanswered", count=known)
            clock.advance(wait * MINUTE)
        workspace.wait_for_entry("dropped")

    try:
        if transport == "http":
            with serving(deaf) as url:
                workspace.deliver_to(url)
                follow_retries()
        else:
            with plugged_in(workspace) as socket:
                follow_retries()
                tries += [heard(socket)["payload"]["event_id"] for _ in range(4)]
    finally:
        workspace.stop()
    assert len(tries) == 4 and len(set(tries)) == 1


def test_3b_three_seconds_by_the_clock(
    workspace: Workspace, control: Control, clock: StillClock
) -> None:
    with plugged_in(workspace) as socket:
        control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
        assert heard(socket)["type"] == "slash_commands"
        clock.advance(timedelta(seconds=3))
        assert workspace.wait_for_message("nhs-brief", "operation_timeout")["to"] == "U0ADA"


def test_4_calls_past_a_rate_limit_hear_429(
    workspace: Workspace, client: WebClient, channel: str, clock: StillClock
) -> None:
    workspace.limit_rates("internal")
    for _ in range(5):
        client.chat_postMessage(channel=channel, text="x")
    answer = refused(client.chat_postMessage, channel=channel, text="x")
    assert answer.status_code == 429 and answer["error"] == "ratelimited"
    clock.advance(timedelta(seconds=int(answer.headers["Retry-After"])))
    assert client.chat_postMessage(channel=channel, text="x")["ok"]


@pytest.mark.parametrize(
    ("kind", "stands_there"),
    [
        ("drop_after", True),
        ("silence_after", True),
        ("status_after", True),
        ("rate_limited", False),
        ("refuse", False),
    ],
)
def test_5_faults_of_calls(
    workspace: Workspace, channel: str, kind: str, stands_there: bool
) -> None:
    hasty = WebClient(workspace.bot_token, workspace.api_url, 0.2, retry_handlers=[])  # type: ignore[arg-type]
    workspace.fault(kind, "chat.postMessage")
    with pytest.raises((SlackApiError, OSError)):
        hasty.chat_postMessage(channel=channel, text="A")
    assert bool(workspace.messages("nhs-brief")) is stands_there


def test_5b_archived_not_in_channel_and_revoked(workspace: Workspace, client: WebClient) -> None:
    away, gone = workspace.channel_id("random"), workspace.channel_id("nhs-brief")
    assert refused(client.chat_postMessage, channel=away, text="x")["error"] == "not_in_channel"
    workspace.archive("nhs-brief")
    assert refused(client.chat_postMessage, channel=gone, text="x")["error"] == "is_archived"
    client.auth_revoke()
    assert refused(client.auth_test)["error"] == "token_revoked"


def test_5c_refresh_too_many_sockets_duplicates_and_disorder(
    workspace: Workspace, control: Control
) -> None:
    with plugged_in(workspace) as socket:
        workspace.fault("duplicate", "events_api")
        control.post("message", user="ada", channel="nhs-brief", text="One")
        first, second = heard(socket, ack=True), heard(socket, ack=True)
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        workspace.fault("swap", "events_api")
        for text in ("Two", "Three"):
            control.post("message", user="ada", channel="nhs-brief", text=text)
        told = [heard(socket, ack=True)["payload"]["event"]["text"] for _ in range(2)]
        assert told == ["Three", "Two"]
    for reason in ("warning", "refresh_requested", "too_many_websockets"):
        with plugged_in(workspace) as socket:
            workspace.disconnect(reason)
            assert heard(socket)["reason"] == reason


def test_6_history_with_metadata_and_once_a_minute_with_15(
    workspace: Workspace, client: WebClient, channel: str, clock: StillClock
) -> None:
    for n in range(16):
        metadata = {"event_type": "briefing", "event_payload": {"delivery_id": n}}
        client.chat_postMessage(channel=channel, text=str(n), metadata=metadata)
    page = client.conversations_history(channel=channel, include_all_metadata=True)
    assert page["messages"][0]["metadata"]["event_payload"] == {"delivery_id": 15}
    assert len(page["messages"]) == 16
    workspace.limit_rates("distributed")
    assert len(client.conversations_history(channel=channel, limit=100)["messages"]) == 15
    assert refused(client.conversations_history, channel=channel).headers["Retry-After"] == "60"
    clock.advance(MINUTE)
    assert client.conversations_history(channel=channel)["ok"]


def test_7_a_response_url_works_five_times_within_half_an_hour(
    workspace: Workspace, control: Control, clock: StillClock
) -> None:
    with plugged_in(workspace) as socket:
        urls = []
        for _ in range(2):
            control.post("command", user="ada", channel="nhs-brief", text="/nhs-brief")
            urls.append(heard(socket, ack=True)["payload"]["response_url"])
    often, late = (WebhookClient(url) for url in urls)
    assert [often.send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]
    clock.advance(30 * MINUTE + timedelta(seconds=1))
    assert late.send(text="x").status_code == 404


def test_8_oauth_with_state_replay_rotation_and_uninstall(
    clock: StillClock, tmp_path: Path
) -> None:
    with installable(clock, tmp_path) as app:
        installed, url = app
        browser, workspace = installed.browser, installed.workspace
        back = installed.allow(installed.wish(url))
        cookies = dict(browser.cookies)
        assert browser.open(back)[0].status == 200
        browser.cookies = cookies
        assert browser.open(back)[0].status == 401, "a state works once"
        code = parse_qs(urlsplit(back).query)["code"][0]
        keys: Any = {"client_id": workspace.client_id, "client_secret": workspace.client_secret}
        again = refused(installed.client.oauth_v2_access, code=code, **keys)
        assert again["error"] == "code_already_used"
        install(app)
        bot = installed.store.find_bot(enterprise_id=None, team_id=workspace.team_id)
        assert bot is not None and bot.bot_refresh_token
        renew = {"grant_type": "refresh_token", "refresh_token": bot.bot_refresh_token, **keys}
        fresh = installed.client.oauth_v2_access(**renew)["access_token"]
        assert refused(installed.client.oauth_v2_access, **renew)["error"] == (
            "invalid_refresh_token"
        )
        clock.advance(timedelta(hours=12))
        spent = WebClient(fresh, base_url=workspace.api_url)
        assert refused(spent.auth_test)["error"] == "token_expired"
        workspace.uninstall()
        workspace.wait_for(lambda: len(installed.events) == 2, "both events")
        assert refused(spent.auth_test)["error"] == "account_inactive"


def test_9_a_published_coverage_page_with_what_is_not_emulated() -> None:
    page = FILE.read_text(encoding="utf-8")
    assert "## Not emulated" in page and all(part in page for part in ABSENT)


def test_10_loopback_only_and_host_and_origin_are_checked(
    workspace: Workspace, clock: StillClock
) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        Workspace(MANIFEST, clock, host="0.0.0.0")
    assert workspace.url.startswith("http://127.0.0.1:")
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        for path in ("", "api/api.test", "link?ticket=x", "_control/faults"):
            assert call_json(workspace.url + path, **headers)[0] == 403
    with pytest.raises(ValueError, match="on this machine"):
        workspace.deliver_to("http://203.0.113.5/slack/events")
