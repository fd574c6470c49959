"""Score the stories on the newsroom's labelled articles: BCubed, and the pairs of copies found.

    python -m tests.evaluation.score_stories [--misses]

Misses are printed of the tuning half only; the gate's are nobody's to see.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from summaries.sentences import read_document
from summaries.stories import group_stories
from tests.evaluation.newsroom_archive import fill_archive, labels_now

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Grouping:
    """Articles by their paths: the story found and the story labelled, and the pairs of copies."""

    half: dict[str, str]
    found: dict[str, int]
    right: dict[str, str]
    copies: frozenset[frozenset[str]]
    labelled: frozenset[frozenset[str]]

    def score(self, half: str) -> tuple[float, float, float]:
        """Return BCubed precision, recall and F1 of one half."""
        mine = {path: story for path, story in self.found.items() if self.half[path] == half}
        return bcubed(mine, {path: self.right[path] for path in mine})


def bcubed(found: Mapping[str, object], right: Mapping[str, object]) -> tuple[float, float, float]:
    """Return precision, recall and F1 (Amigó et al. 2009) of one grouping against another."""

    def share(ours: Mapping[str, object], theirs: Mapping[str, object]) -> float:
        total = 0.0
        for one in ours:
            together = [other for other in ours if ours[other] == ours[one]]
            total += sum(theirs[other] == theirs[one] for other in together) / len(together)
        return total / len(ours)

    precision, recall = share(found, right), share(right, found)
    return precision, recall, 2 * precision * recall / (precision + recall)


def group_newsroom() -> Grouping:
    """Group all articles of the newsroom and put the labels beside them."""
    gold = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))
    labels: list[dict[str, Any]] = gold["articles"]
    filled = fill_archive(labels_now())
    articles = filled.archive.articles_by_id(tuple(filled.paths))
    stories = group_stories([read_document(article) for article in articles])
    return Grouping(
        half={row["article"]: row["half"] for row in labels},
        found={filled.paths[a]: story.id for story in stories for a in story.articles},
        right={row["article"]: row["story"] for row in labels},
        copies=frozenset(
            frozenset((filled.paths[copy], filled.paths[original]))
            for story in stories
            for copy, original in story.copies.items()
        ),
        labelled=frozenset(
            frozenset((row["article"], row["copy_of"])) for row in labels if "copy_of" in row
        ),
    )


def misses(grouping: Grouping) -> Iterator[str]:
    """Yield what went wrong in the tuning half."""
    tune = {path for path, half in grouping.half.items() if half == "tune"}
    for pair in grouping.copies - grouping.labelled:
        if pair <= tune:
            yield f"not labelled a copy: {sorted(pair)}"
    for story in sorted({grouping.found[path] for path in tune}):
        names = {p: grouping.right[p] for p in tune if grouping.found[p] == story}
        if len(set(names.values())) > 1:
            yield f"glued: {names}"
    for name in sorted({grouping.right[path] for path in tune}):
        numbers = {p: grouping.found[p] for p in tune if grouping.right[p] == name}
        if len(set(numbers.values())) > 1:
            yield f"parted: {name}: {numbers}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what went wrong in tune")
    options = parser.parse_args(arguments)
    grouping = group_newsroom()
    lines = [
        "stories {}: BCubed precision {:.3f} recall {:.3f} F1 {:.3f}".format(
            half, *grouping.score(half)
        )
        for half in ("tune", "gate")
    ]
    right = grouping.copies & grouping.labelled
    wrong = grouping.copies - grouping.labelled
    lines.append(f"copies: {len(right)} of {len(grouping.labelled)} found, {len(wrong)} wrong")
    lines += misses(grouping) if options.misses else []
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
