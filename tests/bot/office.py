"""A desk that is open: real archive, library and store, Bolt's dispatcher, the playground's workspace.

What the bot says through a response_url lands in a letterbox; what it posts, in the workspace.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot import actions, mentions
from bot.app import build_reader, build_services
from bot.clock import Clock
from bot.commands import listen
from bot.commands.desk import Desk
from bot.config import load_config
from bot.delivery.courier import Courier
from bot.playground.workspace.workspace import Workspace
from bot.store import Store
from feeds.model import Draft
from tests.bot.briefings import OTHER, PUBLISHED, TEXT, TITLE

NOW = datetime(2026, 11, 23, 7, 31, tzinfo=UTC)
ASKER = "U0ADA"
SECOND_TITLE = "Nurses at Tamsin Vale vote on strike"
SECOND_TEXT = (
    "Some 1,200 NHS nurses at Tamsin Vale hospital are voting on a strike.\n\n"
    "The ballot closes on 11 December, the union said. The hospital said that it would keep its "
    "emergency department open whatever the result, and that it hoped for talks before then. "
    "Nurses there last went on strike in a dispute about rotas that ended with a new agreement. "
    "The union said that the agreement had never been put into practice on the night wards."
)
DRAFTS = (
    Draft("https://marlowe.example/waits", TEXT, TITLE, "https://marlowe.example/waits"),
    Draft("inbox:council.txt", OTHER),
    Draft("https://vale.example/vote", SECOND_TEXT, SECOND_TITLE, "https://vale.example/vote"),
)
SECRET = Draft("inbox:secret.txt", "Gwendolyn Ward at Marlowe closes in May.", team_id="T0OTHER")


class Letterbox(ThreadingHTTPServer):
    """Stands for Slack's response_url."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Slot)
        self.letters: list[dict[str, Any]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/response"


class _Slot(BaseHTTPRequestHandler):
    server: Letterbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.letters.append(json.loads(body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Office:
    """What a test does with the desk: type, click, say, and look at what came back."""

    app: App
    desk: Desk
    workspace: Workspace
    letterbox: Letterbox
    events: int = 0
    acked: list[int] = field(default_factory=list)

    @property
    def team(self) -> str:
        return self.workspace.team_id

    @property
    def channel(self) -> str:
        return self.workspace.channel_id("nhs-brief")

    def type(self, text: str, trigger_id: str | None = None, **fields: str) -> list[dict[str, Any]]:
        """Type /nhs-brief; the replies."""
        body = {
            "command": "/nhs-brief",
            "text": text,
            "team_id": self.team,
            "channel_id": self.channel,
            "user_id": ASKER,
            "response_url": self.letterbox.url,
            "trigger_id": trigger_id or self._next("trigger"),
        }
        return self._replies(body | fields)

    def click(
        self,
        action_id: str,
        value: object,
        message_ts: str | None = None,
        trigger_id: str | None = None,
        action_ts: str | None = None,
    ) -> list[dict[str, Any]]:
        """Press a button; the replies."""
        packed = value if isinstance(value, str) else json.dumps(value)
        action = {"action_id": action_id, "type": "button", "value": packed, "block_id": "b"}
        body = {
            "type": "block_actions",
            "team": {"id": self.team},
            "user": {"id": ASKER},
            "channel": {"id": self.channel},
            "container": {
                "message_ts": message_ts or self._next("1."),
                "channel_id": self.channel,
            },
            "response_url": self.letterbox.url,
            "trigger_id": trigger_id or self._next("trigger"),
            "actions": [action | {"action_ts": action_ts or self._next("1.")}],
        }
        return self._replies(body)

    def mention(self, text: str, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """Mention the bot; its posts since."""
        said = f"<@{self.workspace.bot_user_id}> {text}"
        return self.happen("app_mention", said, thread_ts)

    def say(self, text: str, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """Say something in the channel; the bot's posts since."""
        return self.happen("message", text, thread_ts)

    def happen(
        self, kind: str, text: str, thread_ts: str | None, **fields: Any
    ) -> list[dict[str, Any]]:
        """Let somebody say something, and bring it to the app as an event."""
        event = {"type": kind, "channel": self.channel, "user": ASKER, "text": text}
        event["ts"] = self.written(text, thread_ts)
        if thread_ts:
            event["thread_ts"] = thread_ts
        return self.bring(event | fields)

    def written(self, text: str, thread_ts: str | None = None) -> str:
        """The ts of a message that a person writes."""
        body = {"user": ASKER, "channel": self.channel, "text": text, "thread_ts": thread_ts}
        return str(self._control("message", body)["ts"])

    def bring(self, event: dict[str, Any], event_id: str | None = None) -> list[dict[str, Any]]:
        """Bring an event to the app; the bot's posts since."""
        before = len(self.posts())
        body = {
            "type": "event_callback",
            "team_id": self.team,
            "event_id": event_id or self._next("Ev"),
            "event": event,
            "authorizations": [{"team_id": self.team, "user_id": self.workspace.bot_user_id}],
        }
        self._dispatch(body)
        return self.posts()[before:]

    def posts(self) -> list[dict[str, Any]]:
        """What the bot has posted in the channel, oldest first, threads included."""
        held = self._control(f"messages?channel={self.channel}")["messages"]
        return [one for one in held if one["user"] == self.workspace.bot_user_id]

    def _control(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        with urlopen(Request(f"{self.workspace.url}_control/{path}", data, headers)) as answer:
            return dict(json.load(answer))

    def _replies(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        before = len(self.letterbox.letters)
        self._dispatch(body)
        return self.letterbox.letters[before:]

    def _dispatch(self, body: dict[str, Any]) -> None:
        response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        self.acked.append(response.status)

    def _next(self, prefix: str) -> str:
        self.events += 1
        return f"{prefix}{self.events:06d}"


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """Open the desk in a workspace of its own, with three articles archived and read."""
    clock = Clock(NOW)
    loaded = load_config(None, {"NHS_BRIEF_DATA": str(folder)})
    chosen = loaded.model_copy(update={"admins": (ASKER,)})
    workspace = Workspace(None, clock)
    workspace.start()
    letterbox = Letterbox()
    reader = build_reader(chosen, clock)
    try:
        for draft in (*DRAFTS, SECRET):
            reader.archive.add(_dated(draft), NOW)
        reader.read_new()
        client = WebClient(token=workspace.bot_token, base_url=workspace.api_url)
        store = Store(reader.archive.database)
        courier = Courier(store, reader.archive, reader.composer, lambda _team: client, clock)
        services = build_services(reader, store, courier, chosen, clock, lambda _team: client)
        desk = Desk(services)
        app = App(client=client, process_before_response=True)
        for room in (listen, mentions, actions):
            room.register(app, desk)
        yield Office(app, desk, workspace, letterbox)
    finally:
        letterbox.shutdown()
        letterbox.server_close()
        workspace.stop()
        reader.archive.database.close()


def _dated(draft: Draft) -> Draft:
    return (
        draft
        if draft.url is None
        else replace(draft, published=PUBLISHED, outlet="The Marlowe Post")
    )
