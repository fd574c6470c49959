"""The validator's door: blocks of a message or a view, in the shape of Slack's `blocks.validate`."""

from collections.abc import Sequence
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.layouts import check_block
from bot.playground.workspace.blocks.problems import Checker, Problem, kind_of
from bot.playground.workspace.blocks.texts import PLAIN, check_optional_text
from bot.playground.workspace.blocks.walk import strings_of

# Which blocks do not stand on which surface: Slack's reference/block-kit/blocks, and for alert
# python-slack-sdk pull request 1865 (a message with one is refused). A file block comes with messages
# that carry remote files and cannot be sent. Unverified: home for data_table and the agents' blocks.
AGENTS = {"context_actions", "plan", "task_card"}
NOT_ON = {
    "message": {"alert", "file"},
    "modal": {"carousel", "container", "markdown", "table", "file"}
    | {"data_table", "data_visualization"}
    | AGENTS,
    "home": {"alert", "markdown", "table", "file", "data_table"} | AGENTS,
}


def validate_blocks(
    blocks: Any, surface: str = "message", pointer: str = "/blocks"
) -> tuple[Problem, ...]:
    """Everything that Slack would refuse about these blocks on that surface, in reading order."""
    check = Checker()
    high = limits.BLOCKS_PER_MESSAGE if surface == "message" else limits.BLOCKS_PER_VIEW
    blocks = check.array(blocks, pointer, 0, high)
    for index, block in enumerate(blocks):
        check_block(check, block, f"{pointer}/{index}")
    _check_surface(check, blocks, surface, pointer)
    check.unique(blocks, "block_id", pointer, "block_id already exists")
    _check_totals(check, blocks, pointer)
    return tuple(check.problems)


def validate_view(view: Any) -> tuple[Problem, ...]:
    """A modal or App Home view."""
    check = Checker()
    if not isinstance(view, dict):
        return (Problem("", "invalid_type", "must be an object"),)
    kind = kind_of(view)
    check.choice(kind, "/type", ("modal", "home"))
    if kind == "modal" and "title" not in view:
        check.fail("", "missing_field", "missing required field: title")
    check_optional_text(check, view, "title", "", limits.VIEW_TITLE, PLAIN)
    check_optional_text(check, view, "submit", "", limits.VIEW_TITLE, PLAIN)
    check_optional_text(check, view, "close", "", limits.VIEW_TITLE, PLAIN)
    for key, high in (
        ("private_metadata", limits.PRIVATE_METADATA),
        ("callback_id", limits.IDENTIFIER),
        ("external_id", limits.IDENTIFIER),
    ):
        if key in view:
            check.string(view[key], f"/{key}", low=0, high=high)
    blocks = view.get("blocks")
    has_input = isinstance(blocks, list) and any(kind_of(block) == "input" for block in blocks)
    if kind == "modal" and has_input and "submit" not in view:
        check.fail("", "missing_field", "missing required field: submit")
    surface = kind if kind in NOT_ON else "modal"
    return (*check.problems, *validate_blocks(blocks, str(surface)))


def validate_message(message: Any) -> tuple[Problem, ...]:
    """A message of blocks, of text, or of both; its blocks may not weigh too much together."""
    if not isinstance(message, dict):
        return (Problem("", "invalid_type", "must be an object"),)
    if "blocks" not in message:
        said = Checker()
        said.string(message.get("text"), "/text")
        return tuple(said.problems)
    problems = validate_blocks(message["blocks"])
    if not problems and message_size(message["blocks"]) > limits.MESSAGE_CHARACTERS:
        allowed = f"must be less than {limits.MESSAGE_CHARACTERS + 1} characters over all blocks"
        return (Problem("/blocks", "msg_blocks_too_long", allowed),)
    return problems


def message_size(blocks: Sequence[dict[str, Any]]) -> int:
    """What a message's blocks weigh against MESSAGE_CHARACTERS: their strings after escaping."""
    headers = sum(1 for block in blocks if block.get("type") == "header")
    written = sum(len(escaped(text)) for text in strings_of(blocks))
    return written + headers * limits.HEADER_CHARACTERS


def escaped(text: str) -> str:
    """Slack's own escaping, which is of three characters only."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _check_surface(check: Checker, blocks: Sequence[Any], surface: str, pointer: str) -> None:
    for index, block in enumerate(blocks):
        kind = kind_of(block)
        if kind in NOT_ON[surface]:
            at = f"{pointer}/{index}/type"
            check.fail(at, "unsupported_type", f"unsupported type for a {surface}: {kind}")


def _check_totals(check: Checker, blocks: Sequence[Any], pointer: str) -> None:
    """Limits that count over the whole payload: markdown and table text, and the number of tables."""
    known = [block for block in blocks if isinstance(block, dict)]
    markdown = sum(len(str(b.get("text"))) for b in known if b.get("type") == "markdown")
    if markdown > limits.MARKDOWN_CHARACTERS:
        total = f"markdown text must be less than {limits.MARKDOWN_CHARACTERS + 1} characters"
        check.fail(pointer, "too_long", f"{total} over all blocks")
    tables = [block for block in known if block.get("type") == "table"]
    if len(tables) > limits.TABLES_PER_MESSAGE:
        check.fail(pointer, "only_one_table_allowed", "only one table is allowed")
    charts = [block for block in known if block.get("type") == "data_visualization"]
    if len(charts) > limits.CHARTS_PER_MESSAGE:
        allowed = f"no more than {limits.CHARTS_PER_MESSAGE} charts are allowed"
        check.fail(pointer, "too_many_items", allowed)
    for kind, high in (
        ("table", limits.TABLE_CHARACTERS),
        ("data_table", limits.DATA_TABLE_CHARACTERS),
    ):
        rows = [block.get("rows") for block in known if block.get("type") == kind]
        if sum(len(text) for text in strings_of(rows)) > high:
            total = f"{kind} text must be less than {high + 1} characters"
            check.fail(pointer, "too_long", f"{total} over all cells")
