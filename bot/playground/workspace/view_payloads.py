"""Slack-shaped JSON about views: submissions, closings, clicks in them, and the opened Home tab (pure)."""

from typing import Any

from bot.playground.workspace.model import APP_ID, TEAM_ID, VERIFICATION_TOKEN, Person
from bot.playground.workspace.payloads import TEAM

Json = dict[str, Any]


def submission(view: Json, person: Person, trigger_id: str) -> Json:
    return {
        "type": "view_submission",
        **_common(person),
        "trigger_id": trigger_id,
        "view": view,
        "response_urls": [],
    }


def closed(view: Json, person: Person, *, is_cleared: bool) -> Json:
    return {"type": "view_closed", **_common(person), "view": view, "is_cleared": is_cleared}


def block_actions(view: Json, person: Person, action: Json, trigger_id: str) -> Json:
    return {
        "type": "block_actions",
        **_common(person),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger_id,
        "view": view,
        "actions": [action],
    }


def app_home_opened(person: Person, channel: str, tab: str, view: Json | None, at: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel,
        "tab": tab,
        "event_ts": at,
    }
    return {**event, "view": view} if view else event


def _common(person: Person) -> Json:
    return {
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        "team": TEAM,
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }
