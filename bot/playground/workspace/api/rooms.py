"""Finding the channel, the person or the message that a call means, with Slack's refusals."""

from bot.playground.workspace.api.call import Call
from bot.playground.workspace.model import BOT_USER_ID, ApiError, Channel, Message, Person
from bot.playground.workspace.services import Services
from bot.playground.workspace.state import SLACKBOT


def channel_of(services: Services, call: Call) -> Channel:
    """A channel by id only: Slack's methods take no names. A user id means direct messages."""
    wanted = call.text("channel", "channel_not_found")
    person = services.state.people.get(wanted)
    if person and not person.is_bot:
        return services.state.direct_channel(wanted)
    channel = services.state.channels.get(wanted)
    if channel is None:
        raise ApiError("channel_not_found")
    return channel


def open_channel_of(services: Services, call: Call) -> Channel:
    """A channel into which the app may write."""
    channel = channel_of(services, call)
    if channel.is_archived:
        raise ApiError("is_archived")
    is_public = "chat:write.public" in services.state.manifest.scopes
    if BOT_USER_ID not in channel.members and not is_public:
        raise ApiError("not_in_channel")
    return channel


def readable_channel_of(services: Services, call: Call) -> Channel:
    """A channel whose messages the app may read."""
    channel = channel_of(services, call)
    require(services, "im:history" if channel.partner else "channels:history")
    if BOT_USER_ID not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def person_of(services: Services, call: Call, key: str = "user") -> Person:
    person = services.state.people.get(call.text(key, "user_not_found"))
    if person is None or person == SLACKBOT:
        raise ApiError("user_not_found")
    return person


def message_of(services: Services, channel: Channel, ts: str) -> Message:
    """A message that everyone can see; an ephemeral one cannot be named in a call."""
    message = services.state.message(channel.id, ts)
    if message is None or message.to:
        raise ApiError("message_not_found")
    return message


def require(services: Services, scope: str) -> None:
    provided = services.state.manifest.scopes
    if scope not in provided:
        raise ApiError("missing_scope", needed=scope, provided=",".join(sorted(provided)))
