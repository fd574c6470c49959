"""Manners, end to end: the whole round over real HTTP against a server that is slow, rude or confused.

No test waits: the round is told what time it is.
"""

import gzip
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.database import connect
from feeds.fetch import Fetcher
from feeds.model import Article, Feed, FeedError, FeedState
from feeds.polling import NEVER, next_ask
from feeds.refresh import FeedResult, refresh
from feeds.sandbox import Sandbox
from feeds.visits import Visitor
from tests.builders import NOON
from tests.feeds.hostile import BODY, Outlet, page, rss

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Round:
    """A feed at an outlet, and an archive that can be closed and opened again."""

    outlet: Outlet
    path: Path
    feed: Feed

    def __post_init__(self) -> None:
        self.fetcher = Fetcher(
            frozenset({("127.0.0.1", self.outlet.port)}),
            timeout=timedelta(seconds=5),
            max_bytes=1_000_000,
        )
        self.start_again()

    def start_again(self) -> None:
        self.archive = Archive(connect(f"sqlite:///{self.path}"))

    def go(self, after: timedelta = timedelta(), *, force: bool = False) -> FeedResult:
        """One round, that long after noon."""
        now = NOON + after
        return refresh([self.feed], self.archive, self.fetcher, now, force=force).results[0]

    @property
    def state(self) -> FeedState:
        return self.archive.feed_state(self.feed.url)

    def waits(self, after: timedelta = timedelta()) -> timedelta:
        """How long after a round the feed is asked again."""
        return next_ask(self.state, NOON + after) - (NOON + after)

    def article(self, slug: str) -> Article:
        found = self.archive.article_at(f"{self.outlet.url}/{slug}")
        assert found is not None
        return found


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    outlet = Outlet()
    yield outlet
    outlet.close()


@pytest.fixture
def desk(outlet: Outlet, tmp_path: Path, migrated_sqlite: Path) -> Iterator[Round]:
    path = tmp_path / "manners.sqlite"
    shutil.copy(migrated_sqlite, path)
    desk = Round(outlet, path, Feed("Post", outlet.url + "/feed"))
    yield desk
    desk.fetcher.close()
    desk.archive.database.close()


@pytest.mark.parametrize("etag", ['"1"', 'W/"odd, tag"', "no-quotes", '"\xe9"'])
def test_an_etag_is_echoed_exactly_even_after_a_restart(
    desk: Round, outlet: Outlet, etag: str
) -> None:
    outlet.tells(ETag=etag)
    desk.go()
    desk.start_again()
    outlet.says("/feed", status=304)
    assert desk.go(HOUR).status == "unchanged"
    desk.go(2 * HOUR)
    echoed = [headers.get("if-none-match") for _, headers in outlet.requests]
    assert echoed == [None, etag, etag]


def test_a_date_of_change_is_echoed_exactly(desk: Round, outlet: Outlet) -> None:
    outlet.tells(Last_Modified="fri, 20-Nov-26 1:00 BST")
    desk.go()
    desk.go(HOUR)
    assert outlet.requests[1][1]["if-modified-since"] == "fri, 20-Nov-26 1:00 BST"


def test_validators_that_are_no_longer_sent_are_no_longer_echoed(
    desk: Round, outlet: Outlet
) -> None:
    outlet.tells(ETag='"1"')
    desk.go()
    outlet.tells()
    desk.go(HOUR)
    desk.go(2 * HOUR)
    assert "if-none-match" not in outlet.requests[2][1]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Cache_Control": "max-age=7200"}, 2 * HOUR),
        ({"Cache_Control": "public, MAX-AGE=7200"}, 2 * HOUR),
        ({"Cache_Control": "max-age=31536000"}, DAY),
        ({"Cache_Control": "max-age=60"}, 15 * MINUTE),
        ({"Cache_Control": "no-cache, max-age=7200"}, 15 * MINUTE),
        ({"Cache_Control": "max-age=nonsense"}, 15 * MINUTE),
        ({"Expires": "Fri, 20 Nov 2026 15:00:00 GMT"}, 3 * HOUR),
        ({"Expires": "Fri, 20 Nov 2026 11:00:00 GMT"}, 15 * MINUTE),
        ({"Expires": "0"}, 15 * MINUTE),
        ({"Expires": "Fri, 20 Nov 2026 15:00:00 GMT", "Cache_Control": "max-age=3600"}, HOUR),
    ],
)
def test_a_feed_is_left_alone_as_long_as_it_says(
    desk: Round, outlet: Outlet, headers: dict[str, str], wait: timedelta
) -> None:
    outlet.tells("a", **headers)
    assert desk.go().status == "new"
    assert desk.waits() == wait
    assert desk.go(wait - MINUTE).status == "not due"
    assert desk.go(wait).status == "unchanged"


