"""A page costs only itself: what hangs, hoards or crashes is ended, and the next one is read."""

import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.extract import extract_page
from feeds.model import FeedError, Page
from feeds.parse import parse_feed
from feeds.sandbox import Sandbox, SandboxError
from tests.feeds import sandbox_jobs as jobs

PAGE = b"""<html><head><title>Beds</title></head><body><article><h1>Beds</h1>
<p>The board of Wexcombe Vale trust met on Tuesday and counted its beds again in the hall.</p>
<p>There were 412 of them, it said, which is 15 fewer than in the spring of last year.</p>
</article></body></html>"""
FEED = b"""<rss version="2.0"><channel><title>Post</title><item><title>Beds</title>
<link>https://post.example/beds</link><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(processor=timedelta(seconds=0.5), patience=timedelta(seconds=20))
    yield sandbox
    sandbox.close()


def test_a_page_and_a_feed_come_back_as_they_would_without(sandbox: Sandbox) -> None:
    url = "https://post.example/beds"
    assert sandbox.run(extract_page, PAGE, url) == extract_page(PAGE, url)
    assert sandbox.run(parse_feed, FEED, url) == parse_feed(FEED, url)
    assert sandbox.run(parse_feed, FEED, url).entries[0].published == datetime(
        2026, 11, 20, 8, tzinfo=UTC
    )


def test_a_child_is_used_again(sandbox: Sandbox) -> None:
    assert sandbox.run(jobs.own_id) == sandbox.run(jobs.own_id) != os.getpid()


@pytest.mark.parametrize("job", [jobs.spin, jobs.spin_in_c])
def test_what_never_ends_is_ended_and_the_next_is_read(
    sandbox: Sandbox, job: Callable[[], object]
) -> None:
    with pytest.raises(SandboxError, match="too long") as caught:
        sandbox.run(job)
    assert caught.value.permanent
    assert sandbox.run(jobs.double, 21) == 42


def test_what_waits_for_ever_is_ended() -> None:
    sandbox = Sandbox(patience=timedelta(seconds=20))
    waiting = sandbox.run(jobs.own_id)
    sandbox._idle[0]._patience = 0.1
    with pytest.raises(SandboxError, match="too long"):
        sandbox.run(jobs.wait_for_ever)
    with pytest.raises(ProcessLookupError):
        os.kill(waiting, 0)


def test_what_hoards_memory_is_refused(sandbox: Sandbox) -> None:
    assert sandbox.run(jobs.hoard, 100) == 100_000_000
    with pytest.raises(SandboxError, match="memory"):
        sandbox.run(jobs.hoard, 300)
    assert sandbox.run(jobs.double, 21) == 42


def test_what_crashes_costs_only_itself(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="broke"):
        sandbox.run(jobs.crash)
    assert sandbox.run(jobs.double, 21) == 42


def test_a_plain_refusal_keeps_its_words(sandbox: Sandbox) -> None:
    with pytest.raises(FeedError, match="not for you") as caught:
        sandbox.run(jobs.refuse)
    assert caught.value.permanent and not isinstance(caught.value, SandboxError)


def test_a_mistake_of_ours_is_an_error_that_names_its_kind(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match=r"could not be read \(KeyError\)"):
        sandbox.run(jobs.stumble)


def test_only_plain_data_comes_back(sandbox: Sandbox) -> None:
    assert sandbox.run(jobs.give_timedelta) == timedelta(hours=1)
    with pytest.raises(SandboxError):
        sandbox.run(jobs.smuggle)


def test_a_child_that_died_while_it_waited_is_replaced(sandbox: Sandbox) -> None:
    for _ in range(2):
        first = sandbox.run(jobs.own_id)
        os.kill(first, signal.SIGKILL)
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
        assert sandbox.run(jobs.own_id) != first


def test_it_knows_no_secret_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    sandbox = Sandbox()
    assert sandbox.run(jobs.known_secrets) == ""
    with pytest.raises(SandboxError):
        sandbox.run(jobs.write_file, str(tmp_path / "x"))
    sandbox.close()


def test_many_threads_share_a_few_children(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        pages: list[Page] = list(pool.map(lambda _: sandbox.run(extract_page, PAGE), range(80)))
        ids = set(pool.map(lambda _: sandbox.run(jobs.own_id), range(24)))
    assert {page.title for page in pages} == {"Beds"}
    assert len(ids) <= 2


def test_it_can_be_closed_twice_and_used_again() -> None:
    sandbox = Sandbox()
    first = sandbox.run(jobs.own_id)
    sandbox.close()
    sandbox.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert sandbox.run(jobs.own_id) != first
    sandbox.close()


def test_children_end_with_a_parent_that_is_killed() -> None:
    program = textwrap.dedent("""
        import os, signal
        from feeds.sandbox import shared_sandbox
        from tests.feeds import sandbox_jobs
        print(shared_sandbox().run(sandbox_jobs.own_id), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.wait()
    assert _has_ended(child)


def _has_ended(process: int) -> bool:
    """Wait, at most ten seconds, for a process that is not ours."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 10)[0])
    finally:
        os.close(handle)
