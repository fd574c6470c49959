"""An edit makes a version only if the article's words changed, not what stands around them."""

import pytest

from bot.migrate import migrate
from feeds.archive import Archive
from feeds.database import connect
from feeds.drafting import draft_of
from feeds.extract import extract_page
from feeds.model import Added, Entry, Feed
from tests.builders import NOON

FEED = Feed("Wexcombe Post", "https://post.example/rss")
ENTRY = Entry("g1", "https://post.example/beds", "Beds counted again at Wexcombe Vale", "In short.")
PARAGRAPHS = (
    "The board of Wexcombe Vale trust met on Tuesday and counted its beds again.",
    "There were 412 of them, it said, which is 15 fewer than in the spring of last year.",
    "Managers blamed repairs to the roof, which will go on until the end of next summer.",
    "“We will be back to full strength by then,” said the chair of the trust, Ada Pell.",
    "Wards on the ground floor are not affected and stay open day and night, the trust said.",
)
PAGE = """<!doctype html><html lang="en"><head><title>Beds counted again at Wexcombe Vale</title>
{head}</head><body>
<header><nav><a href="/">Home</a> <a href="/health">Health</a></nav></header>{top}
<main><article><h1>Beds counted again at Wexcombe Vale</h1>{byline}
<p>{0}</p><p>{1}</p>{middle}<p>{2}</p><p>{3}</p>{late}<p>{4}</p>{end}</article>
<aside>{side}</aside></main><footer>{foot}</footer></body></html>"""
PLACES = ("head", "top", "byline", "middle", "late", "end", "side", "foot")


def page(*paragraphs: str, **furniture: str) -> bytes:
    around = dict.fromkeys(PLACES, "") | furniture
    return PAGE.format(*(paragraphs or PARAGRAPHS), **around).encode()


@pytest.fixture(scope="module")
def archive() -> Archive:
    database = connect("sqlite://")
    migrate(database)
    archive = Archive(database)
    file(archive, page())
    return archive


def file(archive: Archive, html: bytes) -> Added:
    read = extract_page(html, ENTRY.link)
    return archive.add(draft_of(FEED, ENTRY, NOON, read, ENTRY.link), NOON)


@pytest.mark.parametrize(
    "furniture",
    [
        {"byline": '<p class="byline">By Bo Lund</p><time datetime="2026-11-20">3 hours ago</time>'},
        {"byline": '<p class="timestamp">Updated 12:45, 20 November 2026</p>'},
        {"byline": '<div class="share">Share <span>214 shares</span> <span>37 comments</span></div>'},
        {"top": '<div id="cookie-banner"><p>We use cookies to make our site work well for you.</p></div>'},
        {"top": '<div class="breaking-news"><a href="/x">Breaking: a bridge has been opened</a></div>'},
        {"middle": '<figure><img src="a.jpg"><figcaption>The roof in autumn. Photo: Bo Lund</figcaption></figure>'},
        {"middle": '<aside class="related"><h2>Related</h2><ul><li><a href="/a">A bridge opens</a></li></ul></aside>'},
        {"middle": '<div class="advert">Advertisement</div>'},
        {"late": '<p><strong>Read more:</strong> <a href="/b">A school is to close its gates</a></p>'},
        {"late": '<div class="newsletter-signup"><p>Sign up to our newsletter for news each day.</p></div>'},
        {"end": '<section class="comments"><h2>Comments (38)</h2><p>First! What a fine article this is.</p></section>'},
        {"end": '<ul class="tags"><li><a href="/t/beds">Beds</a></li><li><a href="/t/roof">Roof</a></li></ul>'},
        {"side": '<h2>Most read</h2><ol><li><a href="/c">A cat is found</a></li><li><a href="/d">Rain</a></li></ol>'},
        {"foot": "<p>© 2027 Wexcombe Post. All rights are reserved by the publishers of this paper.</p>"},
        {"head": '<meta property="og:image" content="https://post.example/new.jpg"><script>var a = 1;</script>'},
        {"head": '<meta property="article:modified_time" content="2026-11-21T09:00:00Z">'},
    ],
)  # fmt: skip
def test_other_furniture_makes_no_version(archive: Archive, furniture: dict[str, str]) -> None:
    assert file(archive, page(**furniture)).status == "same"


@pytest.mark.parametrize(
    "spelling",
    [
        lambda text: text.replace(" ", "\n  "),
        lambda text: text.replace("412 of", "412\u00a0of"),
        lambda text: f"<span>{text}</span>",
        lambda text: text.replace("“", "&ldquo;").replace("”", "&rdquo;"),
        lambda text: text.replace("trust", '<a href="/trust">trust</a>'),
        lambda text: text.replace("beds", "be\u200bds\u00ad"),
    ],
)
def test_the_same_words_in_other_dress_make_no_version(archive: Archive, spelling: object) -> None:
    assert callable(spelling)
    assert file(archive, page(*map(spelling, PARAGRAPHS))).status == "same"


def test_other_words_make_a_version_and_taking_them_back_another() -> None:
    database = connect("sqlite://")
    migrate(database)
    archive = Archive(database)
    edited = (PARAGRAPHS[0], PARAGRAPHS[1].replace("412", "409"), *PARAGRAPHS[2:])
    statuses = [file(archive, html).status for html in (page(), page(*edited), page())]
    assert statuses == ["new", "version", "version"]
    first, second, third = archive.versions(1)
    assert first.text == third.text
    assert "409 of them" in second.text
    texts = archive.version_texts([first.id, second.id])
    assert texts[first.id][1] == first.text and texts[second.id][1] == second.text
