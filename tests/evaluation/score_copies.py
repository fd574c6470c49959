"""Score how near-copies are found: every article of the newsroom cut as desks cut wire copy.

    python -m tests.evaluation.score_copies

Each article comes again with 15% and 30% of its sentences gone from the end and as an excerpt of 40%
from its middle. The other articles of its story, by other hands, are the hard negatives: to take one of
them for a copy is wrong.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from feeds.model import Article
from summaries.copies import find_copies
from summaries.model import Document
from summaries.sentences import read_document
from tests.evaluation.gold import gold, labelled_articles

CUTS = {"15% cut": (0.0, 0.85), "30% cut": (0.0, 0.7), "40% excerpt": (0.3, 0.7)}
NUMBERED_FROM = 1_000


@dataclass(frozen=True, slots=True)
class Copies:
    """Of the copies made, how many were found; of all called a copy, how many are one."""

    made: int
    found: int
    called: int
    right: int

    @property
    def recall(self) -> float:
        return 100 * self.found / max(1, self.made)

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.called)


def score_copies() -> Copies:
    """Hide the cut articles among the whole ones and look for copies."""
    articles = {a.written.path: a.reading.document for a in labelled_articles() if a.written.free}
    family = _families(articles)
    made = [
        (f"{path}#{name}", path, _cut(document, span, NUMBERED_FROM + number))
        for number, (path, document, name, span) in enumerate(_jobs(articles))
    ]
    names = {d.article.id: path for path, d in articles.items()}
    names |= {d.article.id: name for name, _, d in made}
    family |= {name: family[path] for name, path, _ in made}
    called = find_copies([*articles.values(), *(document for _, _, document in made)])
    right = [c for c, original in called.items() if family[names[c]] == family[names[original]]]
    found = sum(document.article.id in right for _, _, document in made)
    return Copies(len(made), found, len(called), len(right))


def _jobs(
    articles: dict[str, Document],
) -> Iterator[tuple[str, Document, str, tuple[float, float]]]:
    for path, document in articles.items():
        for name, span in CUTS.items():
            yield path, document, name, span


def _families(articles: dict[str, Document]) -> dict[str, str]:
    """Map an article to the one that it is labelled to copy, else to itself."""
    rows = {row["article"]: row for row in gold()["articles"]}
    return {path: str(rows[path].get("copy_of", path)) for path in articles}


def _cut(document: Document, span: tuple[float, float], number: int) -> Document:
    whole = document.sentences
    begin, end = (round(part * len(whole)) for part in span)
    text = "\n\n".join(sentence.text for sentence in whole[begin : max(end, begin + 1)])
    return read_document(_again(document.article, text, number))


def _again(article: Article, text: str, number: int) -> Article:
    version = replace(article.version, id=number, article=number, title=None, text=text)
    return replace(
        article,
        id=number,
        key=f"{article.key}-{number}",
        version=version,
        published=article.dated + timedelta(hours=2),
    )


def main() -> None:
    copies = score_copies()
    sys.stdout.write(
        f"{copies.found} of {copies.made} copies found ({copies.recall:.1f}%), {copies.right} of"
        f" {copies.called} called a copy are one ({copies.precision:.1f}%)\n"
    )


if __name__ == "__main__":
    main()
