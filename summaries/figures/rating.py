"""How much a health-policy reader wants a figure: scale, what it counts, change, record, place, mentions.

The weights came from a logistic regression held to a prior, on the tuning half of the newsroom's labels
(`python -m tests.evaluation.train_cards` fits them anew; of the cards left out about four in five were
labelled); a rating above 0 means that a card is wanted more often than not.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence

from summaries.figures.worth import (
    CARE,
    LONGEST,
    WAITING,
    around,
    before,
    behind,
    head,
    is_part,
    size,
)
from summaries.model import Figure
from summaries.wordlists import word_set

PATIENTS = word_set(
    "patient people person appointment operation death baby child woman man case pathway wait"
)
HARM = re.compile(r"\b(?:cancel(?:led|lations?)|died|deaths?|harm(?:ed)?|avoidable)\b", re.I)
RECORD = re.compile(
    r"\b(?:record|highest|lowest|worst|longest|first\stime|unprecedented|all-time)\b", re.I
)
SPENT = re.compile(
    r"\b(?:spen[dt]|spending|cost(?:s|ing)?|pay|paid|pays|invest(?:ed|ing|ment)?|fund(?:ed|ing|s)?|budget|deficit"
    r"|gap|sav(?:e|ed|ings?)|cut|price|bill|owes?|lost|loss)\b",
    re.I,
)
# Whom a body has, who is asked or meant: how large they are, not what happened.
SETTING = re.compile(
    r"\b(?:its|their|our|his|her|[Tt]he|[Tt]hose|[Tt]hese|interviewed|surveyed|survey\sof)\s$"
)
FORMER = re.compile(
    r"\b(?:a\syear\sago|last\s(?:winter|year)|previously|was\sfirst|had\sbeen|in\s(?:19|20)\d\d)\b",
    re.I,
)
RATE = re.compile(
    r"^\s(?:an?|per|each|every|for\seach)\s(?:day|night|week|month|year|patient|head|bed|person|\w+\sdispensed)",
    re.I,
)
RATIO = re.compile(r"\s(?:in|out\sof)\s", re.I)
NUMERAL = re.compile(r"(?<![\w-])[£$€]?\d[\d,.]*(?![\d-])")
NEAR = 60  # characters on either side
LEAD = 900  # characters over which the worth of standing early falls to a third

Feature = Callable[[Figure, Sequence[Figure]], float]
FEATURES: Mapping[str, Feature] = {
    "percent": lambda f, _: f.kind == "percent" and any(c.isdigit() for c in f.line.text),
    "share": lambda f, _: f.kind == "percent" and not any(c.isdigit() for c in f.line.text),
    "one in so many": lambda f, _: f.kind == "percent" and bool(RATIO.search(f.line.text)),
    "money": lambda f, _: f.kind == "money",
    "scale of money": lambda f, _: _digits(f) if f.kind == "money" else 0.0,
    "scale of a count": lambda f, _: _digits(f) if f.kind == "count" else 0.0,
    "patients": lambda f, _: bool({head(f), _last_word(f.counted)} & PATIENTS),
    "care": lambda f, _: bool({head(f), _last_word(f.counted)} & CARE),
    "change": lambda f, _: f.change != "none",
    "record": lambda f, _: bool(RECORD.search(around(f, NEAR))),
    "waiting": lambda f, _: bool(WAITING.search(around(f, NEAR)) or HARM.search(around(f, NEAR))),
    "spent": lambda f, _: f.kind == "money" and bool(SPENT.search(before(f)[-NEAR:])),
    "rate": lambda f, _: bool(RATE.match(behind(f))) or " per " in f.unit,
    "part": lambda f, _: is_part(f),
    "setting": lambda f, _: bool(SETTING.search(before(f)[-NEAR:])),
    "former": lambda f, _: bool(FORMER.search(_text(f))),
    "hedged": lambda f, _: f.approx != "=",
    "claimed": lambda f, _: f.status == "claimed",
    "quoted": lambda f, _: _is_quoted(f),
    "behind another": lambda f, _: bool(NUMERAL.search(before(f))),
    "lead": lambda _, all_: math.exp(-min(m.sentence.start for m in all_) / LEAD),
    "mentions": lambda _, all_: float(min(len(all_) - 1, 3)),
}
WEIGHTS: Mapping[str, float] = {
    "percent": 1.27,
    "share": -0.13,
    "one in so many": 0.77,
    "money": 0.50,
    "scale of money": 0.32,
    "scale of a count": 0.30,
    "patients": 0.47,
    "care": 0.51,
    "change": 0.96,
    "record": 0.32,
    "waiting": 0.21,
    "spent": 0.42,
    "rate": 0.03,
    "part": 0.56,
    "setting": -1.13,
    "former": -0.55,
    "hedged": -0.02,
    "claimed": -0.42,
    "quoted": -0.34,
    "behind another": -0.19,
    "lead": 1.78,
    "mentions": 0.63,
}
BIAS = -1.77


def rate(figure: Figure, mentions: Sequence[Figure]) -> float:
    """Rate a figure with its other mentions; above 0 it is worth a card."""
    return BIAS + sum(WEIGHTS[name] * FEATURES[name](figure, mentions) for name in WEIGHTS)


def _digits(figure: Figure) -> float:
    return math.log10(max(abs(size(figure)), 1.0))


def _text(figure: Figure) -> str:
    return figure.sentence.text[:LONGEST]


def _is_quoted(figure: Figure) -> bool:
    """Whether the figure stands in quotation marks that open in its own sentence."""
    words = before(figure)
    return words.count("“") > words.count("”") or words.count('"') % 2 == 1 or words[:1] in "‘'“"


def _last_word(phrase: str) -> str:
    return phrase.rsplit(" ", 1)[-1].lower().rstrip("s")
