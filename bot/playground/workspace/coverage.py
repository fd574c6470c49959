"""Writes bot/playground/COVERAGE.md: what of Slack the workspace emulates, simplifies and leaves out.

What can be read from the code is read from it; a test holds the file against it.
`python -m bot.playground.workspace.coverage` writes it anew."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.playground.workspace import limits
from bot.playground.workspace.api.methods import METHODS
from bot.playground.workspace.blocks.elements import ELEMENTS
from bot.playground.workspace.blocks.layouts import LAYOUTS
from bot.playground.workspace.blocks.validate import NOT_ON
from bot.playground.workspace.faults import CALL_FAULTS, DELIVERY_FAULTS
from bot.playground.workspace.rates import MODES

FILE = Path(__file__).parents[1] / "COVERAGE.md"
SURFACES = ("message", "modal", "home")

SIMPLER_METHODS: Mapping[str, str] = {
    "apps.connections.open": "any app token opens a socket, also while deliveries go by HTTP",
    "auth.revoke": "revokes the token that calls",
    "chat.delete": "the app's own messages only: there are no user tokens",
    "chat.postMessage": "`attachments`, `as_user`, `username`, `icon_*`, `parse`, `link_names` and "
    "unfurling are ignored; `client_msg_id` is ignored, as an undocumented argument should be",
    "chat.update": "the app's own messages only",
    "conversations.list": "public channels and direct messages; `private_channel` and `mpim` are empty",
    "conversations.open": "with one person; more than one is `not_emulated`",
    "files.completeUploadExternal": "one channel; sharing needs no second later",
    "files.getUploadURLExternal": f"up to {limits.FILE_BYTES:,} bytes, kept in memory",
    "files.info": "the file's address needs no token",
    "oauth.v2.access": "bot tokens only: `user_scope` is ignored; an older rotating token lives until "
    "its own end",
    "reactions.list": "one page",
    "users.info": "no e-mail addresses",
    "users.list": "one page",
}

DELIVERIES: Mapping[str, str] = {
    "Socket Mode": "hello, envelopes, acks with payload, disconnect (refresh_requested, warning, "
    "link_disabled, too_many_websockets), up to ten sockets in turn, single-use tickets. "
    "`debug_reconnects` and the reconnect every few hours by itself are left out: "
    "`Workspace.disconnect()` asks for one",
    "Signed HTTP": "url_verification, signature v0, JSON and forms, acks with payload, two redirects, "
    "x-slack-retry-num and -reason, x-slack-no-retry. The signature's time is the machine's, "
    "because the app compares it with its own clock. `ssl_check` is left out",
    "Retries": "at once, after one and after five minutes of the workspace's clock, with one event_id; "
    "over a socket nobody waits for longer than until the app is back. Dropping events older than two "
    "hours, switching off subscriptions below 5 % and `app_rate_limited` are left out",
    "Acks": "three seconds by the clock; a person who moves it leaves an answer on its way a moment",
    "Events": "app_mention, message.channels, message.im, app_home_opened, app_uninstalled, "
    "tokens_revoked; each only with its subscription and scope. message.groups, message subtypes "
    "(message_changed, message_deleted), reaction_added, member_joined_channel and the rest are left out",
    "Interactions": "block_actions in messages, modals and Home, view_submission with its four "
    "response_actions, view_closed. Shortcuts, message shortcuts and block_suggestion (the options of "
    "external_select) are left out",
    "response_url": "five uses in thirty minutes, ephemeral by default, replace_original, "
    "delete_original, thread_ts; a view's response_urls are left out",
    "OAuth v2": "install page, state handed back, code once and for ten minutes, redirect URLs of the "
    "manifest (on this machine only), rotation, uninstalling. User tokens, organisations, PKCE and "
    "incoming webhooks are left out. Scopes outside the manifest are refused. Bolt's cookie is `Secure`: "
    "Chromium keeps it on loopback (tested), other clients must be told to. Bolt's OAuthSettings renew "
    "tokens at slack.com unless `settings.authorize.token_rotator` gets a client of this workspace",
}

ABSENT: Mapping[str, str] = {
    "Methods": "every method that is not listed above answers `unknown_method`; "
    "among them chat.scheduleMessage, chat.unfurl, conversations.join, conversations.create, "
    "users.lookupByEmail, search.messages, pins.add, team.info and bots.info",
    "People and places": "private channels, group messages, Slack Connect, user groups, several teams, "
    "Enterprise Grid, deactivated users, guests",
    "Surfaces": "canvases, lists, workflows, assistant threads, huddles, bookmarks, reminders, search",
    "Security": "IP allow-lists, TLS, audit logs; any local program may use the control API",
    "Message size": "Slack publishes no number; the one here was measured by others (below)",
}

HEAD = """\
# What the workspace emulates

Written by `python -m bot.playground.workspace.coverage`; a test fails where it is out of date.
"Simplified" says what is other than at Slack; what is not named is meant to be as Slack has it.
"""


def coverage() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    yield _table("Web API", ("Method", "Simplified"), _methods())
    yield _table("Deliveries and installation", ("Part", "How far"), DELIVERIES.items())
    yield _table("Blocks", ("Block", *SURFACES), _blocks())
    yield f"## Elements\n\n{', '.join(f'`{name}`' for name in sorted(ELEMENTS))}\n"
    yield _table("Rate limits", ("Mode", "What it does"), _named(MODES))
    yield _table("Faults of calls", ("Fault", "What happens"), _named(CALL_FAULTS))
    yield _table("Faults of deliveries", ("Fault", "What happens"), _named(DELIVERY_FAULTS))
    yield _table("Not emulated", ("Part", "What is not there"), ABSENT.items())
    yield _numbers()


def _methods() -> Iterator[tuple[str, str]]:
    return ((f"`{name}`", SIMPLER_METHODS.get(name, "")) for name in sorted(METHODS))


def _blocks() -> Iterator[tuple[str, ...]]:
    for name in sorted(LAYOUTS):
        yield (f"`{name}`", *("no" if name in NOT_ON[place] else "yes" for place in SURFACES))


def _named(known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((f"`{name}`", text) for name, text in known.items())


def _numbers() -> str:
    """How well each number is known, and those that may be wrong by name."""
    found = numbers(Path(limits.__file__).read_text(encoding="utf-8"))
    counts = {tag: sum(1 for _, each, _ in found if each == tag) for tag in ("D", "V", "T", "U")}
    unsure = [(f"`{name}`", tag, source) for name, tag, source in found if tag in "TU"]
    intro = (
        f"Of {len(found)} numbers in `limits.py`, {counts['D']} are documented by Slack (D), "
        f"{counts['V']} read in slack-sdk's models (V), {counts['T']} measured or stated by others (T) "
        f"and {counts['U']} unverified (U). Those that may be wrong:\n"
    )
    return _table("Numbers", ("Number", "Known from", "Source"), unsure, intro)


def numbers(source: str) -> list[tuple[str, str, str]]:
    """Name, tag and source of every constant that carries one: `NAME = 3  # [D] page`."""
    joined = re.sub(r"\(\n\s+(.*?)\n\)", r"\1", source)
    pattern = re.compile(r"^([A-Z_]+) = .*?#\s*\[([DVTU])\] (.+)$", re.MULTILINE)
    return [(m[1], m[2], m[3].strip()) for m in pattern.finditer(joined)]


def _table(
    title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], intro: str = ""
) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return f"## {title}\n\n{intro}{chr(10) if intro else ''}{chr(10).join(lines)}\n"


if __name__ == "__main__":
    FILE.write_text(coverage(), encoding="utf-8")
