"""What a channel asks for when it subscribes: edition, time, days, topics, words, length. Pure.

subscribe [edition] [07:30] [weekdays] [topic …] [include WORD] [exclude WORD] [watch WORD] [compact or full]
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time

from summaries.model import Length

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SETS = {
    "weekdays": "mon-fri",
    "mon-fri": "mon-fri",
    "daily": "daily",
    "everyday": "daily",
    "release-days": "release-days",
}
LENGTHS: dict[str, Length] = {"compact": "compact", "full": "full"}
WORD_LISTS = ("include", "exclude", "watch")
FILLERS = frozenset({"at", "on", "to", "and", "for", "the", "edition", "topic", "topics"})
NAMES = {"at": "time", "days": "set of days"}
MAX_WORDS = 20  # of one list; more is a mistake
MAX_WORD = 60  # characters

_TOKEN = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?", re.I)
_DAY = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)(?:s|day|sday|nesday|rsday|urday|days|sdays|nesdays|rsdays|urdays)?",
    re.I,
)


class CommandError(Exception):
    """A command cannot be done as typed. The message is shown as written and names the cure."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said; None or empty where nothing was, so that the edition's own choices hold.

    `named` are the words that are none of the rest: an edition's name or topics, to be looked up.
    """

    at: time | None = None
    days: str | None = None
    length: Length | None = None
    named: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


def parse_wish(line: str) -> Wish:
    """Read the words after `subscribe`. Raises CommandError."""
    wish = Wish()
    tokens = iter(_joined_times(_tokens(line)))
    for token in tokens:
        for part in filter(None, token.split(",")):
            wish = _read(part, tokens, wish)
    return wish


def _tokens(line: str) -> list[str]:
    return ["".join(found) for found in _TOKEN.findall(line)]


def _joined_times(tokens: Sequence[str]) -> Iterator[str]:
    """ "8 am" is one time."""
    position = 0
    while position < len(tokens):
        token, after = tokens[position], tokens[position + 1 : position + 2]
        joins = bool(after) and after[0].lower() in ("am", "pm") and token[:1].isdigit()
        yield token + after[0] if joins else token
        position += 2 if joins else 1


def _read(token: str, rest: Iterator[str], wish: Wish) -> Wish:
    word = token.lower()
    if word in WORD_LISTS:
        return _with_word(word, next(rest, ""), wish)
    if word in DAY_SETS:
        return _once(wish, "days", DAY_SETS[word], token)
    if day := _DAY.fullmatch(word):
        return replace(wish, days=_with_day(day[1].lower(), wish.days, token))
    if word in LENGTHS:
        return _once(wish, "length", LENGTHS[word], token)
    if word[:1].isdigit():
        return _once(wish, "at", parse_wall_time(token), token)
    if word in FILLERS:
        return wish
    return replace(wish, named=(*wish.named, token))


def _once(wish: Wish, field: str, value: object, token: str) -> Wish:
    if getattr(wish, field) not in (None, value):
        raise CommandError(f"“{_short(token)}” is a second {NAMES.get(field, field)}. Name one.")
    return replace(wish, **{field: value})  # type: ignore[arg-type]


def _with_word(kind: str, word: str, wish: Wish) -> Wish:
    if not word or word.lower() in WORD_LISTS:
        raise CommandError(f"{kind} needs a word. For example: {kind} dental")
    words = (*getattr(wish, kind), *(one[:MAX_WORD] for one in word.split(",") if one))
    if len(words) > MAX_WORDS:
        raise CommandError(f"That is more than {MAX_WORDS} words to {kind}. Name fewer.")
    return replace(wish, **{kind: words})  # type: ignore[arg-type]


def _with_day(day: str, known: str | None, token: str) -> str:
    chosen = (known or "").split(",") if known else []
    if any(one not in WEEKDAYS for one in chosen):
        raise CommandError(f"“{_short(token)}” does not go with “{known}”. Name one or the other.")
    return ",".join(one for one in WEEKDAYS if one in (*chosen, day))


def parse_wall_time(token: str) -> time:
    """Read 07:30, 7.30, 8am or 5:15pm. Raises CommandError."""
    found = _CLOCK.fullmatch(token)
    wrong = CommandError(f"“{_short(token)}” is not a time. Use 07:30, 7.30 or 8am.")
    if not found or not (found[2] or found[3]):
        raise wrong
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise wrong from None


def resolve_named(
    named: Sequence[str], editions: Collection[str], topics: Collection[str]
) -> tuple[str | None, tuple[str, ...]]:
    """Look up what the other words name: one edition, and topics of one or more words.

    Raises CommandError listing what there is.
    """
    edition: str | None = None
    chosen: list[str] = []
    left = [word.casefold() for word in named]
    while left:
        length, topic = _longest(left, topics)
        if topic:
            chosen.append(topic)
        elif left[0] in editions and edition is None:
            edition, length = left[0], 1
        else:
            raise CommandError(_unknown(left[0], editions, topics))
        left = left[length:]
    return edition, tuple(dict.fromkeys(chosen))


def _longest(words: Sequence[str], topics: Collection[str]) -> tuple[int, str]:
    spelt: dict[str, str] = {topic.casefold(): topic for topic in topics}
    for length in range(len(words), 0, -1):
        topic = spelt.get(" ".join(words[:length]))
        if topic:
            return length, topic
    return 0, ""


def _unknown(word: str, editions: Collection[str], topics: Collection[str]) -> str:
    return (
        f"“{_short(word)}” is no edition or topic of mine. Editions: {', '.join(editions)}. "
        f"Topics: {', '.join(topics)}. For any other word: include {_short(word)}"
    )


def _short(token: str) -> str:
    return token if len(token) <= 40 else f"{token[:39]}…"
