"""The briefing's order, limits and rules; and what it leaves out is counted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.model import LeftOut
from summaries.choosing import QuoteLimit
from summaries.digest import (
    LIMITS,
    Wishes,
    compose_digest,
    lines_of,
    summarize_article,
    summarize_with_cards,
    words_shown,
)
from summaries.model import DateAhead, Digest, Figure, Line, Quote, Reading, Story
from summaries.sentences import read_document
from summaries.speakers import pick_speakers
from summaries.stories import group_stories
from tests.builders import NOON, article, prose

SINCE = NOON - timedelta(days=1)
TODAY = date(2026, 11, 20)
ANY = {"open": QuoteLimit(50, 1.0), "press": QuoteLimit(50, 1.0)}
FREE = Wishes(quotes_budget=ANY)
STRIKE = prose("""Hospital porters in Almshire will strike for three days from 4 December, their union has said.

The union's secretary, Odile Marrack, said that porters had been offered less than a loaf of bread a
week. Some 1,900 porters work in the county's nine hospitals of the health service.

He added that nobody wanted to be outside in December. The trust has offered talks on Monday.""")
BEDS = prose("""The government will open 640 hospital beds in Norland this winter at a cost of £58 million.

Shadow health minister Perrin Caddow said that the beds had no nurses. The health department said
that it would hire 300 nurses of the NHS by January.""")
FOOTBALL = prose("""Ferrow Rovers beat Saltersby Town by two goals to one on Saturday. The winning goal came
from a corner in the last minute of the match, and the crowd of 4,000 sang until the lights went out.""")


CHOICES = prose("""Almshire's hospitals have run out of money for the first time in their history. The
auditor visits Pellbridge before Christmas. A sale of the old infirmary would bring £9 million. Nurses
there fear for their posts. The county council discusses buses on Friday. Schools nearby stay open.""")


def reading(
    text: str, number: int = 1, title: str | None = "A headline", **fields: object
) -> Reading:
    """A reading with what a test wants lifted; the crafts have their own tests."""
    lifted = {k: fields.pop(k) for k in ("figures", "quotes", "dates", "about_nhs") if k in fields}
    document = read_document(article(text, title, number, **fields))
    return Reading(document, **lifted)  # type: ignore[arg-type]


def line_with(base: Reading, words: str) -> Line:
    """The sentence of a reading that has some words."""
    return next(s.line for s in base.document.sentences if words in s.text)


def compose(
    readings: Sequence[Reading],
    wishes: Wishes = FREE,
    stories: Sequence[Story] | None = None,
) -> Digest:
    found = group_stories([r.document for r in readings]) if stories is None else stories
    return compose_digest("morning", TODAY, SINCE, NOON, readings, found, wishes)


def texts(digest: Digest) -> list[str]:
    return [line.text for line in lines_of(digest)]


def test_nothing_new_has_no_top_line() -> None:
    digest = compose([])
    assert (digest.top, digest.also, digest.words, digest.receipt.read) == (None, (), 0, 0)


def test_one_article_is_the_top_line() -> None:
    digest = compose([reading(STRIKE)])
    assert digest.top is not None
    assert digest.top.lines[0].text.startswith("Hospital porters in Almshire")
    assert (digest.receipt.read, digest.receipt.used, digest.stories) == (1, 1, 1)


def test_an_article_without_a_sentence_is_shown_by_its_headline() -> None:
    digest = compose([reading("", title="Only a headline")])
    assert texts(digest) == ["Only a headline"]


def test_what_lies_outside_the_window_is_not_read() -> None:
    old = reading(STRIKE, 1, published=SINCE, arrived=SINCE)
    late = reading(BEDS, 2, published=NOON + timedelta(minutes=1))
    assert compose([old, late]).receipt.read == 0


def test_what_came_late_is_news_of_the_window_it_came_in() -> None:
    late = reading(STRIKE, 1, published=SINCE - timedelta(hours=1), arrived=NOON)
    assert compose([late]).receipt.used == 1
    ancient = reading(STRIKE, 1, published=SINCE - timedelta(days=30), arrived=NOON)
    assert compose([ancient]).receipt.read == 0


def test_an_undated_article_counts_from_its_arrival() -> None:
    digest = compose([reading(STRIKE, published=None, arrived=NOON)])
    assert (digest.receipt.used, digest.receipt.undated) == (1, 1)


def test_more_outlets_lead() -> None:
    one = reading(BEDS, 1, outlet="A")
    two = reading(STRIKE, 2, outlet="B", published=NOON - timedelta(hours=20))
    copy = reading(STRIKE, 3, outlet="C", published=NOON - timedelta(hours=19))
    digest = compose([one, two, copy])
    assert digest.top is not None
    assert {source.outlet for source in digest.top.sources} == {"B", "C"}
    assert len(digest.also) == 1


def test_a_watched_word_leads() -> None:
    readings = [reading(STRIKE, 1), reading(BEDS, 2)]
    first = {
        word: compose(readings, replace(FREE, watch=(word,))).top for word in ("porter", "beds")
    }
    assert first["porter"] is not None and first["porter"].source.article == 1
    assert first["beds"] is not None and first["beds"].source.article == 2


def test_the_other_side_is_shown_where_there_is_one() -> None:
    base = reading(BEDS)
    said = Quote(line_with(base, "no nurses"), "Perrin Caddow", "Shadow health minister", None)
    top = compose([replace(base, quotes=(said,))]).top
    assert top is not None
    assert top.lines[0].text.startswith("The government will open")
    assert top.other_side == said.line


def test_praise_from_a_body_is_no_other_side() -> None:
    text = prose("""The government will open 640 hospital beds in Norland this winter.

