"""Text objects, options and confirmation dialogues."""

from collections.abc import Sequence
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.problems import Checker

BOTH = ("plain_text", "mrkdwn")
PLAIN = ("plain_text",)
STYLES = ("primary", "danger")


def check_text(
    check: Checker, value: Any, pointer: str, high: int, kinds: Sequence[str] = BOTH
) -> None:
    """A text object of one of these kinds, from one to `high` characters."""
    if not isinstance(value, dict):
        check.fail(pointer, "invalid_type", "must be a text object")
        return
    kind = value.get("type")
    if kind not in kinds:
        check.fail(f"{pointer}/type", "invalid_choice", f"must be one of {', '.join(kinds)}")
        return
    own = "emoji" if kind == "plain_text" else "verbatim"
    check.object(value, pointer, {"text"}, {own})
    if "text" in value:
        check.string(value["text"], f"{pointer}/text", high=high)
    if own in value:
        check.boolean(value[own], f"{pointer}/{own}")


def check_optional_text(
    check: Checker,
    owner: dict[str, Any],
    key: str,
    pointer: str,
    high: int,
    kinds: Sequence[str] = BOTH,
) -> None:
    if key in owner:
        check_text(check, owner[key], f"{pointer}/{key}", high, kinds)


def check_option(
    check: Checker, value: Any, pointer: str, kinds: Sequence[str] = PLAIN, link: bool = False
) -> None:
    optional = {"description", "url"} if link else {"description"}
    if not check.object(value, pointer, {"text", "value"}, optional):
        return
    check_optional_text(check, value, "text", pointer, limits.OPTION_TEXT, kinds)
    check_optional_text(check, value, "description", pointer, limits.OPTION_TEXT, kinds)
    if "value" in value:
        check.string(value["value"], f"{pointer}/value", high=limits.OPTION_VALUE)
    if "url" in value:
        check.url(value["url"], f"{pointer}/url", limits.URL, ("http", "https"))


def check_options(
    check: Checker,
    value: Any,
    pointer: str,
    high: int,
    kinds: Sequence[str] = PLAIN,
    link: bool = False,
) -> None:
    for index, option in enumerate(check.array(value, pointer, 1, high)):
        check_option(check, option, f"{pointer}/{index}", kinds, link)


def check_option_groups(check: Checker, value: Any, pointer: str) -> None:
    for index, group in enumerate(check.array(value, pointer, 1, limits.OPTION_GROUPS)):
        at = f"{pointer}/{index}"
        if check.object(group, at, {"label", "options"}):
            check_optional_text(check, group, "label", at, limits.OPTION_TEXT, PLAIN)
            check_options(check, group.get("options"), f"{at}/options", limits.SELECT_OPTIONS)


def check_confirm(check: Checker, value: Any, pointer: str) -> None:
    keys = {"title", "text", "confirm", "deny"}
    if not check.object(value, pointer, keys, {"style"}):
        return
    check_optional_text(check, value, "title", pointer, limits.CONFIRM_TITLE, PLAIN)
    check_optional_text(check, value, "text", pointer, limits.CONFIRM_TEXT)
    check_optional_text(check, value, "confirm", pointer, limits.CONFIRM_BUTTON, PLAIN)
    check_optional_text(check, value, "deny", pointer, limits.CONFIRM_BUTTON, PLAIN)
    if "style" in value:
        check.choice(value["style"], f"{pointer}/style", STYLES)
