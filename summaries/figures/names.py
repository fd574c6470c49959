"""Numbers that are no quantities: parts of names, years, ordinals, labels, the pronoun "one"."""

from collections.abc import Sequence

from summaries.calendar import MONTHS
from summaries.figures.measures import MEASURES, PENCE
from summaries.figures.numbers import DASHES, Number
from summaries.figures.tokens import Token
from summaries.figures.units import Unit
from summaries.figures.words import GLUED_SCALES, NUMBER_WORDS, SCALES
from summaries.wordlists import word_set

LABELS = word_set(
    "number no nos page pages chapter section clause article room flat platform terminal game"
    " channel route junction gate paragraph figure table appendix volume issue episode part"
    " schedule regulation question tier"
)
SPECIAL = frozenset({"999", "111", "112", "101"})
YEAR_BEFORE = word_set(
    "in of since by from until till during between early late mid before after circa the season"
    " spring summer autumn winter fall year fy and to for christmas election elections plan"
    " through this last a"
)
NOT_ONE = word_set(
    "no any this that which each every the another some only other day's day another's by"
)
AFTER_NOT_ONE = word_set(
    "another another's by or is was who whose day of's could can should would has had might may may's"
    " will step-by-step to minute and's"
)


def is_name(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    """Whether a number is no quantity: part of a name, a year, an ordinal, a label, a pronoun."""
    if unit.kind in ("money", "rank"):
        return False
    before = tuple(t.low for t in tokens[max(0, number.first - 2) : number.first])
    every = before == ("for", "every") and (number.value or 0) >= 100
    if before[-1:] == ("per",) or every:
        return True  # "15 per 100,000", "for every 1,000 births"
    if not number.digits and _is_titled(tokens, number):
        return True
    if not number.digits:
        return _is_pronoun(tokens, number, unit)
    if _is_glued_name(tokens, number) or _is_label(tokens, number, unit):
        return True
    return _is_year(tokens, number, unit) or _is_model(tokens, number, unit)


def _is_titled(tokens: Sequence[Token], number: Number) -> bool:
    """Read "Formula One": a number in words that is part of a name."""
    at = number.first
    return (
        at > 0 and tokens[at].capital and tokens[at - 1].kind == "word" and tokens[at - 1].capital
    )


def _is_pronoun(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    if number.value != 1 or number.part or number.last - number.first > 1 or number.scale != 1:
        return False
    before = tokens[number.first - 1].low if number.first else ""
    after = tokens[number.last].low if number.last < len(tokens) else ""
    follows = tokens[number.last + 1].low if number.last + 1 < len(tokens) else ""
    if after == "to" and follows in NUMBER_WORDS:
        return False
    if before == "between":
        return False
    if before in NOT_ONE or after in AFTER_NOT_ONE:
        return True
    return unit.name in ("", "day", "thing")


def _is_glued_name(tokens: Sequence[Token], number: Number) -> bool:
    """Read V10, COVID-19, F-150, 3rd, 1990s, 5G: digits that belong to letters."""
    token = tokens[number.first]
    before = tokens[number.first - 1] if number.first else None
    if before and token.glued:
        if before.kind == "word" and before.low not in ("rm", "ps", "usd", "gbp", "eur"):
            return True
        if (
            before.text in DASHES
            and before.glued
            and number.first > 1
            and tokens[number.first - 2].kind == "word"
        ):
            known_prefix = tokens[number.first - 2].low in (
                "sub",
                "minus",
                "under",
                "over",
                "then",
                "now",
                "to",
                "non",
                "pre",
            )
            if not known_prefix:
                return True
        if before.text in ".#@_" and before.text != ".":
            return True
    after = tokens[number.last] if number.last < len(tokens) else None
    if after is None or not after.glued or after.kind != "word":
        return False
    if after.low == "st" and token.text.endswith("1") and not token.text.endswith("11"):
        return True  # 21st, 31st: a weight of eleven stone is 11st
    known = (
        after.low in MEASURES
        or after.low in PENCE
        or after.low in SCALES
        or after.low in GLUED_SCALES
        or after.low in ("pc", "x", "ppt", "pp", "bps")
    )
    return not known


def _is_label(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    before = tokens[number.first - 1].low if number.first else ""
    earlier = tokens[number.first - 2].low if number.first > 1 else ""
    if (
        before in LABELS
        and not number.scale > 1
        and (before not in ("no", "number") or unit.name == "" or tokens[number.first - 1].capital)
    ):
        return unit.kind != "percent"
    if before in ("month", "week", "day") and not unit.name and number.scale == 1:
        return True  # "at month 6"
    if before == "." and earlier in ("no", "nos") and tokens[number.first - 1].glued:
        return True
    printed = tokens[number.first].text
    return (
        printed in SPECIAL
        and number.last == number.first + 1
        and unit.name in ("", "online", "call", "service", "call handler", "line", "number")
    )


def _is_year(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    token = tokens[number.first]
    if (
        len(token.text) != 4
        or not token.text.isdigit()
        or number.scale != 1
        or not 1000 <= (number.value or 0) <= 2150
    ):
        return False
    if (
        unit.kind in ("percent", "duration") and unit.name not in ("season",)
    ) or unit.name in MEASURES.values():
        return False
    before = tokens[number.first - 1].low if number.first else ""
    near = (number.value or 0) >= 1900
    earlier = tokens[number.first - 2].low if number.first > 1 else ""
    if before == "of" and earlier in ("average", "total", "sum", "number", "maximum", "minimum"):
        return False
    if before in MONTHS or (
        before in YEAR_BEFORE
        and not (
            unit.name
            and before in ("the", "a", "of", "to", "by", "for", "and", "after")
            and not near
        )
    ):
        return True
    if not near:
        return False
    hedge = before in ("about", "around", "over", "than", "least", "nearly", "almost", "some")
    return not hedge and not (
        unit.name and tokens[number.last].low.endswith("s") and before in ("", "were", "are", "had")
    )


def _is_model(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    """Read Radio 4, FTSE 100: a number behind a name."""
    at = number.first
    if (
        at < 1
        or number.scale != 1
        or unit.kind != "count"
        or "," in tokens[at].text
        or "." in tokens[at].text
    ):
        return False
    before = tokens[at - 1]
    if (
        before.kind != "word"
        or not (before.capital or before.text[1:2].isupper())
        or unit.name in MEASURES.values()
    ):
        return False
    if at == 1 and (
        before.low
        in (
            "about",
            "around",
            "over",
            "some",
            "nearly",
            "almost",
            "only",
            "just",
            "with",
            "the",
            "at",
            "in",
            "by",
            "to",
            "for",
            "of",
            "all",
            "those",
            "these",
            "another",
            "and",
            "but",
            "after",
            "more",
            "than",
            "under",
            "up",
            "as",
            "since",
            "from",
            "an",
            "a",
            "last",
            "our",
            "their",
            "its",
            "his",
            "her",
            "these",
            "between",
            "when",
            "if",
            "while",
            "there",
        )
    ):
        return False
    return not (unit.name and at > 1 and before.low in ("the",))
