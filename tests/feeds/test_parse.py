"""Feeds of every kind become the same entries; what is no feed fails cleanly."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.bylines import names_in
from feeds.parse import ParsedFeed, ParseError, parse_feed

HERE = Path(__file__).parent / "rss"
RSS = (HERE / "rss-with-everything.xml").read_bytes()


def read(name: str, url: str = "https://harbour.example/feeds/health.xml") -> ParsedFeed:
    return parse_feed((HERE / name).read_bytes(), url)


def test_rss_says_who_wrote_what_and_when() -> None:
    feed = read("rss-with-everything.xml")
    entry = feed.entries[0]
    assert (feed.title, feed.link) == (
        "Harbour Post & Echo: Health",
        "https://harbour.example/health",
    )
    assert (entry.id, entry.title) == ("hp-1", "Beds & waits at St Brannock’s")
    assert entry.link == "https://harbour.example/health/beds?ref=rss&page=2"
    assert entry.summary == "Waits rose by 5\u00a0per cent."
    assert entry.content == "Waits rose.\n\n• Beds fell"
    assert entry.published == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert entry.authors == ("Ann Lee", "Bo Chen")


def test_british_summer_time_is_understood() -> None:
    assert read("rss-with-everything.xml").entries[1].published == datetime(
        2026, 6, 19, 6, 30, tzinfo=UTC
    )


def test_a_guid_that_is_an_address_serves_as_the_link() -> None:
    entry = read("rss-with-everything.xml").entries[2]
    assert entry.link == entry.id == "https://harbour.example/only-guid"
    assert entry.published is None


def test_an_entry_without_id_or_link_is_known_by_its_words() -> None:
    first, again = (read("rss-with-everything.xml").entries[3] for _ in range(2))
    assert first.id.startswith("hash:") and first.id == again.id
    assert (first.link, first.summary) == (None, "No title, no link, no date")


def test_atom_links_are_resolved_against_its_base_and_zones_become_utc() -> None:
    feed = read("atom-with-base.xml")
    entry = feed.entries[0]
    assert (feed.title, feed.link) == ("Statistics & surveys", "https://atom.example/health/")
    assert entry.link == "https://atom.example/health/one"
    assert entry.published == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert entry.updated == datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    assert (entry.title, entry.content) == ("AT&T < 3 beds", "Tests & scans\n\nSecond")
    assert entry.authors == ("Cara Dunn", "Eli Fox")


def test_rdf_is_read_like_the_others() -> None:
    (entry,) = read("rdf-with-dc-date.xml").entries
    assert (entry.id, entry.title, entry.authors) == (
        "https://rdf.example/1",
        "One study",
        ("Ann Lee",),
    )
    assert entry.published == datetime(2026, 11, 20, tzinfo=UTC)


def test_json_feed_is_read_like_the_others() -> None:
    first, second = read("json-feed.json", "https://json.example/feed.json").entries
    assert (first.id, first.link, first.title) == (
        "7",
        "https://json.example/notes/7",
        "Beds & chairs",
    )
    assert (first.content, first.authors) == ("One\n\nTwo", ("Ann Lee",))
    assert first.updated == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert (second.link, second.content) == ("https://other.example/8", "a <b> c")


def test_the_first_of_two_equal_guids_is_kept_unless_they_name_two_pages() -> None:
    titles = [entry.title for entry in read("two-guids.xml").entries]
    assert titles == ["First telling", "Another page"]


def test_a_feed_that_was_cut_off_gives_what_is_there() -> None:
    entries = read("unclosed.xml").entries
    assert [entry.id for entry in entries] == ["1", "2"]
    assert entries[1].title == "Beds & chairs"


def test_a_feed_without_entries_is_a_feed() -> None:
    feed = parse_feed(
        b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>", "https://q.example/"
    )
    assert feed == ParsedFeed(title="Quiet", link=None)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("iso8859-15", "iso-8859-15"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-8-sig", "utf-8"),
        ("cp1252", "utf-8"),
        ("utf-8", "no-such-encoding"),
        ("utf-8", "utf-16"),
    ],
)
def test_odd_encodings_are_read_as_they_were_written(encoding: str, declared: str) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?><rss version='2.0'><channel><title>é</title><item><title>Café £5</title><guid>1</guid></item></channel></rss>"
    assert parse_feed(text.encode(encoding), "https://e.example/").entries[0].title == "Café £5"


def test_the_header_names_the_encoding_where_the_feed_does_not() -> None:
    body = "<rss version='2.0'><channel><item><title>Жизнь</title></item></channel></rss>".encode(
        "koi8-r"
    )
    assert (
        parse_feed(body, "https://e.example/", "text/xml; charset=koi8-r").entries[0].title
        == "Жизнь"
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!doctype html><html><p>Hello", "web page"),
        (b"hello", "neither RSS"),
        (b"{}", "neither RSS"),
        (b"{" * 100_000, "neither RSS"),
        (b"[" * 100_000, "neither RSS"),
        (b'{"items":' + b"[" * 100_000, "nested too deeply"),
        (b"\x00\xff" * 50, "neither RSS"),
    ],
)
def test_what_is_no_feed_fails_with_a_reason(body: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        parse_feed(body, "https://e.example/feed")


def test_entities_are_not_expanded_and_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    laughs = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(12))
    body = f"<!DOCTYPE r [<!ENTITY l0 'ha'>{laughs}<!ENTITY f SYSTEM 'file://{secret}'>]><rss version='2.0'><channel><item><title>x &f; &l12;</title><guid>1</guid></item></channel></rss>"
    try:
        shown = repr(parse_feed(body.encode(), "https://e.example/"))
    except ParseError as error:
        shown = str(error)
    assert "hunter2" not in shown and len(shown) < 2_000


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[",
        "data:text/html,x",
        "mailto:a@b.c",
    ],
)
def test_only_web_links_are_links(link: str) -> None:
    body = f"<rss version='2.0'><channel><item><title>t</title><link>{link}</link></item></channel></rss>"
    assert parse_feed(body.encode(), "https://e.example/").entries[0].link is None


def test_hidden_characters_do_not_come_in_through_a_feed() -> None:
    body = "<rss version='2.0'><channel><item><title>a\u202eb&#x200b;c</title><guid>g\u200b1</guid></item></channel></rss>"
    (entry,) = parse_feed(body.encode(), "https://e.example/").entries
    assert (entry.title, entry.id) == ("abc", "g1")


@given(st.data())
def test_a_mutated_feed_never_raises_anything_else(data: st.DataObject) -> None:
    body = bytearray(RSS)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        entries = parse_feed(bytes(body), "https://e.example/").entries
    except ParseError:
        return
    assert all(entry.id for entry in entries)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("ann.lee@post.example (Ann Lee)", ("Ann Lee",)),
        ("Ann Lee, Bo Chen and Cara O’Dunn", ("Ann Lee", "Bo Chen", "Cara O’Dunn")),
        ("Ann Lee, Health Editor", ("Ann Lee",)),
        ("Ann Lee Political correspondent", ()),
        ("By Ann Lee • Ann Lee", ("Ann Lee",)),
        ("admin", ()),
        ("", ()),
        ("https://post.example/ann", ()),
    ],
)
def test_bylines_are_reduced_to_names(byline: str, names: tuple[str, ...]) -> None:
    assert names_in([byline]) == names
