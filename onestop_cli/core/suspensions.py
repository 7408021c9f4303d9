"""What a suspension (tạm dừng) does to the due dates (domain §3.3).

Each due date is derived from receipt, never from the previous result, in its own unit: `working_day` counts the
suspended working days on top of the limit; `calendar_day` and `month` move the unrolled target and roll it once;
`working_hour` adds the suspended open time; `same_day` applies the same-day rule to the resumption. A due date never
comes before the first due time at or after the last resumption, and never earlier than it was. `restart` puts
the resumption in the place of receipt. A suspension that begins after a due instant moves that date in nothing.

Continuing is our default [D]; the national index subtracts suspended time (766/QĐ-TTg) [V]. Nothing here decides
whether a dossier may be suspended: that is `core.acts`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Counts, Dates, Dossier, DueSource, Policy
from onestop_cli.core.limits import (
    NO_LIMIT,
    TimeLimit,
    Unit,
    due_instant,
    end_of_open_time,
    is_provisional,
    unrolled_day,
)
from onestop_cli.core.moments import instant, second_of_day
from onestop_cli.core.office import Office, due_second, open_stretches


class Break(NamedTuple):
    """A suspension that has ended and counts, as one due date sees it: [start, end]."""

    start: datetime
    end: datetime
    policy: Policy


def due_after(
    calendar: Calendar,
    office: Office,
    received_at: datetime,
    limit: TimeLimit,
    breaks: Sequence[Break],
    given: datetime | None = None,
) -> datetime | None:
    """The due instant of a limit after suspensions, in the order they happened; None without a limit.

    `given` is a date that was not counted but given (by another system, or in a letter): it is moved by the
    suspended time in the limit's unit, working days where there is none. Raises `CalendarGap`.

    Received Wed 7/1/2026, due Thu 8/1, suspended from Thursday to Friday:

    >>> from onestop_cli.core.limits import time_limit
    >>> at = lambda day: instant(datetime(2026, 1, day).date(), 36_000)
    >>> january = Calendar(at(1).date(), "hseewwwwwmewwwww")
    >>> due_after(january, Office(), at(7), time_limit("1:working_day"), [Break(at(8), at(9), Policy.continue_)])
    datetime.datetime(2026, 1, 9, 17, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=25200)))
    """
    due_at = given or due_instant(calendar, office, received_at, limit)
    if due_at is None:
        return None
    origin, since = received_at, list[Break]()
    for each in breaks:
        if each.policy is Policy.restart and limit.unit is not Unit.none:
            origin, since, given = each.end, [], None
        else:
            since.append(each)
        derived = _continued(calendar, office, origin, limit, since, given) or due_at
        due_at = max(due_at, derived, first_due_time(calendar, office, limit.unit, each.end))
    return due_at


def _continued(
    calendar: Calendar,
    office: Office,
    origin: datetime,
    limit: TimeLimit,
    since: Sequence[Break],
    given: datetime | None,
) -> datetime | None:
    """The due instant counted from receipt (or a date given) with the suspended time on top."""
    if not since:
        return due_instant(calendar, office, origin, limit)
    match limit.unit:
        case Unit.same_day:
            return due_instant(calendar, office, since[-1].end, limit)
        case Unit.working_hour:
            seconds = sum(open_seconds(calendar, office, each.start, each.end) for each in since)
            if given is not None:
                return end_of_open_time(calendar, office, given, seconds)[-1][1] if seconds else given
            assert limit.amount is not None
            return end_of_open_time(calendar, office, origin, limit.amount * 3600 + seconds)[-1][1]
        case Unit.working_day | Unit.none:
            suspended = sum(suspended_working_days(calendar, each.start, each.end) for each in since)
            if given is not None:
                last = calendar.nth_working_day_after(given.date(), suspended) if suspended else given.date()
                return instant(last, second_of_day(given))
            assert limit.amount is not None
            last = calendar.nth_working_day_after(origin.date(), limit.amount + suspended)
        case Unit.calendar_day | Unit.month:
            days = timedelta(days=sum((each.end.date() - each.start.date()).days for each in since))
            if given is not None:
                last = calendar.working_day_from(given.date() + days) if days else given.date()
                return instant(last, second_of_day(given))
            last = calendar.working_day_from(unrolled_day(origin.date(), limit) + days)
    return instant(last, due_second(calendar, office, last))


def suspended_working_days(calendar: Calendar, start: datetime, end: datetime) -> int:
    """The working days in (suspended day, resumed day]."""
    return calendar.working_days_between(start.date(), end.date())


def open_seconds(calendar: Calendar, office: Office, start: datetime, end: datetime) -> int:
    """The open time between two instants, in seconds."""
    day, total = start.date(), 0
    while day <= end.date():
        low = second_of_day(start) if day == start.date() else 0
        high = second_of_day(end) if day == end.date() else 86_400
        total += sum(
            max(0, min(closes, high) - max(opens, low)) for opens, closes in open_stretches(calendar, office, day)
        )
        day += timedelta(days=1)
    return total


def first_due_time(calendar: Calendar, office: Office, unit: Unit, at: datetime) -> datetime:
    """The first instant at or after another at which a limit of a unit can end.

    Hours: the first open instant; everything else: the due time of the day, or of the next working day.
    """
    if unit is Unit.working_hour:
        return end_of_open_time(calendar, office, at, 1)[0][0]
    day = calendar.working_day_from(at.date())
    due_at = instant(day, due_second(calendar, office, day))
    if due_at < at:
        day = calendar.nth_working_day_after(day, 1)
        due_at = instant(day, due_second(calendar, office, day))
    return due_at


# --- of a dossier ------------------------------------------------------------------------------------


def suspension_counts(dossier: Dossier, at: datetime) -> Counts:
    """For which of its due dates a suspension that begins at an instant counts.

    It does where it begins at or before the due instant then in force, and where there is no limit to pass.
    """
    extended = dossier.extended_due_at
    return Counts(
        due=dossier.due_at is None or at <= dossier.due_at,
        statutory=dossier.statutory_due_at is None or at <= dossier.statutory_due_at,
        extended=None if extended is None else at <= extended,
    )


def breaks_of(dossier: Dossier, basis: str) -> tuple[Break, ...]:
    """The suspensions that have ended and count for a due date: `due`, `statutory`, or the last letter's `extended`."""
    since = dossier.extensions[-1].at if basis == "extended" else dossier.received_at
    return tuple(
        Break(s.from_at, s.to_at, s.policy)
        for s in dossier.suspensions
        if s.to_at is not None and getattr(s.counts, basis) and s.from_at >= since
    )


