"""Acks and retries by the workspace's clock: no test waits for a minute."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.playground.workspace.timekeeper import Timekeeper
from bot.playground.workspace.workspace import Workspace
from tests.playground.harness import MANIFEST, Control, StillClock, wait_for
from tests.playground.plugs import heard, plugged_in


@contextmanager
def serving(clock: StillClock, ack_timeout: timedelta) -> Iterator[Workspace]:
    workspace = Workspace(MANIFEST, clock, ack_timeout=ack_timeout)
    workspace.start()
    try:
        yield workspace
    finally:
        workspace.stop()


def test_an_unacked_event_comes_at_once_then_after_one_and_five_minutes(clock: StillClock) -> None:
    with serving(clock, timedelta(seconds=0.02)) as workspace, plugged_in(workspace) as socket:
        Control(workspace).post("message", user="ada", channel="nhs-brief", text="Hello")
        tries = [heard(socket), heard(socket)]
        for minutes in (1, 5):
            wait_for(lambda: len(workspace.journal("unanswered")) == len(tries), "the timeout")
            clock.advance(timedelta(minutes=minutes))
            tries.append(heard(socket))
        wait_for(lambda: workspace.journal("dropped"), "the end of it")
    assert [each["retry_attempt"] for each in tries] == [0, 1, 2, 3]
    assert len({each["payload"]["event_id"] for each in tries}) == 1


def test_an_acked_event_does_not_come_again(clock: StillClock) -> None:
    with serving(clock, timedelta(minutes=10)) as workspace, plugged_in(workspace) as socket:
        Control(workspace).post("message", user="ada", channel="nhs-brief", text="Hello")
        socket.send(json.dumps({"envelope_id": heard(socket)["envelope_id"]}))
        wait_for(lambda: workspace.journal("ack"), "the ack")
        clock.advance(timedelta(hours=1))
        Control(workspace).post("message", user="ada", channel="nhs-brief", text="Next")
        assert heard(socket)["payload"]["event"]["text"] == "Next"
        assert not workspace.journal("unanswered")


def test_a_lost_connection_does_not_wait_for_the_ack(clock: StillClock) -> None:
    with serving(clock, timedelta(minutes=10)) as workspace:
        with plugged_in(workspace) as socket:
            Control(workspace).post("message", user="ada", channel="nhs-brief", text="Hello")
            first = heard(socket)
        with plugged_in(workspace) as socket:
            second = heard(socket)
    assert first["envelope_id"] == second["envelope_id"] and second["retry_attempt"] > 0


def test_an_eleventh_socket_is_turned_away(clock: StillClock) -> None:
    with serving(clock, timedelta(seconds=3)) as workspace:
        client = WebClient(token=workspace.app_token, base_url=workspace.api_url)
        urls = [client.api_call("apps.connections.open")["url"] for _ in range(11)]
        with ExitStack() as open_sockets:
            sockets = [open_sockets.enter_context(connect(url, proxy=None)) for url in urls[:10]]
            assert [heard(each)["num_connections"] for each in sockets] == list(range(1, 11))
            one_too_many = open_sockets.enter_context(connect(urls[10], proxy=None))
            assert heard(one_too_many)["reason"] == "too_many_websockets"


def test_a_ticket_works_once(clock: StillClock) -> None:
    with serving(clock, timedelta(seconds=3)) as workspace:
        client = WebClient(token=workspace.app_token, base_url=workspace.api_url)
        url = client.api_call("apps.connections.open")["url"]
        with connect(url, proxy=None) as socket:
            assert heard(socket)["type"] == "hello"
        with pytest.raises(InvalidStatus, match="403"), connect(url, proxy=None):
            pass


def test_an_answer_on_its_way_survives_a_jump_of_the_clock() -> None:
    async def wait_through_a_jump(is_answered: bool) -> str:
        clock = StillClock()
        keeper, loop = Timekeeper(clock), asyncio.get_running_loop()
        clock.on_move(keeper.jumped)
        answer: asyncio.Future[str] = loop.create_future()
        waiting = asyncio.ensure_future(keeper.within(answer, timedelta(seconds=3)))
        await asyncio.sleep(0)
        clock.advance(timedelta(minutes=1))
        if is_answered:
            loop.call_later(0.05, answer.set_result, "here")
        return await waiting

    assert asyncio.run(wait_through_a_jump(is_answered=True)) == "here"
    with pytest.raises(TimeoutError):
        asyncio.run(wait_through_a_jump(is_answered=False))
