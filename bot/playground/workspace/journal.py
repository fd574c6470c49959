"""The last requests, deliveries and acks, so that a test or a person can see what passed. No tokens."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

KEPT = 1_000
SECRETS = ("token", "client_secret", "refresh_token", "access_token", "code")


class Journal:
    """A short memory, oldest first. Times are wall times: they are about traffic, not messages."""

    def __init__(self, noticed: Callable[[], None] = lambda: None) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._noticed = noticed

    def note(self, kind: str, what: str, **facts: Any) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._entries.append({"at": at, "kind": kind, "what": what, **facts})
        self._noticed()

    @property
    def last(self) -> dict[str, Any] | None:
        return self._entries[-1] if self._entries else None

    def entries(self, kind: str | None = None, what: str | None = None) -> list[dict[str, Any]]:
        return [
            entry
            for entry in tuple(self._entries)
            if kind in (None, entry["kind"]) and what in (None, entry["what"])
        ]


def without_secrets(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as it may stand in the journal."""
    return {key: value for key, value in body.items() if key not in SECRETS}
