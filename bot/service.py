"""The bot against Slack itself, as a process: started, watched over HTTP where a port is given, stopped."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from bot.app import Door, build_bot
from bot.clock import Clock
from bot.config import Config
from bot.web import serve_health


def run_on_slack(
    config: Config,
    bot_token: str,
    app_token: str,
    *,
    inbox: Path | None,
    port_health: int | None,
    say: Callable[[str], None],
) -> None:
    """Run until SIGTERM or SIGINT; the round under way is finished first."""
    bot = build_bot(config, Clock(), Door(bot_token, app_token), inbox=inbox)
    stopping = stop_signal()
    bot.start()
    web = serve_health(bot, os.environ, port_health)
    say(f"NHS Brief: connected to Slack workspace {bot.team_id}; type /nhs-brief help in a channel")
    stopping.wait()
    if web is not None:
        web.stop()
    bot.stop()


def stop_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
