"""Bringing a file of an earlier format to the present one, after a backup that was looked at.

All of it is one transaction under one lock: the look, the backup, every step. So the file is of the one format or of
the other, however the work ends. The backup of what it was lies beside it before the first step, and goes only where
the file was left as it was. What a killed one left is what the next begins with.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from onestop_cli.core.progress import Progress
from onestop_cli.errors import FileExists, OnestopError
from onestop_cli.store import backups, ledger
from onestop_cli.store.announcing import announced
from onestop_cli.store.database import alone, changing, file_format, opened_to_read
from onestop_cli.store.disk import identity, real
from onestop_cli.store.schema import FORMAT, migrate
from onestop_cli.store.shape import must_be_ours


def migrated(path: Path, backup: Path, progress: Progress = lambda _: None) -> int:
    """The file has the present format; returns the one it had. What it was lies in `backup`, as readable as it.

    A file of the present format stays as it is, without a backup. Nobody writes, or migrates too, between the look and
    the end. The progress is told events: of the copy that is read back, then of the register that is made again.
    Raises as `writing`, `StoreDamaged` for a file that does not verify, and `FileExists` for a backup that is there
    already, unless a migration that was killed left it.
    """
    while True:
        before = identity(path)
        with changing(path) as connection:
            if file_format(connection, path) == FORMAT:
                return FORMAT
            connection.execute("PRAGMA synchronous = FULL")
            with alone(connection, real(path), is_told=True), announced(real(path), "migrate"):
                version = file_format(connection, path)
                if version == FORMAT:
                    return version
                if identity(path) == before:
                    _migrate(connection, path, backup, progress)
                    return version


def _migrate(connection: sqlite3.Connection, path: Path, backup: Path, progress: Progress) -> None:
    """Every step is done within the transaction that is open, and the backup is in its place."""
    if os.path.lexists(backup):
        if not _is_left_over(backup, connection):
            raise FileExists(path=backup)
        backup.unlink()
    n_events = _back_up(path, backup, progress)
    try:
        migrate(connection, lambda done: progress(n_events + done))
        must_be_ours(connection, path)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")  # the file is as it was
        backup.unlink(missing_ok=True)
        raise


def _back_up(path: Path, backup: Path, progress: Progress) -> int:
    """A whole copy of a file that nobody writes meanwhile, as readable as it; returns how many events it has."""
    there = path.stat()
    with (
        closing(opened_to_read(path)) as reader,
        backups.drafting(reader, path, backup, there.st_mode & 0o777) as draft,
    ):
        with suppress(OSError, AttributeError):
            os.chown(draft.path, there.st_uid, there.st_gid)
        return backups.keep(draft, backup, reader, path, progress).n_events


def _is_left_over(backup: Path, connection: sqlite3.Connection) -> bool:
    """Whether a backup ends with an event that is still in the file: all it has is in the file."""
    if backup.is_symlink() or not backup.is_file():
        return False
    try:
        with backups.opened(backup) as copy:
            last = ledger.last_mark(copy)
    except (OnestopError, sqlite3.Error):
        return False
    return ledger.hash_at(connection, last.seq) == last.hash
