"""Which of a feed's entries are read, and as which articles they are filed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.archive import Archive
from feeds.drafting import alias_of, has_moved, is_wanted, key_of
from feeds.guard import canonical_url
from feeds.model import Article, Entry, Feed, FeedState

Met = set[tuple[str, str | None]]  # the keys that one round came across, and whose they are


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry to be read, and the key of its article; `has_moved` if that was once its link."""

    entry: Entry
    key: str
    has_moved: bool


def choose_entries(
    feed: Feed,
    entries: Sequence[Entry],
    state: FeedState,
    archive: Archive,
    now: datetime,
    met: Met,
) -> tuple[Chosen, ...]:
    """Give the entries to be read, oldest first, each article once a round; `met` remembers them."""
    told = {key_of(feed, entry) for entry in entries}
    chosen = []
    for entry in reversed(entries):
        key, known = _known(feed, entry, told, archive)
        moved = known is not None and key != key_of(feed, entry)
        wanted = is_wanted(entry, known, state, now) or (moved and _is_elsewhere(entry, known))
        if wanted and (key, feed.team_id) not in met:
            chosen.append(Chosen(entry, key, moved))
        met.add((key, feed.team_id))
    return tuple(chosen)


def _known(
    feed: Feed, entry: Entry, told: Collection[str], archive: Archive
) -> tuple[str, Article | None]:
    """Find an entry's article by its link; or by what its feed calls it, if the link has changed
    and the feed does not tell of the old one as well."""
    key, alias = key_of(feed, entry), alias_of(feed, entry)
    known = archive.article_at(key, feed.team_id)
    if known is not None or alias is None:
        return key, known
    called = archive.article_called(alias, feed.team_id)
    if called is None or called.key in told or not has_moved(entry, called):
        return key, None
    return called.key, called


def _is_elsewhere(entry: Entry, known: Article | None) -> bool:
    """Whether an entry's link is not the one under which its article was last found."""
    if known is None or known.url is None or entry.link is None:
        return False
    return canonical_url(entry.link) != canonical_url(known.url)
