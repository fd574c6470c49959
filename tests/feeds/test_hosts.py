"""Several hosts at once, one thing at a time on each, results in order."""

from threading import Event

import pytest

from feeds.hosts import host_of, work_on_hosts


def test_no_items_no_results() -> None:
    assert list(work_on_hosts([], str, str)) == []


def test_results_come_in_order_though_a_host_is_late() -> None:
    released = Event()

    def work(item: str) -> str:
        if item == "slow-1":
            assert released.wait(10)
        if item == "fast-2":
            released.set()
        return item.upper()

    items = ["slow-1", "fast-1", "slow-2", "fast-2"]
    results = work_on_hosts(items, lambda item: item[:4], work)
    assert list(results) == ["SLOW-1", "FAST-1", "SLOW-2", "FAST-2"]


def test_an_error_is_raised_in_its_place_and_the_rest_is_not_begun() -> None:
    begun: list[int] = []

    def work(item: int) -> int:
        begun.append(item)
        return 1 // (item - 1)

    results = work_on_hosts(range(100), lambda _: "one host", work)
    assert next(results) == -1
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert begun[:2] == [0, 1]


def test_what_has_not_begun_when_the_caller_leaves_is_not_done() -> None:
    begun: list[int] = []
    held = Event()

    def work(item: int) -> int:
        begun.append(item)
        if item == 1:
            assert held.wait(10)
        return item

    results = work_on_hosts(range(50), lambda _: "one host", work)
    assert next(results) == 0
    held.set()
    results.close()
    assert begun == list(range(len(begun)))


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://Post.example/a", "post.example"),
        ("http://me:pw@127.0.0.1:8000/x", "127.0.0.1:8000"),
        ("mailto:x", ""),
        ("http://[", ""),
        (None, ""),
    ],
)
def test_the_host_of_a_link(link: str | None, host: str) -> None:
    assert host_of(link) == host
