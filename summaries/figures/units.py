"""What a number is in: money, per cent, measures and durations, or the thing that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from summaries.figures.measures import (
    CODES,
    DURATIONS,
    GLUED_ONLY,
    MEASURES,
    MONEY_WORDS,
    NAMED_MONEY,
    PENCE,
    PLAIN,
    POSITIONS,
    PREFIXES,
    SPACED_SYMBOLS,
    SYMBOLS,
)
from summaries.figures.nouns import noun_phrase, singular, singular_word, unit_of
from summaries.figures.numbers import DASHES, Number
from summaries.figures.tokens import Token
from summaries.figures.words import GLUED_SCALES, SCALES, SMALL
from summaries.model import FigureKind
from summaries.wordlists import word_set

# Whose age stands between commas: "a nurse, 34, said".
AGED = word_set(
    "mother father woman man boy girl patient nurse doctor widow widower pensioner grandmother"
    " grandfather teacher carer teenager student son daughter husband wife"
)
DETERMINERS = word_set("the its their our all those these my his her your a an")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number: its name and kind, the tokens `[first:last)` that number and unit print,
    the tokens of what is counted, and what the value must be multiplied by (0.01 for pence)."""

    name: str
    kind: FigureKind
    first: int
    last: int
    counted: tuple[int, int] = (0, 0)
    factor: float = 1.0


def read_unit(tokens: Sequence[Token], number: Number) -> Unit:
    """Find the unit before or behind a number; a number without one has the unit ""."""
    return (
        _money_before(tokens, number)
        or _money_behind(tokens, number)
        or _per_cent(tokens, number)
        or _age(tokens, number)
        or _measure(tokens, number)
        or _position(tokens, number)
        or _counted(tokens, number)
    )


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _money_before(tokens: Sequence[Token], number: Number) -> Unit | None:
    first = money_start(tokens, number.first)
    if first is None:
        return None
    code = _code(tokens, first, number.first)
    last = number.last
    if _low(tokens, last) == "sterling":
        code, last = "GBP", last + 1
    return Unit(code, "money", first, last, _of_what(tokens, last))


def money_start(tokens: Sequence[Token], at: int) -> int | None:
    """The token at which the currency before a number begins, or None without one."""
    before = at - 1
    if _low(tokens, before) in DASHES and tokens[before].glued:
        before -= 1
    if before < 0:
        return None
    token = tokens[before]
    if token.text in SYMBOLS:
        glued = before > 0 and tokens[before - 1].low in PREFIXES and tokens[before - 1].capital
        near = glued and tokens[before].start - tokens[before - 1].end <= 1
        return before - 1 if near else before
    if token.low == "=" and _low(tokens, before - 1) == "y":
        return before - 1
    if token.text in CODES or (
        token.text.isupper() and token.low in ("rm", "ps") and tokens[at].glued
    ):
        return before
    if token.text == "US" and _low(tokens, before - 1) in SYMBOLS:
        return before - 1
    return None


def _code(tokens: Sequence[Token], first: int, at: int) -> str:
    printed = [t for t in tokens[first:at] if t.text not in DASHES]
    names = [t.low for t in printed if t.low in PREFIXES]
    signs = [SYMBOLS[t.text] for t in printed if t.text in SYMBOLS]
    codes = [t.text for t in printed if t.text in CODES]
    if codes:
        return codes[0]
    if names and (not signs or signs[0] == "USD"):
        return PREFIXES[names[0]]
    return signs[0] if signs else ""


def _money_behind(tokens: Sequence[Token], number: Number) -> Unit | None:
    at = number.last
    if _low(tokens, at) in DASHES and tokens[at].glued:
        at += 1
    at += number.low is not None and _low(tokens, at) == "of"  # "millions of pounds"
    for words, code in NAMED_MONEY.items():
        if tuple(t.low for t in tokens[at : at + len(words)]) == words:
            return Unit(
                code, "money", number.first, at + len(words), _of_what(tokens, at + len(words))
            )
    low = _low(tokens, at)
    if low in PENCE and (low != "p" or tokens[at].glued):
        return Unit("GBP", "money", number.first, at + 1, _of_what(tokens, at + 1), 0.01)
    if _low(tokens, at + 1) in DASHES and _low(tokens, at + 2) in ("feet", "foot", "force"):
        return None
    if low in ("pound", "pounds") and _is_weight(tokens):
        return Unit("pound-mass", "count", number.first, at + 1)
    if low in MONEY_WORDS and (low != "won" or number.scale > 1):
        return Unit(MONEY_WORDS[low], "money", number.first, at + 1, _of_what(tokens, at + 1))
    if at < len(tokens) and tokens[at].text in CODES:
        return Unit(tokens[at].text, "money", number.first, at + 1)
    if at < len(tokens) and tokens[at].text in SYMBOLS and tokens[at].glued:
        return Unit(SYMBOLS[tokens[at].text], "money", number.first, at + 1)
    return None


def _is_weight(tokens: Sequence[Token]) -> bool:
    """Whether a sentence speaks of what somebody or something weighs."""
    return any(t.low.startswith(("weigh", "overweight", "obes")) for t in tokens)


