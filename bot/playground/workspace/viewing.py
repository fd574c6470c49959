"""What people do with views: fill them in, submit, close and press; and open the app's own tab.

docs.slack.dev/surfaces/modals: a submission is acked within three seconds, with nothing (the view
closes) or with a response_action: errors, update, push or clear."""

from collections.abc import Mapping
from typing import Any

from bot.playground.workspace import filled, payloads, view_payloads
from bot.playground.workspace.blocks.validate import validate_view
from bot.playground.workspace.blocks.walk import clickable
from bot.playground.workspace.compose import refusal
from bot.playground.workspace.deliveries import Deliveries, NotAnsweredError
from bot.playground.workspace.model import ApiError, Person
from bot.playground.workspace.state import State
from bot.playground.workspace.triggers import Triggers
from bot.playground.workspace.views import View, Views

Json = dict[str, Any]


class Viewing:
    """One method for everything that a person can do with a modal or the Home tab."""

    def __init__(
        self, state: State, deliveries: Deliveries, triggers: Triggers, views: Views
    ) -> None:
        self._state = state
        self._deliveries = deliveries
        self._triggers = triggers
        self._views = views

    async def submit(self, person: Person, view_id: str, typed: filled.Typed) -> Json:
        """Submit a modal. Answers with `errors` by block where something is wrong in it, ours or the
        app's; raises ApiError where the app does not answer, or answers what Slack would refuse."""
        view = self._modal(person, view_id)
        values = filled.state_values(view["blocks"], typed)
        if wrong := filled.wrong_inputs(view["blocks"], values):
            return {"response_action": "errors", "errors": wrong}
        view = self._views.hold(view_id, values)
        payload = view_payloads.submission(view, person, self._triggers.issue(person.id))
        try:
            ack = await self._deliveries.send("interactive", payload)
        except NotAnsweredError as error:
            raise ApiError("view_not_answered", detail=error.code) from error
        return self._follow(person, view_id, ack)

    def close(self, person: Person, view_id: str, *, everything: bool = False) -> None:
        """Close a modal, or with `everything` the whole stack; the app hears if it asked to."""
        view = self._modal(person, view_id)
        everything = everything or bool(view["clear_on_close"])
        for closed in self._views.close(person.id, view_id, everything=everything):
            if closed["notify_on_close"]:
                payload = view_payloads.closed(closed, person, is_cleared=everything)
                self._deliveries.spawn(self._tell(payload))

    def click(
        self, person: Person, view_id: str, action_id: str, value: Any, typed: filled.Typed
    ) -> str:
        """Press or pick something in a modal or in the Home tab."""
        view = self._visible(person, view_id)
        named = [pair for pair in clickable(view["blocks"]) if pair[1]["action_id"] == action_id]
        exact = [pair for pair in named if pair[1].get("value") == value]
        if not named:
            raise ApiError("action_not_found")
        block, element = (exact or named)[0]
        at = self._state.next_ts()
        action = payloads.action_json(block, element, value, at)
        values = filled.with_action(filled.state_values(view["blocks"], typed), element, action)
        view = self._views.hold(view_id, values)
        trigger_id = self._triggers.issue(person.id)
        payload = view_payloads.block_actions(view, person, action, trigger_id)
        self._deliveries.spawn(self._tell(payload))
        return at

    def open_app(self, person: Person, tab: str) -> None:
        """Look at the app's Home or Messages tab: the app hears app_home_opened."""
        if "app_home_opened" not in self._state.manifest.bot_events:
            return
        channel = self._state.direct_channel(person.id)
        view = self._views.home(person.id) if tab == "home" else None
        event = view_payloads.app_home_opened(person, channel.id, tab, view, self._state.next_ts())
        self._deliveries.send_event(event)

    def _follow(self, person: Person, view_id: str, ack: Mapping[str, Any]) -> Json:
        """Do what the app's ack asks for."""
        match ack.get("response_action"):
            case None:
                self._views.close(person.id, view_id)
            case "clear":
                self._views.close(person.id, view_id, everything=True)
            case "errors":
                return {"response_action": "errors", "errors": _errors(ack.get("errors"))}
            case "update":
                self._views.update(view_id, _checked(ack.get("view")), None)
            case "push":
                self._views.push(_checked(ack.get("view")), person.id)
            case other:
                raise ApiError("unknown_response_action", detail=str(other))
        return {"response_action": ack.get("response_action")}

    async def _tell(self, payload: Json) -> None:
        """Hand over what needs no answer; that there was none is in the journal."""
        try:
            await self._deliveries.send("interactive", payload)
        except NotAnsweredError:
            return

    def _modal(self, person: Person, view_id: str) -> View:
        found = [view for view in self._views.stack(person.id) if view["id"] == view_id]
        if not found:
            raise ApiError("view_not_found")
        return found[0]

    def _visible(self, person: Person, view_id: str) -> View:
        home = self._views.home(person.id)
        return home if home and home["id"] == view_id else self._modal(person, view_id)


def _checked(view: Any) -> View:
    if problems := validate_view(view):
        raise refusal("invalid_view", problems)
    checked: View = view
    return checked


def _errors(errors: Any) -> dict[str, str]:
    """The app's errors by block id. Slack refuses an answer without any."""
    if not isinstance(errors, dict) or not errors:
        raise ApiError("invalid_errors", detail="response_action errors needs errors by block_id")
    return {str(block_id): str(text) for block_id, text in errors.items()}
