"""Sealing a period (chốt số liệu): its figures frozen by a digest in the ledger, and what was recorded since.

A seal holds the period, the last event it rests on and the SHA-256 of the default report in JSON. The report at that
event can be made again at any time, because a dossier's state follows from its events and nothing else.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import amended, is_amendment
from onestop_cli.core.calendar import Calendar, Closure
from onestop_cli.core.event_data import read
from onestop_cli.core.file_events import SealFigures
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import Clock
from onestop_cli.core.periods import Period, is_month, year_to
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.core.seals import BY, FIGURES, FORM, digest
from onestop_cli.core.steps import Step
from onestop_cli.core.tally import Row, cell, columns
from onestop_cli.errors import AlreadySealed, NotSealed, PeriodUnfinished
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger
from onestop_cli.store.cells import working_span
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.reports import stand
from onestop_cli.usecases.reports.report import Gathering, report_at
from onestop_cli.usecases.reports.stand import Known


class Seal(NamedTuple):
    """One seal as it stands in the ledger. `position` is the last event it rests on."""

    event: Event
    period: Period
    position: int
    digest: str
    total: dict[str, Any]


class Adjustment(NamedTuple):
    """A later event that touches a sealed period: the columns its dossier counted in when sealed, and counts in now.

    `is_cumulative` where the dossier counts only in the figures since the year began. Both are empty for a change of
    the calendar, which moves means and days saved only.
    """

    event: Event
    is_cumulative: bool
    before: tuple[str, ...]
    after: tuple[str, ...]


class Sealed(NamedTuple):
    """A sealed period told again at its position: the report, its digest and its total; what came since; the total now.

    It is intact where the digest comes out again and the figures beside it in the seal are those of the report.
    """

    report: Report
    seal: Seal
    digest: str
    total: Row
    adjustments: list[Adjustment]
    now: Row

    @property
    def has_strayed(self) -> bool:
        """Whether the register tells other figures than the ledger, though no event accounts for it."""
        return not self.adjustments and self.now[1:] != self.total[1:]

    @property
    def is_intact(self) -> bool:
        return self.comes_out and all(getattr(self.total, name, None) == n for name, n in self.seal.total.items())

    @property
    def comes_out(self) -> bool:
        """Whether the report digested is the same again."""
        return self.digest == self.seal.digest


def seal(path: Path, clock: Clock, actor: str, period: Period, note: str) -> Seal:
    """The figures of a finished period are frozen, of a month with the cumulative ones; returns the seal as recorded.

    Raises `PeriodUnfinished`, `AlreadySealed`.
    """
    with writing(path) as connection:
        book = Ledger(connection, actor, clock())
        if period.last_second >= book.now:
            raise PeriodUnfinished(start=period.start, end=period.end)
        before = _seal_of(connection, period)
        if before is not None:
            raise AlreadySealed(start=period.start, end=period.end, seq=before.event.seq, on=before.event.recorded_at)
        cumulative = is_month(period)
        usual = stand.defaults_in(connection, book.now.date())
        request = ReportRequest(period, BY, usual.basis, usual.granularity, cumulative)
        at = stand.stand(connection, stand.EVERYTHING, usual.basis, usual.granularity)
        report = report_at(at, request, period.last_second)
        position = ledger.next_seq(connection) - 1
        total = {name: getattr(report.part.total, name) for name in FIGURES[FORM]}
        judged = usual.basis, usual.granularity
        figures = SealFigures(FORM, period, cumulative, *judged, position, digest(report), total, note)
        return _seal(book.append(figures))


def sealed(path: Path, period: Period, by: tuple[str, ...], *, with_members: bool = False) -> Sealed:
    """A sealed period at its position, broken down as asked; its digest is reckoned over the default report again.

    Raises `NotSealed`, `LedgerUnreadable`.
    """
    with reading(path) as connection:
        seal = _seal_of(connection, period)
        if seal is None:
            raise NotSealed(start=period.start, end=period.end)
        default, judged_at = _default_request(seal), seal.period.last_second
        at = stand.stand(connection, Known(position=seal.position), default.basis, default.granularity)
        again = report_at(at, default, judged_at)
        present = stand.stand(connection, stand.EVERYTHING, default.basis, default.granularity)
        asked = default._replace(by=by, with_members=with_members)
        return Sealed(
            report=again if asked == default else report_at(at, asked, judged_at),
            seal=seal,
            digest=digest(again, read(SealFigures, seal.event.data).form),
            total=again.part.total,
            adjustments=list(_adjustments(at, present, seal)),
            now=report_at(present, default._replace(by=(), cumulative=False), judged_at).part.total,
        )


class SealAgain:
    """A seal being told again from the events up to its position alone, dossier by dossier."""

    def __init__(self, connection: sqlite3.Connection, event: Event) -> None:
        self.seal = _seal(event)
        default = _default_request(self.seal)
        at = stand.stand(connection, Known(position=self.seal.position), default.basis, default.granularity)
        self._gathering = Gathering(at, default, self.seal.period.last_second)

    def take(self, told: Sequence[Step]) -> None:
        """Count a dossier as its events up to the position tell it."""
        n = bisect_right(told, self.seal.position, key=lambda step: step.event.seq)
        now = told[n - 1].after if n else None
        if now is not None:
            self._gathering.take(now, [step.event for step in told[:n]])

    def comes_out(self) -> bool:
        """Whether the digest and the figures beside it are those that come out again, of the events before the seal."""
        report, said = self._gathering.report(), read(SealFigures, self.seal.event.data)
        total = report.part.total
        has_total = all(getattr(total, name, None) == figure for name, figure in said.total.items())
        return has_total and digest(report, said.form) == said.digest and said.position == self.seal.event.seq - 1


def _seal_of(connection: sqlite3.Connection, period: Period) -> Seal | None:
    """The seal of the days of a period, under whatever convention they were sealed."""
    seals = (_seal(event) for event in ledger.events_of_file(connection, ("seal",)))
    return next((each for each in seals if each.period[:2] == period[:2]), None)


def _seal(event: Event) -> Seal:
    said = read(SealFigures, event.data)
    return Seal(event, said.period, said.position, said.digest, said.total)


def _default_request(of: Seal) -> ReportRequest:
    said = read(SealFigures, of.event.data)
    return ReportRequest(of.period, BY, said.basis, said.granularity, said.cumulative)


def _adjustments(at: stand.Stand, present: stand.Stand, of: Seal) -> Iterator[Adjustment]:
    """The later events that touch the period, or the cumulative figures that were sealed with it, in order."""
    periods = [of.period, *([year_to(of.period)] if read(SealFigures, of.event.data).cumulative else [])]
    adjustments: list[Adjustment] = []
    for code in ledger.dossiers_since(at.connection, of.position):
        events = ledger.dossier_events(at.connection, code)
        known = [event for event in events if event.seq <= of.position]
        later = [event for event in _told_later(events, of.period.last_second) if event.seq > of.position]
        for place, period in enumerate(periods):
            before, after = _counted(at, known, period), _counted(present, events, period)
            if before or after:
                adjustments += [Adjustment(event, place > 0, before, after) for event in later]
                break
    seen: set[int] = set()
    for place, period in enumerate(periods):
        changes = [event for event in _calendar_changes(at.connection, of, period) if event.seq not in seen]
        adjustments += [Adjustment(event, place > 0, (), ()) for event in changes]
        seen |= {event.seq for event in changes}
    yield from sorted(adjustments, key=lambda each: each.event.seq)


def _told_later(events: list[Event], until: datetime) -> Iterator[Event]:
    """The amendments, and the acts that occurred by an instant as they are told now; a delivery changes no figure."""
    told = {act.seq: act.occurred_at for act in amended(events).acts}
    for event in events:
        has_occurred = event.kind != Act.deliver and told.get(event.seq, event.occurred_at) <= until
        if is_amendment(event) or has_occurred:
            yield event


def _counted(at: stand.Stand, events: list[Event], period: Period) -> tuple[str, ...]:
    """The columns in which a dossier counts in a period, none where it is not in it."""
    dossier = fold(events, period.last_second)
    if dossier is None:
        return ()
    counted = cell(dossier, (), period, period.last_second, at.calendar, at.basis, at.granularity)
    return columns(counted) if counted is not None else ()


def _calendar_changes(connection: sqlite3.Connection, of: Seal, period: Period) -> Iterator[Event]:
    """The later events that changed a working day over which the dossiers of a period were counted, or its hours."""
    first, last = working_span(connection, period)
    for event in ledger.events_of_file(connection, calendar_store.CALENDAR_KINDS, of.position):
        before, after = (calendar_store.known(connection, seq) for seq in (event.seq - 1, event.seq))
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        if any(_works(before, on) != _works(after, on) for on in days):
            yield event


def _works(calendar: Calendar, on: date) -> tuple[bool, tuple[Closure, ...]] | None:
    is_loaded = calendar.first <= on <= calendar.last
    return (calendar.is_working_day(on), calendar.closures.get(on, ())) if is_loaded else None
