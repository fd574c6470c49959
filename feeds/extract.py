"""An article page to its text, what is known of it, and what was left out. Pure.

    bytes ─ decode ─ tree ─┬─ metadata (JSON-LD, OpenGraph, htmldate)
                           ├─ blocks with their furniture ──────────────┐
                           ├─ trafilatura ─┐                            ├─ kept blocks = the text
                           ├─ readability ─┼─ votes for each block ─────┘   the rest = left out
                           └─ articleBody ─┘

Two well-kept extractors and the page's JSON-LD vote on every block; the words themselves always come from our own walk
of the page, so that bullets and sub-headings stay apart from sentences.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import lxml.html
import readability
import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from feeds.model import FeedError, LeftOut, Page
from feeds.pages.blocks import Block, read_blocks
from feeds.pages.furniture import invites, kind_of_words
from feeds.pages.metadata import Metadata, read_metadata
from feeds.text import decode, text_of_html

MAX_HTML_BYTES = 2_000_000
MAX_ELEMENTS = 12_000  # the largest of 30 saved news pages has 1,900; 12,000 cost about 2 s
MAX_LEFT_OUT = 60
MAX_LEFT_OUT_CHARACTERS = 300
HOME_SHARE = 0.85  # of the voted text that the article's own element must hold
MOST_LINKED = 0.7  # a line of which more is links is a list of links
TOLD_ANYWHERE = frozenset({"cookies", "newsletter", "paywall"})
UNTOLD = frozenset({"navigation", "hidden", "share"})
SHORT_WORDS = 250  # a text that is not free and shorter than this is only its beginning
TINY_WORDS = 45  # a text shorter than this is no article
UNREAD = ("script", "style", "noscript", "template", "svg", "iframe")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def extract_page(html: bytes | str, url: str | None = None) -> Page:
    """Read an article page. Paragraphs are parted by an empty line, bullets begin with "• ", the
    title is not in the text. `teaser` is set where only the beginning stands on the page.

    Never raises on bad HTML; a page without an article gives an empty text. Raises FeedError
    where the page is larger than 2 MB or has more than 12,000 elements.
    """
    if len(html) > MAX_HTML_BYTES:
        raise FeedError("the page is larger than 2 MB; save its text as .txt", permanent=True)
    tree = parse_html(html)
    if tree is None:
        return Page("")
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise FeedError("the page has too many parts; save its text as .txt", permanent=True)
    known = read_metadata(tree, url)
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    blocks = read_blocks(tree)
    kept = _article_blocks(blocks, _hear(tree, known), known)
    text = "\n\n".join(block.shown for block in kept)
    left_out = _left_out(blocks, kept)
    return Page(
        text=text,
        title=known.title,
        authors=known.authors,
        published=known.published,
        modified=known.modified,
        outlet=known.outlet,
        canonical=known.canonical,
        teaser=_is_teaser(text, known, left_out),
        left_out=left_out,
    )


def parse_html(html: bytes | str) -> HtmlElement | None:
    """Parse a page in whatever encoding, without comments; None where there is no element in it."""
    text = html if isinstance(html, str) else decode(html, _declared(html))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _declared(html: bytes) -> str | None:
    found = _CHARSET.search(html[:4_096])
    return found.group(1).decode("ascii") if found else None


@dataclass(frozen=True, slots=True)
class _Witnesses:
    """What two extractors and the page's own JSON-LD take for the article, as folded words."""

    trafilatura: str
    readability: str
    linked: str

    def votes(self, block: Block) -> int:
        """Count who takes this block for a part of the article."""
        words = _words(block.text)
        return sum(words in heard for heard in (self.trafilatura, self.readability, self.linked))


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _hear(tree: HtmlElement, known: Metadata) -> _Witnesses:
    return _Witnesses(
        trafilatura=_words(_trafilatura_text(tree)),
        readability=_words(_readability_text(tree)),
        linked=_words(text_of_html(known.body)),
    )


def _trafilatura_text(tree: HtmlElement) -> str:
    try:
        found = trafilatura.extract(deepcopy(tree), fast=True, include_comments=False)
    except Exception:  # it raises odd errors on odd pages; the other witnesses remain
        return ""
    return found or ""


def _readability_text(tree: HtmlElement) -> str:
    try:
        source = lxml.html.tostring(tree, encoding="unicode")
        summary = readability.Document(source).summary(html_partial=True)
        return " ".join(map(str, lxml.html.fromstring(summary).itertext()))
    except Exception:  # as above
        return ""


