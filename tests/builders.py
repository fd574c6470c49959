"""Builders that spell out only what matters to a test."""

from datetime import UTC, datetime

from feeds.model import Article, Draft, Version

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def draft(text: str, key: str = "https://example.org/one", **fields: object) -> Draft:
    """A draft with its text; everything else by keyword."""
    return Draft(key=key, text=text, **fields)  # type: ignore[arg-type]


def article(text: str, title: str | None = None, number: int = 1, **fields: object) -> Article:
    """An archived article with one version, whose id is its number."""
    version = Version(id=number, article=number, number=1, title=title, text=text, seen_at=NOON)
    known = {"key": f"https://example.org/{number}", "arrived": NOON} | fields
    return Article(id=number, version=version, **known)  # type: ignore[arg-type]


def prose(text: str) -> str:
    """The text with the lines of each paragraph joined: an article has no line breaks inside one."""
    return "\n\n".join(" ".join(part.split("\n")) for part in text.split("\n\n"))
