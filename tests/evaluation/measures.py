"""The measures that the gate holds, one function each: ours beside the anchors, as a Section.

Anchors that are run here stand in a table as they are; figures in a note are published ones or were
measured elsewhere on the same kind of material, and are only there to be compared with. Figures are
shares in per cent unless a column says otherwise.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cache

import numpy as np

from feeds.extract import extract_page
from summaries.rank import SUMY
from tests.evaluation import (
    score_cards,
    score_figures,
    score_forms,
    score_gold,
    score_pages,
    score_splitting,
)
from tests.evaluation.figure_cases import CASES as FORMS
from tests.evaluation.gate import Measured, Options, Section
from tests.evaluation.gold import HALVES, drawn_pages, gold
from tests.evaluation.score_answers import Scored, all_questions, ask, fill_library, score
from tests.evaluation.score_copies import score_copies
from tests.evaluation.score_stories import group_newsroom
from tests.evaluation.score_summaries import (
    Figures,
    paired_interval,
    read_examples,
    score_rankers,
    shared_folder,
)
from tests.evaluation.tables import Cell, share, table_of
from tests.evaluation.train_ranker import unseen_scores

SAMPLE = 200  # articles of the highlights that sumy's algorithms read unless all are asked for
PAGE_FIGURES = ("precision", "recall", "f1", "worst", "exact", "snippets", "titles", "dates")
OTHER_FIGURES = (
    "CQE, GPT-3, quantulum3, Recognizers and the regex: published for 590 such sentences"
)
FIGURE_ANCHORS: dict[str, tuple[float | None, ...]] = {
    "CQE": (90.4, 82.3, 85.7, 78.1),
    "GPT-3": (70.5, 59.0, 52.0, 42.8),
    "quantulum3": (73.0, 47.2, None, None),
    "Recognizers-Text": (69.7, 34.7, None, None),
    "46-line regex": (81.0, 54.1, 73.3, 49.2),
}


def measure(options: Options) -> Iterator[Section]:
    """Yield the sections asked for, one after the other as they are measured."""
    known: dict[str, Callable[[], Section]] = {
        "splitting": splitting,
        "highlights": highlights,
        "sumy-full" if options.full else "sumy": lambda: sumy(full=options.full),
        "labels": labels,
        "saved-pages": saved_pages,
        "newsroom-pages": newsroom_pages,
        "figures": figures,
        "forms": forms,
        "cards": cards,
        "answers": answers,
        "stories": stories,
    }
    unknown = [name for name in options.only if name not in known]
    if unknown:
        raise SystemExit(f"no section {', '.join(unknown)}: choose among {', '.join(known)}")
    for name, section in known.items():
        if not options.only or name in options.only:
            yield section()


def splitting() -> Section:
    table, rows = score_splitting.table()
    ours = Measured("cases right", rows[0].share, slack=0)
    return Section("splitting", "1. Sentences: our own cases", table, (ours,))


@cache
def unseen() -> np.ndarray:
    """ROUGE-1 and -2 of every article with highlights: ours, by a model that has not seen it, and
    the lead's."""
    return unseen_scores(read_examples())


def highlights() -> Section:
    name, title = "highlights", "2. Summaries: articles with their editors' highlights, 3 sentences"
    missing = _missing("news_highlights_dev.jsonl")
    if missing:
        return Section(name, title, not_run=missing)
    scores = unseen()
    over = scores[:, 0] - scores[:, 1]
    low = [paired_interval(over[:, at])[0] for at in (0, 1)]
    note = (
        "ours: each fifth of the articles by a model trained on the others; the interval is of a paired"
        "\nbootstrap. On 500 such articles: PacSum 30.9 / 12.0, the greedy oracle 50.3 / 28.3"
    )
    table = table_of(RANKER_HEAD, [_ours_row(scores), _lead_row(scores)])
    measured = (
        Measured("ROUGE-1", float(scores[:, 0, 0].mean()), slack=0.5),
        Measured("ROUGE-2", float(scores[:, 0, 1].mean()), slack=0.5),
        Measured("ROUGE-1 over Lead-3, lower bound", low[0], slack=0.5),
        Measured("ROUGE-2 over Lead-3, lower bound", low[1], slack=0.5),
    )
    return Section(name, f"{title} ({len(scores)} articles)", f"{table}\n{note}", measured)


RANKER_HEAD = ("ranker", "ROUGE-1", "ROUGE-2", "R-1 less Lead-3", "R-2 less Lead-3")


