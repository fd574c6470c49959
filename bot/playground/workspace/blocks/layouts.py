"""One check for every layout block that the workspace knows."""

from collections.abc import Callable
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.agents import (
    check_context_actions,
    check_plan,
    check_task_card,
)
from bot.playground.workspace.blocks.data import (
    check_data_table,
    check_data_visualization,
    check_table,
)
from bot.playground.workspace.blocks.elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
    check_identifier,
)
from bot.playground.workspace.blocks.media import check_file, check_image_block, check_video
from bot.playground.workspace.blocks.problems import Checker, kind_of
from bot.playground.workspace.blocks.rich_text import check_rich_text
from bot.playground.workspace.blocks.texts import PLAIN, check_optional_text, check_text

CARD_CONTENT = ("hero_image", "title", "actions", "body")
ALERT_LEVELS = ("default", "info", "warning", "error", "success")
# Slack's reference/block-kit/blocks/container-block says which blocks it holds.
IN_CONTAINER = (
    *("actions", "context", "divider", "file", "header", "image"),
    *("input", "rich_text", "section", "table", "video"),
)
SWITCHES = ("is_collapsible", "default_collapsed", "has_header_divider")
WIDTHS = ("narrow", "standard", "wide", "full")
ALREADY = "action_id already exists in this block"


def check_block(check: Checker, block: Any, pointer: str) -> None:
    """One block of any known type; an unknown type is a problem of its own."""
    if not isinstance(block, dict):
        check.fail(pointer, "invalid_type", "must be an object")
        return
    kind = kind_of(block)
    if kind not in LAYOUTS:
        check.fail(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")
        return
    check_identifier(check, block, "block_id", pointer)
    LAYOUTS[kind](check, block, pointer)


def check_header(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"text"}, {"block_id"})
    check_optional_text(check, block, "text", pointer, limits.HEADER_TEXT, PLAIN)


def check_section(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, (), {"block_id", "text", "fields", "accessory", "expand"})
    if "text" not in block and "fields" not in block:
        check.fail(pointer, "missing_field", "must have either text or fields")
    check_optional_text(check, block, "text", pointer, limits.TEXT_OBJECT)
    if "fields" in block:
        at = f"{pointer}/fields"
        for index, text in enumerate(check.array(block["fields"], at, 1, limits.SECTION_FIELDS)):
            check_text(check, text, f"{at}/{index}", limits.SECTION_FIELD)
    if "accessory" in block:
        check_element(check, block["accessory"], f"{pointer}/accessory", IN_SECTION)


def check_context(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"elements"}, {"block_id"})
    at = f"{pointer}/elements"
    elements = check.array(block.get("elements"), at, 1, limits.CONTEXT_ELEMENTS)
    for index, element in enumerate(elements):
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(check, element, f"{at}/{index}", ("image",))
        else:
            check_text(check, element, f"{at}/{index}", limits.TEXT_OBJECT)


def check_divider(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, (), {"block_id"})


def check_actions(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"elements"}, {"block_id"})
    at = f"{pointer}/elements"
    elements = check.array(block.get("elements"), at, 1, limits.ACTIONS_ELEMENTS)
    for index, element in enumerate(elements):
        check_element(check, element, f"{at}/{index}", IN_ACTIONS)
    check.unique(elements, "action_id", at, ALREADY)


def check_markdown(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"text"}, {"block_id"})
    check.string(block.get("text"), f"{pointer}/text", high=limits.MARKDOWN_CHARACTERS)


def check_card(check: Checker, block: dict[str, Any], pointer: str) -> None:
    own = {"hero_image", "icon", "slack_icon", "title", "subtitle", "subtext", "body", "actions"}
    check.object(block, pointer, (), own | {"block_id"})
    if not any(key in block for key in CARD_CONTENT):
        check.fail(pointer, "missing_field", f"must have one of {', '.join(CARD_CONTENT)}")
    check_optional_text(check, block, "title", pointer, limits.CARD_TITLE)
    check_optional_text(check, block, "subtitle", pointer, limits.CARD_SUBTITLE)
    check_optional_text(check, block, "body", pointer, limits.CARD_BODY)
    check_optional_text(check, block, "subtext", pointer, limits.CARD_SUBTEXT)
    for key in ("hero_image", "icon"):
        if key in block:
            check_element(check, block[key], f"{pointer}/{key}", ("image",))
    if "icon" in block and "slack_icon" in block:
        check.fail(pointer, "invalid_choice", "must have either icon or slack_icon")
    if "slack_icon" in block and check.object(
        block["slack_icon"], f"{pointer}/slack_icon", {"name"}
    ):
        check.choice(block["slack_icon"].get("type"), f"{pointer}/slack_icon/type", ("icon",))
    if "actions" in block:
        at = f"{pointer}/actions"
        buttons = check.array(block["actions"], at, 1, limits.CARD_ACTIONS)
        for index, button in enumerate(buttons):
            check_element(check, button, f"{at}/{index}", ("button",))
        check.unique(buttons, "action_id", at, ALREADY)


