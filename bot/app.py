"""Composition root: the only place that builds concrete things and hands them to one another.

Clock ─ Ticker ─▶ Worker ─▶ Round: plan | gather | deliver        Socket Mode ─▶ Bolt ─▶ Desk
                                    └────── Reader, Courier ──────── Store, Archive, Library
"""

import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import actions, mentions
from bot.clock import TICK_EVERY, Clock, Ticker
from bot.commands import listen
from bot.commands.desk import Desk
from bot.commands.services import Services
from bot.config import Config
from bot.delivery.channel import slack_client
from bot.delivery.compose import Composer
from bot.delivery.corrections import CorrectionWatch
from bot.delivery.courier import Courier
from bot.delivery.outcomes import CURES
from bot.jobs import Round, Worker
from bot.migrate import migrate
from bot.reader import Progress, Reader
from bot.store import Store
from feeds.archive import Archive
from feeds.database import Database, connect
from feeds.fetch import Fetcher
from summaries.digest import summarize_article, summarize_with_cards
from summaries.library.store import Library

logger = logging.getLogger(__name__)

RUNNING = "playground.json"  # in the data folder: where the playground that runs can be reached
INBOX = "inbox"
EVENTS_KEPT = timedelta(
    days=1
)  # Slack repeats an event for some minutes, delayed ones for two hours
Addresses = frozenset[tuple[str, int]]


class StartError(Exception):
    """The bot cannot start; the message names the cure."""


@dataclass(frozen=True, slots=True)
class Door:
    """How to reach a workspace: Slack's own, or the playground's when `base_url` is set."""

    bot_token: str
    app_token: str
    base_url: str | None = None

    @property
    def client(self) -> WebClient:
        return slack_client(self.bot_token, self.base_url)


@dataclass(slots=True)
class Bot:
    """The running bot: a socket that hears, a worker that works, a tick that wakes it."""

    reader: Reader
    store: Store
    courier: Courier
    worker: Worker
    ticker: Ticker | None
    socket: SocketModeHandler
    team_id: str

    def start(self) -> None:
        self.socket.connect()
        self.worker.start()
        if self.ticker is not None:
            self.ticker.start()

    def stop(self) -> None:
        """Take no more work, finish what is under way, hang up."""
        if self.ticker is not None:
            self.ticker.stop()
        self.worker.stop()
        with suppress(Exception):  # the other end may have hung up first
            self.socket.close()
        self.store.database.engine.dispose()


@dataclass(frozen=True, slots=True)
class Posted:
    """Where posts were made, for `verify`."""

    store: Store
    archive: Archive
    client_for: Callable[[str], WebClient]


def open_database(config: Config) -> Database:
    """Connect, and bring the tables up to date. Raises DatabaseError naming the cure."""
    if config.database == "sqlite":
        config.data.mkdir(parents=True, exist_ok=True)
    database = connect(config.database_url)
    migrate(database)
    return database


def build_reader(
    config: Config,
    clock: Clock,
    *,
    database: Database | None = None,
    allowed: Addresses = frozenset(),
    inbox: Path | None = None,
    inbox_team: str | None = None,
    progress: Progress | None = None,
) -> Reader:
    """Archive and library with the hands that fill them. `allowed` are the loopback addresses that
    the playground serves; nothing else opens the guard."""
    database = database or open_database(config)
    archive, library = Archive(database), Library(database)
    return Reader(
        config=config,
        archive=archive,
        library=library,
        fetcher=Fetcher(allowed, contact=config.contact or None),
        composer=Composer(archive, library, config),
        clock=clock,
        inbox=inbox if inbox is not None else own_inbox(config),
        inbox_team=inbox_team,
        progress=progress,
    )


