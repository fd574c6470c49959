"""Who is heard under "who said what": one line each of parties and bodies, from the first stories on.

The first story is heard twice, on both sides where it has them; then each other story once, parties
and bodies in turn; what room is left goes round again, at last to people without a role. Words in
quotation marks come before reported ones and before what a speaker added to something else."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from summaries.model import Document, Quote, Reading
from summaries.sides import is_political, side_of_quote, sides_by_name, surname_of

ROUNDS = 2  # with speakers of a role or a party; then one with anybody
BODY = re.compile(
    r"\b(?:[A-Z]\w*[A-Z]+\w*|(?<=of )[A-Z]\w+(?: [A-Z]\w+)*|(?<=the )[A-Z]\w+(?: [A-Z]\w+)*)\b"
)
ADDED = re.compile(r"\b(?:added|also|went on|continued)\b")
COMMON = frozenset(["NHS", "UK", "MP", "MPs", "MS", "MSP", "MLA", "GP", "GPs"])


@dataclass(frozen=True, slots=True)
class _Speech:
    """A quote and whose side it takes; `at` is its place in the coverage."""

    at: int
    document: Document
    quote: Quote
    side: str

    @property
    def political(self) -> bool:
        return is_political(self.side)

    @property
    def names(self) -> set[str]:
        """What is heard with it: the side, the speaker, and the body that the role names ("UHD chair")."""
        bodies = set(BODY.findall(self.quote.role or "")) - COMMON
        return {self.side, surname_of(self.quote), *bodies}

    @property
    def known(self) -> bool:
        return self.political or self.quote.role is not None

    @property
    def direct(self) -> bool:
        return any(mark in self.quote.line.text for mark in '"“”«')


def pick_speakers(
    stories: Sequence[Sequence[Reading]], limit: int, take: Callable[[Document, Quote], bool]
) -> tuple[tuple[Document, Quote], ...]:
    """Return up to `limit` quotes in the order of the coverage. `take` says whether a quote may be
    shown, and is asked once for each that would be."""
    speeches = _speeches(stories)
    heard: set[str] = set()
    kinds: Counter[bool] = Counter()
    chosen: dict[int, _Speech] = {}
    for story, anybody in _turns(len(speeches)):
        ready = [s for s in speeches[story] if s.known or anybody]
        ready = [s for s in ready if not s.names & heard]
        ready.sort(key=lambda s: (kinds[s.political], not s.political, *_rank(s)))
        speech = next((s for s in ready if take(s.document, s.quote)), None)
        if speech:
            heard |= speech.names
            kinds[speech.political] += 1
            chosen[speech.at] = speech
        if len(chosen) >= limit:
            break
    return tuple((chosen[at].document, chosen[at].quote) for at in sorted(chosen))


def _turns(stories: int) -> Iterator[tuple[int, bool]]:
    """Yield which story's turn it is, and whether anybody may speak: the first story has one turn
    more than the others."""
    if stories:
        yield 0, False
    for anybody in (False,) * ROUNDS + (True,):
        yield from ((story, anybody) for story in range(stories))


def _rank(speech: _Speech) -> tuple[bool, bool, bool, int]:
    quote = speech.quote
    return (quote.role is None, bool(ADDED.search(quote.line.text)), not speech.direct, speech.at)


def _speeches(stories: Sequence[Sequence[Reading]]) -> list[list[_Speech]]:
    known = sides_by_name([reading for story in stories for reading in story])
    speeches: list[list[_Speech]] = []
    at = 0
    for story in stories:
        speeches.append([])
        for document, quote in ((r.document, q) for r in story for q in r.quotes):
            side = side_of_quote(quote, known)
            at += 1
            if side and _is_named(quote.speaker):
                speeches[-1].append(_Speech(at, document, quote, side))
    return speeches


def _is_named(speaker: str | None) -> bool:
    """Tell whether a speaker has a name: "the minister" may be anybody."""
    return speaker is not None and speaker != speaker.lower()
