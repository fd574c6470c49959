"""Tables and charts: table, data_table and data_visualization."""

from collections.abc import Sequence
from typing import Any, TypeGuard

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.problems import Checker, kind_of
from bot.playground.workspace.blocks.rich_text import check_rich_text

ALIGNMENTS = ("left", "center", "right")
CELLS = ("raw_text", "raw_number", "rich_text")
CHARTS = ("pie", "bar", "area", "line")


def check_table(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"rows"}, {"block_id", "column_settings"})
    rows = check.array(block.get("rows"), f"{pointer}/rows", 1, limits.TABLE_ROWS)
    check_rows(check, rows, f"{pointer}/rows", CELLS)
    if "column_settings" in block:
        check_columns(check, block["column_settings"], f"{pointer}/column_settings")


def check_data_table(check: Checker, block: dict[str, Any], pointer: str) -> None:
    """The first row is the header: raw text only. Every row is as long as the others."""
    own = {"block_id", "page_size", "row_header_column_index"}
    check.object(block, pointer, {"caption", "rows"}, own)
    if "caption" in block:
        check.string(block["caption"], f"{pointer}/caption", high=limits.TEXT_OBJECT)
    at = f"{pointer}/rows"
    rows = check.array(block.get("rows"), at, 2, limits.DATA_TABLE_ROWS + 1)
    check_rows(check, rows[:1], at, ("raw_text",))
    check_rows(check, rows, at, CELLS)
    if "page_size" in block:
        check.integer(block["page_size"], f"{pointer}/page_size", 1, limits.DATA_TABLE_PAGE)
    if "row_header_column_index" in block:
        index = f"{pointer}/row_header_column_index"
        widths = [len(row) for row in rows if isinstance(row, list | tuple) and row]
        last = min(widths, default=limits.TABLE_CELLS) - 1
        check.integer(block["row_header_column_index"], index, 0, last)


def check_rows(check: Checker, rows: Sequence[Any], pointer: str, kinds: Sequence[str]) -> None:
    for index, row in enumerate(rows):
        at = f"{pointer}/{index}"
        for place, cell in enumerate(check.array(row, at, 1, limits.TABLE_CELLS)):
            check_cell(check, cell, f"{at}/{place}", kinds)
    if len({len(row) for row in rows if isinstance(row, list | tuple)}) > 1:
        check.fail(pointer, "ragged_rows", "all rows must have the same number of cells")


def check_cell(check: Checker, cell: Any, pointer: str, kinds: Sequence[str]) -> None:
    kind = kind_of(cell)
    if kind not in kinds:
        check.fail(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")
    elif kind == "rich_text":
        check_rich_text(check, cell, pointer)
    else:
        number = {"value"} if kind == "raw_number" else set()
        check.object(cell, pointer, {"text"} | number)
        check.string(cell.get("text"), f"{pointer}/text")
        if number & cell.keys():
            check_number(check, cell["value"], f"{pointer}/value")


def check_columns(check: Checker, value: Any, pointer: str) -> None:
    for index, column in enumerate(check.array(value, pointer, 0, limits.TABLE_COLUMN_SETTINGS)):
        at = f"{pointer}/{index}"
        if column is None or not check.object(column, at, (), {"align", "is_wrapped"}):
            continue
        if "align" in column:
            check.choice(column["align"], f"{at}/align", ALIGNMENTS)
        if "is_wrapped" in column:
            check.boolean(column["is_wrapped"], f"{at}/is_wrapped")


def check_data_visualization(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"title", "chart"}, {"block_id"})
    if "title" in block:
        check.string(block["title"], f"{pointer}/title", high=limits.CHART_TITLE)
    if "chart" not in block:
        return
    chart, at = block["chart"], f"{pointer}/chart"
    kind = kind_of(chart)
    if kind not in CHARTS:
        check.fail(f"{at}/type", "unsupported_type", f"must be one of {', '.join(CHARTS)}")
    elif kind == "pie":
        check_pie(check, chart, at)
    else:
        check_series(check, chart, at)


def check_pie(check: Checker, chart: dict[str, Any], pointer: str) -> None:
    check.object(chart, pointer, {"segments"})
    at = f"{pointer}/segments"
    segments = check.array(chart.get("segments"), at, 1, limits.CHART_SERIES)
    for index, segment in enumerate(segments):
        check_point(check, segment, f"{at}/{index}")
        value = segment.get("value") if isinstance(segment, dict) else None
        if is_number(value) and value <= 0:
            check.fail(f"{at}/{index}/value", "out_of_range", "must be more than 0")


def check_series(check: Checker, chart: dict[str, Any], pointer: str) -> None:
    check.object(chart, pointer, {"series", "axis_config"})
    categories = check_axes(check, chart.get("axis_config"), f"{pointer}/axis_config")
    at, names = f"{pointer}/series", set()
    for index, series in enumerate(check.array(chart.get("series"), at, 1, limits.CHART_SERIES)):
        here = f"{at}/{index}"
        if not check.object(series, here, {"name", "data"}):
            continue
        name = series.get("name")
        if check.string(name, f"{here}/name", high=limits.CHART_LABEL) and name in names:
            check.fail(f"{here}/name", "duplicate_id", f"series already exists: {name}")
        names.add(str(name))
        check_points(check, series.get("data"), f"{here}/data", categories)


def check_axes(check: Checker, axes: Any, pointer: str) -> list[Any]:
    """The categories of the x axis, for the points to be held against."""
    if not check.object(axes, pointer, {"categories"}, {"x_label", "y_label"}):
        return []
    for key in ("x_label", "y_label"):
        if key in axes:
            check.string(axes[key], f"{pointer}/{key}", high=limits.AXIS_LABEL)
    at = f"{pointer}/categories"
    categories = check.array(axes.get("categories"), at, 1, limits.CHART_POINTS)
    for index, category in enumerate(categories):
        check.string(category, f"{at}/{index}", high=limits.CHART_LABEL)
        if category in categories[:index]:
            check.fail(f"{at}/{index}", "duplicate_id", f"category already exists: {category}")
    return list(categories)


def check_points(check: Checker, points: Any, pointer: str, categories: list[Any]) -> None:
    """Exactly one point for each category."""
    points = check.array(points, pointer, 1, limits.CHART_POINTS)
    for index, point in enumerate(points):
        check_point(check, point, f"{pointer}/{index}")
    labels = [point.get("label") for point in points if isinstance(point, dict)]
    if categories and sorted(map(str, labels)) != sorted(map(str, categories)):
        check.fail(pointer, "invalid_choice", "must have one data point for each category")


def check_point(check: Checker, point: Any, pointer: str) -> None:
    if check.object(point, pointer, {"label", "value"}):
        if "label" in point:
            check.string(point["label"], f"{pointer}/label", high=limits.CHART_LABEL)
        if "value" in point:
            check_number(check, point["value"], f"{pointer}/value")


def check_number(check: Checker, value: Any, pointer: str) -> None:
    if not is_number(value):
        check.fail(pointer, "invalid_type", "must be a number")


def is_number(value: Any) -> TypeGuard[float]:
    is_finite = isinstance(value, int) or (isinstance(value, float) and abs(value) < float("inf"))
    return is_finite and not isinstance(value, bool)
