"""`make bench`: how fast the bot reads, briefs and answers. Figures, not tests: machines are noisy.

Articles are made up from the newsroom's own sentences, so that words and lengths are as in life. Of the
archived ones the newest fall into the morning's window and the others are a backlog of three months.
"""

import random
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any

from bot.app import build_reader, build_services
from bot.clock import Clock
from bot.commands.desk import Desk
from bot.commands.parse import parse_command
from bot.config import Config, load_config
from bot.delivery.channel import slack_client
from bot.delivery.courier import Courier
from bot.playground.newsroom.articles import read_articles, read_outlets
from bot.playground.newsroom.pages import Pages
from bot.reader import Reader
from bot.store import Store
from feeds.extract import extract_page
from feeds.model import Draft
from summaries.crafts import read_article
from summaries.rank import RANKERS, summarize
from summaries.sentences import read_document, split_sentences
from tests.builders import article

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # a Monday: the window is of three days
ARCHIVED = 1_000
DIGEST_OF = 50
REPEATS = 9
TEAM, CHANNEL, USER = "T1", "C1", "U1"
COMMANDS = (
    "",
    "how many people are waiting in Wales?",
    "ask what did the union say about pay",
    "search winter beds",
    "article 7",
    "figures",
    "figures waiting lists",
    "quotes",
    "ahead",
    "preview",
    "status",
    "feeds",
    "help",
)


def main() -> None:
    pages = newsroom_pages()
    texts = [page.text for page in map(extract_page, pages) if len(page.text) > 400]
    say(f"{len(pages)} pages of the newsroom, Python {sys.version.split()[0]}, one core\n")
    time_readings(pages, texts)
    with tempfile.TemporaryDirectory() as folder:
        time_archive(load_config(None, {"NHS_BRIEF_DATA": folder}), texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"\npeak memory {peak:.0f} MB")


def newsroom_pages() -> list[str]:
    """Draw every article's page as the newsroom serves it, with others beside it."""
    pages = Pages("https://bench.example", NOW)
    outlets = {outlet.slug: outlet for outlet in read_outlets()}
    articles = read_articles(NOW)
    beside = {slug: tuple(a for a in articles if a.outlet == slug)[:5] for slug in outlets}
    return [pages.article(outlets[a.outlet], a, beside[a.outlet]) for a in articles]


def time_readings(pages: Sequence[str], texts: Sequence[str]) -> None:
    articles = [article(text, number=number) for number, text in enumerate(texts, 1)]
    documents = [read_document(one) for one in articles]
    rate("pages extracted (HTML to text)", extract_page, pages)
    rate("articles read (all crafts)", read_article, articles)
    for ranker in RANKERS:
        briefed = partial(summarize, count=3, ranker=ranker)
        rate(f"articles briefed, three sentences, {ranker}", briefed, documents)


def time_archive(config: Config, texts: Sequence[str]) -> None:
    """Fill an archive; time the filling, one digest, and every command on what is in it."""
    clock = Clock(NOW)
    reader = build_reader(config, clock)
    drafts = [made_up(number, texts) for number in range(ARCHIVED)]
    each("articles archived", reader.add, drafts)
    started = perf_counter()
    read = reader.read_new()
    say(f"articles read into the library: {read / (perf_counter() - started):.0f}/s ({read})")
    digest = reader.digest("morning", NOW)
    if digest.receipt.read != DIGEST_OF:
        raise RuntimeError(f"the digest is over {digest.receipt.read} articles, not {DIGEST_OF}")
    timed(f"digest over {DIGEST_OF} articles", lambda: reader.digest("morning", NOW))
    desk = desk_of(reader, config, clock)
    say(f"\ncommands at {ARCHIVED} archived articles (median of {REPEATS}, and the slowest)")
    for line in COMMANDS:
        timed(f"/nhs-brief {line}", partial(act, desk, line))


def act(desk: Desk, line: str) -> object:
    return desk.act(parse_command(line), TEAM, CHANNEL, USER)


def desk_of(reader: Reader, config: Config, clock: Clock) -> Desk:
    """Build the desk that answers commands; nothing is posted, so its workspace need not exist."""
    store = Store(reader.archive.database)
    client = slack_client("xoxb-none", "http://127.0.0.1:9/api/")
    courier = Courier(store, reader.archive, reader.composer, lambda _: client, clock)
    return Desk(build_services(reader, store, courier, config, clock, lambda _: client))


def made_up(number: int, texts: Sequence[str]) -> Draft:
    """Make an article of ten sentences from three; the first fifty are of this Monday's window."""
    chance = random.Random(number)
    pool = [
        text[start:end] for text in chance.sample(texts, 3) for start, end in split_sentences(text)
    ]
    age = timedelta(hours=number) if number < DIGEST_OF else timedelta(days=4, hours=2 * number)
    return Draft(
        key=f"https://bench.example/{number}",
        text="\n\n".join(chance.sample(pool, min(10, len(pool)))),
        title=f"Article {number} of the bench on the NHS",
        url=f"https://bench.example/{number}",
        outlet=f"Outlet {number % 7}",
        published=NOW - timedelta(minutes=5) - age,
    )


def rate(what: str, work: Callable[[Any], object], over: Sequence[object]) -> None:
    """Say how many of a kind are worked through in a second: the median of three runs, warm."""
    for one in over:
        work(one)
    runs = [seconds_of(lambda: [work(one) for one in over]) for _ in range(3)]
    say(f"{what}: {len(over) / statistics.median(runs):.0f}/s")


def each(what: str, work: Callable[[Any], object], over: Sequence[object]) -> None:
    seconds = seconds_of(lambda: [work(one) for one in over])
    say(f"{what}: {len(over) / seconds:.0f}/s ({len(over)})")


def timed(what: str, work: Callable[[], object]) -> None:
    seconds = [seconds_of(work) for _ in range(REPEATS)]
    say(f"{what}: {1000 * statistics.median(seconds):.0f} ms ({1000 * max(seconds):.0f})")


def seconds_of(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
