"""What a case of our own wants read: one figure of a text."""

from typing import NamedTuple


class Wanted(NamedTuple):
    """One figure that must be read; `approx` and `change` None where the case does not ask."""

    value: float | str | tuple[float, float]
    unit: str
    approx: str | None = None
    change: str | None = None


W = Wanted
