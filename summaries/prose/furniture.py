"""What in a text is not the article: captions, adverts, bylines, links elsewhere, tables and garbled
pieces, by their build and not by their subject. Headings are told apart here as well."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from summaries.prose.paragraphs import Paragraph
from summaries.prose.vocabulary import IN_OFFICE

CREDIT = re.compile(
    r"[(\[]\s*(?:pictures?|photos?|photographs?|images?|credits?|source|pic|graphic|illustration|video)"
    r"(?: (?:by|credit|from|courtesy of))?\s*:[^()\[\]]{0,120}[)\]]\s*\.?\Z"
    r"|(?:\A|[.!?] )(?:pictures?|photos?|photographs?|image|photo credit|credit|image source|image caption)"
    r"\s*:\s*[^.!?]{2,80}\.?\Z"
    r"|(?:\bgetty(?: images)?|\balamy|\bshutterstock|\bistock|\bpa wire|\bpa images?|/getty"
    r"|(?<=/)(?:ap|afp|pa|reuters))[)\]]?\.?\Z",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(r"(?:copyright\s*)?(?:©|\(c\)\s*\d{4})|all rights reserved", re.IGNORECASE)
LINK = re.compile(
    r"(?:READ|WATCH|RELATED|SEE|Read|See|More)(?: (?:MORE|ALSO|THIS|more|also|this|from|on))?[^.:]{0,24}:"
)
CAPTION_LEAD = re.compile(
    r"(?:image caption|caption|file (?:photo|picture|image)|(?:stock|library) (?:photo|picture|image)"
    r"|pictured(?:\s+(?:above|below|left|right|here|:))|image source)\b",
    re.IGNORECASE,
)
BESIDE_NAME = re.compile(
    r"\s*(?:\Z|[,(]|(?:for|in|at|on|during|with|outside|inside|speaking|visiting|addressing|arriving"
    r"|leaving|and|pictured|left|right|\d)\b)"
)
NAME = re.compile(r"[A-Z][^\W\d_]*[a-z][\w'’-]*(?: [A-Z][^\W\d_]*[a-z][\w'’-]*)+")
ROLE = (
    r"(?:[\w&’'-]+ ){0,4}(?:correspondent|editor|reporter|journalist|writer|staff|columnist|producer"
    r"|bureau|agency|team|desk|press association)"
)
BYLINE = re.compile(
    r"(?:(?:[Bb]y|BY|[Ww]ords(?: by)?:?|[Ww]ritten by|[Rr]eporting by|[Rr]eport by:?)\s+)"
    r"(?:[A-Z][\w'’.-]*\s*(?:,|&|and|\||/|in [A-Z]\w+)?\s*){1,8}(?:" + ROLE + r")?"
    r"(?:[,|@•–-].{0,60})?\Z"
    r"|[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3}\s*[,|–-]\s*" + ROLE + r"(?:[,|].{0,40})?\.?\Z"
)
STAMP = re.compile(
    r"(?:(?:first |last )?(?:published|updated|posted|modified)\b.{0,60}"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)?(?:day)?,?\s*\d{1,2}(?:st|nd|rd|th)?\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}(?:[ ,|at]{0,4}\d{1,2}[:.]\d\d.{0,12})?"
    r"|\d{1,2}[:.]\d\d\s*(?:am|pm|gmt|bst)?[, ].{0,30}\d{4}"
    r"|\d+ (?:minutes?|mins?|hours?|days?) (?:ago|read))\.?\Z",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"(?:read (?:more|also|next|this)\b|related(?: (?:articles?|stories|topics|content|links?))?\s*(?::|\Z)"
    r"|more (?:on this|from|stories)\b|see also\b|you (?:may|might) also (?:like|be interested)"
    r"|(?:most|also) (?:read|viewed|popular)\b|recommended(?: reading)?\s*(?::|\Z)|share this\b|topics?:"
    r"|tags?:|filed under)",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"(?:(?:please |to |just )?(?:sign up|subscribe|listen|download|follow|join|click|tap|register|get|watch"
    r"|visit|find out|support|donate|buy|order|become|enjoy|try|discover|read|catch up|stay|check out|tune in)"
    r"|want|looking for|enjoying|fancy|like what|never miss|don['’]t miss|for more)\b",
    re.IGNORECASE,
)
OFFERED = re.compile(
    r"\b(?:podcasts?|newsletters?|our (?:app|channel|website|coverage|journalism|emails?|briefings?|whatsapp"
    r"|daily|weekly|free|latest|community|page)|whatsapp channel|the app|inbox|subscription|subscribers?|subscribe|readers"
    r"|sign up|free trial|email alerts?|push notifications?|on (?:facebook|twitter|instagram|tiktok|youtube|x)"
    r"|app store|google play|special offer|half price|% off|ticket sales|today['’]s paper)\b",
    re.IGNORECASE,
)
TO_READER = re.compile(r"\b(?:you|your|our|us|here|free|now|latest|today|readers)\b", re.IGNORECASE)
AD_MARK = re.compile(
    r"(?:advertisements?|advertising|sponsored(?: content| by\b.*)?|promoted(?: content)?|ad|paid content"
    r"|article continues (?:below|after).*)\W*\Z",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’'-]+(?:[ ,]+[A-Z][\w.’'-]*){0,3}(?:,? (?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9}))?\s*"
    r"(?:\([A-Za-z./ ]{2,30}\)\s*(?:[-–—]+|:)|[–—]{1,2}|--)|\((?:CNN|Reuters|AP|PA|AFP|BBC)\)\s*(?:[-–—:]+)?)\s+"
)
ENDED = re.compile(r"[.!?…][\"'”’»)\]\s]*\Z")
QUOTES = "\"'“‘«"
HANGING = re.compile(
    r"\b(?:the|a|an|of|and|or|with|their|its|than|into|but|which|whose)\Z|[\[(](?:…|\.\.\.)[\])]\Z"
)
SPEAKS = re.compile(r"\b(?:said|says|added|told [^:]{2,40}|asked|wrote|tweeted|commented):\Z")
MOJIBAKE = re.compile(
    r"â€|Ã[\x80-\xbf©¨ª¢¤¶¼]|Â[£\xa0·]|\ufffd|&(?:nbsp|amp|quot|#\d+);|\[object Object\]|lorem ipsum"
)
LONGEST_LINE = 60  # words: longer than this nothing here is furniture
LONGEST_HEADING = 14  # words of a heading between paragraphs
LONGEST_CROSSHEAD = 8  # ... that may end in "for" or "the": a longer one was cut off there
LONGEST_TITLE = 30  # words of a heading on top
SHORTEST_SPLICE = 20  # characters that stand twice in a sentence before we call it spliced
LONGEST_CHECKED = 2_000  # characters of a sentence that are searched for a splice


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the whole text when one paragraph is judged: the pairs of names in its prose."""

    names: frozenset[tuple[str, str]]
    title: str | None


