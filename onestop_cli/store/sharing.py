"""Who may use a file: its owner, or the accounts of a group; and what of its folder stands in their way.

SQLite makes a `-wal` and a `-shm` beside the file for whoever comes, with the file's mode. They have the group of the
folder where that passes its own on (`chmod g+s`), else that of whoever came, and the next account is locked out. So a
shared file lies in a folder of its group that the group may write and that passes its group on; then it does not matter
who comes first, nor their umask.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from onestop_cli.errors import N_, CannotBeShared
from onestop_cli.store.disk import beside, real

PRIVATE, SHARED = 0o600, 0o660
_FOLDER, _SHARED_FOLDER = 0o700, 0o2770
_GROUPS = 0o2070
"""What a folder has that a group shares: it reads, writes and enters, and what is made there has the group."""
_OTHERS, _ALL, _ENTER = 0o007, 0o077, 0o010


class PermissionProblem(NamedTuple):
    """A file or folder whose permissions are not as they should be: why, a message id, and what mends it."""

    path: Path
    why: str
    command: str


def make_folder(folder: Path, *, shared: bool = False) -> None:
    """The folder is there; what had to be made of it belongs to us alone, or to the group too. Raises `OSError`."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(_FOLDER, exist_ok=True)
        one.chmod(_SHARED_FOLDER if shared else _FOLDER)


def must_be_shareable(path: Path) -> None:
    """A file that is to lie there can be shared by all accounts of its folder's group. Raises `CannotBeShared`."""
    for problem in _folder_problems(path.parent):
        raise CannotBeShared(path=problem.path, why=problem.why, command=problem.command)


def is_shared(path: Path) -> bool:
    """Whether the accounts of a file's group may read and write it."""
    return sys.platform != "win32" and path.stat().st_mode & SHARED == SHARED


def sharing_problems(path: Path) -> list[PermissionProblem]:
    """What keeps accounts of its group from using a file that they share; nothing for one that is its owner's alone.

    Raises `OSError`.
    """
    file = real(path)
    if sys.platform == "win32" or not is_shared(file):
        return []
    group = file.parent.stat().st_gid
    problems = [*_folder_problems(file.parent)]
    for one in (file, *beside(file)):
        if not one.exists():
            continue
        found = one.stat()
        if found.st_gid != group:
            why = N_("it has another group than its folder")
            problems.append(PermissionProblem(one, why, _command("chgrp --reference", file.parent, one)))
        elif found.st_mode & SHARED != SHARED:
            why = N_("its group may not read and write it")
            problems.append(PermissionProblem(one, why, _command(f"chmod {SHARED:o}", one)))
    return problems


def permission_problems(path: Path) -> list[PermissionProblem]:
    """Everything about who may use a file that is not as it should be. Raises `OSError`."""
    file = real(path)
    if sys.platform == "win32":
        return []
    shared = is_shared(file)
    problems = sharing_problems(file)
    too_much = _OTHERS if shared else _ALL
    modes = (SHARED, _SHARED_FOLDER) if shared else (PRIVATE, _FOLDER)
    for one, mode in zip((file, file.parent), modes, strict=True):
        if one.stat().st_mode & too_much:
            why = N_("others than those who work with it may read it or look into it")
            problems.append(PermissionProblem(one, why, _command(f"chmod {mode:o}", one)))
    owner = file.stat().st_uid
    for side in beside(file) if not shared else ():
        if side.exists() and side.stat().st_uid != owner:
            why = N_("it belongs to another account than the file")
            problems.append(PermissionProblem(side, why, _command("chown --reference", file, side)))
    return problems


def _command(words: str, *paths: Path) -> str:
    """A command for the shell, its paths each as one word."""
    return " ".join((words, *(quote(str(path)) for path in paths)))


def _folder_problems(folder: Path) -> Iterator[PermissionProblem]:
    """What keeps accounts of a folder's group from sharing a file in it."""
    if sys.platform == "win32":
        return
    found = folder.stat()
    if found.st_mode & _GROUPS != _GROUPS:
        why = N_("its group may not write in it, or what is made in it would have another group")
        yield PermissionProblem(folder, why, f"{_command('chgrp GROUP', folder)} && {_command('chmod g+rwxs', folder)}")
    for above in folder.resolve().parents:
        mode = above.stat().st_mode
        if not (mode & 0o001 or (mode & _ENTER and above.stat().st_gid == found.st_gid)):
            why = N_("accounts of the group may not pass through it")
            yield PermissionProblem(above, why, _command("chmod o+x", above))
