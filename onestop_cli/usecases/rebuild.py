"""The register made again from the events: looked at first, then in one transaction.

The ledger is the truth, and the register a view of it (architecture, decision 1). What follows from the events is made
again beside what is in the file and compared with it; with consent the file then holds what the events say. Damage of
an index or of a table that follows from the events is mended by that; of the events themselves nothing is.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.chain import BREAKS, walk
from onestop_cli.core.ledger import Mark
from onestop_cli.core.progress import Progress
from onestop_cli.errors import N_, ChainBroken, StoreDamaged
from onestop_cli.store import derived, integrity, ledger
from onestop_cli.store.announcing import announced
from onestop_cli.store.database import alone, changing, reading
from onestop_cli.store.derived import Difference
from onestop_cli.store.disk import identity, real
from onestop_cli.store.integrity import Fault
from onestop_cli.store.mending import count_up, give_back_pages, is_mendable, mend
from onestop_cli.store.shape import must_be_ours
from onestop_cli.store.sqlite_errors import own_errors

TOLD = 100
"""So many rows that differ are told one by one; all of them are counted."""


class Rebuilt(NamedTuple):
    """What of a file is not what its events say.

    `faults` is what is damaged, `differing` the first rows that differ, `n_differing` how many do by table; a damaged
    table is made anew whole, and its rows are not compared. `is_applied` if the file is as it should be now.
    """

    path: Path
    n_events: int
    n_dossiers: int
    faults: Sequence[Fault]
    differing: Sequence[Difference]
    n_differing: Mapping[str, int]
    is_applied: bool

    @property
    def is_sound(self) -> bool:
        return not (self.faults or self.n_differing)


def rebuild(path: Path, progress: Progress = lambda _: None, *, apply: bool) -> Rebuilt:
    """What differs; with `apply` the file holds what its events say, and the damage that allows it is mended.

    Where nothing is to be done nothing is written. All is compared before the write lock is taken, and once more under
    it only if something was recorded meanwhile. The progress is told events. Raises `ChainBroken` for events that were
    changed, `EventsDoNotAddUp`, `StoreDamaged` for damage that is not of what follows from them, and as `reading` and
    `writing`.
    """
    if not apply:
        looked = _looked_at(path, progress)
        with reading(path) as connection:
            return _compared(connection, path, looked, progress)
    while True:
        before = identity(path)
        looked = _looked_at(path, progress)
        with changing(path) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN")
            found = _compared(connection, path, looked, progress)
            connection.execute("COMMIT")
            if found.is_sound:
                return found
            with alone(connection, real(path), is_told=True), announced(real(path), "rebuild"):
                if identity(path) != before:
                    continue
                if ledger.last_mark(connection) != looked.end:
                    derived.forget(connection)
                    found = _compared(connection, path, _looked_at(path, progress), progress)
                leaves_pages = _taken_over(connection, path, found.faults)
        if leaves_pages:
            with changing(path) as connection:  # another: a vacuum beside temporary tables of those names loses indexes
                give_back_pages(connection)
                _must_be_whole(connection, path)
        return found._replace(is_applied=True)


def _taken_over(connection: sqlite3.Connection, path: Path, faults: Sequence[Fault]) -> bool:
    """The file holds what was made again; whether pages are left that a vacuum has to give back."""
    leaves_pages = mend(connection, faults)
    for table in derived.KEYS:
        derived.take_over(connection, table)
    count_up(connection)
    if faults and not leaves_pages:
        _must_be_whole(connection, path)
    must_be_ours(connection, path)
    return leaves_pages


class _Looked(NamedTuple):
    """What is damaged, how many events there are, each as it was recorded, and the last of them."""

    faults: list[Fault]
    n_events: int
    end: Mark


def _looked_at(path: Path, progress: Progress) -> _Looked:
    """What every page and the chain say.

    By a connection of its own: one that came upon a damaged page goes on saying so.
    """
    with reading(path) as connection:
        must_be_ours(connection, path)
        faults = integrity.faults(connection)
        for fault in faults:
            if not is_mendable(connection, fault):
                raise StoreDamaged(path=path, why=fault.said)
        walked = walk(ledger.chain(connection), progress=progress, erased=ledger.erased(connection))
    for kind, first in walked.breaks.items():
        raise ChainBroken(path=path, seq=first.seq, why=BREAKS[kind])
    if not walked.n_events:
        raise StoreDamaged(path=path, why=N_("it has no events"))
    return _Looked(faults, walked.n_events, walked.end)


def _compared(connection: sqlite3.Connection, path: Path, looked: _Looked, progress: Progress) -> Rebuilt:
    """The tables that are not damaged beside what the events say."""
    faults, n_events, _ = looked
    damaged = {fault.table for fault in faults}
    differing: list[Difference] = []
    n_differing: Counter[str] = Counter()
    with own_errors(path):
        derived.make_again(connection, lambda done: progress(n_events + done))
        for difference in derived.differences(connection, [t for t in derived.KEYS if t not in damaged]):
            n_differing[difference.table] += 1
            if len(differing) < TOLD:
                differing.append(difference)
        (n_dossiers,) = connection.execute("SELECT count(*) FROM temp.dossier").fetchone()
    return Rebuilt(path, n_events, n_dossiers, faults, differing, n_differing, is_applied=False)


def _must_be_whole(connection: sqlite3.Connection, path: Path) -> None:
    for fault in integrity.faults(connection):
        raise StoreDamaged(path=path, why=fault.said)
    if integrity.broken_references(connection):
        raise StoreDamaged(path=path, why=N_("rows name others that are not there"))
