"""A real server on loopback that answers as told, however rude, and remembers what it was asked."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]
TOLD = "Fri, 20 Nov 2026 12:00:00 GMT"  # what its clock says
BODY = (
    "The board of Wexcombe Vale trust met on Tuesday and counted its beds again. "
    "There were 412 of them, it said, which is 15 fewer than in the spring of last year. "
    "Managers blamed repairs to the roof, which will go on until the end of next summer."
)


class Outlet:
    """Answers by path; what is not told is 404. `most_at_once` is how many requests were ever open
    at the same time."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.most_at_once = 0
        self._open = 0
        self._lock = threading.Lock()
        outlet = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outlet.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def asked(self) -> list[str]:
        """The paths asked so far, in order."""
        return [path for path, _ in self.requests]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        named = {name.lower(): value for name, value in handler.headers.items()}
        with self._lock:
            self.requests.append((handler.path, named))
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        try:
            self.answers.get(handler.path, self.nothing)(handler)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True
        finally:
            with self._lock:
                self._open -= 1

    def says(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Have a path answered so, `Cache_Control="no-cache"` being a header; give its link."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response_only(status)
            for name, value in ({"Content-Length": str(len(body)), "Date": TOLD} | named).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.url + path

    def tells(self, *slugs: str, path: str = "/feed", more: str = "", **headers: str) -> str:
        """Serve a feed with an entry for each slug, and its page."""
        for slug in slugs:
            self.says(f"/{slug}", page(slug), Content_Type="text/html")
        return self.says(path, rss(*(self.item(slug) for slug in slugs), more=more), **headers)

    def item(self, slug: str) -> str:
        return (
            f"<item><title>Beds counted {slug}</title><link>{self.url}/{slug}</link>"
            f"<guid>{slug}</guid><description>What the feed says of {slug}.</description>"
            "<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item>"
        )

    def nothing(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_error(404)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def rss(*items: str, more: str = "") -> bytes:
    channel = f"<channel><title>Post</title>{more}{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def page(slug: str, body: str = BODY) -> bytes:
    title = f"Beds counted {slug}"
    text = f"<h1>{title}</h1><p>{body} Ward {slug}.</p><p>{body.lower()}</p>"
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><article>{text}</article></body></html>".encode()
