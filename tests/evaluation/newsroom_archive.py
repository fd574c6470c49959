"""The newsroom's articles in an archive and a library of their own, for the scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from bot.migrate import migrate
from bot.playground.newsroom.articles import read_articles, read_outlets
from feeds.archive import Archive
from feeds.database import connect
from feeds.model import Draft
from summaries.library.store import Library
from summaries.reading import read_new

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Filled:
    """An archive that has read the newsroom; `paths` gives an article's path by its number."""

    archive: Archive
    library: Library
    paths: dict[int, str]


def labels_now() -> datetime:
    """The moment around which the labels place the newsroom's articles."""
    gold = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))
    return datetime.fromisoformat(gold["now"])


def fill_archive(now: datetime, further: Sequence[str] = ()) -> Filled:
    """Read all articles of the newsroom, placed around `now`, into a database in memory; `further`
    texts come first, without title or date, at the path "text:" and their number."""
    database = connect("sqlite://")
    migrate(database)
    archive, library = Archive(database), Library(database)
    outlets = {outlet.slug: outlet for outlet in read_outlets()}
    paths: dict[int, str] = {}
    for number, text in enumerate(further):
        paths[archive.add(Draft(f"text:{number}", text), now).article] = f"text:{number}"
    for article in reversed(read_articles(now)):
        outlet = outlets[article.outlet]
        top = [article.standfirst] if article.standfirst else []
        added = archive.add(
            Draft(
                key=f"https://newsroom.example{article.path}",
                text="\n\n".join((*top, *article.lines)),
                title=article.title,
                outlet=outlet.name,
                authors=article.authors,
                published=article.published,
                nation=outlet.nation,
                licence=outlet.licence,
                teaser=not article.free,
            ),
            now,
        )
        paths[added.article] = article.path
    read_new(archive, library)
    return Filled(archive, library, paths)
