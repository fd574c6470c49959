"""Slack's mrkdwn and Markdown as safe HTML: every character escaped, only http, https and mailto links."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.playground.workspace.blocks.problems import LINK_SCHEMES, is_link
from bot.playground.workspace.page.emoji import emoji_for

ZONE = ZoneInfo("Europe/London")
INLINE = re.compile(
    r"(?P<token><[^<>\n]+>)"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    r"|:(?P<emoji>[a-z0-9_+-]+):"
    r"|(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?'\")\]])"
)
MARKDOWN_INLINE = re.compile(
    r"\[(?P<label>[^\]\n]+)\]\((?P<target>[^()\s]+)\)"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>[^*\n]+)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^*\n]+)\*(?!\w)"
    r"|(?<!\w)_(?P<italic2>[^_\n]+)_(?!\w)"
    r"|~~(?P<strike>[^~\n]+)~~"
    r"|(?P<url>https?://[^\s<>|]+[^\s<>|.,;:!?'\")\]])"
)
TAGS = {"bold": "strong", "italic": "em", "italic2": "em", "strike": "s", "code": "code"}
DATE_FORMATS = {
    "date_num": "%Y-%m-%d",
    "date": "%-d %B %Y",
    "date_short": "%-d %b %Y",
    "date_long": "%A %-d %B %Y",
    "date_pretty": "%-d %B %Y",
    "date_short_pretty": "%-d %b %Y",
    "date_long_pretty": "%A %-d %B %Y",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What to call people and channels by their ids."""

    people: Mapping[str, str]
    channels: Mapping[str, str]


def render_mrkdwn(text: str, names: Names) -> Markup:
    """A mrkdwn text: quotes and code blocks by line, the rest inline."""
    parts = text.split("```")
    shown = [
        Markup("<pre>{}</pre>").format(unescaped(part).strip("\n"))
        if index % 2 and index + 1 < len(parts)
        else _lines(part if index % 2 == 0 else f"```{part}", names)
        for index, part in enumerate(parts)
    ]
    return Markup("").join(shown)


def render_inline(text: str, names: Names) -> Markup:
    """Tokens, styles, links and emoji of one stretch without quotes or code blocks."""

    def show(match: re.Match[str]) -> Markup:
        kind = match.lastgroup or ""
        if kind == "token":
            return render_token(match["token"][1:-1], names)
        if kind == "emoji":
            return Markup(escape(emoji_for(match["emoji"]) or match[0]))
        if kind == "url":
            return link(unescaped(match["url"]), unescaped(match["url"]))
        inner = escape(unescaped(match["code"])) if kind == "code" else None
        return _tagged(TAGS[kind], inner or render_inline(match[kind], names))

    return _substitute(INLINE, text, show)


def render_token(token: str, names: Names) -> Markup:
    """What stands between < and >: a mention, a date or a link with its label; else as written."""
    body, _, label = token.partition("|")
    if body.startswith("@"):
        return mention(f"@{names.people.get(body[1:], label or body[1:])}")
    if body.startswith("#"):
        return mention(f"#{names.channels.get(body[1:], label or body[1:])}")
    if body.startswith("!date^"):
        return _date_token(body, label)
    if body.startswith("!"):
        return mention(f"@{label.removeprefix('@') or body[1:].partition('^')[0]}")
    url = unescaped(body)
    if not is_link(url, LINK_SCHEMES):
        return Markup("{}").format(unescaped(f"<{token}>"))
    return link(url, unescaped(label) or url.removeprefix("mailto:"))


def render_plain(text: str, with_emoji: bool = True) -> Markup:
    """A plain_text object: nothing in it is special but emoji and line ends."""
    if with_emoji:
        text = re.sub(r":([a-z0-9_+-]+):", lambda m: emoji_for(m[1]) or m[0], text)
    return _broken(text)


