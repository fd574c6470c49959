"""A clock that stands still, the control API as a test calls it, and waiting for what must come."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.playground.workspace.workspace import Workspace

MONDAY = datetime(2026, 11, 23, 7, 29, tzinfo=UTC)
PATIENCE = 30.0  # seconds of wall time that a background answer may take on a busy machine

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "NHS Brief"},
    "features": {
        "bot_user": {"display_name": "NHS Brief"},
        "slash_commands": [
            {
                "command": "/nhs-brief",
                "description": "Briefings",
                "usage_hint": "[question or help]",
            }
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "commands", "app_mentions:read"],
            "bot_optional": ["channels:history", "groups:history"],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_mention", "message.channels", "app_home_opened"]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


class StillClock:
    """A clock that only moves when it is told to."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by
        for listener in self._listeners:
            listener()

    def move_to(self, when: datetime) -> None:
        self.advance(when - self._now)

    def on_move(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)


class Control:
    """The control API as a test calls it."""

    def __init__(self, workspace: Workspace) -> None:
        self.url = workspace.url

    def post(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        return call_json(f"{self.url}_control/{path}", body)

    def messages(self, channel: str = "nhs-brief") -> list[dict[str, Any]]:
        _, body = call_json(f"{self.url}_control/messages?channel={channel}")
        return body["messages"]  # type: ignore[no-any-return]

    def wait_for(self, wanted: Callable[[list[dict[str, Any]]], Any], what: str) -> Any:
        """Look at the messages until `wanted` finds something in them; fail after some seconds."""
        return wait_for(lambda: wanted(self.messages()), what)


def call_json(url: str, body: dict[str, Any] | None = None, **headers: str) -> tuple[int, Any]:
    """POST a body, or GET without one: status and JSON (or text) of the answer."""
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", **headers}
    try:
        with urlopen(Request(url, data=data, headers=sent), timeout=PATIENCE) as answer:
            status, text = answer.status, answer.read().decode()
    except HTTPError as error:
        status, text = error.code, error.read().decode()
    try:
        return status, json.loads(text)
    except ValueError:
        return status, text


def wait_for(wanted: Callable[[], Any], what: str) -> Any:
    """Poll until something true comes; a condition, not a pause, ends the wait."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if found := wanted():
            return found
        threading.Event().wait(0.02)
    raise AssertionError(f"waited in vain for {what}")


def hang_up(workspace: Workspace, *handlers: SocketModeHandler) -> None:
    """Close from both ends: alone, the client waits three seconds for its socket to say something.

    It must have noticed before it is closed: slack-sdk's two threads trip over each other otherwise.
    A last message wakes the thread that would sit a second before an empty queue."""
    for handler in handlers:
        handler.client.default_auto_reconnect_enabled = False
        handler.client.auto_reconnect_enabled = False
    workspace.drop_sockets()
    for handler in handlers:
        wait_for(lambda client=handler.client: not client.is_connected(), "the end of the call")
        handler.client.closed = True
        handler.client.message_queue.put('{"type": "hello"}')
        handler.close()
