"""Every quantity of a document as a Figure: what it is, what it counts, and who says so.

scan (quantities of a sentence) + printed dates → period, base, nation → speaker and status
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summaries.calendar import PrintedDate, printed_dates
from summaries.figures.context import Found
from summaries.figures.periods import Period, find_periods, period_of
from summaries.figures.scan import scan
from summaries.figures.tokens import Token
from summaries.model import Change, Document, Figure, Line, Status
from summaries.quotes.saying import LONGEST, Saying, Speech, read_speech
from summaries.quotes.vocabulary import OFFICIAL
from summaries.topics import nation_in, nation_of

SUBORDINATE = re.compile(
    r"\b(?:while|although|though|as|after|when|since|because|if)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
# Characters between a record and its figure: "a record high, with about 61,000 people".
RECORD_REACH = 45
RECORD = re.compile(
    r"\b(?:(?P<up>record(?:\s|-)(?:high|number|level|total)|all-time\shigh"
    r"|(?:highest|largest|longest|worst|most)\s(?:\w+\s){0,3}?(?:since|on\srecord|ever|level|figure|total|number))"
    r"|(?P<down>record(?:\s|-)low|all-time\slow"
    r"|(?:lowest|smallest|shortest|fewest)\s(?:\w+\s){0,3}?(?:since|on\srecord|ever|level|figure|total|number)))\b",
    re.IGNORECASE,
)


def find_figures(document: Document) -> tuple[Figure, ...]:
    """Return every quantity of a document in order, dates with a day or a financial year included."""
    nation = nation_of(document)
    found: list[Figure] = []
    for sentence, speech in zip(document.sentences, read_speech(document), strict=True):
        found += _figures_in(sentence.line, speech, nation)
    return tuple(found)


def figures_of_text(text: str) -> tuple[Figure, ...]:
    """Read one sentence that belongs to no document; speakers are left open."""
    return tuple(_figures_in(Line(0, 0, 0, len(text), text), None, None))


def _figures_in(line: Line, speech: Speech | None, nation: str | None) -> list[Figure]:
    """Read a sentence, in pieces where it is longer than any: no text can make this slow."""
    if len(line.text) <= LONGEST:
        return _figures_of(line, speech, nation)
    found: list[Figure] = []
    for start, end in _pieces(line.text):
        found += _figures_of(_slice(line, start, end), None, nation)
    return [replace(figure, sentence=line) for figure in found]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut at the last white space before every `LONGEST` characters."""
    start = 0
    while start < len(text):
        end = min(start + LONGEST, len(text))
        space = text.rfind(" ", start + 1, end) if end < len(text) else -1
        yield start, (end := space if space > 0 else end)
        start = end


def _figures_of(line: Line, speech: Speech | None, nation: str | None) -> list[Figure]:
    dates = printed_dates(line.text)
    tokens, found = scan(line.text, [(d.start, d.end) for d in dates])
    if not found and not dates:
        return []
    here = nation_in(line.text) or nation
    periods = find_periods(line.text)
    figures = [_date(line, printed, speech, here) for printed in dates if printed.shape != "month"]
    figures += [
        _figure(line, tokens, item, periods, speech, here)
        for item in with_records(line.text, tokens, found)
    ]
    return sorted(figures, key=lambda f: f.line.start)


def with_records(text: str, tokens: Sequence[Token], found: Sequence[Found]) -> tuple[Found, ...]:
    """Give the figure behind "record high", "lowest since May" its direction, where it has none."""
    record = RECORD.search(text)
    if record is None:
        return tuple(found)
    amounts = [f for f in found if f.unit.kind in ("count", "percent", "money")]
    behind = [f for f in amounts if 0 <= tokens[f.first].start - record.end() <= RECORD_REACH]
    before = [f for f in amounts if 0 <= record.start() - tokens[f.last - 1].end <= RECORD_REACH]
    nearest = behind[0] if behind else before[-1] if before else None
    change: Change = "up" if record.group("up") else "down"
    return tuple(
        replace(f, change=change) if f is nearest and f.change == "none" else f for f in found
    )


