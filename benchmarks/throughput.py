"""Many acts in a row: receipts with every commit on disk, importing a register.

Receipts are measured beside bare commits: as many rows of the same size, each its own transaction in a
SQLite file with the same settings. The import stands in turn beside what sqlite-utils does; how long it keeps others
from writing is looked at from outside.
"""

import sqlite3
import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from subprocess import DEVNULL, run
from time import perf_counter, sleep

from benchmarks.figures import Figure, Target, say
from benchmarks.register import ACTOR, AGENCY_CODE, Register, clear, clock, copied
from onestop_cli.core.dossier import Person
from onestop_cli.store.database import reading
from onestop_cli.usecases.counter import Receipt, receive
from onestop_cli.usecases.office import init
from onestop_cli.usecases.register_import import import_register

RECEIPTS = 320
WRITERS = 8
RECEIVE = {1: "receipts, one writer", WRITERS: f"receipts, {WRITERS} writers"}
IMPORT = "import"
BESIDE_IMPORT = "import, the longest receive beside it"
HELD = "import, lock held"
NAMES = [*RECEIVE.values(), IMPORT, BESIDE_IMPORT, HELD]
BESIDE = 20_000
"""The rows of the imports that others write beside."""
TO_BARE_COMMITS = Target(4)
TO_SQLITE_UTILS = Target(3)
LOCKED = Target(0, 4_000)


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; a third of the runs, as each takes long."""
    runs = max(3, runs // 3)
    made = [_receipts(found, folder, writers, runs) for writers, name in RECEIVE.items() if wanted(name)]
    if wanted(IMPORT):
        made.append(_import(found, folder, runs))
    if wanted(BESIDE_IMPORT) or wanted(HELD):
        made += _beside_an_import(found, folder, runs)
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


def _import(found: Register, folder: Path, runs: int) -> Figure:
    """The import of the register's CSV into a new file, in turn with `sqlite-utils insert --csv` of the same.

    Both as whole processes.
    """
    say(f"importing {found.dossiers:,} rows in turn with sqlite-utils, {runs} times")
    ours, plain = folder / "imported.db", folder / "plain.db"
    python = sys.executable, "-m"
    importing = [*python, "onestop_cli", "import", f"{found.csv}", "--db", f"{ours}", "--actor", ACTOR, "--json"]
    inserting = [*python, "sqlite_utils", "insert", f"{plain}", "dossier", f"{found.csv}", "--csv", "--silent"]
    times: list[float] = []
    reference: list[float] = []
    for _ in range(runs):
        _new_office(ours)
        start = perf_counter()
        run(importing, check=True, stdout=DEVNULL)
        times.append((perf_counter() - start) * 1000)
        clear(plain)
        start = perf_counter()
        run(inserting, check=True)
        reference.append((perf_counter() - start) * 1000)
    clear(ours)
    clear(plain)
    note = f"{found.dossiers / statistics.median(times) * 1000:,.0f} dossiers a second"
    return Figure(IMPORT, times, "sqlite-utils", reference, TO_SQLITE_UTILS, note)


def _beside_an_import(found: Register, folder: Path, runs: int) -> Iterator[Figure]:
    """ms of the longest receipt made while rows are imported, and how long nobody else could write."""
    say(f"importing {BESIDE:,} rows while dossiers are received, {runs} times, and while the lock is tried")
    file, path = folder / "beside.csv", folder / "beside.db"
    with found.csv.open(encoding="utf-8") as opened, file.open("w", encoding="utf-8") as some:
        some.writelines(islice(opened, BESIDE + 1))
    longest: list[float] = []
    alone: list[float] = []
    held: list[float] = []
    count = 0
    for _ in range(runs):
        _new_office(path)
        alone.append(_receipt(path))
        received = [_receipt(path) for _ in _while_importing(path, file)]
        longest.append(max(received))
        count += len(received)
        _new_office(path)
        held.append(_longest_held(path, file))
    clear(path)
    yield Figure(BESIDE_IMPORT, longest, "receive alone", alone, LOCKED, f"{count:,} receipts in {runs} imports")
    yield Figure(HELD, held, "", [], LOCKED, f"of {BESIDE:,} rows")


def _new_office(path: Path) -> None:
    clear(path)
    init(path, clock, ACTOR, AGENCY_CODE, "UBND phường (dữ liệu mô phỏng)", synthetic=True)


def _receipt(path: Path) -> float:
    """ms of a receipt in process."""
    start = perf_counter()
    receive(path, clock, ACTOR, Receipt("khai-tu", Person("Người dân mẫu")))
    return (perf_counter() - start) * 1000


def _while_importing(path: Path, file: Path) -> Iterator[None]:
    """Again and again until another process has imported a file."""
    process = get_context("spawn").Process(target=import_register, args=(path, clock, ACTOR, file))
    process.start()
    while process.is_alive():
        yield
    process.join()
    if process.exitcode:
        raise SystemExit("the import failed")


def _longest_held(path: Path, file: Path) -> float:
    """ms of the longest stretch in which the write lock could not be had, tried every few ms."""
    longest = 0.0
    free = perf_counter()
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    for _ in _while_importing(path, file):
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            free = perf_counter()
        except sqlite3.OperationalError:
            longest = max(longest, perf_counter() - free)
        sleep(0.005)
    connection.close()
    return longest * 1000
