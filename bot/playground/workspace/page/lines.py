"""Messages as lines of a channel or a thread: whose, when, under which day, and what is new (pure)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2s
from zoneinfo import ZoneInfo

from bot.playground.workspace.model import Message, Person

ZONE = ZoneInfo("Europe/London")
TOGETHER = 300  # seconds within which one author's messages stand under one name


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the page shows it, with the day before it where a new one begins."""

    message: Message
    author: Person
    at: datetime
    day: date | None
    follows: bool
    is_first_new: bool
    replies: tuple[Message, ...]

    @property
    def key(self) -> str:
        """Changes whenever what is shown of this message changes."""
        last = self.replies[-1].ts if self.replies else ""
        shown = (self.message, len(self.replies), last, self.day, self.follows, self.is_first_new)
        return blake2s(repr(shown).encode(), digest_size=8).hexdigest()


def lines_of(
    messages: Sequence[Message],
    people: Mapping[str, Person],
    replies: Callable[[Message], tuple[Message, ...]],
    new_after: str | None = None,
    reader: str = "",
) -> Iterator[Line]:
    """The lines of these messages. `new_after`: the ts that `reader` had seen; None for no mark."""
    before: Line | None = None
    has_mark = new_after is None
    for message in messages:
        at = local(message.ts)
        is_new_day = before is None or before.at.date() != at.date()
        is_new = not has_mark and message.ts > (new_after or "") and message.user != reader
        has_mark = has_mark or is_new
        line = Line(
            message=message,
            author=people[message.user],
            at=at,
            day=at.date() if is_new_day else None,
            follows=not is_new_day and not is_new and _belongs(before, message),
            is_first_new=is_new,
            replies=replies(message),
        )
        yield line
        before = line


def local(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC).astimezone(ZONE)


def _belongs(before: Line | None, message: Message) -> bool:
    """Say whether a message stands under the name of the one before it."""
    if before is None or before.replies:
        return False
    known = before.message
    same = (known.user, known.to) == (message.user, message.to)
    return same and float(message.ts) - float(known.ts) < TOGETHER
