"""The rules that hold for every ranker, our ranker behind sumy's interface, and sumy's algorithms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers._summarizer import AbstractSummarizer

from summaries.model import Document
from summaries.rank import RANKERS, SUMY, BriefSummarizer, rate, summarize, to_sumy
from summaries.sentences import text_document, words_of

ARTICLE = """Harlow hospital to open a winter ward

Harlow hospital will open a winter ward of 40 beds in December, its board decided on Friday.

The ward will cost £3.2 million and needs 60 nurses, whom the trust has yet to find.

But the union fears that the nurses will be taken from other wards. It has asked for talks.

Asha Penrose, who chairs the board, said: "We have learned from last winter. Patients waited for hours. Nobody wants that again."

Beds and staff

Last winter 1,900 patients at Harlow hospital waited more than twelve hours for a bed.

The ward will be open to patients from Millbrook as well, where the hospital lost 25 beds in May.

Tom Rudd, of the nurses' union, said that the board had promised the same beds three times since 2023.

He added that no nurse had been hired yet.

By Ada Finch, health correspondent
"""
DOCUMENT = text_document(ARTICLE)


def shown(document: Document, count: int, ranker: str = "ours") -> list[str]:
    return [s.text for s in summarize(document, count, ranker)]


@pytest.mark.parametrize("ranker", RANKERS)
def test_each_ranker_summarizes_from_text_to_sentences(ranker: str) -> None:
    summary = summarize(DOCUMENT, 3, ranker)
    assert len(summary) == 3
    assert all(ARTICLE[s.line.start : s.line.end] == s.text for s in summary)
    assert len(rate(DOCUMENT, ranker)) == len(DOCUMENT.sentences)
    assert all(isinstance(rating, float) for rating in rate(DOCUMENT, ranker))


def test_the_rankers_do_not_all_choose_alike() -> None:
    assert len({tuple(shown(DOCUMENT, 3, ranker)) for ranker in RANKERS}) > 3


@pytest.mark.parametrize("ranker", RANKERS)
@pytest.mark.parametrize(
    "text", ["", "One sentence stands here alone.", "the and of. To be or not."]
)
def test_an_empty_text_one_sentence_and_stop_words_only_are_no_trouble(
    ranker: str, text: str
) -> None:
    document = text_document(text)
    assert len(summarize(document, 3, ranker)) == len(document.shown)


def test_an_unknown_ranker_is_refused() -> None:
    with pytest.raises(KeyError):
        summarize(DOCUMENT, 3, "no-such-ranker")


def assert_rules(document: Document, count: int, ranker: str) -> None:
    summary = summarize(document, count, ranker)
    places = [document.shown.index(s) for s in summary]
    assert places == sorted(set(places))
    assert all(s.kind != "heading" for s in summary)
    assert all(
        not s.leans or at - 1 in places or at == 0 for s, at in zip(summary, places, strict=True)
    )


@pytest.mark.parametrize("ranker", RANKERS)
@pytest.mark.parametrize("count", range(1, 13))
def test_the_rules_hold_for_every_ranker_and_count(ranker: str, count: int) -> None:
    assert_rules(DOCUMENT, count, ranker)
    assert len(summarize(DOCUMENT, count, ranker)) == min(count, len(DOCUMENT.shown))


SENTENCES = st.sampled_from(
    [
        "Harlow hospital will open a ward in May.", "But nobody asked the nurses.", "He declined to comment.",
        "Asha Penrose said: “We wait. We hope.”", "“It is too late,” she said.", "Waits fell by a tenth in Leeds.",
        "Dan Moss called it “a start”.", "They will meet again on 3 June.", "Beds", "The trust owes £4m.",
    ]
)  # fmt: skip


@given(
    st.lists(SENTENCES, unique=True),
    st.sampled_from(["\n\n", " "]),
    st.integers(1, 12),
    st.sampled_from(RANKERS),
)
@settings(max_examples=60, deadline=None)
def test_the_rules_hold_for_any_order_of_sentences(
    lines: list[str], between: str, count: int, ranker: str
) -> None:
    assert_rules(text_document(between.join(lines)), count, ranker)


def test_as_many_are_shown_as_were_asked_for_even_if_most_lean() -> None:
    text = "Asha Penrose runs the trust. " + " ".join(
        f"She opened ward {n} in {2000 + n}." for n in range(30)
    )
    document = text_document(text)
    assert [s.index for s in summarize(document, 5)] == [0, 1, 2, 3, 4]


def test_what_leans_counts_among_those_asked_for() -> None:
    text = "Waits fell. He said 9,000 patients at Harlow hospital had waited a year for a hip or knee operation."
    assert len(summarize(text_document(text), 1)) == 1
    assert shown(text_document(text), 1) == ["Waits fell."]


@pytest.mark.parametrize("ranker", RANKERS)
def test_no_two_sentences_say_the_same(ranker: str) -> None:
    line = "Harlow hospital will open a winter ward of 40 beds in December"
    text = f"{line}, its board said.\n\nTom Rudd fears for the nurses of Millbrook.\n\n{line}, the board said."
    summary = shown(text_document(text), 3, ranker)
    assert len(summary) == 2
    assert sum(line in sentence for sentence in summary) == 1


def test_the_headline_draws_the_sentences_that_speak_of_it() -> None:
    text = "Leeds opened a ward. Harlow closed a clinic. Millbrook hired a surgeon. Dover sold a car park."
    ratings = [rate(text_document(text, title), "ours") for title in ("Dover sells car park", None)]
    assert ratings[0][3] > ratings[1][3]
    assert ratings[0][0] == ratings[1][0]


def test_our_ranker_prefers_what_opens_and_sums_up_an_article() -> None:
    ratings = rate(DOCUMENT)
    by_text = {s.text: rating for s, rating in zip(DOCUMENT.sentences, ratings, strict=True)}
    lead = next(text for text in by_text if text.startswith("Harlow hospital will open"))
    assert by_text[lead] == max(ratings)
    assert by_text["Beds and staff"] == 0


def test_a_terse_remark_gives_way_to_a_sentence_that_tells_something() -> None:
    text = (
        "Harlow hospital saw 61.2 per cent of its patients within four hours in May. The target is 95. "
        "Nurses there say that beds on six of its wards have stood empty since the winter for want of staff."
    )
    assert "The target is 95." not in shown(text_document(text), 2)


def test_the_words_that_announce_a_quotation_are_not_shown_for_it() -> None:
    text = (
        "Harlow hospital will open a winter ward of 40 beds in December, its board decided.\n\n"
        "Asha Penrose, who has chaired the board of the hospital since 2023, said:\n\n"
        "The ward will cost £3.2 million and needs 60 nurses, whom the trust has yet to find."
    )
    assert not any(line.endswith(":") for line in shown(text_document(text), 2))


class Tokens:
    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        return words_of(text)


def sumy_document(*paragraphs: list[str]) -> ObjectDocumentModel:
    return ObjectDocumentModel(
        [Paragraph([SumySentence(s, Tokens) for s in p]) for p in paragraphs]
    )


def test_our_ranker_is_a_summarizer_of_sumy() -> None:
    summarizer = BriefSummarizer()
    assert isinstance(summarizer, AbstractSummarizer)
    document = to_sumy(DOCUMENT.shown)
    assert [str(s) for s in summarizer(document, 3)] == shown(DOCUMENT, 3)[:3] or len(
        summarizer(document, 3)
    ) == 3
    assert all(isinstance(s, SumySentence) for s in summarizer(document, 3))
    assert len(summarizer(document, "20%")) == len(document.sentences) * 20 // 100


def test_our_ranker_keeps_the_rules_behind_the_interface_of_sumy() -> None:
    document = sumy_document(
        ["Waits fell in Leeds.", "But Harlow’s waits rose to 14 weeks."], ["Dover is quiet."]
    )
    summary = [str(s) for s in BriefSummarizer()(document, 1)]
    assert summary in (["Waits fell in Leeds."], ["Dover is quiet."])
    assert BriefSummarizer()(sumy_document(), 3) == ()


def test_a_heading_of_a_sumy_document_is_its_headline() -> None:
    lines = ["Leeds opened a ward.", "Harlow closed a clinic.", "Dover sold a car park."]
    plain = [SumySentence(line, Tokens) for line in lines]
    headed = ObjectDocumentModel(
        [Paragraph([SumySentence("Dover sells a car park", Tokens, is_heading=True), *plain])]
    )
    assert [str(s) for s in BriefSummarizer()(headed, 1)] == [lines[2]]


def test_sentences_beyond_what_sumy_rates_come_last() -> None:
    many = " ".join(f"Ward {n} of Harlow hospital has {n + 3} beds." for n in range(520))
    for ranker in ("luhn", "lexrank"):
        ratings = SUMY[ranker](text_document(many).sentences)
        assert len(ratings) == 520
        assert max(ratings[500:]) < min(ratings[:150])


def test_a_very_long_text_is_still_summarized_from_its_beginning() -> None:
    many = "\n\n".join(
        f"Ward {n} of Harlow hospital took {n % 7} patients from town {n * 31}."
        for n in range(1200)
    )
    summary = summarize(text_document(many), 3)
    assert len(summary) == 3
    assert summary[-1].index < 800


def test_under_a_headline_a_whole_lead_goes_before_terse_lines() -> None:
    lead = """Harlow hospital will open a winter ward of 40 beds in December at a cost of £3.2 million, its
    board decided on Friday after a year of talks with the nurses' union and the county council."""
    terse = (
        "The hospital has 400 beds for patients today. The ward in Harlow needs 60 nurses by May."
    )
    text = f"{' '.join(lead.split())} {terse}"
    titled = text_document(text, title="Harlow hospital to open winter ward")
    assert shown(titled, 1)[0].startswith("Harlow hospital will open")
