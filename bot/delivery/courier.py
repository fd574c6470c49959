"""Due → claim → compose → freeze → post → record, and recovery of what a crash or lost reply left open.

A claim row decides who posts; its payload is frozen before the post, and the post's metadata carries its
id. A row met again with tries > 1 is first looked for in the channel, from its first claim on, through
all pages. Without history scope an ambiguous post is never repeated: it is kept as "uncertain" and
offered. What comes too late to be news is "missed", and the next edition says so.
"""

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy import Connection

from bot.blocks.digest import digest_message
from bot.blocks.lines import versions_of
from bot.blocks.words import counted
from bot.clock import Clock
from bot.delivery.channel import HistoryForbiddenError, find_post, payload_of, post
from bot.delivery.compose import Composer
from bot.delivery.outcomes import Outcome
from bot.delivery.pacing import Pacer
from bot.editions import Slot, due, instant, missed
from bot.model import Delivery, Message, Subscription
from bot.pulse import DELIVERED, PLANNED, Pulse
from bot.store import REPLY, Key, Store
from feeds.archive import Archive
from feeds.database import DatabaseError
from summaries.model import Line

logger = logging.getLogger(__name__)

# Longer than the client's timeout (10 s) and Slack's own delay together: a shorter lease doubled posts.
LEASE = timedelta(seconds=120)
AGAIN_AFTER = timedelta(minutes=5)  # what could not be composed may be composable then
NOTHING_TO_SAY = "nothing new, and this edition is silent then"
UNSUBSCRIBED = "the channel was unsubscribed before it was sent"
TOO_LATE = "it was too late to send it"
BE_PATIENT = "waiting, as Slack asks of this workspace"


class DeliveryError(Exception):
    """A reply did not reach its thread; the message says why."""