The head of the Norland Beds Society, Ilse Brenner, said that the money was most welcome.""")
    base = reading(text)
    said = Quote(line_with(base, "most welcome"), "Ilse Brenner", "head", "Norland Beds Society")
    top = compose([replace(base, quotes=(said,))]).top
    assert top is not None and top.other_side is None


def test_a_leaning_sentence_is_shown_behind_its_own_or_not_at_all() -> None:
    base = reading(STRIKE)
    leaning = Quote(line_with(base, "He added"), "Odile Marrack", "secretary", "Union")
    for length in ("compact", "full"):
        digest = compose([replace(base, quotes=(leaning,))], replace(FREE, length=length))  # type: ignore[arg-type]
        assert not any(text.startswith("He added") for text in texts(digest))


def test_a_figure_keeps_its_sentence_and_counts_its_mentions() -> None:
    readings = []
    for number, outlet in ((1, "A"), (2, "B")):
        base = reading(f"{BEDS} ({outlet})", number, outlet=outlet)
        sentence = line_with(base, "640 hospital beds")
        start = base.document.text.index("640")
        figure = Figure(
            replace(sentence, start=start, end=start + 3, text="640"),
            sentence,
            "count",
            640.0,
            unit="bed",
            counted="hospital beds",
        )
        readings.append(replace(base, figures=(figure,)))
    apart = [Story(1, (1,)), Story(2, (2,))]
    digest = compose(readings, stories=apart)
    assert [(c.mentions, c.outlets) for c in digest.cards] == [(2, 2)]
    assert "640" in digest.cards[0].figure.sentence.text


def test_who_said_what_is_for_full_only_and_one_line_a_side() -> None:
    base = reading(STRIKE)
    quotes = tuple(
        Quote(s.line, "Odile Marrack", "secretary", "Porters' Union")
        for s in base.document.shown
        if not s.leans
    )
    told = replace(base, quotes=quotes)
    assert compose([told]).said == ()
    assert len(compose([told], replace(FREE, length="full")).said) <= 1


def test_look_ahead_shows_days_to_come_and_those_of_an_unknown_year_last() -> None:
    """What is past is dropped, and so is what names no day: "2026-27", "today" without a date."""
    base = reading(CHOICES)
    printed = ("--12-09", None, "2026-12-04", "2026-11-13")
    lines = [sentence.line for sentence in base.document.shown[1:]]
    dates = tuple(
        DateAhead(line, "printed", day) for line, day in zip(lines, printed, strict=False)
    )
    digest = compose([replace(base, dates=dates)])
    assert [ahead.date.date for ahead in digest.ahead] == ["2026-12-04", "--12-09"]


def test_a_teaser_is_a_headline_and_nothing_more() -> None:
    base = reading(STRIKE, teaser=True)
    quote = Quote(line_with(base, "Odile"), "Odile Marrack", "secretary", "Union")
    digest = compose([replace(base, quotes=(quote,))], replace(FREE, length="full"))
    assert texts(digest) == ["A headline"]
    assert digest.top is not None and digest.top.source.teaser
    assert digest.receipt.teasers == 1
    assert summarize_article(base, FREE).lines == ()


def test_a_teaser_never_leads_an_article() -> None:
    digest = compose([reading(BEDS, 1, teaser=True, outlet="A"), reading(STRIKE, 2)])
    assert digest.top is not None and digest.top.source.article == 2


def test_off_topic_articles_are_counted_and_not_used() -> None:
    digest = compose([reading(FOOTBALL, about_nhs=False), reading(STRIKE, 2)])
    assert (digest.receipt.read, digest.receipt.used, digest.receipt.off_topic) == (2, 1, 1)


def test_excluded_words_keep_articles_out() -> None:
    digest = compose([reading(STRIKE, 1), reading(BEDS, 2)], replace(FREE, exclude=("porters",)))
    assert digest.top is not None and digest.top.source.article == 2
    assert digest.receipt.notes == ("1 article left out by this channel's excluded words",)


def test_wanted_topics_and_included_words_let_articles_in() -> None:
    readings = [reading(STRIKE, 1), reading(BEDS, 2)]
    topics = {"workforce": ("strike",), "money": ("cost",)}
    wanted = compose(readings, replace(FREE, topics=topics, wanted=("workforce",)))
    assert wanted.top is not None and wanted.top.source.article == 1 and not wanted.also
    included = compose(readings, replace(FREE, include=("Norland",)))
    assert included.top is not None and included.top.source.article == 2 and not included.also


def test_a_copy_of_what_was_briefed_before_is_no_second_item() -> None:
    old = reading(STRIKE, 1, published=SINCE - timedelta(hours=1))
    copy = reading(STRIKE, 2, outlet="Other")
    stories = group_stories([old.document, copy.document])
    digest = compose([copy], stories=stories)
    assert digest.top is None
    assert digest.receipt.notes == ("1 article copied an article of an earlier briefing",)


def test_what_was_left_out_is_counted_by_kind_most_first() -> None:
    kinds = ("advert", "caption", "caption")
    base = reading(STRIKE)
    left_out = tuple(LeftOut(kind, "words") for kind in kinds)
    document = replace(base.document, left_out=left_out)
    assert compose([replace(base, document=document)]).receipt.left_out == (
        ("caption", 2),
        ("advert", 1),
    )


def test_the_quote_budget_holds_over_all_sections() -> None:
    tight = Wishes(
        length="full", quotes_budget={"open": QuoteLimit(8, 0.5), "press": QuoteLimit(1, 0.3)}
    )
    base = reading(STRIKE)
    quotes = tuple(
        Quote(s.line, f"Name {s.index}", "head", f"Body {s.index}") for s in base.document.shown
    )
    digest = compose([replace(base, quotes=quotes)], tight)
    assert len({line.start for line in lines_of(digest) if line.part == "text"}) <= 1


def test_where_no_sentence_fits_the_headline_remains() -> None:
    none = Wishes(quotes_budget={"press": QuoteLimit(0, 0.0)})
    assert texts(compose([reading(STRIKE)], none)) == ["A headline"]
    assert summarize_article(reading(STRIKE), none).lines == ()


def test_an_open_licence_may_be_quoted_at_length() -> None:
    wishes = Wishes(sentences=3)
    press = summarize_article(reading(STRIKE), wishes)
    free = summarize_article(reading(STRIKE, licence="open"), wishes)
    assert len(free.lines) > len(press.lines)


def test_a_line_that_only_announces_the_next_is_not_chosen() -> None:
    text = "The minister for hospitals, Ada Brandt, said yesterday:\n\n“Nobody will wait a year.”"
    digest = compose([reading(text)])
    assert not any(text.endswith(":") for text in texts(digest))


WORDS = st.sampled_from(
    [
        "NHS",
        "hospital",
        "nurses",
        "strike",
        "waiting",
        "list",
        "minister",
        "said",
        "Labour",
        "£40",
        "million",
        "2,300",
        "patients",
        "winter",
        "beds",
        "He",
        "added",
        "The",
        "But",
        "Norland",
        "union",
        "“We”",
        "A&E",
        "per",
        "cent.",
        "December.",
        "cut?",
        "plans:",
        "rise",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)
PARAGRAPHS = st.lists(SENTENCES, min_size=0, max_size=6).map("\n\n".join)


@st.composite
def some_readings(draw: st.DrawFn) -> list[Reading]:
    found = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        title = draw(st.none() | st.text(max_size=60) | st.just("x" * 400))
        base = reading(draw(PARAGRAPHS), number, title, teaser=draw(st.integers(0, 5)) == 0)
        sentences = base.document.sentences
        quotes = tuple(Quote(s.line, f"Speaker {s.index}", "head") for s in sentences)
        dates = tuple(DateAhead(s.line, "December", "2026-12-01") for s in sentences)
        figures = tuple(Figure(s.line, s.line, "money", 100.0 * s.index, "GBP") for s in sentences)
        found.append(replace(base, quotes=quotes, dates=dates, figures=figures))
    return found


@pytest.mark.parametrize("length", ["compact", "full"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(readings=some_readings(), tight=st.booleans())
def test_every_digest_keeps_its_promises(length: str, readings: list[Reading], tight: bool) -> None:
    wishes = Wishes(length=length) if tight else replace(FREE, length=length)  # type: ignore[arg-type]
    digest = compose(readings, wishes)
    versions = {r.document.article.version.id: r.document.article.version for r in readings}
    limits = LIMITS[digest.length]
    for line in lines_of(digest):
        version = versions[line.version]
        whole = (version.title or "") if line.part == "title" else version.text
        assert whole[line.start : line.end] == line.text
    assert digest.words == words_shown(digest) <= limits.words
    assert len(digest.also) <= limits.also
    assert len(digest.cards) <= limits.cards
    assert len(digest.said) <= limits.said
    assert len(digest.ahead) <= limits.ahead
    assert_stands(digest, readings)


def assert_stands(digest: Digest, readings: Sequence[Reading]) -> None:
    """No heading, nothing that leans on a sentence not shown straight before it."""
    documents = {r.document.article.id: r.document for r in readings}
    told = [] if digest.top is None else [digest.top, *digest.also]
    labels = [story.label for story in told if story.label]
    behind = {line: before for story in told for before, line in pairwise(story.lines)}
    for line in lines_of(digest):
        if line.part == "title" or line in labels:
            continue
        document = documents[line.article]
        sentence = next(s for s in document.sentences if s.line.start == line.start)
        assert sentence.kind != "heading"
        if sentence.leans:
            assert behind[line].start == document.sentences[sentence.index - 1].line.start


@pytest.mark.parametrize("length", ["compact", "full"])
def test_long_sentences_are_dropped_whole_and_the_stories_last(length: str) -> None:
    """The limit of words must bite here: each article has sentences of 50 words and all lifted."""
    readings = []
    for number in range(1, 13):
        words = [f"Hospital{number}", *(f"word{number}x{n}" for n in range(48)), "nurses"]
        others = [f"other{number}x{n}" for n in range(48)]
        text = " ".join(words) + ".\n\n" + " ".join(["Nurses", *others, "waiting"]) + "."
        base = reading(text, number)
        quotes = tuple(Quote(s.line, f"Speaker {number}", "head") for s in base.document.shown)
        dates = tuple(DateAhead(s.line, "soon", "--12-01") for s in base.document.shown)
        readings.append(replace(base, quotes=quotes, dates=dates))
    digest = compose(readings, replace(FREE, length=length))  # type: ignore[arg-type]
    limit = LIMITS[digest.length].words
    assert limit - 60 < digest.words <= limit
    assert len(digest.also) >= 2
    sentences = {s.line for r in readings for s in r.document.sentences}
    assert all(line in sentences for line in lines_of(digest) if line.part == "text")


def test_the_same_input_gives_the_same_digest() -> None:
    readings = [reading(STRIKE, 1), reading(BEDS, 2)]
    assert compose(readings) == compose(readings)


def told_by(digest: Digest) -> str:
    assert digest.top is not None
    return digest.top.lines[0].text


def test_a_story_is_told_by_its_news_and_not_by_a_meeting() -> None:
    """The newest article opens with an occasion; the money stands in the other."""
    meeting = prose("""The health minister and the head of the NHS are meeting doctors today to talk about
    beds in Norland this winter. The government has said that it will open 640 beds in Norland.""")
    old = reading(BEDS, 1, published=NOON - timedelta(hours=9), outlet="A")
    new = reading(meeting, 2, published=NOON - timedelta(hours=1), outlet="B")
    stories = [Story(1, (1, 2))]
    assert "£58 million" in told_by(compose([old, new], stories=stories))
    assert "are meeting" not in told_by(compose([new]))


def test_every_nation_with_news_is_heard() -> None:
    nations = ["England"] * 6 + ["Wales", "Northern Ireland", "UK"]
    readings = [
        replace(
            reading(f"Zone{n} {' '.join(f'word{n}x{m}' for m in range(9))} hospital beds.", n),
            nation=nation,
        )
        for n, nation in enumerate(nations)
    ]
    stories = [Story(n, (n,)) for n in range(len(nations))]
    digest = compose(readings, replace(FREE, watch=tuple(f"Zone{n}" for n in range(6))), stories)
    assert digest.top is not None and digest.top.nation == "England"
    assert {story.nation for story in digest.also} == {"England", "Wales", "Northern Ireland"}


def test_no_two_lines_say_the_same() -> None:
    """Another outlet's sentence with a word more is no second line, nor a card, nor a quote."""
    again = BEDS.replace("will open 640", "will soon open 640")
    one, two = reading(BEDS, 1), reading(again, 2, outlet="Other")
    line = line_with(two, "640")
    figure = Figure(line, line, "money", 58e6, "GBP")
    two = replace(two, figures=(figure,), quotes=(Quote(line, "Ann Orme", "minister"),))
    stories = [Story(1, (1,)), Story(2, (2,))]
    shown = texts(compose([one, two], replace(FREE, length="full"), stories))
    assert sum("640" in text for text in shown) == 1


