"""Pictures, videos and remote files."""

from typing import Any

from bot.playground.workspace import limits
from bot.playground.workspace.blocks.elements import check_image_source
from bot.playground.workspace.blocks.problems import Checker
from bot.playground.workspace.blocks.texts import PLAIN, check_optional_text

SECURE = ("https",)
LINKS = (
    ("video_url", limits.URL, SECURE),
    ("title_url", limits.VIDEO_LINK, SECURE),
    ("thumbnail_url", limits.URL, ("http", "https")),
    ("provider_icon_url", limits.VIDEO_LINK, ("http", "https")),
)


def check_image_block(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"alt_text"}, {"block_id", "image_url", "slack_file", "title"})
    check_image_source(check, block, pointer)
    check_optional_text(check, block, "title", pointer, limits.IMAGE_TITLE, PLAIN)


def check_video(check: Checker, block: dict[str, Any], pointer: str) -> None:
    """The scope links.embed:write and the app's unfurl domains are not looked at."""
    needed = {"alt_text", "title", "thumbnail_url", "video_url"}
    own = {"title_url", "description", "provider_icon_url", "provider_name", "author_name"}
    check.object(block, pointer, needed, own | {"block_id"})
    check_optional_text(check, block, "title", pointer, limits.VIDEO_TITLE, PLAIN)
    check_optional_text(check, block, "description", pointer, limits.VIDEO_DESCRIPTION, PLAIN)
    for key, high, schemes in LINKS:
        if key in block:
            check.url(block[key], f"{pointer}/{key}", high, schemes)
    if "alt_text" in block:
        check.string(block["alt_text"], f"{pointer}/alt_text", high=limits.ALT_TEXT)
    for key in ("author_name", "provider_name"):
        if key in block:
            check.string(block[key], f"{pointer}/{key}", high=limits.VIDEO_AUTHOR)


def check_file(check: Checker, block: dict[str, Any], pointer: str) -> None:
    check.object(block, pointer, {"external_id", "source"}, {"block_id"})
    if "external_id" in block:
        check.string(block["external_id"], f"{pointer}/external_id", high=limits.IDENTIFIER)
    check.choice(block.get("source"), f"{pointer}/source", ("remote",))
