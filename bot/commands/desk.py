"""The desk: one call for every command, whoever brings it (slash command, mention or button)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.blocks.lists import help_message
from bot.commands.channels import Channels
from bot.commands.inquiries import Inquiries
from bot.commands.parse import Command, Name
from bot.commands.services import Services
from bot.commands.sources import Sources
from bot.commands.wish import Wish
from bot.model import Message

# What may be said again to the whole channel, and so what carries a button for it.
POSTABLE: frozenset[Name] = frozenset(
    {"latest", "ask", "search", "article", "figures", "quotes", "ahead", "preview"}
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Acts on commands. Raises CommandError where something cannot be done as asked."""

    services: Services

    @property
    def inquiries(self) -> Inquiries:
        return Inquiries(self.services)

    @property
    def channels(self) -> Channels:
        return Channels(self.services)

    def is_new(self, key: str) -> bool:
        """Whether this event, click or command is met for the first time; Slack may bring it again."""
        return self.services.store.first_time(key, self.services.clock.now())

    def act(
        self, command: Command, team_id: str, channel_id: str, user_id: str
    ) -> tuple[Message, ...]:
        """Do what was asked; a briefing may be too long for one message."""
        if command.name in ("latest", "preview"):
            return self._briefing(command, team_id, channel_id)
        if command.name == "feeds":
            return (Sources(self.services).act(command, team_id, user_id),)
        return (self._one(command, team_id, channel_id),)

    def _briefing(self, command: Command, team_id: str, channel_id: str) -> tuple[Message, ...]:
        if command.name == "latest":
            return self.channels.latest(team_id, channel_id)
        return self.channels.preview(command.words, team_id, channel_id)

    def _one(self, command: Command, team_id: str, channel_id: str) -> Message:
        ask, channel, words = self.inquiries, self.channels, command.words
        acts: dict[Name, Callable[[], Message]] = {
            "ask": lambda: ask.ask(words, team_id),
            "search": lambda: ask.search(words, team_id),
            "article": lambda: ask.article(words, team_id),
            "figures": lambda: ask.figures(words, team_id),
            "quotes": lambda: ask.quotes(words, team_id),
            "ahead": lambda: ask.ahead(team_id),
            "subscribe": lambda: channel.subscribe(command.wish or Wish(), team_id, channel_id),
            "unsubscribe": lambda: channel.unsubscribe(words, team_id, channel_id),
            "pause": lambda: channel.pause(command.period or timedelta(), team_id, channel_id),
            "resume": lambda: channel.resume(words, team_id, channel_id),
            "resend": lambda: channel.resend(team_id, channel_id),
            "status": lambda: channel.status(team_id, channel_id),
            "help": help_message,
        }
        return acts[command.name]()
