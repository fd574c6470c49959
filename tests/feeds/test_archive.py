"""What the archive keeps, merges and shows to whom, on both databases."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event

from feeds.archive import Archive
from feeds.database import Database
from feeds.model import Added, Draft, Feed, FeedState, LeftOut
from tests.builders import NOON, draft

LATER, DAY = NOON + timedelta(hours=1), timedelta(days=1)
LONG = "The board of Wexcombe Vale trust met on Tuesday. It counted 412 beds."


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)


def test_an_article_comes_back_as_it_was_filed(archive: Archive) -> None:
    whole = Draft(
        key="https://example.org/one",
        text=LONG,
        title="Beds counted",
        url="https://www.example.org/one?utm_source=x",
        outlet="Wexcombe Post",
        authors=("Ada Quill", "Ben Ode"),
        published=NOON - timedelta(days=1),
        nation="Wales",
        licence="open",
        feed="Post health",
        left_out=(LeftOut("caption", "A ward"),),
    )
    added = archive.add(whole, NOON)
    assert added == Added(article=1, version=1, status="new")
    article = archive.article(1)
    assert article is not None
    fields = Draft.__dataclass_fields__.keys() - {"text", "title", "left_out", "alias"}
    assert {name: getattr(article, name) for name in fields} == {
        name: getattr(whole, name) for name in fields
    }
    assert (article.version.text, article.version.title) == (LONG, "Beds counted")
    assert article.version.left_out == whole.left_out
    assert (article.arrived, article.version.seen_at, article.version.number) == (NOON, NOON, 1)


def test_the_same_again_is_the_same(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    assert archive.add(draft(LONG), LATER).status == "same"
    assert archive.add(draft(f"  {LONG.replace(' ', chr(160) + chr(10))} "), LATER).status == "same"
    assert len(archive.versions(1)) == archive.count() == 1


@pytest.mark.parametrize(
    "spelling",
    [
        "http://example.org/one",
        "https://www.example.org/one",
        "https://example.org/one?utm_source=feed&utm_medium=rss",
        "https://example.org/one#comments",
        "HTTPS://EXAMPLE.ORG/one",
    ],
)
def test_another_spelling_of_the_link_is_no_second_article(archive: Archive, spelling: str) -> None:
    archive.add(draft(LONG), NOON)
    assert archive.add(draft(LONG, key=spelling), LATER).status == "same"
    found = archive.article_at(spelling)
    assert found is not None and found.id == 1


def test_changed_words_are_a_new_version(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    changed = archive.add(draft(LONG.replace("412", "409")), LATER)
    assert changed == Added(article=1, version=2, status="version")
    texts = [(version.number, "409" in version.text) for version in archive.versions(1)]
    assert texts == [(1, False), (2, True)]
    article = archive.article(1)
    assert article is not None and article.version.id == 2 and article.arrived == NOON
    back = archive.add(draft(LONG), LATER)
    assert (back.status, back.version) == ("version", 3)


def test_a_changed_headline_is_a_new_version_and_a_missing_one_is_not(archive: Archive) -> None:
    archive.add(draft(LONG, title="Beds counted"), NOON)
    assert archive.add(draft(LONG, title="Beds  counted"), LATER).status == "same"
    assert archive.add(draft(LONG), LATER).status == "same"
    assert archive.add(draft(LONG, title="Beds lost"), LATER).status == "version"


def test_stored_words_never_change(archive: Archive) -> None:
    archive.add(draft(LONG, title="Old"), NOON)
    archive.add(draft("Quite other words.", title="New"), LATER)
    assert archive.version_texts([1, 2, 99]) == {
        1: ("Old", LONG),
        2: ("New", "Quite other words."),
    }


def test_a_teaser_never_replaces_the_full_text(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    assert archive.add(draft("The board met.", teaser=True), LATER).status == "same"
    article = archive.article(1)
    assert article is not None and article.version.text == LONG and not article.teaser


def test_a_full_text_replaces_the_teaser(archive: Archive) -> None:
    archive.add(draft("The board met.", teaser=True), NOON)
    assert archive.add(draft(LONG), LATER).status == "version"
    article = archive.article(1)
    assert article is not None and not article.teaser


def test_what_was_not_known_is_filled_in_and_nothing_overwritten(archive: Archive) -> None:
    archive.add(draft(LONG, outlet="Post"), NOON)
    known = draft(LONG, outlet="Other", authors=("Ada Quill",), published=NOON - timedelta(days=9))
    archive.add(known, LATER)
    article = archive.article(1)
    assert article is not None
    assert (article.outlet, article.authors) == ("Post", ("Ada Quill",))
    assert article.dated == NOON - timedelta(days=9)
    assert archive.articles(NOON - timedelta(days=10), NOON - timedelta(days=8)) == (article,)


def test_the_same_words_elsewhere_are_a_copy(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    copy = archive.add(draft(LONG.upper().replace(" ", "\n"), key="https://other.example/2"), LATER)
    assert copy == Added(article=2, version=2, status="copy")
    third = archive.add(draft(LONG, key="https://third.example/3"), LATER)
    assert third.status == "copy"
    assert [article.copy_of for article in archive.articles_by_id([3, 2, 1])] == [None, 1, 1]


def test_a_copy_of_an_older_version_is_a_copy(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    archive.add(draft(LONG.replace("412", "409")), NOON)
    assert archive.add(draft(LONG, key="https://other.example/2"), LATER).status == "copy"


def test_a_teaser_that_turns_out_a_copy_is_one(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    archive.add(draft("Subscribe to read.", key="https://other.example/2", teaser=True), NOON)
    archive.add(draft(LONG, key="https://other.example/2"), LATER)
    article = archive.article(2)
    assert article is not None and article.copy_of == 1


def test_teasers_with_the_same_few_words_are_no_copies(archive: Archive) -> None:
    for number in (1, 2):
        teaser = draft("Subscribe to read.", key=f"k{number}", title=f"T{number}", teaser=True)
        assert archive.add(teaser, NOON).status == "new"
    assert archive.add(draft("", key="k3", title="Only a headline"), NOON).status == "new"
    assert archive.add(draft("", key="k4", title="Another headline"), NOON).status == "new"


def test_a_window_takes_its_end_and_not_its_start(archive: Archive) -> None:
    for hour in range(3):
        moment = NOON + timedelta(hours=hour)
        archive.add(draft(f"Words {hour}.", key=f"k{hour}", published=moment), NOON)
    archive.add(draft("Undated words.", key="k9"), NOON + timedelta(hours=2))
    window = archive.articles(NOON, NOON + timedelta(hours=2))
    assert [article.key for article in window] == ["k1", "k2", "k9"]


def test_the_archive_tells_what_it_knew_at_a_past_time(archive: Archive) -> None:
    archive.add(draft("One says 412 beds.", "https://e.example/1", published=NOON), NOON)
    archive.add(draft("One says 409 beds.", "https://e.example/1", published=NOON), NOON + DAY)
    archive.add(draft("Two came late.", "https://e.example/2", published=NOON), NOON + 2 * DAY)
    archive.add(draft("Ours.", "https://e.example/3", published=NOON, team_id="T1"), NOON)

    def texts(at: datetime | None, team_id: str | None = None) -> list[str]:
        found = archive.articles(NOON - DAY, NOON + DAY, team_id, known_at=at)
        return [article.version.text for article in found]

    assert texts(NOON - timedelta(seconds=1)) == []
    assert texts(NOON) == texts(NOON + DAY - timedelta(seconds=1)) == ["One says 412 beds."]
    assert texts(NOON + DAY) == ["One says 409 beds."]
    assert texts(NOON + 2 * DAY) == ["One says 409 beds.", "Two came late."] == texts(None)
    assert texts(NOON, "T1") == ["One says 412 beds.", "Ours."]


def test_versions_come_after_a_cursor_in_order(archive: Archive) -> None:
    archive.add(draft("One."), NOON)
    archive.add(draft("Two.", key="k2", team_id="T1"), NOON)
    archive.add(draft("One changed."), LATER)
    read = archive.versions_after(0, 2)
    assert [(a.id, a.version.id, a.version.text) for a in read] == [(1, 1, "One."), (2, 2, "Two.")]
    assert [(a.id, a.version.number) for a in archive.versions_after(2, 9)] == [(1, 2)]
    assert archive.versions_after(3, 9) == ()


def test_search_finds_the_newest_version_only(archive: Archive) -> None:
    archive.add(draft("Ambulances queued.", title="Ramsgate"), NOON)
    archive.add(draft("Dentists queued.", title="Ramsgate"), LATER)
    assert archive.search("ambulance") == ()
    assert [article.version.number for article in archive.search("ramsgate dentists")] == [2]


def test_search_finds_words_of_the_title_and_of_both(archive: Archive) -> None:
    archive.add(draft(LONG, title="Roof repairs drag on"), NOON)
    assert [a.id for a in archive.search("repair")] == [1]
    assert [a.id for a in archive.search("roof beds")] == [1]
    assert archive.search("roof bridge") == ()


def test_search_pages_newest_first_and_leaves_copies_out(archive: Archive) -> None:
    for number in range(5):
        published = NOON - timedelta(days=number)
        archive.add(draft(f"Strike number {number}.", key=f"k{number}", published=published), NOON)
    archive.add(draft("Strike number 3.", key="copy"), NOON)
    pages = [archive.search("strikes", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [[article.key for article in page] for page in pages] == [
        ["k0", "k1"],
        ["k2", "k3"],
        ["k4"],
    ]
    assert archive.search("") == archive.search("the") == ()


@pytest.mark.parametrize("words", ["\x00", '"', "a AND", "😀", "x" * 10_000, "\ud800", "NEAR(("])
def test_no_search_breaks(archive: Archive, words: str) -> None:
    archive.add(draft(LONG), NOON)
    assert archive.search(words) == ()


@pytest.mark.parametrize("hostile", ["\x00", "\ud800", "\x00" * 3 + "x"])
def test_what_no_database_holds_is_marked_one_for_one(archive: Archive, hostile: str) -> None:
    odd = draft(f"a{hostile}b", title=hostile, outlet=hostile, authors=(hostile,))
    archive.add(replace(odd, left_out=(LeftOut("garbled", hostile),)), NOON)
    article = archive.article(1)
    assert article is not None
    assert len(article.version.text) == len(hostile) + 2
    assert "\ufffd" in article.version.text
    assert archive.add(odd, NOON).status == "same"


def test_a_date_without_a_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        archive.add(draft(LONG, published=datetime(2026, 11, 1)), NOON)  # noqa: DTZ001
    assert archive.count() == 0


def test_a_workspace_sees_the_public_and_its_own(archive: Archive) -> None:
    archive.add(draft("Public words.", key="k1"), NOON)
    archive.add(draft("Private words.", key="k2", team_id="T1"), NOON)
    archive.add(draft("Hidden words.", key="k3", team_id="T2"), NOON)
    everything = (NOON - timedelta(days=1), NOON)
    for team, seen in ((None, [1]), ("T1", [1, 2]), ("T2", [1, 3]), ("T3", [1])):
        assert [a.id for a in archive.articles(*everything, team)] == seen
        assert [a.id for a in archive.articles_by_id([1, 2, 3], team)] == seen
        assert sorted(a.id for a in archive.search("words", team)) == seen
        assert [n for n in (1, 2, 3) if archive.article(n, team)] == seen
        assert [n for n in (1, 2, 3) if archive.article_at(f"k{n}", team)] == seen
        assert [n for n in (1, 2, 3) if archive.versions(n, team)] == seen
    assert archive.count() == 3


def test_a_workspace_never_changes_a_public_article(archive: Archive) -> None:
    archive.add(draft(LONG), NOON)
    own = draft("Other words.", team_id="T1", outlet="Forged", published=NOON)
    assert archive.add(own, LATER) == Added(article=2, version=2, status="new")
    assert archive.add(draft(LONG, team_id="T2", outlet="Forged"), LATER).article == 1
    article = archive.article(1)
    assert article is not None and article.outlet is None and len(archive.versions(1)) == 1
    assert archive.add(own, LATER) == Added(article=2, version=2, status="same")


def test_a_public_article_never_points_at_a_private_one(archive: Archive) -> None:
    archive.add(draft(LONG, key="k1", team_id="T1"), NOON)
    archive.add(draft(LONG, key="k2", team_id="T2"), NOON)
    assert archive.add(draft(LONG, key="k3"), LATER).status == "new"
    assert archive.add(draft(LONG, key="k4", team_id="T1"), LATER).status == "copy"
    copies = {n: a.copy_of for n in (1, 3, 4) if (a := archive.article(n, "T1"))}
    assert copies == {1: 3, 3: None, 4: 3}


def test_every_reading_statement_names_the_workspace(archive: Archive) -> None:
    said: list[str] = []

    def listen(*args: Any) -> None:
        said.append(args[2])

    event.listen(archive.database.engine, "before_cursor_execute", listen)
    archive.article(1, "T1")
    archive.article_at("k", "T1")
    archive.articles(NOON, NOON, "T1")
    archive.articles_by_id([1], "T1")
    archive.search("words", "T1")
    event.remove(archive.database.engine, "before_cursor_execute", listen)
    reads = [one for one in said if "FROM articles" in one]
    assert len(reads) == 5
    assert all("articles.team_id IS NULL OR articles.team_id =" in one for one in reads)


def test_feed_state_is_kept_as_it_was(archive: Archive) -> None:
    assert archive.feed_state("https://f.example/rss") == FeedState(url="https://f.example/rss")
    state = FeedState(url="a", etag='W/"1"', asked_at=NOON, next_at=LATER, failures=2, error="x")
    archive.save_feed_state(state)
    archive.save_feed_state(replace(state, failures=3))
    assert archive.feed_states() == (replace(state, failures=3),)
    assert archive.feed_state("a").failures == 3


def test_sources_are_added_and_removed_by_their_owner(archive: Archive) -> None:
    public = Feed("Post", "https://post.example/rss", nation="Wales", licence="open")
    own = replace(public, team_id="T1", name="Our Post")
    for feed in (public, own, replace(own, grade="A"), replace(own, team_id="T2")):
        archive.add_feed(feed, NOON)
    assert archive.feeds() == (public,)
    assert archive.feeds("T1") == (public, replace(own, grade="A"))
    assert len(archive.all_feeds()) == 3
    assert archive.remove_feed(public.url, "T1")
    assert not archive.remove_feed(public.url, "T1")
    assert archive.feeds("T1") == (public,)


def test_an_added_source_is_asked_afresh(archive: Archive) -> None:
    archive.save_feed_state(FeedState(url="https://post.example/rss", etag='"1"', next_at=LATER))
    archive.add_feed(Feed("Post", "https://post.example/rss", team_id="T1"), NOON)
    assert archive.feed_state("https://post.example/rss").etag is None


def test_writers_at_once_lose_and_double_nothing(archive: Archive) -> None:
    met: Counter[str] = Counter()
    seen: list[int] = []

    def work(seed: int) -> None:
        numbers = random.Random(seed).sample(range(15), 15)
        for number in numbers:
            met[archive.add(draft(f"Words {number}.", key=f"k{number}"), NOON).status] += 1

    writers = [Thread(target=work, args=(seed,)) for seed in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        seen += [a.version.id for a in archive.versions_after(max(seen, default=0), 100)]
    seen += [a.version.id for a in archive.versions_after(max(seen, default=0), 100)]
    assert met == {"new": 15, "same": 45}
    assert len(seen) == archive.count() == 15  # a reader with a cursor passed over none
