"""The words of this package as plain frozen data. Everything lifted knows article, version and offsets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from feeds.model import Article, LeftOut

SentenceKind = Literal["sentence", "bullet", "heading"]
FigureKind = Literal["money", "count", "percent", "duration", "date", "rank"]
Approx = Literal["=", "~", ">", "<"]
Change = Literal["none", "up", "down"]
Status = Literal["stated", "claimed"]
Length = Literal["compact", "full"]
Manner = Literal["answer", "passages", "comparison", "newest"]


@dataclass(frozen=True, slots=True)
class Line:
    """Words of a source: the slice `[start:end)` of a stored version's text (or title).

    `version` is the archive-wide version id; article and version are 0 for a file or standard input.
    `text` is the slice exactly as stored; only a renderer may fold its white space.
    """

    article: int
    version: int
    start: int
    end: int
    text: str
    part: Literal["text", "title"] = "text"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, bullet or heading of a document.

    `leans`: cannot stand without the sentence before it ("He added", "But", inside a quotation that
    was opened earlier). `open_quote`: a quotation is still open at its end ("quote continues").
    """

    line: Line
    index: int
    paragraph: int
    words: tuple[str, ...]
    kind: SentenceKind = "sentence"
    leans: bool = False
    open_quote: bool = False

    @property
    def text(self) -> str:
        return self.line.text


@dataclass(frozen=True, slots=True)
class Document:
    """An article version split into sentences. `label` is what it is called in a list: its title, or
    the first line or sentence of an untitled text. `left_out` holds what the page lost at extraction
    and what the text lost here (captions, adverts, bylines, garbled fragments)."""

    article: Article
    sentences: tuple[Sentence, ...]
    label: Line | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def text(self) -> str:
        return self.article.version.text

    @property
    def shown(self) -> tuple[Sentence, ...]:
        """The sentences and bullets that may be shown as content (headings may not)."""
        return tuple(s for s in self.sentences if s.kind != "heading")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as an article prints it. `line` is the printed quantity with its hedge; `sentence`
    the sentence it stands in (never shown without it). Values: `docs/` and DESIGN's shell section:
    a number, None for a range (then low and high), an ISO date string for kind date."""

    line: Line
    sentence: Line
    kind: FigureKind
    value: float | str | None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    counted: str = ""
    approx: Approx = "="
    change: Change = "none"
    base: str | None = None
    period: str | None = None
    speaker: str | None = None
    status: Status = "stated"
    nation: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody said, with the speaker and role as printed in this article. `line` is the
    sentence(s) to show; `continues`: the quotation goes on after it."""

    line: Line
    speaker: str | None = None
    role: str | None = None
    party: str | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class DateAhead:
    """A dated sentence about what is to come. `date` is ISO ("2026-09-19", or "--09-19" without a
    year) or None where it cannot be resolved; `printed` is the date as printed."""

    line: Line
    printed: str
    date: str | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the crafts lifted from one document. `topics` are configured topic names,
    `nation` one of England, Wales, Scotland, Northern Ireland, UK."""

    document: Document
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dates: tuple[DateAhead, ...] = ()
    nation: str = "UK"
    about_nhs: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about one event, oldest first; `copies` maps a near-copy to the article it copies."""

    id: int
    articles: tuple[int, ...]
    copies: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line comes from, for the small print beside it."""

    article: int
    label: Line | None
    outlet: str | None = None
    url: str | None = None
    published: datetime | None = None
    teaser: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences of one document that matter, in the order of the article."""

    source: Source
    lines: tuple[Line, ...]
    open_quote: bool = False  # the last line ends inside a quotation


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story of a digest: its label, the line or lines shown, the other side's line if one exists,
    and every outlet that carried it (copies included)."""

    label: Line | None
    lines: tuple[Line, ...]
    source: Source
    other_side: Line | None = None
    other_source: Source | None = None
    sources: tuple[Source, ...] = ()
    nation: str = "UK"
    topics: tuple[str, ...] = ()
    open_quote: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A figure worth a card, with its sentence and how often it was met."""

    figure: Figure
    source: Source
    mentions: int = 1
    outlets: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """One line of who said what."""

    quote: Quote
    source: Source


@dataclass(frozen=True, slots=True)
class Ahead:
    """One line of the look ahead."""

    date: DateAhead
    source: Source


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was read, used and left out, and why. `left_out` counts by kind, most first."""

    read: int
    used: int
    left_out: tuple[tuple[str, int], ...] = ()
    teasers: int = 0
    undated: int = 0
    off_topic: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """Ordered summaries for a period: the pure result of article versions, config and time."""

    edition: str
    local_date: date
    since: datetime
    until: datetime
    length: Length
    top: DigestStory | None
    also: tuple[DigestStory, ...]
    cards: tuple[Card, ...]
    said: tuple[Said, ...]
    ahead: tuple[Ahead, ...]
    receipt: Receipt
    stories: int = 0
    words: int = 0

    @property
    def minutes(self) -> int:
        """Minutes to read at 200 words a minute, at least one."""
        return max(1, round(self.words / 200))


@dataclass(frozen=True, slots=True)
class Ground:
    """What the archive knows of a question's words: in how many of its `passages` each stem is
    printed, the word that a slip is read as, and short forms with their long ones."""

    passages: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    read_as: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer, with what the ranker may look at beside it."""

    sentence: Line
    source: Source
    context: str  # its paragraph and the article's title
    nation: str = "UK"
    score: float = 0.0  # of the full-text search, higher is better
    speaker: str | None = None
    ground: Ground | None = field(default=None, compare=False, repr=False)  # one for all


@dataclass(frozen=True, slots=True)
class Scored:
    """One sentence offered as an answer."""

    line: Line
    source: Source
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences that answer a question, best first, at most five; also given when `answered` is
    false, as the closest passages. `confidence` is 0 to 1. `manner` says how the lines are to be
    labelled: passages bear on a question that no sentence answers (yes or no, why, opinion)."""

    question: str
    answered: bool
    confidence: float
    lines: tuple[Scored, ...] = ()
    manner: Manner = "answer"
