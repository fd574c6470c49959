"""Numbers that borrow from the one before them: the unit of "up from 1,500", the hedge of "(60 miles)"."""

from collections.abc import Sequence
from dataclasses import replace

from summaries.figures.context import Found
from summaries.figures.tokens import Token

CONVERSIONS = frozenset({"(", "/", "["})
OF_THOSE = (("of", "them"), ("of", "these"), ("of", "those"), ("of", "whom"))


def borrow(tokens: Sequence[Token], found: Sequence[Found]) -> tuple[Found, ...]:
    """Give every number what it leaves unsaid because the one before it said it."""
    told: list[Found] = []
    for item in found:
        before = told[-1] if told else None
        told.append(_with_unit(tokens, _with_hedge(tokens, item, before), told))
    return tuple(told)


def _with_hedge(tokens: Sequence[Token], item: Found, before: Found | None) -> Found:
    """Read "more than 100 km (60 miles)": the same amount again keeps its hedge."""
    if before is None or item.approx != "=" or before.approx == "=":
        return item
    between = [t.text for t in tokens[before.last : item.first]]
    again = len(between) == 1 and between[0] in CONVERSIONS
    return replace(item, approx=before.approx) if again and _converts(before, item) else item


def _converts(one: Found, two: Found) -> bool:
    """Whether an amount can be another one in other units: both are money, or both have a unit."""
    named = bool(one.unit.name and two.unit.name) and one.unit.name != two.unit.name
    return named and one.unit.kind == two.unit.kind


def _with_unit(tokens: Sequence[Token], item: Found, told: Sequence[Found]) -> Found:
    """Give a bare number the unit of the one that it is compared with, or that it is a part of."""
    bare = item.unit.name == "" and item.unit.kind == "count" and not item.number.part
    if not (bare and told and item.number.digits):
        return item
    before = told[-1]
    if before.base == (item.first, item.last) or _is_of_those(tokens, item, before):
        return _like(item, before)
    people = next((f for f in reversed(told) if f.unit.name == "people"), None)
    who = item.last < len(tokens) and tokens[item.last].low == "who"
    return _like(item, people) if who and people else item


def _is_of_those(tokens: Sequence[Token], item: Found, before: Found) -> bool:
    """Read "20 trusts, 12 of them" and "of the 20 trusts that answered, 12"."""
    if before.unit.kind != "count":
        return False
    after = tuple(t.low for t in tokens[item.last : item.last + 2])
    earlier = tuple(t.low for t in tokens[max(0, item.first - 2) : item.first])
    if after in OF_THOSE or earlier == ("of", "whom"):
        return True
    opens = tuple(t.low for t in tokens[max(0, before.first - 2) : before.first])
    of_the = opens in (("of", "the"), ("out", "of")) and _begins(tokens, before.first - 2)
    return of_the and tokens[item.first - 1].low == ","


def _begins(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].kind == "sign"


def _like(item: Found, other: Found) -> Found:
    name = other.unit.name.split(" per ")[0]
    return replace(item, unit=replace(item.unit, name=name, kind=other.unit.kind))
