"""What a suspension (tạm dừng) does to the due dates (domain §3.3).

A date is either counted or given, and each has its function. A *counted* one is derived from receipt, never from the
previous result (or from what the start rule puts in its place, before which no suspended time lies), with the
suspended time on top in the limit's own unit: `working_day` counts the suspended working days on top of the limit;
`calendar_day` and `month` move the unrolled target and roll it once; `working_hour` adds the suspended open time;
`same_day` applies the same-day rule to the resumption. `restart` puts the resumption in the place of receipt, under the
same start rule. A *given* one (another system's, an agreed one, or a letter's) has no receipt to be counted from: it
moves by the suspended time, and is counted only from a restart on.

A due date never comes before the first due time at or after the last resumption, and never earlier than it was. A
suspension that begins after a due day (an instant, where the hour decides) moves that date in nothing.

Continuing is our default [D]; the national index subtracts suspended time (766/QĐ-TTg) [V]. Nothing here decides
whether a dossier may be suspended: that is `core.acts`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Policy
from onestop_cli.core.limits import Start, TimeLimit, Unit, counted_from, due_instant, end_of_open_time
from onestop_cli.core.moments import instant, second_of_day
from onestop_cli.core.office import Office, due_second, open_stretches
from onestop_cli.core.outcomes import Due, Granularity, is_by_date


class CountedSuspension(NamedTuple):
    """A suspension that has ended and counts, as one due date sees it: [start, end]."""

    start: datetime
    end: datetime
    policy: Policy


def due_after(
    calendar: Calendar,
    office: Office,
    received_at: datetime,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension],
    start: Start = Start.receipt,
) -> datetime | None:
    """The due instant counted from receipt, after suspensions in the order they happened; None without a limit.

    `received_at` is what the limit counts from (`core.limits.counted_from`), `start` the rule by which a resumption
    stands in its place. Raises `CalendarGap`.

    Received Wed 7/1/2026, due Thu 8/1, suspended from Thursday to Friday:

    >>> from onestop_cli.core.limits import time_limit
    >>> at = lambda day: instant(datetime(2026, 1, day).date(), 36_000)
    >>> january = Calendar(at(1).date(), "hseewwwwwmewwwww")
    >>> waited = CountedSuspension(at(8), at(9), Policy.continue_)
    >>> due_after(january, Office(), at(7), time_limit("1:working_day"), [waited])
    datetime.datetime(2026, 1, 9, 17, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=25200)))
    """
    due_at = due_instant(calendar, office, received_at, limit)
    if due_at is None:
        return None
    for count, each in enumerate(suspensions, 1):
        counted = _counted(calendar, office, received_at, limit, suspensions[:count], start)
        due_at = max(due_at, counted, first_due_time(calendar, office, limit.unit, each.end))
    return due_at


def given_due_after(
    calendar: Calendar,
    office: Office,
    given_at: datetime,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension],
    start: Start = Start.receipt,
) -> datetime:
    """A due instant given by another system, agreed, or in a letter, after suspensions in the order they happened.

    Raises `CalendarGap`. Given as Thu 8/1/2026 16:00, suspended from Wednesday to Thursday:

    >>> from onestop_cli.core.limits import NO_LIMIT
    >>> at = lambda day: instant(datetime(2026, 1, day).date(), 57_600)
    >>> january = Calendar(at(1).date(), "hseewwwwwmewwwww")
    >>> waited = CountedSuspension(at(7), at(8), Policy.continue_)
    >>> given_due_after(january, Office(), at(8), NO_LIMIT, [waited]).isoformat()
    '2026-01-09T16:00:00+07:00'
    """
    due_at = given_at
    for count, each in enumerate(suspensions, 1):
        moved = _moved(calendar, office, given_at, limit, suspensions[:count], start)
        due_at = max(due_at, moved, first_due_time(calendar, office, limit.unit, each.end))
    return due_at


def start_of_count(
    calendar: Calendar,
    office: Office,
    received_at: datetime,
    unit: Unit,
    suspensions: Sequence[CountedSuspension],
    start: Start = Start.receipt,
) -> tuple[datetime, Sequence[CountedSuspension]]:
    """From where a limit counts, and the suspensions after that, as much of them as lies behind it.

    From what it counted from at first, or from the last resumption that began the count anew, under the start rule:
    `restart`, and any with `same_day`. Where there is no limit there is nothing to begin anew. Raises `CalendarGap`.
    """
    place = _begun_anew(unit, suspensions)
    origin = counted_from(calendar, office, start, suspensions[place - 1].end) if place else received_at
    since = suspensions[place:]
    if start is not Start.cut_off:
        return origin, since
    return origin, [each._replace(start=max(each.start, origin), end=max(each.end, origin)) for each in since]


def since_given(
    calendar: Calendar, office: Office, unit: Unit, suspensions: Sequence[CountedSuspension], start: Start
) -> Sequence[CountedSuspension]:
    """The suspensions by which a given date moves: all of them, wherever they lie, for it was counted from nothing.

    From one that began the count anew on those after it, as `start_of_count` has them. Raises `CalendarGap`.
    """
    place = _begun_anew(unit, suspensions)
    if not place:
        return suspensions
    return start_of_count(calendar, office, suspensions[place - 1].end, unit, suspensions, start)[1]


def _begun_anew(unit: Unit, suspensions: Sequence[CountedSuspension]) -> int:
    """How many suspensions there were up to the last that began the count anew; 0 where none did."""
    if unit is Unit.none:
        return 0
    is_same_day = unit is Unit.same_day
    anew = (place for place, each in enumerate(suspensions, 1) if is_same_day or each.policy is Policy.restart)
    return max(anew, default=0)


def _counted(
    calendar: Calendar,
    office: Office,
    received_at: datetime,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension],
    start: Start,
) -> datetime:
    """The due instant counted from receipt, or anew from a resumption, with the suspended time on top."""
    origin, since = start_of_count(calendar, office, received_at, limit.unit, suspensions, start)
    counted = due_instant(calendar, office, origin, limit, suspended_time(calendar, office, limit.unit, since))
    assert counted is not None
    return counted


def _moved(
    calendar: Calendar,
    office: Office,
    given_at: datetime,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension],
    start: Start,
) -> datetime:
    """A given due instant moved by the suspended time, at its own hour; from a restart on it is counted."""
    if _begun_anew(limit.unit, suspensions):
        return _counted(calendar, office, given_at, limit, suspensions, start)
    suspended = suspended_time(calendar, office, limit.unit, suspensions)
    if not suspended:
        return given_at
    if limit.unit is Unit.working_hour:
        return end_of_open_time(calendar, office, given_at, suspended)[-1][1]
    if limit.unit in (Unit.calendar_day, Unit.month):
        last = calendar.working_day_from(given_at.date() + timedelta(days=suspended))
    else:
        last = calendar.nth_working_day_after(given_at.date(), suspended)
    return instant(last, second_of_day(given_at))


def suspended_time(calendar: Calendar, office: Office, unit: Unit, suspensions: Sequence[CountedSuspension]) -> int:
    """The time the clock stood still, in the unit a limit is counted in.

    Open seconds for hours; calendar days for limits in days or months; working days for everything else.
    """
    match unit:
        case Unit.working_hour:
            return sum(open_seconds(calendar, office, each.start, each.end) for each in suspensions)
        case Unit.calendar_day | Unit.month:
            return sum((each.end.date() - each.start.date()).days for each in suspensions)
        case Unit.working_day | Unit.same_day | Unit.none:
            return sum(suspended_working_days(calendar, each.start, each.end) for each in suspensions)


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


def begins_in_time(at: datetime, against: Due) -> bool:
    """Whether a suspension begins early enough to count for a due date: a limit in days or months on its due day,
    whatever the hour; one of the same day or in hours before its due instant, for at that instant it was due.
    """
    if against.at is None:
        return True
    if is_by_date(against.unit, against.is_day, Granularity.unit):
        return at.date() <= against.at.date()
    return at < against.at
