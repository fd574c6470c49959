"""Figures, quotations, dates and an article's card: each with its source, its standing, its hedge."""

from dataclasses import replace

from bot.blocks.cards import (
    ahead_message,
    figures_message,
    quotes_message,
    summary_message,
)
from bot.blocks.lines import content_lines
from summaries.ledger import Differing, Earlier
from tests.bot.blocks.shown import said_by_us
from tests.bot.briefings import (
    CLAIM,
    FIRST,
    TEXTS,
    TITLE,
    ahead,
    card,
    claim_card,
    line,
    said,
    source,
    summary,
)


def test_a_card_shows_hedge_standing_nation_and_its_sentence() -> None:
    message = figures_message((card(), claim_card()), TEXTS)
    assert content_lines(message.blocks) == (
        "Around 41,000 people",
        FIRST.text,
        "more than 900 operations",
        CLAIM.text,
    )
    labels = said_by_us(message)
    assert "England · people · stated · The Marlowe Post · 22 Nov 2026" in labels
    assert "England · operations · last month · claim by Bo Sample" in labels


def test_what_a_measure_was_before_stands_under_its_card() -> None:
    then = replace(card().figure, line=line("more than 900 operations"), sentence=CLAIM)
    trends = {card().figure: (Earlier(then, source(), 31), Earlier(then, source(2), 62))}
    labels = said_by_us(figures_message((card(),), TEXTS, trends=trends))
    assert "Around 41,000 people ← more than 900 operations 1 month ago ← " in labels
    forged = replace(then, line=replace(then.line, text="9,000 operations"))
    trends = {card().figure: (Earlier(forged, source(), 31),)}
    assert "←" not in said_by_us(figures_message((card(),), TEXTS, trends=trends))


def test_another_value_at_another_outlet_is_told_without_judgement() -> None:
    other = replace(card().figure, line=line("more than 900 operations"), sentence=CLAIM)
    pair = Differing((card().figure, source()), (other, source(2, outlet="The Bugle")))
    labels = said_by_us(figures_message((card(),), TEXTS, differing=(pair,)))
    assert "differs: more than 900 operations" in labels
    assert "The Bugle" in labels
    assert "differs" not in said_by_us(figures_message((claim_card(),), TEXTS, differing=(pair,)))


def test_a_figure_whose_sentence_fails_is_not_shown_at_all() -> None:
    naked = card(sentence=replace(FIRST, version=99))
    message = figures_message((naked,), TEXTS)
    assert message.lines == ()
    assert "No key figures" in message.text


def test_a_figure_from_outside_its_sentence_is_not_shown() -> None:
    assert figures_message((card(sentence=CLAIM),), TEXTS).lines == ()


def test_words_that_the_article_does_not_print_make_no_label() -> None:
    message = figures_message((card(counted="patients dying", period="this week"),), TEXTS)
    assert "dying" not in message.text
    assert "this week" not in message.text
    spoken = quotes_message((said(speaker="Zed Nobody", role="minister"),), TEXTS)
    assert "Zed" not in spoken.text
    assert "speaker not named" in spoken.text


def test_a_speaker_is_named_once_for_words_that_follow_one_another() -> None:
    message = quotes_message(
        (said(), said(line=CLAIM), said(line=CLAIM, speaker="Bo Sample")), TEXTS
    )
    assert message.lines == (said().quote.line, CLAIM, CLAIM)
    assert message.text.count("Amina Example ·") == 1
    assert message.text.count("Bo Sample ·") == 1


def test_an_open_quotation_says_that_it_continues() -> None:
    message = quotes_message((said(continues=True),), TEXTS)
    assert message.text.endswith("quote continues")
    assert "chief executive of the trust" in said_by_us(message)


def test_a_date_is_named_by_its_day_or_as_printed() -> None:
    message = ahead_message((ahead(), ahead(date="--12-04"), ahead(date=None)), TEXTS)
    labels = said_by_us(message)
    assert "Friday 4 December 2026" in labels
    assert labels.count("“4 December”, year not known") == 1
    assert labels.count("“4 December”, day not known") == 1


def test_an_article_card_has_headline_lines_figures_and_buttons() -> None:
    message = summary_message(summary(), (card(),), TEXTS)
    assert content_lines(message.blocks)[:2] == (TITLE, FIRST.text)
    assert [b["action_id"] for b in message.blocks[-1]["elements"]] == [
        "key_figures",
        "who_said_what",
        "source",
        "report_problem",
    ]
