"""The office's settings in SQL: each value from a day on, from a ledger event."""

import sqlite3
from datetime import date
from typing import TYPE_CHECKING

from onestop_cli.core.office import Office
from onestop_cli.core.settings import BY_KEY, SETTINGS, office_of
from onestop_cli.store.rows import of_rows, text_of

if TYPE_CHECKING:
    from onestop_cli.core.file_events import Settings


def project(connection: sqlite3.Connection, seq: int, changed: "Settings") -> None:
    """Write the values that the `init` or `config` event of a number brings."""
    connection.executemany(
        "INSERT INTO setting (seq, key, valid_from, value) VALUES (?, ?, ?, ?)",
        [(seq, key, changed.valid_from.isoformat(), value) for key, value in changed.values.items()],
    )


@of_rows
def values(connection: sqlite3.Connection, up_to: int | None = None) -> dict[str, list[tuple[date, str]]]:
    """Every setting's values by the day they apply from, the last one recorded for a day winning.

    With `up_to`, as they were after the event of that number.
    """
    by_key: dict[str, dict[date, str]] = {}
    for key, valid_from, text in connection.execute(
        "SELECT key, valid_from, value FROM setting WHERE :up_to IS NULL OR seq <= :up_to "
        "ORDER BY key, valid_from, seq",
        {"up_to": up_to},
    ):
        by_key.setdefault(key, {})[date.fromisoformat(valid_from)] = text_of(text)
    return {key: sorted(by_day.items()) for key, by_day in by_key.items()}


@of_rows
def value(connection: sqlite3.Connection, key: str, on: date, *, up_to: int | None = None) -> str:
    """A setting's value on a day, its default without one; with `up_to`, as it was after the event of that number."""
    row = connection.execute(
        "SELECT value FROM setting WHERE key = :key AND valid_from <= :on AND (:up_to IS NULL OR seq <= :up_to) "
        "ORDER BY valid_from DESC, seq DESC LIMIT 1",
        {"key": key, "on": on.isoformat(), "up_to": up_to},
    ).fetchone()
    return text_of(row[0]) if row else BY_KEY[key].default_on(on)


@of_rows
def office(connection: sqlite3.Connection, up_to: int | None = None) -> Office:
    """The office's dated rules; with `up_to`, as they were after the event of that number."""
    return office_of(values(connection, up_to))


def rule_changes(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the events that changed an office rule, in order."""
    deciding = [setting.key for setting in SETTINGS if setting.applied]
    keys = ", ".join(f"'{key}'" for key in deciding)
    rows = connection.execute(f"SELECT DISTINCT seq FROM setting WHERE key IN ({keys}) ORDER BY seq")
    return [seq for (seq,) in rows]
