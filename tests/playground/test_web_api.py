"""The Web API over real HTTP, with Slack's own client."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, call_json

HEADER = {"type": "header", "text": {"type": "plain_text", "text": "Morning briefing"}}


def refused(call: Any, *args: Any, **fields: Any) -> dict[str, Any]:
    """What the API said when it refused a call."""
    with pytest.raises(SlackApiError) as error:
        call(*args, **fields)
    data: dict[str, Any] = error.value.response.data
    return data


def test_auth_test_names_the_team_and_the_bot(client: WebClient, workspace: Workspace) -> None:
    answer = client.auth_test()
    assert answer["team_id"] == workspace.team_id == "T0PLAYGROUND"
    assert answer["user_id"] == workspace.bot_user_id
    assert answer.headers["x-oauth-scopes"].startswith("app_mentions:read")


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-other", "invalid_auth"),
        ("xapp-playground", "not_allowed_token_type"),
    ],
)
def test_a_wrong_token_is_refused_by_name(workspace: Workspace, token: str, error: str) -> None:
    caller = WebClient(token=token, base_url=workspace.api_url)
    assert refused(caller.auth_test)["error"] == error


def test_an_unknown_method_is_refused(client: WebClient) -> None:
    assert refused(client.api_call, "chat.shout")["error"] == "unknown_method"


def test_a_posted_message_comes_back_with_the_clocks_time(
    client: WebClient, channel: str, clock: StillClock
) -> None:
    first = client.chat_postMessage(channel=channel, text="Waits fell", blocks=[HEADER])
    second = client.chat_postMessage(channel=channel, text="Again")
    assert first["ts"] == f"{clock.now().timestamp():.6f}"
    assert second["ts"] > first["ts"]
    assert first["message"]["bot_id"].startswith("B")
    assert first["message"]["blocks"][0]["block_id"]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "nhs-brief", "text": "x"}, "channel_not_found"),
        ({"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": "not JSON"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "graph"}]}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": [1]}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "a", "event_payload": {"a": "x" * 9000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ],
)
def test_a_bad_post_is_refused_with_slacks_error(
    client: WebClient, channel: str, fields: dict[str, Any], error: str
) -> None:
    sent = {"channel": channel, **fields}
    assert refused(client.api_call, "chat.postMessage", json=sent)["error"] == error


def test_invalid_blocks_say_where(client: WebClient, channel: str) -> None:
    long = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    data = refused(client.chat_postMessage, channel=channel, text="x", blocks=[long])
    assert data["errors"] == ["must be less than 151 characters [json-pointer:/blocks/0/text/text]"]
    assert data["response_metadata"]["messages"] == [f"[ERROR] {data['errors'][0]}"]


def test_a_message_that_is_too_long_altogether_is_refused(client: WebClient, channel: str) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_700}}
    data = refused(client.chat_postMessage, channel=channel, text="x", blocks=[block] * 5)
    assert data["error"] == "msg_blocks_too_long"
    assert client.chat_postMessage(channel=channel, text="x", blocks=[block] * 4)["ok"]


def test_long_text_is_cut_in_a_post_and_refused_in_an_update(
    client: WebClient, channel: str
) -> None:
    posted = client.chat_postMessage(channel=channel, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    data = refused(client.chat_update, channel=channel, ts=posted["ts"], text="x" * 40_001)
    assert data["error"] == "msg_too_long"


def test_an_archived_channel_takes_nothing(
    workspace: Workspace, client: WebClient, channel: str
) -> None:
    workspace.archive("nhs-brief")
    assert refused(client.chat_postMessage, channel=channel, text="x")["error"] == "is_archived"


def test_a_missing_scope_names_what_is_needed(clock: StillClock) -> None:
    bare = {**MANIFEST, "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}}}
    workspace = Workspace(bare, clock)
    workspace.start()
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    try:
        data = refused(client.conversations_history, channel=workspace.channel_id("nhs-brief"))
    finally:
        workspace.stop()
    assert data["error"] == "missing_scope"
    assert data["needed"] == "channels:history"
    assert data["provided"] == "chat:write,commands"


def test_a_form_with_json_in_it_is_read_like_json(workspace: Workspace, channel: str) -> None:
    form = urlencode(
        {
            "token": workspace.bot_token,
            "channel": channel,
            "text": "x",
            "blocks": json.dumps([HEADER]),
        }
    ).encode()
    with urlopen(Request(f"{workspace.api_url}chat.postMessage", data=form)) as answer:
        assert json.load(answer)["message"]["blocks"][0]["type"] == "header"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"{", "invalid_json"),
        (b"[]", "json_not_object"),
        (b'{"channel": "C0NHSBRIEF", "text": "\\ud800"}', "invalid_json"),
        (b"[" * 100_000, "invalid_json"),
        (b'{"text": "' + b"x" * 1_000_000 + b'"}', "request_too_large"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused(
    workspace: Workspace, body: bytes, error: str
) -> None:
    headers = {
        "Authorization": f"Bearer {workspace.bot_token}",
        "Content-Type": "application/json",
    }
    request = Request(f"{workspace.api_url}chat.postMessage", data=body, headers=headers)
    with urlopen(request) as answer:
        assert json.load(answer)["error"] == error


def test_a_multipart_form_is_read_too(workspace: Workspace, channel: str) -> None:
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    fields = {"token": workspace.bot_token, "channel": channel, "text": "Multipart"}
    body = "".join(f"--x\r\n{part.format(*field)}" for field in fields.items()) + "--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    request = Request(f"{workspace.api_url}chat.postMessage", data=body.encode(), headers=headers)
    with urlopen(request) as answer:
        assert json.load(answer)["message"]["text"] == "Multipart"


def test_only_the_apps_own_messages_can_be_changed(
    client: WebClient, channel: str, control: Control
) -> None:
    _, said = control.post("message", user="ada", channel=channel, text="Mine")
    data = refused(client.chat_update, channel=channel, ts=said["ts"], text="Yours")
    assert data["error"] == "cant_update_message"
    assert (
        refused(client.chat_delete, channel=channel, ts=said["ts"])["error"]
        == "cant_delete_message"
    )


def test_an_update_keeps_ts_and_marks_the_edit(
    client: WebClient, channel: str, control: Control
) -> None:
    ts = client.chat_postMessage(channel=channel, text="Old", blocks=[HEADER])["ts"]
    client.chat_update(channel=channel, ts=ts, text="New")
    (kept,) = control.messages()
    assert (kept["ts"], kept["text"]) == (ts, "New")
    assert kept["edited"] and kept["blocks"][0]["type"] == "header"
    client.chat_delete(channel=channel, ts=ts)
    assert control.messages() == []


def test_an_ephemeral_message_is_for_one_person_and_not_in_history(
    client: WebClient, channel: str, control: Control
) -> None:
    ts = client.chat_postEphemeral(channel=channel, user="U0ADA", text="Psst")["message_ts"]
    assert client.conversations_history(channel=channel)["messages"] == []
    assert (
        refused(client.chat_update, channel=channel, ts=ts, text="x")["error"]
        == "message_not_found"
    )
    (whisper,) = control.messages()
    assert whisper["ephemeral"] is True and whisper["to"] == "U0ADA"


def test_history_pages_newest_first_and_keeps_metadata(
    client: WebClient, channel: str, clock: StillClock
) -> None:
    metadata = {"event_type": "brief", "event_payload": {"delivery_id": "d1"}}
    sent = []
    for number in range(5):
        clock.advance(timedelta(seconds=1))
        answer = client.chat_postMessage(channel=channel, text=str(number), metadata=metadata)
        sent.append(answer["ts"])
    client.chat_postMessage(channel=channel, text="reply", thread_ts=sent[0])
    answers = client.conversations_history(channel=channel, limit=2, include_all_metadata=True)
    pages = [page["messages"] for page in answers]
    found = [message for page in pages for message in page]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [message["text"] for message in found] == ["4", "3", "2", "1", "0"]
    assert found[0]["metadata"] == metadata
    assert found[-1]["reply_count"] == 1
    assert "metadata" not in client.conversations_history(channel=channel)["messages"][0]


def test_history_between_two_times(client: WebClient, channel: str, clock: StillClock) -> None:
    times = []
    for number in range(4):
        clock.advance(timedelta(seconds=1))
        times.append(client.chat_postMessage(channel=channel, text=str(number))["ts"])
    between = client.conversations_history(channel=channel, oldest=times[0], latest=times[3])
    assert [message["text"] for message in between["messages"]] == ["2", "1"]
    within = client.conversations_history(
        channel=channel, oldest=times[0], latest=times[3], inclusive=True
    )
    assert len(within["messages"]) == 4
    data = refused(client.conversations_history, channel=channel, oldest="noon")
    assert data["error"] == "invalid_ts_oldest"
    assert (
        refused(client.conversations_history, channel=channel, cursor="x")["error"]
        == "invalid_cursor"
    )


def test_replies_begin_with_the_parent(client: WebClient, channel: str) -> None:
    parent = client.chat_postMessage(channel=channel, text="Parent")["ts"]
    reply = client.chat_postMessage(channel=channel, text="Reply", thread_ts=parent)["ts"]
    thread = client.conversations_replies(channel=channel, ts=parent)["messages"]
    assert [message["text"] for message in thread] == ["Parent", "Reply"]
    data = refused(client.chat_postMessage, channel=channel, text="Deeper", thread_ts=reply)
    assert data["error"] == "cannot_reply_to_message"


def test_a_deleted_parent_leaves_a_stone_over_its_replies(client: WebClient, channel: str) -> None:
    parent = client.chat_postMessage(channel=channel, text="Parent")["ts"]
    client.chat_postMessage(channel=channel, text="Reply", thread_ts=parent)
    client.chat_delete(channel=channel, ts=parent)
    thread = client.conversations_replies(channel=channel, ts=parent)["messages"]
    assert [message["text"] for message in thread] == ["This message was deleted.", "Reply"]


def test_blocks_validate_answers_in_slacks_shape(workspace: Workspace) -> None:
    url = f"{workspace.api_url}blocks.validate"
    assert call_json(url, {"blocks": [HEADER]}) == (200, {"ok": True})
    _, body = call_json(url, {"message": {"blocks": [{"type": "graph"}]}})
    assert body["error"] == "invalid_message"
    assert body["errors"][0] == {
        "pointer": "/blocks/0/type",
        "code": "unsupported_type",
        "message": "unsupported type: graph",
    }
    assert call_json(url, {})[1]["error"] == "invalid_arguments"


def test_blocks_validate_weighs_a_message_as_a_whole(workspace: Workspace) -> None:
    url = f"{workspace.api_url}blocks.validate"
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_900}}] * 5
    assert call_json(url, {"blocks": long}) == (200, {"ok": True})
    assert call_json(url, {"message": {"blocks": long[:4]}}) == (200, {"ok": True})
    assert call_json(url, {"message": {"text": "Waits"}}) == (200, {"ok": True})
    _, body = call_json(url, {"message": {"blocks": long}})
    assert body["error"] == "invalid_message"
    assert [error["code"] for error in body["errors"]] == ["msg_blocks_too_long"]
    assert call_json(url, {"message": {}})[1]["errors"][0]["pointer"] == "/text"


def test_views_are_checked_and_kept(client: WebClient) -> None:
    home = {"type": "home", "blocks": [HEADER]}
    published = client.views_publish(user_id="U0ADA", view=home)["view"]
    again = client.views_publish(user_id="U0ADA", view=home)["view"]
    assert published["id"] == again["id"] and published["hash"] != again["hash"]
    data = refused(client.views_update, view_id=again["id"], view=home, hash=published["hash"])
    assert data["error"] == "hash_conflict"
    data = refused(client.views_open, trigger_id="1.2.3", view={**home, "type": "modal"})
    assert data["error"] == "invalid_arguments"


def test_every_family_answers_when_the_scopes_are_there(clock: StillClock) -> None:
    scopes = ["chat:write", "channels:read", "users:read", "reactions:write", "im:write", "im:read"]
    workspace = Workspace({**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}, clock)
    workspace.start()
    client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
    try:
        names = [c["name"] for c in client.conversations_list()["channels"]]
        channel = workspace.channel_id("nhs-brief")
        info = client.conversations_info(channel=channel)["channel"]
        people = client.conversations_members(channel=channel)["members"]
        admins = [u["name"] for u in client.users_list()["members"] if u["is_admin"]]
        direct = client.conversations_open(users="U0BEN")["channel"]["id"]
        ts = client.chat_postMessage(channel=direct, text="Hello")["ts"]
        client.reactions_add(channel=direct, name="eyes", timestamp=ts)
        link = client.chat_getPermalink(channel=direct, message_ts=ts)["permalink"]
        twice = refused(client.reactions_add, channel=direct, name="eyes", timestamp=ts)
    finally:
        workspace.stop()
    assert names == ["nhs-brief", "general", "random"] and admins == ["ada"]
    assert info["is_member"] and workspace.bot_user_id in people
    assert link.endswith(f"p{ts.replace('.', '')}")
    assert twice["error"] == "already_reacted"
