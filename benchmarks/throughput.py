"""Many acts in a row: receipts with every commit on disk, importing a register.

Receipts are measured beside bare commits: as many rows of the same size, each its own transaction in a
SQLite file with the same settings. The import stands beside what sqlite-utils does.
"""

import sqlite3
import statistics
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from subprocess import run
from time import perf_counter

from benchmarks.figures import Figure, Target, say
from benchmarks.register import ACTOR, Register, clear, clock, copied
from onestop_cli.core.dossier import Person
from onestop_cli.store.database import reading
from onestop_cli.usecases.counter import Receipt, receive

RECEIPTS = 320
WRITERS = 8
RECEIVE = {1: "receipts, one writer", WRITERS: f"receipts, {WRITERS} writers"}
IMPORT = "import"
NAMES = [*RECEIVE.values(), IMPORT]
TO_BARE_COMMITS = Target(4)


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; a third of the runs, as each takes long."""
    runs = max(3, runs // 3)
    made = [_receipts(found, folder, writers, runs) for writers, name in RECEIVE.items() if wanted(name)]
    if wanted(IMPORT):
        made.append(_import(found, folder))
    return made


def _receipts(found: Register, folder: Path, writers: int, runs: int) -> Figure:
    """ms a receipt, beside a bare commit of the same size."""
    say(f"{RECEIPTS} receipts by {writers} writing in turn with bare commits, {runs} times")
    ours = copied(found, folder / "receipts.db")
    bare = folder / "bare.db"
    size = _bytes_of_a_receipt(ours)
    times: list[float] = []
    reference: list[float] = []
    for turn in range(runs + 1):
        a, b = _together(_receive_many, ours, writers, size), _together(_commit_many, _new_bare(bare), writers, size)
        if turn:
            times.append(a)
            reference.append(b)
    note = f"ms each: {1000 / statistics.median(times):,.0f} a second; {size:,} bytes each"
    target = TO_BARE_COMMITS if writers > 1 else None
    return Figure(RECEIVE[writers], times, "bare commits", reference, target, note)


def _together(work: Callable[..., None], path: Path, writers: int, size: int) -> float:
    """ms an act, when so many processes share the acts and begin at the same moment."""
    context = get_context("spawn")
    barrier = context.Barrier(writers + 1)
    arguments = (path, RECEIPTS // writers, size, barrier)
    processes = [context.Process(target=work, args=arguments) for _ in range(writers)]
    for process in processes:
        process.start()
    barrier.wait()
    start = perf_counter()
    for process in processes:
        process.join()
    taken = perf_counter() - start
    if any(process.exitcode for process in processes):
        raise SystemExit(f"{work.__name__} failed")
    return taken * 1000 / (RECEIPTS // writers * writers)


def _receive_many(path: Path, count: int, _size: int, barrier: Barrier) -> None:
    receipt = Receipt("khai-tu", Person("Người dân mẫu"))
    barrier.wait()
    for _ in range(count):
        receive(path, clock, ACTOR, receipt)


def _commit_many(path: Path, count: int, size: int, barrier: Barrier) -> None:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    text = "x" * size
    barrier.wait()
    for _ in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (text) VALUES (?)", (text,))
        connection.execute("COMMIT")
    connection.close()


def _new_bare(path: Path) -> Path:
    clear(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    connection.close()
    return path


def _bytes_of_a_receipt(path: Path) -> int:
    """The bytes of the rows one receipt adds."""
    code = receive(path, clock, ACTOR, Receipt("khai-tu", Person("Người dân mẫu"))).entry.dossier.code
    with reading(path) as connection:
        (seq,) = connection.execute("SELECT seq FROM event WHERE dossier = ?", (code,)).fetchone()
        rows = [
            connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (value,)).fetchone()
            for table, key, value in (("event", "seq", seq), ("personal", "seq", seq), ("dossier", "code", code))
        ]
    return sum(len(str(value).encode()) for row in rows for value in row if value is not None)


def _import(found: Register, folder: Path) -> Figure:
    """The import that made the register, beside `sqlite-utils insert --csv` of the same file, once each."""
    say("sqlite-utils insert --csv of the same file")
    target = folder / "plain.db"
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "sqlite_utils", "insert", str(target), "dossier", str(found.csv), "--csv"]
    start = perf_counter()
    run([*command, "--silent"], check=True)
    reference = (perf_counter() - start) * 1000
    target.unlink()
    note = f"{found.dossiers / found.import_seconds:,.0f} dossiers a second; once each, not in turn"
    return Figure(IMPORT, [found.import_seconds * 1000], "sqlite-utils", [reference], None, note)
