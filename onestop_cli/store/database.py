"""Opening the one SQLite file: for reading without changing a byte, for writing one transaction.

WAL, `synchronous=FULL`, foreign keys on, `BEGIN IMMEDIATE` with a busy timeout: what was acknowledged is
on disk, and two clerks take turns. What SQLite refuses is told by `store.sqlite_errors`.
"""

import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple, TypeVar

from onestop_cli.core.file_names import REPLACING_END, hidden
from onestop_cli.errors import (
    N_,
    FileExchanged,
    MixtureFeared,
    NotOurStore,
    OnestopError,
    RecordedElsewhere,
    StoreDraft,
    StoreMissing,
    StoreMoved,
    StoreReadOnly,
    StoreTooNew,
    StoreTooOld,
    StoreUnreadable,
)
from onestop_cli.store import recorded
from onestop_cli.store.connecting import BUSY_SECONDS, Wait, code, connect, is_busy, uri
from onestop_cli.store.disk import (
    identity,
    kept_beside,
    real,
    refuse_network_drive,
)
from onestop_cli.store.schema import APPLICATION_ID, FIRST_FORMAT, FORMAT
from onestop_cli.store.sqlite_errors import foreign_side, own_errors

Answer = TypeVar("Answer")

_GROUP = 0o060

Pieces = tuple[os.stat_result | None, ...]
"""A file and what SQLite keeps beside it, as they lie there; None for what does not."""


class Open(NamedTuple):
    """A transaction of a file, not a link, and the pieces of it when it began."""

    connection: sqlite3.Connection
    file: Path
    pieces: Pieces


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One consistent read of the file. Changes no byte of it.

    Raises `StoreMissing`, `NotOurStore`, `StoreTooOld` / `StoreTooNew`, `StoreDamaged`, `NetworkDrive`,
    `StoreUnreadable`, `MixtureFeared` where somebody could write it unseen, `LogDoesNotFit`.
    """

    def begun(file: Path) -> sqlite3.Connection:
        with _beside_others(file):
            connection = connect(file, reading_mode(file))
            with _closed_on_error(connection):
                connection.execute("BEGIN")
                _must_be_ours(connection, path)
        return connection

    with own_errors(path):
        opened = _of_the_present_file(path, begun)
        with closing(opened.connection) as connection:
            yield connection


Ready = Callable[[sqlite3.Connection], None]
"""What can be done on a connection before the write lock is taken."""


@contextmanager
def writing(path: Path, what: str = "", ready: Ready = lambda _: None) -> Iterator[sqlite3.Connection]:
    """One transaction that holds the write lock from its first line and is on disk after its last.

    An exception leaves nothing behind. Long work says `what` it is, one of `announcing.WORK`, to those who wait
    meanwhile. What `ready` does keeps nobody waiting.
    Raises as `reading`, `StoreLocked`, `StoreReadOnly`, `StoreFull`; `FileExchanged` where somebody takes the file away
    before the end, and `RecordedElsewhere` where it is found to be gone at the end.
    """

    def begun(file: Path) -> sqlite3.Connection:
        must_be_writable(file)
        connection = connect(file, "mode=rw")
        with _closed_on_error(connection):
            _take_turn(connection, path, file, ready)
        return connection

    with own_errors(path):
        opened = _of_the_present_file(path, begun)
        with closing(opened.connection) as connection, _announced(opened.file, what):
            try:
                with _kept_or_undone(connection, is_told=True):
                    yield connection
            except sqlite3.DatabaseError as problem:
                if code(problem) in _OF_BAD_PAGES and _is_exchanged(opened):
                    raise FileExchanged(path=path) from problem
                raise
            if _is_exchanged(opened):
                raise RecordedElsewhere(path=path)


_SAFETY = ContextVar("_SAFETY", default="FULL")


@contextmanager
def unflushed() -> Iterator[None]:
    """What is written meanwhile is of a draft that is flushed once, when it is whole: a power cut may take it."""
    token = _SAFETY.set("OFF")
    try:
        yield
    finally:
        _SAFETY.reset(token)


@contextmanager
def _announced(file: Path, what: str) -> Iterator[None]:
    if not what:
        yield
        return
    from onestop_cli.store.announcing import announced

    with announced(file, what):
        yield


_OF_BAD_PAGES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_ERROR)


def _of_the_present_file(path: Path, begun: Callable[[Path], sqlite3.Connection]) -> Open:
    """A transaction of the file that lies at the path, not of one that was replaced while it was waited for.

    Who comes while it is being replaced waits, so that those who have it open come to an end. SQLite may then say at
    once that it is busy, without waiting.
    """
    wait = Wait(path, BUSY_SECONDS)
    while True:
        file = real(path)
        while _is_replaced(file) and wait.goes_on():
            pass
        must_be_a_file(path)
        before = identity(path)
        try:
            _log_must_fit(path, file)
            connection = begun(file)
        except (sqlite3.Error, OnestopError) as problem:
            if identity(path) == before and not (is_busy(problem) and wait.goes_on()):
                raise
            continue
        pieces = _pieces(file)
        if _identity(pieces[0]) == before == identity(path):
            _share(file, pieces)
            return Open(connection, file, pieces)
        connection.close()


def _is_replaced(file: Path) -> bool:
    """Whether a file is being replaced by a backup at this moment."""
    if not os.access(_while_replaced(file), os.F_OK):  # so, too, for a name that cannot be
        return False
    from onestop_cli.store.announcing import is_held, replacing

    return is_held(replacing(file))


@lru_cache(8)
def _while_replaced(file: Path) -> str:
    """The name that is there while a file is being replaced; who waits for the file asks again and again."""
    return str(file.with_name(hidden(file.name, REPLACING_END)))


def _take_turn(connection: sqlite3.Connection, path: Path, file: Path, ready: Ready) -> None:
    """The connection holds the write lock, and everything is done that can be before it does.

    Raises `StoreLocked`, `StoreTooNew` where its format was raised meanwhile, `FileExchanged` where the ledger is not
    what it was before the wait.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    wait = Wait(file, BUSY_SECONDS)
    safety = _SAFETY.get()

    def made_ready() -> list[tuple[int, str]]:
        _must_be_ours(connection, path)
        connection.execute(f"PRAGMA synchronous = {safety}")
        connection.execute("PRAGMA foreign_keys = ON")
        ready(connection)
        return connection.execute(_LAST).fetchall()

    last = _patiently(made_ready, file, wait)
    wait.has_waited = False
    _patiently(lambda: connection.execute("BEGIN IMMEDIATE"), file, wait)
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    if wait.has_waited:
        _must_be_ours(connection, path)
        if last and connection.execute(_HASH, last[0][:1]).fetchone() != last[0][1:]:
            raise FileExchanged(path=path)


