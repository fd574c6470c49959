"""Score the key-figures cards on the newsroom's labelled articles: five at most for each article.

    python -m tests.evaluation.score_cards [--misses]

Recall is of the labelled figures, any five where an article has more. A card that shows none of them
counts against precision; a reject is one that nobody wants on a card, whatever the article. A hedge is
lost where a card's own sentence prints one ("about", "more than") and the card does not show it.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.text import fold_space
from summaries.figures.cards import pick_cards
from summaries.model import Figure
from tests.evaluation.gold import HALVES, Labelled, labelled_articles
from tests.evaluation.tables import table_of

MOST = 5
HEDGE = re.compile(
    r"^(?:(?:just|well|slightly|a little)\s)?(?:about|around|some|nearly|almost|roughly|approximately|over|under"
    r"|more than|fewer than|less than|at least|at most|up to|an estimated|estimated)\b",
    re.IGNORECASE,
)
REJECT = re.compile(
    r"^(?:(?:the )?(?:19|20)\d\d(?:[-–/]\d\d)?|999|111|one|(?:No\.|Number) 1[01]|\d+-year.*|\d+[.:]\d\d ?[ap]m"
    r"|(?:band|phase|page|section) \d+|\d+-(?:week|day|hour).*|four-hour.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scored:
    """The cards of some articles: how many are labelled, how many of the labelled (at most five an
    article) are met, how many cards are rejects, and how many have lost their hedge."""

    cards: int
    right: int
    wanted: int
    met: int
    rejects: int
    hedges_lost: int

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.cards)

    @property
    def recall(self) -> float:
        return 100 * self.met / max(1, self.wanted)


def cards_of(article: Labelled) -> tuple[Figure, ...]:
    """Pick an article's cards as a briefing would: none of a teaser, none of what is not the field's."""
    if article.reading.document.article.teaser or not article.reading.about_nhs:
        return ()
    return pick_cards(article.reading.figures, MOST)


def score_cards(articles: Sequence[Labelled]) -> Scored:
    rows = [_score(article) for article in articles]
    return Scored(*(sum(column) for column in zip(*rows, strict=True)))


def _score(article: Labelled) -> tuple[int, ...]:
    cards = {fold_space(card.line.text): card for card in cards_of(article)}
    labels = article.words("figures")
    pairs = [(card, label) for card in cards for label in labels if shows(card, label)]
    return (
        len(cards),
        len({card for card, _ in pairs}),
        min(MOST, len(labels)),
        min(MOST, len({label for _, label in pairs})),
        sum(bool(REJECT.match(card)) for card in cards),
        sum(loses_hedge(card, label, cards[card].sentence.text) for card, label in pairs),
    )


def shows(card: str, label: str) -> bool:
    """Whether a card shows a labelled figure: the same words, or one within the other without its
    hedge, whole numbers only ("£5m" is not in "£5m-a-day" but "604,000" is in "a record 604,000")."""
    one, two = sorted((HEDGE.sub("", fold_space(text)).strip() for text in (card, label)), key=len)
    return bool(re.search(rf"(?<![\w£$€.,]){re.escape(one)}(?![\w%-]|[.,]\d)", two, re.IGNORECASE))


def loses_hedge(card: str, label: str, sentence: str) -> bool:
    """Whether a sentence prints a labelled figure with a hedge that its card does not show."""
    hedge = HEDGE.match(label)
    printed = label.casefold() in fold_space(sentence).casefold()
    return bool(hedge and printed and not card.casefold().startswith(hedge.group().casefold()))


def table() -> tuple[str, dict[str, Scored]]:
    """Return the halves side by side, as text and as figures."""
    articles = labelled_articles()
    scores = {half: score_cards([a for a in articles if a.half == half]) for half in HALVES}
    head = ("cards", "shown", "precision", "recall", "rejects", "hedges lost")
    rows = [
        (half, s.cards, s.precision, s.recall, s.rejects, s.hedges_lost)
        for half, s in scores.items()
    ]
    return table_of(head, rows), scores


def misses(half: str = "tune") -> str:
    """Name what is missed and what is shown unlabelled, for the half that may be looked at."""
    lines: list[str] = []
    for article in labelled_articles():
        if article.half != half:
            continue
        cards = [fold_space(card.line.text) for card in cards_of(article)]
        labels = article.words("figures")
        extra = [card for card in cards if not any(shows(card, label) for label in labels)]
        missed = [label for label in labels if not any(shows(card, label) for card in cards)]
        if extra or (missed and len(labels) - len(missed) < MOST):
            lines.append(f"{article.label['article']}: extra {extra}, missed {missed}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="name them, of the tuning half")
    arguments = parser.parse_args()
    sys.stdout.write(f"{table()[0]}\n")
    if arguments.misses:
        sys.stdout.write(f"{misses()}\n")


if __name__ == "__main__":
    main()
