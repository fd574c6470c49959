"""Due → claim → compose → freeze → post → record, and recovery of what a crash or lost reply left open.

A claim row decides who posts; its payload is frozen before the post, and the post's metadata carries its
id. A row met again with tries > 1 is first looked for in the channel, from its first claim on, through
all pages. Without history scope an ambiguous post is never repeated: it is kept as "uncertain" and
offered.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.blocks.digest import digest_message
from bot.blocks.lines import versions_of
from bot.clock import Clock
from bot.delivery.channel import HistoryForbiddenError, find_post, payload_of, post
from bot.delivery.compose import Composer
from bot.delivery.outcomes import Outcome
from bot.editions import Slot, due, instant
from bot.model import Delivery, Message, Subscription
from bot.store import Store
from feeds.archive import Archive
from summaries.model import Line

logger = logging.getLogger(__name__)

# Longer than the client's timeout (10 s) and Slack's own delay together: a shorter lease doubled posts.
LEASE = timedelta(seconds=120)
NOTHING_TO_SAY = "nothing new, and this edition is silent then"


class DeliveryError(Exception):
    """A reply did not reach its thread; the message says why."""


@dataclass(slots=True)
class Courier:
    """Delivers editions to channels and replies to threads, once each."""

    store: Store
    archive: Archive
    composer: Composer
    client_for: Callable[[str], WebClient]
    clock: Clock
    owner: str = field(default_factory=lambda: f"courier-{uuid.uuid4().hex[:12]}")

    def plan_due(self) -> int:
        """Make a planned row for every subscription with a slot due. How many rows are new."""
        now = self.clock.now()
        return sum(self._plan(subscription, now) for subscription in self.store.subscriptions())

    def _plan(self, subscription: Subscription, now: datetime) -> bool:
        calendar = self.composer.calendar(now.date())
        slot = due(subscription, now, self.composer.config.catch_up, *calendar)
        if slot is None:
            return False
        key = (subscription.team_id, subscription.channel_id, subscription.edition)
        return self.store.plan(*key, slot.local_date, now=now)

    def deliver_all(self) -> int:
        """Work off every row that can be claimed now. How many posts reached their channel."""
        sent = 0
        while (delivery := self.store.claim(self.owner, self.clock.now(), LEASE)) is not None:
            sent += self._deliver(delivery)
        return sent

    def _deliver(self, delivery: Delivery) -> bool:
        client = self.client_for(delivery.team_id)
        if delivery.tries > 1 and delivery.payload and not self._is_absent(client, delivery):
            return False
        ready = delivery if delivery.payload else self._freeze(delivery)
        return ready is not None and self._post(client, ready).state == "sent"

    def _is_absent(self, client: WebClient, delivery: Delivery) -> bool:
        """Look for the post of an earlier try. True only when it certainly is not there."""
        since = delivery.claimed_at or self.clock.now()
        thread = (delivery.payload or {}).get("thread_ts")
        try:
            ts = find_post(client, delivery.channel_id, delivery.id, since, thread)
        except HistoryForbiddenError:
            reason = "may not have arrived; without a history scope nobody can look"
            self.store.uncertain(delivery.id, self.owner, reason)
            logger.warning("uncertain %s: no history scope; offered to be sent again", delivery.id)
            return False
        except (SlackClientError, OSError) as error:
            logger.info("cannot look for %s yet: %s", delivery.id, type(error).__name__)
            return False
        if ts is not None:
            self.store.record_sent(delivery.id, self.owner, ts, self.clock.now())
            logger.info("recovered %s: it had arrived", delivery.id)
        return ts is None

    def _freeze(self, delivery: Delivery) -> Delivery | None:
        messages = self._compose(delivery)
        if not messages:
            self.store.fail(delivery.id, self.owner, NOTHING_TO_SAY)
            return None
        parts = [(payload_of(message), message.lines) for message in messages]
        return self.store.freeze(delivery.id, self.owner, parts, self.clock.now())

    def _compose(self, delivery: Delivery) -> tuple[Message, ...]:
        key = (delivery.team_id, delivery.channel_id, delivery.edition)
        subscription = self.store.subscription(*key)
        if subscription is None:
            return ()
        slot = Slot(delivery.local_date, instant(delivery.local_date, subscription))
        already = self.store.articles_briefed(*key)
        digest = self.composer.compose(subscription, slot, self.clock.now(), already)
        edition = self.composer.config.editions.get(delivery.edition)
        if digest.top is None and edition is not None and edition.empty == "silent":
            return ()
        texts = self.archive.version_texts(versions_of(digest))
        messages = digest_message(digest, texts, subscription.zone)
        for line in (line for message in messages for line in message.refused):
            logger.error(
                "left out of %s: %s does not stand in its source", delivery.id, place_of(line)
            )
        return messages

    def _post(self, client: WebClient, delivery: Delivery) -> Outcome:
        if not self.store.still_owned(delivery.id, self.owner, self.clock.now()):
            logger.info("lost the lease of %s before posting", delivery.id)
            return Outcome("unknown", reason="the lease ended")
        outcome = post(client, delivery.channel_id, delivery.payload or {}, delivery.id)
        self._record(delivery, outcome)
        return outcome

    def _record(self, delivery: Delivery, outcome: Outcome) -> None:
        now, reason = self.clock.now(), outcome.reason or ""
        logger.info("delivery %s part %d: %s %s", delivery.id, delivery.part, outcome.state, reason)
        if outcome.state == "sent" and outcome.ts:
            self.store.record_sent(delivery.id, self.owner, outcome.ts, now)
        elif outcome.state == "later":
            self.store.release(delivery.id, self.owner, now + (outcome.after or LEASE), reason)
        elif outcome.state == "refused":
            self.store.fail(delivery.id, self.owner, reason)
        # "unknown" keeps its lease: when that ends, the row is claimed again and looked for first.

    def reply(
        self, team_id: str, channel_id: str, message: Message, thread_ts: str | None, key: str
    ) -> str | None:
        """Post a reply once per key, through the same door; its ts, or None where it was answered before.

        Raises DeliveryError where Slack refuses; a lost reply is found again by the next round.
        """
        payload = payload_of(message) | ({"thread_ts": thread_ts} if thread_ts else {})
        part = (payload, message.lines)
        opened = self.store.open_reply(
            (team_id, channel_id, key), part, self.owner, self.clock.now(), LEASE
        )
        if opened is None:
            return None
        outcome = self._post(self.client_for(team_id), opened)
        if outcome.state == "refused":
            raise DeliveryError(outcome.reason or "refused")
        return outcome.ts


def place_of(line: Line) -> str:
    """Where a line claims to stand; never its words, which do not belong in a log."""
    return f"article {line.article}, version {line.version}, {line.part} {line.start}:{line.end}"
