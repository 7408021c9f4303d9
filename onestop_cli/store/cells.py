"""A report's counting in SQL: finished dossiers grouped, open ones handed over to be folded.

The one rule that stands in SQL too, how a result is judged, is generated here from `core.outcomes` and
proven equal to it by test.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from onestop_cli.core.limits import Unit
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, is_by_date
from onestop_cli.core.periods import Period
from onestop_cli.core.tally import Cell
from onestop_cli.store.register import Entry, entries_where

DIMENSIONS = {"procedure": "procedure_code", "field": "field", "officer": "officer", "channel": "channel"}
"""The columns a report can be broken down by."""

_DUE = {
    Basis.due: ("due_at", "time_limit_unit", "due_source = 'foreign' AND due_is_day"),
    Basis.promised: ("promised_due_at", "time_limit_unit", "promised_is_day"),
    Basis.statutory: ("statutory_due_at", "statutory_unit", "0"),
    Basis.extended: (
        "coalesce(extended_due_at, due_at)",
        "time_limit_unit",
        "extended_due_at IS NOT NULL OR due_source = 'foreign' AND due_is_day",
    ),
}


def judged_sql(basis: Basis, granularity: Granularity) -> str:
    """The SQL expression equal to `core.outcomes.outcome` for a dossier with a result."""
    due_at, unit, is_day = _DUE[basis]
    by_minute = [u.value for u in Unit if not is_by_date(u, False, granularity)]
    if not by_minute:
        length = "10"
    elif not is_by_date(Unit.working_day, True, granularity):
        length = "16"
    else:
        units = ", ".join(f"'{u}'" for u in by_minute)
        length = f"CASE WHEN {unit} IN ({units}) AND NOT ({is_day}) THEN 16 ELSE 10 END"
    return (
        f"CASE WHEN {due_at} IS NULL THEN 'no_limit' "
        f"WHEN substr(resolved_at, 1, {length}) = substr({due_at}, 1, {length}) THEN 'on_time' "
        f"WHEN resolved_at < {due_at} THEN 'early' ELSE 'late' END"
    )


def finished_cells(
    connection: sqlite3.Connection,
    period: Period,
    at: datetime,
    by: tuple[str, ...],
    basis: Basis,
    granularity: Granularity,
) -> Iterator[Cell]:
    """The dossiers that left the work in progress within the period and up to an instant, counted."""
    keys = [DIMENSIONS[name] for name in by]
    columns = [
        *keys, "received_at < :start", "channel", "CASE WHEN resolved_at IS NULL THEN status ELSE 'resolved' END",
        f"CASE WHEN resolved_at IS NULL THEN 'closed' ELSE {judged_sql(basis, granularity)} END",
        "result IS 'refused'", "working_days", "saved_days",
    ]  # fmt: skip
    places = ", ".join(str(i) for i in range(1, len(columns) + 1))
    found = connection.execute(
        f"SELECT {', '.join(columns)}, count(*) FROM dossier "
        "WHERE finished_at BETWEEN :start AND :at AND received_at <= :at AND status <> 'void' "
        f"GROUP BY {places}",
        {"start": period.first_second.isoformat(), "at": at.isoformat()},
    )
    n = len(keys)
    for record in found:
        carried, channel, state, verdict, refused, used, saved, count = record[n:]
        yield Cell(record[:n], bool(carried), channel, state, Outcome(verdict), bool(refused), used, saved, count)


def open_at(connection: sqlite3.Connection, at: datetime) -> Iterator[Entry]:
    """The dossiers that were open at an instant, as they stand today.

    Recent receipts are searched by receipt; whatever stayed open for more than 62 days lies in an index of
    its own, so the cost does not grow with the register.
    """
    text = at.isoformat()
    was_open = "(dossier.finished_at IS NULL OR dossier.finished_at > :at) AND dossier.status <> 'void'"
    yield from entries_where(
        connection,
        f"dossier.received_at > datetime(:day, '-62 days') AND dossier.received_at <= :at AND {was_open}",
        {"at": text, "day": text[:10]},
    )
    yield from entries_where(
        connection,
        "dossier.is_long AND dossier.received_at <= datetime(:day, '-62 days') AND dossier.received_at <= :at "
        f"AND {was_open}",
        {"at": text, "day": text[:10]},
    )


def outcome_condition(outcomes: tuple[str, ...]) -> str:
    """A condition no dossier of the wanted outcomes fails; empty when it cannot narrow anything.

    Results are judged here; whether an open one is within or overdue depends on the moment and is left to
    `core.outcomes`.
    """
    if not outcomes:
        return ""
    parts: list[str] = []
    judged = [word for word in ("early", "on_time", "late", "no_limit") if word in outcomes]
    if judged:
        words = ", ".join(f"'{word}'" for word in judged)
        verdict = judged_sql(Basis.due, Granularity.unit)
        parts.append(f"(dossier.resolved_at IS NOT NULL AND {verdict} IN ({words}))")
    if set(outcomes) & {"within", "overdue", "suspended", "no_limit"}:
        parts.append("dossier.status IN ('received', 'suspended')")
    if "closed" in outcomes:
        parts.append("dossier.status IN ('withdrawn', 'stopped')")
    return f"({' OR '.join(parts)})"
