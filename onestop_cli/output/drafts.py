"""What is written before it lies in its place: in a folder of its own beside it, gone afterwards.

A process that is killed leaves its folder behind; the next that writes beside it clears it. Whether a process is still
there tells a lock within the folder, which ends with the process: numbers of processes come again, and say nothing of
another machine that writes to the same share.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

PREFIX = ".onestop-draft-"
LOCK = "lock"
_TRIES = 9
"""Folders made anew where others cleared them."""
_OLD = 3600
"""Seconds after which an empty folder without a lock belongs to nobody who is about to lock it."""


@contextmanager
def drafts(beside: Path | None) -> Iterator[Path]:
    """A folder for drafts within another, else where the machine has such; what is left of others there is gone.

    Raises `OSError`.
    """
    from tempfile import gettempdir

    folder = beside or Path(gettempdir())
    with _locked(folder) as made:
        _clear(folder, made)
        try:
            yield made
        finally:
            _empty(made)


@contextmanager
def _locked(folder: Path) -> Iterator[Path]:
    """A new folder within another that nobody clears. Who looked between its making and its lock may have cleared it
    as another's that is gone: then there is a newer one.
    """
    from tempfile import TemporaryDirectory

    from filelock import FileLock

    for is_last in (*[False] * _TRIES, True):
        with TemporaryDirectory(dir=folder, prefix=PREFIX, ignore_cleanup_errors=True) as made:
            try:
                held = FileLock(Path(made, LOCK), mode=0o600).acquire()
            except OSError:
                if is_last or Path(made).is_dir():
                    raise
                continue
            with held:
                yield Path(made)
                return


def _clear(folder: Path, made: Path) -> None:
    """The folders of drafts whose processes are gone are gone too; one that cannot be looked at stays."""
    from filelock import FileLock, Timeout

    for left in folder.glob(f"{PREFIX}*"):
        if left == made:
            continue
        if not (left / LOCK).is_file():  # its process is about to lock it, or was killed before or after
            with suppress(OSError):
                if left.stat().st_mtime < made.stat().st_mtime - _OLD:
                    left.rmdir()
            continue
        try:
            with FileLock(left / LOCK, timeout=0, mode=0o600):
                _empty(left)
                rmtree(left, ignore_errors=True)
        except (Timeout, OSError):
            continue
        rmtree(left, ignore_errors=True)  # the lock itself, where none can be removed while it is open


def _empty(folder: Path) -> None:
    """Nothing is left in a folder but its lock, which goes last: without it nobody may clear what is there."""
    with suppress(OSError):
        for each in folder.iterdir():
            if each.name != LOCK:
                rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
