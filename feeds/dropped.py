"""What is new or changed in the drop folder goes to the archive; nothing in it is moved or written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from feeds.archive import Archive
from feeds.drafting import draft_of_page
from feeds.inbox import inbox_files, read_inbox_file
from feeds.model import FeedError, Page
from feeds.polling import after_failure, after_success

Read = Callable[[Callable[[Path], Page], Path], Page]


@dataclass(frozen=True, slots=True)
class Drops:
    """The files of a drop folder on their way to the archive; `team_id` owns what comes of them.

    `read` runs the reading function: in the sandbox.
    """

    folder: Path
    archive: Archive
    read: Read
    now: datetime
    team_id: str | None = None

    def paths(self) -> tuple[Path, ...]:
        """List its files. Raises FeedError with the cure where there is no such folder."""
        if not self.folder.is_dir():
            raise FeedError(
                f"{self.folder}: there is no such folder; create it or name another inbox"
            )
        try:
            return inbox_files(self.folder)
        except OSError as error:
            reason = f"cannot be listed ({error.strerror}); check its permissions"
            raise FeedError(f"{self.folder}: {reason}") from error

    def file(self, path: Path) -> bool:
        """File one file unless it is as it was when last read; say whether anything was new. What
        is wrong with it is raised once, as FeedError, then not again until it changes."""
        key = self.key(path)
        state = self.archive.feed_state(key if self.team_id is None else f"{key}@{self.team_id}")
        mark = _mark(path)
        if mark == state.etag:
            return False
        try:
            page = self.read(read_inbox_file, path)
        except FeedError as error:
            failed = after_failure(state, error, self.now)
            self.archive.save_feed_state(replace(failed, etag=mark))
            raise
        added = self.archive.add(draft_of_page(page, key, self.team_id), self.now)
        self.archive.save_feed_state(after_success(state, self.now, new=True, etag=mark))
        return added.status != "same"

    def key(self, path: Path) -> str:
        """Give the identity of a file: its place in the folder."""
        place = f"inbox:{path.relative_to(self.folder).as_posix()}"
        return place.encode("utf-8", "replace").decode()


def _mark(path: Path) -> str:
    """What changes when a file does, its rights included."""
    try:
        known = path.stat()
    except OSError as error:
        return f"unreadable: {error.strerror}"
    return f"{known.st_size}-{known.st_mtime_ns}-{known.st_ctime_ns}"
