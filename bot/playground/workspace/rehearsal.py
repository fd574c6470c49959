"""The control API's part for arranging things: faults, rate limits, the way to the app, and waiting."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.workspace.api.call import parse_json, read_body
from bot.playground.workspace.faults import CALL_FAULTS, DELIVERY_FAULTS, fault_from
from bot.playground.workspace.model import ApiError
from bot.playground.workspace.services import Services

Body = dict[str, Any]
LONGEST_WAIT = 60.0  # seconds of wall time that one request may wait
KINDS = ("events_api", "slash_commands", "interactive")


def rehearsal_routes(services: Services) -> list[Route]:
    """/_control/faults, rates, transport, sockets, archive and wait."""

    async def faults(_: Body) -> Body:
        known = {"calls": CALL_FAULTS, "deliveries": DELIVERY_FAULTS}
        return {"waiting": [f.as_json() for f in services.faults.waiting()], "known": known}

    async def add_fault(body: Body) -> Body:
        services.faults.add(fault_from(body))
        return await faults(body)

    async def clear_faults(body: Body) -> Body:
        services.faults.clear()
        return await faults(body)

    async def rates(body: Body) -> Body:
        try:
            services.rates.choose(str(body.get("mode")))
        except ValueError as error:
            raise ApiError("invalid_arguments", detail=str(error)) from error
        return {"mode": services.rates.mode}

    async def transport(body: Body) -> Body:
        url = body.get("url")
        if not url:
            services.deliveries.transport = services.sockets
            return {"transport": "socket"}
        try:
            await services.hooks.choose(dict.fromkeys(KINDS, str(url)))
        except ValueError as error:
            raise ApiError("url_not_verified", detail=str(error)) from error
        services.deliveries.transport = services.hooks
        return {"transport": "http"}

    async def sockets(body: Body) -> Body:
        if body.get("do") == "drop":
            await services.sockets.drop()
        else:
            await services.sockets.disconnect(str(body.get("reason") or "refresh_requested"))
        return {}

    async def archive(body: Body) -> Body:
        channel = services.state.channel(str(body.get("channel", "")))
        if channel is None:
            raise ApiError("channel_not_found")
        services.state.change_channel(
            replace(channel, is_archived=body.get("archived", True) is True)
        )
        return {}

    async def wait(body: Body) -> Body:
        return {"entries": await run_in_threadpool(wait_for_entries, services, body)}

    return [
        _route("faults", faults, "GET"),
        _route("faults", add_fault, "POST"),
        _route("faults", clear_faults, "DELETE"),
        _route("rates", rates, "POST"),
        _route("transport", transport, "POST"),
        _route("sockets", sockets, "POST"),
        _route("archive", archive, "POST"),
        _route("wait", wait, "POST"),
    ]


def wait_for_entries(services: Services, body: Body) -> list[Body]:
    """The journal's entries of a kind, as soon as there are `count`; not_yet when `seconds` are over."""
    kind, what = body.get("kind"), body.get("what")
    try:
        count, seconds = int(body.get("count", 1)), float(body.get("seconds", 10))
    except (TypeError, ValueError):
        raise ApiError("invalid_arguments", detail="count and seconds must be numbers") from None

    def enough() -> list[Body]:
        found = services.journal.entries(kind, what)
        return found if len(found) >= count else []

    try:
        return services.watch.wait_for(enough, str(kind), min(seconds, LONGEST_WAIT))
    except TimeoutError as error:
        raise ApiError("not_yet", detail=str(error)) from error


def _route(path: str, serve: Callable[[Body], Awaitable[Body]], method: str) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            body = parse_json(await read_body(request))
            return JSONResponse({"ok": True, **await serve(body)})
        except ApiError as error:
            return JSONResponse(error.as_json(), status_code=400)

    return Route(f"/_control/{path}", endpoint, methods=[method])
