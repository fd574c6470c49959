"""A real browser for the tests of the page, and one visit to it that notes everything that goes wrong."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright, expect

from bot.playground.workspace.workspace import Workspace

PATIENCE = 20_000  # milliseconds that something may take on a busy machine
expect.set_options(timeout=PATIENCE)
OUTPUT = Path(__file__).parents[2] / "test-output"
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REFUSAL = "400 (Bad Request)"  # what a browser writes to its console when the workspace refuses


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium where there is one, else Playwright's own. Raises playwright's Error."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER_ARGS)


class Visit:
    """A page in the browser, and everything that went wrong on it."""

    def __init__(self, browser: Browser, workspace: Workspace, path: str = "", **options: Any):
        self.workspace = workspace
        self.troubles: list[str] = []
        self.page: Page = browser.new_context(**options).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", self._check_request)
        self.page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.page.goto(f"{workspace.url}{path}")

    def keep_picture(self, name: str) -> None:
        """A screenshot to look at, under test-output/."""
        OUTPUT.mkdir(exist_ok=True)
        self.page.screenshot(path=OUTPUT / f"{name}.png")

    def refused(self) -> None:
        """The workspace was asked for something that it refuses: that is no trouble."""
        self.troubles[:] = [trouble for trouble in self.troubles if REFUSAL not in trouble]

    def close(self) -> None:
        """Leave, and fail if anything went wrong: an error, a dialog, a request to elsewhere."""
        self.page.context.close()
        assert self.troubles == []

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.troubles.append(message.text)

    def _check_request(self, request: Any) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.troubles.append(f"left this machine: {request.url}")
