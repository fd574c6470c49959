"""Pieces to messages: split at block edges within Slack's size, with the top-level text for screen readers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.blocks.lines import Proofreader
from bot.blocks.pieces import Button, Piece, buttons, small
from bot.blocks.words import counted, outside
from bot.model import Message

# Slack takes 50 blocks, and was measured to refuse messages from about 13,200 characters, counted after
# escaping, with some 100 for each header (https://github.com/slackapi/bolt-js/issues/2509).
MAX_BLOCKS = 45
MAX_CHARACTERS = 10_000
HEADER_COST = 100
# https://docs.slack.dev/reference/methods/chat.postMessage advises at most 4,000 characters of text.
MAX_TEXT = 4_000
MAX_ASKED = 300  # characters of a question that are said again


def escaped(text: str) -> str:
    """Slack's three escapes; without them a text could ping a channel or carry a hidden link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message_of(pieces: Sequence[Piece], proof: Proofreader | None = None) -> Message:
    """One message, whatever its size."""
    return Message(
        text=spoken(pieces),
        blocks=tuple(piece.block for piece in pieces),
        lines=tuple(line for piece in pieces for line in piece.lines),
        refused=proof.refused if proof else (),
    )


def one_message(
    body: Sequence[Piece],
    proof: Proofreader | None = None,
    *,
    tail: Sequence[Piece] = (),
    cure: str = "ask for less at once",
) -> Message:
    """One message with as much of the body as fits before the tail; what does not fit is counted."""
    spare = small(f"000 more not shown: {cure}.")
    fitting = next(_parts(body, [*tail, spare]), [])
    left = len(body) - len(fitting)
    note = [small(f"{left} more not shown: {cure}.")] if left else []
    return message_of([*fitting, *note, *tail], proof)


def several_messages(
    body: Sequence[Piece], proof: Proofreader, *, tail: Sequence[Piece] = (), continued: str
) -> tuple[Message, ...]:
    """As many messages as needed, parted at block edges; the tail closes the last. The lines that
    were refused are told with the first."""
    reserve = [*tail, small(f"{continued} · part 00 of 00")]
    parts = list(_parts(body, reserve)) or [[]]
    parts[-1] = [*parts[-1], *tail]
    opened = [
        [small(f"{continued} · part {number} of {len(parts)}"), *part] if number > 1 else part
        for number, part in enumerate(parts, 1)
    ]
    first, *rest = (message_of(part) for part in opened)
    return (replace(first, refused=proof.refused), *rest)


def _parts(body: Sequence[Piece], reserve: Sequence[Piece]) -> Iterator[list[Piece]]:
    most_blocks = MAX_BLOCKS - len(reserve)
    most_characters = MAX_CHARACTERS - size(reserve)
    part: list[Piece] = []
    for piece in body:
        if part and (len(part) >= most_blocks or size([*part, piece]) > most_characters):
            yield part
            part = []
        part.append(piece)
    if part:
        yield part


def size(pieces: Iterable[Piece]) -> int:
    """Characters of the blocks as Slack counts them: after escaping, headers dearer."""
    return sum(block_size(piece.block) for piece in pieces)


def block_size(block: dict[str, Any]) -> int:
    extra = HEADER_COST if block.get("type") == "header" else 0
    return extra + sum(len(escaped(text)) for text in _texts(block))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in ("text", "url", "value"):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


def spoken(pieces: Iterable[Piece]) -> str:
    """The top-level text: what the blocks say, in their order, in whole rows as far as 4,000 goes."""
    rows = [row for piece in pieces for row in escaped(piece.text).split("\n") if row]
    room = MAX_TEXT - len("\n… 0000 more rows in the message")
    kept: list[str] = []
    for row in rows:
        room -= len(row) + 1
        if room < 0:
            break
        kept.append(row)
    left = len(rows) - len(kept)
    return "\n".join([*kept, f"… {counted(left, 'more row')} in the message"] if left else kept)


def with_question(message: Message, question: str) -> Message:
    """The same message under the question that it answers, for those who did not ask it."""
    asked = small(f"Asked: {outside(question, MAX_ASKED)}")
    text = f"{escaped(asked.text)}\n{message.text}"
    return replace(message, text=text, blocks=(asked.block, *message.blocks))


def offering_post(message: Message, command: str) -> Message:
    """The same message for one person, with a button that says it again to the whole channel."""
    button = Button("post_to_channel", "Post to channel", {"command": command})
    row = buttons(button)
    if not row or not message.blocks:
        return message
    last = message.blocks[-1]
    if last.get("type") == "actions" and len(last["elements"]) < 5:
        joined = last | {"elements": [*last["elements"], *row[0].block["elements"]]}
        return replace(message, blocks=(*message.blocks[:-1], joined))
    return replace(message, blocks=(*message.blocks, row[0].block))
