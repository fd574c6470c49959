"""The main job, end to end: newsroom → feeds → archive → reading → blocks → Bolt → workspace, and back.

Everything is real but Slack and the outlets, and those are the playground's, over HTTP and WebSocket.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.app import Bot
from bot.blocks.lines import content_lines
from bot.clock import Clock
from bot.config import Config, load_config
from bot.playground.newsroom.server import Newsroom
from bot.playground.start import fresh, manifest, start_bot
from bot.playground.workspace.workspace import Workspace
from bot.verify import verify
from tests.playground.harness import call_json, wait_for

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("NHS_BRIEF_SHARED", ROOT.parent / "shared"))
HALF_PAST = timedelta(seconds=31)  # from 07:29:30


@dataclass
class Playground:
    """The whole thing in this process, as `nhs-brief run` builds it."""

    bot: Bot
    clock: Clock
    workspace: Workspace
    newsroom: Newsroom | None

    def messages(self) -> list[dict[str, Any]]:
        _, body = call_json(f"{self.workspace.url}_control/messages?channel=nhs-brief")
        return body["messages"]  # type: ignore[no-any-return]

    def briefing(self) -> dict[str, Any]:
        found = wait_for(lambda: [m for m in self.messages() if is_briefing(m)], "the briefing")
        return found[0]  # type: ignore[no-any-return]

    def say(self, kind: str, **body: Any) -> dict[str, Any]:
        given = {"user": "Ada Morgan", "channel": "nhs-brief"} | body
        status, answer = call_json(f"{self.workspace.url}_control/{kind}", given)
        assert status == 200, answer
        return answer  # type: ignore[no-any-return]

    def next_message(self, kind: str, **body: Any) -> dict[str, Any]:
        """Say something, and wait for what the bot says next."""
        before = {m["ts"] for m in self.messages()}
        said = self.say(kind, **body).get("ts")

        def replies() -> list[dict[str, Any]]:
            return [m for m in self.messages() if m["ts"] not in before and m["ts"] != said]

        return wait_for(replies, f"a reply to {kind}")[0]  # type: ignore[no-any-return]

    def faults(self) -> list[str]:
        checked = verify(
            self.bot.store, self.bot.reader.archive, lambda _: self.bot.courier.client_for("")
        )
        return [fault for finding in checked for fault in finding.wrong]


def is_briefing(message: dict[str, Any]) -> bool:
    blocks = message.get("blocks") or []
    return bool(blocks) and blocks[0]["type"] == "header" and not message.get("ephemeral")


def config_in(folder: Path) -> Config:
    return load_config(ROOT / "config.yaml", os.environ | {"NHS_BRIEF_DATA": str(folder)})


def play(
    folder: Path, *, ticking: bool = True, inbox: Path | None = None, newsroom: bool = True
) -> Playground:
    config = fresh(config_in(folder))
    morning = datetime(2026, 11, 24, 7, 29, 30, tzinfo=config.zone)
    clock = Clock(morning)
    outlets = Newsroom(morning + timedelta(seconds=30), clock=clock) if newsroom else None
    workspace = Workspace(manifest(), clock)
    workspace.start()
    if outlets is not None:
        outlets.start()
    bot = start_bot(config, clock, workspace, outlets, inbox=inbox, ticking=ticking)
    return Playground(bot, clock, workspace, outlets)


def end(running: Playground) -> None:
    running.bot.stop()
    if running.newsroom is not None:
        running.newsroom.stop()
    running.workspace.stop()


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A playground whose first briefing is posted."""
    running = play(tmp_path_factory.mktemp("data"))
    running.clock.advance(HALF_PAST)
    running.briefing()
    yield running
    end(running)


def test_the_schedule_posts_one_briefing_made_of_lines_that_stand_in_their_sources(
    playground: Playground,
) -> None:
    lines = content_lines(playground.briefing()["blocks"])
    assert len(lines) >= 5
    assert len([m for m in playground.messages() if is_briefing(m)]) == 1
    assert playground.faults() == []


def test_the_briefing_keeps_to_its_length_and_shows_its_sections(playground: Playground) -> None:
    blocks = playground.briefing()["blocks"]
    words = sum(len(line.split()) for line in content_lines(blocks))
    assert words <= 250
    shown = json.dumps(blocks)
    for section in ("TOP LINE", "ALSO TODAY", "BY THE NUMBERS", "LOOK AHEAD", "Read "):
        assert section in shown


def test_without_a_tick_nothing_is_posted(tmp_path: Path) -> None:
    running = play(tmp_path, ticking=False)
    try:
        running.clock.advance(HALF_PAST)
        running.next_message("command", text="/nhs-brief help")  # a full round trip later
        assert [m for m in running.messages() if is_briefing(m)] == []
        assert (
            running.bot.store.deliveries(
                running.bot.team_id, running.workspace.channel_id("nhs-brief")
            )
            == ()
        )
    finally:
        end(running)


def test_the_command_alone_shows_the_latest_briefing_to_the_asker_only(
    playground: Playground,
) -> None:
    reply = playground.next_message("command", text="/nhs-brief")
    assert reply["ephemeral"]
    assert content_lines(reply["blocks"])


def test_a_question_is_answered_with_a_line_of_a_source(playground: Playground) -> None:
    reply = playground.next_message(
        "command", text="/nhs-brief how many people are waiting in Wales?"
    )
    assert any("Wales" in line for line in content_lines(reply["blocks"]))


