"""response_url: up to five messages within half an hour of a command or a click."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.compose import Content, read_content
from bot.playground.workspace.model import BOT_USER_ID, ApiError, Message
from bot.playground.workspace.state import State


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """A right to answer: where, to whom, on which message, until when, and how often still."""

    channel: str
    person: str
    expires: datetime
    original: str | None = None
    uses: int = 0


class Responses:
    """All the response_urls that were given out."""

    def __init__(self, state: State, base_url: str) -> None:
        self._state = state
        self._base_url = base_url
        self._urls: dict[str, ResponseUrl] = {}
        self._made: dict[str, str] = {}

    def issue(self, channel: str, person: str, original: str | None = None) -> str:
        secret = token_urlsafe(16)
        expires = self._state.now() + limits.RESPONSE_URL_LIFE
        self._urls[secret] = ResponseUrl(channel, person, expires, original)
        return f"{self._base_url}response/{secret}"

    def answer(self, secret: str, body: Mapping[str, Any]) -> None:
        """Use a response_url once. Raises ApiError: expired_url, used_url or what is wrong inside."""
        url = self._urls.get(secret)
        if url is None or self._state.now() > url.expires:
            raise ApiError("expired_url")
        if url.uses >= limits.RESPONSE_URL_USES:
            raise ApiError("used_url")
        written = self.write(url, body)
        self._remember(written, secret)
        original = written.ts if written and url.original is None else url.original
        self._urls[secret] = replace(url, uses=url.uses + 1, original=original)

    def acked(self, response_url: str, body: Mapping[str, Any]) -> None:
        """Show what a command's ack said. It does not count as a use."""
        secret = response_url.rsplit("/", 1)[-1]
        url = self._urls[secret]
        if written := self.write(url, body):
            self._remember(written, secret)
            self._urls[secret] = replace(url, original=written.ts)

    def path_behind(self, ts: str) -> str | None:
        """The path of the response_url that wrote this message last, for who looks into it."""
        secret = self._made.get(ts)
        return f"/response/{secret}" if secret else None

    def _remember(self, written: Message | None, secret: str) -> None:
        if written:
            self._made[written.ts] = secret

    def write(self, url: ResponseUrl, body: Mapping[str, Any]) -> Message | None:
        """The message that the body asks for: new, in place of the original, or none at all."""
        original = self._state.message(url.channel, url.original or "")
        if body.get("delete_original"):
            if original:
                self._state.drop(url.channel, original.ts)
            return None
        content = read_content(body)
        if body.get("replace_original") and original:
            return self._replace(original, content)
        is_open = body.get("response_type") == "in_channel"
        return self._state.put(
            Message(
                channel=url.channel,
                ts=self._state.next_ts(),
                user=BOT_USER_ID,
                text=content.text,
                blocks=content.blocks or (),
                thread_ts=self._thread_of(url, body),
                metadata=content.metadata,
                to=None if is_open else url.person,
            )
        )

    def _thread_of(self, url: ResponseUrl, body: Mapping[str, Any]) -> str | None:
        """The thread that the body names; an answer goes to the channel where it names none."""
        thread_ts = body.get("thread_ts")
        if thread_ts and self._state.message(url.channel, str(thread_ts)) is None:
            raise ApiError("thread_not_found")
        return str(thread_ts) if thread_ts else None

    def _replace(self, original: Message, content: Content) -> Message:
        return self._state.put(
            replace(
                original,
                text=content.text,
                blocks=content.blocks or (),
                metadata=content.metadata,
                edited=None if original.to else self._state.next_ts(),
            )
        )
