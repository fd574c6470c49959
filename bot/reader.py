"""The news as one thing to hold: gather it, add to it, ask it, compose an edition of it.

What the bot's rounds, the desk and the shell have in common; it knows nothing of Slack.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.blocks.digest import digest_message
from bot.blocks.lines import versions_of
from bot.clock import Clock
from bot.config import Config
from bot.delivery.compose import Composer
from bot.editions import Slot, latest_slot, subscription_of
from bot.model import Message
from feeds.archive import Archive
from feeds.fetch import Fetcher
from feeds.model import Added, Article, Draft, Feed
from feeds.parse import ParsedFeed
from feeds.refresh import RefreshReport, fetch_article, refresh
from feeds.visits import Visitor
from summaries.answers import answer, question_words
from summaries.library.store import Library
from summaries.model import Ahead, Answer, Digest
from summaries.reading import read_new

Progress = Callable[[int, int, str], None]
NOWHERE = ""  # the team and channel of an edition that nobody is subscribed to


@dataclass(slots=True)
class Reader:
    """Archive and library, with the hands that fill them."""

    config: Config
    archive: Archive
    library: Library
    fetcher: Fetcher
    composer: Composer
    clock: Clock
    inbox: Path | None = None
    inbox_team: str | None = None
    progress: Progress | None = None

    def gather(self, *, force: bool = False) -> RefreshReport:
        """Ask every feed whose time has come (all, when forced), then read what is new."""
        report = refresh(
            self.feeds(),
            self.archive,
            self.fetcher,
            self.clock.now(),
            inbox=self.inbox,
            team_id=self.inbox_team,
            force=force,
            progress=self.progress,
        )
        self.read_new()
        return report

    def read_new(self) -> int:
        """Read every article version that has not been read; how many there were."""
        return read_new(self.archive, self.library)

    def feeds(self) -> Sequence[Feed]:
        """The configured sources that are on, and those added in Slack."""
        return (*(feed for feed in self.config.feeds if feed.on), *self.archive.all_feeds())

    def add(self, draft: Draft) -> Added:
        """Archive a draft. One with a past date counts from that date, not from now: an archive that
        is filled later answers for its own days."""
        now = self.clock.now()
        return self.archive.add(draft, min(draft.published or now, now))

    def add_link(self, url: str) -> Added:
        """Archive the page at a link. Raises FeedError naming the cure."""
        known = self.archive.article_at(url) is not None
        found = self.fetch_article(url)
        return Added(found.id, found.version.id, "same" if known else "new")

    def fetch_article(self, url: str, team_id: str | None = None) -> Article:
        """The article at a link, fetched and read if it is not archived. Raises FeedError."""
        found = fetch_article(url, self.archive, self.fetcher, self.clock.now(), team_id=team_id)
        self.read_new()
        return found

    def ask_feed(self, feed: Feed) -> ParsedFeed:
        """Fetch and parse a source now, keeping nothing. Raises FeedError."""
        _, answered = Visitor(self.fetcher).feed_at(feed.url)
        return answered or ParsedFeed(None, None, ())

    def ask(self, question: str, team_id: str | None = None) -> Answer:
        candidates = self.library.candidates(question_words(question), team_id)
        return answer(question, candidates)

    def ahead(self) -> tuple[Ahead, ...]:
        """What is coming from today on, soonest first."""
        return self.library.dates(self.clock.now().astimezone(self.config.zone).date())

    def digest(self, edition: str, at: datetime | None = None) -> Digest:
        """The newest slot of an edition at or before a time, from what was archived by then; without
        a time, what it would say now."""
        when = at or self.clock.now()
        chosen = self.config.editions[edition]
        subscription = subscription_of(chosen, NOWHERE, NOWHERE, self.config.timezone, when)
        today = Slot(when.astimezone(self.config.zone).date(), when)
        slot = (
            (latest_slot(subscription, when, *self.composer.calendar(when.date())) or today)
            if at
            else today
        )
        return self.composer.compose(subscription, slot, known_at=when)

    def messages(self, digest: Digest, zone: str | None = None) -> tuple[Message, ...]:
        """A digest as the messages that a channel would get, every line checked."""
        texts = self.archive.version_texts(versions_of(digest))
        return digest_message(digest, texts, zone or self.config.timezone)
