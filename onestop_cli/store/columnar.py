"""Dossiers as columns with types: asked of SQLite as they lie there, and of DuckDB as they are to be.

SQLite is read by one thread, so what can be computed afterwards is computed by DuckDB, from the same SQL text where it
is the same in both. No value SQLite hands over is NULL, for the first batch decides the types.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.columns import COUNT, FLAG, INSTANT, MONEY, PSEUDONYM, Column
from onestop_cli.core.pseudonyms import DIGITS, PREFIX
from onestop_cli.errors import N_, StoreDamaged, StoreLocked
from onestop_cli.store.announcing import ANOTHER
from onestop_cli.store.connecting import BUSY_SECONDS
from onestop_cli.store.database import reading_uri
from onestop_cli.store.outgoing import DAYS, outcome_sql, query, value_sql, who_sql

if TYPE_CHECKING:
    from adbc_driver_manager import ArrowArrayStreamHandle as Handle
else:
    Handle = object

STREAM = "dossiers"
"""What the stream is called in the query of DuckDB."""
_BATCH = "16384"
_NO_NUMBER = "-1"


class Columns(NamedTuple):
    """A stream of columns, called `STREAM` by the query of DuckDB that makes rows of it; and the values in that."""

    handle: Handle
    query: str
    values: dict[str, str]


@contextmanager
def dossier_columns(
    path: Path, columns: Sequence[Column], at: datetime, key: str, since: int | None
) -> Iterator[Columns]:
    """Every dossier judged at an instant, by code, and whether its dates came without an hour; one consistent read.

    The applicant bears a pseudonym under the key, where there is one. The driver brings an SQLite of its own; two of
    them in one process would each give up the other's locks when it closes: no other connection to the file may be open
    meanwhile. Raises `StoreDamaged`, `StoreLocked`.
    """
    import adbc_driver_manager
    import duckdb
    from adbc_driver_sqlite import dbapi

    try:
        with dbapi.connect(reading_uri(path)) as connection, connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": _BATCH})
            cursor.execute(_asked(columns, since, with_person=not key))
            made = _made(columns, with_person=not key)
            values = {"at": at.isoformat(), "key": key}
            yield Columns(
                cursor.fetch_arrow(), made, {name: text for name, text in values.items() if f"${name}" in made}
            )
    except (
        adbc_driver_manager.Error,
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        UnicodeDecodeError,
    ) as problem:
        is_cast = isinstance(problem, duckdb.InvalidInputException | duckdb.ConversionException)
        why = N_("its values are not of their types") if is_cast else str(problem).splitlines()[0].rpartition(": ")[2]
        if "locked" in why:
            raise StoreLocked(path=path, seconds=BUSY_SECONDS, why=ANOTHER) from problem
        raise StoreDamaged(path=path, why=why) from problem


def _is_made_later(column: Column) -> bool:
    return column.is_personal or column.name == "outcome"


def _asked(columns: Sequence[Column], since: int | None, *, with_person: bool) -> str:
    """The query of SQLite: what is not made later, and what that is made of."""
    asked = {c.name: value_sql(c, with_person) for c in columns if not _is_made_later(c)}
    for column in columns:
        if column.name in asked and column.type in (COUNT, MONEY):
            asked[column.name] = f"coalesce({asked[column.name]}, {_NO_NUMBER})"
        elif column.name in asked and column.is_optional:
            asked[column.name] = f"coalesce({asked[column.name]}, '')"
    asked |= {flag: f"dossier.{flag}" for flag in DAYS.values()}
    asked |= {"time_limit_unit": "dossier.time_limit_unit", "fields": "coalesce(personal.fields, '')"}
    return query([f'{sql} AS "{name}"' for name, sql in asked.items()], None if since is None else str(since))


def _made(columns: Sequence[Column], *, with_person: bool) -> str:
    """The query of DuckDB: NULL where there is nothing, truths, instants in Vietnam without a zone, what is made.

    Every column is given its type, which a stream of no rows does not tell.
    """
    plain = [
        _text("time_limit_unit", is_optional=False),
        _text("fields", is_optional=True),
        *(f"{flag} <> 0 AS {flag}" for flag in DAYS.values()),
    ]
    for column in columns:
        if _is_made_later(column):
            continue
        if column.type in (COUNT, MONEY):
            plain.append(f'nullif(CAST("{column.name}" AS BIGINT), {_NO_NUMBER}) AS "{column.name}"')
        elif column.type is FLAG:
            plain.append(f'"{column.name}" <> 0 AS "{column.name}"')
        else:
            plain.append(_text(column.name, is_optional=column.is_optional))
    told = [f'{_made_sql(column, with_person)} AS "{column.json_key}"' for column in columns]
    return f"SELECT {', '.join((*told, *DAYS.values()))} FROM (SELECT {', '.join(plain)} FROM {STREAM}) AS dossier"


def _text(name: str, *, is_optional: bool) -> str:
    text = f'CAST("{name}" AS VARCHAR)'
    return f"nullif({text}, '') AS \"{name}\"" if is_optional else f'{text} AS "{name}"'


def _made_sql(column: Column, with_person: bool) -> str:
    if column.name == "outcome":
        return outcome_sql("$at", "dossier.suspended")
    if column.name == PSEUDONYM and not with_person:
        who = who_sql("dossier")
        return f"CASE {who} WHEN '' THEN '' ELSE '{PREFIX}' || left(sha256($key || {who}), {DIGITS}) END"
    if column.is_personal:
        return f"coalesce(dossier.fields ->> '$.{column.name}', '')"
    name = f'"{column.name}"'
    return f"CAST(left({name}, 19) AS TIMESTAMP)" if column.type is INSTANT else name
