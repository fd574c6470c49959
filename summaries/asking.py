"""A question to what it asks for: the kind of answer, the nation, the concepts to be met."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from feeds.text import clean_text, fold_space
from summaries.model import Ground
from summaries.sentences import words_of
from summaries.terms import (
    STOP_WORDS,
    Phrase,
    Stems,
    holds_phrase,
    lexicon,
    read_stems,
    stem,
    stems,
    stems_of,
)

Wants = Literal[
    "count", "amount", "percent", "date", "duration", "who", "where", "measure", "why", "passage"
]
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
    (
        "date",
        r"\bwhen\b|\b(?:what|which) (?:date|day|month|year|century|decade)\b|\bhow soon\b",
    ),
    (
        "measure",
        r"\bhow (?:old|tall|high|far|deep|wide|heavy|fast|large|big|hot|cold|often|short|full|late|near)\b"
        r"|\bwhat (?:is|was) the (?:\w+ ){0,2}(?:population|length|height|width|weight|speed|median|average|rate|turnout|age)\b",
    ),
    (
        "who",
        r"\bwho(?:'s|’s|se|m)?\b|\b(?:which|what) (?:minister|secretary|party|union|body|trust|charity|company|team)\b",
    ),
    (
        "where",
        r"\bwhere\b|\b(?:in|at|from) (?:which|what) (?:city|town|country|place|hospital|region)\b",
    ),
    ("why", r"\bwhy\b|\bwhat (?:caused|causes|led to)\b|\bhow come\b|\breasons?\b"),
)
BEARS = re.compile(
    r"^(?:(?:so|and|but|ok|hi|hello|please)[ ,]+)*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should|shall|may|might|must|isn.t|aren.t|won.t|doesn.t|didn.t|why)\b|\b(?:opinion|views?|think|feel|believe)\b",
    re.IGNORECASE,
)
LATEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|what.s new|any news|this (?:week|month)|(?:what|how) .{0,20}changed|"
    r"up ?dates?|now|current(?:ly)?|today)\b",
    re.IGNORECASE,
)
COMPARES = re.compile(
    r"\b(?:compar\w+|versus|vs|differen\w+|contrast|(?:than|as) in|both)\b|\bor\b", re.IGNORECASE
)
SAYS = re.compile(
    r"\b(?:what|how|why|which) (?:did|does|do|has|have|had|is|was)\b.{2,80}?\b(?:say|said|saying|think|call|called|claim"
    r"|claimed|promise|promised|tell|told|describe|warn|respond|react|want|criticise|argue|ask|asked|excuse)\b",
    re.IGNORECASE,
)
CHANGES = re.compile(r"\bchang(?:ed|es?|ing)\b|\btrend\b", re.IGNORECASE)
HEAD_STOPS = frozenset(
    re.findall(
        r"\S+",
        """are is was were be been has have had do does did will would can could should may might must
    in on at by for from with to of and or who that which there""",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """One idea of a question: the stemmed phrases that print it, the words to look it up by, and its
    own phrase as asked. `named`: the question prints it with a capital. Two are never equal: they are
    looked up by the thousand."""

    phrases: tuple[Phrase, ...]
    surfaces: tuple[str, ...]
    kind: ConceptKind = "telling"
    own: Phrase = ()
    named: bool = False
    begins: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        firsts = frozenset(phrase[0] for phrase in self.phrases if phrase)
        object.__setattr__(self, "begins", firsts)

    def places(self, text: Stems) -> tuple[int, ...]:
        """Return where in a text this concept is printed."""
        if text.at.keys().isdisjoint(self.begins):
            return ()
        return tuple(place for phrase in self.phrases for place in text.places(phrase))


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as read. `counted` is the concept of which a number is asked ("how many nurses"),
    None where any will do ("how many people"); `done` what the one asked for does or is ("who chairs
    the board"). `latest`: the newest word is wanted; `changes`: what is different now; `compares`: of
    each nation named; `bears`: no sentence can answer it, some bear on it (yes or no, why, opinion);
    `says`: the words of one whom it names are wanted."""

    text: str
    words: tuple[str, ...]
    wants: Wants
    concepts: tuple[Concept, ...]
    nations: frozenset[str] = frozenset()
    counted: Concept | None = None
    done: Concept | None = None
    latest: bool = False
    changes: bool = False
    compares: bool = False
    bears: bool = False
    says: bool = False
    slips: int = 0


