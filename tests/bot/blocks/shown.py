"""What a test looks at in a message, and what it lists."""

import json
from datetime import UTC, datetime, time

from bot.model import Message, Subscription
from feeds.model import Feed

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FEED = Feed("Marlowe <Post>", "https://marlowe.example/rss", nation="England", licence="open")
SUBSCRIPTION = Subscription(
    "T1", "C1", "weekly", time(8), "Europe/London", "mon,thu", "full", NOW, exclude=("dental",)
)


def said_by_us(message: Message) -> str:
    """All text of the blocks that does not stand in a content slot."""
    blocks = json.loads(json.dumps(message.blocks))

    def texts(node: object) -> list[str]:
        if isinstance(node, list):
            return [t for child in node for t in texts(child)]
        if not isinstance(node, dict) or node.get("type") == "rich_text_quote":
            return []
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [
            t for key, child in node.items() if key != "text" or not own for t in texts(child)
        ]

    return "".join(texts(blocks))


def one(found: tuple[Message, ...]) -> Message:
    assert len(found) == 1
    return found[0]
