"""Which figures are worth a card: what a health-policy reader wants, best first, mentions merged."""

import math
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from summaries.figures.measures import MEASURES, PLAIN
from summaries.figures.words import MANY
from summaries.model import Figure
from summaries.wordlists import word_set

# What the NHS is measured in: a count of these is worth more, and small counts of the others are not news.
CARE = word_set(
    "patient people person appointment operation procedure nurse doctor consultant gp staff bed death baby child"
    " woman man mother admission attendance case referral treatment test scan vaccination dose job post vacancy"
    " worker member hospital trust ward ambulance call wait breach strike midwife paramedic surgeon student place"
    " home pharmacy dentist practice pathway list day birth adult resident household injury suicide diagnosis user"
)
PATIENTS = word_set(
    "patient people person appointment operation death baby child woman man case pathway wait"
)
WAITING = re.compile(
    r"\b(?:wait(?:s|ed|ing)?|waiting\slists?|backlog|delay(?:s|ed)?|queue|trolley|12-hour|corridor)\b",
    re.I,
)
HARM = re.compile(r"\b(?:cancel(?:led|lations?)|died|deaths?|harm(?:ed)?|avoidable)\b", re.I)
RECORD = re.compile(
    r"\b(?:record|highest|lowest|worst|longest|first\stime|unprecedented|all-time)\b", re.I
)
TARGET_BEHIND = re.compile(
    r"^[\s-]*(?:[\w-]+\s){0,3}?(?:target|standard|goal|ambition|threshold|pledge)s?\b", re.I
)
TARGET_BEFORE = re.compile(
    r"\b(?:target|standard|goal|ambition|aim|threshold)\s(?:of|is|was|that|to)\s(?:[\w-]+\s){0,4}$",
    re.I,
)
LABEL = re.compile(r"^\S*\d\S*-[a-z]|^[a-z]+-[a-z]+$", re.I)
NEAR = 40  # characters on either side
MILLION = 1e6
FEW, SOME, MANY_ = 10, 100, 1000
LEAD = 900  # characters over which the worth of standing early falls to a third
LEAD_WORTH = 1.8
MEASURED = PLAIN | frozenset(MEASURES.values()) | frozenset({"square mile", "times"})
MOST_ALIKE = 20  # figures of one value that are told apart
LONGEST = 2000  # characters of a sentence that are looked at
ALIKE = 0.2  # of the words of the shorter sentence, for one figure told twice
WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 3.0  # below this a figure is not worth a card


def pick_cards(figures: Sequence[Figure], limit: int = 5) -> tuple[Figure, ...]:
    """Return at most `limit` figures worth a card, best first. Mentions of one figure, in one or more
    documents, are merged: the one that is stated, says what it counts and stands first is kept."""
    groups: dict[object, list[list[Figure]]] = {}
    bases = {(f.sentence.article, f.sentence.start, f.base) for f in figures if f.base}
    for figure in figures:
        if not is_worth(figure) or _is_base(figure, bases):
            continue
        alike = groups.setdefault((figure.kind, figure.value, figure.low, figure.high), [])
        same = next((g for g in alike if is_same(g[0], figure)), None)
        if same is not None:
            same.append(figure)
        elif len(alike) < MOST_ALIKE:
            alike.append([figure])
    ranked = sorted((g for alike in groups.values() for g in alike), key=lambda g: -_rate(g))
    best = [_best(g) for g in ranked if _rate(g) >= ENOUGH][: limit * 4]
    return tuple(f for f in best if not any(_is_end(f, other) for other in best))[:limit]


def _is_base(figure: Figure, bases: Collection[tuple[int, int, str | None]]) -> bool:
    """Whether a figure is only what another one of its sentence is compared with."""
    where = (figure.sentence.article, figure.sentence.start)
    return any(b[:2] == where and (b[2] or "").startswith(figure.line.text) for b in bases)


def _is_end(figure: Figure, other: Figure) -> bool:
    """Whether a figure is an end of another one that is a range: "£86m" beside "from £31m to £86m"."""
    alike = (figure.unit, figure.line.article) == (other.unit, other.line.article)
    return alike and other.value is None and figure.value in (other.low, other.high)


