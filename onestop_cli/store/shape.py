"""What a file of ours looks like: its tables with their CHECKs, its indexes, its triggers, its views.

A file is only what it says of itself if nobody changed that: without its triggers the ledger is not append-only any
more, and a trigger of somebody else's acts whenever something is recorded. Tables, indexes and views that others put
beside ours are theirs.
"""

import sqlite3
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
