"""Slack-shaped JSON: users, channels, messages, and what is sent to the app (pure)."""

import json
from collections.abc import Mapping
from typing import Any

from bot.playground.workspace.filled import held
from bot.playground.workspace.model import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    VERIFICATION_TOKEN,
    Block,
    Channel,
    Command,
    Manifest,
    Message,
    Person,
)

Json = dict[str, Any]
CREATED = 1_767_225_600  # 2026-01-01: when the workspace's invented people and channels began
TEAM: Json = {"id": TEAM_ID, "domain": TEAM_DOMAIN}


def user_json(person: Person) -> Json:
    profile = {"real_name": person.real_name, "display_name": person.real_name}
    return {
        "id": person.id,
        "team_id": TEAM_ID,
        "name": person.name,
        "deleted": False,
        "color": person.color.removeprefix("#"),
        "real_name": person.real_name,
        "tz": "Europe/London",
        "profile": {**profile, "team": TEAM_ID},
        "is_admin": person.is_admin,
        "is_owner": person.is_admin,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": CREATED,
    }


def channel_json(channel: Channel) -> Json:
    if channel.partner:
        return {"id": channel.id, "is_im": True, "user": channel.partner, "created": CREATED}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_member": BOT_USER_ID in channel.members,
        "created": CREATED,
        "creator": "U0ADA",
        "topic": {"value": channel.topic, "creator": "U0ADA", "last_set": CREATED},
        "purpose": {"value": channel.topic, "creator": "U0ADA", "last_set": CREATED},
        "num_members": len(channel.members),
    }


def message_json(
    message: Message,
    manifest: Manifest,
    replies: tuple[Message, ...] = (),
    metadata: bool = False,
) -> Json:
    """A message as history, replies, events and actions show it."""
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    body["team"] = TEAM_ID
    if message.client_msg_id:
        body["client_msg_id"] = message.client_msg_id
    if message.user == BOT_USER_ID:
        profile = {"id": BOT_ID, "app_id": APP_ID, "name": manifest.bot_name, "team_id": TEAM_ID}
        body |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": profile}
    if message.blocks:
        body["blocks"] = list(message.blocks)
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.edited}
    if replies:
        body |= _thread_facts(message, replies)
    if message.files:
        body |= {"files": list(message.files), "upload": True}
    if message.reactions:
        body["reactions"] = _reactions(message)
    if metadata and message.metadata:
        body["metadata"] = message.metadata
    return body


def app_mention(message: Message, manifest: Manifest) -> Json:
    return message_json(message, manifest) | {
        "type": "app_mention",
        "channel": message.channel,
        "event_ts": message.ts,
    }


def message_event(message: Message, channel: Channel, manifest: Manifest) -> Json:
    kind = "im" if channel.partner else "channel"
    return message_json(message, manifest) | {
        "channel": message.channel,
        "channel_type": kind,
        "event_ts": message.ts,
    }


def event_callback(event: Json, event_id: str, at: float) -> Json:
    """The wrapper of the Events API."""
    authorization = {"team_id": TEAM_ID, "user_id": BOT_USER_ID, "is_bot": True}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [
            {"enterprise_id": None, **authorization, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def slash_command(
    command: Command,
    text: str,
    person: Person,
    channel: Channel,
    response_url: str,
    trigger_id: str,
) -> Json:
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.partner else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command.name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def block_actions(
    message: Message,
    shown: Json,
    channel: Channel,
    person: Person,
    action: Json,
    values: Mapping[str, Json],
    response_url: str,
    trigger_id: str,
) -> Json:
    """A click. An ephemeral message is not carried along, only named: so it is at Slack."""
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: Json = {
        "type": "block_actions",
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "container": {**container, "is_ephemeral": message.to is not None},
        "trigger_id": trigger_id,
        "team": TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.id, "name": channel.name},
        "state": {"values": values},
        "response_url": response_url,
        "actions": [action],
    }
    return payload if message.to else {**payload, "message": shown}


def action_json(block: Block, element: Block, value: Any, at: str) -> Json:
    """One entry of `actions`: what was pressed or picked."""
    action: Json = {
        "action_id": element["action_id"],
        "block_id": block.get("block_id", ""),
        "type": element["type"],
        "action_ts": at,
    }
    if element["type"] == "button":
        action["text"] = element["text"]
    if element["type"] in ("button", "icon_button", "workflow_button"):
        return action | ({"value": element["value"]} if "value" in element else {})
    if element["type"] == "feedback_buttons":
        return action | {"value": value}
    return action | held(element, value)


def size_of(value: Any) -> int:
    """Bytes of a value as JSON."""
    return len(json.dumps(value).encode())


def _thread_facts(parent: Message, replies: tuple[Message, ...]) -> Json:
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": parent.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
    }


def _reactions(message: Message) -> list[Json]:
    names = dict.fromkeys(name for name, _ in message.reactions)
    return [
        {
            "name": name,
            "users": (users := [u for n, u in message.reactions if n == name]),
            "count": len(users),
        }
        for name in names
    ]
