"""What people do: say something, give a command, press a button. The app hears of it in its time."""

import re
from secrets import token_hex
from typing import Any
from uuid import uuid4

from bot.playground.workspace import payloads
from bot.playground.workspace.blocks.walk import clickable
from bot.playground.workspace.deliveries import Deliveries, NotAnsweredError
from bot.playground.workspace.filled import Typed, held, state_values, with_action
from bot.playground.workspace.model import (
    BOT_USER_ID,
    ApiError,
    Block,
    Channel,
    Command,
    Message,
    Person,
)
from bot.playground.workspace.responses import Responses
from bot.playground.workspace.state import SLACKBOT, State
from bot.playground.workspace.triggers import Triggers
from bot.playground.workspace.typed import mentioned, read_typed, stored_blocks, stored_text

COMMAND = re.compile(r"\s*(/\S+)\s*(.*)", re.DOTALL)
MESSAGE_SCOPES = {"message.channels": "channels:history", "message.im": "im:history"}
REASONS = {
    "operation_timeout": "did not respond (operation_timeout)",
    "connection_lost": "did not respond (operation_timeout)",
    "dispatch_failed": "did not respond (dispatch_failed): the app is not connected",
    "http_error": "failed (dispatch_failed): the app answered with an HTTP error",
}


class Acts:
    """One method for everything that a person can do. Each returns at once; the app hears in its time."""

    def __init__(
        self, state: State, deliveries: Deliveries, responses: Responses, triggers: Triggers
    ) -> None:
        self._state = state
        self._deliveries = deliveries
        self._responses = responses
        self._triggers = triggers

    def say(
        self, person: Person, channel: Channel, text: str, thread_ts: str | None = None
    ) -> Message:
        """Post what was typed. Mentions and links in it become tokens; the app hears the events."""
        if channel.is_archived:
            raise ApiError("is_archived")
        if not text.strip():
            raise ApiError("no_text")
        parent = self._state.message(channel.id, thread_ts) if thread_ts else None
        if thread_ts and (parent is None or parent.is_reply or parent.to):
            raise ApiError("thread_not_found")
        pieces = read_typed(text.strip(), self._people(), self._channels())
        message = self._state.put(
            Message(
                channel=channel.id,
                ts=self._state.next_ts(),
                user=person.id,
                text=stored_text(pieces),
                blocks=stored_blocks(pieces, token_hex(3)),
                thread_ts=thread_ts,
                client_msg_id=str(uuid4()),
            )
        )
        self._tell_app(message, channel, BOT_USER_ID in set(mentioned(pieces)))
        return message

    def command(self, person: Person, channel: Channel, text: str) -> str:
        """Give a slash command; returns its time. Raises ApiError for one that nobody answers to."""
        parts = COMMAND.fullmatch(text)
        if parts is None:
            raise ApiError("not_a_command")
        name, rest = parts[1], parts[2].strip()
        at = self._state.next_ts()
        if name in ("/invite", "/remove"):
            self._membership(name, person, channel, rest)
            return at
        command = self._state.manifest.command(name)
        if command is None or "commands" not in self._state.manifest.scopes:
            raise ApiError("unknown_command", command=name)
        self._deliveries.spawn(self._run_command(command, rest, person, channel))
        return at

    def click(
        self,
        person: Person,
        channel: Channel,
        ts: str,
        action_id: str,
        value: Any = None,
        typed: Typed | None = None,
    ) -> str:
        """Press a button or pick from a menu of a message that the person can see.

        `value` is a text, or a list of them; `typed` what stands in the message's other fields."""
        message = self._state.message(channel.id, ts)
        if message is None or message.to not in (None, person.id):
            raise ApiError("message_not_found")
        block, element = _element(message, action_id, value)
        if not self._state.manifest.is_interactive:
            raise ApiError("interactivity_disabled")
        at = self._state.next_ts()
        action = payloads.action_json(block, element, value, at)
        values = with_action(state_values(message.blocks, typed), element, action)
        self._deliveries.spawn(self._run_click(message, channel, person, action, values))
        return at

    def whisper(
        self, person: Person, channel: Channel, text: str, thread_ts: str | None = None
    ) -> None:
        """Tell one person something in Slack's own name."""
        self._state.put(
            Message(
                channel=channel.id,
                ts=self._state.next_ts(),
                user=SLACKBOT.id,
                text=text,
                thread_ts=thread_ts,
                to=person.id,
            )
        )

    def _tell_app(self, message: Message, channel: Channel, is_mention: bool) -> None:
        manifest = self._state.manifest
        if BOT_USER_ID not in channel.members:
            if is_mention:
                self._suggest_invitation(message, channel)
            return
        kind = "message.im" if channel.partner else "message.channels"
        if kind in manifest.bot_events and MESSAGE_SCOPES[kind] in manifest.scopes:
            self._deliveries.send_event(payloads.message_event(message, channel, manifest))
        wants_mentions = "app_mention" in manifest.bot_events and not channel.partner
        if is_mention and wants_mentions and "app_mentions:read" in manifest.scopes:
            self._deliveries.send_event(payloads.app_mention(message, manifest))

    async def _run_command(
        self, command: Command, text: str, person: Person, channel: Channel
    ) -> None:
        if command.should_escape:
            text = stored_text(read_typed(text, self._people(), self._channels()))
        response_url = self._responses.issue(channel.id, person.id)
        payload = payloads.slash_command(
            command, text, person, channel, response_url, self._triggers.issue(person.id)
        )
        try:
            ack = await self._deliveries.send("slash_commands", payload)
            if ack.get("text") or ack.get("blocks"):
                self._responses.acked(response_url, ack)
        except NotAnsweredError as error:
            self.whisper(person, channel, f"{command.name} {REASONS[error.code]}")
        except ApiError as error:
            self.whisper(person, channel, f"{command.name} answered with {error.code}")

    async def _run_click(
        self,
        message: Message,
        channel: Channel,
        person: Person,
        action: dict[str, Any],
        values: dict[str, dict[str, Any]],
    ) -> None:
        response_url = self._responses.issue(channel.id, person.id, message.ts)
        shown = payloads.message_json(
            message, self._state.manifest, self._state.replies(channel.id, message.ts)
        )
        payload = payloads.block_actions(
            message,
            shown,
            channel,
            person,
            action,
            values,
            response_url,
            self._triggers.issue(person.id),
        )
        try:
            await self._deliveries.send("interactive", payload)
        except NotAnsweredError as error:
            self.whisper(person, channel, f"The button {REASONS[error.code]}", message.thread_ts)

    def _membership(self, name: str, person: Person, channel: Channel, text: str) -> None:
        wanted = self._state.person(text)
        if wanted is None or channel.partner:
            raise ApiError("user_not_found")
        if name == "/invite":
            self._state.join(channel.id, wanted.id)
            self.whisper(person, channel, f"<@{wanted.id}> is now in <#{channel.id}>.")
        else:
            self._state.leave(channel.id, wanted.id)
            self.whisper(person, channel, f"<@{wanted.id}> has left <#{channel.id}>.")

    def _suggest_invitation(self, message: Message, channel: Channel) -> None:
        name = self._state.manifest.bot_name
        text = f"{name} is not in this channel. To bring it in, type `/invite @{name}`."
        self.whisper(self._state.people[message.user], channel, text, message.thread_ts)

    def _people(self) -> dict[str, str]:
        known = self._state.people.values()
        return {name.lower(): p.id for p in known for name in (p.name, p.real_name)}

    def _channels(self) -> dict[str, str]:
        return {c.name: c.id for c in self._state.channels.values() if not c.partner}


def _element(message: Message, action_id: str, value: Any) -> tuple[Block, Block]:
    named = [pair for pair in clickable(message.blocks) if pair[1]["action_id"] == action_id]
    if not named:
        raise ApiError("action_not_found")
    if value is None:
        return named[0]
    exact = [pair for pair in named if pair[1].get("value") == value]
    menus = [pair for pair in named if pair[1]["type"] != "button"]
    if not exact and not menus:
        raise ApiError("action_not_found")
    block, element = (exact or menus)[0]
    if element["type"] in ("static_select", "overflow", "radio_buttons") and (
        held(element, value)["selected_option"] is None
    ):
        raise ApiError("option_not_found")
    return block, element