def _article_blocks(blocks: Sequence[Block], heard: _Witnesses, known: Metadata) -> list[Block]:
    """Decide which blocks are the article: what two of three take for it, and the plain
    paragraphs between them; the standfirst before it."""
    votes = [heard.votes(block) for block in blocks]
    home = _home(blocks, votes)
    inside = [block.furniture is None and home in block.trail for block in blocks]
    chosen = [n for n, block in enumerate(blocks) if inside[n] and votes[n] and _can_be_text(block)]
    if not chosen:
        return []
    span = range(_start(blocks, inside, chosen[0]), chosen[-1])
    between = [n for n in span if inside[n] and _is_paragraph(blocks[n])]
    lead = [n for n in range(chosen[0]) if _is_standfirst(blocks[n], known)]
    kept = [blocks[n] for n in sorted({*lead[:1], *chosen, *between})]
    return _without_tail(_without_echoes(kept, known))


def _home(blocks: Sequence[Block], votes: Sequence[int]) -> int:
    """Find the innermost element around nearly all of the text that was voted for."""
    weights: dict[int, int] = {}
    for block, voted in zip(blocks, votes, strict=True):
        if voted and block.furniture is None and _is_paragraph(block):
            for number in block.trail:
                weights[number] = weights.get(number, 0) + len(block.text) * voted
    most = max(weights.values(), default=0)
    return max((n for n, weight in weights.items() if weight >= HOME_SHARE * most), default=0)


def _can_be_text(block: Block) -> bool:
    return block.tag != "h1" and (block.linked < MOST_LINKED or len(block.text.split()) > 25)


def _is_paragraph(block: Block) -> bool:
    return _can_be_text(block) and (block.tag == "li" or len(block.text) >= 40)


def _start(blocks: Sequence[Block], inside: Sequence[bool], first: int) -> int:
    """Go back over plain paragraphs that stand right before the first one voted for."""
    while first > 0 and inside[first - 1] and _is_sentence(blocks[first - 1]):
        first -= 1
    return first


def _is_sentence(block: Block) -> bool:
    return block.tag == "p" and _is_paragraph(block) and block.text.rstrip("’'\"”) ")[-1:] in ".!?…"


def _is_standfirst(block: Block, known: Metadata) -> bool:
    """Say whether a block before the text is the sentence that the page gives as its summary."""
    words = _words(block.text)
    said = _words(known.description or "")
    return words.count(" ") > 6 and block.tag != "h1" and (words == said or words.strip() in said)


def _without_echoes(blocks: Sequence[Block], known: Metadata) -> list[Block]:
    """Drop the title, and what was said before word for word."""
    seen = {_words(known.title or "")}
    once = []
    for block in blocks:
        words = _words(block.text)
        if words.strip() and (words not in seen or len(words) < 30):
            once.append(block)
        seen.add(words)
    return once


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Drop headings, and invitations to read or join more, behind the last of the text."""
    end = len(blocks)
    while end and (blocks[end - 1].is_heading or invites(blocks[end - 1].text)):
        end -= 1
    return blocks[:end]


def _left_out(blocks: Sequence[Block], kept: Sequence[Block]) -> tuple[LeftOut, ...]:
    """Name what stood in and beside the article and is not in its text. Cookie notices, newsletter
    boxes and paywalls are told wherever on the page they stand."""
    taken = {id(block) for block in kept}
    places = [n for n, block in enumerate(blocks) if id(block) in taken]
    near = range(max(0, places[0] - 4), places[-1] + 5) if places else range(0)
    parts: dict[tuple[str, int], list[str]] = {}
    for n, block in enumerate(blocks):
        if block.furniture and (n in near or _is_told_anywhere(block)):
            parts.setdefault((block.furniture, block.part), []).append(block.text)
    told = (LeftOut(kind, " ".join(texts)) for (kind, _), texts in parts.items())
    pieces = (
        LeftOut(p.kind, p.text[:MAX_LEFT_OUT_CHARACTERS]) for p in told if p.kind not in UNTOLD
    )
    return tuple(dict.fromkeys(pieces))[:MAX_LEFT_OUT]


def _is_told_anywhere(block: Block) -> bool:
    return block.furniture in TOLD_ANYWHERE and kind_of_words(block.text) == block.furniture


def _is_teaser(text: str, known: Metadata, left_out: Sequence[LeftOut]) -> bool:
    words = len(text.split())
    walled = known.free is False or any(piece.kind == "paywall" for piece in left_out)
    return words < TINY_WORDS or (walled and words < SHORT_WORDS)
