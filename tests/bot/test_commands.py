"""Words typed after /nhs-brief: which command they are, and what is asked for."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.parse import Command, link_in, parse_command, plain_line
from bot.commands.wish import CommandError, Wish, parse_wish, resolve_named

EDITIONS = ("morning", "statistics", "wrap", "weekly")
TOPICS = ("waiting lists", "workforce", "social care")


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("", Command("latest")),
        ("   ", Command("latest")),
        ("latest", Command("latest")),
        ("help", Command("help")),
        ("HELP", Command("help")),
        ("?", Command("help")),
        ("🎉🎉", Command("help")),
        ("how many people wait in Wales?", Command("ask", "how many people wait in Wales?")),
        ("ask how many wait", Command("ask", "how many wait")),
        ("ask how many wait?", Command("ask", "how many wait?")),
        ("help for nurses", Command("ask", "help for nurses")),
        ("figures?", Command("ask", "figures?")),
        ("status of the strikes", Command("ask", "status of the strikes")),
        ("search winter funding", Command("search", "winter funding")),
        ("search winter funding?", Command("ask", "search winter funding?")),
        ("strikes", Command("search", "strikes")),
        ("figures", Command("figures")),
        ("figures on waiting lists", Command("figures", "waiting lists")),
        (
            "figures show that waits have grown again",
            Command("ask", "figures show that waits have grown again"),
        ),
        ("quotes from the BMA", Command("quotes", "the BMA")),
        ("ahead", Command("ahead")),
        ("ahead of the vote", Command("ask", "ahead of the vote")),
        ("article 12", Command("article", "12")),
        ("article <https://a.example/x|here>", Command("article", "https://a.example/x")),
        ("pause 2w", Command("pause", period=timedelta(weeks=2))),
        ("pause for 3 days", Command("pause", period=timedelta(days=3))),
        ("pause the strikes", Command("ask", "pause the strikes")),
        ("resume", Command("resume")),
        ("resume weekly", Command("resume", "weekly")),
        ("unsubscribe", Command("unsubscribe")),
        ("preview wrap", Command("preview", "wrap")),
        ("feeds", Command("feeds")),
        ("feeds check", Command("feeds", part="check")),
        ("feeds add https://a.example/rss", Command("feeds", "https://a.example/rss", "add")),
        ("feeds remove 3", Command("feeds", "3", "remove")),
        ("feeds are slow today", Command("ask", "feeds are slow today")),
        ("A&amp;E waits", Command("ask", "A&E waits")),
        ("\u202estrikes\u200b", Command("search", "strikes")),
    ],
)
def test_a_line_is_read_as_its_command(typed: str, command: Command) -> None:
    assert parse_command(typed) == command


@pytest.mark.parametrize(
    ("typed", "cure"),
    [
        ("ask", "/nhs-brief ask how many"),
        ("search", "/nhs-brief search winter funding"),
        ("article", "/nhs-brief article 12"),
        ("pause", "/nhs-brief pause 2w"),
        ("feeds add", "feeds add https://"),
        ("feeds add ftp://a.example", "feeds add https://"),
        ("feeds remove all", "feeds remove 3"),
        ("x" * 10_000, "500 or fewer"),
        ("🏥 what " * 2_000, "500 or fewer"),
        ("subscribe morning 25:00", "“25:00” is not a time. Use 07:30, 7.30 or 8am."),
        ("subscribe 7:75", "is not a time"),
        ("subscribe 13pm", "is not a time"),
        ("subscribe 730", "is not a time"),
        ("subscribe 07:30 08:30", "second time"),
        ("subscribe daily mon", "does not go with"),
        ("subscribe exclude", "exclude needs a word"),
        ("subscribe exclude include dental", "exclude needs a word"),
        ("subscribe compact full", "second length"),
    ],
)
def test_what_cannot_be_done_names_its_cure(typed: str, cure: str) -> None:
    with pytest.raises(CommandError) as raised:
        parse_command(typed)
    assert cure in str(raised.value)
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", Wish()),
        ("morning", Wish(named=("morning",))),
        ("weekly 8am", Wish(named=("weekly",), at=time(8))),
        ("wrap at 5.15 pm", Wish(named=("wrap",), at=time(17, 15))),
        ("12am", Wish(at=time(0))),
        ("7.30 weekdays", Wish(at=time(7, 30), days="mon-fri")),
        ("thu, mon", Wish(days="mon,thu")),
        ("mondays and Thursday", Wish(days="mon,thu")),
        ("waiting lists full", Wish(named=("waiting", "lists"), length="full")),
        (
            'exclude dental watch "Marlowe Trust" include pay,GP',
            Wish(exclude=("dental",), watch=("Marlowe Trust",), include=("pay", "GP")),
        ),
        ("exclude “care homes” exclude dental", Wish(exclude=("care homes", "dental"))),
    ],
)
def test_a_subscription_is_read_word_by_word(typed: str, wish: Wish) -> None:
    assert parse_wish(typed) == wish


def test_other_words_name_an_edition_and_topics() -> None:
    named = ("Weekly", "waiting", "lists", "workforce")
    assert resolve_named(named, EDITIONS, TOPICS) == ("weekly", ("waiting lists", "workforce"))
    assert resolve_named((), EDITIONS, TOPICS) == (None, ())


@pytest.mark.parametrize("named", [("evening",), ("morning", "weekly"), ("waiting",)])
def test_an_unknown_name_is_answered_with_what_there_is(named: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as raised:
        resolve_named(named, EDITIONS, TOPICS)
    assert "morning, statistics, wrap, weekly" in str(raised.value)
    assert "waiting lists" in str(raised.value)


def test_slack_s_form_of_a_line_becomes_plain_words() -> None:
    typed = "see <https://a.example/x?a=1&amp;b=2|a.example>\xa0&lt;!here&gt;"
    assert plain_line(typed) == "see https://a.example/x?a=1&b=2 <!here>"
    assert link_in("see (https://a.example/x).") == "https://a.example/x"
    assert link_in("no link") is None


@given(st.text(max_size=600))
def test_any_line_is_a_command_or_a_plain_error(typed: str) -> None:
    try:
        parse_command(typed)
    except CommandError as error:
        assert str(error)
