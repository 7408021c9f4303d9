"""One way to copy the file: a consistent copy while others write, in one rollback-journal file, looked at before it
is there.

Nobody waits for a copy: the source is only read. The copy is made in a draft beside its final name; what a killed one
left is cleared away by the next.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj
from typing import NamedTuple

from onestop_cli.core.chain import BREAKS, Progress, Walked, walk
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import (
    N_,
    BackupExists,
    BackupRunning,
    BadBackupTarget,
    ChainBroken,
    CopyDamaged,
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreProblem,
    StoreReadOnly,
)
from onestop_cli.store import ledger
from onestop_cli.store.database import connect, file_format, is_busy, own_errors, writing
from onestop_cli.store.disk import SIDE_ENDS, beside, clear, network_drive, place

_PIECE = 1 << 20


class Note(NamedTuple):
    """When a backup was made, its last event, and where it lies."""

    made_at: datetime
    mark: Mark
    path: Path


class Draft(NamedTuple):
    """A copy that is not yet in its place, open for writing: while it is open no other command takes it for a rest.

    `mark` is the last event of what was copied.
    """

    path: Path
    connection: sqlite3.Connection
    mark: Mark


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A finished backup as it is, one of an earlier format too: its events are as they were whatever the format.

    Nobody writes to it, so it is read without locks, which a network drive may not have. Raises `StoreMissing`,
    `NotOurStore`, `StoreTooNew`, `StoreDraft`, `StoreDamaged`.
    """
    if not path.is_file():
        raise StoreMissing(path=path)
    with own_errors(path), closing(connect(path, "mode=ro&immutable=1")) as connection:
        file_format(connection, path)
        yield connection


def must_be_free(target: Path) -> None:
    """Nothing is where a backup is to be, and one can lie there.

    Raises `BackupExists`, `BadBackupTarget`, `StoreReadOnly`.
    """
    if target.name.endswith(SIDE_ENDS):
        raise BadBackupTarget(path=target, why=N_("that name is SQLite's own, beside a file"))
    with _refusals(target):
        if target.is_dir():
            raise BadBackupTarget(path=target, why=os.strerror(errno.EISDIR))
        for name in (target, *beside(target)):
            if name.exists() or name.is_symlink():
                raise BackupExists(path=name, example=f"{target.stem}-2{target.suffix}")
        if not target.parent.is_dir():
            raise BadBackupTarget(path=target, why=os.strerror(errno.ENOENT))


@contextmanager
def _refusals(target: Path) -> Iterator[None]:
    """What the system refuses, as ours. Raises `StoreFull`, `StoreReadOnly`."""
    try:
        yield
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise StoreFull(path=target) from None
        raise StoreReadOnly(path=target, why=problem.strerror) from None


@contextmanager
def drafted(source: sqlite3.Connection, path: Path, target: Path, mode: int) -> Iterator[Draft]:
    """A draft beside the target that holds what the source does, the file at `path`; nothing is left of it.

    It is one rollback-journal file. Where the target is on a network drive, on which SQLite had better not write, it is
    beside the file. Raises `BackupRunning` where another command has the same in hand, `StoreReadOnly`, `StoreFull`,
    `StoreDamaged`.
    """
    draft = (path if network_drive(target) else target).with_name(f".{target.name}.new")
    with own_errors(path):
        mark = ledger.last_mark(source)
    with own_errors(target):
        with _refusals(target):
            _clear_rest(draft, target)
            try:
                os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
            except FileExistsError:
                raise BackupRunning(path=target) from None
        try:
            draft.chmod(mode)
            with closing(connect(draft, "mode=rw")) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                source.backup(connection, pages=-1)
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = FULL")
                yield Draft(draft, connection, mark)
        finally:
            clear(draft)


