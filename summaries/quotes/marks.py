"""What stands in quotation marks: spans within sentences, joined to speeches over paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summaries.model import Document, Sentence

DOUBLE = re.compile(r"[\"“”„]")
SINGLE = re.compile(r"(?<!\w)['‘](?=\w)|(?<=\S)['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Quoted words `[start:end)` within one sentence (offsets of the sentence). `speech` counts the
    quotations of the document: one that goes on over sentences and paragraphs keeps its number.
    `opens`, `closes`: whether it begins and ends here."""

    start: int
    end: int
    speech: int
    opens: bool
    closes: bool


def find_marks(document: Document) -> tuple[tuple[Quoted, ...], ...]:
    """The quoted spans of each sentence. Single marks count only where an article has no double ones."""
    marks = DOUBLE if any(DOUBLE.search(s.text) for s in document.sentences) else SINGLE
    found: list[tuple[Quoted, ...]] = []
    speech, is_open, paragraph = 0, False, -1
    for sentence in document.sentences:
        text = sentence.text
        first = marks.search(text)
        fresh = sentence.paragraph != paragraph
        paragraph = sentence.paragraph
        again = bool(first and not text[: first.start()].strip(" •-–([") and _opens(text, first))
        carried = is_open and (not fresh or again)
        if is_open and not carried:
            is_open = False
        if not carried:
            speech += 1
        quoted, is_open, speech = _spans(text, marks, carried, again and fresh, speech)
        found.append(quoted)
    return tuple(found)


def _spans(
    text: str, marks: re.Pattern[str], carried: bool, again: bool, speech: int
) -> tuple[tuple[Quoted, ...], bool, int]:
    """The spans of one sentence; `carried`: it begins inside a quotation, whose opening mark is
    printed `again` at the head of a new paragraph."""
    spans: list[Quoted] = []
    start = 0 if carried else -1
    begun = not carried
    skip = carried and again
    for match in marks.finditer(text):
        if skip:
            skip = False
            continue
        if start < 0 and _opens(text, match):
            start, begun = match.start(), True
            speech += bool(spans)
        elif start >= 0 and not (_opens(text, match) and not _closes(text, match)):
            spans.append(Quoted(start, match.end(), speech, begun, True))
            start = -1
    if start >= 0:
        spans.append(Quoted(start, len(text), speech, begun, False))
    return tuple(spans), start >= 0, speech


def _opens(text: str, match: re.Match[str]) -> bool:
    mark, at = match.group(), match.start()
    if mark in "“„‘":
        return True
    if mark == "”":
        return False
    before, after = text[at - 1 : at], text[match.end() : match.end() + 1]
    return (not before or before in " \t\n\xa0([—–-:‘'") and not after.isspace() and after != ""


def _closes(text: str, match: re.Match[str]) -> bool:
    mark, at = match.group(), match.start()
    if mark in "”’":
        return True
    if mark in "“„‘":
        return False
    return at > 0 and not text[at - 1].isspace()


def outside(sentence: Sentence, quoted: Sequence[Quoted]) -> str:
    """The sentence with its quoted words blanked out, so that offsets stay what they are."""
    text = sentence.text
    for span in quoted:
        text = text[: span.start] + '"' * (span.end - span.start) + text[span.end :]
    return text
