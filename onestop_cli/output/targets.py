"""What may be written with `-o`: any file or device, but no database, nothing that lies beside one, and no night."""

import errno
import os
import re
from pathlib import Path

from onestop_cli.core.file_names import kept_of, why_not_ours
from onestop_cli.errors import N_, BadTarget

_OF_DRAFTS = ".onestop-"
_NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_target(target: Path) -> None:
    """Refuse a target that cannot be written, or is a database's, before anything is recorded. Raises `BadTarget`."""
    if target.is_dir():
        raise BadTarget(path=target, why=os.strerror(errno.EISDIR))
    if not target.parent.is_dir():
        raise BadTarget(path=target, why=os.strerror(errno.ENOENT))
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise BadTarget(path=target, why=os.strerror(errno.EACCES))
    if is_device(target):
        return
    for path in {target, real(target)}:
        if why := _why_not(path):
            raise BadTarget(path=target, why=why)
    if target.is_file() and _begins_as_database(target):
        raise BadTarget(path=target, why=N_("it is a database"))


def _why_not(path: Path) -> str | None:
    """Why a name is none to write to, whether anything is there or not: it is SQLite's, of a draft or of a night."""
    if why := why_not_ours(path.name):
        return why
    if path.name.startswith(_OF_DRAFTS):
        return N_("that name is of a copy that is being made")
    if (of := kept_of(path.name)) and path.with_name(of).exists():
        return N_("that name is of a copy that is kept beside the file")
    from onestop_cli.core.nights import MANIFEST

    if _NIGHT.fullmatch(path.parent.name) and (path.parent / MANIFEST).exists():
        return N_("that folder is a finished night")
    if _NIGHT.fullmatch(path.name) and any(path.parent.glob(f"????-??-??/{MANIFEST}")):
        return N_("that name is of a night to come")
    return None


def real(target: Path) -> Path:
    """What a target is by whatever links; raises `BadTarget` where they lead nowhere."""
    try:
        return target.resolve()
    except (OSError, RuntimeError):
        raise BadTarget(path=target, why=os.strerror(errno.ELOOP)) from None


def is_device(target: Path) -> bool:
    """Whether a target is written where it lies: a device, a pipe, one of this process's own streams.

    What lies in `/dev/shm` is a file in memory.
    """
    is_stream = target.parts[:2] in (("/", "dev"), ("/", "proc")) and target.parts[2:3] != ("shm",)
    return is_stream or (target.exists() and not target.is_file())


def _begins_as_database(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except PermissionError:  # it may be written and not read, and so no database of this person's
        return False
