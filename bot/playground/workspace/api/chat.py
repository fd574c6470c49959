"""chat.*: posting, changing and deleting messages."""

import re
from dataclasses import replace
from typing import Any

from bot.playground.workspace import payloads
from bot.playground.workspace.api.call import Call
from bot.playground.workspace.api.rooms import (
    channel_of,
    message_of,
    open_channel_of,
    person_of,
)
from bot.playground.workspace.compose import read_content
from bot.playground.workspace.model import BOT_USER_ID, ApiError, Channel, Message
from bot.playground.workspace.services import Services
from bot.playground.workspace.state import SLACKBOT

TS = re.compile(r"\d{1,12}\.\d{6}")
TOMBSTONE = "This message was deleted."


def post_message(services: Services, call: Call) -> dict[str, Any]:
    channel = open_channel_of(services, call)
    content = read_content(call.args, cut=True)
    thread_ts = thread_of(services, channel, call)
    message = services.state.put(
        Message(
            channel=channel.id,
            ts=services.state.next_ts(),
            user=BOT_USER_ID,
            text=content.text,
            blocks=content.blocks or (),
            thread_ts=thread_ts,
            metadata=content.metadata,
            also_in_channel=bool(thread_ts) and call.flag("reply_broadcast"),
        )
    )
    shown = payloads.message_json(message, services.state.manifest, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(services: Services, call: Call) -> dict[str, Any]:
    channel = open_channel_of(services, call)
    person = person_of(services, call)
    if person.id not in channel.members:
        raise ApiError("user_not_in_channel")
    content = read_content(call.args)
    message = services.state.put(
        Message(
            channel=channel.id,
            ts=services.state.next_ts(),
            user=BOT_USER_ID,
            text=content.text,
            blocks=content.blocks or (),
            thread_ts=thread_of(services, channel, call),
            to=person.id,
        )
    )
    return {"message_ts": message.ts}


def update(services: Services, call: Call) -> dict[str, Any]:
    """Change one of the app's own messages. Blocks stay where none are given."""
    channel = open_channel_of(services, call)
    known = _own_message(services, channel, call, "cant_update_message")
    kept = {"blocks": list(known.blocks) or None, "text": known.text}
    content = read_content({**kept, **call.args})
    changed = services.state.put(
        replace(
            known,
            text=content.text,
            blocks=known.blocks if content.blocks is None else content.blocks,
            metadata=known.metadata if content.metadata is None else content.metadata,
            edited=services.state.next_ts(),
        )
    )
    shown = payloads.message_json(changed, services.state.manifest, metadata=True)
    facts = {"channel": channel.id, "ts": changed.ts, "text": changed.text}
    return {**facts, "message": shown}


def delete(services: Services, call: Call) -> dict[str, Any]:
    """Remove one of the app's own messages; where it has replies, a stone stays in its place."""
    channel = channel_of(services, call)
    known = _own_message(services, channel, call, "cant_delete_message")
    if services.state.replies(channel.id, known.ts):
        stone = Message(channel.id, known.ts, SLACKBOT.id, TOMBSTONE)
        services.state.put(stone)
    else:
        services.state.drop(channel.id, known.ts)
    return {"channel": channel.id, "ts": known.ts}


def get_permalink(services: Services, call: Call) -> dict[str, Any]:
    channel = channel_of(services, call)
    message = message_of(services, channel, call.text("message_ts", "message_not_found"))
    link = f"{services.base_url}archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _own_message(services: Services, channel: Channel, call: Call, refusal: str) -> Message:
    message = message_of(services, channel, call.text("ts", "message_not_found"))
    if message.user != BOT_USER_ID:
        raise ApiError(refusal)
    return message


def thread_of(services: Services, channel: Channel, call: Call) -> str | None:
    """The parent that a reply names: a message of this channel which is not a reply itself."""
    thread_ts = call.args.get("thread_ts")
    if not thread_ts:
        return None
    if not isinstance(thread_ts, str) or not TS.fullmatch(thread_ts):
        raise ApiError("invalid_thread_ts")
    parent = services.state.message(channel.id, thread_ts)
    if parent is None or parent.to:
        raise ApiError("thread_not_found")
    if parent.is_reply:
        raise ApiError("cannot_reply_to_message")
    return thread_ts
