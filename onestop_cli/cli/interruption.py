"""Ctrl-C, the end of the session, a window that is closed: heard while a command works, not while it begins or ends.

While the program loads, an interruption is kept until it can be told; once the command is done, and while what came of
it is told, there is nothing to interrupt any more.
"""

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_ASKING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK", "SIGALRM")
_SOON = 0.001
_is_kept = False
_was_asked = False


def keep(*, was_asked: bool = False) -> None:
    """From here on an interruption waits for `heed`, as one that was asked for already.

    What the caller had ignored stays so, as under nohup.
    """
    global _is_kept, _was_asked
    _is_kept, _was_asked = True, was_asked
    sys.unraisablehook = _unraisable
    for number in _signals():
        if number != getattr(signal, "SIGALRM", None) and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _asked)


def heed() -> None:
    """From here on an interruption is a `KeyboardInterrupt`, one that was kept at once."""
    global _is_kept, _was_asked
    _is_kept = False
    if _was_asked:
        _was_asked = False
        raise KeyboardInterrupt


def over() -> None:
    """From here on nothing is interrupted, if this process kept interruptions at all."""
    for number in _signals():
        if signal.getsignal(number) is _asked:
            signal.signal(number, signal.SIG_IGN)


def _signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ASKING if hasattr(signal, name)]


def _asked(number: int, frame: FrameType | None) -> None:
    global _was_asked
    if _is_kept:
        _was_asked = True
    else:
        raise KeyboardInterrupt


def _unraisable(problem: "UnraisableHookArgs") -> None:
    """An interruption where none can be raised, as where something is thrown away, comes at once afterwards.

    What the system refuses there, as the closing of what is closed, has no one to be told to.
    """
    if problem.exc_type is KeyboardInterrupt:
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, _asked)
            signal.setitimer(signal.ITIMER_REAL, _SOON)
    elif not issubclass(problem.exc_type, OSError):
        sys.__unraisablehook__(problem)
