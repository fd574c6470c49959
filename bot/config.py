"""config.yaml and the environment, read once into a frozen Config. Every mistake is reported at once.

Environment wins over the file, the file over the defaults; without a file the defaults hold.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from bot.model import Edition
from feeds.model import Feed, Licence
from summaries.model import Length
from summaries.rank import RANKERS

NATIONS = ("UK", "England", "Wales", "Scotland", "Northern Ireland")
DAY_SETS = ("mon-fri", "daily", "release-days")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIODS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class ConfigError(Exception):
    """config.yaml or the environment has mistakes; the message lists each with key, value and cure."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def parse_time(value: object) -> time:
    """Read a wall time as people write it in a config: HH:MM."""
    if isinstance(value, int):  # YAML 1.1 reads a bare 7:30 as the number 450
        raise ValueError('is not a time (write it in quotes, such as "07:30")')
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value).strip())
    if not match:
        raise ValueError("is not a time (use HH:MM)")
    return time(int(match[1]), int(match[2]))


def parse_days(value: object) -> str:
    """Read days: mon-fri, daily, release-days, or a list of weekdays such as mon,thu."""
    text = str(value).strip().lower().replace(" ", "")
    if text in DAY_SETS or (text and all(day in WEEKDAYS for day in text.split(","))):
        return text
    raise ValueError(
        "is not a set of days (use mon-fri, daily, release-days, or days such as mon,thu)"
    )


def parse_period(value: object) -> timedelta:
    """Read a period such as 6h, 72h, 400d or 2w."""
    match = re.fullmatch(r"(\d{1,5})([mhdw])", str(value).strip().lower())
    if not match:
        raise ValueError("is not a period (use a number with m, h, d or w, such as 6h)")
    return timedelta(**{PERIODS[match[2]]: int(match[1])})


