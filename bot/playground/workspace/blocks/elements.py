"""Elements inside blocks: buttons, menus, inputs and images."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.fields import (
    check_address_input,
    check_file_input,
    check_moment,
    check_number_input,
    check_plain_input,
    check_rich_text_input,
)
from bot.playground.workspace.blocks.problems import LINK_SCHEMES, Checker, kind_of
from bot.playground.workspace.blocks.texts import (
    BOTH,
    PLAIN,
    STYLES,
    check_confirm,
    check_option,
    check_option_groups,
    check_optional_text,
    check_options,
)


def check_element(check: Checker, value: Any, pointer: str, allowed: Sequence[str]) -> None:
    """An element whose type is one of these, with its own limits."""
    if not isinstance(value, dict):
        check.fail(pointer, "invalid_type", "must be an object")
        return
    kind = kind_of(value)
    if kind not in allowed or kind not in ELEMENTS:
        check.fail(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")
        return
    ELEMENTS[kind](check, value, pointer)
    check_identifier(check, value, "action_id", pointer)
    if "confirm" in value:
        check_confirm(check, value["confirm"], f"{pointer}/confirm")
    if "focus_on_load" in value:
        check.boolean(value["focus_on_load"], f"{pointer}/focus_on_load")
    check_optional_text(check, value, "placeholder", pointer, limits.PLACEHOLDER, PLAIN)


def check_identifier(check: Checker, owner: dict[str, Any], key: str, pointer: str) -> None:
    if key in owner:
        check.string(owner[key], f"{pointer}/{key}", low=0, high=limits.IDENTIFIER)


def check_image(check: Checker, value: dict[str, Any], pointer: str) -> None:
    """The image element of context, section accessory and card; hidden text is required."""
    check.object(value, pointer, {"alt_text"}, {"image_url", "slack_file"})
    check_image_source(check, value, pointer)


def check_image_source(check: Checker, value: dict[str, Any], pointer: str) -> None:
    if ("image_url" in value) == ("slack_file" in value):
        check.fail(pointer, "missing_field", "must have either image_url or slack_file")
    if "image_url" in value:
        check.url(value["image_url"], f"{pointer}/image_url", limits.URL, ("http", "https"))
    if "slack_file" in value:
        check_slack_file(check, value["slack_file"], f"{pointer}/slack_file")
    if "alt_text" in value:
        check.string(value["alt_text"], f"{pointer}/alt_text", high=limits.ALT_TEXT)


def check_slack_file(check: Checker, value: Any, pointer: str) -> None:
    if not check.object(value, pointer, (), {"id", "url"}):
        return
    if ("id" in value) == ("url" in value):
        check.fail(pointer, "missing_field", "must have either id or url")
    for key in sorted({"id", "url"} & value.keys()):
        check.string(value[key], f"{pointer}/{key}")


def check_label(check: Checker, value: dict[str, Any], pointer: str) -> None:
    """What a screen reader says instead of a button's text."""
    if "accessibility_label" in value:
        at = f"{pointer}/accessibility_label"
        check.string(value["accessibility_label"], at, high=limits.ACCESSIBILITY_LABEL)


def check_button(check: Checker, value: dict[str, Any], pointer: str) -> None:
    optional = {"action_id", "url", "value", "style", "confirm", "accessibility_label"}
    check.object(value, pointer, {"text"}, optional)
    check_optional_text(check, value, "text", pointer, limits.BUTTON_TEXT, PLAIN)
    if "url" in value:
        check.url(value["url"], f"{pointer}/url", limits.URL, LINK_SCHEMES)
    if "value" in value:
        check.string(value["value"], f"{pointer}/value", low=0, high=limits.BUTTON_VALUE)
    if "style" in value:
        check.choice(value["style"], f"{pointer}/style", STYLES)
    check_label(check, value, pointer)


