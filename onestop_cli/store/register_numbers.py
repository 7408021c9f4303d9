"""The running numbers of the paper register (Circular 01/2018/TT-VPCP art. 10): the order of recording within a year.

A year is that of the receipt as it was first entered; nothing recorded later changes a number.
"""

import sqlite3

_OF_YEAR = "FROM event INDEXED BY event_received WHERE kind = 'receive' AND substr(occurred_at, 1, 4) = ?"


def register_number(connection: sqlite3.Connection, year: int, seq: int) -> int:
    """The number of a dossier in the register of the year it was received in, by the number of its receipt's event."""
    return connection.execute(f"SELECT count(*) {_OF_YEAR} AND seq <= ?", (f"{year:04}", seq)).fetchone()[0]
