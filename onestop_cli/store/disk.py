"""The disk under the file: names, drafts and their places, folders, kinds of drive.

What is to be a file is first a draft beside it, and put in its place in one step.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from onestop_cli.errors import FileExists, NetworkDrive

SIDE_ENDS = ("-journal", "-wal", "-shm")
_ROOM = 1 << 16
"""Bytes without which nothing can be written."""
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "9p", "davfs", "fuse.davfs2"}
)


def place(draft: Path, path: Path) -> None:
    """What was a draft is the file, in one step, where nothing was. Raises `FileExists`."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise FileExists(path=path) from None
    except OSError:
        if path.exists():
            raise FileExists(path=path) from None
        draft.replace(path)
    keep_folder(path.parent)


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


def beside(path: Path) -> list[Path]:
    """The names under which SQLite keeps what belongs to a file."""
    return [path.with_name(path.name + end) for end in SIDE_ENDS]


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
        return "UNC" if str(path.absolute()).startswith("\\\\") else ""
    kind = file_system(path)
    return kind if kind in _NETWORK else ""


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system a path lies on, as Linux names it; empty where that cannot be told."""
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


def is_full(path: Path) -> bool:
    """Whether the disk of a file has no room left; SQLite calls that an error of reading and writing at times."""
    if sys.platform == "win32":
        return False
    with suppress(OSError):
        disk = os.statvfs(path.parent)
        return disk.f_bavail * disk.f_frsize < _ROOM
    return False
