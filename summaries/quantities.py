"""Whether a sentence holds the kind of answer that a question wants: a count of that very thing, an
amount, a date, a length of time, a name."""

import re

from summaries.asking import Asking
from summaries.model import Candidate
from summaries.terms import Phrase, stems, stems_of

WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds|thousands|millions|tens of thousands"
DIGITS = r"\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|thousand|m|bn|k)\b)?"
MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
UNIT = r"(?:years?|months?|weeks?|days?|hours?|minutes?)\b"
NUMBER = re.compile(
    rf"(?<![£$€\w.,/-])(?:{DIGITS}|(?:{WORDS})\b|(?:one|two|three) in (?:{WORDS}|\d+))", re.I
)
NOT_A_COUNT = re.compile(
    rf"\s?(?:%|per ?cent|percentage|p\b|st\b|nd\b|rd\b|th\b|(?:-|\s)?{UNIT}|\s?(?:square )?(?:miles?|metres?|km|mm)\b|(?:{MONTH})\b|/|-\d\d\b|–\d\d\b)",
    re.I,
)
BEFORE_A_NAME = re.compile(
    r"\b[A-Z][\w’'-]+(?:\s(?:of|for|the|and)?\s?[A-Z][\w’'-]+)+|\b[A-Z]{3,6}\b"
)
NO_ANSWER = frozenset({"NHS"})
NEAR = 6  # words between a number and what it counts


def has_type(asking: Asking, candidate: Candidate, stems: Phrase) -> bool:
    """Tell whether the sentence holds what the question wants; any sentence does for a passage."""
    text = candidate.sentence.text
    if asking.wants == "count":
        return _counts(asking, text, stems)
    if asking.wants == "amount":
        return bool(MONEY.search(text) or PERCENT.search(text))
    if asking.wants == "who":
        return any(_is_new(name, asking) for name in (candidate.speaker or "", *NAME.findall(text)))
    forms = {"percent": PERCENT, "date": DATE, "duration": DURATION}
    form = forms.get(asking.wants)
    return form is None or bool(form.search(text))


def _is_new(name: str, asking: Asking) -> bool:
    """Tell whether a name says more than the question did: not the body whose head is asked for."""
    asked = set(stems(asking.words))
    return name not in NO_ANSWER and any(s not in asked and len(s) > 1 for s in stems_of(name))


def counts_in(text: str) -> tuple[re.Match[str], ...]:
    """Find the counts of a sentence: numbers that are no year, date, money, share or length of time."""
    return tuple(m for m in NUMBER.finditer(text) if _is_count(m))


def _is_count(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if YEAR.match(match.group()) or match.group() in SERVICE_NUMBERS:
        return False
    return not NOT_A_COUNT.match(after) and not BEFORE_A_NAME.search(before)


def _counts(asking: Asking, text: str, stems: Phrase) -> bool:
    """Tell whether a count stands near the thing counted; of people in general any count will do."""
    counts = counts_in(text)
    if asking.counted is None:
        return bool(counts)
    spots = asking.counted.places(stems)
    numbers = [len(stems_of(text[: match.start()])) for match in counts]
    return any(-NEAR <= spot - number <= NEAR for spot in spots for number in numbers)
