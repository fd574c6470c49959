"""One paragraph to sentences: which full stops end a sentence. Looks only a few characters to each
side of a stop, so the work grows with the text and no faster."""

import re
from collections.abc import Iterator

from summaries.prose.paragraphs import trim
from summaries.prose.vocabulary import (
    BEFORE_NUMBER,
    INSTITUTIONS,
    LABELLED,
    NEVER_LAST,
    SOMETIMES_LAST,
    STARTERS,
    TIMES,
)

STOP = re.compile(r"([.!?…]+)((?:\s?[”»)\]]|[\"'’]|\[\d{1,3}\])*)")
FOLLOWING = re.compile(r"(\s*)([\"'“‘«(\[–—-]*\s?)(\S?)")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
ATTRIBUTION = re.compile(
    r"\s+(?:[^\W\d_][\w.'’-]*\s+){0,5}?(?:said|asked|added|says|asks|told|wondered|wrote|replied|shouted|tweeted)\b(?!\s*:)"
)
LETTERS_WITH_STOPS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|Ph\.D|M\.Sc|B\.Sc")
LIST_NUMBER = re.compile(r"\d{1,3}|[a-hA-H]|[ivxIVX]{1,4}")
HOSTS = ("gov", "www", "nhs")  # "gov.Wales" is an address
STOPS = ".!?…\"'”’"
NEARBY = 3000  # characters to each side in which a word in lower case proves it common
LOOK_BACK = 24  # characters: longer than any abbreviation


def split_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans of the sentences of `text[start:end]`, one paragraph."""
    begin, marks, counted = start, 0, start
    all_marks = text.count('"', start, end)
    for match in STOP.finditer(text, start, end):
        if match.start() < begin:
            continue
        marks += text.count('"', counted, match.start())
        counted = match.start()
        later = all_marks - marks - match[2].count('"')
        last = _end_of(text, match, end, opens=marks % 2 == 0 and later % 2 == 1)
        if last < end and _is_boundary(text, begin, match, last, end):
            yield trim(text, begin, last)
            begin = trim(text, last, end)[0]
    if begin < end:
        yield trim(text, begin, end)


def _end_of(text: str, match: re.Match[str], end: int, *, opens: bool) -> int:
    """Return where the sentence would end: a straight mark that is glued to the next word opens the
    next sentence if none is open and another follows to close it."""
    glued = match.end() < end and not text[match.end()].isspace()
    if glued and opens and match[2].endswith('"'):
        return match.end() - 1
    return match.end()


def _is_boundary(text: str, begin: int, match: re.Match[str], last: int, end: int) -> bool:
    stops, closers = match[1], match[2]
    following = FOLLOWING.match(text, last, end)
    if following is None or not following[3]:
        return bool(following and not following[2])
    if following[3].islower() or following[3] in ".…":
        return False
    if not following[1] and not _is_glued(text, begin, match, following):
        return False
    if "!" in stops or "?" in stops:
        return _ends_question(text, match, last)
    if len(stops) > 1 or stops == "…":
        return _ends_ellipsis(text, match, following, end)
    if any(mark in closers for mark in "\"'”’»"):
        return True
    return _ends_word(text, begin, match.start(1), following, end)


def _is_glued(text: str, begin: int, match: re.Match[str], following: re.Match[str]) -> bool:
    """Say whether two sentences meet here without a space (`…good health."Consultants`)."""
    at = following.start(3)
    if not (text[at].isupper() and text[at + 1 : at + 2].islower()):
        return False
    if any(mark in text[match.start() : at] for mark in "\"”»)'’"):
        return True
    chunk = text[max(begin, match.start() - LOOK_BACK) : match.start()].split()
    word = WORD.match(text, at)
    whole = word is not None and text[word.end() : word.end() + 1] in ("", " ", ",", "\xa0")
    before = chunk[-1].rstrip(")]\"'”’") if chunk else ""
    return (
        whole and len(before) > 2 and before.isalpha() and before.islower() and before not in HOSTS
    )


def _ends_question(text: str, match: re.Match[str], last: int) -> bool:
    """A question ends its sentence unless it is bracketed ("(sic!)") or its speaker follows it."""
    if text[match.start() - 1 : match.start()] in ("(", "["):
        return False
    quoted = any(mark in match[2] for mark in "\"'”’»")
    return not (quoted and ATTRIBUTION.match(text[last : last + 80]))


def _ends_ellipsis(text: str, match: re.Match[str], following: re.Match[str], end: int) -> bool:
    before = text[match.start() - 1 : match.start()]
    if before in ("(", "["):
        return False
    if before.isspace():
        after_stop = text[max(0, match.start() - 4) : match.start()].rstrip()[-1:] in STOPS
        return (
            after_stop or following[2].strip() != "" or _word_at(text, following, end) in STARTERS
        )
    return True


def _ends_word(text: str, begin: int, stop: int, following: re.Match[str], end: int) -> bool:
    """Decide by the word before a single full stop and the word after it."""
    chunk = text[max(begin, stop - LOOK_BACK) : stop]
    word = re.split(r"[\s\"'“”‘’(\[—–/-]", chunk)[-1]
    first = stop - len(word) == begin or chunk[: len(chunk) - len(word)].rstrip().endswith(":")
    if first and LIST_NUMBER.fullmatch(word):
        return False
    if word in NEVER_LAST:
        return False
    if word in BEFORE_NUMBER and following[3].isdigit():
        return False
    if word == "no" and following[3].isdigit():
        return not re.search(r"\b(?:at|to|from|outside|inside|number)\s+no$", chunk)
    return _ends_short(text, chunk, word, following, end)


def _ends_short(text: str, chunk: str, word: str, following: re.Match[str], end: int) -> bool:
    """Decide for initials, letters with stops and names that may end a sentence."""
    after = _word_at(text, following, end)
    starts = after in STARTERS or bool(following[2].strip(" ([-–—"))
    if len(word) == 1 and word.isupper():
        before = chunk[: -len(word)].split()[-1:]
        return starts or bool(before and before[0].lower() in LABELLED)
    if word.lower() in ("a.m", "p.m"):
        return after not in TIMES and not following[3].isdigit()
    if word in SOMETIMES_LAST or LETTERS_WITH_STOPS.fullmatch(word):
        return starts or _is_common(text, following.start(3), after)
    return not (word == "al" and following[2].startswith("("))


def _word_at(text: str, following: re.Match[str], end: int) -> str:
    word = WORD.match(text, following.start(3), min(end, following.start(3) + 40))
    return word[0] if word else ""


def _is_common(text: str, at: int, word: str) -> bool:
    """Say whether a word is also printed in lower case nearby and no second name follows it ("U.S.
    Air Force"): then its capital begins a sentence."""
    rest = text[at + len(word) : at + len(word) + 12].split()
    if not rest or not rest[0].islower() or rest[0] in ("and", "of", "for"):
        return False
    nearby = text[max(0, at - NEARBY) : at + NEARBY]
    return word[1:].islower() and word not in INSTITUTIONS and f" {word.lower()} " in nearby
