"""Choose the sentences to show under the rules, given what each is worth. Pure; knows no ranker.

The best summary is worth most for its length: the sum of what its sentences are worth, less what two
of them repeat, divided by its words and a few more (as McDonald 2007 and Lin and Bilmes 2010 do, with
the F-measure's denominator instead of a budget). A beam walks the article once, in its order, so that
a sentence that leans can be taken only straight behind the one it leans on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from summaries.model import Sentence
from summaries.salience import Salience

REPEATED = 2.0  # how much of the smaller worth two like sentences lose, times their cosine
SAME = 0.75  # share of a pair's terms in both from which two sentences say the same
BEAM = 16  # summaries of each size that are carried on
FRESH = 4  # ... and those kept because they end in the sentence just read
POOL = 28  # sentences that are considered when few are asked for


@dataclass(frozen=True, slots=True)
class _Draft:
    """A summary in the making: positions in the article's order."""

    chosen: tuple[int, ...] = ()
    worth: float = 0.0
    words: float = 0.0
    value: float = 0.0


def choose(
    sentences: Sequence[Sentence], count: int, salience: Salience, base: float
) -> tuple[int, ...]:
    """Return the positions of `count` sentences, ascending; fewer only where the rules leave fewer.
    `base` is added to the length of every summary: the higher, the less length matters."""
    count = min(count, len(sentences))
    if count <= 0:
        return ()
    table = _Table(sentences, salience, base)
    attempts = (
        (table.pool(max(POOL, 4 * count), count), False),
        (range(len(sentences)), False),
        (range(len(sentences)), True),
    )
    best: tuple[int, ...] = ()
    for pool, open_start in attempts:
        found = table.search(pool, count, open_start=open_start)
        best = max(best, found, key=len)
        if len(best) == count:
            break
    return best


class _Table:
    """The numbers of one document as plain lists, which a loop reads faster than arrays."""

    def __init__(self, sentences: Sequence[Sentence], salience: Salience, base: float) -> None:
        self.leans = [s.leans for s in sentences]
        self.worth: list[float] = salience.worth.tolist()
        self.words: list[float] = salience.words.tolist()
        self.likeness: list[list[float]] = salience.likeness.tolist()
        self.shared: list[list[float]] = salience.shared.tolist()
        self.base = base

    def pool(self, size: int, count: int) -> Sequence[int]:
        """Return the sentences worth most for their length, with all that they lean on."""
        density = [w / (n + self.base / count) for w, n in zip(self.worth, self.words, strict=True)]
        pool: set[int] = set()
        for at in nlargest(size, range(len(density)), key=density.__getitem__):
            pool.add(at)
            while self.leans[at] and at > 0:
                at -= 1
                pool.add(at)
        return sorted(pool)

    def search(self, pool: Sequence[int], count: int, *, open_start: bool) -> tuple[int, ...]:
        """Return the best summary of `count` sentences, or of as many as were found. `open_start` lets
        the article's first sentence stand even if it leans: there is nothing before it."""
        drafts: list[list[_Draft]] = [[_Draft()], *([] for _ in range(count))]
        for at in pool:
            bound = self.leans[at] and not (open_start and at == 0)
            for size in range(count, 0, -1):
                grown = [
                    self._add(draft, at)
                    for draft in drafts[size - 1]
                    if self._may_follow(draft, at, bound=bound)
                ]
                if grown:
                    drafts[size] = _best([*drafts[size], *grown], BEAM) + _best(grown, FRESH)
        complete = next(full for full in reversed(drafts) if full)
        return max(complete, key=lambda draft: draft.value).chosen

    def _may_follow(self, draft: _Draft, at: int, *, bound: bool) -> bool:
        if bound and draft.chosen[-1:] != (at - 1,):
            return False
        shared = self.shared[at]
        return all(shared[other] < SAME for other in draft.chosen)

    def _add(self, draft: _Draft, at: int) -> _Draft:
        worth, likeness = self.worth, self.likeness[at]
        repeated = sum(likeness[other] * min(worth[at], worth[other]) for other in draft.chosen)
        total = draft.worth + worth[at] - REPEATED * repeated
        words = draft.words + self.words[at]
        return _Draft((*draft.chosen, at), total, words, total / (words + self.base))


def _best(drafts: list[_Draft], count: int) -> list[_Draft]:
    if len(drafts) <= count:
        return drafts
    return nlargest(count, drafts, key=lambda draft: draft.value)
