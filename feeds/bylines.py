"""Names of people out of bylines: "By Ann Lee and Bo Chen, health editors" is two names. Pure."""

import re
from collections.abc import Iterable

from feeds.text import clean_text, fold_space

MAX_NAME_CHARACTERS = 60
MAX_NAMES = 12

_EMAIL_WITH_NAME = re.compile(r"^\S+@\S+\s*\(([^()]+)\)$")
_ADDRESS = re.compile(r"\s*[<(]?(?:https?://\S+|\S+@\S+)[>)]?\s*")
_LEAD = re.compile(
    r"^(written |posted |published |reported |report |words |story |exclusive |analysis )?by[:\s]+|"
    r"^(author|authors|words|reporter)\s*:\s*",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*(?:,|;|\||/|•|&|\band\b|\bwith\b|\n)\s*", re.IGNORECASE)
# Words that stand in a job, a desk or a time, never in a person's name.
_NO_NAME = re.compile(
    r"\b(editor|reporter|correspondent|journalist|writer|columnist|producer|presenter|director|"
    r"chief|secretary|assistant|deputy|senior|associate|head of|team|staff|desk|freelance|"
    r"politics|health|political|news|published|updated|online|mins?|contributor|for the|"
    r"in (london|cardiff|edinburgh|belfast|new york|washington))\b|\d",
    re.IGNORECASE,
)
_DESK_ALONE = re.compile(
    r"^((?-i:[a-z]+(-[a-z]+)+)|admin|editor|editorial|author|staff|guest|press office|newsroom|"
    r"unknown|null|none)$",
    re.IGNORECASE,
)


def names_in(bylines: Iterable[str]) -> tuple[str, ...]:
    """Give the people named in bylines, each once, in order; jobs, desks and addresses fall away."""
    names: dict[str, str] = {}
    for byline in bylines:
        for name in _names(fold_space(clean_text(byline))):
            names.setdefault(name.casefold(), name)
    return tuple(names.values())[:MAX_NAMES]


def authors_in(printed: Iterable[str]) -> tuple[str, ...]:
    """Read what a feed or page names as its authors: the people, else the desk as it is printed."""
    bylines = [fold_space(clean_text(byline)) for byline in printed]
    desks = (name for name in bylines if 1 < len(name) <= MAX_NAME_CHARACTERS)
    bare = (name for name in desks if not _DESK_ALONE.match(name) and not _ADDRESS.search(name))
    return names_in(bylines) or tuple(bare)[:1]


def _names(byline: str) -> list[str]:
    wrapped = _EMAIL_WITH_NAME.match(byline)
    bare = wrapped.group(1) if wrapped else _ADDRESS.sub(" ", byline)
    parts = _PART.split(_LEAD.sub("", bare.strip()))
    names = [_LEAD.sub("", part).strip(" .,-–—:") for part in parts]
    return [name for name in names if _is_name(name)]


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= MAX_NAME_CHARACTERS or _DESK_ALONE.match(name):
        return False
    return not _NO_NAME.search(name) and len(name.split()) <= 6
