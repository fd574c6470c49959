"""Join neighbouring amounts that print one range."""

from collections.abc import Sequence
from dataclasses import replace

from summaries.figures.context import Found
from summaries.figures.numbers import DASHES
from summaries.figures.tokens import Token
from summaries.figures.words import (
    FACTORS,
    FOLDS,
)


def join_ranges(tokens: Sequence[Token], found: Sequence[Found]) -> tuple[Found, ...]:
    """Join neighbours that print one range: "5–7%", "between £5 and £7", "from 6.1 to 6.4 hours"."""
    out: list[Found] = []
    for item in found:
        if out and (merged := _range(tokens, out[-1], item)):
            out[-1] = merged
        else:
            out.append(item)
    return tuple(out)


def _range(tokens: Sequence[Token], one: Found, two: Found) -> Found | None:
    if tokens[one.unit.first].low in FACTORS or tokens[one.unit.first].low in FOLDS:
        return None
    if (
        one.value is None
        or two.value is None
        or one.number.part != two.number.part
        or one.unit.kind == "rank"
    ):
        return None
    between = tokens[one.unit.last : two.unit.first]
    lows = [t.low for t in between]
    before = tokens[one.unit.first - 1].low if one.unit.first else ""
    opener = (
        before
        if before in ("between", "from", "aged")
        else (
            tokens[one.unit.first - 2].low
            if before in ("about", "around", "only", "up", "nearly") and one.unit.first > 1
            else ""
        )
    )
    if before == "by" and lows[-1:] == ["to"]:
        return None
    if not _is_join(lows, between, opener, one, two):
        return None
    same = one.unit.name in ("", two.unit.name) or not two.unit.name
    if not same:
        return None
    first = one.unit.first - (before == "between")
    return _range_of(one, two, first)


def _is_join(
    lows: list[str], between: Sequence[Token], opener: str, one: Found, two: Found
) -> bool:
    if len(lows) == 1 and lows[0] in DASHES and between[0].glued:
        return True
    if opener == "between" and lows != ["to"]:
        return lows == ["and"] or (lows[-1:] == ["and"] and len(lows) < 4 and "," not in lows)
    if lows in (["to"], ["-", "to"], ["to", "-"], ["-", "to", "-"], ["to", "between"]):
        return (
            opener == "aged"
            or opener == "from"
            or (
                one.unit.name in ("", two.unit.name)
                and (one.unit.name == two.unit.name or one.unit.name == "")
            )
        )
    if lows == ["or"] and one.unit.name == "" and two.unit.name != "":
        return (one.value or 0) < (two.value or 0) <= (one.value or 0) + 2 and not one.number.digits
    return opener == "from" and "to" in lows and len(lows) <= 7 and not {",", ";", "("} & set(lows)


def _range_of(one: Found, two: Found, first: int) -> Found:
    unit = two.unit if two.unit.name else one.unit
    low, high = one.value or 0.0, two.value or 0.0
    if two.number.scale > 1 and one.number.scale == 1 and 0 <= low < high / two.number.scale:
        low = float(f"{low * two.number.scale:.12g}")
    if unit.factor != 1.0 and one.unit.factor == 1.0 and one.unit.name == "":
        low = float(f"{low * unit.factor:.12g}")
    low, high = min(low, high), max(low, high)
    last = two.unit.last
    joined = replace(unit, first=first, last=last)
    number = replace(two.number, first=one.number.first)
    return Found(number, joined, first, last, None, low, high)
