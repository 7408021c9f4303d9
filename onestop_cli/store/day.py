"""The dossiers and the events of one day, in SQL: by indexes, and by the numbers of events recorded since that day.

What an import brought is one stretch of numbers, and left out of the events that are looked through: they may be all
there are. Its receipts and finishes are found by their indexes, its deliveries in the register.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date

from onestop_cli.core.dossier import Entry
from onestop_cli.core.moments import DAY, instant
from onestop_cli.store import register
from onestop_cli.store.rows import of_rows, text_of

Stretch = tuple[int, int]
"""Numbers of events, the first and the last of them."""

_BY_INDEX = (
    "SELECT code FROM dossier WHERE received_at BETWEEN :first AND :last "
    "UNION SELECT code FROM dossier WHERE finished_at BETWEEN :first AND :last"
)
_DELIVERED = "SELECT code FROM dossier WHERE delivered_at BETWEEN :first AND :last"
_TYPED = (
    "SELECT DISTINCT dossier FROM event WHERE seq BETWEEN :low AND :high AND dossier IS NOT NULL "
    "AND occurred_at BETWEEN :first AND :last"
)
_EARLIER = (
    "SELECT count(*) FROM event WHERE seq BETWEEN :low AND :high AND dossier IS NOT NULL AND occurred_at < :first"
)


def _edges(on: date) -> dict[str, str]:
    return {"first": instant(on, 0).isoformat(), "last": instant(on, DAY - 1).isoformat()}


@of_rows
def codes_of(connection: sqlite3.Connection, on: date, since: int) -> list[str]:
    """The dossiers received or finished on a day, handed over, or of which an act of it was typed after an event."""
    edges, (last,) = (
        dict[str, str | int](_edges(on)),
        connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone(),
    )
    queries = [(_BY_INDEX, edges)]
    if _imports(connection, since, last):
        queries.append((_DELIVERED, edges))
    queries += [(_TYPED, edges | _numbers(each)) for each in _typed(connection, since, last)]
    found = (connection.execute(sql, values) for sql, values in queries)
    return sorted({text_of(code) for rows in found for (code,) in rows})


def open_and_due(connection: sqlite3.Connection, on: date) -> Iterator[Entry]:
    """The dossiers that are open now and due on a day."""
    first, last = _edges(on).values()
    due = "dossier.status IN ('received', 'suspended') AND dossier.due_at BETWEEN ? AND ?"
    return register.entries_where(connection, due, (first, last))


def n_typed_for_earlier(connection: sqlite3.Connection, on: date, since: int, until: int) -> int:
    """How many acts recorded between two events occurred before a day; those of imports are not among them."""
    counted = (
        connection.execute(_EARLIER, _edges(on) | _numbers(each)).fetchone()
        for each in _typed(connection, since, until)
    )
    return sum(n for (n,) in counted)


def _numbers(stretch: Stretch) -> dict[str, int]:
    return dict(zip(("low", "high"), stretch, strict=True))


def _typed(connection: sqlite3.Connection, since: int, until: int) -> Iterator[Stretch]:
    """The stretches of events after one, up to another, that no import brought."""
    start = since + 1
    for first in _imports(connection, since, until):
        if first >= start:
            yield start, first
            start = _end_of(connection, first, until) + 1
    if start <= until:
        yield start, until


def _imports(connection: sqlite3.Connection, since: int, until: int) -> list[int]:
    """The numbers of the imports recorded after an event, up to another."""
    told = "SELECT seq FROM event WHERE dossier IS NULL AND kind = 'import' AND seq BETWEEN ? AND ? ORDER BY seq"
    return [seq for (seq,) in connection.execute(told, (since + 1, until))]


def _end_of(connection: sqlite3.Connection, first: int, until: int) -> int:
    """The last event of an import: all it brought follows it without a gap, in one transaction."""
    low, high = first, until
    while low < high:
        middle = (low + high + 1) // 2
        own = "SELECT instr(data, ?) FROM event WHERE seq = ?"
        row = connection.execute(own, (f'"import":{first}', middle)).fetchone()
        low, high = (middle, high) if row is not None and row[0] else (low, middle - 1)
    return low
