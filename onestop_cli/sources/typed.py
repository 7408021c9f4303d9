"""Dates as people type them: day first or ISO, today and yesterday, each with an optional hour; an hour of today.

Nothing is guessed: no month-first reading, no two-digit years, no bare numbers, no Unix timestamps. A day without its
year is the latest that has come, and only where a past act is meant.
"""

import re
from datetime import date, datetime, time, timedelta

from onestop_cli.core.moments import DAY, VIETNAM, When
from onestop_cli.core.text import search_key
from onestop_cli.errors import BadHours, BadWhen, EmptyRange, ImpossibleDate, YearNeeded

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<zone>\+07:00)?"
_SPOKEN_CLOCK = r"(?P<hour2>\d{1,2}) ?(?:h|g|gio) ?(?P<minute2>\d{2})?"
_WRITTEN = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4}))"
    rf"(?:[ t]{_CLOCK})?",
    re.ASCII,
)
_DAYS_BACK = {"hom nay": 0, "today": 0, "hom qua": 1, "yesterday": 1, "hom kia": 2, "day before yesterday": 2}
_TYPED = re.compile(
    rf"(?:(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})"
    r"|(?P<d2>\d{1,2})(?P<by>[/-])(?P<m2>\d{1,2})(?P=by)(?P<y2>\d{4})|(?P<d3>\d{1,2})/(?P<m3>\d{1,2})"
    rf"|(?P<word>{'|'.join(_DAYS_BACK).replace(' ', '[ -]')}))?"
    rf"(?:(?:^|(?<=.)[ t])(?:{_CLOCK}|{_SPOKEN_CLOCK}))?",
    re.ASCII,
)
_EDGE = r"(\d{1,2})(?::([0-5]\d)|[hg]([0-5]\d)?)"
_HOURS = re.compile(rf"{_EDGE} ?[-–] ?{_EDGE}", re.ASCII)


def when(text: str, now: datetime, *, is_past: bool = False) -> When:
    """The moment a person types; `is_past` where it is one of the past, so that a day may lack its year.

    Raises `BadWhen` for another shape, `ImpossibleDate` for 31/9, `YearNeeded`.

    >>> when("11/8/2023 9h15", datetime(2023, 8, 12, tzinfo=VIETNAM)).instant.isoformat()
    '2023-08-11T09:15:00+07:00'
    """
    match = _TYPED.fullmatch(_folded(text))
    if not match or not match[0]:
        raise BadWhen(text=text)
    today = now.astimezone(VIETNAM).date()
    if match["d3"]:
        if not is_past:
            raise YearNeeded(text=text, example=f"{match['d3']}/{match['m3']}/{today.year}")
        on = _latest(text, int(match["d3"]), int(match["m3"]), today)
    elif match["y"] or match["y2"]:
        on = _date(text, match)
    else:
        on = today - timedelta(days=_DAYS_BACK[match["word"].replace("-", " ")] if match["word"] else 0)
    return When(on, _time(text, match), text.strip())


def written(text: str) -> When:
    """The moment written in a file: a whole date, no word such as “today”, which means another day tomorrow.

    >>> written("2023-08-11").at is None
    True
    """
    match = _WRITTEN.fullmatch(_folded(text))
    if not match:
        raise BadWhen(text=text)
    return When(_date(text, match), _time(text, match), text.strip())


def _folded(text: str) -> str:
    """The text to read, in which a figure of another script stays what it is: a small one behind a day is no figure."""
    return text if any(c.isdigit() and not c.isascii() for c in text) else " ".join(search_key(text).split())


def _date(text: str, match: re.Match[str]) -> date:
    try:
        return date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
    except ValueError:
        raise ImpossibleDate(text=text) from None


def _time(text: str, match: re.Match[str]) -> time | None:
    found = match.groupdict()
    hour = found["hour"] or found.get("hour2")
    if hour is None:
        return None
    try:
        return time(int(hour), int(found["minute"] or found.get("minute2") or 0), int(found["second"] or 0))
    except ValueError:
        raise ImpossibleDate(text=text) from None


def _latest(text: str, day: int, month: int, today: date) -> date:
    """The latest such day that has come, today too, whatever the hour: 15:00 of today is not last year's."""
    for year in range(today.year, today.year - 9, -1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if on <= today:
            return on
    raise ImpossibleDate(text=text)


def day(text: str, now: datetime) -> date:
    """A day; an hour is refused. Raises as `when`."""
    typed = when(text, now)
    if typed.at is not None:
        raise BadWhen(text=text)
    return typed.on


def hours(text: str) -> tuple[int, int]:
    """Some hours of a day, in seconds since midnight. Raises `BadHours` for another shape and for none.

    >>> hours("13h30-17h30")
    (48600, 63000)
    """
    match = _HOURS.fullmatch(_folded(text))
    edges = (match.groups()[:3], match.groups()[3:]) if match else ()
    start, end = [int(h) * 3600 + int(m or m2 or 0) * 60 for h, m, m2 in edges] or (0, 0)
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
