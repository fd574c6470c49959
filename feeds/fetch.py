"""Polite, bounded, conditional GET through the guard.

    link ─ check_url ─ dial (checked address) ─ answer ─┬─ redirect: the next link, same door, ≤ 5
                                                        └─ body: ≤ max_bytes, inflated too

No cookies, no referrer, no proxy or credentials from the environment, gzip only.
"""

import re
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore2
import httpx2

from feeds.dial import Dial, GuardedBackend, Resolve, dial, resolve
from feeds.guard import check_url
from feeds.model import FeedError

PRODUCT = "NHSBrief"  # by which robots.txt may name us
VERSION = "0.1"
MAX_CONTACT = 200  # characters
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.9, "
    "application/xml;q=0.8, */*;q=0.5"
)
MAX_REDIRECTS = 5
CHUNK_BYTES = 65_536
MAX_WAIT = timedelta(days=1)  # of what a Retry-After may ask
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOVED_FOR_GOOD = frozenset({301, 308})
# Asking for this link again is useless; 429 and 5xx pass, 404 of a feed often does too.
PERMANENT = frozenset({400, 401, 402, 403, 405, 406, 410, 414, 451})
REASONS = {
    401: "it wants a password",
    402: "it is for subscribers",
    403: "it does not let us in",
    404: "there is nothing at this address",
    410: "it is gone for good",
    429: "it asks us to come back later",
    451: "it is withheld for legal reasons",
}


class FetchError(FeedError):
    """A link did not give what we asked for. `status` is the answer's code, if there was one;
    `retry_after` how long it asked us to wait."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: timedelta | None = None,
        permanent: bool = False,
    ) -> None:
        super().__init__(message, permanent=permanent)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: status 200 with its body, or 304 without. `moved` is the new address where every
    step there was a permanent redirect; `fresh_for` is how long it asked to be left alone."""

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved: str | None = None
    fresh_for: timedelta | None = None


class Fetcher:
    """Fetches links. One may be shared between threads.

    `allowed` are exact (host, port) pairs beside the public internet: the playground's newsroom.
    `contact` is a link or mail address that a site's keeper finds in our User-Agent. `timeout`
    bounds one request from the dial to its last byte, `max_bytes` its inflated body.
    """

    def __init__(
        self,
        allowed: frozenset[tuple[str, int]] = frozenset(),
        *,
        contact: str | None = None,
        timeout: timedelta = timedelta(seconds=20),
        max_bytes: int = 5_000_000,
        resolve: Resolve = resolve,
        dial: Dial = dial,
    ) -> None:
        self._allowed = allowed
        self._max_bytes = max_bytes
        backend = GuardedBackend(allowed, timeout, resolve, dial)
        self._client = httpx2.Client(
            transport=_GuardedTransport(backend),
            timeout=timeout.total_seconds(),
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={
                "User-Agent": _user_agent(contact),
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip",
            },
        )

    def close(self) -> None:
        """Close what is open."""
        self._client.close()

    def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Get a link, through at most five redirects. The validators are echoed as they came.

        Raises RefusedError for what the guard does not let through, FetchError for the rest.
        """
        asked, moved = check_url(url, self._allowed).url, True
        for hops in range(MAX_REDIRECTS + 1):
            answer = self._ask(asked, etag, last_modified)
            if not isinstance(answer, _Redirect):
                return replace(answer, moved=asked if moved and hops else None)
            moved = moved and answer.status in MOVED_FOR_GOOD
            asked = check_url(answer.location, self._allowed).url
        raise FetchError(f"{_host(url)}: more than {MAX_REDIRECTS} redirects", permanent=True)

    def _ask(self, url: str, etag: str | None, last_modified: str | None) -> "Fetched | _Redirect":
        wanted = {b"If-None-Match": etag, b"If-Modified-Since": last_modified}
        headers = {
            name: value.encode("latin-1", "replace") for name, value in wanted.items() if value
        }
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                return self._answer(url, response, etag, last_modified)
        except httpx2.TimeoutException as error:
            raise FetchError(f"{_host(url)}: no whole answer in time") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise FetchError(f"{_host(url)}: {_plain(error)}") from error
        except (UnicodeError, ValueError) as error:
            raise FetchError(f"{_host(url)}: the answer makes no sense") from error

    def _answer(
        self, url: str, response: httpx2.Response, etag: str | None, last_modified: str | None
    ) -> "Fetched | _Redirect":
        status, headers = response.status_code, response.headers
        if status in REDIRECTS and "location" in headers:
            return _Redirect(status, str(httpx2.URL(url).join(headers["location"])))
        if status not in (200, 203, 206, 304):
            raise _failure(url, response)
        unchanged = status == 304
        return Fetched(
            url=url,
            status=304 if unchanged else 200,
            body=b"" if unchanged else self._body(url, response),
            content_type=headers.get("content-type"),
            charset=response.charset_encoding,
            etag=_validator(headers, b"etag") or (etag if unchanged else None),
            last_modified=_validator(headers, b"last-modified")
            or (last_modified if unchanged else None),
            fresh_for=_fresh_for(headers),
        )

    def _body(self, url: str, response: httpx2.Response) -> bytes:
        """Read at most `max_bytes`: as sent and, where it is gzip, as inflated."""
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(
                f"{_host(url)}: answered in {packing[:20]!r}, which we did not ask for"
            )
        raw = response.iter_raw(CHUNK_BYTES)
        chunks = _inflated(raw, self._max_bytes) if "gzip" in packing else raw
        body = bytearray()
        try:
            for chunk in chunks:
                body += chunk
                if len(body) > self._max_bytes:
                    limit = f"{self._max_bytes / 1_000_000:g} MB"
                    raise FetchError(f"{_host(url)}: more than {limit}", permanent=True)
        except zlib.error as error:
            raise FetchError(f"{_host(url)}: its gzip cannot be unpacked") from error
        return bytes(body)


@dataclass(frozen=True, slots=True)
class _Redirect:
    status: int
    location: str


class _GuardedTransport(httpx2.BaseTransport):
    """httpx2 on a connection pool whose backend is ours; connections are never kept, so each
    has its own check and its own deadline."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_keepalive_connections=0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; errors of the pool become those of httpx2."""
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        try:
            answer = self._pool.handle_request(asked)
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.TimeoutException,
        ) as error:
            raise _translated(error) from error
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), request=request
        )

    def close(self) -> None:
        """Close the pool."""
        self._pool.close()


