"""Which figures may stand on a card at all: no targets, labels, ages, measures, or times that are no wait."""

import math
import re

from summaries.figures.measures import MEASURES, PLAIN
from summaries.figures.words import MANY
from summaries.model import Figure
from summaries.wordlists import word_set

# What the NHS is measured in: a small count of anything else is not news.
CARE = word_set(
    "patient people person appointment operation procedure nurse doctor consultant gp staff bed death baby child"
    " woman man mother admission attendance case referral treatment test scan scanner vaccination dose job post vacancy"
    " worker member hospital trust ward ambulance call wait breach strike midwife paramedic surgeon student place"
    " home pharmacy dentist practice pathway list day birth adult resident household injury suicide diagnosis user"
)
WAITING = re.compile(
    r"\b(?:wait(?:s|ed|ing)?|waiting\slists?|backlog|delay(?:s|ed)?|queue|trolley|12-hour|corridor)\b",
    re.I,
)
TARGET_BEHIND = re.compile(
    r"^[\s-]*(?:[\w-]+\s){0,3}?(?:target|standard|goal|ambition|threshold|pledge)s?\b", re.I
)
TARGET_BEFORE = re.compile(
    r"\b(?:target|standard|goal|ambition|aim|threshold)s?\s(?:of|is|was|that|to|for)\s(?:[\w-]+\s){0,4}$",
    re.I,
)
LABEL = re.compile(r"^\S*\d\S*-[a-z]|^[a-z]+-[a-z]+$", re.I)
# "14 of 42 areas": the part is news, however small; the whole is said with it.
WHOLE_BEHIND = re.compile(r"^\s(?:out\s)?of\s(?:(?:the|its|their|all|our|these|those)\s)?\d")
WHOLE_BEFORE = re.compile(
    r"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten)\s(?:out\s)?of\s(?:(?:the|its|their|all|our|these|those)\s)?$",
    re.I,
)
# "Of the 25,610 people who came, 3,912 waited": the whole of what follows.
WHOLE_FIRST = re.compile(r"(?:^|[;“\"]\s?)Of\s(?:(?:the|its|their|all|our|these|those)\s)?$", re.I)
# Who is served or spoken for, and what a rate is per: how large a body is, not what happened.
SERVED = re.compile(
    r"\b(?:serv(?:es|ing)|speaks?\sfor|represent(?:s|ing)?|covers|covering|home\sto|(?:for|in|out\sof)\severy)\s$"
)
REST = re.compile(r"(?P<first>\d[\d.]*)\s?(?:%|per\scent)?\s(?:to|against|[-–])\s$")
NEAR = 40  # characters on either side
FEW, SOME, MANY_ = 10, 100, 1000
LONGEST = 2000  # characters of a sentence that are looked at
MEASURED = PLAIN | frozenset(MEASURES.values()) | frozenset({"square mile", "times"})


def is_worth(figure: Figure) -> bool:
    """Whether a figure may stand on a card at all."""
    if figure.kind in ("date", "rank") or figure.unit.endswith(" of age"):
        return False
    if figure.line.text.lower().split()[-1] in MANY or LABEL.match(figure.line.text):
        return False
    if is_target(figure) or is_whole(figure) or SERVED.search(before(figure)[-NEAR:]):
        return False
    if is_rest(figure):
        return False
    if figure.kind == "duration":
        return _is_wait(figure)
    if figure.unit.split(" per ")[0] in MEASURED:
        return False
    return figure.kind != "count" or _is_large_enough(figure)


def _is_wait(figure: Figure) -> bool:
    near = WAITING.search(around(figure, NEAR))
    return figure.approx in "=~" and "-" not in figure.line.text and bool(near)


def _is_large_enough(figure: Figure) -> bool:
    """Whether a count is news by its size, its change or what it counts."""
    value = size(figure)
    if value < FEW:
        return figure.change != "none" and figure.unit == ""
    if is_part(figure):
        return True
    if value < SOME:
        return head(figure) in CARE
    return bool(figure.unit) or value >= MANY_ or figure.change != "none"


def is_target(figure: Figure) -> bool:
    """Whether the figure is a target or the name of one, and not what was reached."""
    return bool(TARGET_BEHIND.match(behind(figure)) or TARGET_BEFORE.search(before(figure)[-60:]))


def is_whole(figure: Figure) -> bool:
    """Whether the figure is the whole of which another one is told: "1,150 of the 2,000 beds"."""
    words = before(figure)[-30:]
    return figure.kind == "count" and bool(WHOLE_BEFORE.search(words) or WHOLE_FIRST.search(words))


def is_rest(figure: Figure) -> bool:
    """Whether a share is what another one leaves of a hundred: "by 74 per cent to 26 per cent"."""
    first = REST.search(before(figure)[-30:]) if figure.unit == "percent" else None
    return first is not None and math.isclose(float(first["first"]) + size(figure), 100)


def is_part(figure: Figure) -> bool:
    """Whether the figure is told of a whole: "14 of 42 areas"."""
    return figure.kind == "count" and bool(WHOLE_BEHIND.match(behind(figure)))


def size(figure: Figure) -> float:
    """The figure's number, or the upper end of a range."""
    return figure.value if isinstance(figure.value, float) else (figure.high or 0.0)


def head(figure: Figure) -> str:
    """The noun that a count is of, in the singular and lower case; empty for money and shares."""
    unit = figure.unit.split(" per ")[0].lower()
    return unit.split()[-1] if unit and figure.kind != "percent" else ""


def before(figure: Figure) -> str:
    """The words of the sentence before a figure."""
    at = figure.line.start - figure.sentence.start
    return figure.sentence.text[max(0, at - LONGEST) : at]


def behind(figure: Figure) -> str:
    """The words of the sentence behind a figure."""
    at = figure.line.end - figure.sentence.start
    return figure.sentence.text[at : at + LONGEST]


def around(figure: Figure, reach: int) -> str:
    """A figure with the words on both sides of it."""
    return before(figure)[-reach:] + figure.line.text + behind(figure)[:reach]
