"""Which readings a briefing may use: those of its window, its channel's words and the NHS, each copy
family once. What is left out is counted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from feeds.model import Article
from summaries.model import Reading, Story
from summaries.terms import mentions
from summaries.topics import topics_of

# An article that reaches us late is still news for some hours; what is older in a new feed is backlog.
LATE = timedelta(hours=3)


class Filter(Protocol):
    """The part of a channel's wishes that lets articles in or keeps them out."""

    @property
    def topics(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def wanted(self) -> tuple[str, ...]: ...
    @property
    def include(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Sifted:
    """`read` are the readings of the window; `stories` the readings to use, story by story in the
    order of the coverage; `copies` the near-copies among them."""

    read: tuple[Reading, ...]
    stories: tuple[tuple[Reading, ...], ...]
    copies: frozenset[int]
    off_topic: int
    notes: tuple[str, ...]


def sift(
    readings: Sequence[Reading],
    stories: Sequence[Story],
    since: datetime,
    until: datetime,
    wishes: Filter,
) -> Sifted:
    """Keep the readings that were filed after `since` up to `until` and that the wishes let in."""
    read = [r for r in readings if is_in_window(r.document.article, since, until)]
    told_before = _copies_of_older(stories, {r.document.article.id for r in read})
    fresh = [r for r in read if r.document.article.id not in told_before]
    about = [r for r in fresh if r.about_nhs]
    clean = [r for r in about if not any(mentions(r.document, w) for w in wishes.exclude)]
    kept = [r for r in clean if _is_wanted(r, wishes)]
    notes = (
        _note(len(read) - len(fresh), "copied an article of an earlier briefing"),
        _note(len(about) - len(clean), "left out by this channel's excluded words"),
        _note(len(clean) - len(kept), "on topics this channel did not ask for"),
    )
    ids = {r.document.article.id for r in kept}
    return Sifted(
        read=tuple(read),
        stories=_by_story(kept, stories),
        copies=frozenset(c for s in stories for c, original in s.copies.items() if original in ids),
        off_topic=len(fresh) - len(about),
        notes=tuple(note for note in notes if note),
    )


def is_in_window(article: Article, since: datetime, until: datetime) -> bool:
    """Whether an article is news of the window: dated in it, or dated a little before and come late."""
    late = article.dated <= since < article.arrived and since - article.dated <= LATE
    return article.dated <= until and (article.dated > since or late)


def _copies_of_older(stories: Sequence[Story], window: set[int]) -> set[int]:
    """Find articles of the window with the same words as one that is older than it."""
    families: dict[int, set[int]] = defaultdict(set)
    for story in stories:
        for copy, original in story.copies.items():
            families[original] |= {copy, original}
    return {a for family in families.values() if family - window for a in family & window}


def _is_wanted(reading: Reading, wishes: Filter) -> bool:
    if not wishes.wanted and not wishes.include:
        return True
    wanted = {name: wishes.topics.get(name, (name,)) for name in wishes.wanted}
    if wanted and topics_of(reading.document, wanted):
        return True
    return any(mentions(reading.document, word) for word in wishes.include)


def _by_story(kept: Sequence[Reading], stories: Sequence[Story]) -> tuple[tuple[Reading, ...], ...]:
    """Put readings to their stories; one that no story knows is a story of its own."""
    story_of = {article: story.id for story in stories for article in story.articles}
    groups: dict[tuple[bool, int], list[Reading]] = defaultdict(list)
    for reading in kept:
        number = reading.document.article.id
        known = number in story_of
        groups[(known, story_of.get(number, number))].append(reading)
    return tuple(tuple(group) for group in groups.values())


def _note(count: int, what: str) -> str:
    if not count:
        return ""
    return f"{count} {'article' if count == 1 else 'articles'} {what}"
