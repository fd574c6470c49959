"""What the workspace remembers: people, channels and messages, in memory. No rules of Slack's here."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.playground.workspace.model import (
    BOT_USER_ID,
    Channel,
    Manifest,
    Message,
    MovableClock,
    Person,
)

PEOPLE = (
    Person("U0ADA", "ada", "Ada Morgan", "#7b3f8c", is_admin=True),
    Person("U0BEN", "ben", "Ben Okafor", "#2f6f5e"),
    Person("U0CAI", "cai", "Cai Pritchard-Lowe", "#a4552d"),
)
SLACKBOT = Person("USLACKBOT", "slackbot", "Slackbot", "#4a5568", is_bot=True)
BOT_COLOR = "#005eb8"


class State:
    """Everything that can be seen. Changed only from the server's own thread."""

    def __init__(self, manifest: Manifest, clock: MovableClock) -> None:
        self.manifest = manifest
        self.clock = clock
        bot = Person(BOT_USER_ID, "nhs_brief", manifest.bot_name, BOT_COLOR, is_bot=True)
        self.people = {person.id: person for person in (*PEOPLE, bot, SLACKBOT)}
        self.channels = {channel.id: channel for channel in _channels()}
        self._messages: dict[str, dict[str, Message]] = {name: {} for name in self.channels}
        self._seen: dict[tuple[str, str], str] = {}
        self._last_micros = 0
        self._watchers: list[Callable[[str], None]] = []

    def now(self) -> datetime:
        return self.clock.now()

    def next_ts(self) -> str:
        """A message time: the clock's, but never one that was given before."""
        micros = int(self.now().timestamp() * 1_000_000)
        self._last_micros = max(micros, self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def person(self, known_as: str) -> Person | None:
        """Someone by id, handle or full name."""
        wanted = known_as.removeprefix("@")
        found = self.people.get(wanted)
        return found or next(
            (p for p in self.people.values() if wanted.lower() in (p.name, p.real_name.lower())),
            None,
        )

    def channel(self, known_as: str) -> Channel | None:
        """A channel by id or name."""
        wanted = known_as.removeprefix("#")
        found = self.channels.get(wanted)
        return found or next((c for c in self.channels.values() if c.name == wanted), None)

    def direct_channel(self, person: str) -> Channel:
        """The direct messages between the bot and this person, opened where there are none yet."""
        channel_id = f"D0{person.removeprefix('U0')}"
        if channel_id not in self.channels:
            members = frozenset({person, BOT_USER_ID})
            channel = Channel(channel_id, channel_id, members=members, partner=person)
            self.channels[channel_id] = channel
            self._messages[channel_id] = {}
            self._tell(channel_id)
        return self.channels[channel_id]

    def change_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self._tell(channel.id)

    def join(self, channel_id: str, person: str) -> None:
        channel = self.channels[channel_id]
        self.change_channel(replace(channel, members=channel.members | {person}))

    def leave(self, channel_id: str, person: str) -> None:
        channel = self.channels[channel_id]
        self.change_channel(replace(channel, members=channel.members - {person}))

    def put(self, message: Message) -> Message:
        """Keep a new message, or the changed form of one that is known by its ts."""
        self._messages[message.channel][message.ts] = message
        self._tell(message.channel)
        return message

    def drop(self, channel_id: str, ts: str) -> None:
        self._messages[channel_id].pop(ts, None)
        self._tell(channel_id)

    def message(self, channel_id: str, ts: str) -> Message | None:
        return self._messages.get(channel_id, {}).get(ts)

    def messages(self, channel_id: str) -> tuple[Message, ...]:
        """All of a channel's messages, oldest first: replies and ephemeral ones among them."""
        return tuple(self._messages.get(channel_id, {}).values())

    def replies(self, channel_id: str, thread_ts: str) -> tuple[Message, ...]:
        return tuple(
            message
            for message in self.messages(channel_id)
            if message.is_reply and message.thread_ts == thread_ts and message.to is None
        )

    def mark_seen(self, person: str, channel_id: str) -> None:
        if latest := self._latest(person, channel_id):
            self._seen[person, channel_id] = latest

    def seen_until(self, person: str, channel_id: str) -> str:
        """The newest ts that this person has seen; "0" before the first look."""
        return self._seen.get((person, channel_id), "0")

    def unread(self, person: str, channel_id: str) -> bool:
        return self._latest(person, channel_id) > self._seen.get((person, channel_id), "")

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call `watcher` with the channel's id after every change."""
        self._watchers.append(watcher)

    def _latest(self, person: str, channel_id: str) -> str:
        return max((m.ts for m in self._visible(person, channel_id)), default="")

    def _visible(self, person: str, channel_id: str) -> Iterator[Message]:
        for message in self.messages(channel_id):
            if message.to in (None, person) and message.user != person:
                yield message

    def _tell(self, channel_id: str) -> None:
        for watcher in self._watchers:
            watcher(channel_id)


def _channels() -> tuple[Channel, ...]:
    everyone = frozenset(person.id for person in PEOPLE)
    return (
        Channel("C0NHSBRIEF", "nhs-brief", "NHS politics, briefed", everyone | {BOT_USER_ID}),
        Channel("C0GENERAL", "general", "Company-wide announcements", everyone),
        Channel("C0RANDOM", "random", "Everything else", everyone),
    )
