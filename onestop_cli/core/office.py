"""The office's own rules: hours per weekday, Saturday, the 15:00 cut-off, the due time (domain §3.1-3.2).

Each change applies from a day on and never touches promises made before it. Times of day are seconds
since midnight; a stretch of open time is (start, end), end not included for opening and included for a
limit that ends exactly there (§3.1).
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, DayKind

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
        return next(rules for start, rules in reversed(self.rules) if start <= day)

    def working_saturdays(self) -> list[tuple[date, date | None]]:
        """The stretches [from, until) in which Saturday counts as a working day."""
        ends = [start for start, _ in self.rules[1:]] + [None]
        return [
            (start, end)
            for (start, rules), end in zip(self.rules, ends, strict=True)
            if rules.saturday is Saturday.working_day
        ]


def open_stretches(calendar: Calendar, office: Office, day: date) -> Stretches:
    """The office's open time on a day, as (start, end) seconds; empty when it is closed.

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
    """When the office opens on a day; on a closed day, when it opens on a Monday."""
    stretches = open_stretches(calendar, office, day) or office.on(day).hours[0]
    return stretches[0][0]


def closing_second(calendar: Calendar, office: Office, day: date) -> int:
    """When the office closes on a day; on a closed day, when it closes on a Monday."""
    stretches = open_stretches(calendar, office, day) or office.on(day).hours[0]
    return stretches[-1][1]


def due_second(calendar: Calendar, office: Office, day: date) -> int:
    """The second of the day at which a limit in days is due: `due_time`, at the latest closing (§3.1)."""
    due_time = office.on(day).due_time
    closing = closing_second(calendar, office, day)
    return closing if due_time is None else min(due_time, closing)