_LAST = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1"
_HASH = "SELECT hash FROM event WHERE seq = ?"


def _patiently(step: Callable[[], Answer], file: Path, wait: Wait) -> Answer:
    """What a step answers once nobody else has the file. Raises SQLite's own error after the wait, or to let a file be
    replaced."""
    while True:
        try:
            return step()
        except sqlite3.OperationalError as problem:
            if not is_busy(problem) or _is_replaced(file) or not wait.goes_on():
                raise


def _pieces(file: Path) -> Pieces:
    """A file and what lies beside it in write-ahead form."""
    return tuple(map(_found, (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm"))))


def _found(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _identity(found: os.stat_result | None) -> tuple[int, int] | None:
    return found and (found.st_dev, found.st_ino)


def _is_exchanged(opened: Open) -> bool:
    """Whether the file or a piece of it is another than it was when the transaction began, or was cut."""
    now = _pieces(opened.file)
    log, log_then = now[1], opened.pieces[1]
    is_cut = log is not None and log_then is not None and log.st_size < log_then.st_size
    return is_cut or [*map(_identity, now)] != [*map(_identity, opened.pieces)]


def _share(file: Path, pieces: Pieces) -> None:
    """What a connection of ours made beside a file that a group shares has the file's group, whatever the folder's."""
    found = pieces[0]
    if sys.platform == "win32" or found is None or found.st_mode & _GROUP != _GROUP:
        return
    for side, end in zip(pieces[1:], ("-wal", "-shm"), strict=True):
        if side is not None and side.st_gid != found.st_gid and side.st_uid == os.geteuid():
            with suppress(OSError):
                os.chown(file.with_name(file.name + end), -1, found.st_gid)


def _log_must_fit(path: Path, file: Path) -> None:
    """A `-wal` that was found belongs to the file beside which it lies. Raises `LogDoesNotFit`, `TwoNames`.

    While others have it open it was looked at by them, unless the file was put there afterwards.
    """
    found = file.stat()
    if found.st_nlink > 1 and sys.platform != "win32":
        from onestop_cli.store.opening import must_have_one_name

        must_have_one_name(path, file, found)
    log = _found(file.with_name(file.name + "-wal"))
    if log is None or not log.st_size:
        return
    from onestop_cli.store.leftover import is_open_elsewhere, must_fit

    if found.st_ctime_ns >= log.st_mtime_ns or not is_open_elsewhere(file):
        must_fit(path, file, reading_mode(file))


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
def alone(connection: sqlite3.Connection, file: Path | None = None, *, is_told: bool = False) -> Iterator[None]:
    """A transaction during which nobody else writes: whole, or as if it had not begun.

    Who has to wait for a file that others write is told what for; a draft is nobody else's. The transaction counts as
    recorded if that `is_told`: a draft's does not.
    """
    if file is None:
        connection.execute("BEGIN IMMEDIATE")
    else:
        _begin(connection, file)
    with _kept_or_undone(connection, is_told=is_told):
        yield


def _begin(connection: sqlite3.Connection, file: Path) -> None:
    """The write lock is held. Raises SQLite's own error after the wait."""
    wait = Wait(file, BUSY_SECONDS)
    connection.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as problem:
            if not is_busy(problem) or not wait.goes_on():
                raise
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


@contextmanager
def _kept_or_undone(connection: sqlite3.Connection, *, is_told: bool = False) -> Iterator[None]:
    """The transaction that is open is committed, as what this process recorded if that is told; undone after an
    exception."""
    try:
        yield
    except BaseException:
        recorded.undone()
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    if is_told:
        _commit(connection)
    else:
        connection.execute("COMMIT")


def _commit(connection: sqlite3.Connection) -> None:
    """The transaction is on disk; that it is will be told, also where it is interrupted in that very moment."""
    has_news = connection.total_changes > 0
    try:
        connection.execute("COMMIT")
        if has_news:
            recorded.committed()
    except KeyboardInterrupt:
        if has_news and not connection.in_transaction:
            recorded.committed()
        raise


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that may be written."""
    must_be_a_file(path)
    file = real(path)
    must_be_writable(file)
    with own_errors(path):
        _log_must_fit(path, file)
        with closing(connect(file, "mode=rw")) as connection:
            yield connection


def must_be_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise StoreReadOnly(path=path, why=N_("it is read-only"))


def opened_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads, to any file of SQLite's. Raises as `reading_uri`."""
    file = real(path)
    _log_must_fit(path, file)
    return connect(file, reading_mode(file))


def reading_uri(path: Path) -> str:
    """What SQLite calls a file that is only read. Raises `MixtureFeared`, `StoreUnreadable`, `LogDoesNotFit`."""
    file = real(path)
    with own_errors(path):
        _log_must_fit(path, file)
        return uri(file, reading_mode(file))


def reading_mode(path: Path) -> str:
    """How SQLite is to open a file, not a link, that is only read. Raises `MixtureFeared`, `StoreUnreadable`."""
    if _may_lie_beside(path):
        return "mode=ro"
    from onestop_cli.store.opening import guarded_mode

    return guarded_mode(path)


def _may_lie_beside(path: Path) -> bool:
    """Whether those who write a file can use what SQLite makes beside it for this account.

    It belongs to the account: the file's owner, the administrator, for whom SQLite gives it to the file's owner, or one
    that may write the file itself.
    """
    return os.access(path.parent, os.W_OK) and (
        sys.platform == "win32" or os.access(path, os.W_OK) or path.stat().st_uid == os.geteuid()
    )


@contextmanager
def _beside_others(file: Path) -> Iterator[None]:
    """That SQLite cannot open what belongs to a file is said as it is."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        if code(problem) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if not os.access(file, os.R_OK):
            raise StoreUnreadable(path=file, why=os.strerror(errno.EACCES)) from None
        raise foreign_side(file) or MixtureFeared(path=file, why=N_("what belongs to it cannot be opened")) from None


def must_be_a_file(path: Path) -> None:
    """Raises `StoreMissing`, `StoreUnreadable` where the system does not say what is there, `NotOurStore`."""
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise _missing(path) from None
    except OSError as problem:
        raise StoreUnreadable(path=path, why=problem.strerror) from None
    if not S_ISREG(kind):
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
