"""Starts the whole thing on this machine: a workspace, a newsroom, and the bot between them.

The clock begins at 07:29:30 on a working day, so that the ordinary schedule posts the first briefing
half a minute later.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.app import RUNNING, Bot, Door, StartError, build_bot
from bot.clock import Clock
from bot.config import Config, with_feeds
from bot.editions import bank_holidays, is_day, subscription_of
from bot.playground.newsroom.server import Newsroom
from bot.playground.workspace.workspace import Workspace
from bot.service import stop_signal

START = time(7, 29, 30)
FIRST_EDITION = "morning"
CHANNEL = "nhs-brief"
TICK_EVERY = timedelta(seconds=5)
MANIFEST = Path(__file__).parents[2] / "manifest.yaml"


def run_on_playground(
    config: Config,
    *,
    inbox: Path | None,
    with_newsroom: bool,
    port: int,
    ticking: bool,
    say: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT. Every run starts with fresh data unless DATABASE_URL is set."""
    config = fresh(config)
    clock = Clock(first_morning(config, datetime.now(config.zone).date()))
    newsroom = Newsroom(clock.now() + timedelta(seconds=30), clock=clock) if with_newsroom else None
    workspace = Workspace(manifest(), clock, port=port)
    workspace.start()
    if newsroom is not None:
        newsroom.start()
    stopping = stop_signal()
    running = config.data / RUNNING
    bot = start_bot(config, clock, workspace, newsroom, inbox=inbox, ticking=ticking)
    try:
        running.write_text(json.dumps(whereabouts(config, workspace)), encoding="utf-8")
        say(f"NHS Brief: {workspace.url}")
        stopping.wait()
    finally:
        running.unlink(missing_ok=True)
        bot.stop()
        if newsroom is not None:
            newsroom.stop()
        workspace.stop()


def manifest() -> dict[str, Any]:
    """The app as manifest.yaml creates it; the workspace installs it from the same file as Slack."""
    return dict(yaml.safe_load(MANIFEST.read_text(encoding="utf-8")))


def start_bot(
    config: Config,
    clock: Clock,
    workspace: Workspace,
    newsroom: Newsroom | None,
    *,
    inbox: Path | None = None,
    ticking: bool = True,
) -> Bot:
    """The bot against this workspace, with the channel subscribed and the first reading done."""
    reading = with_feeds(config, newsroom.feeds if newsroom else ())
    door = Door(workspace.bot_token, workspace.app_token, workspace.api_url)
    allowed = frozenset({newsroom.address}) if newsroom else frozenset()
    bot = build_bot(
        reading,
        clock,
        door,
        allowed=allowed,
        inbox=inbox,
        progress=progress_bar(),
        ticking=ticking,
        tick_every=TICK_EVERY,
    )
    edition = config.editions[FIRST_EDITION]
    channel = workspace.channel_id(CHANNEL)
    bot.store.subscribe(
        subscription_of(edition, bot.team_id, channel, config.timezone, clock.now())
    )
    bot.reader.gather()
    bot.start()
    return bot


def fresh(config: Config) -> Config:
    """The same config on an empty database of its own. Raises StartError where another playground runs
    in the same data folder."""
    config.data.mkdir(parents=True, exist_ok=True)
    running = config.data / RUNNING
    if running.is_file() and is_alive(
        json.loads(running.read_text(encoding="utf-8")).get("pid", 0)
    ):
        raise StartError(
            f"a playground already runs on {config.data}: stop it, or set NHS_BRIEF_DATA"
        )
    if os.environ.get("DATABASE_URL"):
        return config
    path = config.data / "playground.sqlite"
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        name.unlink(missing_ok=True)
    return config.model_copy(update={"database": f"sqlite:///{path}"})


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):
        return False
    return pid > 0


def whereabouts(config: Config, workspace: Workspace) -> dict[str, object]:
    """What another process needs to look at this playground."""
    return {
        "pid": os.getpid(),
        "url": workspace.url,
        "api_url": workspace.api_url,
        "bot_token": workspace.bot_token,
        "database": config.database_url,
    }


def first_morning(config: Config, today: date) -> datetime:
    """07:29:30 on the first working day from today on between two others, so that the newsroom's
    "yesterday" and "tomorrow" are working days too (aware, in the config's zone)."""
    holidays = bank_holidays(config.holidays, (today.year, today.year + 1))
    day = today
    while not all(is_day(day + timedelta(days=n), "mon-fri", holidays, ()) for n in (-1, 0, 1)):
        day += timedelta(days=1)
    return datetime.combine(day, START, tzinfo=config.zone)


def progress_bar() -> Callable[[int, int, str], None] | None:
    """A bar on standard error while articles are read; none where that is not a terminal."""
    if not sys.stderr.isatty():
        return None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("Reading", total=None)

    def show(done: int, total: int, label: str) -> None:
        if done < total:
            bar.start()
        bar.update(task, completed=done, total=total, description=label[:40])
        if done >= total:
            bar.stop()

    return show
