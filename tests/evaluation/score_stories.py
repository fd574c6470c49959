"""Score the stories on the newsroom's labelled articles: BCubed, and the pairs of copies found.

python -m tests.evaluation.score_stories [--misses]
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from summaries.sentences import read_document
from summaries.stories import group_stories
from tests.evaluation.newsroom_archive import fill_archive, labels_now

HERE = Path(__file__).parent


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


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print stories glued or parted")
    options = parser.parse_args(arguments)
    labels = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))["articles"]
    half = {row["article"]: row["half"] for row in labels}
    filled = fill_archive(labels_now())
    articles = filled.archive.articles_by_id(tuple(filled.paths))
    stories = group_stories([read_document(article) for article in articles])
    found = {filled.paths[a]: story.id for story in stories for a in story.articles}
    right = {row["article"]: row["story"] for row in labels}
    for name in ("tune", "gate"):
        mine = {path: story for path, story in found.items() if half[path] == name}
        theirs = {path: right[path] for path in mine}
        precision, recall, f1 = bcubed(mine, theirs)
        say(f"stories {name}: BCubed precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    copies = {(filled.paths[c], filled.paths[o]) for s in stories for c, o in s.copies.items()}
    labelled = {(row["article"], row["copy_of"]) for row in labels if "copy_of" in row}
    pairs = {frozenset(pair) for pair in copies}
    wanted = {frozenset(pair) for pair in labelled}
    say(f"copies: {len(pairs & wanted)} of {len(wanted)} found, {len(pairs - wanted)} wrong")
    if options.misses:
        for pair in sorted(map(sorted, pairs - wanted)):
            say(f"not labelled a copy: {pair}")
        for story in stories:
            names = {filled.paths[a]: right[filled.paths[a]] for a in story.articles}
            if len(set(names.values())) > 1 and "gate" not in {half[p] for p in names}:
                say(f"glued {names}")
        for name in sorted({right[p] for p in right if half[p] == "tune"}):
            ids = {p: found[p] for p in right if right[p] == name}
            if len(set(ids.values())) > 1:
                say(f"parted {name} {ids}")


if __name__ == "__main__":
    main(sys.argv[1:])
