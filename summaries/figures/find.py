"""Every quantity of a document as a Figure: what it is, what it counts, who says so."""

from summaries.calendar import printed_dates
from summaries.figures.context import Found
from summaries.figures.scan import scan
from summaries.figures.tokens import Token
from summaries.model import Document, Figure, Line


def figures_of_text(text: str) -> tuple[Figure, ...]:
    """Read one sentence that belongs to no document."""
    return _figures_of(Line(0, 0, 0, len(text), text))


def _figures_of(line: Line) -> tuple[Figure, ...]:
    dates = printed_dates(line.text)
    tokens, found = scan(line.text, [(d.start, d.end) for d in dates])
    figures = [_figure(line, tokens, item) for item in found]
    return tuple(sorted(figures, key=lambda f: f.line.start))


def _figure(line: Line, tokens: tuple[Token, ...], item: Found) -> Figure:
    start, end = tokens[item.first].start, tokens[item.last - 1].end
    first, last = item.unit.counted
    return Figure(
        line=Line(
            line.article,
            line.version,
            line.start + start,
            line.start + end,
            line.text[start:end],
            line.part,
        ),
        sentence=line,
        kind=item.unit.kind,
        value=item.value,
        unit=item.unit.name,
        low=item.low,
        high=item.high,
        counted=line.text[tokens[first].start : tokens[last - 1].end] if last > first else "",
        approx=item.approx,
        change=item.change,
    )


def find_figures(document: Document) -> tuple[Figure, ...]:
    """Every quantity of a document, in order."""
    return tuple(f for s in document.sentences for f in _figures_of(s.line))
