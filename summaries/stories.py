"""Documents to stories: near-copies collapse to one article, articles about one event stand together.

Copies go out first (see `copies`); events are found by single-pass clustering of TF-IDF vectors
around centroids within a few days (as in topic detection and tracking). Where it is in doubt it
keeps articles apart: two events under one heading mislead, one event under two only repeats."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from summaries.copies import find_copies
from summaries.model import Document, Story
from summaries.sentences import words_of
from summaries.terms import content_stems
from summaries.topics import UK, nation_of

STORY_DAYS = timedelta(days=4)  # an event with no article for so long is over
SAME_EVENT = 0.2  # cosine of an article and the centroid of a story
ANCHORS = 25  # terms by which a story is found
ELSEWHERE = 0.5  # ... of an article and a story of another nation: health is devolved
FEWEST_ANCHORS = 3  # of these that both must have
HEAD_WORDS = 150  # the head of an article says what happened
TITLE_WEIGHT, HEAD_WEIGHT, BODY_WEIGHT = 3.0, 1.5, 0.5
MOST_TERMS = 60  # of a vector: what an article mentions in passing only blurs it
BACKGROUND = 40  # documents' worth of belief that a word of the field is common
FIELD_WORDS = frozenset(
    content_stems(
        words_of("""nhs health service care patients hospital hospitals government minister ministers secretary
        england wales scotland northern ireland uk said says people staff trust trusts year years week
        month new time department social national public chief executive doctors nurses spokesperson
        would told added according report published today number plan plans pay work more after last
        waiting lists treatment labour conservatives party""")
    )
)
_DIGITS = re.compile(r"\d[\d.,]*")
Vector = dict[str, float]


def group_stories(documents: Sequence[Document]) -> tuple[Story, ...]:
    """Group documents into stories, each oldest first, in the order of their first articles.

    Every document is in exactly one story, whatever the order of the input. A story's id is its
    smallest article id; its `copies` map a near-copy to the fullest article with the same words.
    """
    ordered = sorted(documents, key=lambda d: (d.article.dated, d.article.id))
    copies = find_copies(ordered)
    originals = [d for d in ordered if d.article.id not in copies]
    clusters = _cluster(originals, _vectors(originals))
    family = defaultdict(list)
    for copy, original in copies.items():
        family[original].append(copy)
    place = {d.article.id: n for n, d in enumerate(ordered)}
    stories = [_story(cluster, family, place) for cluster in clusters]
    return tuple(sorted(stories, key=lambda story: place[story.articles[0]]))


@dataclass(slots=True)
class _Cluster:
    """A story in the making: its members, the sum of their vectors, the newest date, and the nation of
    its first article."""

    number: int
    newest: datetime
    nation: str
    members: list[int] = field(default_factory=list)
    total: Vector = field(default_factory=dict)
    norm: float = 0.0

    def take(self, document: Document, vector: Vector) -> None:
        self.members.append(document.article.id)
        self.newest = max(self.newest, document.article.dated)
        for term, weight in vector.items():
            self.total[term] = self.total.get(term, 0.0) + weight
        self.norm = math.sqrt(sum(weight * weight for weight in self.total.values()))


def _cluster(documents: Sequence[Document], vectors: Mapping[int, Vector]) -> list[_Cluster]:
    """Put each document, oldest first, to the story that it is most like, or begin one.

    Only stories that share a rare term and had an article within STORY_DAYS are looked at, so the
    cost of a document depends on the news of a few days and not on the length of the archive.
    """
    clusters: list[_Cluster] = []
    postings: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        vector = vectors[document.article.id]
        anchors, nation = _anchors(vector), nation_of(document)
        near = _sharing(anchors, document.article.dated - STORY_DAYS, clusters, postings)
        best = _nearest(vector, nation, [clusters[n] for n in near])
        if best is None:
            best = _Cluster(len(clusters), document.article.dated, nation)
            clusters.append(best)
        known = {term for term in anchors if best.number in postings[term]}
        best.take(document, vector)
        for term in sorted(anchors - known):
            postings[term].append(best.number)
    return clusters


def _sharing(
    anchors: frozenset[str],
    oldest: datetime,
    clusters: Sequence[_Cluster],
    postings: dict[str, list[int]],
) -> list[int]:
    """Find the stories that are not over and share enough anchors; those that are over are forgotten."""
    shared: Counter[int] = Counter()
    for term in anchors:
        postings[term] = [n for n in postings[term] if clusters[n].newest >= oldest]
        shared.update(postings[term])
    return [n for n, count in shared.items() if count >= FEWEST_ANCHORS]


def _nearest(vector: Vector, nation: str, clusters: Sequence[_Cluster]) -> _Cluster | None:
    """Return the story that a vector is most like, of those that it is like enough; of two that are
    as like, the older."""
    like = [(_cosine(vector, cluster), -cluster.number, cluster) for cluster in clusters]
    near = [one for one in like if one[0] >= _least_likeness(nation, one[2].nation)]
    return max(near, key=lambda one: one[:2])[2] if near else None


def _least_likeness(nation: str, other: str) -> float:
    return SAME_EVENT if nation == other or UK in (nation, other) else ELSEWHERE


def _cosine(vector: Vector, cluster: _Cluster) -> float:
    dot = sum(weight * cluster.total.get(term, 0.0) for term, weight in vector.items())
    return dot / cluster.norm if cluster.norm else 0.0


def _anchors(vector: Vector) -> frozenset[str]:
    """Return the terms that say most about a document: the heaviest."""
    heaviest = sorted(vector.items(), key=lambda pair: (-pair[1], pair[0]))[:ANCHORS]
    return frozenset(term for term, _ in heaviest)


def _vectors(documents: Sequence[Document]) -> dict[int, Vector]:
    """Weigh each document's terms by how often they come in it and how few others have them."""
    counts = {d.article.id: _counts(d) for d in documents}
    spread: Counter[str] = Counter(term for terms in counts.values() for term in terms)
    size = len(documents)
    return {number: _unit(terms, spread, size) for number, terms in counts.items()}


