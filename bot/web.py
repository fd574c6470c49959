"""HTTP for whoever runs the bot: is it alive, is it ready, what does it count.

`/healthz` is 503 where only a restart helps, `/readyz` where the bot does not do its work, with the
reasons; `/metrics` is for Prometheus. Nothing here tells of articles, channels or tokens.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import Bot, StartError
from bot.health import Facts, deliveries_by_state, facts_of, troubles
from feeds.database import DatabaseError

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
STOP_WITHIN = 5.0  # seconds
STATES = ("planned", "sending", "sent", "uncertain", "failed", "missed")


class Web:
    """The three addresses, served from a thread of their own while the bot runs."""

    def __init__(self, bot: Bot, host: str = LOOPBACK, port: int = 0) -> None:
        self._bot, self._started = bot, bot.courier.clock.now()
        self._listener = socket.create_server((host, port))
        self.host, self.port = host, int(self._listener.getsockname()[1])
        self._registry = CollectorRegistry()
        self._registry.register(_Gauges(bot, self.facts))
        config = uvicorn.Config(self._app(), log_config=None, access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listener],), name="web", daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Serve; the port answers when this returns, for it listens already."""
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(STOP_WITHIN)
        self._listener.close()

    def facts(self) -> Facts:
        now = self._bot.courier.clock.now()
        return facts_of(self._bot.store.database, now, self._started, self._socket)

    def _socket(self) -> tuple[bool, datetime | None]:
        """Whether the socket is up, and when Slack last answered a ping, in the bot's time."""
        session = getattr(self._bot.socket.client, "current_session", None)
        if session is None or not session.is_active():
            return False, None
        heard = session.last_ping_pong_time
        if heard is None:
            return True, None
        silent = datetime.now(UTC) - datetime.fromtimestamp(heard, UTC)
        return True, self._bot.courier.clock.now() - silent

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/healthz", self._healthz),
                Route("/readyz", self._readyz),
                Route("/metrics", self._metrics),
            ]
        )

    def _healthz(self, _request: Request) -> Response:
        if not self._bot.worker.is_alive:
            return _told(("the worker has ended: restart the bot",))
        wrong = self.facts().database
        return _told((wrong,) if wrong else ())

    def _readyz(self, _request: Request) -> Response:
        return _told(troubles(self.facts()))

    def _metrics(self, _request: Request) -> Response:
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


def serve_health(bot: Bot, environ: Mapping[str, str], port: int | None = None) -> Web | None:
    """Start the addresses where a port was asked for: `--port-health` on loopback, or PORT, which a
    platform sets and reaches from outside. None where neither is set. Raises StartError."""
    given = environ.get("PORT", "")
    if port is None and not given:
        return None
    if port is None and not given.isdigit():
        raise StartError(f"PORT is {given!r}: set it to a number, or unset it")
    host, wanted = (LOOPBACK, port) if port is not None else (EVERYWHERE, int(given))
    try:
        web = Web(bot, host, wanted)
    except (OSError, OverflowError) as error:
        raise StartError(f"port {wanted} cannot be taken for health: choose another") from error
    web.start()
    return web


class _Gauges(Collector):
    """What Prometheus reads, counted at the moment it asks."""

    def __init__(self, bot: Bot, facts: Callable[[], Facts]) -> None:
        self._bot, self._facts = bot, facts

    def describe(self) -> list[Metric]:
        return []  # nothing is asked of the database before somebody looks

    def collect(self) -> Iterator[Metric]:
        facts = self._facts()
        yield _gauge("ready", "1 where the bot does its work", float(not troubles(facts)))
        connected = float(bool(facts.socket_connected))
        yield _gauge("socket_connected", "1 where the socket to Slack is up", connected)
        ages = GaugeMetricFamily(
            "nhs_brief_job_age_seconds", "since a job last ran", labels=["job"]
        )
        for job, at in facts.pulses.items():
            ages.add_metric([job], (facts.now - at).total_seconds())
        yield ages
        try:
            yield self._deliveries()
            articles = float(self._bot.reader.archive.count())
        except DatabaseError:
            return  # `ready` tells it
        yield _gauge("articles", "articles in the archive", articles)

    def _deliveries(self) -> Metric:
        counted = deliveries_by_state(self._bot.store.database)
        found = GaugeMetricFamily("nhs_brief_deliveries", "deliveries by state", labels=["state"])
        for state in STATES:
            found.add_metric([state], counted.get(state, 0))
        return found


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"nhs_brief_{name}", what, value=value)


def _told(wrong: tuple[str, ...]) -> Response:
    return JSONResponse({"ok": not wrong, "troubles": list(wrong)}, 503 if wrong else 200)
