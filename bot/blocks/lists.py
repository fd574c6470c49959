"""Help, the editions of a channel, the health of the sources, and short notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.blocks.message import message_of, one_message
from bot.blocks.pieces import Button, buttons, plain_section, rich, small, title
from bot.blocks.words import (
    Label,
    Span,
    ago,
    bold,
    code,
    counted,
    label,
    outside,
    printed_moment,
    safe_url,
)
from bot.model import Delivery, Message, Subscription
from feeds.model import Feed, FeedState

TOGETHER = 8  # sources in one block, so that a list of fifty fits one message
DAYS = {
    "mon-fri": "weekdays",
    "daily": "every day",
    "release-days": "days with official statistics",
}
STATES = {
    "sent": "sent",
    "uncertain": "may not have arrived",
    "failed": "failed",
    "missed": "missed",
}

HELP: tuple[tuple[str, str], ...] = (
    ("/nhs-brief", "the latest briefing"),
    (
        "/nhs-brief how many people are waiting in Wales?",
        "an answer in a source's own words, or none",
    ),
    ("/nhs-brief search winter funding", "matching articles, newest first"),
    ("/nhs-brief article 12", "one article's card; a link or words of its title do as well"),
    ("/nhs-brief figures waiting lists", "key figures"),
    ("/nhs-brief quotes BMA", "who said what: a person, party or body"),
    ("/nhs-brief ahead", "dates coming up"),
    (
        "/nhs-brief subscribe morning 07:30 weekdays",
        "brief this channel (morning, statistics, wrap or weekly)",
    ),
    (
        "/nhs-brief subscribe weekly mon 08:00 waiting lists exclude dental full",
        "by day, topic, word and length",
    ),
    ("/nhs-brief pause 2w · resume · unsubscribe · status · resend", "this channel's editions"),
    ("/nhs-brief preview", "what the next edition would say now"),
    ("/nhs-brief feeds", "sources and their health; administrators add, remove and check"),
)
MENTIONS = (
    "Mention the bot with a link for that article's card. Reply with a question in the thread of a "
    "briefing or card to ask about it."
)
HOW = "Every line behind a bar is copied word for word from the article named beside it."


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """One subscription as people ask after it: when it comes next and what became of the last."""

    subscription: Subscription
    next_at: datetime | None = None
    last: Delivery | None = None


def note_message(text: str) -> Message:
    """A short reply in the bot's own words."""
    return message_of([plain_section(text)])


def help_message() -> Message:
    """Everything that can be asked, with examples."""
    rows = [(code(command), Span(f" {does}")) for command, does in HELP]
    return message_of([rich((bold("What you can ask"),), *rows), small(f"{MENTIONS}\n{HOW}")])


def status_message(editions: Sequence[EditionStatus], now: datetime) -> Message:
    """The editions of a channel."""
    if not editions:
        cure = "This channel has no briefing yet. Start one with /nhs-brief subscribe morning 07:30 weekdays"
        return note_message(cure)
    body = [rich(*_edition_rows(edition, now)) for edition in editions]
    uncertain = any(one.last is not None and one.last.state == "uncertain" for one in editions)
    resend = buttons(Button("resend", "Send again", {})) if uncertain else ()
    return one_message([title("This channel's briefings"), *body], tail=resend)


def _edition_rows(status: EditionStatus, now: datetime) -> list[Label]:
    chosen = status.subscription
    days = DAYS.get(chosen.days, chosen.days.replace(",", ", "))
    wishes = [
        f"{name} {', '.join(outside(word) for word in words)}"
        for name, words in (
            ("topics", chosen.topics),
            ("include", chosen.include),
            ("exclude", chosen.exclude),
            ("watch", chosen.watch),
        )
        if words
    ]
    first = label(
        (bold(chosen.edition),), f"{chosen.time:%H:%M} {chosen.zone}", days, chosen.length, *wishes
    )
    return [first, label(_next(status, now), _last(status.last))]


def _next(status: EditionStatus, now: datetime) -> str:
    zone = status.subscription.zone
    paused = status.subscription.paused_until
    if paused and paused > now:
        return f"paused until {printed_moment(paused, zone)}"
    return (
        f"next {printed_moment(status.next_at, zone)}" if status.next_at else "no next date known"
    )


def _last(last: Delivery | None) -> str:
    if last is None:
        return "none sent yet"
    reason = f" ({outside(last.reason)})" if last.reason else ""
    return f"{last.local_date.day} {last.local_date:%b %Y}: {STATES.get(last.state, 'under way')}{reason}"


def feeds_message(
    feeds: Sequence[tuple[Feed, FeedState]],
    now: datetime,
    *,
    may_change: bool = False,
) -> Message:
    """Sources and their health, numbered for `feeds remove`."""
    if not feeds:
        return note_message("No sources are switched on. Add one with /nhs-brief feeds add LINK")
    rows = [_feed_row(number, feed, state, now) for number, (feed, state) in enumerate(feeds, 1)]
    body = [rich(*rows[start : start + TOGETHER]) for start in range(0, len(rows), TOGETHER)]
    tail = [small("feeds add LINK · feeds remove NUMBER · feeds check")] if may_change else []
    return one_message([title(counted(len(feeds), "source")), *body], tail=tail)


def _feed_row(number: int, feed: Feed, state: FeedState, now: datetime) -> Label:
    name = Span(outside(feed.name) or "unnamed", url=safe_url(feed.url))
    quoting = "open licence" if feed.licence == "open" else ""
    return label(
        (Span(f"{number}. "), name), outside(feed.nation), quoting, feed_health(state, now)
    )


def feed_health(state: FeedState, now: datetime) -> str:
    """One line on how a source is doing."""
    if state.gone:
        return "gone: no longer asked"
    if state.failures:
        since = (
            f"last answer {ago(state.answered_at, now)}"
            if state.answered_at
            else "has never answered"
        )
        return f"failing ({counted(state.failures, 'time')}), {since}: {outside(state.error, 160)}"
    if state.answered_at is None:
        return "not asked yet"
    newest = f", last new {ago(state.new_at, now)}" if state.new_at else ""
    return f"answered {ago(state.answered_at, now)}{newest}"
