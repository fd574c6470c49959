"""The workspace as one thing: built from a manifest and a clock, started, and stopped again."""

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.routing import BaseRoute, WebSocketRoute

from bot.playground.workspace import limits, model
from bot.playground.workspace.acts import Acts
from bot.playground.workspace.api.files import file_routes
from bot.playground.workspace.api.methods import api_routes
from bot.playground.workspace.api.oauth import uninstall_app
from bot.playground.workspace.control import control_routes, shown
from bot.playground.workspace.deliveries import Deliveries
from bot.playground.workspace.door import Door, check_host
from bot.playground.workspace.faults import Fault, Faults
from bot.playground.workspace.hooks import Hooks
from bot.playground.workspace.install_page import install_routes
from bot.playground.workspace.installs import Installs
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.manifest import read_manifest
from bot.playground.workspace.model import MovableClock
from bot.playground.workspace.page.changes import Changes
from bot.playground.workspace.page.routes import page_routes
from bot.playground.workspace.rates import Rates
from bot.playground.workspace.responses import Responses
from bot.playground.workspace.services import Services
from bot.playground.workspace.serving import Server
from bot.playground.workspace.sockets import Sockets
from bot.playground.workspace.state import State
from bot.playground.workspace.timekeeper import Timekeeper
from bot.playground.workspace.triggers import Triggers
from bot.playground.workspace.uploads import Uploads
from bot.playground.workspace.viewing import Viewing
from bot.playground.workspace.views import Views
from bot.playground.workspace.watch import PATIENCE, Watch

Result = TypeVar("Result")

START_TIMEOUT = 20.0  # seconds
STOP_TIMEOUT = 10.0  # seconds


