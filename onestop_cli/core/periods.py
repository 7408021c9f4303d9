"""Reporting periods (domain §4.1): calendar ones, and administrative ones with the 15/12-14 cut-offs.

Decree 09/2019/NĐ-CP art. 12, cut-offs as in provincial rules: month m runs from the 15th of the month
before to the 14th, the year from 15/12 of the year before.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.moments import DAY, instant
from onestop_cli.errors import EmptyPeriod


class Convention(StrEnum):
    """Where months begin."""

    calendar = "calendar"
    administrative = "administrative"


class Kind(StrEnum):
    """The named periods of a year."""

    month = "month"
    quarter = "quarter"
    half = "half"
    nine_months = "nine_months"
    year = "year"


_MONTHS = {Kind.month: 1, Kind.quarter: 3, Kind.half: 6, Kind.nine_months: 9, Kind.year: 12}
MOST = {kind: 12 // months for kind, months in _MONTHS.items()}
"""How many there are of each in a year."""


class Period(NamedTuple):
    """The days [start, end], both included."""

    start: date
    end: date
    convention: Convention = Convention.calendar

    @property
    def first_second(self) -> datetime:
        return instant(self.start, 0)

    @property
    def last_second(self) -> datetime:
        """23:59:59 of the last day: the instant the period is judged at."""
        return instant(self.end, DAY - 1)


def _first_day(year: int, month: int, convention: Convention) -> date:
    """The first day of a month of a year; its 13th is January of the next."""
    month, day = (month - 1, 15) if convention is Convention.administrative else (month, 1)
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, day)


def named_period(kind: Kind, number: int, year: int, convention: Convention) -> Period:
    """The number-th month, quarter or half of a year, or its nine months or whole.

    The administrative second half and the year end on 14/12.

    >>> named_period(Kind.month, 1, 2023, Convention.administrative)[:2]
    (datetime.date(2022, 12, 15), datetime.date(2023, 1, 14))
    """
    months = _MONTHS[kind]
    first = (number - 1) * months + 1
    end = _first_day(year, first + months, convention) - timedelta(days=1)
    return Period(_first_day(year, first, convention), end, convention)


def latest_begun(kind: Kind, number: int, today: date, convention: Convention) -> Period:
    """The latest such period that has begun by a day (bare `--month 8` = the latest August begun)."""
    latest_first = (named_period(kind, number, today.year + later, convention) for later in (1, 0, -1))
    return next(period for period in latest_first if period.start <= today)


def year_to(period: Period) -> Period:
    """The cumulative period (lũy kế): from the start of the year of the period's first day to its end.

    The year is the convention's. Reckoned from the first day, it never leaves out a part of the period itself,
    even of one that crosses New Year.
    """
    return period._replace(start=latest_begun(Kind.year, 1, period.start, period.convention).start)


def free_period(start: date, end: date, convention: Convention) -> Period:
    """The days from start to end. Raises `EmptyPeriod` when they run backwards."""
    if end < start:
        raise EmptyPeriod(start=start, end=end)
    return Period(start, end, convention)


SPLITS = ("month", "week", "day")
"""What a period can be split into."""


def parts_of(period: Period, split: str) -> list[tuple[str, Period]]:
    """The months, weeks or days of a period, one after another, clipped to it, each with its key.

    Keys: `yyyy-mm` of the period's convention, the ISO week `yyyy-Wnn` (Monday to Sunday), the day `yyyy-mm-dd`.

    >>> [key for key, part in parts_of(Period(date(2023, 8, 5), date(2023, 8, 8)), "week")]
    ['2023-W31', '2023-W32']
    """
    if split == "month":
        return months_of(period)
    length = timedelta(days=7 if split == "week" else 1)
    start = period.start - timedelta(days=period.start.weekday() if split == "week" else 0)
    parts: list[tuple[str, Period]] = []
    while start <= period.end:
        year, week, _ = start.isocalendar()
        first, last = max(start, period.start), min(start + length - timedelta(days=1), period.end)
        key = f"{year:04d}-W{week:02d}" if split == "week" else start.isoformat()
        parts.append((key, Period(first, last, period.convention)))
        start += length
    return parts


def last_months(count: int, until: date, convention: Convention) -> Period:
    """The so many months of a convention that end with the one in which a day lies."""
    running = running_month(until, convention)
    months = months_of(Period(running.start - timedelta(days=32 * count), running.end, convention))
    return Period(months[-count][1].start, running.end, convention)


def running_month(on: date, convention: Convention) -> Period:
    """The month of a convention in which a day lies."""
    return max(latest_begun(Kind.month, m, on, convention) for m in range(1, 13))


def is_month(period: Period) -> bool:
    """Whether a period is one whole month of its convention."""
    return period == running_month(period.start, period.convention)


def months_of(period: Period) -> list[tuple[str, Period]]:
    """The months of the period's convention that meet it, clipped to it, each with its `yyyy-mm`."""
    months: list[tuple[str, Period]] = []
    for year in range(period.start.year, period.end.year + 2):
        for month in range(1, 13):
            whole = named_period(Kind.month, month, year, period.convention)
            start, end = max(whole.start, period.start), min(whole.end, period.end)
            if start <= end:
                months.append((f"{year}-{month:02d}", Period(start, end, period.convention)))
    return months