def survey(text: str, paragraphs: Sequence[Paragraph], title: str | None) -> Surroundings:
    """Gather the people named in the prose: two capitalised words that are no office."""
    names: set[tuple[str, str]] = set()
    for paragraph in paragraphs:
        prose = text[paragraph.start : paragraph.end]
        if prose.count(" ") >= 8 and ENDED.search(prose[-12:]):
            for run in NAME.findall(prose):
                words = run.split()
                names.update(
                    (one, two)
                    for one, two in pairwise(words)
                    if not {one.lower(), two.lower()} & IN_OFFICE
                )
    return Surroundings(frozenset(names), title)


def furniture_kind(text: str, around: Surroundings) -> str | None:
    """Return what kind of furniture a paragraph is, or None when it belongs to the article."""
    count = text.count(" ") + 1
    if count > LONGEST_LINE or len(text) > LONGEST_LINE * 12:
        return None
    if AD_MARK.match(text) or _is_advert(text):
        return "advert"
    if RELATED.match(text) and not (ENDED.search(text) and count > 20):
        return "related"
    if COPYRIGHT.match(text):
        return "copyright"
    if _is_table_row(text, count):
        return "table"
    if count <= 30 and (BYLINE.match(text) or STAMP.match(text)):
        return "byline"
    return "caption" if _is_caption(text, count, around) else None


