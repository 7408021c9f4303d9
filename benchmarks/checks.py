"""What an auditor looks for, looked for in a whole register, beside reading and folding the same file in turn.

The lives that `replay` adds, with a suspension and a correction, are in it too. Each is a finding: a paper written
weeks after its day.
"""

from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.lives import add_finished_lives
from benchmarks.register import Register, clock, copied
from benchmarks.replay import ONE_IN, replayed
from onestop_cli.core.checks.listed import CHECKS
from onestop_cli.usecases.checks import Asked, checked

CHECK = "audit check"
NAMES = [CHECK]
TIMES = 5.0
"""The target: twice a full verification, which is two and a half times reading and folding."""


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figure, if it is wanted; a third of the runs, as each takes long."""
    if not wanted(CHECK):
        return []
    runs = max(3, runs // 3)
    path = copied(found, folder / "checked.db")
    lives = -(-found.dossiers // (ONE_IN - 1))
    say(f"{lives:,} dossiers with a suspension and a correction")
    add_finished_lives(path, lives)
    asked = Asked(CHECKS, None, None, None, {})
    told = checked(path, clock, asked)
    say(f"checking {told.n_dossiers:,} dossiers, {runs} times")
    times, reference = interleaved([lambda: checked(path, clock, asked), lambda: replayed(path)], runs)
    note = f"{told.n_dossiers:,} dossiers, {len(CHECKS)} checks; found {told.n_findings:,}"
    return [Figure(CHECK, times, "reading and folding", reference, Target(TIMES), note)]
