"""Slack's Web API as delivery uses it: post once, look for a post, read what a channel holds."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.delivery.outcomes import Outcome, outcome_of_refusal
from bot.model import Message

logger = logging.getLogger(__name__)

POST_TIMEOUT = timedelta(seconds=10)
EVENT_TYPE = "nhs_brief_digest"
HISTORY_PAGE = 200
HISTORY_MARGIN = timedelta(seconds=60)  # Slack's clock and ours may differ


class HistoryForbiddenError(Exception):
    """The app may not read the channel's history, so nobody can say whether a post arrived."""


def slack_client(token: str, base_url: str | None = None) -> WebClient:
    """A client that never posts twice by itself: Slack's default handlers re-post when a reply is lost."""
    return WebClient(
        token=token,
        base_url=base_url or WebClient.BASE_URL,
        timeout=int(POST_TIMEOUT.total_seconds()),
        retry_handlers=[],
    )


def payload_of(message: Message) -> dict[str, Any]:
    """A message as chat.postMessage and response_url take it, without unfurling: JSON, so that it can be
    frozen in a row. Channel and metadata come when it is posted."""
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def post(
    client: WebClient, channel_id: str, payload: Mapping[str, Any], delivery_id: str
) -> Outcome:
    """Post once. A lost reply is an outcome ("unknown"), not an error, and is never repeated here."""
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": delivery_id}}
    try:
        answer = client.chat_postMessage(channel=channel_id, metadata=metadata, **payload)
    except SlackApiError as error:
        if not isinstance(error.response, SlackResponse):
            return Outcome("unknown", reason="an answer that is not JSON")
        wait = error.response.headers.get("Retry-After")
        after = timedelta(seconds=int(wait)) if wait and str(wait).isdigit() else None
        return outcome_of_refusal(
            str(error.response.get("error", "")), error.response.status_code, after
        )
    except (SlackClientError, OSError, HTTPException) as error:
        return Outcome("unknown", reason=type(error).__name__)
    ts = answer.get("ts")
    return Outcome("sent", ts=str(ts)) if ts else Outcome("unknown", reason="an answer without ts")


def find_post(
    client: WebClient,
    channel_id: str,
    delivery_id: str,
    since: datetime,
    thread_ts: str | None = None,
) -> str | None:
    """The ts of the post that carries this delivery id, looking through all pages from its first claim.

    Raises HistoryForbiddenError without a history scope. Looking only at the newest page doubled dozens.
    """
    oldest = f"{(since - HISTORY_MARGIN).timestamp():.6f}"
    for message in _history(client, channel_id, oldest, thread_ts):
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("delivery_id") == delivery_id:
            return str(message["ts"])
    return None


def _history(
    client: WebClient, channel_id: str, oldest: str, thread_ts: str | None
) -> Iterator[Mapping[str, Any]]:
    """The messages of a channel, or of one thread in it, page after page."""
    asked: dict[str, Any] = {"channel": channel_id, "oldest": oldest, "limit": HISTORY_PAGE}
    asked |= {"include_all_metadata": True} | ({"ts": thread_ts} if thread_ts else {})
    method = "conversations.replies" if thread_ts else "conversations.history"
    while True:
        try:
            page = client.api_call(method, json=asked)
        except SlackApiError as error:
            if error.response.get("error") in {"missing_scope", "not_allowed_token_type"}:
                raise HistoryForbiddenError(str(error.response.get("needed", ""))) from error
            raise
        yield from page.get("messages") or []
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
        asked["cursor"] = cursor


def held_message(
    client: WebClient, channel_id: str, ts: str, thread_ts: str | None = None
) -> Mapping[str, Any] | None:
    """The message with this ts as the workspace holds it now; None if it is gone."""
    oldest = f"{float(ts) - 1:.6f}"
    try:
        return next(
            (one for one in _history(client, channel_id, oldest, thread_ts) if one.get("ts") == ts),
            None,
        )
    except SlackApiError as error:
        if error.response.get("error") in {"thread_not_found", "message_not_found"}:
            return None
        raise
