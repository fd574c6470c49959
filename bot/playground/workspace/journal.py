"""The last requests, deliveries and acks, so that a test or a person can see what passed. No tokens."""

from collections import deque
from datetime import UTC, datetime
from typing import Any

KEPT = 1_000


class Journal:
    """A short memory, oldest first. Times are wall times: they are about traffic, not messages."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def note(self, kind: str, what: str, **facts: Any) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._entries.append({"at": at, "kind": kind, "what": what, **facts})

    def entries(self, kind: str | None = None) -> list[dict[str, Any]]:
        return [entry for entry in self._entries if kind in (None, entry["kind"])]
