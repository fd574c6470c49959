"""What Slack's answer to a post means for its delivery."""

from datetime import timedelta

import pytest

from bot.delivery.outcomes import CURES, RETRY_CURABLE_AFTER, outcome_of_refusal


def test_too_many_requests_certainly_were_not_posted() -> None:
    outcome = outcome_of_refusal("ratelimited", 429, timedelta(seconds=7))
    assert (outcome.state, outcome.after) == ("later", timedelta(seconds=7))


@pytest.mark.parametrize("error", ["fatal_error", "internal_error", "request_timeout"])
def test_errors_of_the_server_are_ambiguous(error: str) -> None:
    assert outcome_of_refusal(error, 200, None).state == "unknown"


def test_a_gateway_page_is_ambiguous() -> None:
    assert outcome_of_refusal("", 502, None).state == "unknown"


@pytest.mark.parametrize("error", sorted(CURES))
def test_what_a_person_can_cure_is_kept_and_names_the_cure(error: str) -> None:
    outcome = outcome_of_refusal(error, 200, None)
    assert (outcome.state, outcome.after) == ("later", RETRY_CURABLE_AFTER)
    assert CURES[error] in (outcome.reason or "")


def test_a_message_that_slack_refuses_is_refused_for_good() -> None:
    assert outcome_of_refusal("invalid_blocks", 200, None).state == "refused"