def is_heading(text: str, *, on_top: bool, followed: bool) -> bool:
    """Say whether a paragraph is a heading: short, no full stop, and text follows it. A question of
    up to eight words that stands alone between paragraphs is one too."""
    count = text.count(" ") + 1
    if not followed or count > (LONGEST_TITLE if on_top else LONGEST_HEADING):
        return False
    if ENDED.search(text):
        return text.endswith("?") and count <= 8 and text[0] not in QUOTES
    if text.endswith((",", ";", ":")) or text.count('"') % 2 or text.count("“") > text.count("”"):
        return text.endswith(":") and count <= 6 and not SPEAKS.search(text)
    if on_top:
        return not text[0].islower()
    cut_off = count > LONGEST_CROSSHEAD and HANGING.search(text[-12:])
    return not (text[0].islower() or text[0] in QUOTES or cut_off)


def dateline_length(text: str) -> int:
    """Return how many characters of a paragraph's start are a dateline ("LONDON (Reuters) - ")."""
    match = DATELINE.match(text[:100])
    return match.end() if match else 0


def is_link(sentence: str) -> bool:
    """Say whether a sentence is only a pointer to another article ("READ MORE: …")."""
    return bool(LINK.match(sentence))


def is_garbled(sentence: str) -> bool:
    """Say whether a sentence is broken: spliced with a copy of its own words, cut off after a word
    that cannot end one, or full of the marks of a wrong encoding."""
    if MOJIBAKE.search(sentence[:LONGEST_CHECKED]):
        return True
    if ENDED.search(sentence[-12:]) and not sentence.endswith(("]", ")")):
        return False
    bare = sentence.rstrip("\"'”’ ")
    return bool(HANGING.search(bare[-12:])) or _is_spliced(bare)


def _is_spliced(bare: str) -> bool:
    """Find a tail that stands earlier in the same sentence and begins inside a word there and here:
    an editor's pasted copy ("… for Westmins|tion and care" beside "retention and care")."""
    bare = bare[-LONGEST_CHECKED:]
    tail = bare[-SHORTEST_SPLICE:]
    earlier = bare.find(tail)
    later = len(bare) - len(tail)
    if len(bare) < 2 * SHORTEST_SPLICE or earlier < 0 or earlier >= later:
        return False
    while earlier > 0 and bare[earlier - 1] == bare[later - 1]:
        earlier, later = earlier - 1, later - 1
    return earlier > 0 and all(
        bare[at - 1].isalpha() and bare[at].isalpha() for at in (earlier, later)
    )


def _is_advert(text: str) -> bool:
    """A call to the reader (not in a quotation) for something the outlet offers."""
    if text[0] in QUOTES or not OFFERED.search(text) or not TO_READER.search(text):
        return False
    starts = [0, *(m.end() for m in re.finditer(r"[.!?:]\s+", text))]
    return any(ASKING.match(text, at) for at in starts)


def _is_table_row(text: str, count: int) -> bool:
    if text.count("\t") >= 2 or text.count("|") >= 2:
        return True
    if ENDED.search(text) or count < 6:
        return False
    numbers = sum(1 for word in text.split() if word[0] in "0123456789£$€%(+-–")
    return numbers >= 0.4 * count


def _is_caption(text: str, count: int, around: Surroundings) -> bool:
    if count <= 40 and (CREDIT.search(text[-200:]) or CAPTION_LEAD.match(text)):
        return text[0] not in QUOTES or not ENDED.search(text)
    if count > 12 or ENDED.search(text):
        return False
    name = NAME.match(text)
    if name is None:
        return False
    words = name[0].split()
    named = any(pair in around.names for pair in pairwise(words))
    return named and bool(BESIDE_NAME.match(text, name.end()))
