"""The rows of a long register made ready by several processes, in their order.

Each process (`usecases.processes`) has nothing of this one but what rows are checked against, and is given one heap of
rows at a time.
"""

import marshal
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from onestop_cli.errors import RowProblem
from onestop_cli.sources.csv_file import CsvLine
from onestop_cli.usecases.processes import ProcessesLost, at_work, begun, undisturbed
from onestop_cli.usecases.row_preparation import Ahead, Preparation

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_ROWS = 400
"""The rows handed over at once."""
Line = CsvLine | RowProblem


def made_ahead(preparation: Preparation, lines: Iterable[Line], processes: int) -> Iterator[tuple[Line, Ahead | None]]:
    """Every line with what it was made ready to. Raises `ProcessesLost`."""
    left = iter(lines)
    workers: list[tuple[BaseProcess, Connection]] = []
    busy: deque[tuple[Connection, list[Line]]] = deque()
    try:
        for _ in range(processes):
            if heap := list(islice(left, _ROWS)):
                with undisturbed():
                    workers.append(begun(_work, preparation))
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


def _work(pipe: "Connection", preparation: Preparation) -> None:
    """In a process that was begun: heaps of rows are made ready until the other end of the pipe is closed."""
    with at_work():
        while True:
            pipe.send_bytes(_made(preparation, pipe.recv_bytes()))


def _made(preparation: Preparation, heap: bytes) -> bytes:
    lines = map(CsvLine._make, marshal.loads(heap))
    return marshal.dumps([None if (ahead := preparation.ahead(line)) is None else tuple(ahead) for line in lines])
