"""What a sentence has to do with a question, measured: which of its words stand in the sentence, its
headline, its paragraph or elsewhere in its article, how near to one another, and whether it holds the
kind of answer that is asked for. The measures are weighed in `answers`."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summaries.asking import Asking, Concept
from summaries.model import Candidate, Ground
from summaries.quantities import type_fit
from summaries.terms import Stems, lexicon, read_stems, stem

LONGEST_SPAN = 40  # words: further apart, nearness says nothing
FEW_WORDS, MANY_WORDS = 7, 28  # a sentence of fewer says little, one of more says much else
UNDATED = 0.3  # how fresh a text without a date is taken to be
FADES = 5.0  # days in which the worth of news falls to a third, where the latest is asked for
KINDS = {"generic": 0.25, "soft": 0.5, "telling": 1.0}
HERE, ON_LABEL, IN_PARAGRAPH, IN_ARTICLE, NOWHERE = range(5)
CHANGED = re.compile(
    r"\b(?:rose|risen|rises?|fell|fallen|falls?|up from|down from|more than a (?:month|year)|record|grown|grew"
    r"|increase[ds]?|decrease[ds]?|suspended|announced|agreed|new|worst|highest|lowest|compared with)\b",
    re.IGNORECASE,
)
MEASURES = (
    "own here",
    "alike here",
    "local here",
    "roots here",
    "on label",
    "in paragraph",
    "in article",
    "near",
    "pairs",
    "fits",
    "misfits",
    "no name",
    "of nation",
    "other nation",
    "fresh",
    "fresh when latest",
    "changed",
    "few words",
    "many words",
    "said by",
    "asks",
    "search",
    "is label",
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """A candidate as seen by one question: its `measures` in the order of MEASURES, and where each
    concept of the question is met, nearest first."""

    candidate: Candidate
    measures: tuple[float, ...]
    met: Mapping[Concept, int]
    weights: Mapping[Concept, float]
    fit: float
    of_nation: bool

    @property
    def covered(self) -> float:
        """The share of the question, by weight, that its article prints at all."""
        return self._share(lambda place: place < NOWHERE)

    def share_within(self, place: int) -> float:
        """The share of the question, by weight, that is met at this place or a nearer one."""
        return self._share(lambda met: met <= place)

    def _share(self, counts: Callable[[int], bool]) -> float:
        total = sum(self.weights.values())
        return sum(self.weights[c] for c, place in self.met.items() if counts(place)) / total


def bear_on(asking: Asking, candidates: Sequence[Candidate]) -> list[Bearing]:
    """Measure every candidate against a question that has at least one concept."""
    texts = [_read(asking, candidate) for candidate in candidates]
    weights = weigh_concepts(asking, texts, candidates[0].ground)
    in_article: dict[int, set[Concept]] = defaultdict(set)
    met = [_met(asking, text) for text in texts]
    for candidate, places in zip(candidates, met, strict=True):
        in_article[candidate.source.article] |= {c for c, p in places.items() if p < IN_ARTICLE}
    local = _local_weights(asking, texts, met)
    best = max((c.score for c in candidates), default=0.0) or 1.0
    age = _ages(candidates)
    return [
        _bearing(
            asking,
            weights,
            local[text.candidate.source.article],
            text,
            {
                c: IN_ARTICLE
                if p == NOWHERE and c in in_article[text.candidate.source.article]
                else p
                for c, p in places.items()
            },
            text.candidate.score / best,
            age[n],
        )
        for n, (text, places) in enumerate(zip(texts, met, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Text:
    candidate: Candidate
    sentence: Stems
    label: Stems
    context: Stems
    speaker: Stems
    places: Mapping[Concept, Sequence[int]]  # where each concept stands in the sentence


def _read(asking: Asking, candidate: Candidate) -> _Text:
    sentence = read_stems(candidate.sentence.text)
    label = candidate.source.label.text if candidate.source.label else ""
    label = f"{label}\n{candidate.source.outlet or ''}"
    return _Text(
        candidate,
        sentence,
        read_stems(label),
        read_stems(candidate.context),
        read_stems(candidate.speaker or ""),
        {c: c.places(sentence) for c in asking.concepts},
    )


def _met(asking: Asking, text: _Text) -> dict[Concept, int]:
    places = {}
    for concept in asking.concepts:
        if text.places[concept] or (asking.says and concept.places(text.speaker)):
            places[concept] = HERE
        elif concept.places(text.label):
            places[concept] = ON_LABEL
        else:
            places[concept] = IN_PARAGRAPH if concept.places(text.context) else NOWHERE
    return places


def weigh_concepts(
    asking: Asking, texts: Sequence[_Text], ground: Ground | None
) -> dict[Concept, float]:
    """Weigh each concept by its kind and its rarity in the archive; without a count of the archive,
    by its rarity among the candidates."""
    if ground is None or not ground.passages:
        spread = Counter(c for text in texts for c in asking.concepts if c.places(text.context))
        return {
            c: KINDS[c.kind] * (1 + math.log((len(texts) + 1) / (spread[c] + 1)))
            for c in asking.concepts
        }
    return {c: KINDS[c.kind] * _rarity(c, ground) for c in asking.concepts}


def _local_weights(
    asking: Asking, texts: Sequence[_Text], met: Sequence[Mapping[Concept, int]]
) -> dict[int, dict[Concept, float]]:
    """Weigh each concept within each article by how few of its sentences print it: of an article about
    one hospital its name tells no sentence from the others."""
    sizes: Counter[int] = Counter()
    spread: dict[int, Counter[Concept]] = defaultdict(Counter)
    for text, places in zip(texts, met, strict=True):
        article = text.candidate.source.article
        sizes[article] += 1
        spread[article].update(c for c, place in places.items() if place == HERE)
    return {
        article: {
            c: KINDS[c.kind] * math.log(1 + size / (0.5 + spread[article][c]))
            for c in asking.concepts
        }
        for article, size in sizes.items()
    }


def _rarity(concept: Concept, ground: Ground) -> float:
    sizes = [min(ground.counts.get(s, 0) for s in p) for p in concept.phrases]
    own = min((ground.counts.get(s, 0) for s in concept.own), default=0)
    size = min(own or max(sizes), ground.passages)
    return math.log(1 + (ground.passages - size + 0.5) / (size + 0.5))


def _bearing(
    asking: Asking,
    weights: Mapping[Concept, float],
    local: Mapping[Concept, float],
    text: _Text,
    met: Mapping[Concept, int],
    search: float,
    age: float | None,
) -> Bearing:
    total = sum(weights.values())

    def share(place: int) -> float:
        return sum(weights[c] for c, p in met.items() if p == place) / total

    own = sum(weights[c] for c in met if c.own and text.sentence.holds(c.own)) / total
    told = sum(local[c] for c, p in met.items() if p == HERE) / (sum(local.values()) or 1.0)
    rooted = (weights[c] for c, p in met.items() if p != HERE and text.sentence.has_root(c.own))
    fit = type_fit(asking, text.candidate, text.sentence)
    typed = asking.wants != "passage"
    here, of_nation = _nation(asking, text)
    words = len(text.sentence.text)
    label = text.candidate.source.label
    places = [found for found in text.places.values() if found]
    fresh = math.exp(-age / FADES) if age is not None else UNDATED
    measures = (
        own,
        share(HERE),
        told,
        sum(rooted) / total,
        share(ON_LABEL),
        share(IN_PARAGRAPH),
        share(IN_ARTICLE),
        _nearness(places, len(asking.concepts)),
        _pairs(asking, text.sentence),
        fit if typed else 0.0,
        float(typed and not fit),
        float(asking.wants == "who" and not fit),
        float(here),
        float(not of_nation),
        fresh,
        fresh * asking.latest,
        float(asking.changes and bool(CHANGED.search(text.candidate.sentence.text))),
        max(0.0, (FEW_WORDS - words) / FEW_WORDS),
        min(1.0, max(0.0, (words - MANY_WORDS) / MANY_WORDS)),
        _said_by(asking, text),
        float(text.candidate.sentence.text.rstrip("”\"'’ ").endswith("?")),
        search,
        float(label is not None and label.text == text.candidate.sentence.text),
    )
    return Bearing(text.candidate, measures, met, weights, fit, of_nation)


def _ages(candidates: Sequence[Candidate]) -> list[float | None]:
    """Return how many days each candidate is older than the newest one, None for an undated one."""
    dates = [c.source.published for c in candidates]
    newest = max((d for d in dates if d), default=None)
    return [(newest - d).total_seconds() / 86400 if newest and d else None for d in dates]


def _pairs(asking: Asking, sentence: Stems) -> float:
    """Return the share of neighbouring words of the question that are neighbours here, too."""
    asked = [stem(word) for word in asking.words]
    pairs = list(pairwise(asked))
    if not pairs:
        return 0.0
    close = sum(
        any(0 < b - a <= 3 for a in sentence.at.get(one, ()) for b in sentence.at.get(two, ()))
        for one, two in pairs
    )
    return close / len(pairs)


def _nearness(places: Sequence[Sequence[int]], asked: int) -> float:
    """Return 1 where all words asked stand side by side, towards 0 where few do or far apart."""
    share = len(places) / asked
    if len(places) < 2:
        return 0.5 * share
    spots = sorted((place, n) for n, group in enumerate(places) for place in group)
    span = LONGEST_SPAN
    last: dict[int, int] = {}
    for place, n in spots:
        last[n] = place
        if len(last) == len(places):
            span = min(span, place - min(last.values()) + 1)
    return share * max(0.0, 1 - (span - len(places)) / LONGEST_SPAN)


def _nation(asking: Asking, text: _Text) -> tuple[bool, bool]:
    """Tell whether a nation asked for is printed in the sentence, and whether the sentence is of it: a
    nation printed in the sentence counts before the paragraph's or label's, that before the article's."""
    if not asking.nations:
        return False, True
    here = _nations_in(text.sentence)
    named = here or _nations_in(text.context) or {text.candidate.nation}
    enough = asking.nations & named if asking.compares else asking.nations <= named
    return bool(asking.nations & here), bool(enough)


def is_of(nation: str, candidate: Candidate) -> int:
    """Tell how surely a sentence is of a nation: 2 where it prints it, 1 where its paragraph does or
    its article is of it and the sentence prints no other, else 0."""
    here = _nations_in(read_stems(candidate.sentence.text))
    if here:
        return 2 * (nation in here)
    return int(nation in (_nations_in(read_stems(candidate.context)) or {candidate.nation}))


def _nations_in(stems: Stems) -> frozenset[str]:
    return frozenset(n for phrase, n in lexicon().nations.items() if stems.holds(phrase))


def _said_by(asking: Asking, text: _Text) -> float:
    """Tell whether one named in the question speaks in the sentence."""
    asked = {s for c in asking.concepts for s in c.own}
    return float(any(s in asked for s in text.speaker.text))
