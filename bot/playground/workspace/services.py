"""The workspace's parts, built once and handed to whoever serves a request."""

from dataclasses import dataclass

from bot.playground.workspace.acts import Acts
from bot.playground.workspace.deliveries import Deliveries
from bot.playground.workspace.faults import Faults
from bot.playground.workspace.hooks import Hooks
from bot.playground.workspace.installs import Installs
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.rates import Rates
from bot.playground.workspace.responses import Responses
from bot.playground.workspace.sockets import Sockets
from bot.playground.workspace.state import State
from bot.playground.workspace.timekeeper import Timekeeper
from bot.playground.workspace.triggers import Triggers
from bot.playground.workspace.uploads import Uploads
from bot.playground.workspace.viewing import Viewing
from bot.playground.workspace.views import Views
from bot.playground.workspace.watch import Watch


@dataclass(frozen=True, slots=True)
class Services:
    """Everything behind the doors. `base_url` ends in a slash."""

    state: State
    journal: Journal
    watch: Watch
    faults: Faults
    rates: Rates
    installs: Installs
    timekeeper: Timekeeper
    sockets: Sockets
    hooks: Hooks
    deliveries: Deliveries
    responses: Responses
    triggers: Triggers
    uploads: Uploads
    views: Views
    viewing: Viewing
    acts: Acts
    base_url: str
    socket_url: str
