"""The briefing: top line, also today, by the numbers, who said what, look ahead, receipt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks.cards import (
    CONTINUES,
    ahead_rows,
    digest_buttons,
    figure_rows,
    said_rows,
    without_echo,
)
from bot.blocks.lines import Proofreader, Texts
from bot.blocks.message import several_messages
from bot.blocks.pieces import Piece, Row, divider, header, plain_section, rich_pieces, small
from bot.blocks.words import (
    LONDON,
    Label,
    also_at,
    bold,
    counted,
    label,
    listed_kinds,
    long_day,
    outside,
    printed_moment,
    source_label,
)
from bot.model import Message
from summaries.model import Digest, DigestStory, Line, Source

HOW = "Every line behind a bar is copied word for word from the article named above it."


def digest_message(digest: Digest, texts: Texts, zone: str = LONDON) -> tuple[Message, ...]:
    """A briefing as one message, or as several parted at block edges where it is too long for one."""
    page, today = _Page(Proofreader(texts), zone), digest.local_date
    sections = [
        page.stories("TOP LINE", [digest.top] if digest.top else []),
        page.stories("ALSO TODAY", digest.also),
        page.section("BY THE NUMBERS", [figure_rows(c, page.proof, zone) for c in digest.cards]),
        page.section("WHO SAID WHAT", [said_rows(s, page.proof, zone) for s in digest.said]),
        page.section("LOOK AHEAD", [ahead_rows(a, page.proof, zone, today) for a in digest.ahead]),
    ]
    filled = [section for section in sections if section]
    body = [piece for section in filled for piece in (*section, divider())]
    name = f"NHS Brief · {outside(digest.edition, 30)} · {long_day(digest.local_date)}"
    opening = [header(name), *_opening(digest, bool(filled), zone)]
    tail = [
        small(receipt(digest, page.proof)),
        *(digest_buttons(_sources(digest)) if filled else ()),
    ]
    return several_messages([*opening, *body], page.proof, tail=tail, continued=name)


@dataclass(frozen=True, slots=True)
class _Page:
    """Sections under construction, with the proofreader that they share."""

    proof: Proofreader
    zone: str

    def stories(self, heading: str, stories: Sequence[DigestStory]) -> list[Piece]:
        return self.section(heading, [self._story(story) for story in stories])

    def section(self, heading: str, entries: Sequence[Sequence[Row]]) -> list[Piece]:
        """The entries that still have a line, the heading on top of the first."""
        filled = [entry for entry in entries if any(isinstance(row, Line) for row in entry)]
        title: Label = (bold(heading),)
        return [
            piece
            for position, entry in enumerate(filled)
            for piece in rich_pieces([title, *entry] if position == 0 else entry)
        ]

    def _story(self, story: DigestStory) -> list[Row]:
        lines = self.proof.passed(story.lines)
        headline = without_echo(self.proof.passed([story.label]), lines)
        continues = (
            [CONTINUES] if story.open_quote and lines and lines[-1] == story.lines[-1] else []
        )
        return [self._where(story), *headline, *lines, *continues, *self._other_side(story)]

    def _where(self, story: DigestStory) -> Label:
        place = label(
            (bold(outside(story.nation)),), *(outside(topic) for topic in story.topics[:2])
        )
        return label(
            place, source_label(story.source, self.zone), also_at(story.sources, story.source)
        )

    def _other_side(self, story: DigestStory) -> list[Row]:
        shown = self.proof.passed([story.other_side])
        source = story.other_source or story.source
        return [label("other side", source_label(source, self.zone)), *shown] if shown else []


def _opening(digest: Digest, filled: bool, zone: str) -> Iterator[Piece]:
    since = printed_moment(digest.since, zone)
    if not filled:
        yield plain_section(f"Nothing new since {since}.")
        return
    number = (
        f"{counted(digest.receipt.read, 'article')}, {counted(digest.stories, 'story', 'stories')}"
    )
    yield small(f"{number} · about {digest.minutes} min · since {since}\n{HOW}")


def receipt(digest: Digest, proof: Proofreader) -> str:
    """What was read, used and left out, and why."""
    made = digest.receipt
    parts = [
        f"Read {made.read:,}, used {made.used:,}",
        f"left out: {listed_kinds(made.left_out)}" if made.left_out else "",
        f"{made.off_topic:,} off topic" if made.off_topic else "",
        f"{made.undated:,} undated" if made.undated else "",
        counted(made.teasers, "teaser") if made.teasers else "",
        f"{counted(len(proof.refused), 'line')} failed the check against the source"
        if proof.refused
        else "",
        f"{counted(proof.overlong, 'line')} too long to show" if proof.overlong else "",
        *(outside(note, 200) for note in made.notes),
    ]
    return " · ".join(part for part in parts if part)


def _sources(digest: Digest) -> Iterator[Source]:
    for story in ([digest.top] if digest.top else []) + list(digest.also):
        yield story.source
        if story.other_source:
            yield story.other_source