@pytest.mark.parametrize(("ttl", "wait"), [("120", 2 * HOUR), ("99999", DAY), ("-5", 15 * MINUTE)])
def test_the_ttl_of_a_feed_is_minded(
    desk: Round, outlet: Outlet, ttl: str, wait: timedelta
) -> None:
    outlet.tells("a", more=f"<ttl>{ttl}</ttl>", Cache_Control="max-age=60")
    desk.go()
    assert desk.waits() == wait


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("printed", "wait"),
    [
        ("7200", 2 * HOUR),
        ("Fri, 20 Nov 2026 14:00:00 GMT", 2 * HOUR),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 15 * MINUTE),
        ("31536000", DAY),
        ("soon", 15 * MINUTE),
        ("-1", 15 * MINUTE),
    ],
)
def test_retry_after_is_obeyed_in_both_forms(
    desk: Round, outlet: Outlet, status: int, printed: str, wait: timedelta
) -> None:
    outlet.says("/feed", status=status, Retry_After=printed)
    assert desk.go().status == "failed"
    assert desk.waits() == wait
    assert desk.go(wait - MINUTE).status == "not due"


def test_failures_are_asked_ever_more_seldom_and_an_answer_heals(
    desk: Round, outlet: Outlet
) -> None:
    outlet.says("/feed", status=500)
    after, waits = timedelta(), []
    for _ in range(8):
        assert desk.go(after).error == "127.0.0.1: it has trouble of its own (HTTP 500)"
        waits.append(desk.waits(after) / HOUR)
        after += desk.waits(after)
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 12, 12]
    outlet.tells("a")
    assert desk.go(after).status == "new"
    assert (desk.state.failures, desk.state.error) == (0, None)


def test_a_feed_that_is_gone_is_asked_no_more_until_it_is_added_again(
    desk: Round, outlet: Outlet
) -> None:
    outlet.says("/feed", status=410)
    assert "gone for good" in (desk.go().error or "")
    assert next_ask(desk.state, NOON) == NEVER
    assert desk.go(999 * DAY).status == "not due"
    assert outlet.asked == ["/feed"]
    desk.archive.add_feed(desk.feed, NOON)
    outlet.tells("a")
    assert desk.go(999 * DAY).status == "new"


def test_a_feed_that_is_missing_may_come_back(desk: Round, outlet: Outlet) -> None:
    assert desk.go().status == "failed"
    outlet.tells("a")
    assert desk.go(HOUR).status == "new"


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_for_good_is_believed_after_a_day(desk: Round, outlet: Outlet, status: int) -> None:
    outlet.tells("a", path="/new")
    outlet.says("/feed", status=status, Location="/new")
    for after in (timedelta(), 12 * HOUR, 25 * HOUR):
        desk.go(after, force=True)
    feeds = [path for path in outlet.asked if path in ("/feed", "/new")]
    assert feeds == ["/feed", "/new", "/feed", "/new", "/new"]
    desk.start_again()
    outlet.tells("a", "b", path="/new")
    assert desk.go(48 * HOUR).new == 1
    assert desk.archive.count() == 2


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_move_in_passing_is_never_believed(desk: Round, outlet: Outlet, status: int) -> None:
    outlet.tells(path="/new")
    outlet.says("/feed", status=status, Location="/new")
    for day in range(3):
        desk.go(day * DAY)
    assert outlet.asked == ["/feed", "/new"] * 3
    assert desk.state.moved is None


def test_one_step_in_passing_spoils_a_move(desk: Round, outlet: Outlet) -> None:
    outlet.tells(path="/new")
    outlet.says("/there", status=302, Location="/new")
    outlet.says("/feed", status=301, Location="/there")
    desk.go()
    assert desk.state.moved is None