def _per_cent(tokens: Sequence[Token], number: Number) -> Unit | None:
    at = number.last
    if _low(tokens, at) in DASHES and tokens[at].glued:
        at += 1
    at += _shares_of_one(tokens, at) if number.part or _low(tokens, at) == "of" else 0
    low, after = _low(tokens, at), _low(tokens, at + 1)
    last = at + 1
    if low in ("basis", "percentage") or (low == "basis" and after.startswith("point")):
        step = at + 2 if after in DASHES else at + 1
        if _low(tokens, step).rstrip("s") == "point":
            name = "basis point" if low == "basis" else "percentage point"
            return Unit(name, "percent", number.first, step + 1, _of_what(tokens, step + 1))
        return None
    if low in ("ppt", "ppts", "pp", "pps", "bps", "bp"):
        name = "basis point" if low.startswith("b") else "percentage point"
        return Unit(name, "percent", number.first, last, _of_what(tokens, last))
    if low == "per" and after in ("cent", "cents"):
        last = at + 2
    elif low not in ("%", "percent") and not (low == "pc" and tokens[at].glued):
        return None
    if _low(tokens, last) in DASHES and _low(tokens, last + 1) == "point":
        last += 1
    if _low(tokens, last) in ("point", "points"):
        return Unit("percentage point", "percent", number.first, last + 1)
    return Unit("percent", "percent", number.first, last, _of_what(tokens, last))


def _shares_of_one(tokens: Sequence[Token], at: int) -> int:
    """How many words lead to the unit of "half a per cent", "a third of a percentage point"."""
    words = tuple(t.low for t in tokens[at : at + 3])
    if words[:2] in (("a", "per"), ("a", "percentage"), ("a", "percent")):
        return 1
    return (
        2 if words in (("of", "a", "per"), ("of", "a", "percentage"), ("of", "a", "percent")) else 0
    )


