"""Every ranker that config.yaml can name makes a briefing of whole, true sentences, end to end."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import build_reader
from bot.blocks.lines import content_lines
from bot.clock import Clock
from bot.config import load_config
from summaries.rank import RANKERS
from tests.builders import draft

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
STORIES = {
    "Waiting list grows at Eastmere": (
        "The hospital waiting list in Eastmere has grown to 41,000 people. "
        "The trust said around 4,300 of them have waited for more than a year. "
        "Patients wait longest for new hips and knees. "
        "The board will publish a recovery plan on 9 December. "
        "NHS staff at the trust were told of the figures on Monday."
    ),
    "Ambulance crews vote on strike": (
        "Ambulance crews in the north are voting on whether to strike over pay. "
        "The union says its members were offered 2.1% while prices rose by 3.4%. "
        "The ballot of 12,000 NHS workers closes on 4 December. "
        "Ministers have called for talks before the winter."
    ),
}


@pytest.mark.parametrize("ranker", RANKERS)
def test_a_briefing_by_each_ranker_is_word_for_word(ranker: str, tmp_path: Path) -> None:
    settings = tmp_path / "config.yaml"
    settings.write_text(f"summaries: {{ranker: {ranker}}}", encoding="utf-8")
    config = load_config(settings, {"NHS_BRIEF_DATA": str(tmp_path)})
    reader = build_reader(config, Clock(EVENING))
    for number, (title, text) in enumerate(STORIES.items()):
        key = f"https://example.org/{number}"
        reader.add(draft(text, key, title=title, outlet="Daily Lantern", published=EVENING))
    reader.read_new()

    digest = reader.digest("morning", MORNING)
    assert digest.top is not None and len(digest.also) == 1
    [message] = reader.messages(digest)
    lines = content_lines(message.blocks)
    assert len(lines) >= 3 and not message.refused
    everything = " ".join((*STORIES, *STORIES.values()))
    assert all(line in everything for line in lines)
