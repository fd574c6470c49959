"""Article version to Document: its sentences with exact offsets, what cannot stand alone, what it is
called, and what was left out because it is not the article. One splitter for everything.

    text → paragraphs → furniture out ┬ heading ───────────────→ label
                                      └ boundaries → sentences → leaning → Document
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.model import Article, LeftOut, Version
from feeds.text import fold_space
from summaries.model import Document, Line, Sentence, SentenceKind
from summaries.prose.boundaries import split_paragraph
from summaries.prose.furniture import (
    Surroundings,
    dateline_length,
    furniture_kind,
    is_garbled,
    is_heading,
    is_link,
    survey,
)
from summaries.prose.leaning import Span, judge_standing
from summaries.prose.paragraphs import Paragraph, split_paragraphs

WORD = re.compile(r"\d+(?:[.,]\d+)+[a-z]*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
FEWEST_WORDS = 4  # of a heading that becomes a sentence because the text has none


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans `[start:end)` of all sentences and headings of a text, in order and trimmed
    of white space and bullet marks. Nothing is left out."""
    return tuple(
        span
        for paragraph in split_paragraphs(text)
        for span in split_paragraph(text, paragraph.start, paragraph.end)
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case: possessives and the stops of "U.K." are dropped,
    numbers keep their decimals ("7.6", "1.2bn")."""
    return tuple(_plain(word) for word in WORD.findall(text.lower()))


def read_document(article: Article) -> Document:
    """Split an article's newest version into sentences, with its label and what was left out."""
    version = article.version
    pieces = _drop_broken(version.text, _read_pieces(version.text, version.title))
    sentences = _make_sentences(article, pieces)
    left_out = _merge_left_out(version.text, pieces)
    label = _find_label(article, sentences)
    return Document(article, sentences, label, version.left_out + left_out)


def text_document(
    text: str,
    title: str | None = None,
    *,
    published: datetime | None = None,
    outlet: str | None = None,
    url: str | None = None,
    nation: str = "UK",
) -> Document:
    """Read a text that is in no archive (a file, standard input): article and version are 0."""
    seen = published or datetime.fromtimestamp(0, UTC)
    version = Version(id=0, article=0, number=1, title=title, text=text, seen_at=seen)
    return read_document(
        Article(
            id=0,
            key=url or "",
            version=version,
            arrived=seen,
            url=url,
            outlet=outlet,
            published=published,
            nation=nation,
        )
    )


def _plain(word: str) -> str:
    word = word.replace("’", "'")
    if word.endswith("."):
        return word.replace(".", "")
    return word[:-2] if word.endswith("'s") else word


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph with its sentences, judged: `kind` is a SentenceKind or a kind of LeftOut."""

    paragraph: Paragraph
    kind: str
    spans: tuple[Span, ...]

    @property
    def is_kept(self) -> bool:
        return self.kind in ("sentence", "bullet", "heading")


def _read_pieces(text: str, title: str | None) -> list[_Piece]:
    paragraphs = split_paragraphs(text)
    around = survey(text, paragraphs, title)
    pieces: list[_Piece] = []
    for at, paragraph in enumerate(paragraphs):
        if not WORD.search(text, paragraph.start, paragraph.end):
            continue  # a rule of dashes or stars
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        on_top = not any(piece.is_kept for piece in pieces)
        pieces.append(_judge(text, paragraph, following, around, on_top=on_top))
    return _keep_something(text, pieces)


def _judge(
    text: str,
    paragraph: Paragraph,
    following: Paragraph | None,
    around: Surroundings,
    *,
    on_top: bool,
) -> _Piece:
    words = text[paragraph.start : paragraph.end]
    whole: tuple[Span, ...] = ((paragraph.start, paragraph.end),)
    kind = furniture_kind(words, around)
    if kind is not None and not (on_top and kind == "caption" and not around.title):
        return _Piece(paragraph, kind, whole)
    if paragraph.bullet:
        return _Piece(paragraph, "bullet", _split(text, *whole[0]))
    if _is_title(words, around) or is_heading(words, on_top=on_top, followed=following is not None):
        return _Piece(paragraph, "heading", whole)
    start = paragraph.start + dateline_length(words)
    return _Piece(paragraph, "sentence", _split(text, start, paragraph.end))


def _split(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the sentences of a paragraph that have a word in them."""
    return tuple(span for span in split_paragraph(text, start, end) if WORD.search(text, *span))


def _is_title(words: str, around: Surroundings) -> bool:
    return (
        around.title is not None
        and fold_space(words).casefold() == fold_space(around.title).casefold()
    )


def _keep_something(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Where nothing could be shown, let the longer headings be sentences."""
    if any(piece.kind in ("sentence", "bullet") for piece in pieces):
        return pieces
    return [
        _Piece(piece.paragraph, "sentence", piece.spans)
        if piece.kind == "heading"
        and len(text[piece.paragraph.start : piece.paragraph.end].split()) >= FEWEST_WORDS
        else piece
        for piece in pieces
    ]


def _drop_broken(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Part the garbled sentences and the links elsewhere from the paragraphs they stand in."""
    parted: list[_Piece] = []
    for piece in pieces:
        broken = {span: _broken_kind(text[slice(*span)]) for span in _checked(piece)}
        kept = tuple(span for span in piece.spans if not broken.get(span))
        if kept:
            parted.append(_Piece(piece.paragraph, piece.kind, kept))
        parted.extend(
            _Piece(piece.paragraph, kind, (span,)) for span, kind in broken.items() if kind
        )
    return parted


def _checked(piece: _Piece) -> tuple[Span, ...]:
    return piece.spans if piece.kind in ("sentence", "bullet") else ()


def _broken_kind(sentence: str) -> str:
    if is_garbled(sentence):
        return "garbled"
    return "related" if is_link(sentence) else ""


def _make_sentences(article: Article, pieces: list[_Piece]) -> tuple[Sentence, ...]:
    version = article.version
    standings = judge_standing(version.text, _by_paragraph(pieces))
    found = [
        (number, piece, span)
        for number, piece in enumerate(pieces)
        if piece.is_kept
        for span in piece.spans
    ]
    sentences: list[Sentence] = []
    for index, (number, piece, (start, end)) in enumerate(found):
        words = version.text[start:end]
        standing = standings[start, end]
        sentences.append(
            Sentence(
                line=Line(article.id, version.id, start, end, words),
                index=index,
                paragraph=number,
                words=words_of(words),
                kind=_sentence_kind(piece),
                leans=standing.leans and piece.kind != "heading",
                open_quote=standing.open_quote and piece.kind != "heading",
            )
        )
    return tuple(sentences)


def _sentence_kind(piece: _Piece) -> SentenceKind:
    if piece.kind == "bullet":
        return "bullet"
    return "heading" if piece.kind == "heading" else "sentence"


def _by_paragraph(pieces: Iterable[_Piece]) -> Iterator[tuple[Span, ...]]:
    """Yield the sentences by paragraph, the garbled ones in their place (their marks count), the
    other furniture not."""
    for paragraph, spans in _group(pieces):
        del paragraph
        yield tuple(sorted(spans))


def _group(pieces: Iterable[_Piece]) -> Iterator[tuple[Paragraph, list[Span]]]:
    last: Paragraph | None = None
    spans: list[Span] = []
    for piece in pieces:
        if not (piece.is_kept or piece.kind == "garbled"):
            continue
        if piece.paragraph is not last and last is not None:
            yield last, spans
            spans = []
        last = piece.paragraph
        spans = [*spans, *piece.spans]
    if last is not None:
        yield last, spans


def _merge_left_out(text: str, pieces: Iterable[_Piece]) -> tuple[LeftOut, ...]:
    """Return what was left out; lines of one kind with nothing between them are one piece."""
    merged: list[tuple[str, int, int]] = []
    for piece in pieces:
        if piece.is_kept:
            continue
        kind, start, end = piece.kind, piece.spans[0][0], piece.spans[-1][1]
        if (
            merged
            and merged[-1][0] == kind != "garbled"
            and not text[merged[-1][2] : start].strip()
        ):
            start = merged.pop()[1]
        merged.append((kind, start, end))
    return tuple(LeftOut(kind, text[start:end]) for kind, start, end in merged)


def _find_label(article: Article, sentences: tuple[Sentence, ...]) -> Line | None:
    """Return the title; else the heading or bullet on top, else the first sentence."""
    version = article.version
    if version.title and version.title.strip():
        start = len(version.title) - len(version.title.lstrip())
        end = len(version.title.rstrip())
        return Line(article.id, version.id, start, end, version.title[start:end], part="title")
    return sentences[0].line if sentences else None
