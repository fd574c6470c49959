"""Alive, ready and counted: what whoever runs the bot is told, and that it is true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import StartError
from bot.health import GATHER_LATE, PING_LATE, TICK_LATE, Facts, troubles
from bot.pulse import DELIVERED, GATHERED, PLANNED
from bot.web import Web, serve_health
from tests.bot.test_end_to_end import HALF_PAST, Playground, end, play
from tests.playground.harness import call_json, wait_for

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WELL = Facts(
    now=NOW,
    started=NOW - timedelta(days=1),
    database=None,
    pulses={PLANNED: NOW, DELIVERED: NOW, GATHERED: NOW},
    socket_connected=True,
    socket_heard=NOW,
)


def test_all_is_well() -> None:
    assert troubles(WELL) == ()


def test_a_clock_that_stopped_ticking_is_told() -> None:
    late = {**WELL.pulses, PLANNED: NOW - TICK_LATE - MINUTE}
    [trouble] = troubles(replace(WELL, pulses=late))
    assert "the clock has not looked for editions for 11 minutes" in trouble


def test_feeds_that_nobody_asked_are_told() -> None:
    late = {**WELL.pulses, GATHERED: NOW - GATHER_LATE - MINUTE}
    [trouble] = troubles(replace(WELL, pulses=late))
    assert "feeds" in trouble


def test_a_process_that_just_started_is_given_its_time() -> None:
    assert troubles(replace(WELL, pulses={}, started=NOW)) == ()
    assert len(troubles(replace(WELL, pulses={}))) == 3


def test_a_socket_that_is_down_or_silent_is_told() -> None:
    assert "down" in troubles(replace(WELL, socket_connected=False))[0]
    silent = replace(WELL, socket_heard=NOW - PING_LATE - MINUTE)
    assert "silent" in troubles(silent)[0]


def test_a_database_that_is_gone_is_told() -> None:
    assert troubles(replace(WELL, database="database x: it is gone")) == ("database x: it is gone",)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Playground, Web]]:
    playground = play(tmp_path_factory.mktemp("data"))
    web = Web(playground.bot)
    web.start()
    playground.clock.advance(HALF_PAST)
    playground.briefing()
    yield playground, web
    web.stop()
    end(playground)


def test_a_bot_at_work_is_alive_and_ready(running: tuple[Playground, Web]) -> None:
    _, web = running
    assert call_json(f"{web.url}/healthz") == (200, {"ok": True, "troubles": []})
    wait_for(lambda: call_json(f"{web.url}/readyz")[0] == 200, "a ready bot")


def test_the_metrics_count_what_was_delivered_and_tell_no_secret(
    running: tuple[Playground, Web],
) -> None:
    playground, web = running
    _, text = call_json(f"{web.url}/metrics")
    assert 'nhs_brief_deliveries{state="sent"} 1.0' in text
    assert 'nhs_brief_job_age_seconds{job="planned"}' in text
    assert "xoxb-" not in text and playground.bot.team_id not in text


def test_it_is_served_only_where_a_port_is_asked_for(running: tuple[Playground, Web]) -> None:
    playground, web = running
    assert serve_health(playground.bot, {}) is None
    with pytest.raises(StartError, match="PORT is 'eighty'"):
        serve_health(playground.bot, {"PORT": "eighty"})
    with pytest.raises(StartError, match="cannot be taken"):
        serve_health(playground.bot, {}, web.port)
    other = serve_health(playground.bot, {}, 0)
    assert other is not None
    assert call_json(f"{other.url}/healthz")[0] == 200
    other.stop()


def test_a_bot_that_lost_its_socket_is_alive_but_not_ready(
    running: tuple[Playground, Web],
) -> None:
    playground, web = running
    playground.bot.socket.client.auto_reconnect_enabled = False
    playground.bot.socket.disconnect()
    status, told = call_json(f"{web.url}/readyz")
    assert status == 503 and "socket" in told["troubles"][0]
    assert call_json(f"{web.url}/healthz")[0] == 200


def test_a_bot_whose_worker_has_ended_is_not_alive(running: tuple[Playground, Web]) -> None:
    playground, web = running
    playground.bot.worker.stop()
    status, told = call_json(f"{web.url}/healthz")
    assert status == 503 and "restart" in told["troubles"][0]
