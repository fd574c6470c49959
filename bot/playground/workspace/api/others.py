"""auth, users, views, reactions, apps and blocks: the small families."""

from typing import Any

from bot.playground.workspace import payloads
from bot.playground.workspace.api.call import Call
from bot.playground.workspace.api.rooms import person_of
from bot.playground.workspace.blocks.validate import (
    validate_blocks,
    validate_message,
    validate_view,
)
from bot.playground.workspace.compose import refusal
from bot.playground.workspace.model import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_ID,
    TEAM_NAME,
    ApiError,
)
from bot.playground.workspace.services import Services
from bot.playground.workspace.state import SLACKBOT


def auth_test(services: Services, _call: Call) -> dict[str, Any]:
    return {
        "url": services.base_url,
        "team": TEAM_NAME,
        "user": services.state.people[BOT_USER_ID].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(services: Services, call: Call) -> dict[str, Any]:
    return {"user": payloads.user_json(person_of(services, call))}


def users_list(services: Services, _call: Call) -> dict[str, Any]:
    people = [person for person in services.state.people.values() if person != SLACKBOT]
    members = [payloads.user_json(person) for person in people]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def views_publish(services: Services, call: Call) -> dict[str, Any]:
    person = person_of(services, call, "user_id")
    if not services.state.manifest.has_home:
        raise ApiError("not_enabled")
    view = _view(call, "home")
    return {"view": services.views.publish(person.id, view, call.args.get("hash"))}


def views_open(services: Services, call: Call) -> dict[str, Any]:
    view = _view(call, "modal")
    person = services.triggers.use(call.text("trigger_id", "invalid_arguments"))
    return {"view": services.views.open(view, person)}


def views_push(services: Services, call: Call) -> dict[str, Any]:
    view = _view(call, "modal")
    person = services.triggers.use(call.text("trigger_id", "invalid_arguments"))
    return {"view": services.views.push(view, person)}


def views_update(services: Services, call: Call) -> dict[str, Any]:
    view_id = call.text("external_id" if call.args.get("external_id") else "view_id", "not_found")
    return {"view": services.views.update(view_id, _view(call), call.args.get("hash"))}


def connections_open(services: Services, _call: Call) -> dict[str, Any]:
    ticket = services.sockets.ticket()
    return {"url": f"{services.socket_url}?ticket={ticket}&app_id={APP_ID}"}


def blocks_validate(_services: Services, call: Call) -> dict[str, Any]:
    """Slack's own validator method: exactly one of blocks, message and view."""
    given = [key for key in ("blocks", "message", "view") if call.args.get(key) is not None]
    if len(given) != 1:
        raise ApiError("invalid_arguments")
    value = call.args[given[0]]
    if given == ["view"]:
        problems = validate_view(value)
    elif given == ["message"]:
        problems = validate_message(value)
    else:
        problems = validate_blocks(value)
    if problems:
        raise ApiError(f"invalid_{given[0]}", errors=[problem.as_json() for problem in problems])
    return {}


def _view(call: Call, kind: str | None = None) -> dict[str, Any]:
    view = call.args.get("view")
    if not isinstance(view, dict) or kind not in (None, view.get("type")):
        raise ApiError("invalid_arguments")
    if problems := validate_view(view):
        raise refusal("invalid_arguments", problems)
    return view
