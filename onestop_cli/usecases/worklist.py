"""The morning's work list: what is overdue, due, waiting too long or not collected. Nothing is written."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import OPEN, WAITS_FOR_CITIZEN, Status
from onestop_cli.core.letters import letter_days
from onestop_cli.core.moments import DAY, Clock, Moments, instant
from onestop_cli.core.outcomes import Outcome, View, view
from onestop_cli.core.supplements import has_expired
from onestop_cli.errors import CalendarGap
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time, register, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import entries_at


class WorkList(NamedTuple):
    """The day's work: each list with what is most urgent first.

    `working_days` are those from the due day to today by code, negative before it; where the calendar of then is not
    loaded there is none. `agency` is the office's own code.
    """

    at: datetime
    within: int
    until: date
    overdue: list[View]
    today: list[View]
    soon: list[View]
    expired: list[View]
    waiting: list[View]
    ready: list[View]
    waiting_days: int
    uncollected_days: int
    n_letters: int
    """Of those due soon: for how many today is the last working day on which a letter of apology can go out."""
    working_days: dict[str, int]
    agency: str

    @property
    def views(self) -> list[View]:
        return [*self.overdue, *self.today, *self.soon, *self.expired, *self.waiting, *self.ready]


def work_list(path: Path, clock: Clock, within: int, moments: Moments) -> WorkList:
    """What is overdue, due today, due soon, not supplemented by its day, waiting for the citizen too long, and not
    collected.

    `within` working days are soon; how many days are too long is set by `waiting_days` and `uncollected_days`.
    """
    with reading(path) as connection:
        at = moments.as_of or clock()
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        calendar = calendar_store.known(connection, up_to)
        until = calendar.nth_working_day_after(at.date(), within) if within else at.date()
        waits, uncollected, agency = (
            settings.value(connection, key, at.date(), up_to=up_to)
            for key in ("waiting_days", "uncollected_days", "agency_code")
        )
        waiting_days, uncollected_days = int(waits), int(uncollected)
        if moments.is_present:
            open_ones = [view(e, at) for e in register.open_dossiers(connection, instant(until, DAY - 1))]
            stopped = [view(e, at) for e in register.suspended(connection)]
            ready = [view(e, at) for e in register.uncollected(connection)]
        else:
            views = [view(e, at) for e in entries_at(connection, moments)]
            open_ones = [v for v in views if v.entry.dossier.status in OPEN and _is_due_by(v, until)]
            open_ones.sort(key=lambda v: (v.entry.dossier.due_at or at, v.entry.dossier.code))
            stopped = [v for v in views if v.entry.dossier.status is Status.suspended]
            ready = [v for v in views if v.entry.dossier.status is Status.resolved]
            ready.sort(key=lambda v: (v.entry.dossier.resolved_at or at, v.entry.dossier.code))
    running = [v for v in open_ones if v.outcome is Outcome.within]
    overdue = [v for v in open_ones if v.outcome is Outcome.overdue]
    today = [v for v in running if _is_due_by(v, at.date())]
    soon = [v for v in running if not _is_due_by(v, at.date())]
    waits = sorted((v for v in stopped if v.outcome is Outcome.suspended), key=_suspended_at)
    expired = [v for v in waits if has_expired(v.entry.dossier, at.date())]
    waiting = [v for v in waits if v not in expired and _waits_since(v, at, waiting_days)]
    ready = [v for v in ready if _days_since(v.entry.dossier.resolved_at or at, at) >= uncollected_days]
    letters = (letter_days(calendar, v.entry.dossier, at.date()) for v in soon)
    n_letters = sum(days is not None and days.advised == at.date() for days in letters)
    lists = overdue, today, soon, expired, waiting, ready
    days = _working_days(calendar, [*overdue, *soon], at.date())
    return WorkList(at, within, until, *lists, waiting_days, uncollected_days, n_letters, days, agency)


def _working_days(calendar: Calendar, views: list[View], on: date) -> dict[str, int]:
    """The working days from each due day to a day, by code."""
    days: dict[str, int] = {}
    for dossier in (v.entry.dossier for v in views):
        with suppress(CalendarGap):
            days[dossier.code] = calendar.working_days_between((dossier.due_at or dossier.received_at).date(), on)
    return days


def _waits_since(view: View, at: datetime, days: int) -> bool:
    """Whether a dossier has been waiting for the citizen so many days."""
    running = view.entry.dossier.running_suspension
    return running is not None and running.reason in WAITS_FOR_CITIZEN and _days_since(running.from_at, at) >= days


def _suspended_at(view: View) -> tuple[datetime, str]:
    dossier = view.entry.dossier
    return dossier.suspensions[-1].from_at, dossier.code


def _days_since(start: datetime, at: datetime) -> int:
    return (at.date() - start.date()).days


def _is_due_by(view: View, day: date) -> bool:
    due_at = view.entry.dossier.due_at
    return due_at is not None and due_at.date() <= day
