"""Makes docs/page.png, the picture of the playground in the README: python -m tests.playground.picture

It starts the playground with the newsroom, moves the clock to the briefing, asks a question as Ada would,
and takes a picture of what she then sees."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Error, Page, expect, sync_playwright

from bot.playground.workspace.workspace import Workspace
from tests.bot.test_end_to_end import end, play
from tests.playground.browsing import launch

PICTURE = Path(__file__).parents[2] / "docs" / "page.png"
QUESTION = "/nhs-brief how many people are waiting in Wales?"
WIDTH = 1200
LOWEST, HIGHEST = 1000, 2000  # pixels: the window grows until all stands in it, within reason
SCALE = 0.9  # the picture is smaller than the window: about 1080 by 1650
LARGEST = 400_000  # bytes
PATIENCE = 60_000  # milliseconds for reading the newsroom on a busy machine


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        running = play(Path(folder))
        try:
            browser = launch(playwright)
            window = {"width": WIDTH, "height": LOWEST}
            page = browser.new_page(viewport=window, device_scale_factor=SCALE)
            take_picture(page, running.workspace)
            browser.close()
        except Error as error:
            sys.exit(f"no picture: {error.message}")
        finally:
            end(running)
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(
            f"{PICTURE.name} has {size:,} bytes, more than {LARGEST:,}: make the window smaller"
        )
    sys.stdout.write(f"{PICTURE.name}: {size:,} bytes\n")


def take_picture(page: Page, workspace: Workspace) -> None:
    """Let the briefing come, ask the question, and keep what stands there."""
    page.goto(workspace.url)
    page.get_by_role("button", name="+1 min").click()
    expect(page.locator("#log h3.b-header")).to_be_visible(timeout=PATIENCE)
    page.locator("#say").fill(QUESTION)
    page.locator("#say").press("Enter")
    expect(page.locator("#log .message.ephemeral blockquote").first).to_be_visible(timeout=PATIENCE)
    needed = page.evaluate(
        "innerHeight - document.getElementById('log').clientHeight"
        " + [...document.querySelectorAll('#log > *')].reduce((sum, e) => sum + e.offsetHeight, 40)"
    )
    page.set_viewport_size({"width": WIDTH, "height": min(HIGHEST, max(LOWEST, int(needed)))})
    page.locator("#log").evaluate("log => { log.scrollTop = log.scrollHeight; }")
    page.mouse.move(WIDTH / 2, 10)
    page.screenshot(path=PICTURE, animations="disabled")


if __name__ == "__main__":
    main()
