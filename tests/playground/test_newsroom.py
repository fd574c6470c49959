"""The newsroom serves what its files say, as outlets in life do, and at the clock's time."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import httpx2
import pytest
from bs4 import BeautifulSoup

from bot.playground.newsroom.articles import ArticleError, read_article, read_articles, read_outlets
from bot.playground.newsroom.model import Article, as_of
from bot.playground.newsroom.moments import MomentError, fill_dates, moment
from bot.playground.newsroom.pages import local
from bot.playground.newsroom.server import Newsroom

MORNING = datetime(2026, 11, 24, 7, 29, tzinfo=UTC)
NEXT_MORNING = MORNING + timedelta(days=1)
SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))
OUTLETS = [outlet.slug for outlet in read_outlets()]


@dataclass
class HandClock:
    """A clock that stands where it is put."""

    at: datetime = MORNING

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def newsroom(clock: HandClock) -> Iterator[Newsroom]:
    newsroom = Newsroom(MORNING, clock=clock)
    newsroom.start()
    yield newsroom
    newsroom.stop()


@pytest.fixture(scope="module")
def standing() -> Iterator[Newsroom]:
    """One newsroom for the tests that change nothing."""
    newsroom = Newsroom(MORNING)
    newsroom.start()
    yield newsroom
    newsroom.stop()


def get(newsroom: Newsroom, path: str, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.get(newsroom.url + path, headers=named, trust_env=False)


def words(text: str) -> str:
    return " ".join(text.split())


def page_words(newsroom: Newsroom, path: str) -> str:
    soup = BeautifulSoup(get(newsroom, path).text, "lxml")
    for script in soup.find_all("script"):
        script.decompose()
    return words(soup.get_text(" "))


def links_in_feed(newsroom: Newsroom, outlet: str) -> list[str]:
    response = get(newsroom, newsroom.outlets[outlet].feed_path)
    if newsroom.outlets[outlet].format == "json":
        return [entry["url"] for entry in response.json()["items"]]
    return [entry.link for entry in feedparser.parse(response.content).entries]


def one_with_edit(newsroom: Newsroom) -> Article:
    return next(a for a in newsroom._articles.values() if a.edit and a.published <= MORNING)


# what is written


def test_every_outlet_publishes_and_every_folder_is_an_outlet() -> None:
    assert {article.outlet for article in read_articles(MORNING)} == set(OUTLETS)


def test_there_are_enough_articles_for_two_mornings_and_a_backlog() -> None:
    published = [article.published for article in read_articles(MORNING)]
    day = timedelta(days=1)
    assert len(published) >= 28
    assert sum(MORNING - day < at <= MORNING for at in published) >= 18
    assert sum(MORNING < at <= NEXT_MORNING for at in published) >= 6
    assert sum(at < MORNING - 5 * day for at in published) >= 4


def test_articles_lie_as_far_from_any_edition_as_they_are_written() -> None:
    later = timedelta(days=28)
    here, there = read_articles(MORNING), read_articles(MORNING + later)
    assert [local(a.published + later).date() for a in here] == [
        local(a.published).date() for a in there
    ]
    assert [f"{local(a.published):%H:%M}" for a in here] == [
        f"{local(a.published):%H:%M}" for a in there
    ]


def test_no_date_mark_is_left_in_any_text() -> None:
    texts = [
        text
        for article in read_articles(MORNING)
        for text in (article.title, article.standfirst, *(block.text for block in article.blocks))
    ]
    assert [text for text in texts if "{" in text or "}" in text] == []


@pytest.mark.parametrize(
    ("spoken", "at"),
    [
        ("2h ago", "2026-11-24T05:29"),
        ("1h 30m ago", "2026-11-24T05:59"),
        ("yesterday 16:10", "2026-11-23T16:10"),
        ("tomorrow 06:00", "2026-11-25T06:00"),
        ("in 2 days 09:30", "2026-11-26T09:30"),
        ("40 days ago 09:30", "2026-10-15T08:30"),  # summer time in London
    ],
)
def test_moments_are_counted_from_the_edition(spoken: str, at: str) -> None:
    assert moment(spoken, MORNING) == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_an_unknown_moment_names_the_cure() -> None:
    with pytest.raises(MomentError, match="use '2h ago'"):
        moment("some time ago", MORNING)


def test_dates_in_a_text_follow_the_day_it_was_written() -> None:
    text = "On {weekday-1}, by {date+9}, on {day+7}, since {month-30} {year}."
    filled = fill_dates(text, MORNING)
    assert filled == "On Monday, by 3 December, on Tuesday 1 December, since October 2026."


def test_a_file_with_an_unknown_block_is_named(tmp_path: Path) -> None:
    file = tmp_path / "wire" / "odd.md"
    file.parent.mkdir()
    file.write_text("---\ntitle: Odd\npublished: 2h ago\n---\n[jingle] La la.\n", encoding="utf-8")
    with pytest.raises(ArticleError, match=r"wire/odd\.md: \[jingle\] is not a kind of block"):
        read_article(file, MORNING)


@pytest.mark.shared
def test_no_sentence_of_the_seeds_stands_in_the_articles() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("the seeds are not here (set NHS_BRIEF_SHARED)")
    ours = [
        words(text).casefold()
        for article in read_articles(MORNING)
        for text in (article.title, article.standfirst, *(block.text for block in article.blocks))
    ]
    theirs = {
        sentence
        for seed in seeds
        for sentence in re.split(r"(?<=[.!?”\"])\s+|\n", seed.read_text(encoding="utf-8"))
        if len(sentence.split()) >= 5
    }
    assert [s for s in theirs if any(words(s).casefold() in text for text in ours)] == []


# what is served


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_feed_can_be_parsed_and_lists_what_is_published(
    standing: Newsroom, outlet: str
) -> None:
    published = standing.published(outlet)
    response = get(standing, standing.outlets[outlet].feed_path)
    if standing.outlets[outlet].format == "json":
        titles = [entry["title"] for entry in response.json()["items"]]
    else:
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo
        titles = [entry.title for entry in parsed.entries]
        dated = [entry.get("published_parsed") or entry.updated_parsed for entry in parsed.entries]
        dates = [datetime(*parts[:6], tzinfo=UTC) for parts in dated]
        assert dates == [article.published.replace(microsecond=0) for article in published]
    assert titles == [article.title for article in published] != []


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_link_of_a_feed_leads_to_a_page_with_the_article_in_it(
    standing: Newsroom, outlet: str
) -> None:
    for link, article in zip(
        links_in_feed(standing, outlet), standing.published(outlet), strict=True
    ):
        assert link.startswith(standing.url + article.path)
        page = page_words(standing, link.removeprefix(standing.url))
        missing = [line for line in (article.title, *article.lines) if words(line) not in page]
        assert missing == []


def test_feeds_are_told_as_the_bot_configures_them(standing: Newsroom) -> None:
    assert [feed.name for feed in standing.feeds] == [o.name for o in standing.outlets.values()]
    host, port = standing.address
    assert all(feed.url.startswith(f"http://{host}:{port}/") for feed in standing.feeds)
    assert {feed.nation for feed in standing.feeds} == {
        "UK",
        "England",
        "Wales",
        "Scotland",
        "Northern Ireland",
    }
    assert {feed.licence for feed in standing.feeds} == {"open", "press"}
    assert {o.format for o in standing.outlets.values()} == {"rss", "atom", "rdf", "json"}


def test_nothing_is_served_before_it_is_published(newsroom: Newsroom, clock: HandClock) -> None:
    tomorrow = next(a for a in read_articles(MORNING) if a.published > MORNING)
    assert get(newsroom, tomorrow.path).status_code == 404
    clock.at = tomorrow.published
    assert get(newsroom, tomorrow.path).status_code == 200
    assert any(tomorrow.path in link for link in links_in_feed(newsroom, tomorrow.outlet))


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_feed_that_is_held_already_is_not_sent_again(standing: Newsroom, outlet: str) -> None:
    path = standing.outlets[outlet].feed_path
    first = get(standing, path)
    by_tag = get(standing, path, If_None_Match=first.headers["ETag"])
    by_date = get(standing, path, If_Modified_Since=first.headers["Last-Modified"])
    assert [by_tag.status_code, by_date.status_code] == [304, 304]
    assert by_tag.content == b""
    assert get(standing, path, If_None_Match='"other"').status_code == 200


def test_a_feed_with_something_new_is_sent(newsroom: Newsroom, clock: HandClock) -> None:
    tomorrow = next(a for a in read_articles(MORNING) if a.published > MORNING)
    path = newsroom.outlets[tomorrow.outlet].feed_path
    tag = get(newsroom, path).headers["ETag"]
    clock.at = tomorrow.published
    assert get(newsroom, path, If_None_Match=tag).status_code == 200


def test_an_edited_article_changes_when_its_time_has_come(
    newsroom: Newsroom, clock: HandClock
) -> None:
    article = one_with_edit(newsroom)
    assert article.edit is not None
    old, new = article.edit.replacements[0]
    before = get(newsroom, article.path)
    assert old in words(before.text)
    assert new not in words(before.text)
    clock.at = article.edit.at
    after = get(newsroom, article.path, If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert new in words(after.text)
    assert old not in words(after.text)
    assert after.headers["Last-Modified"] > before.headers["Last-Modified"]


def test_an_edit_can_be_asked_for_before_its_time(newsroom: Newsroom) -> None:
    article = one_with_edit(newsroom)
    assert article.edit is not None
    answer = httpx2.post(f"{newsroom.url}{article.path}/edit", trust_env=False)
    assert answer.status_code == 200
    assert article.edit.replacements[0][1] in words(get(newsroom, article.path).text)


def test_a_live_page_grows_with_the_clock(newsroom: Newsroom, clock: HandClock) -> None:
    live = next(a for a in read_articles(MORNING) if a.live)
    clock.at = live.published
    first = len(as_of(live, clock.at).lines)
    clock.at = NEXT_MORNING
    whole = as_of(live, clock.at)
    assert 0 < first < len(whole.lines)
    assert words(whole.lines[-1]) in page_words(newsroom, live.path)
    assert "LiveBlogPosting" in get(newsroom, live.path).text


def test_a_paid_article_says_so_as_pages_in_life_do(standing: Newsroom) -> None:
    paid = next(a for a in standing.published() if not a.free)
    soup = BeautifulSoup(get(standing, paid.path).text, "lxml")
    told = json.loads(soup.find("script", type="application/ld+json").string)
    assert told["isAccessibleForFree"] is False
    assert told["hasPart"]["cssSelector"] == ".paywalled"
    assert soup.select_one(".paywalled") is not None


@pytest.mark.parametrize(
    "path", ["/nobody/", "/nobody/feed.xml", "/wire/feed.json", "/wire/nothing", "/wire/../../x"]
)
def test_what_is_not_there_is_not_found(standing: Newsroom, path: str) -> None:
    assert get(standing, path).status_code == 404


def test_a_front_page_names_the_feed(standing: Newsroom) -> None:
    soup = BeautifulSoup(get(standing, "/afon/").text, "lxml")
    assert soup.find("link", rel="alternate")["href"] == "/afon/feed.xml"
    assert "/afon/" in get(standing, "/").text


def test_stopping_frees_the_port_and_twice_is_once() -> None:
    newsroom = Newsroom(MORNING)
    newsroom.start()
    host, port = newsroom.address
    newsroom.stop()
    newsroom.stop()
    again = Newsroom(MORNING, host=host, port=port)
    again.start()
    assert again.address == (host, port)
    again.stop()
