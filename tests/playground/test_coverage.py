"""The published list of what is emulated is the code's own."""

import re
from pathlib import Path

from bot.playground.workspace import limits
from bot.playground.workspace.api.methods import METHODS
from bot.playground.workspace.coverage import (
    ABSENT,
    FILE,
    SIMPLER_METHODS,
    coverage,
    numbers,
)


def test_the_page_is_up_to_date() -> None:
    """Otherwise: python -m bot.playground.workspace.coverage"""
    assert FILE.read_text(encoding="utf-8") == coverage()


def test_what_is_called_simpler_is_there_and_what_is_called_absent_is_not() -> None:
    assert SIMPLER_METHODS.keys() <= METHODS.keys()
    absent = re.findall(r"\b[a-z]+\.[a-zA-Z.]+[a-zA-Z]", ABSENT["Methods"])
    assert len(absent) > 5 and not METHODS.keys() & set(absent)


def test_every_number_says_where_it_comes_from() -> None:
    source = Path(limits.__file__).read_text(encoding="utf-8")
    ours = set(re.findall(r"^([A-Z_]+) = .*# ours", source, re.MULTILINE))
    sourced = {name for name, _, _ in numbers(source)}
    silent = {name for name in vars(limits) if name.isupper()} - sourced - ours
    assert silent <= {"TIERS", "HISTORY_METHODS", "METHOD_TIERS", "POSTS_PER_MINUTE"}, (
        "the comment above them says it"
    )
