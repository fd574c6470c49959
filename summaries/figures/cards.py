"""Which figures are worth a card: what a health-policy reader wants, best first, mentions merged."""

import math
import re
from collections.abc import Sequence

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
WAITING = re.compile(
    r"\b(?:wait(?:s|ed|ing)?|waiting\slists?|backlog|delay(?:s|ed)?|queue|trolley|12-hour|corridor)\b",
    re.I,
)
HARM = re.compile(r"\b(?:cancel(?:led|lations?)|died|deaths?|harm(?:ed)?|avoidable|closed|cut)\b", re.I)
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
LEAD = 700  # characters: the first paragraphs of an article
ALIKE = 0.2  # of the words of the shorter sentence, for one figure told twice
WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 3.0  # below this a figure is not worth a card


def pick_cards(figures: Sequence[Figure], limit: int = 5) -> tuple[Figure, ...]:
    """Return at most `limit` figures worth a card, best first. Mentions of one figure, in one or more
    documents, are merged: the one that is stated, says what it counts and stands first is kept."""
    groups: list[list[Figure]] = []
    for figure in figures:
        if not is_worth(figure):
            continue
        same = next((g for g in groups if is_same(g[0], figure)), None)
        if same is None:
            groups.append([figure])
        else:
            same.append(figure)
    ranked = sorted(groups, key=lambda g: -_rate(g))
    return tuple(_best(g) for g in ranked if _rate(g) >= ENOUGH)[:limit]


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
    first, second = ({w for w in WORD.findall(text.lower()) if len(w) > 3} for text in (one, two))
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
        return "-" not in figure.line.text and bool(WAITING.search(_near(figure)))
    if figure.kind != "count":
        return True
    value = figure.value if isinstance(figure.value, float) else (figure.high or 0.0)
    if value < FEW:
        return figure.change != "none" and figure.unit == ""
    if value < SOME:
        return _head(figure) in CARE
    return bool(figure.unit) or value >= MANY_


def _near(figure: Figure) -> str:
    """The words around a figure, to see whether a time is a wait."""
    at = figure.line.start - figure.sentence.start
    return figure.sentence.text[max(0, at - NEAR) : at + len(figure.line.text) + NEAR]


def _head(figure: Figure) -> str:
    return figure.unit.lower().split()[-1] if figure.unit and figure.kind != "percent" else ""


def _is_target(figure: Figure) -> bool:
    """Whether the figure is a target or the name of one, and not what was reached."""
    text = figure.sentence.text
    at = figure.line.start - figure.sentence.start
    behind, before = text[at + len(figure.line.text) :], text[:at]
    return bool(TARGET_BEHIND.match(behind) or TARGET_BEFORE.search(before[-60:]))


def _rate(mentions: Sequence[Figure]) -> float:
    """Rate a figure by scale, what it counts, change, record, waiting, place in the text and mentions."""
    figure = _best(mentions)
    text = figure.sentence.text
    rate = _scale(figure)
    rate += 2.0 * (
        _head(figure) in CARE or figure.counted.split(" ")[-1].lower().rstrip("s") in CARE
    )
    rate += 1.0 * (figure.change != "none") + 1.0 * bool(RECORD.search(text))
    rate += 1.0 * bool(WAITING.search(text) or HARM.search(text)) + 0.8 * min(len(mentions) - 1, 4)
    rate += 1.0 * any(m.sentence.start < LEAD for m in mentions)
    return rate - 0.3 * (figure.status == "claimed")


def _scale(figure: Figure) -> float:
    value = figure.value if isinstance(figure.value, float) else (figure.high or 0.0)
    if figure.kind == "percent":
        return 2.3
    if figure.kind == "duration":
        return 1.5
    return (1.0 if figure.kind == "money" else 0.5) + math.log10(max(abs(value), 1.0)) / 2


def _best(mentions: Sequence[Figure]) -> Figure:
    return min(
        mentions, key=lambda f: (f.status == "claimed", not f.counted, f.line.article, f.line.start)
    )
