"""Blocks as tests build them, and the cases at and past each of Slack's limits."""

from typing import Any


def plain(text: str = "Waits") -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str = "*Waits* fell") -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def button(action_id: str = "more", **fields: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("More"), **fields}


def section(**fields: Any) -> dict[str, Any]:
    return {"type": "section", **fields}


def card(**fields: Any) -> dict[str, Any]:
    return {"type": "card", "title": plain("7.4 million"), **fields}


def option(value: str = "one") -> dict[str, Any]:
    return {"text": plain(value), "value": value}


def select(count: int = 2, **fields: Any) -> dict[str, Any]:
    options = [option(str(n)) for n in range(count)]
    return {"type": "static_select", "action_id": "pick", "options": options, **fields}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def part(kind: str, *leaves: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": kind, "elements": list(leaves), **fields}


def words(text: str = "Waits fell.", **fields: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **fields}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def table(rows: int = 2, cells: int = 2, text: str = "x") -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}


IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart"}
QUOTE = part("rich_text_quote", words())
SECTION = part("rich_text_section", words())

ACCEPTED: dict[str, dict[str, Any]] = {
    "header": {"type": "header", "text": plain("x" * 150)},
    "section text": section(text=mrkdwn("x" * 3000)),
    "section fields": section(fields=[mrkdwn("x" * 2000)] * 10),
    "section button": section(text=plain(), accessory=button(url="https://example.org/")),
    "section image": section(text=plain(), accessory=IMAGE),
    "section menu": section(text=plain(), accessory=select(100, placeholder=plain())),
    "context": {"type": "context", "elements": [mrkdwn(), IMAGE] * 5},
    "divider": {"type": "divider", "block_id": "x" * 255},
    "actions": actions(*[button(f"a{n}", value="v" * 2000) for n in range(25)]),
    "overflow": actions({"type": "overflow", "options": [option(str(n)) for n in range(5)]}),
    "confirm": actions(
        button(
            confirm={
                "title": plain(),
                "text": mrkdwn(),
                "confirm": plain("Yes"),
                "deny": plain("No"),
                "style": "danger",
            }
        )
    ),
    "image": {**IMAGE, "title": plain()},
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "rich text": rich(
        SECTION,
        QUOTE,
        part("rich_text_quote", words(), {"type": "link", "url": "https://a.org/", "text": "A"}),
        part("rich_text_list", SECTION, style="bullet", indent=1, border=0),
        part("rich_text_preformatted", words(), border=0),
        part(
            "rich_text_section",
            words(style={"bold": True, "italic": True, "code": False}),
            {"type": "user", "user_id": "U0ADA"},
            {"type": "channel", "channel_id": "C0NHSBRIEF"},
            {"type": "emoji", "name": "tada"},
            {"type": "broadcast", "range": "here"},
            {"type": "date", "timestamp": 1795418940, "format": "{date}", "fallback": "today"},
            {"type": "color", "value": "#ffffff"},
        ),
    ),
    "card": card(
        subtitle=mrkdwn("x" * 150), body=mrkdwn("x" * 200), icon=IMAGE, actions=[button()]
    ),
    "carousel": {"type": "carousel", "elements": [card()] * 10},
    "container": {"type": "container", "title": plain(), "child_blocks": [section(text=plain())]},
    "table": {**table(100, 20), "column_settings": [{"align": "right"}, None]},
    "input": {"type": "input", "label": plain(), "element": select()},
}

