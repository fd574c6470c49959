"""The gate itself: what shuts it, and that no floor is lowered in silence. Nothing is measured here."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.evaluation import gate
from tests.evaluation.gate import Measured, Options, Section


def section(*measured: Measured, name: str = "splitting", not_run: str = "") -> Section:
    return Section(name, f"The {name}", "a table", measured, not_run)


def right(value: float) -> Section:
    return section(Measured("cases right", value))


def never(value: float) -> Section:
    return section(Measured("captions shown", value, fewer=True, slack=0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "baseline.json"


def run(path: Path, *sections: Section, arguments: Sequence[str] = ()) -> int:
    def measure(options: Options) -> Iterable[Section]:
        return sections

    return gate.main(arguments, measure, path)


def set_floors(path: Path, *sections: Section, arguments: Sequence[str] = ()) -> int:
    return run(path, *sections, arguments=["--set-floors", *arguments])


def floors(path: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8"))["floors"]
    return found


def test_a_figure_at_its_floor_passes_and_one_under_it_fails(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_floors(path, right(90.0)) == 0
    assert run(path, right(89.0)) == 0
    assert run(path, right(88.9)) == 1
    assert "splitting: cases right: 88.9, its floor is 89" in capsys.readouterr().out


def test_of_bad_things_more_than_the_ceiling_fail(path: Path) -> None:
    set_floors(path, never(0))
    assert run(path, never(0)) == 0
    assert run(path, never(1)) == 1


def test_a_figure_without_a_floor_fails_until_it_has_one(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path, right(90.0)) == 1
    assert "--set-floors" in capsys.readouterr().out


def test_a_figure_that_is_not_measured_any_more_fails(path: Path) -> None:
    set_floors(path, section(Measured("cases right", 90.0), Measured("speed", 5.0)))
    assert run(path, right(90.0)) == 1


def test_what_could_not_be_run_is_said_and_keeps_its_floors(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_floors(path, right(90.0))
    missing = section(not_run="no material here")
    assert run(path, missing) == 0
    assert "NOT RUN: no material here" in capsys.readouterr().out
    assert set_floors(path, missing) == 0
    assert floors(path) == {"splitting": {"cases right": 89.0}}


def test_every_table_is_printed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(path, right(90.0), section(name="answers"))
    printed = capsys.readouterr().out
    assert "The splitting\n-------------\na table\n" in printed
    assert "The answers" in printed


def test_floors_rise_with_their_figures_and_stay_where_these_dip_a_little(path: Path) -> None:
    set_floors(path, right(90.0))
    assert set_floors(path, right(95.0)) == 0
    assert set_floors(path, right(94.5)) == 0
    assert floors(path) == {"splitting": {"cases right": 94.0}}


def test_a_ceiling_falls_with_its_figure(path: Path) -> None:
    set_floors(path, never(3))
    assert set_floors(path, never(1)) == 0
    assert floors(path) == {"splitting": {"captions shown": 1}}


@pytest.mark.parametrize(
    "arguments", [(), ("--lower",), ("--because", "they fell"), ("--lower", "--because", " ")]
)
@pytest.mark.parametrize("fallen", [right(80.0), section(Measured("speed", 5.0))])
def test_no_floor_is_lowered_or_dropped_without_being_asked_for_and_a_reason(
    path: Path, fallen: Section, arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    set_floors(path, right(90.0))
    before = path.read_bytes()
    assert set_floors(path, fallen, arguments=arguments) == 1
    assert path.read_bytes() == before
    assert "splitting: cases right" in capsys.readouterr().out


def test_a_lowering_is_kept_with_its_reason_for_good(path: Path) -> None:
    set_floors(path, right(90.0))
    reason = "the cases were wrong"
    assert set_floors(path, right(80.0), arguments=["--lower", "--because", reason]) == 0
    assert floors(path) == {"splitting": {"cases right": 79.0}}
    assert set_floors(path, right(99.0)) == 0
    kept = json.loads(path.read_text(encoding="utf-8"))["lowered"]
    known = {"figure": "splitting: cases right", "from": 89.0, "to": 79.0, "because": reason}
    assert kept == [known]


def test_a_ceiling_is_not_raised_without_a_reason(path: Path) -> None:
    set_floors(path, never(0))
    assert set_floors(path, never(2)) == 1
    assert set_floors(path, never(2), arguments=["--lower", "--because", "two are harmless"]) == 0
    assert floors(path) == {"splitting": {"captions shown": 2}}


def test_only_some_sections_leave_the_floors_of_the_others_alone(path: Path) -> None:
    other = section(Measured("right first", 50.0), name="answers")
    set_floors(path, right(90.0), other)
    assert run(path, right(90.0), arguments=["--only", "splitting"]) == 0
    assert set_floors(path, right(95.0), arguments=["--only", "splitting"]) == 0
    assert floors(path)["answers"] == {"right first": 49.0}
