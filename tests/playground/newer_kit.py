"""Cases for the newer blocks and elements: data, charts, video, assistants' blocks, fields."""

from typing import Any

from tests.playground.kit import QUOTE, SECTION, actions, button, option, plain, rich

RAW = {"type": "raw_text", "text": "Trust"}
NUMBER = {"type": "raw_number", "value": 4_300, "text": "4,300"}


def data_table(rows: list[Any], **fields: Any) -> dict[str, Any]:
    return {"type": "data_table", "caption": "Waits", "rows": rows, **fields}


def chart(kind: str = "bar", **fields: Any) -> dict[str, Any]:
    return {"type": "data_visualization", "title": "Waits", "chart": {"type": kind, **fields}}


def points(*values: Any) -> list[dict[str, Any]]:
    return [{"label": f"M{n}", "value": value} for n, value in enumerate(values)]


def series(count: int = 1, length: int = 3) -> dict[str, Any]:
    """`series` and `axis_config` that belong together."""
    data = points(*range(length))
    return {
        "series": [{"name": f"S{n}", "data": data} for n in range(count)],
        "axis_config": {"categories": [f"M{n}" for n in range(length)], "y_label": "Patients"},
    }


def task(task_id: str = "one", **fields: Any) -> dict[str, Any]:
    return {"type": "task_card", "task_id": task_id, "title": "Read", **fields}


def field(kind: str, **fields: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "a", **fields}
    return {"type": "input", "label": plain(), "element": element}


def video(**fields: Any) -> dict[str, Any]:
    return {
        "type": "video",
        "alt_text": "A talk",
        "title": plain(),
        "thumbnail_url": "https://example.org/a.png",
        "video_url": "https://example.org/embed/a",
        **fields,
    }


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "useful",
    "positive_button": {"text": plain("Yes"), "value": "yes"},
    "negative_button": {"text": plain("No"), "value": "no"},
}
ICON = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete")}

NEWER_ACCEPTED: dict[str, dict[str, Any]] = {
    "data table": data_table([[RAW, RAW], *[[RAW, NUMBER]] * 100], page_size=100),
    "data table with rich text": data_table([[RAW], [rich(SECTION)]], row_header_column_index=0),
    "pie": chart("pie", segments=points(1, 2.5, 3, 4, 5, 6)),
    "bars": chart("bar", **series(6, 20)),
    "lines": chart("line", **series()),
    "area": chart("area", **series()),
    "video": video(title_url="https://example.org/a", author_name="x" * 49, description=plain()),
    "feedback": {"type": "context_actions", "elements": [FEEDBACK, ICON]},
    "plan": {"type": "plan", "title": "Look it up", "tasks": [task(), task("two")]},
    "task": task(
        status="complete",
        details=rich(SECTION),
        output=rich(QUOTE),
        sources=[{"type": "url", "url": "https://example.org/a", "text": "A"}],
    ),
    "e-mail field": field("email_text_input", initial_value="ada@example.org"),
    "link field": field("url_text_input", initial_value="https://example.org/"),
    "number field": field("number_input", is_decimal_allowed=True, min_value="0", max_value="1.5"),
    "rich text field": field("rich_text_input", initial_value=rich(SECTION)),
    "file field": field("file_input", filetypes=["pdf"], max_files=10),
    "moment": actions({"type": "datetimepicker", "initial_date_time": 1_795_418_940}),
    "people menu": actions({"type": "multi_users_select", "initial_users": ["U0ADA"]}),
    "menu of many": field("multi_static_select", options=[option()], max_selected_items=1),
    "menu from outside": actions({"type": "external_select", "min_query_length": 2}),
    "workflow": actions(
        {"type": "workflow_button", "text": plain(), "workflow": {"trigger": {"url": "x"}}}
    ),
}

