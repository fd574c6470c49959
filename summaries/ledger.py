"""Figures seen again: what the same measure was before, and where outlets differ on it. Pure.

Two figures are of one measure only where everything that says what is measured is the same: kind,
unit, nation, the words of the field in their clause ("waiting", "more than a year"), and every name in
it. Whatever is told as a plan, a change or a part says nothing here: no trend is better than a wrong one.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from summaries.figures.words import SMALL
from summaries.figures.worth import LONGEST, before, behind, is_part, is_target, is_whole, size
from summaries.model import Figure, Source
from summaries.topics import nation_in
from summaries.wordlists import word_set

Lifted = tuple[Figure, Source]

# What health figures are of. A clause with none of these has no measure that can be told again.
TERMS = {
    "waiting": r"wait(?:s|ed|ing)?|waiting\slists?|backlog|queue",
    "treated": r"treat(?:ed|ment)|seen|start(?:ed)?\streatment|admitted",
    "emergency": r"A&E|emergency\sdepartments?|casualty",
    "ambulance": r"ambulances?|handovers?",
    "cancer": r"cancer",
    "general practice": r"GPs?|general\spractice",
    "dental": r"dentists?|dental|dentistry",
    "mental health": r"mental\shealth|CAMHS",
    "diagnosis": r"diagnos\w+|scans?|all-clear",
    "discharge": r"discharges?d?|well\senough\sto\sleave|fit\sto\sleave",
    "corridor": r"corridors?|trolleys?",
    "cancelled": r"cancell?ed|cancellations?|postponed|rescheduled",
    "strike": r"strikes?|striking|walk-?outs?|industrial\saction",
    "dead": r"died|deaths?|mortality",
    "vacant": r"vacanc(?:y|ies)|vacant|unfilled",
    "closed": r"closed|closures?",
    "open": r"open(?:ed)?",
    "occupied": r"occup(?:ied|ancy)|taken|full",
    "vaccinated": r"vaccinat\w+|jabs?|uptake",
    "absent": r"sickness|absen(?:t|ce)",
    "admission": r"admissions?",
    "attendance": r"attendances?|attended",
}
TERM = re.compile(
    "|".join(rf"(?P<t{i}>\b(?:{words})\b)" for i, words in enumerate(TERMS.values())), re.IGNORECASE
)
NAMES_OF_TERMS = tuple(TERMS)
OWN_MEASURE = word_set("pathway vacancy")  # units that say all by themselves
SPAN = re.compile(
    rf"\b(?:(?P<over>more\sthan|over|longer\sthan|at\sleast)|(?P<under>within|under|less\sthan|fewer\sthan))?\s?"
    rf"(?P<number>\d+|an?|{'|'.join(SMALL)})[\s-](?P<unit>minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
PERIOD_BEFORE = re.compile(
    r"\b(?:in|over|during|for)\s(?:the\s(?:last|past|next)\s)?$", re.IGNORECASE
)
CLAUSE = re.compile(r"[;:–—]\s|\s-\s|,\s(?:and|but|while|with\sthe)\s")
PLANNED = re.compile(
    r"\b(?:will|would|could|should|may|might|plans?|planned|expect(?:s|ed)?|aims?|to\sbe|promised?|pledged?|if|asked\sfor"
    r"|called\sfor|need(?:s|ed)?)\b"
)
CHANGE_BEHIND = re.compile(r"^\s(?:more|fewer|extra|additional|less|higher|lower)\b", re.IGNORECASE)
CHANGE_BEFORE = re.compile(r"\b(?:by|another|further|extra|additional)\s$", re.IGNORECASE)
BASE_BEFORE = re.compile(r"\b(?:from|than|compared\s(?:with|to)|against)\s$")  # of another time
ADDED = re.compile(r"^(?:more|extra|additional|further|new)\b", re.IGNORECASE)
NAME = re.compile(r"(?<![.!?“\"‘]\s)(?<!^)(?<![“\"‘])\b[A-Z][\w’'-]+")
NO_NAMES = word_set(
    "NHS A&E GP GPs England Wales Scotland Northern Ireland UK Britain English Welsh Scottish British January February"
    " March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday"
    " Saturday Sunday I"
)
NATIONAL = 50_000.0  # a count so large is a nation's, even where its sentence does not name it
APART = timedelta(days=6)  # nearer than this is the same news, later is a new figure
MOST_BEFORE = 4
MOST_TOLD = 60  # tellings of one measure that are held against one another


@dataclass(frozen=True, slots=True)
class Measure:
    """What exactly a figure measures; equal only where all of it is."""

    kind: str
    unit: str
    nation: str
    of: str
    terms: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same measure as it was told before, and how many days before."""

    figure: Figure
    source: Source
    days: int


@dataclass(frozen=True, slots=True)
class Differing:
    """One measure, one time, two outlets, two values."""

    one: Lifted
    two: Lifted


def measure_of(figure: Figure) -> Measure | None:
    """Say what a figure measures, or None where its clause does not say it fully enough."""
    if not _is_measured(figure):
        return None
    clause = _clause(figure)
    if PLANNED.search(clause):
        return None
    terms = frozenset(_terms(clause))
    terms -= {"treated"} if "waiting" in terms else set()  # "waiting for treatment"
    unit = figure.unit.lower()
    if not any(term in TERMS for term in terms) and unit not in OWN_MEASURE:
        return None
    text = figure.sentence.text[:LONGEST]
    names = frozenset(m.group() for m in NAME.finditer(text)) - NO_NAMES
    of = figure.counted.lower() if figure.kind == "percent" else ""
    return Measure(figure.kind, unit, figure.nation or "", of, terms, names)