def test_a_hotels_network_moves_nothing(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a", ETag='"1"')
    desk.go()
    outlet.says("/login", b"<html><title>Grand Hotel</title>Room number?</html>")
    outlet.says("/feed", status=301, Location="/login")
    for day in (1, 2, 3):
        assert "web page" in (desk.go(day * DAY).error or "")
    assert (desk.state.moved, desk.state.etag) == (None, '"1"')
    outlet.tells("a", "b", ETag='"2"')
    assert desk.go(4 * DAY).new == 1


def test_a_move_that_is_taken_back_is_forgotten(desk: Round, outlet: Outlet) -> None:
    outlet.tells(path="/new")
    outlet.says("/feed", status=301, Location="/new")
    desk.go()
    assert desk.state.moved == outlet.url + "/new"
    outlet.tells()
    desk.go(12 * HOUR)
    assert desk.state.moved is None


@pytest.mark.parametrize("status", [404, 410, 500])
def test_if_the_new_address_fails_the_old_one_is_asked_again(
    desk: Round, outlet: Outlet, status: int
) -> None:
    outlet.tells(path="/new")
    outlet.says("/feed", status=301, Location="/new")
    desk.go()
    desk.go(25 * HOUR)
    outlet.says("/new", status=status)
    assert desk.go(50 * HOUR).status == "failed"
    outlet.tells("a")
    assert desk.go(51 * HOUR).status == "new"
    assert outlet.asked[:5] == ["/feed", "/new", "/new", "/new", "/feed"]


def test_a_circle_of_moves_ends(desk: Round, outlet: Outlet) -> None:
    outlet.says("/feed", status=301, Location="/feed")
    assert "redirects" in (desk.go().error or "")
    assert len(outlet.asked) == 6


def test_a_feed_does_not_lead_inside(desk: Round, outlet: Outlet) -> None:
    outlet.says("/feed", status=301, Location="http://169.254.169.254/latest/")
    assert desk.go().error == "refused: 169.254.169.254 is not a public address"


def test_nothing_of_one_visit_is_told_at_the_next(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a", "b", Set_Cookie="id=1; Path=/")
    outlet.says("/a", status=302, Location="/b", Set_Cookie="id=2; Path=/")
    desk.go()
    desk.go(HOUR)
    assert len(outlet.requests) >= 5
    for _, headers in outlet.requests:
        assert not {"cookie", "referer", "authorization", "from"} & set(headers)
        assert headers["user-agent"].startswith("NHSBrief/")
        assert headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (gzip.compress(bytes(50_000_000)), {"Content_Encoding": "gzip"}, "more than 1 MB"),
        (bytes(1_100_000), {}, "more than 1 MB"),
        (b"\x0b\x02\x80x\x03", {"Content_Encoding": "br"}, "which we did not ask for"),
        (b"no gzip", {"Content_Encoding": "gzip"}, "cannot be unpacked"),
        (b"", {}, "the answer is empty"),
        (b"<!doctype html><p>Hello", {}, "this is a web page"),
        (b"{}", {}, "not a feed"),
        (b"<rss><channel><item>" + b"<a>" * 100_000, {}, "not a feed|nested too deeply|broke|long"),
    ],
)
def test_a_feed_that_makes_no_sense_fails_with_a_reason(
    desk: Round, outlet: Outlet, body: bytes, headers: dict[str, str], reason: str
) -> None:
    outlet.says("/feed", body, **headers)
    result = desk.go()
    if result.status == "failed":  # feedparser finds an empty feed in the deep one
        assert result.error is not None
        assert any(part in result.error for part in reason.split("|"))
    assert desk.archive.count() == 0
    outlet.tells("a")
    assert desk.go(DAY).status == "new"


