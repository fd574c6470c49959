"""Read one number out of tokens: digits, words, parts, ratios and ranges. Values only, no units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from summaries.figures.tokens import MAX_DIGITS, Token
from summaries.figures.words import GLUED_SCALES, MANY, PARTS, SCALES, SIGNS_OF_PARTS, SMALL, TENS
from summaries.model import Approx
from summaries.wordlists import word_set

DASHES = frozenset("-–—‐‑−")
RATIO_JOINS = {"in": ("", "every"), "out": ("of",)}
# What may follow "a third" when it is a part and not the third of a row ("a third round").
AFTER_PART = word_set(
    "of more less fewer higher lower in by on to at from off who are were was is have had has said say"
    " do did would could will the all and or but compared since than think want felt feel"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the tokens `[first:last)` that print it. `part`: a share ("a third", "one in
    five"). `scale`: printed with "million" or the like. `bare`: the value without its scale."""

    first: int
    last: int
    value: float | None
    low: float | None = None
    high: float | None = None
    part: bool = False
    approx: Approx = "="
    scale: float = 1.0
    digits: bool = True


def read_number(tokens: Sequence[Token], at: int) -> Number | None:
    """Read the number that begins at a token, or None. Ranges and ratios are joined by callers."""
    token = tokens[at]
    if token.kind == "num":
        return _read_digits(tokens, at)
    if token.kind != "word":
        return None
    return (
        _read_many(tokens, at)
        or _read_part(tokens, at)
        or _read_ratio(tokens, at)
        or _read_words(tokens, at)
    )


def read_ratio(tokens: Sequence[Token], number: Number) -> Number | None:
    """Join "1 in 5" or "9 out of 10" to a share, given the first number."""
    step = number.last
    hyphens = (
        step + 1 < len(tokens) and tokens[step].text in DASHES and tokens[step + 1].low == "in"
    )
    join = tokens[step + hyphens].low if step + hyphens < len(tokens) else ""
    if join not in RATIO_JOINS or number.value is None or number.scale != 1.0:
        return None
    at = step + 1 + 2 * hyphens
    if at < len(tokens) and tokens[at].low in RATIO_JOINS[join]:
        at += 1
    elif join == "out":
        return None
    whole = _plain(tokens, at)
    if whole is None or whole.value is None or not 0 < number.value < whole.value <= 1000:
        return None
    if join == "in" and (number.value > 20 or _names_time(tokens, whole.last)):
        return None
    return replace(number, last=whole.last, value=number.value / whole.value, part=True)


def read_ratio_around(
    tokens: Sequence[Token], number: Number, noun: tuple[int, int]
) -> Number | None:
    """Join "one trust in five", whose noun stands inside."""
    first, last = noun
    small = (
        number.scale == 1.0 and number.value is not None and number.value <= 10 and not number.part
    )
    if not small or first != number.last or last + 1 >= len(tokens) or tokens[last].low != "in":
        return None
    return read_ratio(tokens, replace(number, last=last))


def _names_time(tokens: Sequence[Token], at: int) -> bool:
    """Whether "two in three years" or "one in 1999" is about time."""
    low = tokens[at].low if at < len(tokens) else ""
    return low.rstrip("s") in ("year", "month", "week", "day", "hour", "minute", "second")


def _plain(tokens: Sequence[Token], at: int) -> Number | None:
    if at >= len(tokens):
        return None
    if tokens[at].kind == "num":
        return _read_digits(tokens, at)
    if tokens[at].low in ("hundred", "thousand"):
        return Number(at, at + 1, SCALES[tokens[at].low], digits=False)
    return _read_words(tokens, at) if tokens[at].kind == "word" else None


def _read_digits(tokens: Sequence[Token], at: int) -> Number | None:
    token = tokens[at]
    if len(token.text) > MAX_DIGITS:
        return None
    value = float(token.text.replace(",", "").replace("·", "."))
    last = at + 1
    if last < len(tokens) and tokens[last].text in SIGNS_OF_PARTS and tokens[last].glued:
        value += SIGNS_OF_PARTS[tokens[last].text]
        last += 1
    return _scaled(tokens, Number(at, last, value))


