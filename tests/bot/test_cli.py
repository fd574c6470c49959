"""`nhs-brief …` as a shell sees it: results on standard output, a bad input costs only itself."""

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner

from bot.cli import app, is_plain
from bot.config import ConfigError

PAGE = """<!doctype html><html lang="en"><head><title>Beds at Eastmere | Daily Lantern</title>
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Beds at Eastmere",
"datePublished":"2026-11-20T08:00:00Z","author":{"name":"Nia Vale"},
"publisher":{"name":"Daily Lantern"}}</script></head><body><nav>Home News Sport</nav><article>
<h1>Beds at Eastmere</h1><p>Hospitals in Eastmere will get £12 million for extra beds this winter,
the health board said on Friday after weeks of pressure on its wards.</p>
<figure><img src="/x.jpg" alt=""><figcaption>A ward at Eastmere General</figcaption></figure>
<p>Around 4,300 patients waited more than four hours in October, the highest number since the
spring, and the board expects the winter to be harder still for staff and for patients.</p>
<p>“We will open forty beds,” said Oren Pike, chief executive of the board, who asked people to use
the pharmacy first where they can.</p></article><footer>Copyright Daily Lantern</footer></body></html>"""
TEXT = "NHS hospitals will get £12 million. Around 4,300 patients waited. The board meets on 9 December."


