"""Offices printed beside a name: "health minister Jo Bloggs", "Jo Bloggs, chief executive of the trust"."""

import re

from summaries.quotes.vocabulary import HEAD, HONOURS, ROLE_STOPS, ROLE_WORDS

BEHIND = re.compile(
    r"^,?\s(?:\([^)]{2,60}\)|,?\s?(?:the\s|an?\s|its\s|their\s|his\s|her\s)?(?P<role>[^,.;:\"“”()–—]{3,110}))"
)
WORD = re.compile(r"[\w’'&-]+")
# A role that is printed behind a name ends where its sentence goes on.
ROLE_ENDS = re.compile(
    r"\s(?:said|says|told|added|who|which|has|have|had|is|was|are|were|will|and\s(?:said|told|added)|claimed"
    r"|warned|argued|insisted|explained|yesterday|today|where|when|also)\b"
)
ROLE_GOES_ON = re.compile(
    r"^(?:s?\s(?:of|for|at|on|in|to|and|with)\b|s?$|[\s-](?:[Ss]ecretary|[Ee]xecutive|[Mm]inister|[Oo]fficer|[Dd]irector|[Nn]urse|[Cc]hair|[Pp]rofessor|[Ee]conomist|[Mm]anager|[Aa]nalyst|[Gg]eneral))"
)
# What may stand before an office that a comma parts from its name.
ROLE_OPENS = re.compile(r"(?:^|[.,;:\"“”]\s?|\b(?:[Tt]he|its|their|his|her|to)\s)$")
LONGEST_ROLE = 120  # characters


def role_before(text: str, start: int) -> tuple[int, str | None]:
    """The office before a name and where it begins: "health minister", "Chief executive of the board,"."""
    comma = text[:start].rstrip().endswith(",")
    first = _walk_left(text, start, comma)
    role = re.sub(r"^(?:and|of|for|at|on|&)\s", "", text[first:start].rstrip(" ,"))
    first += text[first:start].find(role)
    if not any(ROLE_GOES_ON.match(role[head.end() :]) for head in HEAD.finditer(role)):
        return start, None
    if comma and not ROLE_OPENS.search(text[:first]):
        return start, None
    return first, role


def _walk_left(text: str, start: int, comma: bool) -> int:
    """Where the words of an office before a name begin; a comma may part them from it."""
    words = list(WORD.finditer(text, max(0, start - LONGEST_ROLE), start))
    first = right = start
    for at in range(len(words) - 1, -1, -1):
        match = words[at]
        gap = text[match.end() : right]
        if gap.strip() not in ("", ",") or ("," in gap and right != start):
            break
        before = words[at - 1].group() if at else ""
        if not _may_be_role(match, before, comma):
            break
        first = right = match.start()
    return first


def _may_be_role(match: re.Match[str], before: str, comma: bool) -> bool:
    """Whether a word may belong to an office: a word of offices, a common noun, the owner of it
    ("the trust's"), or, where a comma parts office and name, what it is for ("spokesperson on Dentistry,")."""
    word = match.group()
    plain = re.sub(r"[’']s?$", "", word).lower()
    if plain in ("on", "in"):
        return bool(HEAD.fullmatch(before))
    if plain in ROLE_WORDS or HEAD.fullmatch(plain) or word.endswith(("’s", "'s")):
        return True
    if plain in ROLE_STOPS or len(word) < 3:
        return False
    return word.islower() or comma or match.start() == 0


def role_behind(text: str, end: int) -> tuple[int, str | None]:
    """The office behind a name: "Jo Bloggs, chief executive of NHS England,"."""
    honour = re.match(rf"\s{HONOURS}\b", text[end:])
    end += honour.end() if honour else 0
    if text[end : end + 1] != ",":
        return end, None
    match = BEHIND.match(text[end : end + 160])
    if match is None or not match.group("role"):
        return end, None
    role = match.group("role")
    cut = ROLE_ENDS.search(role)
    role = role[: cut.start()] if cut else role
    head = HEAD.search(role)
    if head is not None and not ROLE_GOES_ON.match(role[head.end() :]):
        return end, None
    if head is None or len(role[: head.start()].split()) > 6 or ROLE_ENDS.match(" " + role):
        return end, None
    return end + match.start("role") + len(role), role.strip()
