"""What stands around a number: its hedge, the direction it asserts, and what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summaries.figures.numbers import DASHES, Number
from summaries.figures.tokens import Token
from summaries.figures.units import Unit
from summaries.figures.words import AFTER_HEDGES, DIRECTIONS, FOLDS, HEDGES
from summaries.model import Approx, Change
from summaries.wordlists import word_set

_HEDGES: dict[tuple[str, ...], Approx] = {
    tuple(phrase.split()): sign  # type: ignore[misc]
    for sign, phrases in HEDGES.items()
    for phrase in phrases
}
_AFTER: dict[tuple[str, ...], Approx] = {
    tuple(phrase.split()): sign  # type: ignore[misc]
    for phrase, sign in AFTER_HEDGES.items()
}
# Words that may stand between a verb of change and the amount.
BETWEEN = word_set(
    "by a an another further some nearly almost about around just only more than over roughly"
    " average approximately at least as much many up to well extra of on"
)
# How far a verb may stand before "by 5%": "cut waiting lists in England by 5%".
REACH = 7
UP_OR_DOWN = (["up"], ["down"], ["rise"], ["fall"], ["increase"], ["drop"], ["improvement"])
BASE_REACH = 14  # tokens between a figure and what it is compared with


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity in its sentence: tokens `[first:last)` print it with its hedge."""

    number: Number
    unit: Unit
    first: int
    last: int
    value: float | None
    low: float | None = None
    high: float | None = None
    approx: Approx = "="
    change: Change = "none"
    base: tuple[int, int] | None = None
    start: int | None = None  # of the bare quantity, without hedge


PHRASAL = word_set(
    "gave give given gives giving made make makes put puts set sets came come took take turned"
    " signed opened picked ended ends end backed built build"
)


def read_hedge(tokens: Sequence[Token], first: int, last: int) -> tuple[Approx, int, int]:
    """The hedge of the quantity at tokens `[first:last)`, and the tokens with the hedge included."""
    for words, sign in _AFTER.items():
        end = last + len(words)
        if tuple(t.low for t in tokens[last:end]) == words and _really_after(tokens, last, words):
            return sign, _start_of_hedge(tokens, first), end
    for size in (4, 3, 2, 1):
        if size > first:
            continue
        sign_ = _HEDGES.get(tuple(t.low for t in tokens[first - size : first]))
        if sign_ and not _no_hedge(tokens, first - size, first, last):
            return sign_, _start_of_hedge(tokens, first - size), last
    if first > 1 and tokens[first - 1].text in DASHES and tokens[first - 2].low == "sub":
        return "<", first - 2, last
    return "=", first, last


