"""What goes out, by the register: CSV beside SQLite's own, Parquet beside DuckDB's own, and the memory of each format.

CSV is a whole process beside another, `sqlite3 -csv` of the same columns as they lie there: nothing is judged or named,
nothing kept from being a formula. Parquet is written in this process beside DuckDB's copy of the same table that it
holds. Memory comes first: a process is begun with the peak of the one that begins it.
"""

import shutil
import subprocess
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.processes import environment_for, onestop_command, run_of
from benchmarks.register import Register, clock, register
from benchmarks.reports import peaks
from onestop_cli.output.exports import dossier_columns
from onestop_cli.output.formats import FORMATS
from onestop_cli.output.pages import FILE
from onestop_cli.output.stream import write_pieces
from onestop_cli.usecases.exports import Columns, ExportRequest, export_columns

CSV = "export, CSV"
PARQUET = "export, Parquet"
FED = "export, Parquet (from SQLite)"
MEMORY = "export, memory"
NAMES = [CSV, PARQUET, FED, MEMORY]
SMALL = 20_000
"""The register with which the memory of the large one is compared."""
TO_SQLITE = Target(5)
TO_DUCKDB = Target(2)
_COLUMNS = (
    "code, procedure_code, procedure_name, field, channel, copies, fee, officer, status, received_at, "
    "time_limit_amount, time_limit_unit, statutory_amount, statutory_unit, due_at, due_source, promised_due_at, "
    "statutory_due_at, extended_due_at, resolved_at, result, delivered_at, delivery_method, closed_at, suspensions, "
    "extensions, rule_version, calendar_provisional"
)


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; a third of the runs, as each takes long."""
    runs = max(3, runs // 3)
    made: list[Figure] = []
    if wanted(MEMORY):
        made.append(_memory(found, folder))
    if wanted(CSV) and shutil.which("sqlite3"):
        made.append(_csv(found, folder, runs))
    if wanted(PARQUET):
        made += _parquet(found, folder, runs)
    return made


def _csv(found: Register, folder: Path, runs: int) -> Figure:
    """Every dossier as CSV, a process beside SQLite's own."""
    say(f"{found.dossiers:,} dossiers as CSV, {runs} times")
    target = folder / "export.csv"
    command = [*onestop_command(), "export", "dossiers", "-o", str(target)]
    ours = run_of(repeat(command), environment_for(found.path), folder, terminal=False)

    def by_sqlite() -> None:
        with target.open("wb") as file:
            query = f"SELECT {_COLUMNS} FROM dossier ORDER BY code"
            subprocess.run(["sqlite3", "-readonly", "-csv", str(found.path), query], stdout=file, check=True)

    reference, times = interleaved([by_sqlite, ours], runs)
    target.unlink()
    return Figure(CSV, times, "sqlite3 -csv", reference, TO_SQLITE, _a_second(found, times))


def _parquet(found: Register, folder: Path, runs: int) -> list[Figure]:
    """Every dossier as Parquet, beside DuckDB's copy of the same table: one it holds, and the one SQLite holds."""
    import duckdb
    from adbc_driver_sqlite import dbapi

    say(f"{found.dossiers:,} dossiers as Parquet, {runs} times")
    target, copy, held = (folder / name for name in ("export.parquet", "copy.parquet", "held.duckdb"))
    columns = ", ".join(f"coalesce({name}, '') AS {name}" for name in _COLUMNS.split(", "))

    def written(of: Columns) -> None:
        write_pieces(FORMATS["parquet"].pieces(dossier_columns(of), FILE._replace(folder=folder)), target)

    def ours() -> None:
        export_columns(found.path, clock, ExportRequest(), written)

    ours()
    held.unlink(missing_ok=True)
    with duckdb.connect(str(held), config={"threads": "2"}) as database:
        database.execute("CREATE TABLE dossier AS SELECT * FROM read_parquet($file)", {"file": str(target)})

        def by_duckdb() -> None:
            database.execute(f"COPY dossier TO '{copy}' (FORMAT parquet, COMPRESSION zstd)")

        def fed_by_sqlite() -> None:
            with dbapi.connect(f"file:{found.path}?mode=ro") as connection, connection.cursor() as cursor:
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": "16384"})
                cursor.execute(f"SELECT {columns} FROM dossier ORDER BY code")
                database.register("fed", cursor.fetch_arrow())
                database.execute(f"COPY (FROM fed) TO '{copy}' (FORMAT parquet, COMPRESSION zstd)")

        by_its_own, fed, times = interleaved([by_duckdb, fed_by_sqlite, ours], runs)
    for file in (target, copy, held):
        file.unlink()
    note = _a_second(found, times)
    return [
        Figure(PARQUET, times, "DuckDB's COPY", by_its_own, TO_DUCKDB, note),
        Figure(FED, times, "the same, fed by SQLite", fed, TO_DUCKDB, note),
    ]


def _memory(found: Register, folder: Path) -> Figure:
    """The most memory of an export in each format, on this register and on a small one; the time is that of CSV."""
    small = register(folder, SMALL)
    say(f"the memory of exports of {found.dossiers:,} and of {small.dossiers:,} dossiers")
    target = folder / "export.out"
    told: list[str] = []
    for name in ("csv", "jsonl", "xlsx", "parquet"):
        told.append(f"{name} {peaks(('export', 'dossiers', '-f', name, '-o', str(target)), found, small)}")
    command = [*onestop_command(), "export", "dossiers", "-f", "csv", "-o", str(target)]
    (times,) = interleaved([run_of(repeat(command), environment_for(found.path), folder, terminal=False)], 1)
    target.unlink()
    return Figure(MEMORY, times, "", [], None, "; ".join(told))


def _a_second(found: Register, times: list[float]) -> str:
    return f"{found.dossiers * 1000 / sorted(times)[len(times) // 2]:,.0f} dossiers a second"
