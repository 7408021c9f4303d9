"""The register everything is measured on: synthetic dossiers as dense as in a large ward.

They go the way real ones go: rows of a CSV register, imported by the use case behind `onestop import`.
"""

import csv
import json
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.figures import say
from benchmarks.people import PEOPLE_COLUMNS, with_people
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.core.moments import VIETNAM
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.sources.synthetic import COLUMNS, DEMO_SHARES, synthetic_register
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import settings
from onestop_cli.store.database import reading
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.office import init
from onestop_cli.usecases.register_import import import_register

AGENCY_CODE = "H26.15.30"
ACTOR = "benchmark"
A_DAY = 200
"""Dossiers a large ward receives on a working day."""
WORKING_DAYS_A_YEAR = 250
EARLIEST = date(2016, 1, 1)
"""From this day on the ward's procedures are in force."""
OPEN = 40
UNCOLLECTED = 24
_ONE_OPEN_IN = 4
"""Of the last dossiers with a limit in days, one in so many is open, so that some are due and some overdue."""


class Register(NamedTuple):
    """A dossier file, the CSV register it was imported from, and how long the import took."""

    path: Path
    csv: Path
    dossiers: int
    import_seconds: float


def clock() -> datetime:
    """Now, in Vietnam, in whole seconds."""
    return datetime.now(VIETNAM).replace(microsecond=0)


def register(folder: Path, dossiers: int, *, is_of_people: bool = False) -> Register:
    """The register of today and this size; made if the folder does not hold it yet. Its people have numbers for names
    unless it `is_of_people`, whose names are as common as in a ward."""
    yesterday = clock().date() - timedelta(days=1)
    path = folder / f"register{'-of-people' * is_of_people}-{dossiers}-{yesterday}-{FORMAT}.db"
    file = path.with_suffix(".csv")
    took = path.with_suffix(".json")
    if not took.exists():
        clear(path)
        init(path, clock, ACTOR, AGENCY_CODE, "UBND phường (dữ liệu mô phỏng)", synthetic=True)
        say(f"writing {dossiers:,} dossiers up to {yesterday}")
        with file.open("w", encoding="utf-8", newline="") as opened:
            columns = PEOPLE_COLUMNS if is_of_people else COLUMNS
            writer: csv.DictWriter[str] = csv.DictWriter(opened, columns, lineterminator="\n")
            writer.writeheader()
            rows = _rows(path, dossiers, yesterday)
            writer.writerows(with_people(rows, "onestop people") if is_of_people else rows)
        say("importing them")
        start = perf_counter()
        import_register(path, clock, ACTOR, file)
        took.write_text(json.dumps({"import_seconds": perf_counter() - start}), encoding="utf-8")
    seconds = json.loads(took.read_text(encoding="utf-8"))["import_seconds"]
    say(f"{dossiers:,} dossiers were imported in {seconds:.1f} s ({dossiers / seconds:,.0f} a second)")
    return Register(path, file, dossiers, seconds)


def clear(path: Path) -> None:
    """Nothing is left of an earlier SQLite file of this name."""
    for leftover in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)


def copied(found: Register, path: Path) -> Path:
    """A copy of the register to write to."""
    clear(path)
    source, target = sqlite3.connect(found.path), sqlite3.connect(path)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
    finally:
        source.close()
        target.close()
    return path


def _rows(path: Path, dossiers: int, yesterday: date) -> Iterator[dict[str, str]]:
    """About `A_DAY` dossiers a working day up to yesterday; more a day where the years do not suffice."""
    first = max(EARLIEST, yesterday - timedelta(days=dossiers * 365 // (A_DAY * WORKING_DAYS_A_YEAR)))
    procedures = ward_procedures()
    with reading(path) as connection:
        calendar, office = calendar_store.load(connection), settings.office(connection)
    made = synthetic_register(
        calendar,
        office,
        procedures,
        DEMO_SHARES,
        first,
        yesterday,
        dossiers,
        on_time_share=0.026,
        late_share=0.004,
        open_count=0,
        seed="onestop benchmark",
    )
    in_days = {p.code for p in procedures if p.committed.unit not in BY_THE_INSTANT}
    return _as_at_a_counter(made, in_days)


def _as_at_a_counter(rows: Iterable[dict[str, str]], in_days: set[str]) -> Iterator[dict[str, str]]:
    """The rows with a few dozen of the last dossiers open or not collected, and all others handed over."""
    last: deque[dict[str, str]] = deque()
    for row in rows:
        last.append(row)
        if len(last) > 10 * A_DAY:
            yield _handed_over(last.popleft())
    slow = [row for row in reversed(last) if row["procedure_code"] in in_days]
    for row in slow[: OPEN * _ONE_OPEN_IN : _ONE_OPEN_IN]:
        row["resolved_at"] = row["result"] = row["delivered_at"] = row["delivery_method"] = ""
    newest = sorted((row for row in slow if row["resolved_at"]), key=lambda row: row["resolved_at"])
    uncollected = {id(row) for row in newest[-UNCOLLECTED:]}
    for row in last:
        if id(row) in uncollected:
            row["delivered_at"] = row["delivery_method"] = ""
            yield row
        else:
            yield _handed_over(row)


def _handed_over(row: dict[str, str]) -> dict[str, str]:
    """The row, its result handed over at once where the last day ended too soon for that."""
    if row["resolved_at"] and not row["delivered_at"]:
        row["delivered_at"], row["delivery_method"] = row["resolved_at"], "direct"
    return row
