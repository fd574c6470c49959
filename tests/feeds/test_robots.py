"""What a site's robots.txt allows, by the examples of RFC 9309 and by what sites really write."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.robots import LONGEST_DELAY, Robots, parse_robots

SITE = "https://post.example"


def read(text: str) -> Robots:
    return parse_robots(text, "NHSBrief")


def allows(rules: str, path: str) -> bool:
    return read(f"User-agent: *\n{rules}").allows(SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("Disallow:", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow: /", "", False),
        ("Disallow: /a", "/a/b", False),
        ("Disallow: /a", "/A", True),
        ("Disallow: /a/", "/a", True),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a/b\nDisallow: /a", "/a/c", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/report.pdf", False),
        ("Disallow: /*.pdf$", "/report.pdf?x=1", True),
        ("Disallow: *.pdf", "/report.pdf?x=1", False),
        ("Disallow: /*?", "/a", True),
        ("Disallow: /*?", "/a?b=1", False),
        ("Disallow: /a*c*e$", "/abcde", False),
        ("Disallow: /a*c*e$", "/abcdef", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /*a$", "/ba", False),
        ("Disallow: /aa*a$", "/aa", True),
        ("Disallow: /%7Ejoe", "/~joe/x", False),
        ("Disallow: /~joe", "/%7ejoe/x", False),
        ("Disallow: /caf\u00e9", "/caf%C3%A9", False),
        ("Disallow : /a # all of it", "/a", False),
        ("disALLOW:/a", "/a", False),
        ("Disallow: a", "/a", True),
        ("Noindex: /a", "/a", True),
    ],
)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, allowed: bool) -> None:
    assert allows(rules, path) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: NHSBrief\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: nhsbrief\nDisallow:", True),
        ("User-agent: one\nUser-agent: NHSBrief/2\nDisallow: /", False),
        ("User-agent: NHSBriefing\nDisallow: /", True),
        ("User-agent: nhsbrief\nAllow: /b\n\nUser-agent: nhsbrief\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /b\nUser-agent: *\nDisallow: /a", False),
        ("User-agent: other\nDisallow: /", True),
        ("Disallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\n\n\nDisallow: /", False),
        ("User-agent: *\nSitemap: https://x.example/\nDisallow: /", False),
        ("<!doctype html><title>Not found</title>", True),
    ],
)
def test_the_group_that_names_us_is_ours(text: str, allowed: bool) -> None:
    assert read(text).allows(f"{SITE}/a") is allowed


@pytest.mark.parametrize(
    ("printed", "delay"),
    [
        ("10", timedelta(seconds=10)),
        ("0.5", timedelta(seconds=0.5)),
        ("86400", LONGEST_DELAY),
        ("-1", timedelta()),
        ("soon", timedelta()),
        ("", timedelta()),
        ("\u0661\u0660", timedelta()),
    ],
)
def test_a_crawl_delay_is_read_and_bounded(printed: str, delay: timedelta) -> None:
    assert read(f"User-agent: *\nCrawl-delay: {printed}").delay == delay


def test_stars_without_end_cost_nothing() -> None:
    assert allows("Disallow: /" + "*a" * 50_000 + "b$", "/" + "a" * 4_000)


@given(st.text(alphabet="user-agt:*dislow/ \n$%#\ud800é", max_size=200), st.text(max_size=40))
def test_any_file_and_any_path_have_an_answer(text: str, path: str) -> None:
    read(text).allows(f"{SITE}/{path}")