Refusal = tuple[Any, str, str]
AT = "/blocks/0"
NEWER_REFUSED: dict[str, Refusal] = {
    "no caption": (
        {**data_table([[RAW]] * 2, caption=""), "caption": ""},
        f"{AT}/caption",
        "too_short",
    ),
    "header only": (data_table([[RAW]]), f"{AT}/rows", "too_few_items"),
    "number in header": (
        data_table([[NUMBER], [NUMBER]]),
        f"{AT}/rows/0/0/type",
        "unsupported_type",
    ),
    "101 data rows": (data_table([[RAW]] * 102), f"{AT}/rows", "too_many_items"),
    "ragged data": (data_table([[RAW], [RAW, RAW]]), f"{AT}/rows", "ragged_rows"),
    "number as text": (
        data_table([[RAW], [{**NUMBER, "value": "4300"}]]),
        f"{AT}/rows/1/0/value",
        "invalid_type",
    ),
    "page of 101": (data_table([[RAW]] * 2, page_size=101), f"{AT}/page_size", "out_of_range"),
    "data too long": (
        data_table([[RAW], *[[{"type": "raw_text", "text": "x" * 2_000}]] * 6]),
        "/blocks",
        "too_long",
    ),
    "seven segments": (
        chart("pie", segments=points(*[1] * 7)),
        f"{AT}/chart/segments",
        "too_many_items",
    ),
    "empty slice": (
        chart("pie", segments=points(1, 0)),
        f"{AT}/chart/segments/1/value",
        "out_of_range",
    ),
    "scatter": (chart("scatter"), f"{AT}/chart/type", "unsupported_type"),
    "21 points": (chart("line", **series(1, 21)), f"{AT}/chart/series/0/data", "too_many_items"),
    "a point too few": (
        chart("bar", **{**series(1, 3), "series": [{"name": "S", "data": points(1, 2)}]}),
        f"{AT}/chart/series/0/data",
        "invalid_choice",
    ),
    "two series of one name": (
        chart("bar", **{**series(1), "series": series(1)["series"] * 2}),
        f"{AT}/chart/series/1/name",
        "duplicate_id",
    ),
    "a name too long": (
        chart("pie", segments=[{"label": "x" * 21, "value": 1}]),
        f"{AT}/chart/segments/0/label",
        "too_long",
    ),
    "chart without axes": (
        chart("bar", series=series()["series"]),
        f"{AT}/chart/axis_config",
        "invalid_type",
    ),
    "infinite": (
        chart("pie", segments=points(float("inf"))),
        f"{AT}/chart/segments/0/value",
        "invalid_type",
    ),
    "video over http": (
        video(video_url="http://example.org/embed/a"),
        f"{AT}/video_url",
        "invalid_url",
    ),
    "video title": (video(title=plain("x" * 200)), f"{AT}/title/text", "too_long"),
    "six context actions": (
        {"type": "context_actions", "elements": [{**ICON, "action_id": str(n)} for n in range(6)]},
        f"{AT}/elements",
        "too_many_items",
    ),
    "button in context actions": (
        {"type": "context_actions", "elements": [button()]},
        f"{AT}/elements/0/type",
        "unsupported_type",
    ),
    "half a feedback": (
        {"type": "context_actions", "elements": [{**FEEDBACK, "negative_button": {}}]},
        f"{AT}/elements/0/negative_button",
        "missing_field",
    ),
    "task in a hurry": (task(status="soon"), f"{AT}/status", "invalid_choice"),
    "two tasks of one id": (
        {"type": "plan", "title": "P", "tasks": [task(), task()]},
        f"{AT}/tasks/1/task_id",
        "duplicate_id",
    ),
    "task with plain details": (task(details=plain()), f"{AT}/details/type", "unsupported_type"),
    "plan of buttons": (
        {"type": "plan", "title": "P", "tasks": [button()]},
        f"{AT}/tasks/0/type",
        "unsupported_type",
    ),
    "source that is no link": (
        task(sources=[{"type": "url", "url": "x", "text": "A"}]),
        f"{AT}/sources/0/url",
        "invalid_url",
    ),
    "file block": (
        {"type": "file", "external_id": "a", "source": "remote"},
        f"{AT}/type",
        "unsupported_type",
    ),
    "no e-mail": (
        field("email_text_input", initial_value="ada"),
        f"{AT}/element/initial_value",
        "invalid_email",
    ),
    "number as number": (
        field("number_input", is_decimal_allowed=False, min_value=1),
        f"{AT}/element/min_value",
        "invalid_type",
    ),
    "eleven files": (
        field("file_input", max_files=11),
        f"{AT}/element/max_files",
        "out_of_range",
    ),
    "field outside an input": (
        actions({"type": "number_input", "is_decimal_allowed": True}),
        f"{AT}/elements/0/type",
        "unsupported_type",
    ),
    "moment long ago": (
        actions({"type": "datetimepicker", "initial_date_time": 5}),
        f"{AT}/elements/0/initial_date_time",
        "out_of_range",
    ),
}
