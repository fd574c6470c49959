"""Who says what a sentence says: the subject of its verb of saying, or "according to"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from summaries.model import Document
from summaries.quotes.marks import Quoted, find_marks, outside
from summaries.quotes.people import Mention, People, find_people, mentions_in, party_in
from summaries.quotes.vocabulary import ACCORDING, NOT_SAYING_BEFORE, SAYS, SAYS_QUOTED

# What may stand between a speaker and the verb, and between the verb and a speaker behind it.
SUBJECT_GAP = re.compile(
    r"^(?:\s(?:MP|MS|MSP|MLA|CBE|OBE|MBE))?(?:,\s[^,\"“”]{2,110},|\s\([^)]{1,60}\))?,?\s*"
    r"(?:(?:has|have|had|also|then|later|today|yesterday|earlier|previously|repeatedly|again|now|even|who|further"
    r"|last\s\w+|on\s\w+day|this\s\w+|\w+ly)\s+)*$"
)
OF_BODY = re.compile(
    r"^(?:\s(?:MP|MS|MSP|MLA))?(?:,?\s(?:of|from|at|for|who)\b[^.;:\"“”]{0,100}|,\s(?:the\s)?)$"
)
BEHIND_GAP = re.compile(r"^\s(?:by\s)?(?:[Tt]he\s|an?\s|its\s|their\s|his\s|her\s)?$")
# A sentence of the news is no longer and has no more verbs of saying: bounds for hostile text.
LONGEST = 2000
MOST_SAYINGS = 6
# How far a pronoun reaches back, in sentences.
REACH = 4
FEW_PERSONS = 12  # an article that names more is no portrait of one
MALE = frozenset({"mr", "sir", "lord"})
FEMALE = frozenset({"mrs", "ms", "miss", "dame", "lady", "baroness"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A speaker of a sentence. `verb` is where the verb stands (start, end); `own`: the sentence
    itself names the speaker; `trailing`: the attribution stands behind what is said."""

    speaker: Mention
    verb: tuple[int, int]
    own: bool = True
    trailing: bool = False
    according: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """What one sentence holds of speech: its quoted spans, who is named as saying it, and who speaks
    inside each of its quotations (by number of the quotation)."""

    quoted: tuple[Quoted, ...]
    sayings: tuple[Saying, ...]
    speakers: dict[int, Mention | None]

    def speaker_at(self, at: int) -> tuple[bool, Mention | None]:
        """Whether an offset lies inside quoted words, and whose they are."""
        for span in self.quoted:
            if span.start <= at < span.end:
                return True, self.speakers.get(span.speech)
        return False, None


def read_speech(document: Document) -> tuple[Speech, ...]:
    """Read who speaks in each sentence of a document, in order; pronouns and offices are resolved
    only where exactly one speaker of this article fits."""
    marks = find_marks(document)
    plain = [outside(s, q)[:LONGEST] for s, q in zip(document.sentences, marks, strict=True)]
    people = find_people(plain)
    paragraphs = [s.paragraph for s in document.sentences]
    sayings = _resolved(plain, paragraphs, [_sayings(text, people) for text in plain], people)
    speakers = _speakers(document, marks, sayings)
    return tuple(
        Speech(q, s, {span.speech: speakers.get(span.speech) for span in q})
        for q, s in zip(marks, sayings, strict=True)
    )


def _sayings(text: str, people: People) -> tuple[Saying, ...]:
    """The attributions of one sentence, in order, pronouns still unresolved."""
    verbs = SAYS_QUOTED if '""' in text else SAYS
    if not verbs.search(text) and not ACCORDING.search(text):
        return ()
    mentions = mentions_in(text, people)
    found: list[Saying] = []
    for match in islice(verbs.finditer(text), MOST_SAYINGS):
        saying = _subject(text, match, mentions) or _same_subject(text, match, found)
        found += [saying] if saying else []
    found += [
        s for m in islice(ACCORDING.finditer(text), MOST_SAYINGS) if (s := _source(m, mentions))
    ]
    return tuple(sorted(found, key=lambda s: s.verb))


