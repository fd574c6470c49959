"""The control API: act as a person, move the clock, read what stands in a channel. No token needed."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.workspace.api.call import parse_json, read_body
from bot.playground.workspace.model import ApiError, Channel, Message, Person
from bot.playground.workspace.rehearsal import rehearsal_routes
from bot.playground.workspace.services import Services
from bot.playground.workspace.viewing_control import typed_of, viewing_routes

ZONE = ZoneInfo("Europe/London")  # a time without an offset is the workspace's wall time
LONGEST_JUMP = timedelta(days=366)

Body = dict[str, Any]


def control_routes(services: Services) -> list[Route]:
    """The routes under /_control/. A refusal is HTTP 400 with its error's name."""
    desk = ControlDesk(services)

    def route(path: str, serve: Callable[[Request], Awaitable[Body]], method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return JSONResponse({"ok": True, **await serve(request)})
            except ApiError as error:
                return JSONResponse(error.as_json(), status_code=400)

        return Route(f"/_control/{path}", endpoint, methods=[method])

    return [
        route("command", desk.command, "POST"),
        route("message", desk.message, "POST"),
        route("action", desk.action, "POST"),
        route("clock", desk.move_clock, "POST"),
        route("clock", desk.clock, "GET"),
        route("messages", desk.messages, "GET"),
        route("journal", desk.journal, "GET"),
        *viewing_routes(services),
        *rehearsal_routes(services),
    ]


class ControlDesk:
    """Reads what is asked, has it done, says when it happened."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def command(self, request: Request) -> Body:
        body = await read_json(request)
        person, channel = self._person(body), self._channel(body)
        return {"ts": self._services.acts.command(person, channel, text_of(body, "text"))}

    async def message(self, request: Request) -> Body:
        body = await read_json(request)
        person, channel = self._person(body), self._channel(body)
        thread_ts = body.get("thread_ts") or None
        said = self._services.acts.say(person, channel, text_of(body, "text"), thread_ts)
        return {"ts": said.ts, "channel": channel.id}

    async def action(self, request: Request) -> Body:
        body = await read_json(request)
        person, channel = self._person(body), self._channel(body)
        ts, action_id = text_of(body, "ts"), text_of(body, "action_id")
        value = body.get("value")
        if value is not None and not isinstance(value, list):
            value = str(value)
        typed = typed_of(body)
        return {"ts": self._services.acts.click(person, channel, ts, action_id, value, typed)}

    async def move_clock(self, request: Request) -> Body:
        """Move the clock away from this thread: whoever listens to it may call us back."""
        body = await read_json(request)
        state = self._services.state
        by = seconds_of(body) if "advance_seconds" in body else moment_of(body) - state.now()
        if by > LONGEST_JUMP:
            raise ApiError("invalid_time", detail="more than a year ahead")
        try:
            await run_in_threadpool(state.clock.advance, by)
        except Exception as error:
            raise ApiError("clock_not_moved", detail=str(error)) from error
        return {"now": state.now().isoformat()}

    async def clock(self, _request: Request) -> Body:
        return {"now": self._services.state.now().isoformat()}

    async def messages(self, request: Request) -> Body:
        channel = self._channel(dict(request.query_params))
        found = self._services.state.messages(channel.id)
        return {"messages": [shown(message) for message in found]}

    async def journal(self, request: Request) -> Body:
        return {"entries": self._services.journal.entries(request.query_params.get("kind"))}

    def _person(self, body: Body) -> Person:
        person = self._services.state.person(text_of(body, "user"))
        if person is None or person.is_bot:
            raise ApiError("user_not_found")
        return person

    def _channel(self, body: Body) -> Channel:
        channel = self._services.state.channel(text_of(body, "channel"))
        if channel is None:
            raise ApiError("channel_not_found")
        return channel


def shown(message: Message) -> Body:
    """A message as the control API gives it: everything a person could see, and the edit mark."""
    body: Body = {
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": list(message.blocks),
        "thread_ts": message.thread_ts,
    }
    if message.to:
        body |= {"ephemeral": True, "to": message.to}
    if message.edited:
        body["edited"] = message.edited
    if message.metadata:
        body["metadata"] = message.metadata
    return body


async def read_json(request: Request) -> Body:
    return parse_json(await read_body(request))


def text_of(body: Body, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise ApiError("invalid_arguments", detail=f"{key} is missing")
    return value


def seconds_of(body: Body) -> timedelta:
    try:
        return timedelta(seconds=float(body["advance_seconds"]))
    except (TypeError, ValueError, OverflowError):
        raise ApiError("invalid_time", detail="advance_seconds must be a number") from None


def moment_of(body: Body) -> datetime:
    try:
        when = datetime.fromisoformat(text_of(body, "to"))
    except ValueError:
        raise ApiError("invalid_time", detail="to must be an ISO 8601 time") from None
    return (when if when.tzinfo else when.replace(tzinfo=ZONE)).astimezone(UTC)