def check_select(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"options", "option_groups", "initial_option"}
    check.object(value, pointer, (), own | COMMON)
    if ("options" in value) == ("option_groups" in value):
        check.fail(pointer, "missing_field", "must have either options or option_groups")
    if "options" in value:
        check_options(check, value["options"], f"{pointer}/options", limits.SELECT_OPTIONS)
    if "option_groups" in value:
        check_option_groups(check, value["option_groups"], f"{pointer}/option_groups")
    if "initial_option" in value:
        check_option(check, value["initial_option"], f"{pointer}/initial_option")
        if value["initial_option"] not in options_of(value):
            at = f"{pointer}/initial_option"
            check.fail(at, "invalid_choice", "must be one of the provided options")


def check_multi_select(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"options", "option_groups", "initial_options", "max_selected_items"}
    check.object(value, pointer, (), own | COMMON)
    if ("options" in value) == ("option_groups" in value):
        check.fail(pointer, "missing_field", "must have either options or option_groups")
    if "options" in value:
        check_options(check, value["options"], f"{pointer}/options", limits.SELECT_OPTIONS)
    if "option_groups" in value:
        check_option_groups(check, value["option_groups"], f"{pointer}/option_groups")
    if "initial_options" in value:
        at = f"{pointer}/initial_options"
        check_options(check, value["initial_options"], at, limits.SELECT_OPTIONS)
    check_most(check, value, pointer)


def check_most(check: Checker, value: dict[str, Any], pointer: str) -> None:
    if "max_selected_items" in value:
        check.integer(value["max_selected_items"], f"{pointer}/max_selected_items", 1)


def check_overflow(check: Checker, value: dict[str, Any], pointer: str) -> None:
    check.object(value, pointer, {"options"}, {"action_id", "confirm"})
    at = f"{pointer}/options"
    check_options(check, value.get("options"), at, limits.OVERFLOW_OPTIONS, link=True)


def check_choices(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"initial_option", "initial_options", "action_id", "confirm", "focus_on_load"}
    check.object(value, pointer, {"options"}, own)
    at = f"{pointer}/options"
    check_options(check, value.get("options"), at, limits.CHOICE_OPTIONS, BOTH)


def check_picker(check: Checker, value: dict[str, Any], pointer: str) -> None:
    initial, parse, shown = WRITTEN[value["type"]]
    check.object(value, pointer, (), {initial, "timezone"} | COMMON)
    at = f"{pointer}/{initial}"
    if initial not in value or not check.string(value[initial], at):
        return
    if not is_written(value[initial], parse, len(shown)):
        check.fail(at, "invalid_choice", f"must be written as {shown}")


def is_written(value: str, parse: Callable[[str], object], length: int) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return len(value) == length


def check_conversation(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"initial_conversation", "initial_channel", "initial_user"}
    flags = {"default_to_current_conversation", "response_url_enabled", "filter"}
    plural = {"initial_conversations", "initial_channels", "initial_users", "max_selected_items"}
    check.object(value, pointer, (), own | flags | plural | COMMON)
    check_most(check, value, pointer)
    if "filter" in value:
        check_filter(check, value["filter"], f"{pointer}/filter")


def check_filter(check: Checker, value: Any, pointer: str) -> None:
    """Which conversations a menu offers: Slack's conversation filter object."""
    flags = {"exclude_external_shared_channels", "exclude_bot_users"}
    if not check.object(value, pointer, (), {"include", *flags}):
        return
    if not value:
        check.fail(pointer, "missing_field", "must have at least one field")
    if "include" in value:
        for index, kind in enumerate(check.array(value["include"], f"{pointer}/include", 1)):
            check.choice(kind, f"{pointer}/include/{index}", CONVERSATIONS)
    for key in sorted(flags & value.keys()):
        check.boolean(value[key], f"{pointer}/{key}")


def check_external(check: Checker, value: dict[str, Any], pointer: str) -> None:
    """A menu whose options the app is asked for."""
    own = {"initial_option", "initial_options", "min_query_length", "max_selected_items"}
    check.object(value, pointer, (), own | COMMON)
    if "min_query_length" in value:
        check.integer(value["min_query_length"], f"{pointer}/min_query_length")
    check_most(check, value, pointer)


def check_workflow_button(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"action_id", "style", "accessibility_label"}
    check.object(value, pointer, {"text", "workflow"}, own)
    check_optional_text(check, value, "text", pointer, limits.BUTTON_TEXT, PLAIN)
    if "style" in value:
        check.choice(value["style"], f"{pointer}/style", STYLES)
    if "workflow" in value:
        check.object(value["workflow"], f"{pointer}/workflow", {"trigger"})
    check_label(check, value, pointer)


