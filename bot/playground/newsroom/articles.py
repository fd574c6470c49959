"""Reads the outlets and their articles from the files beside this one; places them around `now`.

An article is a file of front matter and a body: paragraphs parted by an empty line, `- ` bullets, `## `
headings, and `[kind] words` for the furniture between them. `[post] today 09:12 | Title` opens a post
of a live page.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.playground.newsroom.model import Article, Block, Edit, Outlet
from bot.playground.newsroom.moments import fill_dates, moment

HERE = Path(__file__).parent
FURNITURE = frozenset({"photo", "advert", "podcast", "related", "newsletter", "pull", "note"})


class ArticleError(ValueError):
    """A file of the newsroom cannot be read."""


def read_outlets() -> tuple[Outlet, ...]:
    """Return every outlet, in the order of the file."""
    rows = yaml.safe_load((HERE / "outlets.yaml").read_text(encoding="utf-8"))
    return tuple(
        Outlet(slug=slug, **{**row, "sections": tuple(row.get("sections", ()))})
        for slug, row in rows.items()
    )


def read_articles(now: datetime) -> tuple[Article, ...]:
    """Return every article of every outlet, placed around `now`, newest first."""
    files = sorted((HERE / "articles").glob("*/*.md"))
    articles = [read_article(file, now) for file in files]
    return tuple(sorted(articles, key=lambda article: article.published, reverse=True))


def read_article(file: Path, now: datetime) -> Article:
    """Return the article that `file` holds; its folder is its outlet, its name its address."""
    try:
        _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
        front = yaml.safe_load(head)
        return _article(file, front, body, now)
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ArticleError(f"{file.parent.name}/{file.name}: {error}") from error


def _article(file: Path, front: dict[str, Any], body: str, now: datetime) -> Article:
    published = moment(front["published"], now)

    def filled(key: str) -> str:
        return fill_dates(" ".join(front.get(key, "").split()), published)

    return Article(
        outlet=file.parent.name,
        slug=file.stem,
        title=filled("title"),
        published=published,
        blocks=tuple(_blocks(body, published, now)),
        standfirst=filled("standfirst"),
        summary=filled("summary") or filled("standfirst"),
        authors=tuple(front.get("authors", ())),
        section=front.get("section", "Health"),
        modified=moment(front["modified"], now) if "modified" in front else None,
        photo=Block("photo", filled("photo")) if "photo" in front else None,
        free=front.get("free", True),
        live=front.get("live", False),
        edit=_edit(front["edit"], published, now) if "edit" in front else None,
    )


def _edit(row: dict[str, Any], published: datetime, now: datetime) -> Edit:
    pairs = tuple(
        (fill_dates(p["old"], published), fill_dates(p["new"], published)) for p in row["replace"]
    )
    return Edit(moment(row["at"], now), pairs, row.get("note", ""))


def _blocks(body: str, published: datetime, now: datetime) -> Iterator[Block]:
    """Yield the blocks of a body. A post of a live page gives its time to what follows it."""
    at: datetime | None = None
    for chunk in body.strip().split("\n\n"):
        kind, text = _kind(chunk.strip())
        if kind == "post":
            words, _, text = text.partition(" | ")
            at, kind = moment(words, now), "heading"
        for line in text.split("\n- ") if kind == "bullet" else [text]:
            yield Block(kind, fill_dates(" ".join(line.split("\n")), published), at)


def _kind(chunk: str) -> tuple[str, str]:
    if chunk.startswith("- "):
        return "bullet", chunk[2:]
    if chunk.startswith("## "):
        return "heading", chunk[3:]
    if chunk.startswith("["):
        kind, _, text = chunk[1:].partition("] ")
        if kind not in FURNITURE | {"post"}:
            raise ArticleError(
                f"[{kind}] is not a kind of block (use {', '.join(sorted(FURNITURE))})"
            )
        return kind, text
    return "text", chunk
