"""Backups: the copy beside SQLite's own, its check timed apart, a clerk who records meanwhile; walking the chain.

The copy is what `backup` makes before it looks at it: a draft in rollback-journal mode, on disk. Its peers are the
shell's `sqlite3 FILE ".backup COPY"` (Python's module where that is not installed) and a bare backup of the module.
"""

import shutil
import sqlite3
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from itertools import repeat
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.processes import environment_for, onestop_command, run_of
from benchmarks.register import Register, clear, clock, copied, register
from benchmarks.reports import peaks
from onestop_cli.core.chain import walk
from onestop_cli.store import backups, ledger
from onestop_cli.store.database import reading
from onestop_cli.store.disk import place

COPY, IN_PROCESS, WHOLE = "backup, its copy", "backup, its copy in process", "backup, with its check"
MEANWHILE, CHAIN = "receive during a backup", "chain"
NAMES = [COPY, IN_PROCESS, WHOLE, MEANWHILE, CHAIN]
SMALL = 20_000
EVENTS_A_SECOND = 100_000
COPY_ALONE = """
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from onestop_cli.store import backups
from onestop_cli.store.database import reading
from onestop_cli.store.disk import place

path, target = map(Path, sys.argv[1:])
now = datetime.now(timezone(timedelta(hours=7))).replace(microsecond=0)
with reading(path) as source, backups.drafting(source, path, target, 0o600) as draft:
    backups.note(draft.connection, backups.Note(now, draft.mark, target))
    place(draft.path, target)
"""
BARE = """
import sqlite3, sys
source, target = map(sqlite3.connect, sys.argv[1:])
source.backup(target)
target.close()
"""


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; a third of the runs, as each takes long."""
    if not any(map(wanted, NAMES)):
        return []
    runs = max(3, runs // 3)
    path, target = copied(found, folder / "backed-up.db"), folder / "backup.db"
    made: list[Figure] = []
    if wanted(COPY):
        made.append(_copy(path, target, folder, runs))
    if wanted(IN_PROCESS):
        works = [lambda: copy(path, target), lambda: _bare(path, target)]
        ours, bare = interleaved(works, runs, lambda: clear(target))
        made.append(Figure(IN_PROCESS, ours, "Connection.backup", bare, Target(1.3)))
    if wanted(WHOLE):
        made.append(_whole(path, target, folder, runs))
    if wanted(MEANWHILE):
        made.append(_meanwhile(path, target, folder, runs))
    if wanted(CHAIN):
        made.append(_chain(found, path, folder, runs))
    clear(target)
    return made


def copy(path: Path, target: Path) -> None:
    """The copy that a backup makes, on disk with its note, in its place without having been looked at."""
    with reading(path) as source, backups.drafting(source, path, target, 0o600) as draft:
        backups.note(draft.connection, backups.Note(clock(), draft.mark, target))
        place(draft.path, target)


def _bare(path: Path, target: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as made:
        source.backup(made)


def _peer(path: Path, target: Path) -> tuple[str, list[str]]:
    """SQLite's own backup as a whole process, and what it is called."""
    shell = shutil.which("sqlite3")
    if shell:
        return "sqlite3 .backup", [shell, str(path), f".backup '{target}'"]
    return "Connection.backup", [sys.executable, "-c", BARE, str(path), str(target)]


def _in_turn(
    ours: list[str], path: Path, target: Path, folder: Path, runs: int
) -> tuple[str, list[float], list[float]]:
    """A command of ours and SQLite's, each with nothing where its copy is to be."""
    name, theirs = _peer(path, target)
    environment = environment_for(path)
    works = [run_of(repeat(command), environment, folder, terminal=False) for command in (ours, theirs)]
    times, peer = interleaved(works, runs, lambda: clear(target))
    return name, times, peer


def _copy(path: Path, target: Path, folder: Path, runs: int) -> Figure:
    say(f"copying {path.stat().st_size / 2**20:,.0f} MB, {runs} times")
    name, times, peer = _in_turn([sys.executable, "-c", COPY_ALONE, str(path), str(target)], path, target, folder, runs)
    return Figure(COPY, times, name, peer, Target(1.3), f"{path.stat().st_size / 2**20:,.0f} MB")


def _whole(path: Path, target: Path, folder: Path, runs: int) -> Figure:
    name, times, peer = _in_turn([*onestop_command(), "backup", str(target)], path, target, folder, runs)
    with reading(path) as source:
        start = perf_counter()
        backups.looked_at(source, path)
        seconds = perf_counter() - start
    return Figure(WHOLE, times, name, peer, note=f"the check alone {seconds * 1000:,.0f} ms")


def _meanwhile(path: Path, target: Path, folder: Path, runs: int) -> Figure:
    """Receipts as whole processes while backups are made one after another, beside receipts alone."""
    command = [*onestop_command(), "receive", "khai-tu", "--applicant", "Người dân mẫu", "--again", "--json"]
    receive = run_of(repeat(command), environment_for(path), folder, terminal=False)
    runs *= 4
    (alone,) = interleaved([receive], runs)
    ended, made = Event(), list[int]()

    def back_up() -> None:
        while not ended.is_set():
            clear(target)
            subprocess.run(
                [*onestop_command(), "backup", str(target)],
                env=environment_for(path), stdout=subprocess.DEVNULL, check=True,
            )  # fmt: skip
            made.append(1)

    at_work = Thread(target=back_up)
    at_work.start()
    try:
        (meanwhile,) = interleaved([receive], runs)
    finally:
        ended.set()
        at_work.join()
    note = f"longest {max(meanwhile):,.0f} ms, alone {max(alone):,.0f} ms; {len(made)} backups"
    return Figure(MEANWHILE, meanwhile, "receive alone", alone, Target(1, 500), note)


def _chain(found: Register, path: Path, folder: Path, runs: int) -> Figure:
    """The whole chain with its personal digests, in process."""

    def walked() -> int:
        with reading(path) as connection:
            return walk(ledger.chain(connection)).n_events

    n = walked()
    (times,) = interleaved([walked], runs)
    words = ("audit", "verify", "--chain")
    note = f"{n:,} events, {n * 1000 / statistics.median(times):,.0f} a second; "
    note += f"peak memory {peaks(words, found, register(folder, SMALL))}"
    return Figure(CHAIN, times, "", [], Target(0, n * 1000 / EVENTS_A_SECOND), note)
