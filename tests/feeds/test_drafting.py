"""Which entries are read, which pages are believed, and what a draft is made of."""

from datetime import timedelta

import pytest

from feeds.drafting import draft_of, is_about, is_wanted, key_of
from feeds.model import Entry, Feed, FeedState, Page
from tests.builders import NOON, article

FEED = Feed("Post health", "https://post.example/rss")
ENTRY = Entry("1", "https://post.example/1?utm_source=x", "Trust counts its beds again", "Short.")
ASKED = FeedState(FEED.url, answered_at=NOON - timedelta(hours=1))
HOUR = timedelta(hours=1)


def entry(**fields: object) -> Entry:
    known = {"id": "1", "link": "https://post.example/1", "title": "Beds"} | fields
    return Entry(**known)  # type: ignore[arg-type]


def test_the_identity_is_the_link_without_its_tracking_else_the_id() -> None:
    assert key_of(FEED, ENTRY) == "https://post.example/1"
    assert key_of(FEED, entry(link=None)) == "entry:https://post.example/rss:1"


def test_what_is_new_is_wanted_unless_it_says_nothing() -> None:
    assert is_wanted(ENTRY, None, ASKED, NOON)
    assert not is_wanted(entry(title=None), None, ASKED, NOON)


@pytest.mark.parametrize(
    ("updated", "wanted"),
    [(None, False), (-2 * HOUR, False), (-HOUR / 2, True), (HOUR, False)],
)
def test_what_is_known_is_wanted_if_it_changed_since_the_feed_answered(
    updated: timedelta | None, wanted: bool
) -> None:
    changed = entry(updated=None if updated is None else NOON + updated)
    assert is_wanted(changed, article("Words."), ASKED, NOON) is wanted
    assert not is_wanted(changed, article("Words."), FeedState(FEED.url), NOON)


def test_a_teaser_is_wanted_again_for_some_hours() -> None:
    teaser = article("Words.", teaser=True)
    assert is_wanted(ENTRY, teaser, ASKED, NOON + HOUR)
    assert not is_wanted(ENTRY, teaser, ASKED, NOON + 7 * HOUR)


@pytest.mark.parametrize(
    ("title", "text", "believed"),
    [
        ("Trust counts its beds again", "Other words.", True),
        ("Beds", "The trust counts them again.", True),
        ("Sign in", "Welcome. Please accept our terms again.", False),
        (None, "", False),
    ],
)
def test_a_page_is_believed_that_has_the_headlines_words(
    title: str | None, text: str, believed: bool
) -> None:
    assert is_about(Page(text, title), ENTRY) is believed


def test_a_headline_that_says_little_is_no_ground_for_doubt() -> None:
    assert is_about(Page("Words."), entry(title="Q&A"))
    assert is_about(Page("Words."), entry(title=None))


def test_the_page_comes_before_the_feed() -> None:
    page = Page("Whole text.", "Page title", ("Ada Quill",), outlet="The Post")
    made = draft_of(FEED, ENTRY, NOON, page, "https://post.example/final")
    assert (made.text, made.title, made.authors) == ("Whole text.", "Page title", ("Ada Quill",))
    assert (made.outlet, made.url, made.feed) == (
        "The Post",
        "https://post.example/final",
        FEED.name,
    )
    assert not made.teaser


def test_an_outlet_that_is_only_an_address_gives_way_to_the_feeds_name() -> None:
    for outlet in (None, "post.example", "www.post.example"):
        page = Page("Whole text.", outlet=outlet)
        assert draft_of(FEED, ENTRY, NOON, page, "https://www.post.example/1").outlet == FEED.name


def test_a_teaser_page_gives_way_to_longer_words_in_the_feed() -> None:
    full = entry(content="The whole text stands in the feed itself.")
    made = draft_of(FEED, full, NOON, Page("The whole", teaser=True))
    assert made.text == full.content and made.teaser


def test_only_web_links_are_kept_to_be_shown() -> None:
    assert draft_of(FEED, entry(link="javascript:alert(1)"), NOON).url is None


LONG = "The board met again and counted its beds. " * 40  # 320 words
SHORT = "The board met again and counted its beds. " * 10


@pytest.mark.parametrize(
    ("page", "content", "text", "teaser"),
    [
        (Page(SHORT), "", SHORT, False),
        (Page(SHORT, teaser=True), "", SHORT, True),
        (Page(SHORT), SHORT, SHORT, False),
        (Page(SHORT), LONG, LONG, False),
        (Page(SHORT, teaser=True), LONG, LONG, False),
        (Page(SHORT, teaser=True), LONG + " [\u2026]", LONG + " [\u2026]", True),
        (Page(SHORT + "But then\u2026"), "", SHORT + "But then\u2026", True),
        (Page(SHORT + "Read more"), "", SHORT + "Read more", True),
        (Page(LONG + "And so it goes\u2026"), "", LONG + "And so it goes\u2026", False),
        (Page("The board met."), SHORT, SHORT, True),
        (None, SHORT, SHORT, True),
        (None, LONG, LONG, False),
        (None, LONG + "...", LONG + "...", True),
    ],
)
def test_a_teaser_is_known_by_its_length_against_the_feeds_text(
    page: Page | None, content: str, text: str, teaser: bool
) -> None:
    made = draft_of(FEED, entry(content=content), NOON, page)
    assert (made.text, made.teaser) == (text, teaser)


def test_a_feed_without_links_has_its_whole_text_in_it() -> None:
    assert not draft_of(FEED, entry(link=None, content=SHORT), NOON).teaser


def test_the_signature_under_a_feeds_text_is_no_part_of_it() -> None:
    signed = "Beds were counted.\n\nThe post Beds counted appeared first on Wexcombe Post."
    assert draft_of(FEED, entry(summary=signed), NOON).text == "Beds were counted."