def _scaled(tokens: Sequence[Token], number: Number) -> Number:
    """Multiply by the scale words that follow: "2.5 million", "£1.2bn", "100 thousand million"."""
    value, at, scale = number.value or 0.0, number.last, 1.0
    while at < len(tokens):
        step = at
        if (
            tokens[step].text in DASHES
            and step + 1 < len(tokens)
            and tokens[step + 1].low in SCALES
        ):
            step += 1
        word = tokens[step].low
        glued = tokens[step].glued and step == at
        factor = SCALES.get(word) or (GLUED_SCALES.get(word) if glued else None)
        if factor is None or (scale != 1.0 and scale >= factor):
            break
        value, scale, at = value * factor, scale * factor, step + 1
    return replace(number, value=_exact(value), last=at, scale=scale)


def _exact(value: float) -> float:
    """Undo the dust of binary fractions: 1.2 × 10⁹ is 1,200,000,000."""
    return float(f"{value:.12g}")


def _read_many(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "dozens", "hundreds of thousands", "tens of thousands", "several hundred"."""
    low = tokens[at].low
    following = [t.low for t in tokens[at + 1 : at + 3]]
    if low in ("tens", "hundreds") and following[:1] == ["of"] and following[1:2]:
        inner = MANY.get(following[1])
        factor = 10 if low == "tens" else 100
        if inner and inner[1] and inner[2] and following[1] != "hundreds":
            top = 10 * factor
            return Number(at, at + 3, None, inner[1] * factor, inner[1] * top, digits=False)
    if low in MANY:
        value, least, most = MANY[low]
        return Number(at, at + 1, value, least, most, approx="~" if value else "=", digits=False)
    if low == "couple" and following[:1] == ["of"] and following[1:2] and following[1] in SCALES:
        return Number(at, at + 3, 2 * SCALES[following[1]], approx="~", digits=False)
    if low in ("several", "few") and following[:1] and following[0] in SCALES:
        factor_ = SCALES[following[0]]
        return Number(at, at + 2, None, factor_, factor_ * 10, digits=False)
    return None


def _read_part(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "a third", "two-thirds", "three quarters", "half", "half a million"."""
    low = tokens[at].low
    if low in SIGNS_OF_PARTS:
        return Number(at, at + 1, SIGNS_OF_PARTS[low], part=True)
    if low == "half":
        return _read_half(tokens, at)
    count = {"a": 1, "an": 1, "one": 1}.get(low, SMALL.get(low))
    if low == "a" and at and tokens[at - 1].low == "and":
        return None  # "a year and a half"
    step = at + 1
    if count is None or step >= len(tokens):
        return None
    if tokens[step].text in DASHES and tokens[step].glued:
        step += 1
    if step >= len(tokens) or tokens[step].low not in PARTS:
        return None
    part = PARTS[tokens[step].low]
    if tokens[step].low == "half":
        return Number(at, step + 1, part, part=True, digits=False) if low == "a" else None
    after = tokens[step + 1].low if step + 1 < len(tokens) else "of"
    if after == "of" and (million := _of_a_scale(tokens, step + 2)):
        return Number(at, step + 4, count * part * million, scale=million, digits=False)
    plural = tokens[step].low.endswith("s")
    if not plural and after not in AFTER_PART and after.isalpha():
        return None
    return Number(at, step + 1, count * part, part=True, digits=False)


def _of_a_scale(tokens: Sequence[Token], at: int) -> float | None:
    if at + 1 < len(tokens) and tokens[at].low == "a":
        return SCALES.get(tokens[at + 1].low)
    return None


def _read_half(tokens: Sequence[Token], at: int) -> Number | None:
    before = tokens[at - 1].low if at else ""
    after = [t.low for t in tokens[at + 1 : at + 3]] or ["."]
    if before in (
        "first",
        "second",
        "this",
        "last",
        "next",
        "other",
        "better",
        "previous",
        "the",
        "a",
    ):
        return None
    if after == ["a", "dozen"]:
        return Number(at, at + 3, 6.0, digits=False)
    if after[0] in ("a", "an") and after[1:] and after[1] in SCALES:
        scale = SCALES[after[1]]
        return Number(at, at + 3, scale / 2, scale=scale, digits=False)
    names_thing = after[0] in DASHES or after[0] in (
        "an",
        "past",
        "time",
        "term",
        "marathon",
        "hour",
    )
    return None if names_thing else Number(at, at + 1, 0.5, part=True, digits=False)


def _read_ratio(tokens: Sequence[Token], at: int) -> Number | None:
    number = _read_words(tokens, at) if tokens[at].low in SMALL else None
    return read_ratio(tokens, number) if number else None


def _read_words(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "six", "twenty-five", "one hundred and twenty thousand", "a dozen", "three and a half"."""
    total, current, last, step = 0.0, None, at, at
    scale = 1.0
    if tokens[at].low in ("a", "an"):
        opener = tokens[at + 1].low if at + 1 < len(tokens) else ""
        if opener == "dozen":
            return Number(at, at + 2, 12.0, digits=False)
        if opener not in ("hundred", "thousand", "million", "billion", "trillion"):
            return None
        current, step = 1.0, at + 1
    while step < len(tokens):
        token = tokens[step]
        joins = current is not None or total > 0
        if joins and (token.text in DASHES or token.low == "and"):
            if not _goes_on(tokens, step, current):
                break
            step += 1
            continue
        low = token.low
        if low in SMALL and (current is None or _takes(current, SMALL[low])):
            current = (current or 0) + SMALL[low]
        elif low in TENS and (current is None or (current % 100 == 0 and current > 0)):
            current = (current or 0) + TENS[low]
        elif low == "hundred" and current is not None and current < 100:
            current, scale = current * 100, 100.0
        elif low == "dozen" and current is not None:
            current = current * 12
        elif low in SCALES and low != "hundred" and current is not None:
            total, current, scale = total + current * SCALES[low], None, SCALES[low]
        elif low == "half" and joins and _is_behind_a(tokens, step):
            current = (current or 0) + 0.5
        elif low == "a" and joins:
            step += 1
            continue
        else:
            break
        step += 1
        last = step
    if last == at:
        return None
    return Number(at, last, total + (current or 0), scale=scale, digits=False)


def _is_behind_a(tokens: Sequence[Token], at: int) -> bool:
    """Whether "half" stands in "and a half" or "-and-a-half"."""
    before = at - 2 if tokens[at - 1].text in DASHES else at - 1
    return before >= 0 and tokens[before].low == "a"


def _takes(current: float, unit: float) -> bool:
    """Whether "twenty" may be followed by "five": tens take units below ten, hundreds take both."""
    if current % 100 == 0 and current > 0:
        return True
    return current % 10 == 0 and current % 100 >= 20 and 0 < unit < 10


def _goes_on(tokens: Sequence[Token], at: int, current: float | None) -> bool:
    """Whether a hyphen or "and" inside a number in words leads to more of it."""
    after = [t.low for t in tokens[at + 1 : at + 5] if t.text not in DASHES][:2]
    if not after:
        return False
    if tokens[at].text in DASHES and after[0] in ("and", "a", "half"):
        words = [t.low for t in tokens[max(0, at - 3) : at + 7] if t.text not in DASHES]
        return any(words[i : i + 3] == ["and", "a", "half"] for i in range(len(words)))
    if tokens[at].low == "and":
        if after[:2] == ["a", "half"]:
            return True
        grand = current is None or (current >= 100 and current % 100 == 0)
        return grand and (after[0] in SMALL or after[0] in TENS)
    tens = current is not None and current % 10 == 0 and current % 100 >= 20
    return (bool(tens) and after[0] in SMALL and SMALL[after[0]] < 10) or after[0] in SCALES
