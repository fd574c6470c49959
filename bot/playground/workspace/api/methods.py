"""The list of methods, and the way of a call through it: token, scope, method, answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.workspace.api import chat, conversations, others
from bot.playground.workspace.api.call import Call, parse_json, read_body, read_call
from bot.playground.workspace.api.rooms import require
from bot.playground.workspace.model import APP_TOKEN, BOT_TOKEN, ApiError
from bot.playground.workspace.services import Services


@dataclass(frozen=True, slots=True)
class Method:
    """What runs, the scope that it needs, and the token that opens it."""

    run: Callable[[Services, Call], dict[str, Any]]
    scope: str | None = None
    token: str | None = BOT_TOKEN


METHODS = {
    "auth.test": Method(others.auth_test),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "conversations.list": Method(conversations.list_channels),
    "conversations.info": Method(conversations.info),
    "conversations.members": Method(conversations.members),
    "conversations.history": Method(conversations.history),
    "conversations.replies": Method(conversations.replies),
    "conversations.open": Method(conversations.open_direct),
    "users.info": Method(others.users_info, "users:read"),
    "users.list": Method(others.users_list, "users:read"),
    "views.publish": Method(others.views_publish),
    "views.open": Method(others.views_open),
    "views.update": Method(others.views_update),
    "reactions.add": Method(others.reactions_add, "reactions:write"),
    "apps.connections.open": Method(others.connections_open, token=APP_TOKEN),
    "blocks.validate": Method(others.blocks_validate, token=None),
}


def api_routes(services: Services) -> list[Route]:
    """/api/METHOD for the app, and the addresses behind response_url."""

    async def serve_call(request: Request) -> Response:
        return await answer_call(services, request)

    async def serve_response(request: Request) -> Response:
        return await answer_response(services, request)

    return [
        Route("/api/{method}", serve_call, methods=["GET", "POST"]),
        Route("/response/{secret}", serve_response, methods=["POST"]),
    ]


async def answer_call(services: Services, request: Request) -> Response:
    """Slack answers 200 to every call and says in `ok` how it went."""
    name = request.path_params["method"]
    try:
        call = await read_call(request)
        body = {"ok": True, **run_call(services, call)}
    except ApiError as error:
        body = error.as_json()
    services.journal.note("call", name, ok=body["ok"], error=body.get("error"))
    scopes = ",".join(sorted(services.state.manifest.scopes))
    return JSONResponse(body, headers={"x-oauth-scopes": scopes})


def run_call(services: Services, call: Call) -> dict[str, Any]:
    """Check token and scope, then run the method. Raises ApiError."""
    method = METHODS.get(call.method)
    if method is None:
        raise ApiError("unknown_method", req_method=call.method)
    if method.token and not call.token:
        raise ApiError("not_authed")
    if method.token and call.token != method.token:
        known = call.token in (BOT_TOKEN, APP_TOKEN)
        raise ApiError("not_allowed_token_type" if known else "invalid_auth")
    if method.scope:
        require(services, method.scope)
    return method.run(services, call)


async def answer_response(services: Services, request: Request) -> Response:
    """A post to a response_url. The status of a refusal is unverified: Slack documents none."""
    try:
        body = parse_json(await read_body(request), "invalid_payload")
        services.responses.answer(request.path_params["secret"], body)
    except ApiError as error:
        services.journal.note("response", "response_url", ok=False, error=error.code)
        gone = error.code in ("expired_url", "used_url")
        return JSONResponse(error.as_json(), status_code=404 if gone else 400)
    services.journal.note("response", "response_url", ok=True)
    return JSONResponse({"ok": True})
