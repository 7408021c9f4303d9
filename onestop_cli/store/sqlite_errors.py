"""What SQLite refuses, and what a damaged file makes of our own statements, as errors of ours.

Each has its exit code and says why; none is a bug that is to be sent, for a person's data may stand in it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onestop_cli.errors import (
    N_,
    DoesNotFit,
    NotOurStore,
    OnestopError,
    OutOfMemory,
    RowUnreadable,
    SideFileForeign,
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreProblem,
    StoreReadOnly,
    StoreRefused,
)
from onestop_cli.store.connecting import BUSY_SECONDS, code
from onestop_cli.store.disk import beside, is_full, real

_DAMAGE = ("no such", "has no column named", "unsupported file format", "malformed JSON")
"""Errors of a statement of ours that only a damaged file can give."""


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ours, and as damage of this file a row that cannot be read, or rows that do not fit together.

    What is asserted within a transaction is what onestop's own rows always fulfil.
    """
    try:
        yield
    except sqlite3.Error as problem:
        raise own_error(path, problem) from problem
    except RowUnreadable as problem:
        raise StoreDamaged(path=path, why=N_("a row of it cannot be read")) from problem
    except AssertionError as problem:
        raise DoesNotFit(path=path) from problem
    except UnicodeDecodeError as problem:  # SQLite's words, of a name in a damaged schema
        raise StoreDamaged(path=path, why=N_("its text is not UTF-8")) from problem


def own_error(path: Path, problem: sqlite3.Error) -> OnestopError:
    """An error of SQLite's as ours; whatever it is, it is one of the file, and never a bug that is to be sent."""
    why = str(problem)
    if "Could not decode" in why:  # what follows is the text itself
        return StoreDamaged(path=path, why=N_("its text is not UTF-8"))
    match code(problem):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            from onestop_cli.store.announcing import reason

            return StoreLocked(path=path, seconds=BUSY_SECONDS, why=reason(real(path)))
        case sqlite3.SQLITE_FULL:
            return StoreFull(path=path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return foreign_side(real(path)) or StoreReadOnly(path=path, why=why)
        case sqlite3.SQLITE_NOTADB:
            return NotOurStore(path=path)
        case sqlite3.SQLITE_CORRUPT:
            return StoreDamaged(path=path, why=why)
        case sqlite3.SQLITE_NOMEM:
            return OutOfMemory()
        case sqlite3.SQLITE_IOERR if getattr(problem, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_NOMEM:
            return OutOfMemory()
        case sqlite3.SQLITE_IOERR if is_full(path):
            return StoreFull(path=path)
        case sqlite3.SQLITE_ERROR if any(words in why for words in _DAMAGE):
            return StoreDamaged(path=path, why=why)
        case sqlite3.SQLITE_CONSTRAINT | sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_MISMATCH:
            return StoreRefused(path=path, why=why)
        case _:
            return StoreProblem(path=path, why=why)


def foreign_side(file: Path) -> SideFileForeign | None:
    """That a piece of a file belongs to another account, which opened it before; None where that is not so."""
    for side in beside(file):
        if os.access(side, os.F_OK) and not os.access(side, os.R_OK | os.W_OK):
            return SideFileForeign(path=file, side=side)
    return None
