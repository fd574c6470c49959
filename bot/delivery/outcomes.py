"""What Slack's answer to a post means for its delivery (pure). Sources: docs.slack.dev chat.postMessage,
rate limits; and the measurement that Slack's default client silently posts again after a lost reply."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

# The server may have committed the message before it answered so: nobody knows without looking.
AMBIGUOUS_ERRORS = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "unknown_error"}
)
RATE_ERRORS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# Refusals that a person in the workspace can cure; the delivery is kept for when they have.
CURES = {
    "not_in_channel": "the bot is not in the channel: type /invite @NHS Brief there",
    "channel_not_found": "the channel is gone or private: type /invite @NHS Brief there",
    "is_archived": "the channel is archived: unarchive it or unsubscribe it",
    "missing_scope": "the app lacks a scope: reinstall it from manifest.yaml",
    "invalid_auth": "the bot token is wrong: set SLACK_BOT_TOKEN to the one on the app's page",
    "not_authed": "no bot token was sent: set SLACK_BOT_TOKEN",
    "token_revoked": "the bot token was revoked: reinstall the app and set SLACK_BOT_TOKEN",
    "token_expired": "the bot token has expired: reinstall the app and set SLACK_BOT_TOKEN",
    "account_inactive": "the bot was removed from the workspace: reinstall the app",
    "restricted_action": "an administrator restricts posting in this channel: ask them to allow the app",
}
CURABLE = frozenset(CURES)
RETRY_CURABLE_AFTER = timedelta(minutes=10)
DEFAULT_RATE_WAIT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one post: sent (with its ts), unknown (ambiguous), later, or refused for good."""

    state: Literal["sent", "unknown", "later", "refused"]
    ts: str | None = None
    reason: str | None = None
    after: timedelta | None = None
    is_pace: bool = False  # Slack asks the whole workspace to wait


def outcome_of_refusal(error: str, status: int, retry_after: timedelta | None) -> Outcome:
    """Read an answer that is not ok: by Slack's error name and the HTTP status."""
    if status == 429 or error in RATE_ERRORS:
        after = retry_after or DEFAULT_RATE_WAIT
        return Outcome("later", reason=error, after=after, is_pace=True)
    if status >= 500 or error in AMBIGUOUS_ERRORS:
        return Outcome("unknown", reason=error or f"HTTP {status}")
    if error in CURABLE:
        return Outcome("later", reason=f"{error}: {CURES[error]}", after=RETRY_CURABLE_AFTER)
    return Outcome("refused", reason=error)
