"""Bytes and HTML to clean text: the border at which hostile characters are left behind. Pure.

Text is cleaned once, when it comes in. Quotes, dashes and non-breaking spaces stay as printed;
what nobody can see (controls, bidirectional marks, zero-width characters, tags, lone surrogates)
goes. Joiners and variation selectors go as well, so an emoji sequence falls into its parts.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

MAX_FRAGMENT_CHARACTERS = 300_000  # of a feed's summary or content; the rest is cut off
MAX_STACKED_MARKS = 4  # combining marks on one letter; living languages need three

# Categories Cc, Cf, Cs and Co, the selectors, fillers and blanks that show as nothing, and the
# non-characters. `\t` and `\n` stay; `\r`, `\v`, `\f`, NEL, LS and PS become plain white space.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f"
    "\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffc\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001345f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_MARK = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_UNWANTED = re.compile(
    f"(?P<drop>[{_INVISIBLE}]+)|(?P<line>\r\n?|[\x85\u2028\u2029])|(?P<space>[\x0b\x0c])"
)
_STACK = re.compile(f"(?<=[{_MARK}]{{{MAX_STACKED_MARKS}}})[{_MARK}]+")

_BLOCKS = frozenset(
    """address article aside blockquote dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_BREAKS = dict.fromkeys(_BLOCKS, "\n\n") | {"li": "\n\n• ", "br": "\n"}
# Not <iframe> or <object>: one that is never closed would take all that follows with it.
_UNREAD = ("script", "style", "noscript", "template", "svg", "math", "title")
# Most summaries hold nothing but these tags: read without a tree, ten times as fast.
_SIMPLE_TAG = re.compile(
    r"""<(/?)(p|br|a|b|strong|em|i|u|span|div|ul|ol|li|h[1-6]|blockquote|img)
    (?>\s+[\w:-]++(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+\s*+/?>""",
    re.IGNORECASE | re.VERBOSE,
)
_CHARSET = re.compile(
    r"utf-?(8|16|32)(-?[lb]e)?|us-ascii|ascii|latin-?1|(iso|windows|cp|koi8|mac|big5|gb|euc|shift|"
    r"sjis|tis)[\w-]*"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Pages that say latin-1 or ASCII are written in windows-1252, as browsers read them
# (https://encoding.spec.whatwg.org/#names-and-labels), or in UTF-8: no declaration at all.
_WESTERN = frozenset({"iso8859-1", "ascii", "cp1252"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text, and where each of its characters stood in the raw one: `text[i]` was at
    `offsets[i]`. `offsets` is None where nothing changed."""

    text: str
    offsets: tuple[int, ...] | None = None

    def raw_index(self, index: int) -> int:
        """Give the place in the raw text of one index of the clean text, its end included."""
        if self.offsets is None:
            return index
        if index < len(self.offsets):
            return self.offsets[index]
        return self.offsets[-1] + 1 if self.offsets else 0


def clean_text(raw: str) -> str:
    """Leave hostile characters behind; line ends become `\\n`. Cleaning twice changes nothing."""
    visible = _UNWANTED.sub(_replacement, raw) if _UNWANTED.search(raw) else raw
    return _STACK.sub("", visible)


def clean_mapped(raw: str) -> Cleaned:
    """Clean like `clean_text`, and keep the way back to the raw text."""
    visible, offsets = _replace_mapped(raw, _UNWANTED, tuple(range(len(raw))))
    text, offsets = _replace_mapped(visible, _STACK, offsets)
    return Cleaned(text) if text == raw else Cleaned(text, offsets)


def fold_space(text: str) -> str:
    """Make every run of white space, non-breaking spaces among them, one plain space."""
    return " ".join(text.split())


def text_of_html(fragment: str) -> str:
    """Read a feed's HTML as clean text: blocks parted by an empty line, list entries with "• "."""
    bounded = fragment[:MAX_FRAGMENT_CHARACTERS]
    if "<" not in bounded:
        return _tidy(clean_text(unescape(bounded)))
    line = re.sub(r"[\r\n]+", " ", bounded)
    flat = _SIMPLE_TAG.sub(_break_at, line)
    text = unescape(flat) if "<" not in flat else _text_of_tree(line)
    return _tidy(clean_text(text))


def decode(body: bytes, declared: str | None = None) -> str:
    """Read bytes as text: byte order mark, then the declared encoding, UTF-8, windows-1252.

    Never raises; a byte that means nothing becomes the replacement character.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for encoding in filter(None, (_known_encoding(declared), "utf-8")):
        try:
            return body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return body.decode("windows-1252", "replace")


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup == "line":
        return "\n"
    return " " if match.lastgroup == "space" else ""


def _replace_mapped(
    raw: str, pattern: re.Pattern[str], offsets: tuple[int, ...]
) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    kept: list[int] = []
    position = 0
    for match in pattern.finditer(raw):
        new = _replacement(match) if pattern is _UNWANTED else ""
        pieces += [raw[position : match.start()], new]
        kept += offsets[position : match.start()]
        kept += offsets[match.start() : match.start() + len(new)]
        position = match.end()
    return "".join([*pieces, raw[position:]]), (*kept, *offsets[position:])


def _break_at(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if tag[1]:
        return "\n\n" if name in _BLOCKS else ""
    return _BREAKS.get(name, "")


def _text_of_tree(html: str) -> str:
    soup = BeautifulSoup(html, "lxml")
    for tag in soup.find_all(_UNREAD):
        tag.extract()
    return "".join(_flow(soup))


def _flow(soup: BeautifulSoup) -> Iterator[str]:
    """Yield the text in reading order with breaks around blocks. One pass without recursion:
    appending to 20,000 nested tags would take 20 seconds."""
    opened: list[Tag] = [soup]
    for node in soup.descendants:
        while opened[-1] is not node.parent:
            if opened.pop().name in _BLOCKS:
                yield "\n\n"
        if isinstance(node, Tag):
            opened.append(node)
            yield _BREAKS.get(node.name, "")
        elif type(node) is NavigableString:
            yield str(node)


def _tidy(text: str) -> str:
    """Fold plain spaces (non-breaking ones stay) and keep at most one empty line."""
    lines = (re.sub(r"[ \t]+", " ", line).strip(" ") for line in text.split("\n"))
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return re.sub(r"(?m)^•\s+(?=•)|^•\s*$", "", re.sub(r"(?m)^•\s*", "• ", whole)).strip()


def _known_encoding(declared: str | None) -> str | None:
    """Give Python's name of a declared text encoding; its other codecs (zip, idna) are refused."""
    label = (declared or "").strip(" \t\r\n'\"").lower()
    if not _CHARSET.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return None if name in _WESTERN else name
