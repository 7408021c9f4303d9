"""The register (Sổ theo dõi hồ sơ): the dossiers received in a period, in the order of receipt (domain §4.3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import not_in_future
from onestop_cli.core.amendments import Voided
from onestop_cli.core.dossier import Entry
from onestop_cli.core.life import told_at
from onestop_cli.core.moments import Clock, Moments
from onestop_cli.core.report import Head, ReportRequest
from onestop_cli.errors import AsOfOutsidePeriod, PeriodNotBegun
from onestop_cli.store import ledger, register
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import entries_at, voided_by
from onestop_cli.usecases.reports import stand
from onestop_cli.usecases.reports.stand import Stand


class Line(NamedTuple):
    """A dossier in the book, and by what it is void, if it is: a line struck out."""

    entry: Entry
    voided: Voided | None


class Book(NamedTuple):
    """The lines of the register as they stood at the head's instant."""

    head: Head
    lines: Sequence[Line]


def book(path: Path, clock: Clock, request: ReportRequest) -> Book:
    """The dossiers received in a period, void ones as lines struck out, so that no number is missing.

    The book goes on being filled in after its period: it stands as of now unless asked otherwise, and any moment since
    the period began may be asked for. Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`, `NothingKnown`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        then = stands_at(request, clock())
        if at.known.is_everything:
            entries = _present(at, request, then)
        else:
            moments = Moments(then, request.known_at)
            entries = iter(entries_at(connection, moments, told=at.noting))
        first, last = request.period.first_second, request.period.last_second
        within = [each for each in entries if first <= each.dossier.received_at <= last]
        within.sort(key=lambda each: (each.dossier.received_at, each.dossier.code))
        lines = [Line(each, voided_by(connection, each.dossier, request.known_at)) for each in within]
        head = stand.head(at, request.period, then, lambda dossier: first <= dossier.received_at <= last)
        return Book(head, lines)


def _present(at: Stand, request: ReportRequest, then: datetime) -> Iterator[Entry]:
    connection, strict = at.connection, at.strict
    for entry in register.received_between(connection, request.period.first_second, request.period.last_second):
        d = entry.dossier
        if d.received_at <= then and (strict is None or not d.recorded_late):
            told = told_at(d, then, lambda d=d: ledger.dossier_events(connection, d.code))
            yield entry._replace(dossier=told)
    if strict is not None:
        yield from strict.marked(then)


def stands_at(request: ReportRequest, now: datetime) -> datetime:
    """The instant a register is told at: now, or what is asked for since its period began.

    Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`.
    """
    period = request.period
    latest = min(now, request.known_at or now)
    if period.first_second > latest:
        raise PeriodNotBegun(start=period.start, end=period.end, month=latest.month)
    if request.as_of is None:
        return latest
    at = not_in_future(request.as_of.last_instant(now), now)
    if at < period.first_second:
        raise AsOfOutsidePeriod(as_of=at, start=period.start, end=period.end)
    return at
