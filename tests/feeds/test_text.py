"""The border of the house: what comes in as text is only text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import clean_mapped, clean_text, decode, fold_space, text_of_html

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))
NASTY = st.text(alphabet="ab \r\n\t\x00\x0b\x85\u0301\u200b\u202e\u2028\ufe0f\ud800\U000e0041")


@pytest.mark.parametrize(
    "hostile",
    [
        "\x00", "\x1b", "\x7f", "\x9f", "\xad", "\u061c", "\u200b", "\u200d", "\u200e", "\u202e",
        "\u2066", "\u2069", "\u2060", "\ufeff", "\ufe0f", "\U000e0041", "\U000e0100", "\ud800",
        "\udfff", "\ue000", "\U0010ffff", "\ufff9", "\u3164", "\u2800",
    ],
)  # fmt: skip
def test_what_nobody_sees_is_left_behind(hostile: str) -> None:
    assert clean_text(f"wa{hostile}its") == "waits"


@pytest.mark.parametrize(
    "kept", ["£1.2bn", "“quoted”", "it’s", "5\u00a0000", "a – b — c", "naïve", "7½", "•"]
)
def test_what_is_printed_stays_as_printed(kept: str) -> None:
    assert clean_text(kept) == kept


def test_every_kind_of_line_end_becomes_one() -> None:
    assert clean_text("a\r\nb\rc\u2028d\x85e\nf") == "a\nb\nc\nd\ne\nf"


def test_white_space_that_is_no_line_end_still_parts_words() -> None:
    assert clean_text("a\x0bb\x0cc\td") == "a b c\td"


def test_a_tower_of_marks_is_cut_down() -> None:
    assert clean_text("Z" + "\u0301" * 50 + "a") == "Z" + "\u0301" * 4 + "a"


@given(ANYTHING)
def test_no_hidden_category_survives(raw: str) -> None:
    survivors = {unicodedata.category(character) for character in clean_text(raw)} & {
        "Cs",
        "Co",
        "Cf",
    }
    assert not survivors
    assert all(c in "\n\t" for c in clean_text(raw) if unicodedata.category(c) == "Cc")


@given(NASTY)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert clean_text(clean_text(raw)) == clean_text(raw)


@given(NASTY)
def test_the_mapped_text_is_the_clean_text_and_leads_back(raw: str) -> None:
    cleaned = clean_mapped(raw)
    assert cleaned.text == clean_text(raw)
    assert (cleaned.offsets is None) == (cleaned.text == raw)
    for index, character in enumerate(cleaned.text):
        there = raw[cleaned.raw_index(index)]
        assert there == character or there in "\r\x85\u2028\x0b"


def test_the_end_of_a_mapped_slice_lies_behind_its_last_character() -> None:
    raw = "\u200bone\u200b two\u200b"
    cleaned = clean_mapped(raw)
    assert raw[cleaned.raw_index(0) : cleaned.raw_index(len(cleaned.text))] == "one\u200b two"


def test_folding_takes_every_white_space_and_nothing_else() -> None:
    assert fold_space("\u00a0a\u2009b \n\t c-d\u00a0\u00a0e ") == "a b c-d e"


def test_html_becomes_paragraphs_and_bullets() -> None:
    fragment = "<p>Waits &amp; beds\nrise.</p><ul><li>One</li><li><p>Two</p></li></ul>A<br>B"
    assert text_of_html(fragment) == "Waits & beds rise.\n\n• One\n\n• Two\n\nA\nB"


SIMPLE = st.lists(
    st.sampled_from(
        [
            "<p>one</p>",
            "<p class='a b'>one <b>two</b></p>",
            'a <a href="/x?a=1&amp;b=2" rel=x>link</a> in it',
            "<ul><li>one</li><li>two</li></ul>",
            "<div>one<br/>two</div>",
            " \n &amp; £5&nbsp;m",
            '<img alt="an image" />',
            "<h2>Head</h2>",
        ]
    ),
    max_size=8,
).map("".join)


@given(SIMPLE)
def test_the_short_way_through_simple_html_says_what_the_tree_says(fragment: str) -> None:
    short, long = f"<b>x</b>{fragment}", f"<font><b>x</b>{fragment}</font>"
    assert text_of_html(short) == text_of_html(long)


def test_a_bracket_in_an_attribute_ends_no_tag() -> None:
    assert text_of_html('<a title="x > y" href="/">one</a> <b>two</b>') == "one two"


def test_scripts_styles_and_comments_are_not_text() -> None:
    assert text_of_html("<style>p{}</style>a<script>b()</script><!-- c --> d") == "a d"


def test_a_non_breaking_space_survives_html() -> None:
    assert text_of_html("<p>5&nbsp;000  beds</p>") == "5\u00a0000 beds"


@pytest.mark.parametrize(
    "fragment", ["", "<", "&", "<p", "&#0;&#xD800;", "<div>" * 20_000 + "a", "<![CDATA[", "<!--"]
)
def test_broken_html_is_read_without_a_crash(fragment: str) -> None:
    assert text_of_html(fragment).isprintable()


@pytest.mark.parametrize(
    ("body", "declared", "expected"),
    [
        (b"", None, ""),
        ("café £5".encode(), None, "café £5"),
        ("café £5".encode("cp1252"), None, "café £5"),
        ("“q”".encode("cp1252"), "iso-8859-1", "“q”"),
        ("“q”".encode(), "latin1", "“q”"),
        ("“q”".encode("utf-16"), "utf-8", "“q”"),
        (b"\xef\xbb\xbfa", "cp1252", "a"),
        ("é".encode(), "hex", "é"),
        ("é".encode(), "no-such-thing", "é"),
        ("Ж".encode("koi8-r"), "KOI8-R", "Ж"),
        (b"\x81\x8d", None, "\ufffd\ufffd"),
    ],
)
def test_bytes_become_text_whatever_they_claim(
    body: bytes, declared: str | None, expected: str
) -> None:
    assert decode(body, declared) == expected


@given(
    st.binary(max_size=60), st.sampled_from([None, "utf-16", "utf-7", "punycode", "gb18030", "x"])
)
def test_decoding_never_raises(body: bytes, declared: str | None) -> None:
    assert isinstance(decode(body, declared), str)