REFUSED: dict[str, tuple[Any, str, str]] = {
    "unknown block": ({"type": "graph"}, "/blocks/0/type", "unsupported_type"),
    "no type": ({}, "/blocks/0/type", "unsupported_type"),
    "not an object": ("header", "/blocks/0", "invalid_type"),
    "unknown field": (section(text=plain(), colour="red"), "/blocks/0", "additional_property"),
    "header too long": (
        {"type": "header", "text": plain("x" * 151)},
        "/blocks/0/text/text",
        "too_long",
    ),
    "header in mrkdwn": (
        {"type": "header", "text": mrkdwn()},
        "/blocks/0/text/type",
        "invalid_choice",
    ),
    "empty section": (section(), "/blocks/0", "missing_field"),
    "empty text": (section(text=plain("")), "/blocks/0/text/text", "too_short"),
    "section too long": (section(text=mrkdwn("x" * 3001)), "/blocks/0/text/text", "too_long"),
    "field too long": (section(fields=[plain("x" * 2001)]), "/blocks/0/fields/0/text", "too_long"),
    "11 fields": (section(fields=[plain()] * 11), "/blocks/0/fields", "too_many_items"),
    "empty context": ({"type": "context", "elements": []}, "/blocks/0/elements", "too_few_items"),
    "11 in context": (
        {"type": "context", "elements": [mrkdwn()] * 11},
        "/blocks/0/elements",
        "too_many_items",
    ),
    "26 actions": (
        actions(*[button(f"a{n}") for n in range(26)]),
        "/blocks/0/elements",
        "too_many_items",
    ),
    "no actions": (actions(), "/blocks/0/elements", "too_few_items"),
    "two alike": (actions(button(), button()), "/blocks/0/elements/1/action_id", "duplicate_id"),
    "button too long": (
        actions(button(text=plain("x" * 76))),
        "/blocks/0/elements/0/text/text",
        "too_long",
    ),
    "button in mrkdwn": (
        actions(button(text=mrkdwn())),
        "/blocks/0/elements/0/text/type",
        "invalid_choice",
    ),
    "value too long": (
        actions(button(value="x" * 2001)),
        "/blocks/0/elements/0/value",
        "too_long",
    ),
    "script link": (
        actions(button(url="javascript:alert(1)")),
        "/blocks/0/elements/0/url",
        "invalid_url",
    ),
    "green button": (
        actions(button(style="green")),
        "/blocks/0/elements/0/style",
        "invalid_choice",
    ),
    "101 options": (actions(select(101)), "/blocks/0/elements/0/options", "too_many_items"),
    "six in overflow": (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "/blocks/0/elements/0/options",
        "too_many_items",
    ),
    "option too long": (
        actions(select(options=[option("x" * 76)])),
        "/blocks/0/elements/0/options/0/text/text",
        "too_long",
    ),
    "image in actions": (actions(IMAGE), "/blocks/0/elements/0/type", "unsupported_type"),
    "image without words": (
        {"type": "image", "image_url": "https://a.org/a.png"},
        "/blocks/0",
        "missing_field",
    ),
    "image from a disk": (
        {**IMAGE, "image_url": "file:///etc/passwd"},
        "/blocks/0/image_url",
        "invalid_url",
    ),
    "long markdown": ({"type": "markdown", "text": "x" * 12_001}, "/blocks/0/text", "too_long"),
    "unknown rich part": (
        rich(part("rich_text_poem")),
        "/blocks/0/elements/0/type",
        "unsupported_type",
    ),
    "unknown leaf": (
        rich(part("rich_text_section", {"type": "sound"})),
        "/blocks/0/elements/0/elements/0/type",
        "unsupported_type",
    ),
    "empty leaf": (
        rich(part("rich_text_quote", words(""))),
        "/blocks/0/elements/0/elements/0/text",
        "too_short",
    ),
    "script in rich text": (
        rich(part("rich_text_section", {"type": "link", "url": "javascript:alert(1)"})),
        "/blocks/0/elements/0/elements/0/url",
        "invalid_url",
    ),
    "list of quotes": (
        rich(part("rich_text_list", QUOTE, style="bullet")),
        "/blocks/0/elements/0/elements/0/type",
        "unsupported_type",
    ),
    "list without style": (
        rich(part("rich_text_list", SECTION)),
        "/blocks/0/elements/0/style",
        "invalid_choice",
    ),
    "empty card": ({"type": "card"}, "/blocks/0", "missing_field"),
    "card body": (card(body=plain("x" * 201)), "/blocks/0/body/text", "too_long"),
    "card title": ({"type": "card", "title": plain("x" * 151)}, "/blocks/0/title/text", "too_long"),
    "four buttons": (
        card(actions=[button(f"a{n}") for n in range(4)]),
        "/blocks/0/actions",
        "too_many_items",
    ),
    "menu in a card": (card(actions=[select()]), "/blocks/0/actions/0/type", "unsupported_type"),
    "no cards": ({"type": "carousel", "elements": []}, "/blocks/0/elements", "too_few_items"),
    "11 cards": (
        {"type": "carousel", "elements": [card()] * 11},
        "/blocks/0/elements",
        "too_many_items",
    ),
    "carousel of sections": (
        {"type": "carousel", "elements": [section(text=plain())]},
        "/blocks/0/elements/0/type",
        "unsupported_type",
    ),
    "nested container": (
        {"type": "container", "title": plain(), "child_blocks": [{"type": "container"}]},
        "/blocks/0/child_blocks/0/type",
        "unsupported_type",
    ),
    "101 rows": (table(101), "/blocks/0/rows", "too_many_items"),
    "21 cells": (table(1, 21), "/blocks/0/rows/0", "too_many_items"),
    "ragged rows": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n for n in (1, 2)]},
        "/blocks/0/rows",
        "ragged_rows",
    ),
    "table too long": (table(100, 1, "x" * 101), "/blocks", "too_long"),
    "unknown cell": (
        {"type": "table", "rows": [[plain()]]},
        "/blocks/0/rows/0/0/type",
        "unsupported_type",
    ),
    "alert in a message": (
        {"type": "alert", "text": plain()},
        "/blocks/0/type",
        "unsupported_type",
    ),
    "block id": ({"type": "divider", "block_id": "x" * 256}, "/blocks/0/block_id", "too_long"),
}
