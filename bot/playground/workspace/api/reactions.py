"""reactions.*: the app's own, and everybody's to read."""

import re
from dataclasses import replace
from typing import Any

from bot.playground.workspace import payloads
from bot.playground.workspace.api.call import Call
from bot.playground.workspace.api.rooms import channel_of, message_of
from bot.playground.workspace.model import BOT_USER_ID, ApiError, Message
from bot.playground.workspace.services import Services

NAME = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")


def add(services: Services, call: Call) -> dict[str, Any]:
    message, reaction = _reacted(services, call)
    if reaction in message.reactions:
        raise ApiError("already_reacted")
    services.state.put(replace(message, reactions=(*message.reactions, reaction)))
    return {}


def remove(services: Services, call: Call) -> dict[str, Any]:
    message, reaction = _reacted(services, call)
    if reaction not in message.reactions:
        raise ApiError("no_reaction")
    kept = tuple(each for each in message.reactions if each != reaction)
    services.state.put(replace(message, reactions=kept))
    return {}


def get(services: Services, call: Call) -> dict[str, Any]:
    message = _message(services, call)
    shown = payloads.message_json(message, services.state.manifest)
    return {"type": "message", "channel": message.channel, "message": shown}


def list_reacted(services: Services, call: Call) -> dict[str, Any]:
    """What one person reacted to, or the app where nobody is named, newest first."""
    person = str(call.args.get("user") or BOT_USER_ID)
    if person not in services.state.people:
        raise ApiError("user_not_found")
    found = [
        message
        for channel in services.state.channels
        for message in services.state.messages(channel)
        if any(user == person for _, user in message.reactions)
    ]
    manifest = services.state.manifest
    items = [
        {"type": "message", "channel": m.channel, "message": payloads.message_json(m, manifest)}
        for m in sorted(found, key=lambda m: m.ts, reverse=True)
    ]
    return {"items": items, "response_metadata": {"next_cursor": ""}}


def _reacted(services: Services, call: Call) -> tuple[Message, tuple[str, str]]:
    name = call.text("name", "invalid_name").strip(":")
    if not NAME.fullmatch(name):
        raise ApiError("invalid_name")
    return _message(services, call), (name, BOT_USER_ID)


def _message(services: Services, call: Call) -> Message:
    if not call.args.get("timestamp"):
        raise ApiError("no_item_specified")
    channel = channel_of(services, call)
    return message_of(services, channel, call.text("timestamp", "no_item_specified"))
