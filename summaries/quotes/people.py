"""Who is named in an article, and with which office: as printed there, resolved nowhere else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from summaries.quotes.offices import role_before, role_behind
from summaries.quotes.vocabulary import (
    BODY,
    BODY_BEFORE,
    BODY_BEHIND,
    COMMON,
    CROWDS,
    HONOURS,
    PARTIES,
    PARTY,
    PRONOUN,
    STOP_NAMES,
    TITLES,
    UNNAMED,
)

_CAP = r"[^\W\d_a-zß-öø-ÿ][\w’'-]*"
CAPITALS = re.compile(
    rf"(?:{TITLES}\.?\s)?{_CAP}(?:\s(?:ap|ab|ferch|de|la|van|von|der|bin|al)\s{_CAP}|\s{_CAP}){{0,7}}"
)
TITLE = re.compile(rf"^{TITLES}\.?\s")
HONOUR = re.compile(rf"\s{HONOURS}$")
ROLE_ONLY = re.compile(
    r"\b[Tt]he\s(?P<role>(?:then\s)?(?:[\w’'&-]+\s){0,6}?(?i:secretary|minister|executive|leader|president|chair|chairman|chairwoman"
    r"|spokesperson|spokesman|spokeswoman|director|chancellor|officer|lead|MP|peer|surgeon|commissioner))\b(?!,?\s[A-Z])",
)
SPOKEN_FOR = re.compile(
    r"\b(?:[Aa]n?|[Tt]he)\s(?P<who>(?:[A-Z][\w’'&-]*\s|[\w’'&-]+\s(?:of|for|and)\s|[a-z]+\s){0,7}?spokes(?:person|man|woman)(?:\sfor\s(?:the\s|an?\s)?[\w’'&-]+(?:\s(?:of|for|and|[A-Z][\w’'&-]*|department|government|trust|board|party|union|college))*)?)"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the article: full name as printed, office as printed with it, party if printed."""

    name: str
    role: str | None = None
    party: str | None = None

    @property
    def surname(self) -> str:
        return self.name.split()[-1]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who may be speaking at `[start:end)` of a sentence (role before the name included).
    `kind`: person, body, role, crowd or pronoun."""

    start: int
    end: int
    kind: str
    name: str
    role: str | None = None
    party: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    """The persons of one article, found by name, surname or office."""

    persons: tuple[Person, ...] = ()
    by_surname: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    by_role: dict[str, tuple[Person, ...]] = field(default_factory=dict)

    def named(self, name: str) -> Person | None:
        """The only person of this full name or surname."""
        full = [p for p in self.persons if p.name == name]
        found = full or list(self.by_surname.get(name.split()[-1], ()))
        return found[0] if len(found) == 1 else None

    def holding(self, role: str) -> Person | None:
        """The only person printed with an office ("the Health Secretary"), or, of an office in one
        word, with one that ends in it ("the minister")."""
        plain = plain_role(role)
        found = self.by_role.get(plain, ())
        if not found and " " not in plain:
            alike = (p for office, p in self.by_role.items() if plain in office.split())
            found = tuple(person for persons in alike for person in persons)
        return found[0] if len(found) == 1 else None


def plain_role(role: str) -> str:
    """An office without the words that change from mention to mention."""
    words = [w for w in role.lower().split() if w not in ("the", "then", "uk", "former", "a", "an")]
    return " ".join(words)


def party_in(text: str) -> str | None:
    """The party that a text prints, under its usual name; None where it prints two or none."""
    named = {PARTIES[int(m.lastgroup[1:])][0] for m in PARTY.finditer(text) if m.lastgroup}
    return named.pop() if len(named) == 1 else None


def body_in(text: str) -> str | None:
    """The first body that a text prints."""
    match = BODY.search(text)
    return match.group() if match else None


def find_people(texts: Sequence[str]) -> People:
    """Collect the persons of an article from its sentences: full names with their offices."""
    persons: dict[str, Person] = {}
    for text in texts:
        for mention in names_in(text):
            bare = _bare(mention.name)
            if len(bare.split()) < 2 or mention.kind != "person":
                continue
            known = persons.get(bare, Person(bare))
            role = known.role or mention.role
            persons[bare] = replace(known, role=role, party=known.party or mention.party)
    listed = tuple(persons.values())
    return People(listed, _grouped(listed, "surname"), _by_role(listed))


def _grouped(persons: Sequence[Person], key: str) -> dict[str, tuple[Person, ...]]:
    groups: dict[str, tuple[Person, ...]] = {}
    for person in persons:
        name = getattr(person, key)
        groups[name] = (*groups.get(name, ()), person)
    return groups


def _by_role(persons: Sequence[Person]) -> dict[str, tuple[Person, ...]]:
    groups: dict[str, tuple[Person, ...]] = {}
    for person in persons:
        if person.role:
            key = plain_role(person.role)
            groups[key] = (*groups.get(key, ()), person)
    return groups


def _bare(name: str) -> str:
    """A name without Mr, Dr or MP; Lord and Lady stay: they are part of the name."""
    title = TITLE.match(name)
    keeps = title and title.group().rstrip(". ") in ("Lord", "Lady", "Baroness", "Sir", "Dame")
    name = name if keeps or not title else name[title.end() :]
    return HONOUR.sub("", name)


def names_in(text: str) -> Iterator[Mention]:
    """Every name of a person in a sentence, with the office printed before or behind it."""
    for match in CAPITALS.finditer(text):
        found = _name_of(match.group())
        if found is None:
            continue
        start = match.start() + found[0]
        name = text[start : match.start() + found[1]]
        noun = BODY_BEHIND.match(text, start + len(name))
        if noun or BODY_BEFORE.search(text[max(0, start - 20) : start]):
            name += noun.group() if noun else ""
            yield Mention(start, start + len(name), "body", name, None, name)
            continue
        begins, role = role_before(text, start)
        end = start + len(name)
        if role is None:
            end, role = role_behind(text, end)
        owner = text[max(0, begins - 30) : begins]
        party = party_in(role or "") or _owner_party(owner) or body_in(role or "")
        yield Mention(begins, end, "person", name, role, party)


def _owner_party(before: str) -> str | None:
    """The party of "Labour's Jo Bloggs" and "for the Conservatives, Jo Bloggs"."""
    match = re.search(r"(?:(\S+)[’']s?|[Ff]or\s(?:the\s)?([\w\s]+),(?:\sthe)?)\s$", before)
    return party_in(match.group(1) or match.group(2)) if match else None


def _name_of(capitals: str) -> tuple[int, int] | None:
    """The span of the person's name in a run of capitals: its last words that name nothing else."""
    words = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\S+", capitals)]
    while words and words[-1][2] in (
        "MP",
        "MS",
        "MSP",
        "MLA",
        "MEP",
        "CBE",
        "OBE",
        "MBE",
        "KC",
        "QC",
    ):
        words.pop()
    end = words[-1][1] if words else 0
    chosen: list[tuple[int, int, str]] = []
    for start, stop, word in reversed(words):
        plain = re.sub(r"[’']s?$", "", word)
        if (
            plain in STOP_NAMES
            or (plain.isupper() and len(plain) > 1)
            or plain.lower() in ROLE_HEADS
        ):
            break
        chosen.append((start, stop, word))
    if len(chosen) < 2:
        return None
    if any(word.endswith(("’s", "'s", "’", "'")) for _, _, word in chosen):
        return None
    return chosen[-1][0], end


