"""Score `find_figures` on our own UK forms: a case is right when every figure of it is, and none is more.

python -m tests.evaluation.score_forms
"""

import math
import sys
from collections.abc import Sequence

from summaries.figures.find import figures_of_text
from summaries.model import Figure
from tests.evaluation.figure_cases import CASES
from tests.evaluation.wanted import Wanted


def wrong_forms() -> list[tuple[str, list[str]]]:
    """Return each case that is read wrong, with what was read."""
    found = [(text, wanted, figures_of_text(text)) for text, wanted in CASES]
    return [
        (text, [_told(figure) for figure in figures])
        for text, wanted, figures in found
        if not _all_right(figures, wanted)
    ]


def _all_right(figures: Sequence[Figure], wanted: Sequence[Wanted]) -> bool:
    pairs = zip(figures, wanted, strict=False)
    return len(figures) == len(wanted) and all(_is_right(*pair) for pair in pairs)


def _is_right(figure: Figure, wanted: Wanted) -> bool:
    hedge = wanted.approx in (None, figure.approx) and wanted.change in (None, figure.change)
    return hedge and figure.unit == wanted.unit and _same_value(figure, wanted)


def _same_value(figure: Figure, wanted: Wanted) -> bool:
    if isinstance(wanted.value, tuple):
        ends = (figure.low or 0.0, figure.high or 0.0)
        return all(map(math.isclose, ends, wanted.value))
    if isinstance(wanted.value, str) or isinstance(figure.value, str) or figure.value is None:
        return figure.value == wanted.value
    return math.isclose(figure.value, wanted.value)


def _told(figure: Figure) -> str:
    value = figure.value if figure.value is not None else f"{figure.low}-{figure.high}"
    return f"{value} {figure.unit} {figure.approx} {figure.change}"


def main() -> None:
    wrong = wrong_forms()
    for text, found in wrong:
        sys.stdout.write(f"{text}\n    read {found}\n")
    sys.stdout.write(f"{len(CASES) - len(wrong)} of {len(CASES)} cases are right\n")


if __name__ == "__main__":
    main()
