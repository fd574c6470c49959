"""A small dose of `make torture`: SIGKILL at every step, lost replies; nothing lost, nothing doubled."""

from pathlib import Path

from tests.torture import IMPORTED, PROCESSES, torture


def test_twenty_five_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    PROCESSES.set_forkserver_preload(IMPORTED)
    tally = torture(
        f"sqlite:///{tmp_path / 'torture.sqlite'}", workers=1, kills=25, seconds=60, seed=7
    )
    assert tally.kills.total() == 25
    assert tally.editions >= 10
    assert (tally.lost, tally.doubled, tally.holes) == (0, 0, 0)
