"""The rich_text block: sections, lists, quotes and preformatted text with their leaves."""

from collections.abc import Callable
from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.problems import LINK_SCHEMES, Checker, kind_of

STYLES = {
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
}
RANGES = ("here", "channel", "everyone")


def check_rich_text(check: Checker, value: dict[str, Any], pointer: str) -> None:
    check.object(value, pointer, {"elements"}, {"block_id"})
    at = f"{pointer}/elements"
    for index, part in enumerate(check.array(value.get("elements"), at, 1)):
        check_part(check, part, f"{at}/{index}")


def check_part(check: Checker, part: Any, pointer: str) -> None:
    kind = kind_of(part)
    if kind not in PARTS:
        check.fail(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")
        return
    check.object(part, pointer, {"elements"}, PARTS[kind])
    for key, high in (
        ("border", limits.LIST_BORDER),
        ("indent", limits.LIST_INDENT),
        ("offset", None),
    ):
        if key in part:
            check.integer(part[key], f"{pointer}/{key}", 0, high)
    if kind == "rich_text_list":
        check_list(check, part, pointer)
        return
    for index, leaf in enumerate(check.array(part.get("elements"), f"{pointer}/elements")):
        check_leaf(check, leaf, f"{pointer}/elements/{index}")


def check_list(check: Checker, part: dict[str, Any], pointer: str) -> None:
    check.choice(part.get("style"), f"{pointer}/style", ("bullet", "ordered"))
    at = f"{pointer}/elements"
    for index, section in enumerate(check.array(part.get("elements"), at, 1)):
        if not isinstance(section, dict) or section.get("type") != "rich_text_section":
            check.fail(f"{at}/{index}/type", "unsupported_type", "must be a rich_text_section")
        else:
            check_part(check, section, f"{at}/{index}")


def check_leaf(check: Checker, leaf: Any, pointer: str) -> None:
    kind = kind_of(leaf)
    if kind not in LEAVES:
        check.fail(f"{pointer}/type", "unsupported_type", f"unsupported type: {kind}")
        return
    LEAVES[kind](check, leaf, pointer)
    if "style" in leaf:
        check_style(check, leaf["style"], f"{pointer}/style")


def check_style(check: Checker, style: Any, pointer: str) -> None:
    if check.object(style, pointer, (), STYLES):
        for key in sorted(STYLES & style.keys()):
            check.boolean(style[key], f"{pointer}/{key}")


def _leaf(*required: str, optional: tuple[str, ...] = ()) -> Callable[[Checker, Any, str], None]:
    """A leaf whose required fields are non-empty strings."""

    def check_strings(check: Checker, leaf: dict[str, Any], pointer: str) -> None:
        check.object(leaf, pointer, required, {"style", *optional})
        for key in required:
            if key in leaf:
                check.string(leaf[key], f"{pointer}/{key}")

    return check_strings


def check_link(check: Checker, leaf: dict[str, Any], pointer: str) -> None:
    check.object(leaf, pointer, {"url"}, {"text", "unsafe", "style"})
    if "url" in leaf:
        check.url(leaf["url"], f"{pointer}/url", limits.URL, LINK_SCHEMES)
    if "text" in leaf:
        check.string(leaf["text"], f"{pointer}/text", low=0)


def check_date(check: Checker, leaf: dict[str, Any], pointer: str) -> None:
    check.object(leaf, pointer, {"timestamp", "format"}, {"url", "fallback", "style"})
    if "timestamp" in leaf:
        check.integer(leaf["timestamp"], f"{pointer}/timestamp")
    if "format" in leaf:
        check.string(leaf["format"], f"{pointer}/format")
    if "url" in leaf:
        check.url(leaf["url"], f"{pointer}/url", limits.URL, LINK_SCHEMES)


def check_broadcast(check: Checker, leaf: dict[str, Any], pointer: str) -> None:
    check.object(leaf, pointer, {"range"}, {"style"})
    check.choice(leaf.get("range"), f"{pointer}/range", RANGES)


PARTS: dict[str, set[str]] = {
    "rich_text_section": set(),
    "rich_text_quote": {"border"},
    "rich_text_preformatted": {"border", "language"},
    "rich_text_list": {"style", "indent", "offset", "border"},
}
LEAVES: dict[str, Callable[[Checker, Any, str], None]] = {
    "text": _leaf("text"),
    "link": check_link,
    "user": _leaf("user_id"),
    "channel": _leaf("channel_id"),
    "usergroup": _leaf("usergroup_id"),
    "team": _leaf("team_id"),
    "emoji": _leaf("name", optional=("unicode", "skin_tone")),
    "color": _leaf("value"),
    "date": check_date,
    "broadcast": check_broadcast,
}
