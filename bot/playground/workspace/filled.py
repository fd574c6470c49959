"""What stands in menus and fields: the `state.values` of messages and views, and what is wrong in it (pure).

What a person did comes as {block_id: {action_id: text, list of values or nothing}}; a field that is not
named there holds what the app put into it. The sentences of `wrong_inputs` are ours, not Slack's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.workspace.blocks.problems import is_link
from bot.playground.workspace.blocks.walk import clickable
from bot.playground.workspace.model import Block

Json = dict[str, Any]
Typed = Mapping[str, Any]

ZONE = ZoneInfo("Europe/London")
KEYS = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
}
STATELESS = (
    "button",
    "overflow",
    "workflow_button",
    "icon_button",
    "feedback_buttons",
    "file_input",
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def held(element: Block, raw: Any) -> Json:
    """What a menu or a field holds after `raw` was picked or typed, in Slack's shape."""
    kind = element["type"]
    many = [
        str(each) for each in (raw if isinstance(raw, list) else [raw]) if each not in (None, "")
    ]
    key = KEYS.get(kind)
    if key is None:
        return {"type": kind, **_picked(element, many)}
    if kind.startswith("multi_"):
        return {"type": kind, key: many}
    return {"type": kind, key: _value(kind, many[0]) if many else None}


def state_values(blocks: Sequence[Block], typed: Typed | None = None) -> dict[str, dict[str, Json]]:
    """The state of every menu and field of these blocks."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in fields_of(blocks):
        block_id, action_id = block.get("block_id", ""), element["action_id"]
        own = (typed or {}).get(block_id)
        is_typed = isinstance(own, Mapping) and action_id in own
        raw = own[action_id] if is_typed and own is not None else initial(element)
        values.setdefault(block_id, {})[action_id] = held(element, raw)
    return values


def fields_of(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Each element that holds something, with its block."""
    return ((b, e) for b, e in clickable(blocks) if e["type"] not in STATELESS)


def initial(element: Block) -> Any:
    """What the app put into a field, as a person would have given it."""
    found = [value for key, value in element.items() if key.startswith("initial_")]
    if not found:
        return None
    if isinstance(found[0], list):
        return [each.get("value") if isinstance(each, dict) else each for each in found[0]]
    return found[0].get("value") if isinstance(found[0], dict) else found[0]


def with_action(
    values: dict[str, dict[str, Json]], element: Block, action: Json
) -> dict[str, dict[str, Json]]:
    """The state after an action: what was just picked stands in it."""
    if element["type"] not in STATELESS:
        now = {
            k: v for k, v in action.items() if k.startswith(("selected", "value", "rich", "type"))
        }
        values.setdefault(action["block_id"], {})[action["action_id"]] = now
    return values


def wrong_inputs(
    blocks: Sequence[Block], values: Mapping[str, Mapping[str, Json]]
) -> dict[str, str]:
    """What Slack itself would not let through, by block: empty, too short or long, not an address."""
    wrong = {}
    for block, element in fields_of(blocks):
        if block.get("type") != "input":
            continue
        value = _inner(values.get(block["block_id"], {}).get(element["action_id"], {}))
        if trouble := _trouble(block, element, value):
            wrong[str(block["block_id"])] = trouble
    return wrong


def _trouble(block: Block, element: Block, value: Any) -> str | None:
    if not value:
        return None if block.get("optional") else "Please complete this required field."
    size = len(value) if isinstance(value, str | list) else 0
    if size < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    if size > element.get("max_length", size):
        return f"Please use at most {element['max_length']} characters."
    if size > element.get("max_selected_items", size):
        return f"Please pick at most {element['max_selected_items']}."
    return _format_trouble(element, value)


def _format_trouble(element: Block, value: Any) -> str | None:
    match element["type"]:
        case "email_text_input" if not EMAIL.fullmatch(value):
            return "Please give an email address."
        case "url_text_input" if not is_link(value, ("http", "https")):
            return "Please give a link."
        case "number_input":
            return _number_trouble(element, value)
    return None


def _number_trouble(element: Block, value: str) -> str | None:
    decimal = r"(\.\d+)?" if element.get("is_decimal_allowed") else ""
    if not re.fullmatch(rf"-?\d+{decimal}", value):
        return "Please give a number." if decimal else "Please give a whole number."
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return f"Please give at least {low}."
    if high is not None and float(value) > float(high):
        return f"Please give at most {high}."
    return None


def _picked(element: Block, values: list[str]) -> Json:
    """The chosen options of a menu, in the order in which the menu has them."""
    options = [*element.get("options", ())]
    options += [o for group in element.get("option_groups", ()) for o in group["options"]]
    chosen = [option for option in options if option.get("value") in values]
    if element["type"] in ("checkboxes", "multi_static_select"):
        return {"selected_options": chosen}
    return {"selected_option": chosen[0] if chosen else None}


def _inner(value: Mapping[str, Any]) -> Any:
    return next((inner for key, inner in value.items() if key != "type"), None)


def _value(kind: str, raw: str) -> Any:
    if kind == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": raw}]}
        return {"type": "rich_text", "elements": [section]}
    return _timestamp(raw) if kind == "datetimepicker" else raw


def _timestamp(raw: str) -> int | None:
    """A moment, or a browser's local time, as seconds since 1970."""
    if raw.isdigit():
        return int(raw)
    try:
        when = datetime.fromisoformat(raw)
        return int((when if when.tzinfo else when.replace(tzinfo=ZONE)).timestamp())
    except (ValueError, OverflowError):
        return None
