"""A backup in the file's place, in one step, with what was there kept beside.

The file that is replaced is held meanwhile, all of it in one file, so that no acknowledged act is lost: who waits to
write finds the other file afterwards (`store.database`). At every instant there is a file at the path, unless the disk
has no hard links: there the one that is kept is renamed first.
"""

import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.chain import Progress
from onestop_cli.core.codes import decline_numbered, numbered
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import (
    FileExists,
    NotOurStore,
    OtherOffice,
    SideFileLeft,
    StoreDamaged,
    StoreLocked,
    TargetNotOurs,
    UnknownFile,
)
from onestop_cli.store import backups, declines, ledger
from onestop_cli.store.announcing import OPENED, held, replacing
from onestop_cli.store.backups import Draft
from onestop_cli.store.connecting import Wait, connect, is_busy
from onestop_cli.store.database import file_format, must_be_a_file, must_be_writable, opened_to_read
from onestop_cli.store.disk import beside, flush, keep_folder, kept_beside, place, refusals, refuse_network_drive
from onestop_cli.store.schema import FORMAT, migrate
from onestop_cli.store.shape import must_be_ours
from onestop_cli.store.sqlite_errors import own_errors

BUSY_SECONDS = 10
"""How long those who have the file open are waited for."""


class Old(NamedTuple):
    """The file that a backup replaces: its last event, None where that cannot be read, the highest number it used of
    each series, how many of its events the backup does not have, and the last events of the files which it replaced
    itself, by those. It is held by `connection`, all of it in one file; None for one that is too damaged to be held.
    `erased` are the dossiers whose personal data went by those events, and come back with the backup."""

    mark: Mark | None
    series: Mapping[str, int]
    n_later: int | None
    earlier: tuple[Mark | None, ...]
    connection: sqlite3.Connection | None
    erased: tuple[str, ...] = ()


@contextmanager
def drafting(file: Path, path: Path, progress: Progress) -> Iterator[Draft]:
    """A draft beside the path that holds what a file of ours does, verified and of the present format.

    Raises `UnknownFile`, `NotOurStore`, `StoreDraft`, `StoreTooNew`, and as `backups.verified`.
    """
    if not _is_there(file):
        raise UnknownFile(path=file)
    must_be_a_file(file)
    refuse_network_drive(path)
    with own_errors(file), closing(opened_to_read(file)) as source:
        source.execute("BEGIN")
        version = file_format(source, file)
        with backups.drafting(source, file, path, _mode(path)) as draft:
            backups.verified(draft, path, source, file, progress)
            if version < FORMAT:
                migrate(draft.connection)
                must_be_ours(draft.connection, file)
            draft.connection.execute("PRAGMA foreign_keys = ON")
            yield draft


def is_same(path: Path, file: Path) -> bool:
    """Whether two names are of one file that is there."""
    return _is_there(path) and _is_there(file) and path.samefile(file)


def _is_there(path: Path) -> bool:
    """Whether there is a file; no name that the system does not take is."""
    try:
        return path.exists()
    except OSError:
        return False


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777 if path.exists() else 0o600


@contextmanager
def holding(path: Path, draft: Draft) -> Iterator[Old | None]:
    """The file at the path, which nobody reads or writes meanwhile; None where there is none.

    One that is too damaged to be held is as it is. Raises `StoreLocked` where somebody keeps it, `TargetNotOurs`,
    `OtherOffice`, `SideFileLeft`, `StoreReadOnly`.
    """
    if not path.exists():
        for left in beside(path):
            if left.exists():
                raise SideFileLeft(path=left)
        yield None
        return
    must_be_a_file(path)
    must_be_writable(path)
    with own_errors(path), held(replacing(path)), closing(connect(path, "mode=rw", seconds=0)) as connection:
        before = hold(connection, path)
        if before is None:
            if sys.platform == "win32":
                connection.close()
            yield Old(None, {}, None, (), None)  # closed only where it lies then, so that SQLite leaves its -wal alone
            return
        _clear_twins(path)
        try:
            yield _old(connection, path, draft)
        finally:
            with suppress(sqlite3.ProgrammingError):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                    connection.execute(f"PRAGMA journal_mode = {before}")


def hold(connection: sqlite3.Connection, path: Path) -> str | None:
    """All of the file is in one, and nobody else can open it; how it kept its journal, None if it is too damaged.

    Raises `StoreLocked`, `TargetNotOurs`.
    """
    before = ""
    try:
        with own_errors(path):
            wait = Wait(path, BUSY_SECONDS, OPENED)
            while wait.goes_on():
                try:
                    file_format(connection, path)
                    before = before or connection.execute("PRAGMA journal_mode").fetchone()[0]
                    if connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",):
                        connection.execute("BEGIN EXCLUSIVE")
                        return before
                except sqlite3.OperationalError as problem:
                    if not is_busy(problem):
                        raise
    except NotOurStore:
        raise TargetNotOurs(path=path) from None
    except (StoreDamaged, UnicodeDecodeError):
        return None
    with suppress(sqlite3.OperationalError):
        connection.execute(f"PRAGMA journal_mode = {before or 'wal'}")
    raise StoreLocked(path=path, seconds=BUSY_SECONDS, why=OPENED)


