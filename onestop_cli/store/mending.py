"""Damage that can be mended from within the file: indexes, tables that follow from the events, pages nobody uses.

What cannot is the ledger itself and the people beside it: there a backup is what helps.
"""

import re
import sqlite3
from collections.abc import Sequence

from onestop_cli.store.derived import KEYS
from onestop_cli.store.integrity import Fault
from onestop_cli.store.schema import times_made_anew

_OF_FILE = re.compile(r"^CREATE (TABLE|INDEX|UNIQUE INDEX) ")
"""Before a name: an index of a table of which there is a temporary one too would be made of that, were it not said."""


def is_mendable(connection: sqlite3.Connection, fault: Fault) -> bool:
    """Whether what is damaged can be made good from within the file: `db rebuild` does, and only a backup helps else.

    The rows of a table that does not follow from the events must all be there, and so must be the indexes that SQLite
    made for it.
    """
    table = fault.table
    if not table or fault.is_of_index or table in KEYS:
        return True
    own = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NULL", (table,)
    ).fetchall()
    ways = ["NOT INDEXED", *(f'INDEXED BY "{name}"' for (name,) in own)]
    try:
        for way in ways:
            for _ in connection.execute(f'SELECT * FROM main."{table}" {way}'):
                pass
    except sqlite3.DatabaseError:
        return False
    return True


def mend(connection: sqlite3.Connection, faults: Sequence[Fault]) -> bool:
    """Tables that follow from the events are there anew and empty where they were damaged, and so are damaged indexes.

    Returns whether pages are left that belong to nothing, which a vacuum gives back. Within a write transaction, by a
    connection that came upon no damaged page yet: after one it makes nothing anew.
    """
    leaves_pages = False
    for fault in faults:
        if fault.table in KEYS:
            _make_anew(connection, "table", fault.table, is_walkable=fault.is_of_index)
        elif fault.table:
            for name in _indexes(connection, fault.table):
                _make_anew(connection, "index", name, is_walkable=fault.is_of_index)
            if fault.is_of_index:
                connection.execute(f"REINDEX main.{fault.table}")
        leaves_pages |= not fault.is_of_index
    return leaves_pages


def count_up(connection: sqlite3.Connection) -> None:
    """Everybody who read something of the file before, or made a statement ready, has to look again."""
    connection.execute(f"PRAGMA main.schema_version = {times_made_anew(connection) + 1}")


def give_back_pages(connection: sqlite3.Connection) -> None:
    """No page of the file is left that belongs to nothing. Outside any transaction."""
    connection.execute("VACUUM")


def _indexes(connection: sqlite3.Connection, table: str) -> list[str]:
    """The indexes of a table that are made by words of their own."""
    named = "SELECT name FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    return [name for (name,) in connection.execute(named, (table,))]


def _make_anew(connection: sqlite3.Connection, kind: str, name: str, *, is_walkable: bool) -> None:
    """A table or an index is made by its own words, with what belongs to it.

    Where SQLite could not walk its pages to give them back, only its name is taken from the schema.
    """
    of = "tbl_name" if kind == "table" else "name"
    sql = connection.execute(
        f"SELECT sql FROM main.sqlite_master WHERE {of} = ? AND sql IS NOT NULL ORDER BY type <> 'table'", (name,)
    ).fetchall()
    if is_walkable:
        connection.execute(f"DROP {kind} main.{name}")
    else:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"DELETE FROM main.sqlite_master WHERE {of} = ?", (name,))
        count_up(connection)
        connection.execute("PRAGMA writable_schema = RESET")
    for (words,) in sql:
        connection.execute(_OF_FILE.sub(r"\g<0>main.", words))
