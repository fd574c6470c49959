"""What passed between the app and the workspace about one message, out of the whole journal (pure).

Entries are tied together by what they name: a message's ts, an envelope, a response_url.

    message ts ← answer to a response_url ← the command that carried it ← its ack"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

Entry = dict[str, Any]
ENVELOPE = re.compile(r'"(?:envelope_id|delivery_id|event_id)": "([^"]+)"')
RESPONSE = re.compile(r"(/response/[\w-]{8,})")
ROUNDS = 3  # from a message to what caused it, and to the ack of that


def traffic_of(entries: Sequence[Entry], keys: set[str]) -> list[Entry]:
    """The entries that name one of these keys, or are tied to one that does; oldest first."""
    written = [json.dumps(entry, default=str) for entry in entries]
    found = set[int]()
    for _ in range(ROUNDS):
        fresh = {
            index
            for index, text in enumerate(written)
            if index not in found and any(f'{key}"' in text for key in keys)
        }
        if not fresh:
            break
        found |= fresh
        keys = _keys([written[index] for index in fresh]) - keys
    return [entries[index] for index in sorted(found)]


def headline(entry: Entry) -> str:
    """One line about an entry: what it was and how it went."""
    facts = [str(entry[key]) for key in ("error", "fault", "reason") if entry.get(key)]
    if entry.get("attempt"):
        facts.append(f"attempt {entry['attempt']}")
    return " · ".join([str(entry.get("what", "")), *facts])


def direction(entry: Entry) -> str:
    """An arrow: to the app, from the app, or neither."""
    kinds = {"sent": "→", "call": "←", "ack": "←", "response": "←", "upload": "←"}
    return kinds.get(str(entry.get("kind")), "·")


def _keys(texts: Iterable[str]) -> set[str]:
    return {key for text in texts for key in (*ENVELOPE.findall(text), *RESPONSE.findall(text))}
