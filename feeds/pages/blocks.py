"""A page's tree to its blocks of text in reading order, each with what it is and where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from feeds.pages.furniture import MAX_ASIDE_SHARE, MAX_SHARE, kind_of_part, kind_of_words
from feeds.text import clean_text, fold_space

_SKIPPED = frozenset(
    """script style noscript template iframe object embed svg math canvas audio video select option
    head title meta link input textarea label button""".split()  # noqa: SIM905
)
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small
    span strike strong sub sup time tt u var wbr ruby rt rp nobr center-inline""".split()  # noqa: SIM905
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SPACE = re.compile(r"[ \t\r\n]+")  # not the non-breaking one


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or bullet. `furniture` names what it is if it is not the article;
    `linked` is the share of its characters that are links; `trail` are the ids of the elements
    around it, outermost first, numbered in the order of their start; `part` is the element that
    makes it furniture."""

    text: str
    tag: str
    furniture: str | None
    linked: float
    trail: tuple[int, ...]
    part: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether the page calls it a heading."""
        return self.tag in _HEADINGS

    @property
    def shown(self) -> str:
        """The text as it stands in the article: bullets keep their dot."""
        return f"• {self.text}" if self.tag == "li" and not self.text.startswith("•") else self.text


def read_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """Walk the page once, without recursion; empty blocks are left out. The tree must have been
    parsed without comments and instructions."""
    walk = _Walk(_text_sizes(tree))
    for event, part in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            walk.enter(part)
        else:
            walk.leave(part)
    walk.close_block()
    return tuple(walk.blocks)


def _text_sizes(tree: HtmlElement) -> list[int]:
    """Count the characters under every element, in the order in which they start."""
    sizes: list[int] = []
    opened: list[int] = []
    for event, part in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            opened.append(len(sizes))
            sizes.append(0 if part.tag in _SKIPPED else len((part.text or "").strip()))
            continue
        number = opened.pop()
        if opened:
            inner = 0 if part.tag in _SKIPPED else sizes[number]
            sizes[opened[-1]] += inner + len((part.tail or "").strip())
    return sizes


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is being walked; `number` counts elements in the order of their start."""

    number: int
    tag: str
    furniture: str | None
    part: int


class _Walk:
    """The state of one walk: open elements, and the block that is being filled."""

    def __init__(self, sizes: list[int]) -> None:
        self.blocks: list[Block] = []
        self._sizes = sizes
        self._opened: list[_Open] = []
        self._started = -1
        self._skipping = 0
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0

    def enter(self, part: HtmlElement) -> None:
        """Begin an element: a block of its own unless it is inline."""
        tag = str(part.tag)
        self._started += 1
        if self._skipping or tag in _SKIPPED:
            self._skipping += 1
            return
        if tag == "br":
            self._pieces.append("\n")
        elif tag not in _INLINE:
            self.close_block()
        self._links += tag == "a"
        outer = self._opened[-1] if self._opened else None
        if outer and outer.furniture:
            self._opened.append(_Open(self._started, tag, outer.furniture, outer.part))
        else:
            self._opened.append(_Open(self._started, tag, self._furniture(part), self._started))
        self._add(part.text)

    def leave(self, part: HtmlElement) -> None:
        """End an element and take the text behind it."""
        if self._skipping:
            self._skipping -= 1
        else:
            tag = str(part.tag)
            if tag not in _INLINE and tag != "br":
                self.close_block()
            self._links -= tag == "a"
            self._opened.pop()
        if not self._skipping:
            self._add(part.tail)

    def _furniture(self, part: HtmlElement) -> str | None:
        if str(part.tag) in _INLINE and self._pieces:
            return None  # a link or a date in the middle of a sentence
        kind = kind_of_part(part)
        most = MAX_ASIDE_SHARE if kind == "aside" else MAX_SHARE
        return None if kind and self._sizes[self._started] > most * self._sizes[0] else kind

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(_SPACE.sub(" ", text))
            self._linked += len(text.strip()) if self._links else 0

    def close_block(self) -> None:
        """End the block that is being filled; a doubled line break ends one too."""
        raw = clean_text("".join(self._pieces))
        linked = self._linked / max(1, len(raw.strip()))
        self._pieces, self._linked = [], 0
        if self._opened:
            texts = filter(None, map(_trimmed, _paragraphs(raw)))
            self.blocks += [self._block(text, linked) for text in texts]

    def _block(self, text: str, linked: float) -> Block:
        tags = [part.tag for part in self._opened]
        nearest = next((tag for tag in reversed(tags) if tag not in _INLINE), "div")
        tag = "li" if nearest in ("p", "div") and "li" in tags[-4:] else nearest
        kind = self._opened[-1].furniture or kind_of_words(text)
        kind = kind or ("caption" if "figure" in tags else None)
        trail = tuple(part.number for part in self._opened)
        return Block(text, tag, kind, min(1.0, linked), trail, self._opened[-1].part)


def _paragraphs(raw: str) -> Iterator[str]:
    """Part at a doubled <br>: two line ends with nothing but white space between."""
    paragraph: list[str] = []
    for line in raw.split("\n"):
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield " ".join(paragraph)
            paragraph = []
    yield " ".join(paragraph)


def _trimmed(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ") if fold_space(text) else ""
