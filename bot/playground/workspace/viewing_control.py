"""The control API's part for views: submit and close a modal, press something in it, open the app's tab."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.workspace.api.call import parse_json, read_body
from bot.playground.workspace.model import ApiError, Person
from bot.playground.workspace.services import Services

Body = dict[str, Any]


def viewing_routes(services: Services) -> list[Route]:
    """POST /_control/view, /_control/view_action, /_control/app_home; GET /_control/views."""

    async def view(body: Body) -> Body:
        person, view_id = _person(services, body), str(body.get("view_id", ""))
        if body.get("do") == "submit":
            return await services.viewing.submit(person, view_id, typed_of(body))
        if body.get("do") != "close":
            raise ApiError("invalid_arguments", detail="do must be submit or close")
        services.viewing.close(person, view_id, everything=body.get("everything") is True)
        return {}

    async def action(body: Body) -> Body:
        person, view_id = _person(services, body), str(body.get("view_id", ""))
        action_id, value = str(body.get("action_id", "")), body.get("value")
        at = services.viewing.click(person, view_id, action_id, value, typed_of(body))
        return {"ts": at}

    async def app_home(body: Body) -> Body:
        tab = "messages" if body.get("tab") == "messages" else "home"
        services.viewing.open_app(_person(services, body), tab)
        return {}

    async def views(body: Body) -> Body:
        person = _person(services, body)
        modals = services.views.stack(person.id)
        return {"modals": list(modals), "home": services.views.home(person.id)}

    return [
        _route("view", view, "POST"),
        _route("view_action", action, "POST"),
        _route("app_home", app_home, "POST"),
        _route("views", views, "GET"),
    ]


def typed_of(body: Body) -> dict[str, Any]:
    """What a person filled in, by block and action."""
    typed = body.get("values") or {}
    if not isinstance(typed, dict) or not all(isinstance(each, dict) for each in typed.values()):
        raise ApiError("invalid_arguments", detail="values must be {block_id: {action_id: value}}")
    return typed


def _route(path: str, serve: Callable[[Body], Awaitable[Body]], method: str) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            is_read = method == "GET"
            body = dict(request.query_params) if is_read else parse_json(await read_body(request))
            return JSONResponse({"ok": True, **await serve(body)})
        except ApiError as error:
            return JSONResponse(error.as_json(), status_code=400)

    return Route(f"/_control/{path}", endpoint, methods=[method])


def _person(services: Services, body: Body) -> Person:
    person = services.state.person(str(body.get("user", "")))
    if person is None or person.is_bot:
        raise ApiError("user_not_found")
    return person
