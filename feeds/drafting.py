"""What a feed and its page say of an article, as one draft. Pure."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.guard import canonical_url
from feeds.hosts import host_of
from feeds.model import Article, Draft, Entry, Feed, FeedState, Page

AGAIN_FOR = timedelta(hours=6)  # a teaser's page is asked again so long: it may just have failed
AHEAD = timedelta(days=1)  # a later date is not one of publication but, say, of the event told of
FEWEST_WHOLE = 250  # words of a feed's own text from which on it may be the whole article
SHORTER = 1.5  # so many times the words of a page stand in its feed if the page is cut off
OPEN_END = re.compile(
    r"(…|\.\.\.|\[(…|\.\.\.)\]|(read|see|find out) (more|on|the full story)|continue reading)\W*$",
    re.I,
)
# What the most common publishing program puts under every text in a feed.
SIGNATURE = re.compile(r"\n\s*The post .{1,500} (appeared first|first appeared) on .{1,200}$", re.S)
TELLING = re.compile(r"\w{4,}")  # words of a headline that say something, roughly


def key_of(feed: Feed, entry: Entry) -> str:
    """The identity of an entry's article: its link, or where it has none its id in its feed."""
    return canonical_url(entry.link) if entry.link else f"entry:{feed.url}:{entry.id}"


def alias_of(feed: Feed, entry: Entry) -> str | None:
    """What this feed calls an entry, whatever its link is; None where it has no name of its own."""
    if entry.id.startswith("hash:") or entry.link in (None, entry.id):
        return None
    return f"{feed.team_id or ''} {feed.url} {entry.id}"


def has_moved(entry: Entry, known: Article) -> bool:
    """Whether an entry under a new link is this article, which its feed calls the same. Bad feeds
    number their entries anew each time, so the headlines must be alike, too."""
    before, now = _telling_words(known.version.title or ""), _telling_words(entry.title or "")
    return len(before & now) * 2 >= max(len(before), len(now)) > 0


def is_wanted(entry: Entry, known: Article | None, state: FeedState, now: datetime) -> bool:
    """Whether to read an entry: it is not archived, has no page to be asked for, was only a teaser a
    short while ago, or changed since the feed last answered."""
    if known is None or entry.link is None:
        return bool(entry.title or entry.content or entry.summary)
    if known.teaser and now - known.arrived < AGAIN_FOR:
        return True
    if entry.updated is None or state.answered_at is None:
        return False
    return state.answered_at < entry.updated <= now


def is_about(page: Page, entry: Entry) -> bool:
    """Whether a page can be the entry's article: at least half of the headline's words are on it.

    A hotel's network, a consent wall and a log-in page answer for whatever link was asked.
    """
    asked = _telling_words(entry.title or "")
    found = _telling_words(f"{page.title or ''}\n{page.text}")
    return len(asked & found) * 2 >= len(asked)


def draft_of(
    feed: Feed,
    entry: Entry,
    now: datetime,
    page: Page | None = None,
    url: str | None = None,
    key: str | None = None,
) -> Draft:
    """Put together what feed and page say; without a page, the feed's own words as a teaser.

    `url` is where the page was found, `key` the identity of an entry whose link has changed. The date is the feed's, else the page's, else that of the
    feed's last change; an entry without any counts from its arrival. A page that says much less
    than its feed is cut off.
    """
    own_words = SIGNATURE.sub("", entry.content or entry.summary)
    dates = (entry.published, page.published if page else None, entry.updated)
    told = Draft(
        key=key or key_of(feed, entry),
        text=own_words,
        title=entry.title,
        url=url or _web_link(entry.link),
        outlet=feed.name or None,
        authors=entry.authors,
        published=next((d for d in map(_aware, dates) if d and d <= now + AHEAD), None),
        nation=feed.nation,
        licence=feed.licence,
        feed=feed.name,
        team_id=feed.team_id,
        teaser=entry.link is not None and not _is_whole(own_words),
        alias=alias_of(feed, entry),
    )
    return told if page is None else _with_page(told, page)


def draft_of_page(page: Page, key: str, team_id: str | None, url: str | None = None) -> Draft:
    """Put together what a page or file that no feed told of says of itself."""
    return Draft(
        key=key,
        text=page.text,
        title=page.title,
        url=url,
        outlet=page.outlet,
        authors=page.authors,
        published=_aware(page.published),
        team_id=team_id,
        teaser=page.teaser,
        left_out=page.left_out,
    )


def _with_page(told: Draft, page: Page) -> Draft:
    is_cut = page.teaser or _is_cut(page, told.text)
    takes_feed = is_cut and len(told.text) > len(page.text)
    return replace(
        told,
        text=told.text if takes_feed else page.text,
        title=page.title or told.title,
        outlet=told.outlet if _is_host(page.outlet, told.url) else page.outlet,
        authors=page.authors or told.authors,
        teaser=told.teaser if takes_feed else is_cut,
        left_out=page.left_out,
    )


def _is_cut(page: Page, told: str) -> bool:
    """Whether a short page stops where the feed goes on, or in the middle of a sentence."""
    words = len(page.text.split())
    if words >= FEWEST_WHOLE:
        return False
    return len(told.split()) >= SHORTER * words or bool(OPEN_END.search(page.text))


def _is_whole(told: str) -> bool:
    """Whether a feed's own text may be the whole article."""
    return len(told.split()) >= FEWEST_WHOLE and not OPEN_END.search(told)


def _is_host(outlet: str | None, url: str | None) -> bool:
    """Whether a page has no better name for its outlet than its address."""
    return not outlet or ("." in outlet and outlet.lower() in host_of(url))


def _telling_words(text: str) -> set[str]:
    return set(TELLING.findall(text.lower()))


def _web_link(link: str | None) -> str | None:
    return link if link and link.lower().startswith(("http://", "https://")) else None


def _aware(printed: datetime | None) -> datetime | None:
    if printed is None or printed.tzinfo is not None:
        return printed
    return printed.replace(tzinfo=UTC)
