"""A question gets the sentence that answers it, or an honest no."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.answers import SIGNS, answer, load_model, question_words
from summaries.bearing import MEASURES
from summaries.model import Answer, Candidate, Ground
from summaries.sentences import read_document
from summaries.sources import source_of
from tests.builders import NOON, article, prose

WELSH = prose("""Around 593,400 people were waiting for treatment in Wales at the end of May, the most since
counting began. The health minister, Carys Aldwyn, said that extra clinics would open in July.

Some 88 nurses have been hired for them. Each clinic costs £2.4 million a year.""")
ENGLISH = prose("""In England 7.3 million people were waiting for treatment at the end of May. Ministers
want the backlog to fall below 7 million by March.

Hospital doctors will walk out on 14 June over a pay rise of 2.9 per cent. Their union, the Ward
Doctors' League, has 21,500 members.""")


def candidates(*texts: str, nation: str = "UK") -> tuple[Candidate, ...]:
    """Every sentence of some articles, as the library hands them over."""
    found: list[Candidate] = []
    for number, text in enumerate(texts, start=1):
        document = read_document(article(text, number=number))
        for sentence in document.shown:
            paragraph = [s.text for s in document.shown if s.paragraph == sentence.paragraph]
            context = " ".join(paragraph)
            found.append(Candidate(sentence.line, source_of(document), context, nation))
    return tuple(found)


def ask(question: str, *texts: str) -> Answer:
    return answer(question, candidates(*(texts or (WELSH, ENGLISH))))


def first(found: Answer) -> str:
    assert found.answered, [line.line.text for line in found.lines]
    return found.lines[0].line.text


def test_no_candidates_no_answer() -> None:
    assert answer("How many people are waiting?", ()) == Answer(
        "How many people are waiting?", answered=False, confidence=0.0
    )


def test_only_stop_words_are_no_question() -> None:
    found = ask("what is it that they are?")
    assert (found.answered, found.lines) == (False, ())


def test_a_count_is_of_the_nation_asked_for() -> None:
    assert first(ask("How many people are waiting in Wales?")).startswith("Around 593,400")
    assert first(ask("How many people are waiting in England?")).startswith("In England 7.3")


def test_another_nation_s_number_is_no_answer() -> None:
    assert not ask("How many people are waiting in Wales?", ENGLISH).answered
    assert not ask("How many people are waiting in Scotland?").answered


def test_the_thing_counted_must_be_the_thing_asked_for() -> None:
    assert not ask("How many nurses are striking?").answered
    assert first(ask("How many nurses have been hired?")).startswith("Some 88 nurses")


def test_how_much_is_money_and_when_is_a_date() -> None:
    assert "£2.4 million" in first(ask("How much does each clinic cost?"))
    assert "14 June" in first(ask("When will the doctors walk out?"))
    assert not ask("How much does the backlog cost?").answered


def test_a_sentence_without_the_kind_of_answer_is_only_a_passage() -> None:
    text = "Hospital porters will walk out over pay. Their union is the Porters' League."
    for question in ("When will porters walk out?", "How many porters will walk out?"):
        found = ask(question, text)
        assert not found.answered, question
        assert found.lines
    assert ask("Will porters walk out?", text).answered


def test_who_is_a_name_that_the_question_does_not_know() -> None:
    assert "Carys Aldwyn" in first(ask("Who is the health minister?"))


def test_the_words_of_the_field_stand_for_one_another() -> None:
    assert "14 June" in first(ask("When is the industrial action by doctors?"))
    assert {"walkout", "strike", "industrial"} <= set(question_words("When is the walkout?"))


def test_the_words_of_the_question_are_looked_up_first() -> None:
    assert question_words("How many pharmacists strike?")[:2] == ("pharmacists", "strike")


def test_a_word_that_no_article_has_is_never_passed_over() -> None:
    found = ask("How many people are waiting for a transplant in Wales?")
    assert not found.answered
    assert found.lines, "the closest passages are given all the same"


