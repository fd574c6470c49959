"""Jobs for the sandbox that do what hostile pages make libraries do."""

import os
import time
from datetime import timedelta
from threading import Event

from feeds.model import FeedError


def double(number: int) -> int:
    return number * 2


def spin() -> None:
    while True:
        pass


def spin_in_c() -> int:
    """Loop where no handler of Python's is ever called."""
    return len(str(7 ** (10**9)))


def wait_for_ever() -> None:
    Event().wait()


def hoard(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def crash() -> None:
    os.abort()


def refuse() -> None:
    raise FeedError("not for you", permanent=True)


def stumble() -> None:
    raise KeyError("links")


def smuggle() -> object:
    """Give back something that would be code when unpacked."""
    return time.sleep


def give_timedelta() -> timedelta:
    return timedelta(hours=1)


def own_id() -> int:
    return os.getpid()


def known_secrets() -> str:
    return ",".join(name for name in os.environ if "TOKEN" in name or "DATABASE" in name)


def write_file(path: str) -> None:
    with open(path, "w") as file:  # noqa: PTH123
        file.write("x" * 100)
