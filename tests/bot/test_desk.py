"""The slash command through Bolt's dispatcher: what a person types, and what comes back to them alone."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.blocks.lines import content_lines
from feeds.text import fold_space
from tests.bot.briefings import FIRST, TITLE
from tests.bot.office import NOW, SECOND_TITLE, Office, open_office


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


def buttons_of(reply: dict[str, Any]) -> list[str]:
    return [
        e["action_id"] for b in reply["blocks"] if b["type"] == "actions" for e in b["elements"]
    ]


def stands_in_the_archive(office: Office, blocks: list[dict[str, Any]]) -> bool:
    everything = [
        fold_space(f"{a.version.title or ''} {a.version.text}")
        for a in office.desk.services.archive.articles_by_id(range(1, 10), office.team)
    ]
    lines = content_lines(blocks)
    return bool(lines) and all(any(one in text for text in everything) for one in lines)


def test_alone_it_shows_the_latest_briefing_to_the_asker(reading_room: Office) -> None:
    reply = only(reading_room.type(""))
    assert reply["response_type"] == "ephemeral"
    assert "NHS Brief · morning · Monday 23 November 2026" in reply["text"]
    assert "TOP LINE" in reply["text"]
    assert stands_in_the_archive(reading_room, reply["blocks"])
    assert "post_to_channel" in buttons_of(reply)
    assert reading_room.posts() == []
    assert reading_room.acked == [200]


def test_a_question_is_answered_with_its_sentence(reading_room: Office) -> None:
    reply = only(
        reading_room.type("how many people are waiting for treatment at Marlowe hospitals?")
    )
    assert reply["text"].startswith("From my articles:")
    assert content_lines(reply["blocks"])[0] == FIRST.text
    assert "The Marlowe Post" in reply["text"]


def test_what_the_archive_does_not_have_is_said_so(reading_room: Office) -> None:
    reply = only(reading_room.type("how many dentists left Quillon in 1987?"))
    assert reply["text"].startswith("Not in my articles.")


def test_another_workspace_s_article_is_not_seen(reading_room: Office) -> None:
    for typed in ("search Gwendolyn", "when does Gwendolyn Ward close?", "article 4", "quotes"):
        assert "in May" not in only(reading_room.type(typed))["text"]
    assert "I have no article of that number" in only(reading_room.type("article 4"))["text"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("search strike", SECOND_TITLE),
        ("strike", SECOND_TITLE),
        ("search strike nurses zebra", "No articles for"),
        ("article 1", TITLE),
        ("article #1", TITLE),
        ("article 99", "I have no article of that number. /nhs-brief search WORDS"),
        ("article 99999999999999999999", "I have no article of that number."),
        ("article marlowe waiting", TITLE),
        ("article Malowe waiting list", TITLE),
        ("article https://www.vale.example/vote?utm_source=x", SECOND_TITLE),
        ("article zebra crossing", "No recent article has these words"),
        ("article http://10.0.0.5/x", "I cannot read that link"),
        ("figures", "Key figures"),
        ("quotes", "Who said what"),
        ("ahead", "Look ahead"),
        ("help", "/nhs-brief subscribe"),
        ("preview", "NHS Brief · morning · Tuesday 24 November 2026"),
        ("preview evening", "There is no edition of that name."),
        ("status", "/nhs-brief subscribe morning"),
        ("subscribe 25:00", "is not a time"),
        ("subscribe zebra", "“zebra” is no edition or topic of mine."),
        ("unsubscribe", "not subscribed to any briefing"),
        ("pause 2w", "not subscribed"),
        ("resend", "Nothing to send again"),
        ("🏥" * 3000, "What you can ask"),
        ("🏥 ward " * 1500, "characters. Ask in"),
        ("\u202e\u202e", "NHS Brief"),
        ("<!channel> *hi* ' OR 1=1 --", "Not in my articles"),
    ],
)
def test_every_line_gets_a_short_reply(reading_room: Office, typed: str, expected: str) -> None:
    reply = only(reading_room.type(typed))
    assert expected in reply["text"]
    assert "<!channel>" not in reply["text"]
    assert reply["response_type"] == "ephemeral"


def test_a_command_brought_twice_is_done_once(office: Office) -> None:
    assert len(office.type("help", trigger_id="same")) == 1
    assert office.type("help", trigger_id="same") == []


def test_a_channel_subscribes_pauses_resumes_and_ends(office: Office) -> None:
    store = office.desk.services.store
    typed = "subscribe weekly mon 8am waiting lists exclude dental full"
    reply = only(office.type(typed))
    assert "weekly · 08:00 Europe/London · mon · full · topics waiting lists" in reply["text"]
    assert "exclude dental" in reply["text"]
    assert "next Mon 23 Nov 08:00" in reply["text"]
    kept = store.subscriptions(office.team, office.channel)[0]
    assert (kept.edition, kept.days, kept.topics, kept.created_at) == (
        "weekly",
        "mon",
        ("waiting lists",),
        kept.created_at,
    )
    assert "Paused until Mon 7 Dec" in only(office.type("pause 2w"))["text"]
    assert "paused until" in only(office.type("status"))["text"]
    assert "next Mon 23 Nov 08:00" in only(office.type("resume"))["text"]
    assert "no longer sent weekly" in only(office.type("unsubscribe weekly"))["text"]
    assert store.subscriptions(office.team, office.channel) == ()


def test_another_channel_is_left_alone(office: Office) -> None:
    office.type("subscribe morning")
    office.type("unsubscribe", channel_id="C0ELSE")
    assert len(office.desk.services.store.subscriptions(office.team, office.channel)) == 1


def test_sources_are_listed_added_and_removed_by_administrators(office: Office) -> None:
    link = "https://marlowe.example/rss"
    assert "Added marlowe.example" in only(office.type(f"feeds add {link}"))["text"]
    assert "known already" in only(office.type(f"feeds add {link}"))["text"]
    listed = only(office.type("feeds"))["text"]
    number = next(line.split(".")[0] for line in listed.splitlines() if "marlowe.example" in line)
    assert "cannot be added" in only(office.type("feeds add http://127.0.0.1/rss"))["text"]
    assert "Only administrators" in only(office.type(f"feeds add {link}", user_id="U0BEN"))["text"]
    assert "Removed marlowe.example" in only(office.type(f"feeds remove {number}"))["text"]
    assert "feeds numbers them" in only(office.type("feeds remove 999"))["text"]


def test_a_failure_of_ours_is_said_plainly_and_not_in_the_typed_words(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    office.desk.services.archive.database.engine.dispose()
    office.desk.services.archive.database.engine.pool.dispose()

    class Broken:
        def search(self, *_: object, **__: object) -> None:
            raise RuntimeError("secret words")

    object.__setattr__(office.desk.services, "archive", Broken())
    assert "Something went wrong" in only(office.type("search secret words"))["text"]
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text


def test_a_long_search_is_paged(office: Office) -> None:
    from feeds.model import Draft

    archive = office.desk.services.archive
    for number in range(7):
        text = f"Report {number} on the Tolworth clinic."
        archive.add(Draft(f"inbox:{number}.txt", text), NOW)
    first = only(office.type("search Tolworth"))
    assert len(content_lines(first["blocks"])) == 5
    more = next(
        e
        for b in first["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == "search_more"
    )
    second = only(office.click("search_more", json.loads(more["value"])))
    assert len(content_lines(second["blocks"])) == 2
    assert not set(content_lines(first["blocks"])) & set(content_lines(second["blocks"]))


def test_a_change_of_the_subscription_loses_no_edition_that_is_due(reading_room: Office) -> None:
    """Between the moment that it falls due and the next tick, a person changes its time."""
    services = reading_room.desk.services
    local = services.clock.now().astimezone(services.config.zone) + timedelta(minutes=2)
    reading_room.type(f"subscribe weekly {local:%H:%M} daily")
    services.clock.advance(timedelta(minutes=3))
    reading_room.type("subscribe weekly 23:58 daily")
    found = services.store.deliveries(reading_room.team, reading_room.channel)
    assert [(one.edition, one.local_date) for one in found] == [("weekly", local.date())]
