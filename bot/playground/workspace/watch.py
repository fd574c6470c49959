"""Waiting for what must come, without looking again and again: a change wakes whoever waits."""

from collections.abc import Callable
from threading import Condition
from time import monotonic
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE = 30.0  # seconds of wall time that something may take on a busy machine


class Watch:
    """Wakes threads when a message, a call, a delivery or an ack was noted."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._count = 0

    def noticed(self, *_: object) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait_for(
        self, wanted: Callable[[], Result], what: str, patience: float = PATIENCE
    ) -> Result:
        """What `wanted` finds, as soon as it finds something. Raises TimeoutError naming `what`.

        `wanted` is called without the lock, so it may ask the workspace anything."""
        end = monotonic() + patience
        while True:
            seen = self._count
            if found := wanted():
                return found
            with self._changed:
                is_new = self._changed.wait_for(lambda: self._count != seen, end - monotonic())  # noqa: B023
            if not is_new:
                raise TimeoutError(f"waited in vain for {what}")
