"""What the demonstration tells: every figure counted from its files by the use cases that the commands have.

It is true on any day, and of a file in which somebody went on working: what is not there is not told.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, DayKind
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.filters import Filters
from onestop_cli.core.limits import Unit
from onestop_cli.core.moments import Clock, Moments
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, View
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.tally import Row
from onestop_cli.sources.living_office import is_day_off
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases.dossiers import listing
from onestop_cli.usecases.explanations import Explained, explain
from onestop_cli.usecases.moves import Consent, Direction
from onestop_cli.usecases.notices import add_swap
from onestop_cli.usecases.played import ACTOR
from onestop_cli.usecases.reports.report import report
from onestop_cli.usecases.worklist import work_list

PRESENT = Moments()


class Overdue(NamedTuple):
    """A dossier that is open past its due day, with the working days since."""

    view: View
    working_days: int


class Skipped(NamedTuple):
    """Days that a limit does not count, with the names of the days off in them; none for a weekend."""

    first: date
    last: date
    names: tuple[str, ...]


class Swap(NamedTuple):
    """Two days that nobody has swapped, and how many dossiers would move if that were announced now."""

    off: date
    work: date
    later: int
    earlier: int


class Saved(NamedTuple):
    """A dossier that was on time, and what it is without its papers recorded late."""

    plain: Dossier
    strict: Dossier


class Story(NamedTuple):
    """The day of a living office, judged at `at`: what is due today and by the next working day, the one overdue for
    the longest of `n_overdue`, a date explained, a swap supposed, a dossier saved by a paper; last the year 2023."""

    at: datetime
    n_dossiers: int
    since: date
    n_today: int
    n_next: int
    next_day: date
    n_overdue: int
    overdue: Overdue | None
    explained: Explained | None
    skipped: tuple[Skipped, ...]
    swap: Swap | None
    saved: Saved | None
    of_2023: Row


def story(path: Path, register: Path, clock: Clock) -> Story:
    """What a living office and the register of 2023 beside it have to tell now.

    Raises as the use cases it asks.
    """
    now = clock()
    work = work_list(path, lambda: now, 1, PRESENT)
    views = listing(path, lambda: now, Filters(), None, (), None, PRESENT).views
    with reading(path) as connection:
        calendar = calendar_store.load(connection)
    explained = _explained(path, views, calendar, now)
    received = [view.entry.dossier.received_at.date() for view in views]
    return Story(
        now,
        len(views),
        min(received, default=now.date()),
        len(work.today),
        len(work.soon),
        work.until,
        len(work.overdue),
        _overdue(work.overdue, calendar, now.date()),
        explained,
        tuple(_skipped(explained)) if explained else (),
        _swap(path, calendar, now),
        _saved(path, now),
        _of_2023(register, now),
    )


def _overdue(views: list[View], calendar: Calendar, today: date) -> Overdue | None:
    if not views:
        return None
    due_at = views[0].entry.dossier.due_at
    assert due_at is not None
    return Overdue(views[0], calendar.working_days_between(due_at.date(), today))


def _explained(path: Path, views: list[View], calendar: Calendar, now: datetime) -> Explained | None:
    """The latest receipt whose limit of working days runs over a weekday off, explained."""
    for view in views:
        dossier = view.entry.dossier
        first, due_at = dossier.received_at.date(), dossier.due_at
        if due_at is None or dossier.time_limit.unit is not Unit.working_day:
            continue
        between = (first + timedelta(days=n) for n in range(1, (due_at.date() - first).days))
        if any(is_day_off(calendar, on) for on in between):
            return explain(path, lambda: now, dossier.code, PRESENT)
    return None


def _skipped(explained: Explained) -> Iterator[Skipped]:
    """The stretches of days that are not counted after the receipt."""
    for is_counted, days in groupby(explained.explanation.days[1:], lambda each: each.counted):
        if not is_counted:
            stretch = list(days)
            names = dict.fromkeys(each.name for each in stretch if each.name)
            yield Skipped(stretch[0].date, stretch[-1].date, tuple(names))


def _swap(path: Path, calendar: Calendar, now: datetime) -> Swap | None:
    """The first of the coming days that could be off for a Saturday after it, if that moved any dossier."""
    for n in range(2, 12):
        off = calendar.nth_working_day_after(now.date(), n)
        saturday = off + timedelta(days=5 - off.weekday())
        while calendar.kind(saturday) is not DayKind.weekend:
            saturday += timedelta(days=7)
        if calendar.kind(off) is DayKind.working_day:
            made = add_swap(path, lambda: now, ACTOR, off, saturday, "…", local=False, consent=Consent())
            later = sum(moved.direction is Direction.later for moved in made.moved)
            if made.moved:
                return Swap(off, saturday, later, len(made.moved) - later)
    return None


def _saved(path: Path, now: datetime) -> Saved | None:
    """The latest dossier that is late without its papers recorded late, and only so."""
    marked = Filters(recorded_late=1)
    plain, strict = (
        listing(path, lambda: now, marked, None, (), None, PRESENT, strict=strict).views for strict in (False, True)
    )
    late = {view.entry.dossier.code: view.entry.dossier for view in strict if view.outcome is Outcome.late}
    for view in plain:
        code = view.entry.dossier.code
        if view.outcome is Outcome.on_time and code in late:
            return Saved(view.entry.dossier, late[code])
    return None


def _of_2023(register: Path, now: datetime) -> Row:
    """The eight months that the ward published."""
    august = named_period(Kind.month, 8, 2023, Convention.calendar)
    asked = ReportRequest(august, ("none",), Basis.due, Granularity.unit, cumulative=True)
    return report(register, lambda: now, asked).parts[-1].total