def test_the_same_sentence_at_two_outlets_is_one_line() -> None:
    found = ask("How many people are waiting in Wales?", WELSH, WELSH)
    texts = [line.line.text for line in found.lines]
    assert len(texts) == len(set(texts))


def test_hostile_questions_get_a_short_no() -> None:
    for question in (
        "",
        " ",
        "\0\0?",
        "“" * 10_000,
        "💉" * 500,
        'a" OR NEAR(* ^ -"',
        "\u202eecho\u202c",
    ):
        found = ask(question)
        assert not found.answered
        assert len(found.question) <= 600


def test_a_very_long_question_is_cut_and_not_an_error() -> None:
    assert len(ask("How many people are waiting in Wales? " * 300).question) <= 600


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_every_line_is_a_slice_of_a_stored_version(question: str) -> None:
    texts = {1: WELSH, 2: ENGLISH}
    found = ask(question)
    assert len(found.lines) <= 5
    assert 0 <= found.confidence <= 1
    assert found.answered == (found.confidence >= 0.5)
    for scored in found.lines:
        line = scored.line
        assert texts[line.version][line.start : line.end] == line.text


def test_the_secretary_is_not_the_shadow_secretary() -> None:
    text = prose("""The shadow clinics secretary, Bram Oldacre, met patients in Saltersby.

The clinics secretary, Ines Farrow, said that she had no plans to visit.""")
    assert "Ines Farrow" in first(ask("Who is the clinics secretary?", text))
    assert "Bram Oldacre" in first(ask("Who is the shadow clinics secretary?", text))


def test_what_somebody_says_is_looked_for_in_their_own_words() -> None:
    text = prose("""The chair of the board, Ines Farrow, spoke for an hour. Parking at the infirmary is dear.

“Parking should cost nobody a day's pay,” she said.""")
    lines = candidates(text)
    spoken = [
        replace(c, speaker="Ines Farrow") if "nobody" in c.sentence.text else c for c in lines
    ]
    found = answer("What did Ines Farrow say about parking?", spoken)
    assert "nobody a day's pay" in found.lines[0].line.text


def test_a_comparison_gives_each_nation_s_sentence() -> None:
    found = ask("Compare the waiting lists of Wales and England")
    assert {"593,400" in line.line.text for line in found.lines[:2]} == {True, False}
    assert any("In England 7.3" in line.line.text for line in found.lines[:2])


def test_the_latest_is_the_newest_of_what_fits() -> None:
    old = source_of(read_document(article("Old.", published=NOON - timedelta(days=30))))
    new = source_of(read_document(article("New.", number=2, published=NOON)))
    lines = candidates("Porters of the infirmary will strike.", "The porters' strike is over now.")
    dated = [replace(lines[0], source=old), replace(lines[1], source=new)]
    assert "is over" in answer("latest on the porters' strike", dated).lines[0].line.text


def test_a_slip_that_the_archive_can_mend_is_mended() -> None:
    known = Ground(read_as={"prters": "porters"})
    text = "Some 40 porters were hired in May. Some 90 cooks were hired in June."
    lines = [replace(c, ground=known) for c in candidates(text)]
    assert "40 porters" in answer("How many prters were hired?", lines).lines[0].line.text


def test_the_models_weigh_only_what_is_measured() -> None:
    model = load_model()
    assert set(model.order) == set(MEASURES)
    assert set(model.sure) == set(SIGNS)


def test_lines_are_labelled_by_what_was_asked() -> None:
    manners = {
        "How many people are waiting in Wales?": "answer",
        "Will the waiting list fall below 7 million?": "passages",
        "Why will the doctors walk out?": "passages",
        "What does Carys Aldwyn think of the clinics?": "passages",
        "latest on the walkout": "newest",
        "Compare the waiting lists of Wales and England": "comparison",
    }
    assert {question: ask(question).manner for question in manners} == manners
