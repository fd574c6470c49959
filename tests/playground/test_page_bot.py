"""The whole thing in a real browser: the newsroom's articles become a briefing in front of the reader."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.test_end_to_end import Playground, end, play
from tests.playground.browsing import Visit

QUESTION = "/nhs-brief how many people are waiting in Wales?"


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A playground half a minute before its first briefing."""
    running = play(tmp_path_factory.mktemp("data"))
    yield running
    end(running)


@pytest.fixture
def reader(browser: Browser, playground: Playground) -> Iterator[Visit]:
    visit = Visit(browser, playground.workspace, viewport={"width": 1280, "height": 900})
    yield visit
    visit.close()


def briefing(page: Page) -> str:
    """The id of the briefing's place on the page, once it stands there."""
    place = page.locator("#log .message", has=page.locator("h3.b-header"))
    expect(place).to_have_count(1)
    return f"[id='{place.get_attribute('id')}']"


@pytest.mark.browser
def test_the_briefing_arrives_when_the_clock_moves_and_opens_at_its_top(reader: Visit) -> None:
    page = reader.page
    expect(page.locator("#log .message")).to_have_count(0)
    page.get_by_role("button", name="+1 min").click()
    place = page.locator(briefing(page))
    expect(place.get_by_role("heading", level=3)).to_be_in_viewport()
    assert place.locator("blockquote").count() >= 5
    reader.keep_picture("briefing-light")


@pytest.mark.browser
def test_a_question_is_answered_at_the_end_for_the_asker_only(reader: Visit) -> None:
    page = reader.page
    page.locator(briefing(page))
    page.locator("#say").fill(QUESTION)
    page.locator("#say").press("Enter")
    answer = page.locator("#log .message.ephemeral").last
    expect(answer).to_contain_text("Wales")
    expect(answer.locator("blockquote").first).to_be_in_viewport()
    reader.keep_picture("answer")


@pytest.mark.browser
def test_a_button_of_the_briefing_answers_and_its_thread_can_be_followed(
    reader: Visit, playground: Playground
) -> None:
    page = reader.page
    place = page.locator(briefing(page))
    before = page.locator("#log .message").count()
    place.get_by_role("button", name="Key figures").click()
    expect(page.locator("#log .message")).not_to_have_count(before)
    place.hover()
    place.get_by_role("link", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    reply = thread.get_by_role("combobox", name="Reply as Ada Morgan")
    reply.fill("How many people are waiting?")
    reply.press("Enter")
    expect(thread.locator(".message")).to_have_count(3)
    expect(thread.locator(".message").last).to_contain_text("NHS Brief")
    reader.keep_picture("thread")


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_phone_shows_the_briefing_in_both_lights(
    browser: Browser, playground: Playground, look: str
) -> None:
    phone = {"width": 390, "height": 844}
    visit = Visit(
        browser,
        playground.workspace,
        "?user=U0BEN",
        viewport=phone,
        color_scheme=look,
        has_touch=True,
    )
    place = visit.page.locator(briefing(visit.page))
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    place.get_by_role("heading", level=3).scroll_into_view_if_needed()
    visit.keep_picture(f"phone-{look}")
    visit.close()


@pytest.mark.browser
def test_the_dark_look_is_dark(browser: Browser, playground: Playground) -> None:
    visit = Visit(browser, playground.workspace, color_scheme="dark")
    briefing(visit.page)
    paper = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in paper[4:-1].split(",")) < 3 * 64
    visit.keep_picture("briefing-dark")
    visit.close()


def test_the_pictures_are_not_kept_in_the_repository() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").split()
    assert "test-output/" in ignored