def _really_after(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    return words != ("plus",) or tokens[at].glued


def _start_of_hedge(tokens: Sequence[Token], first: int) -> int:
    """Take "well over" and "just under" whole."""
    adverb = first > 0 and tokens[first - 1].low in ("well", "just", "only", "far")
    return first - 1 if adverb else first


def _no_hedge(tokens: Sequence[Token], at: int, first: int, last: int) -> bool:
    """Whether "over", "about", "some", "under", "past" or "near" is no hedge here."""
    word = tokens[at].low
    before = tokens[at - 1].low if at else ""
    if first - at > 1:
        return word == "up" and before in DIRECTIONS
    if word in ("over", "under", "past", "within"):
        after = tokens[last - 1].low.rstrip("s")
        lasting = after in ("year", "month", "week", "day", "decade", "hour")
        takes = before in (
            "",
            "for",
            "of",
            "is",
            "was",
            "are",
            "in",
            "to",
            "took",
            "taken",
            "takes",
            "waited",
            "waiting",
            "wait",
            "waits",
            "just",
            "well",
            "been",
            "than",
            "and",
            "or",
            "last",
            "lasted",
            "children",
            "babies",
            "patients",
            "people",
            "those",
            "anyone",
        )
        return lasting and not takes
    if word == "about":
        # "said about 140 posts" is a hedge: in doubt a figure keeps it
        return before in ("talk", "talks", "something", "concerns", "worried", "questions")
    if word == "c":
        return not tokens[first].glued
    return word == "sub"


def read_direction(tokens: Sequence[Token], item: Found, previous: Found | None) -> Change:
    """Which way the sentence says that a quantity went; `previous` is the quantity before it."""
    if item.low is None and item.first and tokens[item.first - 1].low == "from":
        return "none"
    left = _direction_left(tokens, item.first, previous.last if previous else 0)
    if left != "none":
        return left
    right = _direction_right(tokens, item)
    if right != "none":
        return right
    return _inherited(tokens, item, previous)


def _direction_left(tokens: Sequence[Token], first: int, floor: int) -> Change:
    step = first - 1
    if step > 0 and tokens[step].low == "from":
        return _change(tokens, step - 1) if step - 1 >= floor else "none"
    target = step >= 0 and tokens[step].low in ("to", "at")
    by = step >= 0 and tokens[step].low == "by"
    if target:
        step -= 1
    while step >= floor and tokens[step].low in BETWEEN and tokens[step].low not in ("up", "down"):
        by = by or tokens[step].low == "by"
        step -= 1
    if step < floor or (tokens[step + 1].low == "of" and tokens[step].low in ("up", "down")):
        return "none"
    direction = _change(tokens, step)
    if direction != "none":
        return direction
    if not (by or target):
        return "none"
    for back in range(step, max(floor, step - REACH) - 1, -1):
        if tokens[back].kind == "sign" and tokens[back].text not in DASHES:
            return "none"
        direction = _change(tokens, back)
        if direction != "none" and (by or back >= step - 2):
            return direction
    return "none"


def _change(tokens: Sequence[Token], at: int) -> Change:
    """The direction of one word, unless it is used in another sense ("up to", "higher education")."""
    low = tokens[at].low
    direction = DIRECTIONS.get(low, "none")
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    before = tokens[at - 1].low if at else ""
    if low == "up" and before in PHRASAL:
        return "none"
    if (
        direction == "none"
        or (low == "cut" and after == "short")
        or (low == "lost" and after == "to")
    ):
        return "none"
    if low in ("raise", "raised", "added", "adding", "gain", "lower", "higher") and after in (
        "the",
        "that",
        "that:",
    ):
        return "none"
    return "up" if direction == "up" else "down"


def _direction_right(tokens: Sequence[Token], item: Found) -> Change:
    """Read "a 6% pay rise", "12% more than last year", "3% lower"."""
    if item.unit.kind not in ("percent", "money", "count"):
        return "none"
    window = tokens[item.last : item.last + 4]
    for step, token in enumerate(window):
        if token.kind == "sign" and token.text not in DASHES:
            return "none"
        if token.low in DIRECTIONS and (step == 0 or window[step - 1].kind == "word"):
            noun = token.low in (
                "rise",
                "increase",
                "drop",
                "fall",
                "decline",
                "cut",
                "jump",
                "surge",
                "reduction",
                "decrease",
                "improvement",
                "rebound",
                "uplift",
                "hike",
                "boost",
                "gain",
                "slump",
                "dip",
                "plunge",
                "spike",
                "growth",
                "cuts",
                "rises",
                "increases",
                "higher",
                "lower",
            )
            up_from = token.low in ("up", "down") and _low(tokens, item.last + step + 1) in (
                "from",
                "on",
            )
            if (
                noun and (item.unit.kind == "percent" or tokens[item.unit.first].low in FOLDS)
            ) or up_from:
                return "up" if DIRECTIONS[token.low] == "up" else "down"
        if token.low in ("growth",) and item.unit.kind == "percent":
            return "up"
        if step == 0 and token.low == "fewer" and item.unit.kind == "count":
            return "down"
        if step == 0 and token.low in ("more", "fewer") and window[1:2] and window[1].low == "than":
            return "up" if token.low == "more" else "down"
        if token.low in ("more", "fewer", "less") and item.unit.kind == "percent":
            return "up" if token.low == "more" else "down"
        if token.low in ("of", "in", "on", "for", "to", "from", "and", "or", "that", "who", "by"):
            return "none"
    return "none"


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _inherited(tokens: Sequence[Token], item: Found, previous: Found | None) -> Change:
    """A second amount of the same change: "up 12 beds, or 3%", "and Leeds by 4%"."""
    if previous is None or previous.change == "none":
        return "none"
    begin = max(previous.last, previous.unit.counted[1])
    between = [t.low for t in tokens[begin : min(item.first, begin + 8)]]
    if between in (["or"], [",", "or"], ["("]):
        return previous.change
    same = item.unit.name == previous.unit.name
    return previous.change if same and between[-1:] == ["by"] and len(between) < 6 else "none"


def with_bases(tokens: Sequence[Token], found: Sequence[Found]) -> tuple[Found, ...]:
    """Give "61 per cent, up from 58 per cent" its base and direction; the base itself has none."""
    listed = list(found)
    for index in range(1, len(listed)):
        item, before = listed[index], listed[index - 1]
        between = [t.low for t in tokens[before.last : item.first]]
        words = [w for w in between if w.isalpha()]
        compared = words[-2:] in (["compared", "with"], ["compared", "to"]) or words[-1:] == [
            "from"
        ]
        if words[-1:] == ["from"] and (item.low is not None or words[-2:-1] not in UP_OR_DOWN):
            continue
        if not compared or len(between) > BASE_REACH or ";" in between:
            continue
        direction = next((DIRECTIONS[w] for w in words if w in DIRECTIONS), None)
        change: Change = (
            before.change if direction is None else ("up" if direction == "up" else "down")
        )
        listed[index - 1] = replace(before, change=change, base=(item.first, item.last))
        listed[index] = replace(item, change="none")
    return tuple(listed)
