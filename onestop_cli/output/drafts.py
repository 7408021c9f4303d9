"""What is written before it lies in its place: in a folder of its own beside it, gone afterwards.

A process that is killed leaves its folder behind; the next that writes beside it clears it. Whether a process is still
there tells a lock within the folder, which ends with the process: numbers of processes come again, and say nothing of
another machine that writes to the same share.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

PREFIX = ".onestop-draft-"
LOCK = "lock"
_OLD = 3600
"""Seconds after which an empty folder without a lock belongs to nobody who is about to lock it."""


@contextmanager
def drafts(beside: Path | None) -> Iterator[Path]:
    """A folder for drafts within another, else where the machine has such; what is left of others there is gone.

    Raises `OSError`.
    """
    from tempfile import TemporaryDirectory, gettempdir

    folder = beside or Path(gettempdir())
    with (
        TemporaryDirectory(dir=folder, prefix=PREFIX, ignore_cleanup_errors=True) as made,
        _locked(Path(made, LOCK), waits=True),
    ):
        _clear(folder, Path(made))
        try:
            yield Path(made)
        finally:
            _empty(Path(made))


@contextmanager
def _locked(path: Path, *, waits: bool = False) -> Iterator[None]:
    """The file is locked by this process. Raises `OSError` where another one has it, unless it `waits` for that.

    On Unix it is the lock that filelock takes, without loading that, which takes a twentieth of a slip.
    """
    if sys.platform == "win32":
        from filelock import FileLock

        with FileLock(path, timeout=-1 if waits else 0, mode=0o600):  # its `Timeout` is an `OSError`
            yield
        return
    import fcntl

    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _clear(folder: Path, made: Path) -> None:
    """The folders of drafts whose processes are gone are gone too; one that cannot be looked at stays."""
    for left in folder.glob(f"{PREFIX}*"):
        if left == made:
            continue
        if not (left / LOCK).is_file():  # its process is about to lock it, or was killed before or after
            with suppress(OSError):
                if left.stat().st_mtime < made.stat().st_mtime - _OLD:
                    left.rmdir()
            continue
        try:
            with _locked(left / LOCK):
                _empty(left)
                rmtree(left, ignore_errors=True)
        except OSError:
            continue
        rmtree(left, ignore_errors=True)  # the lock itself, where none can be removed while it is open


def _empty(folder: Path) -> None:
    """Nothing is left in a folder but its lock, which goes last: without it nobody may clear what is there."""
    with suppress(OSError):
        for each in folder.iterdir():
            if each.name != LOCK:
                rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
