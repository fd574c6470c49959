"""A socket of the app's that does nothing by itself: what comes is read and acked by the test."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_sdk import WebClient
from websockets.sync.client import ClientConnection, connect

from bot.playground.workspace.workspace import Workspace


@contextmanager
def plugged_in(workspace: Workspace) -> Iterator[ClientConnection]:
    """A socket that says nothing by itself, past its hello."""
    client = WebClient(token=workspace.app_token, base_url=workspace.api_url)
    url = client.api_call("apps.connections.open")["url"]
    with connect(url, proxy=None) as socket:
        assert heard(socket)["type"] == "hello"
        yield socket


def heard(socket: ClientConnection, *, ack: bool = False) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(socket.recv(timeout=10))
    if ack:
        socket.send(json.dumps({"envelope_id": body["envelope_id"]}))
    return body
