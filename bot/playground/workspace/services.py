"""The workspace's parts, built once and handed to whoever serves a request."""

from dataclasses import dataclass

from bot.playground.workspace.acts import Acts
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.responses import Responses
from bot.playground.workspace.sockets import Sockets
from bot.playground.workspace.state import State
from bot.playground.workspace.triggers import Triggers
from bot.playground.workspace.views import Views


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the doors. `base_url` ends in a slash."""

    state: State
    journal: Journal
    sockets: Sockets
    responses: Responses
    triggers: Triggers
    views: Views
    acts: Acts
    base_url: str
    socket_url: str