def read_question(question: str, ground: Ground | None = None) -> Asking:
    """Read any text as a question; a hostile or an empty one simply has no concepts. With what the
    archive knows, slips are mended and its short forms are known."""
    text = fold_space(clean_text(question[:LONGEST_QUESTION]))
    known = ground or Ground()
    typed = words_of(text)
    words = tuple(known.read_as.get(word, word) for word in typed)
    wants: Wants = next(
        (kind for kind, form in WANTS if re.search(form, text, re.IGNORECASE)), "passage"
    )
    nations = _nations(words)
    compares = len(nations) > 1 and bool(COMPARES.search(text))
    concepts = _concepts(words, _names_in(text), _learned(known))[:MOST_CONCEPTS]
    if not concepts or (compares and all(c.kind == "generic" for c in concepts)):
        concepts = (*concepts, *_nations_as_concepts(words))
    return Asking(
        text=text,
        words=tuple(w for w in words if w not in STOP_WORDS),
        wants=wants,
        concepts=concepts,
        nations=nations,
        counted=_counted(text, concepts) if wants == "count" else None,
        done=_done(text, concepts) if wants == "who" else None,
        latest=bool(LATEST.search(text)),
        changes=bool(CHANGES.search(text)),
        compares=compares,
        bears=bool(BEARS.search(text)),
        says=bool(SAYS.search(text)),
        slips=sum(word in known.read_as for word in typed),
    )


def _names_in(text: str) -> frozenset[str]:
    """Return the words printed with a capital after the first one; none where all words have one."""
    later = re.findall(r"(?<!^)(?<![.?!] )\b([A-Z][\w’'-]*)", text)
    if len(later) > 0.7 * len(text.split()):
        return frozenset()
    return frozenset(word for name in later for word in words_of(name))


def _learned(ground: Ground) -> Mapping[Phrase, tuple[Phrase, ...]]:
    alike: dict[Phrase, tuple[Phrase, ...]] = {}
    for pair in ground.alike:
        phrases = tuple(filter(None, (stems_of(form) for form in pair)))
        for phrase in phrases:
            alike[phrase] = tuple(dict.fromkeys((*alike.get(phrase, ()), *phrases)))
    return alike


def _concepts(
    words: Sequence[str],
    names: frozenset[str] = frozenset(),
    learned: Mapping[Phrase, tuple[Phrase, ...]] | None = None,
) -> tuple[Concept, ...]:
    """Read words from the left, the longest phrase of the lexicon first; stop words are passed over."""
    text = stems(words)
    found: dict[tuple[Phrase, ...], Concept] = {}
    n = 0
    while n < len(text):
        size, concept = _concept_at(text, words, n, learned or {})
        if concept:
            named = any(word in names for word in words[n : n + size])
            found.setdefault(concept.phrases, replace(concept, named=named))
        n += size
    return tuple(found.values())


def _concept_at(
    text: Phrase, words: Sequence[str], n: int, learned: Mapping[Phrase, tuple[Phrase, ...]]
) -> tuple[int, Concept | None]:
    """Return how many words are read at a place and the concept there, if there is one. A nation is
    none: it is asked of the whole sentence."""
    known = lexicon()
    for size in sorted({*known.lengths, *map(len, learned)}, reverse=True):
        phrase, printed = text[n : n + size], words[n : n + size]
        if len(phrase) < size:
            continue
        if phrase in known.nations:
            return size, None
        if len(printed) == 1 and printed[0] in STOP_WORDS:
            continue
        if phrase in known.alike or phrase in learned:
            alike = dict.fromkeys((phrase, *known.alike.get(phrase, ()), *learned.get(phrase, ())))
            looked_up = [w for entry in known.surfaces.get(phrase, ()) for w in words_of(entry)]
            surfaces = _plain((*printed, *looked_up))
            return size, Concept(tuple(alike), surfaces, _kind(phrase), phrase)
    if words[n] in STOP_WORDS or (len(words[n]) < 2 and not words[n].isdigit()):
        return 1, None
    own = text[n : n + 1]
    return 1, Concept((own,), (words[n],), _kind(own), own)


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


def _nations_as_concepts(words: Sequence[str]) -> tuple[Concept, ...]:
    """Where a question asks for nothing but nations, they are what it is about."""
    text, known = stems(words), lexicon().nations
    phrases = [phrase for phrase in known if holds_phrase(text, phrase)]
    return tuple(Concept((phrase,), (), "generic", phrase) for phrase in phrases)


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
    after = read_stems(asked.group(1) if asked else "")
    placed = [(places[0], n) for n, c in enumerate(concepts) if (places := c.places(after))]
    return concepts[min(placed)[1]] if placed else None
