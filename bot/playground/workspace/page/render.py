"""Turns the state into what the page's templates show: one person's look at one channel."""

import json
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from markupsafe import Markup

from bot.playground.workspace import payloads
from bot.playground.workspace.blocks.problems import LINK_SCHEMES, is_link
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.model import BOT_USER_ID, Channel, Message, Person
from bot.playground.workspace.page import menus, mrkdwn
from bot.playground.workspace.page.changes import clock_facts
from bot.playground.workspace.page.charts import draw_chart
from bot.playground.workspace.page.lines import Line, lines_of, local
from bot.playground.workspace.page.templating import templates_with
from bot.playground.workspace.page.traffic import direction, headline, traffic_of
from bot.playground.workspace.responses import Responses
from bot.playground.workspace.state import State
from bot.playground.workspace.views import Views

SHOWN = 200  # messages of a channel: the newest ones
TRAFFIC_SHOWN = 100  # entries of the journal: the newest ones
ALL_TRAFFIC = "all"
NEVER = "0"  # the ts before every other: nothing was seen yet
STYLES = (
    ("code", "code"),
    ("strike", "s"),
    ("italic", "em"),
    ("bold", "strong"),
    ("underline", "u"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody wants to see of a channel, as the page's address says it.

    `since`: the newest ts that was seen before this look; "" for no mark between old and new."""

    thread: str | None = None
    inspect: str | None = None
    tab: str = "messages"
    since: str = ""


class Page:
    """Renders the whole page. Holds nothing but its sources and the compiled templates."""

    def __init__(
        self,
        state: State,
        views: Views | None = None,
        journal: Journal | None = None,
        responses: Responses | None = None,
    ) -> None:
        self._state = state
        self._views = views or Views()
        self._journal = journal or Journal()
        self._responses = responses
        self._templates = templates_with(
            {
                "text_object": self.text_object,
                "mrkdwn": self.styled,
                "markdown": mrkdwn.render_markdown,
                "leaf": self.leaf,
                "groups_of": self._groups_of,
                "initial_of": menus.initial_of,
                "initial_moment": menus.initial_moment,
                "draw_chart": draw_chart,
                "fresh_name": lambda _element: f"n{token_hex(4)}",
                "is_own_image": is_own_image,
                "safe_url": safe_url,
                "local": local,
                "as_json": as_json,
                "direction": direction,
                "headline": headline,
            }
        )

    def render(self, person: Person, channel: Channel, look: Look | None = None) -> str:
        """The page as this person sees it: channel or Home tab, what stands beside it, open modals."""
        look = look or Look()
        everything = self._visible(person, channel)
        top = [m for m in everything if not m.is_reply or m.also_in_channel]
        parent = next((m for m in everything if m.ts == look.thread), None)
        thread = [parent] if parent else []
        thread += [m for m in everything if parent and m.is_reply and m.thread_ts == parent.ts]
        new_after = look.since if look.since not in ("", NEVER) else None
        manifest = self._state.manifest
        return self._templates.get_template("page.html").render(
            me=person,
            channel=channel,
            look=look,
            here=self._state.manifest.bot_name if channel.partner else f"#{channel.name}",
            channels=[self._entry(person, each) for each in self._listed()],
            app_unread=self._app_unread(person),
            people=[p for p in self._state.people.values() if not p.is_bot],
            lines=self._lines(top[-SHOWN:], new_after, person),
            cut=max(0, len(top) - SHOWN),
            parent=parent,
            thread=self._lines(thread),
            inspected=self._inspected(everything, look),
            traffic=self._traffic(look),
            home=self._views.home(person.id),
            modals=self._views.stack(person.id),
            clock=clock_facts(self._state.now()),
            manifest=manifest,
            bot_name=manifest.bot_name,
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

    def _lines(
        self, messages: list[Message], new_after: str | None = None, reader: Person | None = None
    ) -> list[Line]:
        def replies(message: Message) -> tuple[Message, ...]:
            return self._state.replies(message.channel, message.ts)

        known_as = reader.id if reader else ""
        return list(lines_of(messages, self._state.people, replies, new_after, known_as))

    def _inspected(self, messages: list[Message], look: Look) -> dict[str, Any] | None:
        """The message that is looked into, as Slack's API shows it."""
        message = next((m for m in messages if m.ts == look.inspect), None)
        if message is None:
            return None
        replies = self._state.replies(message.channel, message.ts)
        shown = payloads.message_json(message, self._state.manifest, replies, metadata=True)
        return {**shown, "is_ephemeral": True} if message.to else shown

    def _traffic(self, look: Look) -> list[dict[str, Any]]:
        """What the journal has of that message, or of everything; the newest first.

        Entries of messages that this person cannot see are for every eye: it is a tool, not a secret."""
        if not look.inspect:
            return []
        entries = self._journal.entries()
        if look.inspect != ALL_TRAFFIC:
            path = self._responses.path_behind(look.inspect) if self._responses else None
            entries = traffic_of(entries, {look.inspect, path or look.inspect})
        return entries[: -TRAFFIC_SHOWN - 1 : -1]

    def _visible(self, person: Person, channel: Channel) -> list[Message]:
        found = self._state.messages(channel.id)
        return [message for message in found if message.to in (None, person.id)]

    def _listed(self) -> list[Channel]:
        return [channel for channel in self._state.channels.values() if not channel.partner]

    def _entry(self, person: Person, channel: Channel) -> dict[str, Any]:
        unread = self._state.unread(person.id, channel.id)
        return {"channel": channel, "name": channel.name, "unread": unread}

    def _app_unread(self, person: Person) -> bool:
        own = [c for c in self._state.channels.values() if c.partner == person.id]
        return any(self._state.unread(person.id, channel.id) for channel in own)

    def _names(self) -> mrkdwn.Names:
        return mrkdwn.Names(
            {p.id: p.real_name for p in self._state.people.values()},
            {c.id: c.name for c in self._state.channels.values() if not c.partner},
        )

    def _groups_of(self, element: dict[str, Any]) -> tuple[menus.Group, ...]:
        return menus.groups_of(element, self._names())

    def _facts(self) -> dict[str, Any]:
        """What the composer can complete."""
        manifest = self._state.manifest
        commands = [
            {"name": c.name, "hint": c.usage_hint, "about": c.description}
            for c in manifest.commands
        ]
        invite = {"name": "/invite", "hint": f"@{manifest.bot_name}", "about": "Add someone here"}
        remove = {"name": "/remove", "hint": "@someone", "about": "Take someone out of here"}
        names = [p.real_name for p in self._state.people.values() if p.id != "USLACKBOT"]
        return {"commands": [*commands, invite, remove], "people": names}


def as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def is_own_image(url: str) -> bool:
    """Only a picture that is in the page itself is shown: nothing is fetched from outside."""
    return url.startswith("data:image/")


def safe_url(url: Any) -> str:
    """The address of a button: nothing but what a link may be."""
    return str(url) if is_link(str(url), LINK_SCHEMES) else "#"


def _date(leaf: dict[str, Any]) -> Markup:
    try:
        shown = mrkdwn.format_date(leaf["timestamp"], leaf["format"])
    except ValueError:
        shown = str(leaf.get("fallback") or leaf["timestamp"])
    return mrkdwn.link(leaf["url"], shown) if leaf.get("url") else Markup("{}").format(shown)
