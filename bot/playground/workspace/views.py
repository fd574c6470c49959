"""App Home and modals: what the app last sent, and the stack of modals that each person has open.

docs.slack.dev/surfaces/modals: at most three views in a stack. What becomes of a stack when the app
opens another modal is unverified; here the new one takes its place."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.walk import with_ids
from bot.playground.workspace.model import APP_ID, BOT_ID, TEAM_ID, ApiError

View = dict[str, Any]
DEFAULTS: View = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "close": None,
    "submit": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


class Views:
    """Views by id; a home view also by its person, modals also by the stack that they stand in."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self._homes: dict[str, str] = {}
        self._stacks: dict[str, list[str]] = {}
        self._watchers: list[Callable[[], None]] = []

    def open(self, view: View, person: str = "") -> View:
        """Open a modal as the only one of this person."""
        self._check_external(view, None)
        opened = self._keep(_fresh_id(), view)
        self._drop(self._stacks.get(person, []))
        self._stacks[person] = [opened["id"]]
        self._tell()
        return opened

    def push(self, view: View, person: str) -> View:
        """Lay a modal over the one that is open."""
        stack = self._stacks.get(person) or []
        if not stack:
            raise ApiError("not_found")
        if len(stack) >= limits.VIEW_STACK:
            raise ApiError("push_limit_reached")
        self._check_external(view, None)
        over = {"root_view_id": stack[0], "previous_view_id": stack[-1]}
        pushed = self._keep(_fresh_id(), view, over)
        stack.append(pushed["id"])
        self._tell()
        return pushed

    def publish(self, person: str, view: View, seen: str | None = None) -> View:
        view_id = self._homes.setdefault(person, _fresh_id())
        if view_id in self._views:
            return self.update(view_id, view, seen)
        published = self._keep(view_id, view)
        self._tell()
        return published

    def update(self, view_id: str, view: View, seen: str | None) -> View:
        """Replace a view; `seen` is the hash that the caller last saw, against races."""
        known = self.find(view_id)
        if known is None:
            raise ApiError("not_found")
        if seen and seen != known["hash"]:
            raise ApiError("hash_conflict")
        self._check_external(view, known["id"])
        place = {key: known[key] for key in ("root_view_id", "previous_view_id", "state")}
        updated = self._keep(known["id"], view, place)
        self._tell()
        return updated

    def hold(self, view_id: str, values: dict[str, dict[str, Any]]) -> View:
        """Keep what a person filled in: it is part of the view that the app is sent."""
        self._views[view_id] = {**self._views[view_id], "state": {"values": values}}
        return self._views[view_id]

    def close(self, person: str, view_id: str, *, everything: bool = False) -> tuple[View, ...]:
        """Close a modal and what lies over it, or the whole stack: the closed ones, topmost first."""
        stack = self._stacks.get(person, [])
        if view_id not in stack:
            raise ApiError("view_not_found")
        first = 0 if everything else stack.index(view_id)
        closed = tuple(self._views[each] for each in reversed(stack[first:]))
        self._drop(stack[first:])
        del stack[first:]
        self._tell()
        return closed

    def find(self, known_as: str) -> View | None:
        """A view by its id or by the external id that the app gave it."""
        by_name = (view for view in self._views.values() if view["external_id"] == known_as)
        return self._views.get(known_as) or next(by_name, None) if known_as else None

    def stack(self, person: str) -> tuple[View, ...]:
        """The modals that this person has open, the topmost last."""
        return tuple(self._views[view_id] for view_id in self._stacks.get(person, ()))

    def home(self, person: str) -> View | None:
        return self._views.get(self._homes.get(person, ""))

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after every change."""
        self._watchers.append(watcher)

    def _keep(self, view_id: str, view: View, place: View | None = None) -> View:
        facts = {"id": view_id, "team_id": TEAM_ID, "app_id": APP_ID, "bot_id": BOT_ID}
        kept = {**DEFAULTS, **view, **facts, "hash": token_hex(8), "state": {"values": {}}}
        kept |= {"app_installed_team_id": TEAM_ID, "blocks": list(with_ids(view["blocks"]))}
        kept |= place or {"root_view_id": view_id, "previous_view_id": None}
        self._views[view_id] = kept
        return kept

    def _check_external(self, view: View, own: str | None) -> None:
        known = self.find(str(view.get("external_id") or ""))
        if known is not None and known["id"] != own:
            raise ApiError("duplicate_external_id")

    def _drop(self, view_ids: list[str]) -> None:
        for view_id in view_ids:
            self._views.pop(view_id, None)

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()


def _fresh_id() -> str:
    return f"V0{token_hex(5).upper()}"
