"""Score the answers on sets of questions over the newsroom's articles and some general texts.

    python -m tests.evaluation.score_answers [--half tune] [--misses]

"own" were written with the ranker, "newsroom" by the one who wrote the articles, "further" by reading
them, "general" with texts on other matters. The half called test or gate is only scored: look at its
misses and it is spent.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from feeds.text import fold_space
from summaries.answers import answer, question_words
from summaries.library.store import Library
from summaries.model import Answer
from tests.evaluation.newsroom_archive import fill_archive, labels_now

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """`right`: words of the sentences that answer, any of them; none where no article does."""

    ask: str
    half: str
    kind: str
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    question: Question
    answer: Answer
    rank: int | None  # of the first right sentence among the lines, from 0


def own_questions() -> tuple[Question, ...]:
    halves = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    return tuple(
        Question(row["ask"], half, row.get("like", "direct"), tuple(row.get("says", ())))
        for half, rows in halves.items()
        for row in rows
    )


def newsroom_questions() -> tuple[Question, ...]:
    rows = yaml.safe_load((HERE / "newsroom_questions.yaml").read_text(encoding="utf-8"))
    return tuple(
        Question(
            row["ask"],
            row["half"],
            row["kind"],
            tuple(right["text"] for right in row.get("answers", ())),
        )
        for row in rows["questions"]
    )


def further_questions() -> tuple[Question, ...]:
    rows = yaml.safe_load((HERE / "questions_2.yaml").read_text(encoding="utf-8"))
    return tuple(
        Question(row["ask"], half_of(row["ask"]), _kind(row), tuple(row.get("says", ())))
        for row in rows
    )


def _kind(row: dict[str, Any]) -> str:
    return str(row.get("like", "direct")) if "says" in row else "none"


def half_of(ask: str) -> str:
    """Say by its words alone in which half a question is."""
    return "gate" if sha256(f"question:{ask}".encode()).digest()[-1] % 2 else "tune"


def general_texts() -> tuple[str, ...]:
    """The paragraphs about anything but health; their questions name them by number."""
    return tuple(article["text"] for article in _general())


def general_questions() -> tuple[Question, ...]:
    """The questions of every third text are the gate: of one text all are in the same half."""
    return tuple(
        Question(row["ask"], "gate" if number % 3 == 2 else "tune", "general", tuple(row["says"]))
        for number, article in enumerate(_general())
        for row in article["questions"]
    )


def _general() -> list[dict[str, Any]]:
    rows = yaml.safe_load((HERE / "general.yaml").read_text(encoding="utf-8"))
    return [dict(row) for row in rows]


def all_questions() -> dict[str, tuple[Question, ...]]:
    """Every set of questions by its name."""
    return {
        "own": own_questions(),
        "newsroom": newsroom_questions(),
        "further": further_questions(),
        "general": general_questions(),
    }


def fill_library() -> Library:
    """The library in which every question is asked: the newsroom and the general texts."""
    return fill_archive(labels_now(), general_texts()).library


def ask(question: Question, library: Library) -> Scored:
    found = answer(question.ask, library.candidates(question_words(question.ask)))
    right = [fold_space(words) for words in question.right]
    lines = [fold_space(line.line.text) for line in found.lines]
    rank = next((n for n, line in enumerate(lines) if any(_is_right(line, r) for r in right)), None)
    return Scored(question, found, rank)


def _is_right(line: str, right: str) -> bool:
    return right in line or line in right


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of 1: right first and within three of the questions that have an answer, paraphrases
    right first, near misses answered, and right answers among those shown as answers."""

    first: float
    within_three: float
    paraphrases: float
    answered: float
    near_misses: float
    shown_right: float


def score(scored: Sequence[Scored]) -> Score:
    asked = [s for s in scored if s.question.right]
    return Score(
        first=_share(s.rank == 0 for s in asked),
        within_three=_share(s.rank is not None and s.rank < 3 for s in asked),
        paraphrases=_share(s.rank == 0 for s in asked if s.question.kind == "paraphrase"),
        answered=_share(s.answer.answered for s in asked),
        near_misses=_share(s.answer.answered for s in scored if not s.question.right),
        shown_right=_share(s.rank == 0 for s in scored if s.answer.answered),
    )


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / max(1, len(found))


def report(name: str, scored: Sequence[Scored]) -> str:
    """Return the score of some questions in one line."""
    shares = asdict(score(scored)).items()
    measures = "  ".join(f"{what.replace('_', ' ')} {share:.0%}" for what, share in shares)
    return f"{name:14} {len(scored):3} questions: {measures}"


def say_miss(scored: Scored) -> None:
    good = scored.rank == 0 and scored.answer.answered
    if good or (not scored.question.right and not scored.answer.answered):
        return
    found = scored.answer
    say(f"\n{scored.question.kind}: {scored.question.ask}")
    say(f"  rank {scored.rank}, answered {found.answered}, confidence {found.confidence}")
    for right in scored.question.right[:1]:
        say(f"  right: {right}")
    for line in found.lines[:3]:
        say(f"  {line.score:.3f} {fold_space(line.line.text)[:140]}")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", help="only this half: tune, test or gate")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    options = parser.parse_args(arguments)
    library = fill_library()
    for name, questions in all_questions().items():
        for half in dict.fromkeys(q.half for q in questions):
            if options.half in (None, half):
                begin = time.perf_counter()
                scored = [ask(q, library) for q in questions if q.half == half]
                spent = (time.perf_counter() - begin) / len(scored)
                say(f"{report(f'{name} {half}', scored)}  {1000 * spent:.0f} ms each")
                for one in scored if options.misses else ():
                    say_miss(one)


if __name__ == "__main__":
    main(sys.argv[1:])
