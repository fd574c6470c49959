"""Work on several hosts at once, on each one thing at a time, and give the results in order."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar
from urllib.parse import urlsplit

HOSTS_AT_ONCE = 4
Item = TypeVar("Item")
Result = TypeVar("Result")


def host_of(link: str | None) -> str:
    """The host and port of a link; the empty text where there is none."""
    try:
        return urlsplit(link or "").netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def work_on_hosts(
    items: Sequence[Item], host: Callable[[Item], str], work: Callable[[Item], Result]
) -> Generator[Result]:
    """Yield `work(item)` of every item, in their order, each as soon as it and those before it are
    done. If the caller goes away, what has not begun is not done."""
    lanes: dict[str, list[tuple[Item, Future[Result]]]] = {}
    results: list[Future[Result]] = []
    for item in items:
        results.append(Future())
        lanes.setdefault(host(item), []).append((item, results[-1]))
    gone = Event()
    with ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="feeds") as pool:
        for lane in lanes.values():
            pool.submit(_work_down, lane, work, gone)
        try:
            for result in results:
                yield result.result()
        finally:
            gone.set()


def _work_down(
    lane: Sequence[tuple[Item, Future[Result]]], work: Callable[[Item], Result], gone: Event
) -> None:
    for item, result in lane:
        if gone.is_set():
            return
        try:
            result.set_result(work(item))
        except BaseException as error:
            result.set_exception(error)
