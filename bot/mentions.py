"""Mentions of the bot, and questions in the threads under its posts. Answers stand in the thread."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt import App

from bot.blocks.lists import help_message
from bot.commands.desk import Desk
from bot.commands.parse import Command, link_in, parse_command, plain_line
from bot.model import Message
from bot.replies import attempt, log_failure
from bot.store import REPLY

_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words said to the bot in a channel. `text` is plain and without the mention itself."""

    team_id: str
    channel_id: str
    user_id: str
    text: str
    ts: str
    thread_ts: str | None = None

    @property
    def thread(self) -> str:
        """Where the answer goes: the thread it stands in, else one under it."""
        return self.thread_ts or self.ts

    @property
    def key(self) -> str:
        """What is the same when Slack brings it again, or both as a mention and as a message."""
        return f"said:{self.channel_id}:{self.ts}"


def register(app: App, desk: Desk) -> None:
    @app.event("app_mention")
    def on_mention(body: dict[str, Any], event: dict[str, Any]) -> None:
        if not is_by_a_bot(event):
            answer(desk, mention_of(body, event), reply)

    @app.event("message")
    def on_message(body: dict[str, Any], event: dict[str, Any]) -> None:
        if is_thread_question(event):
            answer(desk, mention_of(body, event), reply_in_thread)


def mention_of(body: Mapping[str, Any], event: Mapping[str, Any]) -> Mention:
    return Mention(
        team_id=str(body.get("team_id") or event.get("team")),
        channel_id=str(event["channel"]),
        user_id=str(event.get("user")),
        text=plain_line(_MENTION.sub(" ", str(event.get("text") or ""))),
        ts=str(event["ts"]),
        thread_ts=event.get("thread_ts"),
    )


def is_by_a_bot(event: Mapping[str, Any]) -> bool:
    return bool(event.get("bot_id") or event.get("bot_profile") or event.get("subtype"))


def is_thread_question(event: Mapping[str, Any]) -> bool:
    """Whether a message asks something in a thread without naming anybody: a mention has its own event."""
    text = str(event.get("text") or "")
    asks = text.rstrip().endswith("?") and not _MENTION.search(text)
    return asks and bool(event.get("thread_ts")) and not is_by_a_bot(event)


def answer(desk: Desk, said: Mention, find: Callable[[Desk, Mention], tuple[Message, ...]]) -> None:
    """Answer once, in the thread; nothing is posted where there is nothing to say."""
    if not desk.is_new(said.key):
        return
    for number, message in enumerate(attempt(lambda: find(desk, said))):
        key = f"{said.key}:{number}"
        try:
            desk.services.post(said.team_id, said.channel_id, message, said.thread, key)
        except Exception as error:
            log_failure(error)


def reply_in_thread(desk: Desk, said: Mention) -> tuple[Message, ...]:
    """The answer to a question under one of our posts; elsewhere people talk among themselves."""
    about = shown_in_thread(desk, said)
    return (desk.inquiries.ask_about(said.text, about, said.team_id),) if about else ()


def reply(desk: Desk, said: Mention) -> tuple[Message, ...]:
    """The answer to a mention: of its link, of the thread it stands in, or of its words."""
    if not said.text:
        return _of_thread(desk, said) or (help_message(),)
    if link := link_in(said.text):
        return (_of_link(desk, said, link),)
    return _of_thread(desk, said) or _of_words(desk, said)


def _of_link(desk: Desk, said: Mention, link: str) -> Message:
    article = desk.inquiries.fetched(link, said.team_id)
    rest = said.text.replace(link, " ").strip()
    if rest.endswith("?") and re.search(r"\w", rest):
        return desk.inquiries.ask_about(rest, [article.id], said.team_id)
    return desk.inquiries.card(article)


def shown_in_thread(desk: Desk, said: Mention) -> Sequence[int]:
    """The articles of the post under which this was said, or of our answer to what opened the thread."""
    if said.thread_ts is None:
        return ()
    store, place = desk.services.store, (said.team_id, said.channel_id)
    opened = replace(said, ts=said.thread_ts)
    return store.articles_shown(*place, said.thread_ts) or sorted(
        store.articles_briefed(*place, f"{REPLY}:{opened.key}:0")
    )


def _of_thread(desk: Desk, said: Mention) -> tuple[Message, ...]:
    about = shown_in_thread(desk, said)
    if not about:
        return ()
    command = parse_command(said.text) if said.text else Command("article")
    ask = desk.inquiries
    if command.name in ("article", "latest") and not command.words:
        return (ask.cards(about, said.team_id),)
    if command.name == "figures" and not command.words:
        return (ask.figures_of(about, said.team_id),)
    if command.name == "quotes" and not command.words:
        return (ask.quotes_of(about, said.team_id),)
    if command.name in ("ask", "search"):
        return (ask.ask_about(command.words, about, said.team_id),)
    return ()


def _of_words(desk: Desk, said: Mention) -> tuple[Message, ...]:
    """A command, the title of an article, or a question."""
    command = parse_command(said.text)
    is_title = command.name in ("ask", "search") and command.words == said.text
    if is_title and not said.text.endswith("?"):
        found = desk.inquiries.titled(said.text, said.team_id)
        if found:
            return (found,)
    return desk.act(command, said.team_id, said.channel_id, said.user_id)
