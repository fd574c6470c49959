"""Composer of one edition: which articles fall in its window, what was read of them, the digest.

archive.articles(window) | not yet briefed here | library.readings | stories | compose_digest
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.config import Config
from bot.editions import LOOK_BACK, WEEK, Slot, bank_holidays, release_days, window
from bot.model import Subscription
from feeds.archive import Archive
from summaries.choosing import QuoteLimit
from summaries.digest import Wishes, compose_digest
from summaries.library.store import Library
from summaries.model import Digest
from summaries.sifting import LATE
from summaries.stories import group_stories


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes an edition from what is archived. Reads, and writes nothing."""

    archive: Archive
    library: Library
    config: Config

    def compose(
        self,
        subscription: Subscription,
        slot: Slot,
        known_at: datetime,
        already: Collection[int] = (),
        *,
        last_sent: datetime | None = None,
        notes: Sequence[str] = (),
    ) -> Digest:
        """The digest of a slot from what was archived by `known_at`, without the articles that this
        channel was briefed on before (`already`).

        Where the briefing before it was sent earlier than the slot before it (one was missed, or the
        subscription was changed), the digest covers the time since then too, up to a week.
        """
        since, until = self.window(subscription, slot)
        if last_sent is not None and until - last_sent < LOOK_BACK:
            since = min(since, max(last_sent, until - WEEK))
        # What is gathered while the edition is being made belongs to it, not to tomorrow's.
        until = max(until, min(known_at, until + self.config.catch_up))
        found = self.archive.articles(since - LATE, until, subscription.team_id, known_at=known_at)
        readings = self.library.readings([a for a in found if a.id not in already])
        return compose_digest(
            subscription.edition,
            slot.local_date,
            since,
            until,
            readings,
            group_stories([reading.document for reading in readings]),
            self.wishes(subscription),
            notes=notes,
        )

    def window(self, subscription: Subscription, slot: Slot) -> tuple[datetime, datetime]:
        return window(subscription, slot, *self.calendar(slot.local_date))

    def calendar(self, day: date) -> tuple[frozenset[date], frozenset[date]]:
        """Bank holidays and release days around a day."""
        years = (day.year - 1, day.year, day.year + 1)
        return bank_holidays(self.config.holidays, years), release_days(years)

    def plain_wishes(self) -> Wishes:
        """What config.yaml says, for whoever asks outside a subscription."""
        config = self.config
        return Wishes(
            topics=config.topics,
            exclude=config.exclude,
            watch=config.watchlist,
            ranker=config.summaries.ranker,
            sentences=config.summaries.sentences,
            quotes_budget={
                name: QuoteLimit(part.sentences, part.share) for name, part in config.quotes.items()
            },
        )

    def wishes(self, subscription: Subscription) -> Wishes:
        """What a channel asked for, laid over what config.yaml says."""
        plain = self.plain_wishes()
        return replace(
            plain,
            wanted=subscription.topics,
            include=subscription.include,
            exclude=(*plain.exclude, *subscription.exclude),
            watch=(*plain.watch, *subscription.watch),
            length=subscription.length,
        )
