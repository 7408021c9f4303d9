"""Where a report stands: what is known, what it is judged by and when, and what its head says (domain §3.6, §4.1)."""

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import not_in_future
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.life import fold
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity, Yardstick
from onestop_cli.core.periods import Convention, Period
from onestop_cli.core.procedures import in_force
from onestop_cli.core.report import Head, ReportRequest
from onestop_cli.errors import AsOfOutsidePeriod, NothingKnown, PeriodNotBegun
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, ledger, procedures, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports.marks import Events, Seen, marks, of_events, present
from onestop_cli.usecases.strict import Strict


class Known(NamedTuple):
    """What is taken as known: up to an event of the ledger, or everything; `at` is the instant asked for, if any."""

    at: datetime | None = None
    position: int | None = None

    @property
    def is_everything(self) -> bool:
        return self.position is None

    def of(self, events: Events) -> Events:
        """Those of a dossier's events that are known."""
        return events if self.position is None else [event for event in events if event.seq <= self.position]


EVERYTHING = Known()


def known(connection: sqlite3.Connection, known_at: datetime | None) -> Known:
    """What was known at an instant, everything without one. Raises `NothingKnown` before the first event."""
    last = known_time.last_seq_known_at(connection, known_at)
    if known_at is not None and not last:
        raise NothingKnown(known_at=known_at, first=ledger.recorded_from(connection))
    return Known(known_at, last)


def told_by_events(connection: sqlite3.Connection) -> Known:
    """Everything that is known, to be told from the events and not from the register.

    Settings, procedures and the calendar are theirs too from now on. Raises `EventsDoNotAddUp`.
    """
    from onestop_cli.store import derived

    derived.tell_file(connection)
    return Known(position=ledger.last_mark(connection).seq)


class Stand(NamedTuple):
    """Where one stands to count: the file, its calendar, what is known, and how it is judged.

    `strict` tells lives without papers recorded late, where that is asked for. `seen` gathers the dossiers that bear
    marks while the ledger is read; of the register they are asked afterwards.
    """

    connection: sqlite3.Connection
    calendar: Calendar
    known: Known
    basis: Basis
    granularity: Granularity
    strict: Strict | None
    seen: Seen

    @property
    def yardstick(self) -> Yardstick:
        return Yardstick(self.basis, self.granularity)

    def told(self, events: Events, as_of: datetime | None = None) -> Dossier | None:
        """The state of a dossier from its known events. Raises `CalendarGap`."""
        return fold(events, as_of) if self.strict is None else self.strict.fold(events, as_of)

    def noting(self, events: Events, as_of: datetime | None) -> Dossier | None:
        """The same, and that it bears a mark is seen."""
        dossier = self.told(events, as_of)
        if dossier is not None and (dossier.recorded_late or dossier.entered_late_at is not None):
            self.seen[dossier.code] = of_events(events)
        return dossier


class Defaults(NamedTuple):
    """What the office's settings say a report is judged by."""

    basis: Basis
    granularity: Granularity
    convention: Convention


def defaults(path: Path, on: date, known_at: datetime | None) -> Defaults:
    """The office's settings for reports as they apply on a day, known at an instant. Raises `NothingKnown`."""
    with reading(path) as connection:
        if known_at is not None:
            told_by_events(connection)
        return defaults_in(connection, on, known(connection, known_at))


def defaults_in(connection: sqlite3.Connection, on: date, known: Known = EVERYTHING) -> Defaults:
    """The same within a transaction."""
    up_to = known.position
    basis, granularity, convention = (settings.value(connection, key, on, up_to=up_to) for key in Defaults._fields)
    return Defaults(Basis(basis), Granularity(granularity), Convention(convention))


def stand(
    connection: sqlite3.Connection, known: Known, basis: Basis, granularity: Granularity, *, strict: bool = False
) -> Stand:
    """Where to count from."""
    calendar = calendar_store.known(connection, known.position)
    return Stand(connection, calendar, known, basis, granularity, Strict(connection) if strict else None, {})


def asked(connection: sqlite3.Connection, request: ReportRequest) -> Stand:
    """Where a request counts from; what was known at a moment is told from the events. Raises `NothingKnown`."""
    if request.known_at is not None:
        told_by_events(connection)
    at = known(connection, request.known_at)
    return stand(connection, at, request.basis, request.granularity, strict=request.strict)


def head(at: Stand, period: Period, as_of: datetime, is_meant: Callable[[Dossier], bool] = lambda _: True) -> Head:
    """The head of a report, once it was counted, with the marks of the dossiers that it is about."""
    up_to, keys = at.known.position, ("agency_code", "agency_name", "synthetic")
    code, name, synthetic = (settings.value(at.connection, key, as_of.date(), up_to=up_to) for key in keys)
    ends_on = min(as_of.date(), period.end)
    office, signed = (settings.value(at.connection, key, ends_on, up_to=up_to) for key in ("office_name", "signature"))
    judged = at.known.at, at.basis, at.granularity, at.calendar.edition, at.strict is not None
    seen = present(at.connection, period, as_of) if at.known.is_everything else at.seen
    noted = marks(at.connection, at.calendar, seen, period, as_of, is_meant)
    return Head(code, name, synthetic == "yes", period, as_of, *judged, noted, office, signature=signed)


def judged_at(period: Period, as_of: When | None, known_at: datetime | None, now: datetime) -> datetime:
    """The period's last second, or now while it runs, or the moment asked for within it.

    What was known at a moment within the period was judged at that moment: the report says what it said then.
    Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`.
    """
    if period.first_second > now:
        raise PeriodNotBegun(start=period.start, end=period.end, month=now.month)
    if as_of is None:
        latest = now if known_at is None else min(known_at, now)
        if latest < period.first_second:
            raise PeriodNotBegun(start=period.start, end=period.end, month=latest.month)
        return min(period.last_second, latest)
    at = as_of.last_instant(now)
    if not period.first_second <= at <= period.last_second:
        raise AsOfOutsidePeriod(as_of=at, start=period.start, end=period.end)
    return not_in_future(at, now)


def procedure_names(at: Stand, on: date) -> dict[str, str]:
    """The names of procedures as the catalogue had them on a day."""
    versions = procedures.versions(at.connection, at.known.position)
    return {p.code: p.name for p in (*versions, *in_force(versions, on))}
