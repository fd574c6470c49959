"""manifest.yaml creates the app: it keeps Slack's rules and asks for no more than the bot uses."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.commands.listen import SLASH

ROOT = Path(__file__).parents[2]

# https://docs.slack.dev/reference/events: which scope an event needs.
SCOPE_OF_EVENT = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def rules() -> Draft202012Validator:
    schema = yaml.safe_load((Path(__file__).parent / "manifest_rules.yaml").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_manifest_keeps_slack_s_rules(
    manifest: dict[str, Any], rules: Draft202012Validator
) -> None:
    assert [error.message for error in rules.iter_errors(manifest)] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("display_information", "name"), "N" * 36),
        (("display_information", "description"), "d" * 141),
        (("display_information", "long_description"), "too short"),
        (("display_information", "background_color"), "blue"),
        (("features", "bot_user", "display_name"), "n" * 81),
        (("features", "slash_commands", 0, "command"), "nhs brief"),
        (("features", "slash_commands", 0, "usage_hint"), "h" * 1001),
        (("features", "home"), {}),
        (("oauth_config", "scopes", "bot"), ["chat write"]),
        (("settings", "event_subscriptions", "bot_events"), ["app_mention", "app_mention"]),
        (("settings", "interactivity"), {}),
        (("settings", "socket_mode_enabled"), "yes"),
    ],
)
def test_the_rules_find_what_slack_would_refuse(
    manifest: dict[str, Any],
    rules: Draft202012Validator,
    place: tuple[str | int, ...],
    value: object,
) -> None:
    part: Any = manifest
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    assert list(rules.iter_errors(manifest))


def test_only_what_is_needed_is_required(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert scopes["bot"] == ["chat:write", "commands", "app_mentions:read"]
    assert scopes["bot_optional"] == ["channels:history", "groups:history", "users:read"]


def test_every_event_has_its_scope(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    granted = {*scopes["bot"], *scopes["bot_optional"]}
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        assert SCOPE_OF_EVENT[event] in granted


def test_the_slash_command_is_the_one_that_is_listened_to(manifest: dict[str, Any]) -> None:
    commands = manifest["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [SLASH]
    assert commands[0]["description"]
    assert commands[0]["usage_hint"]


def test_one_workspace_runs_over_socket_mode(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
