"""The rows of a long register made ready by several processes, in their order.

Each process is begun anew, with nothing of this one but what rows are checked against; a signal from the keyboard is
left to this one.
"""

import marshal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from onestop_cli.errors import RowProblem
from onestop_cli.sources.csv_file import CsvRow
from onestop_cli.usecases.row_preparation import Ahead, Preparation

if TYPE_CHECKING:
    from concurrent.futures import Future

_ROWS = 400
"""The rows handed over at once."""
_AHEAD = 3
"""The heaps of rows that lie ready or are being made ready for each process."""
_by: list[Preparation] = []
Line = CsvRow | RowProblem


class ProcessesLost(Exception):
    """Processes could not be begun, or were ended from outside: what they were to do is done without them."""


def made_ahead(preparation: Preparation, lines: Iterable[Line], processes: int) -> Iterator[tuple[Line, Ahead | None]]:
    """Every line with what it was made ready to. Raises `ProcessesLost`."""
    import signal
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    waiting: deque[tuple[list[Line], Future[bytes]]] = deque()
    left = iter(lines)
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (preparation, signal.SIGINT))
    try:
        while True:
            while len(waiting) < _AHEAD * processes and (heap := list(islice(left, _ROWS))):
                try:
                    with _unasked_by_keyboard():
                        waiting.append((heap, pool.submit(_made, heap)))
                except (BrokenProcessPool, OSError) as problem:
                    raise ProcessesLost from problem
            if not waiting:
                return
            heap, making = waiting.popleft()
            try:
                made = making.result()
            except BrokenProcessPool as problem:
                raise ProcessesLost from problem
            for line, ahead in zip(heap, marshal.loads(made), strict=True):
                yield line, None if ahead is None else Ahead._make(ahead)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _unasked_by_keyboard() -> Iterator[None]:
    """What is begun meanwhile is not interrupted from the keyboard, not even while it starts."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(preparation: Preparation, interrupt: int) -> None:
    """In a process that was begun: it makes rows ready by this, and ends with the one that began it."""
    import signal
    from threading import Thread

    signal.signal(interrupt, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _by[:] = [preparation]


def _end_with_parent() -> None:
    """One that was killed takes this process with it, which would wait for work for ever."""
    import os
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _made(heap: list[Line]) -> bytes:
    [preparation] = _by
    return marshal.dumps([None if (ahead := preparation.ahead(line)) is None else tuple(ahead) for line in heap])
