"""Logs never carry a secret."""

import json
import logging

import pytest

from bot.logs import set_up_logs


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-12-34-abcDEF",
        "xapp-1-A1-22-ffee",
        "xoxe.xoxp-1-Mi0yLTk4",
        "postgresql://nhs:s3cret@db/x",
    ],
)
def test_a_secret_is_blotted_out_in_messages_and_tracebacks(
    secret: str, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(as_json=as_json)
    try:
        raise ValueError(f"refused {secret}")
    except ValueError:
        logging.getLogger("bot.test").exception("with %s", secret)
    shown = capsys.readouterr().err
    assert "[secret]" in shown
    assert secret.split("@")[0].split("://")[-1] not in shown


def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    logging.getLogger("bot.test").info("refreshed %s: %d new", "One\nTwo", 3)
    [line] = capsys.readouterr().err.splitlines()
    found = json.loads(line)
    assert found["event"] == "refreshed One\nTwo: 3 new"
    assert (found["level"], found["room"]) == ("INFO", "bot.test")
