"""Elements that a person fills in: text, numbers, addresses, dates, files and formatted text."""

from decimal import Decimal, InvalidOperation
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.problems import Checker, is_link, kind_of
from bot.playground.workspace.blocks.rich_text import check_rich_text

FIELD = {"action_id", "placeholder", "focus_on_load"}
WHEN = ("on_enter_pressed", "on_character_entered")


def check_plain_input(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"initial_value", "multiline", "min_length", "max_length", "dispatch_action_config"}
    check.object(value, pointer, (), own | FIELD)
    if "initial_value" in value:
        at = f"{pointer}/initial_value"
        check.string(value["initial_value"], at, low=0, high=limits.INPUT_TEXT)
    for key, low in (("min_length", 0), ("max_length", 1)):
        if key in value:
            check.integer(value[key], f"{pointer}/{key}", low, limits.INPUT_TEXT)
    check_order(check, value, "min_length", "max_length", pointer)
    if "multiline" in value:
        check.boolean(value["multiline"], f"{pointer}/multiline")
    check_dispatch(check, value, pointer)


def check_address_input(check: Checker, value: dict[str, Any], pointer: str) -> None:
    """An e-mail address or a link."""
    check.object(value, pointer, (), {"initial_value", "dispatch_action_config"} | FIELD)
    check_dispatch(check, value, pointer)
    at = f"{pointer}/initial_value"
    if "initial_value" not in value or not check.string(value["initial_value"], at):
        return
    if value["type"] == "url_text_input" and not is_link(value["initial_value"]):
        check.fail(at, "invalid_url", "must be a valid URL")
    if value["type"] == "email_text_input" and "@" not in value["initial_value"]:
        check.fail(at, "invalid_email", "must be a valid email address")


def check_number_input(check: Checker, value: dict[str, Any], pointer: str) -> None:
    numbers = {"initial_value", "min_value", "max_value"}
    own = numbers | {"is_decimal_allowed", "dispatch_action_config"}
    check.object(value, pointer, {"is_decimal_allowed"}, own | FIELD)
    check_dispatch(check, value, pointer)
    if "is_decimal_allowed" in value:
        check.boolean(value["is_decimal_allowed"], f"{pointer}/is_decimal_allowed")
    for key in sorted(numbers & value.keys()):
        if not is_number(value[key]):
            check.fail(f"{pointer}/{key}", "invalid_type", "must be a number as a string")
    check_order(check, value, "min_value", "max_value", pointer)


def check_rich_text_input(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"initial_value", "dispatch_action_config", "min_lines", "max_lines"}
    check.object(value, pointer, (), own | FIELD)
    check_dispatch(check, value, pointer)
    for key in ("min_lines", "max_lines"):
        if key in value:
            check.integer(value[key], f"{pointer}/{key}", 1, limits.INPUT_LINES)
    if "initial_value" in value:
        at = f"{pointer}/initial_value"
        if kind_of(value["initial_value"]) == "rich_text":
            check_rich_text(check, value["initial_value"], at)
        else:
            check.fail(f"{at}/type", "unsupported_type", "must be rich_text")


def check_file_input(check: Checker, value: dict[str, Any], pointer: str) -> None:
    check.object(value, pointer, (), {"action_id", "filetypes", "max_files"})
    if "max_files" in value:
        check.integer(value["max_files"], f"{pointer}/max_files", 1, limits.INPUT_FILES)
    at = f"{pointer}/filetypes"
    for index, name in enumerate(check.array(value.get("filetypes", ()), at)):
        check.string(name, f"{at}/{index}")


def check_moment(check: Checker, value: dict[str, Any], pointer: str) -> None:
    own = {"action_id", "initial_date_time", "confirm", "focus_on_load"}
    check.object(value, pointer, (), own)
    if "initial_date_time" in value:
        at = f"{pointer}/initial_date_time"
        check.integer(value["initial_date_time"], at, limits.MOMENT_FIRST, limits.MOMENT_LAST)


def check_dispatch(check: Checker, owner: dict[str, Any], pointer: str) -> None:
    if "dispatch_action_config" not in owner:
        return
    at = f"{pointer}/dispatch_action_config"
    if check.object(owner["dispatch_action_config"], at, (), {"trigger_actions_on"}):
        moments = owner["dispatch_action_config"].get("trigger_actions_on", ())
        here = f"{at}/trigger_actions_on"
        for index, when in enumerate(check.array(moments, here, 1, limits.DISPATCH_MOMENTS)):
            check.choice(when, f"{here}/{index}", WHEN)


def check_order(check: Checker, owner: dict[str, Any], low: str, high: str, pointer: str) -> None:
    """The least may not be more than the most; what is no number is told of elsewhere."""
    least, most = str(owner.get(low)), str(owner.get(high))
    if is_number(least) and is_number(most) and Decimal(least) > Decimal(most):
        check.fail(f"{pointer}/{low}", "out_of_range", f"must not be more than {high}")


def is_number(value: Any) -> bool:
    """Slack takes numbers of this element as strings."""
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False
