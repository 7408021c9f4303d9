"""Replaying a register: every dossier's events read from the ledger and folded to its state, in one process.

That is what a rebuild, a verification and every report of the past rest on. There is no peer to stand beside:
the target is a time.
"""

import statistics
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.lives import add_finished_lives
from benchmarks.register import Register, copied
from onestop_cli.core.life import fold
from onestop_cli.store.database import reading
from onestop_cli.store.ledger import events_by_dossier

REPLAY = "replay"
NAMES = [REPLAY]
MS_EACH = 0.06
"""The target: 6 s for 100,000 dossiers, and in proportion."""
ONE_IN = 50
"""Of the dossiers replayed, one in so many was suspended, resumed and corrected."""


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figure, if it is wanted; a third of the runs, as each takes long."""
    if not wanted(REPLAY):
        return []
    runs = max(3, runs // 3)
    path = copied(found, folder / "replayed.db")
    lives = -(-found.dossiers // (ONE_IN - 1))
    say(f"{lives:,} dossiers with a suspension and a correction")
    add_finished_lives(path, lives)
    dossiers, events = _size(path)
    _must_agree(path, dossiers, lives)
    say(f"replaying {dossiers:,} dossiers, {runs} times")
    (times,) = interleaved([lambda: replayed(path)], runs)
    note = f"{events:,} events of {dossiers:,} dossiers, {lives:,} of them suspended and corrected; "
    note += f"{events * 1000 / statistics.median(times):,.0f} events a second"
    return [Figure(REPLAY, times, "", [], Target(0, MS_EACH * dossiers), note)]


def replayed(path: Path) -> None:
    """Every dossier of the file, folded and let go."""
    with reading(path) as connection:
        for _, events in events_by_dossier(connection):
            fold(events)


def _size(path: Path) -> tuple[int, int]:
    """The numbers of dossiers and of their events."""
    with reading(path) as connection:
        return (
            connection.execute("SELECT count(*) FROM dossier").fetchone()[0],
            connection.execute("SELECT count(*) FROM event WHERE dossier IS NOT NULL").fetchone()[0],
        )


def _must_agree(path: Path, dossiers: int, lives: int) -> None:
    """Replay once to see that every dossier comes out; a figure of another register would mean nothing."""
    folded = with_suspension = 0
    with reading(path) as connection:
        for code, events in events_by_dossier(connection):
            dossier = fold(events)
            if dossier is None:
                raise SystemExit(f"{REPLAY}: {code} was not received")
            folded += 1
            with_suspension += bool(dossier.suspensions)
    if (folded, with_suspension) != (dossiers, lives):
        raise SystemExit(f"{REPLAY}: {folded} of {dossiers} dossiers, {with_suspension} of {lives} suspended")
