"""What can be picked in a menu or a field, and what stands in it at first (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.workspace.page.mrkdwn import Names
from bot.playground.workspace.state import SLACKBOT

ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its value, its text object, and what the app put beside it."""

    value: str
    text: dict[str, Any]
    description: dict[str, Any] | None = None
    url: str | None = None

    @property
    def label(self) -> str:
        return str(self.text.get("text", ""))


@dataclass(frozen=True, slots=True)
class Group:
    """Options under one heading; `label` is empty where there is none."""

    label: str
    choices: tuple[Choice, ...]


def groups_of(element: dict[str, Any], names: Names) -> tuple[Group, ...]:
    """The options of a menu; those of a users or channels menu are the workspace's own."""
    kind = str(element.get("type", "")).removeprefix("multi_")
    people = {key: name for key, name in names.people.items() if key != SLACKBOT.id}
    if kind == "users_select":
        return (Group("", _named(people)),)
    if kind == "channels_select":
        return (Group("", _named(names.channels)),)
    if kind == "conversations_select":
        return (Group("Channels", _named(names.channels)), Group("People", _named(people)))
    grouped = [
        Group(str((group.get("label") or {}).get("text", "")), _choices(group.get("options")))
        for group in element.get("option_groups") or ()
    ]
    return (Group("", _choices(element.get("options"))), *grouped)


def initial_of(element: dict[str, Any]) -> tuple[str, ...]:
    """The values that the app picked beforehand."""
    held: list[Any] = []
    for key, value in element.items():
        if key.startswith("initial_"):
            held += value if isinstance(value, list) else [value]
    return tuple(str(each.get("value")) if isinstance(each, dict) else str(each) for each in held)


def initial_moment(element: dict[str, Any]) -> str:
    """The first value of a datetimepicker, as a browser's own field wants it."""
    try:
        when = datetime.fromtimestamp(int(element["initial_date_time"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return ""
    return when.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def _choices(options: Iterable[dict[str, Any]] | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            str(option.get("value", "")),
            option.get("text") or {},
            option.get("description"),
            option.get("url"),
        )
        for option in options or ()
    )


def _named(named: Any) -> tuple[Choice, ...]:
    return tuple(Choice(key, {"type": "plain_text", "text": name}) for key, name in named.items())
