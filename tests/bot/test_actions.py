"""Clicks: what a button carries is looked up again, whoever sent it, and done once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import MOST_ARTICLES, click_of
from bot.blocks.lines import content_lines
from tests.bot.briefings import CLAIM, FIRST, TITLE
from tests.bot.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def reading_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office shared by the tests that change nothing."""
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def only(replies: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(replies) == 1
    return replies[0]


@pytest.mark.parametrize(
    ("action_id", "expected"),
    [
        ("full_summary", TITLE),
        ("article.1", TITLE),
        ("key_figures", "Key figures"),
        ("who_said_what", "Who said what"),
        ("source", TITLE),
        ("report_problem", "It is noted"),
    ],
)
def test_each_button_answers_the_clicker_alone(
    reading_room: Office, action_id: str, expected: str
) -> None:
    reply = only(reading_room.click(action_id, {"articles": [1]}))
    assert expected in reply["text"]
    assert reply["response_type"] == "ephemeral"
    assert reply["replace_original"] is False
    assert reading_room.posts() == []


def test_the_paragraph_of_a_line_is_opened(reading_room: Office) -> None:
    place = [1, 1, CLAIM.start, CLAIM.end, "text"]
    reply = only(reading_room.click("source", {"line": place}))
    assert CLAIM.text in content_lines(reply["blocks"])
    assert FIRST.text not in content_lines(reply["blocks"])


def test_several_articles_give_several_summaries(reading_room: Office) -> None:
    reply = only(reading_room.click("full_summary", {"articles": [1, 3]}))
    assert "article 1" in reply["text"]
    assert "article 3" in reply["text"]


@pytest.mark.parametrize(
    "value",
    [
        "not json",
        "[" * 5000,
        "null",
        {"articles": [4]},
        {"articles": [-1, 0, True, "1", 10**30]},
        {"articles": {"1": 2}},
        {"line": [4, 4, 0, 10, "text"]},
        {"line": [1, 2, 0, 10, "text"]},
        {"line": [1, 1, 0, 10**9, "text"]},
        {"line": [1, 1, 5, 5, "text"]},
        {"line": [1, 1, 0, 10, "payload"]},
        {},
    ],
)
@pytest.mark.parametrize("action_id", ["source", "full_summary", "key_figures"])
def test_a_forged_value_shows_nothing(reading_room: Office, action_id: str, value: object) -> None:
    reply = only(reading_room.click(action_id, value))
    assert content_lines(reply["blocks"]) == ()
    assert "Gwendolyn" not in json.dumps(reply)
    assert "Something went wrong" not in reply["text"]


def test_post_to_channel_posts_and_notes_the_lines(office: Office) -> None:
    reply = only(office.click("post_to_channel", {"command": "article 1"}))
    assert "Posted" in reply["text"]
    posted = only(office.posts())
    assert posted["metadata"]["event_payload"]["delivery_id"]
    shown = office.desk.services.store.shown(office.team, office.channel, posted["ts"])
    held = content_lines(posted["blocks"])
    assert held == tuple(" ".join(one.line.text.split()) for one in shown)


def test_an_answer_in_the_channel_says_what_was_asked(office: Office) -> None:
    office.click("post_to_channel", {"command": "how many <!channel> people are waiting?"})
    posted = only(office.posts())
    assert posted["blocks"][0]["elements"][0]["text"].startswith("Asked: how many")
    assert "<!channel>" not in posted["text"]


def test_a_reply_is_posted_once_however_often_it_is_clicked(office: Office) -> None:
    office.click("post_to_channel", {"command": "article 1"}, message_ts="7.1")
    again = only(office.click("post_to_channel", {"command": "article 1"}, message_ts="7.1"))
    assert "posted already" in again["text"]
    assert len(office.posts()) == 1


def test_a_channel_that_cannot_be_posted_to_names_the_cure(office: Office) -> None:
    office.workspace.archive("nhs-brief")
    reply = only(office.click("post_to_channel", {"command": "article 1"}))
    assert "/invite @NHS Brief" in reply["text"]
    assert office.posts() == []


@pytest.mark.parametrize("command", ["subscribe morning", "unsubscribe", "feeds", "help", 7, None])
def test_only_what_may_be_posted_is_posted(reading_room: Office, command: object) -> None:
    reading_room.click("post_to_channel", {"command": command})
    assert [post for post in reading_room.posts() if "NHS Brief ·" not in post["text"]] == []
    assert reading_room.desk.services.store.subscriptions(reading_room.team) == ()


def test_a_click_brought_twice_is_done_once(office: Office) -> None:
    for _ in range(2):
        office.click("report_problem", {"articles": [1]}, trigger_id="t", action_ts="9.9")
    assert len(office.desk.services.store.reports(office.team)) == 1


def test_a_report_keeps_who_said_it_and_about_what(office: Office) -> None:
    office.click("report_problem", {"articles": [1, 3]})
    kept = office.desk.services.store.reports(office.team)[0]
    assert (kept.kind, kept.about, kept.channel_id) == ("problem", "1,3", office.channel)


def test_a_button_that_is_not_ours_is_left_to_others(reading_room: Office) -> None:
    assert reading_room.click("somebody_else", {}) == []


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=8))
def test_any_value_is_read_without_harm(value: object) -> None:
    carried = json.dumps({"articles": value, "line": value, "offset": value, "command": value})
    clicked = click_of({"actions": [{"action_id": "source", "value": carried}]})
    assert all(number > 0 for number in clicked.articles)
    assert len(clicked.articles) <= MOST_ARTICLES
    assert 0 <= clicked.offset <= 1_000
