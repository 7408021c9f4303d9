"""Opening the one SQLite file: for reading without changing a byte, for writing one transaction.

WAL, `synchronous=FULL`, foreign keys on, `BEGIN IMMEDIATE` with a busy timeout: what was acknowledged is
on disk, and two clerks take turns. SQLite's errors become ours, each with its exit code.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from onestop_cli.errors import (
    N_,
    FileExists,
    NotOurStore,
    OnestopError,
    StoreDamaged,
    StoreDraft,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreMoved,
    StoreProblem,
    StoreReadOnly,
    StoreTooNew,
    StoreTooOld,
)
from onestop_cli.store.disk import clear, identity, is_full, kept_beside, place, refuse_network_drive
from onestop_cli.store.schema import APPLICATION_ID, FIRST_FORMAT, FORMAT, migrate

BUSY_SECONDS = 10
_PAUSE = 0.01
_DAMAGE = ("no such", "unsupported file format", "malformed JSON")
"""Errors of a statement of ours that only a damaged file can give."""


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One consistent read of the file. Changes no byte of it.

    Raises `StoreMissing`, `NotOurStore`, `StoreTooOld` / `StoreTooNew`, `StoreDamaged`, `NetworkDrive`.
    """

    def begun() -> sqlite3.Connection:
        connection = connect(path, reading_mode(path))
        with _closed_on_error(connection):
            connection.execute("BEGIN")
            _must_be_ours(connection, path)
        return connection

    with own_errors(path), closing(_of_the_present_file(path, begun)) as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that holds the write lock from its first line and is on disk after its last.

    An exception leaves nothing behind. Raises as `reading`, and `StoreLocked`, `StoreReadOnly`, `StoreFull`.
    """

    def begun() -> sqlite3.Connection:
        must_be_writable(path)
        connection = connect(path, "mode=rw")
        with _closed_on_error(connection):
            _must_be_ours(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE")
        return connection

    with (
        own_errors(path),
        closing(_of_the_present_file(path, begun)) as connection,
        _kept_or_undone(connection),
    ):
        yield connection


def _of_the_present_file(path: Path, begun: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
    """A transaction of the file that lies at the path, not of one that was replaced while it was waited for.

    Who comes while it is being replaced waits, so that those who have it open come to an end. SQLite may then say at
    once that it is busy, without waiting.
    """
    given_up = time.monotonic() + BUSY_SECONDS
    while True:
        _wait_while_replaced(path, given_up)
        must_be_a_file(path)
        before = identity(path)
        try:
            connection = begun()
        except (sqlite3.Error, OnestopError) as problem:
            if identity(path) == before:
                if not is_busy(problem) or time.monotonic() >= given_up:
                    raise
                time.sleep(_PAUSE)
            continue
        if identity(path) == before:
            return connection
        connection.close()


def replacing(path: Path) -> Path:
    """The name that says, while it is there, that a file is being replaced."""
    return path.with_name(f".{path.name}.replacing")


def _wait_while_replaced(path: Path, given_up: float) -> None:
    """Nobody replaces the file, as far as that can be waited for; what a killed one left of its name is gone then."""
    marker = replacing(path)
    while os.access(marker, os.F_OK):  # False, too, for a name the system does not take
        if time.monotonic() >= given_up:
            with suppress(OSError):
                marker.unlink(missing_ok=True)
            return
        time.sleep(_PAUSE)


def is_busy(problem: Exception) -> bool:
    """Whether SQLite says that somebody else has the file."""
    return _code(problem) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(problem: Exception) -> int:
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def give_room(connection: sqlite3.Connection) -> None:
    """A long transaction keeps more pages in memory, so that those that come up again and again are written once."""
    connection.execute("PRAGMA cache_size = -16000")


@contextmanager
def alone(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction during which nobody else writes: whole, or as if it had not begun."""
    connection.execute("BEGIN IMMEDIATE")
    with _kept_or_undone(connection):
        yield


@contextmanager
def _kept_or_undone(connection: sqlite3.Connection) -> Iterator[None]:
    """The transaction that is open is committed; undone after an exception."""
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that may be written."""
    must_be_a_file(path)
    must_be_writable(path)
    with own_errors(path), closing(connect(path, "mode=rw")) as connection:
        yield connection


def must_be_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise StoreReadOnly(path=path, why=N_("it is read-only"))


@contextmanager
def creating(path: Path, mode: int = 0o600) -> Iterator[sqlite3.Connection]:
    """A new file with our tables in it, readable by its owner only unless the mode says otherwise.

    Nothing is left if the work fails. It is made beside its final name and put there in one step, so a
    killed process leaves no half file.
    Raises `FileExists`.
    """
    if path.exists() or path.is_symlink():
        raise FileExists(path=path)
    with own_errors(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            refuse_network_drive(path)
            draft = path.with_name(f".{path.name}.{os.getpid()}.new")
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
            draft.chmod(mode)
        except OSError as problem:
            raise StoreReadOnly(path=path, why=problem.strerror) from None
        try:
            with closing(connect(draft, "mode=rw")) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA foreign_keys = ON")
                migrate(connection)
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL")
            place(draft, path)
        finally:
            clear(draft)


def reading_uri(path: Path) -> str:
    """What SQLite calls a file that is only read."""
    return _uri(path, reading_mode(path))


def connect(path: Path, mode: str, seconds: float | None = None) -> sqlite3.Connection:
    """A connection in autocommit, which waits so long for others: as long as ours do, unless given."""
    timeout = BUSY_SECONDS if seconds is None else seconds
    return sqlite3.connect(_uri(path, mode), uri=True, timeout=timeout, isolation_level=None)


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?{mode}"


def reading_mode(path: Path) -> str:
    """Plain read-only; `immutable` where the folder cannot hold SQLite's side files and none is there."""
    unwritable = not os.access(path.parent, os.W_OK)
    return "mode=ro&immutable=1" if unwritable and not path.with_name(path.name + "-wal").exists() else "mode=ro"


def must_be_a_file(path: Path) -> None:
    if not path.exists():
        raise _missing(path)
    if not path.is_file():
        raise NotOurStore(path=path)
    refuse_network_drive(path)


def _missing(path: Path) -> StoreMissing:
    """That there is no file, with the one that lies beside if a backup was to take its place."""
    with suppress(OSError):
        for kept in reversed(kept_beside(path)):
            return StoreMoved(path=path, kept=kept)
    return StoreMissing(path=path)


def file_format(connection: sqlite3.Connection, path: Path) -> int:
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
    version = file_format(connection, path)
    if version < FORMAT:
        raise StoreTooOld(path=path, found=version, known=FORMAT)


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as problem:
        raise own_error(path, problem) from problem


def own_error(path: Path, problem: sqlite3.Error) -> StoreProblem:
    if "Could not decode" in str(problem):
        return StoreDamaged(path=path, why=N_("its text is not UTF-8"))
    match _code(problem):
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
        case sqlite3.SQLITE_IOERR if is_full(path):
            return StoreFull(path=path)
        case sqlite3.SQLITE_IOERR:
            return StoreProblem(path=path, why=str(problem))
        case sqlite3.SQLITE_ERROR if any(words in str(problem) for words in _DAMAGE):
            return StoreDamaged(path=path, why=str(problem))
        case _:
            raise problem
