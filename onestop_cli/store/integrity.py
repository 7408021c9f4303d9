"""Whether the pages of a file hold what they should: every page, every index beside its table, every rule of a row.

Nothing is written, and nothing need be writable: SQLite passes the CHECKs over where a file is only read, so they are
asked as questions. `quick_check` would not do: it does not compare indexes with their tables, and a report counts from
an index.
"""

import re
import sqlite3
from collections.abc import Collection, Iterator
from typing import NamedTuple

from onestop_cli.store.shape import checks, tables

_OF_INDEX = re.compile(
    r"row \d+ (missing|values differ) from index |wrong # of entries in index |non-unique entry in index |"
    r"rowid not at end-of-record for row \d+ of index "
)
_MOST = 100
"""Of so many faults the first are told; one is enough to act on."""


class Fault(NamedTuple):
    """What is damaged: a table with what SQLite says of it; no table's own, of the file as a whole, where it is empty.

    `is_of_index` where only an index of it is.
    """

    table: str
    said: str
    is_of_index: bool = False


def faults(connection: sqlite3.Connection, compared: Collection[str] = ()) -> list[Fault]:
    """What is damaged of a file of the present format, by table; nothing where all of it is as it should be.

    The instants of tables that are `compared`, row by row, with what the events say need no rule beside that.
    """
    said = _said(connection, "")
    found = [fault for table in tables() for fault in _faults_of(connection, table)] if said else []
    found = found or [Fault("", text) for text in said[:1]]
    return found + [
        Fault(table, f"CHECK constraint failed in {table}") for table in _unruly(connection, found, compared)
    ]


def _faults_of(connection: sqlite3.Connection, table: str) -> Iterator[Fault]:
    """The first fault of a table's own rows, else the first of its indexes."""
    said = _said(connection, table)
    own = [text for text in said if not _OF_INDEX.match(text)]
    if said:
        yield Fault(table, (own or said)[0], is_of_index=not own)


def _said(connection: sqlite3.Connection, table: str) -> list[str]:
    """What SQLite finds, in one line each, and why it gave up where it did."""
    said: list[str] = []
    try:
        for (text,) in connection.execute(f"PRAGMA main.integrity_check({table or _MOST})"):
            said.append(" ".join(text.split()))
    except sqlite3.DatabaseError as problem:
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        said.append(str(problem))
    return said if said != ["ok"] else []


def _unruly(connection: sqlite3.Connection, found: list[Fault], compared: Collection[str]) -> Iterator[str]:
    """The tables in which a row breaks a rule of its table, of those that can be read."""
    unreadable = {fault.table for fault in found}
    for table, all_rules in checks().items():
        rules = [rule for rule in all_rules if table not in compared or "strftime" not in rule]
        if table in unreadable or not rules:
            continue
        broken = " OR ".join(f"NOT {rule}" for rule in rules)
        try:
            row = connection.execute(f'SELECT 1 FROM main."{table}" NOT INDEXED WHERE {broken} LIMIT 1').fetchone()
        except sqlite3.OperationalError as problem:
            if str(problem).startswith(("no such column", "no such table")):
                continue  # its shape is not ours, which is told of it
            if "malformed JSON" not in str(problem):
                raise
            row = (1,)
        if row:
            yield table


def broken_references(connection: sqlite3.Connection) -> str:
    """The table of a row that names another row that is not there; empty where none does."""
    row = connection.execute("PRAGMA main.foreign_key_check").fetchone()
    return row[0] if row else ""