def _subject(text: str, verb: re.Match[str], mentions: Sequence[Mention]) -> Saying | None:
    if NOT_SAYING_BEFORE.search(text, max(0, verb.start() - 12), verb.start()):
        return None
    for mention in reversed([m for m in mentions if m.end <= verb.start()]):
        if SUBJECT_GAP.match(text[mention.end : verb.start()]):
            trailing = not text[verb.end() :].strip(' .,:;!?"”’')
            speaker = _with_party(_owner(text, mention, mentions), text[: verb.start()])
            return Saying(speaker, verb.span(), mention.kind != "pronoun", trailing)
        if verb.start() - mention.end > 150:
            break
    if not re.search(r"[\",”’]\s*$", text[: verb.start()]):
        return None
    for mention in mentions:
        if mention.start >= verb.end() and BEHIND_GAP.match(text[verb.end() : mention.start]):
            return Saying(mention, verb.span(), mention.kind != "pronoun", True)
    return None


def _owner(text: str, mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """The person of whom a body or an office is told: "Jo Bloggs, who speaks for the union, said"."""
    if mention.kind not in ("body", "role", "crowd"):
        return mention
    persons = [m for m in mentions if m.kind == "person" and m.end <= mention.start]
    told_of = persons and OF_BODY.match(text[persons[-1].end : mention.start])
    if not told_of:
        return mention
    role = persons[-1].role or (mention.name if mention.kind == "role" else None)
    return replace(persons[-1], role=role, party=persons[-1].party or mention.party)


def _with_party(speaker: Mention, before: str) -> Mention:
    """Give a person the party that is printed between name and verb: "the Liberal Democrat who …"."""
    if speaker.kind != "person" or speaker.party:
        return speaker
    return replace(speaker, party=party_in(before[speaker.end : speaker.end + 110]))


def _same_subject(text: str, verb: re.Match[str], found: Sequence[Saying]) -> Saying | None:
    """The subject of a second verb: "said it was fair, but added", "said …, adding:"."""
    if not found or found[-1].trailing:
        return None
    joined = re.search(
        r"(?:\b(?:but|and)(?:\salso)?|,)\s*$", text[found[-1].verb[1] : verb.start()]
    )
    return replace(found[-1], verb=verb.span()) if joined else None


def _source(match: re.Match[str], mentions: Sequence[Mention]) -> Saying | None:
    for mention in mentions:
        if (
            match.end() <= mention.start + 4
            and mention.start - match.end() <= 12
            and mention.kind != "pronoun"
        ):
            return Saying(mention, match.span(), True, match.start() > 0, True)
    return None


def _resolved(
    plain: Sequence[str],
    paragraphs: Sequence[int],
    sayings: Sequence[tuple[Saying, ...]],
    people: People,
) -> list[tuple[Saying, ...]]:
    """Put a name to "he said" where the speaker before it is the only one it can be."""
    out: list[tuple[Saying, ...]] = []
    last: tuple[int, Mention] | None = None
    for index, found in enumerate(sayings):
        fixed = []
        for saying in found:
            speaker = saying.speaker
            if speaker.kind == "pronoun":
                begun = paragraphs.index(paragraphs[index])
                alone = _alone(plain[begun:index], speaker, people)
                antecedent = _antecedent(plain, index, speaker, saying, last, people)
                if alone and (antecedent is None or antecedent.name != alone.name):
                    antecedent = alone
                if antecedent is None:
                    continue
                speaker = replace(antecedent, start=speaker.start, end=speaker.end)
                saying = replace(saying, speaker=speaker)
            if speaker.kind == "person":
                last = (index, speaker)
            fixed.append(saying)
        out.append(tuple(fixed))
    return out


def _alone(before: Sequence[str], pronoun: Mention, people: People) -> Mention | None:
    """The one person whom the paragraph has named before "she", its first words being that name."""
    if not before or pronoun.name.lower() not in ("he", "she") or len(before) > REACH:
        return None
    named = [m for text in before for m in _named(text, people)]
    if len({m.name for m in named}) != 1 or named[0].start > 0 or not _named(before[0], people):
        return None
    wrong = FEMALE if pronoun.name.lower() == "he" else MALE
    return None if _titles(before, named[0].name) & wrong else named[0]


def _antecedent(
    plain: Sequence[str],
    index: int,
    pronoun: Mention,
    saying: Saying,
    last: tuple[int, Mention] | None,
    people: People,
) -> Mention | None:
    own = _named(plain[index][: saying.verb[0]], people)
    if len({m.name for m in own}) == 1 and pronoun.name in ("he", "she"):
        return own[0]
    far = last is None or index - last[0] > REACH
    if far and pronoun.name.lower() in ("he", "she"):
        return _only_person(plain[:index], pronoun, people)
    if last is None or far or pronoun.name.lower() not in ("he", "she"):
        return None
    names = {
        p.name
        for text in [*plain[last[0] + 1 : index], plain[index][: saying.verb[0]]]
        for p in _named(text, people)
    }
    if names - {last[1].name}:
        return None
    title = _titles(plain, last[1].name)
    wrong = FEMALE if pronoun.name.lower() == "he" else MALE
    return None if title & wrong else last[1]


def _only_person(before: Sequence[str], pronoun: Mention, people: People) -> Mention | None:
    """The one person whom the article has named so far, if there is one and only one."""
    if not 0 < len(people.persons) <= FEW_PERSONS:
        return None
    named = {p.name for p in people.persons for text in before if p.surname in text}
    only = people.named(named.pop()) if len(named) == 1 else None
    wrong = FEMALE if pronoun.name.lower() == "he" else MALE
    if only is None or _titles(before, only.name) & wrong:
        return None
    return Mention(pronoun.start, pronoun.end, "person", only.name, only.role, only.party)


def _named(text: str, people: People) -> tuple[Mention, ...]:
    return tuple(m for m in mentions_in(text, people) if m.kind == "person")


def _titles(plain: Sequence[str], name: str) -> set[str]:
    surname = re.escape(name.split()[-1])
    return {
        m.group(1).lower()
        for text in plain
        for m in re.finditer(rf"\b(\w+)\.?\s(?:\w+\s)?{surname}\b", text)
    }


def _speakers(
    document: Document, marks: Sequence[tuple[Quoted, ...]], sayings: Sequence[tuple[Saying, ...]]
) -> dict[int, Mention | None]:
    """Whose each quotation is: its own sentence's speaker, else the speaker who led up to it."""
    speakers: dict[int, Mention | None] = {}
    for index, quoted in enumerate(marks):
        for span in quoted:
            if speakers.get(span.speech) is None:
                speakers[span.speech] = _nearest(span, sayings[index])
    before: Mention | None = None
    paragraph = -1
    for index, (sentence, quoted) in enumerate(zip(document.sentences, marks, strict=True)):
        for span in quoted:
            if speakers[span.speech] is None and sentence.paragraph - paragraph <= 1:
                speakers[span.speech] = before
        spoken = [speakers[q.speech] for q in quoted] or [s.speaker for s in sayings[index]]
        if spoken or sentence.paragraph != paragraph:
            before = spoken[-1] if spoken else None
        paragraph = sentence.paragraph
    return speakers


def _nearest(span: Quoted, sayings: Sequence[Saying]) -> Mention | None:
    """The saying that belongs to a quotation: the last before it, else the first behind it."""
    before = [s for s in sayings if s.verb[1] <= span.start and not s.trailing]
    after = [s for s in sayings if s.verb[0] >= span.end - 1]
    if before:
        return before[-1].speaker
    return after[0].speaker if after else (sayings[0].speaker if sayings else None)