SPEAKERS = prose("""The porters' strike in Almshire's hospitals begins on Monday. Porters “deserve more”,
said Odile Marrack, of the porters' union. Bo Lantry, deputy head of that union, called the offer “a bad
joke”. The minister, Uli Harrow, said there was “no more money”. A passer-by, Kit Dunmore, said it was “a
shame”. Shadow health minister Perrin Caddow blamed “ten years of neglect”.""")


def speaking(*known: tuple[str, str, str | None, str | None]) -> Reading:
    base = reading(SPEAKERS)
    said = [Quote(line_with(base, words), name, role, party) for words, name, role, party in known]
    return replace(base, quotes=tuple(said))


def test_parties_and_bodies_are_heard_each_once_and_in_the_order_of_the_article() -> None:
    base = speaking(
        ("deserve", "Odile Marrack", "secretary of the PU", None),
        ("bad", "Bo Lantry", "deputy head of the PU", None),
        ("no more", "Uli Harrow", "health minister", None),
        ("shame", "Kit Dunmore", None, None),
        ("neglect", "Perrin Caddow", "shadow health minister", None),
    )
    heard = pick_speakers([[base]], 5, lambda document, quote: True)
    names = [quote.speaker for _, quote in heard]
    assert names == ["Odile Marrack", "Uli Harrow", "Kit Dunmore", "Perrin Caddow"]
    few = pick_speakers([[base]], 3, lambda document, quote: True)
    assert [quote.speaker for _, quote in few] == ["Odile Marrack", "Uli Harrow", "Perrin Caddow"]