def sumy(*, full: bool) -> Section:
    name, title = "sumy-full" if full else "sumy", "2b. Summaries: beside all of sumy"
    missing = _missing("news_highlights_dev.jsonl")
    if missing:
        return Section(name, title, not_run=missing)
    examples = read_examples()
    picked = sorted(random.Random(0).sample(range(len(examples)), SAMPLE))
    at = list(range(len(examples))) if full else picked
    rows = score_rankers([examples[n] for n in at], SUMY)
    ours = unseen()[at]
    best = max(rows[1:], key=lambda row: row.rouge1)
    table = table_of(RANKER_HEAD, [_ours_row(ours), *map(_ranker_row, rows)])
    ahead = float(ours[:, 0, 0].mean()) - best.rouge1
    note = f"ours is {ahead:.1f} ROUGE-1 above the best of sumy, {best.name}"
    which = "all" if full else "a sample (all with --full)"
    title = f"{title}: {which}, {len(at)} articles"
    measured = (Measured("ROUGE-1 over the best of sumy", ahead, slack=0.5),)
    return Section(name, title, f"{table}\n{note}", measured)


def _ours_row(scores: np.ndarray) -> tuple[Cell, ...]:
    over = scores[:, 0] - scores[:, 1]
    return ("ours", *map(float, scores[:, 0].mean(0)), *(_interval(over[:, at]) for at in (0, 1)))


def _lead_row(scores: np.ndarray) -> tuple[Cell, ...]:
    return ("Lead-3", *map(float, scores[:, 1].mean(0)), None, None)


def _ranker_row(row: Figures) -> tuple[Cell, ...]:
    if row.name == "lead":
        return ("Lead-3", row.rouge1, row.rouge2, None, None)
    return (row.name, row.rouge1, row.rouge2, _span(row.lead1), _span(row.lead2))


def _interval(over: np.ndarray) -> str:
    return _span(paired_interval(over))


def _span(interval: tuple[float, float]) -> str:
    return f"{interval[0]:+.1f} … {interval[1]:+.1f}"


def labels() -> Section:
    table, halves, briefed = score_gold.table()
    measured = [
        measured
        for half, shown in halves.items()
        for measured in (
            Measured(f"{half}: precision", shown.precision),
            Measured(f"{half}: recall", shown.recall),
            _none(f"{half}: never to be shown", shown.never),
            _none(f"{half}: leaning on what is not shown", shown.leaning),
            _none(f"{half}: never to be shown, of pasted pages", shown.pasted_never),
        )
    ]
    sides = share(briefed.sides_shown, briefed.sides) or 0.0
    measured += (
        _none("briefings: never to be shown", briefed.never),
        _none("briefings: leaning on what is not shown", briefed.leaning),
        _none("never to be shown, but could be", briefed.may),
        Measured("briefings: other side shown", sides),
    )
    return Section("labels", "3. Summaries: our labelled articles", table, tuple(measured))


def _none(name: str, count: int) -> Measured:
    return Measured(name, count, fewer=True, slack=0)


def saved_pages() -> Section:
    truths = score_pages.load_pages()
    name, title = "saved-pages", f"4. Pages: {len(truths)} saved pages of UK outlets"
    if not truths:
        return Section(name, "4. Pages: saved pages of UK outlets", not_run=_missing("uk_pages"))
    return _pages(
        name, title, truths, "published on 181 such pages: trafilatura F1 96.0, the best 97.0"
    )


def newsroom_pages() -> Section:
    never = {row["article"]: row.get("never", ()) for row in gold()["articles"]}
    truths = [
        score_pages.Truth(
            id=drawn.written.path,
            html=drawn.html.encode(),
            url=drawn.url,
            title=drawn.written.title,
            authors=drawn.written.authors or None,
            date=drawn.written.published.date().isoformat(),
            paragraphs=tuple(filter(None, (drawn.written.standfirst, *drawn.written.lines))),
            wanted=(),
            unwanted=tuple(never[drawn.written.path]),
        )
        for drawn in drawn_pages()
    ]
    return _pages("newsroom-pages", f"4b. Pages: the newsroom's own {len(truths)}", truths, "")


def _pages(name: str, title: str, truths: Sequence[score_pages.Truth], note: str) -> Section:
    extractors = {"ours": extract_page, "trafilatura alone": score_pages.trafilatura_alone}
    scores = {who: score_pages.score(truths, extract) for who, extract in extractors.items()}
    columns = (*PAGE_FIGURES, "author_f1")
    rows = [
        (who, *(_percent(getattr(found, c)) for c in columns), f"{found.speed:.0f}")
        for who, found in scores.items()
    ]
    head = ("pages", *(column.replace("_", " ") for column in columns), "pages/s")
    measured = tuple(
        Measured(column, 100 * value)
        for column, value in ((c, getattr(scores["ours"], c)) for c in columns)
        if value is not None
    )
    return Section(name, title, "\n".join(filter(None, (table_of(head, rows), note))), measured)


def _percent(part: float | None) -> float | None:
    return None if part is None else 100 * part


