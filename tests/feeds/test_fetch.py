"""Fetching is polite, bounded and never leaves the public internet."""

import gzip
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import httpcore2
import pytest

from feeds.dial import dial
from feeds.fetch import Fetched, Fetcher, FetchError
from feeds.guard import RefusedError
from tests.feeds.hostile import Outlet
from tests.feeds.vectors import PRIVATE_ADDRESSES, REFUSED_LINKS

MEGABYTE = 1_000_000


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    outlet = Outlet()
    yield outlet
    outlet.close()


@pytest.fixture
def fetcher(outlet: Outlet) -> Iterator[Fetcher]:
    fetcher = Fetcher(frozenset({("127.0.0.1", outlet.port)}), max_bytes=MEGABYTE)
    yield fetcher
    fetcher.close()


class NoDial:
    """A connector that dials nothing: it only remembers what it was told to dial."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    def __call__(self, address: str, port: int, timeout: float) -> httpcore2.NetworkStream:
        self.dialled.append(address)
        raise httpcore2.ConnectError("nothing is dialled here")


def test_a_page_comes_with_all_that_its_headers_say(outlet: Outlet, fetcher: Fetcher) -> None:
    url = outlet.says(
        "/a", b"news", Content_Type="text/html; charset=koi8-r", ETag='W/"1"', Last_Modified="then"
    )
    assert fetcher.fetch(url) == Fetched(
        url=url, status=200, body=b"news", content_type="text/html; charset=koi8-r",
        charset="koi8-r", etag='W/"1"', last_modified="then",
    )  # fmt: skip


def test_validators_are_echoed_exactly_and_kept_on_not_modified(
    outlet: Outlet, fetcher: Fetcher
) -> None:
    url = outlet.says("/a", status=304)
    answer = fetcher.fetch(url, etag='W/"odd \\ tag"', last_modified="Someday, maybe")
    headers = outlet.requests[0][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == (
        'W/"odd \\ tag"',
        "Someday, maybe",
    )
    assert (answer.status, answer.body, answer.etag) == (304, b"", 'W/"odd \\ tag"')
    assert answer.last_modified == "Someday, maybe"


def test_requests_are_honest_and_carry_nothing_from_before(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    fetcher = Fetcher(frozenset({("127.0.0.1", outlet.port)}))
    url = outlet.says("/a", b"x", Set_Cookie="track=1; Path=/")
    for _ in range(2):
        fetcher.fetch(url)
    headers = outlet.requests[1][1]
    assert headers["user-agent"] == "NHSBrief/0.1 (feed reader)"
    assert headers["accept-encoding"] == "gzip"
    assert not {"cookie", "referer", "if-none-match", "authorization"} & set(headers)


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("https://brief.example/bot", "NHSBrief/0.1 (feed reader; +https://brief.example/bot)"),
        ("desk@brief.example", "NHSBrief/0.1 (feed reader; +desk@brief.example)"),
        ("x)\r\nCookie: a=1", "NHSBrief/0.1 (feed reader; +xCookie:a=1)"),
        ("", "NHSBrief/0.1 (feed reader)"),
    ],
)
def test_whoever_is_asked_can_reach_whoever_asks(outlet: Outlet, contact: str, told: str) -> None:
    fetcher = Fetcher(frozenset({("127.0.0.1", outlet.port)}), contact=contact)
    fetcher.fetch(outlet.says("/a", b"x"))
    assert outlet.requests[0][1]["user-agent"] == told


def test_gzip_is_unpacked_over_several_members(outlet: Outlet, fetcher: Fetcher) -> None:
    url = outlet.says("/a", gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip")
    assert fetcher.fetch(url).body == b"one two"


def test_a_gzip_bomb_is_cut_at_the_limit(outlet: Outlet, fetcher: Fetcher) -> None:
    bomb = gzip.compress(bytes(100 * MEGABYTE), 9)
    url = outlet.says("/a", bomb, Content_Encoding="gzip")
    with pytest.raises(FetchError, match="more than 1 MB"):
        fetcher.fetch(url)


def test_a_page_over_the_limit_is_refused_and_one_at_the_limit_is_not(
    outlet: Outlet, fetcher: Fetcher
) -> None:
    assert len(fetcher.fetch(outlet.says("/fits", bytes(MEGABYTE))).body) == MEGABYTE
    with pytest.raises(FetchError, match="more than 1 MB"):
        fetcher.fetch(outlet.says("/huge", bytes(MEGABYTE + 1)))


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "deflate", "nonsense"])
def test_a_packing_that_was_not_asked_for_is_refused(
    outlet: Outlet, fetcher: Fetcher, packing: str
) -> None:
    with pytest.raises(FetchError, match="did not ask for"):
        fetcher.fetch(outlet.says("/a", b"x", Content_Encoding=packing))


def test_broken_gzip_is_an_error_of_that_page_alone(outlet: Outlet, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="cannot be unpacked"):
        fetcher.fetch(outlet.says("/a", b"not gzip", Content_Encoding="gzip"))


@pytest.mark.parametrize(
    ("status", "permanent", "says"),
    [
        (401, True, "password"), (402, True, "subscribers"), (403, True, "does not let us in"),
        (404, False, "nothing at this address"), (410, True, "gone for good"),
        (418, False, "says no"), (429, False, "later"), (451, True, "legal"),
        (500, False, "trouble"), (503, False, "trouble"), (204, False, "says no"),
    ],
)  # fmt: skip
def test_a_refusal_carries_its_status_and_whether_it_lasts(
    outlet: Outlet, fetcher: Fetcher, status: int, permanent: bool, says: str
) -> None:
    with pytest.raises(FetchError, match=says) as caught:
        fetcher.fetch(outlet.says("/a", status=status))
    assert (caught.value.status, caught.value.permanent) == (status, permanent)


@pytest.mark.parametrize(
    ("printed", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Fri, 20 Nov 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Fri, 20 Nov 2026 11:00:00 GMT", None),
        ("9999999", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(
    outlet: Outlet, fetcher: Fetcher, printed: str, wait: timedelta | None
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(429)
        handler.send_header("Date", "Fri, 20 Nov 2026 12:00:00 GMT")
        handler.send_header("Retry-After", printed)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    outlet.answers["/a"] = answer
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(outlet.url + "/a")
    assert caught.value.retry_after == wait


@pytest.mark.parametrize(
    ("control", "wait"),
    [
        ("max-age=600", timedelta(minutes=10)),
        ("public, max-age=999999", timedelta(days=1)),
        ("no-cache, max-age=600", None),
        ("", None),
    ],
)
def test_an_answer_says_how_long_it_is_fresh(
    outlet: Outlet, fetcher: Fetcher, control: str, wait: timedelta | None
) -> None:
    assert fetcher.fetch(outlet.says("/a", Cache_Control=control)).fresh_for == wait


def test_redirects_are_followed_and_a_lasting_move_is_told(
    outlet: Outlet, fetcher: Fetcher
) -> None:
    outlet.says("/c", b"here")
    outlet.says("/b", status=308, Location=outlet.url + "/c")
    answer = fetcher.fetch(outlet.says("/a", status=301, Location="b"))
    assert (answer.body, answer.url, answer.moved) == (
        b"here",
        outlet.url + "/c",
        outlet.url + "/c",
    )


def test_a_passing_redirect_is_no_move(outlet: Outlet, fetcher: Fetcher) -> None:
    outlet.says("/b", b"login")
    assert fetcher.fetch(outlet.says("/a", status=302, Location="/b")).moved is None
    assert fetcher.fetch(outlet.url + "/b").moved is None


def test_a_circle_of_redirects_ends(outlet: Outlet, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="redirects"):
        fetcher.fetch(outlet.says("/a", status=302, Location="/a"))
    assert len(outlet.requests) == 6


@pytest.mark.parametrize(
    "link",
    [
        link
        for link in REFUSED_LINKS
        if link.isascii() and link.isprintable() and ":" in link and " " not in link
    ],
)
def test_a_redirect_goes_through_the_same_door(outlet: Outlet, link: str) -> None:
    dialled = set()

    def remember(address: str, port: int, timeout: float) -> httpcore2.NetworkStream:
        dialled.add((address, port))
        return dial(address, port, timeout)

    home = ("127.0.0.1", outlet.port)
    fetcher = Fetcher(frozenset({home}), resolve=lambda *_: ("127.0.0.1",), dial=remember)
    with pytest.raises((RefusedError, FetchError)):
        fetcher.fetch(outlet.says("/a", status=302, Location=link))
    assert dialled == {home}


@pytest.mark.parametrize("link", REFUSED_LINKS)
def test_a_refused_link_is_never_dialled(link: str) -> None:
    dial = NoDial()
    with pytest.raises(RefusedError):
        Fetcher(resolve=lambda *_: ("127.0.0.1",), dial=dial).fetch(link)
    assert not dial.dialled


@pytest.mark.parametrize("address", PRIVATE_ADDRESSES)
def test_a_name_that_answers_with_a_private_address_is_not_dialled(address: str) -> None:
    for answers in ((address,), ("93.184.215.14", address), (address, "93.184.215.14")):
        dial = NoDial()
        with pytest.raises(RefusedError):
            Fetcher(resolve=lambda *_, said=answers: said, dial=dial).fetch(
                "https://rebind.example/"
            )
        assert not dial.dialled


def test_the_checked_address_is_the_one_that_is_dialled() -> None:
    dial, questions = NoDial(), []

    def rebind(host: str, port: int) -> tuple[str, ...]:
        questions.append(host)
        return ("93.184.215.14",) if len(questions) == 1 else ("127.0.0.1",)

    with pytest.raises(FetchError, match="cannot be reached"):
        Fetcher(resolve=rebind, dial=dial).fetch("http://rebind.example/")
    assert (questions, dial.dialled) == (["rebind.example"], ["93.184.215.14"])


SCRIPTS = (  # what a name answers, question by question; the second of each is private
    (("93.184.215.14",), ("127.0.0.1",)),
    (("93.184.215.14",), ("93.184.215.14", "10.0.0.1")),
    (("2606:4700:4700::1111",), ("::ffff:127.0.0.1",)),
    (("2606:4700:4700::1111",), ("64:ff9b::7f00:1",)),
    (("93.184.215.14", "2606:4700:4700::1111"), ("fd00:ec2::254",)),
    (("93.184.215.14",), ()),
)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_that_changes_its_mind_is_asked_anew_and_checked_anew(
    script: tuple[tuple[str, ...], ...],
) -> None:
    dial, questions = NoDial(), []

    def rebind(host: str, port: int) -> tuple[str, ...]:
        questions.append(host)
        return script[min(len(questions), 2) - 1]

    fetcher = Fetcher(resolve=rebind, dial=dial)
    for _ in range(2):
        with pytest.raises((FetchError, RefusedError)):
            fetcher.fetch("https://rebind.example/")
    assert set(dial.dialled) <= set(script[0])


@pytest.mark.parametrize("hops", [1, 2, 5])
@pytest.mark.parametrize("end", ["http://127.0.0.1:22/", "http://[::1]/", "http://2130706433/"])
def test_a_chain_of_redirects_does_not_end_inside(
    outlet: Outlet, fetcher: Fetcher, hops: int, end: str
) -> None:
    for n in range(hops):
        to = end if n == hops - 1 else f"/{n + 1}"
        outlet.says(f"/{n}", status=(301, 302, 303, 307, 308)[n], Location=to)
    with pytest.raises(RefusedError):
        fetcher.fetch(outlet.url + "/0")
    assert len(outlet.requests) == hops


def test_a_name_with_the_port_of_the_newsroom_is_not_the_newsroom(
    outlet: Outlet, fetcher: Fetcher
) -> None:
    with pytest.raises(RefusedError):
        fetcher.fetch(f"http://newsroom.example:{outlet.port}/")
    assert not outlet.requests


def test_a_name_nobody_knows_is_an_error_with_a_reason() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no such name")

    with pytest.raises(FetchError, match=r"the name nowhere\.example is not known") as caught:
        Fetcher(resolve=unknown, dial=NoDial()).fetch("https://nowhere.example/")
    assert not caught.value.permanent


def test_no_name_is_tried_at_more_than_four_addresses() -> None:
    dial = NoDial()
    many = tuple(f"93.184.215.{n}" for n in range(1, 99))
    with pytest.raises(FetchError):
        Fetcher(resolve=lambda *_: many, dial=dial).fetch("http://many.example/")
    assert dial.dialled == list(many[:4])


def _trickle(handler: BaseHTTPRequestHandler) -> None:
    stop = threading.Event()
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        stop.wait(0.02)


def test_a_server_that_trickles_is_left_at_the_deadline(outlet: Outlet) -> None:
    outlet.answers["/a"] = _trickle
    impatient = Fetcher(frozenset({("127.0.0.1", outlet.port)}), timeout=timedelta(seconds=0.2))
    with pytest.raises(FetchError, match="in time"):
        impatient.fetch(outlet.url + "/a")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", b"\x00" * 100,
    ],
)  # fmt: skip
def test_a_broken_answer_costs_only_itself(outlet: Outlet, fetcher: Fetcher, raw: bytes) -> None:
    outlet.answers["/a"] = lambda handler: setattr(
        handler, "close_connection", bool(handler.wfile.write(raw)) or True
    )
    with pytest.raises((FetchError, RefusedError)):
        fetcher.fetch(outlet.url + "/a")
