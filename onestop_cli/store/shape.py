"""What a file of ours looks like: its tables with their CHECKs, its indexes, its triggers, its views.

A file is only what it says of itself if nobody changed that: without its triggers the ledger is not append-only any
more, and a trigger of somebody else's acts whenever something is recorded. Tables, indexes and views that others put
beside ours are theirs, but for an index that lets a table of ours have no two rows alike: it refuses what is recorded.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from onestop_cli.errors import StrangeShape
from onestop_cli.store.schema import MIGRATION_SET, STEPS_OF_FORMAT_3, migrate

_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


_UNIQUE = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE %' ORDER BY name"
"""The indexes that let a table have no two rows alike: one of somebody else's refuses what is to be recorded."""


def must_be_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of the present format whose tables or triggers somebody changed. Raises `StrangeShape`."""
    for change in changes(connection):
        if (change.change, change.kind) == ("foreign", "index"):
            continue  # it changes nothing that is recorded
        raise StrangeShape(path=path, thing=f"{change.kind} {change.name}")


class Change(NamedTuple):
    """A part of the shape that somebody changed, took away or added, by its kind in SQLite's words and its name."""

    change: Literal["missing", "changed", "foreign"]
    kind: str
    name: str


def changes(connection: sqlite3.Connection) -> Iterator[Change]:
    """What is not as onestop made it in a file of the present format."""
    ours, there = _ours(), _shape(connection)
    for (kind, name), sql in ours.items():
        if (found := there.get((kind, name))) != sql:
            yield Change("missing" if found is None else "changed", kind, name)
    for kind, name in sorted(there.keys() - ours.keys()):
        if kind == "trigger":
            yield Change("foreign", kind, name)
    for table, name in connection.execute(_UNIQUE):
        if ("table", table) in ours and ("index", name) not in ours:
            yield Change("foreign", "index", name)


@cache
def _ours() -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return _shape(connection)


def _shape(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in connection.execute(_OBJECTS)}


_STEPS = "_sqlite_migrations"
FIXED: dict[str, str] = {"event_kind": "kind, scope", _STEPS: "migration_set, name"}
"""The tables whose rows are the same in every file of the present format, and their columns that are.

But for the steps by which format 3 was made, in a file that is as old.
"""


def fixed_rows(connection: sqlite3.Connection, table: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The rows that a table of `FIXED` should have and has not, and those it has and should not."""
    ours, there = _fixed(table), _rows(connection, table)
    if table == _STEPS:
        ours = ours | _steps_of_format_3(connection)
    return ours - there, there - ours


def _steps_of_format_3(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """The steps by which a program of format 3 made a file: where they stand, second and third, both; else none."""
    behind_first = f"SELECT {FIXED[_STEPS]} FROM main.{_STEPS} NOT INDEXED ORDER BY id LIMIT 2 OFFSET 1"
    steps = [tuple(map(str, row)) for row in connection.execute(behind_first)]
    known = [[(MIGRATION_SET, name) for name in pair] for pair in STEPS_OF_FORMAT_3]
    return set(steps) if steps in known else set()


@cache
def _fixed(table: str) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return _rows(connection, table)


def _rows(connection: sqlite3.Connection, table: str) -> set[tuple[str, ...]]:
    return {tuple(map(str, row)) for row in connection.execute(f"SELECT {FIXED[table]} FROM main.{table} NOT INDEXED")}


def tables() -> tuple[str, ...]:
    """The names of our tables, in the order in which they are made."""
    return tuple(name for kind, name in _ours() if kind == "table")


def table_sql(name: str) -> list[str]:
    """What makes a table of ours with all that belongs to it: itself first, then its indexes and triggers."""
    of_table = re.compile(rf"CREATE (UNIQUE )?(INDEX|TRIGGER) .* ON {name} ")
    ours = _ours()
    return [ours["table", name], *(sql for (kind, _), sql in ours.items() if kind != "view" and of_table.match(sql))]


@cache
def worked_out(table: str) -> dict[str, str]:
    """The columns of a table of ours that SQLite works out and keeps, each with its expression in brackets."""
    sql = _ours()["table", table]
    found = re.finditer(r"(\w+) \w+ GENERATED ALWAYS AS (?=\()", sql)
    return {column[1]: _in_brackets(sql, column.end()) for column in found}


@cache
def checks() -> dict[str, list[str]]:
    """The CHECKs of our tables, each an expression in brackets."""
    return {name: list(_checks(sql)) for (kind, name), sql in _ours().items() if kind == "table"}


def _checks(sql: str) -> Iterator[str]:
    for found in re.finditer(r"\bCHECK (?=\()", sql):
        yield _in_brackets(sql, found.end())


def _in_brackets(sql: str, start: int) -> str:
    """What stands in the brackets that open at a place, with them."""
    depth = 0
    for place, sign in enumerate(_without_texts(sql)[start:], start):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return sql[start : place + 1]
    return ""


def _without_texts(sql: str) -> str:
    """The same with signs of its quoted texts that mean nothing."""
    return re.sub(r"'[^']*'", lambda text: "x" * len(text[0]), sql)
