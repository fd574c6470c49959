"""What the bot remembers: subscriptions, deliveries and their claims, shown lines, events, feedback.

The row of a delivery is the guarantee that a digest reaches its channel once: it is claimed under a
lease before anything is posted, and what is to be posted is frozen in it. Everything carries its
workspace. Rows do not leave this file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)

from bot.claims import frozen_columns, is_first_unsent_part, is_held, is_open, planned_row
from bot.model import Delivery, DeliveryState, Feedback, Message, ShownLine, Subscription
from bot.tables import (
    corrections,
    deliveries,
    delivery_of,
    feedback,
    message_of,
    of_channel,
    of_message,
    seen_events,
    shown_line_of,
    shown_lines,
    subscription_of,
    subscriptions,
)
from feeds.database import Database
from summaries.model import Line

REPLY = "reply"  # what stands for the edition of a delivery that answers a person
NO_DAY = date(1970, 1, 1)  # a reply belongs to no edition's day
PAGE = 500  # shown lines read at once when all of them are gone through
AT_ONCE = 500  # deliveries planned in one statement
Part = tuple[Mapping[str, Any], Sequence[Line]]  # what is posted, and the lines shown in it
Key = tuple[str, str, str, date]  # team, channel, edition, local date


class Store:
    """Subscriptions, deliveries and what was shown, in and out of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def subscribe(self, subscription: Subscription) -> None:
        """Set a channel's edition, overwriting what it was."""
        key = ["team_id", "channel_id", "edition"]
        with self.database.writing() as connection:
            upsert = self.database.upsert(subscriptions, asdict(subscription), key)
            connection.execute(upsert)

    def unsubscribe(self, team_id: str, channel_id: str, edition: str | None = None) -> int:
        """Remove one or all of a channel's editions, and what was planned of them; say how many."""
        unsent = deliveries.c.state == "planned"
        with self.database.writing() as connection:
            mine = of_channel(deliveries, team_id, channel_id, edition)
            connection.execute(delete(deliveries).where(mine, unsent))
            mine = of_channel(subscriptions, team_id, channel_id, edition)
            return connection.execute(delete(subscriptions).where(mine)).rowcount

    def pause(
        self, team_id: str, channel_id: str, until: datetime | None, edition: str | None = None
    ) -> int:
        """Pause one or all of a channel's editions until then; None resumes. Say how many."""
        mine = of_channel(subscriptions, team_id, channel_id, edition)
        with self.database.writing() as connection:
            paused = update(subscriptions).where(mine).values(paused_until=until)
            return connection.execute(paused).rowcount

    def resume(
        self, team_id: str, channel_id: str, edition: str | None = None, *, now: datetime
    ) -> int:
        """End a pause now: what fell due in it stays undelivered. Say how many editions there are."""
        mine = of_channel(subscriptions, team_id, channel_id, edition)
        running = and_(mine, subscriptions.c.paused_until > now)
        with self.database.writing() as connection:
            connection.execute(update(subscriptions).where(running).values(paused_until=now))
            found = select(func.count()).select_from(subscriptions).where(mine)
            number: int = connection.execute(found).scalar_one()
        return number

    def subscriptions(
        self, team_id: str | None = None, channel_id: str | None = None
    ) -> tuple[Subscription, ...]:
        """The editions of a channel, of a workspace, or of all workspaces for the clock."""
        found = select(subscriptions)
        if team_id is not None:
            found = found.where(subscriptions.c.team_id == team_id)
        if channel_id is not None:
            found = found.where(subscriptions.c.channel_id == channel_id)
        ordered = found.order_by(*subscriptions.primary_key)
        with self.database.reading() as connection:
            return tuple(subscription_of(row._mapping) for row in connection.execute(ordered))

    def subscription(self, team_id: str, channel_id: str, edition: str) -> Subscription | None:
        found = self.subscriptions(team_id, channel_id)
        return next((one for one in found if one.edition == edition), None)

    def plan(
        self,
        team_id: str,
        channel_id: str,
        edition: str,
        local_date: date,
        part: int = 1,
        *,
        now: datetime,
        missed: str | None = None,
    ) -> bool:
        """Note that an edition is to reach a channel, unless it is noted already; say whether it was
        new. With `missed`, the reason why it will not be sent any more."""
        state: DeliveryState = "planned" if missed is None else "missed"
        row = planned_row((team_id, channel_id, edition, local_date, part), now)
        row |= {"state": state, "reason": missed}
        with self.database.writing() as connection:
            new = self.database.insert_ignore(deliveries).values(row).returning(deliveries.c.id)
            return connection.execute(new).first() is not None

    def plan_all(self, wanted: Sequence[tuple[Key, str | None]], now: datetime) -> int:
        """Note many editions at once, each with the reason why it is missed, if it is; say how many
        of those that are to be sent were new. What is noted already costs no write."""
        return sum(
            self._plan_some(wanted[start : start + AT_ONCE], now)
            for start in range(0, len(wanted), AT_ONCE)
        )

    def _plan_some(self, wanted: Sequence[tuple[Key, str | None]], now: datetime) -> int:
        rows = [
            planned_row((*key, 1), now)
            | {"state": "planned" if reason is None else "missed", "reason": reason}
            for key, reason in wanted
        ]
        ids = [row["id"] for row in rows]
        with self.database.reading() as connection:
            known = set(
                connection.execute(
                    select(deliveries.c.id).where(deliveries.c.id.in_(ids))
                ).scalars()
            )
        fresh = [row for row in rows if row["id"] not in known]
        if not fresh:
            return 0
        insertion = self.database.insert_ignore(deliveries).values(fresh)
        with self.database.writing() as connection:
            states = connection.execute(insertion.returning(deliveries.c.state)).scalars().all()
        return states.count("planned")

    def claim(self, owner: str, now: datetime, lease: timedelta) -> Delivery | None:
        """Take the next delivery to send, if there is one, and hold it until the lease ends.

        That is a planned one whose time has come, or one whose holder let its lease run out. Parts
        of one digest are taken in their order. `tries` counts the claims that may have posted.
        """
        candidate = (
            select(deliveries.c.id)
            .where(is_open(now), is_first_unsent_part())
            .order_by(deliveries.c.not_before, deliveries.c.planned_at, deliveries.c.part)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        claimed = (
            update(deliveries)
            .where(deliveries.c.id == candidate.scalar_subquery())
            .values(
                state="sending",
                owner=owner,
                lease_until=now + lease,
                tries=deliveries.c.tries + 1,
                claimed_at=func.coalesce(deliveries.c.claimed_at, now),
            )
            .returning(*deliveries.c)
        )
        with self.database.writing() as connection:
            row = connection.execute(claimed).first()
        return None if row is None else delivery_of(row._mapping)

    def freeze(
        self, delivery_id: str, owner: str, parts: Sequence[Part], now: datetime
    ) -> Delivery | None:
        """Write down what will be posted, this part's and the further parts' (each its own row, to be
        claimed after this one). None if the claim is lost."""
        (payload, lines), *further = parts
        held = and_(deliveries.c.id == delivery_id, is_held(owner, now))
        with self.database.writing() as connection:
            frozen = update(deliveries).where(held).values(frozen_columns(payload, lines))
            row = connection.execute(frozen.returning(*deliveries.c)).first()
            if row is None:
                return None
            first = delivery_of(row._mapping)
            for part, (payload, lines) in enumerate(further, first.part + 1):
                self._freeze_further(connection, first, part, frozen_columns(payload, lines), now)
        return first

    def _freeze_further(
        self,
        connection: Connection,
        first: Delivery,
        part: int,
        frozen: dict[str, Any],
        now: datetime,
    ) -> None:
        key = (first.team_id, first.channel_id, first.edition, first.local_date, part)
        row = planned_row(key, now) | frozen
        connection.execute(self.database.insert_ignore(deliveries).values(row))

    def open_reply(
        self,
        key: tuple[str, str, str],
        part: Part,
        owner: str,
        now: datetime,
        lease: timedelta,
        beside: Callable[[Connection], bool] | None = None,
    ) -> Delivery | None:
        """Claim and freeze a reply in one step; `key` is (team, channel, what it answers). None where
        that was answered, or is being answered, already.

        `beside` writes in the same transaction; where it says False nothing is opened.
        """
        team_id, channel_id, answers = key
        row = planned_row((team_id, channel_id, f"{REPLY}:{answers}", NO_DAY, 1), now)
        row |= frozen_columns(*part) | {"state": "sending", "owner": owner, "tries": 1}
        row |= {"lease_until": now + lease, "claimed_at": now}
        with self.database.writing() as connection:
            new = self.database.insert_ignore(deliveries).values(row).returning(*deliveries.c)
            found = connection.execute(new).first()
            if found is not None and beside is not None and not beside(connection):
                connection.rollback()
                return None
        return None if found is None else delivery_of(found._mapping)

    def still_owned(self, delivery_id: str, owner: str, now: datetime) -> bool:
        """Whether the claim holds: to be asked right before each post."""
        held = and_(deliveries.c.id == delivery_id, is_held(owner, now))
        with self.database.reading() as connection:
            return connection.execute(select(exists().where(held))).scalar_one()

    def record_sent(self, delivery_id: str, owner: str, ts: str, now: datetime) -> bool:
        """Note that a delivery arrived as the message `ts`, with the lines it shows.

        It counts whoever holds the claim by now, since another holder must not post again. False if
        an arrival was noted before.
        """
        unsent = and_(deliveries.c.id == delivery_id, deliveries.c.state != "sent")
        sent = {"state": "sent", "ts": ts, "sent_at": now, "owner": owner, "reason": None}
        with self.database.writing() as connection:
            arrived = update(deliveries).where(unsent).values(sent).returning(*deliveries.c)
            row = connection.execute(arrived).first()
            if row is None:
                return False
            lines = [Line(**line) for line in row.lines or ()]
            self._show(connection, row.team_id, row.channel_id, ts, lines)
        return True

    def fail(self, delivery_id: str, owner: str, reason: str) -> bool:
        """Give a delivery up: it did not arrive and asking again is useless."""
        return self._let_go(delivery_id, owner, {"state": "failed", "reason": reason})

    def miss(self, delivery_id: str, owner: str, reason: str) -> bool:
        """Give a delivery up that has certainly not arrived and would come too late now."""
        return self._let_go(delivery_id, owner, {"state": "missed", "reason": reason})

    def uncertain(self, delivery_id: str, owner: str, reason: str) -> bool:
        """Note that nobody can say whether a delivery arrived: it is offered, not sent, again."""
        return self._let_go(delivery_id, owner, {"state": "uncertain", "reason": reason})

    def release(self, delivery_id: str, owner: str, not_before: datetime, reason: str) -> bool:
        """Put a delivery back that certainly was not posted in this try, to be claimed later."""
        kept = {"state": "planned", "reason": reason, "not_before": not_before}
        return self._let_go(delivery_id, owner, kept | {"tries": deliveries.c.tries - 1})

    def _let_go(self, delivery_id: str, owner: str, values: Mapping[str, Any]) -> bool:
        held = and_(
            deliveries.c.id == delivery_id,
            deliveries.c.state == "sending",
            deliveries.c.owner == owner,
        )
        with self.database.writing() as connection:
            let_go = update(deliveries).where(held).values(owner=None, lease_until=None)
            return connection.execute(let_go.values(values)).rowcount == 1

    def resend(self, delivery_id: str, team_id: str, now: datetime) -> bool:
        """Plan a delivery again that a person says did not arrive; False unless it is one that is
        uncertain, failed or missed."""
        over = deliveries.c.state.in_(("uncertain", "failed", "missed"))
        its = and_(deliveries.c.id == delivery_id, deliveries.c.team_id == team_id, over)
        afresh = {"state": "planned", "not_before": now, "planned_at": now}
        afresh |= {"tries": 0, "claimed_at": None}
        with self.database.writing() as connection:
            return connection.execute(update(deliveries).where(its).values(afresh)).rowcount == 1

    def deliveries(self, team_id: str, channel_id: str, limit: int = 20) -> tuple[Delivery, ...]:
        """A channel's deliveries, the newest first."""
        mine = select(deliveries).where(of_channel(deliveries, team_id, channel_id))
        order = (deliveries.c.local_date.desc(), deliveries.c.planned_at.desc(), deliveries.c.part)
        return self._deliveries(mine.order_by(*order).limit(limit))

    def latest_briefing(self, team_id: str, channel_id: str) -> tuple[Message, ...]:
        """All parts of the newest edition that reached a channel, as they were posted; empty before."""
        mine = of_channel(deliveries, team_id, channel_id)
        briefed = and_(mine, deliveries.c.state == "sent", deliveries.c.local_date > NO_DAY)
        order = (deliveries.c.sent_at.desc(), deliveries.c.part.desc())
        with self.database.reading() as connection:
            newest = connection.execute(select(deliveries).where(briefed).order_by(*order)).first()
            if newest is None:
                return ()
            same = (
                deliveries.c.edition == newest.edition,
                deliveries.c.local_date == newest.local_date,
            )
            parts = select(deliveries).where(briefed, *same).order_by(deliveries.c.part)
            return tuple(message_of(row._mapping) for row in connection.execute(parts))

    def last_sent(self, team_id: str, channel_id: str, edition: str) -> datetime | None:
        """When an edition last reached a channel."""
        mine = of_channel(deliveries, team_id, channel_id, edition)
        found = select(func.max(deliveries.c.sent_at)).where(mine, deliveries.c.state == "sent")
        with self.database.reading() as connection:
            last: datetime | None = connection.execute(found).scalar_one()
        return last

    def missed_days(
        self, team_id: str, channel_id: str, edition: str, since: datetime | None
    ) -> tuple[date, ...]:
        """The days on which an edition was missed in a channel since a time (or ever), oldest first."""
        missed = and_(deliveries.c.state == "missed", deliveries.c.part == 1)
        found = select(deliveries.c.local_date).where(
            of_channel(deliveries, team_id, channel_id, edition), missed
        )
        if since is not None:
            found = found.where(deliveries.c.planned_at > since)
        with self.database.reading() as connection:
            ordered = found.order_by(deliveries.c.local_date)
            return tuple(connection.execute(ordered).scalars())

    def uncertain_deliveries(self, team_id: str, channel_id: str) -> tuple[Delivery, ...]:
        """The deliveries of a channel that may not have arrived, the oldest first."""
        mine = of_channel(deliveries, team_id, channel_id)
        found = select(deliveries).where(mine, deliveries.c.state == "uncertain")
        return self._deliveries(found.order_by(deliveries.c.planned_at, deliveries.c.part))

    def sent(self) -> tuple[Delivery, ...]:
        """Every delivery that arrived, of all workspaces, the oldest first: for `verify`."""
        found = select(deliveries).where(deliveries.c.state == "sent")
        return self._deliveries(found.order_by(deliveries.c.sent_at, deliveries.c.id))

    def _deliveries(self, found: Select[Any]) -> tuple[Delivery, ...]:
        with self.database.reading() as connection:
            return tuple(delivery_of(row._mapping) for row in connection.execute(found))

    def show(self, team_id: str, channel_id: str, ts: str, lines: Iterable[Line]) -> None:
        """Note the content lines of a message, in the order in which it shows them."""
        with self.database.writing() as connection:
            self._show(connection, team_id, channel_id, ts, lines)

    def _show(
        self, connection: Connection, team_id: str, channel_id: str, ts: str, lines: Iterable[Line]
    ) -> None:
        message = {"team_id": team_id, "channel_id": channel_id, "ts": ts}
        rows = [message | {"position": n} | asdict(line) for n, line in enumerate(lines)]
        connection.execute(delete(shown_lines).where(of_message(team_id, channel_id, ts)))
        if rows:
            connection.execute(insert(shown_lines), rows)

    def shown(self, team_id: str, channel_id: str, ts: str) -> tuple[ShownLine, ...]:
        """The content lines of a message in their order."""
        found = select(shown_lines).where(of_message(team_id, channel_id, ts))
        return self._shown(found.order_by(shown_lines.c.position))

    def articles_shown(self, team_id: str, channel_id: str, ts: str) -> tuple[int, ...]:
        """The articles of a message's lines, each once, in the order of their first line."""
        lines = self.shown(team_id, channel_id, ts)
        return tuple(dict.fromkeys(one.line.article for one in lines))

    def articles_briefed(self, team_id: str, channel_id: str, edition: str) -> frozenset[int]:
        """The articles that an edition has shown in a channel so far."""
        posts = select(deliveries.c.ts).where(
            of_channel(deliveries, team_id, channel_id, edition), deliveries.c.state == "sent"
        )
        mine = and_(of_channel(shown_lines, team_id, channel_id), shown_lines.c.ts.in_(posts))
        found = select(shown_lines.c.article).where(mine).distinct()
        with self.database.reading() as connection:
            return frozenset(connection.execute(found).scalars())

    def all_shown(self) -> Iterator[ShownLine]:
        """Every line ever shown, of all workspaces, message by message."""
        key = tuple(shown_lines.primary_key)
        page = self._shown(select(shown_lines).order_by(*key).limit(PAGE))
        while page:
            yield from page
            last = page[-1]
            after = tuple_(*key) > tuple_(last.team_id, last.channel_id, last.ts, last.position)
            page = self._shown(select(shown_lines).where(after).order_by(*key).limit(PAGE))

    def _shown(self, found: Select[Any]) -> tuple[ShownLine, ...]:
        with self.database.reading() as connection:
            return tuple(shown_line_of(row._mapping) for row in connection.execute(found))

    def first_time(self, event_id: str, now: datetime) -> bool:
        """Whether this event, click or command is met for the first time; it is noted as met."""
        seen = {"event_id": event_id, "seen_at": now}
        with self.database.writing() as connection:
            noted = self.database.insert_ignore(seen_events).values(seen)
            row = connection.execute(noted.returning(seen_events.c.event_id)).first()
            return row is not None

    def forget_deliveries(self, before: datetime) -> int:
        """Drop the records of deliveries planned before then, with the lines shown in them, but for
        those still to be sent; say how many."""
        over = deliveries.c.state.not_in(("planned", "sending"))
        old = and_(deliveries.c.planned_at < before, over)
        places = (deliveries.c.team_id, deliveries.c.channel_id, deliveries.c.ts)
        posts = select(*places).where(old, deliveries.c.ts.is_not(None))
        with self.database.writing() as connection:
            for owned in (shown_lines, corrections):
                place = tuple_(owned.c.team_id, owned.c.channel_id, owned.c.ts)
                connection.execute(delete(owned).where(place.in_(posts)))
            return connection.execute(delete(deliveries).where(old)).rowcount

    def forget_events(self, before: datetime) -> int:
        """Drop the events met before then; Slack repeats one for some minutes, not for hours."""
        with self.database.writing() as connection:
            old = delete(seen_events).where(seen_events.c.seen_at < before)
            return connection.execute(old).rowcount

    def report(self, given: Feedback) -> None:
        """Keep what a person reported."""
        with self.database.writing() as connection:
            connection.execute(insert(feedback).values(asdict(given)))

    def reports(self, team_id: str) -> tuple[Feedback, ...]:
        """What a workspace's people reported, in the order of reporting."""
        found = select(feedback).where(feedback.c.team_id == team_id).order_by(feedback.c.id)
        with self.database.reading() as connection:
            return tuple(
                Feedback(**{name: row[name] for name in Feedback.__dataclass_fields__})
                for row in connection.execute(found).mappings()
            )
