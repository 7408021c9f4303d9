"""Instants and days: Vietnam time in whole seconds, and a moment as a person gives it.

An instant is an aware `datetime` at +07:00 (Vietnam has no summer time) with whole seconds; a day is a
`date`. A `When` may lack its hour; which hour it then means is decided by the act (opening for a
receipt, closing for everything else), never guessed here.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

VIETNAM = timezone(timedelta(hours=7))
DAY = 86_400


class When(NamedTuple):
    """A day with or without an hour, and the words it was given in."""

    on: date
    at: time | None
    text: str

    @property
    def end_of_day(self) -> datetime:
        """The instant meant where a bare date stands for the whole day: 23:59:59."""
        return instant(self.on, DAY - 1) if self.at is None else self.instant

    def last_instant(self, now: datetime) -> datetime:
        """The same, but now where a bare date is today."""
        return now if self.at is None and self.on == now.date() else self.end_of_day

    @property
    def instant(self) -> datetime:
        """The instant, for a moment that has its hour."""
        assert self.at is not None
        return datetime.combine(self.on, self.at, VIETNAM)


def is_day(when: When | None) -> bool:
    """Whether a moment was given as a bare date: what happened then has no hour (§3.3)."""
    return when is not None and when.at is None


class Moments(NamedTuple):
    """How things stood (`as_of`) and what the file knew (`known_at`); None = now, everything."""

    as_of: datetime | None = None
    known_at: datetime | None = None

    @property
    def is_present(self) -> bool:
        return self.as_of is None and self.known_at is None


def instant(on: date, second: int) -> datetime:
    """The instant `second` seconds after midnight of `on`.

    >>> instant(date(2023, 8, 11), 33300).isoformat()
    '2023-08-11T09:15:00+07:00'
    """
    return datetime(on.year, on.month, on.day, second // 3600, second // 60 % 60, second % 60, tzinfo=VIETNAM)


@lru_cache(1024)
def iso_text(at: datetime) -> str:
    """The text of `iso`; of instants that come again and again, such as the due times of a day, made once."""
    return at.isoformat()


def iso(at: datetime | None) -> str | None:
    """An instant in ISO 8601 with +07:00, as every file and output has it; None for none."""
    return iso_text(at) if at else None


def instant_at(text: str) -> datetime:
    """The instant of a text of `iso`. Raises `ValueError`, also for one without its zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def instant_of(text: str | None) -> datetime | None:
    """The same; None for none."""
    return instant_at(text) if text else None


def second_of_day(at: datetime) -> int:
    """Seconds since midnight of an instant's own day."""
    return at.hour * 3600 + at.minute * 60 + at.second


def clock_text(second: int) -> str:
    """A time of day as `HH:MM`, with seconds only where they matter."""
    text = f"{second // 3600:02d}:{second // 60 % 60:02d}"
    return f"{text}:{second % 60:02d}" if second % 60 else text


def clock_second(text: str) -> int:
    """The seconds since midnight of `clock_text`; 24:00 is the end of the day."""
    hour, minute, *seconds = map(int, text.split(":"))
    return hour * 3600 + minute * 60 + sum(seconds)


Clock = Callable[[], datetime]
"""What time it is, as the command line hands it down; read after the write lock is held."""
