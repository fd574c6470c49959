"""The HTTP server under the workspace: uvicorn, ended at once, with lines that can be cut."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

LAST_WORDS = 1.0  # seconds of wall time that answers in progress still have when the server ends


class Server(uvicorn.Server):
    """uvicorn looks ten times a second whether it should end; this one is woken."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                Cutter(app),
                log_config=None,
                log_level="warning",
                access_log=False,
                lifespan="off",
                ws="websockets-sansio",
            )
        )
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Stop serving. Called on the server's own loop."""
        self._ended.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := set(self.server_state.tasks):
            await asyncio.wait(tasks, timeout=LAST_WORDS)


class Cutter:
    """Hands every request a way to cut its line, as a lost network does: no answer, no goodbye."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["cut"] = _cut(send)
        await self._app(scope, receive, send)


async def cut(request: Request) -> None:
    """Cut the line of this request. Nothing that is sent afterwards arrives."""
    request.scope["cut"]()
    await silence(request)


async def silence(request: Request) -> None:
    """Say nothing until the caller has gone."""
    while not await request.is_disconnected():
        await request.receive()


def _cut(send: Any) -> Callable[[], None]:
    """uvicorn gives an application no way to drop a connection; its transport does."""

    def abort() -> None:
        send.__self__.transport.abort()

    return abort
