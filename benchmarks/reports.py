"""Reports over a whole register: by month beside the same aggregation written by hand, and how flat they are.

By hand is one SQL statement of someone who knows the tables: the figures of each month, the pending ones as a running
balance. It does less than the report: no median, no split of what is pending at each month's end, no check.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from itertools import repeat
from pathlib import Path
from time import sleep

from benchmarks.figures import Figure, Target, interleaved, say
from benchmarks.lives import add_recorded_late
from benchmarks.processes import environment_for, onestop_command, run_of
from benchmarks.register import Register, clear, clock, copied, register
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Period
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.usecases.reports.report import report

MONTHS = "months of all years"
FLAT = "report --month, flat"
STRICT = "report --strict"
DIFF = "report --diff"
NAMES = [MONTHS, FLAT, STRICT, DIFF]
MARKED_ONE_IN = 100
"""Beside the register in which nothing is marked stands one in which one dossier in so many bears a mark."""
SMALL = 10_000
"""The register that the large one is compared with; its months are as full."""
BY_HAND = """
WITH finished AS (
    SELECT substr(finished_at, 1, 7) AS month,
        count(*) AS finished,
        sum(resolved_at IS NOT NULL) AS resolved,
        sum(resolved_at < due_at AND (by_minute AND substr(resolved_at, 1, 16) < substr(due_at, 1, 16)
            OR NOT by_minute AND substr(resolved_at, 1, 10) < substr(due_at, 1, 10))) AS early,
        sum(by_minute AND substr(resolved_at, 1, 16) = substr(due_at, 1, 16)
            OR NOT by_minute AND substr(resolved_at, 1, 10) = substr(due_at, 1, 10)) AS on_time,
        sum(by_minute AND substr(resolved_at, 1, 16) > substr(due_at, 1, 16)
            OR NOT by_minute AND substr(resolved_at, 1, 10) > substr(due_at, 1, 10)) AS late,
        sum(result IS 'refused') AS refused,
        sum(status = 'withdrawn') AS withdrawn,
        sum(status = 'stopped') AS stopped,
        avg(working_days) AS mean_working_days,
        sum(saved_days) AS time_saved_days
    FROM (SELECT *, time_limit_unit IN ('same_day', 'working_hour') AS by_minute FROM dossier)
    WHERE finished_at IS NOT NULL AND status <> 'void'
    GROUP BY 1
), received AS (
    SELECT substr(received_at, 1, 7) AS month,
        count(*) AS received,
        sum(channel = 'online') AS received_online,
        sum(channel = 'direct') AS received_direct,
        sum(channel = 'postal') AS received_postal
    FROM dossier WHERE status <> 'void' GROUP BY 1
)
SELECT month, received, resolved, early, on_time, late, refused, withdrawn, stopped,
    sum(received - coalesce(finished, 0)) OVER (ORDER BY month) AS pending,
    received_online, received_direct, received_postal, mean_working_days, time_saved_days
FROM received LEFT JOIN finished USING (month)
ORDER BY month
"""
COMPARED = ("received", "resolved", "early", "on_time", "late", "refused", "withdrawn", "stopped", "pending")
PEAK = """
import resource, sys
from pathlib import Path
sys.argv = ["onestop", *sys.argv[1:]]
from onestop_cli.cli.app import main
try:
    main()
except SystemExit:
    pass
unit = 1024 * 1024 if sys.platform == "darwin" else 1024
own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
try:
    own = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
except OSError:
    pass
