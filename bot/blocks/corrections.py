"""The note that a shown line has changed at its source, and the mark on the post that showed it."""

from collections.abc import Sequence

from bot.blocks.lines import Proofreader, Texts
from bot.blocks.message import one_message
from bot.blocks.pieces import Row, rich_pieces, small
from bot.blocks.words import LONDON, bold, label, source_label
from bot.corrections import Change
from bot.model import Block, Message
from summaries.model import Source

MARK = "Corrected at the source since this was posted: see the thread."


def correction_message(
    changes: Sequence[Change], source: Source, texts: Texts, zone: str = LONDON
) -> Message:
    """What was shown and what the article says now, both word for word."""
    proof = Proofreader(texts)
    rows: list[Row] = [label((bold("CORRECTED AT THE SOURCE"),), source_label(source, zone))]
    for change in changes:
        old, new = proof.passed([change.old]), proof.passed([change.new])
        rows += [label("was"), *old] if old else []
        rows += [label("now"), *new] if new else [label("no longer in the article")]
    return one_message(rich_pieces(rows), proof)


def marked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks with the mark under the header, once however often a post is marked."""
    mark = small(MARK).block
    if mark in blocks:
        return tuple(blocks)
    place = 1 if blocks and blocks[0].get("type") == "header" else 0
    return (*blocks[:place], mark, *blocks[place:])
