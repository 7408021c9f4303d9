"""Time limits and due instants (domain §3.1-3.2).

The day of receipt is not counted (Civil Code 2015 art. 147); a limit that ends on a non-working day
ends on the next working day (art. 148(5)); `same_day` follows Decree 23/2015/NĐ-CP art. 7 and Civil
Status Law 60/2014 art. 5(3). No unit is ever converted into another: a day is not eight hours.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, assert_never

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.moments import instant, second_of_day
from onestop_cli.core.office import Office, due_second, open_stretches, opening_second
from onestop_cli.errors import BadLimit


class Unit(StrEnum):
    """In what a limit is given. `none` is no limit at all."""

    same_day = "same_day"
    working_hour = "working_hour"
    working_day = "working_day"
    calendar_day = "calendar_day"
    month = "month"
    none = "none"


COUNTED = frozenset({Unit.working_hour, Unit.working_day, Unit.calendar_day, Unit.month})
"""The units that take an amount."""
BY_THE_INSTANT = frozenset({Unit.same_day, Unit.working_hour})
"""The units judged to the minute, and for which the hour of receipt decides (§3.5)."""
MOST = 10_000
_KEPT = 10_000
"""The promises that are kept, so that memory does not grow with what is counted."""


class TimeLimit(NamedTuple):
    """An amount (≥ 1, None for `same_day` and `none`) of a unit."""

    amount: int | None
    unit: Unit

    def __str__(self) -> str:
        return self.unit.value if self.amount is None else f"{self.amount}:{self.unit.value}"


class Start(StrEnum):
    """From when a limit counts (§3.2): the receipt; of one after the cut-off the next opening; the hand-in."""

    receipt = "receipt"
    cut_off = "cut_off"
    submitted = "submitted"


class NextDay(StrEnum):
    """Why a same-day dossier is due the next working day (§3.2); `no_open_hour`: a notice closed the rest (§2.1)."""

    day_off = "day_off"
    after_cut_off = "after_cut_off"
    after_due_time = "after_due_time"
    no_open_hour = "no_open_hour"


SAME_DAY = TimeLimit(None, Unit.same_day)
NO_LIMIT = TimeLimit(None, Unit.none)


def time_limit(text: str) -> TimeLimit:
    """The limit written as `same_day`, `none` or `AMOUNT:UNIT`. Raises `BadLimit`.

    >>> time_limit("3:working_day")
    TimeLimit(amount=3, unit=<Unit.working_day: 'working_day'>)
    """
    amount, colon, name = text.strip().rpartition(":")
    try:
        unit = Unit(name)
    except ValueError:
        raise BadLimit(text=text) from None
    if unit not in COUNTED:
        if colon:
            raise BadLimit(text=text)
        return TimeLimit(None, unit)
    if not (amount.isascii() and amount.isdigit() and len(amount) < 10 and 1 <= int(amount) <= MOST):
        raise BadLimit(text=text)
    return TimeLimit(int(amount), unit)


_RULES = (
    (date(2026, 8, 5), "309/2026"),
    (date(2025, 7, 1), "118/2025"),
    (date(2018, 6, 21), "61/2018"),
    (date.min, "pre-2018"),
)


RULE_VERSIONS = tuple(version for _, version in _RULES)


def rule_version(received_on: date) -> str:
    """The decree that governs a dossier, by its day of receipt (§3.1)."""
    for start, version in _RULES:
        if start <= received_on:
            return version
    raise AssertionError("the first rule applies from the beginning")


def counted_from(
    calendar: Calendar, office: Office, start: Start, received_at: datetime, submitted_at: datetime | None = None
) -> datetime:
    """The instant that limits count from by a start rule, in the place of the receipt, which never moves (§3.2).

    `cut_off`: on a working day after the cut-off (15:00:00 itself is not) the next working day's opening; on a day off
    the rule does not apply. `submitted`: the hand-in where one is told. Raises `CalendarGap`.

    >>> friday = datetime(2026, 1, 9, 15, 0, 1)
    >>> january = Calendar(friday.date(), "wmewwwww")
    >>> counted_from(january, Office(), Start.cut_off, friday).isoformat()
    '2026-01-10T08:00:00+07:00'
    """
    if start is Start.submitted:
        return received_at if submitted_at is None else submitted_at
    on = received_at.date()
    if start is Start.receipt or not calendar.is_working_day(on):
        return received_at
    if second_of_day(received_at) <= office.on(on).cut_off:
        return received_at
    day = calendar.nth_working_day_after(on, 1)
    return instant(day, opening_second(calendar, office, day))


def due_instant(
    calendar: Calendar, office: Office, received_at: datetime, limit: TimeLimit, suspended: int = 0
) -> datetime | None:
    """The instant by which the result is due, +07:00; None without a limit.

    `received_at` is what the limit counts from: the receipt, or what the start rule puts in its place. `suspended` is
    time on top of the limit (§3.3): working days, calendar days (for months too) or open seconds.
    Raises `CalendarGap` when the counting leaves the loaded years.
    """
    on = received_at.date()
    match limit.unit:
        case Unit.none:
            return None
        case Unit.same_day:
            is_same_day = is_returned_same_day(calendar, office, received_at)
            last = on if is_same_day else calendar.nth_working_day_after(on, 1)
        case Unit.working_hour:
            assert limit.amount is not None
            return end_of_open_time(calendar, office, received_at, limit.amount * 3600 + suspended)[-1][1]
        case Unit.working_day:
            assert limit.amount is not None
            last = calendar.nth_working_day_after(on, limit.amount + suspended)
        case Unit.calendar_day | Unit.month:
            last = calendar.working_day_from(unrolled_day(on, limit) + timedelta(days=suspended))
        case _:
            assert_never(limit.unit)
    return instant(last, due_second(calendar, office, last))


def unrolled_day(on: date, limit: TimeLimit) -> date:
    """The last day of a limit in days or months before it is rolled to a working day.

    A month is the same day n months later, clipped to the month's end.
    """
    assert limit.amount is not None
    if limit.unit is Unit.calendar_day:
        return on + timedelta(days=limit.amount)
    from dateutil.relativedelta import relativedelta

    return on + relativedelta(months=limit.amount)


def is_returned_same_day(calendar: Calendar, office: Office, received_at: datetime) -> bool:
    """Whether a same-day dossier received then is due that very day."""
    return why_next_day(calendar, office, received_at) is None


def why_next_day(calendar: Calendar, office: Office, received_at: datetime) -> NextDay | None:
    """Why a same-day dossier received then is due the next working day; None where it is due that very day.

    That day: on a working day, at or before the cut-off (15:00:00 itself still is; "sau 15 giờ", Decree 23/2015
    art. 7), before that day's closing and due time; where a notice closed hours of it, with some open time left until
    closing (§2.1) [D].
    """
    on, second = received_at.date(), second_of_day(received_at)
    if not calendar.is_working_day(on):
        return NextDay.day_off
    if second > office.on(on).cut_off:
        return NextDay.after_cut_off
    if second >= due_second(calendar, office, on):
        return NextDay.after_due_time
    if on in calendar.closures and all(second >= closes for _, closes in open_stretches(calendar, office, on)):
        return NextDay.no_open_hour
    return None


def end_of_open_time(
    calendar: Calendar, office: Office, start: datetime, seconds: int
) -> list[tuple[datetime, datetime]]:
    """The stretches of open time used up by `seconds` (> 0) of it from an instant on.

    The last one's end is the due instant; a limit that ends exactly at the end of an open stretch ends
    there and not at the next opening (§3.1).
    """
    day, second, left = start.date(), second_of_day(start), seconds
    used: list[tuple[datetime, datetime]] = []
    while True:
        for opens, closes in open_stretches(calendar, office, day):
            begin = max(opens, second)
            if begin >= closes:
                continue
            end = min(closes, begin + left)
            used.append((instant(day, begin), instant(day, end)))
            left -= end - begin
            if not left:
                return used
        day, second = day + timedelta(days=1), 0


def is_provisional(
    calendar: Calendar, received_at: datetime, limit: TimeLimit, due_at: datetime | None, origin: datetime | None = None
) -> bool:
    """Whether a due instant rests on a day that no published decision confirms (§2.1).

    `origin` is what it counts from, where that is not the receipt. For `same_day` and hours the day it counts from is
    one of those it rests on; of a receipt after the cut-off the day of receipt is, too.
    """
    if due_at is None:
        return False
    origin = origin or received_at
    on = min(received_at, origin).date()
    rests_on_first = limit.unit in BY_THE_INSTANT or origin > received_at
    return calendar.is_provisional(on, due_at.date()) or (rests_on_first and not calendar.is_confirmed(on))


class Promise(NamedTuple):
    """What a receipt promises: both due instants, the rule they follow, whether the promised one is a guess, and what
    both count from.
    """

    due_at: datetime | None
    statutory_due_at: datetime | None
    rule_version: str
    is_provisional: bool
    counted_from: datetime


def promise(
    calendar: Calendar,
    office: Office,
    received_at: datetime,
    committed: TimeLimit,
    statutory: TimeLimit,
    start: Start = Start.receipt,
    submitted_at: datetime | None = None,
) -> Promise:
    """The promise for a receipt under the committed and the statutory limit, by a start rule. Raises `CalendarGap`."""
    origin = counted_from(calendar, office, start, received_at, submitted_at)
    due_at = due_instant(calendar, office, origin, committed)
    statutory_due_at = due_instant(calendar, office, origin, statutory)
    is_guess = is_provisional(calendar, received_at, committed, due_at, origin)
    return Promise(due_at, statutory_due_at, rule_version(received_at.date()), is_guess, origin)


class Promises:
    """Promises for the receipts of many days under one calendar and one office's rules, each kind counted once.

    Under limits that the hour does not decide all receipts of a day are promised the same; under `same_day` those of
    the same side of the cut-off.
    """

    def __init__(self, calendar: Calendar, office: Office) -> None:
        self._rules = calendar, office
        self._made: dict[tuple[date, TimeLimit, TimeLimit, bool], Promise] = {}

    def of(
        self,
        received_at: datetime,
        committed: TimeLimit,
        statutory: TimeLimit,
        start: Start = Start.receipt,
        submitted_at: datetime | None = None,
    ) -> Promise:
        """The same as `promise`. Raises `CalendarGap`."""
        units = committed.unit, statutory.unit
        if start is not Start.receipt or Unit.working_hour in units:
            return promise(*self._rules, received_at, committed, statutory, start, submitted_at)
        is_same_day = Unit.same_day in units and is_returned_same_day(*self._rules, received_at)
        key = received_at.date(), committed, statutory, is_same_day
        made = self._made.get(key)
        if made is None:
            made = promise(*self._rules, received_at, committed, statutory, start, submitted_at)
            if len(self._made) < _KEPT:
                self._made[key] = made
        return made._replace(counted_from=received_at)