def our_breaks(calendar: Calendar, office: Office, dossier: Dossier) -> tuple[Break, ...]:
    """The suspensions our own counting of the due date takes in.

    Those that count for it; beside another system's date, those that would count for ours.
    """
    found = breaks_of(dossier, "due")
    if dossier.due_source is DueSource.engine:
        return found
    ours: list[Break] = []
    for each in found:
        due_at = due_after(calendar, office, dossier.received_at, dossier.time_limit, ours)
        if due_at is None or each.start <= due_at:
            ours.append(each)
    return tuple(ours)


def derived_dates(
    calendar: Calendar, office: Office, dossier: Dossier, limits: tuple[TimeLimit, TimeLimit] | None = None
) -> Dates:
    """The three due instants counted anew from receipt, with the suspensions that have ended.

    `limits` are the committed and the statutory one, the dossier's own unless given. Raises `CalendarGap`.
    """
    committed, statutory = limits or (dossier.time_limit, dossier.statutory_time_limit)
    given = None
    if dossier.due_source is DueSource.foreign:
        given = dossier.suspensions[0].before.due_at if dossier.suspensions else dossier.due_at
    extended = None
    if dossier.extensions:
        letter = dossier.extensions[-1]
        day = calendar.working_day_from(letter.due_after.date())
        new = instant(day, due_second(calendar, office, day))
        extended = due_after(calendar, office, letter.at, NO_LIMIT, breaks_of(dossier, "extended"), new)
    return Dates(
        due_after(calendar, office, dossier.received_at, committed, breaks_of(dossier, "due"), given),
        due_after(calendar, office, dossier.received_at, statutory, breaks_of(dossier, "statutory")),
        extended,
    )


def resumed_dates(calendar: Calendar, office: Office, dossier: Dossier, at: datetime) -> Dates:
    """The three due instants once the running suspension ends at an instant; none is earlier than it was."""
    running = dossier.running_suspension
    assert running is not None
    resumed = dossier._replace(suspensions=(*dossier.suspensions[:-1], running._replace(to_at=at)))
    derived = derived_dates(calendar, office, resumed)
    return Dates(
        *(
            max(new, old) if counts and new is not None and old is not None else old
            for old, new, counts in zip(dossier.dates, derived, running.counts, strict=True)
        )
    )


def rests_on_guess(calendar: Calendar, dossier: Dossier, dates: Dates) -> bool:
    """Whether the due instant among the dates rests on days no published decision confirms (§2.1)."""
    if dossier.due_source is DueSource.foreign:
        return dossier.calendar_provisional
    return is_provisional(calendar, dossier.received_at, dossier.time_limit, dates.due_at)


def days_suspended(calendar: Calendar, dossier: Dossier) -> int:
    """The working days the dossier's clock stood still, over all suspensions that have ended and count (§4.1)."""
    return sum(
        suspended_working_days(calendar, s.from_at, s.to_at) for s in dossier.suspensions if s.to_at and s.counts.due
    )
