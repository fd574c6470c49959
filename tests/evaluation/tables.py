"""Rows of names and figures as a table of text, so that every measure is printed alike."""

from collections.abc import Sequence

Cell = str | float | int | None


def table_of(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Lay rows out under their head: names to the left, figures to the right, nothing as a dash."""
    lines = [list(head), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    return "\n".join(_line(line, widths) for line in lines)


def share(part: float, whole: float) -> float | None:
    """Return a share in per cent; None of nothing."""
    return 100 * part / whole if whole else None


def _shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    figures = "".join(f"  {cell:>{width}}" for cell, width in others)
    return f"{first[0]:<{first[1]}}{figures}".rstrip()