def _clear_rest(path: Path, target: Path) -> None:
    """Nothing is left of a draft that nobody has in hand."""
    if path.is_symlink() or not path.exists():
        clear(path)
        return
    try:
        with closing(connect(path, "mode=rw", seconds=0)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as problem:
        if is_busy(problem):
            raise BackupRunning(path=target) from None
    clear(path)


def looked_at(connection: sqlite3.Connection, path: Path, progress: Progress = lambda _: None) -> Walked:
    """Every page, every reference and the whole chain of a file are as they should be.

    Raises `StoreDamaged`, `ChainBroken`.
    """
    with own_errors(path):
        (integrity,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if integrity != "ok":
            raise StoreDamaged(path=path, why=integrity)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreDamaged(path=path, why=N_("rows name others that are not there"))
        walked = walk(ledger.chain(connection), progress=progress)
    if not walked.n_events:
        raise StoreDamaged(path=path, why=N_("it has no events"))
    for kind, first in walked.breaks.items():
        raise ChainBroken(path=path, seq=first.seq, why=BREAKS[kind])
    return walked


def verified(
    draft: Draft,
    target: Path,
    source: sqlite3.Connection,
    path: Path,
    progress: Progress = lambda _: None,
) -> Walked:
    """The draft was read again: it is whole and ends as its source, the file at `path`, does.

    Raises `StoreDamaged` where the source is damaged, `CopyDamaged` where only the copy is.
    """
    try:
        with own_errors(target), closing(connect(draft.path, "mode=ro")) as copy:
            draft.connection.execute("BEGIN")
            ledger.last_mark(draft.connection)
            walked = looked_at(copy, target, progress)
        if walked.end != draft.mark:
            raise StoreDamaged(path=target, why="")
    except StoreDamaged:
        looked_at(source, path)
        raise CopyDamaged(path=target) from None
    draft.connection.execute("ROLLBACK")
    return walked


def kept(
    draft: Draft,
    target: Path,
    source: sqlite3.Connection,
    path: Path,
    progress: Progress = lambda _: None,
) -> Walked:
    """The draft was verified and is the file from now on. Raises as `verified`, `carried`, and `FileExists`."""
    walked = verified(draft, target, source, path, progress)
    if network_drive(target):
        carried(draft.path, target)
    else:
        place(draft.path, target)
    return walked


def carried(copy: Path, target: Path) -> None:
    """A copy that was verified lies on another disk too, byte for byte, readable by its owner only.

    Raises `CopyDamaged`, `StoreFull`, `StoreReadOnly`, `FileExists`.
    """
    draft = target.with_name(f".{target.name}.new")
    with _refusals(target):
        try:
            with copy.open("rb") as source, draft.open("wb") as written:
                draft.chmod(0o600)
                copyfileobj(source, written, _PIECE)
                written.flush()
                os.fsync(written.fileno())
            if fingerprint(draft) != fingerprint(copy):
                raise CopyDamaged(path=target)
            place(draft, target)
        finally:
            draft.unlink(missing_ok=True)


def fingerprint(target: Path) -> tuple[int, str]:
    """How many bytes a file has, and their SHA-256. Raises `StoreProblem`."""
    try:
        with target.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            return file.tell(), digest
    except OSError as problem:
        raise StoreProblem(path=target, why=problem.strerror) from None


def dossiers(connection: sqlite3.Connection) -> int:
    """How many dossiers a file has, void ones too."""
    return connection.execute("SELECT count(*) FROM dossier").fetchone()[0]


def note(connection: sqlite3.Connection, noted: Note) -> bool:
    """The file knows when its last backup was made; whether it was told.

    An older one than it knows of stays unknown, and one whose last event is not in the file (any more).
    """
    written = connection.execute(
        "INSERT INTO backup (one, made_at, seq, path) SELECT 1, ?, seq, ? FROM event WHERE seq = ? AND hash = ? "
        "ON CONFLICT (one) DO UPDATE "
        "SET made_at = excluded.made_at, seq = excluded.seq, path = excluded.path WHERE excluded.seq >= seq",
        (noted.made_at.isoformat(), str(noted.path), *noted.mark),
    )
    return written.rowcount == 1


def note_in_file(path: Path, noted: Note) -> bool:
    """As `note`, in the file itself; one that cannot be written, or is a backup itself, stays as it is."""
    try:
        with writing(path) as connection:
            (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
            return journal == "wal" and note(connection, noted)
    except StoreProblem:
        return False


def last_note(connection: sqlite3.Connection) -> Note | None:
    """When the file's last backup was made; None where none was."""
    row = connection.execute("SELECT made_at, seq, hash, path FROM backup JOIN event USING (seq)").fetchone()
    return Note(datetime.fromisoformat(row[0]), Mark(row[1], row[2]), Path(row[3])) if row else None
