"""What goes out of the file: dossiers as flat rows straight from SQL, the order of the register, how many there are.

A row says what `core.columns` and `core.outcomes` say of a dossier; `tests/exports` proves it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, partial

from onestop_cli.core.columns import FLAG, LISTS, PSEUDONYM, TEXT, WORDS_WITHIN, Column
from onestop_cli.core.dossier import SUSPENSION_KEYS, Extension
from onestop_cli.core.guards import PLAIN, guarded, guarded_json
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.pseudonyms import pseudonym
from onestop_cli.store.cells import judged_sql
from onestop_cli.store.register import SINCE, read_sql

_KEYS = {"suspensions": SUSPENSION_KEYS, "extensions": Extension._fields}
_RUNS = (
    "dossier.suspensions <> '[]' AND json_extract(dossier.suspensions, '$[#-1].to') IS NULL "
    "AND json_extract(dossier.suspensions, '$[#-1].counts')"
)
"""Whether a suspension runs that counts for the due date."""
DAYS = {"due_at": "due_is_day", "promised_due_at": "promised_is_day", "submitted_at": "submitted_is_day"}
"""The instants that may have come without an hour, with the column that says so."""
_FROM = "FROM dossier LEFT JOIN personal ON personal.seq = dossier.personal_seq"
Cells = Sequence[str | int | None]
"""A row, as flat as CSV has it."""


def who_sql(table: str) -> str:
    """The SQL expression of who an applicant is: the ID number, else the name."""
    return f"coalesce({table}.fields ->> '$.id_number', {table}.fields ->> '$.applicant', '')"


def outcome_sql(at: str, runs: str = f"({_RUNS})") -> str:
    """The SQL expression equal to `core.outcomes.outcome` at the instant of an expression; NULL for a void dossier.

    `runs` is that of a suspension which counts for the due date.
    """
    verdict = judged_sql(Basis.due, Granularity.unit, f"coalesce(dossier.resolved_at, {at})")
    still = f"CASE {verdict} WHEN 'no_limit' THEN 'no_limit' WHEN 'late' THEN 'overdue' ELSE 'within' END"
    return (
        "CASE WHEN dossier.status = 'void' THEN NULL WHEN dossier.status IN ('withdrawn', 'stopped') THEN 'closed' "
        f"WHEN dossier.status = 'suspended' AND {runs} THEN 'suspended' "
        f"WHEN dossier.resolved_at IS NOT NULL THEN {verdict} ELSE {still} END"
    )


def _list_sql(column: Column, with_person: bool) -> str:
    """A list in the order of its keys; without the person, without free text."""
    hidden = frozenset[str]() if with_person else WORDS_WITHIN[column.name]
    keys = [key for key in _KEYS[column.name] if key not in hidden]
    told = ", ".join(f"'{key}', value -> '$.{key}'" for key in keys)
    listed = f"(SELECT json_group_array(json_object({told})) FROM json_each(dossier.{column.name}))"
    return f"CASE dossier.{column.name} WHEN '[]' THEN '[]' ELSE {listed} END"


def value_sql(column: Column, with_person: bool) -> str:
    """The value of a column; a dossier is judged at the instant `:at`."""
    if column.name == "outcome":
        return outcome_sql(":at")
    if column.name == "suspended":
        return f"coalesce({_RUNS}, 0)"
    if column.is_personal:
        return f"coalesce(personal.fields ->> '$.{column.name}', '')"
    return _list_sql(column, with_person) if column.type in LISTS else read_sql(column)


def _cell_sql(column: Column, with_person: bool) -> str:
    """A column as a cell of CSV: words for flags, a day for a date that came without an hour, nothing a formula.

    Most texts are seen to be none in SQL, which is faster than to ask: what is kept has no tabs and no line ends.
    """
    if column.name == PSEUDONYM and not with_person:
        return f"pseudonym({who_sql('personal')})"
    value = value_sql(column, with_person)
    if column.type is FLAG:
        return f"CASE {value} WHEN 0 THEN 'false' ELSE 'true' END"
    if column.name in DAYS:
        return f"CASE dossier.{DAYS[column.name]} WHEN 1 THEN substr({value}, 1, 10) ELSE {value} END"
    if column.type is TEXT and not column.accepted and not column.is_computed:
        is_plain = f"{value} GLOB '[{PLAIN}]*' AND instr({value}, ';') = 0"
        return f"CASE WHEN {value} = '' OR {is_plain} THEN {value} ELSE guarded({value}) END"
    if column.type in LISTS:
        return f"CASE dossier.{column.name} WHEN '[]' THEN '[]' ELSE guarded_json({value}) END"
    return value


def query(expressions: Sequence[str], since: str | None) -> str:
    """The query of expressions of every dossier, by code; `since` is the expression of an event's number."""
    where = "" if since is None else f"WHERE {SINCE.replace(':since', since)}"
    return f"SELECT {', '.join(expressions)} {_FROM} {where} ORDER BY dossier.code"


