"""What every report counts: the dossiers of periods, each as it stood at its period's instant (domain §3.6, §4.1).

With everything known the register answers; otherwise the ledger is read once and each life told again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.dossier import CHANNELS, Dossier, Entry, Status
from onestop_cli.core.index_766 import index_group
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold, told_at
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis, due
from onestop_cli.core.report import DIMENSIONS, Head, Listed, Member, ReportRequest, Slice
from onestop_cli.core.tally import Cell, Key, cell
from onestop_cli.errors import NONSENSE, LedgerUnreadable
from onestop_cli.store import ledger, register
from onestop_cli.store.agreement import must_agree
from onestop_cli.store.cells import finished_cells, finished_in, open_at
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import person
from onestop_cli.usecases.reports import stand
from onestop_cli.usecases.reports.marks import of_events
from onestop_cli.usecases.reports.stand import Events, Stand


class Members:
    """The dossiers behind a report being gathered. What is equal is held once: months of a large ward are many."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis
        self.gathered: list[Member] = []
        self._shared: dict[Any, Any] = {}

    def add(self, key: Key, entry: Entry, counted: Cell) -> None:
        """A dossier stands behind the row of a key."""
        d, share = entry.dossier, self._shared.setdefault
        name, field, officer, channel = [share(t, t) for t in (d.procedure_name, d.field, d.officer, d.channel)]
        received = d.received_at.date() if d.received_is_day else d.received_at
        instants = (
            received,
            due(d, self.basis).at,
            d.finished_at.date() if d.finished_at and (d.resolved_is_day or d.closed_is_day) else d.finished_at,
        )
        listed = Listed(d.code, name, field, officer, entry.person.applicant, channel, d.status, *instants)
        self.gathered.append(Member(share(key, key), share(listed, listed), share(counted, counted)))


class Counted(NamedTuple):
    """A period counted whole: its cells, with the dossiers behind them if they were asked for."""

    head: Head
    cells: list[Cell]
    members: Sequence[Member]
    names: dict[str, str]


