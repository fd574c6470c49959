"""conversations.*: channels, their people and their messages."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bot.playground.workspace import limits, payloads
from bot.playground.workspace.api.call import Call
from bot.playground.workspace.api.rooms import channel_of, readable_channel_of, require
from bot.playground.workspace.model import ApiError, Channel, Message
from bot.playground.workspace.services import Services


def list_channels(services: Services, call: Call) -> dict[str, Any]:
    kinds = str(call.args.get("types") or "public_channel").split(",")
    found: list[Channel] = []
    for channel in services.state.channels.values():
        kind = "im" if channel.partner else "public_channel"
        if kind in kinds and not (channel.is_archived and call.flag("exclude_archived")):
            found.append(channel)
    if "im" in kinds:
        require(services, "im:read")
    if "public_channel" in kinds:
        require(services, "channels:read")
    page, metadata = _page(found, call, limits.LIST_LIMIT)
    return {"channels": [payloads.channel_json(c) for c in page], **metadata}


def info(services: Services, call: Call) -> dict[str, Any]:
    channel = channel_of(services, call)
    require(services, "im:read" if channel.partner else "channels:read")
    return {"channel": payloads.channel_json(channel)}


def members(services: Services, call: Call) -> dict[str, Any]:
    channel = channel_of(services, call)
    require(services, "im:read" if channel.partner else "channels:read")
    page, metadata = _page(sorted(channel.members), call, limits.LIST_LIMIT)
    return {"members": list(page), **metadata}


def open_direct(services: Services, call: Call) -> dict[str, Any]:
    """Direct messages with one person; a group of them is not emulated."""
    require(services, "im:write")
    people = call.text("users", "users_list_not_supplied").split(",")
    if len(people) > 1:
        raise ApiError("not_emulated", detail="direct messages with more than one person")
    person = services.state.people.get(people[0])
    if person is None or person.is_bot:
        raise ApiError("user_not_found")
    channel = services.state.direct_channel(person.id)
    return {
        "channel": payloads.channel_json(channel) if call.flag("return_im") else {"id": channel.id}
    }


def history(services: Services, call: Call) -> dict[str, Any]:
    """The channel's messages, newest first: no replies but those sent to the channel too."""
    channel = readable_channel_of(services, call)
    shown = [
        message
        for message in reversed(services.state.messages(channel.id))
        if message.to is None and (not message.is_reply or message.also_in_channel)
    ]
    return _messages(services, call, _between(shown, call))


def replies(services: Services, call: Call) -> dict[str, Any]:
    """A thread, oldest first, beginning with its parent."""
    channel = readable_channel_of(services, call)
    ts = call.text("ts", "thread_not_found")
    named = services.state.message(channel.id, ts)
    if named is None or named.to:
        raise ApiError("thread_not_found")
    parent_ts = named.thread_ts or named.ts
    parent = services.state.message(channel.id, parent_ts)
    thread = services.state.replies(channel.id, parent_ts)
    first = [parent] if parent else []
    return _messages(services, call, [*first, *_between(thread, call)])


def _messages(services: Services, call: Call, found: Sequence[Message]) -> dict[str, Any]:
    default, highest = services.rates.history_limit()
    page, metadata = _page(found, call, highest, default)
    shown = [
        payloads.message_json(
            message,
            services.state.manifest,
            () if message.is_reply else services.state.replies(message.channel, message.ts),
            call.flag("include_all_metadata"),
        )
        for message in page
    ]
    return {"messages": shown, "has_more": bool(metadata), "pin_count": 0, **metadata}


def _between(messages: Sequence[Message], call: Call) -> list[Message]:
    """Those after `oldest` and before `latest`; with `inclusive`, those at them too."""
    oldest = call.ts("oldest", "invalid_ts_oldest")
    latest = call.ts("latest", "invalid_ts_latest")
    inclusive = call.flag("inclusive")

    def is_between(message: Message) -> bool:
        ts = Decimal(message.ts)
        if inclusive and ts in (oldest, latest):
            return True
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [message for message in messages if is_between(message)]


def _page(
    found: Sequence[Any], call: Call, highest: int, default: int = limits.HISTORY_PAGE
) -> tuple[Sequence[Any], dict[str, Any]]:
    """One page, and where the next begins: a cursor names the last entry of the page before."""
    limit = min(max(call.number("limit", default), 1), highest)
    start = _start(found, call.args.get("cursor"))
    page = found[start : start + limit]
    if start + limit >= len(found):
        return page, {}
    cursor = urlsafe_b64encode(f"after:{_name(page[-1])}".encode()).decode()
    return page, {"response_metadata": {"next_cursor": cursor}}


def _start(found: Sequence[Any], cursor: Any) -> int:
    if not cursor:
        return 0
    try:
        last = urlsafe_b64decode(str(cursor).encode()).decode().removeprefix("after:")
        return [_name(entry) for entry in found].index(last) + 1
    except ValueError:
        raise ApiError("invalid_cursor") from None


def _name(entry: Any) -> str:
    return str(getattr(entry, "ts", None) or getattr(entry, "id", entry))
