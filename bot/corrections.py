"""Which shown lines have changed at their source, and what stands there now. Pure.

A line has changed when the newest version of its article no longer contains it, white space and the
shape of quotation marks and dashes aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process

from bot.model import ShownLine
from feeds.model import Article, Version
from feeds.text import fold_space
from summaries.model import Line
from summaries.sentences import split_sentences

ALIKE = 60  # rapidfuzz's ratio, of 100, below which two sentences are not the same one re-worded
STILL_THE_ARTICLE = 0.5  # of its old sentences must stand, or the page became another one
SAME_SIGNS = str.maketrans("‘’‚‛“”„‟–—−‑", "''''\"\"\"\"----")
# How soon a shown article is read again, by the time since it was shown.
REREAD = (
    (timedelta(hours=6), timedelta(minutes=15)),
    (timedelta(hours=24), timedelta(hours=1)),
    (timedelta.max, timedelta(hours=4)),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A shown line that changed: all places of its message that show it, and the sentence that
    stands in its place, if one is alike."""

    places: tuple[ShownLine, ...]
    new: Line | None

    @property
    def old(self) -> Line:
        return self.places[0].line


def is_time_to_reread(shown_at: datetime, read_at: datetime | None, now: datetime) -> bool:
    """Whether an article shown then, and last read then, should be read again."""
    every = next(pace for age, pace in REREAD if now - shown_at <= age)
    return now - max(shown_at, read_at or shown_at) >= every


def find_changes(
    shown: Sequence[ShownLine], article: Article, before: Version
) -> tuple[Change, ...]:
    """The lines of one message and article that its newest version no longer has, each once.

    `before` is the version that they were taken from. Where most of its sentences are gone (a live
    page rolled on, a wall came up), only a line with a sentence like it in its place has changed.
    """
    places: dict[tuple[str, str], list[ShownLine]] = {}
    for one in shown:
        if not stands_in(one.line.text, article.version):
            places.setdefault((one.line.part, fold_space(one.line.text)), []).append(one)
    if not places:
        return ()
    edited = _is_edited(before, article.version)
    found = [Change(tuple(same), likest(same[0].line, article)) for same in places.values()]
    return tuple(change for change in found if change.new is not None or edited)


def stands_in(words: str, version: Version) -> bool:
    return _plain(words) in _plain(f"{version.title or ''}\n{version.text}")


def likest(old: Line, article: Article) -> Line | None:
    """The most similar sentence of the newest version (of a title, the title), word for word."""
    version = article.version
    if old.part == "title" and version.title:
        return Line(article.id, version.id, 0, len(version.title), version.title, part="title")
    spans = split_sentences(version.text)
    sentences = [_plain(version.text[start:end]) for start, end in spans]
    best = process.extractOne(_plain(old.text), sentences, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is None:
        return None
    start, end = spans[best[2]]
    return Line(article.id, version.id, start, end, version.text[start:end])


def _is_edited(before: Version, after: Version) -> bool:
    sentences = [before.text[start:end] for start, end in split_sentences(before.text)]
    whole = _plain(after.text)
    kept = sum(_plain(sentence) in whole for sentence in sentences)
    return bool(sentences) and kept >= STILL_THE_ARTICLE * len(sentences)


def _plain(text: str) -> str:
    return fold_space(text).translate(SAME_SIGNS)
