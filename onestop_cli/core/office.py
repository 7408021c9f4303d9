"""The office's own rules: hours per weekday, Saturday, the 15:00 cut-off, the due time (domain §3.1-3.2).

Each change applies from a day on and never touches promises made before it. Times of day are seconds
since midnight; a stretch of open time is (start, end), end not included for opening and included for a
limit that ends exactly there (§3.1).

Two things are told apart: the *scheduled* hours of a day, by which it opens, closes and is due, and the *open* ones,
which are left of them where a notice closed some (§2.1): in these hour limits run, and a same-day dossier is worked on.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, DayKind, Hours

Stretches = tuple[tuple[int, int], ...]

_WEEKDAY: Stretches = ((8 * 3600, 12 * 3600), (13 * 3600 + 1800, 17 * 3600 + 1800))
_SATURDAY: Stretches = ((8 * 3600, 12 * 3600),)


class Saturday(StrEnum):
    """What Saturday is to the office (§3.2)."""

    off = "off"
    hours_only = "hours_only"
    working_day = "working_day"


class OutsideHours(StrEnum):
    """From when what is handed in online outside open hours counts (§3.1)."""

    next_opening = "next_opening"
    own_day = "own_day"


class OfficeRules(NamedTuple):
    """The rules of one stretch of time. `hours` is indexed by weekday, Monday = 0.

    `due_time` None means the closing time of the last day (§3.1).
    """

    hours: tuple[Stretches, ...] = (_WEEKDAY,) * 5 + (_SATURDAY, ())
    saturday: Saturday = Saturday.off
    cut_off: int = 15 * 3600
    due_time: int | None = None
    outside_hours: OutsideHours = OutsideHours.next_opening


class Office(NamedTuple):
    """The dated rules, oldest first; the first applies from the beginning."""

    rules: tuple[tuple[date, OfficeRules], ...] = ((date.min, OfficeRules()),)

    def on(self, day: date) -> OfficeRules:
        """The rules in force on a day."""
        for start, rules in reversed(self.rules):
            if start <= day:
                return rules
        raise AssertionError("the first rules apply from the beginning")

    def working_saturdays(self) -> list[tuple[date, date | None]]:
        """The stretches [from, until) in which Saturday counts as a working day."""
        ends = [start for start, _ in self.rules[1:]] + [None]
        return [
            (start, end)
            for (start, rules), end in zip(self.rules, ends, strict=True)
            if rules.saturday is Saturday.working_day
        ]


def open_stretches(calendar: Calendar, office: Office, day: date) -> Stretches:
    """The office's open time on a day, as (start, end) seconds: its scheduled hours less those a notice closed.

    Closed from 13:30 on Mon 5/1/2026:

    >>> from onestop_cli.core.calendar import Closure
    >>> closed = {date(2026, 1, 5): (Closure(48_600, 63_000, "", "", 1),)}
    >>> open_stretches(Calendar(date(2026, 1, 1), "hseeww", "", closed), Office(), date(2026, 1, 5))
    ((28800, 43200),)
    """
    scheduled = scheduled_stretches(calendar, office, day)
    closures = calendar.closures.get(day)
    return scheduled if closures is None else less(scheduled, (each[:2] for each in closures))


def less(stretches: Stretches, closed: Iterable[Hours]) -> Stretches:
    """Stretches without the hours that are closed, which may overlap."""
    for start, end in closed:
        parts = (part for a, b in stretches for part in ((a, min(b, start)), (max(a, end), b)))
        stretches = tuple((a, b) for a, b in parts if a < b)
    return stretches


def scheduled_stretches(calendar: Calendar, office: Office, day: date) -> Stretches:
    """The hours of a day by the office's rules, as (start, end) seconds; empty on a day off.

    A make-up day has Monday's hours; Saturday has its own unless it is `off` (§3.2).
    """
    rules = office.on(day)
    kind = calendar.kind(day)
    if kind is DayKind.makeup_day:
        return rules.hours[0]
    if kind in (DayKind.working_day, DayKind.working_saturday):
        return rules.hours[day.weekday()]
    if kind is DayKind.weekend and day.weekday() == 5 and rules.saturday is Saturday.hours_only:
        return rules.hours[5]
    return ()


def opening_second(calendar: Calendar, office: Office, day: date) -> int:
    """When the office opens on a day, by its schedule; on a closed day, when it opens on a Monday."""
    stretches = scheduled_stretches(calendar, office, day) or office.on(day).hours[0]
    return stretches[0][0]


def closing_second(calendar: Calendar, office: Office, day: date) -> int:
    """When the office closes on a day, by its schedule; on a closed day, when it closes on a Monday."""
    stretches = scheduled_stretches(calendar, office, day) or office.on(day).hours[0]
    return stretches[-1][1]


def due_second(calendar: Calendar, office: Office, day: date) -> int:
    """The second of the day at which a limit in days is due: `due_time`, at the latest closing (§3.1)."""
    due_time = office.on(day).due_time
    closing = closing_second(calendar, office, day)
    return closing if due_time is None else min(due_time, closing)
