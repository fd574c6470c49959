"""Text to paragraphs: which line breaks part two paragraphs and which only wrap one."""

import re
from dataclasses import dataclass
from itertools import pairwise

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
BULLET = re.compile(r"[•▪●◦‣■□➤►✔✓]\s*|[-–—*+]\s+(?=\S)")
INLINE_BULLET = re.compile(r"(?<=\s)[•▪●◦‣■➤►]\s")
ENDED = re.compile(r"[.!?…:;][\"'”’»)\]\s]*\Z")
LONGEST_WRAP = (
    100  # characters: no mail program or typist wraps wider; a paragraph of prose is longer
)
FEWEST_WRAPPED = 3  # lines that are full before we believe in a wrap
SHORTEST_FULL = 40  # characters of a wrapped line; a shorter one ends its paragraph
SHORTEST_OPEN = 20  # ... of any line without a stop that goes on below in lower case


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph `[start:end)` of a text, trimmed and without its bullet mark. `apart`: an empty
    line (or the start of the text) stands before it."""

    start: int
    end: int
    bullet: bool = False
    apart: bool = True


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text in order. Each line is one, unless lines were only wrapped."""
    lines = _read_lines(text)
    wrapped = _is_wrapped(text, lines)
    paragraphs: list[Paragraph] = []
    for line in lines:
        if paragraphs and _goes_on(text, paragraphs[-1], line, wrapped):
            last = paragraphs.pop()
            line = Paragraph(last.start, line.end, last.bullet, last.apart)
        paragraphs.append(line)
    return tuple(paragraphs)


def _read_lines(text: str) -> list[Paragraph]:
    lines: list[Paragraph] = []
    last_end = 0
    for match in LINE.finditer(text):
        start, end = trim(text, match.start(), match.end())
        if start == end:
            continue
        apart = not lines or len(BREAK.findall(text, last_end, match.start())) > 1
        last_end = match.end()
        lines.extend(_part_bullets(text, start, end, apart))
    return lines


def _part_bullets(text: str, start: int, end: int, apart: bool) -> list[Paragraph]:
    """Part one line at the bullet marks inside it; drop the marks."""
    starts = [start, *(m.start() for m in INLINE_BULLET.finditer(text, start + 1, end))]
    parts = []
    for at, until in zip(starts, [*starts[1:], end], strict=True):
        mark = BULLET.match(text, at, until)
        first, last = trim(text, mark.end() if mark else at, until)
        if first < last:
            parts.append(Paragraph(first, last, mark is not None, apart))
    return parts


def _is_wrapped(text: str, lines: list[Paragraph]) -> bool:
    """Say whether the lines were filled up to one width: the next word would not have fitted."""
    width = max((line.end - line.start for line in lines), default=0)
    if width > LONGEST_WRAP:
        return False
    pairs = [(one, two) for one, two in pairwise(lines) if not (two.apart or two.bullet)]
    full = sum(_is_full(text, one, two, width) for one, two in pairs)
    return full >= FEWEST_WRAPPED and full >= 0.7 * len(pairs)


def _is_full(text: str, line: Paragraph, following: Paragraph, width: int) -> bool:
    word = text[following.start : following.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > 0.9 * width


def _goes_on(text: str, last: Paragraph, line: Paragraph, wrapped: bool) -> bool:
    """Say whether a line continues the paragraph above it."""
    if line.apart or line.bullet:
        return False
    above = text[max(last.start, last.end - LONGEST_WRAP) : last.end]
    if wrapped:
        breaks = [m.end() for m in BREAK.finditer(above)]
        line_above = above[breaks[-1] :] if breaks else above
        return len(line_above) >= SHORTEST_FULL
    return last.end - last.start >= SHORTEST_OPEN and (
        text[line.start].islower() and not ENDED.search(above)
    )


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a span so that it neither begins nor ends with white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
