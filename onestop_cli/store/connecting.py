"""A connection to one SQLite file, what SQLite says when it refuses, and waiting for others who have the file.

Everybody has a fair turn, and is told after a while what is waited for. Who waits tries again after a random short
while, the shorter the longer it has waited: SQLite's own waiting sleeps the longer, and lets those who come later go
first.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

BUSY_SECONDS = 60
"""How long others are waited for."""
SAID_AFTER = 2.0
"""Seconds of silence."""
_FIRST_PAUSE, _LAST_PAUSE = 0.002, 0.0005

teller: Callable[[Path, str], None] = lambda path, why: None  # noqa: E731
"""Tells a person once that the file at a path is waited for, and why, a message id. The command line sets it."""


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


class Wait:
    """A wait for others that began when it was made and lasts so many seconds at most.

    What they do is told as they say it themselves, unless it is known.
    """

    def __init__(self, path: Path, seconds: float, known: str = "") -> None:
        self._path = path
        self._known = known
        self._began = time.monotonic()
        self._seconds = seconds
        self._is_said = False
        self.has_waited = False

    def goes_on(self) -> bool:
        """A short while has passed; False where the time was over."""
        waited = time.monotonic() - self._began
        if waited >= self._seconds:
            return False
        self.has_waited = True
        if waited >= SAID_AFTER and not self._is_said:
            from onestop_cli.store.announcing import reason

            self._is_said = True
            teller(self._path, self._known or reason(self._path))
        usual = max(_LAST_PAUSE, _FIRST_PAUSE - waited / 100)
        time.sleep(usual * (0.5 + os.urandom(1)[0] / 255))
        return True