def _old(connection: sqlite3.Connection, path: Path, draft: Draft) -> Old:
    """What can be read of the file that is replaced. Raises `OtherOffice`."""
    try:
        mark = ledger.last_mark(connection)
        if ledger.hash_at(connection, 1) != ledger.hash_at(draft.connection, 1):
            raise OtherOffice(path=path)
        common = _common(connection, draft.connection, min(mark.seq, draft.mark.seq))
        series = _series(connection)
        if all(map(_can_be, series, series.values())):
            earlier, erased = _earlier(connection, common), _erased(connection, common)
            return Old(mark, series, mark.seq - common, earlier, connection, erased)
    except (sqlite3.DatabaseError, TypeError, ValueError):
        pass
    return Old(None, {}, None, (), connection)


def _earlier(connection: sqlite3.Connection, common: int) -> tuple[Mark | None, ...]:
    """The last events of the files that were replaced by events after one of a number, each once."""
    later = (each for each in ledger.restorations(connection) if each.seq > common)
    return tuple(dict.fromkeys(mark for each in later for mark in each.replaced))


def _erased(connection: sqlite3.Connection, common: int) -> tuple[str, ...]:
    """The dossiers, and the refusals to accept, whose personal data were erased after an event of a number."""
    erased = "SELECT DISTINCT dossier FROM event WHERE seq > ? AND kind = 'erase' ORDER BY dossier"
    codes = [code for (code,) in connection.execute(erased, (common,))]
    return (*codes, *declines.erased_since(connection, common))


def _can_be(series: object, number: object) -> bool:
    """Whether a number can be one of a series; in a damaged file it can be anything."""
    if not (isinstance(series, str) and isinstance(number, int)):
        return False
    code = f"{series}-{number:04d}"
    own = numbered(code, is_drawn=True) or decline_numbered(code)
    return own is not None and (own.series, own.number) == (series, number)


def _common(one: sqlite3.Connection, other: sqlite3.Connection, last: int) -> int:
    """The number of the last event that two chains of one beginning share."""
    first = 1
    while first < last:
        middle = (first + last + 1) // 2
        if ledger.hash_at(one, middle) == ledger.hash_at(other, middle):
            first = middle
        else:
            last = middle - 1
    return first


def _series(connection: sqlite3.Connection) -> dict[str, int]:
    """The highest number used of each series."""
    used = dict(connection.execute("SELECT series, max(number) FROM dossier WHERE series IS NOT NULL GROUP BY series"))
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'series_used'").fetchone():
        for series, number in connection.execute("SELECT series, number FROM series_used"):
            used[series] = max(number, used.get(series, 0))
    for series, number in declines.highest_numbers(connection).items():
        used[series] = max(number, used.get(series, 0))
    return used


def further_series(draft: Draft, old: Old | None) -> dict[str, int]:
    """The highest number of each series in which the file that is replaced went further."""
    used = _series(draft.connection)
    return {series: n for series, n in sorted(old.series.items()) if n > used.get(series, 0)} if old else {}


def project(connection: sqlite3.Connection, series: Mapping[str, int]) -> None:
    """Numbers go on after those that a replaced file used."""
    connection.executemany(
        "INSERT INTO series_used (series, number) VALUES (?, ?) ON CONFLICT (series) DO UPDATE "
        "SET number = max(number, excluded.number)",
        series.items(),
    )


def swap(draft: Draft, path: Path, old: Old | None, kept: Path) -> None:
    """The draft is the file, and the one it replaced, if any, lies under another name.

    Without hard links there is an instant between the two at which no file is at the path: `StoreMoved` names, to who
    comes then or finds it so after a power cut, the one that is kept.
    Raises `FileExists` for a name that is taken, `StoreFull`, `StoreReadOnly`.
    """
    draft.connection.execute("PRAGMA journal_mode = WAL")
    draft.connection.close()
    if old is None:
        place(draft.path, path)
        return
    with refusals(path):
        flush(draft.path)
        if kept.exists():
            raise FileExists(path=kept)
        with suppress(OSError, AttributeError):
            os.chown(draft.path, -1, path.stat().st_gid)
        try:
            os.link(path, kept)
        except OSError:
            path.rename(kept)
        try:
            if old.connection is None:
                _move(beside(path), beside(kept))
            elif sys.platform == "win32":  # where nobody may have a file open that is moved
                old.connection.close()
            draft.path.replace(path)
        except BaseException:
            _move(beside(kept), beside(path))
            if path.exists():
                kept.unlink()
            else:
                kept.rename(path)
            raise
    if old.connection is not None and sys.platform != "win32":
        old.connection.execute("ROLLBACK")
    keep_folder(path.parent)


def _move(there: list[Path], to: list[Path]) -> None:
    """What lies there lies under the other names."""
    for one, other in zip(there, to, strict=True):
        if one.exists():
            one.rename(other)


def _clear_twins(path: Path) -> None:
    """What a killed restoration kept of the file that is still there is no second file."""
    for name in kept_beside(path):
        if not name.is_symlink() and name.samefile(path):
            name.unlink()
