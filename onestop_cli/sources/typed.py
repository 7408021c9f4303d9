"""Dates as people type them: day first or ISO, today and yesterday, each with an optional hour.

Nothing is guessed: no month-first reading, no two-digit years, no bare numbers, no Unix timestamps.
"""

import re
from datetime import date, datetime, time, timedelta

from onestop_cli.core.moments import DAY, VIETNAM, When, clock_second
from onestop_cli.core.text import search_key
from onestop_cli.errors import BadHours, BadWhen, EmptyRange, ImpossibleDate

_SHAPE = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4})"
    r"|(?P<word>hom nay|today|hom qua|yesterday))"
    r"(?:[ t](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<zone>\+07:00)?)?",
    re.ASCII,
)
_HOURS = re.compile(r"(\d{1,2}:[0-5]\d) ?[-–] ?(\d{1,2}:[0-5]\d)", re.ASCII)
_DAYS_BACK = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1}


def when(text: str, now: datetime) -> When:
    """The moment a person types. Raises `BadWhen` for another shape, `ImpossibleDate` for 31/9.

    >>> when("11/8/2023 9:15", datetime(2023, 8, 12, tzinfo=VIETNAM)).instant.isoformat()
    '2023-08-11T09:15:00+07:00'
    """
    match = _SHAPE.fullmatch(" ".join(search_key(text).split()))
    if match and match["word"]:
        on = now.astimezone(VIETNAM).date() - timedelta(days=_DAYS_BACK[match["word"]])
        return written(f"{on.isoformat()}{match[0].removeprefix(match['word'])}")._replace(text=text.strip())
    return written(text)


def written(text: str) -> When:
    """The moment written in a file: as `when`, but no word such as “today”, which means another day tomorrow.

    >>> written("2023-08-11").at is None
    True
    """
    match = _SHAPE.fullmatch(" ".join(search_key(text).split()))
    if not match or match["word"]:
        raise BadWhen(text=text)
    try:
        on = date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
        at = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0)) if match["hour"] else None
    except ValueError:
        raise ImpossibleDate(text=text) from None
    return When(on, at, text.strip())


def day(text: str, now: datetime) -> date:
    """A day; an hour is refused. Raises as `when`."""
    typed = when(text, now)
    if typed.at is not None:
        raise BadWhen(text=text)
    return typed.on


def hours(text: str) -> tuple[int, int]:
    """Some hours of a day, in seconds since midnight. Raises `BadHours` for another shape and for none.

    >>> hours("13:30-17:30")
    (48600, 63000)
    """
    match = _HOURS.fullmatch(" ".join(text.split()))
    start, end = map(clock_second, match.groups()) if match else (0, 0)
    if not start < end <= DAY:
        raise BadHours(text=text)
    return start, end


def day_range(text: str, now: datetime) -> tuple[date | None, date | None]:
    """The days of `A..B`, either end open, or of a single day. Raises as `when`, `EmptyRange` for B before A."""
    first, dots, last = text.partition("..")
    if not dots:
        return day(text, now), day(text, now)
    if not (first.strip() or last.strip()):
        raise BadWhen(text=text)
    start, end = day(first, now) if first.strip() else None, day(last, now) if last.strip() else None
    if start and end and end < start:
        raise EmptyRange(text=text)
    return start, end
