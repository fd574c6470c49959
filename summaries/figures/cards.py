"""Which figures are worth a card, best first."""

from collections.abc import Sequence

from summaries.model import Figure


def pick_cards(figures: Sequence[Figure], limit: int = 5) -> tuple[Figure, ...]:
    return tuple(figures[:limit])
