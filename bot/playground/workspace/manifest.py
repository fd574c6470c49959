"""Reads an app manifest in Slack's shape: scopes, commands and events are enforced from it."""

from collections.abc import Mapping
from typing import Any

from bot.playground.workspace.model import Command, Manifest

DEFAULT_MANIFEST: Mapping[str, Any] = {
    "display_information": {"name": "NHS Brief"},
    "features": {
        "bot_user": {"display_name": "NHS Brief", "always_online": True},
        "slash_commands": [
            {
                "command": "/nhs-brief",
                "description": "The latest briefing, or an answer",
                "usage_hint": "[question or help]",
            }
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "commands", "app_mentions:read"],
            "bot_optional": ["channels:history", "groups:history"],
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention", "message.channels"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


def read_manifest(manifest: Mapping[str, Any] | None) -> Manifest:
    """What a manifest grants; optional scopes count as granted, as on an install that ticks all."""
    manifest = DEFAULT_MANIFEST if manifest is None else manifest
    features = _part(manifest, "features")
    settings = _part(manifest, "settings")
    scopes = _part(_part(manifest, "oauth_config"), "scopes")
    home = _part(features, "app_home")
    name = _part(manifest, "display_information").get("name", "App")
    return Manifest(
        bot_name=str(_part(features, "bot_user").get("display_name", name)),
        scopes=frozenset([*scopes.get("bot", ()), *scopes.get("bot_optional", ())]),
        commands=tuple(_command(each) for each in features.get("slash_commands", ())),
        bot_events=frozenset(_part(settings, "event_subscriptions").get("bot_events", ())),
        is_interactive=bool(_part(settings, "interactivity").get("is_enabled", False)),
        rotates_tokens=bool(settings.get("token_rotation_enabled", False)),
        redirect_urls=tuple(_part(manifest, "oauth_config").get("redirect_urls") or ()),
        has_home=bool(home.get("home_tab_enabled", not home)),
        has_messages_tab=bool(home.get("messages_tab_enabled", not home)),
        is_messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
    )


def _part(owner: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return owner.get(key) or {}


def _command(entry: Mapping[str, Any]) -> Command:
    return Command(
        name=str(entry["command"]),
        description=str(entry.get("description", "")),
        usage_hint=str(entry.get("usage_hint", "")),
        should_escape=bool(entry.get("should_escape", False)),
    )
