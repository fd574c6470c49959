"""A problem in Block Kit JSON, and the small checks that every shape is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard
from urllib.parse import urlsplit

LINK_SCHEMES = ("http", "https", "mailto")


@dataclass(frozen=True, slots=True)
class Problem:
    """One error in the shape of `blocks.validate`: a JSON pointer, a code and a sentence.

    The sentences are Slack's where they are known; the codes are ours, for Slack lists none."""

    pointer: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "message": self.message}

    def as_line(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


@dataclass(slots=True)
class Checker:
    """Collects problems while shapes walk down the JSON."""

    problems: list[Problem] = field(default_factory=list)

    def fail(self, pointer: str, code: str, message: str) -> None:
        self.problems.append(Problem(pointer, code, message))

    def object(
        self, value: Any, pointer: str, required: Iterable[str] = (), optional: Iterable[str] = ()
    ) -> TypeGuard[dict[str, Any]]:
        """Require an object with these keys and no other. True when it can be looked into."""
        if not isinstance(value, dict):
            self.fail(pointer, "invalid_type", "must be an object")
            return False
        needed = set(required)
        for key in sorted(needed - value.keys()):
            self.fail(pointer, "missing_field", f"missing required field: {key}")
        for key in sorted(value.keys() - needed - set(optional) - {"type"}):
            self.fail(pointer, "additional_property", f"invalid additional property: {key}")
        return True

    def array(
        self, value: Any, pointer: str, low: int = 0, high: int | None = None
    ) -> Sequence[Any]:
        """Require an array of so many items; what can be looked into comes back."""
        if not isinstance(value, list | tuple):
            self.fail(pointer, "invalid_type", "must be an array")
            return ()
        if len(value) < low:
            self.fail(pointer, "too_few_items", f"no less than {low} items allowed")
        if high is not None and len(value) > high:
            self.fail(pointer, "too_many_items", f"no more than {high} items allowed")
        return value

    def string(self, value: Any, pointer: str, low: int = 1, high: int | None = None) -> bool:
        if not isinstance(value, str):
            self.fail(pointer, "invalid_type", "must be a string")
            return False
        if len(value) < low:
            self.fail(pointer, "too_short", f"must be more than {low - 1} characters")
            return False
        if high is not None and len(value) > high:
            self.fail(pointer, "too_long", f"must be less than {high + 1} characters")
            return False
        return True

    def unique(self, values: Iterable[Any], key: str, pointer: str, message: str) -> None:
        """Require that no two objects carry the same `key`."""
        seen: set[str] = set()
        for index, value in enumerate(values):
            name = value.get(key) if isinstance(value, dict) else None
            if isinstance(name, str) and name and name in seen:
                self.fail(f"{pointer}/{index}/{key}", "duplicate_id", f"{message}: {name}")
            elif isinstance(name, str):
                seen.add(name)

    def boolean(self, value: Any, pointer: str) -> None:
        if not isinstance(value, bool):
            self.fail(pointer, "invalid_type", "must be a boolean")

    def integer(self, value: Any, pointer: str, low: int = 0, high: int | None = None) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(pointer, "invalid_type", "must be an integer")
        elif value < low or (high is not None and value > high):
            self.fail(pointer, "out_of_range", f"must be between {low} and {high}")

    def choice(self, value: Any, pointer: str, allowed: Sequence[str]) -> None:
        if value not in allowed:
            self.fail(pointer, "invalid_choice", f"must be one of {', '.join(allowed)}")

    def url(self, value: Any, pointer: str, high: int, schemes: Sequence[str]) -> None:
        """Require an absolute link of one of these schemes."""
        if self.string(value, pointer, high=high) and not is_link(value, schemes):
            self.fail(pointer, "invalid_url", "must be a valid URL")


def is_link(value: str, schemes: Sequence[str] = ("http", "https")) -> bool:
    """Say whether this is an absolute link without white space, of one of these schemes."""
    if any(character.isspace() or ord(character) < 32 for character in value):
        return False
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme.lower() in schemes and (parts.scheme == "mailto" or bool(host))


def kind_of(value: Any) -> str | None:
    """The type that an object names, whatever else the value may be."""
    kind = value.get("type") if isinstance(value, dict) else None
    return kind if isinstance(kind, str) else None
