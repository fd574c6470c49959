"""The slash command's listener: ack, one call, reply to the asker."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.blocks.message import offering_post
from bot.commands.desk import POSTABLE, Desk
from bot.commands.parse import parse_command
from bot.delivery.channel import payload_of
from bot.model import Message
from bot.replies import attempt

SLASH = "/nhs-brief"


def register(app: App, desk: Desk) -> None:
    @app.command(SLASH)
    def on_command(
        ack: Callable[[], Any], body: dict[str, Any], respond: Callable[..., Any]
    ) -> None:
        ack()
        if not desk.is_new(f"command:{body.get('trigger_id')}"):
            return
        for message in attempt(lambda: answered(desk, body)):
            respond(response_type="ephemeral", **payload_of(message))


def answered(desk: Desk, body: dict[str, Any]) -> tuple[Message, ...]:
    """The replies to a slash command, the last with a button to say them to the channel."""
    text = str(body.get("text") or "")
    command = parse_command(text)
    messages = desk.act(command, body["team_id"], body["channel_id"], body["user_id"])
    if command.name not in POSTABLE:
        return messages
    return (*messages[:-1], offering_post(messages[-1], text))
