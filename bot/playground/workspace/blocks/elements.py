"""Elements inside blocks: buttons, menus, inputs and images."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.problems import Checker, kind_of
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

LINK_SCHEMES = ("http", "https", "mailto")


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
    if "alt_text" in value:
        check.string(value["alt_text"], f"{pointer}/alt_text", high=limits.ALT_TEXT)


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
    if "accessibility_label" in value:
        at = f"{pointer}/accessibility_label"
        check.string(value["accessibility_label"], at, high=limits.ACCESSIBILITY_LABEL)


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
    own = {"options", "initial_options", "max_selected_items"}
    check.object(value, pointer, {"options"}, own | COMMON)
    check_options(check, value.get("options"), f"{pointer}/options", limits.SELECT_OPTIONS)
    if "initial_options" in value:
        at = f"{pointer}/initial_options"
        check_options(check, value["initial_options"], at, limits.SELECT_OPTIONS)


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
    initial = {"datepicker": "initial_date", "timepicker": "initial_time"}[value["type"]]
    check.object(value, pointer, (), {initial, "timezone"} | COMMON)
    if initial in value:
        check.string(value[initial], f"{pointer}/{initial}")


def check_conversation(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"initial_conversation", "initial_channel", "initial_user"}
    flags = {"default_to_current_conversation", "response_url_enabled", "filter"}
    check.object(value, pointer, (), own | flags | COMMON)


def check_plain_input(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config"}
    check.object(value, pointer, (), own | COMMON)
    if "initial_value" in value:
        at = f"{pointer}/initial_value"
        check.string(value["initial_value"], at, low=0, high=limits.INPUT_TEXT)
    for key in ("min_length", "max_length"):
        if key in value:
            check.integer(value[key], f"{pointer}/{key}", 0, limits.INPUT_TEXT)


def options_of(value: dict[str, Any]) -> list[Any]:
    """All the options of a menu, those in groups among them."""
    groups = [group for group in _list(value.get("option_groups")) if isinstance(group, dict)]
    grouped = [option for group in groups for option in _list(group.get("options"))]
    return [*_list(value.get("options")), *grouped]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


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
    "conversations_select": check_conversation,
    "channels_select": check_conversation,
    "users_select": check_conversation,
    "plain_text_input": check_plain_input,
}
MENUS = (
    "static_select",
    "multi_static_select",
    "conversations_select",
    "channels_select",
    "users_select",
)
PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
IN_ACTIONS = ("button", "overflow", *MENUS, *PICKERS)
IN_SECTION = ("image", "button", "overflow", *MENUS, *PICKERS)
IN_INPUT = ("plain_text_input", *MENUS, *PICKERS)
