"""Trigger ids: a right to open one view, for three seconds, once."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from bot.playground.workspace import limits
from bot.playground.workspace.model import ApiError, MovableClock


@dataclass(frozen=True, slots=True)
class Trigger:
    person: str
    expires: datetime


class Triggers:
    """The trigger ids of commands and clicks, by the workspace's clock."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._open: dict[str, Trigger] = {}
        self._used: set[str] = set()

    def issue(self, person: str) -> str:
        trigger_id = f"{len(self._open) + len(self._used) + 1}.0.{token_hex(16)}"
        self._open[trigger_id] = Trigger(person, self._clock.now() + limits.TRIGGER_LIFE)
        return trigger_id

    def use(self, trigger_id: str) -> str:
        """The person behind it. Raises ApiError: exchanged, expired or invalid."""
        if trigger_id in self._used:
            raise ApiError("exchanged_trigger_id")
        trigger = self._open.pop(trigger_id, None)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        self._used.add(trigger_id)
        if self._clock.now() > trigger.expires:
            raise ApiError("expired_trigger_id")
        return trigger.person
