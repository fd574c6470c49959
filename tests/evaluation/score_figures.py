"""Score `find_figures` on labelled news sentences (CQE, EMNLP 2023) and on our own UK forms.

    python -m tests.evaluation.score_figures [labels.json] [--misses]

One-to-one matching within a sentence; F1 of value, value and unit, value and change, and all three.
Dates are not in these labels and are not counted. The labels order a range as it is printed, we as low
to high: both are compared as low to high.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summaries.figures.find import figures_of_text
from summaries.model import Figure

MONEY = {
    "USD": "dollar",
    "GBP": "pound sterling",
    "EUR": "euro",
    "JPY": "japanese yen",
    "CNY": "chinese yuan",
    "INR": "indian rupee",
    "HKD": "hong kong dollar",
    "MYR": "malaysian ringgit",
    "ILS": "shekel",
    "HRK": "croatian kuna",
    "percent": "percentage",
    "": "-",
}
MEASURES = ("value", "value+unit", "value+change", "all")
ANCHORS = {"CQE": (90.4, 82.3, 85.7, 78.1), "46-line regex": (81.0, 54.1, 73.3, 49.2)}
SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", Path(__file__).parents[2].parent / "shared"))


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity in the shape in which labels and figures can be compared."""

    value: tuple[float, ...]
    units: frozenset[str]
    change: str


def of_label(label: dict[str, str]) -> Amount:
    """Read a label: "62.0-68.0" is a range, "-5.0" a negative number."""
    text = label["value"].replace(" ", "")
    cut = text.find("-", 1)
    if cut > 0 and text[cut - 1] != "E":
        value = tuple(sorted((float(text[:cut]), float(text[cut + 1 :]))))
    else:
        value = (float(text),)
    units = frozenset({label["unit"].lower(), label["normalized_unit"].lower()})
    return Amount(value, units, label["change"])


def of_figure(figure: Figure) -> Amount:
    """Read a figure in the words of the labels."""
    if figure.value is None:
        value: tuple[float, ...] = (figure.low or 0.0, figure.high or 0.0)
    else:
        value = (float(figure.value),)
    unit = MONEY.get(figure.unit, figure.unit).lower()
    change = figure.change if figure.change != "none" else figure.approx
    return Amount(value, frozenset({unit}), change)


def matches(one: Amount, two: Amount, measure: str) -> bool:
    """Whether two amounts are the same by one of the four measures."""
    if len(one.value) != len(two.value) or any(
        abs(a - b) > 1e-6 * max(abs(a), abs(b), 1e-30)
        for a, b in zip(one.value, two.value, strict=True)
    ):
        return False
    unit = bool(one.units & two.units) or measure in ("value", "value+change")
    return unit and (one.change == two.change or measure in ("value", "value+unit"))


def matched(labels: Sequence[Amount], figures: Sequence[Amount], measure: str) -> int:
    """How many can be matched one to one; closest matches are taken first."""
    left = list(figures)
    hits = 0
    for strict in ("all", "value+unit", "value+change", "value"):
        if measure not in ("value", strict) and strict != "all":
            continue
        for label in list(labels):
            hit = next(
                (f for f in left if matches(label, f, strict) and matches(label, f, measure)), None
            )
            if hit is not None:
                left.remove(hit)
                labels = [other for other in labels if other is not label]
                hits += 1
    return hits


def score(sentences: Sequence[dict[str, object]]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1, in per cent, of each measure."""
    pairs = [
        ([of_label(q) for q in s["quantities"]], [of_figure(f) for f in counted(str(s["text"]))])  # type: ignore[attr-defined]
        for s in sentences
    ]
    wanted, given = sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)
    table = {}
    for measure in MEASURES:
        hits = sum(matched(a, b, measure) for a, b in pairs)
        precision, recall = hits / max(given, 1), hits / max(wanted, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        table[measure] = (100 * precision, 100 * recall, 100 * f1)
    return table


def counted(text: str) -> tuple[Figure, ...]:
    """The figures of one sentence without dates."""
    return tuple(f for f in figures_of_text(text) if f.kind != "date")


def speed(sentences: Sequence[dict[str, object]]) -> float:
    """Sentences read per second of processor time."""
    begun = time.process_time()
    for sentence in sentences:
        figures_of_text(str(sentence["text"]))
    return len(sentences) / (time.process_time() - begun)


def misses(sentences: Sequence[dict[str, object]]) -> str:
    """Every sentence in which labels and figures differ, for a person to read."""
    lines: list[str] = []
    for sentence in sentences:
        labels = [of_label(q) for q in sentence["quantities"]]  # type: ignore[attr-defined]
        figures = counted(str(sentence["text"]))
        ours = [of_figure(f) for f in figures]
        if matched(labels, ours, "all") == len(labels) == len(ours):
            continue
        lines.append(str(sentence["text"]).strip())
        lines += [
            f"    label {a.value} {sorted(a.units)} {a.change}"
            for a in labels
            if not any(matches(a, b, "all") for b in ours)
        ]
        lines += [
            f"    ours  {b.value} {sorted(b.units)} {b.change}  [{f.line.text}]"
            for b, f in zip(ours, figures, strict=True)
            if not any(matches(a, b, "all") for a in labels)
        ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table beside the anchors' figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "labels", nargs="?", type=Path, default=SHARED / "data" / "newsquant_dev.json"
    )
    parser.add_argument("--misses", action="store_true", help="print every sentence that differs")
    options = parser.parse_args(arguments)
    sentences = json.loads(options.labels.read_text(encoding="utf-8"))
    table = score(sentences)
    write = sys.stdout.write
    write(f"{'':16}" + "".join(f"{name:>14}" for name in MEASURES) + "\n")
    for name, values in ANCHORS.items():
        write(f"{name:16}" + "".join(f"{value:14.1f}" for value in values) + "\n")
    for row, name in enumerate(("precision", "recall", "F1")):
        write(f"ours {name:11}" + "".join(f"{table[m][row]:14.1f}" for m in MEASURES) + "\n")
    write(f"{speed(sentences):.0f} sentences/s on {len(sentences)} sentences\n")
    if options.misses:
        write(misses(sentences) + "\n")
        write(str(Counter(f.kind for s in sentences for f in counted(str(s["text"])))) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
