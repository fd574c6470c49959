"""A sentence as tokens with offsets: numbers, words and single signs. One pass, linear."""

import re
from dataclasses import dataclass

# No number of the news has more digits; a longer run is an identifier (and would be slow to convert).
MAX_DIGITS = 18

TOKEN = re.compile(
    r"(?P<num>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:[.·]\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<word>[^\W\d_]+(?:[&'’][^\W\d_]+)*|[½¼¾⅓⅔⅕⅖⅗⅘⅛])"
    r"|(?P<sign>\S)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a sentence. `low` is its lower-case text, `glued` says that nothing parts it from
    the token before it."""

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def read_tokens(text: str) -> tuple[Token, ...]:
    """Cut a sentence into tokens; white space is dropped and leaves its trace in `glued`."""
    found: list[Token] = []
    end = -1
    for match in TOKEN.finditer(text):
        word = match.group()
        low = word.lower().replace("’", "'")
        kind = match.lastgroup or "sign"
        found.append(Token(kind, word, low, match.start(), match.end(), match.start() == end))
        end = match.end()
    return tuple(found)
