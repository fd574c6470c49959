"""Lists of feeds: our own agrees with config.yaml, and any other is read or refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import load_config
from feeds.guard import check_url
from feeds.model import Feed, FeedError
from feeds.opml import read_opml, write_opml

ROOT = Path(__file__).parents[2]
OURS = ROOT / "feeds" / "uk-nhs.opml"


def configured() -> list[Feed]:
    return list(load_config(ROOT / "config.yaml", {}).feeds)


def test_the_feeds_of_config_yaml_stand_in_our_list_word_for_word() -> None:
    ours = {feed.url: feed for feed in read_opml(OURS.read_bytes())}
    assert [ours.get(feed.url) for feed in configured()] == configured()


def test_in_our_list_grade_a_is_on_and_the_rest_is_off() -> None:
    ours = read_opml(OURS.read_bytes())
    assert len(ours) >= 30
    for feed in ours:
        assert feed.grade in ("A", "B") and feed.on == (feed.grade == "A")
        assert feed.checked and feed.nation in (
            "UK",
            "England",
            "Scotland",
            "Wales",
            "Northern Ireland",
        )
        assert check_url(feed.url).scheme == "https"


def test_what_is_written_is_read_back() -> None:
    feeds = (
        Feed("A & <B>", "https://a.example/rss?x=1&y=2", "Wales", "open", True, "A", "2026-11-22"),
        Feed("Zwei", "http://b.example/rss", on=False),
        Feed("Trí", "https://c.example/rss", "Wales"),
    )
    written = write_opml(feeds, "Ours & theirs")
    assert read_opml(written.encode()) == (feeds[0], feeds[2], feeds[1])


def test_a_list_of_another_reader_is_read() -> None:
    body = b"""<?xml version="1.0"?><opml version="1.1"><body><outline text="Health">
      <outline text="Post" title="Wexcombe  Post" type="rss" xmlUrl=" https://post.example/rss "/>
      <outline text="No feed" htmlUrl="https://post.example/"/>
      <outline text="Again" xmlUrl="https://post.example/rss"/>
      <outline text="File" xmlUrl="file:///etc/passwd"/>
      <outline xmlurl="http://bare.example/rss"/>
    </outline></body></opml>"""
    assert read_opml(body) == (
        Feed("Wexcombe Post", "https://post.example/rss"),
        Feed("http://bare.example/rss", "http://bare.example/rss"),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"<html></html>", b"<opml>", b"\xff\xfe\x00", b"<opml" + b" " * 2_000_001,
        b"<opml>" * 5_000,
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(FeedError, match=r"no OPML|larger than") as caught:
        read_opml(body)
    assert caught.value.permanent


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    body = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "why">]><opml>'
        '<outline text="a" xmlUrl="https://a.example/&y;"/>&x;</opml>'
    )
    assert "hunter2" not in repr(read_opml(body.encode()))


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_name_and_path_survive_or_are_left_out(name: str, path: str) -> None:
    feed = Feed(name, f"https://a.example/{path}")
    read = read_opml(write_opml([feed], name).encode())
    assert len(read) == 1 and read[0].url.startswith("https://a.example/")
