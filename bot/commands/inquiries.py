"""What is asked of the archive: answers, search, cards, figures, quotes, dates. Reads, and never writes.

Every method sees the public articles and the asking workspace's own. What a button carries is only a
number to look up again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz.fuzz import ratio

from bot.blocks.answers import (
    answer_message,
    opening_message,
    passage_message,
    search_message,
)
from bot.blocks.cards import (
    ahead_message,
    figures_message,
    quotes_message,
    summaries_message,
    summary_message,
)
from bot.blocks.lines import Texts, versions_of
from bot.commands.parse import link_in
from bot.commands.services import Services
from bot.commands.wish import CommandError
from bot.model import Message
from feeds.model import Article, FeedError
from summaries.answers import answer, question_words
from summaries.figures import pick_cards
from summaries.ledger import find_differing, find_earlier
from summaries.model import Answer, Candidate, Card, Line, Reading, Said
from summaries.sentences import read_document, words_of
from summaries.sources import source_of

PERIOD = timedelta(days=7)  # of `figures` and `quotes`
BEFORE = timedelta(days=62)  # how far back the same measure is looked for: two monthly releases
PAGE = 5  # search results at once
MOST_CARDS = 5
MOST_QUOTES = 10
MOST_DATES = 10
MOST_SUMMARIES = 8
RECENT = timedelta(days=60)  # how far back words are looked for in titles
MAX_LABEL = 300  # characters of an untitled text's first line
ALIKE = 85  # of 100: "Malowe" is "Marlowe"
LARGEST_NUMBER = 2**31 - 1  # of an article: what a database's integer holds


@dataclass(frozen=True, slots=True)
class Inquiries:
    """Questions to the archive, answered in a workspace's sight."""

    services: Services

    def ask(self, question: str, team_id: str) -> Message:
        """The sentences of the archive that answer, or none."""
        return self._answered(self._look_up(question, team_id))

    def ask_about(self, question: str, articles: Sequence[int], team_id: str) -> Message:
        """The answer of these articles if they have one, else the archive's, labelled."""
        place = "this article" if len(articles) == 1 else "this briefing"
        near = [c for number in articles for c in self._candidates(question, team_id, number)]
        here = answer(question, near)
        if here.answered:
            return self._answered(here, place=place)
        return self._answered(self._look_up(question, team_id), first_in=place)

    def search(self, words: str, team_id: str, offset: int = 0) -> Message:
        """One page of matching articles, newest first."""
        found = self.services.archive.search(words, team_id, limit=PAGE + 1, offset=offset)
        sources = [source_of(read_document(article)) for article in found[:PAGE]]
        more = len(found) > PAGE
        return search_message(
            words, sources, self._texts(sources), self._zone, offset=offset, more=more
        )

    def article(self, words: str, team_id: str) -> Message:
        """The card of one article, by link, number or words of its title; or a short choice."""
        if link := link_in(words):
            return self.card(self.fetched(link, team_id))
        if words.lstrip("#").isdecimal():
            return self.card(self._numbered(int(words.lstrip("#")), team_id))
        if found := self.titled(words, team_id):
            return found
        raise CommandError(
            "No recent article has these words in its title. /nhs-brief search looks in the texts."
        )

    def titled(self, words: str, team_id: str) -> Message | None:
        """The one recent article with these words in its title, a choice of several, or None."""
        now = self.services.clock.now()
        recent = self.services.archive.articles(now - RECENT, now, team_id)
        titled = [a for a in reversed(recent) if a.copy_of is None and is_titled(a, words)][:PAGE]
        if len(titled) < 2:
            return self.card(titled[0]) if titled else None
        sources = [source_of(read_document(article)) for article in titled]
        texts = self._texts(sources)
        return search_message(words, sources, texts, self._zone, heading="Which of these articles?")

    def fetched(self, link: str, team_id: str) -> Article:
        """The article behind a link, from the archive or the web."""
        try:
            return self.services.archive.article_at(link, team_id) or self.services.fetch_article(
                link, team_id
            )
        except FeedError as error:
            raise CommandError(f"I cannot read that link: {error}") from error

    def card(self, article: Article) -> Message:
        reading = self._readings([article])[0]
        summary, cards = self.services.summarize_with_cards(reading)
        return summary_message(summary, cards, self._texts(summary, cards), self._zone)

    def cards(self, numbers: Sequence[int], team_id: str) -> Message:
        """One article's card, or the summaries of several."""
        articles = self._known(numbers, team_id)
        if len(articles) == 1:
            return self.card(articles[0])
        summaries = [self.services.summarize(r) for r in self._readings(articles[:MOST_SUMMARIES])]
        return summaries_message(summaries, self._texts(summaries), self._zone)

    def figures(self, topic: str, team_id: str) -> Message:
        """The key figures of the last week."""
        since, until = self._period()
        found = self.services.library.figures(since, until, team_id, topic or None)
        home = dict(found)
        cards = [Card(figure, home[figure]) for figure in pick_cards(list(home), MOST_CARDS)]
        known = self.services.library.figures(since - BEFORE, until, team_id)
        trends = {card.figure: find_earlier(card.figure, card.source, known) for card in cards}
        differing = find_differing(found)
        texts = self._texts(cards, list(trends.values()), differing)
        return figures_message(
            cards, texts, self._zone, topic=topic, trends=trends, differing=differing
        )

    def figures_of(self, numbers: Sequence[int], team_id: str) -> Message:
        cards = _cards(self._readings(self._known(numbers, team_id)), MOST_CARDS)
        return figures_message(cards, self._texts(cards), self._zone)

    def quotes(self, who: str, team_id: str) -> Message:
        """Who said what in the last week."""
        since, until = self._period()
        said = self.services.library.quotes(since, until, team_id, who or None)[:MOST_QUOTES]
        return quotes_message(said, self._texts(said), self._zone, who=who)

    def quotes_of(self, numbers: Sequence[int], team_id: str) -> Message:
        readings = self._readings(self._known(numbers, team_id))
        said = [Said(quote, source_of(r.document)) for r in readings for quote in r.quotes][
            :MOST_QUOTES
        ]
        return quotes_message(said, self._texts(said), self._zone)

    def ahead(self, team_id: str) -> Message:
        """Dates coming up, from today on."""
        today = self.services.clock.now().astimezone(self.services.config.zone).date()
        dates = self.services.library.dates(today, team_id)[:MOST_DATES]
        return ahead_message(dates, self._texts(dates), self._zone)

    def source(self, numbers: Sequence[int], team_id: str) -> Message:
        """Where an article stands and how it begins."""
        article = self._known(numbers, team_id)[0]
        source = source_of(read_document(article))
        texts = self.services.archive.version_texts({article.version.id} | versions_of(source))
        return opening_message(article, source, texts, self._zone)

    def passage(self, line: Line, team_id: str) -> Message:
        """The paragraph of a line. Only a version that the workspace may see is opened."""
        article = self._numbered(line.article, team_id)
        versions = {v.id: v for v in self.services.archive.versions(article.id, team_id)}
        if line.version not in versions:
            raise CommandError("That paragraph is no longer in my articles.")
        version = versions[line.version]
        words = ((version.title or "") if line.part == "title" else version.text)[
            line.start : line.end
        ]
        exact = Line(article.id, version.id, line.start, line.end, words, line.part)
        texts = {version.id: (version.title, version.text)}
        return passage_message(exact, source_of(read_document(article)), texts, self._zone)

    @property
    def _zone(self) -> str:
        return self.services.config.timezone

    def _period(self) -> tuple[datetime, datetime]:
        now = self.services.clock.now()
        return now - PERIOD, now

    def _look_up(self, question: str, team_id: str) -> Answer:
        return answer(question, self._candidates(question, team_id))

    def _candidates(
        self, question: str, team_id: str, article: int | None = None
    ) -> tuple[Candidate, ...]:
        words = question_words(question)
        if not words:
            raise CommandError(
                "Name what you are looking for. For example: how many people are waiting in Wales?"
            )
        return self.services.library.candidates(words, team_id, article=article)

    def _answered(self, found: Answer, place: str = "my articles", first_in: str = "") -> Message:
        texts = self._texts(found)
        return answer_message(found, texts, self._zone, place=place, first_in=first_in)

    def _numbered(self, number: int, team_id: str) -> Article:
        known = number <= LARGEST_NUMBER and self.services.archive.article(number, team_id)
        if not known:
            raise CommandError(
                "I have no article of that number. /nhs-brief search WORDS finds articles."
            )
        return known

    def _known(self, numbers: Sequence[int], team_id: str) -> tuple[Article, ...]:
        """Those of the articles that the workspace may see, in the order given."""
        fitting = [number for number in numbers if 0 < number <= LARGEST_NUMBER]
        found = {a.id: a for a in self.services.archive.articles_by_id(fitting, team_id)}
        articles = tuple(found[number] for number in dict.fromkeys(fitting) if number in found)
        if not articles:
            raise CommandError("These articles are no longer in my archive.")
        return articles

    def _readings(self, articles: Sequence[Article]) -> tuple[Reading, ...]:
        return self.services.library.readings(articles)

    def _texts(self, *things: object) -> Texts:
        return self.services.archive.version_texts(versions_of(*things))


def is_titled(article: Article, words: str) -> bool:
    """Whether every word stands in the article's title (or first line), slips of a letter forgiven."""
    label = article.version.title or article.version.text.lstrip()[:MAX_LABEL].partition("\n")[0]
    printed = words_of(label)
    return all(any(ratio(word, one) >= ALIKE for one in printed) for word in words_of(words))


def _cards(readings: Sequence[Reading], limit: int) -> list[Card]:
    home = {figure: source_of(r.document) for r in readings for figure in r.figures}
    return [Card(figure, home[figure]) for figure in pick_cards(list(home), limit)]