WallTime = Annotated[time, BeforeValidator(parse_time)]
Days = Annotated[str, BeforeValidator(parse_days)]
Period = Annotated[timedelta, BeforeValidator(parse_period)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class FeedPart(_Part):
    """A source as config.yaml writes it."""

    name: str
    url: str
    nation: Literal["UK", "England", "Wales", "Scotland", "Northern Ireland"] = "UK"
    licence: Licence = "press"
    on: bool = True
    grade: str = ""
    checked: Annotated[str, BeforeValidator(str)] = ""

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        if not re.match(r"https?://[^/\s]+", url):
            raise ValueError("is not a web address (it must begin with https:// or http://)")
        return url


class EditionPart(_Part):
    """A named slot as config.yaml writes it."""

    time: WallTime
    days: Days = "mon-fri"
    length: Length = "compact"
    topics: tuple[str, ...] = ()
    empty: Literal["say", "silent"] = "say"


class SummariesPart(_Part):
    """Which ranker picks, and how many sentences make a full summary."""

    ranker: str = "ours"
    sentences: int = 3

    @field_validator("ranker")
    @classmethod
    def _is_known(cls, ranker: str) -> str:
        if ranker not in RANKERS:
            raise ValueError(f"is not a ranker (use one of {', '.join(RANKERS)})")
        return ranker

    @field_validator("sentences")
    @classmethod
    def _is_sane(cls, sentences: int) -> int:
        if not 1 <= sentences <= 10:
            raise ValueError("is not a number of sentences (use 1 to 10)")
        return sentences


class QuotePart(_Part):
    """How much of one article may be quoted: sentences, and their share of its words."""

    sentences: int
    share: float


class RetentionPart(_Part):
    """How long articles and the records of deliveries are kept."""

    articles: Period = timedelta(days=400)
    deliveries: Period = timedelta(days=400)


DEFAULT_EDITIONS: dict[str, Any] = {
    "morning": {"time": "07:30", "days": "mon-fri", "length": "compact"},
    "statistics": {"time": "09:45", "days": "release-days", "length": "compact"},
    "wrap": {"time": "17:00", "days": "mon-fri", "length": "compact"},
    "weekly": {"time": "08:00", "days": "mon", "length": "full"},
}
DEFAULT_TOPICS: dict[str, tuple[str, ...]] = {
    "waiting lists": ("waiting list", "waiting times", "backlog", "18-week"),
    "workforce": ("strike", "industrial action", "BMA", "pay", "staff"),
    "urgent care": ("A&E", "ambulance", "winter pressures", "corridor care"),
    "primary care": ("GP", "general practice", "dentist", "pharmacy"),
    "mental health": ("mental health", "CAMHS"),
    "social care": ("social care", "care homes"),
    "funding": ("funding", "budget", "spending"),
}


class Config(_Part):
    """All choices, frozen. `database` is an SQLAlchemy URL; `data` the folder the program writes in."""

    database: str = "sqlite"
    timezone: str = "Europe/London"
    feed_parts: tuple[FeedPart, ...] = Field((), alias="feeds")
    topics: dict[str, tuple[str, ...]] = DEFAULT_TOPICS
    exclude: tuple[str, ...] = ()
    watchlist: tuple[str, ...] = ()
    edition_parts: dict[str, EditionPart] = Field({}, alias="editions")
    summaries: SummariesPart = SummariesPart()
    quote_parts: dict[Licence, QuotePart] = Field({}, alias="quotes")
    holidays: tuple[Literal["England", "Wales", "Scotland", "Northern Ireland"], ...] = ("England",)
    catch_up: Period = timedelta(hours=6)
    corrections: Period = timedelta(hours=72)
    retention: RetentionPart = RetentionPart()
    admins: tuple[str, ...] = ()
    contact: str = ""  # a link or mail address that the sites we read find in our User-Agent
    data: Path = Path(".data")

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("is not a time zone (use a name such as Europe/London)")
        return zone

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return tuple(Feed(**part.model_dump()) for part in self.feed_parts)

    @property
    def editions(self) -> dict[str, Edition]:
        return {
            name: Edition(name=name, **part.model_dump())
            for name, part in self.edition_parts.items()
        }

    @property
    def quotes(self) -> dict[Licence, QuotePart]:
        """Quote budget by licence."""
        return dict(self.quote_parts)

    @property
    def database_kind(self) -> str:
        return "sqlite" if self.database.startswith("sqlite") else "postgresql"

    @property
    def database_url(self) -> str:
        """The URL to connect to; "sqlite" alone means the file in the data folder."""
        return (
            f"sqlite:///{self.data / 'nhs-brief.sqlite'}"
            if self.database == "sqlite"
            else self.database
        )


DEFAULT_QUOTES: dict[str, Any] = {
    "open": {"sentences": 8, "share": 0.5},
    "press": {"sentences": 3, "share": 0.15},
}


def load_config(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Read the file (if there is one) and the environment. Raises ConfigError with every mistake."""
    name = path.name if path else "config.yaml"
    chosen = _read_yaml(path) if path else {}
    chosen["editions"] = _merged(DEFAULT_EDITIONS, chosen.get("editions"))
    chosen["quotes"] = _merged(DEFAULT_QUOTES, chosen.get("quotes"))
    try:
        return Config.model_validate(chosen | _from_environment(environ))
    except ValidationError as error:
        raise ConfigError(tuple(_explain(name, one) for one in error.errors())) from error


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError((f"{path.name}: cannot be read: {error.strerror}",)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise ConfigError((f"{path.name}{line}: is not YAML; check indents and quotes",)) from error
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise ConfigError((f"{path.name}: must be settings with names, such as 'timezone: …'",))
    # YAML reads `on:` as a truth value; give the feeds their key back.
    feeds = given.get("feeds")
    if isinstance(feeds, list):
        given["feeds"] = [_with_on(feed) for feed in feeds]
    return {str(key): value for key, value in given.items()}


def _with_on(feed: object) -> object:
    if not isinstance(feed, dict):
        return feed
    return {("on" if key is True else key): value for key, value in feed.items()}


def _merged(defaults: dict[str, Any], given: Any) -> Any:
    """Lay the given parts over the defaults, name by name, so one line may change one thing."""
    if given is None:
        return defaults
    if not isinstance(given, dict):
        return given
    known = {
        key: {**defaults.get(key, {}), **part} if isinstance(part, dict) else part
        for key, part in given.items()
    }
    return {**defaults, **known}


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    if environ.get("DATABASE_URL"):
        chosen["database"] = environ["DATABASE_URL"]
    if environ.get("NHS_BRIEF_DATA"):
        chosen["data"] = environ["NHS_BRIEF_DATA"]
    return chosen


def _explain(name: str, error: Any) -> str:
    place = ""
    for step in error["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else str(step)
    if error["type"] == "extra_forbidden":
        return f"{name}: {place}: no such setting; remove it or correct its name"
    if error["type"] == "missing":
        return f"{name}: {place}: is missing; add it"
    reason = str(error["msg"]).removeprefix("Value error, ")
    shown = "" if isinstance(error["input"], dict | list) else f" {error['input']!r}"
    return f"{name}: {place}:{shown} {reason[:1].lower()}{reason[1:]}"


def with_feeds(config: Config, feeds: tuple[Feed, ...]) -> Config:
    """The same config reading other feeds: the playground's newsroom in place of the world."""
    parts = tuple(
        FeedPart(name=feed.name, url=feed.url, nation=feed.nation, licence=feed.licence)
        for feed in (replace(feed, team_id=None) for feed in feeds)
    )
    return config.model_copy(update={"feed_parts": parts})
