"""Documents to stories: near-copies collapse to one article, articles about one event stand together.

Copies are found by the share of five-word shingles that two texts have in common (Broder, "On the
resemblance and containment of documents", 1997); events by single-pass clustering of TF-IDF vectors
around centroids within a few days (as in topic detection and tracking). Where it is in doubt it
keeps articles apart: two events under one heading mislead, one event under two only repeats."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from summaries.model import Document, Story
from summaries.sentences import words_of
from summaries.terms import content_stems, stem

SHINGLE_WORDS = 5
COPIED = 0.5  # share of the shorter text's shingles that make it a copy
SHORTEST_COPY = 0.25  # of the longer text: a brief inside a round-up is not a copy of the round-up
FEWEST_SHINGLES = 8
SAMPLE = 4  # every fourth shingle (hash mod 4) is enough to find the texts worth comparing
MIX = 0x9E3779B97F4A7C15  # odd 64-bit multiplier (golden ratio): spreads the polynomial hash
COPY_DAYS = timedelta(days=7)  # the same words a month later are a form filled in anew
SAME_NUMBERS = (
    0.6  # share of the shorter text's numbers: this month's bulletin is no copy of last's
)
FEWEST_NUMBERS = 3
TOO_COMMON = 50  # documents that share a shingle: boilerplate, of no use for finding copies

STORY_DAYS = timedelta(days=4)  # an event with no article for so long is over
SAME_EVENT = 0.24  # cosine of an article and the centroid of a story
ANCHORS = 25  # terms by which a story is found
FEWEST_ANCHORS = 4  # rare terms (names, title words) that both must have
HEAD_WORDS = 150  # the head of an article says what happened
TITLE_WEIGHT, HEAD_WEIGHT, BODY_WEIGHT, NAME_WEIGHT = 3.0, 1.5, 0.5, 2.0
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
_NAME = re.compile(r"(?<=[a-z,;:] )(?:[A-Z][\w’'-]+\s?)+")
_DIGITS = re.compile(r"\d[\d.,]*")
Vector = dict[str, float]
Shingles = NDArray[np.uint64]


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


def find_copies(documents: Sequence[Document]) -> dict[int, int]:
    """Map each near-copy's article to the original: the fullest text, then the earliest."""
    prints = {d.article.id: _print(d) for d in documents}
    ranked = sorted(documents, key=lambda d: _fullness(d, prints[d.article.id]))
    postings: dict[int, list[int]] = defaultdict(list)
    copies: dict[int, int] = {}
    for document in ranked:
        number = document.article.id
        original = _copied_from(number, prints, postings)
        if original is not None:
            copies[number] = original
            continue
        for shingle in prints[number].sample:
            if len(postings[shingle]) < TOO_COMMON:
                postings[shingle].append(number)
    return copies


@dataclass(frozen=True, slots=True)
class _Print:
    """What a text is compared by: its hashed shingles, sorted, and the sample that finds its likes."""

    length: int
    dated: datetime
    numbers: frozenset[str]
    shingles: Shingles
    sample: tuple[int, ...]


def _fullness(document: Document, known: _Print) -> tuple[bool, int, datetime, int]:
    """Order whole articles before teasers, then by length in steps of about a fifth, then by age:
    a few words more do not make the later of two like texts the original."""
    article = document.article
    step = -round(math.log(known.length + 1) / math.log(1.2))
    return (article.teaser, step, article.dated, article.id)


def _copied_from(
    number: int, prints: Mapping[int, _Print], postings: Mapping[int, Sequence[int]]
) -> int | None:
    met = Counter(n for shingle in prints[number].sample for n in postings.get(shingle, ()))
    likely = sorted(met, key=lambda n: (-met[n], n))
    return next((n for n in likely if _is_copy(prints[number], prints[n])), None)


def _is_copy(text: _Print, original: _Print) -> bool:
    shorter = min(len(text.shingles), len(original.shingles))
    common = len(np.intersect1d(text.shingles, original.shingles, assume_unique=True))
    long_enough = text.length >= SHORTEST_COPY * original.length
    if not long_enough or abs(text.dated - original.dated) > COPY_DAYS:
        return False
    fewer = min(len(text.numbers), len(original.numbers))
    agree = len(text.numbers & original.numbers) >= SAME_NUMBERS * fewer
    return (agree or fewer < FEWEST_NUMBERS) and common >= max(
        COPIED * shorter, min(FEWEST_SHINGLES, shorter), 1
    )


def _print(document: Document) -> _Print:
    words = [word for sentence in document.sentences for word in sentence.words]
    numbers = frozenset(word for word in words if word[0].isdigit())
    shingles = _shingles(np.array([_hash(word) for word in words], dtype=np.uint64))
    sample = shingles[shingles % np.uint64(SAMPLE) == 0]
    found = sample if len(sample) else shingles[:1]
    dated = document.article.dated
    return _Print(len(words), dated, numbers, shingles, tuple(int(h) for h in found))


def _shingles(words: Shingles) -> Shingles:
    """Hash every run of SHINGLE_WORDS words by a polynomial over the hashes of its words."""
    run = min(SHINGLE_WORDS, len(words))
    if not run:
        return words
    count = len(words) - run + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for n in range(run):
        mixed = mixed * np.uint64(MIX) + words[n : n + count]
    return np.unique(mixed)


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    """Return 64 bits that are the same in every process (Python's own hash is not)."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


@dataclass(slots=True)
class _Cluster:
    """A story in the making: its members, the sum of their vectors and the newest date."""

    number: int
    newest: datetime
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
        anchors = _anchors(vector)
        best = _nearest(document, vector, anchors, clusters, postings)
        if best is None:
            best = _Cluster(number=len(clusters), newest=document.article.dated)
            clusters.append(best)
        known = {term for term in anchors if best.number in postings[term]}
        best.take(document, vector)
        for term in sorted(anchors - known):
            postings[term].append(best.number)
    return clusters


def _nearest(
    document: Document,
    vector: Vector,
    anchors: frozenset[str],
    clusters: Sequence[_Cluster],
    postings: dict[str, list[int]],
) -> _Cluster | None:
    oldest = document.article.dated - STORY_DAYS
    shared: Counter[int] = Counter()
    for term in anchors:
        fresh = [n for n in postings[term] if clusters[n].newest >= oldest]
        postings[term] = fresh
        shared.update(fresh)
    near = [
        (_cosine(vector, clusters[n]), -n) for n, count in shared.items() if count >= FEWEST_ANCHORS
    ]
    likeness, negative = max(near, default=(0.0, 0))
    return clusters[-negative] if likeness >= SAME_EVENT else None


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
    """Count a document's terms: its title and head, and names and numbers wherever they stand."""
    counts: dict[str, float] = defaultdict(float)
    for term in _terms(words_of(document.article.version.title or "")):
        counts[term] += TITLE_WEIGHT
    seen = 0
    for sentence in document.sentences:
        named = {stem(word) for word in words_of(" ".join(_NAME.findall(sentence.text)))}
        for term in _terms(sentence.words):
            in_head = HEAD_WEIGHT if seen < HEAD_WORDS else BODY_WEIGHT
            counts[term] += in_head * (NAME_WEIGHT if term in named or term.isdigit() else 1)
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
