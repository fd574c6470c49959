"""Answers, search results, a short choice, and the paragraph behind a line."""

from collections.abc import Mapping, Sequence

from bot.blocks.lines import Proofreader, Texts, paragraph_around
from bot.blocks.message import message_of, one_message
from bot.blocks.pieces import Button, Piece, Row, buttons, plain_section, rich_pieces, title
from bot.blocks.words import LONDON, label, numbered_source, outside
from bot.model import Message
from feeds.model import Article
from summaries.model import Answer, Line, Scored, Source

CLOSE = 0.8  # of the best score, from which on a further sentence is shown beside an answer
MAX_SHOWN = 3  # sentences shown for an answer; the rest is one click away in the article


def answer_message(
    answer: Answer,
    texts: Texts,
    zone: str = LONDON,
    *,
    place: str = "my articles",
    first_in: str = "",
) -> Message:
    """Sentences that answer, or "Not in …" with the closest passages, called that.

    `place` is where was looked; `first_in` where was looked before, in vain.
    """
    proof = Proofreader(texts)
    passed = [one for one in answer.lines if proof.passes(one.line)]
    shown = [one for one in passed if not answer.answered or is_close(one, passed[0])][:MAX_SHOWN]
    entries = rich_pieces([row for one in _by_article(shown) for row in _scored_rows(one, zone)])
    before = f"Not in {first_in}. " if first_in else ""
    heading = before + _heading(answer.answered and bool(shown), place, bool(shown))
    return one_message([title(heading), *entries], proof, tail=_answer_buttons(shown))


def _heading(answered: bool, place: str, passages: bool) -> str:
    if answered:
        return f"From {place}:"
    close = " Closest passages, which may not answer it:" if passages else ""
    return f"Not in {place}.{close}"


def is_close(one: Scored, best: Scored) -> bool:
    """Whether a further sentence answers nearly as well as the best; a weaker one is only noise."""
    return one.score >= CLOSE * best.score


def _by_article(shown: Sequence[Scored]) -> list[list[Scored]]:
    """The sentences of one article together, in the order of their best."""
    articles = dict.fromkeys(one.source.article for one in shown)
    return [[one for one in shown if one.source.article == article] for article in articles]


def _scored_rows(together: Sequence[Scored], zone: str) -> list[Row]:
    return [numbered_source(together[0].source, zone), *(one.line for one in together)]


def _answer_buttons(shown: Sequence[Scored]) -> tuple[Piece, ...]:
    if not shown:
        return ()
    first = shown[0].line
    value = {"articles": list(dict.fromkeys(one.line.article for one in shown))}
    return buttons(
        Button("source", "Source paragraph", {"line": packed_line(first)}),
        Button("full_summary", "Full summary", value),
        Button("report_problem", "Wrong answer", value),
    )


def packed_line(line: Line) -> list[int | str]:
    return [line.article, line.version, line.start, line.end, line.part]


def search_message(
    words: str,
    labels: Sequence[Source],
    texts: Texts,
    zone: str = LONDON,
    *,
    offset: int = 0,
    more: bool = False,
    heading: str = "",
) -> Message:
    """Matching articles, newest first: headline, outlet, date, and a button for each."""
    proof = Proofreader(texts)
    entries = [
        piece for source in labels for piece in rich_pieces(_found_rows(source, proof, zone))
    ]
    sought = outside(words)
    if not entries:
        text = f"No further articles for “{sought}”." if offset else f"No articles for “{sought}”."
        return message_of([plain_section(text)], proof)
    name = heading or f"Articles for “{sought}”" + (f", from {offset + 1}" if offset else "")
    pages = (
        [Button("search_more", "More", {"words": words, "offset": offset + len(labels)})]
        if more
        else []
    )
    opened = [_open_button(source) for source in labels[:10]]
    return one_message([title(name), *entries], proof, tail=buttons(*opened, *pages))


def _found_rows(source: Source, proof: Proofreader, zone: str) -> list[Row]:
    return [numbered_source(source, zone), *proof.passed([source.label])]


def _open_button(source: Source) -> Button:
    return Button(
        f"article.{source.article}", f"Article {source.article}", {"articles": [source.article]}
    )


def passage_message(line: Line, source: Source, texts: Texts, zone: str = LONDON) -> Message:
    """The paragraph in which a line stands, with the line set apart from what is around it."""
    proof = Proofreader(texts)
    if not proof.passes(line):
        return message_of([plain_section("That line is no longer in my articles.")], proof)
    before, after = _around(line, texts)
    rows: list[Row] = [numbered_source(source, zone)]
    for name, part in (("before it", before), ("the line", line), ("after it", after)):
        if part and proof.passes(part):
            rows += [label(name), part]
    return message_of(rich_pieces(rows), proof)


def _around(
    line: Line, texts: Mapping[int, tuple[str | None, str]]
) -> tuple[Line | None, Line | None]:
    if line.part == "title":
        return None, None
    text = texts[line.version][1]
    first, last = paragraph_around(text, line.start, line.end)
    return _slice(line, text, first, line.start), _slice(line, text, line.end, last)


def _slice(line: Line, text: str, start: int, end: int) -> Line | None:
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return Line(line.article, line.version, start, end, text[start:end]) if start < end else None


def opening_message(article: Article, source: Source, texts: Texts, zone: str = LONDON) -> Message:
    """Where an article can be read, with its first paragraph."""
    text = article.version.text
    first, last = paragraph_around(text, 0, min(1, len(text)))
    line = Line(article.id, article.version.id, first, last, text[first:last])
    proof = Proofreader(texts)
    rows: list[Row] = [numbered_source(source, zone)]
    shown = proof.passed([source.label, line if first < last else None])
    return message_of(rich_pieces([*rows, *shown]), proof)
