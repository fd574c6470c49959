"""Re-checks every message ever posted, as the workspace now holds it, against the stored versions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.blocks.lines import content_lines
from bot.delivery.channel import held_message
from bot.model import Delivery, ShownLine
from bot.store import Store
from feeds.archive import Archive
from feeds.text import fold_space
from summaries.model import Line

Texts = Mapping[int, tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One message re-checked: how many lines stand as stored, and what is wrong with the others."""

    channel_id: str
    ts: str
    lines: int
    wrong: tuple[str, ...]


def verify(
    store: Store, archive: Archive, client_for: Callable[[str], WebClient]
) -> Iterator[Finding]:
    """Check every post, oldest first."""
    for delivery in store.sent():
        if delivery.ts is None:
            continue
        thread = (delivery.payload or {}).get("thread_ts")
        held = held_message(client_for(delivery.team_id), delivery.channel_id, delivery.ts, thread)
        shown = store.shown(delivery.team_id, delivery.channel_id, delivery.ts)
        texts = archive.version_texts({one.line.version for one in shown})
        yield Finding(
            delivery.channel_id,
            delivery.ts,
            len(shown),
            tuple(faults(delivery, held, shown, texts)),
        )


def faults(
    delivery: Delivery, held: Mapping[str, Any] | None, shown: Sequence[ShownLine], texts: Texts
) -> Iterator[str]:
    """What is wrong with one post, line by line (pure)."""
    if held is None:
        yield "the message is gone from the workspace"
        return
    found = content_lines(held.get("blocks") or [])
    for number, one in enumerate(shown, 1):
        stored = stored_words(one.line, texts)
        if stored is None:
            yield f"line {number}: version {one.line.version} is no longer stored: {one.line.text}"
        elif number > len(found):
            yield f"line {number} is missing; stored: {stored}"
        elif fold_space(found[number - 1]) != stored:
            yield f"line {number} differs; shown: {found[number - 1]} | stored: {stored}"
    for number, extra in enumerate(found[len(shown) :], len(shown) + 1):
        yield f"line {number} was never posted: {extra}"
    yield from _text_faults(delivery, str(held.get("text", "")))


def stored_words(line: Line, texts: Texts) -> str | None:
    """The slice as its version holds it, white space folded; None when the version is gone."""
    if line.version not in texts:
        return None
    title, text = texts[line.version]
    source = (title or "") if line.part == "title" else text
    return fold_space(source[line.start : line.end])


def _text_faults(delivery: Delivery, held: str) -> Iterator[str]:
    """Differences between the text for screen readers as frozen and as held."""
    posted = str((delivery.payload or {}).get("text", ""))
    before, now = posted.splitlines(), held.splitlines()
    for number in range(max(len(before), len(now))):
        old = before[number] if number < len(before) else ""
        new = now[number] if number < len(now) else ""
        if fold_space(old) != fold_space(new):
            yield f"text line {number + 1} differs; held: {new} | posted: {old}"
