"""The late and overdue dossiers of a period, worst first (domain §3.5, §4.1)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Entry
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis, Outcome, due
from onestop_cli.core.procedures import narrowed_to
from onestop_cli.core.report import Head, ReportRequest, Slice
from onestop_cli.core.text import search_key
from onestop_cli.store import procedures
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import counts, stand


class Late(NamedTuple):
    """One dossier whose result came after its due date, or that is open past it.

    `due_at` is that of the basis; `working_days_late` those in (due day, day of the result or of judging], 0 within
    the due day itself; `minutes_late` the minutes between the two instants as they are printed.
    """

    entry: Entry
    outcome: Outcome
    due_at: datetime
    working_days_late: int
    minutes_late: int


class Sum(NamedTuple):
    """How many were late and overdue under one name, and their working days late together."""

    key: str
    late: int
    overdue: int
    working_days_late: int


class LateList(NamedTuple):
    """The dossiers, worst first, with their totals. `names` are those of procedures."""

    head: Head
    dossiers: Sequence[Late]
    by_officer: list[Sum]
    by_procedure: list[Sum]
    total: Sum
    names: dict[str, str]


class Narrowed(NamedTuple):
    """Which dossiers are meant; None means all."""

    procedure: str | None = None
    field: str | None = None
    officer: str | None = None


def late_list(path: Path, clock: Clock, request: ReportRequest, narrowed: Narrowed) -> LateList:
    """The late results of a period and the dossiers overdue at its instant.

    Raises as `report.report`, and `UnknownProcedure`, `AmbiguousProcedure`, `UnknownCase`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        judged_at = stand.judged_at(request.period, request.as_of, request.known_at, clock())
        code, case = None, None
        if narrowed.procedure is not None:
            code, case = narrowed_to(narrowed.procedure, procedures.versions(connection, at.known.position))
        dossiers = [
            _late(entry, cell.outcome, request.basis, judged_at, at.calendar)
            for _, _, entry, cell in counts.dossiers(at, [[Slice(request.period, judged_at)]], (), only_late=True)
            if cell.state in ("resolved", "open") and cell.outcome in (Outcome.late, Outcome.overdue)
            and is_meant(entry.dossier, code, case, narrowed)
        ]  # fmt: skip
        dossiers.sort(key=lambda each: (-each.working_days_late, -each.minutes_late, each.entry.dossier.code))
        head = stand.head(at, request.period, judged_at, lambda dossier: is_meant(dossier, code, case, narrowed))
        names = stand.procedure_names(at, request.period.end)
        sums = _sums(dossiers, "officer"), _sums(dossiers, "procedure_code")
        return LateList(head, dossiers, *sums, _sum("", dossiers), names)


def is_meant(dossier: Dossier, code: str | None, case: str | None, narrowed: Narrowed) -> bool:
    """Whether a dossier is among those asked for; `code` and `case` are of the procedure asked for."""
    if (code is not None and dossier.procedure_code != code) or (case is not None and dossier.case != case):
        return False
    asked = ((dossier.field, narrowed.field), (dossier.officer, narrowed.officer))
    return all(wanted is None or search_key(value) == search_key(wanted) for value, wanted in asked)


def _late(entry: Entry, outcome: Outcome, basis: Basis, judged_at: datetime, calendar: Calendar) -> Late:
    until = entry.dossier.resolved_at or judged_at
    due_at = due(entry.dossier, basis).at
    assert due_at is not None
    days = calendar.working_days_between(due_at.date(), until.date())
    minutes = (until.replace(second=0) - due_at.replace(second=0)) // timedelta(minutes=1)
    return Late(entry, outcome, due_at, days, minutes)


def _sums(dossiers: Sequence[Late], column: str) -> list[Sum]:
    """The totals by a column, most dossiers first."""
    groups: dict[str, list[Late]] = {}
    for late in dossiers:
        groups.setdefault(getattr(late.entry.dossier, column), []).append(late)
    sums = [_sum(key, group) for key, group in groups.items()]
    return sorted(sums, key=lambda s: (-(s.late + s.overdue), -s.working_days_late, s.key))


def _sum(key: str, dossiers: Sequence[Late]) -> Sum:
    late = sum(each.outcome is Outcome.late for each in dossiers)
    return Sum(key, late, len(dossiers) - late, sum(each.working_days_late for each in dossiers))