def dossier_cells(
    connection: sqlite3.Connection, columns: Sequence[Column], at: datetime, key: str, since: int | None
) -> Iterator[Sequence[Cells]]:
    """Every dossier as a row of CSV, judged at an instant, by code; a thousand at a time, which is faster.

    The applicant bears a pseudonym under the key, where there is one.
    """
    connection.create_function("pseudonym", 1, partial(pseudonym, key), deterministic=True)
    connection.create_function("guarded", 1, lru_cache(1000)(guarded), deterministic=True)
    connection.create_function("guarded_json", 1, guarded_json, deterministic=True)
    cells = [_cell_sql(column, not key) for column in columns]
    sql = query(cells, None if since is None else ":since")
    try:
        rows = connection.execute(sql, {"at": at.isoformat(), "since": since})
        while chunk := rows.fetchmany(1000):
            yield chunk
    except sqlite3.OperationalError as problem:
        if "user-defined function" not in str(problem):
            raise
        _read_people(connection)
        raise KeyboardInterrupt from problem  # the function is total, and all it is given is text: it was interrupted


def _read_people(connection: sqlite3.Connection) -> None:
    """Every text beside an event is read. Raises `sqlite3.OperationalError` for one that is no UTF-8."""
    for _ in connection.execute("SELECT fields FROM personal"):
        pass


def n_dossiers(connection: sqlite3.Connection, since: int | None) -> int:
    """How many dossiers go out."""
    where = f"WHERE {SINCE}" if since is not None else ""
    values = {} if since is None else {"since": since}
    return connection.execute(f"SELECT count(*) FROM dossier {where}", values).fetchone()[0]


def n_events(connection: sqlite3.Connection, since: int) -> int:
    """How many events there are after that of a number."""
    return connection.execute("SELECT count(*) FROM event WHERE seq > ?", (since,)).fetchone()[0]


def numbered_codes(
    connection: sqlite3.Connection,
    receipts: Iterable[tuple[str, str]],
    since: int | None = None,
    up_to: int | None = None,
) -> Iterator[tuple[int, str]]:
    """The codes of dossiers with their numbers by instants of receipt, sorted out of memory.

    With `since` those of which something was recorded after that event, and up to another.
    """
    connection.execute("CREATE TEMP TABLE receipt (received_at TEXT, code TEXT)")
    connection.executemany("INSERT INTO receipt VALUES (?, ?)", receipts)
    lines = "SELECT row_number() OVER (ORDER BY received_at, code) AS number, code FROM receipt"
    news = "SELECT dossier FROM event WHERE seq > :since AND (:up_to IS NULL OR seq <= :up_to)"
    where = "" if since is None else f"WHERE code IN ({news})"
    values = {} if since is None else {"since": since, "up_to": up_to}
    yield from connection.execute(f"SELECT number, code FROM ({lines}) {where} ORDER BY number", values)
