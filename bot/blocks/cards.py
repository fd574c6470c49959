"""Figures, quotations, dates ahead and one article's card: each line with where it comes from."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.blocks.lines import Proofreader, Texts
from bot.blocks.message import message_of, one_message
from bot.blocks.pieces import Button, Piece, Row, buttons, plain_section, rich_pieces, title
from bot.blocks.words import (
    LONDON,
    Label,
    Span,
    bold,
    counted,
    label,
    long_day,
    numbered_source,
    outside,
    source_label,
)
from bot.model import Message
from feeds.text import fold_space
from summaries.ledger import Differing, Earlier
from summaries.model import Ahead, Card, Figure, Line, Said, Source, Summary

CONTINUES: Label = (Span("quote continues", italic=True),)
REPORT = "Report a problem"
_YEARLESS_DAY = re.compile(r"--\d\d-\d\d")  # "19 September" without a year
MOST_DIFFERING = 2  # outlets named under one card


def summary_message(
    summary: Summary, cards: Sequence[Card], texts: Texts, zone: str = LONDON
) -> Message:
    """One article's card: its headline and sentences, its figures, and what else can be asked of it."""
    proof = Proofreader(texts)
    figures = [piece for card in cards for piece in rich_pieces(figure_rows(card, proof, zone))]
    heading = [title("Key figures")] if figures else []
    body = [*rich_pieces(summary_rows(summary, proof, zone)), *heading, *figures]
    tail = article_buttons(summary.source.article)
    return one_message(body, proof, tail=tail, cure="open the article for the rest")


def summaries_message(summaries: Sequence[Summary], texts: Texts, zone: str = LONDON) -> Message:
    """The full summaries of several articles, one after the other."""
    proof = Proofreader(texts)
    body = [p for summary in summaries for p in rich_pieces(summary_rows(summary, proof, zone))]
    if not body:
        return message_of([plain_section("None of these articles can be shown now.")], proof)
    return one_message(body, proof, cure="ask for one article with /nhs-brief article NUMBER")


def summary_rows(summary: Summary, proof: Proofreader, zone: str) -> list[Row]:
    """Where it stands, its headline, its sentences."""
    source = summary.source
    lines = proof.passed(summary.lines)
    shown = without_echo(proof.passed([source.label]), lines)
    closing: list[Row] = []
    if not lines:
        closing = [label("teaser only: nothing to summarise" if source.teaser else "headline only")]
    elif summary.open_quote and lines[-1] == summary.lines[-1]:
        closing = [CONTINUES]
    return [
        numbered_source(source, zone),
        *shown,
        *lines,
        *closing,
    ]