ROLE_HEADS = frozenset(
    [
        "secretary",
        "minister",
        "executive",
        "spokesperson",
        "leader",
        "chair",
        "president",
        "director",
        "officer",
        "chancellor",
    ]
)


def mentions_in(text: str, people: People) -> tuple[Mention, ...]:
    """Everybody in a sentence who may be its speaker, in order."""
    found = list(names_in(text))
    found += [_single(m, text) for m in _surnames(text, people, found)]
    taken = [(m.start, m.end) for m in found]
    for mention in _others(text, people):
        if not any(mention.start < end and start < mention.end for start, end in taken):
            found.append(mention)
            taken.append((mention.start, mention.end))
    return tuple(sorted((_known(m, people) for m in found), key=lambda m: m.start))


def _surnames(text: str, people: People, found: Sequence[Mention]) -> Iterator[re.Match[str]]:
    """Single surnames of known persons ("Streeting said")."""
    for match in re.finditer(r"[^\W\d_][\w’-]+", text):
        word = re.sub(r"[’']s$", "", match.group())
        if word in people.by_surname and not any(m.start <= match.start() < m.end for m in found):
            yield match


def _single(match: re.Match[str], text: str) -> Mention:
    begins, role = role_before(text, match.start())
    return Mention(begins, match.end(), "person", match.group(), role)


def _known(mention: Mention, people: People) -> Mention:
    """Give a person's full name, office and party as printed elsewhere in this article."""
    if mention.kind != "person":
        return mention
    bare = _bare(mention.name)
    person = people.named(bare)
    if person is None:
        return replace(mention, name=bare if len(bare.split()) > 1 else mention.name)
    return replace(
        mention,
        name=person.name,
        role=mention.role or person.role,
        party=mention.party or person.party,
    )


def _others(text: str, people: People) -> Iterator[Mention]:
    for match in SPOKEN_FOR.finditer(text):
        who = match.group("who")
        yield Mention(match.start(), match.end(), "role", who, who, _spoken_for(who))
    for match in UNNAMED.finditer(text) if '""' in text else ():
        who = match.group("who")
        yield Mention(match.start(), match.end(), "role", who, who, party_in(who) or body_in(who))
    for match in ROLE_ONLY.finditer(text):
        if holder := _holder(match, people):
            yield holder
    for match in BODY.finditer(text):
        yield Mention(
            match.start(),
            match.end(),
            "body",
            match.group(),
            None,
            party_in(match.group()) or match.group(),
        )
    for match in PARTY.finditer(text):
        yield Mention(
            match.start(), match.end(), "body", match.group(), None, party_in(match.group())
        )
    for match in COMMON.finditer(text):
        yield Mention(
            match.start(), match.end(), "body", match.group("who"), None, match.group("who")
        )
    for match in CROWDS.finditer(text):
        yield Mention(match.start(), match.end(), "crowd", match.group())
    for match in PRONOUN.finditer(text):
        yield Mention(match.start(), match.end(), "pronoun", match.group())


def _spoken_for(who: str) -> str | None:
    """The party or body of a spokesperson, or what is printed for it: "the health department"."""
    behind = re.search(r"\sfor\s(?:the\s|an?\s)?(.+)$", who)
    return party_in(who) or body_in(who) or (behind.group(1) if behind else None)


def _holder(match: re.Match[str], people: People) -> Mention | None:
    """Who holds an office; an office in one word ("the minister") that nobody is printed with says
    nothing."""
    role = match.group("role")
    person = people.holding(role)
    party = party_in(role) or body_in(role)
    if person is None and " " not in role:
        return None
    if person is None:
        return Mention(match.start(), match.end(), "role", role, role, party)
    role = role if " " in role else person.role or role
    return Mention(match.start(), match.end(), "person", person.name, role, person.party or party)
