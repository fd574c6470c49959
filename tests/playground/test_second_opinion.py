"""An independent opinion on blocks: what slack-sdk's models refuse, and where we differ and why.

Blocks of a type that the SDK does not know (data_table, data_visualization) get no opinion from it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.playground.workspace.blocks.validate import validate_blocks
from tests.playground.kit import ACCEPTED, REFUSED
from tests.playground.newer_kit import NEWER_ACCEPTED, NEWER_REFUSED

CASES: dict[str, Any] = {
    **ACCEPTED,
    **NEWER_ACCEPTED,
    **{name: case[0] for name, case in (REFUSED | NEWER_REFUSED).items()},
}
# Where the two differ, the SDK lets through what we refuse. Why we do:
REASONS: dict[str, tuple[str, ...]] = {
    "Slack names unknown fields invalid; the SDK warns and drops them": (
        "unknown field",
        "unknown rich part",
        "unknown leaf",
        "unknown cell",
    ),
    "Slack takes plain text only here; the SDK any text object": (
        "header in mrkdwn",
        "button in mrkdwn",
    ),
    "Slack's documentation gives a limit that the SDK does not check": (
        "empty text",
        "field too long",
        "empty context",
        "no actions",
        "option too long",
        "empty leaf",
        "four buttons",
        "101 rows",
        "21 cells",
        "ragged rows",
        "table too long",
        "eleven files",
        "moment long ago",
    ),
    "Slack's documentation says which elements stand where; the SDK takes any": (
        "image in actions",
        "list of quotes",
        "menu in a card",
        "carousel of sections",
        "button in context actions",
        "plan of buttons",
        "field outside an input",
    ),
    "an address that no client could open, or not safely": (
        "script link",
        "script in rich text",
        "image from a disk",
        "video over http",
    ),
    "required by Slack's documentation, or of another type there": (
        "list without style",
        "half a feedback",
        "no e-mail",
        "number as number",
    ),
    "two things of one name in one block": ("two alike", "two tasks of one id"),
    "not on this surface; the SDK does not know surfaces": ("alert in a message", "file block"),
}


def sdk_accepts(block: Any) -> bool | None:
    """The SDK's verdict; None where it has none."""
    if not isinstance(block, dict):
        return None
    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            return None
        parsed.to_dict()
    except SlackObjectFormationError:
        return False
    except (TypeError, AttributeError, KeyError, ValueError):
        return None
    return True


@pytest.mark.parametrize("name", [*ACCEPTED, *NEWER_ACCEPTED])
def test_the_sdk_refuses_nothing_that_we_accept(name: str) -> None:
    assert sdk_accepts(CASES[name]) is not False


def test_each_difference_has_a_reason() -> None:
    differences = {
        name
        for name, block in CASES.items()
        if sdk_accepts(block) is not None and sdk_accepts(block) != (not validate_blocks([block]))
    }
    listed = [name for names in REASONS.values() for name in names]
    assert sorted(listed) == sorted(differences)