def _figure(
    line: Line,
    tokens: Sequence[Token],
    item: Found,
    periods: Sequence[Period],
    speech: Speech | None,
    nation: str | None,
) -> Figure:
    start, end = tokens[item.first].start, tokens[item.last - 1].end
    speaker, status = _who(line.text, speech, start)
    return Figure(
        line=_slice(line, start, end),
        sentence=line,
        kind=item.unit.kind,
        value=item.value,
        unit=item.unit.name,
        low=item.low,
        high=item.high,
        counted=_printed(line.text, tokens, item.unit.counted),
        approx=item.approx,
        change=item.change,
        base=_base(line.text, tokens, item.base, periods),
        period=period_of(line.text, start, end, _own(tokens, item, periods)),
        speaker=speaker,
        status=status,
        nation=nation,
    )


def _date(line: Line, printed: PrintedDate, speech: Speech | None, nation: str | None) -> Figure:
    speaker, status = _who(line.text, speech, printed.start)
    return Figure(
        line=_slice(line, printed.start, printed.end),
        sentence=line,
        kind="date",
        value=printed.value,
        speaker=speaker,
        status=status,
        nation=nation,
    )


def _slice(line: Line, start: int, end: int) -> Line:
    begin = line.start + start
    return Line(
        line.article, line.version, begin, line.start + end, line.text[start:end], line.part
    )


def _printed(text: str, tokens: Sequence[Token], span: tuple[int, int]) -> str:
    first, last = span
    return text[tokens[first].start : tokens[last - 1].end] if last > first else ""


def _base(
    text: str,
    tokens: Sequence[Token],
    base: tuple[int, int] | None,
    periods: Sequence[Period],
) -> str | None:
    """What a figure was before, as printed, with its time: "7.4m in June"."""
    if base is None:
        return None
    start, end = tokens[base[0]].start, tokens[base[1] - 1].end
    behind = [
        p
        for p in periods
        if 0 <= p.start - end <= 20 and not set(text[end : p.start]) & set(".,;:")
    ]
    return text[start : behind[0].end if behind else end]


def _own(tokens: Sequence[Token], item: Found, periods: Sequence[Period]) -> Sequence[Period]:
    """The periods that do not belong to what a figure is compared with."""
    if item.base is None:
        return periods
    return [p for p in periods if p.end <= tokens[item.base[0]].start]


def _who(text: str, speech: Speech | None, at: int) -> tuple[str | None, Status]:
    """Who says a figure: the speaker whose quoted words hold it, or the subject of the verb of saying
    that it depends on. Official statistics are stated, whoever publishes them."""
    if speech is None:
        return None, "stated"
    quoted, speaker = speech.speaker_at(at)
    if quoted:
        return (speaker.name if speaker else None), "claimed"
    for saying in reversed(speech.sayings):
        behind = saying.verb[1] <= at and not _is_over(text, saying, at)
        if saying.trailing or behind or _is_between(text, saying):
            official = saying.according and OFFICIAL.search(saying.speaker.name)
            return saying.speaker.name, "stated" if official else "claimed"
    return None, "stated"


def _is_between(text: str, saying: Saying) -> bool:
    """Whether a saying stands between commas: "got 7 per cent more done, he says; those that …"."""
    begins = text[: saying.speaker.start].rstrip().endswith((",", "”", '"', "’"))
    return begins and text[saying.verb[1] : saying.verb[1] + 1] in (",", ";")


def _is_over(text: str, saying: Saying, at: int) -> bool:
    """Whether what is said ended before an offset: "while Labour insists …, the minister stands by 6%"."""
    begun = SUBORDINATE.search(text, max(0, saying.speaker.start - 40), saying.speaker.start)
    return bool(begun) and "," in text[saying.verb[1] : at]