def counted(path: Path, clock: Clock, request: ReportRequest, by: tuple[str, ...]) -> Counted:
    """The cells of the period of a request, broken down by dimensions or `index_group`.

    Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`, `NothingKnown`, `CalendarGap`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        judged_at = stand.judged_at(request.period, request.as_of, request.known_at, clock())
        runs = [[Slice(request.period, judged_at)]]
        members = Members(request.basis)
        for _, _, entry, c in dossiers(at, runs, by) if request.with_members else ():
            members.add(c.key, entry, c)
        each = [m.cell for m in members.gathered] if request.with_members else [c for _, _, c in cells(at, runs, by)]
        head = stand.head(at, request.period, judged_at)
        return Counted(head, each, members.gathered, stand.procedure_names(at, request.period.end))


def cells(at: Stand, runs: Sequence[Sequence[Slice]], by: tuple[str, ...]) -> Iterator[tuple[int, int, Cell]]:
    """The counted cells of runs of slices, each with its run and its place there.

    The slices of a run follow one another in time. Cells of results count many dossiers at once where everything is
    known.
    """
    if at.known.is_everything:
        finished = [0] * len(runs)
        for run, slices in enumerate(runs):
            for place, counted in finished_cells(at.connection, slices, by, at.basis, at.granularity):
                finished[run] += counted.n
                yield run, place, counted
            for place, part in enumerate(slices):
                for now, _ in open_at(at.connection, part.at):
                    dossier = stood(now, part.at, _events_of(at, now.code))
                    yield from ((run, place, c) for c in _cell(at, dossier, part, by))
        must_agree(at.connection, runs, finished)
        if at.strict is not None:
            yield from _without_papers(at, runs, by)
        return
    for run, place, dossier, events in _told(at, runs):
        part = runs[run][place]
        yield from ((run, place, c) for c in _cell(at, _stood(at, dossier, part.at, events), part, by))


def _without_papers(at: Stand, runs: Sequence[Sequence[Slice]], by: tuple[str, ...]) -> Iterator[tuple[int, int, Cell]]:
    """What is to be added where papers recorded late are left out: their dossiers taken away as they were counted, and
    counted without them."""
    for entry in register.recorded_late(at.connection):
        now, events = entry.dossier, _events_of(at, entry.dossier.code)
        for run, slices in enumerate(runs):
            for place, part in enumerate(slices):
                if now.received_at <= part.at and now.status is not Status.void:
                    counted = _cell(at, stood(now, part.at, events), part, by)
                    yield from ((run, place, c._replace(n=-1)) for c in counted)
                strictly = at.told(events(), part.at)
                if strictly is not None:
                    yield from ((run, place, c) for c in _cell(at, strictly, part, by))


def _stood(at: Stand, dossier: Dossier, instant: datetime, events: Callable[[], Events]) -> Dossier:
    """A dossier as it stood; without its papers recorded late where that is asked for."""
    if at.strict is None or not dossier.recorded_late:
        return stood(dossier, instant, events)
    then = at.told(events(), instant)
    assert then is not None
    return then


def dossiers(
    at: Stand, runs: Sequence[Sequence[Slice]], by: tuple[str, ...], *, only_late: bool = False
) -> Iterator[tuple[int, int, Entry, Cell]]:
    """The dossiers behind `cells`, one by one, each as it stood in its slice.

    With `only_late`, finished ones that were not late may be left out.
    """
    if at.known.is_everything:
        must_agree(at.connection, runs)
        for run, slices in enumerate(runs):
            for place, part in enumerate(slices):
                finished = finished_in(at.connection, part, at.basis, at.granularity, only_late=only_late)
                for entry in chain(finished, open_at(at.connection, part.at)):
                    if at.strict is not None and entry.dossier.recorded_late:
                        continue
                    entry = entry._replace(dossier=told_at(entry.dossier, part.at, _events_of(at, entry.dossier.code)))
                    for c in _cell(at, entry.dossier, part, by):
                        yield run, place, entry, c
                for entry in () if at.strict is None else at.strict.marked(part.at):
                    for c in _cell(at, entry.dossier, part, by):
                        yield run, place, entry, c
        return
    for run, place, now, events in _told(at, runs):
        instant = runs[run][place].at
        is_strict = at.strict is not None and bool(now.recorded_late)
        dossier = _stood(at, now, instant, events) if is_strict else told_at(now, instant, events)
        for c in _cell(at, dossier, runs[run][place], by):
            yield run, place, Entry(dossier, person(at.connection, dossier.personal_seq)), c


def _cell(at: Stand, dossier: Dossier, part: Slice, by: tuple[str, ...]) -> Iterator[Cell]:
    key: Key = tuple(_key(dossier, name) for name in by)
    counted = cell(dossier, key, part.period, part.at, at.calendar, at.basis, at.granularity)
    if counted is not None:
        yield counted


def _key(dossier: Dossier, name: str) -> str:
    return index_group(dossier) if name == "index_group" else getattr(dossier, DIMENSIONS[name])


def _events_of(at: Stand, code: str) -> Callable[[], Events]:
    return lambda: at.known.of(ledger.dossier_events(at.connection, code))


def _told(at: Stand, runs: Sequence[Sequence[Slice]]) -> Iterator[tuple[int, int, Dossier, Callable[[], Events]]]:
    """Every dossier told again from the ledger, with its events, for each slice it may be in."""
    for code, events in ledger.events_by_dossier(at.connection):
        known, now = _told_again(at, code, events)
        if now is not None and (now.recorded_late or now.entered_late_at is not None):
            at.seen[code] = of_events(known)
        if now is not None:
            for run, place in _places(runs, now):
                yield run, place, now, lambda known=known: known


def _places(runs: Sequence[Sequence[Slice]], now: Dossier) -> Iterator[tuple[int, int]]:
    """The slices of runs that a dossier may be in; a void one is in none."""
    if now.status is Status.void:
        return
    for run, slices in enumerate(runs):
        first = bisect_left(slices, now.received_at, key=lambda part: part.at)
        last = len(slices)
        if now.finished_at is not None:
            last = bisect_right(slices, now.finished_at, key=lambda part: part.period.first_second)
        for place in range(first, last):
            yield run, place


def of_dossier(
    at: Stand, runs: Sequence[Sequence[Slice]], by: tuple[str, ...], now: Dossier, known: Events
) -> Iterator[tuple[int, int, Cell]]:
    """The cells of one dossier in runs of slices, from its known events and its state after them."""
    for run, place in _places(runs, now):
        part = runs[run][place]
        yield from ((run, place, c) for c in _cell(at, _stood(at, now, part.at, lambda: known), part, by))


def _told_again(at: Stand, code: str, events: Iterator[Event]) -> tuple[Events, Dossier | None]:
    """The events known of a dossier and its state from them. Raises `LedgerUnreadable` where they make no life."""
    try:
        known = at.known.of(list(events))
        now = at.told(known)
        assert now is None or now.channel in CHANNELS, now.channel
    except NONSENSE as problem:
        raise LedgerUnreadable(code=code) from problem
    return known, now


def stood(dossier: Dossier, at: datetime, events: Callable[[], Events]) -> Dossier:
    """A dossier that had been received by an instant, as it stood then, in what a report counts.

    Only where an act since changed its dates, its suspensions or its officer must its events be folded again; a later
    result is simply undone.
    """
    if dossier.changed_at is not None and dossier.changed_at > at:
        return _folded(events, at)
    if dossier.finished_at is None or dossier.finished_at <= at:
        return dossier
    return dossier._replace(status=Status.received, resolved_at=None, result=None, closed_at=None)


def _folded(events: Callable[[], Events], at: datetime) -> Dossier:
    then = fold(events(), at)
    assert then is not None
    return then
