"""What is to come is found, dated against the day of publication, and shown as printed elsewhere."""

from datetime import UTC, datetime

import pytest

from summaries.calendar import printed_dates
from summaries.dates import find_dates
from summaries.model import DateAhead
from summaries.sentences import text_document

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def read(text: str, published: datetime | None = FRIDAY) -> tuple[DateAhead, ...]:
    return find_dates(text_document(text, published=published))


def test_a_text_without_dates_has_nothing_ahead() -> None:
    assert read("") == ()
    assert read("The ward will open.") == ()
    assert read("And so it will be.") == ()


@pytest.mark.parametrize(
    ("text", "printed", "iso"),
    [
        ("The strike will begin on 14 December.", "14 December", "2026-12-14"),
        ("Members have until 5 January to vote.", "5 January", "2027-01-05"),
        ("The scheme begins on 1 April 2027.", "1 April 2027", "2027-04-01"),
        ("The report is due next Tuesday.", "next Tuesday", "2026-11-24"),
        ("A vote is expected on Thursday.", "Thursday", "2026-11-26"),
        ("The hearing starts tomorrow in Leeds.", "tomorrow", "2026-11-21"),
        ("Ministers will publish it by March.", "March", "2027-03"),
        ("It comes into force from April next year.", "April next year", "2027-04"),
        ("The inquiry will report in 2028.", "2028", "2028"),
        ("A decision is expected later this week.", "later this week", None),
        ("Talks will be held later today (Friday).", "later today (Friday)", "2026-11-20"),
    ],
)
def test_dates_are_resolved_against_the_day_of_publication(
    text: str, printed: str, iso: str | None
) -> None:
    (ahead,) = read(text)
    assert (ahead.printed, ahead.date) == (printed, iso)
    assert ahead.line.text == text and ahead.printed in ahead.line.text


@pytest.mark.parametrize(
    ("text", "printed", "iso"),
    [
        ("The rota will stand until 19 October.", "19 October", "--10-19"),
        ("Another round of talks is planned for September.", "September", "--09"),
        ("The scheme begins on 1 April 2027.", "1 April 2027", "2027-04-01"),
    ],
)
def test_without_a_day_of_publication_a_date_stays_as_printed(
    text: str, printed: str, iso: str | None
) -> None:
    (ahead,) = read(text, published=None)
    assert (ahead.printed, ahead.date) == (printed, iso)


@pytest.mark.parametrize(
    "text",
    [
        "The trust was fined on 3 November.",
        "The last meeting was on 27 March.",
        "The review was launched in September.",
        "Labour today claimed the list had grown due to strikes.",
        "The figures were published on Thursday.",
        "The election was held in 2024.",
        "Voting closed on 19 November 2026.",
    ],
)
def test_what_is_past_is_not_ahead(text: str) -> None:
    assert read(text) == ()
    assert read(text, published=None) == ()


@pytest.mark.parametrize(
    "text",
    ["Walkouts resume today (24 August), they said.", "She will speak later today (Monday)."],
)
def test_today_of_an_article_without_a_day_is_not_ahead(text: str) -> None:
    assert read(text, published=None) == ()
    assert len(read(text, published=datetime(2026, 8, 24, 6, tzinfo=UTC))) == 1


def test_a_financial_year_is_no_date_ahead() -> None:
    assert read("Pay proposals for 2027-28 will be settled.") == ()
    assert read("Pay proposals for 2027-28 will be settled.", published=None) == ()


def test_plans_of_a_known_day_are_ahead() -> None:
    (ahead,) = read("It said that a plan would go to ministers on Thursday 3 December.")
    assert ahead.date == "2026-12-03"
    (ahead,) = read("Two mergers are still due to go ahead on 1 April.")
    assert ahead.date == "2027-04-01"


def test_the_event_is_the_printed_clause() -> None:
    (ahead,) = read("The figures came out on Thursday and the next release is due on 10 December.")
    assert ahead.event == "the next release is due on 10 December"
    assert ahead.event in ahead.line.text


def test_both_days_of_a_span_are_ahead() -> None:
    found = read("The strike will run from 14 December until 19 December.")
    assert [ahead.date for ahead in found] == ["2026-12-14", "2026-12-19"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 24 August", "--08-24"),
        ("on 24th August 2026", "2026-08-24"),
        ("on August 24, 2026", "2026-08-24"),
        ("on Monday 3 May", "--05-03"),
        ("2026-05-03", "2026-05-03"),
        ("03/05/2026", "2026-05-03"),
        ("in 2024-25", "2024/2025"),
        ("in 2024/25", "2024/2025"),
        ("May 2026", "2026-05"),
    ],
)
def test_printed_dates_are_read_the_british_way(text: str, value: str) -> None:
    (printed,) = printed_dates(text)
    assert printed.value == value
    assert text[printed.start : printed.end].strip() == text[printed.start : printed.end]


@pytest.mark.parametrize("text", ["31 February", "2024-31", "£24 May", "1024 August", "99/99/2026"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert [p for p in printed_dates(text) if p.shape != "month"] == []


@pytest.mark.parametrize("piece", ["until May ", "24 August ", "today (", "will ", "next Monday, "])
def test_long_hostile_text_is_read(piece: str) -> None:
    assert isinstance(read(piece * 3000), tuple)
