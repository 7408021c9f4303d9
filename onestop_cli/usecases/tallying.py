"""What every report counts from: the dossiers of periods, each as it stood at its period's instant (domain §3.6, §4.1).

What is known is everything, or what was recorded by an instant (`--known-at`), or what the ledger held up to an event
(a seal). With everything known the register answers; otherwise the ledger is read once and each life told again.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.forms import index_group
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period
from onestop_cli.core.procedures import in_force
from onestop_cli.core.tally import Cell, Key, cell
from onestop_cli.errors import AsOfOutsidePeriod, InTheFuture, NothingKnown, PeriodNotBegun
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import catalogue, ledger
from onestop_cli.store.cells import DIMENSIONS, Slice, finished_cells, finished_in, open_at
from onestop_cli.store.database import reading
from onestop_cli.store.register import Entry
from onestop_cli.usecases.finding import person

Events = Sequence[Event]


class Known(NamedTuple):
    """What is taken as known: by an instant, up to an event of the ledger, or everything."""

    at: datetime | None = None
    position: int | None = None

    @property
    def is_everything(self) -> bool:
        return self.at is None and self.position is None

    def up_to(self, connection: sqlite3.Connection) -> int | None:
        """The number of the last event known, None for all. Raises `NothingKnown` before the first."""
        if self.position is not None or self.at is None:
            return self.position
        last = ledger.last_seq_known_at(connection, self.at)
        if not last:
            raise NothingKnown(known_at=self.at, first=ledger.recorded_from(connection))
        return last

    def of(self, events: Events) -> Events:
        """Those of a dossier's events that are known."""
        if self.position is not None:
            return [event for event in events if event.seq <= self.position]
        return [event for event in events if self.at is None or event.recorded_at <= self.at]


EVERYTHING = Known()


class Stand(NamedTuple):
    """Where one stands to count: the file, its calendar, what is known, and how it is judged."""

    connection: sqlite3.Connection
    calendar: Calendar
    known: Known
    basis: Basis
    granularity: Granularity


class Head(NamedTuple):
    """What the figures of a report rest on. `known_at` and `sealed` are None where everything is known."""

    agency_code: str
    agency_name: str
    is_synthetic: bool
    period: Period
    as_of: datetime
    known_at: datetime | None
    basis: Basis
    granularity: Granularity
    calendar_edition: str


class Listed(NamedTuple):
    """What is listed of a dossier behind a figure, as it stood for it."""

    code: str
    procedure_name: str
    field: str
    officer: str
    applicant: str
    channel: str
    status: Status
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None


class Member(NamedTuple):
    """A dossier behind a row: the row's key, what is listed of it, and its cell."""

    key: Key
    dossier: Listed
    cell: Cell


class Members:
    """The dossiers behind a report being gathered. What is equal is held once: months of a large ward are many."""

    def __init__(self) -> None:
        self.found: list[Member] = []
        self._shared: dict[Any, Any] = {}

    def add(self, key: Key, entry: Entry, found: Cell) -> None:
        """A dossier stands behind the row of a key."""
        d, share = entry.dossier, self._shared.setdefault
        listed = Listed(
            code=d.code,
            procedure_name=share(d.procedure_name, d.procedure_name),
            field=share(d.field, d.field),
            officer=share(d.officer, d.officer),
            applicant=entry.person.applicant,
            channel=share(d.channel, d.channel),
            status=d.status,
            received_at=d.received_at,
            due_at=d.due_at,
            finished_at=d.finished_at,
        )
        self.found.append(Member(share(key, key), share(listed, listed), share(found, found)))


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
    """The office's settings for reports as they apply on a day, known at an instant. Raises `NothingKnown`."""
    with reading(path) as connection:
        return defaults_in(connection, on, Known(known_at))


def defaults_in(connection: sqlite3.Connection, on: date, known: Known = EVERYTHING) -> Defaults:
    """The same within a transaction."""
    up_to = known.up_to(connection)
    found = {key: catalogue.setting(connection, key, on, up_to=up_to) or word for key, word in REPORTS.items()}
    return Defaults(Basis(found["basis"]), Granularity(found["granularity"]), Convention(found["convention"]))


def stand(connection: sqlite3.Connection, known: Known, basis: Basis, granularity: Granularity) -> Stand:
    """Where to count from. Raises `NothingKnown`."""
    calendar = calendar_store.known(connection, known.up_to(connection))
    return Stand(connection, calendar, known, basis, granularity)


def head(at: Stand, period: Period, as_of: datetime) -> Head:
    """The head of a report."""
    up_to, on = at.known.up_to(at.connection), as_of.date()
    return Head(
        agency_code=catalogue.setting(at.connection, "agency_code", on, up_to=up_to),
        agency_name=catalogue.setting(at.connection, "agency_name", on, up_to=up_to),
        is_synthetic=catalogue.setting(at.connection, "synthetic", on, up_to=up_to) == "yes",
        period=period,
        as_of=as_of,
        known_at=at.known.at,
        basis=at.basis,
        granularity=at.granularity,
        calendar_edition=at.calendar.edition,
    )


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
    at = as_of.end_of_day
    if as_of.at is None and as_of.on == now.date():
        at = min(at, now)
    if not period.first_second <= at <= period.last_second:
        raise AsOfOutsidePeriod(as_of=at, start=period.start, end=period.end)
    if at > now:
        raise InTheFuture(at=at, now=now)
    return at


