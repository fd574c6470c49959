"""A Bolt app behind HTTP on this machine, through Bolt's own WSGI adapter, and a browser of a few lines."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None: ...


@contextmanager
def serving(application: Callable[..., Any]) -> Iterator[str]:
    """The address of a WSGI application for as long as it is wanted."""
    server = make_server("127.0.0.1", 0, application, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Browser:
    """Follows nothing by itself and keeps cookies, Secure ones too: browsers do so on loopback."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def open(self, url: str, body: str | None = None, **headers: str) -> tuple[HTTPResponse, str]:
        parts = urlsplit(url)
        line = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path
        line.request("GET" if body is None else "POST", path, body, sent)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        for cookie in answer.headers.get_all("set-cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return answer, text
