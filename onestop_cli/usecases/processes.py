"""Processes of one command beside it, for work that is worth the beginning of one.

Each is begun anew, with nothing of this one but what it is given, and a pipe of its own: its end, however it comes, is
the end of the pipe. So is ours, for it. A signal from the keyboard is left to this process, and one that comes while a
process begins is heeded once it has begun: it would complain of half a beginning.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess


Given = TypeVar("Given")


class ProcessesLost(Exception):
    """Processes could not be begun, or were ended from outside: what they were to do is done without them."""


def begun(work: "Callable[[Connection, Given], None]", given: Given) -> "tuple[BaseProcess, Connection]":
    """A process that does some work with what it is given, and our end of its pipe. Raises `ProcessesLost`."""
    from multiprocessing import get_context

    context = get_context("spawn")
    try:
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, given), daemon=True)
        process.start()
        theirs.close()
    except OSError as problem:
        raise ProcessesLost from problem
    return process, ours


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is begun meanwhile is not interrupted until it has begun, nor is this process, which heeds it afterwards."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    with suppress(OSError):  # as it begins it takes what is kept back from SIGINT and SIGTERM away
        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def at_work() -> Iterator[None]:
    """In a process that was begun: whatever ends the work, the one that gave it comes upon by itself, and can tell."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
    with suppress(Exception):
        yield