def without_echo(headline: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Drop the label where it only says what a line under it says again: an untitled article's label
    is its first sentence."""
    return tuple(
        one
        for one in headline
        if one.part == "title" or not any(_same_place(one, x) for x in lines)
    )


def _same_place(one: Line, other: Line) -> bool:
    same = (one.version, one.part) == (other.version, other.part)
    return same and one.start < other.end and other.start < one.end


def figures_message(
    cards: Sequence[Card],
    texts: Texts,
    zone: str = LONDON,
    *,
    topic: str = "",
    tail: Sequence[Piece] = (),
    trends: Mapping[Figure, Sequence[Earlier]] | None = None,
    differing: Sequence[Differing] = (),
) -> Message:
    """Key figures, each with what it counts, its standing and the sentence it stands in; under it what
    the same measure was before, and who prints another value of it, where that is known."""
    proof = Proofreader(texts)
    body: list[Piece] = []
    for card in cards:
        rows = figure_rows(card, proof, zone)
        trend = trend_row(card.figure, (trends or {}).get(card.figure, ()), proof, zone)
        others = differing_rows(card.figure, differing, proof, zone)
        body += rich_pieces([*rows, *trend, *others] if rows else [])
    about = f" on {outside(topic)}" if topic else ""
    if not body:
        return message_of([plain_section(f"No key figures{about} in this period.")], proof)
    return one_message([title(f"Key figures{about}"), *body], proof, tail=tail, cure="name a topic")


def figure_rows(card: Card, proof: Proofreader, zone: str) -> list[Row]:
    """What is known of the quantity, how it is printed, its sentence; without that, nothing."""
    figure = card.figure
    if not (_stands_within(figure) and proof.passes(figure.sentence) and proof.passes(figure.line)):
        return []
    met = f"{counted(card.mentions, 'mention')} at {counted(card.outlets, 'outlet')}"
    facts = label(
        (bold(outside(figure.nation)),),
        proof.printed(figure.counted, figure.sentence),
        proof.printed(figure.period, figure.sentence),
        standing(figure, proof),
        source_label(card.source, zone),
        met if card.mentions > 1 else "",
    )
    return [facts, figure.line, figure.sentence]


def trend_row(
    figure: Figure, earlier: Sequence[Earlier], proof: Proofreader, zone: str
) -> list[Row]:
    """What a measure was before, as printed then: "604,000 ← 598,000 a month ago", and who said so."""
    known = [e for e in earlier if proof.stands(e.figure.line)]
    if not known:
        return []
    told = [f"{fold_space(e.figure.line.text)} {_ago(e.days)}" for e in known]
    trend = " ← ".join([fold_space(figure.line.text), *told])
    return [label(trend, source_label(known[0].source, zone))]


def differing_rows(
    figure: Figure, differing: Sequence[Differing], proof: Proofreader, zone: str
) -> list[Row]:
    """Which other outlets print another value of a figure's measure at the same time; no judgement."""
    pairs = [pair for pair in differing if figure in (pair.one[0], pair.two[0])]
    others = [pair.two if pair.one[0] == figure else pair.one for pair in pairs]
    return [
        label(f"differs: {fold_space(other.line.text)}", source_label(source, zone))
        for other, source in others[:MOST_DIFFERING]
        if proof.stands(other.line)
    ]


def _ago(days: int) -> str:
    """How long ago, as people count it."""
    for length, name in ((365, "year"), (30, "month"), (7, "week")):
        if days >= length - length // 15:
            return f"{counted(round(days / length) or 1, name)} ago"
    return f"{counted(days, 'day')} ago"


def standing(figure: Figure, proof: Proofreader) -> str:
    """Whether the article states the figure or someone claims it."""
    if figure.status == "stated":
        return "stated"
    speaker = proof.printed(figure.speaker, figure.sentence)
    return f"claim by {speaker}" if speaker else "claim"


def _stands_within(figure: Figure) -> bool:
    line, sentence = figure.line, figure.sentence
    same = (line.version, line.part) == (sentence.version, sentence.part)
    return same and sentence.start <= line.start and line.end <= sentence.end


def quotes_message(
    said: Sequence[Said],
    texts: Texts,
    zone: str = LONDON,
    *,
    who: str = "",
    tail: Sequence[Piece] = (),
) -> Message:
    """Who said what, in the order given."""
    proof = Proofreader(texts)
    body = rich_pieces(_joined(said_rows(one, proof, zone) for one in said))
    by = f": {outside(who)}" if who else ""
    if not body:
        return message_of([plain_section(f"No quotations in this period{by}.")], proof)
    return one_message(
        [title(f"Who said what{by}"), *body], proof, tail=tail, cure="name a person or body"
    )


def _joined(entries: Iterable[Sequence[Row]]) -> list[Row]:
    """The rows of all entries; what opens an entry is not said again where nothing changed."""
    rows: list[Row] = []
    opened: Row = ()
    for entry in entries:
        rows += entry[1:] if entry and entry[0] == opened else entry
        opened = entry[0] if entry else opened
    return rows


def said_rows(said: Said, proof: Proofreader, zone: str) -> list[Row]:
    """The speaker with the role that this article prints, then the words."""
    quote = said.quote
    if not proof.passes(quote.line):
        return []
    speaker, role, party = (
        proof.printed(x, quote.line) for x in (quote.speaker, quote.role, quote.party)
    )
    more = [told for told in dict.fromkeys((role, party)) if told != speaker]
    who = label((bold(speaker or "speaker not named"),), *more, source_label(said.source, zone))
    return [who, quote.line, *([CONTINUES] if quote.continues else [])]


def ahead_message(
    ahead: Sequence[Ahead], texts: Texts, zone: str = LONDON, *, tail: Sequence[Piece] = ()
) -> Message:
    """Dates coming up, in the order given."""
    proof = Proofreader(texts)
    body = [piece for one in ahead for piece in rich_pieces(ahead_rows(one, proof, zone))]
    if not body:
        return message_of([plain_section("No dates ahead in my articles.")], proof)
    return one_message(
        [title("Look ahead"), *body], proof, tail=tail, cure="the nearest dates stand first"
    )


def ahead_rows(ahead: Ahead, proof: Proofreader, zone: str, today: date | None = None) -> list[Row]:
    """The day where it is known, else the date as printed; then the sentence."""
    found = ahead.date
    if not proof.passes(found.line):
        return []
    printed = proof.printed(found.printed, found.line)
    missing = "year not known" if _YEARLESS_DAY.fullmatch(found.date or "") else "day not known"
    as_printed = f"“{printed}”, {missing}" if printed else missing
    day = _day(found.date, today) or as_printed
    return [label((bold(day),), source_label(ahead.source, zone)), found.line]


def _day(iso: str | None, today: date | None) -> str:
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return ""
    near = {0: "today, ", 1: "tomorrow, "}.get((day - today).days, "") if today else ""
    return near + long_day(day)


def article_buttons(article: int) -> tuple[Piece, ...]:
    """What else can be asked of one article."""
    value = {"articles": [article]}
    return buttons(
        Button("key_figures", "Key figures", value),
        Button("who_said_what", "Who said what", value),
        Button("source", "Source", value),
        Button("report_problem", REPORT, value),
    )


def digest_buttons(articles: Iterable[Source]) -> tuple[Piece, ...]:
    """What else can be asked of the articles of a briefing."""
    value = {"articles": list(dict.fromkeys(source.article for source in articles))[:100]}
    return buttons(
        Button("full_summary", "Full summary", value),
        Button("key_figures", "Key figures", value),
        Button("who_said_what", "Who said what", value),
        Button("report_problem", REPORT, value),
    )