def find_earlier(
    figure: Figure, source: Source, known: Sequence[Lifted], most: int = MOST_BEFORE
) -> tuple[Earlier, ...]:
    """Return what the measure of a figure was before, newest first, each value once; none where the
    article has no date, or where nothing before it is of exactly this measure."""
    measure = measure_of(figure)
    if measure is None or source.published is None:
        return ()
    found = [
        Earlier(other, origin, (source.published - origin.published).days)
        for other, origin in known
        if origin.published is not None
        and source.published - origin.published > APART
        and (other.unit, other.nation) == (figure.unit, figure.nation)
        and measure_of(other) == measure
        and not agree(figure, other)
    ]
    found.sort(key=lambda e: e.days)
    told: list[Earlier] = []
    for earlier in found:
        if not any(agree(earlier.figure, other.figure) for other in told):
            told.append(earlier)
    return tuple(told[:most])


def find_differing(lifted: Sequence[Lifted]) -> tuple[Differing, ...]:
    """Return where two outlets give different values for one measure of one time: the same printed
    period, published within days of one another. A rounded or hedged value does not differ."""
    measured = [(m, pair) for pair in lifted if (m := measure_of(pair[0])) is not None]
    by_measure: dict[Measure, list[Lifted]] = {}
    for measure, pair in measured:
        by_measure.setdefault(measure, []).append(pair)
    return tuple(f for pairs in by_measure.values() for f in _differing(pairs[:MOST_TOLD]))


def _differing(pairs: Sequence[Lifted]) -> Iterator[Differing]:
    for index, one in enumerate(pairs):
        for two in pairs[:index]:
            if _is_one_time(one, two) and not agree(one[0], two[0]):
                yield Differing(two, one)


def _is_one_time(one: Lifted, two: Lifted) -> bool:
    (first, source), (second, other) = one, two
    if source.published is None or other.published is None or source.outlet == other.outlet:
        return False
    near = abs(source.published - other.published) <= APART
    return near and (first.period or "").lower() == (second.period or "").lower()


def agree(one: Figure, two: Figure) -> bool:
    """Whether two values can both be true: equal, one the other rounded, or within its hedge."""
    first, second = size(one), size(two)
    if one.value is None or two.value is None:
        return (one.low, one.high) == (two.low, two.high)
    if _within(one, second) or _within(two, first):
        return True
    return abs(first - second) <= max(_grain(one), _grain(two)) / 2


def _within(figure: Figure, value: float) -> bool:
    """Whether a value is what "more than 600,000" or "up to 600,000" says: at most a tenth off."""
    bound = size(figure)
    if figure.approx == ">":
        return bound <= value <= 1.1 * bound
    return figure.approx == "<" and 0.9 * bound <= value <= bound


def _grain(figure: Figure) -> float:
    """How finely a value is told: 7.2 million to a hundred thousand, 593,000 to a thousand. A figure
    that is not hedged is rounded too where it ends in zeros, to three digits at least."""
    value = abs(size(figure))
    if value == 0 or figure.kind == "percent":
        return 0.1 if figure.approx == "=" else 1.0
    digits = 2 if figure.approx == "~" else 3
    coarsest = 10.0 ** (math.floor(math.log10(value)) - digits + 1)
    grain = 1.0
    while grain < coarsest and value % (grain * 10) == 0:
        grain *= 10
    return grain if grain > 1 else 0.0


def _is_measured(figure: Figure) -> bool:
    """Whether a figure is a level of something national: no change, part, target, or added amount. Money
    never is: whose it is stands in other sentences too often."""
    of = figure.unit if figure.kind == "count" else figure.counted
    if figure.kind not in ("count", "percent") or not of or BASE_BEFORE.search(before(figure)):
        return False
    if nation_in(figure.sentence.text) is None and not size(figure) >= NATIONAL:
        return False
    if is_target(figure) or is_part(figure) or is_whole(figure) or ADDED.match(figure.counted):
        return False
    return not (CHANGE_BEHIND.match(behind(figure)) or CHANGE_BEFORE.search(before(figure)[-20:]))


def _clause(figure: Figure) -> str:
    """The clause of its sentence in which a figure stands."""
    text = figure.sentence.text[:LONGEST]
    start, end = figure.line.start - figure.sentence.start, figure.line.end - figure.sentence.start
    cuts = [match.span() for match in CLAUSE.finditer(text)]
    first = max((stop for _, stop in cuts if stop <= start), default=0)
    last = min((begin for begin, _ in cuts if begin >= end), default=len(text))
    return text[first:last]


def _terms(clause: str) -> Iterator[str]:
    for match in TERM.finditer(clause):
        yield NAMES_OF_TERMS[int((match.lastgroup or "t0")[1:])]
    for match in SPAN.finditer(clause):
        if match["over"] or match["under"] or not PERIOD_BEFORE.search(clause[: match.start()]):
            sign = ">" if match["over"] else "<" if match["under"] else ""
            number = {"a": 1, "an": 1, **SMALL}.get(match["number"].lower(), match["number"])
            yield f"{sign}{number} {match['unit'].lower()}"
