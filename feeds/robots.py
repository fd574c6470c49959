"""What a site allows robots to read: https://www.rfc-editor.org/rfc/rfc9309. Pure.

The longest rule that fits a path decides, an allowing one where two are equally long; `*` and `$`
are understood, which urllib.robotparser does not do. `Crawl-delay` is no part of the standard, but
many sites ask for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, unquote, urlsplit

MAX_CHARACTERS = 500_000  # what the standard wants to be read at least
MAX_RULES = 5_000
LONGEST_DELAY = timedelta(seconds=30)  # what a site may ask for between two pages
_LINE = re.compile(r"^\s*([a-z-]+)\s*:\s*([^#]*)", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z_-]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: whether paths that fit `pattern` may be read."""

    allows: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for us. Without any, all is allowed."""

    rules: tuple[Rule, ...] = ()
    delay: timedelta = timedelta()

    def allows(self, url: str) -> bool:
        """Say whether the page at a link of this site may be read."""
        parts = urlsplit(url)
        path = _plain(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
        fitting = [rule for rule in self.rules if _fits(rule.pattern, path)]
        longest = max(fitting, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
        return longest is None or longest.allows


def parse_robots(text: str, product: str) -> Robots:
    """Read the groups that name our product, else those for all. Whatever else is in the file (it may
    well be a web page) is passed over."""
    ours: list[tuple[str, str]] = []
    everyones: list[tuple[str, str]] = []
    is_named = False
    for agents, lines in _groups(text[:MAX_CHARACTERS]):
        if product.lower() in agents:
            ours, is_named = ours + lines, True
        elif "*" in agents:
            everyones += lines
    return _robots(ours if is_named else everyones)


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Yield whom each group is for, and its lines."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    for name, value in _fields(text):
        if name != "user-agent":
            lines.append((name, value))
            continue
        if lines:
            yield agents, lines
            agents, lines = set(), []
        named = _PRODUCT.match(value.lower())
        agents.add(named.group() if named else value)
    yield agents, lines


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        found = _LINE.match(line)
        if found and found.group(1).lower() in ("user-agent", "allow", "disallow", "crawl-delay"):
            yield found.group(1).lower(), found.group(2).strip()


def _robots(lines: Sequence[tuple[str, str]]) -> Robots:
    rules = (Rule(name == "allow", _plain(path)) for name, path in lines if name != "crawl-delay")
    told = (rule for rule in rules if rule.pattern.startswith(("/", "*")))
    delays = (_delay(value) for name, value in lines if name == "crawl-delay")
    return Robots(tuple(told)[:MAX_RULES], max(delays, default=timedelta()))


def _delay(value: str) -> timedelta:
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value, re.ASCII):
        return timedelta()
    return min(timedelta(seconds=float(value)), LONGEST_DELAY)


def _plain(path: str) -> str:
    """Give a path one spelling, so that `%7Ea` and `~a` are the same."""
    return quote(unquote(path, errors="replace"), safe="/?&=*$:;,@!'()+-._~")


def _fits(pattern: str, path: str) -> bool:
    """Say whether a path begins as the pattern says, in one pass: hostile stars cost nothing."""
    ends = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not ends or path == first
    place = len(first)
    for piece in rest[:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if ends:
        return len(path) - len(rest[-1]) >= place and path.endswith(rest[-1])
    return path.find(rest[-1], place) >= 0
