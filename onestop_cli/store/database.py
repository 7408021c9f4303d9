"""Opening the one SQLite file: for reading without changing a byte, for writing one transaction.

WAL, `synchronous=FULL`, foreign keys on, `BEGIN IMMEDIATE` with a busy timeout: what was acknowledged is
on disk, and two clerks take turns. SQLite's errors become ours, each with its exit code.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from onestop_cli.errors import (
    N_,
    FileExists,
    NetworkDrive,
    NotOurStore,
    StoreDamaged,
    StoreDraft,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreProblem,
    StoreReadOnly,
    StoreTooNew,
    StoreTooOld,
)
from onestop_cli.store.schema import APPLICATION_ID, FIRST_FORMAT, FORMAT, migrate

BUSY_SECONDS = 10
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "9p", "davfs", "fuse.davfs2"}
)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One consistent read of the file. Changes no byte of it.

    Raises `StoreMissing`, `NotOurStore`, `StoreTooOld` / `StoreTooNew`, `StoreDamaged`, `NetworkDrive`.
    """
    _must_be_a_file(path)
    with _own_errors(path), closing(_connect(path, _reading_mode(path))) as connection:
        _must_be_ours(connection, path)
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that holds the write lock from its first line and is on disk after its last.

    An exception leaves nothing behind. Raises as `reading`, and `StoreLocked`, `StoreReadOnly`, `StoreFull`.
    """
    with _changing(path) as connection:
        _must_be_ours(connection, path)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        with _alone(connection):
            yield connection


@contextmanager
def _alone(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction during which nobody else writes: whole, or as if it had not begun."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def _changing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that may be written."""
    _must_be_a_file(path)
    if not os.access(path, os.W_OK):
        raise StoreReadOnly(path=path, why=N_("it is read-only"))
    with _own_errors(path), closing(_connect(path, "mode=rw")) as connection:
        yield connection


@contextmanager
def creating(path: Path, mode: int = 0o600) -> Iterator[sqlite3.Connection]:
    """A new file with our tables in it, readable by its owner only unless the mode says otherwise.

    Nothing is left if the work fails. It is made beside its final name and put there in one step, so a
    killed process leaves no half file.
    Raises `FileExists`.
    """
    if path.exists() or path.is_symlink():
        raise FileExists(path=path)
    with _own_errors(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_network_drive(path)
            draft = path.with_name(f".{path.name}.{os.getpid()}.new")
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
            draft.chmod(mode)
        except OSError as problem:
            raise StoreReadOnly(path=path, why=problem.strerror) from None
        try:
            with closing(_connect(draft, "mode=rw")) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA foreign_keys = ON")
                migrate(connection)
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
            try:
                os.link(draft, path)
            except FileExistsError:
                raise FileExists(path=path) from None
            except OSError:
                draft.replace(path)
        finally:
            _clear(draft)


def migrated(path: Path, backup: Path) -> int:
    """The file has the present format; returns the one it had. What it was lies in `backup`, with its mode.

    A file of the present format stays as it is, without a backup. Nobody writes, or migrates too, between the
    backup and the end. Raises as `writing`, and `FileExists` for a backup that is there already, unless a
    migration that was killed left it.
    """
    with _changing(path) as connection:
        if _format(connection, path) == FORMAT:
            return FORMAT
        connection.execute("PRAGMA synchronous = FULL")
        with _alone(connection):
            version = _format(connection, path)
            if version == FORMAT:
                return version
            if backup.is_symlink() or (backup.exists() and not _is_left_over(backup, connection)):
                raise FileExists(path=backup)
            _back_up(path, backup)
            try:
                migrate(connection)
            except BaseException:
                backup.unlink(missing_ok=True)
                raise
        return version


def _back_up(path: Path, backup: Path) -> None:
    """A whole copy of a file that nobody writes meanwhile, with its mode, put there in one step."""
    draft = backup.with_name(f".{backup.name}.new")
    mode = path.stat().st_mode & 0o777
    _clear(draft)
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
        draft.chmod(mode)
        with closing(_connect(path, "mode=rw")) as reader:
            reader.execute("VACUUM INTO ?", (str(draft),))
        draft.replace(backup)
    finally:
        _clear(draft)


def _is_left_over(backup: Path, connection: sqlite3.Connection) -> bool:
    """Whether a backup ends with an event that is still in the file: all it has is in the file."""
    try:
        with closing(_connect(backup, "mode=ro")) as copy:
            last = copy.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    except sqlite3.Error:
        return False
    return last is not None and (
        connection.execute("SELECT 1 FROM event WHERE seq = ? AND hash = ?", last).fetchone() is not None
    )


def _clear(draft: Path) -> None:
    """Nothing is left of a draft and what SQLite keeps beside it."""
    for leftover in (draft, *(draft.with_name(draft.name + end) for end in ("-journal", "-wal", "-shm"))):
        leftover.unlink(missing_ok=True)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?{mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _reading_mode(path: Path) -> str:
    """Plain read-only; `immutable` where the folder cannot hold SQLite's side files and none is there."""
    unwritable = not os.access(path.parent, os.W_OK)
    return "mode=ro&immutable=1" if unwritable and not path.with_name(path.name + "-wal").exists() else "mode=ro"


def _must_be_a_file(path: Path) -> None:
    if not path.exists():
        raise StoreMissing(path=path)
    if not path.is_file():
        raise NotOurStore(path=path)
    _refuse_network_drive(path)


def _format(connection: sqlite3.Connection, path: Path) -> int:
    """The file format of a file of ours that can be read or migrated.

    Raises `NotOurStore`, `StoreTooNew`, `StoreDraft`.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise NotOurStore(path=path)
    if version > FORMAT:
        raise StoreTooNew(path=path, found=version, known=FORMAT)
    if version < FIRST_FORMAT:
        raise StoreDraft(path=path, found=version, first=FIRST_FORMAT)
    return version


def _must_be_ours(connection: sqlite3.Connection, path: Path) -> None:
    version = _format(connection, path)
    if version < FORMAT:
        raise StoreTooOld(path=path, found=version, known=FORMAT)


def _refuse_network_drive(path: Path) -> None:
    if sys.platform == "win32":
        if str(path.absolute()).startswith("\\\\"):
            raise NetworkDrive(path=path, kind="UNC")
        return
    kind = file_system(path)
    if kind in _NETWORK:
        raise NetworkDrive(path=path, kind=kind)


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system a path lies on, as Linux names it; empty where that cannot be told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    here = path.parent.resolve()
    best, kind = -1, ""
    for line in lines:
        _, point, system, *_ = line.split(" ")
        folder = point.replace("\\040", " ")
        if (here == Path(folder) or folder == "/" or str(here).startswith(folder + "/")) and len(folder) >= best:
            best, kind = len(folder), system
    return kind


@contextmanager
def _own_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as problem:
        raise _own_error(path, problem) from problem


def _own_error(path: Path, problem: sqlite3.Error) -> StoreProblem:
    match getattr(problem, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreLocked(path=path, seconds=BUSY_SECONDS)
        case sqlite3.SQLITE_FULL:
            return StoreFull(path=path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreReadOnly(path=path, why=str(problem))
        case sqlite3.SQLITE_NOTADB:
            return NotOurStore(path=path)
        case sqlite3.SQLITE_CORRUPT:
            return StoreDamaged(path=path, why=str(problem))
        case sqlite3.SQLITE_IOERR:
            return StoreProblem(path=path, why=str(problem))
        case sqlite3.SQLITE_ERROR if "no such" in str(problem):
            return StoreDamaged(path=path, why=str(problem))
        case _:
            raise problem