def check_icon_button(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"action_id", "value", "confirm", "accessibility_label", "visible_to_user_ids"}
    check.object(value, pointer, {"icon", "text"}, own)
    check_optional_text(check, value, "text", pointer, limits.BUTTON_TEXT, PLAIN)
    if "icon" in value:
        check.choice(value["icon"], f"{pointer}/icon", ICONS)
    if "value" in value:
        check.string(value["value"], f"{pointer}/value", low=0, high=limits.BUTTON_VALUE)
    at = f"{pointer}/visible_to_user_ids"
    check.array(value.get("visible_to_user_ids", ()), at, 0, limits.ICON_VIEWERS)
    check_label(check, value, pointer)


def check_feedback(check: Checker, value: dict[str, Any], pointer: str) -> None:
    buttons = ("positive_button", "negative_button")
    check.object(value, pointer, buttons, {"action_id"})
    for key in buttons:
        at = f"{pointer}/{key}"
        if key in value and check.object(
            value[key], at, {"text", "value"}, {"accessibility_label"}
        ):
            check_optional_text(check, value[key], "text", at, limits.BUTTON_TEXT, PLAIN)
            if "value" in value[key]:
                check.string(value[key]["value"], f"{at}/value", high=limits.BUTTON_VALUE)
            check_label(check, value[key], at)


def options_of(value: dict[str, Any]) -> list[Any]:
    """All the options of a menu, those in groups among them."""
    groups = [group for group in _list(value.get("option_groups")) if isinstance(group, dict)]
    grouped = [option for group in groups for option in _list(group.get("options"))]
    return [*_list(value.get("options")), *grouped]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


ICONS = ("trash",)  # reference/block-kit/block-elements: the only one so far
CONVERSATIONS = ("im", "mpim", "private", "public")
# A picker's first value: its field, what reads it, and how it is written.
WRITTEN: dict[str, tuple[str, Callable[[str], object], str]] = {
    "datepicker": ("initial_date", date.fromisoformat, "YYYY-MM-DD"),
    "timepicker": ("initial_time", time.fromisoformat, "HH:mm"),
}
COMMON = {"action_id", "placeholder", "confirm", "focus_on_load"}
ELEMENTS: dict[str, Callable[[Checker, dict[str, Any], str], None]] = {
    "image": check_image,
    "button": check_button,
    "static_select": check_select,
    "multi_static_select": check_multi_select,
    "overflow": check_overflow,
    "checkboxes": check_choices,
    "radio_buttons": check_choices,
    "datepicker": check_picker,
    "timepicker": check_picker,
    "datetimepicker": check_moment,
    "conversations_select": check_conversation,
    "channels_select": check_conversation,
    "users_select": check_conversation,
    "external_select": check_external,
    "multi_conversations_select": check_conversation,
    "multi_channels_select": check_conversation,
    "multi_users_select": check_conversation,
    "multi_external_select": check_external,
    "plain_text_input": check_plain_input,
    "email_text_input": check_address_input,
    "url_text_input": check_address_input,
    "number_input": check_number_input,
    "rich_text_input": check_rich_text_input,
    "file_input": check_file_input,
    "workflow_button": check_workflow_button,
    "icon_button": check_icon_button,
    "feedback_buttons": check_feedback,
}
SINGLE = (
    "static_select",
    "external_select",
    "conversations_select",
    "channels_select",
    "users_select",
)
MENUS = (*SINGLE, *(f"multi_{kind}" for kind in SINGLE))
PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
FIELDS = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
)
# Slack's reference/block-kit/block-elements says beside each element where it may stand.
IN_ACTIONS = (
    *("button", "overflow", "workflow_button", "datetimepicker", "rich_text_input"),
    *MENUS,
    *PICKERS,
)
IN_SECTION = ("image", "button", "overflow", "workflow_button", *MENUS, *PICKERS)
IN_INPUT = (*FIELDS, "datetimepicker", *MENUS, *PICKERS)