def _unit(terms: Mapping[str, float], spread: Mapping[str, int], size: int) -> Vector:
    weights = {
        term: math.log1p(count) * _rarity(term, spread[term], size) for term, count in terms.items()
    }
    heaviest = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TERMS]
    norm = math.sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
    return {term: weight / norm for term, weight in heaviest}


def _rarity(term: str, spread: int, size: int) -> float:
    """Weigh a term by its rarity, helped by what is known of the field while documents are few."""
    common = 0.6 * BACKGROUND if term in FIELD_WORDS else 0.5
    return math.log((size + BACKGROUND + 1) / (spread + common))


def _counts(document: Document) -> dict[str, float]:
    """Count a document's terms, those of its title and head for more. (Names and numbers for more was
    tried and glued what only shares a minister.)"""
    counts: dict[str, float] = defaultdict(float)
    for term in _terms(words_of(document.article.version.title or "")):
        counts[term] += TITLE_WEIGHT
    seen = 0
    for sentence in document.sentences:
        weight = HEAD_WEIGHT if seen < HEAD_WORDS else BODY_WEIGHT
        for term in _terms(sentence.words):
            counts[term] += weight
        seen += len(sentence.words)
    return dict(counts)


def _terms(words: Sequence[str]) -> Iterator[str]:
    """Yield stems; of a number only its digits, so that "310m" and "310 million" are one."""
    for word in content_stems(words):
        digits = _DIGITS.match(word)
        term = digits.group().replace(",", "").replace(".", "") if digits else word
        if len(term) > 1:
            yield term


def _story(
    cluster: _Cluster, family: Mapping[int, Sequence[int]], place: Mapping[int, int]
) -> Story:
    copies = {copy: original for original in cluster.members for copy in family.get(original, ())}
    articles = sorted((*cluster.members, *copies), key=place.__getitem__)
    ordered = {copy: copies[copy] for copy in sorted(copies, key=place.__getitem__)}
    return Story(id=min(articles), articles=tuple(articles), copies=ordered)
