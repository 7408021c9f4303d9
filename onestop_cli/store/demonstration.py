"""A file that a demonstration made: what tells it from an office's own, and another one in its place.

It is read in whatever format it has: one of an earlier version is made anew, not migrated.
"""

import sqlite3
import sys
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.moments import instant_at
from onestop_cli.store.announcing import held, replacing
from onestop_cli.store.connecting import connect
from onestop_cli.store.database import file_format, must_be_a_file, must_be_writable, opened_to_read
from onestop_cli.store.disk import flush, keep_folder, real, refusals
from onestop_cli.store.restoring import hold
from onestop_cli.store.schema import FORMAT
from onestop_cli.store.sqlite_errors import own_errors


class Found(NamedTuple):
    """A demonstration that is there: when its clock began and ended, and how many events others recorded in it.

    `format` is that of the file, perhaps of an earlier version.
    """

    opened: datetime
    ended: datetime
    n_typed: int
    format: int

    @property
    def is_of_this_version(self) -> bool:
        return self.format == FORMAT


def found(path: Path, actor: str) -> Found | None:
    """What is there, as made by an actor; None for a file of ours whose data are not made up.

    Raises `NotOurStore`, `StoreTooNew`, `StoreDraft`, and as `opened_to_read`.
    """
    must_be_a_file(path)
    with own_errors(path), closing(opened_to_read(path)) as connection:
        version = file_format(connection, path)
        return _found(connection, actor, version)


def _found(connection: sqlite3.Connection, actor: str, version: int) -> Found | None:
    said = connection.execute("SELECT json_extract(data, '$.values.synthetic') FROM event WHERE seq = 1").fetchone()
    if said != ("yes",):
        return None
    typed = "SELECT count(*) FROM event WHERE actor IS NOT ? OR json_extract(data, '$.login') IS NOT NULL"
    first, last = connection.execute("SELECT min(seq), max(seq) FROM event").fetchone()
    opened, ended = (
        instant_at(connection.execute("SELECT recorded_at FROM event WHERE seq = ?", (seq,)).fetchone()[0])
        for seq in (first, last)
    )
    return Found(opened, ended, connection.execute(typed, (actor,)).fetchone()[0], version)


def exchanged(path: Path, draft: Path, actor: str) -> bool:
    """Whether the draft is the file now, and the demonstration that was there is no more.

    It stays where somebody recorded something in it meanwhile. Nobody has it open while it is looked at. Raises
    `StoreLocked`, `StoreReadOnly`, `StoreFull`.
    """
    must_be_writable(path)
    file = real(path)
    with own_errors(path), held(replacing(file)), closing(connect(file, "mode=rw", seconds=0)) as connection:
        before = hold(connection, path)
        told = _found(connection, actor, FORMAT)
        is_free = told is not None and not told.n_typed
        try:
            if is_free:
                if sys.platform == "win32":  # where nobody may have a file open that is replaced
                    connection.close()
                with refusals(path):
                    flush(draft)
                    draft.replace(file)
                if sys.platform != "win32":
                    connection.execute("ROLLBACK")
                keep_folder(file.parent)
        finally:
            with suppress(sqlite3.ProgrammingError):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                    connection.execute(f"PRAGMA journal_mode = {before}")
    return is_free
