"""Who may come in: this machine only, under its own name, and no page of another site."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Door:
    """Refuses a foreign Host (DNS rebinding) or Origin (another site's script) with 403."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        names = ("127.0.0.1", "localhost", "[::1]")
        self._sites = {f"{name}:{port}" for name in names}
        self._hosts = self._sites | set(names)  # slack-sdk's Socket Mode client names no port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif not self.lets_in(Headers(scope=scope)):
            await self._refuse(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))

    def lets_in(self, headers: Headers) -> bool:
        host, origin = headers.get("host", ""), headers.get("origin")
        if host.lower() not in self._hosts:
            return False
        if origin is None:
            return True
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.netloc.lower() in self._sites

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = PlainTextResponse("refused: foreign Host or Origin", status_code=403)
        await refusal(scope, receive, send)


def check_host(host: str, loopback: Iterable[str] = LOOPBACK) -> None:
    if host not in loopback:
        raise ValueError(
            f"the workspace serves this machine only: host must be 127.0.0.1, not {host}"
        )


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", ()))
            names = {name for name, _ in given}
            own = [header for header in HEADERS if header[0] not in names]
            message = {**message, "headers": [*given, *own]}
        await send(message)

    return send_with_headers
