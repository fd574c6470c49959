"""App Home and modals as the app last sent them. They are kept, and not shown yet."""

from secrets import token_hex
from typing import Any

from bot.playground.workspace.model import APP_ID, BOT_ID, TEAM_ID, ApiError

View = dict[str, Any]


class Views:
    """Views by id; a home view also by its person."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self._homes: dict[str, str] = {}

    def open(self, view: View) -> View:
        return self._keep(f"V0{token_hex(5).upper()}", view)

    def publish(self, person: str, view: View) -> View:
        view_id = self._homes.setdefault(person, f"V0{token_hex(5).upper()}")
        return self._keep(view_id, view)

    def update(self, view_id: str, view: View, seen: str | None) -> View:
        """Replace a view; `seen` is the hash that the caller last saw, against races."""
        known = self._views.get(view_id)
        if known is None:
            raise ApiError("not_found")
        if seen and seen != known["hash"]:
            raise ApiError("hash_conflict")
        return self._keep(view_id, view)

    def home(self, person: str) -> View | None:
        return self._views.get(self._homes.get(person, ""))

    def _keep(self, view_id: str, view: View) -> View:
        facts = {"id": view_id, "team_id": TEAM_ID, "app_id": APP_ID, "bot_id": BOT_ID}
        kept = {**view, **facts, "hash": token_hex(8), "state": {"values": {}}}
        kept |= {"root_view_id": view_id, "previous_view_id": None}
        self._views[view_id] = kept
        return kept
