"""A data_visualization block as shapes on a canvas: where each bar, line, area and slice goes (pure).

Colours come from the style sheet by the number of the series: the page's policy lets no style in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 600, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 44  # margins: numbers on the left, labels below
FLOOR = HEIGHT - BOTTOM
LARGEST = 1e200  # a value past this is not drawn: the sums would leave what a float holds
TICKS = 4  # steps on the value axis, about
PIE = (130.0, 130.0, 110.0)  # x, y and radius
LABEL_WIDTH = 7.0  # of a letter, about: longer labels are cut, and stand whole in the table below


@dataclass(frozen=True, slots=True)
class Mark:
    """One shape: a `path` in the colour of its series, with what it says when pointed at."""

    path: str
    series: int
    title: str
    kind: str = "fill"


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    side: str = "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template draws, and the same numbers as rows for those who cannot see it."""

    kind: str
    marks: tuple[Mark, ...]
    legend: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ticks: tuple[Label, ...] = ()
    labels: tuple[Label, ...] = ()
    x_label: str = ""
    y_label: str = ""


def draw_chart(chart: dict[str, Any]) -> Chart | None:
    """Lay a chart out; None for a kind or a shape that is not known."""
    try:
        if chart["type"] == "pie":
            return _pie([(str(s["label"]), _number(s["value"])) for s in chart["segments"]])
        if chart["type"] in ("bar", "line", "area"):
            return _axes(chart)
    except (KeyError, TypeError, ValueError, IndexError, ArithmeticError):
        return None
    return None


def nice_ticks(low: float, high: float) -> tuple[float, ...]:
    """Round steps from at or below `low` to at or above `high`, zero among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = 1.0
    raw = (high - low) / TICKS
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * n for n in (1, 2, 2.5, 5, 10) if size * n >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * n for n in range(first, last + 1))


def shown_number(value: float) -> str:
    """1234567 as 1,234,567; 2.50 as 2.5."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.6g}"


def short_number(value: float) -> str:
    """For the axis: 1.2m, 350k, 40."""
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if letter == 'k' else size):.4g}{letter}"
    return f"{value:.6g}"


