"""No spelling of a link or an address reaches a private network."""

import ipaddress

import pytest
import ssrfguard
from hypothesis import given
from hypothesis import strategies as st

from feeds.guard import RefusedError, canonical_url, check_address, check_addresses, check_url
from tests.feeds.vectors import PRIVATE_ADDRESSES, PUBLIC_ADDRESSES, REFUSED_LINKS

NEWSROOM = frozenset({("127.0.0.1", 8123)})


@pytest.mark.parametrize("address", PRIVATE_ADDRESSES)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="refused: "):
        check_address(address, 80)


@pytest.mark.parametrize("address", PRIVATE_ADDRESSES)
def test_a_link_to_an_address_that_is_not_public_is_refused(address: str) -> None:
    host = f"[{address.replace('%', '%25')}]" if ":" in address else address
    with pytest.raises(RefusedError):
        check_url(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_a_public_address_passes(address: str) -> None:
    check_address(address, 443)
    assert (
        check_url(f"https://[{address}]/" if ":" in address else f"https://{address}/").host
        == address
    )


@pytest.mark.parametrize("link", REFUSED_LINKS)
def test_an_odd_link_is_refused(link: str) -> None:
    with pytest.raises(RefusedError):
        check_url(link)


def test_one_private_answer_spoils_all_answers_of_a_name() -> None:
    check_addresses(PUBLIC_ADDRESSES, 443)
    with pytest.raises(RefusedError, match=r"10\.0\.0\.1"):
        check_addresses([*PUBLIC_ADDRESSES, "10.0.0.1"], 443)


def test_a_refusal_says_why_and_is_final() -> None:
    with pytest.raises(RefusedError) as caught:
        check_address("10.0.0.5", 80)
    assert str(caught.value) == "refused: 10.0.0.5 is not a public address"
    assert caught.value.permanent


def test_a_public_link_comes_back_as_it_will_be_asked() -> None:
    target = check_url("HTTPS://Bücher.example/Über?q=é#part")
    assert (target.scheme, target.host, target.port) == ("https", "xn--bcher-kva.example", 443)
    assert target.url == "https://xn--bcher-kva.example/%C3%9Cber?q=%C3%A9"


def test_what_is_allowed_passes_exactly_and_nothing_beside_it() -> None:
    assert check_url("http://127.0.0.1:8123/feed", NEWSROOM).port == 8123
    check_address("127.0.0.1", 8123, NEWSROOM)
    for link in (
        "http://127.0.0.1:8124/",
        "http://127.0.0.2:8123/",
        "http://localhost:8123/",
        "http://127.0.0.1/",
    ):
        with pytest.raises(RefusedError):
            check_url(link, NEWSROOM)
    with pytest.raises(RefusedError):
        check_address("127.0.0.1", 80, NEWSROOM)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_whatever_passes_is_public_by_the_books_of_others(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    try:
        check_address(str(address), 443)
    except RefusedError:
        return
    assert address.is_global
    assert ssrfguard.Policy().permits_address(address)


HOSTS = st.text(alphabet="0123456789abcdefx.:[]%-_@/\\#?。１①", max_size=24)


@given(HOSTS)
def test_no_generated_host_passes_as_anything_but_a_public_name_or_address(host: str) -> None:
    try:
        target = check_url(f"http://{host}/")
    except RefusedError:
        return
    assert target.port in (80, 443)
    try:
        assert ipaddress.ip_address(target.host).is_global
    except ValueError:
        assert "." in target.host and not target.host.rstrip(".").rsplit(".", 1)[-1].isdigit()


@pytest.mark.parametrize(
    "twin",
    [
        "http://www.post.example/a/story?utm_source=rss&id=7#top",
        "https://post.example/a/story/?id=7",
        "https://post.example:443/a/story?id=7&at_medium=RSS&at_campaign=x",
        "https://m.post.example/a/story?id=7&fbclid=abc",
        "https://amp.post.example/a/story?id=7",
        "https://www.post.example/a/story/amp?id=7",
        "https://www.post.example/a/story.amp?amp=1&id=7",
        "HTTPS://WWW.POST.EXAMPLE/a/story?CMP=rss&id=7",
        "https://touch.post.example/a//story?id=7&src=rss&_hsenc=p2&mkt_tok=eyJ",
        "https://www-post-example.cdn.ampproject.org/c/s/www.post.example/a/story?id=7",
        "https://www.google.co.uk/amp/s/post.example/amp/a/story?id=7",
        "https://post.example/a/story/amp.html?id=7",
        "https://post.example/a/story;jsessionid=0F3A?id=7&rss",
        "  https://post.example./a/%73tory?utm_id=1&id=%37 ",
    ],
)
def test_twins_of_a_link_are_one_article(twin: str) -> None:
    assert canonical_url(twin) == "https://post.example/a/story?id=7"


def test_what_tells_two_articles_apart_is_kept() -> None:
    links = [
        "https://e.example/?p=1",
        "https://e.example/?p=2",
        "https://e.example/A",
        "https://e.example/a",
        "https://e.example/",
        "https://news.e.example/",
        "https://e.example:8443/",
        "https://e.example/view.asp?1234",
        "https://e.example/view.asp?1235",
        "https://e.example/view.asp",
        "https://e.example/amplify",
        "https://e.example/a.html",
        "https://e.example/view?src=7",
        "https://e.example/view?src=8",
    ]
    assert len({canonical_url(link) for link in links}) == len(links)


@pytest.mark.parametrize(
    "other", ["", "inbox:a.txt", "urn:uuid:1", "tag:e.example,2026:1", "http://[", "hash:1"]
)
def test_what_is_no_web_link_is_its_own_identity(other: str) -> None:
    assert canonical_url(other) == other


@given(st.text(alphabet="htps:/.wamexl?&=utm_#%2 é", max_size=40))
def test_the_canonical_link_is_stable(link: str) -> None:
    once = canonical_url(f"https://www.e.example/{link}")
    assert canonical_url(once) == once
