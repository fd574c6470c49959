"""An .ics file of dates ahead is one that calendars take: escaped, folded, whole days, nothing doubled."""

from datetime import UTC, datetime

from summaries.agenda import write_agenda
from summaries.dates import find_dates
from summaries.model import Ahead, Source
from summaries.sentences import text_document

NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


def ahead(text: str, url: str | None = "https://outlet.example/a") -> list[Ahead]:
    document = text_document(text, published=NOW)
    source = Source(1, document.label, "The Outlet", url)
    return [Ahead(found, source) for found in find_dates(document)]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_no_dates_make_an_empty_calendar() -> None:
    lines = write_agenda([], NOW).split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert "BEGIN:VEVENT" not in lines


def test_a_day_ahead_is_a_whole_day_with_its_sentence_and_source() -> None:
    lines = unfolded(write_agenda(ahead("The strike will begin on 14 December, it said."), NOW))
    assert "DTSTART;VALUE=DATE:20261214" in lines
    assert "DTEND;VALUE=DATE:20261215" in lines
    assert "DTSTAMP:20261122T073000Z" in lines
    assert "SUMMARY:The strike will begin on 14 December" in lines
    assert any("on 14 December\\, it said." in line for line in lines)
    assert "URL:https://outlet.example/a" in lines


def test_a_date_without_a_day_is_left_out() -> None:
    assert "VEVENT" not in write_agenda(ahead("Talks will be held later this week."), NOW)


def test_the_same_sentence_is_one_event_and_keeps_its_identity() -> None:
    found = ahead("The vote closes on 3 December.")
    text = write_agenda([*found, *found], NOW)
    assert text.count("BEGIN:VEVENT") == 1
    later = write_agenda(found, NOW.replace(day=23))
    uid = [line for line in unfolded(text) if line.startswith("UID:")]
    assert uid == [line for line in unfolded(later) if line.startswith("UID:")]


def test_lines_are_folded_at_75_octets_and_no_character_is_cut() -> None:
    text = write_agenda(ahead("“" + "Ŵyl é – " * 40 + "” will open on 9 December."), NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "Ŵyl é – Ŵyl" in "".join(unfolded(text))


def test_an_article_cannot_write_properties_of_its_own() -> None:
    text = write_agenda(
        ahead("It will open on 9 December;\nATTACH:x", "https://a.example/\r\nATTACH:y"), NOW
    )
    assert not any(line.startswith("ATTACH") for line in text.split("\r\n"))
