"""How a made-up office works: when dossiers come, when their results are ready and when they are handed over.

What `sources.synthetic` makes its rows from; the same arguments give the same bytes on every machine.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.limits import BY_THE_INSTANT, Unit, due_instant, is_returned_same_day
from onestop_cli.core.moments import DAY, instant, second_of_day
from onestop_cli.core.office import Office, Stretches, open_stretches
from onestop_cli.core.procedures import Procedure

_LAST_TICKET = 20 * 60
"""The counter takes its last dossier this many seconds before closing."""
_LEAST_WORK = 4 * 60
_PATIENCE = 5.0
"""So many on-time finishes may be owed before `same_day` and hour limits get one in their due minute."""


class OpenDay(NamedTuple):
    """A day the office works. `open` is its open time in seconds; an offset counts within that."""

    ordinal: int
    text: str
    stretches: Stretches
    open: int
    closes: int

    def offset(self, second: int) -> int:
        """The open seconds of the day that have passed at a second of it."""
        passed = 0
        for opens, closes in self.stretches:
            if second > opens:
                passed += (second if second < closes else closes) - opens
        return passed

    def second(self, offset: int) -> int:
        """The second of the day at which so many open seconds have passed (offset < open)."""
        for opens, closes in self.stretches:
            if offset < closes - opens:
                return opens + offset
            offset -= closes - opens
        raise ValueError(offset)

    def at(self, second: int) -> str:
        return f"{self.text}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+07:00"


class Due(NamedTuple):
    """Where a limit ends among the open days.

    `day` is the due day's number, `second` its due second; `last_early` the last day on which a finish is
    early, `cap` the offset it must stay below on the due day itself. `is_reached` is False for no limit
    and for a due day after the last open day.
    """

    day: int
    second: int
    last_early: int
    cap: int
    by_date: bool
    is_reached: bool


def open_days(calendar: Calendar, office: Office, first: date, last: date) -> list[OpenDay]:
    """The days on which the office works, first to last."""
    days: list[OpenDay] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        on = date.fromordinal(ordinal)
        stretches = open_stretches(calendar, office, on) if calendar.is_working_day(on) else ()
        if stretches:
            open_time = sum(closes - opens for opens, closes in stretches)
            days.append(OpenDay(ordinal, on.isoformat(), stretches, open_time, stretches[-1][1]))
    return days


class Work:
    """How dossiers are received, finished and handed over on the open days.

    A finish is (index of the open day, second of it). The debts hold how many finishes on time and late
    are owed so far; that keeps close to the shares whatever the mixture of limits.
    """

    def __init__(
        self,
        random: Callable[[], float],
        calendar: Calendar,
        office: Office,
        days: Sequence[OpenDay],
        on_time_share: float,
        late_share: float,
    ) -> None:
        self.random = random
        self.calendar = calendar
        self.office = office
        self.days = days
        self._ordinals = [day.ordinal for day in days]
        self._dues: dict[tuple[str, int], Due] = {}
        self._cut_off = -1
        self._on_time_share, self._on_time_owed = on_time_share, 0.0
        self._late_share, self._late_owed = late_share, 0.0

    def begin_day(self, index: int) -> None:
        """Forget the due dates of the day before, and see whether the cut-off alone parts this one."""
        self._dues.clear()
        on = date.fromordinal(self._ordinals[index])
        cut_off = self.office.on(on).cut_off
        around = (instant(on, second) for second in (cut_off, min(cut_off + 1, DAY - 1)))
        is_parted = [is_returned_same_day(self.calendar, self.office, at) for at in around] == [True, False]
        self._cut_off = cut_off if is_parted else -1

    def due(self, index: int, second: int, procedure: Procedure) -> Due:
        """Where the committed limit ends for a receipt on an open day; counted once where it is the same."""
        unit = procedure.committed.unit
        if unit not in BY_THE_INSTANT:
            key = (procedure.code, 0)
        elif unit is Unit.same_day and self._cut_off >= 0:
            key = (procedure.code, int(second > self._cut_off))
        else:
            key = (procedure.code, second)
        if key not in self._dues:
            received_at = instant(date.fromordinal(self._ordinals[index]), second)
            self._dues[key] = self._counted_due(index, received_at, procedure)
        return self._dues[key]

    def _counted_due(self, index: int, received_at: datetime, procedure: Procedure) -> Due:
        due_at = due_instant(self.calendar, self.office, received_at, procedure.committed)
        end = len(self.days)
        if due_at is None:
            return Due(end, 0, min(index + 10, end - 1), 0, True, False)
        ordinal, second = due_at.date().toordinal(), second_of_day(due_at)
        at = bisect_left(self._ordinals, ordinal)
        is_reached = at < end and self._ordinals[at] == ordinal
        if procedure.committed.unit not in BY_THE_INSTANT:
            return Due(at, second, min(at, end) - 1, 0, True, is_reached)
        if not is_reached:
            return Due(at, second, min(at, end) - 1, 0, False, False)
        cap = self.days[at].offset(second // 60 * 60)
        return Due(at, second, at if at == index or cap > 2 * _LEAST_WORK else at - 1, cap, False, True)

    def receipt_second(self, index: int, procedure: Procedure, channel: str) -> int:
        """A second at which the dossier comes: at the counter's hours, online now and then in the evening."""
        day, random = self.days[index], self.random
        if channel == "online" and random() < 0.1 and index + 1 < len(self.days) and day.closes + 7200 < DAY:
            evening = day.closes + 1800 + int(random() * min(4 * 3600, DAY - day.closes - 1800))
            if self.due(index, evening, procedure).last_early > index:
                return evening
        span = day.open - min(_LAST_TICKET, day.open // 2)
        share = random()
        return day.second(int(span * (share if random() < 0.75 else share * random())))

    def finish(self, index: int, second: int, due: Due) -> tuple[int, int]:
        """When the result is ready: late or on time where that is owed and possible, else early."""
        random, end = self.random, len(self.days)
        self._late_owed += self._late_share
        self._on_time_owed += self._on_time_share
        if self._late_owed > 0 and due.day + 1 < end and random() < self._late_owed:
            self._late_owed -= 1
            late = min(due.day + 1 + int(4 * random() * random()), end - 1)
            return late, self._any_second(late)
        if self._on_time_owed > 0 and due.is_reached:
            if due.by_date and random() < self._on_time_owed:
                self._on_time_owed -= 1
                return due.day, self._any_second(due.day)
            if not due.by_date and self._on_time_owed > _PATIENCE:
                self._on_time_owed -= 1
                return due.day, due.second // 60 * 60 + int(60 * random())
        return self._early(index, second, due)

    def _any_second(self, index: int) -> int:
        day = self.days[index]
        return day.second(int(day.open * self.random()))

    def _early(self, index: int, second: int, due: Due) -> tuple[int, int]:
        """Same-day and hour limits within minutes to hours, limits in days some days before the last."""
        random, start = self.random, self.days[index].offset(second)
        least = index + (start + _LEAST_WORK > self.days[index].open)
        later = due.last_early - least
        at = least
        if due.by_date:
            at += int((later + 1) * max(random(), random()))
        elif later > 0 and random() < 0.3:
            at += 1 + int(later * random() * random())
        day = self.days[at]
        low = start + _LEAST_WORK if at == index else 0
        high = due.cap - 1 if at == due.day and not due.by_date else day.open - 1
        low = min(low, high)
        quick = random()
        if not due.by_date:
            quick *= quick * quick * quick
        return at, day.second(low + int((high - low + 1) * quick))

    def delivery(self, index: int, second: int, *, is_quick: bool) -> tuple[int, int] | None:
        """When the result is handed over: soon, or on a later day; None after the last open day."""
        random, day = self.random, self.days[index]
        ready = day.offset(second)
        if random() < (0.9 if is_quick else 0.5):
            wait = random()
            handed = ready + 120 + int((1500 * wait if is_quick else 4 * 3600) * wait)
            if handed < day.open:
                return index, day.second(handed)
        index += 1 + (0 if is_quick else int(4 * random() * random()))
        return (index, self._any_second(index)) if index < len(self.days) else None