def test_a_feed_under_a_wrong_name_is_read(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a", Content_Type="text/html; charset=utf-8")
    assert desk.go().new == 1


def test_a_feed_that_trickles_is_left(desk: Round, outlet: Outlet) -> None:
    stop = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
        while not stop.wait(0.02):
            handler.wfile.write(b"a")

    outlet.answers["/feed"] = trickle
    allowed = frozenset({("127.0.0.1", outlet.port)})
    desk.fetcher = Fetcher(allowed, timeout=timedelta(seconds=0.2))
    assert desk.go().error == "127.0.0.1: no whole answer in time"
    stop.set()


def test_a_host_is_asked_one_thing_at_a_time(desk: Round, outlet: Outlet) -> None:
    feeds = []
    for n in range(4):
        path = f"/feed{n}"
        feeds.append(Feed(path, outlet.tells(*(f"{n}-{m}" for m in range(3)), path=path)))
    assert refresh(feeds, desk.archive, desk.fetcher, NOON).new == 12
    assert outlet.most_at_once == 1


def test_robots_are_asked_once_a_round_and_only_where_a_page_is_wanted(
    desk: Round, outlet: Outlet
) -> None:
    outlet.tells("a", "b", "c")
    desk.go()
    assert outlet.asked == ["/feed", "/robots.txt", "/c", "/b", "/a"]
    desk.go(HOUR)
    assert outlet.asked[5:] == ["/feed"]


@pytest.mark.parametrize(
    "rules",
    [
        "User-agent: *\nDisallow: /a",
        "User-agent: other\nAllow: /\n\nUser-agent: NHSBrief\nDisallow: /*a$",
        "\ufeffuser-AGENT: nhsbrief/1.0\nDISALLOW: /\nAllow: /b # but this",
    ],
)
def test_a_page_that_robots_may_not_read_is_not_asked_for(
    desk: Round, outlet: Outlet, rules: str
) -> None:
    outlet.tells("a", "b")
    outlet.says("/robots.txt", rules.encode())
    result = desk.go()
    assert "robots.txt" in (result.error or "")
    assert "/a" not in outlet.asked
    assert desk.article("a").teaser
    assert desk.article("a").version.text == "What the feed says of a."
    assert not desk.article("b").teaser


@pytest.mark.parametrize("status", [200, 401, 403, 404, 302])
def test_a_site_without_rules_may_be_read(desk: Round, outlet: Outlet, status: int) -> None:
    outlet.tells("a")
    outlet.says("/robots.txt", b"<html>Disallow: / is not meant</html>", status, Location="/none")
    assert desk.go().error is None
    assert not desk.article("a").teaser


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_in_trouble_is_asked_for_its_pages_later(
    desk: Round, outlet: Outlet, status: int
) -> None:
    outlet.tells("a", ETag='"1"')
    outlet.says("/robots.txt", status=status)
    assert "pages wait" in (desk.go().error or "")
    assert desk.article("a").teaser and "/a" not in outlet.asked
    outlet.says("/robots.txt")
    assert desk.go(HOUR).new == 1
    assert not desk.article("a").teaser


def test_a_crawl_delay_is_kept_between_pages(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a", "b", "c")
    outlet.says("/robots.txt", b"User-agent: *\nCrawl-delay: 2.5")
    pauses: list[timedelta] = []
    visitor = Visitor(desk.fetcher, pause=pauses.append)
    for slug in "abc":
        visitor.page_at(f"{outlet.url}/{slug}")
    assert pauses == [timedelta(seconds=2.5)] * 2


def test_a_long_crawl_delay_leaves_pages_for_later_rounds(desk: Round, outlet: Outlet) -> None:
    slugs = [f"p{n}" for n in range(5)]
    outlet.tells(*slugs)
    outlet.says("/robots.txt", b"User-agent: *\nCrawl-delay: 3600")
    pauses: list[timedelta] = []
    visitor = Visitor(desk.fetcher, pause=pauses.append)
    read = 0
    for slug in slugs:
        try:
            visitor.page_at(f"{outlet.url}/{slug}")
            read += 1
        except FeedError as error:
            assert "slowly" in str(error) and not error.permanent
    assert (read, pauses) == (3, [timedelta(seconds=30)] * 2)


def test_a_host_with_too_much_to_do_is_asked_for_no_more_pages(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a", "b", "c")
    outlet.says("/c", status=429, Retry_After="7200")
    assert desk.go().error is not None
    assert outlet.asked == ["/feed", "/robots.txt", "/c"]
    assert [desk.article(slug).teaser for slug in "abc"] == [True] * 3
    assert desk.waits() == 2 * HOUR
    outlet.says("/c", page("c"))
    assert desk.go(3 * HOUR).new == 3
    assert [desk.article(slug).teaser for slug in "abc"] == [False] * 3


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_what_is_not_for_us_stays_a_teaser_and_is_not_tried_each_round(
    desk: Round, outlet: Outlet, status: int
) -> None:
    outlet.tells("a", ETag='"1"')
    outlet.says("/a", page("a"), status=status)
    assert f"(HTTP {status})" in (desk.go().error or "")
    assert desk.article("a").teaser
    assert desk.article("a").version.text == "What the feed says of a."
    outlet.says("/feed", status=304)
    desk.go(HOUR)
    assert outlet.asked.count("/a") == 1


def test_a_page_that_takes_too_long_to_read_costs_only_itself(desk: Round, outlet: Outlet) -> None:
    long = "".join(f"<p>{BODY[:76]} Ward {n}.</p>" for n in range(6_000))
    outlet.says("/long", f"<html><body><article>{long}</article></body></html>".encode())
    outlet.tells("a")
    with Sandbox(processor=timedelta(seconds=0.5)) as sandbox:
        visitor = Visitor(desk.fetcher, sandbox)
        with pytest.raises(FeedError, match=r"^127\.0\.0\.1:\d+: it took too long") as caught:
            visitor.page_at(f"{outlet.url}/long")
        assert caught.value.permanent
        assert "412" in visitor.page_at(f"{outlet.url}/a")[0].text


def test_what_is_no_page_is_not_read(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a")
    outlet.says("/a", b"%PDF-1.7", Content_Type="application/pdf")
    assert "leads to a file (application/pdf)" in (desk.go().error or "")
    assert desk.article("a").teaser


def test_one_bad_entry_costs_only_itself(desk: Round, outlet: Outlet) -> None:
    outlet.tells("a", "b")
    odd = "<item><title>Odd</title><link>http://10.0.0.5/x</link><guid>o</guid></item>"
    outlet.says("/feed", rss(outlet.item("a"), odd, outlet.item("b")))
    assert desk.go().new == 3
    assert not desk.article("a").teaser and not desk.article("b").teaser
