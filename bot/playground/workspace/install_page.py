"""The install page: what the app asks for, and Allow or Cancel. Back to the app with a code and its state."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.playground.workspace.api.call import read_body
from bot.playground.workspace.door import POLICY
from bot.playground.workspace.hooks import check_loopback
from bot.playground.workspace.model import CLIENT_ID, ApiError
from bot.playground.workspace.services import Services
from bot.playground.workspace.state import PEOPLE

TEMPLATE = "install_page.html"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an app asks for. `back` is where the answer goes, `redirect_uri` what the app named (or "")."""

    scopes: frozenset[str]
    state: str
    redirect_uri: str
    back: str


def install_routes(services: Services) -> list[Route]:
    """/oauth/v2/authorize, as Slack has it."""
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)

    def page(status: int = 200, back: str = "", **facts: object) -> Response:
        html = pages.get_template(TEMPLATE).render(
            app=services.state.manifest.bot_name, people=PEOPLE, **facts
        )
        # Without a referrer a browser calls the form's origin "null", and the door refuses that.
        headers = {"content-security-policy": policy(back), "referrer-policy": "same-origin"}
        return HTMLResponse(html, status, headers)

    async def ask(request: Request) -> Response:
        try:
            wish = read_wish(dict(request.query_params), services)
        except ApiError as error:
            return page(400, error=error.code, detail=error.facts.get("detail", ""))
        return page(back=wish.back, scopes=sorted(wish.scopes), query=request.url.query)

    async def answer(request: Request) -> Response:
        form = await _form(request)
        try:
            wish = read_wish(dict(request.query_params), services)
        except ApiError as error:
            return page(400, error=error.code, detail=error.facts.get("detail", ""))
        if form.get("do") != "allow":
            return _back(wish, error="access_denied")
        person = services.state.person(form.get("user", "")) or PEOPLE[0]
        code = services.installs.allow(person.id, wish.scopes, wish.redirect_uri)
        services.journal.note("installed", "oauth", user=person.id, scopes=sorted(wish.scopes))
        return _back(wish, code=code)

    return [
        Route("/oauth/v2/authorize", ask, methods=["GET"]),
        Route("/oauth/v2/authorize", answer, methods=["POST"]),
    ]


def read_wish(query: dict[str, str], services: Services) -> Wish:
    """Raises ApiError where Slack's install page would show one."""
    if query.get("client_id") != CLIENT_ID:
        raise ApiError("invalid_client_id")
    scopes = frozenset(name for name in query.get("scope", "").replace(" ", ",").split(",") if name)
    if not scopes:
        raise ApiError("invalid_scope", detail="no scope was asked for")
    if unknown := sorted(scopes - services.installs.declared):
        raise ApiError("invalid_scope", detail=f"not in the manifest: {', '.join(unknown)}")
    redirect_uri = query.get("redirect_uri", "")
    back = find_redirect(redirect_uri, services.state.manifest.redirect_urls)
    return Wish(scopes, query.get("state", ""), redirect_uri, back)


def find_redirect(wanted: str, declared: tuple[str, ...]) -> str:
    """Where the answer goes: an address under one that the manifest names, always on this machine.

    A manifest that names none takes any: a local app has no address to declare."""
    back = wanted or next(iter(declared), "")
    if not back:
        raise ApiError("bad_redirect_uri", detail="neither the app nor the manifest names one")
    if declared and not any(back.startswith(known) for known in declared):
        raise ApiError("bad_redirect_uri", detail="not under a redirect URL of the manifest")
    try:
        check_loopback(back)
    except ValueError as error:
        raise ApiError("bad_redirect_uri", detail=str(error)) from error
    return back


def policy(back: str) -> str:
    """The page's policy, with leave for its form to end at the app's own address."""
    parts = urlsplit(back)
    origin = f" {parts.scheme}://{parts.netloc}" if back else ""
    return POLICY.replace("form-action 'self'", f"form-action 'self'{origin}") + (
        "; style-src 'self' 'unsafe-inline'"
    )


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await read_body(request)).decode("utf-8", "replace")))


def _back(wish: Wish, **facts: str) -> Response:
    query = urlencode({**facts, "state": wish.state})
    joint = "&" if urlsplit(wish.back).query else "?"
    return RedirectResponse(f"{wish.back}{joint}{query}", 302)