class Workspace:
    """A Slack team on this machine: `url` is its page, `api_url` what a WebClient gets as base_url.

    The port is taken at once, so that the addresses are known before `start()`."""

    bot_token = model.BOT_TOKEN
    app_token = model.APP_TOKEN
    signing_secret = model.SIGNING_SECRET
    client_id = model.CLIENT_ID
    client_secret = model.CLIENT_SECRET
    team_id = model.TEAM_ID
    bot_user_id = model.BOT_USER_ID

    def __init__(
        self,
        manifest: Mapping[str, Any] | None,
        clock: MovableClock,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        ack_timeout: timedelta = limits.ACK_TIMEOUT,
        retry_delays: tuple[timedelta, ...] = limits.RETRY_DELAYS,
        installed: bool = True,
    ) -> None:
        check_host(host)
        family = socket.AF_INET6 if host == "::1" else socket.AF_INET
        self._listener = socket.create_server((host, port), family=family)
        self.port: int = self._listener.getsockname()[1]
        shown = f"[{host}]" if host == "::1" else host
        self.url = f"http://{shown}:{self.port}/"
        self.api_url = f"{self.url}api/"
        self.authorize_url = f"{self.url}oauth/v2/authorize"
        self._clock = clock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="workspace", daemon=True)
        self._services = self._build(read_manifest(manifest), ack_timeout, retry_delays)
        if not installed:
            self._services.installs.uninstall()
        self._changes = Changes(self._services.state, self._services.views, self._services.journal)
        self._server = Server(Door(_application(self._services, self._changes), self.port))

    def start(self) -> None:
        """Serve from a thread of its own; returns when the first request can be answered."""
        on_move = getattr(self._clock, "on_move", None)
        if on_move is not None:
            on_move(self._clock_moved)
        self._thread.start()
        if not self._ready.wait(START_TIMEOUT):
            raise RuntimeError("the workspace did not start")

    def stop(self) -> None:
        """End every connection and the thread. May be called again, or without a start."""
        if self._thread.is_alive():
            self._call(self._close())
            self._thread.join(STOP_TIMEOUT)
        self._listener.close()

    def channel_id(self, name: str) -> str:
        """The id of a channel by its name. Raises KeyError for one that is not there."""
        channel = self._services.state.channel(name)
        if channel is None:
            raise KeyError(name)
        return channel.id

    def archive(self, name: str) -> None:
        """Archive a channel: whoever posts there hears is_archived."""
        self._call(self._archive(name))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every socket of the app to reconnect, as Slack does every few hours."""
        self._call(self._services.sockets.disconnect(reason))

    def drop_sockets(self) -> None:
        """Close every socket of the app without a word."""
        self._call(self._services.sockets.drop())

    def deliver_to(self, url: str) -> None:
        """Tell the app everything by signed HTTP at this address, once it passed Slack's challenge.

        Raises ValueError where it does not pass, or is not on this machine."""
        kinds = ("events_api", "slash_commands", "interactive")
        self._call(self._services.hooks.choose(dict.fromkeys(kinds, url)))
        self._services.deliveries.transport = self._services.hooks

    def deliver_by_socket(self) -> None:
        """Tell the app everything over Socket Mode, as at the start."""
        self._services.deliveries.transport = self._services.sockets

    def uninstall(self) -> None:
        """Remove the app as a person does: its tokens die, and it hears app_uninstalled and
        tokens_revoked where it subscribed to them, in either order."""
        self._call(self._uninstall())

    def fault(self, kind: str, target: str = "*", times: int = 1, **facts: Any) -> None:
        """Let something go wrong with the next calls of a method or deliveries of a kind: faults.py.

        Raises ValueError for a fault that is not there."""
        self._services.faults.add(Fault(kind, target, times, **facts))

    def clear_faults(self) -> None:
        self._services.faults.clear()

    def limit_rates(self, mode: str = "internal") -> None:
        """Answer 429 as Slack does ("internal", "distributed"), or never ("off"): rates.py."""
        self._services.rates.choose(mode)

    def journal(self, kind: str | None = None, what: str | None = None) -> list[dict[str, Any]]:
        """What passed between the app and the workspace, oldest first."""
        return self._services.journal.entries(kind, what)

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """A channel's messages, oldest first; replies and ephemeral ones among them."""
        found = self._services.state.messages(self.channel_id(channel))
        return [shown(message) for message in found]

    def wait_for(
        self, wanted: Callable[[], Result], what: str, patience: float = PATIENCE
    ) -> Result:
        """What `wanted` finds, as soon as it finds it. Raises TimeoutError naming `what`."""
        return self._services.watch.wait_for(wanted, what, patience)

    def wait_for_entry(
        self, kind: str, what: str | None = None, count: int = 1
    ) -> list[dict[str, Any]]:
        """The journal's entries of a kind, as soon as there are so many."""

        def enough() -> list[dict[str, Any]]:
            found = self.journal(kind, what)
            return found if len(found) >= count else []

        return self.wait_for(enough, f"{count} × {kind} {what or ''}")

    def wait_for_message(self, channel: str, text: str) -> dict[str, Any]:
        """The first message of a channel that has this in its text, as soon as it stands there."""

        def found() -> dict[str, Any] | None:
            return next((m for m in self.messages(channel) if text in m["text"]), None)

        message = self.wait_for(found, f"“{text}” in {channel}")
        assert message is not None
        return message

    def _build(
        self,
        manifest: model.Manifest,
        ack_timeout: timedelta,
        retry_delays: tuple[timedelta, ...],
    ) -> Services:
        state = State(manifest, self._clock)
        watch = Watch()
        state.watch(watch.noticed)
        journal, faults = Journal(watch.noticed), Faults()
        timekeeper = Timekeeper(self._clock)
        sockets = Sockets(timekeeper, journal, ack_timeout)
        hooks = Hooks(timekeeper, journal, self.signing_secret, ack_timeout)
        deliveries = Deliveries(sockets, self._clock, timekeeper, journal, faults, retry_delays)
        responses = Responses(state, self.url)
        triggers, views = Triggers(self._clock), Views()
        return Services(
            state=state,
            journal=journal,
            watch=watch,
            faults=faults,
            rates=Rates(),
            installs=Installs(state),
            timekeeper=timekeeper,
            sockets=sockets,
            hooks=hooks,
            deliveries=deliveries,
            responses=responses,
            triggers=triggers,
            uploads=Uploads(state, self.url),
            views=views,
            viewing=Viewing(state, deliveries, triggers, views),
            acts=Acts(state, deliveries, responses, triggers),
            base_url=self.url,
            socket_url=f"{self.url.replace('http', 'ws', 1)}link",
        )

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        serving = asyncio.ensure_future(self._server.serve(sockets=[self._listener]))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.001)
        self._ready.set()
        await serving

    async def _close(self) -> None:
        self._changes.stop()
        self._services.deliveries.stop()
        await self._services.sockets.drop()
        await self._services.hooks.stop()
        self._server.end()

    async def _archive(self, name: str) -> None:
        channel = self._services.state.channels[self.channel_id(name)]
        self._services.state.change_channel(replace(channel, is_archived=True))

    async def _uninstall(self) -> None:
        uninstall_app(self._services)

    def _call(self, work: Any) -> None:
        """Run something on the server's loop and wait for it."""
        if self._loop is None:
            raise RuntimeError("the workspace is not running")
        asyncio.run_coroutine_threadsafe(work, self._loop).result(STOP_TIMEOUT)

    def _clock_moved(self, *_: Any) -> None:
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._services.timekeeper.jumped)
            self._loop.call_soon_threadsafe(self._changes.note)


def _application(services: Services, changes: Changes) -> Starlette:
    routes: list[BaseRoute] = [WebSocketRoute("/link", services.sockets.serve)]
    routes += api_routes(services)
    routes += file_routes(services)
    routes += install_routes(services)
    routes += control_routes(services)
    routes += page_routes(services, changes)
    return Starlette(routes=routes)
