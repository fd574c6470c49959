"""Articles to readings, and the archive's new versions into the library.

    archive.versions_after(cursor) ─ read_article ─ library.store (with the cursor) ─ … until none

`read_article` is the pure composition of the crafts; `read_new` decides nothing."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.archive import Archive
from feeds.model import Article
from summaries.dates import find_dates
from summaries.figures import find_figures
from summaries.model import Reading
from summaries.quotes import find_quotes
from summaries.sentences import read_document
from summaries.topics import is_about_nhs, nation_of

if (
    TYPE_CHECKING
):  # the library reads articles anew for a past day; this room only hands it readings
    from summaries.library import Library

logger = logging.getLogger(__name__)


def read_article(article: Article) -> Reading:
    """Lift from an article's version all that the crafts find in it."""
    document = read_document(article)
    return Reading(
        document=document,
        figures=find_figures(document),
        quotes=find_quotes(document),
        dates=find_dates(document),
        nation=nation_of(document),
        about_nhs=is_about_nhs(document),
    )


def read_new(
    archive: Archive,
    library: "Library",
    progress: Callable[[int], None] | None = None,
    batch: int = 50,
) -> int:
    """Read every version that the archive has and the library has not; return how many were read.

    `progress` is called with the number read so far. A version that cannot be read is logged and
    passed over: one bad article must not keep all later ones from being read.
    """
    count = 0
    while articles := archive.versions_after(library.cursor(), batch):
        found: list[Reading] = []
        for article in articles:
            if reading := _read_one(article):
                found.append(reading)
            if progress:
                progress(count + len(found))
        library.store(*found)
        library.move_cursor(articles[-1].version.id)
        count += len(found)
    return count


def _read_one(article: Article) -> Reading | None:
    try:
        return read_article(article)
    except Exception:  # a fault in one of our crafts, not in the run
        logger.exception("could not read version %s", article.version.id)
        return None
