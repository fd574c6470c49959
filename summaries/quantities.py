"""Whether a sentence holds the kind of answer that a question wants: a count of that very thing, an
amount, a date, a length of time, a name."""

import re

from summaries.asking import Asking
from summaries.model import Candidate
from summaries.terms import Phrase, stems, stems_of

WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens?"
    "|hundreds|thousands|millions|tens of thousands"
)
DIGITS = r"\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|thousand|m|bn|k)\b)?"
MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
UNIT = r"(?:years?|months?|weeks?|days?|hours?|minutes?)\b"
SHARE = rf"\b(?:one|two|three|nine) in (?:{WORDS}|\d+)\b"
SERVICE_NUMBERS = frozenset({"999", "111", "101"})


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


NUMBER = _form(rf"(?<![£$€\w.,/-])(?:{SHARE}|{DIGITS}|(?:{WORDS})\b)")
NOT_COUNTED = _form(
    rf"\s?(?:%|per ?cent|percentage|(?:p|st|nd|rd|th)\b|-?{UNIT}|(?:{MONTH})\b|/|[-–]\d\d\b"
    r"|(?:square )?(?:miles?|metres?|km|mm)\b)"
)
PART_OF_A_NAME = _form(
    r"\b(?:number|no\.?|call(?:ing)?|band|covid|level|grade|phase|figure)[\s-]?$"
)
YEAR = re.compile(r"(?:19|20)\d\d")
MONEY = _form(r"[£$€]\s?\d|\b\d[\d,.]*\s?(?:million|billion)?\s?(?:pounds|euros|dollars|p)\b")
PERCENT = _form(
    rf"(?:\d|\b(?:{WORDS}|one|half))\s?(?:%|per ?cent|percentage points?)|{SHARE}"
    r"|\b(?:a|one|two|three)[ -](?:third|quarter|fifth|tenth)s?\b|\bhalf\b"
)
DURATION = _form(
    rf"(?<!in )(?:\b(?:{WORDS}|one|an?|several|few|further)|\d)[\s-]+(?:more\s|further\s|extra\s)?{UNIT}"
    r"|\buntil\b"
)
DATE = _form(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{MONTH})\b"
    rf"|\b(?:in|by|since|until|from|of|this|next|last|early|late|mid)[\s-](?:{MONTH})\b"
    r"|\b(?:january|february|april|august|september|october|november|december)\b"
    r"|\b(?:19|20)\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:today|yesterday|tomorrow|tonight)\b|\bthe (?:spring|summer|autumn|winter)\b"
    r"|\b(?:last|next|this|coming|previous)\s(?:week|month|year|spring|summer|autumn|winter|weekend)\b"
    rf"|\b(?:in|within|after)\s(?:the\snext\s)?(?:\d+|{WORDS})\s{UNIT}"
    rf"|\b(?:{WORDS}|\d+)\s{UNIT}\s(?:ago|later|earlier)"
)
FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s(?:of |for |the |and )?[A-Z][\w’'-]+)+|\b[A-Z]{3,6}\b")
SAYS_NOTHING = frozenset({"NHS"})
BEFORE, AFTER = 6, 9  # words from a number on to what it counts, and from that on to a number
MONEY_WORDS = frozenset(
    stems_of("spend spent cost fund funding money price worth budget invest charge")
)


def has_type(asking: Asking, candidate: Candidate, stems: Phrase) -> bool:
    """Tell whether the sentence holds what the question wants; any sentence does for a passage."""
    text = candidate.sentence.text
    if asking.wants == "count":
        return _counts(asking, text, stems)
    if asking.wants == "amount":
        about_money = MONEY_WORDS & set(stems_of(asking.text))
        return bool(MONEY.search(text) or (not about_money and PERCENT.search(text)))
    if asking.wants == "who":
        names = (candidate.speaker or "", *FULL_NAME.findall(text))
        return any(_is_new(name, asking) for name in names)
    forms = {"percent": PERCENT, "date": DATE, "duration": DURATION}
    form = forms.get(asking.wants)
    return form is None or bool(form.search(text))


def counts_in(text: str) -> tuple[re.Match[str], ...]:
    """Find the counts of a sentence: numbers that are no year, date, money, share or measure."""
    return tuple(match for match in NUMBER.finditer(text) if _is_count(match))


def _is_count(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if YEAR.fullmatch(match.group()) or match.group() in SERVICE_NUMBERS:
        return False
    return not NOT_COUNTED.match(after) and not PART_OF_A_NAME.search(before)


def _counts(asking: Asking, text: str, stems: Phrase) -> bool:
    """Tell whether a count stands near the thing counted; of people in general any count will do."""
    counts = counts_in(text)
    if asking.counted is None:
        return bool(counts)
    spots = asking.counted.places(stems)
    numbers = [len(stems_of(text[: match.start()])) for match in counts]
    return any(-AFTER <= spot - number <= BEFORE for spot in spots for number in numbers)


def _is_new(name: str, asking: Asking) -> bool:
    """Tell whether a name says more than the question did: not the body whose head is asked for."""
    asked = set(stems(asking.words))
    return name not in SAYS_NOTHING and any(s not in asked and len(s) > 1 for s in stems_of(name))