@cache
def _tls() -> ssl.SSLContext:
    """Load the trusted certificates once: it takes 50 ms."""
    return httpx2.create_ssl_context(trust_env=False)


class _Stream(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.TimeoutException,
        ) as error:
            raise _translated(error) from error

    def close(self) -> None:
        self._answer.close()


def _translated(error: Exception) -> httpx2.TransportError:
    if isinstance(error, httpcore2.TimeoutException):
        return httpx2.TimeoutException(str(error))
    return httpx2.TransportError(str(error))


def _inflated(raw: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """Inflate step by step, never more than `limit` bytes at once: a bomb of 300 kB holds 300 MB."""
    inflater = zlib.decompressobj(wbits=31)
    for chunk in raw:
        pending = chunk
        while pending:
            yield inflater.decompress(pending, max(CHUNK_BYTES, limit // 16))
            pending = inflater.unconsumed_tail
            if inflater.eof and inflater.unused_data:  # one more gzip member
                pending, inflater = inflater.unused_data, zlib.decompressobj(wbits=31)


def _failure(url: str, response: httpx2.Response) -> FetchError:
    status = response.status_code
    why = REASONS.get(status, "it has trouble of its own" if status >= 500 else "it says no")
    return FetchError(
        f"{_host(url)}: {why} (HTTP {status})",
        status=status,
        retry_after=_retry_after(response.headers),
        permanent=status in PERMANENT,
    )


def _validator(headers: httpx2.Headers, name: bytes) -> str | None:
    """Give a validator byte for byte, so that it can be echoed as it came."""
    found = next((value for key, value in headers.raw if key.lower() == name), b"")
    return found.decode("latin-1") or None


def _retry_after(headers: httpx2.Headers) -> timedelta | None:
    """Read Retry-After in both its forms (RFC 9110, 10.2.3), at most a day."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value):
        return min(timedelta(seconds=int(value)), MAX_WAIT)
    wait = _until(value, headers)
    return wait and min(wait, MAX_WAIT)


def _fresh_for(headers: httpx2.Headers) -> timedelta | None:
    """Read how long an answer stays fresh: Cache-Control before Expires, at most a day."""
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return None
    age = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", control)
    if age:
        return min(timedelta(seconds=int(age.group(1))), MAX_WAIT)
    wait = _until(headers.get("expires", ""), headers)
    return wait and min(wait, MAX_WAIT)


def _until(printed: str, headers: httpx2.Headers) -> timedelta | None:
    """Give the time from the answer's own date to a printed one; None if past or unreadable."""
    then, now = _http_date(printed), _http_date(headers.get("date", ""))
    wait = then - (now or datetime.now(UTC)) if then else timedelta()
    return wait if wait > timedelta() else None


def _http_date(printed: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(printed)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _user_agent(contact: str | None) -> str:
    """Say who asks, and how whoever runs us can be reached."""
    reached = re.sub(r"[^!-'*-~]", "", contact or "")[:MAX_CONTACT]
    return f"{PRODUCT}/{VERSION} (feed reader{'; +' if reached else ''}{reached})"


def _host(url: str) -> str:
    return httpx2.URL(url).host or url[:80]


def _plain(error: Exception) -> str:
    return f"cannot be reached ({str(error)[:100] or type(error).__name__})"
