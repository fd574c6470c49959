"""Composer: the archive's new versions into the library.

    archive.versions_after(cursor) ─ read_article ─ library.store (with the cursor) ─ … until none

The cursor moves with what is stored, so that a crash leaves both in step."""

import logging
from collections.abc import Callable

from feeds.archive import Archive
from feeds.model import Article
from summaries.crafts import read_article
from summaries.library.store import Library
from summaries.model import Reading

logger = logging.getLogger(__name__)


def read_new(
    archive: Archive,
    library: Library,
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
