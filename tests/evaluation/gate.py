"""Floors under the figures of quality: they may rise, and may not silently fall.

    measures ─▶ Section(table, figures) ─▶ print ─▶ against baseline.json ─▶ exit 0 or 1

A figure that is missing, under its floor, or has no floor yet fails the gate. A section that could not
be run (its material is not there) is said to be so, and its floors are not asked. Measures nothing itself.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

POINT = 1.0  # how far under its figure a new floor lies: libraries and machines differ a little


@dataclass(frozen=True, slots=True)
class Measured:
    """One gated figure. Of some things `fewer` is better, and the floor is then a ceiling; `slack` is
    how far from the figure a new floor is set."""

    name: str
    value: float
    fewer: bool = False
    slack: float = POINT


@dataclass(frozen=True, slots=True)
class Section:
    """One measure: a table for people and the figures that are held. `not_run` says why there are none."""

    name: str
    title: str
    table: str = ""
    measured: tuple[Measured, ...] = ()
    not_run: str = ""

    def text(self) -> str:
        body = f"NOT RUN: {self.not_run}" if self.not_run else self.table
        return f"{self.title}\n{'-' * len(self.title)}\n{body}\n"


@dataclass(frozen=True, slots=True)
class Baseline:
    """Floors by section and figure, and every lowering there ever was, with its reason."""

    floors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    lowered: tuple[Mapping[str, object], ...] = ()


class LoweringError(Exception):
    """A floor would be lowered without being asked for, or without a reason."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked on the command line; `only` names sections, none for all of them."""

    full: bool = False
    only: tuple[str, ...] = ()
    set_floors: bool = False
    lower: bool = False
    because: str = ""


def main(
    arguments: Sequence[str], measure: Callable[[Options], Iterable[Section]], path: Path
) -> int:
    """Print every section, then hold the figures to the floors in `path`, or set floors there.

    Returns the exit code: 0, 1 where a figure or the lowering of a floor is refused.
    """
    options = read_options(arguments)
    sections = []
    for section in measure(options):
        say(section.text())
        sections.append(section)
    baseline = read_baseline(path)
    return (
        _set(baseline, sections, options, path) if options.set_floors else _hold(baseline, sections)
    )


def read_options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="every article for sumy's algorithms too"
    )
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these sections only")
    parser.add_argument("--set-floors", action="store_true", help="raise floors to these figures")
    parser.add_argument("--lower", action="store_true", help="let floors be lowered as well")
    parser.add_argument("--because", default="", metavar="REASON", help="why they are lowered")
    found = vars(parser.parse_args(arguments))
    return Options(**(found | {"only": tuple(found["only"])}))


def read_baseline(path: Path) -> Baseline:
    """Read the floors; none where there is no file yet."""
    if not path.is_file():
        return Baseline()
    found = json.loads(path.read_text(encoding="utf-8"))
    return Baseline(found["floors"], tuple(found["lowered"]))


def write_baseline(path: Path, baseline: Baseline) -> None:
    known = {"floors": baseline.floors, "lowered": baseline.lowered}
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def failures(baseline: Baseline, sections: Sequence[Section]) -> tuple[str, ...]:
    """Say what keeps the gate shut, one line each; nothing of sections that were not run."""
    return tuple(line for section in _run(sections) for line in _failures_of(baseline, section))


def _failures_of(baseline: Baseline, section: Section) -> Iterator[str]:
    floors = baseline.floors.get(section.name, {})
    found = {measured.name: measured for measured in section.measured}
    for name, floor in floors.items():
        if name not in found:
            yield f"{section.name}: {name}: not measured any more, its floor is {floor:g}"
        elif _misses(found[name], floor):
            word = "ceiling" if found[name].fewer else "floor"
            yield f"{section.name}: {name}: {found[name].value:.4g}, its {word} is {floor:g}"
    for name in (name for name in found if name not in floors):
        yield f"{section.name}: {name}: has no floor yet (give it one with --set-floors)"


def raised(
    baseline: Baseline, sections: Sequence[Section], *, lower: bool = False, because: str = ""
) -> Baseline:
    """Return the baseline with floors just under these figures, where that is higher than they are.

    A floor that its figure misses, or that nothing measures any more, is only lowered or dropped with
    `lower` and a reason, which are kept; raises LoweringError naming all such floors otherwise.
    """
    floors = {name: dict(known) for name, known in baseline.floors.items()}
    fallen: list[dict[str, object]] = []
    for section in _run(sections):
        old = floors.get(section.name, {})
        new = {m.name: _floor(m, old.get(m.name)) for m in section.measured}
        fallen += [
            {"figure": f"{section.name}: {name}", "from": floor, "to": new.get(name)}
            for name, floor in old.items()
            if name not in new or _is_lower(section, name, new[name], floor)
        ]
        floors[section.name] = new
    if fallen and not (lower and because.strip()):
        names = "\n  ".join(str(one["figure"]) for one in fallen)
        raise LoweringError(
            f"these floors would be lowered:\n  {names}\n"
            'If that is right: --set-floors --lower --because "the reason"'
        )
    reasons = tuple(one | {"because": because.strip()} for one in fallen)
    return Baseline(floors, (*baseline.lowered, *reasons))


def _floor(measured: Measured, old: float | None) -> float:
    """Return the floor that a figure gets: the better of the old one, where it holds, and a new one."""
    sign = -1 if measured.fewer else 1
    new = round(measured.value - sign * measured.slack, 2)
    if old is None or _misses(measured, old):
        return new
    return sign * max(sign * old, sign * new)


def _misses(measured: Measured, floor: float) -> bool:
    worse = measured.value - floor if measured.fewer else floor - measured.value
    return worse > 1e-9


def _is_lower(section: Section, name: str, new: float, old: float) -> bool:
    fewer = next(m.fewer for m in section.measured if m.name == name)
    return new > old if fewer else new < old


def _run(sections: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if not section.not_run)


def _hold(baseline: Baseline, sections: Sequence[Section]) -> int:
    failed = failures(baseline, sections)
    skipped = [section.name for section in sections if section.not_run]
    if skipped:
        say(f"NOT RUN, so their floors were not asked: {', '.join(skipped)}")
    if failed:
        say("THE GATE IS SHUT:\n  " + "\n  ".join(failed))
        return 1
    held = sum(len(section.measured) for section in _run(sections))
    say(f"The gate is open: {held} figures hold their floors.")
    return 0


def _set(baseline: Baseline, sections: Sequence[Section], options: Options, path: Path) -> int:
    try:
        new = raised(baseline, sections, lower=options.lower, because=options.because)
    except LoweringError as error:
        say(f"NO FLOOR WAS CHANGED: {error}")
        return 1
    write_baseline(path, new)
    say(f"{path.name}: {sum(map(len, new.floors.values()))} floors")
    return 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