class Shell:
    """Runs commands in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runner = CliRunner(env={"NHS_BRIEF_DATA": str(folder / "data"), "DATABASE_URL": ""})

    def run(self, *words: str, given: str | bytes = "") -> tuple[int, list[dict[str, Any]]]:
        result = self.runner.invoke(app, words, input=given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_brief_gives_exact_slices_of_the_text_as_given(shell: Shell) -> None:
    raw = f"\ufeff{TEXT}\r\n\r\nIt\u200b opened \u202ein May. The NHS paid."
    status, [line] = shell.run("brief", "--jsonl", given=json.dumps({"id": "a", "text": raw}))
    assert status == 0
    assert len(line["summary"]) == 3
    for part in (*line["summary"], *line["quotes"]):
        assert (
            raw[part["start"] : part["end"]].replace("\u200b", "").replace("\u202e", "")
            == part["text"]
        )
    [money] = [one for one in line["figures"] if one["unit"] == "GBP"]
    assert raw[money["start"] : money["end"]] == "£12 million"


def test_brief_gives_as_many_sentences_as_asked(shell: Shell) -> None:
    for wanted in (1, 2, 3):
        _, [line] = shell.run("brief", shell.file("a.txt", TEXT), "--sentences", str(wanted))
        assert len(line["summary"]) == wanted


def test_brief_of_a_page_carries_the_text_its_offsets_go_by(shell: Shell) -> None:
    _, [line] = shell.run("brief", shell.file("page.html", PAGE))
    assert all(line["text"][s["start"] : s["end"]] == s["text"] for s in line["summary"])


def test_a_bad_input_costs_only_itself(shell: Shell) -> None:
    given = '{"id":"a","text":"Beds open."}\nnonsense\n[1]\n{"id":"d"}\n\n{"id":"e","text":""}\n'
    status, lines = shell.run("brief", "--jsonl", given=given)
    assert status == 1
    assert [line["id"] for line in lines] == ["a", "line 2", "line 3", "d", "e"]
    assert ["error" in line for line in lines] == [False, True, True, True, False]


def test_bytes_that_are_not_utf8_are_told(shell: Shell) -> None:
    status, [line] = shell.run("figures", "--jsonl", given=b'{"id":"a","text":"\xff"}\n')
    assert status == 1 and "UTF-8" in line["error"]


def test_figures_and_their_cards(shell: Shell) -> None:
    given = json.dumps({"id": "a", "text": "In 2024 the NHS spent £1.2bn. Call 111."})
    _, [line] = shell.run("figures", "--jsonl", given=given)
    assert {"value", "low", "high", "unit", "kind", "counted", "approx", "change", "base", "period",
            "speaker", "status", "nation", "start", "end"} == set(line["figures"][0])  # fmt: skip
    _, [cards] = shell.run("figures", "--jsonl", "--cards", given=given)
    assert [one["value"] for one in cards["figures"]] == [1.2e9]


def test_extract_reads_pages_plain_and_gzipped(shell: Shell) -> None:
    plain = shell.file("page.html", PAGE)
    packed = shell.folder / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE.encode()))
    status, [one, two] = shell.run("extract", plain, str(packed))
    assert status == 0
    assert one | {"id": ""} == two | {"id": ""}
    assert one["title"] == "Beds at Eastmere" and one["authors"] == ["Nia Vale"]
    assert one["published"].startswith("2026-11-20T08:00:00")
    assert one["outlet"] == "Daily Lantern" and one["teaser"] is False
    assert "A ward at Eastmere General" not in one["text"] and "Sport" not in one["text"]


def test_a_broken_gzip_file_is_told(shell: Shell) -> None:
    path = shell.folder / "page.html.gz"
    path.write_bytes(gzip.compress(PAGE.encode())[:50])
    status, lines = shell.run("extract", str(path), shell.file("empty.html", " "), "missing.html")
    assert status == 1
    told = ("not a whole gzip file", "empty", "no such file")
    assert all(reason in line["error"] for reason, line in zip(told, lines, strict=True))


def test_what_is_added_can_be_asked_and_read_back(shell: Shell) -> None:
    entry = {"id": "a", "title": "Beds", "text": TEXT, "published": "2026-11-20T08:00:00Z"}
    _, [added] = shell.run("add", "--jsonl", given=json.dumps(entry))
    assert added == {"id": "a", "article": 1, "status": "new"}
    _, [again] = shell.run("add", "--jsonl", given=json.dumps(entry))
    assert again["status"] == "same"
    _, [edited] = shell.run("add", "--jsonl", given=json.dumps(entry | {"text": TEXT + " More."}))
    assert (edited["article"], edited["status"]) == (1, "version")
    _, [copy] = shell.run(
        "add", "--jsonl", given=json.dumps(entry | {"id": "b", "text": TEXT + " More."})
    )
    assert copy["status"] == "copy"

    _, [found] = shell.run("ask", "How much will NHS hospitals get?")
    assert found["answered"] is True
    best = found["answers"][0]
    _, [stored] = shell.run("article", str(best["article"]))
    assert stored["text"][best["start"] : best["end"]] == best["text"]
    _, [first] = shell.run("article", "1")
    assert [one["number"] for one in first["versions"]] == [1, 2]


def test_an_article_that_does_not_exist_is_an_error(shell: Shell) -> None:
    status, lines = shell.run("article", "7")
    assert (status, lines) == (1, [])


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("slack", '"type": "rich_text_quote"'),
        ("text", "  | "),
        ("markdown", "> "),
        ("html", "<blockquote>"),
    ],
)
def test_a_digest_prints_in_every_format(shell: Shell, form: str, mark: str) -> None:
    entry = {"id": "a", "title": "Beds", "text": TEXT, "published": "2026-11-20T08:00:00Z"}
    shell.run("add", "--jsonl", given=json.dumps(entry))
    words = ("digest", "--edition", "morning", "--at", "2026-11-23T07:30", "--format", form)
    printed = shell.runner.invoke(app, words).stdout
    assert mark in printed and "NHS hospitals will get £12 million." in printed


def test_a_past_day_gives_the_same_digest_again(shell: Shell) -> None:
    entry = {"id": "a", "title": "Beds", "text": TEXT, "published": "2026-11-20T08:00:00Z"}
    shell.run("add", "--jsonl", given=json.dumps(entry))
    words = ("digest", "--at", "2026-11-23T07:30", "--format", "slack")
    assert shell.runner.invoke(app, words).stdout == shell.runner.invoke(app, words).stdout


@time_machine.travel("2026-11-24T07:30:00+00:00")
def test_dates_ahead_as_lines_and_as_a_calendar(shell: Shell) -> None:
    text = "NHS staff will strike on 9 December 2026. Patients will be told by the trust in time."
    shell.run("add", "--jsonl", given=json.dumps({"id": "a", "title": "Strike", "text": text}))
    _, [line] = shell.run("ahead")
    assert line["date"] == "2026-12-09" and text[line["start"] : line["end"]] == line["text"]
    printed = shell.runner.invoke(app, ["ahead", "--ics"]).stdout
    assert printed.startswith("BEGIN:VCALENDAR") and "DTSTART;VALUE=DATE:20261209" in printed


def test_stories_name_copies(shell: Shell) -> None:
    entries = [
        {"id": "x", "title": "Beds", "text": TEXT * 3, "published": "2026-11-20T08:00:00Z"},
        {"id": "y", "title": "Beds", "text": TEXT * 3, "published": "2026-11-20T09:00:00Z"},
        {"id": "z", "title": "Rain", "text": "It will rain in the hills on Sunday and Monday."},
    ]
    given = "\n".join(json.dumps(entry) for entry in entries)
    _, lines = shell.run("stories", "--jsonl", given=given)
    assert [line["id"] for line in lines] == ["x", "y", "z"]
    assert lines[1] == {"id": "y", "story": "x", "copy_of": "x"}
    assert lines[2]["story"] == "z" and lines[0]["copy_of"] is None


def test_mistakes_in_the_config_end_with_two_and_start_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("timezone: Mars\ncatch_up: soon\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--config", str(path)]
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False
    )
    assert result.returncode == 2 and result.stdout == ""
    assert "timezone: 'Mars'" in result.stderr and "catch_up: 'soon'" in result.stderr
    assert "Traceback" not in result.stderr


def test_errors_that_name_their_cure_need_no_traceback() -> None:
    assert is_plain(ConfigError(("a mistake",)))
    assert not is_plain(KeyError("a bug"))