def cells(at: Stand, runs: Sequence[Sequence[Slice]], by: tuple[str, ...]) -> Iterator[tuple[int, int, Cell]]:
    """The counted cells of runs of slices, each with its run and its place there.

    The slices of a run follow one another in time. Cells of results count many dossiers at once where everything is
    known.
    """
    if at.known.is_everything:
        for run, slices in enumerate(runs):
            for place, found in finished_cells(at.connection, slices, by, at.basis, at.granularity):
                yield run, place, found
            for place, part in enumerate(slices):
                for entry in open_at(at.connection, part.at):
                    dossier = stood(entry.dossier, part.at, _events_of(at, entry.dossier.code))
                    yield from ((run, place, c) for c in _cell(at, dossier, part, by))
        return
    for run, place, dossier, events in _told(at, runs):
        part = runs[run][place]
        yield from ((run, place, c) for c in _cell(at, stood(dossier, part.at, events), part, by))


def dossiers(
    at: Stand, runs: Sequence[Sequence[Slice]], by: tuple[str, ...], *, only_late: bool = False
) -> Iterator[tuple[int, int, Entry, Cell]]:
    """The dossiers behind `cells`, one by one, each as it stood in its slice.

    With `only_late`, finished ones that were not late may be left out.
    """
    if at.known.is_everything:
        for run, slices in enumerate(runs):
            for place, part in enumerate(slices):
                finished = finished_in(at.connection, part, at.basis, at.granularity, only_late=only_late)
                for entry in chain(finished, open_at(at.connection, part.at)):
                    entry = entry._replace(dossier=told_at(entry.dossier, part.at, _events_of(at, entry.dossier.code)))
                    for c in _cell(at, entry.dossier, part, by):
                        yield run, place, entry, c
        return
    for run, place, now, events in _told(at, runs):
        part = runs[run][place]
        dossier = told_at(now, part.at, events)
        for c in _cell(at, dossier, part, by):
            yield run, place, Entry(dossier, person(at.connection, dossier.personal_seq)), c


def _cell(at: Stand, dossier: Dossier, part: Slice, by: tuple[str, ...]) -> Iterator[Cell]:
    key: Key = tuple(_key(dossier, name) for name in by)
    found = cell(dossier, key, part.period, part.at, at.calendar, at.basis, at.granularity)
    if found is not None:
        yield found


def _key(dossier: Dossier, name: str) -> str:
    return index_group(dossier) if name == "index_group" else getattr(dossier, DIMENSIONS[name])


def _events_of(at: Stand, code: str) -> Callable[[], Events]:
    return lambda: at.known.of(ledger.dossier_events(at.connection, code))


def _told(at: Stand, runs: Sequence[Sequence[Slice]]) -> Iterator[tuple[int, int, Dossier, Callable[[], Events]]]:
    """Every dossier told again from the ledger, with its events, for each slice it may be in."""
    for _, events in ledger.events_by_dossier(at.connection):
        known = at.known.of(list(events))
        now = fold(known)
        if now is None or now.status is Status.void:
            continue
        for run, slices in enumerate(runs):
            first = bisect_left(slices, now.received_at, key=lambda part: part.at)
            last = len(slices)
            if now.finished_at is not None:
                last = bisect_right(slices, now.finished_at, key=lambda part: part.period.first_second)
            for place in range(first, last):
                yield run, place, now, lambda known=known: known


def stood(dossier: Dossier, at: datetime, events: Callable[[], Events]) -> Dossier:
    """A dossier that had been received by an instant, as it stood then, in what a report counts.

    Only where an act since changed its dates, its suspensions or its officer must its events be folded again; a later
    result is simply undone.
    """
    if dossier.changed_at is not None and dossier.changed_at > at:
        found = fold(events(), at)
        assert found is not None
        return found
    if dossier.finished_at is None or dossier.finished_at <= at:
        return dossier
    return dossier._replace(status=Status.received, resolved_at=None, result=None, closed_at=None)


def told_at(dossier: Dossier, at: datetime, events: Callable[[], Events]) -> Dossier:
    """The same in everything: its note and its delivery too."""
    if dossier.last_act_at <= at:
        return dossier
    found = fold(events(), at)
    assert found is not None
    return found


def procedure_names(at: Stand, on: date) -> dict[str, str]:
    """The names of procedures as the catalogue had them on a day."""
    up_to = at.known.up_to(at.connection)
    versions = [v for v in catalogue.procedure_versions(at.connection) if up_to is None or v.seq <= up_to]
    named = in_force(versions, on) or versions
    return {p.code: p.name for p in (*versions, *named)}
