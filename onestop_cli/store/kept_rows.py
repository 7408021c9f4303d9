"""Rows as the file holds them, streamed, to be compared with what the events say of them."""

import json
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from onestop_cli.core.dossier import PERSONAL_FIELDS
from onestop_cli.core.text import search_key
from onestop_cli.errors import NONSENSE
from onestop_cli.store import shape
from onestop_cli.store.register import WRITTEN

COLUMNS = tuple(name.strip('"') for name in WRITTEN)
"""The columns of a row of the register that are compared, in the order of `register.whole_row`."""


class KeptRow(NamedTuple):
    """A row of the register: its code, the values under `COLUMNS`, and which columns SQLite should have worked out
    otherwise."""

    code: str
    values: list[object]
    miscounted: tuple[str, ...]


def kept_rows(connection: sqlite3.Connection, *, by_index: bool) -> Iterator[KeptRow]:
    """The rows of the register, by code; sorted anew where an index may be damaged."""
    worked_out = shape.worked_out("dossier")
    flags = [f'"{name}" IS NOT {expression}' for name, expression in worked_out.items()]
    table = "main.dossier" if by_index else "main.dossier NOT INDEXED"
    code, n = COLUMNS.index("code"), len(COLUMNS)
    for row in connection.execute(f"SELECT {', '.join((*WRITTEN, *flags))} FROM {table} ORDER BY code"):
        wrong = tuple(name for name, flag in zip(worked_out, row[n:], strict=True) if flag) if any(row[n:]) else ()
        yield KeptRow(str(row[code]), list(row[:n]), wrong)


def imported_as(connection: sqlite3.Connection, digest: str) -> str | None:
    """The dossier that the file says an imported row without a code became."""
    row = connection.execute("SELECT code FROM main.imported_row WHERE digest = ?", (digest,)).fetchone()
    return row[0] if row else None


def n_imported(connection: sqlite3.Connection) -> int:
    """How many imported rows without a code the file knows."""
    return connection.execute("SELECT count(*) FROM main.imported_row").fetchone()[0]


def imported_without_event(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The imported rows, by digest and code, of which no receipt says so."""
    yield from connection.execute(
        "SELECT digest, code FROM main.imported_row AS filed WHERE NOT EXISTS (SELECT 1 FROM event "
        "WHERE event.dossier = filed.code AND kind = 'receive' AND data ->> '$.row' = filed.digest) ORDER BY digest"
    )


def is_imported_before(connection: sqlite3.Connection, digest: str, seq: int) -> bool:
    """Whether an earlier receipt came of the same row."""
    found = "SELECT 1 FROM event WHERE kind = 'receive' AND seq < ? AND data ->> '$.row' = ? LIMIT 1"
    return connection.execute(found, (seq, digest)).fetchone() is not None


def missearched(connection: sqlite3.Connection) -> Iterator[int]:
    """The numbers of the events beside which a person is not found by what is recorded of that person."""
    for seq, fields, search in connection.execute("SELECT seq, fields, search FROM main.personal ORDER BY seq"):
        try:
            held = json.loads(fields)
            named = " ".join(held[name] for name in PERSONAL_FIELDS if held.get(name))
        except NONSENSE:
            continue  # what lies beside an event and is not what was recorded shows along the chain
        if search_key(named) != search:
            yield seq


def misnumbered(connection: sqlite3.Connection) -> Iterator[str]:
    """The dossiers of `store.derived`'s own table whose number of a series is another in the file."""
    for (code,) in connection.execute(
        "SELECT made.code FROM temp.dossier AS made JOIN main.dossier AS filed ON filed.code = made.code "
        "WHERE filed.series IS NOT made.series OR filed.number IS NOT made.number ORDER BY made.code"
    ):
        yield code
