"""Which sentences cannot stand alone: those inside a quotation opened before, those whose speaker is
missing, and those that begin with a word that points back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]

MARK = re.compile(r"[\"“”«»„‘’']")
OPENING = "([{—–-/“‘\"'"
CLOSED_BY = ".,;:!?…)]}\"”’'—–-/"
BARE_LETTERS = 3  # letters outside the marks below which a sentence is nothing but a quotation

_NO = r"(?!\s+(?:week|weekend|month|year|morning|afternoon|evening|winter|spring|summer|autumn|financial)\b)"
CONNECTIVES = (
    r"and|but|so|or|nor|yet|however|moreover|furthermore|nevertheless|nonetheless|instead|additionally"
    r"|therefore|thus|hence|consequently|similarly|likewise|conversely|meanwhile|indeed|besides|otherwise"
    r"|afterwards?|accordingly|still,|then,?|also,?|in addition|in contrast|by contrast|as a result|in fact"
    r"|for example|for instance|in other words|on the other hand|on the contrary|at the same time"
    r"|at the time|that said|in response|in turn|in return|in reply|in particular|even so|of course"
    r"|more importantly|most importantly|not only that|to that end|what['’]s more|yes,|no,|plus,?"
    r"|says|said|adds|added|when asked|asked (?:about|if|whether|why|how|what)|pressed on"
)
PEOPLE = (
    r"he|she|they|his|her|hers|their|theirs|him|them|himself|herself|themselves"
    r"|the (?:pair|duo|trio|couple|two|latter|former|same)\b(?!\s+(?:countries|governments|nations|sides|parties|health))"
    r"|both(?!\s+(?:the|sides)\b)|neither(?!\s+(?:the|side)\b)|others|the others?|another(?!\s+\w+\s+of\b)"
)
THINGS = rf"it|its|that(?!\s+\w+\s+(?:is|are|was|were)\b){_NO}|this{_NO}|these{_NO}|those(?!\s+(?:who|with|in|on|affected|waiting|aged|living|working)\b){_NO}|such"
CONTRACTED = r"(?:['’](?:s|re|ve|ll|d))?"
BEGINS = re.compile(rf"(?:{CONNECTIVES}|{PEOPLE}|{THINGS}){CONTRACTED}(?![\w'’-])", re.IGNORECASE)
BEGINS_QUOTED = re.compile(rf"(?:{CONNECTIVES}|{PEOPLE}){CONTRACTED}(?![\w'’-])", re.IGNORECASE)
POINTS_BACK = re.compile(
    r"(?:in|by|through|after|before|despite|because of|for|with|at|on|from|since|like|as|of|to|under|during"
    rf"|besides|beyond|until) (?:(?:this|that|these|those){_NO}|it|them|him|doing (?:so|this|that)|so doing|which)\b",
    re.IGNORECASE,
)
PRONOUN_EARLY = re.compile(
    r"(?:[\w’'-]+ ){0,3}?(?:he|she|they|his|her|their|them|him)\b", re.IGNORECASE
)
PREAMBLE = re.compile(
    r"(?:when|as|after|before|while|if|although|though|because|since|once|until|in|at|on|during|for|with)\b",
    re.IGNORECASE,
)
NAMED_LATER = re.compile(r"[,]\s+(?:[\w’'-]+\s+){0,4}?[A-Z][a-z]")
SPOKEN_BY_PRONOUN = re.compile(
    r"\W*(?:(?:he|she|they|it|the pair)\b|(?:said|added|says|asked|told|wrote|continued) (?:he|she|they)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands: whether it leans on the one before, and whether a quotation is still
    open at its end."""

    leans: bool
    open_quote: bool


def judge_standing(text: str, paragraphs: Iterable[Sequence[Span]]) -> dict[Span, Standing]:
    """Judge every sentence of a text, given its sentences by paragraph."""
    standings: dict[Span, Standing] = {}
    marks = _Marks()
    for sentences in paragraphs:
        if not sentences:
            continue
        marks.enter(text, sentences[0][0], sentences[-1][1])
        for start, end in sentences:
            inside = marks.is_open
            outside = marks.read(text, start, end)
            leans = inside or _leans(text[start:end], outside)
            standings[start, end] = Standing(leans, marks.is_open)
    return standings


def _leans(sentence: str, outside: str) -> bool:
    bare = sentence.lstrip("\"'“‘«([ ")
    quoted = sentence[:1] in "\"“‘'«"
    if quoted and (_is_bare(outside) or SPOKEN_BY_PRONOUN.match(outside)):
        return True
    if bare[:1].islower() or bare[:1] in "…–—":
        return True
    if quoted:
        return bool(BEGINS_QUOTED.match(bare))
    return bool(BEGINS.match(bare) or POINTS_BACK.match(bare)) or _is_unnamed(bare)


def _is_bare(outside: str) -> bool:
    return sum(map(str.isalpha, outside[:200])) < BARE_LETTERS


def _is_unnamed(bare: str) -> bool:
    """Say whether an opening clause has a pronoun and no name follows ("When she arrived, …")."""
    if not (PREAMBLE.match(bare) and PRONOUN_EARLY.match(bare)):
        return False
    return not NAMED_LATER.search(bare[:240])


class _Marks:
    """Walks the quotation marks of a text. A quotation left open at the end of a paragraph goes on
    only if the next one opens it again, or closes it."""

    def __init__(self) -> None:
        self.double = False
        self.single = False

    @property
    def is_open(self) -> bool:
        return self.double or self.single

    def enter(self, text: str, start: int, end: int) -> None:
        """Begin a paragraph."""
        if not self.is_open:
            return
        first = MARK.search(text, start, end)
        while first is not None and first[0] in "'’‘" and not self.single:
            first = MARK.search(text, first.end(), end)
        reopens = text[start] in "\"“«‘'"
        closes = first is not None and not _opens(text, first.start(), start, was_open=True)
        if not (reopens or closes):
            self.double = self.single = False

    def read(self, text: str, start: int, end: int) -> str:
        """Read one sentence; return its words that stand outside quotations."""
        outside: list[str] = []
        at = start
        for match in MARK.finditer(text, start, end):
            if not self.is_open:
                outside.append(text[at : match.start()])
            self._pass(text, match.start(), start)
            at = match.end()
        if not self.is_open:
            outside.append(text[at:end])
        return "".join(outside)

    def _pass(self, text: str, at: int, start: int) -> None:
        mark = text[at]
        if mark in '"“”«»„':
            self.double = _opens(text, at, start, was_open=self.double)
        elif not self.double and (mark == "‘" or not _is_apostrophe(text, at, self.single)):
            self.single = _opens(text, at, start, was_open=self.single)


def _opens(text: str, at: int, start: int, *, was_open: bool) -> bool:
    """Say whether the mark opens a quotation: by its shape, else by what stands beside it."""
    mark = text[at]
    if mark in "“«„‘":
        return True
    if mark in "”»’":
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2] or " "
    if before.isspace() or before in OPENING:
        return not after.isspace() or not was_open
    if after.isspace() or after in CLOSED_BY:
        return False
    return not was_open


def _is_apostrophe(text: str, at: int, was_open: bool) -> bool:
    """Say whether a single mark is an apostrophe ("don't", "Thomas'", "'90s") and no quotation mark."""
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return True
    if text[at] == "’" or before.isalnum():
        return not was_open
    return not after.isalpha() and not was_open
