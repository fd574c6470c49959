"""Whether a sentence holds the kind of answer that a question wants: a count of that very thing, an
amount, a date, a length of time, a name."""

import re
from collections.abc import Sequence

from summaries.asking import Asking
from summaries.model import Candidate
from summaries.terms import Stems, stems, stems_of

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
TIME = _form(rf"\s?-?{UNIT}")
YEAR = re.compile(r"(?:19|20)\d\d")
MONEY = _form(r"[£$€]\s?\d|\b\d[\d,.]*\s?(?:million|billion)?\s?(?:pounds|euros|dollars|p)\b")
PLACE = re.compile(
    r"\b(?:in|at|near|from|to|on|across|outside|into|of|around|between)\s(?:the\s)?(?:\w+\s)?[A-Z][a-z]"
)
ANY_NUMBER = _form(rf"\d|\b(?:{WORDS}|half|double|triple)\b")
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
WHY = _form(
    r"\bbecause\b|\bcaused?\b|\bdue to\b|\bowing to\b|\bas a result\b|\bafter\b|\bamid\b|\bblam|\breasons?\b"
    r"|\bcannot\b|\bcould not\b|\bcan[’']t\b|\bso that\b"
)
BESIDE, BEFORE, AFTER = (
    3,
    6,
    9,
)  # words from a number on to what it counts, or from that to a number
LOOSE = 0.6  # how well a number fits that only stands in the neighbourhood
MONEY_WORDS = frozenset(
    stems_of("spend spent cost fund funding money price worth budget invest charge deficit bill")
)
OFFICES = frozenset(
    stems_of(
        "secretary minister government department trust board hospital party university college council"
        " union association institute committee service foundation england wales scotland ireland uk"
        " senedd westminster labour conservative tory society institute bma rcn nhs ms mp msp mla first prime"
        " health social care welsh scottish english british irish northern president chief executive director"
        " prof dr sir dame lord royal national chair leader"
    )
)
FORMS = {
    "percent": PERCENT,
    "date": DATE,
    "duration": DURATION,
    "why": WHY,
    "where": PLACE,
    "measure": ANY_NUMBER,
}
OTHERS = frozenset(stems_of("shadow former then deputy vice ex predecessor successor acting"))
TIMES = frozenset(stems_of("year month week day hour minute"))


def type_fit(asking: Asking, candidate: Candidate, stems: Stems) -> float:
    """Rate from 0 to 1 how surely the sentence holds what the question wants; any sentence does for
    a passage."""
    text = candidate.sentence.text
    if asking.wants == "count":
        return _count_fit(asking, text, stems)
    if asking.wants == "who":
        return _name_fit(asking, (candidate.speaker or "", *FULL_NAME.findall(text)), stems)
    if asking.wants == "amount":
        about_money = MONEY_WORDS & set(stems_of(asking.text))
        if MONEY.search(text):
            return 1.0
        return 0.0 if about_money or not PERCENT.search(text) else LOOSE
    form = FORMS.get(asking.wants)
    return float(form is None or bool(form.search(text)))


def counts_in(text: str, times: bool = False) -> tuple[re.Match[str], ...]:
    """Find the counts of a sentence: numbers that are no year, date, money, share or measure; with
    `times` also lengths of time."""
    return tuple(match for match in NUMBER.finditer(text) if _is_count(match, times))


def _is_count(match: re.Match[str], times: bool) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if YEAR.fullmatch(match.group()) or match.group() in SERVICE_NUMBERS:
        return False
    if times and TIME.match(after):
        return True
    return not NOT_COUNTED.match(after) and not PART_OF_A_NAME.search(before)


def _count_fit(asking: Asking, text: str, stems: Stems) -> float:
    """Rate how near a count stands to the thing counted; of people in general any count will do."""
    if asking.counted is None:
        return float(bool(counts_in(text)))
    times = any(phrase[-1] in TIMES for phrase in asking.counted.phrases)
    numbers = [len(stems_of(text[: match.start()])) for match in counts_in(text, times)]
    apart = [spot - number for spot in asking.counted.places(stems) for number in numbers]
    if any(0 <= words <= BESIDE for words in apart):
        return 1.0
    return LOOSE if any(-AFTER <= words <= BEFORE for words in apart) else 0.0


def _name_fit(asking: Asking, names: Sequence[str], stems: Stems) -> float:
    """Rate a name that the question does not have, in a sentence that says what its bearer does or
    which office they hold now; the name of a body is seldom what is asked for."""
    if asking.done is not None and not _held_now(asking, stems):
        return 0.0
    new = [name for name in names if _is_new(name, asking)]
    if not new:
        return 0.0
    return 1.0 if any(_is_person(name, asking) for name in new) else LOOSE


def _held_now(asking: Asking, stems: Stems) -> bool:
    """Tell whether what is asked for is printed without a word that makes it another's: who is the
    secretary is not the shadow secretary or a former one."""
    others = OTHERS - set(stems_of(asking.text))
    places = asking.done.places(stems) if asking.done else ()
    return any(not others & set(stems.text[max(0, n - 2) : n]) for n in places)


def _is_new(name: str, asking: Asking) -> bool:
    """Tell whether a name says more than the question did: not the body whose head is asked for."""
    asked = set(stems(asking.words))
    return name not in SAYS_NOTHING and any(s not in asked and len(s) > 1 for s in stems_of(name))


def _is_person(name: str, asking: Asking) -> bool:
    """Tell whether two words are left of a name without those of offices and of the question."""
    known = OFFICES | set(stems(asking.words))
    return len([s for s in stems_of(name) if s not in known and len(s) > 1]) > 1