def render_markdown(text: str) -> Markup:
    """The Markdown of a markdown block: headings, lists, quotes, code and inline styles."""
    shown: list[Markup] = []
    for chunk in re.split(r"\n{2,}", text.strip("\n")):
        lines = chunk.split("\n")
        if chunk.startswith("```"):
            shown.append(_tagged("pre", escape(chunk.strip("`\n"))))
        elif all(re.match(r"[-*+] ", line) for line in lines):
            shown.append(_list("ul", [line[2:] for line in lines]))
        elif all(re.match(r"\d+[.)] ", line) for line in lines):
            shown.append(_list("ol", [line.split(" ", 1)[1] for line in lines]))
        elif all(line.startswith(">") for line in lines):
            inner = [_markdown_inline(line.lstrip("> ")) for line in lines]
            shown.append(_tagged("blockquote", Markup("<br>").join(inner)))
        else:
            shown.extend(_paragraph(line) for line in lines)
    return Markup("").join(shown)


def format_date(timestamp: int, pattern: str) -> str:
    """Slack's {date_long}, {time} and their kin, in the workspace's zone.

    Raises ValueError for a moment that no calendar holds."""
    try:
        when = datetime.fromtimestamp(timestamp, UTC).astimezone(ZONE)
    except (OverflowError, OSError) as error:
        raise ValueError("not a time") from error
    shown = pattern
    for name, form in DATE_FORMATS.items():
        shown = shown.replace(f"{{{name}}}", when.strftime(form))
    return shown


def link(url: str, label: str | Markup) -> Markup:
    """A link where the address is harmless; else its label and the address as mere text."""
    if not is_link(url, LINK_SCHEMES):
        return Markup("{}").format(label)
    opened = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'
    return Markup(opened).format(url, label)


def mention(name: str) -> Markup:
    return Markup('<span class="mention">{}</span>').format(name)


def unescaped(text: str) -> str:
    """Undo Slack's own escaping of three characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(text: str, names: Names) -> Markup:
    shown: list[Markup] = []
    quoted: list[Markup] = []
    for line in text.split("\n"):
        mark = re.match(r"(?:&gt;|>) ?", line)
        if mark:
            quoted.append(render_inline(line[mark.end() :], names))
            continue
        if quoted:
            shown.append(_tagged("blockquote", Markup("<br>").join(quoted)))
            quoted = []
        shown.append(render_inline(line, names) + Markup("<br>"))
    if quoted:
        shown.append(_tagged("blockquote", Markup("<br>").join(quoted)))
    whole = Markup("").join(shown)
    return Markup(whole.removesuffix("<br>"))


def _date_token(body: str, label: str) -> Markup:
    parts = body.split("^")
    try:
        shown = format_date(int(parts[1]), parts[2])
    except (IndexError, ValueError):
        return Markup(escape(unescaped(label)))
    return link(unescaped(parts[3]), shown) if len(parts) > 3 else Markup(escape(shown))


def _paragraph(line: str) -> Markup:
    heading = re.match(r"(#{1,6}) +(.*)", line)
    if heading:
        return _tagged("h4", _markdown_inline(heading[2]))
    return _tagged("p", _markdown_inline(line))


def _list(tag: str, items: list[str]) -> Markup:
    return _tagged(tag, Markup("").join(_tagged("li", _markdown_inline(item)) for item in items))


def _markdown_inline(text: str) -> Markup:
    def show(match: re.Match[str]) -> Markup:
        kind = match.lastgroup or ""
        if match["label"]:
            return link(match["target"], match["label"])
        if kind == "url":
            return link(match["url"], match["url"])
        inner = escape(match["code"]) if kind == "code" else _markdown_inline(match[kind])
        return _tagged(TAGS[kind], inner)

    return _substitute(MARKDOWN_INLINE, text, show)


def _substitute(
    pattern: re.Pattern[str], text: str, show: Callable[[re.Match[str]], Markup]
) -> Markup:
    """Escape everything between the matches, and let `show` make HTML of each match."""
    pieces: list[Markup] = []
    position = 0
    for match in pattern.finditer(text):
        pieces += [_broken(unescaped(text[position : match.start()])), show(match)]
        position = match.end()
    pieces.append(_broken(unescaped(text[position:])))
    return Markup("").join(pieces)


def _broken(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def _tagged(tag: str, inner: Markup) -> Markup:
    return Markup(f"<{tag}>{{}}</{tag}>").format(inner)
