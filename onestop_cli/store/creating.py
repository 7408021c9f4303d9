"""A new file: its folder, its tables, who may use it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from onestop_cli.errors import FileExists
from onestop_cli.store import recorded
from onestop_cli.store.connecting import connect
from onestop_cli.store.disk import clear, clear_beside, draft_name, one_at_a_time, place, refusals, refuse_network_drive
from onestop_cli.store.schema import migrate
from onestop_cli.store.sharing import PRIVATE, SHARED, make_folder, must_be_shareable
from onestop_cli.store.sqlite_errors import own_errors


@contextmanager
def creating(path: Path, *, shared: bool = False) -> Iterator[sqlite3.Connection]:
    """A new file with our tables in it, readable by its owner only, or by the accounts of its folder's group.

    Nothing is left if the work fails. It is made beside its final name and put there in one step, so a
    killed process leaves no half file, and what it leaves the next one clears away.
    Raises `FileExists`, `CannotBeShared`, `BackupRunning`, `StoreReadOnly`, `StoreFull`.
    """
    with refusals(path):
        if path.exists() or path.is_symlink():
            clear_beside(path)
            raise FileExists(path=path)
        make_folder(path.parent, shared=shared)
        if shared:
            must_be_shareable(path)
    refuse_network_drive(path)
    draft, mode = draft_name(path), SHARED if shared else PRIVATE
    with own_errors(path), one_at_a_time(path):
        with refusals(path):
            clear(draft)
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
        try:
            with refusals(path):
                draft.chmod(mode)
            with closing(connect(draft, "mode=rw")) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA foreign_keys = ON")
                migrate(connection)
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
            place(draft, path)
            recorded.committed()
        finally:
            with suppress(OSError):
                clear(draft)
