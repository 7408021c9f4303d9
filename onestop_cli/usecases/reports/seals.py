"""Sealing a period (chốt số liệu): its figures frozen by a digest in the ledger, and what was recorded since.

A seal holds the period, the last event it rests on and the SHA-256 of the default report in JSON. The report at that
event can be made again at any time, because a dossier's state follows from its events and nothing else. All of it is
told from the events; what the register says beside them is compared, and refused where it says otherwise.
"""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.dossier_changes import FieldChange
from onestop_cli.core.event_data import read
from onestop_cli.core.file_events import SealFigures
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import Clock
from onestop_cli.core.periods import Period, is_month
from onestop_cli.core.recording import login
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.core.seals import BY, FIGURES, FORM, digest
from onestop_cli.core.steps import Step
from onestop_cli.core.tally import Cell, Row
from onestop_cli.errors import AlreadySealed, NotSealed, PeriodUnfinished, RegisterDiffers
from onestop_cli.store import ledger
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.reports import stand
from onestop_cli.usecases.reports.changes import Change, Changes, Group, changes
from onestop_cli.usecases.reports.counts import cells_told
from onestop_cli.usecases.reports.report import Counting, report_at, same_figures
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
    the calendar, which moves means and days saved only. `login` is that of the event, or of its import. `fields` are
    what the event changed of the dossier, `words` the names of what it changed of personal fields and free text.
    """

    event: Event
    login: str | None
    is_cumulative: bool
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    words: tuple[str, ...] = ()


class Sealed(NamedTuple):
    """A sealed period told again at its position: the report, its digest and its total; what came since; the total now.

    It is intact where the digest comes out again and the figures beside it in the seal are those of the report.
    Dossiers that only an import or a notice touched stand in `groups`. Where the register tells other figures of now
    than the events do, it `has_strayed`.
    """

    report: Report
    seal: Seal
    digest: str
    total: Row
    adjustments: list[Adjustment]
    groups: list[Group]
    now: Row
    has_strayed: bool

    @property
    def is_intact(self) -> bool:
        return self.comes_out and all(getattr(self.total, name, None) == n for name, n in self.seal.total.items())

    @property
    def comes_out(self) -> bool:
        """Whether the report digested is the same again."""
        return self.digest == self.seal.digest


def seal(path: Path, clock: Clock, actor: str, period: Period, note: str) -> Seal:
    """The figures of a finished period are frozen, of a month with the cumulative ones; returns the seal as recorded.

    They are told from the events before the write lock is taken: what is recorded meanwhile is an adjustment.
    Raises `PeriodUnfinished`, `AlreadySealed`, `RegisterDiffers` where the register tells other figures,
    `LedgerUnreadable`.
    """
    while True:
        with reading(path) as connection:
            end = ledger.last_mark(connection)
            now = clock()
            if period.last_second >= now:
                raise PeriodUnfinished(start=period.start, end=period.end)
            _must_be_unsealed(connection, period)
            known, cumulative = stand.told_by_events(connection), is_month(period)
            usual = stand.defaults_in(connection, now.date())
            request = ReportRequest(period, BY, usual.basis, usual.granularity, cumulative)
            at = stand.stand(connection, known, usual.basis, usual.granularity)
            report = report_at(at, request, period.last_second)
            if not same_figures(report, _registered(connection, request)):
                raise RegisterDiffers(path=path, start=period.start, end=period.end)
        total = {name: getattr(report.part.total, name) for name in FIGURES[FORM]}
        judged = usual.basis, usual.granularity
        figures = SealFigures(FORM, period, cumulative, *judged, end.seq, digest(report), total, note)
        with writing(path) as connection:
            book = Ledger(connection, actor, clock())
            if ledger.hash_at(connection, end.seq) != end.hash:
                continue  # another file was put in this one's place
            _must_be_unsealed(connection, period)
            return _seal(book.append(figures))


def sealed(path: Path, period: Period, by: tuple[str, ...], *, with_members: bool = False) -> Sealed:
    """A sealed period at its position, broken down as asked; its digest is reckoned over the default report again.

    Raises `NotSealed`, `LedgerUnreadable`, `EventsDoNotAddUp`.
    """
    with reading(path) as connection:
        seal = _seal_of(connection, period)
        if seal is None:
            raise NotSealed(start=period.start, end=period.end)
        default, judged_at = _default_request(seal), seal.period.last_second
        known, judged = stand.told_by_events(connection), (default.basis, default.granularity)
        at = stand.stand(connection, Known(position=seal.position), *judged)
        present = stand.stand(connection, known, *judged)
        since = changes(at, present, default, judged_at, only_moved=False)
        asked = default._replace(by=by, with_members=with_members)
        return Sealed(
            report=since.then if asked == default else report_at(at, asked, judged_at),
            seal=seal,
            digest=digest(since.then, read(SealFigures, seal.event.data).form),
            total=since.then.part.total,
            adjustments=_adjustments(since),
            groups=since.groups,
            now=since.now.part.total,
            has_strayed=not same_figures(since.now, _registered(connection, default)),
        )


def _registered(connection: sqlite3.Connection, request: ReportRequest) -> Report:
    """The report as the register tells it."""
    at = stand.stand(connection, stand.EVERYTHING, request.basis, request.granularity)
    return report_at(at, request, request.period.last_second)


def _must_be_unsealed(connection: sqlite3.Connection, period: Period) -> None:
    before = _seal_of(connection, period)
    if before is not None:
        raise AlreadySealed(start=period.start, end=period.end, seq=before.event.seq, on=before.event.recorded_at)


Cells = Counter[tuple[int, int, Cell]]
"""How often a cell is counted in a slice of a run, by the numbers of both."""


class SealAgain:
    """A seal being told again from the events up to its position alone, dossier by dossier."""

    def __init__(self, connection: sqlite3.Connection, event: Event) -> None:
        self.seal = _seal(event)
        default = _default_request(self.seal)
        self._at = stand.stand(connection, Known(position=self.seal.position), default.basis, default.granularity)
        self._counting = Counting(default, self.seal.period.last_second)
        self.cells: Cells = Counter()

    def take(self, told: Sequence[Step]) -> None:
        """Count a dossier as its events up to the position tell it."""
        n = bisect_right(told, self.seal.position, key=lambda step: step.event.seq)
        now, known = (told[n - 1].after if n else None), [step.event for step in told[:n]]
        for run, place, counted in cells_told(self._at, self._counting.runs, self._counting.others, now, known):
            self.cells[run, place, counted] += 1

    def comes_out(self) -> bool:
        """Whether the digest and the figures beside it are those that come out again, of the events before the seal."""
        for (run, place, counted), n in self.cells.items():
            self._counting.add(run, place, counted._replace(n=n * counted.n))
        report, said = self._counting.report(self._at), read(SealFigures, self.seal.event.data)
        total = report.part.total
        has_total = all(getattr(total, name, None) == figure for name, figure in said.total.items())
        return has_total and digest(report, said.form) == said.digest and said.position < self.seal.event.seq


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


def _adjustments(since: Changes) -> list[Adjustment]:
    """The later events that touch the period, or the cumulative figures that were sealed with it, in order."""
    found = [each for dossier in since.dossiers for each in _of_dossier(dossier)]
    found += [Adjustment(event, login(event.data, {}), is_cumulative) for event, is_cumulative in since.calendar]
    return sorted(found, key=lambda each: each.event.seq)


def _of_dossier(of: Change) -> list[Adjustment]:
    counted = of.is_cumulative, of.before, of.after
    return [Adjustment(later.event, later.login, *counted, later.fields, later.words) for later in of.events]
