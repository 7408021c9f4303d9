"""The days of a counting, one by one, each with why it is counted or not (domain §3.2-3.3).

What `core.limits` finds in one step is listed here; `core.day_by_day` says from where to where.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Closure, Day, DayKind
from onestop_cli.core.limits import NextDay, Start, TimeLimit, Unit, counted_from, unrolled_day, why_next_day
from onestop_cli.core.moments import DAY, instant
from onestop_cli.core.office import Office, less, scheduled_stretches
from onestop_cli.core.suspensions import CountedSuspension, suspended_time

Stretch = tuple[datetime, datetime]


class ExplainedDay(NamedTuple):
    """One day of the counting: whether it was counted, as which (n), and why or why not.

    `reason` is a `DayKind`, or `receipt_day`, `after_cut_off`, `start_day` (the working day after it, from which a
    limit then counts), `submitted_day` (the day of the hand-in, from which it counts), `rolled_from` (the limit's own
    last day was not a working day), `calendar_day` or `month`; with an hour limit also `after_closing` (the day of
    receipt, when its hours were over) and `open_saturday` (a Saturday with hours that is no working day).
    With hours and `same_day` also `closure`: a notice closed hours in which the clock would have run; name and source
    are the notice's, after the day's own.
    With suspensions: `suspended`, `before_restart` (a day of a count that began anew), `resumption_day` (the day
    that then stands for the day of receipt), `after_resumption` (the first due time after the clock ran again).
    Of a date given by another system, or agreed, `given_day`.
    """

    date: date
    counted: bool
    n: int | None
    reason: str
    name: str
    source: str


class Began(NamedTuple):
    """A receipt with the start rule that its limits count by (§3.2)."""

    received_at: datetime
    start: Start = Start.receipt
    submitted_at: datetime | None = None

    def counted_from(self, calendar: Calendar, office: Office) -> datetime:
        """What its limits count from. Raises `CalendarGap`."""
        return counted_from(calendar, office, self.start, self.received_at, self.submitted_at)


def explained_day(named_days: dict[date, Day], on: date, counted: bool, n: int | None, reason: str) -> ExplainedDay:
    named = named_days.get(on)
    return ExplainedDay(on, counted, n, reason, named.name if named else "", named.source if named else "")


class Listing(NamedTuple):
    """What the days are listed by; `first_reason` is that of the day the count begins after."""

    calendar: Calendar
    office: Office
    named_days: dict[date, Day]
    limit: TimeLimit
    due_on: date
    suspended: set[date]
    first_reason: str

    def day(self, on: date, counted: bool, n: int | None = None, reason: str = "") -> ExplainedDay:
        """A day, counted as the n-th or not at all, for a reason or for what it is."""
        reason = reason or self.calendar.kind(on).value
        return explained_day(self.named_days, on, counted, n if counted else None, reason)

    def partly_closed(self, on: date, counted: bool, closures: Sequence[Closure], reason: str) -> ExplainedDay:
        """A day of which hours were closed, with what closed them."""
        named = self.day(on, counted, reason=reason)
        names = dict.fromkeys([named.name, *(each.name for each in closures)])
        sources = dict.fromkeys([named.source, *(each.source for each in closures)])
        return named._replace(name="; ".join(filter(None, names)), source="; ".join(filter(None, sources)))

    def closures(
        self, on: date, start: datetime, end: datetime, stopped: Sequence[CountedSuspension] = ()
    ) -> list[Closure]:
        """What closed scheduled hours of a day between two instants, while the clock did not stand still anyway."""
        closures = self.calendar.closures.get(on, ())
        if not closures:
            return []

        def second(at: datetime) -> int:
            return min(DAY, max(0, int((at - instant(on, 0)).total_seconds())))

        stood = [(second(each.start), second(each.end)) for each in stopped]
        scheduled = scheduled_stretches(self.calendar, self.office, on)
        running = less(scheduled, [(0, second(start)), (second(end), DAY), *stood])
        return [each for each in closures if less(running, [each[:2]]) != running]

    def before(self, began: Began, first: date, replaced: date, origin: date) -> Iterator[ExplainedDay]:
        """The days before the one a count begins after.

        From the receipt, or the hand-in that it counted from at `first`, to the one that it is counted from anew; and
        of one that came after the cut-off (`replaced`), those up to the next working day.
        """
        received_on = began.received_at.date()
        for on in each_day(min(received_on, first), origin - timedelta(days=1)):
            if on == replaced:
                yield self.day(on, False, reason="after_cut_off")
            elif on > replaced:
                yield self.day(on, False)
            elif on == min(received_on, first):
                yield self.day(on, False, reason="submitted_day" if first < received_on else "receipt_day")
            else:
                yield self.day(on, False, reason="suspended" if on in self.suspended else "before_restart")

    def working_days(self, origin: date) -> Iterator[ExplainedDay]:
        """Working days, the suspended ones left out."""
        assert self.limit.amount is not None
        yield self.day(origin, False, reason=self.first_reason)
        n = 0
        for on in each_day(origin + timedelta(days=1), self.due_on):
            is_working = self.calendar.is_working_day(on)
            if is_working and n == self.limit.amount and (on == self.due_on or on not in self.suspended):
                yield self.day(on, False, reason="after_resumption")
            elif is_working and on in self.suspended:
                yield self.day(on, False, reason="suspended")
            else:
                n += is_working
                yield self.day(on, is_working, n)

    def calendar_days(self, origin: date, since: Sequence[CountedSuspension]) -> Iterator[ExplainedDay]:
        """Every day, or from a month's target on, then on to a working day."""
        assert self.limit.amount is not None
        yield self.day(origin, False, reason=self.first_reason)
        days = timedelta(days=suspended_time(self.calendar, self.office, self.limit.unit, since))
        target = unrolled_day(origin, self.limit) + days
        rolled = self.calendar.working_day_from(target)
        is_month, reason, n = self.limit.unit is Unit.month, self.limit.unit.value, 0
        for on in each_day(origin + timedelta(days=1), self.due_on):
            if on in self.suspended:
                yield self.day(on, False, reason="after_resumption" if on == self.due_on else "suspended")
            elif not is_month or on >= target:
                n = self.limit.amount if is_month else min(n + 1, self.limit.amount)
                yield self._up_to(on, target, rolled, n, reason)

    def _up_to(self, on: date, target: date, rolled: date, n: int, reason: str) -> ExplainedDay:
        """A day on the way to the target, the target, or one after it until a working day comes."""
        if on < target or on == target == rolled:
            return self.day(on, True, n, reason)
        if on == target:
            return self.day(on, True, n, "rolled_from")
        if on == rolled:
            return self.day(on, True, n)
        return self.day(on, False, reason="after_resumption" if on > rolled and on == self.due_on else "")

    def after_given(self, given_on: date, suspended: int) -> Iterator[ExplainedDay]:
        """So many days after the day given, working days or calendar days rolled once."""
        yield self.day(given_on, False, reason="after_resumption" if self.due_on == given_on else self.first_reason)
        is_rolled = self.limit.unit in (Unit.calendar_day, Unit.month) and suspended > 0
        target = given_on + timedelta(days=suspended if is_rolled else 0)
        rolled, n = self.calendar.working_day_from(target), 0
        for on in each_day(given_on + timedelta(days=1), self.due_on):
            is_counted = n < suspended and self.calendar.is_working_day(on)
            if is_rolled:
                n = min(n + 1, suspended)
                yield self._up_to(on, target, rolled, n, Unit.calendar_day.value)
            elif is_counted:
                n += 1
                yield self.day(on, True, n)
            else:
                yield self.day(on, False, reason="after_resumption" if on == self.due_on else "")

    def hours(
        self, origin: datetime, due_at: datetime, minutes: Sequence[Stretch], stopped: Sequence[CountedSuspension]
    ) -> Iterator[ExplainedDay]:
        """The days whose open time was used, and those between."""
        used = {start.date() for start, end in minutes if end > start}
        for on in each_day(origin.date(), self.due_on):
            reason = ""
            closures = self.closures(on, origin, due_at, stopped)
            if closures:
                is_floor = on == self.due_on and on not in used
                yield self.partly_closed(on, on in used, closures, "after_resumption" if is_floor else DayKind.closure)
                continue
            if on in used:
                reason = "open_saturday" if self.calendar.kind(on) is DayKind.weekend else ""
            elif on == self.due_on:
                reason = "after_resumption"
            elif on in self.suspended:
                reason = "suspended"
            elif scheduled_stretches(self.calendar, self.office, on):
                reason = "after_closing" if on == origin.date() else "suspended"
            yield self.day(on, on in used, None, reason)

    def same_day(self, origin: datetime) -> Iterator[ExplainedDay]:
        """That very day, or the next working day."""
        on = origin.date()
        match why_next_day(self.calendar, self.office, origin):
            case None:
                yield self.day(on, True, 1)
                return
            case NextDay.no_open_hour:
                closures = self.closures(on, origin, instant(on + timedelta(days=1), 0))
                yield self.partly_closed(on, False, closures, DayKind.closure)
            case NextDay.day_off:
                yield self.day(on, False, reason=self.first_reason)
            case NextDay.after_cut_off | NextDay.after_due_time:
                yield self.day(on, False, reason="after_cut_off")
        for day in each_day(on + timedelta(days=1), self.due_on):
            yield self.day(day, self.calendar.is_working_day(day), 1)


def each_day(start: date, end: date) -> list[date]:
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]
