"""The list of methods, and the way of a call through it: token, scope, method, answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.workspace.api import chat, conversations, files, oauth, others, reactions
from bot.playground.workspace.api.call import Call, parse_json, read_body, read_call
from bot.playground.workspace.api.rooms import require
from bot.playground.workspace.faults import Fault
from bot.playground.workspace.journal import without_secrets
from bot.playground.workspace.model import ApiError
from bot.playground.workspace.services import Services
from bot.playground.workspace.serving import cut, silence

INSTEAD = ("drop_before", "status_before", "rate_limited")
RATELIMITED = {"ok": False, "error": "ratelimited"}


@dataclass(frozen=True, slots=True)
class Method:
    """What runs, the scope that it needs, and the token that opens it."""

    run: Callable[[Services, Call], dict[str, Any]]
    scope: str | None = None
    token: str | None = "bot"


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
    "views.push": Method(others.views_push),
    "views.update": Method(others.views_update),
    "reactions.add": Method(reactions.add, "reactions:write"),
    "reactions.remove": Method(reactions.remove, "reactions:write"),
    "reactions.get": Method(reactions.get, "reactions:read"),
    "reactions.list": Method(reactions.list_reacted, "reactions:read"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "files.info": Method(files.info, "files:read"),
    "files.delete": Method(files.delete, "files:write"),
    "apps.connections.open": Method(others.connections_open, token="app"),
    "oauth.v2.access": Method(oauth.access, token=None),
    "oauth.v2.exchange": Method(oauth.exchange, token=None),
    "auth.revoke": Method(oauth.revoke),
    "apps.uninstall": Method(oauth.uninstall),
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
    """Slack answers 200 to every call and says in `ok` how it went, unless something goes wrong."""
    name = request.path_params["method"]
    fault = services.faults.take(name)
    if fault:
        services.journal.note("fault", name, fault=fault.kind)
    if fault and fault.kind in INSTEAD:
        return await instead_of_call(fault, request)
    try:
        call = await read_call(request)
    except ApiError as error:
        return _answer(services, name, {}, error.as_json())
    if wait := services.rates.take(name, call.args, services.state.now()):
        return _answer(services, name, call.args, RATELIMITED, 429, wait)
    try:
        if fault and fault.kind == "refuse":
            raise ApiError(fault.error)
        body = {"ok": True, **run_call(services, call)}
    except ApiError as error:
        body = error.as_json()
    answer = _answer(services, name, call.args, body)
    return await after_call(fault, request, answer) if fault else answer


async def instead_of_call(fault: Fault, request: Request) -> Response:
    """The faults that keep a call from being accepted."""
    await read_body(request)
    if fault.kind == "drop_before":
        await cut(request)
    if fault.kind == "rate_limited":
        return JSONResponse(RATELIMITED, 429, {"retry-after": str(fault.retry_after)})
    return JSONResponse({"ok": False, "error": "service_unavailable"}, fault.status or 503)


async def after_call(fault: Fault, request: Request, answer: Response) -> Response:
    """The faults that come when the call has been accepted: the app does not hear of it."""
    match fault.kind:
        case "drop_after":
            await cut(request)
        case "silence_after":
            await silence(request)
        case "status_after":
            return JSONResponse({"ok": False, "error": "internal_error"}, fault.status or 500)
    return answer


def _answer(
    services: Services,
    name: str,
    args: Mapping[str, Any],
    body: dict[str, Any],
    status: int = 200,
    retry_after: int = 0,
) -> Response:
    """The answer to a call, noted in the journal."""
    facts = {"ok": body["ok"], "error": body.get("error"), "args": without_secrets(args)}
    services.journal.note("call", name, **facts, body=without_secrets(body))
    headers = {"x-oauth-scopes": ",".join(sorted(services.state.manifest.scopes))}
    if retry_after:
        headers["retry-after"] = str(retry_after)
    return JSONResponse(body, status, headers)


def run_call(services: Services, call: Call) -> dict[str, Any]:
    """Check token and scope, then run the method. Raises ApiError."""
    method = METHODS.get(call.method)
    if method is None:
        raise ApiError("unknown_method", req_method=call.method)
    if method.token:
        services.installs.check(call.token, method.token)
    if method.scope:
        require(services, method.scope)
    return method.run(services, call)


async def answer_response(services: Services, request: Request) -> Response:
    """A post to a response_url. The status of a refusal is unverified: Slack documents none."""
    path = request.url.path
    try:
        body = parse_json(await read_body(request), "invalid_payload")
        services.responses.answer(request.path_params["secret"], body)
    except ApiError as error:
        services.journal.note("response", "response_url", ok=False, error=error.code, path=path)
        gone = error.code in ("expired_url", "used_url")
        return JSONResponse(error.as_json(), status_code=404 if gone else 400)
    services.journal.note("response", "response_url", ok=True, path=path, body=body)
    return JSONResponse({"ok": True})
