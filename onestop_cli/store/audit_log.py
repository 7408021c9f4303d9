"""The ledger as an auditor reads it: the events that fit, in the order of their numbers, streamed."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from onestop_cli.core.file_events import Import
from onestop_cli.core.filters import EventFilters
from onestop_cli.core.ledger import EventRow
from onestop_cli.core.recording import login
from onestop_cli.core.text import search_key
from onestop_cli.store import ledger

_ROW = (
    "SELECT event.seq, event.dossier, event.kind, event.occurred_at, event.recorded_at, event.actor, event.data, "
    "event.personal, event.prev_hash, event.hash, personal.salt, personal.fields "
    "FROM event LEFT JOIN personal ON personal.seq = event.seq AND event.personal IS NOT NULL"
)
_IS_IMPORTED = "json_valid(event.data) AND event.data -> '$.import' IS NOT NULL"
_LOGIN = "iif(json_valid(event.data), coalesce(event.data ->> '$.login', ''), '')"
_DAYS_BEHIND = "julianday(substr(event.recorded_at, 1, 10)) - julianday(substr(event.occurred_at, 1, 10))"


def rows(connection: sqlite3.Connection, filters: EventFilters) -> Iterator[EventRow]:
    """The events that fit as they are kept, with what lies beside them, by number, streamed."""
    where, values = _where(connection, filters)
    return map(EventRow._make, connection.execute(f"{_ROW} WHERE {where} ORDER BY event.seq", values))


def n_fitting(connection: sqlite3.Connection, filters: EventFilters) -> int:
    """How many events fit."""
    where, values = _where(connection, filters)
    return connection.execute(f"SELECT count(*) FROM event WHERE {where}", values).fetchone()[0]


def number_before_newest(connection: sqlite3.Connection, filters: EventFilters, most: int) -> int | None:
    """The number of the last event that is left out where only the newest are told; None where none is."""
    where, values = _where(connection, filters)
    newest = f"SELECT seq FROM event WHERE {where} ORDER BY seq DESC LIMIT 1 OFFSET :most"
    row = connection.execute(newest, {**values, "most": most}).fetchone()
    return row[0] if row else None


def logins_of_imports(connection: sqlite3.Connection) -> dict[int, str]:
    """The logins of all imports that say theirs, by their numbers."""
    told = {event.seq: login(event.data, {}) for event in ledger.events_of_file(connection, (Import.kind,))}
    return {seq: own for seq, own in told.items() if own is not None}


def _where(connection: sqlite3.Connection, filters: EventFilters) -> tuple[str, dict[str, Any]]:
    """The condition that events fit, and its values."""
    first, last = filters.recorded
    values = {
        "after": filters.after, "dossier": filters.dossier, "up_to": filters.up_to, "behind": filters.behind,
        "first": f"{first}T00:00:00+07:00", "last": f"{last}T23:59:59+07:00",
    }  # fmt: skip
    wheres = ["event.seq > :after"]
    if filters.up_to is not None:
        wheres.append("event.seq <= :up_to")
    if filters.dossier is not None:
        wheres.append("event.dossier = :dossier")
    if first is not None:
        wheres.append("event.recorded_at >= :first")
    if last is not None:
        wheres.append("event.recorded_at <= :last")
    if filters.kinds:
        kinds = {f"kind{place}": kind for place, kind in enumerate(filters.kinds)}
        wheres.append(f"event.kind IN ({', '.join(f':{name}' for name in kinds)})")
        values |= kinds
    if filters.behind is not None:
        behind = f"{_DAYS_BEHIND} >= :behind"
        wheres.append(f"event.dossier IS NOT NULL AND {behind} AND NOT ({_IS_IMPORTED})")
    if filters.who is not None:
        condition, names = _who_condition(connection, search_key(filters.who))
        wheres.append(f"({condition})")
        values |= names
    return " AND ".join(wheres), values


def _who_condition(connection: sqlite3.Connection, who: str) -> tuple[str, dict[str, str]]:
    """That someone recorded an event, by the name that was typed or by the login, and its values.

    Every spelling that differs only in accents and case is looked up first: a function of ours would be called for each
    event, and what is refused or interrupted within it SQLite does not tell.
    """
    told = connection.execute(f"SELECT DISTINCT actor, {_LOGIN} FROM event").fetchall()
    spelt = sorted({name for names in told for name in names if isinstance(name, str) and search_key(name) == who})
    names = {f"who{place}": name for place, name in enumerate(spelt)}
    listed = ", ".join(f":{name}" for name in names)
    theirs = [seq for seq, own in logins_of_imports(connection).items() if search_key(own) == who]
    imported = f"{_IS_IMPORTED} AND event.data ->> '$.import' IN ({', '.join(map(str, theirs))})"
    return f"event.actor IN ({listed}) OR {_LOGIN} IN ({listed}) OR ({imported})", names