def check_carousel(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"elements"}, {"block_id"})
    at = f"{pointer}/elements"
    cards = check.array(block.get("elements"), at, 1, limits.CAROUSEL_CARDS)
    for index, card in enumerate(cards):
        if not isinstance(card, dict) or card.get("type") != "card":
            check.fail(f"{at}/{index}/type", "unsupported_type", "must be a card")
        else:
            check_block(check, card, f"{at}/{index}")


def check_container(check: Checker, block: dict[str, Any], pointer: str) -> None:
    titles = {"title", "rich_text_title", "subtitle"}
    own = {"width", "block_id", "icon", *SWITCHES}
    check.object(block, pointer, {"child_blocks"}, titles | own)
    if not {"title", "rich_text_title"} & block.keys():
        check.fail(pointer, "missing_field", "must have either title or rich_text_title")
    check_optional_text(check, block, "title", pointer, limits.CONTAINER_TITLE, PLAIN)
    check_optional_text(check, block, "subtitle", pointer, limits.CONTAINER_TITLE)
    if "rich_text_title" in block:
        check_title(check, block["rich_text_title"], f"{pointer}/rich_text_title")
    if "width" in block:
        check.choice(block["width"], f"{pointer}/width", WIDTHS)
    if "icon" in block:
        check_element(check, block["icon"], f"{pointer}/icon", ("image",))
    check_folding(check, block, pointer)
    at = f"{pointer}/child_blocks"
    for index, child in enumerate(
        check.array(block.get("child_blocks"), at, 1, limits.CONTAINER_BLOCKS)
    ):
        kind = kind_of(child)
        if kind in LAYOUTS and kind not in IN_CONTAINER:
            check.fail(f"{at}/{index}/type", "unsupported_type", f"unsupported type: {kind}")
        else:
            check_block(check, child, f"{at}/{index}")


def check_folding(check: Checker, block: dict[str, Any], pointer: str) -> None:
    for key in SWITCHES:
        if key in block:
            check.boolean(block[key], f"{pointer}/{key}")
    can_fold = block.get("is_collapsible") is True
    if block.get("default_collapsed") is True and not can_fold:
        check.fail(f"{pointer}/default_collapsed", "invalid_choice", "must be is_collapsible too")


def check_title(check: Checker, title: Any, pointer: str) -> None:
    if kind_of(title) == "rich_text":
        check_rich_text(check, title, pointer)
    else:
        check.fail(f"{pointer}/type", "unsupported_type", "must be rich_text")


def check_alert(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"text"}, {"block_id", "level"})
    check_optional_text(check, block, "text", pointer, limits.ALERT_TEXT)
    if "level" in block:
        check.choice(block["level"], f"{pointer}/level", ALERT_LEVELS)


def check_input(check: Checker, block: dict[str, Any], pointer: str) -> None:
    optional = {"block_id", "hint", "optional", "dispatch_action"}
    check.object(block, pointer, {"label", "element"}, optional)
    check_optional_text(check, block, "label", pointer, limits.INPUT_LABEL, PLAIN)
    check_optional_text(check, block, "hint", pointer, limits.INPUT_HINT, PLAIN)
    if "element" in block:
        check_element(check, block["element"], f"{pointer}/element", IN_INPUT)


LAYOUTS: dict[str, Callable[[Checker, dict[str, Any], str], None]] = {
    "header": check_header,
    "section": check_section,
    "context": check_context,
    "divider": check_divider,
    "actions": check_actions,
    "image": check_image_block,
    "markdown": check_markdown,
    "rich_text": check_rich_text,
    "card": check_card,
    "carousel": check_carousel,
    "container": check_container,
    "alert": check_alert,
    "input": check_input,
    "table": check_table,
    "data_table": check_data_table,
    "data_visualization": check_data_visualization,
    "video": check_video,
    "file": check_file,
    "context_actions": check_context_actions,
    "plan": check_plan,
    "task_card": check_task_card,
}
