"""The running numbers of the paper register (Circular 01/2018/TT-VPCP art. 10): the order of recording within a year.

A year is that of the receipt as it was first entered; nothing recorded later changes a number.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.dossier import Entry
from onestop_cli.core.moments import instant_at
from onestop_cli.store import register
from onestop_cli.store.rows import text_of

_RECEIPTS = "FROM event INDEXED BY event_received"
_IN_YEAR = "event.kind = 'receive' AND substr(event.occurred_at, 1, 4) = ?"
_OF_YEAR = f"{_RECEIPTS} WHERE {_IN_YEAR}"
_PEOPLE = "LEFT JOIN personal ON personal.seq = dossier.personal_seq"


class Numbered(NamedTuple):
    """A dossier's number in the register of a year, and the event of its receipt."""

    number: int
    seq: int
    code: str


def register_number(connection: sqlite3.Connection, year: int, seq: int) -> int:
    """The number of a dossier in the register of the year it was received in, by the number of its receipt's event."""
    return connection.execute(f"SELECT count(*) {_OF_YEAR} AND seq <= ?", (f"{year:04}", seq)).fetchone()[0]


def numbered(connection: sqlite3.Connection, first: datetime, last: datetime) -> Iterator[Numbered]:
    """The dossiers whose receipt was first entered for an instant between two, void ones too, by year and number."""
    for year in range(first.year, last.year + 1):
        receipts = connection.execute(f"SELECT seq, dossier, occurred_at {_OF_YEAR} ORDER BY seq", (f"{year:04}",))
        for number, (seq, code, occurred_at) in enumerate(receipts, 1):
            if first <= instant_at(occurred_at) <= last:
                yield Numbered(number, seq, text_of(code))


def entries(connection: sqlite3.Connection, first: datetime, last: datetime) -> Iterator[Entry]:
    """The dossiers of `numbered` as the register has them, in the same order."""
    among = f"{_RECEIPTS} CROSS JOIN dossier ON dossier.code = event.dossier {_PEOPLE}"
    condition = f"{_IN_YEAR} AND event.occurred_at BETWEEN ? AND ? ORDER BY event.seq"
    for year in range(first.year, last.year + 1):
        values = (f"{year:04}", first.isoformat(), last.isoformat())
        yield from register.entries_where(connection, condition, values, among=among)
