"""Procedures and settings in SQL: dated versions, each from a ledger event."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from onestop_cli.core.limits import TimeLimit, Unit
from onestop_cli.core.office import Office, OfficeRules, Saturday, Stretches
from onestop_cli.core.procedures import Procedure

if TYPE_CHECKING:
    from onestop_cli.core.file_events import Settings

HOURS_KEYS = ("hours_mon", "hours_tue", "hours_wed", "hours_thu", "hours_fri", "hours_sat", "hours_sun")
RULE_KEYS = (*HOURS_KEYS, "saturday", "cut_off", "due_time")
"""The settings that decide due dates."""


def procedure_versions(
    connection: sqlite3.Connection, code: str | None = None, *, up_to: int | None = None
) -> list[Procedure]:
    """All versions of all procedures (or of one), by code and then in the order they take effect.

    With `up_to`, those there were after the event of that number.
    """
    found = connection.execute(
        "SELECT code, name, field, statutory_amount, statutory_unit, committed_amount, committed_unit, aliases, "
        "legal_basis, valid_from, retired, seq FROM procedure "
        "WHERE (:code IS NULL OR code = :code) AND (:up_to IS NULL OR seq <= :up_to) ORDER BY code, valid_from, seq",
        {"code": code, "up_to": up_to},
    )
    return [
        Procedure(
            code, name, field, TimeLimit(sa, Unit(su)), TimeLimit(ca, Unit(cu)), tuple(json.loads(aliases)),
            legal_basis, date.fromisoformat(valid_from), bool(retired), seq,
        )
        for code, name, field, sa, su, ca, cu, aliases, legal_basis, valid_from, retired, seq in found
    ]  # fmt: skip


def project_procedures(connection: sqlite3.Connection, seq: int, versions: Iterable[Procedure]) -> None:
    """Write the versions that the procedure event of a number brings."""
    connection.executemany(
        "INSERT INTO procedure (seq, code, valid_from, name, field, statutory_amount, statutory_unit, "
        "committed_amount, committed_unit, aliases, legal_basis, retired) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                seq, p.code, p.valid_from.isoformat(), p.name, p.field, *p.statutory, *p.committed,
                json.dumps(p.aliases), p.legal_basis, p.retired,
            )
            for p in versions
        ],
    )  # fmt: skip


def project_settings(connection: sqlite3.Connection, seq: int, changed: "Settings") -> None:
    """Write the values that the `init` or `config` event of a number brings."""
    connection.executemany(
        "INSERT INTO setting (seq, key, valid_from, value) VALUES (?, ?, ?, ?)",
        [(seq, key, changed.valid_from.isoformat(), value) for key, value in changed.values.items()],
    )


def settings(connection: sqlite3.Connection, up_to: int | None = None) -> dict[str, list[tuple[date, str]]]:
    """Every setting's values by the day they apply from, the last one recorded for a day winning.

    With `up_to`, as they were after the event of that number.
    """
    values: dict[str, dict[date, str]] = {}
    for key, valid_from, value in connection.execute(
        "SELECT key, valid_from, value FROM setting WHERE :up_to IS NULL OR seq <= :up_to "
        "ORDER BY key, valid_from, seq",
        {"up_to": up_to},
    ):
        values.setdefault(key, {})[date.fromisoformat(valid_from)] = value
    return {key: sorted(by_day.items()) for key, by_day in values.items()}


def setting(connection: sqlite3.Connection, key: str, on: date, *, up_to: int | None = None) -> str:
    """The value of a setting on a day, empty without one; with `up_to`, as it was after the event of that number."""
    found = connection.execute(
        "SELECT value FROM setting WHERE key = :key AND valid_from <= :on AND (:up_to IS NULL OR seq <= :up_to) "
        "ORDER BY valid_from DESC, seq DESC LIMIT 1",
        {"key": key, "on": on.isoformat(), "up_to": up_to},
    ).fetchone()
    return found[0] if found else ""


def office(connection: sqlite3.Connection, up_to: int | None = None) -> Office:
    """The office's dated rules; with `up_to`, as they were after the event of that number."""
    return office_of(settings(connection, up_to))


def rule_changes(connection: sqlite3.Connection) -> list[int]:
    """The numbers of the events that changed an office rule, in order."""
    keys = ", ".join(f"'{key}'" for key in RULE_KEYS)
    found = connection.execute(f"SELECT DISTINCT seq FROM setting WHERE key IN ({keys}) ORDER BY seq")
    return [seq for (seq,) in found]


def office_of(values: dict[str, list[tuple[date, str]]]) -> Office:
    """The dated rules that settings add up to."""
    keys = [key for key in RULE_KEYS if key in values]
    starts = sorted({start for key in keys for start, _ in values[key]} | {date.min})
    rules: list[tuple[date, OfficeRules]] = []
    for start in starts:
        current = OfficeRules()
        for key in keys:
            value = next((v for since, v in reversed(values[key]) if since <= start), None)
            if value is not None:
                current = with_setting(current, key, value)
        rules.append((start, current))
    return Office(tuple(rules))


def with_setting(rules: OfficeRules, key: str, value: str) -> OfficeRules:
    """The rules with one setting's stored text applied."""
    if key in HOURS_KEYS:
        hours = list(rules.hours)
        hours[HOURS_KEYS.index(key)] = _stretches(value)
        return rules._replace(hours=tuple(hours))
    match key:
        case "saturday":
            return rules._replace(saturday=Saturday(value))
        case "cut_off":
            return rules._replace(cut_off=_second(value))
        case _:
            return rules._replace(due_time=None if value == "closing" else _second(value))


def _second(text: str) -> int:
    hour, minute = text.strip().split(":")
    if not (f"{hour}{minute}".isascii() and hour.isdigit() and minute.isdigit() and int(minute) < 60):
        raise ValueError(text)
    return int(hour) * 3600 + int(minute) * 60


def _stretches(text: str) -> Stretches:
    pairs = (part.split("-") for part in text.split(",") if part)
    return tuple((_second(opens), _second(closes)) for opens, closes in pairs)