print((own + children) // unit, file=sys.stderr)
"""
"""A command, and the most memory that it took with a process of its own: what the system tells as the most of a process
is on Linux at least what the one had that began it, so that it is asked elsewhere there."""


def figures(found: Register, folder: Path, runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The figures wanted; the months take a third of the runs, as each takes long."""
    made: list[Figure] = []
    small = register(folder, SMALL) if wanted(MONTHS) or wanted(FLAT) else found
    if wanted(MONTHS):
        made.append(_months(found, small, max(3, runs // 3)))
    if wanted(FLAT):
        made.append(_flat(found, small, folder, runs))
    if wanted(STRICT):
        made += _strict(found.path, "nothing marked", Target(1.2), folder, max(3, runs // 3))
        marked = copied(found, folder / "recorded-late.db")
        add_recorded_late(marked, found.dossiers // MARKED_ONE_IN)
        made += _strict(marked, f"{_marked(marked):,} marked", None, folder, max(3, runs // 3))
        clear(marked)
    if wanted(DIFF):
        made.append(_diff(found, folder, max(3, runs // 3)))
    return made


def _months(found: Register, small: Register, runs: int) -> Figure:
    """Every month of the register in one report, in process, beside the statement by hand."""
    request = ReportRequest(_span(found), ("month",), Basis.due, Granularity.unit, False)
    months = _must_agree(report(found.path, clock, request), found.path)
    say(f"{months} months, {runs} times")
    ours, by_hand = interleaved([lambda: report(found.path, clock, request), lambda: _by_hand(found.path)], runs)
    words = ("report", "--by", "month", "--from", str(request.period.start))
    note = f"{months} months; peak memory {peaks(words, found, small)}"
    return Figure(MONTHS, ours, "one SQL statement", by_hand, Target(3), note)


def _flat(found: Register, small: Register, folder: Path, runs: int) -> Figure:
    """Last month as a whole process, on this register and on a small one with months as full."""
    last_month = clock().date().replace(day=1) - timedelta(days=1)
    words = ("report", "--month", str(last_month.month), "--year", str(last_month.year))
    command = [*onestop_command(), *words]
    say(f"last month of {found.dossiers:,} and of {small.dossiers:,} dossiers, {runs} times")
    works = [run_of(repeat(command), environment_for(each.path), folder, terminal=False) for each in (found, small)]
    large_times, small_times = interleaved(works, runs)
    note = f"peak memory {peaks(words, found, small)}"
    return Figure(FLAT, large_times, f"{small.dossiers:,} dossiers", small_times, Target(1.5), note)


def _strict(path: Path, how: str, target: Target | None, folder: Path, runs: int) -> list[Figure]:
    """The report of this year so far without papers recorded late, as a whole process, beside the plain one and beside
    the one of what is known now, which tells every life again."""
    words = [*onestop_command(), "report", "--from", str(clock().date().replace(month=1, day=1)), "--json"]
    say(f"report --strict, {how}, {runs} times")
    options = (["--strict"], [], ["--known-at", f"{clock():%Y-%m-%d %H:%M:%S}"])
    works = [run_of(repeat([*words, *each]), environment_for(path), folder, terminal=False) for each in options]
    strict, plain, known = interleaved(works, runs)
    return [
        Figure(STRICT, strict, "report", plain, target, how),
        Figure(STRICT, strict, "report --known-at", known, Target(1), how),
    ]


def _diff(found: Register, folder: Path, runs: int) -> Figure:
    """What changed the report of this year so far since the register was imported, one dossier in so many having been
    acted on since, beside the report of what is known now: both tell every life again, as whole processes."""
    path = copied(found, folder / "changed.db")
    with closing(sqlite3.connect(path)) as connection:
        (imported,) = connection.execute("SELECT max(recorded_at) FROM event").fetchone()
    sleep(1)
    add_recorded_late(path, found.dossiers // MARKED_ONE_IN)
    words = [*onestop_command(), "report", "--from", str(clock().date().replace(month=1, day=1)), "--json"]
    say(f"report --diff, {runs} times")
    options = (["--diff", imported], ["--known-at", f"{clock():%Y-%m-%d %H:%M:%S}"])
    works = [run_of(repeat([*words, *each]), environment_for(path), folder, terminal=False) for each in options]
    ours, known = interleaved(works, runs)
    clear(path)
    return Figure(
        DIFF, ours, "report --known-at", known, Target(1.5), f"{found.dossiers // MARKED_ONE_IN:,} acted on since"
    )


def _marked(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM dossier WHERE recorded_late <> '[]'").fetchone()
    return count


def _span(found: Register) -> Period:
    """From the first receipt of the register to yesterday."""
    with closing(sqlite3.connect(found.path)) as connection:
        (first,) = connection.execute("SELECT min(received_at) FROM dossier").fetchone()
    return Period(date.fromisoformat(first[:10]), clock().date() - timedelta(days=1))


def _by_hand(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(BY_HAND).fetchall()


def _must_agree(made: Report, path: Path) -> int:
    """See that both tell the same of every month; a figure of another sum would mean nothing."""
    ours = [(row.key[0], *(getattr(row, name) for name in COMPARED)) for row in made.part.rows]
    by_hand = [tuple(0 if value is None else value for value in row[: len(COMPARED) + 1]) for row in _by_hand(path)]
    if ours != by_hand:
        differing = [pair for pair in zip(ours, by_hand, strict=False) if pair[0] != pair[1]]
        raise SystemExit(f"{MONTHS}: {differing[:3]} of {len(ours)} and {len(by_hand)} months")
    return len(ours)


def peaks(words: tuple[str, ...], *registers: Register) -> str:
    """The most memory of the process on each register, in MB; not known on Windows."""
    if sys.platform == "win32":
        return "not measured"
    return ", ".join(f"{peak(words, each)} MB of {each.dossiers:,}" for each in registers)


def peak(words: tuple[str, ...], found: Register) -> int:
    """The most memory of the process and its own, in MB. Not on Windows."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *words],
        env=environment_for(found.path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(done.stderr.split()[-1])
