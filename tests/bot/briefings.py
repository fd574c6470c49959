"""An invented briefing and its stored texts, from which the tests of blocks and Slack replies start."""

from datetime import UTC, date, datetime

from summaries.model import (
    Ahead,
    Answer,
    Card,
    DateAhead,
    Digest,
    DigestStory,
    Figure,
    Line,
    Quote,
    Receipt,
    Said,
    Scored,
    Source,
    Summary,
)

SINCE = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
UNTIL = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
PUBLISHED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

TITLE = "Marlowe hospitals’ waiting list grows again"
TEXT = (
    "Around 41,000 people are waiting for treatment at Marlowe hospitals, the trust said.\n\n"
    "“We are hiring,” said Amina Example, chief executive of the trust. Labour councillor "
    "Bo Sample claimed that more than 900 operations were cancelled last month.\n\n"
    "The board meets on 4 December to vote on a new ward.\n\n"
    "The NHS trust runs two hospitals and a clinic in the town, and has said for a year that its "
    "wards are full most nights. It asked the integrated care board for help in the spring. The "
    "board answered that every trust in the county was in the same place, and that beds at the "
    "clinic could be opened only with staff who were not there. A report to the board gives the "
    "reasons: a hard winter, a leaking roof, and patients who could go home but have nobody to "
    "look after them there. The trust expects no change before the spring."
)
OTHER = "The council’s ruling group said the figure was “wrong by half” & promised an audit."
TEXTS: dict[int, tuple[str | None, str]] = {1: (TITLE, TEXT), 2: (None, OTHER)}


def line(words: str, version: int = 1) -> Line:
    """The first place where the stored text of that version has the words."""
    title, text = TEXTS[version]
    if title and words == title:
        return Line(version, version, 0, len(title), title, "title")
    start = text.index(words)
    return Line(version, version, start, start + len(words), words)


def source(article: int = 1, **fields: object) -> Source:
    known: dict[str, object] = {
        "label": line(TITLE) if article == 1 else None,
        "outlet": "The Marlowe Post" if article == 1 else None,
        "url": "https://marlowe.example/waits" if article == 1 else None,
        "published": PUBLISHED if article == 1 else None,
    }
    return Source(article=article, **(known | fields))  # type: ignore[arg-type]


FIRST = line("Around 41,000 people are waiting for treatment at Marlowe hospitals, the trust said.")
CLAIM = line(
    "Labour councillor Bo Sample claimed that more than 900 operations were cancelled last month."
)
SPOKEN = line("“We are hiring,” said Amina Example, chief executive of the trust.")
VOTE = line("The board meets on 4 December to vote on a new ward.")
REPLY = line(OTHER, 2)


def card(**fields: object) -> Card:
    known: dict[str, object] = {
        "line": line("Around 41,000 people"),
        "sentence": FIRST,
        "kind": "count",
        "value": 41000.0,
        "unit": "person",
        "counted": "people",
        "approx": "~",
        "nation": "England",
    }
    return Card(Figure(**(known | fields)), source())  # type: ignore[arg-type]


def claim_card() -> Card:
    return card(
        line=line("more than 900 operations"),
        sentence=CLAIM,
        counted="operations",
        period="last month",
        status="claimed",
        speaker="Bo Sample",
    )


def said(**fields: object) -> Said:
    known = {"line": SPOKEN, "speaker": "Amina Example", "role": "chief executive of the trust"}
    return Said(Quote(**(known | fields)), source())  # type: ignore[arg-type]


def ahead(**fields: object) -> Ahead:
    known = {"line": VOTE, "printed": "4 December", "date": "2026-12-04"}
    return Ahead(DateAhead(**(known | fields)), source())  # type: ignore[arg-type]


def story(**fields: object) -> DigestStory:
    known: dict[str, object] = {
        "label": line(TITLE),
        "lines": (FIRST,),
        "source": source(),
        "sources": (source(),),
        "nation": "England",
        "topics": ("waiting lists",),
    }
    return DigestStory(**(known | fields))  # type: ignore[arg-type]


def digest(**fields: object) -> Digest:
    known: dict[str, object] = {
        "edition": "morning",
        "local_date": date(2026, 11, 23),
        "since": SINCE,
        "until": UNTIL,
        "length": "compact",
        "top": story(other_side=REPLY, other_source=source(2)),
        "also": (story(label=None, lines=(REPLY,), source=source(2), sources=(), topics=()),),
        "cards": (card(), claim_card()),
        "said": (said(),),
        "ahead": (ahead(),),
        "receipt": Receipt(
            read=12, used=9, left_out=(("caption", 2), ("advert", 1)), teasers=1, undated=3
        ),
        "stories": 8,
        "words": 340,
    }
    return Digest(**(known | fields))  # type: ignore[arg-type]


def empty_digest() -> Digest:
    return digest(top=None, also=(), cards=(), said=(), ahead=(), receipt=Receipt(2, 0), words=0)


def summary(**fields: object) -> Summary:
    known: dict[str, object] = {"source": source(), "lines": (FIRST, SPOKEN)}
    return Summary(**(known | fields))  # type: ignore[arg-type]


def answer(*, answered: bool = True) -> Answer:
    lines = (Scored(FIRST, source(), 0.9), Scored(REPLY, source(2), 0.4))
    return Answer("how many people are waiting?", answered, 0.8 if answered else 0.1, lines)
