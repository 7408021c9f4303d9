"""The rows of a long register made ready by several processes, in their order.

Each process is begun anew, with nothing of this one but what rows are checked against, and a pipe of its own on which
it is given one heap of rows at a time: its end, however it comes, is the end of the pipe. So is ours, for it. A signal
from the keyboard is left to this process, and one that comes while a process begins is heeded once it has begun: it
would complain of half a beginning.
"""

import marshal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING

from onestop_cli.errors import RowProblem
from onestop_cli.sources.csv_file import CsvLine
from onestop_cli.usecases.row_preparation import Ahead, Preparation

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_ROWS = 400
"""The rows handed over at once."""
Line = CsvLine | RowProblem


class ProcessesLost(Exception):
    """Processes could not be begun, or were ended from outside: what they were to do is done without them."""


def made_ahead(preparation: Preparation, lines: Iterable[Line], processes: int) -> Iterator[tuple[Line, Ahead | None]]:
    """Every line with what it was made ready to. Raises `ProcessesLost`."""
    left = iter(lines)
    workers: list[tuple[BaseProcess, Connection]] = []
    busy: deque[tuple[Connection, list[Line]]] = deque()
    try:
        for _ in range(processes):
            if heap := list(islice(left, _ROWS)):
                with _undisturbed():
                    workers.append(_begun(preparation))
                _hand_over(workers[-1][1], heap, busy)
        while busy:
            pipe, heap = busy.popleft()
            made = _made_of(pipe)
            if following := list(islice(left, _ROWS)):
                _hand_over(pipe, following, busy)
            aheads = iter(marshal.loads(made))
            for line in heap:
                ahead = next(aheads) if isinstance(line, CsvLine) else None
                yield line, None if ahead is None else Ahead._make(ahead)
    finally:
        for process, pipe in workers:
            pipe.close()
            process.kill()
            process.join()


def _begun(preparation: Preparation) -> "tuple[BaseProcess, Connection]":
    """A process that makes rows ready by this, and our end of its pipe. Raises `ProcessesLost`."""
    from multiprocessing import get_context

    context = get_context("spawn")
    try:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, preparation), daemon=True)
        process.start()
        theirs.close()
    except OSError as problem:
        raise ProcessesLost from problem
    return process, ours


def _hand_over(pipe: "Connection", heap: list[Line], busy: "deque[tuple[Connection, list[Line]]]") -> None:
    """A process that waits for rows has them."""
    try:
        pipe.send_bytes(marshal.dumps([tuple(line) for line in heap if isinstance(line, CsvLine)]))
    except OSError as problem:
        raise ProcessesLost from problem
    busy.append((pipe, heap))


def _made_of(pipe: "Connection") -> bytes:
    try:
        return pipe.recv_bytes()
    except (EOFError, OSError) as problem:
        raise ProcessesLost from problem


@contextmanager
def _undisturbed() -> Iterator[None]:
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


def _work(pipe: "Connection", preparation: Preparation) -> None:
    """In a process that was begun: heaps of rows are made ready until the other end of the pipe is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
    with suppress(Exception):  # whatever it is, the process that gave the rows comes upon it by itself, and can tell it
        while True:
            pipe.send_bytes(_made(preparation, pipe.recv_bytes()))


def _made(preparation: Preparation, heap: bytes) -> bytes:
    lines = map(CsvLine._make, marshal.loads(heap))
    return marshal.dumps([None if (ahead := preparation.ahead(line)) is None else tuple(ahead) for line in lines])