def figures() -> Section:
    name, title = "figures", "5. Figures: F1 on labelled news sentences"
    missing = _missing("newsquant_dev.json")
    if missing:
        return Section(name, title, not_run=missing)
    path = shared_folder() / "data" / "newsquant_dev.json"
    sentences = json.loads(path.read_text(encoding="utf-8"))
    found = score_figures.score(sentences)
    ours = {what: found[what][2] for what in score_figures.MEASURES}
    rows: list[Sequence[Cell]] = [("ours", *ours.values())]
    rows += [(who, *scores) for who, scores in FIGURE_ANCHORS.items()]
    table = table_of(("F1", *score_figures.MEASURES), rows)
    speed = f"{score_figures.speed(sentences):.0f} sentences a second"
    measured = tuple(Measured(what, value) for what, value in ours.items())
    title = f"{title} ({len(sentences)})"
    return Section(name, title, f"{table}\n{OTHER_FIGURES}; ours here: {speed}", measured)


def forms() -> Section:
    wrong = score_forms.wrong_forms()
    right = len(FORMS) - len(wrong)
    lines = [table_of(("UK forms", "right", "of"), [("ours", right, len(FORMS))])]
    lines += [f"wrong: {text}  read: {', '.join(found)}" for text, found in wrong]
    measured = (Measured("cases right", 100 * right / len(FORMS)),)
    return Section("forms", "5b. Figures: our own UK forms", "\n".join(lines), measured)


def cards() -> Section:
    table, halves = score_cards.table()
    measured = tuple(
        measured
        for half, scored in halves.items()
        for measured in (
            Measured(f"{half}: precision", scored.precision),
            Measured(f"{half}: recall", scored.recall),
            _none(f"{half}: rejects shown", scored.rejects),
            _none(f"{half}: hedges lost", scored.hedges_lost),
        )
    )
    return Section("cards", "5c. Figures: cards of our labelled articles", table, measured)


ANSWER_TARGETS = (65, 80, 45, None, 10, 85)


def answers() -> Section:
    library = fill_library()
    rows: list[Sequence[Cell]] = []
    measured: list[Measured] = []
    for name, questions in all_questions().items():
        for half in dict.fromkeys(q.half for q in questions):
            asked = [ask(q, library) for q in questions if q.half == half]
            shares = _shares(asked)
            rows.append((f"{name} {half}", len(asked), *shares.values()))
            measured += (
                Measured(f"{name} {half}: {what}", value, fewer=what == "near misses")
                for what, value in shares.items()
                if value is not None
            )
    rows.append(("aim, unseen", None, *ANSWER_TARGETS))
    table = table_of(("questions", "asked", *shares), rows)
    note = (
        "near misses: answered though the articles hold no answer; shown right: of those answered"
    )
    return Section("answers", "6. Answers", f"{table}\n{note}", tuple(measured))


def _shares(asked: Sequence[Scored]) -> dict[str, float | None]:
    """Return the score of some questions; None of a kind that is not among them."""
    paraphrases = [s for s in asked if s.question.kind == "paraphrase"]
    near = [s for s in asked if not s.question.right]
    missing = {"paraphrases": not paraphrases, "near misses": not near}
    shares = {name.replace("_", " "): 100 * part for name, part in asdict(score(asked)).items()}
    return {name: None if missing.get(name) else part for name, part in shares.items()}


def stories() -> Section:
    grouping, copies = group_newsroom(), score_copies()
    scores = {half: [100 * x for x in grouping.score(half)] for half in HALVES}
    table = table_of(("BCubed", "precision", "recall", "F1"), [(h, *s) for h, s in scores.items()])
    labelled = grouping.copies & grouping.labelled
    wrong = grouping.copies - grouping.labelled
    note = (
        f"copies labelled: {len(labelled)} of {len(grouping.labelled)} found, {len(wrong)} wrong\n"
        f"copies made (15% and 30% cut, 40% excerpt): recall {copies.recall:.1f},"
        f" precision {copies.precision:.1f} ({copies.made} made)\n"
        "hashed words with centroids reached F1 74 on headlines alone, elsewhere"
    )
    measured = (
        *(Measured(f"{half}: BCubed F1", s[2]) for half, s in scores.items()),
        Measured("labelled copies found", share(len(labelled), len(grouping.labelled)) or 0.0),
        _none("labelled copies: wrong", len(wrong)),
        Measured("made copies: recall", copies.recall),
        Measured("made copies: precision", copies.precision, slack=0.5),
    )
    return Section("stories", "7. Stories", f"{table}\n{note}", measured)


def _missing(name: str) -> str:
    """Say that some shared material is not there; nothing where it is."""
    path = shared_folder() / "data" / name
    return "" if path.exists() else f"there is no {path}; NHS_BRIEF_SHARED says where it lies"
