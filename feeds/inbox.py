"""The drop folder: .txt, .html, .md and .eml files become pages like any other.

A dropped text is somebody's own choice: it is kept whole and only cleaned. What in it is a
caption or an advert, and what serves as a label where no title stands, is for the reader to say.
"""

import email
import email.policy
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from feeds.bylines import names_in
from feeds.extract import extract_page
from feeds.model import FeedError, Page
from feeds.text import clean_text, decode, fold_space, text_of_html

MAX_FILE_BYTES = 2_000_000
MAX_TITLE_CHARACTERS = 300
MAX_HEADLINE_CHARACTERS = 150

_FENCE = re.compile(r"^\s*(```|~~~).*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\]\n]*\])")
_BARE_LINK = re.compile(r"<(https?://[^>\s]+)>")
_LINK_TARGET = re.compile(r"^\s{0,3}\[[^\]\n]+\]:\s*\S+.*$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(.+)\n(=+|-{3,})[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^\s{0,3}([-*_][ \t]*){3,}$", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_STRESS = re.compile(r"(?<![\w*_\\])(\*\*\*|\*\*|\*|___|__|_)(?=\S)([^\n]+?)(?<=\S)\1(?![\w*_])")
_CODE = re.compile(r"`([^`\n]+)`")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)
_FOOTER = re.compile(r"^(--\s*$|unsubscribe\b|you (are|'re|’re) receiving this)", re.I | re.M)


def inbox_files(folder: Path) -> tuple[Path, ...]:
    """List the files of the drop folder and of folders in it, by name; hidden ones are passed over.

    Files of a wrong type are listed too, so that reading them says why they are not read.
    """
    found = (path for path in folder.rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if not _is_hidden(path.relative_to(folder))))


def read_inbox_file(path: Path) -> Page:
    """Read one dropped file. Raises FeedError, which names the cure, for a file of another type,
    an empty or too large one, and one that cannot be read."""
    read = _READERS.get(path.suffix.lower())
    if read is None:
        kind = path.suffix or "without an ending"
        raise _error(path, f"a file {kind} is not read; save it as .txt, .html, .md or .eml")
    page = read(_body(path))
    if not page.text.strip():
        raise _error(path, "no text in it; paste the article's text into a .txt file")
    return page


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def _body(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _error(path, f"{size / 1e6:.1f} MB; split it into files of at most 2 MB")
        body = path.read_bytes()
    except OSError as error:
        raise _error(path, f"cannot be opened ({error.strerror}); check its permissions") from error
    if not body.strip():
        raise _error(path, "is empty; put the article's text into it or remove it")
    if _is_binary(body):
        raise _error(path, "holds no text; save it as plain text in UTF-8")
    return body


def _is_binary(body: bytes) -> bool:
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return not wide and b"\0" in body[:8_000]


def _error(path: Path, cure: str) -> FeedError:
    return FeedError(f"{fold_space(clean_text(path.name))}: {cure}", permanent=True)


def _read_text(body: bytes) -> Page:
    """Keep the text whole; a first line that reads as a headline is the title as well."""
    text = clean_text(decode(body)).strip()
    first, _, rest = text.partition("\n")
    following = rest.strip().partition("\n")[0]
    return Page(text, title=_title(first) if _is_headline(first.strip(), following) else None)


def _is_headline(line: str, following: str) -> bool:
    """Say whether a first line is a headline: short, no sentence, no bullet, and text follows."""
    ends_open = line.rstrip("’'\"”)")[-1:] not in (".", "!", "…", ",", ";", ":", "")
    return (
        ends_open
        and line[0] not in "•-*–—"
        and len(line) <= MAX_HEADLINE_CHARACTERS
        and len(line.split()) >= 3
        and len(following) > len(line)
    )


def _read_html(body: bytes) -> Page:
    page = extract_page(body)
    if page.text.strip() and not page.teaser:
        return page
    # A saved fragment, or a page that is short on purpose: somebody dropped it, so it is read.
    whole = text_of_html(decode(body))
    return page if len(page.text) >= len(whole) / 2 else _with_text(page, whole)


def _with_text(page: Page, text: str) -> Page:
    return Page(text, title=page.title, authors=page.authors, published=page.published)


def _read_markdown(body: bytes) -> Page:
    """Reduce headings, links and stress to their text. The first heading is the title."""
    raw = clean_text(decode(body)).strip()
    front = _FRONT_MATTER.match(raw)
    titled = _FRONT_TITLE.search(front.group(1)) if front else None
    raw = _UNDERLINED.sub(r"# \1\n", raw[front.end() :] if front else raw)
    heading = _HEADING.search(raw)
    if titled is None and heading and not raw[: heading.start()].strip():
        raw = raw[heading.end() :]
        return Page(_plain(raw), title=_title(_plain(heading.group(2))))
    title = titled.group(1) if titled else (heading.group(2) if heading else "")
    return Page(_plain(raw), title=_title(_plain(title)))


def _plain(markdown: str) -> str:
    for pattern, new in (
        (_FENCE, ""),
        (_IMAGE, ""),
        (_LINK_TARGET, ""),
        (_LINK, r"\1"),
        (_BARE_LINK, r"\1"),
        (_RULE, ""),
        (_HEADING, r"\n\2\n"),
        (_QUOTED, ""),
        (_BULLET, "• "),
        (_STRESS, r"\2"),
        (_STRESS, r"\2"),
        (_CODE, r"\1"),
        (_ESCAPED, r"\1"),
    ):
        markdown = pattern.sub(new, markdown)
    return re.sub(r"\n{3,}", "\n\n", markdown).strip()


def _read_mail(body: bytes) -> Page:
    """Read a mail: Subject is the title, From the outlet and the author, Date when it appeared."""
    mail = email.message_from_bytes(body, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    sender = _header(mail, "From")
    name, address = parseaddr(sender)
    return Page(
        text=_mail_text(mail),
        title=_title(re.sub(r"^((fwd?|re|fw):\s*)+", "", _header(mail, "Subject"), flags=re.I)),
        authors=names_in([name]),
        published=_mail_date(mail),
        outlet=fold_space(clean_text(name)) or address.rpartition("@")[2] or None,
    )


def _mail_text(mail: EmailMessage) -> str:
    for kind, read in (("plain", _plain_part), ("html", _html_part)):
        part = mail.get_body(preferencelist=(kind,))
        text = read(part) if isinstance(part, EmailMessage) else ""
        if text:
            return text
    return ""


def _plain_part(part: EmailMessage) -> str:
    text = clean_text(_decoded(part))
    footer = _FOOTER.search(text)
    return (text[: footer.start()] if footer and footer.start() else text).strip()


def _html_part(part: EmailMessage) -> str:
    html = _decoded(part)
    return extract_page(html).text or text_of_html(html)


def _decoded(part: EmailMessage) -> str:
    body = part.get_payload(decode=True)
    return decode(body, part.get_content_charset()) if isinstance(body, bytes) else ""


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):  # the parser trips over bad ones
        return ""


def _mail_date(mail: EmailMessage) -> datetime | None:
    try:
        header = mail["Date"]
        moment = header.datetime if header is not None else None
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError):
        return None
    if not isinstance(moment, datetime):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _title(raw: str) -> str | None:
    return fold_space(clean_text(raw))[:MAX_TITLE_CHARACTERS] or None


_READERS: dict[str, Callable[[bytes], Page]] = {
    ".txt": _read_text,
    ".text": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".eml": _read_mail,
}
