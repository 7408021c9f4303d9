"""One way to copy the file: a consistent copy while others write, in one rollback-journal file, looked at before it
is there.

Nobody waits for a copy: the source is only read. The copy is made in a draft beside its final name, by one command at a
time; what a killed one left is cleared away by the next.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from filecmp import cmp
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from typing import NamedTuple

from onestop_cli.core.chain import BREAKS, Progress, Walked, walk
from onestop_cli.core.file_names import why_not_ours
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import (
    N_,
    BackupExists,
    BadBackupTarget,
    ChainBroken,
    CopyDamaged,
    StoreDamaged,
    StoreMissing,
    StoreProblem,
)
from onestop_cli.store import ledger
from onestop_cli.store.connecting import connect
from onestop_cli.store.database import file_format, opened_to_read, writing
from onestop_cli.store.disk import (
    beside,
    clear,
    clear_left_over,
    draft_name,
    network_drive,
    one_at_a_time,
    place,
    real,
    refusals,
)
from onestop_cli.store.schema import FORMAT
from onestop_cli.store.shape import must_be_ours
from onestop_cli.store.sqlite_errors import own_errors

_PIECE = 1 << 20
_OF_THE_CHECKS = ("CHECK constraint", "malformed JSON")
"""How what only a writable copy shows begins: it was copied as it lies in the file."""


class Note(NamedTuple):
    """When a backup was made, its last event, and where it lies."""

    made_at: datetime
    mark: Mark
    path: Path


class Draft(NamedTuple):
    """A copy that is not yet in its place, open for writing. `mark` is the last event of what was copied."""

    path: Path
    connection: sqlite3.Connection
    mark: Mark


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A finished backup as it is, one of an earlier format too: its events are as they were whatever the format.

    On a network drive, which may not have locks, it is read without: nobody writes to it. Raises `StoreMissing`,
    `NotOurStore`, `StoreTooNew`, `StoreDraft`, `StoreDamaged`, and as `database.reading_uri`.
    """
    if not path.is_file():
        raise StoreMissing(path=path)
    with own_errors(path), closing(_connected(path)) as connection:
        file_format(connection, path)
        yield connection


def _connected(path: Path) -> sqlite3.Connection:
    file = real(path)
    if network_drive(file) and not any(side.exists() for side in beside(file)):
        return connect(file, "mode=ro&immutable=1")
    return opened_to_read(path)


def must_be_free(target: Path) -> None:
    """Nothing is where a backup is to be, and one can lie there.

    Raises `BackupExists`, `BadBackupTarget`, `StoreReadOnly`.
    """
    if why := why_not_ours(target.name):
        raise BadBackupTarget(path=target, why=why)
    with refusals(target):
        if target.is_dir():
            raise BadBackupTarget(path=target, why=os.strerror(errno.EISDIR))
        for name in (target, *beside(target)):
            if name.exists() or name.is_symlink():
                raise taken(target, name)
        if not target.parent.is_dir():
            raise BadBackupTarget(path=target, why=os.strerror(errno.ENOENT))


def taken(target: Path, name: Path) -> BackupExists:
    """That something is where a backup is to be, or beside it under a name that SQLite would take for its own."""
    return BackupExists(path=name, example=Path(f"{target.stem}-2{target.suffix}"))


@contextmanager
def drafting(source: sqlite3.Connection, path: Path, target: Path, mode: int) -> Iterator[Draft]:
    """A draft beside the target that holds what the source does, the file at `path`; nothing is left of it.

    It is one rollback-journal file. Where the target is on a network drive, on which SQLite had better not write, it is
    beside the file. No other command makes the same meanwhile, until it is in its place. Raises `BackupRunning` where
    one does, `StoreReadOnly`, `StoreFull`, `StoreDamaged`.
    """
    draft = draft_name(path.with_name(_name_beside(target)) if network_drive(target) else target)
    with own_errors(path):
        mark = ledger.last_mark(source)
    with own_errors(target), one_at_a_time(target):
        clear_left_over(draft.parent)
        with refusals(target):
            clear(draft)
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
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


def _name_beside(target: Path) -> str:
    """A name for a target elsewhere, another for each."""
    where = str(target.parent.resolve() / target.name)
    return f"{target.name}-{sha256(os.fsencode(where)).hexdigest()[:12]}"


def looked_at(connection: sqlite3.Connection, path: Path, progress: Progress = lambda _: None) -> Walked:
    """Every page, every reference, the tables and triggers and the whole chain of a file are as they should be.

    The CHECKs of its rows are looked at where the connection may write; SQLite passes them over where it may not.
    Raises `StoreDamaged`, `StrangeShape`, `ChainBroken`.
    """
    with own_errors(path):
        (integrity,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if integrity != "ok":
            raise StoreDamaged(path=path, why=integrity)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise StoreDamaged(path=path, why=N_("rows name others that are not there"))
        walked = walk(ledger.chain(connection), progress=progress, erased=ledger.erased(connection))
    if not walked.n_events:
        raise StoreDamaged(path=path, why=N_("it has no events"))
    for kind, first in walked.breaks.items():
        raise ChainBroken(path=path, seq=first.seq, why=BREAKS[kind])
    if file_format(connection, path) == FORMAT:
        must_be_ours(connection, path)
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
        with own_errors(target), closing(connect(draft.path, "mode=rw")) as copy:
            walked = looked_at(copy, target, progress)
        if walked.end != draft.mark:
            raise StoreDamaged(path=target, why="")
    except StoreDamaged as problem:
        looked_at(source, path)
        why = str(problem.values.get("why"))
        if why.startswith(_OF_THE_CHECKS):
            raise StoreDamaged(path=path, why=why) from None
        raise CopyDamaged(path=target) from None
    return walked


def keep(
    draft: Draft,
    target: Path,
    source: sqlite3.Connection,
    path: Path,
    progress: Progress = lambda _: None,
) -> Walked:
    """The draft was verified, is closed and on disk, and is the file from now on.

    Raises as `verified`, `carry` and `place`.
    """
    walked = verified(draft, target, source, path, progress)
    draft.connection.close()
    if network_drive(target):
        carry(draft.path, target)
    else:
        place(draft.path, target)
    return walked


def carry(copy: Path, target: Path) -> None:
    """A copy that was verified lies on another disk too, byte for byte, readable by its owner only.

    Raises `CopyDamaged`, `StoreFull`, `StoreReadOnly`, `FileExists`.
    """
    draft = draft_name(target)
    with refusals(target):
        draft.unlink(missing_ok=True)
        opened = os.open(draft, os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(opened, "wb") as written, copy.open("rb") as source:
                copyfileobj(source, written, _PIECE)
            if not cmp(draft, copy, shallow=False):
                raise CopyDamaged(path=target)
            place(draft, target)
        finally:
            draft.unlink(missing_ok=True)


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
