"""Blocks built with the classes of `slackblocks`, and cases at and past the limits it knows."""

import inspect
from typing import Any

import slackblocks as sb
from slackblocks.errors import InvalidUsageError

from tests.playground.kit import (
    IMAGE,
    QUOTE,
    SECTION,
    actions,
    button,
    card,
    option,
    part,
    plain,
    rich,
    section,
    select,
    table,
    words,
)
from tests.playground.newer_kit import (
    FEEDBACK,
    ICON,
    RAW,
    chart,
    data_table,
    field,
    points,
    series,
    task,
    video,
)

TYPES: dict[str, Any] = {
    "plain_text": sb.PlainText,
    "mrkdwn": sb.Markdown,
    "raw_text": sb.RawText,
    "raw_number": sb.RawNumber,
    "icon": sb.SlackIcon,
    "url": sb.URLSource,
    "pie": sb.PieChart,
    "bar": sb.BarChart,
    "line": sb.LineChart,
    "area": sb.AreaChart,
    "button": sb.Button,
    "workflow_button": sb.WorkflowButton,
    "icon_button": sb.IconButton,
    "feedback_buttons": sb.FeedbackButtons,
    "overflow": sb.OverflowMenu,
    "checkboxes": sb.CheckboxGroup,
    "radio_buttons": sb.RadioButtonGroup,
    "datepicker": sb.DatePicker,
    "timepicker": sb.TimePicker,
    "datetimepicker": sb.DateTimePicker,
    "static_select": sb.StaticSelectMenu,
    "external_select": sb.ExternalSelectMenu,
    "conversations_select": sb.ConversationSelectMenu,
    "multi_static_select": sb.StaticMultiSelectMenu,
    "multi_users_select": sb.UserMultiSelectMenu,
    "plain_text_input": sb.PlainTextInput,
    "email_text_input": sb.EmailInput,
    "url_text_input": sb.URLInput,
    "number_input": sb.NumberInput,
    "rich_text_input": sb.RichTextInput,
    "file_input": sb.FileInput,
    "rich_text_section": sb.RichTextSection,
    "rich_text_list": sb.RichTextList,
    "rich_text_quote": sb.RichTextQuote,
    "rich_text_preformatted": sb.RichTextCodeBlock,
    "text": sb.RichText,
    "link": sb.RichTextLink,
    "user": sb.RichTextUser,
    "channel": sb.RichTextChannel,
    "emoji": sb.RichTextEmoji,
    "image": sb.ImageBlock,
    "header": sb.HeaderBlock,
    "section": sb.SectionBlock,
    "context": sb.ContextBlock,
    "divider": sb.DividerBlock,
    "actions": sb.ActionsBlock,
    "markdown": sb.MarkdownBlock,
    "rich_text": sb.RichTextBlock,
    "card": sb.CardBlock,
    "carousel": sb.CarouselBlock,
    "container": sb.ContainerBlock,
    "alert": sb.AlertBlock,
    "input": sb.InputBlock,
    "table": sb.TableBlock,
    "data_table": sb.DataTableBlock,
    "data_visualization": sb.DataVisualizationBlock,
    "video": sb.VideoBlock,
    "file": sb.FileBlock,
    "context_actions": sb.ContextActionsBlock,
    "plan": sb.PlanBlock,
    "task_card": sb.TaskCardBlock,
}
# Objects that carry no type are known by the field in which they stand, and so is an image element.
FIELDS: dict[str, Any] = {
    "options": sb.Option,
    "initial_option": sb.Option,
    "initial_options": sb.Option,
    "option_groups": sb.OptionGroup,
    "confirm": sb.Confirm,
    "filter": sb.ConversationFilter,
    "dispatch_action_config": sb.DispatchActionConfiguration,
    "positive_button": sb.FeedbackButton,
    "negative_button": sb.FeedbackButton,
    "workflow": sb.Workflow,
    "trigger": sb.Trigger,
    "segments": sb.ChartSegment,
    "series": sb.DataSeries,
    "data": sb.DataPoint,
    "axis_config": sb.AxisConfig,
    "column_settings": sb.ColumnSettings,
    "slack_file": sb.SlackFile,
}
IMAGE_FIELDS = ("elements", "accessory", "icon", "hero_image")
NAMES = {"initial_date_time": "initial_datetime"}


