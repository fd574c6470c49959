"""The newsroom's HTTP server: feeds and pages as they stand at the clock's now, with conditional GET.

`/` lists the outlets, `/<outlet>/` its articles, `/<outlet>/feed.xml` or `feed.json` is its feed,
`/<outlet>/<slug>` a page. `POST /<outlet>/<slug>/edit` makes an article's edit come at once.
"""

import hashlib
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.newsroom.articles import read_articles, read_outlets
from bot.playground.newsroom.model import Article, Outlet, as_of
from bot.playground.newsroom.pages import Pages
from feeds.model import Feed

FEED_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
HTML = "text/html; charset=utf-8"
FEED_ENTRIES = 30  # as many as a feed in life holds


class Clock(Protocol):
    """Whatever tells the time in the playground."""

    def now(self) -> datetime: ...


class Newsroom:
    """Invented outlets on loopback. Articles are placed around `now`; what is published is told by
    `clock`, or stands still at `now` without one."""

    def __init__(
        self, now: datetime, host: str = "127.0.0.1", port: int = 0, clock: Clock | None = None
    ) -> None:
        self.outlets = {outlet.slug: outlet for outlet in read_outlets()}
        self._articles = {article.path: article for article in read_articles(now.astimezone(UTC))}
        self._now: Callable[[], datetime] = clock.now if clock else lambda: now.astimezone(UTC)
        self._host, self._port = host, port
        self._edited: set[str] = set()
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.app = self._routes()

    def start(self) -> None:
        """Bind, listen and serve in a thread; the address can be dialled when this returns."""
        self._socket = socket.create_server((self._host, self._port))
        config = uvicorn.Config(
            self.app,
            log_config=None,
            access_log=False,
            date_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="newsroom", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and free the port. Stopping twice does nothing."""
        if self._server is None or self._thread is None or self._socket is None:
            return
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()
        self._server = self._thread = self._socket = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, exactly as served."""
        if self._socket is None:
            raise RuntimeError("the newsroom is not started: call start() first")
        return self._host, int(self._socket.getsockname()[1])

    @property
    def url(self) -> str:
        host, port = self.address
        return f"http://{host}:{port}"

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """Every outlet's feed as the bot would have it configured."""
        return tuple(
            Feed(outlet.name, self.url + outlet.feed_path, outlet.nation, outlet.licence)
            for outlet in self.outlets.values()
        )

    def edit(self, path: str) -> None:
        """Make the edit of the article at `/<outlet>/<slug>` come now, before its time."""
        if path not in self._articles or self._articles[path].edit is None:
            raise KeyError(f"{path} has no edit")
        self._edited.add(path)

    def published(self, outlet: str | None = None) -> tuple[Article, ...]:
        """Return what stands at the clock's now, newest first, as the pages show it."""
        now = self._now()
        return tuple(
            as_of(article, now, edited=article.path in self._edited)
            for article in self._articles.values()
            if article.published <= now and outlet in (None, article.outlet)
        )

    def _routes(self) -> Starlette:
        routes = [
            Route("/", self._front),
            Route("/robots.txt", self._robots),
            Route("/{outlet}/", self._outlet_front),
            Route("/{outlet}/feed.{ending}", self._feed),
            Route("/{outlet}/pictures/{name}.svg", self._picture),
            Route("/{outlet}/{slug}", self._page),
            Route("/{outlet}/{slug}/edit", self._edit, methods=["POST"]),
        ]
        app = Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)])
        app.router.redirect_slashes = False
        return app

    def _pages(self, request: Request) -> Pages:
        return Pages(str(request.base_url).rstrip("/"), self._now())

    def _front(self, request: Request) -> Response:
        body = self._pages(request).front(tuple(self.outlets.values()))
        return self._answer(request, body, HTML, self._now())

    def _robots(self, _request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nAllow: /\n")

    def _outlet_front(self, request: Request) -> Response:
        outlet = self.outlets.get(request.path_params["outlet"])
        if outlet is None:
            return _not_found()
        articles = self.published(outlet.slug)[:FEED_ENTRIES]
        return self._answer(
            request,
            self._pages(request).outlet_front(outlet, articles),
            HTML,
            self._newest(articles),
        )

    def _feed(self, request: Request) -> Response:
        outlet = self.outlets.get(request.path_params["outlet"])
        if outlet is None or outlet.feed_path != request.url.path:
            return _not_found()
        articles = self.published(outlet.slug)[:FEED_ENTRIES]
        body = self._pages(request).feed(outlet, articles)
        return self._answer(request, body, FEED_TYPES[outlet.format], self._newest(articles))

    def _page(self, request: Request) -> Response:
        found = self._find(request)
        if found is None:
            return _not_found()
        outlet, article = found
        others = tuple(a for a in self.published(outlet.slug) if a.path != article.path)[:5]
        body = self._pages(request).article(outlet, article, others)
        return self._answer(request, body, HTML, article.changed)

    def _picture(self, request: Request) -> Response:
        name = request.path_params["name"]
        body = self._pages(request).picture(name)
        return self._answer(request, body, "image/svg+xml", self._newest(self.published()))

    def _edit(self, request: Request) -> Response:
        try:
            self.edit(request.url.path.removesuffix("/edit"))
        except KeyError:
            return _not_found()
        return PlainTextResponse("edited\n")

    def _find(self, request: Request) -> tuple[Outlet, Article] | None:
        outlet = self.outlets.get(request.path_params["outlet"])
        article = self._articles.get(request.url.path)
        now = self._now()
        if outlet is None or article is None or article.published > now:
            return None
        return outlet, as_of(article, now, edited=article.path in self._edited)

    def _newest(self, articles: tuple[Article, ...]) -> datetime:
        return max((article.changed for article in articles), default=self._now())

    def _answer(
        self, request: Request, body: str, content_type: str, changed: datetime
    ) -> Response:
        content = body.encode("utf-8")
        headers = {
            "ETag": f'"{hashlib.sha256(content).hexdigest()[:20]}"',
            "Last-Modified": format_datetime(changed, usegmt=True),
            "Date": format_datetime(self._now(), usegmt=True),
            "Cache-Control": "max-age=60",
        }
        if _is_unchanged(request, headers["ETag"], changed):
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=content_type, headers=headers)


def _not_found() -> Response:
    return PlainTextResponse("This page is not here.\n", status_code=404)


def _is_unchanged(request: Request, etag: str, changed: datetime) -> bool:
    """Tell whether what the asker holds still stands (RFC 9110, section 13.2.2: the tag comes first)."""
    held = request.headers.get("if-none-match")
    if held is not None:
        return held.strip() == "*" or etag in [
            tag.strip().removeprefix("W/") for tag in held.split(",")
        ]
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
