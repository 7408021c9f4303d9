"""What a file of ours looks like: its tables with their CHECKs, its indexes, its triggers, its views.

A file is only what it says of itself if nobody changed that: without its triggers the ledger is not append-only any
more, and a trigger of somebody else's acts whenever something is recorded. Tables, indexes and views that others put
beside ours are theirs.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from onestop_cli.errors import StrangeShape
from onestop_cli.store.schema import migrate

_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def must_be_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of the present format whose tables or triggers somebody changed. Raises `StrangeShape`."""
    thing = _strange(connection)
    if thing:
        raise StrangeShape(path=path, thing=thing)


def _strange(connection: sqlite3.Connection) -> str:
    """What is not as onestop made it in a file of the present format: its kind and name; empty where all is."""
    ours, there = _ours(), _shape(connection)
    for thing, sql in ours.items():
        if there.get(thing) != sql:
            return " ".join(thing)
    others = sorted(name for kind, name in there.keys() - ours.keys() if kind == "trigger")
    return f"trigger {others[0]}" if others else ""


@cache
def _ours() -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        return _shape(connection)


def _shape(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in connection.execute(_OBJECTS)}


def tables() -> tuple[str, ...]:
    """The names of our tables, in the order in which they are made."""
    return tuple(name for kind, name in _ours() if kind == "table")


def table_sql(name: str) -> list[str]:
    """What makes a table of ours with all that belongs to it: itself first, then its indexes and triggers."""
    of_table = re.compile(rf"CREATE (UNIQUE )?(INDEX|TRIGGER) .* ON {name} ")
    ours = _ours()
    return [ours["table", name], *(sql for (kind, _), sql in ours.items() if kind != "view" and of_table.match(sql))]


@cache
def checks() -> dict[str, list[str]]:
    """The CHECKs of our tables, each an expression in brackets."""
    return {name: list(_checks(sql)) for (kind, name), sql in _ours().items() if kind == "table"}


def _checks(sql: str) -> Iterator[str]:
    for found in re.finditer(r"\bCHECK (?=\()", sql):
        depth, start = 0, found.end()
        for place, sign in enumerate(_without_texts(sql)[start:], start):
            depth += (sign == "(") - (sign == ")")
            if not depth:
                yield sql[start : place + 1]
                break


def _without_texts(sql: str) -> str:
    """The same with signs of its quoted texts that mean nothing."""
    return re.sub(r"'[^']*'", lambda text: "x" * len(text[0]), sql)
