"""Bringing a file of an earlier format to the present one, after a backup that was looked at."""

import sqlite3
from contextlib import closing
from pathlib import Path

from onestop_cli.errors import FileExists
from onestop_cli.store import backups, ledger
from onestop_cli.store.connecting import connect
from onestop_cli.store.database import alone, changing, file_format
from onestop_cli.store.schema import FORMAT, migrate
from onestop_cli.store.shape import must_be_ours


def migrated(path: Path, backup: Path) -> int:
    """The file has the present format; returns the one it had. What it was lies in `backup`, with its mode.

    A file of the present format stays as it is, without a backup. Nobody writes, or migrates too, between the
    backup and the end. Raises as `writing`, `StoreDamaged` for a file that does not verify, and `FileExists` for a
    backup that is there already, unless a migration that was killed left it.
    """
    with changing(path) as connection:
        if file_format(connection, path) == FORMAT:
            return FORMAT
        connection.execute("PRAGMA synchronous = FULL")
        with alone(connection):
            version = file_format(connection, path)
            if version == FORMAT:
                return version
            if backup.is_symlink() or (backup.exists() and not _is_left_over(backup, connection)):
                raise FileExists(path=backup)
            backup.unlink(missing_ok=True)
            _back_up(path, backup)
            try:
                migrate(connection)
                must_be_ours(connection, path)
            except BaseException:
                backup.unlink(missing_ok=True)
                raise
        return version


def _back_up(path: Path, backup: Path) -> None:
    """A whole copy of a file that nobody writes meanwhile, with its mode."""
    mode = path.stat().st_mode & 0o777
    with closing(connect(path, "mode=ro")) as reader, backups.drafting(reader, path, backup, mode) as draft:
        backups.keep(draft, backup, reader, path)


def _is_left_over(backup: Path, connection: sqlite3.Connection) -> bool:
    """Whether a backup ends with an event that is still in the file: all it has is in the file."""
    try:
        with closing(connect(backup, "mode=ro")) as copy:
            last = ledger.last_mark(copy)
    except sqlite3.Error:
        return False
    return ledger.hash_at(connection, last.seq) == last.hash
