"""The report: a period judged at its end, broken down, with its identities (domain §3.5, §4.1)."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from onestop_cli.core.dossier import Dossier, Entry
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis
from onestop_cli.core.periods import SPLITS, Period, parts_of, year_to
from onestop_cli.core.report import Part, Report, ReportRequest, Slice
from onestop_cli.core.tally import Cell, Key, Sum, chain, identities
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import counts, stand
from onestop_cli.usecases.reports.counts import Members
from onestop_cli.usecases.reports.marks import Events
from onestop_cli.usecases.reports.stand import Stand


def report(path: Path, clock: Clock, request: ReportRequest) -> Report:
    """The report asked for, every identity of it checked.

    Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`, `NothingKnown`, `CalendarGap`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        return report_at(at, request, stand.judged_at(request.period, request.as_of, request.known_at, clock()))


def report_at(at: Stand, request: ReportRequest, judged_at: datetime) -> Report:
    """The report of a request, judged at an instant."""
    gathering = Gathering(at, request, judged_at)
    if request.with_members:
        for run, place, entry, counted in counts.dossiers(at, gathering.runs, gathering.others):
            gathering.add(run, place, counted, entry)
    else:
        for run, place, counted in counts.cells(at, gathering.runs, gathering.others):
            gathering.add(run, place, counted)
    return gathering.report()


class Gathering:
    """A report being counted: the cells of its runs of slices are added in any order."""

    def __init__(self, at: Stand, request: ReportRequest, judged_at: datetime) -> None:
        self.at, self._request, self._judged_at = at, request, judged_at
        by = tuple(name for name in request.by if name != "none")
        periods = [request.period, year_to(request.period)] if request.cumulative else [request.period]
        self._counting = [_Count(period, judged_at, by, at.basis) for period in periods]
        self._places = [(each, is_whole) for each in self._counting for is_whole in (False, True)[: len(each.runs)]]
        self.others = tuple(name for name in by if name not in SPLITS)
        self.runs = [run for count in self._counting for run in count.runs]

    def add(self, run: int, place: int, counted: Cell, entry: Entry | None = None) -> None:
        """Count a cell of a slice of a run."""
        count, is_whole = self._places[run]
        count.add(place, counted, entry, is_whole=is_whole)

    def take(self, now: Dossier, known: Events) -> None:
        """Count a dossier in every slice that it is in, as its known events tell it."""
        for run, place, counted in counts.of_dossier(self.at, self.runs, self.others, now, known):
            self.add(run, place, counted)

    def report(self) -> Report:
        """The report of what was counted, every identity checked."""
        part, *cumulative = [count.part() for count in self._counting]
        request = self._request
        head = stand.head(self.at, request.period, self._judged_at)
        names = stand.procedure_names(self.at, request.period.end)
        return Report(head, request, part, cumulative[0] if cumulative else None, names)


class _Count:
    """One part being counted: the whole period and, with months, weeks or days asked for, each of these."""

    def __init__(self, period: Period, at: datetime, by: tuple[str, ...], basis: Basis) -> None:
        self.period, self.by = period, by
        self.whole = [Slice(period, at)]
        self.slices = self.whole
        self.keys: list[Key] = [()]
        self.spans: dict[Key, Period] = {}
        for name in by:
            if name in SPLITS:
                self._split(name, at)
        self.rows: dict[Key, Sum] = {}
        self.places = [Sum() for _ in self.slices]
        self.total = Sum()
        self.members = Members(basis)

    def _split(self, name: str, at: datetime) -> None:
        finer = [
            ((*key, part), span)
            for key, coarse in zip(self.keys, self.slices, strict=True)
            for part, span in parts_of(coarse.period, name)
            if span.first_second <= at
        ]
        self.keys = [key for key, _ in finer]
        self.slices = [Slice(span, min(at, span.last_second)) for _, span in finer]
        self.spans |= finer

    @property
    def is_split(self) -> bool:
        return self.slices is not self.whole

    @property
    def runs(self) -> list[Sequence[Slice]]:
        """What must be counted: the slices, and where the period is split the whole of it too."""
        return [self.slices, self.whole] if self.is_split else [self.whole]

    def add(self, place: int, counted: Cell, entry: Entry | None, *, is_whole: bool) -> None:
        """Count a cell of a slice, or of the whole of a split period."""
        key = () if is_whole else self._key(place, counted)
        if is_whole or not self.is_split:
            self.total.add(counted)
        if not is_whole:
            self.places[place].add(counted)
            if self.by:
                self.rows.setdefault(key, Sum()).add(counted)
        if entry is not None:
            self.members.add(key, entry, counted)

    def _key(self, place: int, counted: Cell) -> Key:
        """A row's key: the parts of the period and the other dimensions, each where it was asked for."""
        spans, others = iter(self.keys[place]), iter(counted.key)
        return tuple(next(spans if name in SPLITS else others) for name in self.by)

    def part(self) -> Part:
        """What was counted, every identity checked."""
        total = self.total.row(())
        rows = [self.rows[key].row(key) for key in sorted(self.rows) if not self.rows[key].is_empty]
        sequence = [each.row(key) for key, each in zip(self.keys, self.places, strict=True)] if self.is_split else []
        sums = chain(sequence, total) if self.is_split else ()
        broken = [i for checked in (*rows, total) for i in identities(checked) if not i.holds]
        broken += [i for i in sums if not i.holds]
        assert not broken, broken
        return Part(self.period, rows, total, sequence, sums, self.spans, self.members.gathered)
