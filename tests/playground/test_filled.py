"""What stands in menus and fields: every kind in Slack's shape, and what Slack would not let through."""

from typing import Any

import pytest

from bot.playground.workspace.filled import held, state_values, wrong_inputs

Json = dict[str, Any]


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


A, B = option("a"), option("b")
HELD: dict[str, tuple[Json, Any, Json]] = {
    "menu": ({"type": "static_select", "options": [A, B]}, "b", {"selected_option": B}),
    "nothing picked": ({"type": "static_select", "options": [A]}, None, {"selected_option": None}),
    "grouped": (
        {"type": "static_select", "option_groups": [{"options": [A]}, {"options": [B]}]},
        "b",
        {"selected_option": B},
    ),
    "many": ({"type": "checkboxes", "options": [A, B]}, ["b", "a"], {"selected_options": [A, B]}),
    "people": ({"type": "multi_users_select"}, ["U0ADA"], {"selected_users": ["U0ADA"]}),
    "person": ({"type": "users_select"}, "U0ADA", {"selected_user": "U0ADA"}),
    "day": ({"type": "datepicker"}, "2026-11-23", {"selected_date": "2026-11-23"}),
    "no day": ({"type": "datepicker"}, "", {"selected_date": None}),
    "moment": (  # half past seven of a summer's day in London is half past six in UTC
        {"type": "datetimepicker"},
        "2026-07-01T07:30",
        {"selected_date_time": 1782887400},
    ),
    "text": ({"type": "plain_text_input"}, " a ", {"value": " a "}),
}


@pytest.mark.parametrize(("element", "raw", "wanted"), HELD.values(), ids=HELD)
def test_each_element_holds_its_value_in_slacks_shape(
    element: Json, raw: Any, wanted: Json
) -> None:
    assert held(element, raw) == {"type": element["type"], **wanted}


def test_what_nobody_touched_holds_what_the_app_put_there() -> None:
    menu = {"type": "static_select", "action_id": "m", "options": [A, B], "initial_option": B}
    text = {"type": "plain_text_input", "action_id": "t", "initial_value": "old"}
    blocks = [
        {"type": "section", "block_id": "one", "accessory": menu},
        {"type": "input", "block_id": "two", "element": text},
    ]
    untouched = state_values(blocks)
    assert untouched["one"]["m"]["selected_option"] == B
    assert untouched["two"]["t"]["value"] == "old"
    assert state_values(blocks, {"two": {"t": None}})["two"]["t"]["value"] is None


WRONG: dict[str, tuple[Json, Any, str]] = {
    "empty": ({"type": "plain_text_input"}, "", "required"),
    "nothing ticked": ({"type": "checkboxes", "options": [A]}, [], "required"),
    "short": ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3"),
    "long": ({"type": "plain_text_input", "max_length": 2}, "abc", "at most 2"),
    "too many": (
        {"type": "multi_static_select", "options": [A, B], "max_selected_items": 1},
        ["a", "b"],
        "at most 1",
    ),
    "no address": ({"type": "email_text_input"}, "ada", "email"),
    "no link": ({"type": "url_text_input"}, "javascript:alert(1)", "link"),
    "no number": ({"type": "number_input", "is_decimal_allowed": True}, "many", "a number"),
    "half": ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
    "too low": ({"type": "number_input", "min_value": "3"}, "2", "at least 3"),
}


@pytest.mark.parametrize(("element", "raw", "said"), WRONG.values(), ids=WRONG)
def test_what_slack_would_not_let_through_is_named(element: Json, raw: Any, said: str) -> None:
    blocks = [{"type": "input", "block_id": "b", "element": {**element, "action_id": "a"}}]
    assert said in wrong_inputs(blocks, state_values(blocks, {"b": {"a": raw}}))["b"]


def test_an_optional_field_may_stay_empty_and_a_good_one_passes() -> None:
    number = {"type": "number_input", "action_id": "a", "is_decimal_allowed": True}
    block = {"type": "input", "block_id": "b", "element": number}
    assert wrong_inputs([{**block, "optional": True}], state_values([block], {})) == {}
    assert wrong_inputs([block], state_values([block], {"b": {"a": "-1.5"}})) == {}
