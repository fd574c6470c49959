"""Files and reactions, with Slack's own client."""

from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock

SCOPES = {"scopes": {"bot": ["chat:write", "files:write", "files:read", "reactions:write", "reactions:read", "channels:history"]}}  # fmt: skip


@pytest.fixture
def workspace(clock: StillClock) -> Any:
    running = Workspace({**MANIFEST, "oauth_config": SCOPES}, clock)
    running.start()
    yield running
    running.stop()


def refusal(call: Any, **fields: Any) -> Any:
    with pytest.raises(SlackApiError) as error:
        call(**fields)
    return error.value.response["error"]


def test_the_sdks_own_upload_puts_a_file_into_a_channel(client: WebClient, channel: str) -> None:
    sent = client.files_upload_v2(
        channel=channel,
        filename="waits.csv",
        content="trust,waits\nEastmere,4300\n",
        title="Waits",
        initial_comment="As asked",
    )
    message = client.conversations_history(channel=channel)["messages"][0]
    assert message["text"] == "As asked" and message["files"][0]["title"] == "Waits"
    assert message["files"][0]["mimetype"] == "text/csv"
    with urlopen(message["files"][0]["url_private"]) as answer:
        assert answer.read() == b"trust,waits\nEastmere,4300\n"
        assert answer.headers["content-disposition"] == "attachment"
    file_id = sent["files"][0]["id"]
    assert client.files_info(file=file_id)["file"]["name"] == "waits.csv"
    client.files_delete(file=file_id)
    assert refusal(client.files_info, file=file_id) == "file_not_found"


def send(url: str, content: bytes) -> tuple[int, str]:
    try:
        with urlopen(Request(url, content, {"content-type": "text/plain"})) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_an_upload_is_taken_once_whole_and_within_its_time(
    client: WebClient, clock: StillClock
) -> None:
    first = client.files_getUploadURLExternal(filename="a.txt", length=3)
    assert send(first["upload_url"], b"four") == (400, "length_mismatch")
    done: Any = {"files": [{"id": first["file_id"]}]}
    assert refusal(client.files_completeUploadExternal, **done) == "file_not_found"
    assert send(first["upload_url"], b"abc") == (200, "OK - 3")
    assert send(first["upload_url"], b"abc")[0] == 404
    assert client.files_completeUploadExternal(**done)["files"][0]["title"] == "a.txt"
    late = client.files_getUploadURLExternal(filename="b.txt", length=3)
    clock.advance(timedelta(minutes=31))
    assert send(late["upload_url"], b"abc")[0] == 404
    big = {"filename": "c.txt", "length": 10_000_001}
    assert refusal(client.files_getUploadURLExternal, **big) == "file_upload_size_restricted"


def test_a_file_in_a_foreign_channel_is_refused_before_it_is_finished(
    client: WebClient, workspace: Workspace
) -> None:
    file = client.files_getUploadURLExternal(filename="a.txt", length=3)
    send(file["upload_url"], b"abc")
    done: Any = {"files": [{"id": file["file_id"]}], "channel_id": workspace.channel_id("random")}
    assert refusal(client.files_completeUploadExternal, **done) == "not_in_channel"
    assert refusal(client.files_completeUploadExternal, files=[]) == "invalid_arguments"


def test_files_upload_is_gone(client: WebClient) -> None:
    assert refusal(client.api_call, api_method="files.upload") == "unknown_method"


def test_a_reaction_comes_and_goes(client: WebClient, channel: str, control: Control) -> None:
    _, said = control.post("message", user="ada", channel=channel, text="Waits fell")
    spot: Any = {"channel": channel, "timestamp": said["ts"], "name": "tada"}
    client.reactions_add(**spot)
    assert refusal(client.reactions_add, **spot) == "already_reacted"
    assert refusal(client.reactions_add, **{**spot, "name": "<b>"}) == "invalid_name"
    del spot["name"]
    got = client.reactions_get(**spot)["message"]["reactions"]
    assert got == [{"name": "tada", "users": ["U0NHSBRIEF"], "count": 1}]
    assert client.reactions_list()["items"][0]["message"]["text"] == "Waits fell"
    client.reactions_remove(**spot, name="tada")
    assert refusal(client.reactions_remove, **spot, name="tada") == "no_reaction"
    assert client.reactions_list()["items"] == []
