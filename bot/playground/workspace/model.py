"""The workspace's words as plain frozen data: people, channels, messages, and the error of a call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

Block = dict[str, Any]

TEAM_ID = "T0PLAYGROUND"
TEAM_NAME = "Playground"
TEAM_DOMAIN = "playground"
APP_ID = "A0PLAYGROUND"
BOT_ID = "B0NHSBRIEF"
BOT_USER_ID = "U0NHSBRIEF"
BOT_TOKEN = "xoxb-playground"
APP_TOKEN = "xapp-playground"
VERIFICATION_TOKEN = "playground"
SIGNING_SECRET = "playground-signing-secret"
CLIENT_ID = "1111111111.2222222222"
CLIENT_SECRET = "playground-client-secret"


class MovableClock(Protocol):
    """The clock that the caller owns. `on_move`, where there is one, tells of every jump."""

    def now(self) -> datetime: ...
    def advance(self, by: timedelta, /) -> None: ...
    def move_to(self, when: datetime, /) -> None: ...


class ApiError(Exception):
    """A refusal with Slack's own error name; `facts` stand beside it in the answer."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def as_json(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.facts}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with an account here; the bot is one too."""

    id: str
    name: str
    real_name: str
    color: str
    is_admin: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A public channel, or (with `partner`) the direct messages between the bot and one person."""

    id: str
    name: str
    topic: str = ""
    members: frozenset[str] = frozenset()
    is_archived: bool = False
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the workspace holds it. `to` makes it ephemeral: only that person sees it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Block, ...] = ()
    thread_ts: str | None = None
    to: str | None = None
    edited: str | None = None
    metadata: dict[str, Any] | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    also_in_channel: bool = False
    client_msg_id: str | None = None
    files: tuple[dict[str, Any], ...] = ()

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the manifest declares it."""

    name: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the installed app may do and hear."""

    bot_name: str
    scopes: frozenset[str]
    commands: tuple[Command, ...] = ()
    bot_events: frozenset[str] = frozenset()
    is_interactive: bool = True
    rotates_tokens: bool = False
    redirect_urls: tuple[str, ...] = ()
    has_home: bool = True
    has_messages_tab: bool = True
    is_messages_tab_read_only: bool = False

    def command(self, name: str) -> Command | None:
        return next((command for command in self.commands if command.name == name), None)
