"""Words typed after /nhs-brief to a Command. Pure.

A line whose first word is a subcommand and whose rest fits it is that command; any other line, and any
line that ends in "?", is a question; one unknown word is searched.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.commands.wish import CommandError, Wish, parse_wish
from feeds.text import clean_text, fold_space

Name = Literal[
    "latest",
    "ask",
    "search",
    "article",
    "figures",
    "quotes",
    "ahead",
    "subscribe",
    "unsubscribe",
    "pause",
    "resume",
    "resend",
    "status",
    "preview",
    "feeds",
    "help",
]

MAX_QUESTION = 500  # characters; a longer line is a pasted text, not a question
MAX_TOPIC_WORDS = 5  # "figures show that waits have grown for a year" is a sentence, not a topic
_LINK = re.compile(r"<(https?://[^\s<>|]+)(?:\|[^<>]*)?>", re.I)
_BARE_LINK = re.compile(r"https?://[^\s<>|]+", re.I)
_PERIOD = re.compile(r"(?:for )?(\d{1,3}) ?(h|hours?|d|days?|w|weeks?)", re.I)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_EDITION = re.compile(r"[\w-]{1,30}")


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks for. `words` is the rest of the line: a question, a topic, an edition, a
    feed's link or number; `part` the second word of `feeds`."""

    name: Name
    words: str = ""
    part: Literal["", "add", "remove", "check"] = ""
    wish: Wish | None = None
    period: timedelta | None = None


def parse_command(text: str) -> Command:
    """Read a line as typed in Slack. Raises CommandError, whose message names the cure."""
    line = plain_line(text)
    if not re.search(r"\w", line):
        return Command("help") if line else Command("latest")
    if len(line) > MAX_QUESTION:
        raise CommandError(f"That is {len(line):,} characters. Ask in {MAX_QUESTION} or fewer.")
    first, _, rest = line.partition(" ")
    word = first.casefold().rstrip(":")
    read = READERS.get(word)
    if line.endswith("?"):
        return Command("ask", rest if word == "ask" and rest else line)
    if read and (command := read(rest.strip())):
        return command
    return Command("search" if " " not in line and not read else "ask", line)


def plain_line(text: str) -> str:
    """Slack's form of a typed line to plain words: links bare, escapes undone, one line, nothing hidden."""
    bare = _LINK.sub(r"\1", text)
    return fold_space(clean_text(html.unescape(bare)))


def link_in(line: str) -> str | None:
    """The first link of a plain line."""
    found = _BARE_LINK.search(line)
    return found[0].rstrip(".,;:!?)'\"”’") if found else None


def _alone(name: Name) -> Callable[[str], Command | None]:
    return lambda rest: None if rest else Command(name)


def _edition(name: Name) -> Callable[[str], Command | None]:
    return lambda rest: (
        Command(name, rest.lower()) if not rest or _EDITION.fullmatch(rest) else None
    )


def _with_words(name: Name, example: str) -> Callable[[str], Command]:
    def read(rest: str) -> Command:
        if not rest:
            raise CommandError(f"{name} needs some words. For example: /nhs-brief {name} {example}")
        return Command(name, rest)

    return read


def _about(name: Name, fillers: str) -> Callable[[str], Command | None]:
    leading = re.compile(rf"^(?:{fillers}) ", re.I)

    def read(rest: str) -> Command | None:
        topic = leading.sub("", rest)
        return Command(name, topic) if len(topic.split()) <= MAX_TOPIC_WORDS else None

    return read


def _pause(rest: str) -> Command | None:
    if not rest:
        raise CommandError(
            "For how long? For example: /nhs-brief pause 2w (h, d and w are understood)"
        )
    found = _PERIOD.fullmatch(rest)
    if not found:
        return None
    return Command("pause", period=timedelta(**{_UNITS[found[2][0].lower()]: int(found[1])}))


def _subscribe(rest: str) -> Command:
    return Command("subscribe", wish=parse_wish(rest))


def _feeds(rest: str) -> Command | None:
    part, _, words = rest.partition(" ")
    part, words = part.lower(), words.strip()
    if not rest or rest.lower() == "check":
        return Command("feeds", part="check" if rest else "")
    if part == "add":
        if link_in(words) != words:
            raise CommandError(
                "Which feed? For example: /nhs-brief feeds add https://example.org/rss.xml"
            )
        return Command("feeds", words, "add")
    if part == "remove":
        if not re.fullmatch(r"#?[0-9]{1,4}", words):
            raise CommandError(
                "Which number? /nhs-brief feeds shows them; then: /nhs-brief feeds remove 3"
            )
        return Command("feeds", words.lstrip("#"), "remove")
    return None


READERS: dict[str, Callable[[str], Command | None]] = {
    "latest": _alone("latest"),
    "ask": _with_words("ask", "how many people are waiting in Wales?"),
    "search": _with_words("search", "winter funding"),
    "article": _with_words("article", "12"),
    "figures": _about("figures", "on|about|for|of"),
    "quotes": _about("quotes", "from|by|of"),
    "ahead": _alone("ahead"),
    "subscribe": _subscribe,
    "unsubscribe": _edition("unsubscribe"),
    "pause": _pause,
    "resume": _edition("resume"),
    "resend": _edition("resend"),
    "status": _alone("status"),
    "preview": _edition("preview"),
    "feeds": _feeds,
    "help": _alone("help"),
}
