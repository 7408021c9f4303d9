"""The disk under the file: names, drafts and their places, folders, kinds of drive.

What is to be a file is first a draft beside it, and put in its place in one step.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from onestop_cli.core.file_names import BEFORE_RESTORE, DRAFT_END, LOCK_END, SIDE_ENDS, hidden, kept_of, why_not_ours
from onestop_cli.errors import (
    BackupRunning,
    BadFileName,
    FileExists,
    NetworkDrive,
    OnestopError,
    StoreFull,
    StoreReadOnly,
)

_MOUNTS = Path("/proc/self/mounts")
_ROOM = 1 << 16
"""Bytes without which nothing can be written."""


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What the system refuses, as ours. Raises `StoreFull`, `StoreReadOnly`."""
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(path=path) from None
        raise StoreReadOnly(path=path, why=problem.strerror) from None


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """No other command makes what is to lie at a path meanwhile.

    The system lets go of the lock when a process ends, however it ends. Raises `BackupRunning`, `StoreFull`,
    `StoreReadOnly`.
    """
    from filelock import FileLock, Timeout

    name = path.with_name(hidden(path.name, LOCK_END))
    with refusals(path):
        path.parent.stat()  # the lock would make the folder
        lock = FileLock(name, timeout=0, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise BackupRunning(path=path) from None
    try:
        yield
    finally:
        if sys.platform != "win32":  # where the name goes with the lock
            with suppress(OSError):
                name.unlink()  # while it is held: who had it open sees that, and does not take it for the lock
        lock.release()


def clear_beside(path: Path) -> None:
    """What a command that was killed at its end left beside a path, its lock and its draft's name, is gone.

    What somebody works on, or cannot be removed, stays.
    """
    draft = draft_name(path)
    if os.path.lexists(path.with_name(hidden(path.name, LOCK_END))) or os.path.lexists(draft):
        with suppress(OnestopError, OSError), one_at_a_time(path):
            clear(draft)


def clear_left_over(folder: Path) -> None:
    """Nothing is left in a folder of what killed commands were making there, whatever it was to be called.

    A draft is theirs where its lock lies beside it, both are this account's, and nobody holds the lock. What cannot be
    looked at stays.
    """
    from filelock import FileLock, Timeout

    for lock in folder.glob(f".*{LOCK_END}"):
        draft = lock.with_name(lock.name.removesuffix(LOCK_END) + DRAFT_END)
        with suppress(OSError, Timeout):
            if _is_own(lock) and not lock.lstat().st_size and _is_own(draft):
                with FileLock(lock, timeout=0, mode=0o600):
                    clear(draft)
                    lock.unlink()


def _is_own(path: Path) -> bool:
    """Whether a path is a file, not a link, of this account. Raises `OSError` where nothing is there."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.geteuid())


def draft_name(path: Path) -> Path:
    """The hidden name beside a path of what will lie there."""
    return path.with_name(hidden(path.name, DRAFT_END))


def must_be_own_name(path: Path) -> None:
    """Refuse for a new file a name that is SQLite's beside another, or a draft's. Raises `BadFileName`."""
    if why := why_not_ours(path.name):
        raise BadFileName(path=path, why=why)


def place(draft: Path, path: Path) -> None:
    """What was a draft is on disk and is the file, in one step, where nothing was.

    Raises `FileExists`, `StoreFull`, `StoreReadOnly`.
    """
    with refusals(path):
        flush(draft)
        try:
            os.link(draft, path)
        except FileExistsError:
            raise FileExists(path=path) from None
        except OSError:  # a disk without hard links
            if path.exists():
                raise FileExists(path=path) from None
            draft.rename(path)
    keep_folder(path.parent)


def flush(path: Path) -> None:
    """The bytes of a file are on disk. Raises `OSError`."""
    opened = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def keep_folder(folder: Path) -> None:
    """The names in a folder are on disk, where the system can say so."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def clear(draft: Path) -> None:
    """Nothing is left of a draft and what SQLite keeps beside it."""
    for leftover in (draft, *beside(draft)):
        leftover.unlink(missing_ok=True)


def kept_name(path: Path, at: datetime) -> Path:
    """The name of what a backup replaced at an instant."""
    return path.with_name(f"{path.name}{BEFORE_RESTORE}{at:%Y%m%d-%H%M%S}")


def kept_beside(path: Path) -> list[Path]:
    """What backups replaced at a path, in order of time. Raises `OSError`."""
    names = [name for name in path.parent.iterdir() if name.name.startswith(path.name + BEFORE_RESTORE)]
    return sorted(name for name in names if kept_of(name.name))


def beside(path: Path) -> list[Path]:
    """The names under which SQLite keeps what belongs to a file."""
    return [path.with_name(path.name + end) for end in SIDE_ENDS]


def real(path: Path) -> Path:
    """The file itself where a path is a link to it: what belongs to a file lies beside it, not beside a link."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):  # links in a circle
        return path


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that took its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_network_drive(path: Path) -> None:
    """Raises `NetworkDrive` for a file that SQLite could not keep two clerks apart in."""
    kind = network_drive(path)
    if kind:
        raise NetworkDrive(path=path, kind=kind)


def network_drive(path: Path) -> str:
    """The kind of network drive a file lies on, empty for a disk of this machine."""
    if sys.platform == "win32":
        from onestop_cli.store.drives import windows_network_drive

        return windows_network_drive(path)
    kind = file_system(path)
    if not kind:
        return ""
    from onestop_cli.store.drives import NETWORK

    return kind if kind in NETWORK else ""


def file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of file system a path lies on, as Linux names it.

    Empty where that cannot be told, and, unless other mounts are given, for a disk of the machine: it has a number
    of its own, which only what is no disk has not.
    """
    if mounts is _MOUNTS and _is_on_a_disk(path):
        return ""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    here = path.parent.resolve()
    best, kind = -1, ""
    for line in lines:
        _, point, system, *_ = line.split(" ")
        folder = point.replace("\\040", " ")
        if (here == Path(folder) or folder == "/" or str(here).startswith(folder + "/")) and len(folder) >= best:
            best, kind = len(folder), system
    return kind


def _is_on_a_disk(path: Path) -> bool:
    try:
        return sys.platform != "win32" and os.major(path.parent.stat().st_dev) != 0
    except OSError:
        return False


def is_full(path: Path) -> bool:
    """Whether the disk of a file has no room left; SQLite calls that an error of reading and writing at times."""
    if sys.platform == "win32":
        return False
    with suppress(OSError):
        disk = os.statvfs(path.parent)
        return disk.f_bavail * disk.f_frsize < _ROOM
    return False
