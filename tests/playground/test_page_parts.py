"""The page's pure parts: charts as shapes, the traffic behind a message, what is new in a channel."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.workspace.model import Message, Person
from bot.playground.workspace.page.charts import draw_chart, nice_ticks, shown_number
from bot.playground.workspace.page.lines import lines_of
from bot.playground.workspace.page.traffic import traffic_of

Json = dict[str, Any]
PEOPLE = {name: Person(name, name.lower(), name, "#000") for name in ("ADA", "BEN")}


def bars(*values: Any, kind: str = "bar") -> Json:
    categories = [f"c{n}" for n in range(len(values))]
    data = [{"label": c, "value": v} for c, v in zip(categories, values, strict=True)]
    return {
        "type": kind,
        "series": [{"name": "s", "data": data}],
        "axis_config": {"categories": categories},
    }


def pie(*values: Any) -> Json:
    return {
        "type": "pie",
        "segments": [{"label": str(n), "value": v} for n, v in enumerate(values)],
    }


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (3, 7.4), (-5, 5), (0, 0), (1e-9, 2e-9), (0, 7e6)]
)
def test_ticks_are_few_round_and_span_zero_and_the_values(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert ticks[0] <= min(low, 0) and ticks[-1] >= max(high, 0) and 0 in ticks
    assert 2 <= len(ticks) <= 8


def test_a_bar_is_as_high_as_its_value() -> None:
    chart = draw_chart(bars(4, 2))
    assert chart is not None
    heights = [float(m.path.split("V")[1].split("h")[0]) for m in chart.marks]
    tops = [float(m.path.split(" ")[1].split("h")[0]) for m in chart.marks]
    tall, small = (foot - top for foot, top in zip(heights, tops, strict=True))
    assert tall == pytest.approx(2 * small)
    assert [mark.title for mark in chart.marks] == ["s, c0: 4", "s, c1: 2"]


def test_every_kind_says_its_numbers_in_a_table_too() -> None:
    for kind in ("bar", "line", "area"):
        chart = draw_chart(bars(1234567, 2.5, kind=kind))
        assert chart and chart.rows == (("", "s"), ("c0", "1,234,567"), ("c1", "2.5"))
    chart = draw_chart(pie(3, 1))
    assert chart and chart.legend == ("0: 3 (75.0%)", "1: 1 (25.0%)")


def test_a_pie_of_one_slice_is_a_whole_disc() -> None:
    chart = draw_chart(pie(5))
    assert chart and chart.marks[0].path.endswith("Z") and "NaN" not in chart.marks[0].path


@pytest.mark.parametrize(
    "chart",
    [{}, {"type": "radar"}, pie(), pie(0), pie("x"), pie(float("nan")), bars(), bars(10**400)],
    ids=str,
)
def test_what_is_no_chart_is_none(chart: Json) -> None:
    assert draw_chart(chart) is None


@given(st.lists(st.floats(allow_nan=True) | st.integers() | st.none(), max_size=4))
def test_no_number_breaks_a_chart(values: list[Any]) -> None:
    for kind in ("bar", "line", "area"):
        chart = draw_chart(bars(*values, kind=kind))
        assert chart is None or "nan" not in " ".join(mark.path for mark in chart.marks)
    draw_chart(pie(*values))


def test_numbers_read_as_people_write_them() -> None:
    assert [shown_number(n) for n in (1234567, 2.50, -3)] == ["1,234,567", "2.5", "-3"]


def test_the_traffic_of_a_message_is_what_caused_it_and_nothing_else() -> None:
    url = "http://127.0.0.1/response/abcdefgh1"
    sent = {"kind": "sent", "envelope_id": "E1", "payload": {"response_url": url}}
    ack = {"kind": "ack", "envelope_id": "E1"}
    answer = {"kind": "response", "path": "/response/abcdefgh1"}
    other = {"kind": "sent", "envelope_id": "E2", "payload": {"response_url": url[:-1] + "2"}}
    found = traffic_of([sent, other, ack, answer], {"1.5", "/response/abcdefgh1"})
    assert found == [sent, ack, answer]
    assert traffic_of([sent, ack], {"9.9"}) == []


def line_keys(*messages: Message, after: str | None) -> list[bool]:
    lines = lines_of(messages, PEOPLE, lambda _: (), after, "ADA")
    return [line.is_first_new for line in lines]


def test_new_begins_with_the_first_line_of_somebody_else() -> None:
    messages = [
        Message("C1", f"{n}.000000", user, "x")
        for n, user in enumerate(("BEN", "ADA", "BEN", "BEN"), start=1)
    ]
    assert line_keys(*messages, after="1.000000") == [False, False, True, False]
    assert line_keys(*messages, after=None) == [False] * 4


def test_lines_of_one_author_stand_together_for_five_minutes() -> None:
    messages = [Message("C1", f"{at}.000000", "BEN", "x") for at in (0, 299, 700)]
    lines = lines_of(messages, PEOPLE, lambda _: ())
    assert [line.follows for line in lines] == [False, True, False]
