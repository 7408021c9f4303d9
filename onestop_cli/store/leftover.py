"""Whether a `-wal` that was found belongs to the file beside which it lies.

SQLite takes any `-wal` of that name. One of the file that lay there before, or one that was cut by hand, gives pages of
two states. What can be noticed is noticed by the ledger, whose rows are never changed: the last event that the file has
by itself is in the whole with the same hash, what follows it there follows it without a gap, and a `-wal` that brings
everything else brings an event too. What cannot be is said in `docs/opening.md`.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count, pairwise
from pathlib import Path
from time import sleep

from onestop_cli.errors import LogDoesNotFit
from onestop_cli.store.connecting import code, connect

_JOINT = 200
"""Events after the file's own last that are looked at: where the two states meet is right behind it."""
_TRIES = 5
_HEADER, _FRAME = 32, 24
"""Bytes before the first frame of a `-wal`, and before the page of each."""
_ATTACHED = 128
"""The byte of the `-shm` on which everybody who has the file open keeps a lock."""
_opened: dict[Path, int] = {}
_LAST = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"


def is_open_elsewhere(file: Path) -> bool:
    """Whether another process has a file, not a link, open; False where that cannot be told."""
    if sys.platform == "win32":
        return False
    import fcntl
    from struct import pack, unpack_from

    layout, place = ("qqihh", 20) if sys.platform == "darwin" else ("hhqqi4x", 0)
    kinds = fcntl.F_WRLCK, os.SEEK_SET
    asked = (_ATTACHED, 1, 0, *kinds) if sys.platform == "darwin" else (*kinds, _ATTACHED, 1, 0)
    try:
        told = fcntl.fcntl(_index(file), fcntl.F_GETLK, pack(layout, *asked))
    except OSError:
        return False
    return unpack_from("h", told, place) != (fcntl.F_UNLCK,)


def _index(file: Path) -> int:
    """The `-shm` of a file, open. It stays so: closing it would give up the locks that SQLite has on it for us."""
    name = file.with_name(file.name + "-shm")
    there = name.stat()
    opened = _opened.get(file)
    if opened is not None and not os.path.samestat(os.fstat(opened), there):
        os.close(opened)
        opened = None
    if opened is None:
        opened = _opened[file] = os.open(name, os.O_RDONLY)
    return opened


def must_fit(path: Path, file: Path, mode: str) -> None:
    """A file, not a link, and its `-wal` are of one ledger. Raises `LogDoesNotFit`.

    It is read as a whole in the mode given. Others may be at work meanwhile, and what they just write may look odd to
    one who reads the file by itself: only what looks so while nobody writes counts.
    """
    for _ in range(_TRIES):
        before = _written(file)
        if _fits(file, mode):
            return
        if _written(file) != before:
            sleep(0.01)
            continue
        raise LogDoesNotFit(path=path, log=_log(file))


def _log(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def _written(file: Path) -> tuple[int, ...]:
    """What changes when a file or its `-wal` is written."""
    found = (file.stat(), _log(file).stat() if _log(file).exists() else None)
    return tuple(number for one in found if one for number in (one.st_ino, one.st_size, one.st_mtime_ns))


def _fits(file: Path, mode: str) -> bool:
    """Whether the whole goes on where the file by itself ends; True where nothing can be told."""
    with suppress(sqlite3.DatabaseError), closing(connect(file, "mode=ro&immutable=1")) as alone:
        own = alone.execute(_LAST).fetchone()
        if own is None:
            return True
        try:
            with closing(connect(file, mode)) as whole:
                whole.execute("BEGIN")
                return _goes_on(whole, *own) and _adds_to(whole, alone, _log(file), *own)
        except sqlite3.DatabaseError as problem:
            return code(problem) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
    return True


def _goes_on(whole: sqlite3.Connection, seq: int, digest: str) -> bool:
    """Whether the events of the whole go on from one without a gap."""
    rows = whole.execute(
        "SELECT seq, prev_hash, hash FROM event WHERE seq >= ? ORDER BY seq LIMIT ?", (seq, _JOINT)
    ).fetchall()
    if not rows or rows[0][0] != seq or rows[0][2] != digest:
        return False
    return all(later[0] == earlier[0] + 1 and later[1] == earlier[2] for earlier, later in pairwise(rows))


def _adds_to(whole: sqlite3.Connection, alone: sqlite3.Connection, log: Path, seq: int, digest: str) -> bool:
    """Whether a `-wal` that brings no event after the file's own last can be of this file.

    It is, if it brought that event, or nothing. If something else, as another file's would, every row and index is
    compared; of a file that is damaged by itself, as one that was being mended is, nothing can be told.
    """
    if whole.execute(_LAST).fetchone()[0] > seq:
        return True
    halves = digest[:32].encode(), digest[32:].encode()  # a row may go over from one page to another within it
    is_empty = True
    for page in _committed(log):
        is_empty = False
        if any(half in page for half in halves):
            return True
    return is_empty or _is_whole(whole) or not _is_whole(alone)


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether every row and index of a file is as it should be."""
    try:
        return connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


def _committed(log: Path) -> Iterator[bytes]:
    """The pages in a `-wal` of transactions that were ended, by its own account, the last one first."""
    with log.open("rb") as file:
        header = file.read(_HEADER)
        if len(header) < _HEADER:
            return
        size, salt = int.from_bytes(header[8:12], "big"), header[16:24]
        last = 0
        for n in count():
            file.seek(_HEADER + n * (_FRAME + size))
            frame = file.read(_FRAME)
            if len(frame) < _FRAME or frame[8:16] != salt:
                break
            if any(frame[4:8]):
                last = n + 1
        for n in reversed(range(last)):
            file.seek(_HEADER + n * (_FRAME + size) + _FRAME)
            yield file.read(size)
