"""The report: a period judged at its end, broken down, with its identities (domain §3.5, §4.1)."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.life import fold
from onestop_cli.core.moments import Clock, When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period, months_of, year_to
from onestop_cli.core.procedures import in_force
from onestop_cli.core.tally import Cell, Identity, Key, Row, cell, identities, row, rows
from onestop_cli.errors import AsOfOutsidePeriod, InTheFuture, PeriodNotBegun
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import catalogue, ledger
from onestop_cli.store.cells import DIMENSIONS, finished_cells, open_at
from onestop_cli.store.database import reading

BY = (*DIMENSIONS, "month", "none")


REPORTS = {
    "basis": Basis.due.value,
    "granularity": Granularity.unit.value,
    "convention": Convention.calendar.value,
}
"""What a report is judged by where neither the person nor a setting says otherwise."""


class Defaults(NamedTuple):
    """What the office's settings say a report is judged by."""

    basis: Basis
    granularity: Granularity
    convention: Convention


def defaults(path: Path, on: date, known_at: datetime | None) -> Defaults:
    """The office's settings for reports as they apply on a day, known at an instant."""
    with reading(path) as connection:
        up_to = None if known_at is None else ledger.last_seq_known_at(connection, known_at)
        found = {key: catalogue.setting(connection, key, on, up_to=up_to) or word for key, word in REPORTS.items()}
    return Defaults(Basis(found["basis"]), Granularity(found["granularity"]), Convention(found["convention"]))


class ReportRequest(NamedTuple):
    """What is asked. `by` holds at most two dimensions; `cumulative` adds the figures since the year began."""

    period: Period
    by: tuple[str, ...]
    basis: Basis
    granularity: Granularity
    cumulative: bool
    as_of: When | None = None
    known_at: datetime | None = None


class Part(NamedTuple):
    """The rows and the total of one period."""

    period: Period
    rows: list[Row]
    total: Row

    @property
    def identities(self) -> tuple[Identity, ...]:
        return identities(self.total)


class Report(NamedTuple):
    """A report with everything it rests on. `labels` gives each key's words."""

    agency_code: str
    agency_name: str
    is_synthetic: bool
    request: ReportRequest
    as_of: datetime
    calendar_edition: str
    part: Part
    cumulative: Part | None
    labels: dict[tuple[str, str], str]


class _Reading(NamedTuple):
    """What counting a period needs."""

    connection: sqlite3.Connection
    request: ReportRequest
    calendar: Calendar


def report(path: Path, clock: Clock, request: ReportRequest) -> Report:
    """The report asked for, every identity of it checked.

    Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`, `CalendarGap`.
    """
    with reading(path) as connection:
        at = _judged_at(request, clock())
        up_to = None if request.known_at is None else ledger.last_seq_known_at(connection, request.known_at)
        calendar = calendar_store.known(connection, up_to)
        counting = _Reading(connection, request, calendar)
        part = _part(counting, request.period, at)
        cumulative = _part(counting, year_to(request.period), at) if request.cumulative else None
        return Report(
            agency_code=catalogue.setting(connection, "agency_code", at.date(), up_to=up_to),
            agency_name=catalogue.setting(connection, "agency_name", at.date(), up_to=up_to),
            is_synthetic=catalogue.setting(connection, "synthetic", at.date(), up_to=up_to) == "yes",
            request=request,
            as_of=at,
            calendar_edition=calendar.edition,
            part=part,
            cumulative=cumulative,
            labels=_labels(connection, request.period.end, up_to),
        )


def _judged_at(request: ReportRequest, now: datetime) -> datetime:
    """The period's last second, or now while it runs, or the moment asked for within it."""
    period = request.period
    if period.first_second > now:
        raise PeriodNotBegun(start=period.start, end=period.end, month=now.month)
    if request.as_of is None:
        return min(period.last_second, now)
    at = request.as_of.end_of_day
    if request.as_of.at is None and request.as_of.on == now.date():
        at = min(at, now)
    if not period.first_second <= at <= period.last_second:
        raise AsOfOutsidePeriod(as_of=at, start=period.start, end=period.end)
    if at > now:
        raise InTheFuture(at=at, now=now)
    return at


def _part(counting: _Reading, period: Period, at: datetime) -> Part:
    """One period's rows and total; with `month` among the dimensions each row is that month's own report."""
    by = tuple(name for name in counting.request.by if name != "none")
    if "month" in by:
        total = row((), _cells(counting, period, at, ()))
        made = sorted(_month_rows(counting, period, at, by), key=lambda r: r.key)
    else:
        cells = list(_cells(counting, period, at, by))
        total = row((), cells)
        made = rows(cells) if by else []
    for checked in (*made, total):
        broken = [i for i in identities(checked) if not i.holds]
        assert not broken, broken
    return Part(period, made, total)


def _month_rows(counting: _Reading, period: Period, at: datetime, by: tuple[str, ...]) -> Iterator[Row]:
    """Each month's own rows, judged at its own end, the month standing in the key where it was asked for."""
    place = by.index("month")
    others = by[:place] + by[place + 1 :]
    for month, part in months_of(period):
        if part.first_second > at:
            return
        for r in rows(_cells(counting, part, min(at, part.last_second), others)):
            yield r._replace(key=(*r.key[:place], month, *r.key[place:]))


def _cells(counting: _Reading, period: Period, at: datetime, by: tuple[str, ...]) -> Iterator[Cell]:
    """The counted cells of a period judged at an instant."""
    request = counting.request
    if request.known_at is not None:
        for _, events in ledger.events_by_dossier(counting.connection):
            dossier = fold(events, at, request.known_at)
            if dossier is not None:
                yield from _cell(counting, dossier, period, at, by)
        return
    yield from finished_cells(counting.connection, period, at, by, request.basis, request.granularity)
    for entry in open_at(counting.connection, at):
        yield from _cell(counting, as_stood(counting.connection, entry.dossier, at), period, at, by)


def _cell(counting: _Reading, dossier: Dossier, period: Period, at: datetime, by: tuple[str, ...]) -> Iterator[Cell]:
    key: Key = tuple(getattr(dossier, DIMENSIONS[name]) for name in by)
    found = cell(dossier, key, period, at, counting.calendar, counting.request.basis, counting.request.granularity)
    if found is not None:
        yield found


def as_stood(connection: sqlite3.Connection, dossier: Dossier, at: datetime) -> Dossier:
    """A dossier that was open at an instant, as it stood then.

    Only where an act since changed its dates, its suspensions or its officer must its events be folded again; a later
    result is simply undone.
    """
    if dossier.changed_at is not None and dossier.changed_at > at:
        stood = fold(ledger.dossier_events(connection, dossier.code), at)
        assert stood is not None
        return stood
    if dossier.finished_at is None:
        return dossier
    return dossier._replace(status=Status.received, resolved_at=None, result=None, closed_at=None)


def _labels(connection: sqlite3.Connection, on: date, up_to: int | None) -> dict[tuple[str, str], str]:
    """The names of procedures as the catalogue had them at the period's end."""
    versions = [v for v in catalogue.procedure_versions(connection) if up_to is None or v.seq <= up_to]
    named = in_force(versions, on) or versions
    return {("procedure", p.code): p.name for p in (*versions, *named)}
