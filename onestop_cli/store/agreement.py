"""Figures that two sources of the file give: what a report counts by one index is counted by another too.

A damaged index loses dossiers, and the figures counted from it still hold together: every identity of a report holds.
So those finished in a period, which are counted by the index of finished dossiers, are counted by that of receipts as
well; only where the numbers differ is it looked which dossiers make the difference. The table itself is compared by
whoever checks the whole file.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from onestop_cli.core.periods import Period, months_of
from onestop_cli.core.report import Slice
from onestop_cli.errors import N_, SourcesDiffer

_FINISHED = (
    "SELECT {what} FROM dossier INDEXED BY dossier_finished WHERE finished_at BETWEEN :first AND :at "
    "AND finished_at IS NOT NULL AND status <> 'void'"
)
_LONG_DAYS = 62
"""Who was open for more days than these lies in the index of long ones (`is_long` of the table)."""
_OTHERS = (
    "SELECT {what} FROM dossier INDEXED BY dossier_received WHERE received_at >= :first AND received_at <= :at "
    "AND finished_at <= :at",
    "SELECT {what} FROM dossier INDEXED BY dossier_received WHERE received_at >= :since AND received_at < :first "
    "AND finished_at BETWEEN :first AND :at",
    "SELECT {what} FROM dossier INDEXED BY dossier_long WHERE is_long AND received_at < :since "
    "AND finished_at BETWEEN :first AND :at",
)
"""Those received within the period, which is most of them, those received in the days before it, and older ones."""


def must_agree(
    connection: sqlite3.Connection, runs: Sequence[Sequence[Slice]], counted: Sequence[int] | None = None
) -> None:
    """The finishes of the periods of a report are the same by two indexes. Raises `SourcesDiffer`.

    `counted` are those of each run by the index of finished dossiers, where they were counted already. Only the widest
    run is looked at; the others lie within it.
    """
    if not any(runs):
        return
    widest = max(range(len(runs)), key=lambda run: runs[run][-1].at - runs[run][0].period.first_second)
    first, at = runs[widest][0].period.first_second, runs[widest][-1].at
    if _differ(connection, first, at, None if counted is None else counted[widest]):
        for _, month in months_of(Period(first.date(), at.date(), runs[widest][0].period.convention)):
            start, end = max(first, month.first_second), min(at, month.last_second)
            if _differ(connection, start, end):
                _must_be_void(connection, start, end)


def _differ(connection: sqlite3.Connection, first: datetime, at: datetime, n: int | None = None) -> bool:
    """Whether the two numbers differ, of which one may be known. Void dossiers are in one of the indexes only, and may
    make a difference."""
    moments = _moments(first, at)
    if n is None:
        (n,) = connection.execute(_FINISHED.format(what="count(*)"), moments).fetchone()
    others = (connection.execute(sql.format(what="count(*)"), moments).fetchone()[0] for sql in _OTHERS)
    return sum(others) != n


def _must_be_void(connection: sqlite3.Connection, first: datetime, at: datetime) -> None:
    """What one index has and the other lacks are void dossiers."""
    finished, moments = _FINISHED.format(what="rowid"), _moments(first, at)
    others = " UNION ALL ".join(_OTHERS).format(what="rowid")
    lost = connection.execute(f"SELECT 1 FROM ({finished} EXCEPT SELECT * FROM ({others})) LIMIT 1", moments)
    other = f"SELECT * FROM ({others}) EXCEPT {finished}"
    living = f"SELECT 1 FROM dossier NOT INDEXED WHERE rowid IN ({other}) AND status <> 'void' LIMIT 1"
    if lost.fetchone() or connection.execute(living, moments).fetchone():
        (_seq, _name, path) = connection.execute("PRAGMA database_list").fetchone()
        raise SourcesDiffer(path=Path(path), what=N_("finished dossiers"), month=f"{first:%m/%Y}")


def _moments(first: datetime, at: datetime) -> dict[str, str]:
    since = (first - timedelta(days=_LONG_DAYS)).date().isoformat()
    return {"since": since, "first": first.isoformat(), "at": at.isoformat()}
