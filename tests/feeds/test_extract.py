"""A page is its article: nothing of the furniture in it, nothing of the article lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.extract import MAX_HTML_BYTES, extract_page
from feeds.model import FeedError, LeftOut, Page
from feeds.pages.furniture import invites, kind_of_words

HERE = Path(__file__).parent / "pages"
NEWS = (HERE / "news-with-all-furniture.html").read_bytes()
URL = "https://www.harbourpost.example/health/brannock-waits?utm_source=rss"


def read(name: str) -> Page:
    return extract_page((HERE / name).read_bytes(), URL)


def test_the_text_is_the_article_with_its_headings_and_bullets_apart() -> None:
    assert read("news-with-all-furniture.html").text.split("\n\n") == [
        "Two wards stay shut as the trust looks for staff.",
        "Patients at St Brannock’s Hospital now wait 41\u00a0days for a first scan, the trust’s board was told on Tuesday.",
        "Chair Dilys Penhale said the figure was “not one that any of us wanted to read”, and promised a plan before the spring.",
        "Where the delays are",
        "The papers name three departments in which the wait has grown most since the summer:",
        "• imaging, up by nine days",
        "• gynaecology, up by six days",
        "• cardiology, up by four days",
        "“We have the rooms and the scanners. What we do not have is enough people to run them at night.”",
        "Two of the wards will stay closed until January, according to the board’s papers, while the trust recruits abroad.",
        "The regulator is expected to visit the hospital again in the first week of February.",
    ]


def test_what_was_left_out_is_told_by_kind() -> None:
    left_out = read("news-with-all-furniture.html").left_out
    kinds = {piece.kind for piece in left_out}
    assert {"caption", "advert", "related", "newsletter", "cookies", "byline"} <= kinds
    assert (
        LeftOut("caption", "The empty ward at St Brannock’s, photographed in October.") in left_out
    )
    assert sum(piece.kind == "advert" for piece in left_out) == 1


def test_the_page_says_who_when_and_where() -> None:
    page = read("news-with-all-furniture.html")
    assert page.title == "Brannock waits reach 41 days, board told"
    assert page.authors == ("Ann Lee", "Bo Chen")
    assert page.published == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert page.modified == datetime(2026, 11, 20, 10, 15, tzinfo=UTC)
    assert (page.outlet, page.teaser) == ("Harbour Post", False)
    assert page.canonical == "https://www.harbourpost.example/health/brannock-waits"


def test_the_beginning_of_a_paywalled_article_is_a_teaser() -> None:
    page = read("paywalled-beginning.html")
    assert page.teaser
    assert page.text.startswith("District nurses in four counties")
    assert "subscriber" not in page.text
    assert "paywall" in {piece.kind for piece in page.left_out}
    assert page.authors == ("Cara Dunn",)


def test_an_article_behind_a_wall_that_stands_whole_on_the_page_is_no_teaser() -> None:
    paragraphs = "".join(
        f"<p>{n} nurses on the coast were asked about their rota, and said what they thought of it at some length.</p>"
        for n in range(20)
    )
    html = f'<script type="application/ld+json">{{"@type":"Article","isAccessibleForFree":false}}</script><article>{paragraphs}</article>'
    assert not extract_page(f"<html><body>{html}</body></html>").teaser


def test_a_government_release_is_read_with_its_list_and_quotation() -> None:
    page = read("government-release.html")
    assert (page.title, page.outlet) == ("New scanners for coastal hospitals", "GOV.UK")
    assert page.published == datetime(2026, 11, 18, 0, 30, 2, tzinfo=UTC)
    paragraphs = page.text.split("\n\n")
    assert paragraphs[0] == "Nine hospitals will share twelve new scanners."
    assert "• Nine hospitals on the coast are to share the machines" in paragraphs
    assert "Minister Idris Vaughan-Price said:" in paragraphs
    assert "Background information" in paragraphs
    assert not any(
        word in page.text
        for word in ("cookies", "From:", "Related", "Scanner spending", "open licence")
    )


def test_doubled_line_breaks_part_paragraphs_where_there_are_none() -> None:
    assert read("bare-divs.html").text.split("\n\n")[-2:] == [
        "The first thing that the matron said was that the beds had come, and that nobody had been told where they should go.",
        "The second thing was that the lift was broken, which made the first thing a good deal worse than it might have been. A porter laughed.",
    ]


def test_a_list_of_links_is_no_article() -> None:
    page = read("list-of-links.html")
    assert (page.text, page.teaser) == ("", True)


def test_bytes_and_text_are_read_alike_in_every_encoding() -> None:
    html = NEWS.decode()
    latin = html.replace("utf-8", "windows-1252").encode("cp1252", "xmlcharrefreplace")
    assert extract_page(html).text == extract_page(NEWS).text == extract_page(latin).text


def test_hidden_characters_stay_outside() -> None:
    html = NEWS.replace(b"Chair Dilys", "Chair\u200b Di\u202elys".encode())
    assert "Chair Dilys Penhale said" in extract_page(html).text


@pytest.mark.parametrize(
    "html",
    [
        b"",
        b" ",
        b"text only",
        b"<",
        b"<html>",
        b"\0" * 50,
        b"\xff\xfe",
        b"<!--",
        b"<p",
        b"<?xml version='1.0'?>",
        b"{}",
        "<a href='\ud800'>",
    ],
)
def test_what_is_hardly_a_page_gives_no_text_and_no_crash(html: bytes | str) -> None:
    assert len(extract_page(html).text) < 20


@pytest.mark.parametrize(
    "nested", ["<div>", "<b>", "<p><span>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<font>"]
)
def test_deep_nesting_is_survived(nested: str) -> None:
    assert isinstance(extract_page(nested * 5_000 + "text"), Page)


@pytest.mark.parametrize(
    "linked",
    ["{", "[" * 5_000, '{"@type": 1}', '{"@type":["NewsArticle",null],"author":[[{}],1,null,{"name":{}}],"datePublished":5,"publisher":[]}',
     '{"@type":"Article","headline":{"a":1},"datePublished":"9999-99-99","dateModified":"0001-01-01T00:00:00+23:59","isAccessibleForFree":[]}',
     "null", '{"@graph":{"@graph":[{"@type":"Article","articleBody":["x"]}]}}'],
)  # fmt: skip
def test_hostile_json_ld_is_survived(linked: str) -> None:
    page = extract_page(NEWS.replace(b'{"@context"', linked.encode() + b' {"@context"'))
    assert page.title and page.text


def test_a_page_over_the_limit_is_refused_with_the_cure() -> None:
    with pytest.raises(FeedError, match="2 MB"):
        extract_page(b"a" * (MAX_HTML_BYTES + 1))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_mutated_page_never_raises(data: st.DataObject) -> None:
    body = bytearray(NEWS)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    assert isinstance(extract_page(bytes(body), URL), Page)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", "advert"), ("Image source, Harbour Post", "caption"),
        ("The ward in spring (Image: Harbour Post)", "caption"), ("Read more: Why the unit closed", "related"),
        ("MORE : Ferry late again", "related"), ("Sign up to our newsletter", "newsletter"),
        ("Share this article", "share"), ("By Ann Lee", "byline"), ("Published: 20 November 2026", "byline"),
        ("Already a subscriber? Log in", "paywall"), ("View comments", "comments"),
        ("Waits rose to 41 days, the board was told.", None),
        ("By the spring, the board hopes, waits will fall to 20 days.", None),
        ("Live births fell in three of the four counties.", None),
        ("The image of the service has suffered, she said.", None),
        ("Published figures show that waits rose.", None),
        ("Share prices fell after the announcement.", None),
    ],
)  # fmt: skip
def test_furniture_is_known_by_its_words_and_sentences_are_not_furniture(
    line: str, kind: str | None
) -> None:
    assert kind_of_words(line) == kind


def test_an_invitation_is_known() -> None:
    assert invites("Join our WhatsApp community for more.")
    assert not invites("The board meets again in February.")


def test_a_page_with_too_many_parts_is_refused_with_the_cure() -> None:
    with pytest.raises(FeedError, match=r"save its text as \.txt") as caught:
        extract_page("<p>word" * 20_000)
    assert caught.value.permanent


def test_a_fact_box_is_no_part_of_the_text_even_a_long_one() -> None:
    told = "".join(
        f"<p>The board of the trust met for the {n}th time and counted all of its beds again.</p>"
        for n in range(4, 10)
    )
    speech = "".join(
        f"<p>My lords, in year {n} you shall count every bed in the land twice over.</p>"
        for n in range(1900, 1910)
    )
    box = f'<div class="post-factbox"><h2 class="post-factbox-title">In full</h2>{speech}</div>'
    html = f"<html><body><article><h1>Beds</h1>{told}{box}<p>It will meet again in the spring of next year.</p></article></body></html>"
    page = extract_page(html)
    assert "My lords" not in page.text and "In full" not in page.text
    assert page.text.startswith("The board") and page.text.endswith("next year.")
    assert [piece.kind for piece in page.left_out] == ["aside"]
