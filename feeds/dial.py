"""The one place that opens a connection to the world: name → addresses → guard → the very address.

A network backend for httpcore2. The name is resolved once, every answer is checked, and the
checked address itself is dialled, so there is no second look-up to be lied to. Each connection
has one deadline for everything, the handshake and slow trickles of bytes among it.
"""

# ruff: noqa: ARG002 -- the parameters are httpcore2's

import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

import httpcore2

from feeds.guard import RefusedError, check_address, check_addresses

MAX_ADDRESSES = 4  # of one name are tried

Resolve = Callable[[str, int], tuple[str, ...]]
Dial = Callable[[str, int, float], httpcore2.NetworkStream]


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Ask the system for the numeric addresses of a name, each once, in its order."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))


def dial(address: str, port: int, timeout: float) -> httpcore2.NetworkStream:
    """Open a connection to a numeric address."""
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout=timeout)


@dataclass(frozen=True)
class GuardedBackend(httpcore2.NetworkBackend):
    """Connects only to public addresses, or to exactly those in `allowed`."""

    allowed: frozenset[tuple[str, int]]
    timeout: timedelta
    resolve: Resolve = resolve
    dial: Dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, check all, dial one."""
        deadline = time.monotonic() + self.timeout.total_seconds()
        return _BoundedStream(self._connect(self._addresses(host, port), port, deadline), deadline)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Refuse: a socket file is no public address."""
        raise RefusedError("a socket file")

    def _addresses(self, host: str, port: int) -> tuple[str, ...]:
        if (host, port) in self.allowed:
            check_address(host, port, self.allowed)
            return (host,)
        try:
            addresses = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the name {host} is not known") from error
        check_addresses(addresses, port)
        return addresses[:MAX_ADDRESSES]

    def _connect(
        self, addresses: tuple[str, ...], port: int, deadline: float
    ) -> httpcore2.NetworkStream:
        failure: Exception = httpcore2.ConnectError("the name has no address")
        for address in addresses:
            try:
                return self.dial(address, port, _remaining(deadline))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


class _BoundedStream(httpcore2.NetworkStream):
    """A stream that answers to one deadline instead of one patience for each read."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _remaining(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _remaining(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _remaining(self._deadline))
        return _BoundedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _remaining(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the answer took too long")
    return left