def _of_what(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """What money or a share is of: "of new funding", "of patients", "pay rise"."""
    step = at
    if _low(tokens, step) == "of":
        step += 1
        while _low(tokens, step) in DETERMINERS:
            step += 1
    elif _low(tokens, step) in DASHES:
        step += 1
    return noun_phrase(tokens, step)


def _age(tokens: Sequence[Token], number: Number) -> Unit | None:
    """Read "65-year-old", "aged 34", "18 month-old": an age, never a duration."""
    at = number.last
    step = at + 1 if _low(tokens, at) in DASHES else at
    span = _low(tokens, step).rstrip("s")
    if span in DURATIONS:
        old = step + 2 if _low(tokens, step + 1) in DASHES else step + 1
        if _low(tokens, old) in ("old", "olds") or (
            _low(tokens, step + 1) == "of" and _low(tokens, step + 2) == "age"
        ):
            return Unit(
                f"{span} of age",
                "duration",
                number.first,
                old + 1 if _low(tokens, old) in ("old", "olds") else step + 3,
            )
    before = (_low(tokens, number.first - 1), _low(tokens, number.first - 2))
    if (before[0] == "aged" or before == ("between", "aged")) and number.scale == 1.0:
        return Unit("year of age", "duration", number.first, number.last)
    if _is_apposed_age(tokens, number):
        return Unit("year of age", "duration", number.first, number.last)
    return None


def _is_apposed_age(tokens: Sequence[Token], number: Number) -> bool:
    """Read the age in "Jo Bloggs, 65, said"."""
    around = (_low(tokens, number.first - 1), _low(tokens, number.last))
    if around != (",", ",") or number.scale != 1.0 or not number.digits or number.first < 2:
        return False
    named = tokens[number.first - 2]
    return (named.capital or named.low in AGED) and 0 < (number.value or 0) < 110


def _measure(tokens: Sequence[Token], number: Number) -> Unit | None:
    """Read durations and physical measures, with what they are per."""
    at = number.last
    hyphen = _low(tokens, at) in DASHES and tokens[at].glued
    at += hyphen
    if at >= len(tokens):
        return None
    if tokens[at].text == "°":
        at += 1
    if area := _area(tokens, at):
        return Unit(area, "count", number.first, at + 2)
    token = tokens[at] if at < len(tokens) else None
    if token is None:
        return None
    name = _measure_name(tokens, at, number)
    if name is None:
        return None
    if name == "degree" and _low(tokens, at + 1) in ("celsius", "fahrenheit", "c", "f"):
        at += 1
        name = MEASURES[_low(tokens, at)]
    rate, last = _rate(tokens, at + 1)
    kind: FigureKind = "duration" if (name in DURATIONS and not rate) else "count"
    counted = noun_phrase(tokens, last + (_low(tokens, last) in DASHES)) if hyphen else (0, 0)
    return Unit(name + rate, kind, number.first, last, counted)


def _area(tokens: Sequence[Token], at: int) -> str:
    """Read "sq ft" and "sq metres"; empty where there is none."""
    low = _low(tokens, at + 1)
    name = MEASURES.get(low, singular_word(low))
    known = name in PLAIN or low in MEASURES
    return f"square {name}" if _low(tokens, at) == "sq" and known else ""


def _measure_name(tokens: Sequence[Token], at: int, number: Number) -> str | None:
    token = tokens[at]
    single = singular_word(token.low)
    if single in DURATIONS and (token.low != "second" or not number.part):
        return single
    if single in PLAIN:
        return single
    if token.low not in MEASURES or token.text == "G":
        return None
    if token.low in GLUED_ONLY and not token.glued and token.text not in SPACED_SYMBOLS:
        return None
    if token.low in GLUED_ONLY and not token.glued and not _ends(tokens, at + 1):
        return None
    return MEASURES[token.low]


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether a one-letter symbol stands where a unit stands, before a sign or a small word."""
    return (
        at >= len(tokens)
        or tokens[at].kind != "word"
        or tokens[at].low in ("and", "or", "in", "of", "to", "melting")
    )


def _rate(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Read " per hour" out of "a week", "per second", "an hour", "/h"; empty where there is none."""
    if (_low(tokens, at), _low(tokens, at + 1)) == ("for", "every"):
        at += 1  # "for every 1,000 births"
    low, after = _low(tokens, at), singular_word(_low(tokens, at + 1))
    if low in ("per", "every") and at + 1 < len(tokens) and tokens[at + 1].kind == "num":
        whose = _low(tokens, at + 2)
        named = whose in ("people", "population", "patients", "births", "inhabitants", "residents")
        return f" per {tokens[at + 1].text}{f' {whose}' if named else ''}", at + 2 + named
    if low == "per" and after and after != "cent":
        return f" per {after}", at + 2
    if _low(tokens, at + 2) in ("ago", "earlier", "before", "later", "on", "from"):
        return "", at
    if low in ("a", "an", "each", "every") and after in DURATIONS:
        return f" per {after}", at + 2
    if low == "/" and tokens[at].glued and after:
        return f" per {MEASURES.get(after, 'hour' if after == 'h' else after)}", at + 2
    return "", at


def _position(tokens: Sequence[Token], number: Number) -> Unit | None:
    """Read "band 5", "category one", "stage 3"."""
    before = _low(tokens, number.first - 1)
    if before not in POSITIONS or number.scale != 1.0 or number.part:
        return None
    return Unit(before, "rank", number.first - 1, number.last)


def _past_whole(tokens: Sequence[Token], at: int) -> int:
    """Step over the whole in "310 of their 1,240 posts": both numbers count posts."""
    whole = at < len(tokens) and (tokens[at].kind == "num" or tokens[at].low in SMALL)
    if not whole:
        return at
    scale = _low(tokens, at + 1)
    glued = scale in GLUED_SCALES and tokens[at + 1].glued
    return at + 1 + (glued or scale in SCALES)


def _counted(tokens: Sequence[Token], number: Number) -> Unit:
    at = number.last
    if _low(tokens, at) in DASHES and tokens[at].glued:
        at += 1
    if _low(tokens, at) == "or" and _low(tokens, at + 1) in ("so", "more", "fewer", "less"):
        at += 2
    if _low(tokens, at) == "+" or (_low(tokens, at) == "strong" and tokens[at - 1].text in DASHES):
        at += 1
    if at + 2 < len(tokens) and tokens[at].kind == "num" and tokens[at + 1].text in DASHES:
        at += 3 * (singular_word(tokens[at + 2].low) in DURATIONS)
    if (
        _low(tokens, at) in ("more", "further", "fewer")
        and at + 1 < len(tokens)
        and tokens[at + 1].kind == "word"
    ):
        at += 1
    if _low(tokens, at) == "fold" and at > number.last:
        return Unit("", "count", number.first, at + 1)
    if _low(tokens, at) in ("times", "x"):
        return Unit("times", "count", number.first, at + 1)
    if _low(tokens, at) == "of" or (number.part and _low(tokens, at) in DETERMINERS):
        at += _low(tokens, at) == "of"
        while _low(tokens, at) in DETERMINERS:
            at += 1
        at += _low(tokens, at) in ("most", "least")
    whole = at > number.last and _low(tokens, number.last) == "of" and not number.part
    at = _past_whole(tokens, at) if whole else at
    one = number.value == 1 and number.last == at
    first, last = noun_phrase(tokens, at, one=one)
    if last > first and at > number.last and tokens[at - 1].text in DASHES:
        return Unit(
            singular_word(tokens[first].low), "count", number.first, number.last, (first, last)
        )
    kind: FigureKind = "percent" if number.part else "count"
    if last - first == 1 and tokens[first].low.endswith("ed"):
        first = last
    rate, after = _rate(tokens, number.last) if first == last and not number.part else ("", 0)
    if " per 1" in rate:  # "15 per 100,000 people"
        return Unit(rate.strip(), kind, number.first, after)
    if first == last or (last < len(tokens) and tokens[last].kind == "num" and number.part):
        return Unit("", kind, number.first, number.last)
    span = singular_word(tokens[last - 1].low)
    if span in DURATIONS and not number.part:
        return Unit(span, "duration", number.first, last, (first, last))
    rate, _ = _rate(tokens, last)
    name = unit_of(tokens, first, last)
    return Unit(singular(name) + rate, kind, number.first, number.last, (first, last))
