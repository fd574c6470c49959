"""A second independent opinion on blocks: what `slackblocks` builds and refuses to build.

Each case is built with its classes. What they render, our validator must accept; what they refuse,
ours must refuse: each difference stands below with its reason."""

from typing import Any

import pytest
import slackblocks as sb
from slackblocks.errors import InvalidUsageError

from bot.playground.workspace.blocks.validate import validate_blocks, validate_view
from tests.playground.kit import (
    ACCEPTED,
    IMAGE,
    REFUSED,
    SECTION,
    actions,
    button,
    plain,
    rich,
    section,
)
from tests.playground.newer_kit import (
    NEWER_ACCEPTED,
    NEWER_REFUSED,
    RAW,
    chart,
    data_table,
    field,
    points,
    task,
    video,
)
from tests.playground.slackblocks_kit import (
    MORE,
    NoOpinionError,
    build,
    icon,
)

CASES: dict[str, Any] = {
    **ACCEPTED,
    **NEWER_ACCEPTED,
    **{name: case[0] for name, case in (REFUSED | NEWER_REFUSED).items()},
    **MORE,
}
# What slackblocks renders and we refuse.
STRICTER: dict[str, tuple[str, ...]] = {
    "Slack's documentation gives a limit that slackblocks does not check": (
        "empty context",
        "no actions",
        "empty leaf",
        "ragged rows",
        "table too long",
        "moment long ago",
    ),
    "documented as `less than` 200 and 50; slackblocks lets 200 and 50 through": (
        "video title",
        "video's author of 50",
    ),
    "Slack's page says 6, 100 rows and 10,000 characters, later sources 12, 200 and 20,000": (
        "seven segments",
        "101 data rows",
        "data too long",
    ),
    "Slack's documentation says which values and elements stand where; slackblocks takes any": (
        "green button",
        "image in actions",
        "number in header",
        "field outside an input",
    ),
    "an address that no client could open, or not safely, or none at all": (
        "script link",
        "script in rich text",
        "image from a disk",
        "video over http",
        "no e-mail",
    ),
    "JSON has no infinity": ("infinite",),
    "two things of one name in one block": ("two alike",),
    "a block alone does not know its surface; see the surfaces below": (
        "alert in a message",
        "file block",
    ),
    "an empty text, which Slack refuses in every other place": (
        "option without a value",
        "empty cell",
    ),
    "newer than the documentation that we hold": ("prompt of a button",),
}
# What slackblocks refuses to build and we accept.
LAXER: dict[str, tuple[str, ...]] = {
    "optional in Slack's documentation": ("plan", "plan without tasks", "workflow"),
    "Slack's documentation says that it has no effect then, not that it is refused": (
        "line under a folding title",
    ),
    "the shape of Slack's own identifiers, and the list of its icons, are not published": (
        "slack file of a wrong id",
        "unknown slack icon",
    ),
    "Slack's documentation gives no least length": ("empty action id", "empty part"),
    "a cell of Slack's table may be a raw_number": ("number in a table",),
}
# A broadcast, a date and a colour in rich text are not in slackblocks; a string is no block.
WITHOUT_OPINION = {
    *("rich text", "unknown block", "no type", "not an object", "unknown field"),
    *("unknown rich part", "unknown leaf", "scatter"),
}


def rendered(name: str) -> dict[str, Any] | None:
    """The block as slackblocks renders it; None where it refuses to build it."""
    if not isinstance(CASES[name], dict):
        raise NoOpinionError(name)
    try:
        block: dict[str, Any] = build(CASES[name])._resolve()
    except InvalidUsageError:
        return None
    return block


def listed(reasons: dict[str, tuple[str, ...]]) -> list[str]:
    return sorted(name for names in reasons.values() for name in names)


def test_each_difference_has_a_reason() -> None:
    stricter, laxer, silent = [], [], set()
    for name in CASES:
        try:
            block = rendered(name)
        except NoOpinionError:
            silent.add(name)
            continue
        if block is None and not validate_blocks([CASES[name]]):
            laxer.append(name)
        elif block is not None and validate_blocks([block]):
            stricter.append(name)
    assert sorted(stricter) == listed(STRICTER)
    assert sorted(laxer) == listed(LAXER)
    assert silent == WITHOUT_OPINION


