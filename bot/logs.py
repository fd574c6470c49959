"""Logs on standard error: one line each, never with a token in it."""

import logging
import re
import sys

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


def set_up_logs(verbose: bool = False) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