def own_inbox(config: Config) -> Path:
    """The drop folder in the data folder, there to be dropped into from the first start on."""
    folder = config.data / INBOX
    with suppress(OSError):  # a data folder that cannot be written is told of by whoever needs it
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def build_bot(
    config: Config,
    clock: Clock,
    door: Door,
    *,
    allowed: Addresses = frozenset(),
    inbox: Path | None = None,
    progress: Progress | None = None,
    ticking: bool = True,
    tick_every: timedelta = TICK_EVERY,
) -> Bot:
    """Everything, wired. Raises StartError where the workspace refuses the token."""
    team_id = ask_who_we_are(door)
    reader = build_reader(
        config, clock, allowed=allowed, inbox=inbox, inbox_team=team_id, progress=progress
    )
    store = Store(reader.archive.database)

    def client_for(_team: str) -> WebClient:
        return door.client

    courier = Courier(store, reader.archive, reader.composer, client_for, clock)
    watch = CorrectionWatch(courier, reader.archive, reader.fetcher)
    work = Round(
        gather=lambda: _gather(reader),
        courier=courier,
        clock=clock,
        watch=watch.run,
        tidy=lambda: _tidy(store, config, clock.now()),
    )
    worker = Worker(work.run)
    ticker = Ticker(worker.request, tick_every) if ticking else None
    if ticker is not None:
        clock.on_move(ticker.tick_now)
    slack = App(client=door.client, logger=logging.getLogger("slack_bolt"))
    desk = Desk(build_services(reader, store, courier, config, clock, client_for))
    for room in (listen, mentions, actions):
        room.register(slack, desk)
    return Bot(reader, store, courier, worker, ticker, build_socket(slack, door), team_id)


def _gather(reader: Reader) -> None:
    report = reader.gather()
    logger.info("gathered: %d feeds, %d new articles", len(report.results), report.new)


def _tidy(store: Store, config: Config, now: datetime) -> None:
    events = store.forget_events(now - EVENTS_KEPT)
    old = store.forget_deliveries(now - config.retention.deliveries)
    logger.info("tidied: %d events, %d deliveries past their time", events, old)


def build_services(
    reader: Reader,
    store: Store,
    courier: Courier,
    config: Config,
    clock: Clock,
    client_for: Callable[[str], WebClient],
) -> Services:
    """What the desk may call, and nothing else."""

    def calendar(day: date) -> tuple[frozenset[date], frozenset[date]]:
        return reader.composer.calendar(day)

    return Services(
        archive=reader.archive,
        library=reader.library,
        store=store,
        config=config,
        clock=clock,
        compose=reader.composer.compose,
        calendar=calendar,
        summarize=lambda reading: summarize_article(reading, reader.composer.plain_wishes()),
        summarize_with_cards=lambda reading: summarize_with_cards(
            reading, reader.composer.plain_wishes()
        ),
        fetch_article=reader.fetch_article,
        refresh=lambda: reader.gather(force=True),
        post=courier.reply,
        is_admin=lambda team_id, user_id: is_admin(config, client_for(team_id), user_id),
        plan_due=courier.plan_due,
    )


def build_socket(slack: App, door: Door) -> SocketModeHandler:
    handler = SocketModeHandler(slack, door.app_token)
    if door.base_url is not None:
        handler.client.proxy = None  # the built-in client ignores NO_PROXY; loopback takes no proxy
    return handler


def ask_who_we_are(door: Door) -> str:
    """The team id of the token. Raises StartError with the cure where Slack refuses it."""
    try:
        return str(door.client.auth_test()["team_id"])
    except SlackApiError as error:
        name = str(error.response.get("error"))
        raise StartError(
            f"Slack refuses the token ({name}): {CURES.get(name, 'see docs.slack.dev')}"
        ) from error
    except (SlackClientError, OSError) as error:
        raise StartError(
            f"Slack cannot be reached ({type(error).__name__}): check the network"
        ) from error


def is_admin(config: Config, client: WebClient, user_id: str) -> bool:
    """Whether a person may change the sources: named in config.yaml, or an admin of the workspace
    (which takes the optional scope users:read)."""
    if config.admins:
        return user_id in config.admins
    try:
        user = client.users_info(user=user_id)["user"]
    except (SlackClientError, OSError):
        return False
    return bool(user.get("is_admin") or user.get("is_owner"))


def posted_in(config: Config, environ: Mapping[str, str]) -> Posted:
    """The workspace to verify: Slack's if its token is set, else the playground that runs now."""
    if environ.get("SLACK_BOT_TOKEN"):
        door = Door(environ["SLACK_BOT_TOKEN"], "")
        database = open_database(config)
    else:
        running = config.data / RUNNING
        if not running.is_file():
            raise StartError(
                "no playground is running: start one with nhs-brief run, or set SLACK_BOT_TOKEN"
            )
        found = json.loads(running.read_text(encoding="utf-8"))
        door = Door(found["bot_token"], "", found["api_url"])
        database = connect(found["database"])
    return Posted(Store(database), Archive(database), lambda _team: door.client)