def _axes(chart: dict[str, Any]) -> Chart:
    config = chart["axis_config"]
    categories = [str(each) for each in config["categories"]]
    names = [str(series["name"]) for series in chart["series"]]
    values = [_values(series, categories) for series in chart["series"]]
    known = [value for row in values for value in row if value is not None]
    ticks = nice_ticks(min(known), max(known))
    plot = _Plot(ticks[0], ticks[-1], len(categories))
    draw = {"bar": _bars, "line": _lines, "area": _areas}[chart["type"]]
    return Chart(
        kind=chart["type"],
        marks=tuple(draw(plot, values, names, categories)),
        legend=tuple(names),
        rows=_rows(names, categories, values),
        ticks=tuple(Label(LEFT - 8, plot.y(t), short_number(t), "end") for t in ticks),
        labels=_category_labels(plot, categories),
        x_label=str(config.get("x_label") or ""),
        y_label=str(config.get("y_label") or ""),
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    """Turns values and places into points of the canvas."""

    low: float
    high: float
    count: int

    @property
    def slot(self) -> float:
        return (WIDTH - LEFT - RIGHT) / self.count

    def x(self, index: int) -> float:
        return LEFT + self.slot * (index + 0.5)

    def y(self, value: float) -> float:
        return TOP + (FLOOR - TOP) * (self.high - value) / (self.high - self.low)


Grid = Sequence[Sequence[float | None]]


def _bars(plot: _Plot, values: Grid, names: list[str], categories: list[str]) -> list[Mark]:
    width = plot.slot * 0.7 / len(values)
    return [
        Mark(
            _box(plot.x(place) - plot.slot * 0.35 + width * index, width, plot, value),
            index,
            f"{names[index]}, {categories[place]}: {shown_number(value)}",
        )
        for index, row in enumerate(values)
        for place, value in enumerate(row)
        if value is not None
    ]


def _lines(plot: _Plot, values: Grid, names: list[str], categories: list[str]) -> list[Mark]:
    marks = [
        Mark(_path(plot, row), index, names[index], "line") for index, row in enumerate(values)
    ]
    for index, row in enumerate(values):
        for place, value in enumerate(row):
            if value is not None:
                said = f"{names[index]}, {categories[place]}: {shown_number(value)}"
                marks.append(Mark(_disc(plot.x(place), plot.y(value)), index, said))
    return marks


def _areas(plot: _Plot, values: Grid, names: list[str], categories: list[str]) -> list[Mark]:
    """Filled down to zero, the first series at the back; the lines and points on top."""
    fills = []
    for index, row in enumerate(values):
        points = [place for place, value in enumerate(row) if value is not None]
        if points:
            zero = plot.y(0)
            end = f"L{plot.x(points[-1]):.1f} {zero:.1f}L{plot.x(points[0]):.1f} {zero:.1f}Z"
            fills.append(Mark(_path(plot, row) + end, index, names[index], "area"))
    return [*fills, *_lines(plot, values, names, categories)]


def _pie(segments: list[tuple[str, float]]) -> Chart:
    total = sum(value for _, value in segments)
    if total <= 0:
        raise ValueError("nothing to share out")
    marks, begun = [], 0.0
    for index, (label, value) in enumerate(segments):
        said = f"{label}: {shown_number(value)} ({100 * value / total:.1f}%)"
        marks.append(Mark(_slice(begun / total, (begun + value) / total), index, said))
        begun += value
    rows = [(label, shown_number(value)) for label, value in segments]
    return Chart("pie", tuple(marks), tuple(mark.title for mark in marks), (("", "Value"), *rows))


def _slice(start: float, end: float) -> str:
    x, y, radius = PIE
    if end - start > 0.9999:
        return _disc(x, y, radius)
    points = []
    for part in (start, end):
        angle = 2 * math.pi * part - math.pi / 2
        points.append(f"{x + radius * math.cos(angle):.2f} {y + radius * math.sin(angle):.2f}")
    large = 1 if end - start > 0.5 else 0
    return f"M{x} {y}L{points[0]}A{radius} {radius} 0 {large} 1 {points[1]}Z"


def _disc(x: float, y: float, radius: float = 3.5) -> str:
    half = f"a{radius} {radius} 0 1 1"
    return f"M{x - radius:.1f} {y:.1f}{half} {2 * radius} 0{half} {-2 * radius} 0Z"


def _box(x: float, width: float, plot: _Plot, value: float) -> str:
    top, foot = plot.y(max(value, 0.0)), plot.y(min(value, 0.0))
    return f"M{x:.1f} {top:.1f}h{width * 0.94:.1f}V{foot:.1f}h{-width * 0.94:.1f}Z"


def _path(plot: _Plot, row: Sequence[float | None]) -> str:
    points = [f"{plot.x(n):.1f} {plot.y(v):.1f}" for n, v in enumerate(row) if v is not None]
    return "M" + "L".join(points)


def _values(series: dict[str, Any], categories: list[str]) -> list[float | None]:
    """The series' numbers by category; None where it has no point."""
    points = {str(point["label"]): _number(point["value"]) for point in series["data"]}
    return [points.get(category) for category in categories]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not abs(number := float(value)) <= LARGEST:
        raise ValueError("not a number that can be drawn")
    return number


def _rows(names: list[str], categories: list[str], values: Grid) -> tuple[tuple[str, ...], ...]:
    body = [
        (category, *("" if row[n] is None else shown_number(row[n] or 0.0) for row in values))
        for n, category in enumerate(categories)
    ]
    return (("", *names), *body)


def _category_labels(plot: _Plot, categories: list[str]) -> tuple[Label, ...]:
    room = max(3, int(plot.slot / LABEL_WIDTH))
    return tuple(
        Label(plot.x(n), FLOOR + 16, text if len(text) <= room else f"{text[: room - 1]}…")
        for n, text in enumerate(categories)
    )
