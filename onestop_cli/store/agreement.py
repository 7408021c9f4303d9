"""Figures that two sources of the file give: what a report counts by one index is counted by others too.

A damaged index loses dossiers, and the figures counted from it still hold together: every identity of a report holds.
So those finished in a period, which are counted by the index of finished dossiers, are counted by that of receipts as
well, and those received by the indexes of finished and of long ones; only where the numbers differ is it looked which
dossiers make the difference. The table itself is compared by whoever checks the whole file.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.periods import Period, months_of
from onestop_cli.core.report import Slice
from onestop_cli.errors import N_, SourcesDiffer

_LONG_DAYS = 62
"""Who was open for more days than these lies in the index of long ones (`is_long` of the table)."""


class _Sources(NamedTuple):
    """Two ways to the same dossiers: `whole` has void ones too, of which `others` may lack some.

    Each is a list of questions whose answers have nothing in common.
    """

    what: str
    whole: tuple[str, ...]
    others: tuple[str, ...]


_FINISHES = _Sources(
    N_("finished dossiers"),
    (
        "SELECT {what} FROM dossier INDEXED BY dossier_received WHERE received_at >= :first AND received_at <= :at "
        "AND finished_at <= :at",
        "SELECT {what} FROM dossier INDEXED BY dossier_received WHERE received_at >= :since AND received_at < :first "
        "AND finished_at BETWEEN :first AND :at",
        "SELECT {what} FROM dossier INDEXED BY dossier_long WHERE is_long AND received_at < :since "
        "AND finished_at BETWEEN :first AND :at",
    ),
    (
        "SELECT {what} FROM dossier INDEXED BY dossier_finished WHERE finished_at BETWEEN :first AND :at "
        "AND finished_at IS NOT NULL AND status <> 'void'",
    ),
)
"""By receipt: those received within the period, which is most of them, in the days before it, and older ones."""
_RECEIPTS = _Sources(
    N_("receipts"),
    ("SELECT {what} FROM dossier INDEXED BY dossier_received WHERE received_at BETWEEN :first AND :at",),
    (
        "SELECT {what} FROM dossier INDEXED BY dossier_finished WHERE finished_at BETWEEN :first AND :until "
        "AND received_at BETWEEN :first AND :at AND finished_at IS NOT NULL AND status <> 'void'",
        "SELECT {what} FROM dossier INDEXED BY dossier_long WHERE is_long AND received_at BETWEEN :first AND :at "
        "AND (finished_at IS NULL OR finished_at > :until)",
    ),
)
"""By finish: those finished soon after, and the others, which are long."""


def must_agree(
    connection: sqlite3.Connection, runs: Sequence[Sequence[Slice]], counted: Sequence[int] | None = None
) -> None:
    """The finishes and the receipts of the periods of a report are the same by two indexes. Raises `SourcesDiffer`.

    `counted` are the finishes of each run by the index of finished dossiers, where they were counted already. Only the
    widest run is looked at; the others lie within it.
    """
    if not any(runs):
        return
    widest = max(range(len(runs)), key=lambda run: runs[run][-1].at - runs[run][0].period.first_second)
    first, at = runs[widest][0].period.first_second, runs[widest][-1].at
    for sources, n in ((_FINISHES, None if counted is None else counted[widest]), (_RECEIPTS, None)):
        if not _differ(connection, sources, first, at, n):
            continue
        for _, month in months_of(Period(first.date(), at.date(), runs[widest][0].period.convention)):
            start, end = max(first, month.first_second), min(at, month.last_second)
            if _differ(connection, sources, start, end):
                _must_be_void(connection, sources, start, end)


def _differ(
    connection: sqlite3.Connection, sources: _Sources, first: datetime, at: datetime, n: int | None = None
) -> bool:
    """Whether the two numbers differ, of which that of the others may be known. Void dossiers may make a difference."""
    moments = _moments(first, at)
    whole, others = (
        sum(connection.execute(sql.format(what="count(*)"), moments).fetchone()[0] for sql in asked)
        for asked in (sources.whole, sources.others if n is None else ())
    )
    return whole != (others if n is None else n)


def _must_be_void(connection: sqlite3.Connection, sources: _Sources, first: datetime, at: datetime) -> None:
    """What one way finds and the other does not are void dossiers."""
    moments = _moments(first, at)
    whole, others = (" UNION ALL ".join(asked).format(what="rowid") for asked in (sources.whole, sources.others))
    lost = connection.execute(f"SELECT 1 FROM ({others}) WHERE rowid NOT IN ({whole}) LIMIT 1", moments)
    beyond = f"SELECT * FROM ({whole}) EXCEPT SELECT * FROM ({others})"
    living = f"SELECT 1 FROM dossier NOT INDEXED WHERE rowid IN ({beyond}) AND status <> 'void' LIMIT 1"
    if lost.fetchone() or connection.execute(living, moments).fetchone():
        (_seq, _name, path) = connection.execute("PRAGMA database_list").fetchone()
        raise SourcesDiffer(path=Path(path), what=sources.what, month=f"{first:%m/%Y}")


def _moments(first: datetime, at: datetime) -> dict[str, str]:
    days = timedelta(days=_LONG_DAYS)
    since, until = (first - days).date().isoformat(), (at.date() + days + timedelta(days=1)).isoformat()
    return {"since": since, "first": first.isoformat(), "at": at.isoformat(), "until": until}
