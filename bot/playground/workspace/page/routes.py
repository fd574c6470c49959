"""The routes of the page: the page itself, its stream of changes, its style and script."""

from pathlib import Path

from sse_starlette.sse import EventSourceResponse
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.workspace.model import Channel, Person
from bot.playground.workspace.page.changes import Changes
from bot.playground.workspace.page.render import Look, Page
from bot.playground.workspace.services import Services
from bot.playground.workspace.state import PEOPLE, State

STATIC = Path(__file__).with_name("static")
FIRST_CHANNEL = "nhs-brief"


def page_routes(services: Services, changes: Changes) -> list[BaseRoute]:
    """Everything that a browser asks for. What a person does goes through the control API."""
    state = services.state
    page = Page(state, services.views, services.journal, services.responses)

    async def show(request: Request) -> Response:
        asked = request.query_params
        person = _person(state, asked)
        channel = _channel(state, asked, person)
        if channel is None:
            return RedirectResponse("/")
        look = _look(state, asked, person, channel)
        if look.tab == "messages":
            state.mark_seen(person.id, channel.id)
        html = page.render(person, channel, look)
        return HTMLResponse(html, headers={"cache-control": "no-store"})

    async def stream(_request: Request) -> Response:
        return EventSourceResponse(changes.stream())

    async def permalink(request: Request) -> Response:
        channel, ts = request.path_params["channel"], request.path_params["ts"]
        anchor = f"{ts[1:-6]}.{ts[-6:]}" if ts.startswith("p") else ts
        thread = request.query_params.get("thread_ts", "")
        beside = f"&thread={thread}" if thread.replace(".", "").isdigit() else ""
        return RedirectResponse(f"/?channel={channel}{beside}#m-{anchor}")

    return [
        Route("/", show),
        Route("/_page/changes", stream),
        Route("/archives/{channel:str}/{ts:str}", permalink),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _person(state: State, asked: QueryParams) -> Person:
    person = state.person(asked.get("user", ""))
    return PEOPLE[0] if person is None or person.is_bot else person


def _channel(state: State, asked: QueryParams, person: Person) -> Channel | None:
    """The channel that was asked for, or the person's own direct messages with the app."""
    if "app" in asked:
        return state.direct_channel(person.id)
    channel = state.channel(asked.get("channel", "")) or state.channel(FIRST_CHANNEL)
    return channel if channel and channel.partner in (None, person.id) else None


def _look(state: State, asked: QueryParams, person: Person, channel: Channel) -> Look:
    tabs = {"messages", "home"} if channel.partner and state.manifest.has_home else {"messages"}
    tab = asked.get("tab") or ("home" if "home" in tabs else "messages")
    return Look(
        thread=asked.get("thread"),
        inspect=asked.get("inspect"),
        tab=tab if tab in tabs else "messages",
        since=asked.get("since", state.seen_until(person.id, channel.id)),
    )
