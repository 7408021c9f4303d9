"""What a long write says of itself beside the file, for those who wait for it.

It says so under a name that the system holds for it, so that what a killed one leaves is nothing.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from onestop_cli.core.file_names import REPLACING_END, WORK_END, hidden
from onestop_cli.errors import N_

ANOTHER = N_("another program is writing into it")
OPENED = N_("another program has it open")
REPLACED = N_("it is being replaced by a backup")
WORK = {
    "calendar": N_("a change of the calendar is being recorded"),
    "erase": N_("personal data are being erased, and the file is written anew"),
    "import": N_("a register is being imported"),
    "migrate": N_("the file is being brought to the present format"),
    "rebuild": N_("the register is being made again from the ledger"),
    "restore": REPLACED,
}
"""What long writes call themselves, and what is said of them to who waits."""
_PAUSE = 0.001


def replacing(path: Path) -> Path:
    """The name that is held while a file is being replaced."""
    return path.with_name(hidden(path.name, REPLACING_END))


def working(path: Path) -> Path:
    """The name that is held while a long write goes on, with what it is in it."""
    return path.with_name(hidden(path.name, WORK_END))


def reason(path: Path) -> str:
    """Why the file at a path has to be waited for, a message id."""
    if is_held(replacing(path)):
        return REPLACED
    name = working(path)
    with suppress(OSError, UnicodeDecodeError):
        if is_held(name):
            return WORK.get(name.read_text(encoding="ascii"), ANOTHER)
    return ANOTHER


@contextmanager
def announced(path: Path, what: str) -> Iterator[None]:
    """Who waits for the file meanwhile is told what for: `what` is one of `WORK`, or empty for what is short."""
    if not what:
        yield
        return
    with held(working(path), what):
        yield


@contextmanager
def held(name: Path, text: str = "") -> Iterator[None]:
    """A name is there, with a text in it, until the end of this or of the process.

    Where it cannot be made, nobody is told.
    """
    opened = _hold(name, text)
    try:
        yield
    finally:
        if opened is not None:
            if sys.platform == "win32":  # where a file that is open cannot be removed
                os.close(opened)
            with suppress(OSError):
                name.unlink()
            if sys.platform != "win32":
                os.close(opened)


def is_held(name: Path) -> bool:
    """Whether somebody holds a name; what a killed process left of one is gone then."""
    if not os.access(name, os.F_OK):  # False, too, for a name the system does not take
        return False
    if sys.platform == "win32":
        try:
            name.unlink()
        except OSError:
            return name.exists()
        return False
    import fcntl

    try:
        opened = os.open(name, os.O_RDONLY)
    except OSError:
        return name.exists()
    try:
        fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        with suppress(OSError):
            if _is_at(name, opened):
                name.unlink()
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False


def _hold(name: Path, text: str) -> int | None:
    """A name with a text in it, held by the file that is returned; None where that cannot be."""
    for _ in range(10):
        try:
            if not is_held(name):
                return _held(name, text)
        except (FileExistsError, BlockingIOError):
            pass
        except OSError:
            return None
        time.sleep(_PAUSE)
    return None


def _held(name: Path, text: str) -> int:
    """As `_hold`, where nobody was before. Raises `BlockingIOError` where somebody comes between."""
    opened = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o644)
    try:
        os.write(opened, text.encode("ascii"))
        if sys.platform != "win32":
            import fcntl

            os.fchmod(opened, 0o644)
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_at(name, opened):
                raise BlockingIOError
    except BaseException as problem:
        if not isinstance(problem, BlockingIOError):  # the name may be another's by now
            with suppress(OSError):
                name.unlink()
        os.close(opened)
        raise
    return opened


def _is_at(name: Path, opened: int) -> bool:
    """Whether an open file still is the one of a name."""
    try:
        return os.path.samestat(name.stat(), os.fstat(opened))
    except FileNotFoundError:
        return False
