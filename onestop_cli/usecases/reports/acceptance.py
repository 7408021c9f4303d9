"""The dossiers of a period that were handed in online and accepted late, worst first (domain §3.1)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Entry, Status
from onestop_cli.core.life import told_at
from onestop_cli.core.moments import Clock
from onestop_cli.core.procedures import narrowed_to
from onestop_cli.core.report import Head, ReportRequest, Slice
from onestop_cli.store import ledger, procedures, register
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import counts, stand
from onestop_cli.usecases.reports.late import Narrowed, is_meant
from onestop_cli.usecases.reports.stand import Stand


class AcceptedLate(NamedTuple):
    """One dossier: `acceptance_due_at` was the last instant in time; `working_days_late` those in (its day, day of
    receipt], 0 within that day; `minutes_late` the minutes between the two as they are printed."""

    entry: Entry
    acceptance_due_at: datetime
    working_days_late: int
    minutes_late: int


class UnitSum(NamedTuple):
    """How many were accepted late of those handed in at one unit, and their working days late together."""

    key: str
    accepted_late: int
    working_days_late: int


class AcceptanceList(NamedTuple):
    """The dossiers, worst first, with their totals."""

    head: Head
    dossiers: Sequence[AcceptedLate]
    by_receiving_unit: list[UnitSum]
    total: UnitSum


def acceptance_list(path: Path, clock: Clock, request: ReportRequest, narrowed: Narrowed) -> AcceptanceList:
    """The dossiers received in a period, up to its instant, that were accepted late.

    Raises as `report.report`, and `UnknownProcedure`, `AmbiguousProcedure`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        part = Slice(request.period, stand.judged_at(request.period, request.as_of, request.known_at, clock()))
        code, case = None, None
        if narrowed.procedure is not None:
            code, case = narrowed_to(narrowed.procedure, procedures.versions(connection, at.known.position))

        def is_looked_at(dossier: Dossier) -> bool:
            is_of_period = part.period.first_second <= dossier.received_at <= part.at
            return is_of_period and dossier.acceptance_due_at is not None and is_meant(dossier, code, case, narrowed)

        found = (e for e in _entries(at, part) if is_looked_at(e.dossier) and is_accepted_late(e.dossier))
        dossiers = [_accepted_late(entry, at.calendar) for entry in found]
        dossiers.sort(key=lambda each: (-each.working_days_late, -each.minutes_late, each.entry.dossier.code))
        units = sorted({each.entry.dossier.receiving_unit for each in dossiers})
        sums = [_sum(unit, [d for d in dossiers if d.entry.dossier.receiving_unit == unit]) for unit in units]
        head = stand.head(at, request.period, part.at, is_looked_at)
        return AcceptanceList(head, dossiers, sums, _sum("", dossiers))


def _entries(at: Stand, part: Slice) -> Iterator[Entry]:
    """The dossiers among which those accepted late are, as they stood; with everything known not many others."""
    if not at.known.is_everything:
        yield from (entry for _, _, entry, _ in counts.dossiers(at, [[part]], ()))
        return
    for dossier, who in register.accepted_late(at.connection, part.period.first_second, part.at):
        if at.strict is None or not dossier.recorded_late:
            yield Entry(told_at(dossier, part.at, lambda d=dossier: ledger.dossier_events(at.connection, d.code)), who)
    if at.strict is not None:
        marked = at.strict.marked(part.at)
        yield from (entry for entry in marked if entry.dossier.status is not Status.void)


def _accepted_late(entry: Entry, calendar: Calendar) -> AcceptedLate:
    received_at, last = entry.dossier.received_at, entry.dossier.acceptance_due_at
    assert last is not None
    days = calendar.working_days_between(last.date(), received_at.date())
    minutes = (received_at.replace(second=0) - last.replace(second=0)) // timedelta(minutes=1)
    return AcceptedLate(entry, last, days, minutes)


def _sum(key: str, dossiers: Sequence[AcceptedLate]) -> UnitSum:
    return UnitSum(key, len(dossiers), sum(each.working_days_late for each in dossiers))
