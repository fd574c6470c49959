"""Who stands where in a story, as far as its own words say it: the government, a party, a body.

Sides are read from the roles and parties that the articles print, never from a table of who governs;
a party whose member speaks as a minister in the story counts as the government there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summaries.model import Document, Line, Quote, Reading

GOVERNMENT = "government"
OPPOSITION = "opposition"
_MINISTER = re.compile(
    r"\b(?:prime|first|health|care|junior) minister|\bministers?\b|\bsecretary of state\b"
    r"|\b(?:health|care|welsh|scotland|scottish|wales|ireland|home|foreign|education|business|justice|pensions|chief) secretary\b"
    r"|\bchancellor\b|\bgovernment\b|\bdowning street\b|\bdepartment of health\b|\b(?:health|social care) department\b|\bdhsc\b",
    re.IGNORECASE,
)
_SHADOW = re.compile(r"\bshadow\b|\bopposition\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording to\b(.+)", re.IGNORECASE | re.DOTALL)
_DISPUTE = re.compile(
    r"\b(?:critici[sz]|warn|fail|reject|oppos|disappoint|appall|crisis|accus|blam|refus|wrong|unsafe"
    r"|dangerous|not enough|too little|too late|inadequate|unacceptable|insult|broken|concern|lack"
    r"|instead of|excuse|betray|abandon|collaps|dispute|den(?:y|ies|ied)\b|disagree|falls? short)",
    re.IGNORECASE,
)
PARTIES = {
    "Labour": r"\blabour\b",
    "Conservative": r"\bconservatives?\b|\btor(?:y|ies)\b",
    "Liberal Democrat": r"\bliberal democrats?\b|\blib dems?\b",
    "Plaid Cymru": r"\bplaid\b",
    "SNP": r"\bsnp\b|\bscottish national party\b",
    "Green": r"\bgreen party\b|\bthe greens\b",
    "Reform UK": r"\breform uk\b",
    "DUP": r"\bdup\b|\bdemocratic unionists?\b",
    "Sinn Féin": r"\bsinn f[ée]in\b",
}
_PARTY_FORMS = {party: re.compile(form, re.IGNORECASE) for party, form in PARTIES.items()}


@dataclass(frozen=True, slots=True)
class Attributed:
    """A line that somebody in a story answers for."""

    document: Document
    line: Line
    side: str


def attributed_lines(readings: Sequence[Reading]) -> tuple[Attributed, ...]:
    """Return the quotes and claims of a story with their sides, in the order of the coverage."""
    governing = _governing(readings)
    known = sides_by_name(readings)
    quotes = [
        (r.document, q.line, side_of_quote(q, known), q.line.start)
        for r in readings
        for q in r.quotes
    ]
    claims = [
        (r.document, f.sentence, side_of_name(f.speaker), f.sentence.start)
        for r in readings
        for f in r.figures
        if f.status == "claimed"
    ]
    order = {r.document.article.id: n for n, r in enumerate(readings)}
    sided = [(d, line, side, at) for d, line, side, at in (*quotes, *claims) if side]
    sided.sort(key=lambda a: (order[a[0].article.id], a[3]))
    return tuple(
        Attributed(d, line, GOVERNMENT if side in governing else side) for d, line, side, _ in sided
    )


def side_of_line(
    line: Line, attributed: Sequence[Attributed], readings: Sequence[Reading]
) -> str | None:
    """Return the side of a line: of who says it, else of the one that it is about, if only one."""
    for known in attributed:
        same = known.line.version == line.version
        if same and known.line.start < line.end and line.start < known.line.end:
            return known.side
    source = _ACCORDING.search(line.text)
    side = side_of_name(source.group(1) if source else line.text)
    return GOVERNMENT if side in _governing(readings) else side


def opposing_lines(line: Line, readings: Sequence[Reading]) -> tuple[Attributed, ...]:
    """Return the lines of a story by another side than a line's, the best first: of a party or the
    government before others, speaking against something before the rest, in the coverage's order.

    A body that speaks against nothing is no other side. Where the line takes no side, the government
    is one only in an article in which somebody speaks against something.
    """
    attributed = attributed_lines(readings)
    first = side_of_line(line, attributed, readings)
    contested = {r.document.article.id for r in readings if _is_contested(r, attributed)}

    def answers(one: Attributed) -> bool:
        if one.side == first or one.line == line:
            return False
        if first is None and one.side == GOVERNMENT and not disputes(one.line):
            return one.document.article.id in contested
        return is_political(one.side) or disputes(one.line)

    found = [one for one in attributed if answers(one)]
    return tuple(sorted(found, key=lambda a: (not is_political(a.side), not disputes(a.line))))


def _is_contested(reading: Reading, attributed: Sequence[Attributed]) -> bool:
    own = {
        a.line.start for a in attributed if a.side == GOVERNMENT and a.document is reading.document
    }
    return any(disputes(s.line) and s.line.start not in own for s in reading.document.shown)


def sides_by_name(readings: Sequence[Reading]) -> dict[str, str]:
    """Map speakers' surnames to the side that their role or party puts them on where it is printed,
    for the places where only the name is."""
    return {
        surname_of(quote): side
        for reading in reversed(readings)
        for quote in reversed(reading.quotes)
        if (side := side_of_quote(quote, {})) and side != quote.speaker
    }


def surname_of(quote: Quote) -> str:
    return (quote.speaker or "").split(" ")[-1].casefold()


def side_of_quote(quote: Quote, known: Mapping[str, str]) -> str | None:
    """Return the side that a speaker's printed role and party put them on; of a bare name the side
    that `sides_by_name` knows, else the name itself."""
    role = f"{quote.role or ''} {quote.speaker or ''}"
    if _SHADOW.search(role):
        return quote.party or OPPOSITION
    if _MINISTER.search(role):
        return GOVERNMENT
    return quote.party or known.get(surname_of(quote), quote.speaker)


def side_of_name(text: str | None) -> str | None:
    """Return the side that some words name; None where they name none or several."""
    if not text:
        return None
    parties = [party for party, form in _PARTY_FORMS.items() if form.search(text)]
    governs = bool(_MINISTER.search(text)) and not _SHADOW.search(text)
    named = [*parties, *([GOVERNMENT] if governs else [])]
    return named[0] if len(named) == 1 else None


def disputes(line: Line) -> bool:
    """Tell whether a line speaks against something."""
    return bool(_DISPUTE.search(line.text))


def is_political(side: str) -> bool:
    """Tell whether a side is the government, the opposition or a party."""
    return side in PARTIES or side in (GOVERNMENT, OPPOSITION)


def _governing(readings: Sequence[Reading]) -> frozenset[str]:
    return frozenset(
        quote.party
        for reading in readings
        for quote in reading.quotes
        if quote.party and side_of_quote(quote, {}) == GOVERNMENT
    )
