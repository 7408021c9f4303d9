"""Files that no name leads to: what long work puts aside, on the disk of the dossier file where that can be.

They are readable by nobody else, and gone with the process, however it ends: personal data lie in them.
"""

import errno
import marshal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from onestop_cli.store.disk import refusals

_AT_ONCE = 1 << 16
"""Bytes that are gathered before they are written."""
_LENGTH = 4
"""Bytes before each record that say how long it is."""


@contextmanager
def scratch(path: Path) -> Iterator[IO[bytes]]:
    """An empty file without a name on the disk of the dossier file at a path; elsewhere where its folder is read-only.

    Raises `StoreFull`, `StoreReadOnly` for what the system refuses while it is written; the caller says by `refusals`
    when that is.
    """
    with refusals(path):
        file = _nameless(path.resolve().parent)
    try:
        yield file
    finally:
        with suppress(OSError):  # what is still to be written is not wanted any more
            file.close()


def _nameless(folder: Path) -> IO[bytes]:
    try:
        return tempfile.TemporaryFile(dir=folder)
    except OSError as problem:
        if problem.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return tempfile.TemporaryFile()


class Spool:
    """Records put aside one after another, read back in their order or by the place of one.

    A record is a tuple of texts, numbers, bytes, lists and tuples; memory does not grow with their number.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        file.seek(0)
        self._end = 0
        self._waiting: list[bytes] = []
        self._n_waiting = 0

    def add(self, record: tuple[Any, ...]) -> int:
        """A record is put aside; its place. Raises `StoreFull`."""
        place, blob = self._end, marshal.dumps(record)
        self._waiting += (len(blob).to_bytes(_LENGTH, "big"), blob)
        self._end += _LENGTH + len(blob)
        self._n_waiting += _LENGTH + len(blob)
        if self._n_waiting > _AT_ONCE:
            self._write()
        return place

    def _write(self) -> None:
        with refusals(self._path):
            self._file.write(b"".join(self._waiting))
            self._file.flush()
        self._waiting.clear()
        self._n_waiting = 0

    def at(self, place: int) -> tuple[Any, ...]:
        """The record at a place."""
        self._write()
        with refusals(self._path):
            self._file.seek(place)
            blob = self._next()
            self._file.seek(self._end)
        return marshal.loads(blob)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return (record for _, record in self.places())

    def places(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The records with their places; what comes to its end goes on being written there."""
        self._write()
        with refusals(self._path):
            self._file.seek(0)
        place = 0
        while place < self._end:
            blob = self._next()
            yield place, marshal.loads(blob)
            place += _LENGTH + len(blob)

    def _next(self) -> bytes:
        length = int.from_bytes(self._file.read(_LENGTH), "big")
        return self._file.read(length)


class RowsTold:
    """What the rows of a file being imported have said so far, kept out of memory: their likes, and their codes."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, without a name
        self._kept.execute("PRAGMA journal_mode = OFF")
        self._kept.execute("CREATE TABLE alike (digest BLOB PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID")
        self._kept.execute("CREATE TABLE told (code TEXT NOT NULL, place INTEGER, is_drawn INTEGER NOT NULL)")
        self._kept.execute("CREATE INDEX told_code ON told (code)")
        self._kept.execute("BEGIN")

    def close(self) -> None:
        self._kept.close()

    def clear(self) -> None:
        """As if no row had said anything."""
        self._kept.execute("DELETE FROM alike")
        self._kept.execute("DELETE FROM told")

    def occurrence(self, digest: bytes) -> int:
        """Which occurrence of its likes a row is, counting it."""
        added = self._kept.execute("INSERT INTO alike (digest, n) VALUES (?, 1) ON CONFLICT DO NOTHING", (digest,))
        if added.rowcount:
            return 1
        again = "UPDATE alike SET n = n + 1 WHERE digest = ? RETURNING n"
        (n,) = self._kept.execute(again, (digest,)).fetchone()
        return n

    def add(self, code: str, place: int | None, *, is_drawn: bool) -> None:
        """A row told of the dossier of a code; what is to be recorded of it lies at a place, None for nothing."""
        self._kept.execute("INSERT INTO told (code, place, is_drawn) VALUES (?, ?, ?)", (code, place, is_drawn))

    def places(self, code: str) -> list[int]:
        """The places of what is to be recorded of a dossier by the rows so far, in their order."""
        rows = self._kept.execute("SELECT place FROM told WHERE code = ? AND place IS NOT NULL ORDER BY rowid", (code,))
        return [place for (place,) in rows]

    def names(self, code: str) -> bool:
        """Whether a row names a dossier by a code of its own, not one that is to be drawn."""
        named = "SELECT 1 FROM told WHERE code = ? AND NOT is_drawn LIMIT 1"
        return self._kept.execute(named, (code,)).fetchone() is not None
