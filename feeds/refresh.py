"""Composer: feeds and dropped files to articles in the archive.

    feeds ─ is_due ─ fetch ─ parse_feed ─┬─ known, unchanged: nothing
                                         └─ wanted ─ fetch ─ extract_page ─ draft ─ archive.add
                                                       └─ fails, or is junk: the feed's own words
    inbox ─ changed files ─ read_inbox_file ───────────────────────── draft ─ archive.add

Several hosts are asked at once, each one thing at a time; everything is written in one thread, in
the order of the feeds and, within a feed, oldest entry first. A feed, page or file that fails is a
result. A feed's state is saved after its articles: a crash in between costs an asking, no article.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from feeds.archive import Archive
from feeds.drafting import draft_of, draft_of_page, is_about, is_wanted, key_of
from feeds.extract import extract_page
from feeds.fetch import Fetched
from feeds.guard import canonical_url
from feeds.hosts import host_of, work_on_hosts
from feeds.inbox import inbox_files, read_inbox_file
from feeds.model import Article, Draft, Entry, Feed, FeedError, FeedState, Page
from feeds.parse import parse_feed
from feeds.polling import after_failure, after_success, is_due
from feeds.text import decode

logger = logging.getLogger(__name__)

# What may be a page; a site that sends no type at all is believed.
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
FEWEST_WORDS = 20  # a page with fewer is a menu or an error message; teasers have more
Progress = Callable[[int, int, str], None]


class Asks(Protocol):
    """What is needed of a `feeds.fetch.Fetcher`."""

    def fetch(
        self, url: str, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What became of one feed, of the inbox, or of a file in it that failed. `error` also says, of
    a feed that answered, how many of its pages did not."""

    feed: Feed
    status: Literal["new", "unchanged", "not due", "failed"]
    new: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What became of all feeds, in their order, and how many articles and versions are new."""

    results: tuple[FeedResult, ...]

    @property
    def new(self) -> int:
        return sum(result.new for result in self.results)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a feed answered, or the error; then, of its entries, those that are wanted."""

    feed: Feed
    state: FeedState
    fetched: Fetched | None = None
    entries: tuple[Entry, ...] = ()
    error: FeedError | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A draft, with the reason why its page could not be read, if so."""

    draft: Draft
    error: FeedError | None = None


class _Count:
    """Tells how far a round has come."""

    def __init__(self, tell: Progress | None) -> None:
        self.done = self.total = 0
        self._tell = tell

    def step(self, label: str) -> None:
        self.done += 1
        if self._tell:
            self._tell(self.done, self.total, label)


def refresh(
    feeds: Sequence[Feed],
    archive: Archive,
    fetcher: Asks,
    now: datetime,
    *,
    inbox: Path | None = None,
    team_id: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> RefreshReport:
    """Ask the feeds that are due (with `force`, all that are on) and read the files of the inbox.

    Whole backlogs are archived, under the dates of their entries. `team_id` owns what comes of the
    inbox. `progress` is called with how much is done of how much known so far, and a label. Raises
    only DatabaseError.
    """
    count = _Count(progress)
    answers = _wanted(_ask_all(feeds, archive, fetcher, now, force, count), archive, now)
    results = _read_all(answers, archive, fetcher, now, count)
    if inbox is not None:
        results += _read_inbox(inbox, archive, now, team_id, count)
    return RefreshReport(tuple(results))


def fetch_article(
    url: str, archive: Archive, fetcher: Asks, now: datetime, *, team_id: str | None = None
) -> Article:
    """Give the article at a link: the archived one, or else what its page says, archived for that
    workspace. Raises FeedError with the reason, fit to be shown, why there is none."""
    known = archive.article_at(url, team_id)
    if known is not None:
        return known
    page, found_at = _page_at(url, fetcher)
    known = archive.article_at(found_at, team_id)
    if known is not None:
        return known
    added = archive.add(draft_of_page(page, canonical_url(url), team_id, found_at), now)
    article = archive.article(added.article, team_id)
    if article is None:
        raise FeedError(f"{host_of(url)}: the article was removed while it was read")
    return article


def _ask_all(
    feeds: Sequence[Feed],
    archive: Archive,
    fetcher: Asks,
    now: datetime,
    force: bool,
    count: _Count,
) -> list[_Answer]:
    """Ask the feeds that are due; those that are not have an answer with neither word nor error."""
    states = [(feed, archive.feed_state(feed.url)) for feed in feeds if feed.on]
    due = [force or is_due(state, now) for _, state in states]
    count.total += sum(due)

    def ask(pair: tuple[tuple[Feed, FeedState], bool]) -> _Answer:
        (feed, state), wanted = pair
        return _ask(feed, state, fetcher) if wanted else _Answer(feed, state)

    pairs = list(zip(states, due, strict=True))
    answers = []
    for answer in work_on_hosts(pairs, lambda pair: host_of(pair[0][0].url), ask):
        answers.append(answer)
        if answer.fetched or answer.error:
            count.step(answer.feed.name)
    return answers


def _ask(feed: Feed, state: FeedState, fetcher: Asks) -> _Answer:
    try:
        fetched = fetcher.fetch(feed.url, state.etag, state.last_modified)
        if fetched.status == 304:
            return _Answer(feed, state, fetched)
        parsed = parse_feed(fetched.body, fetched.url, fetched.content_type)
    except FeedError as error:
        return _Answer(feed, state, error=error)
    except Exception as error:  # what a stranger's bytes can raise is not one family
        logger.exception("cannot ask %s", host_of(feed.url))
        return _Answer(feed, state, error=_unexpected(feed.url, error))
    return _Answer(feed, state, fetched, parsed.entries)


def _wanted(answers: Sequence[_Answer], archive: Archive, now: datetime) -> list[_Answer]:
    """Keep the entries whose page is to be read, oldest first, each link once."""
    met: set[tuple[str, str | None]] = set()
    kept = []
    for answer in answers:
        entries = []
        for entry in reversed(answer.entries):
            key = (key_of(answer.feed, entry), answer.feed.team_id)
            if key not in met and is_wanted(entry, archive.article_at(*key), answer.state, now):
                entries.append(entry)
            met.add(key)
        kept.append(replace(answer, entries=tuple(entries)))
    return kept


def _read_all(
    answers: Sequence[_Answer], archive: Archive, fetcher: Asks, now: datetime, count: _Count
) -> list[FeedResult]:
    """Read the pages of all answers and file them, feed by feed."""
    jobs = [(answer.feed, entry) for answer in answers for entry in answer.entries]
    count.total += len(jobs)
    reads = work_on_hosts(
        jobs, lambda job: host_of(job[1].link), lambda job: _read(*job, fetcher, now)
    )
    with closing(reads):
        return [_file(answer, reads, archive, now, count) for answer in answers]


def _read(feed: Feed, entry: Entry, fetcher: Asks, now: datetime) -> _Read:
    if entry.link is None:
        return _Read(draft_of(feed, entry, now))
    try:
        page, found_at = _page_at(entry.link, fetcher)
        if not is_about(page, entry):
            raise FeedError(f"{host_of(entry.link)}: what came is another page than this article")
    except FeedError as error:
        return _Read(draft_of(feed, entry, now), error)
    return _Read(draft_of(feed, entry, now, page, found_at))


def _page_at(link: str, fetcher: Asks) -> tuple[Page, str]:
    """Give the article page at a link and where it was found. Raises FeedError, nothing else."""
    host = host_of(link)
    try:
        fetched = fetcher.fetch(link)
        kind = (fetched.content_type or PAGES[0]).partition(";")[0].strip().lower()
        if kind not in PAGES:
            raise FeedError(f"{host}: the link leads to a file ({kind[:60]}), not to a page")
        known = fetched.charset is not None
        html = decode(fetched.body, fetched.charset) if known else fetched.body
        page = extract_page(html, fetched.url)
    except FeedError:
        raise
    except Exception as error:  # what a stranger's bytes can raise is not one family
        logger.exception("cannot read a page of %s", host)
        raise _unexpected(link, error) from error
    if len(page.text.split()) < FEWEST_WORDS:
        raise FeedError(f"{host}: there is no article text on this page", permanent=True)
    return page, fetched.url


def _unexpected(link: str, error: Exception) -> FeedError:
    return FeedError(f"{host_of(link)}: could not be read ({type(error).__name__})")


def _file(
    answer: _Answer, reads: Iterator[_Read], archive: Archive, now: datetime, count: _Count
) -> FeedResult:
    """File what was read for one feed, then remember how the feed answered."""
    feed = answer.feed
    if answer.error is not None:
        archive.save_feed_state(after_failure(answer.state, answer.error, now))
        logger.info("failed %s: %s", feed.name, answer.error)
        return FeedResult(feed, "failed", error=str(answer.error))
    if answer.fetched is None:
        return FeedResult(feed, "not due")
    new, errors = 0, []
    for _, read in zip(answer.entries, reads, strict=False):
        new += archive.add(read.draft, now).status != "same"
        errors += [read.error] if read.error else []
        count.step(feed.name)
    archive.save_feed_state(_state_after(answer, answer.fetched, errors, now, new=new > 0))
    logger.info("refreshed %s: %d new, %d pages failed", feed.name, new, len(errors))
    return FeedResult(feed, "new" if new else "unchanged", new, _summed(errors, answer.entries))


def _state_after(
    answer: _Answer, fetched: Fetched, errors: Sequence[FeedError], now: datetime, *, new: bool
) -> FeedState:
    """Remember the answer; without validators if a page may do next time, so that its feed is sent
    again and the page is asked again."""
    again = any(not error.permanent for error in errors)
    return after_success(
        answer.state,
        now,
        new=new,
        etag=None if again else fetched.etag,
        last_modified=None if again else fetched.last_modified,
        fresh_for=fetched.fresh_for,
    )


def _summed(errors: Sequence[FeedError], entries: Sequence[Entry]) -> str | None:
    if not errors:
        return None
    return f"{len(errors)} of {len(entries)} pages could not be read; the first: {errors[0]}"


def _read_inbox(
    folder: Path, archive: Archive, now: datetime, team_id: str | None, count: _Count
) -> list[FeedResult]:
    """File what is new or changed in the drop folder; nothing in it is moved or written."""
    inbox = Feed("inbox", "inbox:", team_id=team_id)
    if not folder.is_dir():
        cure = f"{folder}: there is no such folder; create it or name another inbox"
        return [FeedResult(inbox, "failed", error=cure)]
    try:
        paths = inbox_files(folder)
    except OSError as error:
        cure = f"{folder}: cannot be listed ({error.strerror}); check its permissions"
        return [FeedResult(inbox, "failed", error=cure)]
    count.total += len(paths)
    new, failed = 0, []
    for path in paths:
        key = f"inbox:{path.relative_to(folder).as_posix()}".encode("utf-8", "replace").decode()
        try:
            new += _is_filed(path, key, archive, now, team_id)
        except FeedError as error:
            failed.append(
                FeedResult(replace(inbox, name=path.name, url=key), "failed", error=str(error))
            )
        count.step(path.name)
    return [FeedResult(inbox, "new" if new else "unchanged", new), *failed]


def _is_filed(path: Path, key: str, archive: Archive, now: datetime, team_id: str | None) -> bool:
    """File one file unless it is as it was when last read; say whether anything was new. What is
    wrong with it is raised once, then not again until it changes."""
    state = archive.feed_state(key if team_id is None else f"{key}@{team_id}")
    mark = _mark(path)
    if mark == state.etag:
        return False
    try:
        page = read_inbox_file(path)
    except FeedError as error:
        archive.save_feed_state(replace(after_failure(state, error, now), etag=mark))
        raise
    added = archive.add(draft_of_page(page, key, team_id), now)
    archive.save_feed_state(after_success(state, now, new=True, etag=mark))
    return added.status != "same"


def _mark(path: Path) -> str:
    """What changes when a file does, its rights included."""
    try:
        known = path.stat()
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return f"{known.st_size}-{known.st_mtime_ns}-{known.st_ctime_ns}"
