"""Key figures: every quantity of a document, and the few that are worth a card.

tokens → numbers → units → scan (ranges, hedges, directions) → find ┃ cards
"""

from summaries.figures.cards import pick_cards
from summaries.figures.find import find_figures

__all__ = ["find_figures", "pick_cards"]
