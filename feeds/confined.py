"""The child's side of the sandbox: a loop that runs what it is told, within limits of the kernel.

It needs no thread, no file and no network. A job that uses up its processor time is ended by a
signal that Python never sees, so that no loop inside a C library can hold it up.
"""

import os
import pickle
import resource
import signal
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal, NamedTuple

# What is imported before the first job comes: all that is slow to load.
PRELOADED = ("feeds.extract", "feeds.inbox", "feeds.parse")
READY = b"ready"
MEMORY_IN_PAGES = Path("/proc/self/statm")  # Linux; elsewhere the time limit alone must do


class Reply(NamedTuple):
    """What became of a job: its result, the message of a FeedError, or how it broke."""

    kind: Literal["result", "refused", "memory", "broken"]
    result: object = None
    message: str = ""
    permanent: bool = False


def serve(handle: float, processor_seconds: float, memory_bytes: float) -> None:
    """Run jobs that come in over the connection `handle` until the other end hangs up."""
    for name in PRELOADED:
        __import__(name)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: the parent decides
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _limit(int(memory_bytes))
    with Connection(int(handle)) as connection:
        connection.send_bytes(READY)
        while asked := _next(connection):
            signal.setitimer(signal.ITIMER_PROF, processor_seconds)
            reply = _run(asked)
            answer = pickle.dumps(tuple(reply))
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.send_bytes(answer)
            if reply.kind == "memory":
                return


def _next(connection: Connection) -> bytes | None:
    try:
        return connection.recv_bytes()
    except (EOFError, OSError):
        return None


def _run(asked: bytes) -> Reply:
    from feeds.model import FeedError

    try:
        function, arguments, named = pickle.loads(asked)
        return Reply("result", function(*arguments, **named))
    except FeedError as error:
        return Reply("refused", message=str(error), permanent=error.permanent)
    except MemoryError:
        return Reply("memory")
    except Exception as error:  # what a stranger's bytes can raise is not one family
        return Reply("broken", traceback.format_exc(limit=-4), type(error).__name__)


def _limit(memory_bytes: int) -> None:
    """Take no more memory than that beside what is loaded; write no file, leave no core."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if MEMORY_IN_PAGES.exists():
        loaded = int(MEMORY_IN_PAGES.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (loaded + memory_bytes,) * 2)
