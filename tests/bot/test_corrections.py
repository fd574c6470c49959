"""A shown line that changes at its source: one note where it was shown, the old post marked, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks.corrections import MARK, marked
from bot.blocks.lines import content_lines
from bot.corrections import find_changes, is_time_to_reread, likest, stands_in
from bot.delivery.corrections import CorrectionWatch
from bot.model import ShownLine
from summaries.model import Line
from tests.bot.test_end_to_end import HALF_PAST, Playground, end, play
from tests.builders import NOON, article
from tests.playground.harness import wait_for

HOUR = timedelta(hours=1)
OLD = "Crews lost 41,000 hours. The longest wait was 13 hours. Managers blamed the corridors."


def shown(text: str, position: int = 0, within: str = OLD) -> ShownLine:
    start = within.index(text)
    line = Line(article=1, version=1, start=start, end=start + len(text), text=text)
    return ShownLine("T1", "C1", "1.0", position, line)


def edited(text: str, title: str | None = None) -> Any:
    found = article(text, title)
    return replace(found, version=replace(found.version, id=2, number=2))


def test_a_changed_line_is_found_with_the_sentence_in_its_place() -> None:
    now = edited(OLD.replace("41,000", "36,000"))
    [change] = find_changes([shown("Crews lost 41,000 hours.")], now, article(OLD).version)
    assert change.new is not None and change.new.text == "Crews lost 36,000 hours."
    assert now.version.text[change.new.start : change.new.end] == change.new.text
    assert change.new.version == 2


def test_a_line_that_still_stands_has_not_changed() -> None:
    now = edited(OLD.replace("41,000", "36,000"))
    assert find_changes([shown("The longest wait was 13 hours.")], now, article(OLD).version) == ()


def test_white_space_and_the_shape_of_quotation_marks_are_no_change() -> None:
    version = edited("She\u00a0said:  \u201cWe can\u2019t go on \u2013 not now.\u201d").version
    assert stands_in('She said: "We can\'t go on - not now."', version)
    assert not stands_in('She said: "We can go on - not now."', version)


def test_a_line_shown_twice_is_one_change_of_two_places() -> None:
    lines = [shown("Crews lost 41,000 hours.", 0), shown("Crews lost 41,000 hours.", 4)]
    [change] = find_changes(lines, edited(OLD.replace("41,000", "9")), article(OLD).version)
    assert [place.position for place in change.places] == [0, 4]


def test_a_sentence_taken_out_is_told_without_a_new_one() -> None:
    now = edited("Crews lost 41,000 hours. The longest wait was 13 hours.")
    [change] = find_changes([shown("Managers blamed the corridors.")], now, article(OLD).version)
    assert change.new is None


def test_a_page_that_became_another_one_is_no_correction() -> None:
    now = edited("Subscribe to read on. Tulips are out early this year in Kent, growers say.")
    assert find_changes([shown("Managers blamed the corridors.")], now, article(OLD).version) == ()


def test_a_changed_headline_is_told_by_the_new_headline() -> None:
    old = Line(article=1, version=1, start=0, end=5, text="Waits", part="title")
    new = likest(old, edited(OLD, title="Waits fall"))
    assert new is not None and (new.text, new.part) == ("Waits fall", "title")


def test_a_shown_article_is_read_again_ever_less_often() -> None:
    assert not is_time_to_reread(NOON, None, NOON + HOUR / 5)
    assert is_time_to_reread(NOON, None, NOON + HOUR / 4)
    assert not is_time_to_reread(NOON, NOON + 7 * HOUR, NOON + 7.5 * HOUR)
    assert is_time_to_reread(NOON, NOON + 7 * HOUR, NOON + 8 * HOUR)
    assert not is_time_to_reread(NOON, NOON + 30 * HOUR, NOON + 33 * HOUR)


def test_marking_twice_marks_once() -> None:
    blocks = [{"type": "header"}, {"type": "divider"}]
    assert len(marked(blocks)) == 3
    assert marked(marked(blocks)) == marked(blocks)


EDITED = "courier/ambulance-handover-delays"  # its outlet corrects it at 09:05


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A playground where somebody asked for the card of an article before its outlet corrected it."""
    running = play(tmp_path_factory.mktemp("data"))
    running.clock.advance(HALF_PAST)
    running.briefing()
    assert running.newsroom is not None
    running.say("message", text=f"@NHS Brief {running.newsroom.url}/{EDITED}")
    wait_for(lambda: cards(running), "the card")
    running.clock.advance(1.7 * HOUR)
    wait_for(lambda: notes(running), "a note of the correction")
    wait_for(lambda: MARK in str(cards(running)[0]), "the mark")
    yield running
    end(running)


def cards(running: Playground) -> list[dict[str, Any]]:
    """What shows the article, but for the note itself."""
    found = [m for m in running.messages() if m.get("thread_ts") and "41,000" in m["text"]]
    return [m for m in found if "CORRECTED" not in m["text"] and m.get("blocks")]


def notes(running: Playground) -> list[dict[str, Any]]:
    return [m for m in running.messages() if "CORRECTED AT THE SOURCE" in m["text"]]


def test_the_note_stands_in_the_thread_with_the_old_and_the_new_line(corrected: Playground) -> None:
    [card], [note] = cards(corrected), notes(corrected)
    assert note["thread_ts"] == card["thread_ts"]
    lines = content_lines(note["blocks"])
    was = [line for line in lines if "41,000" in line]
    assert was and set(was) <= set(content_lines(card["blocks"]))
    assert [line for line in lines if "36,000" in line]


def test_the_old_post_is_marked_and_its_lines_are_untouched(corrected: Playground) -> None:
    [card] = cards(corrected)
    assert any("41,000" in line for line in content_lines(card["blocks"]))
    assert corrected.faults() == []


def test_however_often_the_watch_looks_there_is_one_note(corrected: Playground) -> None:
    watch = CorrectionWatch(
        corrected.bot.courier, corrected.bot.reader.archive, corrected.bot.reader.fetcher
    )
    assert [watch.run(), watch.run()] == [0, 0]
    assert len(notes(corrected)) == 1
