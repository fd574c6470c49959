"""Logs on standard error: one line each, as text or JSON, never with a token in it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime

SECRETS = re.compile(r"\b(xox[a-z]-|xapp-)[A-Za-z0-9-]+|(?<=://)[^/@\s:]+:[^/@\s]+(?=@)")
QUIET = (
    "slack_bolt",
    "slack_sdk",
    "apscheduler",
    "httpx2",
    "httpcore2",
    "uvicorn",
    "alembic",
    "trafilatura",
    "htmldate",
)


class Redacting(logging.Formatter):
    """Formats a record with whatever looks like a Slack token or a password in a URL blotted out,
    in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub("[secret]", super().format(record))


class AsJson(Redacting):
    """One JSON object a line, for whatever collects logs: time (UTC), level, room, event, and the
    traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "room": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return SECRETS.sub("[secret]", json.dumps(fields, ensure_ascii=False))


class OnStderr(logging.Handler):
    """Writes to whatever standard error is now: a progress bar puts itself in between while it runs,
    so that a line of log appears above the bar and not in it."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def set_up_logs(verbose: bool = False, as_json: bool = False) -> None:
    handler = OnStderr()
    lines = Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(AsJson() if as_json else lines)
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
