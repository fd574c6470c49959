"""What was read is kept in step with the archive, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.database import Database
from feeds.model import Article
from summaries.crafts import read_article
from summaries.library.store import Library
from summaries.model import DateAhead, Figure, Line, Quote, Reading
from summaries.reading import read_new
from summaries.sentences import read_document
from tests.builders import NOON, article, draft, prose

WARD = prose("""The health minister, Oona Farrant, said that 46 beds would open at Norland Infirmary on
12 December.

“Nobody should wait in a corridor,” she said. The ward will cost £3.1 million.""")
OTHER = prose("""Nurses in Saltersby will vote on strike action in January, their union said. The vote is over
a pay offer of 2.4 per cent.""")


@pytest.fixture
def library(database: Database) -> Library:
    return Library(database)


def line(base: Article, words: str) -> Line:
    """The sentence of an article that has some words."""
    found = read_document(base).sentences
    return next(s.line for s in found if words in s.text)


def lifted(base: Article, day: str | None = "2026-12-12") -> Reading:
    """A reading with one thing of each kind lifted by hand."""
    first = line(base, "46 beds")
    return Reading(
        read_document(base),
        figures=(Figure(first, first, "count", 46.0, "bed", counted="beds"),),
        quotes=(Quote(line(base, "corridor"), "Oona Farrant", "health minister", "Labour"),),
        dates=(DateAhead(first, "12 December", day),),
        nation="England",
    )


def whole_article(text: str = WARD, number: int = 1, **fields: object) -> Article:
    return article(text, "A new ward", number, **fields)


def test_an_empty_library_knows_nothing(library: Library) -> None:
    assert library.cursor() == 0
    assert library.candidates(["beds"]) == ()
    assert library.figures(NOON - timedelta(days=9), NOON) == ()
    assert library.dates(date(2026, 11, 20)) == ()


def test_what_goes_in_comes_out(library: Library) -> None:
    reading = lifted(whole_article(outlet="Norland Post", published=NOON))
    library.store(reading)
    (figure, source), *_ = library.figures(NOON - timedelta(days=1), NOON)
    assert figure == reading.figures[0]
    assert (source.article, source.outlet, source.published) == (1, "Norland Post", NOON)
    assert [said.quote for said in library.quotes(NOON - timedelta(days=1), NOON)] == list(
        reading.quotes
    )
    assert [ahead.date for ahead in library.dates(date(2026, 11, 20))] == list(reading.dates)


def test_storing_moves_the_cursor_and_never_back(library: Library) -> None:
    library.store(lifted(whole_article(number=7)))
    library.store(lifted(whole_article(number=3)))
    assert library.cursor() == 7
    library.move_cursor(9)
    library.move_cursor(4)
    assert library.cursor() == 9


def test_storing_twice_changes_nothing(library: Library) -> None:
    for _ in range(2):
        library.store(lifted(whole_article()))
    assert len(library.figures(NOON - timedelta(days=1), NOON)) == 1
    assert len(library.candidates(["corridor"])) == len(
        {c.sentence for c in library.candidates(["corridor"])}
    )


def test_a_new_version_takes_the_place_of_the_old(library: Library) -> None:
    old = whole_article()
    edited = replace(old.version, id=2, number=2, text=WARD.replace("46", "64"))
    library.store(lifted(old))
    library.store(Reading(read_document(replace(old, version=edited))))
    assert library.figures(NOON - timedelta(days=1), NOON) == ()
    texts = {c.sentence.text for c in library.candidates(["beds"])}
    assert any("64 beds" in text for text in texts) and not any("46 beds" in text for text in texts)
    assert {c.sentence.version for c in library.candidates(["beds"])} == {2}


def test_an_older_version_never_comes_back(library: Library) -> None:
    new = whole_article()
    newer = replace(new, version=replace(new.version, id=5, number=2))
    library.store(lifted(newer))
    library.store(lifted(new))
    assert {c.sentence.version for c in library.candidates(["beds"])} == {5}


def test_candidates_know_their_paragraph_headline_and_nation(library: Library) -> None:
    library.store(lifted(whole_article()))
    found = library.candidates(["corridor"])
    cost = next(c for c in found if "£3.1 million" in c.sentence.text)
    assert "corridor" in cost.context and "A new ward" in cost.context
    assert cost.nation == "England"
    speakers = {c.speaker for c in found if "corridor" in c.sentence.text}
    assert speakers == {"Oona Farrant"}


def test_the_best_passage_comes_first_and_any_word_is_enough(library: Library) -> None:
    library.store(lifted(whole_article()))
    library.store(Reading(read_document(article(OTHER, "A vote", 2))))
    found = library.candidates(["nurses", "strike", "corridor"])
    assert found[0].source.article == 2
    assert {c.source.article for c in found} == {1, 2}


def test_one_article_is_given_whole(library: Library) -> None:
    library.store(lifted(whole_article()))
    found = library.candidates(["nothing"], article=1)
    assert len(found) == len(read_document(whole_article()).shown)


def test_what_belongs_to_one_workspace_is_seen_by_it_alone(library: Library) -> None:
    library.store(lifted(whole_article(team_id="T1")))
    day, since = date(2026, 11, 20), NOON - timedelta(days=1)
    for team, count in ((None, 0), ("T2", 0), ("T1", 1)):
        assert len(library.figures(since, NOON, team)) == count
        assert len(library.quotes(since, NOON, team)) == count
        assert len(library.dates(day, team)) == count
        assert bool(library.candidates(["beds"], team)) == bool(count)
        assert bool(library.candidates(["beds"], team, article=1)) == bool(count)


def test_the_window_is_open_at_its_start_and_closed_at_its_end(library: Library) -> None:
    library.store(lifted(whole_article(published=NOON)))
    hour = timedelta(hours=1)
    assert library.figures(NOON - hour, NOON)
    assert not library.figures(NOON, NOON + hour)


def test_figures_by_topic_and_quotes_by_name(library: Library) -> None:
    library.store(lifted(whole_article()))
    since = NOON - timedelta(days=1)
    assert library.figures(since, NOON, topic="bed")
    assert not library.figures(since, NOON, topic="dentists")
    for who in ("farrant", "Labour", "health minister"):
        assert library.quotes(since, NOON, who=who), who
    assert not library.quotes(since, NOON, who="Conservatives")


def test_dates_come_soonest_first_and_the_unresolved_last(library: Library) -> None:
    for number, day in (
        (1, None),
        (2, "2026-12-20"),
        (3, "2026-12-01"),
        (4, "2026-11-01"),
        (5, "--12-05"),
    ):
        library.store(lifted(whole_article(number=number), day))
    found = [ahead.date.date for ahead in library.dates(date(2026, 11, 20))]
    assert found[:2] == ["2026-12-01", "2026-12-20"]
    assert set(found[2:]) == {None, "--12-05"}


def test_an_unresolved_date_of_long_ago_is_no_date_ahead(library: Library) -> None:
    library.store(lifted(whole_article(), None))
    assert library.dates(date(2026, 11, 20))
    assert not library.dates(date(2027, 1, 20))


def test_hostile_words_match_nothing_and_break_nothing(library: Library) -> None:
    library.store(lifted(whole_article()))
    for words in ([], [""], ['"'], ["'; DROP TABLE sentences; --"], ["NEAR("], ["a" * 5000], ["*"]):
        library.candidates(words)
    assert library.candidates(["beds"])


def test_reading_catches_up_with_the_archive_and_starts_where_it_stopped(
    database: Database,
) -> None:
    archive, library = Archive(database), Library(database)
    for n, text in enumerate((WARD, OTHER)):
        archive.add(draft(text, key=f"https://example.org/{n}", title="A ward"), NOON)
    counts: list[int] = []
    assert read_new(archive, library, progress=counts.append, batch=1) == 2
    assert counts == [1, 2]
    assert read_new(archive, library) == 0
    assert library.candidates(["corridor"]) and library.candidates(["union"])


def test_one_unreadable_article_does_not_stop_the_rest(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, library = Archive(database), Library(database)
    for n, text in enumerate((WARD, OTHER)):
        archive.add(draft(text, key=f"https://example.org/{n}"), NOON)

    def read(one: Article) -> Reading:
        if "corridor" in one.version.text:
            raise ValueError("a fault of ours")
        return read_article(one)

    monkeypatch.setattr("summaries.reading.read_article", read)
    assert read_new(archive, library) == 1
    assert not library.candidates(["corridor"]) and library.candidates(["union"])
    assert read_new(archive, library) == 0


def test_a_crash_while_storing_leaves_cursor_and_shelves_as_they_were(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.store(lifted(whole_article()))

    def crash(*_: object) -> None:
        raise RuntimeError("power is out")

    monkeypatch.setattr(library, "_advance", crash)
    with pytest.raises(RuntimeError):
        library.store(
            lifted(whole_article(OTHER.replace("vote", "vote on 46 beds or a corridor"), 2))
        )
    assert library.cursor() == 1
    assert not library.candidates(["nurses"])


def test_readings_are_made_anew_from_the_version_in_hand(library: Library) -> None:
    reading = library.readings([whole_article()])[0]
    assert reading == read_article(whole_article())
    assert library.stories([whole_article(), whole_article(number=2)])[0].copies == {2: 1}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.text(min_size=1, max_size=80), max_size=4), st.integers(1, 10**6))
def test_every_candidate_is_a_slice_of_its_version(
    library: Library, paragraphs: list[str], number: int
) -> None:
    text = "\n\n".join(p.replace("\0", "").encode("utf-8", "ignore").decode() for p in paragraphs)
    base = whole_article(
        f"{text}\n\nForty beds.", number, arrived=datetime(2026, 11, 1, tzinfo=UTC)
    )
    library.store(Reading(read_document(base)))
    for found in library.candidates(["beds"], article=number):
        assert base.version.text[found.sentence.start : found.sentence.end] == found.sentence.text
