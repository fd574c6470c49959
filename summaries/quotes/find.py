"""The quotes of a document: sentences that carry what somebody said, and who said it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summaries.model import Document, Line, Quote
from summaries.quotes.saying import Saying, Speech, read_speech


def find_quotes(document: Document) -> tuple[Quote, ...]:
    """Return the sentences that say who says what, in order. A sentence in the middle of a speech is
    not among them: it cannot stand without the one that names its speaker. One that only leads to a
    quotation ("Jo Bloggs, chief executive, said:") comes with the first sentence of it."""
    return tuple(_quotes(document, read_speech(document)))


def _quotes(document: Document, speeches: Sequence[Speech]) -> Iterator[Quote]:
    for index, (sentence, speech) in enumerate(zip(document.sentences, speeches, strict=True)):
        if sentence.kind == "heading" or not speech.sayings:
            continue
        saying = _main(speech)
        if saying.speaker.kind == "crowd" and not speech.quoted:
            continue
        leads = _only_leads(document, index)
        line = _joined(document, speeches, index) if leads else sentence.line
        if line is not None:
            speaker = saying.speaker
            going_on = _continues(speeches, index + leads)
            yield Quote(line, speaker.name, speaker.role, speaker.party, going_on)


def _main(speech: Speech) -> Saying:
    """The saying whose words are quoted, else the first."""
    quoted = [m for m in speech.speakers.values() if m is not None]
    matching = [s for s in speech.sayings if quoted and s.speaker.name == quoted[0].name]
    return (matching or list(speech.sayings))[0]


def _only_leads(document: Document, index: int) -> bool:
    return document.sentences[index].text.rstrip().endswith(":")


def _joined(document: Document, speeches: Sequence[Speech], index: int) -> Line | None:
    """The leading sentence and the quotation behind it as one slice, where nothing stands between."""
    if index + 1 >= len(document.sentences):
        return None
    line, following = document.sentences[index].line, document.sentences[index + 1].line
    quoted = speeches[index + 1].quoted
    if not quoted or quoted[0].start > 0 or document.text[line.end : following.start].strip():
        return None
    return replace(line, end=following.end, text=document.text[line.start : following.end])


def _continues(speeches: Sequence[Speech], index: int) -> bool:
    """Whether the quotation is still open where a sentence ends."""
    quoted = speeches[index].quoted
    return bool(quoted) and not quoted[-1].closes