SAMPLES = {
    **{kind: ACCEPTED[kind] for kind in ("header", "context", "markdown", "card")},
    **{kind: ACCEPTED[kind] for kind in ("carousel", "container", "table")},
    "divider": {"type": "divider"},
    "image": IMAGE,
    "actions": actions(button()),
    "section": section(text=plain()),
    "rich_text": rich(SECTION),
    "input": field("plain_text_input"),
    "video": video(),
    "alert": {"type": "alert", "text": plain()},
    "file": {"type": "file", "external_id": "a", "source": "remote"},
    "data_table": data_table([[RAW]] * 2),
    "data_visualization": chart("pie", segments=points(1)),
    "context_actions": icon(),
    "task_card": task(status="complete"),
    "plan": {"type": "plan", "title": "P", "tasks": [task(status="pending")]},
}
SURFACE_REASONS: dict[str, tuple[tuple[str, str], ...]] = {
    "a file block comes with messages that carry remote files and cannot be sent": (
        ("file", "message"),
    ),
    "Slack's pages name messages only for a table and give no word for a data_table": (
        ("table", "home"),
        ("data_table", "home"),
    ),
}


def place(blocks: list[Any], surface: str) -> Any:
    if surface == "message":
        return sb.Message(channel="C0NHSBRIEF", text="Waits", blocks=blocks)
    if surface == "modal":
        return sb.ModalView(title="Waits", submit="Send", blocks=blocks)
    return sb.HomeTabView(blocks=blocks)


def accepts(make: Any) -> bool:
    try:
        make()
    except InvalidUsageError:
        return False
    return True


def test_which_block_stands_where_but_for_those_with_a_reason() -> None:
    differences = [
        (kind, surface)
        for kind, block in SAMPLES.items()
        for surface in ("message", "modal", "home")
        if accepts(lambda block=block, surface=surface: place([build(block)], surface))
        != (not validate_blocks([block], surface))
    ]
    assert sorted(differences) == sorted(p for pairs in SURFACE_REASONS.values() for p in pairs)


PIE = chart("pie", segments=points(1))
HALF = {"type": "markdown", "text": "x" * 6_001}
LONG = data_table([[RAW], [{"type": "raw_text", "text": "x" * 4_990}]])


@pytest.mark.parametrize(
    ("blocks", "surface"),
    [
        *[([SAMPLES["divider"]] * count, "message") for count in (50, 51)],
        *[([SAMPLES["divider"]] * count, "home") for count in (100, 101)],
        *[([PIE] * count, "message") for count in (2, 3)],
        *[([HALF] * count, "message") for count in (1, 2)],
        *[([LONG] * count, "message") for count in (1, 2, 5)],
        ([], "message"),
    ],
)
def test_a_whole_message_is_counted_alike(blocks: list[Any], surface: str) -> None:
    built = accepts(lambda: place([build(block) for block in blocks], surface))
    assert built == (not validate_blocks(blocks, surface))


@pytest.mark.parametrize("key", ["title", "submit", "close"])
@pytest.mark.parametrize("length", [24, 25])
def test_the_words_of_a_modal_are_as_long(key: str, length: int) -> None:
    words_of: dict[str, Any] = {
        "title": "Waits",
        "submit": "Send",
        "close": "Close",
        key: "x" * length,
    }
    blocks = [SAMPLES["section"]]
    view = {"type": "modal", "blocks": blocks, **{k: plain(v) for k, v in words_of.items()}}
    assert accepts(lambda: sb.ModalView(blocks=[build(blocks[0])], **words_of)) == (length == 24)
    assert bool(validate_view(view)) == (length == 25)


@pytest.mark.parametrize(
    ("fields", "is_good"),
    [
        ({"private_metadata": "x" * 3_000}, True),
        ({"private_metadata": "x" * 3_001}, False),
        ({"callback_id": "x" * 256}, False),
        ({"external_id": "x" * 255}, True),
        ({"external_id": "x" * 256}, False),
    ],
)
def test_a_views_own_fields_are_as_long(fields: dict[str, str], is_good: bool) -> None:
    block = SAMPLES["section"]
    assert accepts(lambda: sb.HomeTabView(blocks=[build(block)], **fields)) == is_good
    assert (not validate_view({"type": "home", "blocks": [block], **fields})) == is_good


def test_a_modal_that_asks_needs_a_button_to_send() -> None:
    block = SAMPLES["input"]
    assert not accepts(lambda: sb.ModalView(title="Waits", blocks=[build(block)]))
    view = {"type": "modal", "title": plain(), "blocks": [block]}
    assert [problem.message for problem in validate_view(view)] == [
        "missing required field: submit"
    ]
    assert not validate_view({**view, "submit": plain("Send")})
