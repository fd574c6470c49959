"""A running workspace with a clock that stands still until it is moved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, sync_playwright
from slack_sdk import WebClient

from bot.playground.workspace.workspace import Workspace
from tests.playground.browsing import Visit, launch
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one file; without one they are skipped, loudly."""
    with sync_playwright() as playwright:
        try:
            opened = launch(playwright)
        except Error as error:
            pytest.skip(f"NO BROWSER: install chromium, the page is not tested in one ({error})")
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, workspace: Workspace) -> Iterator[Visit]:
    """The page as Ada opens it."""
    opened = Visit(browser, workspace)
    yield opened
    opened.close()
