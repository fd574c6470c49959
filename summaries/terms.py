"""The words of a text that carry its meaning, as stems, and the field's lexicon (lexicon.yaml).

Stories and answers compare texts by these; nothing here is ever shown to a reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import snowballstemmer
import yaml

from summaries.model import Document
from summaries.sentences import words_of

LEXICON = Path(__file__).with_name("lexicon.yaml")
STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        """a an the this that these those there here it its it's he him his she her hers they them their
    theirs we us our ours i me my mine you your yours who whom whose which what when where why how
    is are was were be been being am isn't aren't wasn't weren't do does did done doing don't doesn't
    didn't has have had having haven't hasn't hadn't will would shall should can could may might must
    won't can't cannot couldn't wouldn't shouldn't to of in on at by for from with without into onto
    upon out off up down over under about above below after before between among through during until
    till since per via and or but nor so yet if then than as because while although though whether
    not no yes any some all each every both either neither few many much more most other another such
    same own only just also too very even again once ever never always often please im ive let lets
    theres whats hows wheres whos anybody somebody anything something anyone everything s t re ve ll d m
    mr mrs ms dr sir lord lady""",
    )
)

Phrase = tuple[str, ...]
ROOT = 5  # letters that words of one family share
_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = Lock()  # the stemmer keeps the word it works on in itself


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The field's synonyms as stemmed phrases. `alike` maps a phrase to all phrases of its line,
    `surfaces` to their printed words (for a look-up), longest phrase first in `lengths`."""

    alike: Mapping[Phrase, tuple[Phrase, ...]]
    surfaces: Mapping[Phrase, tuple[str, ...]]
    nations: Mapping[Phrase, str]
    generic: frozenset[str]
    soft: frozenset[str]
    lengths: tuple[int, ...]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball English stem of one lower-case word; anything else as it is."""
    if not word.isalpha():
        return word
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))


@lru_cache(maxsize=4096)
def stems_of(text: str) -> Phrase:
    """Return every word of a text as a stem, in order, stop words among them."""
    return stems(words_of(text))


def stems(words: Sequence[str]) -> Phrase:
    return tuple(stem(word) for word in words)


@dataclass(frozen=True, slots=True)
class Stems:
    """A text as stems, with the places of each, so that a phrase is found without reading it all."""

    text: Phrase
    at: Mapping[str, Sequence[int]]
    roots: frozenset[str]

    def places(self, phrase: Phrase) -> tuple[int, ...]:
        """Return where a phrase begins."""
        begins = self.at.get(phrase[0], ()) if phrase else ()
        if len(phrase) == 1:
            return tuple(begins)
        return tuple(n for n in begins if self.text[n : n + len(phrase)] == phrase)

    def holds(self, phrase: Phrase) -> bool:
        return bool(self.places(phrase))

    def has_root(self, phrase: Phrase) -> bool:
        """Tell whether a word begins like one of these ("discovery" like "discovered")."""
        return any(word[:ROOT] in self.roots for word in phrase if len(word) >= ROOT)


@lru_cache(maxsize=16384)
def read_stems(text: str) -> Stems:
    found = stems(words_of(text))
    at: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        at.setdefault(each, []).append(place)
    roots = frozenset(each[:ROOT] for each in at if len(each) >= ROOT)
    return Stems(found, at, roots)


def holds_phrase(text: Phrase, phrase: Phrase) -> bool:
    """Tell whether a phrase stands in a text, both as stems."""
    size = len(phrase)
    return bool(phrase) and any(text[n : n + size] == phrase for n in range(len(text) - size + 1))


def mentions(document: Document, words: str) -> bool:
    """Tell whether a document's title or text has some words side by side, whatever their endings."""
    phrase = stems_of(words)
    title = document.article.version.title or ""
    pieces = (stems(sentence.words) for sentence in document.sentences)
    return holds_phrase(stems_of(title), phrase) or any(holds_phrase(p, phrase) for p in pieces)


def content_stems(words: Sequence[str]) -> Phrase:
    """Return the stems of the words that are not stop words."""
    return tuple(stem(w) for w in words if w not in STOP_WORDS and len(w) > 1)


@cache
def _everyday() -> frozenset[str]:
    raw = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    listed = (*raw["same"], *raw["everyday"], *raw["nations"].values(), raw["generic"], raw["soft"])
    return frozenset(
        stem(word) for line in listed for entry in line for word in words_of(str(entry))
    )


def is_everyday(word: str) -> bool:
    """Tell whether the lexicon has a word anywhere: it is then spelt as it is meant to be."""
    return stem(word) in _everyday()


@cache
def lexicon() -> Lexicon:
    """Return the field's lexicon, read once from the file beside this one."""
    raw = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    lines = [[str(entry) for entry in line] for line in (*raw["same"], *raw["everyday"])]
    alike: dict[Phrase, tuple[Phrase, ...]] = {}
    surfaces: dict[Phrase, tuple[str, ...]] = {}
    for line in lines:
        phrases = tuple(dict.fromkeys(filter(None, (stems_of(entry) for entry in line))))
        for phrase in phrases:
            alike[phrase] = tuple(dict.fromkeys((*alike.get(phrase, ()), *phrases)))
            surfaces[phrase] = tuple(dict.fromkeys((*surfaces.get(phrase, ()), *line)))
    nations = {stems_of(name): nation for nation, names in raw["nations"].items() for name in names}
    lengths = sorted({len(phrase) for phrase in (*alike, *nations)}, reverse=True)
    return Lexicon(
        alike=alike,
        surfaces=surfaces,
        nations=nations,
        generic=frozenset(stem(word) for word in raw["generic"]),
        soft=frozenset(stem(word) for word in raw["soft"]),
        lengths=tuple(lengths),
    )
