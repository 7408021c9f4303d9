"""What is written before it lies in its place: in a folder of its own beside it, gone afterwards.

A process that is killed leaves its folder behind; the next that writes beside it clears it. Whether a process is still
there tells a lock within the folder, which ends with the process: numbers of processes come again, and say nothing of
another machine that writes to the same share.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

PREFIX = ".onestop-draft-"
LOCK = "lock"


@contextmanager
def drafts(beside: Path | None) -> Iterator[Path]:
    """A folder for drafts within another, else where the machine has such; what is left of others there is gone.

    Raises `OSError`.
    """
    from tempfile import TemporaryDirectory, gettempdir

    from filelock import FileLock

    folder = beside or Path(gettempdir())
    _clear(folder)
    with (
        TemporaryDirectory(dir=folder, prefix=PREFIX, ignore_cleanup_errors=True) as made,
        FileLock(Path(made, LOCK), mode=0o600),
    ):
        yield Path(made)


def _clear(folder: Path) -> None:
    """The folders of drafts whose processes are gone are gone too; one that cannot be looked at stays."""
    from filelock import FileLock, Timeout

    for left in folder.glob(f"{PREFIX}*"):
        if not (left / LOCK).is_file():  # its process is about to lock it
            continue
        try:
            with FileLock(left / LOCK, timeout=0, mode=0o600):
                rmtree(left, ignore_errors=True)
        except (Timeout, OSError):
            continue
        rmtree(left, ignore_errors=True)  # the lock itself, where none can be removed while it is open
