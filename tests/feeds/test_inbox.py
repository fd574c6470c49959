"""Whatever is dropped in is read, or its name comes back with what to do about it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.inbox import inbox_files, read_inbox_file
from feeds.model import FeedError, Page

BODY = "Waits at the hospital rose to 41 days, the trust’s board was told on Tuesday morning."


def drop(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_is_kept_whole(tmp_path: Path) -> None:
    text = f"{BODY}\n\nImage source, Harbour Post\n\nA second paragraph."
    assert read_inbox_file(drop(tmp_path, "a.txt", text)) == Page(text)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n"])
def test_a_first_line_that_reads_as_a_headline_is_the_title_and_stays(
    tmp_path: Path, gap: str
) -> None:
    page = read_inbox_file(drop(tmp_path, "a.txt", f"Board told of longer waits{gap}{BODY}"))
    assert page.title == "Board told of longer waits"
    assert page.text.startswith("Board told of longer waits\n")


@pytest.mark.parametrize(
    "first",
    [
        "Waits rose again.",
        "• Waits rose again",
        "Waits",
        "He said: “Waits rose.”",
        "The board heard:",
        "w " * 120,
    ],
)
def test_a_first_line_that_is_no_headline_is_no_title(tmp_path: Path, first: str) -> None:
    assert read_inbox_file(drop(tmp_path, "a.txt", f"{first}\n\n{BODY}")).title is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_texts_of_any_editor_are_read(tmp_path: Path, encoding: str) -> None:
    assert (
        read_inbox_file(drop(tmp_path, "a.txt", "£5m – “enough”".encode(encoding))).text
        == "£5m – “enough”"
    )


def test_hostile_characters_stay_outside_and_non_breaking_spaces_come_in(tmp_path: Path) -> None:
    assert (
        read_inbox_file(drop(tmp_path, "a.txt", "a\u202eb\u200b 5\u00a0beds\r\nc")).text
        == "ab 5\u00a0beds\nc"
    )


def test_a_page_is_read_as_a_page(tmp_path: Path) -> None:
    html = f"<html><head><title>Longer waits | Post</title></head><body><nav>Home</nav><article><h1>Longer waits</h1>{f'<p>{BODY}</p>' * 1}<p>{BODY[::-1]}</p><figcaption>A caption</figcaption></article></body></html>"
    page = read_inbox_file(drop(tmp_path, "a.html", html))
    assert page.title == "Longer waits"
    assert BODY in page.text
    assert "Home" not in page.text


def test_a_bare_fragment_of_html_is_read_too(tmp_path: Path) -> None:
    assert (
        read_inbox_file(drop(tmp_path, "a.htm", "<p>Two beds</p><p>Three wards</p>")).text
        == "Two beds\n\nThree wards"
    )


def test_markdown_becomes_text_and_its_first_heading_the_title(tmp_path: Path) -> None:
    markdown = """# Waits *rise* again

The [board](https://post.example/a "b") heard **bad** news.

## Detail

* one bed
- two beds

> quoted `code` 2 * 3 * 4 and snake_case_word

![picture](x.png)
[1]: https://post.example/
"""
    page = read_inbox_file(drop(tmp_path, "a.md", markdown))
    assert page.title == "Waits rise again"
    assert page.text == (
        "The board heard bad news.\n\nDetail\n\n• one bed\n• two beds\n\n"
        "quoted code 2 * 3 * 4 and snake_case_word"
    )


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("Waits rise\n==========\n\nText of it.", "Waits rise"),
        ("---\ntitle: 'Waits rise'\ndate: x\n---\nText of it.", "Waits rise"),
        ("Text of it.\n\n## Part\n\nMore.", "Part"),
        ("Text of it.", None),
    ],
)
def test_markdown_titles(tmp_path: Path, markdown: str, title: str | None) -> None:
    page = read_inbox_file(drop(tmp_path, "a.md", markdown))
    assert (page.title, "Text of it." in page.text) == (title, True)


MAIL = """From: Harbour Trust News <news@trust.example>
Subject: Fwd: =?utf-8?q?Waits_rise_to_=C2=A35m?=
Date: Fri, 20 Nov 2026 07:30:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

The board heard =93bad=94 news.

--=20
Unsubscribe here
--b
Content-Type: text/html

<p>The page</p>
--b--
"""


def test_a_mail_says_who_when_and_what(tmp_path: Path) -> None:
    page = read_inbox_file(drop(tmp_path, "a.eml", MAIL))
    assert (page.title, page.outlet) == ("Waits rise to £5m", "Harbour Trust News")
    assert page.published == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert page.text == "The board heard “bad” news."


def test_a_mail_from_a_person_has_an_author(tmp_path: Path) -> None:
    page = read_inbox_file(
        drop(tmp_path, "a.eml", "From: Ann Lee <ann@post.example>\nSubject: x\n\nText")
    )
    assert (page.authors, page.outlet, page.published) == (("Ann Lee",), "Ann Lee", None)


def test_a_mail_with_only_html_is_read(tmp_path: Path) -> None:
    mail = "From: a@post.example\nContent-Type: text/html\n\n<p>One</p><p>Two</p>"
    page = read_inbox_file(drop(tmp_path, "a.eml", mail))
    assert (page.text, page.outlet) == ("One\n\nTwo", "post.example")


@pytest.mark.parametrize(
    ("name", "content", "cure"),
    [
        ("a.pdf", b"%PDF", "save it as .txt, .html, .md or .eml"),
        ("a", b"text", "save it as"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.txt", b"\xe2\x80\x8b", "paste the article"),
        ("a.html", b"<script>1</script>", "paste the article"),
        ("a.md", b"---\n---\n", "paste the article"),
        ("a.eml", b"Subject: x\n\n", "paste the article"),
        ("a.txt", b"PK\x03\x04\0\0\0", "save it as plain text"),
        ("a.txt", b"a" * 2_000_001, "at most 2 MB"),
    ],
)
def test_what_cannot_be_read_comes_back_with_the_cure(
    tmp_path: Path, name: str, content: bytes, cure: str
) -> None:
    with pytest.raises(FeedError, match=cure) as caught:
        read_inbox_file(drop(tmp_path, name, content))
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.permanent


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="cannot be opened"):
        read_inbox_file(tmp_path / "gone.txt")


def test_files_are_listed_by_name_with_folders_and_without_hidden_ones(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.pdf", ".hidden.txt", "~$a.txt", "more/c.md", ".git/config"):
        drop(tmp_path, name, "x")
    assert [path.relative_to(tmp_path).as_posix() for path in inbox_files(tmp_path)] == [
        "a.pdf",
        "b.txt",
        "more/c.md",
    ]


def test_an_inbox_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert inbox_files(tmp_path / "none") == ()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.binary(min_size=1, max_size=300), st.sampled_from([".txt", ".html", ".md", ".eml"]))
def test_random_bytes_are_read_or_refused(tmp_path: Path, content: bytes, ending: str) -> None:
    try:
        page = read_inbox_file(drop(tmp_path, f"a{ending}", content))
    except FeedError:
        return
    assert page.text


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.data())
def test_a_mutated_mail_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    body = bytearray(MAIL.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    try:
        read_inbox_file(drop(tmp_path, "a.eml", bytes(body)))
    except FeedError:
        return
