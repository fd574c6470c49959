"""What a person types becomes what Slack stores: tokens for mentions and links, and rich text (pure)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.workspace.blocks.validate import escaped
from bot.playground.workspace.model import Block

LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?'\")\]]", re.IGNORECASE)
TOKEN = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>")
RANGES = ("here", "channel", "everyone")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what was typed: text, link, user, channel or broadcast."""

    kind: str
    value: str
    label: str = ""

    def token(self) -> str:
        """As it stands in a message's `text`."""
        match self.kind:
            case "link":
                return f"<{escaped(self.value)}>"
            case "user":
                return f"<@{self.value}>"
            case "channel":
                return f"<#{self.value}|{self.label}>"
            case "broadcast":
                return f"<!{self.value}>"
        return escaped(self.value)

    def element(self) -> dict[str, Any]:
        """As it stands in a rich_text_section."""
        key = {"link": "url", "user": "user_id", "channel": "channel_id", "broadcast": "range"}
        return {"type": self.kind, key.get(self.kind, "text"): self.value}


def read_typed(
    text: str, people: Mapping[str, str], channels: Mapping[str, str]
) -> tuple[Piece, ...]:
    """Cut typed text at mentions and links. `people` and `channels` give ids by lower-case name.

    A ready token such as <@U0ADA> counts as the mention that it names, if that id is known."""
    pattern = _pattern(people, channels)
    pieces: list[Piece] = []
    position = 0
    for match in pattern.finditer(text):
        piece = _piece(match, people, channels)
        if piece is None:
            continue
        if match.start() > position:
            pieces.append(Piece("text", text[position : match.start()]))
        pieces.append(piece)
        position = match.end()
    if position < len(text):
        pieces.append(Piece("text", text[position:]))
    return tuple(pieces)


def stored_text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.token() for piece in pieces)


def stored_blocks(pieces: tuple[Piece, ...], block_id: str) -> tuple[Block, ...]:
    """The rich_text block that Slack's own composer makes."""
    section = {"type": "rich_text_section", "elements": [piece.element() for piece in pieces]}
    return ({"type": "rich_text", "block_id": block_id, "elements": [section]},)


def mentioned(pieces: tuple[Piece, ...]) -> Iterator[str]:
    return (piece.value for piece in pieces if piece.kind == "user")


def _pattern(people: Mapping[str, str], channels: Mapping[str, str]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted([*people, *RANGES], key=len, reverse=True))
    rooms = "|".join(re.escape(name) for name in sorted(channels, key=len, reverse=True))
    return re.compile(
        rf"(?P<token>{TOKEN.pattern})|(?P<link>{LINK.pattern})"
        rf"|(?<![\w@])@(?P<person>{names})(?!\w)|(?<![\w#])#(?P<room>{rooms})(?![\w-])",
        re.IGNORECASE,
    )


def _piece(
    match: re.Match[str], people: Mapping[str, str], channels: Mapping[str, str]
) -> Piece | None:
    if match["link"]:
        return Piece("link", match["link"])
    if match["person"]:
        name = match["person"].lower()
        return Piece("user", people[name]) if name in people else Piece("broadcast", name)
    if match["room"]:
        name = match["room"].lower()
        return Piece("channel", channels[name], name)
    return _known_token(match, people, channels)


def _known_token(
    match: re.Match[str], people: Mapping[str, str], channels: Mapping[str, str]
) -> Piece | None:
    sort, wanted = match[2], match[3]
    if sort == "@":
        return Piece("user", wanted) if wanted in people.values() else None
    name = next((name for name, known in channels.items() if known == wanted), None)
    return Piece("channel", wanted, name) if name else None
