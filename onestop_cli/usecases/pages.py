"""What a file says by itself, whatever its events mean: its pages and indexes, its chain, what follows within a row.

A large file is looked at so by a process beside the one that tells its dossiers again. That takes longer, so that the
other one tells the last of them, too.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.chain import Walked, walk
from onestop_cli.core.findings import Finding, Findings, Kind
from onestop_cli.errors import EventsDoNotAddUp
from onestop_cli.store import found_words, integrity, kept_rows, ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.processes import ProcessesLost, at_work, begun, undisturbed
from onestop_cli.usecases.verification import Told, told_after

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MANY = 50_000
"""From so many events on a process of its own is worth its beginning."""
OWN_SHARE = 0.77
"""So much of the dossiers is told by the process that does not look at the pages."""


class Asked(NamedTuple):
    """What is looked at: a file up to the event `end`, the hashes at some numbers, breaks up to an anchored one.

    A process of its own tells the dossiers of codes after `since`, too, where there is one.
    """

    path: Path
    hashes: frozenset[int]
    anchored_to: int
    end: int
    since: str = ""


class Looked(NamedTuple):
    """The chain as it was walked, what else was found, whether indexes can be relied on, and what dossiers told."""

    walked: Walked
    found: Findings
    by_index: bool
    told: Told | None


def looked_at(asked: Asked) -> Looked:
    """The file looked at. A page that cannot be read at all raises as `reading`."""
    found = Findings(asked.anchored_to)
    with reading(asked.path) as connection:  # one that came upon a damaged page goes on saying so
        by_index = _look_at_pages(connection, found)
    with reading(asked.path) as connection:
        erased, until = ledger.erased(connection), asked.anchored_to
        walked = walk(ledger.chain(connection, asked.end), asked.hashes, erased=erased, until=until)
        for look in (partial(_look_at_words, by_index=by_index), _look_at_sums, _look_at_imports):
            try:
                look(connection, found)
            except sqlite3.OperationalError as problem:
                if not str(problem).startswith(_FOUND_ELSEWHERE):
                    raise
    told = None
    if asked.since and by_index:
        with reading(asked.path) as connection, suppress(EventsDoNotAddUp):
            told = told_after(connection, asked.since, asked.anchored_to)
    return Looked(walked, found, by_index, told)


_FOUND_ELSEWHERE = ("no such", "malformed JSON")
"""What SQLite says of a table that is not there, which is found by its shape, and of data that no life comes of."""


def _look_at_words(connection: sqlite3.Connection, found: Findings, *, by_index: bool) -> None:
    """Dossiers are found by what is recorded of them, and by nothing else."""
    for code, seq, is_extra in found_words.misfound(connection, by_index=by_index):
        kind = Kind.row_extra if is_extra else Kind.row_missing
        found.add(Finding(kind, seq, code, table="search_word", key=(code or str(seq),)))


def _look_at_sums(connection: sqlite3.Connection, found: Findings) -> None:
    """The columns that SQLite works out within a row are what comes out."""
    for code, columns in kept_rows.miscounted(connection):
        found.add(Finding(Kind.row_differs, 0, code, table="dossier", key=(code,), columns=tuple(columns)))


def _look_at_imports(connection: sqlite3.Connection, found: Findings) -> None:
    """A row without a code that was imported is known to be, so that another import adds nothing; no other is."""
    for code, seq, is_anothers in kept_rows.misimported(connection):
        kind = Kind.row_differs if is_anothers else Kind.row_missing
        columns = ("code",) if is_anothers else ()
        found.add(Finding(kind, seq, code, table="imported_row", key=(code,), columns=columns))
    for code in kept_rows.imported_without_event(connection):
        found.add(Finding(Kind.row_extra, 0, code, table="imported_row", key=(code,)))


def _look_at_pages(connection: sqlite3.Connection, found: Findings) -> bool:
    """What of its pages, its indexes, its rules and its references is not as it should be is found.

    Tells whether its indexes can be relied on.
    """
    faults = integrity.faults(connection, compared=("dossier",))
    for fault in faults:
        is_rule = fault.said.startswith("CHECK")
        kind = Kind.bad_index if fault.is_of_index else Kind.rule if is_rule else Kind.pages
        found.add(Finding(kind, table=fault.table))
    if table := integrity.broken_references(connection):
        found.add(Finding(Kind.reference, table=table))
    return not any(fault.is_of_index for fault in faults)


class Looking(NamedTuple):
    """What is called to have the file looked at; `is_begun` if a process of its own does so meanwhile."""

    result: Callable[[], Looked]
    is_begun: bool


@contextmanager
def looking_at(asked: Asked) -> Iterator[Looking]:
    """The file is being looked at, by a process of its own if there are many events, or is when that is asked for."""
    by_ourselves = cache(lambda: looked_at(asked._replace(since="")))
    if asked.end < MANY:
        yield Looking(by_ourselves, is_begun=False)
        return
    try:
        with undisturbed():
            process, pipe = begun(_look, asked)
    except ProcessesLost:
        yield Looking(by_ourselves, is_begun=False)
        return
    try:
        yield Looking(cache(lambda: _received(pipe) or by_ourselves()), is_begun=True)
    finally:
        pipe.close()
        process.kill()
        process.join()


def _received(pipe: "Connection") -> Looked | None:
    """What the process found; None where it ended without, which this one comes upon by itself."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None


def _look(pipe: "Connection", asked: Asked) -> None:
    """In a process that was begun: the file is looked at."""
    with at_work():
        pipe.send(looked_at(asked))
