"""Socket Mode: connections, envelopes and acks.

docs.slack.dev/apis/events-api/using-socket-mode. An envelope keeps its id when it is sent again
(unverified), and its event_id always."""

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.workspace import limits
from bot.playground.workspace.deliveries import Attempt, NotAnsweredError
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.model import APP_ID
from bot.playground.workspace.timekeeper import Timekeeper


class Connection:
    """One WebSocket of the app, and the envelopes that it has not acked."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.is_leaving = False
        self.waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}

    async def send(self, body: dict[str, Any]) -> None:
        await self.socket.send_text(json.dumps(body))

    def acked(self, envelope_id: str, payload: dict[str, Any]) -> bool:
        answer = self.waiting.pop(envelope_id, None)
        if answer is None or answer.done():
            return False
        answer.set_result(payload)
        return True

    def lose(self) -> None:
        """Whoever waits on this connection hears that it is gone."""
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(NotAnsweredError("connection_lost"))


class Sockets:
    """All connections of the app. Every method runs on the server's own loop."""

    def __init__(
        self,
        timekeeper: Timekeeper,
        journal: Journal,
        ack_timeout: timedelta = limits.ACK_TIMEOUT,
    ) -> None:
        self._timekeeper = timekeeper
        self._journal = journal
        self._ack_timeout = ack_timeout
        self._tickets: set[str] = set()
        self._turn = 0
        self._connected = asyncio.Event()
        self.connections: list[Connection] = []

    def ticket(self) -> str:
        """A single-use right to connect, as apps.connections.open hands it out."""
        ticket = token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection for as long as the app wants it."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self.connections) >= limits.SOCKETS:
            await self._farewell(Connection(socket), "too_many_websockets")
            await socket.close()
            return
        await self._listen(Connection(socket))

    async def send(self, kind: str, payload: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Hand one envelope to one connection and wait for its ack's payload."""
        connection = self._next_connection()
        if connection is None:
            raise NotAnsweredError("dispatch_failed")
        envelope_id = attempt.delivery_id
        answer = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = answer
        envelope = _envelope(kind, payload, attempt)
        facts = {"envelope_id": envelope_id, "attempt": attempt.number, "payload": payload}
        self._journal.note("sent", kind, **facts)
        deadline = self._timekeeper.deadline(self._ack_timeout)
        try:
            await connection.send(envelope)
            return await self._timekeeper.within(answer, self._ack_timeout, deadline)
        except (TimeoutError, WebSocketDisconnect, RuntimeError) as error:
            raise NotAnsweredError("operation_timeout") from error
        finally:
            connection.waiting.pop(envelope_id, None)

    async def back(self) -> None:
        """Return as soon as somebody connects, where nobody is connected."""
        if self._connected.is_set():
            await asyncio.Event().wait()
        await self._connected.wait()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come back on a new one.

        After a warning it stays open; else it ends, unless an ack is still to come on it."""
        for connection in tuple(self.connections):
            connection.is_leaving = True
            await self._farewell(connection, reason)
            if reason != "warning" and not connection.waiting:
                with suppress(RuntimeError, WebSocketDisconnect):
                    await connection.socket.close()

    async def drop(self) -> None:
        """Close every connection without a word, as a lost network does."""
        for connection in tuple(self.connections):
            connection.is_leaving = True
            with suppress(RuntimeError, WebSocketDisconnect):
                await connection.socket.close()

    async def _listen(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._connected.set()
        self._journal.note("connected", "socket", connections=len(self.connections))
        try:
            await connection.send(_hello(len(self.connections)))
            async for text in connection.socket.iter_text():
                self._hear(connection, text)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self.connections.remove(connection)
            if not self.connections:
                self._connected.clear()
            connection.lose()
            self._journal.note("disconnected", "socket", connections=len(self.connections))

    def _hear(self, connection: Connection, text: str) -> None:
        try:
            body = json.loads(text)
        except ValueError:
            self._journal.note("ack", "unreadable")
            return
        envelope_id = body.get("envelope_id") if isinstance(body, dict) else None
        payload = body.get("payload") if isinstance(body, dict) else None
        ack = payload if isinstance(payload, dict) else {"text": payload or ""}
        known = connection.acked(str(envelope_id), ack)
        facts = {"envelope_id": envelope_id, "payload": ack}
        self._journal.note("ack", "in time" if known else "late", **facts)

    def _next_connection(self) -> Connection | None:
        ready = [connection for connection in self.connections if not connection.is_leaving]
        if not ready:
            return None
        self._turn += 1
        return ready[self._turn % len(ready)]

    async def _farewell(self, connection: Connection, reason: str) -> None:
        goodbye = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
        self._journal.note("sent", "disconnect", reason=reason)
        with suppress(RuntimeError, WebSocketDisconnect):
            await connection.send(goodbye)


def _envelope(kind: str, payload: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
    envelope = {
        "envelope_id": attempt.delivery_id,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
    return envelope


def _hello(connections: int) -> dict[str, Any]:
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {
            "host": "playground",
            "build_number": 1,
            "approximate_connection_time": limits.CONNECTION_SECONDS,
        },
        "connection_info": {"app_id": APP_ID},
    }
