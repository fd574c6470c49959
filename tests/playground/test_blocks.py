"""The validator: what Slack accepts passes, what Slack refuses is named with its pointer."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.validate import message_size, validate_blocks, validate_view
from bot.playground.workspace.blocks.walk import clickable, with_ids
from bot.playground.workspace.manifest import read_manifest
from bot.playground.workspace.model import Message
from bot.playground.workspace.page.render import Page
from bot.playground.workspace.state import State
from tests.playground.harness import StillClock
from tests.playground.kit import (
    ACCEPTED,
    REFUSED,
    actions,
    card,
    mrkdwn,
    plain,
    section,
    table,
)
from tests.playground.newer_kit import NEWER_ACCEPTED, NEWER_REFUSED, chart, points

ALL_ACCEPTED = ACCEPTED | NEWER_ACCEPTED
ALL_REFUSED = REFUSED | NEWER_REFUSED


@pytest.mark.parametrize("block", ALL_ACCEPTED.values(), ids=ALL_ACCEPTED)
def test_blocks_at_their_limits_are_accepted(block: dict[str, Any]) -> None:
    assert validate_blocks([block]) == ()


@pytest.mark.parametrize(("block", "pointer", "code"), ALL_REFUSED.values(), ids=ALL_REFUSED)
def test_blocks_past_a_limit_are_refused_with_a_pointer(
    block: Any, pointer: str, code: str
) -> None:
    problems = validate_blocks([block])
    assert (pointer, code) in [(problem.pointer, problem.code) for problem in problems]
    assert all(problem.message for problem in problems)


def test_a_message_holds_fifty_blocks_and_a_view_a_hundred() -> None:
    assert validate_blocks([{"type": "divider"}] * 50) == ()
    assert validate_blocks([{"type": "divider"}] * 51)[0].code == "too_many_items"
    view = {"type": "home", "blocks": [{"type": "divider"}] * 100}
    assert validate_view(view) == ()


def test_markdown_counts_over_the_whole_payload() -> None:
    half = {"type": "markdown", "text": "x" * 6_001}
    assert [problem.code for problem in validate_blocks([half, half])] == ["too_long"]


def test_only_one_table_and_one_block_of_each_id() -> None:
    codes = {problem.code for problem in validate_blocks([table(), table()])}
    assert codes == {"only_one_table_allowed"}
    twice = [{"type": "divider", "block_id": "a"}] * 2
    assert [problem.pointer for problem in validate_blocks(twice)] == ["/blocks/1/block_id"]


def test_a_message_holds_two_charts_and_a_modal_none() -> None:
    charts = [chart("pie", segments=points(1))] * 3
    assert validate_blocks(charts[:2]) == ()
    assert [p.code for p in validate_blocks(charts)] == ["too_many_items"]
    modal = {"type": "modal", "title": plain(), "blocks": charts[:1]}
    assert [p.code for p in validate_view(modal)] == ["unsupported_type"]
    assert validate_view({"type": "home", "blocks": charts[:1]}) == ()


def test_a_modal_needs_a_title_and_takes_no_carousel() -> None:
    view = {"type": "modal", "blocks": [{"type": "carousel", "elements": [card()]}]}
    assert {problem.pointer for problem in validate_view(view)} == {"", "/blocks/0/type"}


def test_size_counts_escaped_text_and_headers() -> None:
    assert message_size([section(text=mrkdwn("a & b"))]) == len("a &amp; b")
    header = {"type": "header", "text": plain("abc")}
    assert message_size([header]) == 3 + limits.HEADER_CHARACTERS


def test_missing_ids_are_given_at_every_depth() -> None:
    bare = {"type": "button", "text": plain()}
    given = with_ids([{"type": "carousel", "elements": [card(actions=[bare])]}, actions(bare)])
    assert all(block["block_id"] for block in given)
    assert all(element["action_id"] for _, element in clickable(given))
    assert len(list(clickable(given))) == 2


KEYS = (
    "type",
    "text",
    "elements",
    "options",
    "actions",
    "rows",
    "url",
    "title",
    "style",
    "block_id",
)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(10**18)
JUNK = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    inner: Any = ()
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inner:
        yield from places(part, (*path, key))


@st.composite
def damaged_blocks(draw: st.DrawFn) -> dict[str, Any]:
    """A good block with junk in one or two places."""
    block = deepcopy(draw(st.sampled_from(list(ALL_ACCEPTED.values()))))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from([place for place in places(block) if place]))
        owner: Any = block
        for key in path[:-1]:
            owner = owner[key]
        owner[path[-1]] = draw(JUNK)
    return block


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged_blocks())
def test_no_json_breaks_the_validator_and_what_it_accepts_can_be_shown(
    block: dict[str, Any],
) -> None:
    if validate_blocks([block]):
        return
    state = State(read_manifest(None), StillClock())
    channel = state.channels["C0NHSBRIEF"]
    state.put(Message(channel.id, state.next_ts(), "U0NHSBRIEF", "x", with_ids([block])))
    assert "Unsupported block" not in Page(state).render(state.people["U0ADA"], channel, None)
