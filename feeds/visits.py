"""One round's visits: feeds and pages are asked for with manners and read in the sandbox.

    page ─ robots.txt of its host ─ its crawl delay ─ fetch ─ extract_page (in the sandbox)

A host that says it has too much to do (429, or 503 with Retry-After) is asked for no more pages in
this round.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit

from feeds.extract import extract_page
from feeds.fetch import PRODUCT, Fetched, FetchError
from feeds.hosts import host_of
from feeds.model import FeedError, Page
from feeds.parse import ParsedFeed, parse_feed
from feeds.robots import Robots, Rule, parse_robots
from feeds.sandbox import Sandbox, SandboxError, shared_sandbox
from feeds.text import decode

logger = logging.getLogger(__name__)

# What may be a page; a site that sends no type at all is believed.
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
FEWEST_WORDS = 20  # a page with fewer is a menu or an error message; teasers have more
LONGEST_WAIT = timedelta(seconds=60)  # for one host's crawl delay in one round
IN_TROUBLE = Robots((Rule(allows=False, pattern="/"),))  # a site that cannot tell its rules
Pause = Callable[[timedelta], None]
Asked = ParamSpec("Asked")
Result = TypeVar("Result")


class Asks(Protocol):
    """What is needed of a `feeds.fetch.Fetcher`."""

    def fetch(
        self, url: str, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched: ...


def pause(wait: timedelta) -> None:
    """Wait as long as a site asks between two of its pages."""
    Event().wait(wait.total_seconds())


class Visitor:
    """Visits for one round. May be shared between threads that work on different hosts."""

    def __init__(self, fetcher: Asks, sandbox: Sandbox | None = None, pause: Pause = pause) -> None:
        self._fetcher = fetcher
        self._sandbox = sandbox or shared_sandbox()
        self._pause = pause
        self._robots: dict[str, Robots] = {}
        self._waited: dict[str, timedelta] = {}
        self._busy: dict[str, FetchError] = {}

    def get_ready(self) -> None:
        """Have the sandbox warm when the first answer comes."""
        self._sandbox.warm()

    def read(
        self, function: Callable[Asked, Result], *args: Asked.args, **named: Asked.kwargs
    ) -> Result:
        """Run a reading function in the sandbox. Raises FeedError."""
        return self._sandbox.run(function, *args, **named)

    def feed_at(
        self, url: str, etag: str | None = None, last_modified: str | None = None
    ) -> tuple[Fetched, ParsedFeed | None]:
        """Ask a feed; there is nothing to read where it has not changed. Raises FeedError only."""
        try:
            fetched = self._fetcher.fetch(url, etag, last_modified)
            if fetched.status == 304:
                return fetched, None
            return fetched, self.read(parse_feed, fetched.body, fetched.url, fetched.content_type)
        except SandboxError as error:
            raise _named(url, error) from error
        except FeedError:
            raise
        except Exception as error:  # what a stranger's bytes can raise is not one family
            logger.exception("cannot ask %s", host_of(url))
            raise _unexpected(url, error) from error

    def page_at(self, link: str) -> tuple[Page, str]:
        """Give the article page at a link and where it was found. Raises FeedError only."""
        fetched = self.fetch_page(link)
        return self.read_page(fetched), fetched.url

    def fetch_page(self, link: str) -> Fetched:
        """Ask for a page if its site lets us, when its site lets us. Raises FeedError only."""
        try:
            fetched = self._page(link)
        except FeedError:
            raise
        except Exception as error:  # as above
            logger.exception("cannot ask %s for a page", host_of(link))
            raise _unexpected(link, error) from error
        kind = (fetched.content_type or PAGES[0]).partition(";")[0].strip().lower()
        if kind not in PAGES:
            reason = f"the link leads to a file ({kind[:60]}), not to a page"
            raise FeedError(f"{host_of(link)}: {reason}", permanent=True)
        return fetched

    def read_page(self, fetched: Fetched) -> Page:
        """Read an answer as an article page. Raises FeedError only."""
        known = fetched.charset is not None
        html = decode(fetched.body, fetched.charset) if known else fetched.body
        try:
            page = self.read(extract_page, html, fetched.url)
        except SandboxError as error:
            raise _named(fetched.url, error) from error
        if len(page.text.split()) < FEWEST_WORDS:
            reason = "there is no article text on this page"
            raise FeedError(f"{host_of(fetched.url)}: {reason}", permanent=True)
        return page

    def _page(self, link: str) -> Fetched:
        host = host_of(link)
        if host in self._busy:
            raise self._busy[host]
        robots = self._robots_of(link)
        if robots is IN_TROUBLE:
            raise FeedError(f"{host}: it has trouble of its own, so its pages wait")
        if not robots.allows(link):
            reason = "it asks robots not to read this page (robots.txt)"
            raise FeedError(f"{host}: {reason}", permanent=True)
        self._wait(host, robots.delay)
        try:
            return self._fetcher.fetch(link)
        except FetchError as error:
            if error.status == 429 or (error.status == 503 and error.retry_after):
                self._busy[host] = error
            raise

    def _robots_of(self, link: str) -> Robots:
        parts = urlsplit(link)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._ask_robots(f"{site}/robots.txt")
        return self._robots[site]

    def _ask_robots(self, url: str) -> Robots:
        """Read a site's rules; without any all is allowed, but a site in trouble is left alone (RFC
        9309, 2.3.1). Where it cannot be reached, asking for the page will say so."""
        try:
            fetched = self._fetcher.fetch(url)
        except FetchError as error:
            in_trouble = error.status == 429 or (error.status or 0) >= 500
            return IN_TROUBLE if in_trouble else Robots()
        except Exception:  # as for pages, which tell it
            return Robots()
        return parse_robots(decode(fetched.body, fetched.charset), PRODUCT)

    def _wait(self, host: str, delay: timedelta) -> None:
        """Keep the crawl delay after this host's last page, but not for ever in one round."""
        if not delay:
            return
        waited = self._waited.get(host)
        if waited is not None:
            if waited + delay > LONGEST_WAIT:
                raise FeedError(f"{host}: it wants its pages read slowly; the rest comes later")
            self._pause(delay)
        self._waited[host] = timedelta() if waited is None else waited + delay


def _named(link: str, error: SandboxError) -> FeedError:
    return FeedError(f"{host_of(link)}: {error}", permanent=error.permanent)


def _unexpected(link: str, error: Exception) -> FeedError:
    return FeedError(f"{host_of(link)}: could not be read ({type(error).__name__})")
