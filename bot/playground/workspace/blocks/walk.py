"""Ways through blocks: the texts in them, the elements that can be clicked, and missing ids."""

from collections.abc import Iterator, Sequence
from secrets import token_urlsafe
from typing import Any

Block = dict[str, Any]
CLICKABLE = (
    "button",
    "static_select",
    "multi_static_select",
    "overflow",
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
    "conversations_select",
    "channels_select",
    "users_select",
    "external_select",
    "multi_conversations_select",
    "multi_channels_select",
    "multi_users_select",
    "multi_external_select",
    "datetimepicker",
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "workflow_button",
    "icon_button",
    "feedback_buttons",
)
TEXT_KEYS = ("text", "alt_text", "image_url", "url")


def strings_of(value: Any) -> Iterator[str]:
    """Every string that a reader or a link holds, at any depth."""
    if isinstance(value, list | tuple):
        for inner in value:
            yield from strings_of(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str):
                if key in TEXT_KEYS:
                    yield inner
            else:
                yield from strings_of(inner)


def clickable(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Each interactive element with the block that carries it, in reading order."""
    for block in blocks:
        for element in _elements_of(block):
            if element.get("type") in CLICKABLE:
                yield block, element
        if block.get("type") == "carousel":
            yield from clickable(block.get("elements") or ())
        yield from clickable(block.get("child_blocks") or ())


def with_ids(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks with a block_id and action_ids where they had none, as Slack gives them."""
    return tuple(_with_ids(block) for block in blocks)


def _with_ids(block: Block) -> Block:
    named = {key: _with_action_ids(value) for key, value in block.items()}
    if not named.get("block_id"):
        named["block_id"] = _fresh_id()
    for key in ("child_blocks", "elements"):
        if key == "child_blocks" or block.get("type") == "carousel":
            inner = named.get(key)
            if isinstance(inner, list | tuple):
                named[key] = [_with_ids(child) for child in inner]
    return named


def _with_action_ids(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_with_action_ids(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    named = {key: _with_action_ids(inner) for key, inner in value.items()}
    if named.get("type") in CLICKABLE and not named.get("action_id"):
        named["action_id"] = _fresh_id()
    return named


def _elements_of(block: Block) -> list[Block]:
    lists = [block.get("elements"), block.get("actions")]
    single = [block.get("accessory"), block.get("element")]
    found = [inner for many in lists if isinstance(many, list | tuple) for inner in many]
    return [element for element in [*found, *single] if isinstance(element, dict)]


def _fresh_id() -> str:
    return token_urlsafe(4)[:5]
