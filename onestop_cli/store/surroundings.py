"""What lies around the file: its room on the disk, who may open it, and what lies beside it.

Only looked at, without opening the file.
"""

import os
import re
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from onestop_cli.store.disk import beside, file_system

_KEPT = ("before-restore-", "before-format-")


class Surroundings(NamedTuple):
    """The sizes in bytes; `free` is None where the disk does not tell. Modes are the nine bits, 0 on Windows.

    `drafts` is what may be left of a killed command, `kept` what `restore` and `db migrate` kept of the file.
    """

    size: int
    log_size: int
    free: int | None
    drive: str
    mode: int
    folder_mode: int
    drafts: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def is_shared(self) -> bool:
        """Whether the accounts of the file's group may write it."""
        return self.mode & 0o060 == 0o060

    @property
    def is_folder_open(self) -> bool:
        """Whether others may put another file in its place."""
        return bool(self.folder_mode & 0o022) and not self.folder_mode & stat.S_ISVTX

    @property
    def is_open_to_all(self) -> bool:
        """Whether any account of the machine may read the file, or put another in its place."""
        is_changed = self.is_folder_open and self.folder_mode & 0o002
        return bool(self.folder_mode & 0o001 and (self.mode & 0o007 or is_changed))


def surroundings(path: Path) -> Surroundings:
    """What lies around a file that is there. Raises `OSError`."""
    file = path.resolve()
    there, folder = file.stat(), file.parent.stat()
    is_posix = sys.platform != "win32"
    free = None
    with suppress(OSError):
        free = shutil.disk_usage(file.parent).free
    names: list[str] = []
    with suppress(OSError):  # a folder whose names this account may not read
        names = sorted(map(_text, file.parent.iterdir()))
    draft = re.compile(rf"\.{re.escape(_text(file))}(\..*)?\.(new|lock|replacing|writing)(-journal|-wal|-shm)?")
    return Surroundings(
        there.st_size,
        sum(side.stat().st_size for side in beside(file) if side.exists()),
        free,
        file_system(file),
        stat.S_IMODE(there.st_mode) & 0o777 if is_posix else 0,
        stat.S_IMODE(folder.st_mode) if is_posix else 0,
        tuple(name for name in names if draft.fullmatch(name)),
        tuple(name for name in names if _is_kept(name, _text(file))),
    )


def _text(path: Path) -> str:
    """The name of a file as text, with a mark for what is no UTF-8 in it."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _is_kept(name: str, of: str) -> bool:
    return name.startswith(tuple(f"{of}.{end}" for end in _KEPT)) and not name.endswith(("-wal", "-shm", "-journal"))
