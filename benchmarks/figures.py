"""A measured figure, its reference and its target; and the table they are printed in."""

import json
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple


class Target(NamedTuple):
    """A limit on time: so many times the reference's, and `extra_ms` on top. Ratio 0 leaves a limit in ms alone."""

    ratio: float
    extra_ms: float = 0.0

    def __str__(self) -> str:
        if not self.ratio:
            return f"<= {self.extra_ms:,.0f} ms"
        return f"<= {self.ratio:g} x" + (f" + {self.extra_ms:g} ms" if self.extra_ms else "")


class Figure(NamedTuple):
    """What was measured: paired times in ms, run for run beside the reference's, where there is one.

    `note` says what the time is of. Without a target the figure is for information.
    """

    name: str
    times: list[float]
    against: str
    reference: list[float]
    target: Target | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The median of the pairwise ratios."""
        pairs = zip(self.times, self.reference, strict=True)
        return statistics.median(a / b for a, b in pairs) if self.reference else None

    @property
    def is_met(self) -> bool | None:
        """Whether the middle run kept to the target, pair by pair."""
        if self.target is None:
            return None
        pairs = zip(self.times, self.reference or [0.0] * len(self.times), strict=True)
        over = (a - self.target.ratio * b - self.target.extra_ms for a, b in pairs)
        return statistics.median(over) <= 0


def interleaved(
    works: Sequence[Callable[[], object]], runs: int, before: Callable[[], object] = lambda: None
) -> list[list[float]]:
    """Each work's times in ms: all works in turn, `runs` times, after one turn that is not counted.

    What is done `before` each is not of its time.
    """
    times: list[list[float]] = [[] for _ in works]
    for turn in range(runs + 1):
        for work, own in zip(works, times, strict=True):
            before()
            start = perf_counter()
            work()
            if turn:
                own.append((perf_counter() - start) * 1000)
    return times


def table(figures: Sequence[Figure]) -> str:
    """The figures as a plain table: medians in ms, the median of the pairwise ratios, target, met."""
    lines = [("name", "median ms", "reference", "its ms", "ratio", "target", "met", "")]
    for figure in figures:
        ratio, met = figure.ratio, figure.is_met
        lines.append(
            (
                figure.name,
                f"{statistics.median(figure.times):,.1f}",
                figure.against or "-",
                f"{statistics.median(figure.reference):,.1f}" if figure.reference else "-",
                f"{ratio:.3f}" if ratio is not None else "-",
                str(figure.target or "-"),
                {True: "yes", False: "no", None: "-"}[met],
                figure.note,
            )
        )
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    aligned = [f"{'>' if place in (1, 3, 4) else '<'}{width}" for place, width in enumerate(widths)]
    made = ("  ".join(map(format, line, aligned)) for line in lines)
    return "".join(line.rstrip() + "\n" for line in made)


def write_json(path: Path, figures: Sequence[Figure], setting: dict[str, object]) -> None:
    """Every single time, for comparing runs."""
    found = [
        {
            "name": f.name,
            "note": f.note,
            "median_ms": statistics.median(f.times),
            "reference": f.against or None,
            "reference_median_ms": statistics.median(f.reference) if f.reference else None,
            "ratio": f.ratio,
            "target_ratio": (f.target.ratio or None) if f.target else None,
            "target_extra_ms": f.target.extra_ms if f.target else None,
            "met": f.is_met,
            "times_ms": f.times,
            "reference_times_ms": f.reference,
        }
        for f in figures
    ]
    path.write_text(json.dumps(setting | {"figures": found}, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, object]:
    """What the figures were measured on; no names of people, machines or folders."""
    import os
    import sqlite3
    from importlib.metadata import version

    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "python": platform.python_version() + f" ({sys.implementation.name})",
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("onestop", "typer", "rich", "holidays", "numpy")},
    }


def say(text: str) -> None:
    """Tell what is going on; the table alone goes to stdout."""
    print(text, file=sys.stderr, flush=True)
