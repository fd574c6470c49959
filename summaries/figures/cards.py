"""Which figures are worth a card: what a health-policy reader wants, best first, mentions merged."""

import math
import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from summaries.figures.rating import rate
from summaries.figures.worth import LONGEST, MANY_, head, is_worth, size
from summaries.model import Figure

ENOUGH = -0.6  # below this rating fewer than one in three is wanted on a card
MILLION = 1e6
NEAREST = 4.0  # percentage points between a share and the fraction that stands for it
MOST_ALIKE = 20  # figures of one value that are told apart
ALIKE = 0.2  # of the words of the shorter sentence, for one figure told twice
WORD = re.compile(r"[^\W\d_]+")


def pick_cards(figures: Sequence[Figure], limit: int = 5) -> tuple[Figure, ...]:
    """Return at most `limit` figures worth a card, best first. Mentions of one figure, in one or more
    documents, are merged: the one that is stated, says what it counts and stands first is kept."""
    rated = [(rate(best, group), best) for best, group in merged(figures)]
    ranked = sorted((pair for pair in rated if pair[0] > ENOUGH), key=lambda pair: -pair[0])
    best = [figure for _, figure in ranked][: limit * 4]
    return tuple(f for f in best if not any(_is_end(f, other) for other in best))[:limit]


def merged(figures: Sequence[Figure]) -> tuple[tuple[Figure, tuple[Figure, ...]], ...]:
    """The figures that may stand on a card, mentions merged: the one to show and all of its mentions."""
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
    whole = [group for alike in groups.values() for group in alike]
    return tuple((_best(group), tuple(group)) for group in _without_rounded(whole))


def _without_rounded(groups: Sequence[list[Figure]]) -> list[list[Figure]]:
    """Add what only rounds another figure of its article ("11,000 people" beside "11,240 people") to
    the mentions of that one."""
    by_noun: dict[object, list[list[Figure]]] = {}
    for group in groups:
        by_noun.setdefault(_thing(group[0]), []).append(group)
    kept = []
    for group in groups:
        near = by_noun[_thing(group[0])][:MOST_ALIKE]
        exact = next((g for g in near if _rounds(group[0], g[0])), None)
        if exact is None:
            kept.append(group)
        else:
            exact.extend(group)
    return kept


def _thing(figure: Figure) -> tuple[int, str, str]:
    """What a figure is of, in its article."""
    noun = figure.counted.rsplit(" ", 1)[-1].lower() if figure.kind == "percent" else head(figure)
    return figure.line.article, figure.kind, noun


def _rounds(one: Figure, two: Figure) -> bool:
    """Whether one figure is another one of the same thing, rounded: a count to two digits or one, a
    share in words ("fewer than two thirds") to the nearest fraction."""
    if one.value == two.value or not _thing(one)[2] or not size(one):
        return False
    if one.kind == "percent":
        worded = one.unit != "percent" and two.unit == "percent"
        return worded and abs(100 * size(one) - size(two)) <= NEAREST
    if one.kind != "count" or size(one) < MANY_:
        return False
    step = 10.0 ** (math.floor(math.log10(size(one))) - 1)
    exact = size(one) % step == 0 and size(two) % step > 0
    return exact and abs(size(one) - size(two)) <= step / 2


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
    heads = {head(one), head(two)}
    if len(nations) > 1:
        return False
    if one.kind == "count" and "" not in heads:
        return len(heads) == 1
    if one.unit != two.unit and "" not in heads:
        return False
    large = one.kind == "count" and isinstance(one.value, float) and one.value >= MANY_
    if one.kind == "money" and one.line.article == two.line.article:
        large = isinstance(one.value, float) and one.value >= MILLION
    return large or _overlap(one.sentence.text, two.sentence.text) >= ALIKE


def _overlap(one: str, two: str) -> float:
    """How much two sentences share, by their longer words: 0 to 1 of the shorter one."""
    first, second = _long_words(one), _long_words(two)
    return len(first & second) / max(1, min(len(first), len(second)))


@lru_cache(maxsize=4096)
def _long_words(text: str) -> frozenset[str]:
    return frozenset(w for w in WORD.findall(text[:LONGEST].lower()) if len(w) > 3)


def _best(mentions: Sequence[Figure]) -> Figure:
    """The mention to show: one that is stated before one that is claimed, one that keeps a hedge before
    one that has dropped it. One that only rounds the figure is none."""
    exact = [m for m in mentions if m.value == mentions[0].value]
    return min(exact, key=_order)


def _order(figure: Figure) -> tuple[bool, bool, bool, int, int]:
    claimed, bare = figure.status == "claimed", figure.approx == "="
    return claimed, bare, not figure.counted, figure.line.article, figure.line.start
