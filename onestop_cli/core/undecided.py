"""Whether a decision that has not been published could still move a due date (domain §2.1).

A year is provisional as a whole until its notice is published, and yet most of its days are beyond doubt: the holidays
are the law's, so are the weekends. What decisions have decided in 2010-2026 (domain §2.2), and so what is undecided on
days no decision confirms:

- a bridge: a single working day between a holiday and other days off, made a day off by a swap;
- the Saturdays around such a day, one of which is worked for it;
- where Tết begins and ends, and the day beside 2/9;
- a swap that is a guess itself.
"""

from datetime import date, timedelta

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import OPEN, Dossier
from onestop_cli.core.limits import TimeLimit, Unit, unrolled_day

_TET = 4
"""A row of days off with so many holidays is Tết's."""
_AROUND = 10
"""Within so many days of a day off by swap lay every Saturday that was worked for one."""
_OFF, _HOLIDAYS, _GUESSED_SWAP = "ehsEHS", "HS", "MS"


def dossier_may_move(calendar: Calendar, dossier: Dossier, today: date) -> bool:
    """Whether a decision still to come could change the due day of an open dossier. Raises `CalendarGap`."""
    d = dossier
    if not d.calendar_provisional or d.due_at is None or d.status not in OPEN:
        return False
    start = min(d.received_at, d.submitted_at or d.received_at).date()
    return may_move(calendar, d.time_limit, start, d.due_at.date(), today)


def may_move(calendar: Calendar, limit: TimeLimit, start: date, due_on: date | None, today: date = date.min) -> bool:
    """Whether a decision still to come could change a due day that a limit gives from a day on.

    Days up to `today` are not decided any more. A limit in days or months is moved only by what its last day may turn
    out to be, and those until it is a working day; the others by any undecided day on the way. Raises `CalendarGap`.

    Received on Thursday 19/11/2026, three working days pass Monday 23/11, a bridge to the holiday of 24/11; one does
    not:

    >>> november = Calendar(date(2026, 11, 1), "ewwwwweewwwwweewwwwwEEWHWWWEew")
    >>> three, one = (TimeLimit(n, Unit.working_day) for n in (3, 1))
    >>> thursday = date(2026, 11, 19)
    >>> may_move(november, three, thursday, date(2026, 11, 25)), may_move(november, one, thursday, date(2026, 11, 20))
    (True, False)
    """
    if due_on is None or limit.unit is Unit.none:
        return False
    first = max(start, today) + timedelta(days=1)
    if limit.unit in (Unit.calendar_day, Unit.month):
        first = max(first, min(due_on, unrolled_day(start, limit)))
    if first > due_on or not calendar.is_provisional(first - timedelta(days=1), due_on):
        return False
    base = calendar.first.toordinal()
    return any(_is_undecided(calendar, n) for n in range(first.toordinal() - base, due_on.toordinal() - base + 1))


def _is_undecided(calendar: Calendar, n: int) -> bool:
    """Whether a decision may say otherwise of the n-th day."""
    mark = calendar.marks[n]
    if mark.islower():
        return False
    if mark in _GUESSED_SWAP or _may_be_off(calendar, n) or _is_edge(calendar, n):
        return True
    is_saturday = mark == "E" and (calendar.first + timedelta(days=n)).weekday() == 5
    around = range(max(0, n - _AROUND), min(len(calendar.marks), n + _AROUND + 1))
    return is_saturday and any(_may_be_off(calendar, day) for day in around)


def _may_be_off(calendar: Calendar, n: int) -> bool:
    """Whether a day is a working day alone between days off, some of them a holiday, or beside a row of Tết's kind."""
    marks = calendar.marks
    if marks[n] not in "WT":
        return False
    before, after = _row(calendar, n - 1), _row(calendar, n + 1)
    is_alone = bool(before) and bool(after)
    return (is_alone and _has_holiday(marks, before, after)) or _is_wide(calendar, before) or _is_wide(calendar, after)


def _is_edge(calendar: Calendar, n: int) -> bool:
    """Whether a holiday is the first or the last one of a row whose days are chosen every year."""
    if calendar.marks[n] not in _HOLIDAYS:
        return False
    row = _row(calendar, n)
    holidays = [day for day in row if calendar.marks[day] in _HOLIDAYS]
    return _is_wide(calendar, row) and n in (holidays[0], holidays[-1])


def _row(calendar: Calendar, n: int) -> range:
    """The days off without a break that the n-th day is one of; empty where it is worked, or not loaded."""
    marks = calendar.marks
    if not 0 <= n < len(marks) or marks[n] not in _OFF:
        return range(0)
    start = end = n
    while start and marks[start - 1] in _OFF:
        start -= 1
    while end + 1 < len(marks) and marks[end + 1] in _OFF:
        end += 1
    return range(start, end + 1)


def _has_holiday(marks: str, *rows: range) -> bool:
    return any(marks[day] in _HOLIDAYS for row in rows for day in row)


def _is_wide(calendar: Calendar, row: range) -> bool:
    """Whether a row is Tết's, or holds the National Day, the day beside which is chosen every year."""
    holidays = [day for day in row if calendar.marks[day] in _HOLIDAYS]
    days = ((calendar.first + timedelta(days=day)) for day in holidays)
    return len(holidays) >= _TET or any((on.month, on.day) == (9, 2) for on in days)
