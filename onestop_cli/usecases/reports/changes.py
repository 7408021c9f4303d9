"""What was recorded between two positions of the ledger, and what it did to the figures of a report (domain §3.6).

Both reports are counted in one pass over the events: proof never asks the register (architecture, decision 15).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import amended, is_amendment
from onestop_cli.core.calendar import Calendar, Closure
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.dossier_changes import FieldChange, changed_fields, changed_words
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.recording import imports_of, login
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.core.tally import Cell, Key, columns
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger
from onestop_cli.usecases.entries import person
from onestop_cli.usecases.reports.counts import cells_told, told_again
from onestop_cli.usecases.reports.report import Counting
from onestop_cli.usecases.reports.stand import Events, Stand

Columns = tuple[str, ...]
_Placed = tuple[int, int, Cell]
"""A cell with its run and its place there; those that are equal are counted together."""
_CHANGES_NONE = (Act.deliver, Act.erase, Act.print)
"""The acts that change no figure."""


class Later(NamedTuple):
    """An event recorded in between, and under which login; what of the dossier it changed, of words only which."""

    event: Event
    login: str | None
    fields: tuple[FieldChange, ...] = ()
    words: tuple[str, ...] = ()


class RowChange(NamedTuple):
    """The columns of one row in which a dossier counted, and counts since."""

    key: Key
    before: Columns
    after: Columns


class _Moved(NamedTuple):
    """How a dossier counted and counts: what `Change` says of it."""

    is_cumulative: bool
    before: Columns
    after: Columns
    rows: tuple[RowChange, ...]


class Change(NamedTuple):
    """A dossier of which something was recorded in between that touches the period.

    `before` and `after` are the columns of the total in which it counts, both of the figures since the year began where
    `is_cumulative`; `rows` the rows in which it counts otherwise. `is_new` where it was not known before; `is_void`
    where it is void since.
    """

    code: str
    procedure_code: str
    procedure_name: str
    is_new: bool
    is_void: bool
    is_cumulative: bool
    before: Columns
    after: Columns
    rows: tuple[RowChange, ...]
    events: tuple[Later, ...]


class Group(NamedTuple):
    """Dossiers of which all that was recorded in between came of one event of the file: an import, or what moved dates.

    `moved` says of how many more, or fewer, dossiers each column of the total counts for it.
    """

    event: Event
    is_cumulative: bool
    n_dossiers: int
    moved: Counter[str]


class OfFile(NamedTuple):
    """An event of the file that changed a working day over which results of a period were counted, or its hours."""

    event: Event
    is_cumulative: bool


class Changes(NamedTuple):
    """Two reports of the same question, and what lies between them: dossiers by code, groups and days by number."""

    then: Report
    now: Report
    dossiers: list[Change]
    groups: list[Group]
    calendar: list[OfFile]


def changes(then: Stand, now: Stand, request: ReportRequest, judged_at: datetime, *, only_moved: bool) -> Changes:
    """The reports at two positions, `then` not after `now`, and what was recorded in between that touches the period.

    Without `only_moved` dossiers that count as they did, for the same working days, are told too.
    Raises `LedgerUnreadable`, `CalendarGap`.
    """
    of = _Comparison(then, now, request, judged_at, only_moved=only_moved)
    for code, events in ledger.events_by_dossier(now.connection):
        of.add(code, events)
    return of.told()


class _Comparison:
    """Both reports being counted."""

    def __init__(
        self, then: Stand, now: Stand, request: ReportRequest, judged_at: datetime, *, only_moved: bool
    ) -> None:
        assert then.known.position is not None
        self._then, self._now, self._position = then, now, then.known.position
        self._judged_at, self._only_moved = judged_at, only_moved
        self._before, self._after = Counting(request, judged_at), Counting(request, judged_at)
        self._is_same_calendar = then.calendar.edition == now.calendar.edition
        self._spans: list[_Span] = [_Span() for _ in self._after.periods]
        self._of_file = ledger.numbers_of_file(now.connection)
        self._numbered_after = ledger.marks_kept_since(now.connection).seq
        self._cells_counted: tuple[Counter[_Placed], Counter[_Placed]] = (Counter(), Counter())
        self._dossiers: list[Change] = []
        self._groups: dict[tuple[int, bool], Group] = {}

    def add(self, code: str, events: Iterator[Event]) -> None:
        """Count a dossier in both, and tell what changed it."""
        known, present = told_again(self._now, code, events)
        after = self._cells(self._now, present, known)
        if known and known[-1].seq > self._position:
            known_before, former = told_again(self._then, code, iter(known))
            before = self._cells(self._then, former, known_before)
        else:
            known_before, former, before = known, present, after
            if not self._is_same_calendar:
                before = self._cells(self._then, present, known)
            if code in self._now.seen:
                self._then.seen[code] = self._now.seen[code]
        for counts, cells in zip(self._cells_counted, (before, after), strict=True):
            for each in cells:
                counts[each] += 1
        for run, place, counted in after:
            if counted.state != "open" and present is not None:
                where = self._after.place(run, place, counted)
                if where.is_of_total:
                    self._spans[where.part].add(present)
        if known_before is not known and present is not None:
            self._compare(present, former, known, before, after)

    def _cells(self, at: Stand, dossier: Dossier | None, known: Events) -> list[_Placed]:
        return list(cells_told(at, self._after.runs, self._after.others, dossier, known))

    def _compare(
        self,
        present: Dossier,
        former: Dossier | None,
        known: Events,
        before: list[_Placed],
        after: list[_Placed],
    ) -> None:
        """Tell what changed a dossier, where it touches a part of the report."""
        counted = [_counted(self._before, before), _counted(self._after, after)]
        for part, _ in enumerate(self._after.periods):
            (total_before, rows_before), (total_after, rows_after) = (each.get(part, ((), {})) for each in counted)
            if not (total_before or total_after or rows_before or rows_after):
                continue
            keys = sorted(rows_before.keys() | rows_after.keys())
            rows = (RowChange(key, rows_before.get(key, ()), rows_after.get(key, ())) for key in keys)
            moved = tuple(row for row in rows if row.before != row.after)
            is_alike = not moved and total_before == total_after
            if self._only_moved and is_alike and not self._takes_other_days(part, former, known, after):
                return
            later = [e for e in _told_later(known, self._judged_at) if e.seq > self._position]
            if later:
                self._tell(present, former, known, later, _Moved(part > 0, total_before, total_after, moved))
            return

    def _takes_other_days(self, part: int, former: Dossier | None, known: Events, after: list[_Placed]) -> bool:
        """Whether what was recorded of a dossier changed the working days it took or saved.

        By the calendar of now: what a notice changed of them is told of the notice.
        """
        earlier = tuple(event for event in known if event.seq <= self._position)
        before = self._cells(self._now, former, earlier)
        return _days(self._before, before, part) != _days(self._after, after, part)

    def _tell(
        self, present: Dossier, former: Dossier | None, known: Events, later: Sequence[Event], moved: _Moved
    ) -> None:
        causes = {self._cause(event, known) for event in later}
        cause = next(iter(causes)) if len(causes) == 1 else None
        if cause is None:
            named = present.code, present.procedure_code, present.procedure_name
            is_void = present.status is Status.void and (former is None or former.status is not Status.void)
            events = tuple(self._later(known, later))
            self._dossiers.append(Change(*named, former is None, is_void, *moved, events))
            return
        key = cause, moved.is_cumulative
        if key not in self._groups:
            event = ledger.event(self._now.connection, cause)
            assert event is not None
            self._groups[key] = Group(event, moved.is_cumulative, 0, Counter())
        group = self._groups[key]
        group.moved.update(moved.after)
        group.moved.subtract(moved.before)
        self._groups[key] = group._replace(n_dossiers=group.n_dossiers + 1)

    def _cause(self, event: Event, events: Events) -> int | None:
        """The number of the event of the file that an event of a dossier came of: its import, or what moved its dates.

        An import before format 6 numbered its receipts only; its other acts were recorded at the very second. What
        moves dates is followed by the moves, with nothing of the file in between.
        """
        if event.kind == Act.move:
            place = bisect_left(self._of_file, event.seq)
            return self._of_file[place - 1] if place else None
        is_of_receipt = event.seq <= self._numbered_after and event.recorded_at == events[0].recorded_at
        return (events[0] if is_of_receipt and not is_amendment(event) else event).data.get("import")

    def _later(self, known: Events, later: Sequence[Event]) -> Iterator[Later]:
        """The events, each with what it changed of the dossier as it was told before."""
        of_imports = ledger.logins_of(self._now.connection, imports_of(later))
        for event in later:
            by = login(event.data, of_imports)
            before = fold(known, up_to=event.seq - 1)
            after = fold(known, up_to=event.seq)
            if before is None or after is None:
                yield Later(event, by)
                continue
            named = event.data.get("personal", ()) if event.kind == Act.correct else ()
            people = [person(self._now.connection, d.personal_seq) for d in (before, after)]
            words = changed_words(before, after, people[0], people[1], named)
            yield Later(event, by, changed_fields(before, after), words)

    def told(self) -> Changes:
        """Both reports, and what lies between."""
        for counting, counts in zip((self._before, self._after), self._cells_counted, strict=True):
            for (run, place, counted), n in counts.items():
                counting.add(run, place, counted._replace(n=n))
        then, now = self._before.report(self._then), self._after.report(self._now)
        groups = [group for _, group in sorted(self._groups.items())]
        return Changes(then, now, self._dossiers, groups, list(self._calendar_changes()))

    def _calendar_changes(self) -> Iterator[OfFile]:
        connection, up_to, before = self._now.connection, self._now.known.position, self._then.calendar
        for event in ledger.events_of_file(connection, calendar_store.CALENDAR_KINDS, self._position):
            if up_to is not None and event.seq > up_to:
                break
            after = calendar_store.known(connection, event.seq)
            for part, span in enumerate(self._spans):
                if any(_works(before, on) != _works(after, on) for on in span.days):
                    yield OfFile(event, part > 0)
                    break
            before = after


class _Span:
    """The days over which the results of a period were counted: after the first receipt to the last day by statute."""

    def __init__(self) -> None:
        self._first: date | None = None
        self._last = date.min

    def add(self, dossier: Dossier) -> None:
        received, finished = dossier.received_at.date(), dossier.finished_at
        self._first = received if self._first is None else min(self._first, received)
        self._last = max(self._last, *(at.date() for at in (finished, dossier.statutory_due_at) if at is not None))

    @property
    def days(self) -> Iterator[date]:
        if self._first is not None:
            yield from (self._first + timedelta(days=n) for n in range(1, (self._last - self._first).days + 1))


def _counted(counting: Counting, cells: Sequence[_Placed]) -> dict[int, tuple[Columns, dict[Key, Columns]]]:
    """By part of a report the columns of the total in which a dossier counts, and those of each row."""
    found: dict[int, tuple[Columns, dict[Key, Columns]]] = {}
    for run, place, counted in cells:
        where, named = counting.place(run, place, counted), columns(counted)
        total, rows = found.get(where.part, ((), {}))
        if where.key is not None:
            rows = {**rows, where.key: named}
        found[where.part] = (named if where.is_of_total else total, rows)
    return found


def _days(counting: Counting, cells: Sequence[_Placed], part: int) -> list[tuple[int | None, int | None]]:
    """The working days used and saved for which a dossier counts in a part of a report."""
    of_part = (counted for run, place, counted in cells if counting.place(run, place, counted).part == part)
    return [(counted.working_days, counted.saved_days) for counted in of_part]


def _told_later(events: Events, until: datetime) -> Iterator[Event]:
    """The amendments, and the acts that occurred by an instant as they are told now.

    A delivery and an erasure change no figure, nor does a printing, but for the slip that restates the promise.
    """
    told = {act.seq: act.occurred_at for act in amended(events).acts}
    for event in events:
        if event.kind in _CHANGES_NONE and not (event.kind == Act.print and is_amendment(event)):
            continue
        if is_amendment(event) or told.get(event.seq, event.occurred_at) <= until:
            yield event


def _works(calendar: Calendar, on: date) -> tuple[bool, tuple[Closure, ...]] | None:
    is_loaded = calendar.first <= on <= calendar.last
    return (calendar.is_working_day(on), calendar.closures.get(on, ())) if is_loaded else None