class NoOpinionError(Exception):
    """slackblocks has no class, or no argument, for this."""


def build(value: Any, place: str = "") -> Any:
    """The object of slackblocks for this JSON; InvalidUsageError where it refuses to make one."""
    if isinstance(value, list):
        return [build(item, place) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("type")
    known = TYPES.get(str(kind)) if kind else FIELDS.get(place)
    if known is None:
        raise NoOpinionError(f"{place}: {kind}")
    maker = sb.Image if kind == "image" and place in IMAGE_FIELDS else known
    given = {NAMES.get(key, key): build(item, key) for key, item in fields_of(value).items()}
    return made(maker, given)


def fields_of(value: dict[str, Any]) -> dict[str, Any]:
    """The fields but the type; a leaf's styles are arguments of their own."""
    style = value.get("style")
    styles = style if isinstance(style, dict) else {}
    left_out = {"type"} | ({"style"} if styles else set())
    return {**{key: item for key, item in value.items() if key not in left_out}, **styles}


def made(maker: Any, given: dict[str, Any]) -> Any:
    accepted = inspect.signature(maker).parameters
    if maker is not sb.Confirm and given.keys() - accepted.keys():
        raise NoOpinionError(f"{maker.__name__}: {sorted(given.keys() - accepted.keys())}")
    empty = [key for key in ("action_id", "url", "id") if key in accepted and key not in given]
    if maker is sb.Trigger:
        empty.append("customizable_input_parameters")
    nothing = {key: None for key in empty if accepted[key].default is inspect.Parameter.empty}
    try:
        return maker(**nothing, **given)
    except TypeError as error:
        raise InvalidUsageError(str(error)) from error


def menu(kind: str, **fields: Any) -> dict[str, Any]:
    return actions({"type": kind, "action_id": "a", **fields})


def container(**fields: Any) -> dict[str, Any]:
    child = section(text=plain())
    return {"type": "container", "title": plain(), "child_blocks": [child], **fields}


def icon(**fields: Any) -> dict[str, Any]:
    return {"type": "context_actions", "elements": [{**ICON, **fields}]}


def moments(*when: str) -> dict[str, Any]:
    return field("plain_text_input", dispatch_action_config={"trigger_actions_on": list(when)})


FILE = {"type": "image", "alt_text": "A chart", "slack_file": {"id": "F0ABCDEFGH"}}
LABELLED = {"text": plain("Yes"), "value": "yes", "accessibility_label": "x" * 76}
TWO = [option("1"), option("2")]
# At and past the limits that slackblocks knows and the other cases do not reach.
MORE: dict[str, dict[str, Any]] = {
    "folded container": container(is_collapsible=True, default_collapsed=True),
    "folded without folds": container(default_collapsed=True),
    "line under a folding title": container(is_collapsible=True, has_header_divider=True),
    "container title": container(title=plain("x" * 151)),
    "narrower container": container(width="slim"),
    "card in a container": container(child_blocks=[card()]),
    "markdown in a container": container(child_blocks=[{"type": "markdown", "text": "x"}]),
    "table in a container": container(child_blocks=[table()]),
    "container icon": container(icon=IMAGE),
    "slack file": FILE,
    "slack file of a wrong id": {**FILE, "slack_file": {"id": "x"}},
    "two sources of an image": {**FILE, "image_url": "https://example.org/a.png"},
    "icon and slack icon": card(icon=IMAGE, slack_icon={"type": "icon", "name": "book"}),
    "slack icon": card(slack_icon={"type": "icon", "name": "book"}),
    "unknown slack icon": card(slack_icon={"type": "icon", "name": "unicorn"}),
    "card subtext": card(subtext=plain("x" * 201)),
    "icon button's label": icon(accessibility_label="x" * 76),
    "icon button's picture": icon(icon="pencil"),
    "icon button for eleven": icon(visible_to_user_ids=["U0ADA"] * 11),
    "feedback label": {
        "type": "context_actions",
        "elements": [{**FEEDBACK, "positive_button": LABELLED}],
    },
    "prompt of a button": actions(button(agent_prompt="Summarise this")),
    "empty action id": actions(button("")),
    "action id": actions(button("x" * 256)),
    "image alt text": {**IMAGE, "alt_text": "x" * 2_001},
    "image title": {**IMAGE, "title": plain("x" * 2_001)},
    "no day": menu("datepicker", initial_date="20 November"),
    "a day": menu("datepicker", initial_date="2026-11-20"),
    "no time": menu("timepicker", initial_time="25:00"),
    "a time": menu("timepicker", initial_time="07:30"),
    "eleven checkboxes": menu("checkboxes", options=[option(str(n)) for n in range(11)]),
    "checkboxes": menu("checkboxes", options=TWO, initial_options=[TWO[0]]),
    "radio buttons": menu("radio_buttons", options=TWO, initial_option=TWO[0]),
    "no options": menu("radio_buttons", options=[]),
    "option's value": menu("radio_buttons", options=[{"text": plain(), "value": "x" * 151}]),
    "option without a value": menu("radio_buttons", options=[{"text": plain(), "value": ""}]),
    "groups": menu("static_select", option_groups=[{"label": plain(), "options": TWO}]),
    "empty group": menu("static_select", option_groups=[{"label": plain(), "options": []}]),
    "group's label": menu(
        "static_select", option_groups=[{"label": plain("x" * 76), "options": TWO}]
    ),
    "groups and options": menu(
        "static_select", options=TWO, option_groups=[{"label": plain(), "options": TWO}]
    ),
    "placeholder": actions(select(placeholder=plain("x" * 151))),
    "many of none": field("multi_static_select", options=TWO, max_selected_items=0),
    "filter": menu("conversations_select", filter={"include": ["public"]}),
    "filter of nothing": menu("conversations_select", filter={}),
    "filter of friends": menu("conversations_select", filter={"include": ["friends"]}),
    "text of none": field("plain_text_input", max_length=0),
    "long text field": field("plain_text_input", max_length=3_001),
    "text upside down": field("plain_text_input", min_length=5, max_length=2),
    "dispatch": moments("on_enter_pressed"),
    "dispatch of nothing": moments(),
    "dispatch on a whim": moments("on_a_whim"),
    "numbers upside down": field(
        "number_input", is_decimal_allowed=False, min_value="10", max_value="9"
    ),
    "no lines": field("rich_text_input", min_lines=0),
    "101 lines": field("rich_text_input", max_lines=101),
    "label": {**field("plain_text_input"), "label": plain("x" * 2_001)},
    "hint": {**field("plain_text_input"), "hint": plain("x" * 2_001)},
    "thick border": rich(part("rich_text_quote", words(), border=2)),
    "deep list": rich(part("rich_text_list", SECTION, style="bullet", indent=9)),
    "empty rich text": rich(),
    "empty part": rich(part("rich_text_section")),
    "video's title link": video(title_url="https://example.org/" + "x" * 2_000),
    "video's author": video(author_name="x" * 51),
    "video's author of 50": video(author_name="x" * 50),
    "video's description": video(description=plain("x" * 201)),
    "empty caption": data_table([[RAW]] * 2, caption=""),
    "header of column two of one": data_table([[RAW]] * 2, row_header_column_index=1),
    "21 columns": data_table([[RAW] * 21] * 2),
    "empty data cell": data_table([[RAW], [{"type": "raw_text", "text": ""}]]),
    "empty cell": table(text=""),
    "number in a table": {
        "type": "table",
        "rows": [[{"type": "raw_number", "value": 4, "text": "4"}]],
    },
    "columns": {**table(), "column_settings": [{"align": "right"}] * 21},
    "alignment": {**table(), "column_settings": [{"align": "middle"}]},
    "chart title": {**chart("pie", segments=points(1)), "title": "x" * 51},
    "axis label": chart(**{**series(), "axis_config": {"categories": ["M0"], "x_label": "x" * 51}}),
    "two months of one name": chart(
        series=[{"name": "S", "data": [{"label": "M", "value": 1}] * 2}],
        axis_config={"categories": ["M", "M"]},
    ),
    "task in time": task(status="in_progress"),
    "task that waits": task(status="pending"),
    "a plan": {"type": "plan", "title": "P", "tasks": [task(status="pending")]},
    "51 tasks": {
        "type": "plan",
        "title": "P",
        "tasks": [task(str(n), status="pending") for n in range(51)],
    },
    "plan without tasks": {"type": "plan", "title": "P"},
    "quote of nobody": rich(QUOTE),
}