def test_a_question_without_an_answer_gets_an_honest_no(playground: Playground) -> None:
    reply = playground.next_message("command", text="/nhs-brief who won the world cup in 1966?")
    assert "not in my articles" in reply["text"].lower()


def test_a_mention_with_a_link_gets_that_article_in_a_thread(playground: Playground) -> None:
    assert playground.newsroom is not None
    article = playground.bot.reader.archive.articles(
        playground.clock.now() - timedelta(hours=12), playground.clock.now()
    )[0]
    said = playground.say("message", text=f"@NHS Brief {article.url}")
    thread = wait_for(
        lambda: [
            m
            for m in playground.messages()
            if m.get("thread_ts") == said["ts"] and m["ts"] != said["ts"]
        ],
        "a card in the thread",
    )
    lines = content_lines(thread[0]["blocks"])
    assert lines and all(
        line in " ".join(f"{article.version.title} {article.version.text}".split())
        for line in lines
    )


def test_a_reply_in_the_thread_of_the_briefing_is_answered_from_it(playground: Playground) -> None:
    briefing = playground.briefing()
    said = playground.say("message", text="How many people are waiting?", thread_ts=briefing["ts"])
    thread = wait_for(
        lambda: [
            m
            for m in playground.messages()
            if m.get("thread_ts") == briefing["ts"] and m["ts"] > said["ts"]
        ],
        "an answer in the thread",
    )
    assert thread[0]["blocks"]


def test_a_button_of_the_briefing_answers(playground: Playground) -> None:
    briefing = playground.briefing()
    [row] = [block for block in briefing["blocks"] if block["type"] == "actions"]
    button = row["elements"][0]
    reply = playground.next_message(
        "action", ts=briefing["ts"], action_id=button["action_id"], value=button["value"]
    )
    assert content_lines(reply["blocks"])


def test_a_link_to_a_private_address_is_refused_with_the_reason(playground: Playground) -> None:
    reply = playground.next_message("message", text="@NHS Brief http://10.0.0.5/admin")
    assert "refused" in reply["text"]


def test_everything_said_so_far_still_stands_in_its_sources(playground: Playground) -> None:
    assert playground.faults() == []


def test_the_next_morning_brings_the_next_briefing(tmp_path: Path) -> None:
    running = play(tmp_path)
    try:
        running.clock.advance(HALF_PAST)
        first = running.briefing()
        running.clock.advance(timedelta(days=1))

        def both() -> list[dict[str, Any]]:
            found = [m for m in running.messages() if is_briefing(m)]
            return found if len(found) == 2 else []

        _, second = wait_for(both, "a second briefing")
        seen = set(content_lines(first["blocks"])) & set(content_lines(second["blocks"]))
        assert content_lines(second["blocks"]) and not seen
    finally:
        end(running)


def test_the_same_on_postgresql(
    tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DATABASE_URL is all that it takes; nothing of it is wiped."""
    server = create_engine(postgresql_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE end_to_end"))
    url = server.url.set(drivername="postgresql", database="end_to_end")
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    running = play(tmp_path)
    try:
        running.clock.advance(HALF_PAST)
        assert content_lines(running.briefing()["blocks"])
        reply = running.next_message(
            "command", text="/nhs-brief how many people are waiting in Wales?"
        )
        assert any("Wales" in line for line in content_lines(reply["blocks"]))
        assert running.faults() == []
        assert running.bot.reader.archive.database.dialect == "postgresql"
    finally:
        end(running)


@pytest.mark.shared
def test_the_seeds_are_filed_as_five_articles_and_briefed(tmp_path: Path) -> None:
    seeds = SHARED / "seeds"
    if not seeds.is_dir():
        pytest.skip(
            f"NOT RUN: the five seed articles are not at {seeds.name}; they are not part of the project"
        )
    running = play(tmp_path, inbox=seeds, newsroom=False)
    try:
        running.clock.advance(HALF_PAST)
        briefing = running.briefing()
        assert running.bot.reader.archive.count() == 5
        assert running.faults() == []
        texts = [
            " ".join(path.read_text(encoding="utf-8").split())
            for path in sorted(seeds.glob("*.txt"))
        ]
        lines = content_lines(briefing["blocks"])
        assert lines and all(any(line in text for text in texts) for line in lines)
        assert not any(
            unwanted in line for line in lines for unwanted in ("Picture:", "podcast", "inserting")
        )
        assert not any(
            line.startswith(("He ", "She ", "They ", "The pair", "And ", "But ")) for line in lines
        )
        assert not content_lines([])
    finally:
        end(running)


def test_run_as_a_process_prints_its_link_and_ends_on_sigterm(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("SLACK_")}
    environ |= {"NHS_BRIEF_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().decode()
            assert line.startswith("NHS Brief: http://127.0.0.1:")
            url = line.split()[-1]
            status, _ = call_json(f"{url}_control/clock", {"advance_seconds": 31})
            assert status == 200
            wait_for(
                lambda: [
                    m
                    for m in call_json(f"{url}_control/messages?channel=nhs-brief")[1]["messages"]
                    if is_briefing(m)
                ],
                "the briefing",
            )
            checked = subprocess.run(
                [sys.executable, "-m", "bot", "verify"],
                cwd=ROOT,
                env=environ,
                capture_output=True,
                text=True,
            )
            assert checked.returncode == 0, checked.stdout + checked.stderr
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
