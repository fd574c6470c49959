"""Which addresses may be dialled, and by which link an article is known. Pure: resolves nothing.

The rule is a list of what is allowed, not of what is forbidden: IPv6 only inside 2000::/3, where
the public internet is, minus its special blocks; IPv4 minus every block that is not the public
internet (https://www.iana.org/assignments/iana-ipv4-special-registry). An IPv4 address in IPv6
dress (mapped, NAT64, 6to4, Teredo) is refused, whatever it carries. `fetch` asks at the moment of
connecting, about the address that it dials, so that no DNS answer can change in between.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

import httpx2
from courlan import normalize_url

from feeds.model import FeedError

PORTS = frozenset({80, 443})
MAX_URL_CHARACTERS = 4_000

_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112 sinks
        "3fff::/20",  # documentation
    )
)
_SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata lives here too
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host agent, on a public address
        "169.254.0.0/16",  # link-local; the clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_HOST = re.compile(r"(?!.*\.\.)[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_HOME = re.compile(
    r"(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa|onion)\.?$"
)

# Tracking of British outlets and newsletters that courlan's own list does not know.
_TRACKING = re.compile(
    r"^(at_|ns_|utm|cmp$|cmpid|icid|ocid|ncid|smid|ito$|rss$|feed$|ftag|ftcamp|_ga|wt[._]|sh$|share|"
    r"amp$|outputtype|ceid|mbid|soc_|traffic_source|fb_|__twitter|spm$|_hs|hss_|sfmc_|mkt_)",
    re.IGNORECASE,
)
# Parameters that say where a reader came from, if they say that; else they may be part of the name.
_ORIGIN = re.compile(
    r"^(src|via|from|mod|source|origin)=(rss|feed|atom|e?mail|newsletter|social|twitter|facebook)$",
    re.IGNORECASE,
)
_TWIN = re.compile(r"^(www\d?|m|mobile|touch|amp)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(/amp|\.amp)(\.html?)?(?=/?$)|^/amp(?=/)")
_AMP_CACHE = re.compile(
    r"^https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:[cv]/)?|www\.google\.[a-z.]+/amp/)(s/)?(?=[\w-]+\.)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


class RefusedError(FeedError):
    """The guard does not let this link or address through. Asking again is useless."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"refused: {reason}", permanent=True)


@dataclass(frozen=True, slots=True)
class Target:
    """A link that may be asked for, in the spelling in which it will be asked for."""

    scheme: str
    host: str
    port: int
    url: str


def check_url(url: str, allowed: frozenset[tuple[str, int]] = frozenset()) -> Target:
    """Let a link through: http or https, ports 80 and 443, no user name, no private address.

    `allowed` are exact (host, port) pairs that pass whatever they are. Raises RefusedError.
    """
    asked = _parsed(url)
    host = asked.raw_host.decode("ascii").lower()
    port = _default_port(asked.scheme) if asked.port is None else asked.port
    if asked.scheme not in ("http", "https"):
        raise RefusedError(f"{_shown(url)} is not a web link (http or https)")
    if asked.userinfo:
        raise RefusedError("a link with a user name or password in it")
    if (host, port) not in allowed:
        _check_port(port)
        _check_host(host, port)
    return Target(asked.scheme, host, port, str(asked.copy_with(fragment=None)))


def check_address(
    address: str, port: int, allowed: frozenset[tuple[str, int]] = frozenset()
) -> None:
    """Raise RefusedError unless this numeric address is public, or exactly allowed."""
    if (address, port) in allowed:
        return
    _check_port(port)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        raise RefusedError(f"{_shown(address)} is not an address") from None
    if not _is_public(parsed):
        raise RefusedError(f"{address} is not a public address")


def check_addresses(
    addresses: Iterable[str], port: int, allowed: frozenset[tuple[str, int]] = frozenset()
) -> None:
    """Check every answer that a name gave: one private answer spoils them all."""
    for address in addresses:
        check_address(address, port, allowed)


def canonical_url(url: str) -> str:
    """Give the one spelling by which an article is known: https, no `www.`, mobile or AMP twin,
    no tracking parameters, no fragment. What is not a web link comes back as it is."""
    bare = url.strip()
    try:
        plain = _SESSION.sub("", _AMP_CACHE.sub("https://", bare))
        parts = urlsplit(normalize_url(plain))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return bare
        return urlunsplit(_canonical(parts, urlsplit(plain).query))
    except (ValueError, AttributeError):
        return bare


def _parsed(url: str) -> httpx2.URL:
    """Parse as the library that dials parses: two parsers that differ are a way in."""
    if not url or len(url) > MAX_URL_CHARACTERS:
        raise RefusedError("a link must have 1 to 4,000 characters")
    if _UNPRINTABLE.search(url):
        raise RefusedError("a link with a space, a backslash or an unprintable character in it")
    try:
        return httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError, TypeError):
        raise RefusedError(f"{_shown(url)} is not a link") from None


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _check_port(port: int) -> None:
    if port not in PORTS:
        raise RefusedError(f"port {port} (only 80 and 443 are asked)")


def _check_host(host: str, port: int) -> None:
    if ":" in host or _is_v4(host):
        check_address(host, port)
        return
    if not _HOST.fullmatch(host) or "." not in host.rstrip(".") or _HOME.search(host):
        raise RefusedError(f"{_shown(host) or 'no host'} is not the name of a public site")
    if _NUMBER.fullmatch(host.rstrip(".").rsplit(".", 1)[-1]):
        raise RefusedError(f"{_shown(host)} is an odd spelling of an address")


def _is_v4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in _SPECIAL_V4)
    if address.scope_id or address not in _PUBLIC_V6:
        return False
    return not any(address in block for block in _SPECIAL_V6)


def _shown(text: str) -> str:
    return ascii(text[:80])[1:-1]


def _canonical(parts: SplitResult, query: str) -> tuple[str, str, str, str, str]:
    host = _TWIN.sub("", (parts.hostname or "").rstrip("."))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _AMP_PATH.sub(_html_again, parts.path).rstrip("/")
    path = _PERCENT.sub(_one_spelling, path)
    kept = [pair for pair in parse_qsl(parts.query) if not _is_tracking(*pair)]
    words = sorted(quote(word, safe="%") for word in _bare_words(query))
    told = "&".join(filter(None, (*words, urlencode(kept))))
    return "https", (f"[{host}]" if ":" in host else host) + port, path, told, ""


def _html_again(amp: re.Match[str]) -> str:
    return (amp.group(2) or "") if (amp.group(1) or "").startswith(".") else ""


def _one_spelling(escaped: re.Match[str]) -> str:
    letter = chr(int(escaped.group()[1:], 16))
    return letter if _UNRESERVED.match(letter) else escaped.group().upper()


def _is_tracking(name: str, value: str) -> bool:
    return bool(_TRACKING.search(name) or _ORIGIN.search(f"{name}={value}"))


def _bare_words(query: str) -> Iterator[str]:
    """Yield what stands in a query without a "=": old sites name their articles so ("?1234")."""
    for word in set(query.split("&")):
        if word.strip() and "=" not in word and not _TRACKING.search(word):
            yield word
