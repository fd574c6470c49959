"""Faults on demand: what goes wrong with the next calls and deliveries, how, and how often (pure)."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.playground.workspace.model import ApiError

ANY = "*"

CALL_FAULTS = {
    "drop_before": "the line is cut before the call is accepted: nothing happened",
    "drop_after": "the call is accepted, then the line is cut: the app cannot know",
    "silence_after": "the call is accepted, and no answer ever comes",
    "status_before": "an HTTP status (`status`, 503) instead of the call",
    "status_after": "the call is accepted, then an HTTP status (`status`, 500) is all that comes back",
    "rate_limited": "429 with Retry-After (`retry_after` seconds, 30)",
    "refuse": "ok:false with `error`: token_revoked, is_archived, account_inactive, fatal_error …",
}
DELIVERY_FAULTS = {
    "duplicate": "the app gets the same delivery twice, with one event_id",
    "late": "the delivery comes `delay` seconds (60) later by the clock",
    "swap": "the delivery waits until the next of its kind has been handed over",
    "lose": "the delivery never arrives; an event comes again as a retry",
}
DELIVERIES = ("events_api", "slash_commands", "interactive")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong `times` times, on a method, a kind of delivery, or any of them."""

    kind: str
    target: str = ANY
    times: int = 1
    error: str = "token_revoked"
    status: int = 0
    retry_after: int = 30
    delay: timedelta = timedelta(minutes=1)

    def __post_init__(self) -> None:
        if self.kind not in CALL_FAULTS and self.kind not in DELIVERY_FAULTS:
            known = ", ".join([*CALL_FAULTS, *DELIVERY_FAULTS])
            raise ValueError(f"no such fault: {self.kind} (one of {known})")
        is_delivery = self.target in DELIVERIES
        if self.target != ANY and is_delivery != (self.kind in DELIVERY_FAULTS):
            raise ValueError(f"{self.kind} does not happen to {self.target}")
        if self.times < 1:
            raise ValueError("times must be at least 1")

    def hits(self, target: str) -> bool:
        is_delivery = target in DELIVERIES
        return self.target in (ANY, target) and is_delivery == (self.kind in DELIVERY_FAULTS)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "target": self.target,
            "times": self.times,
            "error": self.error,
            "status": self.status,
            "retry_after": self.retry_after,
            "delay": self.delay.total_seconds(),
        }


class Faults:
    """The faults that wait for their call or delivery, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def waiting(self) -> tuple[Fault, ...]:
        return tuple(self._waiting)

    def take(self, target: str) -> Fault | None:
        """The fault of this call or delivery, used up once; None where all goes well."""
        for place, fault in enumerate(self._waiting):
            if fault.hits(target):
                left = replace(fault, times=fault.times - 1) if fault.times > 1 else None
                self._waiting[place : place + 1] = [left] if left else []
                return fault
        return None


def fault_from(body: dict[str, Any]) -> Fault:
    """A fault as the control API names it. Raises ApiError with what is wrong."""
    known = {"kind", "target", "times", "error", "status", "retry_after", "delay"}
    if unknown := sorted(body.keys() - known):
        raise ApiError("invalid_arguments", detail=f"unknown: {', '.join(unknown)}")
    try:
        delay = timedelta(seconds=float(body.get("delay", 60)))
        numbers = {key: int(body[key]) for key in ("times", "status", "retry_after") if key in body}
        names = {key: str(body[key]) for key in ("target", "error") if key in body}
        return Fault(str(body.get("kind")), **names, **numbers, delay=delay)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise ApiError("invalid_arguments", detail=str(error)) from error
