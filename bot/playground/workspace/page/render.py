"""Turns the state into what the page's templates show: one view of one person on one channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2s
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.playground.workspace.model import BOT_USER_ID, Channel, Message, Person
from bot.playground.workspace.page import mrkdwn
from bot.playground.workspace.page.changes import ZONE, clock_facts
from bot.playground.workspace.state import State

TEMPLATES = Path(__file__).with_name("templates")
SHOWN = 200  # messages of a channel: the newest ones
TOGETHER = 300  # seconds within which one author's messages stand under one name
STYLES = (
    ("code", "code"),
    ("strike", "s"),
    ("italic", "em"),
    ("bold", "strong"),
    ("underline", "u"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the page shows it, with the day before it where a new one begins."""

    message: Message
    author: Person
    is_app: bool
    at: datetime
    day: date | None
    follows: bool
    replies: tuple[Message, ...]

    @property
    def key(self) -> str:
        """Changes whenever what is shown of this message changes."""
        last = self.replies[-1].ts if self.replies else ""
        shown = (self.message, len(self.replies), last, self.day, self.follows)
        return blake2s(repr(shown).encode(), digest_size=8).hexdigest()


class Page:
    """Renders the whole page from the state. Stateless apart from the compiled templates."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "text_object": self.text_object,
            "mrkdwn": self.styled,
            "markdown": mrkdwn.render_markdown,
            "leaf": self.leaf,
            "is_own_image": is_own_image,
            "local": local,
        }

    def render(self, person: Person, channel: Channel, thread_ts: str | None) -> str:
        """The page as this person sees it, on this channel, with or without a thread beside it."""
        everything = self._visible(person, channel)
        top = [m for m in everything if not m.thread_ts or not m.is_reply or m.also_in_channel]
        parent = next((m for m in everything if m.ts == thread_ts), None)
        thread = [parent] if parent else []
        thread += [m for m in everything if parent and m.is_reply and m.thread_ts == parent.ts]
        return self._templates.get_template("page.html").render(
            me=person,
            channel=channel,
            channels=[self._entry(person, each) for each in self._listed(person)],
            people=[p for p in self._state.people.values() if not p.is_bot],
            lines=list(self._lines(top[-SHOWN:])),
            cut=max(0, len(top) - SHOWN),
            parent=parent,
            thread=list(self._lines(thread)),
            clock=clock_facts(self._state.now()),
            bot_name=self._state.manifest.bot_name,
            bot_is_here=BOT_USER_ID in channel.members,
            facts=self._facts(),
        )

    def text_object(self, value: dict[str, Any]) -> Markup:
        if value.get("type") == "mrkdwn":
            return self.styled(str(value.get("text", "")))
        return mrkdwn.render_plain(str(value.get("text", "")), value.get("emoji") is not False)

    def styled(self, text: str) -> Markup:
        return mrkdwn.render_mrkdwn(text, self._names())

    def leaf(self, leaf: dict[str, Any]) -> Markup:
        """One element of rich text, in its styles."""
        shown = self._bare_leaf(leaf)
        style = leaf.get("style") or {}
        for name, tag in STYLES:
            if style.get(name):
                shown = Markup(f"<{tag}>{{}}</{tag}>").format(shown)
        return shown

    def _bare_leaf(self, leaf: dict[str, Any]) -> Markup:
        names = self._names()
        match leaf.get("type"):
            case "text":
                return mrkdwn.render_plain(leaf["text"], with_emoji=False)
            case "link":
                return mrkdwn.link(leaf["url"], leaf.get("text") or leaf["url"])
            case "user":
                return mrkdwn.mention(f"@{names.people.get(leaf['user_id'], leaf['user_id'])}")
            case "channel":
                channel = leaf["channel_id"]
                return mrkdwn.mention(f"#{names.channels.get(channel, channel)}")
            case "broadcast":
                return mrkdwn.mention(f"@{leaf['range']}")
            case "emoji":
                return mrkdwn.render_plain(f":{leaf['name']}:")
            case "date":
                return _date(leaf)
        return Markup('<span class="unsupported">{}</span>').format(
            leaf.get("value") or f"unsupported element: {leaf.get('type')}"
        )

    def _lines(self, messages: Sequence[Message]) -> Iterator[Line]:
        before: Line | None = None
        for message in messages:
            at = local(message.ts)
            is_new_day = before is None or before.at.date() != at.date()
            line = Line(
                message=message,
                author=self._state.people[message.user],
                is_app=self._state.people[message.user].is_bot,
                at=at,
                day=at.date() if is_new_day else None,
                follows=not is_new_day and before is not None and _belongs(before, message),
                replies=self._state.replies(message.channel, message.ts),
            )
            yield line
            before = line

    def _visible(self, person: Person, channel: Channel) -> list[Message]:
        found = self._state.messages(channel.id)
        return [message for message in found if message.to in (None, person.id)]

    def _listed(self, person: Person) -> list[Channel]:
        known = self._state.channels.values()
        return [channel for channel in known if channel.partner in (None, person.id)]

    def _entry(self, person: Person, channel: Channel) -> dict[str, Any]:
        name = self._state.manifest.bot_name if channel.partner else channel.name
        return {
            "channel": channel,
            "name": name,
            "unread": self._state.unread(person.id, channel.id),
        }

    def _names(self) -> mrkdwn.Names:
        return mrkdwn.Names(
            {p.id: p.real_name for p in self._state.people.values()},
            {c.id: c.name for c in self._state.channels.values()},
        )

    def _facts(self) -> dict[str, Any]:
        """What the composer can complete."""
        manifest = self._state.manifest
        commands = [
            {"name": c.name, "hint": c.usage_hint, "about": c.description}
            for c in manifest.commands
        ]
        invite = {"name": "/invite", "hint": f"@{manifest.bot_name}", "about": "Add someone here"}
        names = [p.real_name for p in self._state.people.values() if p.id != "USLACKBOT"]
        return {"commands": [*commands, invite], "people": names}


def local(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC).astimezone(ZONE)


def is_own_image(url: str) -> bool:
    """Only a picture that is in the page itself is shown: nothing is fetched from outside."""
    return url.startswith("data:image/")


def _belongs(before: Line, message: Message) -> bool:
    """Say whether a message stands under the name of the one before it."""
    known = before.message
    same = (known.user, known.to) == (message.user, message.to)
    return same and not before.replies and float(message.ts) - float(known.ts) < TOGETHER


def _date(leaf: dict[str, Any]) -> Markup:
    try:
        shown = mrkdwn.format_date(leaf["timestamp"], leaf["format"])
    except ValueError:
        shown = str(leaf.get("fallback") or leaf["timestamp"])
    return mrkdwn.link(leaf["url"], shown) if leaf.get("url") else Markup("{}").format(shown)
