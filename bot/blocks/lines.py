"""Promise 1 at the moment of rendering: a content line is a slice of a stored version, or is not shown.

Content stands in `rich_text_quote` elements and nowhere else; nothing else stands in them. So what a
workspace holds can be read back and compared with the archive, line by line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from bot.model import Block
from feeds.text import fold_space
from summaries.model import Line

Texts = Mapping[int, tuple[str | None, str]]

MAX_LINE = 2_000  # characters; a longer "sentence" is no sentence, and no line is ever cut


class Proofreader:
    """Passes the lines that stand word for word in `texts`, and remembers those that do not.

    `texts` maps a version id to its (title, text), as `Archive.version_texts` returns them.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._refused: dict[Line, None] = {}
        self._overlong: dict[Line, None] = {}

    @property
    def refused(self) -> tuple[Line, ...]:
        return tuple(self._refused)

    @property
    def overlong(self) -> int:
        """How many true lines were too long to be shown."""
        return len(self._overlong)

    def passes(self, line: Line) -> bool:
        if not self.stands(line):
            self._refused[line] = None
            return False
        if len(fold_space(line.text)) > MAX_LINE:
            self._overlong[line] = None
            return False
        return True

    def passed(self, lines: Iterable[Line | None]) -> tuple[Line, ...]:
        """The lines that may be shown, in order, none twice."""
        return tuple(
            dict.fromkeys(line for line in lines if line is not None and self.passes(line))
        )

    def stands(self, line: Line) -> bool:
        """Whether the line is the very slice of its stored version that it says it is."""
        stored = self._stored(line)
        within = 0 <= line.start < line.end <= len(stored)
        exact = within and stored[line.start : line.end] == line.text
        return exact and bool(fold_space(line.text))

    def printed(self, words: str | None, line: Line) -> str:
        """The words if the article of `line` prints them (in any case), else "".

        A speaker, a period or what is counted is shown as a small label beside the line, and even
        there only in words that the article has.
        """
        sought = fold_space(words or "")
        title, text = self._texts.get(line.version, ("", ""))
        article = fold_space(f"{title or ''} {text}").casefold()
        return sought if sought and sought.casefold() in article else ""

    def _stored(self, line: Line) -> str:
        title, text = self._texts.get(line.version, ("", ""))
        return (title or "") if line.part == "title" else text


def versions_of(*things: object) -> frozenset[int]:
    """The versions that a digest, summary, answer or list of such is made of: whose texts to fetch."""
    return frozenset(line.version for line in _lines_in(things))


def _lines_in(thing: object) -> Iterator[Line]:
    if isinstance(thing, Line):
        yield thing
    elif isinstance(thing, list | tuple):
        for child in thing:
            yield from _lines_in(child)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from _lines_in(getattr(thing, field.name))


def quote_element(line: Line) -> Block:
    """The one form in which content is shown: unstyled text, its white space folded."""
    text = {"type": "text", "text": fold_space(line.text)}
    return {"type": "rich_text_quote", "elements": [text]}


def content_lines(blocks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Read the text of every content slot back, from blocks as a workspace returns them."""
    return tuple(_text_of(quote) for quote in _quotes(list(blocks)))


def _quotes(node: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, list | tuple):
        for child in node:
            yield from _quotes(child)
    elif isinstance(node, Mapping):
        if node.get("type") == "rich_text_quote":
            yield node
        else:
            yield from _quotes(list(node.values()))


def _text_of(quote: Mapping[str, Any]) -> str:
    """All text in the slot: Slack may part one text into several elements, and added words must show."""
    elements = quote.get("elements") or []
    return "".join(str(e.get("text") or e.get("name") or e.get("url") or "") for e in elements)


def paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of the paragraph or paragraphs in which `[start:end)` stands, trimmed."""
    first = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    last = len(text) if stop < 0 else stop
    block = text[first:last]
    return first + len(block) - len(block.lstrip()), last - len(block) + len(block.rstrip())
