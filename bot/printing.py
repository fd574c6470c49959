"""An edition as a shell prints it: Slack's JSON, plain text, Markdown or HTML. Read from the blocks that
would be posted, so that what is printed is what a channel would get."""

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.model import Block, Message

MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def print_messages(messages: Sequence[Message], form: str) -> str:
    """The messages in one of FORMATS."""
    return FORMATS[form](messages)


def _slack(messages: Sequence[Message]) -> str:
    posts = [{"text": one.text, "blocks": list(one.blocks)} for one in messages]
    return json.dumps({"messages": posts}, ensure_ascii=False, indent=2)


def _text(messages: Sequence[Message]) -> str:
    rows = (row for one in messages for row in rows_of(one.blocks))
    return "\n".join(_text_row(kind, _words(elements)) for kind, elements in rows)


def _text_row(kind: str, words: str) -> str:
    if kind == "title":
        return f"{words}\n{'=' * len(words)}"
    if kind == "rule":
        return ""
    return f"  | {words}" if kind == "quote" else words


def _markdown(messages: Sequence[Message]) -> str:
    rows = (row for one in messages for row in rows_of(one.blocks))
    return "\n\n".join(_markdown_row(kind, elements) for kind, elements in rows)


def _markdown_row(kind: str, elements: Sequence[Block]) -> str:
    if kind == "rule":
        return "---"
    words = "".join(_markdown_span(element) for element in elements)
    prefix = {"title": "# ", "quote": "> "}.get(kind, "")
    return prefix + words.replace("\n", "  \n")


def _markdown_span(element: Block) -> str:
    words = MARKDOWN_SPECIAL.sub(r"\\\1", str(element.get("text", "")))
    if element.get("url"):
        return f"[{words}]({element['url'].replace('(', '%28').replace(')', '%29')})"
    return f"**{words}**" if (element.get("style") or {}).get("bold") and words.strip() else words


def _html(messages: Sequence[Message]) -> str:
    rows = [_html_row(kind, elements) for one in messages for kind, elements in rows_of(one.blocks)]
    title = html.escape(messages[0].text.partition("\n")[0]) if messages else "NHS Brief"
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en-GB">',
            f'<meta charset="utf-8"><title>{title}</title>',
            "<body>",
            *rows,
            "</body>",
            "</html>",
        )
    )


def _html_row(kind: str, elements: Sequence[Block]) -> str:
    if kind == "rule":
        return "<hr>"
    tag = {"title": "h1", "quote": "blockquote", "small": "small"}.get(kind, "p")
    words = "".join(_html_span(element) for element in elements).replace("\n", "<br>")
    return f"<{tag}>{words}</{tag}>"


def _html_span(element: Block) -> str:
    words = html.escape(str(element.get("text", "")))
    if element.get("url"):
        return f'<a href="{html.escape(element["url"])}">{words}</a>'
    return f"<strong>{words}</strong>" if (element.get("style") or {}).get("bold") else words


def rows_of(blocks: Sequence[Block]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Blocks to rows: (title, small, label, quote or rule; its text elements). Buttons do not print."""
    for block in blocks:
        kind = block["type"]
        if kind == "header":
            yield "title", [block["text"]]
        elif kind == "divider":
            yield "rule", []
        elif kind == "section":
            yield "label", [block["text"]]
        elif kind == "context":
            yield "small", block["elements"]
        elif kind == "rich_text":
            for part in block["elements"]:
                yield ("quote" if part["type"] == "rich_text_quote" else "label"), part["elements"]


def _words(elements: Sequence[Mapping[str, Any]]) -> str:
    return "".join(str(element.get("text", "")) for element in elements)


FORMATS: dict[str, Callable[[Sequence[Message]], str]] = {
    "slack": _slack,
    "text": _text,
    "markdown": _markdown,
    "html": _html,
}