def is_same(one: Figure, two: Figure) -> bool:
    """Whether two figures are mentions of one: same value, kind and nation, and nothing counted that
    differs. Money, shares and figures without a noun must stand in sentences that are alike."""
    value = (one.kind, one.value, one.low, one.high) == (two.kind, two.value, two.low, two.high)
    if not value or (one.change != two.change and "none" not in (one.change, two.change)):
        return False
    nations = {one.nation, two.nation} - {None, "UK"}
    heads = {_head(one), _head(two)}
    if (one.unit != two.unit and "" not in heads) or len(nations) > 1:
        return False
    if one.kind == "count" and "" not in heads:
        return len(heads) == 1
    large = one.kind == "count" and isinstance(one.value, float) and one.value >= MANY_
    if one.kind == "money" and one.line.article == two.line.article:
        large = isinstance(one.value, float) and one.value >= MILLION
    return large or _overlap(one.sentence.text, two.sentence.text) >= ALIKE


def _overlap(one: str, two: str) -> float:
    """How much two sentences share, by their longer words: 0 to 1 of the shorter one."""
    first, second = _long_words(one), _long_words(two)
    return len(first & second) / max(1, min(len(first), len(second)))


def is_worth(figure: Figure) -> bool:
    """Whether a figure may stand on a card at all."""
    if figure.kind in ("date", "rank") or figure.unit.endswith(" of age"):
        return False
    if (
        figure.line.text.lower().split()[-1] in MANY
        or _is_target(figure)
        or LABEL.match(figure.line.text)
    ):
        return False
    if figure.kind == "duration":
        return (
            figure.approx in "=~"
            and "-" not in figure.line.text
            and bool(WAITING.search(_near(figure)))
        )
    if figure.unit.split(" per ")[0] in MEASURED:
        return False
    if figure.kind != "count":
        return True
    value = figure.value if isinstance(figure.value, float) else (figure.high or 0.0)
    if value < FEW:
        return figure.change != "none" and figure.unit == ""
    if value < SOME:
        return _head(figure) in CARE
    return bool(figure.unit) or value >= MANY_ or figure.change != "none"


@lru_cache(maxsize=4096)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(w for w in WORD.findall(text[:LONGEST].lower()) if len(w) > 3)


def _near(figure: Figure) -> str:
    """The words around a figure, to see whether a time is a wait."""
    at = figure.line.start - figure.sentence.start
    return figure.sentence.text[max(0, at - NEAR) : at + len(figure.line.text) + NEAR]


def _head(figure: Figure) -> str:
    return figure.unit.lower().split()[-1] if figure.unit and figure.kind != "percent" else ""


def _is_target(figure: Figure) -> bool:
    """Whether the figure is a target or the name of one, and not what was reached."""
    at = figure.line.start - figure.sentence.start
    text = figure.sentence.text[: at + LONGEST]
    behind, before = text[at + len(figure.line.text) :], text[:at]
    return bool(TARGET_BEHIND.match(behind) or TARGET_BEFORE.search(before[-60:]))


def _rate(mentions: Sequence[Figure]) -> float:
    """Rate a figure by scale, what it counts, change, record, waiting, place in the text and mentions."""
    figure = _best(mentions)
    text = figure.sentence.text[:LONGEST]
    rate = _scale(figure)
    heads = {_head(figure), _last_word(figure.counted)}
    rate += 1.8 if heads & PATIENTS else 1.2 * bool(heads & CARE)
    rate += 0.8 * (figure.change != "none") + 0.8 * bool(RECORD.search(text))
    rate += 0.6 * bool(WAITING.search(text) or HARM.search(text))
    rate += 0.6 * min(len(mentions) - 1, 4)
    rate += LEAD_WORTH * math.exp(-min(m.sentence.start for m in mentions) / LEAD)
    return rate - 0.3 * (figure.status == "claimed")


def _scale(figure: Figure) -> float:
    """Rate the size of a figure by its kind: money and shares are news when small, counts are not."""
    value = figure.value if isinstance(figure.value, float) else (figure.high or 0.0)
    if figure.kind == "percent":
        return 2.6 if any(c.isdigit() for c in figure.line.text) or figure.counted else 2.0
    if figure.kind == "duration":
        return 1.8
    size = math.log10(max(abs(value), 1.0))
    return 1.0 + size / 2.2 if figure.kind == "money" else 0.8 + size / 3


def _last_word(phrase: str) -> str:
    return phrase.rsplit(" ", 1)[-1].lower().rstrip("s")


def _best(mentions: Sequence[Figure]) -> Figure:
    return min(
        mentions, key=lambda f: (f.status == "claimed", not f.counted, f.line.article, f.line.start)
    )
