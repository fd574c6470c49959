"""Clicks on the bot's buttons. What a button carries comes back from outside: everything is looked up
again in the clicker's own workspace."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from bot.blocks.lists import note_message
from bot.blocks.message import with_question
from bot.commands.desk import POSTABLE, Desk
from bot.commands.parse import parse_command
from bot.commands.wish import CommandError
from bot.delivery.channel import payload_of
from bot.model import Feedback, Message
from bot.replies import attempt
from summaries.model import Line

MOST_ARTICLES = 100
MAX_OFFSET = 1_000
POSTED = "Posted to this channel."
NOT_YET = (
    "Slack has not taken it yet; it is tried again by itself. If I am not in this channel, type "
    "/invite @NHS Brief"
)
STALE = "That button is out of date. /nhs-brief starts afresh."


@dataclass(frozen=True, slots=True)
class Click:
    """A button pressed: by whom, where, and what it carried, as far as that makes sense."""

    action_id: str
    team_id: str
    channel_id: str
    user_id: str
    key: str
    message_ts: str = ""
    articles: tuple[int, ...] = ()
    line: Line | None = None
    words: str = ""
    offset: int = 0

    @property
    def about(self) -> str:
        """What a report is about, as kept with it."""
        return ",".join(str(number) for number in self.articles) or self.action_id


Act = Callable[[Desk, Click], tuple[Message, ...]]


def register(app: App, desk: Desk) -> None:
    def on_click(ack: Callable[[], Any], body: dict[str, Any], respond: Callable[..., Any]) -> None:
        ack()
        clicked = click_of(body)
        if not desk.is_new(clicked.key):
            return
        for message in attempt(lambda: press(desk, clicked)):
            respond(response_type="ephemeral", replace_original=False, **payload_of(message))

    app.action(re.compile(rf"^({'|'.join(ACTS)})(\.[0-9]+)?$"))(on_click)


def press(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    """What comes of a click."""
    act = ACTS.get(clicked.action_id.partition(".")[0])
    if act is None:
        raise CommandError(STALE)
    return act(desk, clicked)


def click_of(body: Mapping[str, Any]) -> Click:
    """Read a block_actions payload; whatever its value holds that makes no sense is dropped."""
    action = body["actions"][0]
    carried = _carried(action.get("value"))
    place = body.get("container") or {}
    words = carried.get("command", carried.get("words"))
    offset = carried.get("offset")
    return Click(
        action_id=str(action.get("action_id")),
        team_id=str((body.get("team") or {}).get("id")),
        channel_id=str((body.get("channel") or {}).get("id") or place.get("channel_id")),
        user_id=str((body.get("user") or {}).get("id")),
        key=f"click:{body.get('trigger_id')}:{action.get('action_ts')}",
        message_ts=str(place.get("message_ts")),
        articles=_numbers(carried.get("articles")),
        line=_line(carried.get("line")),
        words=words if isinstance(words, str) else "",
        offset=min(max(offset, 0), MAX_OFFSET) if isinstance(offset, int) else 0,
    )


def _carried(value: object) -> dict[str, Any]:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _numbers(value: object) -> tuple[int, ...]:
    found = value if isinstance(value, list) else []
    return tuple(n for n in found if _is_number(n) and n > 0)[:MOST_ARTICLES]


def _line(value: object) -> Line | None:
    """A place to look up; its words are taken from the archive."""
    if not isinstance(value, list) or len(value) != 5 or value[4] not in ("text", "title"):
        return None
    article, version, start, end, part = value
    if not all(_is_number(n) for n in (article, version, start, end)) or not 0 <= start < end:
        return None
    return Line(article, version, start, end, "", part)


def _full_summary(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    return (desk.inquiries.cards(clicked.articles, clicked.team_id),)


def _key_figures(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    return (desk.inquiries.figures_of(clicked.articles, clicked.team_id),)


def _who_said_what(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    return (desk.inquiries.quotes_of(clicked.articles, clicked.team_id),)


def _source(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    if clicked.line is not None:
        return (desk.inquiries.passage(clicked.line, clicked.team_id),)
    return (desk.inquiries.source(clicked.articles, clicked.team_id),)


def _search_more(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    return (desk.inquiries.search(clicked.words, clicked.team_id, clicked.offset),)


def _resend(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    return (desk.channels.resend(clicked.team_id, clicked.channel_id),)


def _post_to_channel(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    """Ask again what the asker asked, and say the answer to the channel, once for each reply."""
    command = parse_command(clicked.words)
    if command.name not in POSTABLE:
        raise CommandError(STALE)
    where = (clicked.team_id, clicked.channel_id)
    messages = desk.act(command, *where, clicked.user_id)
    if command.name == "ask":
        messages = tuple(with_question(message, command.words) for message in messages)
    key = f"post:{clicked.channel_id}:{clicked.message_ts}"
    if not desk.is_new(key):
        raise CommandError("That was posted already.")
    posted = [
        desk.services.post(*where, message, None, f"{key}:{number}")
        for number, message in enumerate(messages)
    ]
    return (note_message(POSTED if all(posted) else NOT_YET),)


def _report_problem(desk: Desk, clicked: Click) -> tuple[Message, ...]:
    given_at = desk.services.clock.now()
    place = (clicked.team_id, clicked.channel_id, clicked.user_id)
    desk.services.store.report(Feedback(*place, "problem", clicked.about, given_at))
    return (note_message("Thank you. It is noted, with the articles that it is about."),)


ACTS: dict[str, Act] = {
    "full_summary": _full_summary,
    "article": _full_summary,
    "key_figures": _key_figures,
    "who_said_what": _who_said_what,
    "source": _source,
    "search_more": _search_more,
    "resend": _resend,
    "post_to_channel": _post_to_channel,
    "report_problem": _report_problem,
}
