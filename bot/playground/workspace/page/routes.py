"""The routes of the page: the page itself, its stream of changes, its style and script."""

from pathlib import Path

from sse_starlette.sse import EventSourceResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.workspace.page.changes import Changes
from bot.playground.workspace.page.render import Page
from bot.playground.workspace.state import PEOPLE, State

STATIC = Path(__file__).with_name("static")
FIRST_CHANNEL = "nhs-brief"


def page_routes(state: State, changes: Changes) -> list[BaseRoute]:
    """Everything that a browser asks for. What a person does goes through the control API."""
    page = Page(state)

    async def show(request: Request) -> Response:
        asked = request.query_params
        person = state.person(asked.get("user", "")) or PEOPLE[0]
        if person.is_bot:
            person = PEOPLE[0]
        channel = state.channel(asked.get("channel", "")) or state.channel(FIRST_CHANNEL)
        if channel is None or channel.partner not in (None, person.id):
            return RedirectResponse("/")
        state.mark_seen(person.id, channel.id)
        return HTMLResponse(
            page.render(person, channel, asked.get("thread")), headers={"cache-control": "no-store"}
        )

    async def stream(_request: Request) -> Response:
        return EventSourceResponse(changes.stream())

    async def permalink(request: Request) -> Response:
        channel, ts = request.path_params["channel"], request.path_params["ts"]
        anchor = f"{ts[1:-6]}.{ts[-6:]}" if ts.startswith("p") else ts
        return RedirectResponse(f"/?channel={channel}#m-{anchor}")

    return [
        Route("/", show),
        Route("/_page/changes", stream),
        Route("/archives/{channel:str}/{ts:str}", permalink),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
