"""One block each, within Slack's limits, with the plain text and the lines that it carries.

Names and titles from outside stand in `rich_text` or `plain_text` with emoji off, never in mrkdwn.
Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks.lines import quote_element
from bot.blocks.words import Label, Span, plain
from bot.model import Block
from feeds.text import fold_space
from summaries.model import Line

MAX_HEADER = 150
MAX_TEXT = 3_000
MAX_BUTTON_LABEL = 75
MAX_VALUE = 2_000
MAX_BUTTONS = 25
MAX_RICH = 2_500  # characters of rows in one rich_text block: ours, so that a message can be parted

Row = Label | Line


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, the plain text that stands for it, and the content lines in it."""

    block: Block
    text: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button: a stable action id, and what the click needs to know, which is never trusted."""

    action_id: str
    label: str
    value: Mapping[str, Any]

    @property
    def packed(self) -> str:
        return json.dumps(self.value, separators=(",", ":"), ensure_ascii=False)


def header(text: str) -> Piece:
    return Piece({"type": "header", "text": _plain_text(text, MAX_HEADER)}, text)


def small(text: str) -> Piece:
    """Small print."""
    return Piece({"type": "context", "elements": [_plain_text(text, MAX_TEXT)]}, text)


def plain_section(text: str) -> Piece:
    return Piece({"type": "section", "text": _plain_text(text, MAX_TEXT)}, text)


def title(text: str) -> Piece:
    """The heading of a reply."""
    return rich((Span(text, bold=True),))


def divider() -> Piece:
    return Piece({"type": "divider"})


def rich(*rows: Row) -> Piece:
    """Labels and content lines under one another: a label is words of ours, a line is a quotation."""
    rows = tuple(row for row in rows if row)
    elements: list[Block] = []
    labels: list[Label] = []
    for row in rows:
        if isinstance(row, Line):
            elements += [*_section(labels), quote_element(row)]
            labels = []
        else:
            labels.append(row)
    block = {"type": "rich_text", "elements": [*elements, *_section(labels)]}
    text = "\n".join(fold_space(row.text) if isinstance(row, Line) else plain(row) for row in rows)
    return Piece(block, text, tuple(row for row in rows if isinstance(row, Line)))


def rich_pieces(rows: Sequence[Row]) -> tuple[Piece, ...]:
    """As many rich_text blocks as the rows need; a label is never parted from the line under it."""
    groups: list[list[Row]] = [[]]
    for position, row in enumerate(rows):
        opens = not isinstance(row, Line) or (position > 0 and isinstance(rows[position - 1], Line))
        if groups[-1] and opens and sum(map(_length, (*groups[-1], row))) > MAX_RICH:
            groups.append([])
        groups[-1].append(row)
    return tuple(rich(*group) for group in groups if any(group))


def _length(row: Row) -> int:
    return len(row.text) if isinstance(row, Line) else len(plain(row))


def buttons(*wanted: Button) -> tuple[Piece, ...]:
    """A row of buttons; one whose value Slack would refuse is left out, and no row is left empty."""
    fitting = [_button(one) for one in wanted if len(one.packed) <= MAX_VALUE][:MAX_BUTTONS]
    return (Piece({"type": "actions", "elements": fitting}),) if fitting else ()


def _section(labels: Sequence[Label]) -> list[Block]:
    """Labels that follow one another share a section, each on its own line."""
    spans = [span for one in labels for span in (Span("\n"), *one)][1:]
    return [{"type": "rich_text_section", "elements": [_span(s) for s in spans]}] if spans else []


def _span(span: Span) -> Block:
    kind = {"type": "link", "url": span.url} if span.url else {"type": "text"}
    style = {name: True for name in ("bold", "italic", "code") if getattr(span, name)}
    return kind | {"text": span.text} | ({"style": style} if style else {})


def _button(button: Button) -> Block:
    return {
        "type": "button",
        "action_id": button.action_id,
        "text": _plain_text(button.label, MAX_BUTTON_LABEL),
        "value": button.packed,
    }


def _plain_text(text: str, limit: int) -> Block:
    cut = text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
    return {"type": "plain_text", "text": cut, "emoji": False}
