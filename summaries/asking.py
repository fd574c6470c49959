"""A question to what it asks for: the kind of answer, the nation, the concepts to be met."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from feeds.text import clean_text, fold_space
from summaries.sentences import words_of
from summaries.terms import STOP_WORDS, Phrase, holds_phrase, lexicon, stem, stems

Wants = Literal["count", "amount", "percent", "date", "duration", "who", "why", "passage"]
ConceptKind = Literal["telling", "soft", "generic"]
LONGEST_QUESTION = 600  # characters that are read; what comes after is not a question
MOST_CONCEPTS = 24

WANTS: tuple[tuple[Wants, str], ...] = (
    (
        "percent",
        r"\b(?:what|which) (?:per ?cent|percentage|proportion|share)\b|\bhow many per ?cent\b",
    ),
    ("duration", r"\bhow long\b|\bhow many (?:years|months|weeks|days|hours|minutes)\b"),
    ("count", r"\bhow many\b|\b(?:what|total|the) number of\b|\bhow big is\b"),
    (
        "amount",
        r"\bwhat (?:is|was|are|were) the (?:\w+ ){0,3}(?:cost|price|budget|deficit|bill|gap|shortfall|funding)\b",
    ),
    (
        "amount",
        r"\bwhat (?:is|was) the most .{1,40}\b(?:paid|pay|spent|spend)\b|\bhow much\b|\bhow expensive\b|\bwhat (?:does|did|will|would) .{1,60} cost\b",
    ),
    ("date", r"\bwhen\b|\bwhat (?:date|day|month|year)\b|\bsince when\b|\bby when\b|\bhow soon\b"),
    (
        "who",
        r"\bwho(?:'s|’s|se|m)?\b|\bwhich (?:minister|secretary|party|union|body|trust|charity)\b",
    ),
)
HEAD_STOPS = frozenset(
    re.findall(
        r"\S+",
        """are is was were be been has have had do does did will would can could should may might must
    in on at by for from with to of and or who that which there""",
    )
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of a question: the stemmed phrases that print it, and the words to look it up by."""

    phrases: tuple[Phrase, ...]
    surfaces: tuple[str, ...]
    kind: ConceptKind = "telling"

    def places(self, text: Phrase) -> tuple[int, ...]:
        """Return where in a text's stems this concept is printed."""
        return tuple(
            n
            for phrase in self.phrases
            for n in range(len(text) - len(phrase) + 1)
            if text[n : n + len(phrase)] == phrase
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as read. `counted` is the concept of which a number is asked ("how many nurses"),
    None where any will do ("how many people"); `done` what the one asked for does or is ("who chairs
    the board"); `latest`: the newest word is wanted."""

    text: str
    words: tuple[str, ...]
    wants: Wants
    concepts: tuple[Concept, ...]
    nations: frozenset[str] = frozenset()
    counted: Concept | None = None
    done: Concept | None = None
    latest: bool = False


def read_question(question: str) -> Asking:
    """Read any text as a question; a hostile or an empty one simply has no concepts."""
    text = fold_space(clean_text(question[:LONGEST_QUESTION]))
    words = words_of(text)
    content = tuple(w for w in words if w not in STOP_WORDS)
    wants: Wants = next(
        (kind for kind, form in WANTS if re.search(form, text, re.IGNORECASE)), "passage"
    )
    concepts = _concepts(words)[:MOST_CONCEPTS]
    return Asking(
        text=text,
        words=content,
        wants=wants,
        concepts=concepts,
        nations=_nations(words),
        counted=_counted(text, concepts) if wants == "count" else None,
        done=_done(text, concepts) if wants == "who" else None,
        latest=bool(re.search(r"\b(?:latest|newest|now|current(?:ly)?|most recent)\b", text, re.I)),
    )


def _concepts(words: Sequence[str]) -> tuple[Concept, ...]:
    """Read words from the left, the longest phrase of the lexicon first; stop words are passed over."""
    text = stems(words)
    found: dict[tuple[Phrase, ...], Concept] = {}
    n = 0
    while n < len(text):
        size, concept = _concept_at(text, words, n)
        n += size
        if concept:
            found.setdefault(concept.phrases, concept)
    return tuple(found.values())


def _concept_at(text: Phrase, words: Sequence[str], n: int) -> tuple[int, Concept | None]:
    """Return how many words are read at a place and the concept there, if there is one. A nation is
    none: it is asked of the whole sentence."""
    known = lexicon()
    for size in known.lengths:
        phrase, printed = text[n : n + size], words[n : n + size]
        if phrase in known.nations:
            return len(phrase), None
        if phrase in known.alike and not (len(printed) == 1 and printed[0] in STOP_WORDS):
            looked_up = [w for entry in known.surfaces[phrase] for w in words_of(entry)]
            surfaces = _plain((*printed, *looked_up))
            return len(phrase), Concept(known.alike[phrase], surfaces, _kind(phrase))
    if words[n] in STOP_WORDS or (len(words[n]) < 2 and not words[n].isdigit()):
        return 1, None
    return 1, Concept((text[n : n + 1],), (words[n],), _kind(text[n : n + 1]))


def _kind(phrase: Phrase) -> ConceptKind:
    if len(phrase) > 1:
        return "telling"
    if phrase[0] in lexicon().generic:
        return "generic"
    return "soft" if phrase[0] in lexicon().soft else "telling"


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in words if w not in STOP_WORDS and len(w) > 1))


def _nations(words: Sequence[str]) -> frozenset[str]:
    known = lexicon().nations
    text = stems(words)
    return frozenset(nation for phrase, nation in known.items() if holds_phrase(text, phrase))


def _counted(text: str, concepts: Sequence[Concept]) -> Concept | None:
    """Return the concept that is to be counted: the last word of the noun phrase after "how many"."""
    asked = re.search(r"\b(?:how many|number of)\s+(.+)", text, re.IGNORECASE)
    head = ""
    for word in words_of(asked.group(1)) if asked else ():
        if word in HEAD_STOPS:
            break
        if stem(word) in lexicon().soft and head:
            break
        head = word
    last = stems((head,))[-1:] if head else ()
    counted = next((c for c in concepts if last and any(p[-1:] == last for p in c.phrases)), None)
    return None if counted is None or counted.kind == "generic" else counted


def _done(text: str, concepts: Sequence[Concept]) -> Concept | None:
    """Return the first concept after "who": what that person does, or the office they hold."""
    asked = re.search(r"\bwho\b(.*)", text, re.IGNORECASE)
    after = stems(words_of(asked.group(1))) if asked else ()
    placed = [(places[0], n) for n, c in enumerate(concepts) if (places := c.places(after))]
    return concepts[min(placed)[1]] if placed else None
