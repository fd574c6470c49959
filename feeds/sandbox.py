"""Runs a pure function in a warm child process that can be killed: a stranger's page costs only itself.

    run(extract_page, html) ─ an idle child, or a new one ─┬─ its answer: the child waits for more
                                                           └─ too long, too large, dead: an error

Children are started as fresh programs, never forked, so threads of the parent do not matter; they
get neither its environment nor its files, and end with it however it ends. What they send back is
only unpacked if it is plain data of this package.
"""

import atexit
import io
import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from multiprocessing import Pipe
from threading import Condition
from typing import Any, ParamSpec, TypeVar

from feeds.confined import READY, Reply
from feeds.model import FeedError

logger = logging.getLogger(__name__)

PROCESSOR = timedelta(seconds=2)  # of one job; the slowest of 30 saved news pages takes 0.3 s
MEMORY = 256_000_000  # bytes that one job may take beside what the child has loaded
PATIENCE = timedelta(seconds=30)  # of the clock on the wall, for a machine that is very busy
MAX_REPLY = 64_000_000  # bytes
MAX_JOBS = 1_000  # of one child: what libraries hoard goes with it
CHILDREN = max(1, min(2, os.cpu_count() or 1))
WORTH_ANOTHER = 60  # jobs after which a second child pays for its start of half a second
PROGRAM = "import sys; from feeds.confined import serve; serve(*map(float, sys.argv[1:]))"

Asked = ParamSpec("Asked")
Result = TypeVar("Result")


class SandboxError(FeedError):
    """What was to be read took too long or too much memory, or broke what reads it."""


class Sandbox:
    """A few warm children. One may be shared between threads, and used again after `close`."""

    def __init__(
        self,
        *,
        children: int = CHILDREN,
        processor: timedelta = PROCESSOR,
        memory: int = MEMORY,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._limits = processor, memory, patience
        self._children = children
        self._changed = Condition()
        self._idle: list[_Child] = []
        self._lent = 0
        self._jobs = 0

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def warm(self) -> None:
        """Have a child ready soon; does not wait for it."""
        with self._changed:
            if not self._idle and not self._lent:
                self._idle.append(_Child(*self._limits))

    def run(
        self, function: Callable[Asked, Result], *args: Asked.args, **named: Asked.kwargs
    ) -> Result:
        """Give what a function of some module gives for these arguments.

        Raises the function's own FeedError (as such), SandboxError for all that went wrong else.
        """
        asked = pickle.dumps((function, args, named))
        with self._child() as child:
            reply = child.ask(asked)
        return _result(reply)  # type: ignore[return-value]  # it is what the function gave

    def close(self) -> None:
        """End the children that wait; one that is at work ends with this process at the latest."""
        with self._changed:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    @contextmanager
    def _child(self) -> "Iterator[_Child]":
        """Lend a child that lives, and take it back if it can go on."""
        child = self._take()
        try:
            yield child
        except BaseException:
            child.is_spent = True
            raise
        finally:
            self._take_back(child)

    def _take(self) -> "_Child":
        with self._changed:
            self._changed.wait_for(lambda: self._idle or self._lent < self._most())
            self._lent += 1
            self._jobs += 1
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    return child
                child.end()
        try:
            return _Child(*self._limits)
        except OSError as error:
            self._give_up_turn()
            raise SandboxError(
                f"no process to read it can be started ({error.strerror})"
            ) from error

    def _most(self) -> int:
        return self._children if self._jobs >= WORTH_ANOTHER else 1

    def _take_back(self, child: "_Child") -> None:
        if child.is_spent:
            child.end()
        else:
            self._idle.append(child)
        self._give_up_turn()

    def _give_up_turn(self) -> None:
        with self._changed:
            self._lent -= 1
            self._changed.notify()


@cache
def shared_sandbox() -> Sandbox:
    """The one sandbox of this process, closed at its end. Nothing is started before its first use."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


class _Child:
    """One child process. `ask` may be called by one thread at a time."""

    def __init__(self, processor: timedelta, memory: int, patience: timedelta) -> None:
        self._patience = patience.total_seconds()
        self._connection, theirs = Pipe()
        self.jobs = 0
        self.is_spent = False
        self._is_ready = False
        limits = (str(theirs.fileno()), str(processor.total_seconds()), str(memory))
        with theirs:
            self._process = subprocess.Popen(
                (sys.executable, "-c", PROGRAM, *limits),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C in a terminal is for the parent alone
            )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, asked: bytes) -> Reply:
        """Have a job done. Raises SandboxError, after which the child is of no more use."""
        self.jobs += 1
        if not self._is_ready:
            self._wait_until_ready()
        try:
            self._connection.send_bytes(asked)
            if not self._connection.poll(self._patience):
                raise SandboxError("it took too long to be read", permanent=True)
            answer = self._connection.recv_bytes(MAX_REPLY)
        except (EOFError, OSError) as error:
            raise SandboxError(self._last_words(), permanent=True) from error
        reply = _unpacked(answer)
        self.is_spent = reply.kind == "memory" or self.jobs >= MAX_JOBS
        return reply

    def end(self) -> None:
        """Kill it, whatever it does, and bury it."""
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _wait_until_ready(self) -> None:
        with suppress(EOFError, OSError):
            if self._connection.poll(self._patience) and self._connection.recv_bytes() == READY:
                self._is_ready = True
                return
        raise SandboxError("the process that reads pages does not start; try again later")

    def _last_words(self) -> str:
        """Say why it died: by the limit of processor time, or by memory or a crash."""
        with suppress(subprocess.TimeoutExpired):
            if self._process.wait(timeout=self._patience) == -signal.SIGPROF:
                return "it took too long to be read"
        return "it broke what reads it"


def _result(reply: Reply) -> object:
    if reply.kind == "result":
        return reply.result
    if reply.kind == "refused":
        raise FeedError(reply.message, permanent=reply.permanent)
    if reply.kind == "memory":
        raise SandboxError("it takes too much memory to be read", permanent=True)
    logger.error("broke in the sandbox: %s", reply.result)
    raise SandboxError(f"could not be read ({reply.message})")


class _PlainData(pickle.Unpickler):
    """Unpacks only data of this package and times."""

    def find_class(self, module: str, name: str) -> Any:
        if module in ("feeds.model", "feeds.parse", "datetime") and name[:1] != "_":
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")


def _unpacked(answer: bytes) -> Reply:
    try:
        return Reply(*_PlainData(io.BytesIO(answer)).load())
    except Exception as error:  # a broken pickle can raise anything
        raise SandboxError("it broke what reads it", permanent=True) from error
