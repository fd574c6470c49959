"""What the desk needs from the rest of the program, handed over by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import Clock
from bot.config import Config
from bot.editions import Slot
from bot.model import Message, Subscription
from bot.store import Store
from feeds.archive import Archive
from feeds.model import Article
from feeds.refresh import RefreshReport
from summaries.library.store import Library
from summaries.model import Card, Digest, Reading, Summary

Holidays = tuple[frozenset[date], frozenset[date]]  # bank holidays, release days


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that answering needs.

    `compose(subscription, slot, known_at)` makes a slot's digest; `calendar(day)` knows the holidays
    and release days around a day; `fetch_article(url, team_id)` raises FeedError with a plain reason;
    `post(team_id, channel_id, message, thread_ts, key)` posts once per key, records the lines shown
    and returns the ts, or None where that key was answered before; `is_admin(team_id, user_id)` says who may change the sources; `plan_due()` notes every edition
    that is due by now, so that a change of a subscription loses none.
    """

    archive: Archive
    library: Library
    store: Store
    config: Config
    clock: Clock
    compose: Callable[[Subscription, Slot, datetime], Digest]
    calendar: Callable[[date], Holidays]
    summarize: Callable[[Reading], Summary]
    summarize_with_cards: Callable[[Reading], tuple[Summary, tuple[Card, ...]]]
    fetch_article: Callable[[str, str], Article]
    refresh: Callable[[], RefreshReport]
    post: Callable[[str, str, Message, str | None, str], str | None]
    is_admin: Callable[[str, str], bool]
    plan_due: Callable[[], int]
