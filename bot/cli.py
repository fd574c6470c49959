"""`nhs-brief …`: results on standard output, everything else on standard error.

Imports of heavy rooms stand inside the commands, so that `nhs-brief --help` comes at once.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.config import Config
    from bot.reader import Reader
    from bot.shell.inputs import Given
    from feeds.model import Added

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Briefings on NHS politics in the sources' own words, in Slack and in a shell.",
)
feeds_app = typer.Typer(no_args_is_help=True, help="Sources and their health.")
app.add_typer(feeds_app, name="feeds")

ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="config.yaml to read; by default the one here.")
]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Read JSON lines from standard input.")]


def main() -> None:
    """The door of the program: errors that name their cure, without a traceback."""
    try:
        app()
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if not is_plain(error):
            raise
        fail(*str(error).splitlines(), status=2)


def is_plain(error: Exception) -> bool:
    """Whether an error is one whose message names the cure, so that a traceback would only bury it."""
    from bot.app import StartError
    from bot.config import ConfigError
    from bot.shell.inputs import InputError
    from feeds.database import DatabaseError

    return isinstance(error, ConfigError | DatabaseError | InputError | StartError)


def fail(*lines: str, status: int = 1) -> NoReturn:
    for line in lines:
        print(f"nhs-brief: {line}", file=sys.stderr)
    raise SystemExit(status)


def say(line: str) -> None:
    print(line, flush=True)


def read_config(path: Path | None) -> "Config":
    from bot.config import ConfigError, load_config

    if path is not None and not path.is_file():
        raise ConfigError((f"{path}: no such file",))
    here = Path("config.yaml")
    return load_config(path or (here if here.is_file() else None), os.environ)


@app.command()
def run(
    config: ConfigFile = None,
    inbox: Annotated[
        Path | None, typer.Option(help="A folder of .txt, .html, .md and .eml files to read.")
    ] = None,
    newsroom: Annotated[bool, typer.Option(help="The playground's sample outlets.")] = True,
    port: Annotated[int, typer.Option(help="The playground's port; 0 takes a free one.")] = 0,
    tick: Annotated[
        bool, typer.Option(hidden=True, help="For tests: a bot whose clock does not tick.")
    ] = True,
    port_health: Annotated[
        int | None, typer.Option(help="On Slack: /healthz, /readyz and /metrics on this port.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Log decisions too.")] = False,
    json_logs: Annotated[bool, typer.Option("--json-logs", help="One JSON object a line.")] = False,
) -> None:
    """Run the bot: on Slack when SLACK_BOT_TOKEN and SLACK_APP_TOKEN are set, else on the playground."""
    from bot.logs import set_up_logs

    set_up_logs(verbose, json_logs)
    chosen = read_config(config)
    if inbox is not None and not inbox.is_dir():
        fail(f"--inbox {inbox}: no such folder", status=2)
    tokens = [os.environ.get(name, "") for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")]
    if all(tokens):
        from bot.service import run_on_slack

        run_on_slack(chosen, *tokens, inbox=inbox, port_health=port_health, say=say)
    elif any(tokens):
        missing = "SLACK_APP_TOKEN" if tokens[0] else "SLACK_BOT_TOKEN"
        fail(
            f"{missing} is not set: set both Slack tokens, or neither for the playground", status=2
        )
    else:
        from bot.playground.start import run_on_playground

        run_on_playground(
            chosen, inbox=inbox, with_newsroom=newsroom, port=port, ticking=tick, say=say
        )


@app.command()
def migrate(config: ConfigFile = None) -> None:
    """Bring the database up to date (also done at every start)."""
    reader = open_reader(config)
    say(json.dumps({"database": reader.config.database_kind, "articles": reader.archive.count()}))


@app.command()
def add(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE or URL…")] = None,
    jsonl: Jsonl = False,
    config: ConfigFile = None,
) -> None:
    """Put articles into the archive; returns when they can be searched."""
    from bot.shell import inputs, records

    reader = open_reader(config)
    if jsonl:
        entries = inputs.json_lines(sys.stdin.buffer, "text")
        good = inputs.run_all(
            entries, lambda entry: records.added(reader.add(inputs.draft(entry))), say
        )
    else:
        names = ((name, name) for name in need(files, "a file or a link"))
        good = inputs.run_all(names, lambda name: records.added(add_named(reader, name)), say)
    reader.read_new()
    finish(good)


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.html[.gz]…")],
    url: Annotated[str | None, typer.Option(help="The page's own address, for one file.")] = None,
) -> None:
    """Read article pages: title, text, authors, dates, and what was left out."""
    from bot.shell import inputs, records

    if url and len(files) > 1:
        fail("--url goes with one file", status=2)
    named = ((str(path), path) for path in files)
    finish(inputs.run_all(named, lambda path: records.extract(inputs.read_page(path, url)), say))


@app.command()
def brief(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…")] = None,
    jsonl: Jsonl = False,
    sentences: Annotated[int, typer.Option(min=1, max=100, help="Sentences to pick.")] = 3,
    ranker: Annotated[str, typer.Option(help="ours, or one of sumy's.")] = "ours",
) -> None:
    """Summary, key figures, quotes and dates ahead of each text."""
    from bot.shell import records
    from summaries.rank import RANKERS

    if ranker not in RANKERS:
        fail(f"--ranker {ranker}: use one of {', '.join(RANKERS)}", status=2)
    each_text(files, jsonl, lambda given: records.brief(given, sentences, ranker))


@app.command()
def figures(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…")] = None,
    jsonl: Jsonl = False,
    cards: Annotated[bool, typer.Option("--cards", help="Only those worth a card.")] = False,
) -> None:
    """Every quantity of each text."""
    from bot.shell import records

    each_text(files, jsonl, lambda given: records.figures(given, cards))


@app.command()
def stories(jsonl: Jsonl = False) -> None:
    """Group articles into stories; near-copies are named."""
    from bot.shell import inputs, records

    if not jsonl:
        fail("stories reads standard input: use --jsonl", status=2)
    entries = list(inputs.json_lines(sys.stdin.buffer, "text"))
    finish(inputs.run_all(records.with_stories(entries), dict, say))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument()] = None,
    jsonl: Jsonl = False,
    config: ConfigFile = None,
) -> None:
    """Answer from the archive with verbatim sentences, or say that it has no answer."""
    from bot.shell import inputs, records

    if question is None and not jsonl:
        fail("needs a question, or --jsonl", status=2)
    reader = open_reader(config)
    asked = [("question", {"question": question})]
    entries = inputs.json_lines(sys.stdin.buffer, "question") if jsonl else asked
    finish(
        inputs.run_all(entries, lambda entry: records.answer(reader.ask(entry["question"])), say)
    )


@app.command()
def article(number: int, config: ConfigFile = None) -> None:
    """Print a stored article with its versions."""
    from bot.shell import records

    archive = open_reader(config).archive
    found = archive.article(number)
    if found is None:
        fail(f"there is no article {number}; the archive holds {archive.count()}")
    record = {"id": number} | records.article(found, archive.versions(number))
    say(json.dumps(record, ensure_ascii=False))


@app.command()
def digest(
    edition: Annotated[str, typer.Option(help="morning, statistics, wrap or weekly.")] = "morning",
    at: Annotated[
        str | None, typer.Option(help="ISO time; in the edition's zone if it has no offset.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="slack, text, markdown or html.")] = "text",
    config: ConfigFile = None,
) -> None:
    """Print an edition as of a time (by default now) without posting it."""
    from bot.printing import FORMATS, print_messages

    if form not in FORMATS:
        fail(f"--format {form}: use one of {', '.join(FORMATS)}", status=2)
    reader = open_reader(config)
    if edition not in reader.config.editions:
        fail(f"--edition {edition}: use one of {', '.join(reader.config.editions)}", status=2)
    messages = reader.messages(reader.digest(edition, moment(at, reader.config)))
    say(print_messages(messages, form))


@app.command()
def ahead(
    ics: Annotated[bool, typer.Option("--ics", help="As a calendar file.")] = False,
    config: ConfigFile = None,
) -> None:
    """Print the dates coming up, as JSON lines or as a calendar."""
    from bot.shell import records
    from summaries.agenda import write_agenda

    reader = open_reader(config)
    coming = reader.ahead()
    if ics:
        sys.stdout.write(write_agenda(coming, reader.clock.now()))
        return
    for one in coming:
        say(json.dumps(records.ahead_record(one), ensure_ascii=False))


@app.command()
def refresh(
    config: ConfigFile = None,
    inbox: Annotated[Path | None, typer.Option(help="A folder to read beside the feeds.")] = None,
) -> None:
    """One round of reading: every feed, then what is new in them."""
    from bot.shell import records

    report = open_reader(config, inbox).gather(force=True)
    for result in report.results:
        say(json.dumps(records.feed_record(result), ensure_ascii=False))
    finish(not any(result.status == "failed" for result in report.results))


@feeds_app.command()
def check(config: ConfigFile = None) -> None:
    """Ask every configured source now and say how it answers."""
    from bot.shell import inputs, records

    reader = open_reader(config)
    named = ((feed.url, feed) for feed in reader.config.feeds)
    finish(inputs.run_all(named, lambda feed: records.parsed(reader.ask_feed(feed)), say))


@app.command()
def verify(config: ConfigFile = None) -> None:
    """Re-check every line ever shown, as the workspace now holds it, against its stored version."""
    from bot.app import posted_in
    from bot.verify import verify as verify_posts

    posted = posted_in(read_config(config), os.environ)
    messages = lines = wrong = 0
    for finding in verify_posts(posted.store, posted.archive, posted.client_for):
        messages, lines, wrong = messages + 1, lines + finding.lines, wrong + len(finding.wrong)
        for fault in finding.wrong:
            place = {"channel": finding.channel_id, "ts": finding.ts}
            say(json.dumps(place | {"wrong": fault}, ensure_ascii=False))
    print(f"{lines} lines in {messages} messages re-checked, {wrong} wrong", file=sys.stderr)
    finish(wrong == 0)


def each_text(
    files: list[Path] | None, jsonl: bool, work: Callable[["Given"], dict[str, Any]]
) -> NoReturn:
    """Run one stage over the named files, or over the JSON lines of standard input."""
    from bot.shell import inputs

    if jsonl:
        entries = inputs.json_lines(sys.stdin.buffer, "text")
        finish(
            inputs.run_all(
                entries,
                lambda entry: work(inputs.given_text(entry["text"], inputs.title_of(entry))),
                say,
            )
        )
    named = ((str(path), path) for path in need(files, "a file"))
    finish(inputs.run_all(named, lambda path: work(inputs.read_given(path)), say))


def add_named(reader: "Reader", name: str) -> "Added":
    """Archive the page at a link, or the file of this name."""
    from bot.shell import inputs
    from feeds.drafting import draft_of_page

    if name.startswith(("http://", "https://")):
        return reader.add_link(name)
    page = inputs.read_page(Path(name))
    return reader.add(draft_of_page(page, page.canonical or f"added:{name}", None, page.canonical))


def need(files: list[Any] | None, what: str) -> list[Any]:
    if not files:
        fail(f"needs {what}, or --jsonl", status=2)
    return files


def finish(good: bool) -> NoReturn:
    raise SystemExit(0 if good else 1)


def open_reader(path: Path | None, inbox: Path | None = None) -> "Reader":
    from bot.app import build_reader
    from bot.clock import Clock
    from bot.logs import set_up_logs

    set_up_logs()
    return build_reader(read_config(path), Clock(), inbox=inbox)


def moment(text: str | None, config: "Config") -> datetime | None:
    if text is None:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        fail(f"--at {text}: is not an ISO 8601 time (such as 2026-11-23T07:30)", status=2)
    return when if when.tzinfo else when.replace(tzinfo=config.zone)
