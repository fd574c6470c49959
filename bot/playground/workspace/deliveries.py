"""What the app is told, over Socket Mode or signed HTTP: once, or again until it acks.

    send_event → wrap → (fault?) → transport → ack | at once again → +1 min → +5 min → dropped
    send       → (fault?) → transport → the ack's payload | NotAnsweredError

docs.slack.dev/apis/events-api: three retries, with one event_id throughout."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Protocol
from uuid import uuid4

from bot.playground.workspace import limits, payloads
from bot.playground.workspace.faults import Fault, Faults
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.model import MovableClock
from bot.playground.workspace.timekeeper import Timekeeper


class NotAnsweredError(Exception):
    """No ack came: dispatch_failed (nobody there), operation_timeout, connection_lost or http_error.

    `reason` is what a retry says of it; `is_final` where the app wants no retry."""

    def __init__(self, code: str, reason: str = "timeout", *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which try of which delivery this is. `reason`: why the one before it failed."""

    delivery_id: str
    number: int = 0
    reason: str = ""


class Transport(Protocol):
    """A way to the app. `send` raises NotAnsweredError where no ack comes."""

    async def send(
        self, kind: str, payload: dict[str, Any], attempt: Attempt
    ) -> dict[str, Any]: ...

    async def back(self) -> None:
        """Return when an app that was away has come back; never, where it is not away."""


class Deliveries:
    """Everything that goes to the app. Every method runs on the server's own loop."""

    def __init__(
        self,
        transport: Transport,
        clock: MovableClock,
        timekeeper: Timekeeper,
        journal: Journal,
        faults: Faults,
        retry_delays: tuple[timedelta, ...] = limits.RETRY_DELAYS,
    ) -> None:
        self.transport = transport
        self._clock = clock
        self._timekeeper = timekeeper
        self._journal = journal
        self._faults = faults
        self._retry_delays = retry_delays
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: dict[str, asyncio.Event] = {}

    async def send(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Tell the app once and wait for its ack's payload ({} where it has none)."""
        return await self._try(kind, payload, Attempt(str(uuid4())))

    def send_event(self, event: dict[str, Any]) -> str:
        """Wrap an event and tell the app of it until it acks, in the background. Its event_id."""
        event_id = f"Ev0{token_hex(5).upper()}"
        wrapped = payloads.event_callback(event, event_id, self._clock.now().timestamp())
        self.spawn(self._until_acked(wrapped))
        return event_id

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run in the background until done, or until the workspace stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()

    async def _until_acked(self, payload: dict[str, Any]) -> None:
        attempt, failed_at = Attempt(str(uuid4())), self._clock.now()
        for number, delay in enumerate((timedelta(), *self._retry_delays)):
            if delay:
                await self._pause(failed_at + delay)
            attempt = Attempt(attempt.delivery_id, number, attempt.reason)
            try:
                await self._try("events_api", payload, attempt)
            except NotAnsweredError as error:
                failed_at = self._clock.now()  # before anyone hears of it and moves the clock
                self._journal.note("unanswered", "events_api", attempt=number, error=error.code)
                if error.is_final:
                    break
                attempt = Attempt(attempt.delivery_id, number, error.reason)
            else:
                return
        self._journal.note("dropped", "events_api", event_id=payload.get("event_id"))

    async def _try(self, kind: str, payload: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        fault = self._faults.take(kind)
        if fault:
            at = self._clock.now()
            self._journal.note("fault", kind, fault=fault.kind)
            await self._suffer(fault, kind, payload, attempt, at)
        try:
            return await self.transport.send(kind, payload, attempt)
        finally:
            if (held := self._held.pop(kind, None)) is not None:
                held.set()

    async def _suffer(
        self, fault: Fault, kind: str, payload: dict[str, Any], attempt: Attempt, at: datetime
    ) -> None:
        """What the fault does before the delivery itself; `lose` ends it."""
        match fault.kind:
            case "lose":
                raise NotAnsweredError("operation_timeout", "http_timeout")
            case "late":
                await self._timekeeper.until(at + fault.delay)
            case "swap":
                next_one = self._held.setdefault(kind, asyncio.Event())
                await next_one.wait()
            case "duplicate":
                with suppress(NotAnsweredError):
                    await self.transport.send(kind, payload, attempt)

    async def _pause(self, due: datetime) -> None:
        """Wait by the clock, but no longer than until an app that was away is back."""
        waits = {
            asyncio.ensure_future(self._timekeeper.until(due)),
            asyncio.ensure_future(self.transport.back()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
