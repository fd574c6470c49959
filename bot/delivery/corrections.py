"""Shown lines × new versions → one note where a line was shown, and the old post marked.

articles shown within the watch | read again | changed lines | note (once per message and line) | mark
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.blocks.corrections import correction_message, marked
from bot.corrected import NOTE, Corrected, Post
from bot.corrections import Change, find_changes, is_time_to_reread
from bot.delivery.courier import Courier, DeliveryError
from bot.model import ShownLine
from feeds.archive import Archive
from feeds.drafting import draft_of_page, is_about
from feeds.hosts import host_of
from feeds.model import Article, Entry, FeedError
from feeds.visits import Asks, Visitor
from summaries.sentences import read_document
from summaries.sources import source_of

logger = logging.getLogger(__name__)

AT_ONCE = 20  # articles read again in one round; the others wait for the next
# Slack's way to say that a post can never be marked any more.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


@dataclass(slots=True)
class CorrectionWatch:
    """Watches what was shown for as long as config.yaml's `corrections` says."""

    courier: Courier
    archive: Archive
    fetcher: Asks

    def run(self) -> int:
        """One round; how many notes were posted."""
        now = self.courier.clock.now()
        since = now - self.courier.composer.config.corrections
        self._read_again(since, now)
        noted = 0
        for team_id, number, version, _ in self._memory.articles_shown(since):
            [article] = self.archive.articles_by_id([number], team_id) or [None]
            if article is not None and article.version.id > version:
                noted += self._note(team_id, article, since, now)
        for post in self._memory.unmarked():
            self._mark(post)
        return noted

    @property
    def _memory(self) -> Corrected:
        return Corrected(self.archive.database)

    def _read_again(self, since: datetime, now: datetime) -> None:
        visitor, read_at = Visitor(self.fetcher), self._memory.read_again()
        due = [
            (team_id, number)
            for team_id, number, _, shown_at in self._memory.articles_shown(since)
            if is_time_to_reread(shown_at, read_at.get(number), now)
        ]
        for team_id, number in due[:AT_ONCE]:
            [article] = self.archive.articles_by_id([number], team_id) or [None]
            if article is not None and article.url:
                reread(article, self.archive, visitor, now)
            self._memory.note_reread(number, now)

    def _note(self, team_id: str, article: Article, since: datetime, now: datetime) -> int:
        lines = self._memory.lines_shown(team_id, article.id, article.version.id, since)
        versions = {one.id: one for one in self.archive.versions(article.id, team_id)}
        noted = 0
        for _, one_message in groupby(lines, lambda one: (one.channel_id, one.ts)):
            shown = [one for one in one_message if one.line.version in versions]
            if shown:
                before = versions[shown[0].line.version]
                noted += self._tell(shown, find_changes(shown, article, before), article, now)
        return noted

    def _tell(
        self,
        shown: Sequence[ShownLine],
        changes: Sequence[Change],
        article: Article,
        now: datetime,
    ) -> bool:
        """Post the note in the thread of the message that showed these lines."""
        if not changes:
            return False
        team_id, channel_id, ts = shown[0].team_id, shown[0].channel_id, shown[0].ts
        places = [place for change in changes for place in change.places]
        texts = self.archive.version_texts({p.line.version for p in places} | {article.version.id})
        note = correction_message(changes, source_of(read_document(article)), texts)
        thread = self._memory.thread_of(team_id, channel_id, ts)
        key = f"{NOTE}:{ts}:{places[0].position}"
        writing = self._memory.noting(places, article.version.id, now)
        try:
            posted = self.courier.reply(team_id, channel_id, note, thread, key, writing)
        except DeliveryError as error:
            logger.warning("a correction could not be noted in %s: %s", channel_id, error)
            return False
        logger.info("noted a correction of article %d in %s", article.id, channel_id)
        return posted is not None

    def _mark(self, post: Post) -> None:
        payload = dict(post.payload) | {"blocks": list(marked(post.payload.get("blocks") or ()))}
        client = self.courier.client_for(post.team_id)
        try:
            client.chat_update(
                channel=post.channel_id,
                ts=post.ts,
                text=payload.get("text", ""),
                blocks=payload["blocks"],
            )
        except SlackApiError as error:
            if error.response.get("error") in GONE:
                self._memory.mark(post, post.payload)
            else:
                logger.info("cannot mark a post yet: %s", error.response.get("error"))
        except (SlackClientError, OSError) as error:
            logger.info("cannot mark a post yet: %s", type(error).__name__)
        else:
            self._memory.mark(post, payload)


def reread(article: Article, archive: Archive, visitor: Visitor, now: datetime) -> bool:
    """Read an article's page again and file what it says now; whether that is a new version. A page
    that cannot be read, or has become another article's, changes nothing."""
    link = article.url or ""
    try:
        page, _ = visitor.page_at(link)
    except FeedError as error:
        logger.info("not read again: %s", error)
        return False
    if not is_about(page, Entry(id=link, link=link, title=article.version.title)):
        logger.info("not read again: %s shows another page now", host_of(link))
        return False
    draft = draft_of_page(page, article.key, article.team_id, article.url)
    return archive.add(draft, now).status == "version"
