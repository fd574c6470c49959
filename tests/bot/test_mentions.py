"""Mentions and thread questions: answered once, in the thread, about what the thread shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.blocks.lines import content_lines
from bot.mentions import is_thread_question
from tests.bot.briefings import FIRST, TITLE
from tests.bot.office import SECOND_TITLE, Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def reading_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office shared by the tests that change nothing."""
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def test_a_mention_with_a_link_gets_that_article_s_card_in_a_thread(office: Office) -> None:
    ts = office.written("see https://marlowe.example/waits")
    event = {
        "type": "app_mention",
        "channel": office.channel,
        "user": "U0ADA",
        "text": f"<@{office.workspace.bot_user_id}> <https://marlowe.example/waits|marlowe>",
        "ts": ts,
    }
    posted = office.bring(event)
    assert len(posted) == 1
    assert posted[0]["thread_ts"] == ts
    assert content_lines(posted[0]["blocks"])[0] == TITLE
    store = office.desk.services.store
    assert store.articles_shown(office.team, office.channel, posted[0]["ts"])[0] == 1


def test_a_link_with_a_question_is_asked_of_that_article(reading_room: Office) -> None:
    posted = reading_room.mention("<https://marlowe.example/waits> how many people are waiting?")
    assert posted[0]["text"].startswith("From this article:")
    assert content_lines(posted[0]["blocks"])[0] == FIRST.text


def test_a_link_that_is_refused_says_why(reading_room: Office) -> None:
    posted = reading_room.mention("<http://192.168.1.4/admin>")
    assert posted[0]["text"].startswith("I cannot read that link:")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Tamsin Vale strike", SECOND_TITLE),
        ("how many people are waiting for treatment at Marlowe hospitals?", "From my articles:"),
        ("", "What you can ask"),
        ("help", "What you can ask"),
        ("figures", "Key figures"),
        ("zebra crossing closed", "Not in my articles"),
        ("&lt;!channel&gt; hello there", "Not in my articles"),
    ],
)
def test_words_are_a_title_a_command_or_a_question(
    reading_room: Office, said: str, expected: str
) -> None:
    posted = reading_room.mention(said)
    assert len(posted) == 1
    assert expected in posted[0]["text"]


def test_under_a_briefing_a_question_is_about_the_briefing(office: Office) -> None:
    office.click("post_to_channel", {"command": ""})
    briefing = office.posts()[-1]
    for posted in (
        office.mention("how many people are waiting?", briefing["ts"]),
        office.say("how many people are waiting?", briefing["ts"]),
    ):
        assert len(posted) == 1
        assert posted[0]["thread_ts"] == briefing["ts"]
        assert posted[0]["text"].startswith("From this briefing:")
        assert FIRST.text in content_lines(posted[0]["blocks"])


def test_what_the_thread_does_not_have_is_looked_for_in_the_archive(reading_room: Office) -> None:
    reading_room.click("post_to_channel", {"command": "article 1"})
    card = reading_room.posts()[-1]
    posted = reading_room.mention("how many nurses are voting on a strike?", card["ts"])
    assert posted[0]["text"].startswith("Not in this article. From my articles:")


def test_under_a_card_its_figures_and_quotes_can_be_asked_for(reading_room: Office) -> None:
    reading_room.click("post_to_channel", {"command": "article 1"})
    card = reading_room.posts()[-1]
    assert reading_room.mention("figures", card["ts"])[0]["text"].startswith("Key figures")
    assert "Example" in reading_room.mention("quotes", card["ts"])[0]["text"]
    assert TITLE in reading_room.mention("", card["ts"])[0]["text"]


def test_a_conversation_about_a_card_goes_on_in_its_thread(office: Office) -> None:
    card = office.mention("<https://marlowe.example/waits>")[0]
    for posted in (
        office.mention("how many people are waiting?", card["thread_ts"]),
        office.say("how many people are waiting?", card["thread_ts"]),
    ):
        assert len(posted) == 1
        assert posted[0]["thread_ts"] == card["thread_ts"]
        assert posted[0]["text"].startswith("From this article:")


def test_people_among_themselves_are_left_alone(reading_room: Office) -> None:
    briefing_of_others = reading_room.written("my own thread")
    assert reading_room.say("shall we have lunch?") == []
    assert reading_room.say("shall we have lunch?", briefing_of_others) == []
    reading_room.click("post_to_channel", {"command": "article 1"})
    card = reading_room.posts()[-1]
    assert reading_room.say("thank you", card["ts"]) == []
    assert reading_room.say("<@U0BEN> what do you think?", card["ts"]) == []


def test_bots_are_not_answered(office: Office) -> None:
    office.click("post_to_channel", {"command": "article 1"})
    ts = office.posts()[-1]["ts"]
    assert office.happen("message", "how many wait?", ts, bot_id="B1") == []
    assert office.happen("app_mention", "<@U1> help", None, bot_id="B1") == []
    assert office.happen("message", "how many wait?", ts, subtype="message_changed") == []


def test_an_event_brought_twice_is_answered_once(office: Office) -> None:
    ts = office.written("help")
    event = {"type": "app_mention", "channel": office.channel, "user": "U0ADA", "ts": ts}
    event["text"] = f"<@{office.workspace.bot_user_id}> help"
    assert len(office.bring(event, "Ev1")) == 1
    assert office.bring(event, "Ev1") == []
    assert office.bring(event, "Ev2") == []


def test_what_a_mention_did_is_not_done_again_later(office: Office) -> None:
    event = {"type": "app_mention", "channel": office.channel, "user": "U0ADA"}
    event |= {"ts": office.written("subscribe"), "text": "<@U0BOT> subscribe morning"}
    office.bring(event)
    office.type("unsubscribe")
    office.bring(event)
    assert office.desk.services.store.subscriptions(office.team) == ()


def test_only_a_plain_question_in_a_thread_counts() -> None:
    asked = {"text": "how many?", "thread_ts": "1.0", "ts": "2.0"}
    assert is_thread_question(asked)
    for other in (
        {"text": "how many"},
        {"thread_ts": None},
        {"text": "<@U0BOT> how many?"},
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
    ):
        assert not is_thread_question(asked | other)
