"""A connection to one SQLite file, and what SQLite says when it refuses."""

import sqlite3
from pathlib import Path
from urllib.parse import quote

BUSY_SECONDS = 60
"""How long others are waited for."""


def connect(path: Path, mode: str, seconds: float | None = None) -> sqlite3.Connection:
    """A connection in autocommit, which waits so long for others: as long as ours do, unless given."""
    timeout = BUSY_SECONDS if seconds is None else seconds
    return sqlite3.connect(uri(path, mode), uri=True, timeout=timeout, isolation_level=None)


def uri(path: Path, mode: str) -> str:
    """What SQLite calls a file that is to be opened in a mode."""
    return f"file:{quote(str(path.absolute()))}?{mode}"


def is_busy(problem: Exception) -> bool:
    """Whether SQLite says that somebody else has the file."""
    return code(problem) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def code(problem: Exception) -> int:
    """The kind of an error of SQLite's; 0 for any other."""
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF
