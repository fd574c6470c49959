"""Floors under the answers and stories of the newsroom: they may rise and may not silently fall."""

from functools import cache

import pytest

from tests.evaluation.score_answers import Score, all_questions, ask, fill_library, score
from tests.evaluation.score_stories import Grouping, bcubed, group_newsroom


@cache
def answers() -> dict[str, Score]:
    library = fill_library()
    return {
        f"{name} {half}": score([ask(q, library) for q in questions if q.half == half])
        for name, questions in all_questions().items()
        for half in {q.half for q in questions}
    }


@cache
def stories() -> Grouping:
    return group_newsroom()


FLOORS = {
    "own tune": Score(0.87, 1.0, 1.0, 0.83, 0.0, 0.94),
    "own test": Score(0.70, 0.83, 0.62, 0.66, 0.15, 0.87),
    "newsroom tune": Score(0.57, 0.84, 0.45, 0.46, 0.0, 0.83),
    "newsroom gate": Score(0.68, 0.86, 0.50, 0.44, 0.08, 0.92),
    "further tune": Score(0.72, 0.85, 0.75, 0.68, 0.0, 0.87),
    "further gate": Score(0.78, 0.89, 1.0, 0.74, 0.0, 0.85),
    "general tune": Score(0.70, 0.85, 0.0, 0.47, 0.0, 0.96),
    "general gate": Score(0.64, 0.77, 0.0, 0.51, 0.0, 0.81),
}


@pytest.mark.parametrize("name", FLOORS)
def test_answers_keep_their_floors(name: str) -> None:
    found, floor = answers()[name], FLOORS[name]
    assert found.first >= floor.first
    assert found.within_three >= floor.within_three
    assert found.paraphrases >= floor.paraphrases
    assert found.answered >= floor.answered
    assert found.near_misses <= floor.near_misses
    assert found.shown_right >= floor.shown_right


@pytest.mark.parametrize(("half", "floor"), [("tune", 0.96), ("gate", 0.86)])
def test_stories_keep_their_floors(half: str, floor: float) -> None:
    precision, _, f1 = stories().score(half)
    assert precision == 1.0
    assert f1 >= floor


def test_every_labelled_copy_is_found_and_no_other() -> None:
    assert stories().copies == stories().labelled


def test_bcubed_of_a_grouping_with_itself_is_whole() -> None:
    right = {"a": 1, "b": 1, "c": 2}
    assert bcubed(right, right) == (1.0, 1.0, 1.0)
    assert bcubed({"a": 1, "b": 1, "c": 1}, right)[0] < 1.0
