"""Find the quantities of one sentence: numbers with units, joined to ranges, hedged and directed.

tokens → numbers, without names and dates → units → ranges → hedges → directions, bases → borrowing
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from summaries.figures.borrowing import borrow
from summaries.figures.context import Found, read_direction, read_hedge, with_bases
from summaries.figures.names import is_name
from summaries.figures.numbers import DASHES, Number, read_number, read_ratio, read_ratio_around
from summaries.figures.ranges import join_ranges
from summaries.figures.tokens import Token, read_tokens
from summaries.figures.units import Unit, read_unit
from summaries.figures.words import (
    FACTORS,
    FOLDS,
    NUMBER_WORDS,
    PARTS,
    SIGNS_OF_PARTS,
)

_WORDS = "|".join(sorted(NUMBER_WORDS | set(PARTS) | set(FACTORS) | set(FOLDS) | {"dozen"}))
MAYBE = re.compile(rf"\d|[{''.join(SIGNS_OF_PARTS)}]|\b(?:{_WORDS})\b", re.IGNORECASE)
NOT_WORDS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|#\w+", re.IGNORECASE)
CLOCK = re.compile(
    r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?|o'clock|noon|midday)|\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{4}\s(?:GMT|BST)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"(?<![\w£$.,])(?:\+\d{2}\s?|\(?0)\d[\d\s()-]{6,16}\d\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")
VERSION = re.compile(
    r"\b\d+(?:\.\d+){2,}\b|\b\d+/\d+(?!\d)(?!\s?(?:of|cm|m)\b)|\[\d+\]|\b\d{1,2}-\d{1,2}-\d{2,4}\b"
)
COVID = re.compile(r"\bCOVID\s?[-–]?\s?19\b", re.IGNORECASE)
MASKS = (COVID, NOT_WORDS, CLOCK, PHONE, POSTCODE, VERSION)


def scan(
    text: str, dated: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Token, ...], tuple[Found, ...]]:
    """The tokens of a sentence and its quantities. `dated` are spans of printed dates, left alone."""
    if not MAYBE.search(text):
        return (), ()
    tokens = read_tokens(text)
    masked = _masked(text, dated)
    items = join_ranges(tokens, _amounts(tokens, masked))
    hedged = tuple(_hedged(tokens, item) for item in items)
    directed: list[Found] = []
    for item in hedged:
        change = (
            item.change
            if item.change != "none"
            else read_direction(tokens, item, directed[-1] if directed else None)
        )
        directed.append(replace(item, change=change))
    return tokens, borrow(tokens, with_bases(tokens, directed))


def _masked(text: str, dated: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = [match.span() for mask in MASKS for match in mask.finditer(text)]
    return sorted([*spans, *dated])


def _amounts(tokens: Sequence[Token], masked: Sequence[tuple[int, int]]) -> list[Found]:
    """Every number with its unit, left to right, none overlapping another."""
    found: list[Found] = []
    at, mask = 0, 0
    while at < len(tokens):
        while mask < len(masked) and masked[mask][1] <= tokens[at].start:
            mask += 1
        if mask < len(masked) and masked[mask][0] < tokens[at].end:
            at += 1
            continue
        item = _amount(tokens, at)
        if item is not None:
            found.append(item)
        at = max(at + 1, item.unit.last if item else _past(tokens, at))
    return found


def _past(tokens: Sequence[Token], at: int) -> int:
    number = read_number(tokens, at)
    return number.last if number else at + 1


def _amount(tokens: Sequence[Token], at: int) -> Found | None:
    factor = _factor(tokens, at)
    if factor:
        return factor
    number = read_number(tokens, at)
    if number is None:
        return None
    number = read_ratio(tokens, number) or number
    unit = read_unit(tokens, number)
    if ratio := read_ratio_around(tokens, number, unit.counted):
        number, unit = ratio, replace(unit, kind="percent", last=ratio.last)
    if is_name(tokens, number, unit):
        return None
    sign = -1.0 if _is_negative(tokens, number, unit) else 1.0
    scale = unit.factor * sign
    first = unit.first - (_length_of_sign(tokens, unit) if sign < 0 else 0)
    value, low, high = (_times(v, scale) for v in (number.value, number.low, number.high))
    return Found(
        number, replace(unit, first=first), first, unit.last, value, low, high, number.approx
    )


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else float(f"{value * factor:.12g}")


def _factor(tokens: Sequence[Token], at: int) -> Found | None:
    """Read "doubled", "halved", "sixfold"."""
    low = tokens[at].low
    value, change = FACTORS.get(low, (FOLDS.get(low), "none"))
    if value is None:
        return None
    number = Number(at, at + 1, value, digits=False)
    return Found(number, Unit("", "count", at, at + 1), at, at + 1, value, change=change)  # type: ignore[arg-type]


def _is_negative(tokens: Sequence[Token], number: Number, unit: Unit) -> bool:
    before = unit.first - 1
    if before < 0:
        return False
    if (
        tokens[before].text in DASHES
        and tokens[before].glued
        and before
        and tokens[before - 1].low == "minus"
    ):
        return True
    if tokens[before].low == "minus" or any(
        t.text in "-−" for t in tokens[unit.first : number.first]
    ):
        return True
    return tokens[before].text in "-−" and not tokens[before].glued and tokens[unit.first].glued


def _length_of_sign(tokens: Sequence[Token], unit: Unit) -> int:
    """How many tokens print the sign before a number: "-3", "minus 3", "minus-3"."""
    before = tokens[max(0, unit.first - 2) : unit.first]
    return 2 if len(before) == 2 and before[0].low == "minus" else 1


def _hedged(tokens: Sequence[Token], item: Found) -> Found:
    approx, first, last = read_hedge(tokens, item.unit.first, item.unit.last)
    return replace(item, approx=item.approx if approx == "=" else approx, first=first, last=last)