@dataclass(slots=True)
class Courier:
    """Delivers editions to channels and replies to threads, once each. `wait` pauses for so many
    seconds of real time: Slack's pace is one post a second in a channel."""

    store: Store
    archive: Archive
    composer: Composer
    client_for: Callable[[str], WebClient]
    clock: Clock
    owner: str = field(default_factory=lambda: f"courier-{uuid.uuid4().hex[:12]}")
    wait: Callable[[float], None] = time.sleep
    pacer: Pacer = field(default_factory=Pacer)

    def plan_due(self) -> int:
        """Make a planned row for every subscription with a slot due, and note what was missed since
        a clock last looked. How many are newly planned."""
        now, pulse = self.clock.now(), Pulse(self.store.database)
        looked = pulse.last(PLANNED) or now
        calendar = self.composer.calendar(now.date())
        wanted = [
            decided
            for subscription in self.store.subscriptions()
            for decided in self._decide(subscription, looked, now, calendar)
        ]
        planned = self.store.plan_all(wanted, now)
        pulse.beat(PLANNED, now)
        return planned

    def _decide(
        self,
        subscription: Subscription,
        looked: datetime,
        now: datetime,
        calendar: tuple[frozenset[date], frozenset[date]],
    ) -> list[tuple[Key, str | None]]:
        """The slot to send, if any, and those that it is too late for, with the reason."""
        catch_up = self.composer.config.catch_up
        place = (subscription.team_id, subscription.channel_id, subscription.edition)
        slot = due(subscription, now, catch_up, *calendar)
        late = missed(subscription, looked, now, catch_up, *calendar)
        past: list[tuple[Key, str | None]] = [((*place, one.local_date), TOO_LATE) for one in late]
        return past + ([((*place, slot.local_date), None)] if slot else [])

    def deliver_all(self) -> int:
        """Work off every row that can be claimed now. How many posts reached their channel."""
        sent = 0
        while (delivery := self.store.claim(self.owner, self.clock.now(), LEASE)) is not None:
            sent += self._deliver(delivery)
        Pulse(self.store.database).beat(DELIVERED, self.clock.now())
        return sent

    def _deliver(self, delivery: Delivery) -> bool:
        held = self.pacer.held_for(delivery.team_id, datetime.now(UTC))
        if held and delivery.tries == 1:
            self.store.release(delivery.id, self.owner, self.clock.now() + held, BE_PATIENT)
            return False
        client = self.client_for(delivery.team_id)
        if delivery.tries > 1 and delivery.payload and not self._is_absent(client, delivery):
            return False
        if self._is_late(delivery):
            self.store.miss(delivery.id, self.owner, delivery.reason or TOO_LATE)
            logger.warning("missed %s: %s", delivery.id, delivery.reason or TOO_LATE)
            return False
        ready = delivery if delivery.payload else self._freeze(delivery)
        return ready is not None and self._post(client, ready).state == "sent"

    def _is_late(self, delivery: Delivery) -> bool:
        """Whether it was planned so long ago that it would be stale news; a person who asks for it to
        be sent again plans it anew."""
        planned = delivery.planned_at or self.clock.now()
        return self.clock.now() - planned > self.composer.config.catch_up

    def _is_absent(self, client: WebClient, delivery: Delivery) -> bool:
        """Look for the post of an earlier try. True only when it certainly is not there."""
        since = delivery.claimed_at or self.clock.now()
        thread = (delivery.payload or {}).get("thread_ts")
        try:
            ts = find_post(client, delivery.channel_id, delivery.id, since, thread)
        except HistoryForbiddenError:
            self._offer(delivery, "may not have arrived; without a history scope nobody can look")
            return False
        except (SlackClientError, OSError) as error:
            logger.info("cannot look for %s yet: %s", delivery.id, type(error).__name__)
            if self._is_late(delivery):
                self._offer(delivery, "may not have arrived; the channel could not be looked into")
            return False
        if ts is not None:
            self.store.record_sent(delivery.id, self.owner, ts, self.clock.now())
            logger.info("recovered %s: it had arrived", delivery.id)
        return ts is None

    def _offer(self, delivery: Delivery, reason: str) -> None:
        self.store.uncertain(delivery.id, self.owner, reason)
        logger.warning("uncertain %s: %s; offered to be sent again", delivery.id, reason)

    def _freeze(self, delivery: Delivery) -> Delivery | None:
        """Compose it and write it down. What cannot be composed waits, and holds up nobody else."""
        place = (delivery.team_id, delivery.channel_id, delivery.edition)
        subscription = self.store.subscription(*place)
        if subscription is None:
            self.store.fail(delivery.id, self.owner, UNSUBSCRIBED)
            return None
        try:
            messages = self._compose(delivery, subscription)
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("cannot compose %s", delivery.id)
            reason = f"it could not be composed ({type(error).__name__})"
            self.store.release(delivery.id, self.owner, self.clock.now() + AGAIN_AFTER, reason)
            return None
        if not messages:
            self.store.fail(delivery.id, self.owner, NOTHING_TO_SAY)
            return None
        parts = [(payload_of(message), message.lines) for message in messages]
        return self.store.freeze(delivery.id, self.owner, parts, self.clock.now())

    def _compose(self, delivery: Delivery, subscription: Subscription) -> tuple[Message, ...]:
        place = (delivery.team_id, delivery.channel_id, delivery.edition)
        now = self.clock.now()
        # The time may have been changed since it was planned; an edition never tells of the future.
        slot = Slot(delivery.local_date, min(instant(delivery.local_date, subscription), now))
        last = self.store.last_sent(*place)
        digest = self.composer.compose(
            subscription,
            slot,
            now,
            self.store.articles_briefed(*place),
            last_sent=last,
            notes=missed_notes(self.store.missed_days(*place, last)),
        )
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
        place = (delivery.team_id, delivery.channel_id)
        pause = self.pacer.wait(*place, datetime.now(UTC)).total_seconds()
        if pause and not is_reply(delivery):
            self.wait(pause)
        if not self.store.still_owned(delivery.id, self.owner, self.clock.now()):
            logger.info("lost the lease of %s before posting", delivery.id)
            return Outcome("unknown", reason="the lease ended")
        outcome = post(client, delivery.channel_id, delivery.payload or {}, delivery.id)
        self.pacer.posted(*place, datetime.now(UTC))
        self._record(delivery, outcome)
        return outcome

    def _record(self, delivery: Delivery, outcome: Outcome) -> None:
        now, reason = self.clock.now(), outcome.reason or ""
        logger.info("delivery %s part %d: %s %s", delivery.id, delivery.part, outcome.state, reason)
        if outcome.state == "sent" and outcome.ts:
            self.store.record_sent(delivery.id, self.owner, outcome.ts, now)
        elif outcome.state == "later":
            self.store.release(delivery.id, self.owner, now + (outcome.after or LEASE), reason)
            if outcome.is_pace and outcome.after:
                self.pacer.hold(delivery.team_id, datetime.now(UTC) + outcome.after)
        elif outcome.state == "refused":
            self.store.fail(delivery.id, self.owner, reason)
        # "unknown" keeps its lease: when that ends, the row is claimed again and looked for first.

    def reply(
        self,
        team_id: str,
        channel_id: str,
        message: Message,
        thread_ts: str | None,
        key: str,
        beside: Callable[[Connection], bool] | None = None,
    ) -> str | None:
        """Post a reply once per key, through the same door; its ts, or None where it was answered before.

        `beside` writes in the transaction that opens the reply; where it says False, there is none.
        Raises DeliveryError where Slack refuses; a lost reply is found again by the next round.
        """
        payload = payload_of(message) | ({"thread_ts": thread_ts} if thread_ts else {})
        part = (payload, message.lines)
        opened = self.store.open_reply(
            (team_id, channel_id, key), part, self.owner, self.clock.now(), LEASE, beside
        )
        if opened is None:
            return None
        outcome = self._post(self.client_for(team_id), opened)
        if outcome.state == "refused":
            raise DeliveryError(outcome.reason or "refused")
        return outcome.ts


def is_reply(delivery: Delivery) -> bool:
    """Whether a person waits for it."""
    return delivery.edition.startswith(f"{REPLY}:")


def missed_notes(days: Sequence[date]) -> tuple[str, ...]:
    """What the receipt says of the editions that were missed since the last one."""
    if not days:
        return ()
    named = ", ".join(f"{day:%a} {day.day} {day:%b}" for day in days[-3:])
    more = f" and {len(days) - 3} before" if len(days) > 3 else ""
    return (f"{counted(len(days), 'edition')} missed ({named}{more})",)


def place_of(line: Line) -> str:
    """Where a line claims to stand; never its words, which do not belong in a log."""
    return f"article {line.article}, version {line.version}, {line.part} {line.start}:{line.end}"
