"""The counting of one due date day by day, so that it can be redone by hand (domain §3.1-3.3).

Made from the same calendar, office rules, limit and suspensions as the date itself. Redoing it needs only the days
listed: the last one counted is the last day of the limit, unless a later one stands there as `after_resumption` (a
due date never comes before the first due time after the clock ran again). An hour limit ends where its last stretch
ends, an empty one if that is the first open instant after the clock ran again.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Day
from onestop_cli.core.explained_days import Began, ExplainedDay, Listing, Stretch, each_day, explained_day
from onestop_cli.core.limits import Start, TimeLimit, Unit, end_of_open_time
from onestop_cli.core.office import Office
from onestop_cli.core.suspensions import (
    CountedSuspension,
    due_after,
    given_due_after,
    open_seconds,
    since_given,
    start_of_count,
    suspended_time,
)


class DayByDay(NamedTuple):
    """A due instant with the days from receipt to it, and the stretches of open time of an hour limit.

    `due_at` is None, and nothing is listed, without a limit.
    """

    due_at: datetime | None
    days: tuple[ExplainedDay, ...]
    minutes: tuple[Stretch, ...]


def day_by_day(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    began: Began,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension] = (),
) -> DayByDay:
    """The due instant of a limit counted day by day from a receipt, with the suspensions that count.

    `named_days` gives the name and source of every day off or make-up day in the stretch counted.
    Raises `CalendarGap` as `due_instant` does.
    """
    first, start = began.counted_from(calendar, office), began.start
    due_at = due_after(calendar, office, first, limit, suspensions, start)
    if due_at is None:
        return DayByDay(None, (), ())
    origin, since = start_of_count(calendar, office, first, limit.unit, suspensions, start)
    suspended = {on for each in suspensions for on in each_day(each.start.date() + timedelta(days=1), each.end.date())}
    is_anew = len(since) < len(suspensions)
    replaced = suspensions[len(suspensions) - len(since) - 1].end if is_anew else began.received_at
    listing = Listing(
        calendar, office, named_days, limit, due_at.date(), suspended, _first_reason(began, origin, replaced, is_anew)
    )
    before = listing.before(began, first.date(), replaced.date(), origin.date())
    minutes: tuple[Stretch, ...] = ()
    match limit.unit:
        case Unit.working_hour:
            minutes = tuple(_stretches_used(calendar, office, origin, limit, since))
            if due_at > minutes[-1][1]:
                minutes = (*minutes, (due_at, due_at))
            days = listing.hours(origin, due_at, minutes, since)
        case Unit.same_day:
            days = listing.same_day(origin)
        case Unit.calendar_day | Unit.month:
            days = listing.calendar_days(origin.date(), since)
        case _:
            days = listing.working_days(origin.date())
    return DayByDay(due_at, (*before, *days), minutes)


def working_days_from(
    calendar: Calendar, named_days: dict[date, Day], first: date, n: int, due_on: date
) -> tuple[ExplainedDay, ...]:
    """The n working days from a day on, itself the first if it is one, up to the due day."""
    days: list[ExplainedDay] = []
    counted = 0
    for on in each_day(first, due_on):
        is_counted = calendar.is_working_day(on) and counted < n
        counted += is_counted
        is_floor = on == due_on and not is_counted
        reason = "after_resumption" if is_floor else calendar.kind(on).value
        days.append(explained_day(named_days, on, is_counted, counted if is_counted else None, reason))
    return tuple(days)


def given_day_by_day(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    given: datetime,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension],
    start: Start = Start.receipt,
) -> DayByDay:
    """A due instant that was given with what moved it: the suspended time after it, in the limit's unit.

    From a restart on it is our own counting from the resumption, which may end before the date given. Nothing is listed
    where nothing moved it. Raises `CalendarGap`.
    """
    since = since_given(calendar, office, limit.unit, suspensions, start)
    if len(since) < len(suspensions):
        resumed = Began(suspensions[len(suspensions) - len(since) - 1].end, start)
        due_at, days, minutes = day_by_day(calendar, office, named_days, resumed, limit, since)
        first = (row._replace(reason="resumption_day" if row.reason == "receipt_day" else row.reason) for row in days)
        return DayByDay(due_at, tuple(first), minutes)
    due_at = given_due_after(calendar, office, given, limit, suspensions, start)
    if due_at == given:
        return DayByDay(given, (), ())
    suspended = suspended_time(calendar, office, limit.unit, suspensions)
    listing = Listing(calendar, office, named_days, limit, due_at.date(), set(), "given_day")
    if limit.unit is not Unit.working_hour:
        return DayByDay(due_at, tuple(listing.after_given(given.date(), suspended)), ())
    minutes = tuple(end_of_open_time(calendar, office, given, suspended)) if suspended else ()
    if not minutes or due_at > minutes[-1][1]:
        minutes = (*minutes, (due_at, due_at))
    return DayByDay(due_at, tuple(listing.hours(given, due_at, minutes, ())), minutes)


def _first_reason(began: Began, origin: datetime, replaced: datetime, is_anew: bool) -> str:
    """Why the day that a count begins after is not counted."""
    if origin.date() > replaced.date():
        return "start_day"
    if is_anew:
        return "resumption_day"
    return "submitted_day" if began.start is Start.submitted and began.submitted_at is not None else "receipt_day"


def _stretches_used(
    calendar: Calendar, office: Office, origin: datetime, limit: TimeLimit, since: Sequence[CountedSuspension]
) -> list[Stretch]:
    """The stretches of open time an hour limit uses up, between the suspensions."""
    assert limit.amount is not None
    left, start = limit.amount * 3600, origin
    stretches: list[Stretch] = []
    for each in since:
        before = min(left, open_seconds(calendar, office, start, each.start))
        if before:
            stretches += end_of_open_time(calendar, office, start, before)
        left, start = left - before, each.end
    return stretches + end_of_open_time(calendar, office, start, left) if left else stretches