def test_a_short_article_leaves_room_for_the_other_side() -> None:
    """The licence lets a third be quoted: not the longest line and the answer, but another and it."""
    text = prose("""Almshire's maternity unit will close at night from the first of January, after a year in
    which the health service found no midwives for it in spite of three rounds of advertising. The unit's
    closing takes 40 beds from the mothers of the county. The health department said that it had warned
    the trust of that in May. The minister visits on Friday. Cars may be left for nothing at the old gate until the spring.""")
    base = reading(text, title="Maternity unit to close")
    reply = line_with(base, "warned")
    base = replace(base, quotes=(Quote(reply, "health department", "department"),))
    budget = {"press": QuoteLimit(3, 0.36)}
    digest = compose([base], replace(FREE, quotes_budget=budget))
    assert digest.top is not None and digest.top.other_side == reply
    assert "40 beds" in told_by(digest)


def test_a_card_of_an_article_counts_within_its_quote_budget() -> None:
    base = reading(CHOICES)
    figures = tuple(
        Figure(s.line, s.line, "money", 1000.0 * (s.index + 1), "GBP") for s in base.document.shown
    )
    base = replace(base, figures=figures)
    tight = replace(FREE, quotes_budget={"press": QuoteLimit(3, 1.0)}, sentences=2)
    summary, cards = summarize_with_cards(base, tight, limit=5)
    quoted = {line.start for line in summary.lines} | {c.figure.sentence.start for c in cards}
    assert summary == summarize_article(base, tight)
    assert len(summary.lines) == 2 and len(quoted) == 3 and len(cards) == 3
    assert len(summarize_with_cards(base, FREE, limit=5)[1]) == 5


def test_a_teaser_has_neither_summary_nor_cards() -> None:
    base = reading(CHOICES, teaser=True)
    summary, cards = summarize_with_cards(base, FREE)
    assert (summary.lines, cards) == ((), ())
