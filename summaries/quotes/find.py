"""The quotes of a document: sentences that carry what somebody said, and who said it."""

from collections.abc import Iterator, Sequence

from summaries.model import Document, Quote, Sentence
from summaries.quotes.saying import Saying, Speech, read_speech


def find_quotes(document: Document) -> tuple[Quote, ...]:
    """Return the sentences that say who says what, in order. A sentence in the middle of a speech is
    not among them: it cannot stand without the one that names its speaker."""
    speeches = read_speech(document)
    return tuple(_quotes(document.sentences, speeches))


def _quotes(sentences: Sequence[Sentence], speeches: Sequence[Speech]) -> Iterator[Quote]:
    for index, (sentence, speech) in enumerate(zip(sentences, speeches, strict=True)):
        if sentence.kind == "heading" or not speech.sayings:
            continue
        saying = _main(speech)
        if saying.speaker.kind == "crowd" and not speech.quoted:
            continue
        yield Quote(
            line=sentence.line,
            speaker=saying.speaker.name,
            role=saying.speaker.role,
            party=saying.speaker.party,
            continues=_continues(speeches, index),
        )


def _main(speech: Speech) -> Saying:
    """The saying whose words are quoted, else the first."""
    quoted = [m for m in speech.speakers.values() if m is not None]
    matching = [s for s in speech.sayings if quoted and s.speaker.name == quoted[0].name]
    return (matching or list(speech.sayings))[0]


def _continues(speeches: Sequence[Speech], index: int) -> bool:
    """Whether the quotation that ends this sentence goes on in the next."""
    quoted = speeches[index].quoted
    if not quoted or quoted[-1].closes or index + 1 >= len(speeches):
        return bool(quoted) and not quoted[-1].closes
    return True
