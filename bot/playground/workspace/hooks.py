"""Signed HTTP: events, commands and interactions posted to the app's own address.

docs.slack.dev/authentication/verifying-requests-from-slack. The time in the signature is the machine's,
not the workspace's: the app compares it with its own clock."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2

from bot.playground.workspace import limits
from bot.playground.workspace.deliveries import Attempt, NotAnsweredError
from bot.playground.workspace.door import LOOPBACK
from bot.playground.workspace.journal import Journal
from bot.playground.workspace.model import VERIFICATION_TOKEN
from bot.playground.workspace.timekeeper import Timekeeper

FORM = "application/x-www-form-urlencoded"
LONGEST = 60.0  # seconds of wall time; the ack's own limit goes by the clock
REDIRECTS = (301, 302, 303, 307, 308)


class Hooks:
    """The app's addresses, one for each kind of delivery, and the way there."""

    def __init__(
        self,
        timekeeper: Timekeeper,
        journal: Journal,
        secret: str,
        ack_timeout: timedelta = limits.ACK_TIMEOUT,
    ) -> None:
        self._timekeeper = timekeeper
        self._journal = journal
        self._secret = secret
        self._ack_timeout = ack_timeout
        self._client: httpx2.AsyncClient | None = None
        self._urls: dict[str, str] = {}

    async def choose(self, urls: Mapping[str, str]) -> None:
        """Take these addresses once the one for events has passed Slack's challenge.

        Raises ValueError for an address off this machine or one that fails the challenge."""
        for url in urls.values():
            check_loopback(url)
        if "events_api" in urls:
            await self._challenge(urls["events_api"])
        self._urls = dict(urls)

    async def send(self, kind: str, payload: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Post one delivery, signed, and read what the app answers."""
        url = self._urls.get(kind)
        if url is None:
            raise NotAnsweredError("dispatch_failed", "unknown_error")
        headers, body = encoded(kind, payload)
        if attempt.number:
            headers["x-slack-retry-num"] = str(attempt.number)
            headers["x-slack-retry-reason"] = attempt.reason
        self._journal.note("sent", kind, url=url, attempt=attempt.number, payload=payload)
        response = await self._within_limit(url, headers, body)
        if not response.is_success:
            self._journal.note("ack", "refused", status=response.status_code)
            is_final = response.headers.get("x-slack-no-retry") == "1"
            raise NotAnsweredError("http_error", "http_error", is_final=is_final)
        ack = answered(response.text)
        self._journal.note("ack", "in time", status=response.status_code, payload=ack)
        return ack

    async def back(self) -> None:
        """Over HTTP nobody says that the app is back."""
        await asyncio.Event().wait()

    async def stop(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def _challenge(self, url: str) -> None:
        challenge = token_urlsafe(24)
        asked = {"type": "url_verification", "token": VERIFICATION_TOKEN, "challenge": challenge}
        try:
            response = await self._within_limit(url, *encoded("events_api", asked))
        except NotAnsweredError as error:
            raise ValueError(f"{url} did not answer the challenge: {error.reason}") from error
        given = answered(response.text)
        if not response.is_success or challenge not in (given.get("challenge"), given.get("text")):
            raise ValueError(f"{url} did not give back the challenge (HTTP {response.status_code})")

    async def _within_limit(
        self, url: str, headers: dict[str, str], body: bytes
    ) -> httpx2.Response:
        posting = asyncio.ensure_future(self._post(url, headers, body))
        try:
            return await self._timekeeper.within(posting, self._ack_timeout)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise NotAnsweredError("operation_timeout", "http_timeout") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise NotAnsweredError("dispatch_failed", "connection_failed") from error
        finally:
            posting.cancel()
            with suppress(asyncio.CancelledError, httpx2.HTTPError, NotAnsweredError):
                await posting

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> httpx2.Response:
        """Follow up to two redirects, as Slack does, and never off this machine."""
        if self._client is None:
            self._client = httpx2.AsyncClient(trust_env=False, timeout=LONGEST)
        for _ in range(limits.REDIRECTS + 1):
            signed = headers | signature(self._secret, str(int(time.time())), body)
            response = await self._client.post(url, content=body, headers=signed)
            if response.status_code not in REDIRECTS:
                return response
            url = urljoin(url, response.headers.get("location", ""))
            with suppress(ValueError):
                check_loopback(url)
                continue
            raise NotAnsweredError("dispatch_failed", "connection_failed")
        raise NotAnsweredError("http_error", "too_many_redirects")


def check_loopback(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise ValueError(f"the app must be on this machine, at http://127.0.0.1:PORT/…, not {url}")


def encoded(kind: str, payload: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Headers and body: JSON for events, a form for commands, a form with JSON in it for the rest."""
    if kind == "events_api":
        return {"content-type": "application/json"}, json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return {"content-type": FORM}, urlencode(fields).encode()


def signature(secret: str, timestamp: str, body: bytes) -> dict[str, str]:
    """Slack's v0 signature of a request, as its two headers."""
    signed = hmac.new(secret.encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256)
    return {
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={signed.hexdigest()}",
    }


def answered(text: str) -> dict[str, Any]:
    """What an ack says: JSON, or plain text to show."""
    if not text.strip():
        return {}
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {"text": text}
    return read if isinstance(read, dict) else {"text": text}
