"""Lists of feeds in and out, as OPML 2.0 (http://opml.org/spec2.opml). Pure.

Nation, licence, grade and the day of the last check travel in attributes of our own, which other
readers pass over; a list from elsewhere does without them.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from lxml import etree

from feeds.model import Feed, FeedError, Licence
from feeds.text import clean_text, fold_space

MAX_BYTES = 2_000_000
MAX_FEEDS = 2_000
MAX_NAME_CHARACTERS = 200
LICENCES: dict[str, Licence] = {"open": "open", "press": "press"}


def read_opml(body: bytes) -> tuple[Feed, ...]:
    """Read the feeds of a list, folders and all, each address once, in its order.

    Raises FeedError where it is no OPML. Whether an address may be asked is for the guard to say.
    """
    if len(body) > MAX_BYTES:
        raise FeedError("the list is larger than 2 MB; split it", permanent=True)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError(f"this is no OPML: {str(error)[:120]}", permanent=True) from error
    if root.tag != "opml":
        raise FeedError("this is no OPML: it does not begin with <opml>", permanent=True)
    found = (_feed(outline) for outline in root.iter("outline"))
    by_url = {feed.url: feed for feed in reversed([feed for feed in found if feed])}
    return tuple(reversed(by_url.values()))[:MAX_FEEDS]


def write_opml(feeds: Sequence[Feed], title: str) -> str:
    """Write a list, a folder for each nation. `read_opml` gives the same feeds, nation by nation."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean_text(title)
    body = etree.SubElement(root, "body")
    for nation, told in _by_nation(feeds):
        folder = etree.SubElement(body, "outline", text=nation)
        for feed in told:
            etree.SubElement(folder, "outline", _attributes(feed))
    etree.indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"
    )


def _feed(outline: etree._Element) -> Feed | None:
    known = {name.lower(): fold_space(clean_text(str(value))) for name, value in outline.items()}
    url = known.get("xmlurl", "")
    if not url.lower().startswith(("http://", "https://")):
        return None
    name = known.get("title") or known.get("text") or url
    return Feed(
        name=name[:MAX_NAME_CHARACTERS],
        url=url,
        nation=known.get("nation") or "UK",
        licence=LICENCES.get(known.get("licence", ""), "press"),
        on=known.get("on", "true").lower() not in ("false", "no", "0"),
        grade=known.get("grade", ""),
        checked=known.get("checked", ""),
    )


def _by_nation(feeds: Sequence[Feed]) -> Iterable[tuple[str, Iterable[Feed]]]:
    order = list(dict.fromkeys(feed.nation for feed in feeds))
    return groupby(
        sorted(feeds, key=lambda feed: order.index(feed.nation)), lambda feed: feed.nation
    )


def _attributes(feed: Feed) -> dict[str, str]:
    told = {
        "type": "rss",
        "text": feed.name,
        "xmlUrl": feed.url,
        "nation": feed.nation,
        "licence": feed.licence,
        "on": str(feed.on).lower(),
        "grade": feed.grade,
        "checked": feed.checked,
    }
    return {name: clean_text(value) for name, value in told.items() if value}
