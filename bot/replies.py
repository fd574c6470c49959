"""From a call at the desk to words in Slack: what goes wrong becomes a plain reply, never a traceback."""

import logging
import traceback
from collections.abc import Callable

from bot.blocks.lists import note_message
from bot.commands.wish import CommandError
from bot.delivery.courier import DeliveryError
from bot.model import Message

logger = logging.getLogger(__name__)

WENT_WRONG = "Something went wrong. It is noted in the log; please try again."


def attempt(act: Callable[[], tuple[Message, ...]]) -> tuple[Message, ...]:
    """The replies; an error that names its cure is shown as written, any other as "went wrong"."""
    try:
        messages = act()
    except (CommandError, DeliveryError) as error:
        return (note_message(str(error)),)
    except Exception as error:
        log_failure(error)
        return (note_message(WENT_WRONG),)
    for refused in (line for message in messages for line in message.refused):
        logger.error(
            "line refused: version %d, %d to %d", refused.version, refused.start, refused.end
        )
    return messages


def log_failure(error: Exception) -> None:
    """Say what failed and where, but neither its text nor its arguments: somebody may have typed them."""
    logger.error("reply failed: %s at %s", type(error).__name__, _place(error))


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.name}, line {last.lineno}"
