"""Importing a register: every row validated, promised and recorded, or none of them.

The counter goes on meanwhile: rows are read, matched and promised against the last event there is, and only what comes
of them is recorded under the write lock, in one transaction. Where something that it rests on was recorded in between,
it is found out anew. What was imported is known from the moment of import; each act keeps the time it happened.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress
from onestop_cli.errors import TOLD, BadRows
from onestop_cli.sources.csv_file import contents
from onestop_cli.sources.register_csv import register_lines
from onestop_cli.store.database import give_room, must_be_writable, reading, writing
from onestop_cli.store.disk import refusals
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.scratch import RowsTold, Spool, scratch
from onestop_cli.usecases.import_draft import Draft
from onestop_cli.usecases.import_recording import Recording
from onestop_cli.usecases.processes import ProcessesLost
from onestop_cli.usecases.row_preparation import Ahead
from onestop_cli.usecases.row_processes import Line, made_ahead

DRAFTS = 3
"""How often an import is drafted beside others who write; then it is drafted under the write lock."""


LONG = 2_000_000
"""The bytes of a register from which on it pays to begin other processes."""


class Imported(NamedTuple):
    """What an import did: dossiers received, those that got later facts, rows already known; its event.

    `due_on_day_off` are the due dates of another system that are on no working day, `due_on_day_off_lines` where the
    first of them stand.
    """

    rows: int
    received: int
    continued: int
    known: int
    foreign_codes: int
    seq: int | None
    due_on_day_off: int
    due_on_day_off_lines: tuple[int, ...]


class _Source(NamedTuple):
    """The bytes of a register, read once, with their digest and the path they came from."""

    path: Path
    file: IO[bytes]
    digest: str
    size: int


def import_register(
    path: Path,
    clock: Clock,
    actor: str,
    file: Path,
    *,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
    processes: int = 1,
) -> Imported:
    """The rows of a CSV register are dossiers in the ledger; those known already are skipped and counted.

    With `dry_run` everything is checked and nothing kept: no write lock is taken. `progress` is told each row's
    number. The rows of a long register are made ready by so many processes, which begin as Python modules do: a
    program that asks for more than one guards its main part. Raises `BadRows` naming every bad row, `BadFile`,
    `UnknownFile`.
    """
    with reading(path):
        pass  # that there is no file is said before its register is read
    if not dry_run:
        must_be_writable(path)
    with _read_once(path, file) as source:
        for _ in range(DRAFTS):
            with _drafting(path, source, progress, processes) as drafted:
                with reading(path) as connection:
                    draft = drafted(connection, clock())
                if dry_run or not draft.has_news:
                    return _imported(draft, None)
                with writing(path, "import") as connection:
                    book = Ledger(connection, actor, clock())
                    if draft.holds(connection, book.now):
                        return _recorded(connection, book, draft, source)
        with _drafting(path, source, progress, processes) as drafted, writing(path, "import") as connection:
            book = Ledger(connection, actor, clock())
            draft = drafted(connection, book.now)
            return _recorded(connection, book, draft, source) if draft.has_news else _imported(draft, None)


@contextmanager
def _read_once(path: Path, file: Path) -> Iterator[_Source]:
    """The bytes of a register as they were read once: it may be a pipe, or change meanwhile.

    Raises `UnknownFile`, `BadFile`, `StoreFull`.
    """
    digest = hashlib.sha256()
    with scratch(path) as copy:
        for block in contents(file):
            digest.update(block)
            with refusals(path):
                copy.write(block)
        with refusals(path):
            copy.flush()
        yield _Source(file, copy, digest.hexdigest(), copy.tell())


@contextmanager
def _drafting(
    path: Path, source: _Source, progress: Progress, processes: int
) -> Iterator[Callable[[sqlite3.Connection, datetime], Draft]]:
    """How an import is drafted as a connection has the file, at an instant; what it puts aside is kept meanwhile."""
    with scratch(path) as file, closing(RowsTold()) as told:

        def drafted(connection: sqlite3.Connection, now: datetime) -> Draft:
            """Raises `BadRows`."""
            draft = Draft(connection, now, Spool(path, file), told)
            n = processes if source.size > LONG else 1
            try:
                for line, ahead in _lines(draft, source, n):
                    draft.take(line, ahead)
                    progress(draft.rows)
            except ProcessesLost:
                told.clear()
                draft = Draft(connection, now, Spool(path, file), told)
                for line, _ in _lines(draft, source, 1):
                    draft.take(line)
                    progress(draft.rows)
            if draft.problems:
                raise BadRows(path=source.path, count=draft.bad, rows=draft.problems, more=max(0, draft.bad - TOLD))
            return draft

        yield drafted


def _lines(draft: Draft, source: _Source, processes: int) -> Iterator[tuple[Line, Ahead | None]]:
    """The lines of a register, made ready ahead where there are processes to do so. Raises `ProcessesLost`."""
    source.file.seek(0)
    lines = register_lines(source.path, source.file)
    if processes > 1:
        return made_ahead(draft.preparation, lines, processes)
    return ((line, None) for line in lines)


def _recorded(connection: sqlite3.Connection, book: Ledger, draft: Draft, source: _Source) -> Imported:
    """The draft is recorded. Raises `BadRows` where rows can no longer be."""
    give_room(connection)
    recording = Recording(connection, book, draft, source.digest)
    if problems := recording.record():
        raise BadRows(path=source.path, count=len(problems), rows=problems[:TOLD])
    return _imported(draft, recording.seq)


def _imported(draft: Draft, seq: int | None) -> Imported:
    did = draft.rows, draft.received, draft.continued, draft.known, draft.foreign_codes
    return Imported(*did, seq, draft.due_on_day_off, tuple(draft.lines_on_days_off))
