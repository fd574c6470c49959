"""What a call or an answer wants to say, checked as Slack checks it, before it becomes a message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.problems import Problem
from bot.playground.workspace.blocks.validate import message_size, validate_blocks
from bot.playground.workspace.blocks.walk import with_ids
from bot.playground.workspace.model import ApiError, Block
from bot.playground.workspace.payloads import size_of


@dataclass(frozen=True, slots=True)
class Content:
    """Text and blocks that passed. `blocks` is None where none were given."""

    text: str
    blocks: tuple[Block, ...] | None
    metadata: dict[str, Any] | None


def read_content(args: Mapping[str, Any], *, cut: bool = False) -> Content:
    """The content of a message. Raises ApiError with Slack's name for what is wrong.

    `cut`: text that is too long is cut, as chat.postMessage does, instead of refused."""
    text = str(args.get("text") or "")
    markdown = args.get("markdown_text")
    blocks = args.get("blocks")
    if markdown and (text or blocks):
        raise ApiError("markdown_text_conflict")
    if markdown:
        blocks = [{"type": "markdown", "text": markdown}]
    if len(text) > limits.TEXT_REFUSED_AT and not cut:
        raise ApiError("msg_too_long")
    checked = None if blocks is None else read_blocks(blocks)
    if not text.strip() and not checked:
        raise ApiError("no_text")
    return Content(text[: limits.TEXT_TRUNCATED_AT], checked, read_metadata(args.get("metadata")))


def read_blocks(blocks: Any) -> tuple[Block, ...]:
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if problems := validate_blocks(blocks):
        raise refusal("invalid_blocks", problems)
    if message_size(blocks) > limits.MESSAGE_CHARACTERS:
        raise ApiError("msg_blocks_too_long")
    return with_ids(blocks)


def read_metadata(metadata: Any) -> dict[str, Any] | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise ApiError("invalid_metadata_format")
    if metadata.keys() - {"event_type", "event_payload", "entities"}:
        raise ApiError("invalid_metadata_schema")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not isinstance(payload, dict):
        raise ApiError("invalid_metadata_schema")
    if not 0 < len(kind) <= limits.EVENT_TYPE_CHARACTERS:
        raise ApiError("invalid_metadata_schema")
    if size_of(metadata) > limits.METADATA_BYTES:
        raise ApiError("metadata_too_large")
    return metadata


def refusal(code: str, problems: Iterable[Problem]) -> ApiError:
    """The error that lists every problem twice, as Slack does."""
    lines = [problem.as_line() for problem in problems]
    messages = [f"[ERROR] {line}" for line in lines]
    return ApiError(code, errors=lines, response_metadata={"messages": messages})
