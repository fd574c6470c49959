"""One round of reading: what is asked, filed, left alone, and how failures stay where they are."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock, get_ident

import pytest

from bot.playground.newsroom.server import Newsroom
from feeds.archive import Archive
from feeds.database import Database
from feeds.fetch import Fetched, Fetcher, FetchError
from feeds.guard import RefusedError
from feeds.model import Feed, FeedError
from feeds.refresh import FeedResult, RefreshReport, fetch_article, refresh
from tests.builders import NOON, draft

FEED = Feed("Wexcombe Post", "https://post.example/rss", nation="Wales", licence="open")
LATER = NOON + timedelta(hours=7)
BODY = (
    "The board of Wexcombe Vale trust met on Tuesday and counted its beds again. "
    "There were 412 of them, it said, which is 15 fewer than in the spring of last year. "
    "Managers blamed repairs to the roof, which will go on until the end of next summer."
)
PORTAL = "Welcome, dear guest. Please enter your room number and surname to browse the internet."


@dataclass(slots=True)
class Site:
    """A web that answers from a dictionary and notes what was asked of it."""

    answers: dict[str, bytes | Fetched | Exception] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        with self.lock:
            self.asked.append((url, etag))
        answer = self.answers.get(
            url.split("?")[0], FetchError("post.example: nothing there", status=404)
        )
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, bytes):
            return Fetched(url, 200, answer, etag='"1"')
        return replace(answer, status=304, body=b"") if etag and etag == answer.etag else answer

    @property
    def links(self) -> list[str]:
        return [url for url, _ in self.asked]


def link(number: int) -> str:
    return f"https://post.example/beds-{number}"


def item(number: int, title: str | None = None, day: int | None = 20, **more: str) -> str:
    tags = {"title": title or f"Beds counted again {number}", "link": link(number)}
    tags |= {"guid": f"g{number}", "description": f"What the feed says of {number}."}
    if day is not None:
        tags["pubDate"] = f"Fri, {day} Nov 2026 08:00:00 GMT"
    tags |= more
    return "<item>" + "".join(f"<{name}>{text}</{name}>" for name, text in tags.items()) + "</item>"


def rss(*items: str) -> bytes:
    channel = f"<channel><title>Post</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def page(number: int, body: str = BODY, title: str | None = None) -> bytes:
    title = title or f"Beds counted again {number}"
    text = f"<p>{body} Ward {number}.</p><p>{body.lower()}</p>"
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><article><h1>{title}</h1>{text}</article></body></html>".encode()


def site(*numbers: int, feed: Feed = FEED) -> Site:
    pages: dict[str, bytes | Fetched | Exception] = {link(n): page(n) for n in numbers}
    return Site(pages | {feed.url: rss(*(item(n) for n in numbers))})


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)


def go(
    archive: Archive, web: Site, feeds: Sequence[Feed] = (FEED,), now: datetime = NOON
) -> RefreshReport:
    return refresh(feeds, archive, web, now, force=True)


def test_a_backlog_is_archived_with_its_dates_oldest_first(archive: Archive) -> None:
    report = go(archive, site(3, 2, 1))
    assert report.results == (FeedResult(FEED, "new", 3),)
    assert report.new == 3
    found = archive.articles(NOON - timedelta(days=9), NOON)
    assert [article.key for article in found] == [link(n) for n in (1, 2, 3)]
    one = found[0]
    assert (one.outlet, one.nation, one.licence, one.feed) == (
        "Wexcombe Post",
        "Wales",
        "open",
        "Wexcombe Post",
    )
    assert (one.published, one.arrived, one.teaser) == (NOON - timedelta(hours=4), NOON, False)
    assert "412 of them" in one.version.text and one.version.title == "Beds counted again 1"


def test_the_second_round_asks_for_no_page(archive: Archive) -> None:
    web = site(1, 2)
    go(archive, web)
    web.asked.clear()
    assert go(archive, web, now=LATER).results == (FeedResult(FEED, "unchanged"),)
    assert web.links == [FEED.url]


def test_nothing_due_nothing_asked(archive: Archive) -> None:
    web = site(1)
    refresh([FEED], archive, web, NOON)
    web.asked.clear()
    soon = NOON + timedelta(minutes=1)
    assert refresh([FEED], archive, web, soon).results == (FeedResult(FEED, "not due"),)
    off = replace(FEED, on=False)
    assert refresh([off], archive, web, LATER, force=True).results == ()
    assert web.asked == []


def test_an_unchanged_feed_is_asked_conditionally(archive: Archive) -> None:
    web = site(1)
    web.answers[FEED.url] = Fetched(FEED.url, 200, rss(item(1)), etag='"v1"')
    go(archive, web)
    go(archive, web, now=LATER)
    assert [etag for url, etag in web.asked if url == FEED.url] == [None, '"v1"']
    assert archive.feed_state(FEED.url).answered_at == LATER


def test_a_changed_id_or_tracking_link_brings_no_second_article(archive: Archive) -> None:
    web = site(1)
    go(archive, web)
    tracked = link(1).replace("https://", "http://www.") + "?utm_source=rss"
    web.answers[FEED.url] = rss(item(1, guid="other", link=tracked), item(1, guid="third"))
    assert go(archive, web, now=LATER).new == 0
    assert archive.count() == 1


def test_an_edited_article_becomes_a_version(archive: Archive) -> None:
    web = site(1)
    edited = "<updated>2026-11-20T15:00:00Z</updated>"
    web.answers[FEED.url] = atom()
    go(archive, web)
    web.answers |= {FEED.url: atom(edited), link(1): page(1, BODY.replace("412", "409"))}
    assert go(archive, web, now=LATER).results[0].status == "new"
    assert [version.number for version in archive.versions(1)] == [1, 2]
    web.asked.clear()
    assert go(archive, web, now=LATER + timedelta(hours=7)).new == 0
    assert web.links == [FEED.url]


def moved(to: str, title: str = "Beds counted again 1, board says", guid: str = "g1") -> str:
    return item(1, title=title, guid=guid, link=to)


def test_a_changed_link_under_the_same_id_brings_no_second_article(archive: Archive) -> None:
    web, to = site(1), "https://post.example/beds-counted"
    go(archive, web)
    web.answers |= {FEED.url: rss(moved(to)), to: page(1, BODY.replace("412", "409"))}
    for round_number in range(3):
        go(archive, web, now=LATER + round_number * timedelta(hours=7))
    assert archive.count() == 1
    article = archive.article(1)
    assert article is not None and "409" in article.version.text
    assert (article.key, article.url, article.version.number) == (link(1), to, 2)
    assert web.links.count(to) == 1


@pytest.mark.parametrize(
    "other",
    [
        moved("https://post.example/roof", "Roof is repaired at last"),
        moved("https://post.example/roof", guid="g2"),
        moved("https://post.example/roof") + item(1),
    ],
)
def test_another_headline_or_id_under_a_new_link_is_another_article(
    archive: Archive, other: str
) -> None:
    web = site(1)
    go(archive, web)
    web.answers |= {FEED.url: rss(other), "https://post.example/roof": page(7)}
    go(archive, web, now=LATER)
    assert archive.count() == 2


def atom(more: str = "<updated>2026-11-20T08:00:00Z</updated>") -> bytes:
    entry = f'<entry><id>1</id><title>Beds counted again 1</title><link href="{link(1)}"/>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title>{entry}{more}</entry></feed>'
    return feed.encode()


@pytest.mark.parametrize("failure", [FetchError("post.example: slow"), ValueError("a bug"), b""])
def test_a_failing_page_leaves_the_feeds_own_words(
    archive: Archive, failure: Exception | bytes
) -> None:
    web = site(1, 2)
    web.answers[link(1)] = failure
    result = go(archive, web).results[0]
    assert result.new == 2
    assert result.error is not None and result.error.startswith("1 of 2 pages could not be read")
    teaser = archive.article_at(link(1))
    assert teaser is not None and teaser.teaser
    assert teaser.version.text == "What the feed says of 1."


def test_a_page_that_failed_in_passing_is_asked_again(archive: Archive) -> None:
    web = site(1)
    web.answers[FEED.url] = Fetched(FEED.url, 200, rss(item(1)), etag='"v1"')
    whole = web.answers[link(1)]
    web.answers[link(1)] = FetchError("post.example: busy", status=503)
    go(archive, web)
    web.answers[link(1)] = whole
    assert go(archive, web, now=NOON + timedelta(hours=1)).new == 1
    article = archive.article_at(link(1))
    assert article is not None and not article.teaser and article.version.number == 2


def test_a_network_that_shows_its_own_page_for_every_link_is_not_believed(
    archive: Archive,
) -> None:
    web = site(1, 2)
    wall = page(0, PORTAL * 9, title="Grand Hotel WiFi")
    web.answers |= {link(1): wall, link(2): wall}
    assert go(archive, web).new == 2
    texts = [article.version.text for article in archive.articles_by_id([1, 2])]
    assert texts == ["What the feed says of 2.", "What the feed says of 1."]
    web.answers[FEED.url] = wall
    failed = go(archive, web, now=LATER).results[0]
    assert failed.status == "failed" and "not a feed" in (failed.error or "")
    assert archive.count() == 2


def test_one_bad_feed_costs_only_itself(archive: Archive) -> None:
    gone = replace(FEED, name="Gone", url="https://gone.example/rss")
    odd = replace(FEED, name="Odd", url="https://odd.example/rss")
    inside = replace(FEED, name="Inside", url="http://10.0.0.5/rss")
    web = site(1)
    web.answers |= {
        gone.url: FetchError("gone.example: it is gone for good", status=410, permanent=True),
        odd.url: RuntimeError("a bug"),
        inside.url: RefusedError("10.0.0.5 is not a public address"),
    }
    report = go(archive, web, [gone, odd, inside, FEED])
    assert [result.status for result in report.results] == ["failed", "failed", "failed", "new"]
    assert archive.feed_state(gone.url).gone
    assert archive.feed_state(odd.url).failures == 1
    assert refresh([gone], archive, web, LATER).results == (FeedResult(gone, "not due"),)


def test_an_undated_entry_takes_the_date_of_its_page_or_counts_from_its_arrival(
    archive: Archive,
) -> None:
    dated = page(1).replace(
        b"</title>",
        b'</title><meta property="article:published_time" content="2026-10-02T06:00:00Z">',
    )
    web = Site({FEED.url: rss(item(1, day=None), item(2, day=None)), link(1): dated})
    web.answers[link(2)] = page(2)
    go(archive, web)
    first, second = archive.article_at(link(1)), archive.article_at(link(2))
    assert first is not None and first.dated.date().isoformat() == "2026-10-02"
    assert second is not None and second.published is None and second.dated == NOON


def test_the_date_of_a_coming_event_is_not_one_of_publication(archive: Archive) -> None:
    web = site(1)
    web.answers[FEED.url] = rss(item(1, pubDate="Mon, 30 Nov 2026 08:00:00 GMT"))
    go(archive, web)
    article = archive.article_at(link(1))
    assert article is not None and article.published is None


def test_an_entry_without_a_link_is_its_own_words(archive: Archive) -> None:
    entry = "<item><title>Note</title><guid isPermaLink='false'>n1</guid>"
    web = Site({FEED.url: rss(entry + "<description>Beds are short.</description></item>")})
    assert go(archive, web).new == 1
    article = archive.article(1)
    assert article is not None and article.url is None and not article.teaser
    assert article.version.text == "Beds are short."
    assert go(archive, web, now=LATER).new == 0


def test_a_link_in_two_feeds_is_read_once(archive: Archive) -> None:
    other = replace(FEED, name="Other", url="https://other.example/rss")
    web = site(1)
    web.answers[other.url] = rss(item(1))
    report = go(archive, web, [FEED, other])
    assert [result.new for result in report.results] == [1, 0]
    assert web.links.count(link(1)) == 1


def test_what_comes_of_a_workspaces_feed_is_its_own(archive: Archive) -> None:
    go(archive, site(1), [replace(FEED, team_id="T1")])
    assert archive.article_at(link(1)) is None
    assert archive.article_at(link(1), "T1") is not None


def test_a_crash_while_filing_loses_no_article(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = site(1, 2, 3)
    add = archive.add

    def failing(*args: object) -> object:
        if archive.count() == 1:
            raise KeyboardInterrupt
        return add(*args)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(archive, "add", failing)
        go(archive, web)
    assert archive.feed_state(FEED.url).etag is None
    assert go(archive, web, now=LATER).new == 2
    assert archive.count() == 3


def test_progress_counts_feeds_and_pages(archive: Archive) -> None:
    told: list[tuple[int, int]] = []
    refresh([FEED], archive, site(1, 2), NOON, progress=lambda d, t, _label: told.append((d, t)))
    assert told == [(1, 1), (2, 3), (3, 3)]


def test_one_host_is_asked_one_thing_at_a_time(archive: Archive) -> None:
    busy: dict[str, int] = {}
    writers: set[int] = set()

    class Watched(Site):
        def fetch(self, url: str, *validators: str | None) -> Fetched:
            host = url.split("/")[2]
            assert busy.setdefault(host, get_ident()) == get_ident()
            try:
                return Site.fetch(self, url, *validators)
            finally:
                del busy[host]

    add = archive.add
    archive.add = lambda *a: (writers.add(get_ident()), add(*a))[1]  # type: ignore[method-assign]
    feeds = [replace(FEED, url=f"https://h{n}.example/rss", name=f"h{n}") for n in range(6)]
    web = Watched()
    for number, feed in enumerate(feeds):
        links = [f"https://h{number}.example/{n}" for n in range(4)]
        web.answers |= {one: page(number * 10 + n) for n, one in enumerate(links)}
        web.answers[feed.url] = rss(*(item(n, "Beds counted", link=u) for n, u in enumerate(links)))
    report = go(archive, web, feeds)
    assert [result.new for result in report.results] == [4] * 6
    assert writers == {get_ident()}
    keys = [article.key for article in archive.versions_after(0, 99)]
    assert keys == [f"https://h{n}.example/{m}" for n in range(6) for m in (3, 2, 1, 0)]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_dropped_files_become_articles_and_stay_where_they_are(
    archive: Archive, inbox: Path
) -> None:
    (inbox / "deep").mkdir()
    (inbox / "one.txt").write_text(f"Beds counted again\n\n{BODY}")
    (inbox / "deep" / "two.md").write_text(f"# Beds lost\n\n{BODY.replace('412', '397')}")
    inbox.chmod(0o555)
    report = refresh([], archive, Site(), NOON, inbox=inbox, team_id="T1")
    assert [(result.status, result.new) for result in report.results] == [("new", 2)]
    found = archive.article_at("inbox:deep/two.md", "T1")
    assert found is not None and found.published is None and found.dated == NOON
    assert archive.articles_by_id([1, 2]) == ()
    again = refresh([], archive, Site(), LATER, inbox=inbox, team_id="T1")
    assert again.results[0].status == "unchanged"
    inbox.chmod(0o755)
    assert sorted(path.name for path in inbox.rglob("*.*")) == ["one.txt", "two.md"]


def test_a_changed_file_is_a_version(archive: Archive, inbox: Path) -> None:
    path = inbox / "one.txt"
    for words in ("412", "409"):
        path.write_text(BODY.replace("412 of them", f"{words} of them, no more"))
        os.utime(path, ns=(int(words), int(words)))
        refresh([], archive, Site(), NOON, inbox=inbox)
    assert [version.number for version in archive.versions(1)] == [1, 2]


def test_a_bad_file_is_told_once(archive: Archive, inbox: Path) -> None:
    (inbox / "empty.txt").write_text("")
    (inbox / "good.txt").write_text(BODY)
    first = refresh([], archive, Site(), NOON, inbox=inbox)
    assert [(r.feed.name, r.status, r.new) for r in first.results] == [
        ("inbox", "new", 1),
        ("empty.txt", "failed", 0),
    ]
    assert first.results[1].error
    second = refresh([], archive, Site(), LATER, inbox=inbox)
    assert [result.status for result in second.results] == ["unchanged"]
    (inbox / "empty.txt").write_text(BODY.replace("412", "398"))
    assert refresh([], archive, Site(), LATER, inbox=inbox).new == 1


def test_a_missing_inbox_is_a_result(archive: Archive, tmp_path: Path) -> None:
    report = refresh([], archive, Site(), NOON, inbox=tmp_path / "nowhere")
    assert [result.status for result in report.results] == ["failed"]


def test_a_link_is_fetched_once_for_its_workspace(archive: Archive) -> None:
    web = site(1)
    article = fetch_article(f"{link(1)}?utm_source=slack", archive, web, NOON, team_id="T1")
    assert article.key == link(1) and article.team_id == "T1"
    assert fetch_article(link(1), archive, web, NOON, team_id="T1") == article
    assert web.links == ["https://post.example/robots.txt", f"{link(1)}?utm_source=slack"]
    assert archive.article_at(link(1)) is None


def test_an_archived_link_is_not_asked_for(archive: Archive) -> None:
    archive.add(draft(BODY, key=link(1)), NOON)
    web = Site()
    assert fetch_article(link(1).replace("https", "http"), archive, web, NOON, team_id="T1").id == 1
    assert web.asked == []


def test_a_link_that_leads_to_an_archived_one_is_that(archive: Archive) -> None:
    archive.add(draft(BODY, key=link(1)), NOON)
    web = Site({"https://short.example/x": Fetched(link(1), 200, page(1))})
    assert fetch_article("https://short.example/x", archive, web, NOON).id == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Fetched("x", 200, b"%PDF-1.7", content_type="application/pdf"), "a file .application/pdf"),
        (b"<html><body><nav>Home</nav></body></html>", "no article text"),
        (RefusedError("refused: 10.0.0.5 is not a public address"), "not a public address"),
        (RuntimeError("a bug"), "could not be read"),
    ],
)
def test_a_link_without_an_article_says_why(
    archive: Archive, answer: bytes | Fetched | Exception, reason: str
) -> None:
    with pytest.raises(FeedError, match=reason):
        fetch_article(link(1), archive, Site({link(1): answer}), NOON)
    assert archive.count() == 0


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    room = Newsroom(NOON)
    room.start()
    yield room
    room.stop()


def test_the_newsroom_is_read_over_http(archive: Archive, newsroom: Newsroom) -> None:
    fetcher = Fetcher(frozenset({newsroom.address}))
    feeds = newsroom.feeds
    report = refresh(feeds, archive, fetcher, NOON)
    assert {result.status for result in report.results} <= {"new", "unchanged"}
    assert [result.error for result in report.results if result.error] == []
    assert report.new >= 24
    assert refresh(feeds, archive, fetcher, LATER, force=True).new == 0
    fetcher.close()
