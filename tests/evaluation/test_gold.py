"""The labels of the newsroom's articles are what they say they are: word for word, and fairly split."""

import hashlib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.playground.newsroom.articles import read_articles
from bot.playground.newsroom.model import Article

HERE = Path(__file__).parent
GOLD: dict[str, Any] = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))
QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    (HERE / "newsroom_questions.yaml").read_text(encoding="utf-8")
)["questions"]
ARTICLES = {a.path: a for a in read_articles(datetime.fromisoformat(GOLD["now"]))}
LABELS: list[dict[str, Any]] = GOLD["articles"]


def half_of(words: str) -> str:
    return "tune" if hashlib.sha256(words.encode()).digest()[0] % 2 == 0 else "gate"


def stands_in(article: Article, sentence: str) -> bool:
    return any(sentence in line for line in article.lines)


def test_every_article_is_labelled_once() -> None:
    assert sorted(row["article"] for row in LABELS) == sorted(ARTICLES)


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["article"])
def test_labels_are_words_of_the_article(row: dict[str, Any]) -> None:
    article = ARTICLES[row["article"]]
    other = [row["other_side"]] if "other_side" in row else []
    labelled = [*row["show"], *row.get("leans", ()), *other]
    assert [s for s in labelled if not stands_in(article, s)] == []
    text = " ".join((article.title, article.standfirst, *article.lines))
    printed = (*row["figures"], *row.get("ahead", ()))
    assert [words for words in printed if words not in text] == []


def test_an_editor_shows_two_to_four_sentences_and_none_of_a_teaser() -> None:
    odd = [r["article"] for r in LABELS if not r.get("teaser") and not 2 <= len(r["show"]) <= 4]
    assert odd == []
    assert [r["show"] for r in LABELS if r.get("teaser")] == [[]]


def test_what_may_be_shown_and_what_never_may_do_not_meet() -> None:
    for row in LABELS:
        assert set(row["show"]).isdisjoint(row.get("never", ())), row["article"]


def test_copies_belong_to_the_story_they_copy() -> None:
    story = {row["article"]: row["story"] for row in LABELS}
    copies = [row for row in LABELS if "copy_of" in row]
    assert len(copies) >= 2
    assert all(story[row["copy_of"]] == row["story"] for row in copies)


def test_the_halves_follow_the_hash_and_no_story_lies_in_both() -> None:
    assert all(row["half"] == half_of("story:" + row["story"]) for row in LABELS)
    assert all(row["half"] == half_of("question:" + row["ask"]) for row in QUESTIONS)
    for rows in (LABELS, QUESTIONS):
        halves = Counter(row["half"] for row in rows)
        assert min(halves.values()) >= 0.4 * len(rows)


def test_answers_stand_word_for_word_in_their_article() -> None:
    for row in QUESTIONS:
        for answer in row.get("answers", ()):
            assert stands_in(ARTICLES[answer["article"]], answer["text"]), row["ask"]


def test_a_third_is_paraphrased_and_a_quarter_has_no_answer() -> None:
    kinds = Counter(row["kind"] for row in QUESTIONS)
    assert len(QUESTIONS) == len({row["ask"] for row in QUESTIONS}) >= 60
    assert kinds["paraphrase"] * 3 >= len(QUESTIONS)
    assert kinds["none"] * 4 >= len(QUESTIONS)
    assert all(("answers" in row) == (row["kind"] != "none") for row in QUESTIONS)
