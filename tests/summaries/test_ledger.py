"""A figure seen again is one only where the measure is exactly the same; nothing else is compared."""

from datetime import UTC, datetime, timedelta

import pytest

from summaries.figures import find_figures
from summaries.ledger import agree, find_differing, find_earlier, measure_of
from summaries.model import Figure, Source
from summaries.oddities import find_odds
from summaries.sentences import text_document

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def figure(text: str, nation: str = "Wales") -> Figure:
    return next(f for f in find_figures(text_document(text, nation=nation)) if f.kind != "duration")


def told(
    text: str, days_ago: int = 0, outlet: str = "The Post", nation: str = "Wales"
) -> tuple[Figure, Source]:
    source = Source(days_ago + 1, None, outlet, None, NOW - timedelta(days=days_ago))
    return figure(text, nation), source


WAITING = "Around 593,000 people were waiting for treatment in Wales."


def test_a_measure_seen_before_is_a_trend_newest_first() -> None:
    now = told("Some 604,000 people were waiting for treatment in Wales.")
    month, quarter = told(WAITING, 30), told(WAITING.replace("593", "589"), 90)
    found = find_earlier(*now, [quarter, now, month])
    assert [(e.figure.line.text, e.days) for e in found] == [
        ("Around 593,000", 30),
        ("Around 589,000", 90),
    ]


def test_the_same_value_told_again_is_no_trend() -> None:
    now = told("Some 593,200 people were waiting for treatment in Wales.")
    assert find_earlier(*now, [told(WAITING, 30)]) == ()
    same_day = told(WAITING.replace("593", "589"), 0, "Y Llais")
    assert find_earlier(*now, [same_day]) == ()


@pytest.mark.parametrize(
    "other",
    [
        "Around 593,000 people were waiting for treatment in England.",
        "Around 593,000 patients were waiting for treatment in Wales.",
        "Around 593,000 people were waiting more than a year for treatment in Wales.",
        "Around 593,000 people were waiting for cancer treatment in Wales.",
        "Around 593,000 people were waiting for treatment at Glan Rhedyn in Wales.",
        "Around 593,000 people in Wales were vaccinated.",
        "Around 593,000 people live in Wales.",
        "Another 593,000 people were waiting for treatment in Wales.",
        "Ministers plan that 593,000 people will be waiting for treatment in Wales.",
    ],
)
def test_what_is_measured_otherwise_is_never_compared(other: str) -> None:
    now = told("Some 604,000 people were waiting for treatment in Wales.")
    assert find_earlier(*now, [told(other, 30)]) == ()


def test_strike_patients_and_cancer_appointments_are_two_measures() -> None:
    one = told("Two days of strikes led to 68,000 patients seeing operations cancelled.", 0, "A")
    two = told("Around 36,000 cancer appointments had been cancelled due to strikes.", 1, "B")
    assert find_differing([one, two]) == ()
    assert (
        find_earlier(*one, [(two[0], Source(9, None, "B", None, NOW - timedelta(days=40)))]) == ()
    )


def test_money_and_figures_of_a_single_hospital_are_in_no_trend() -> None:
    assert measure_of(figure("The deficit in Wales is £86m.")) is None
    assert measure_of(figure("Some 300 patients waited on trolleys.")) is None


def test_an_article_without_a_date_has_no_trend() -> None:
    now, _ = told(WAITING)
    assert find_earlier(now, Source(1, None), [told(WAITING.replace("593", "589"), 30)]) == ()


def test_two_outlets_that_differ_are_named_and_rounding_is_no_difference() -> None:
    one = told("Some 604,000 people were waiting for treatment in Wales.", 1, "The Post")
    two = told("Some 640,000 people were waiting for treatment in Wales.", 0, "Y Llais")
    (found,) = find_differing([one, two])
    assert (found.one, found.two) == (one, two)
    same = told("Some 604,212 people were waiting for treatment in Wales.", 0, "Y Llais")
    assert find_differing([one, same]) == ()
    assert find_differing([one, (two[0], one[1])]) == ()  # one outlet corrects itself


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        ("593,000 people wait", "593,214 people wait", True),
        ("593,000 people wait", "594,000 people wait", False),
        ("More than 600,000 people wait", "604,000 people wait", True),
        ("More than 600,000 people wait", "700,000 people wait", False),
        ("About 7.2 million people wait", "7.21 million people wait", True),
        ("7.21 million people wait", "7.25 million people wait", False),
        ("Some 63.2 per cent wait", "63.4 per cent wait", True),
        ("63.2 per cent wait", "63.4 per cent wait", False),
    ],
)
def test_values_agree_within_their_rounding_and_hedge(one: str, two: str, together: bool) -> None:
    assert agree(figure(one), figure(two)) is together
    assert agree(figure(two), figure(one)) is together


ODD = (
    "Ministers have not met the porters in more than five months.\n\n"
    "Porters walk out again today (24 August).\n\nThe last meeting with porters was on 27 March."
)


def test_a_length_of_time_that_the_printed_days_contradict_is_noted() -> None:
    document = text_document(ODD)
    (odds,) = find_odds(document, find_figures(document))
    assert odds.figure.line.text == "more than five months"
    assert odds.began.text == "The last meeting with porters was on 27 March."
    assert odds.days == 150


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("five months", "four months"),
        ("27 March", "23 March"),
        ("The last meeting with porters", "The last concert"),
        ("The last meeting with porters was", "Doctors held a ballot"),
        (" today (24 August)", ""),
    ],
)
def test_what_the_days_bear_out_or_say_nothing_of_is_not_noted(before: str, after: str) -> None:
    document = text_document(ODD.replace(before, after))
    assert find_odds(document, find_figures(document)) == ()
