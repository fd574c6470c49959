"""Thirty days of several untidy feeds with crashes in between: each article is filed once, none is lost.

Every round each feed spells its links anew, changes ids and dates, mixes its order and repeats
itself; some articles are edited; one round in two dies at some step and is done again.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from bot.migrate import migrate
from feeds.archive import Archive
from feeds.database import Database, connect
from feeds.fetch import Fetched, FetchError
from feeds.guard import canonical_url
from feeds.model import Added, Draft, Feed, FeedState
from feeds.refresh import refresh
from tests.builders import NOON

FEEDS = tuple(Feed(f"Post {n}", f"https://post{n}.example/rss") for n in range(4))
DAYS, ROUNDS_A_DAY, SHOWN = 30, 2, 6
WARDS = ("oak", "elm", "ash", "fir", "yew", "bay", "may", "fig", "pear", "plum")
TWINS = (
    "https://post{n}.example/{path}",
    "http://post{n}.example/{path}",
    "https://www.post{n}.example/{path}?utm_source=rss&utm_medium=feed",
    "https://m.post{n}.example/{path}",
    "https://post{n}.example/{path}/amp",
    "https://post{n}.example/{path}/#comments",
    "HTTPS://POST{n}.example:443/{path}?at_campaign=rss",
    "https://post{n}.example/{path}?outputType=amp",
)


class CrashError(BaseException):
    """The plug is pulled."""


@dataclass
class Story:
    """What an outlet wrote, in its present wording."""

    outlet: int
    number: int
    beds: int
    written: datetime
    edited: datetime | None = None

    @property
    def path(self) -> str:
        return f"{WARDS[self.number % 10]}-{self.outlet}-{self.number}"

    @property
    def title(self) -> str:
        return f"Beds counted at {self.path.replace('-', ' ')} by managers"

    def page(self) -> bytes:
        said = (
            f"The board of {self.path} trust met on Tuesday and counted {self.beds} beds again. "
            f"That is {self.number} fewer than in the spring of last year, it told outlet {self.outlet}. "
            "Managers blamed repairs to the roof, which will go on until the end of next summer."
        )
        return f"<html><title>{self.title}</title><article><h1>{self.title}</h1><p>{said}</p><p>{said.lower()}</p></article>".encode()


class Web:
    """Four outlets whose feeds are never twice the same. Dies at the step it is told to."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.stories: dict[str, Story] = {}
        self.now = NOON
        self.steps_left: int | None = None

    def step(self) -> None:
        if self.steps_left is not None:
            self.steps_left -= 1
            if self.steps_left < 0:
                raise CrashError

    def publish(self, outlet: int) -> None:
        story = Story(outlet, len(self.stories), self.chance.randrange(100, 999), self.now)
        self.stories[f"https://post{outlet}.example/{story.path}"] = story

    def edit(self) -> None:
        story = self.chance.choice(list(self.stories.values())[-20:])
        story.beds += 1
        story.edited = self.now

    def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        self.step()
        if url.endswith("/robots.txt"):
            raise FetchError("nothing there", status=404)
        feed = next((n for n, feed in enumerate(FEEDS) if feed.url == url), None)
        if feed is not None:
            return Fetched(url, 200, self.feed(feed), etag=f'"{self.chance.random()}"')
        if self.chance.random() < 0.05:
            raise FetchError("busy", status=503)
        return Fetched(url, 200, self.stories[canonical_url(url)].page())

    def feed(self, outlet: int) -> bytes:
        shown = [story for story in self.stories.values() if story.outlet == outlet][-SHOWN:]
        shown += self.chance.sample(shown, min(2, len(shown)))
        self.chance.shuffle(shown)
        items = "".join(map(self.item, shown))
        return f'<rss version="2.0"><channel><title>P</title>{items}</channel></rss>'.encode()

    def item(self, story: Story) -> str:
        link = self.chance.choice(TWINS).format(n=story.outlet, path=story.path)
        moved = story.written - timedelta(hours=self.chance.randrange(48))
        date = self.chance.choice((story.written, moved, None))
        guid = self.chance.choice((story.path, link, str(self.chance.random()), None))
        tags = {"title": story.title, "link": link, "guid": guid}
        tags["description"] = f"Managers of {story.path} have counted."
        tags["pubDate"] = format_datetime(date) if date else None
        told = {name: text for name, text in tags.items() if text}
        body = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items())
        updated = f"<a:updated>{story.edited.isoformat()}</a:updated>" if story.edited else ""
        return f'<item xmlns:a="http://www.w3.org/2005/Atom">{body}{updated}</item>'


class FragileArchive(Archive):
    """Dies before or after it files something, when the web's steps are used up."""

    def __init__(self, database: Database, web: Web) -> None:
        super().__init__(database)
        self._web = web

    def add(self, draft: Draft, now: datetime) -> Added:
        self._web.step()
        added = super().add(draft, now)
        self._web.step()
        return added

    def save_feed_state(self, state: FeedState) -> None:
        self._web.step()
        super().save_feed_state(state)


def go(web: Web, archive: Archive, steps: int | None) -> bool:
    web.steps_left = steps
    try:
        refresh(FEEDS, archive, web, web.now)
    except CrashError:
        return False
    return True


def test_a_month_of_untidy_feeds_and_crashes_brings_each_article_once() -> None:
    chance = random.Random(20261120)
    web = Web(chance)
    database = connect("sqlite://")
    migrate(database)
    archive = FragileArchive(database, web)
    crashes = 0
    for _ in range(DAYS * ROUNDS_A_DAY):
        for outlet in range(len(FEEDS)):
            if chance.random() < 0.2:
                web.publish(outlet)
        if web.stories and chance.random() < 0.2:
            web.edit()
        if chance.random() < 0.5:
            crashes += not go(web, archive, chance.randrange(25))
        assert go(web, archive, None)
        web.now += timedelta(hours=24 / ROUNDS_A_DAY)
    assert crashes > 10
    filed = archive.articles(NOON - timedelta(days=9), web.now)
    assert sorted(article.key for article in filed) == sorted(web.stories)
    assert archive.count() == len(web.stories)
    assert not [article for article in filed if article.copy_of]
    _check_words(archive, web, [article.id for article in filed])


def _check_words(archive: Archive, web: Web, numbers: Sequence[int]) -> None:
    """What was edited while its feed still told of it has versions; nothing else has, but for
    pages that failed once and were a teaser until they came."""
    for number in numbers:
        versions = archive.versions(number)
        full = [
            version for version in versions if "counted" in version.text and "beds" in version.text
        ]
        article = archive.article(number)
        assert article is not None
        story = web.stories[article.key]
        assert len({version.text for version in full}) == len(full)
        if story.edited is None:
            assert len(full) <= 1
