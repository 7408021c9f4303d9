"""`audit verify`: the chain alone and the whole file, beside reading and folding the same file in the same run; and the
most memory that it takes, of this register and of one a tenth of its size.
"""

from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.lives import add_finished_lives
from benchmarks.register import Register, copied, register
from benchmarks.replay import replayed
from benchmarks.reports import peak
from onestop_cli.store.database import reading
from onestop_cli.usecases import audit

CHAIN, FULL, MEMORY = "verify --chain", "verify", "verify memory"
NAMES = [FULL, CHAIN, MEMORY]
RATIO = 2.5
EVENTS_A_SECOND = 100_000
GROWTH = 2.25
"""Ten times the dossiers may take so many times the memory: a large file is verified by two processes, each flat."""
ONE_IN = 500
"""Of the dossiers verified, one in so many was suspended, resumed and corrected."""


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; a fifth of the runs, as each takes long."""
    told: list[Figure] = []
    runs = max(3, runs // 5)
    if wanted(FULL) or wanted(CHAIN):
        path = copied(found, folder / "verified.db")
        add_finished_lives(path, found.dossiers // ONE_IN)
        events = _events(path)
        say(f"verifying {events:,} events, {runs} times")
        full, chain, fold = interleaved(
            [lambda: _verified(path, in_full=True), lambda: _verified(path, in_full=False), lambda: replayed(path)],
            runs,
        )
        note = f"{events:,} events; beside reading and folding them"
        told.append(Figure(FULL, full, "read and fold", fold, Target(RATIO), note))
        a_second = f"{events * 1000 / min(chain):,.0f} events a second at best"
        told.append(Figure(CHAIN, chain, "", [], Target(0, events * 1000 / EVENTS_A_SECOND), a_second))
    if wanted(MEMORY):
        small = register(folder, max(1, found.dossiers // 10))
        sizes = [float(peak(("audit", "verify"), each)) for each in (found, small)]
        note = f"MB, not ms: {found.dossiers:,} dossiers beside {small.dossiers:,}, of which one process tells all"
        told.append(Figure(MEMORY, sizes[:1], f"{small.dossiers:,} dossiers", sizes[1:], Target(GROWTH), note))
    return told


def _verified(path: Path, *, in_full: bool) -> None:
    """The file, in which nothing may be found: a figure of another would mean nothing."""
    verified = audit.verify(path, (), lambda _: None, in_full=in_full)
    if verified.n_findings:
        raise SystemExit(f"{FULL}: {verified.n_findings} findings in {path}")


def _events(path: Path) -> int:
    with reading(path) as connection:
        return connection.execute("SELECT count(*) FROM event").fetchone()[0]
