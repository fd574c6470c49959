"""The sources and their health; administrators add, remove and check them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.blocks.lists import feeds_message, note_message
from bot.blocks.words import counted, outside
from bot.commands.parse import Command
from bot.commands.services import Services
from bot.commands.wish import CommandError
from bot.model import Message
from feeds.guard import check_url
from feeds.model import Feed, FeedError

MOST_FEEDS = 50  # of one workspace, added at run time


@dataclass(frozen=True, slots=True)
class Sources:
    """config.yaml's sources, then those that a workspace added, numbered in that order."""

    services: Services

    def act(self, command: Command, team_id: str, user_id: str) -> Message:
        may_change = self.services.is_admin(team_id, user_id)
        if command.part and not may_change:
            raise CommandError("Only administrators change or check the sources. Ask one of them.")
        if command.part == "add":
            return self._add(command.words, team_id)
        if command.part == "remove":
            return self._remove(int(command.words), team_id)
        if command.part == "check":
            self.services.refresh()
        return self._list(team_id, may_change)

    def _configured(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in self.services.config.feeds if feed.on)

    def _all(self, team_id: str) -> tuple[Feed, ...]:
        return (*self._configured(), *self.services.archive.feeds(team_id))

    def _list(self, team_id: str, may_change: bool) -> Message:
        archive = self.services.archive
        rows = [(feed, archive.feed_state(feed.url)) for feed in self._all(team_id)]
        return feeds_message(rows, self.services.clock.now(), may_change=may_change)

    def _add(self, link: str, team_id: str) -> Message:
        """Add a source of this workspace only. Its address is checked here and again when it is dialled."""
        try:
            target = check_url(link)
        except FeedError as error:
            raise CommandError(f"That source cannot be added: {error}") from error
        known = self._all(team_id)
        if any(feed.url == target.url for feed in known):
            raise CommandError("That source is known already. /nhs-brief feeds shows all of them.")
        if len(known) - len(self._configured()) >= MOST_FEEDS:
            raise CommandError(f"A workspace adds at most {MOST_FEEDS} sources. Remove one first.")
        name = (urlsplit(target.url).hostname or link).removeprefix("www.")
        self.services.archive.add_feed(
            Feed(name, target.url, team_id=team_id), self.services.clock.now()
        )
        return note_message(
            f"Added {outside(name)}. Its first articles come with the next round of reading."
        )

    def _remove(self, number: int, team_id: str) -> Message:
        known = self._all(team_id)
        if not 1 <= number <= len(known):
            raise CommandError(
                f"There are {counted(len(known), 'source')}. /nhs-brief feeds numbers them."
            )
        feed = known[number - 1]
        if not self.services.archive.remove_feed(feed.url, team_id):
            raise CommandError(f"{outside(feed.name)} stands in config.yaml: set on: false there.")
        return note_message(f"Removed {outside(feed.name)}. Its articles stay in the archive.")
