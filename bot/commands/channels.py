"""A channel's editions: the latest and the next briefing, subscribing, pausing, sending again."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.blocks.digest import digest_message
from bot.blocks.lines import versions_of
from bot.blocks.lists import EditionStatus, note_message, status_message
from bot.blocks.words import printed_moment
from bot.commands.services import Services
from bot.commands.wish import CommandError, Wish, resolve_named
from bot.editions import Slot, latest_slot, next_slot, subscription_of
from bot.model import Message, Subscription
from summaries.model import Digest

LONGEST_PAUSE = timedelta(days=366)
DEFAULT = "morning"


@dataclass(frozen=True, slots=True)
class Channels:
    """What a channel can be asked about its own briefings."""

    services: Services

    def latest(self, team_id: str, channel_id: str) -> tuple[Message, ...]:
        """The newest briefing that this channel was sent, as it was sent. Before the first, what the
        newest slot would have said; if that is nothing, what has come since."""
        sent = self.services.store.latest_briefing(team_id, channel_id)
        if sent:
            return sent
        subscription = self._subscription(team_id, channel_id)
        now = self.services.clock.now()
        slot = latest_slot(subscription, now, *self.services.calendar(now.date()))
        digest = self.services.compose(subscription, slot, now) if slot else None
        if digest is None or digest.top is None:
            today = Slot(now.astimezone(self.services.config.zone).date(), now)
            digest = self.services.compose(subscription, today, now)
        return self._shown(digest, subscription)

    def preview(self, edition: str, team_id: str, channel_id: str) -> tuple[Message, ...]:
        """What the next edition would say if it came out now."""
        subscription = self._subscription(team_id, channel_id, edition)
        now = self.services.clock.now()
        slot = next_slot(subscription, now, *self.services.calendar(now.date()))
        if slot is None:
            raise CommandError(
                f"I know no next date of {subscription.edition}. See /nhs-brief status"
            )
        return self._shown(self.services.compose(subscription, slot, now), subscription)

    def subscribe(self, wish: Wish, team_id: str, channel_id: str) -> Message:
        """Set one edition of the channel, by its own choices where nothing else was wished."""
        editions = self.services.config.editions
        name, topics = resolve_named(wish.named, editions, self.services.config.topics)
        edition = editions[name or DEFAULT]
        now = self.services.clock.now()
        plain = subscription_of(edition, team_id, channel_id, self.services.config.timezone, now)
        wished = replace(
            plain,
            time=wish.at or plain.time,
            days=wish.days or plain.days,
            length=wish.length or plain.length,
            topics=topics or plain.topics,
            include=wish.include,
            exclude=wish.exclude,
            watch=wish.watch,
        )
        self.services.plan_due()  # what is due by the old choices is still sent
        self.services.store.subscribe(wished)
        return status_message([self._status(wished)], now)

    def unsubscribe(self, edition: str, team_id: str, channel_id: str) -> Message:
        ended = self.services.store.unsubscribe(team_id, channel_id, self._named(edition))
        self._expect(ended, edition)
        return note_message(f"This channel is no longer sent {edition or 'any briefing'}.")

    def pause(self, period: timedelta, team_id: str, channel_id: str) -> Message:
        """Pause all editions of the channel."""
        if not timedelta() < period <= LONGEST_PAUSE:
            raise CommandError("Pause for an hour to a year. For example: /nhs-brief pause 2w")
        until = self.services.clock.now() + period
        self._expect(self.services.store.pause(team_id, channel_id, until))
        when = printed_moment(until, self.services.config.timezone)
        return note_message(f"Paused until {when}. /nhs-brief resume ends the pause.")

    def resume(self, edition: str, team_id: str, channel_id: str) -> Message:
        named, now = self._named(edition), self.services.clock.now()
        self._expect(self.services.store.resume(team_id, channel_id, named, now=now), edition)
        return self.status(team_id, channel_id)

    def status(self, team_id: str, channel_id: str) -> Message:
        """Every edition of the channel: when it comes next, what became of the last."""
        subscriptions = self.services.store.subscriptions(team_id, channel_id)
        return status_message(
            [self._status(one) for one in subscriptions], self.services.clock.now()
        )

    def resend(self, team_id: str, channel_id: str) -> Message:
        """Plan again what may not have arrived, was refused or missed; newest first, only the last day's."""
        store, now = self.services.store, self.services.clock.now()
        found = store.deliveries(team_id, channel_id)
        open_ones = [one for one in found if one.state in ("uncertain", "failed", "missed")]
        newest = [one for one in open_ones if one.local_date == open_ones[0].local_date]
        again = sum(store.resend(one.id, team_id, now) for one in newest)
        if not again:
            raise CommandError(
                "Nothing to send again: every briefing arrived. /nhs-brief shows the latest."
            )
        return note_message("It will be sent again within a minute.")

    def _subscription(self, team_id: str, channel_id: str, edition: str = "") -> Subscription:
        """The channel's own edition, else the edition as config.yaml has it."""
        config, now = self.services.config, self.services.clock.now()
        own = {one.edition: one for one in self.services.store.subscriptions(team_id, channel_id)}
        name = edition or (DEFAULT if DEFAULT in own or not own else next(iter(own)))
        if name not in config.editions and name not in own:
            raise CommandError(
                f"There is no edition of that name. Editions: {', '.join(config.editions)}"
            )
        plain = own.get(name)
        return plain or subscription_of(
            config.editions[name], team_id, channel_id, config.timezone, now
        )

    def _status(self, subscription: Subscription) -> EditionStatus:
        now = self.services.clock.now()
        slot = next_slot(subscription, now, *self.services.calendar(now.date()))
        sent = self.services.store.deliveries(subscription.team_id, subscription.channel_id)
        last = next((one for one in sent if one.edition == subscription.edition), None)
        return EditionStatus(subscription, slot.at if slot else None, last)

    def _named(self, edition: str) -> str | None:
        return edition if re.fullmatch(r"[\w-]+", edition) else None

    def _expect(self, changed: int, edition: str = "") -> None:
        if not changed:
            what = edition or "any briefing"
            raise CommandError(
                f"This channel is not subscribed to {what}. /nhs-brief status shows its editions."
            )

    def _shown(self, digest: Digest, subscription: Subscription) -> tuple[Message, ...]:
        texts = self.services.archive.version_texts(versions_of(digest))
        return digest_message(digest, texts, subscription.zone)
