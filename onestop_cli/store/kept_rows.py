"""Rows as the file holds them, streamed, to be compared with what the events say of them."""

import sqlite3
from collections.abc import Iterator

from onestop_cli.store import shape
from onestop_cli.store.ledger import Stretch
from onestop_cli.store.register import WRITTEN

COLUMNS = tuple(name.strip('"') for name in WRITTEN)
"""The columns of a row of the register that are compared, in the order of `register.whole_row`."""


KeptRow = tuple[object, ...]
"""A row of the register: its code, then the values under `COLUMNS`."""


def kept_rows(connection: sqlite3.Connection, codes: Stretch, *, by_index: bool) -> Iterator[KeptRow]:
    """The rows of the register, of a stretch of codes, by code; sorted anew where an index may be damaged."""
    table = "main.dossier" if by_index else "main.dossier NOT INDEXED"
    after, up_to = codes
    meant = "code > :after" + (" AND code <= :up_to" if up_to else "")
    rows = f"SELECT code, {', '.join(WRITTEN)} FROM {table} WHERE {meant} ORDER BY code"
    return connection.execute(rows, {"after": after, "up_to": up_to})


def code_at(connection: sqlite3.Connection, share: float) -> str:
    """The code up to which there is such a share of the dossiers; empty where there are none."""
    (n,) = connection.execute("SELECT count(*) FROM main.dossier").fetchone()
    found = "SELECT code FROM main.dossier ORDER BY code LIMIT 1 OFFSET ?"
    row = connection.execute(found, (int(n * share),)).fetchone()
    return str(row[0]) if row else ""


def miscounted(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """The dossiers of which SQLite should have worked a column out otherwise, with these columns."""
    worked_out = shape.worked_out("dossier")
    flags = [f'"{name}" IS NOT {expression}' for name, expression in worked_out.items()]
    for code, *found in connection.execute(
        f"SELECT code, {', '.join(flags)} FROM main.dossier NOT INDEXED WHERE {' OR '.join(flags)} ORDER BY code"
    ):
        yield str(code), [name for name, flag in zip(worked_out, found, strict=True) if flag]


_IMPORTED = (
    "SELECT data ->> '$.row' AS digest, dossier AS code, min(seq) AS seq FROM event NOT INDEXED "
    "WHERE kind = 'receive' AND data ->> '$.row' <> '' GROUP BY digest"
)
"""The imported rows without a code that receipts tell, each with the first of them."""


def misimported(connection: sqlite3.Connection) -> Iterator[tuple[str, int, bool]]:
    """The dossiers whose receipt tells of an imported row that the file does not know, or knows as another's, with the
    number of the receipt; and whether the file knows it as another's."""
    for code, seq, filed in connection.execute(
        f"SELECT made.code, made.seq, filed.code FROM ({_IMPORTED}) AS made "
        "LEFT JOIN main.imported_row AS filed ON filed.digest = made.digest WHERE filed.code IS NOT made.code "
        "ORDER BY made.seq"
    ):
        yield str(code), seq, filed is not None


def imported_without_event(connection: sqlite3.Connection) -> Iterator[str]:
    """The dossiers of imported rows of which no receipt says so."""
    for (code,) in connection.execute(
        f"SELECT code FROM main.imported_row WHERE digest NOT IN (SELECT digest FROM ({_IMPORTED})) ORDER BY digest"
    ):
        yield str(code)


def wrongly_before_marks(connection: sqlite3.Connection, marks_kept: int) -> int | None:
    """The first event that says what none did before marks were kept, and is said to be of before then; else None."""
    if not marks_kept:
        return None
    data = "iif(json_valid(data), data, '{}')"
    found = connection.execute(
        "SELECT min(seq) FROM event NOT INDEXED WHERE seq <= ? AND (kind IN ('procedure_undo', 'erase') OR "
        f"coalesce({data} ->> '$.recorded_late', {data} ->> '$.login', {data} ->> '$.clock') IS NOT NULL)",
        (marks_kept,),
    ).fetchone()
    return found[0]


def misnumbered(connection: sqlite3.Connection) -> Iterator[str]:
    """The dossiers of `store.derived`'s own table whose number of a series is another in the file."""
    for (code,) in connection.execute(
        "SELECT made.code FROM temp.dossier AS made JOIN main.dossier AS filed ON filed.code = made.code "
        "WHERE filed.series IS NOT made.series OR filed.number IS NOT made.number ORDER BY made.code"
    ):
        yield code
