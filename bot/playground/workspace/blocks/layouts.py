"""One check for every layout block that the workspace knows."""

from collections.abc import Callable
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
    check_identifier,
    check_image_source,
)
from bot.playground.workspace.blocks.problems import Checker, kind_of
from bot.playground.workspace.blocks.rich_text import check_rich_text
from bot.playground.workspace.blocks.texts import PLAIN, check_optional_text, check_text

CARD_CONTENT = ("hero_image", "title", "actions", "body")
ALERT_LEVELS = ("default", "info", "warning", "error", "success")
WIDTHS = ("narrow", "standard", "wide", "full")
ALIGNMENTS = ("left", "center", "right")


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
    check_unique_actions(check, elements, at)


def check_unique_actions(check: Checker, elements: Any, pointer: str) -> None:
    seen: set[str] = set()
    for index, element in enumerate(elements):
        name = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(name, str) and name in seen:
            at = f"{pointer}/{index}/action_id"
            check.fail(at, "duplicate_id", f"action_id already exists in this block: {name}")
        elif isinstance(name, str):
            seen.add(name)


def check_image_block(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"alt_text"}, {"block_id", "image_url", "slack_file", "title"})
    check_image_source(check, block, pointer)
    check_optional_text(check, block, "title", pointer, limits.IMAGE_TITLE, PLAIN)


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
    if "slack_icon" in block and check.object(
        block["slack_icon"], f"{pointer}/slack_icon", {"name"}
    ):
        check.choice(block["slack_icon"].get("type"), f"{pointer}/slack_icon/type", ("icon",))
    if "actions" in block:
        at = f"{pointer}/actions"
        buttons = check.array(block["actions"], at, 1, limits.CARD_ACTIONS)
        for index, button in enumerate(buttons):
            check_element(check, button, f"{at}/{index}", ("button",))
        check_unique_actions(check, buttons, at)


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
    own = {"width", "is_collapsible", "default_collapsed", "block_id", "icon"}
    check.object(block, pointer, {"child_blocks"}, titles | own)
    if not {"title", "rich_text_title"} & block.keys():
        check.fail(pointer, "missing_field", "must have either title or rich_text_title")
    check_optional_text(check, block, "title", pointer, limits.CONTAINER_TITLE)
    check_optional_text(check, block, "subtitle", pointer, limits.CONTAINER_TITLE)
    if "rich_text_title" in block:
        check_title(check, block["rich_text_title"], f"{pointer}/rich_text_title")
    if "width" in block:
        check.choice(block["width"], f"{pointer}/width", WIDTHS)
    at = f"{pointer}/child_blocks"
    for index, child in enumerate(
        check.array(block.get("child_blocks"), at, 1, limits.CONTAINER_BLOCKS)
    ):
        if isinstance(child, dict) and child.get("type") == "container":
            check.fail(f"{at}/{index}/type", "unsupported_type", "unsupported type: container")
        else:
            check_block(check, child, f"{at}/{index}")


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


def check_table(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"rows"}, {"block_id", "column_settings"})
    rows = check.array(block.get("rows"), f"{pointer}/rows", 1, limits.TABLE_ROWS)
    for index, row in enumerate(rows):
        at = f"{pointer}/rows/{index}"
        for place, cell in enumerate(check.array(row, at, 1, limits.TABLE_CELLS)):
            check_cell(check, cell, f"{at}/{place}")
    if len({len(row) for row in rows if isinstance(row, list | tuple)}) > 1:
        check.fail(f"{pointer}/rows", "ragged_rows", "all rows must have the same number of cells")
    if "column_settings" in block:
        check_columns(check, block["column_settings"], f"{pointer}/column_settings")


def check_cell(check: Checker, cell: Any, pointer: str) -> None:
    kind = kind_of(cell)
    if kind == "rich_text":
        check_rich_text(check, cell, pointer)
    elif kind == "raw_text":
        check.object(cell, pointer, {"text"})
        check.string(cell.get("text"), f"{pointer}/text")
    elif kind == "raw_number":
        check.object(cell, pointer, {"value", "text"})
        check.string(cell.get("text"), f"{pointer}/text")
    else:
        check.fail(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")


def check_columns(check: Checker, value: Any, pointer: str) -> None:
    for index, column in enumerate(check.array(value, pointer, 0, limits.TABLE_COLUMN_SETTINGS)):
        at = f"{pointer}/{index}"
        if column is None or not check.object(column, at, (), {"align", "is_wrapped"}):
            continue
        if "align" in column:
            check.choice(column["align"], f"{at}/align", ALIGNMENTS)
        if "is_wrapped" in column:
            check.boolean(column["is_wrapped"], f"{at}/is_wrapped")


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
}
