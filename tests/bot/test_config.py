"""config.yaml and the environment."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.config import ConfigError, load_config

ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str) -> Path:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold() -> None:
    config = load_config(None, {})
    assert config.editions["morning"].time == time(7, 30)
    assert config.quotes["press"].sentences == 3
    assert config.catch_up == timedelta(hours=6)


def test_our_own_config_has_no_mistakes() -> None:
    config = load_config(ROOT / "config.yaml", {})
    assert all(feed.on for feed in config.feeds if feed.grade == "A")
    assert not any(feed.on for feed in config.feeds if feed.grade != "A")


def test_every_mistake_is_told_with_key_value_and_cure(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
timezone: Europe/Londn
editions: {morning: {time: "25:00"}}
feeds: [{name: One, url: ftp://example.org}, {url: https://example.org}]
summaries: {ranker: best}
colour: blue
""",
    )
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    told = "\n".join(caught.value.mistakes)
    assert "config.yaml: timezone: 'Europe/Londn' is not a time zone" in told
    assert "config.yaml: editions.morning.time: '25:00' is not a time (use HH:MM)" in told
    assert "config.yaml: feeds[0].url: 'ftp://example.org' is not a web address" in told
    assert "config.yaml: feeds[1].name: is missing" in told
    assert "config.yaml: summaries.ranker: 'best' is not a ranker (use one of ours" in told
    assert "config.yaml: colour: no such setting" in told
    assert len(caught.value.mistakes) == 6


@pytest.mark.parametrize("text", ["[1, 2", "- just\n- a list", "\x00"])
def test_a_file_that_is_not_settings_is_one_clear_mistake(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text), {})
    assert len(caught.value.mistakes) == 1


def test_one_changed_line_keeps_the_other_defaults(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, 'editions: {morning: {time: "08:00"}}'), {})
    assert config.editions["morning"].time == time(8, 0)
    assert config.editions["morning"].days == "mon-fri"
    assert "weekly" in config.editions


def test_a_bare_time_that_yaml_reads_as_a_number_asks_for_quotes(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="write it in quotes"):
        load_config(written(tmp_path, "editions: {morning: {time: 7:30}}"), {})


def test_the_environment_wins(tmp_path: Path) -> None:
    path = written(tmp_path, "database: sqlite")
    config = load_config(
        path, {"DATABASE_URL": "postgresql://db/nhs", "NHS_BRIEF_DATA": "elsewhere"}
    )
    assert config.database_url == "postgresql://db/nhs"
    assert config.data == Path("elsewhere")
