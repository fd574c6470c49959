"""A running workspace with a clock that stands still until it is moved."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def workspace(clock: StillClock) -> Iterator[Workspace]:
    running = Workspace(MANIFEST, clock)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    return WebClient(token=workspace.bot_token, base_url=workspace.api_url, retry_handlers=[])


@pytest.fixture
def channel(workspace: Workspace) -> str:
    return workspace.channel_id("nhs-brief")


@pytest.fixture
def control(workspace: Workspace) -> Control:
    return Control(workspace)
