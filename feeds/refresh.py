"""Composer: feeds and dropped files to articles in the archive.

    feeds ─ is_due ─ visit ─┬─ known, unchanged: nothing
                            └─ wanted ─ visit its page ─ draft ─ archive.add
                                          └─ fails, or is junk: the feed's own words
    inbox ─ changed files ─ read ─ draft ─ archive.add

Several hosts are asked at once, each one thing at a time; everything is written in one thread, in
the order of the feeds and, within a feed, oldest entry first. A feed, page or file that fails is a
result. A feed's state is saved after its articles: a crash in between costs an asking, no article.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Semaphore
from typing import Literal

from feeds.archive import Archive
from feeds.choosing import Chosen, Met, choose_entries
from feeds.drafting import draft_of, draft_of_page, is_about
from feeds.dropped import Drops
from feeds.fetch import Fetched, FetchError
from feeds.guard import canonical_url
from feeds.hosts import host_of, work_on_hosts
from feeds.model import Article, Draft, Entry, Feed, FeedError, FeedState
from feeds.polling import address_of, after_failure, after_success, is_due
from feeds.sandbox import CHILDREN
from feeds.visits import Asks, Visitor

logger = logging.getLogger(__name__)

READERS = CHILDREN  # threads that wait for the sandbox
PAGES_AHEAD = 8  # pages that may lie here unread; each may have 5 MB
Progress = Callable[[int, int, str], None]


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
    """What a feed answered, or the error; then, of its entries, those that are to be read."""

    feed: Feed
    state: FeedState
    asked: str
    fetched: Fetched | None = None
    entries: tuple[Entry, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    fresh_for: timedelta | None = None
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
    count, visitor = _Count(progress), Visitor(fetcher)
    answers = _wanted(_ask_all(feeds, archive, visitor, now, force, count), archive, now)
    results = _read_all(answers, archive, visitor, now, count)
    if inbox is not None:
        results += _read_inbox(Drops(inbox, archive, visitor.read, now, team_id), count)
    return RefreshReport(tuple(results))


def fetch_article(
    url: str, archive: Archive, fetcher: Asks, now: datetime, *, team_id: str | None = None
) -> Article:
    """Give the article at a link: the archived one, or else what its page says, archived for that
    workspace. Raises FeedError with the reason, fit to be shown, why there is none."""
    known = archive.article_at(url, team_id)
    if known is not None:
        return known
    page, found_at = Visitor(fetcher).page_at(url)
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
    visitor: Visitor,
    now: datetime,
    force: bool,
    count: _Count,
) -> list[_Answer]:
    """Ask the feeds that are due; those that are not have an answer with neither word nor error."""
    known = [(feed, archive.feed_state(feed.url)) for feed in feeds if feed.on]
    idle = [_Answer(feed, state, address_of(state, now)) for feed, state in known]
    due = [force or is_due(state, now) for _, state in known]
    count.total += sum(due)
    if any(due):
        visitor.get_ready()

    def ask(pair: tuple[_Answer, bool]) -> _Answer:
        answer, is_wanted = pair
        return _ask(answer, visitor) if is_wanted else answer

    pairs = list(zip(idle, due, strict=True))
    answers = []
    for answer in work_on_hosts(pairs, lambda pair: host_of(pair[0].asked), ask):
        answers.append(answer)
        if answer.fetched or answer.error:
            count.step(answer.feed.name)
    return answers


def _ask(idle: _Answer, visitor: Visitor) -> _Answer:
    state = idle.state
    try:
        fetched, parsed = visitor.feed_at(idle.asked, state.etag, state.last_modified)
    except FeedError as error:
        return replace(idle, error=error)
    if parsed is None:
        return replace(idle, fetched=fetched, fresh_for=fetched.fresh_for)
    wishes = filter(None, (fetched.fresh_for, parsed.fresh_for))
    return replace(
        idle, fetched=fetched, entries=parsed.entries, fresh_for=max(wishes, default=None)
    )


def _wanted(answers: Sequence[_Answer], archive: Archive, now: datetime) -> list[_Answer]:
    """Keep the entries whose page is to be read, oldest first, each article once."""
    met: Met = set()
    return [
        replace(
            answer,
            chosen=choose_entries(answer.feed, answer.entries, answer.state, archive, now, met),
        )
        for answer in answers
    ]


def _read_all(
    answers: Sequence[_Answer], archive: Archive, visitor: Visitor, now: datetime, count: _Count
) -> list[FeedResult]:
    """Read the pages of all answers and file them, feed by feed. While one page of a host is read,
    the next one is asked for."""
    jobs = [(answer.feed, chosen) for answer in answers for chosen in answer.chosen]
    count.total += len(jobs)
    ahead = Semaphore(PAGES_AHEAD)
    with ThreadPoolExecutor(READERS, thread_name_prefix="pages") as readers:

        def begin(job: tuple[Feed, Chosen]) -> Future[_Read]:
            fetched = _fetch(job[1].entry, visitor)
            ahead.acquire()
            reading = readers.submit(_read, *job, fetched, visitor, now)
            reading.add_done_callback(lambda _: ahead.release())
            return reading

        with closing(work_on_hosts(jobs, lambda job: host_of(job[1].entry.link), begin)) as reads:
            return [_file(answer, reads, archive, now, count) for answer in answers]


def _fetch(entry: Entry, visitor: Visitor) -> Fetched | FeedError | None:
    try:
        return visitor.fetch_page(entry.link) if entry.link else None
    except FeedError as error:
        return error


def _read(
    feed: Feed,
    chosen: Chosen,
    fetched: Fetched | FeedError | None,
    visitor: Visitor,
    now: datetime,
) -> _Read:
    entry, key = chosen.entry, chosen.key
    if fetched is None or isinstance(fetched, FeedError):
        return _Read(draft_of(feed, entry, now, key=key), fetched)
    try:
        page = visitor.read_page(fetched)
        if not is_about(page, entry):
            reason = "what came is another page than this article"
            raise FeedError(f"{host_of(entry.link)}: {reason}")
    except FeedError as error:
        return _Read(draft_of(feed, entry, now, key=key), error)
    # under a changed link the feed's own, so that it is known again whatever it leads to
    found_at = entry.link if chosen.has_moved else fetched.url
    return _Read(draft_of(feed, entry, now, page, found_at, key))


def _file(
    answer: _Answer,
    reads: Iterator[Future[_Read]],
    archive: Archive,
    now: datetime,
    count: _Count,
) -> FeedResult:
    """File what was read for one feed, then remember how the feed answered."""
    feed = answer.feed
    if answer.error is not None:
        archive.save_feed_state(after_failure(answer.state, answer.error, now, answer.asked))
        logger.info("failed %s: %s", feed.name, answer.error)
        return FeedResult(feed, "failed", error=str(answer.error))
    if answer.fetched is None:
        return FeedResult(feed, "not due")
    new, errors = 0, []
    for _, reading in zip(answer.chosen, reads, strict=False):
        read = reading.result()
        new += archive.add(read.draft, now).status != "same"
        errors += [read.error] if read.error else []
        count.step(feed.name)
    archive.save_feed_state(_state_after(answer, answer.fetched, errors, now, new=new > 0))
    logger.info("refreshed %s: %d new, %d pages failed", feed.name, new, len(errors))
    return FeedResult(feed, "new" if new else "unchanged", new, _summed(errors, answer.chosen))


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
        fresh_for=max(filter(None, (answer.fresh_for, *_waits(errors))), default=None),
        asked=answer.asked,
        moved=fetched.moved,
    )


def _waits(errors: Sequence[FeedError]) -> Iterator[timedelta | None]:
    """How long the hosts of pages asked to be left alone."""
    return (error.retry_after for error in errors if isinstance(error, FetchError))


def _summed(errors: Sequence[FeedError], chosen: Sequence[Chosen]) -> str | None:
    if not errors:
        return None
    return f"{len(errors)} of {len(chosen)} pages could not be read; the first: {errors[0]}"


def _read_inbox(drops: Drops, count: _Count) -> list[FeedResult]:
    """File what is new or changed in the drop folder."""
    inbox = Feed("inbox", "inbox:", team_id=drops.team_id)
    try:
        paths = drops.paths()
    except FeedError as error:
        return [FeedResult(inbox, "failed", error=str(error))]
    count.total += len(paths)
    new, failed = 0, []
    for path in paths:
        try:
            new += drops.file(path)
        except FeedError as error:
            named = replace(inbox, name=path.name, url=drops.key(path))
            failed.append(FeedResult(named, "failed", error=str(error)))
        count.step(path.name)
    return [FeedResult(inbox, "new" if new else "unchanged", new), *failed]
