"""What a document is about: which nation of the UK, whether the NHS at all, and which configured topics."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from summaries.model import Document
from summaries.wordlists import word_set

UK = "UK"
# Words that place a story. Health is devolved: bodies that exist in one nation only are as good as its name.
PLACES = {
    "England": (
        r"England|English|(?:[Ss]hadow\s)?[Hh]ealth\s[Ss]ecretary|[Hh]ealth\sand\s[Ss]ocial\s[Cc]are\s[Ss]ecretary"
        r"|Department\sof\sHealth\sand\sSocial\sCare|DHSC|[Ii]ntegrated\s[Cc]are\s[Bb]oards?|ICBs?|CQC|Care\sQuality\sCommission"
        r"|[Ff]oundation\s[Tt]rusts?|London|Manchester|Birmingham|Leeds|Liverpool|Sheffield|Bristol|Newcastle|Nottingham"
        r"|Cornwall|Devon|Kent|Essex|Yorkshire|Lancashire|Norfolk|Suffolk|Midlands|Whitehall"
    ),
    "Wales": (
        r"Wales|Welsh|Senedd|Cardiff|Swansea|Wrexham|Newport|Bangor|Gwynedd|Powys|Ceredigion|Pembrokeshire|Plaid\sCymru"
        r"|Betsi\sCadwaladr|Aneurin\sBevan|Hywel\sDda|Cwm\sTaf\sMorgannwg|Velindre|Llais|Cymru|MSs?\b(?=\s(?:said|told|for))"
    ),
    "Scotland": (
        r"Scotland|Scottish|Scots|Holyrood|Edinburgh|Glasgow|Aberdeen|Dundee|Inverness|Stirling|Fife|Highlands?|MSPs?"
        r"|NHS\s(?:Lothian|Tayside|Grampian|Highland|Lanarkshire|Borders|Forth\sValley|Ayrshire|Orkney|Shetland|Fife)|SNP"
    ),
    "Northern Ireland": (
        r"Northern\sIreland|Northern\sIrish|Stormont|Belfast|Derry|Londonderry|Lisburn|Newry|Antrim|MLAs?|DUP|Sinn\sF[ée]in|SDLP"
        r"|Health\sand\sSocial\sCare\sTrusts?"
    ),
}
PLACE = re.compile(
    "|".join(rf"(?P<n{i}>\b(?:{words})\b)" for i, words in enumerate(PLACES.values()))
)
NATIONS = tuple(PLACES)
# Names of a nation itself, for a single sentence: a department or a town says too little there.
NAMED = re.compile(
    r"\b(?:(?P<England>England(?![’']s\schief)|English)|(?P<Wales>Wales|Welsh)|(?P<Scotland>Scotland|Scottish)|(?P<NI>Northern\sIreland)|(?P<UK>UK|Britain|United\sKingdom))\b"
)
HERE = re.compile(r"\b(?:here|our\s(?:hospitals|NHS|patients|health\sservice))\b")
LEAD_SENTENCES = 3
LEAD_WEIGHT = 2

STRONG = re.compile(
    r"\b(?:NHS|[Hh]ealth\s[Dd]epartment|[Hh]ealth\s[Ss]ervice|[Hh]ealth\s[Ss]ecretary|[Hh]ealth\s[Mm]inister|[Hh]ealth\s[Bb]oards?|BMA|RCN|RCGP|RCEM|DHSC"
    r"|[Ii]ntegrated\s[Cc]are|[Ww]aiting\s[Ll]ists?|A&E|[Jj]unior\s[Dd]octors?|[Rr]esident\s[Dd]octors?|[Hh]ealth\sand\s[Ss]ocial\s[Cc]are"
    r"|GP\s(?:surger\w+|practice\w*|appointments?)|[Hh]ospital\s[Tt]rusts?|CQC|NICE|UKHSA|[Pp]ublic\s[Hh]ealth)\b"
)
WEAK = re.compile(
    r"\b(?:hospitals?|patients?|nurses?|nursing|doctors?|GPs?|consultants?|surgeons?|surgery|ambulances?|clinical|maternity"
    r"|midwi\w+|care\s(?:homes?|workers?)|social\scare|cancer|vaccin\w+|mental\shealth|treatments?|wards?|dentist\w*|pharmac\w+|diagnos\w+"
    r"|paramedics?|operations?|appointments?|medicines?|healthcare)\b",
    re.IGNORECASE,
)
# Words of other fields too: alone they do not make a text one of health.
GENERIC = word_set(
    "operation operations appointment appointments treatment treatments ward wards consultant consultants surgery"
)
ENOUGH_WEAK = 3


def nation_of(document: Document) -> str:
    """Return England, Wales, Scotland, Northern Ireland or UK: the nation whose names lead the text,
    counted double in title and lead; the source's own nation decides a draw and reads "here"."""
    own = document.article.nation
    counts: Counter[str] = Counter()
    for weight, text in _weighted(document):
        for match in PLACE.finditer(text):
            counts[NATIONS[int((match.lastgroup or "n0")[1:])]] += weight
        if own in NATIONS:
            counts[own] += weight * len(HERE.findall(text))
    if not counts:
        return own
    (first, most), *others = counts.most_common()
    if others and others[0][1] == most:
        return own if own in (first, others[0][0]) else UK
    return first if 2 * most >= sum(counts.values()) else own


def _weighted(document: Document) -> list[tuple[int, str]]:
    texts = [(LEAD_WEIGHT, document.article.version.title or "")]
    return texts + [
        (LEAD_WEIGHT if s.index < LEAD_SENTENCES else 1, s.text) for s in document.sentences
    ]


def nation_in(text: str) -> str | None:
    """The one nation that a sentence names; None where it names none or several."""
    named = {match.lastgroup for match in NAMED.finditer(text)}
    if len(named) != 1:
        return None
    nation = named.pop()
    return "Northern Ireland" if nation == "NI" else nation


def is_about_nhs(document: Document) -> bool:
    """Whether a document is about health services: a word that leaves no doubt and another beside
    it, or three of the field of which two are its own."""
    text = f"{document.article.version.title or ''}\n{document.text}"
    strong = len(STRONG.findall(text))
    weak = [word.lower() for word in WEAK.findall(text)]
    own = [word for word in weak if word not in GENERIC]
    return strong > 1 or (strong == 1 and bool(weak)) or (len(own) > 1 and len(weak) >= ENOUGH_WEAK)


def topics_of(document: Document, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the names of the topics of which the document prints a word, in the order configured."""
    text = f"{document.article.version.title or ''}\n{document.text}"
    return tuple(
        name for name, words in topics.items() if words and _words(tuple(words)).search(text)
    )


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words, plural or not; an abbreviation in capitals is looked up in capitals."""
    listed = [_phrase(word) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(listed) or '(?!)'})(?!\w)")


def _phrase(word: str) -> str:
    escaped = r"[\s\-‑]+".join(re.escape(part) for part in re.split(r"[\s\-‑]+", word.strip()))
    return rf"{escaped}s?" if word.isupper() else rf"(?i:{escaped}(?:s|es)?)"
