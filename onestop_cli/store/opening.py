"""Reading a file from an account that may put nothing beside it: as of one moment, or not at all.

A file in write-ahead form is read together with its `-wal`, through the `-shm` beside it, by which readers and writers
keep out of each other's way. Who may not make the two reads the file while they are there. Where they are not, its
pages alone could be read (`immutable`), but somebody may begin to write meanwhile: that is left to what nobody can
write, a medium that is read-only. A finished backup keeps a rollback journal and needs nothing beside it.
"""

import errno
import os
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

from onestop_cli.errors import N_, MixtureFeared, StoreUnreadable, TwoNames
from onestop_cli.store.connecting import code, connect

BESIDE_OTHERS, AS_IT_IS = "mode=ro&readonly_shm=1", "mode=ro&immutable=1"
"""Without making or changing the `-shm`; the pages of the file alone, without locks."""


def guarded_mode(path: Path) -> str:
    """How a file, not a link, can be read from an account that may put nothing beside it.

    Raises `MixtureFeared` where it could not be read as of one moment, `StoreUnreadable`.
    """
    if not os.access(path, os.R_OK):
        raise StoreUnreadable(path=path, why=os.strerror(errno.EACCES))
    log = path.with_name(path.name + "-wal")
    had_log = log.exists()
    try:
        with closing(connect(path, BESIDE_OTHERS)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as problem:
        if code(problem) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
    else:
        return BESIDE_OTHERS
    finally:
        if not had_log:
            _clear_own(log)
    if log.exists() and log.stat().st_size:
        raise MixtureFeared(path=path, why=N_("its last acts lie beside it and cannot be read from this account"))
    if not cannot_be_written(path):
        raise MixtureFeared(
            path=path, why=N_("somebody may write it meanwhile, and this account may put nothing beside it")
        )
    return AS_IT_IS


def must_have_one_name(path: Path, file: Path, found: os.stat_result) -> None:
    """A file is not in use under another name in its folder, beside which its last acts lie. Raises `TwoNames`."""
    for other in file.parent.iterdir():
        with suppress(OSError):
            if other.name != file.name and os.path.samestat(other.lstat(), found):
                for end in ("-wal", "-journal"):
                    side = other.with_name(other.name + end)
                    if side.exists() and side.stat().st_size:
                        raise TwoNames(path=path, other=other, side=side)


def _clear_own(log: Path) -> None:
    """No empty `-wal` is left that SQLite made for us: those who write the file could not write into it."""
    with suppress(OSError):
        if sys.platform != "win32" and log.stat().st_uid == os.geteuid() and not log.stat().st_size:
            log.unlink()


def cannot_be_written(path: Path, mounts: Path = Path("/proc/self/mountinfo")) -> bool:
    """Whether a file lies on a medium that nobody can write.

    A folder may be shown read-only here (a container's volume) and be written to from elsewhere: on Linux the medium
    itself has to say so. False where it cannot be told.
    """
    if sys.platform == "win32" or not os.statvfs(path).f_flag & os.ST_RDONLY:
        return False
    if sys.platform != "linux":
        return True
    device = path.stat().st_dev
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    here = [line for line in lines if line.split(" ")[2:3] == [f"{os.major(device)}:{os.minor(device)}"]]
    return bool(here) and all("ro" in line.rpartition(" ")[2].split(",") for line in here)
