"""The archive's words: in how many passages each is printed, and what short forms stand for.

Answers weigh a word by its rarity, the look-up passes over words that half the archive has, and a slip
of the keyboard is read as the word nearest to it. Kept in step by the library's own transactions."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    func,
    or_,
    select,
    update,
)

from feeds.database import Database, metadata
from summaries.model import Document, Ground
from summaries.sentences import words_of
from summaries.terms import STOP_WORDS, content_stems, is_everyday, stem, stems_of

ALL = ""  # the row that counts the passages themselves
LONGEST_WORD = 64  # characters; what is longer is no word
SHORTEST_SLIP = 5  # letters: a shorter unknown word is as likely a name
LONG_WORD = 9  # letters: from here on two slips are forgiven
MOST_LETTERS = 8  # of a short form
SHORT_FORM = re.compile(r"\(([A-Z][A-Za-z&]{1,7})\)")
SMALL_WORDS = frozenset(("of", "and", "for", "the", "in", "on", "to", "&", "with"))

words = Table(
    "words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("stem", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Index("ix_words_stem", "stem"),
)
short_forms = Table(
    "short_forms",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("team_id", Text),
    Column("short", Text, nullable=False),
    Column("long", Text, nullable=False),
    Column("short_key", Text, nullable=False),
    Column("long_key", Text, nullable=False),
    Index("ix_short_forms_short_key", "short_key"),
    Index("ix_short_forms_long_key", "long_key"),
)


def find_short_forms(document: Document) -> tuple[tuple[str, str], ...]:
    """Return what a document itself explains, both lower-case: "integrated care boards (ICBs)" gives
    ("icbs", "integrated care boards"). The letters must be the words' first ones, in order."""
    pairs = (pair for sentence in document.shown for pair in _explained(sentence.text))
    return tuple(dict.fromkeys(pairs))


def _explained(text: str) -> Iterable[tuple[str, str]]:
    for found in SHORT_FORM.finditer(text):
        before = re.findall(r"[\w’'-]+|&", text[max(0, found.start() - 120) : found.start()])
        if long := _long_form(found.group(1), before):
            yield found.group(1).lower(), " ".join(long).lower()


def _long_form(short: str, before: Sequence[str]) -> Sequence[str]:
    """Walk back from the bracket until every capital of the short form has begun a word."""
    letters = [letter.lower() for letter in short if letter.isupper()]
    for n in range(len(before) - 1, max(-1, len(before) - 2 * MOST_LETTERS - 1), -1):
        initials = [word[0].lower() for word in before[n:] if word.lower() not in SMALL_WORDS]
        if initials == letters and len(letters) > 1:
            return before[n:]
        if len(initials) > len(letters):
            break
    return ()


def change_counts(
    database: Database,
    connection: Connection,
    gone: Iterable[str],
    come: Iterable[str],
) -> None:
    """Count the words of new passages in, and those of the passages they replace out."""
    change = Counter(_counted(come))
    change.subtract(_counted(gone))
    rows = [
        {"key": word, "more": more, "stem": stem(word)}
        for word, more in sorted(change.items())
        if more
    ]
    if not rows:
        return
    new = database.insert_ignore(words).values(
        word=bindparam("key"), stem=bindparam("stem"), passages=0
    )
    connection.execute(new, rows)
    counted = update(words).where(words.c.word == bindparam("key"))
    connection.execute(counted.values(passages=words.c.passages + bindparam("more")), rows)


def _counted(passages: Iterable[str]) -> Iterable[str]:
    for passage in passages:
        yield ALL
        yield from {word for word in words_of(passage) if len(word) <= LONGEST_WORD}


def consult(connection: Connection, asked: Sequence[str], visible: Any) -> Ground:
    """Say what the archive knows of some words: how often it has them, what it has in place of those
    it has not, and the long forms it gives for them. `visible` narrows the short forms to a team's."""
    read = [word for word in dict.fromkeys(asked) if 0 < len(word) <= LONGEST_WORD]
    counts = _counts(connection, {stem(word) for word in read})
    unknown = [word for word in read if stem(word) not in counts]
    read_as = {word: near for word in unknown if (near := _nearest(connection, word))}
    counts.update(_counts(connection, {stem(near) for near in read_as.values()}))
    pairs = _short_forms(connection, read, visible)
    further = {s for pair in pairs for form in pair for s in stems_of(form)} - counts.keys()
    counts.update(_counts(connection, further))
    return Ground(counts.pop(ALL, 0), counts, read_as, pairs)


def _counts(connection: Connection, stems: Iterable[str]) -> dict[str, int]:
    wanted = {*stems, ALL}
    found = select(words.c.stem, func.sum(words.c.passages))
    met = found.where(words.c.stem.in_(sorted(wanted)), words.c.passages > 0)
    return {row[0]: int(row[1]) for row in connection.execute(met.group_by(words.c.stem))}


def _nearest(connection: Connection, word: str) -> str | None:
    """Return the archive's word that an unknown one was meant to be, if one is near enough. Words of
    the lexicon are spelt as they are meant to be."""
    if len(word) < SHORTEST_SLIP or not word.isalpha() or is_everyday(word) or word in STOP_WORDS:
        return None
    slips = 2 if len(word) >= LONG_WORD else 1
    length = func.length(words.c.word)
    like = select(words.c.word, words.c.passages).where(
        words.c.word >= word[0],
        words.c.word < chr(ord(word[0]) + 1),
        length.between(len(word) - slips, len(word) + slips),
        words.c.passages > 0,
    )
    rated = [
        (OSA.distance(word, row.word, score_cutoff=slips), -row.passages, row.word)
        for row in connection.execute(like)
    ]
    near = [found for found in rated if found[0] <= slips]
    return min(near)[2] if near else None


def _short_forms(
    connection: Connection, asked: Sequence[str], visible: Any
) -> tuple[tuple[str, str], ...]:
    stemmed = [stem(word) for word in asked]
    runs = {" ".join(stemmed[n : n + size]) for size in (2, 3, 4, 5) for n in range(len(stemmed))}
    found = (
        select(short_forms.c.short, short_forms.c.long)
        .where(
            or_(
                short_forms.c.short_key.in_(sorted(set(stemmed))),
                short_forms.c.long_key.in_(sorted(runs)),
            ),
            visible,
        )
        .distinct()
        .limit(20)
    )
    return tuple((row.short, row.long) for row in connection.execute(found)) if asked else ()


def choose_words(asked: Sequence[str], ground: Ground, budget: int) -> tuple[list[str], list[str]]:
    """Part words into those to look up, any of them being enough, and common ones that would cost
    more passages than the budget allows: those are only worth looking up together."""
    forms = [*(ground.read_as.get(word, word) for word in asked)]
    forms += [word for pair in ground.alike for form in pair for word in words_of(form)]
    sized = {
        word: ground.counts.get(stem(word), 0)
        for word in dict.fromkeys(forms)
        if word not in STOP_WORDS
    }
    known = {word: size for word, size in sized.items() if size}
    any_of: list[str] = []
    for word in sorted(known, key=lambda w: known[w] > budget // 6 and known[w]):
        if known[word] <= budget:
            budget -= known[word]
            any_of.append(word)
    return any_of, [word for word in known if word not in any_of]


def rows_of_short_forms(document: Document, owner: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            **owner,
            "position": n,
            "short": short,
            "long": long,
            "short_key": stem(short),
            "long_key": " ".join(content_stems(words_of(long))),
        }
        for n, (short, long) in enumerate(find_short_forms(document))
    ]
