"""The counting of one due date day by day, so that it can be redone by hand (domain §3.1-3.3).

Made from the same calendar, office rules, limit and suspensions as the date itself. Redoing it needs only the days
listed: the last one counted is the last day of the limit, unless a later one stands there as `after_resumption` (a
due date never comes before the first due time after the clock ran again). An hour limit ends where its last stretch
ends, an empty one if that is the first open instant after the clock ran again.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Closure, Day, DayKind
from onestop_cli.core.limits import (
    NextDay,
    Start,
    TimeLimit,
    Unit,
    counted_from,
    end_of_open_time,
    unrolled_day,
    why_next_day,
)
from onestop_cli.core.moments import DAY, instant
from onestop_cli.core.office import Office, less, scheduled_stretches
from onestop_cli.core.suspensions import (
    CountedSuspension,
    due_after,
    given_due_after,
    open_seconds,
    start_of_count,
    suspended_time,
)

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


class DayByDay(NamedTuple):
    """A due instant with the days from receipt to it, and the stretches of open time of an hour limit.

    `due_at` is None, and nothing is listed, without a limit.
    """

    due_at: datetime | None
    days: tuple[ExplainedDay, ...]
    minutes: tuple[Stretch, ...]


class Began(NamedTuple):
    """A receipt with the start rule that its limits count by (§3.2)."""

    received_at: datetime
    start: Start = Start.receipt
    submitted_at: datetime | None = None

    def counted_from(self, calendar: Calendar, office: Office) -> datetime:
        """What its limits count from. Raises `CalendarGap`."""
        return counted_from(calendar, office, self.start, self.received_at, self.submitted_at)


def day_by_day(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    began: Began,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension] = (),
) -> DayByDay:
    """The due instant of a limit counted day by day from a receipt, with the suspensions that count.

    `named_days` gives the name and source of every day off or make-up day in the stretch counted.
    Raises `CalendarGap` as `due_instant` does.
    """
    first, start = began.counted_from(calendar, office), began.start
    due_at = due_after(calendar, office, first, limit, suspensions, start)
    if due_at is None:
        return DayByDay(None, (), ())
    origin, since = start_of_count(calendar, office, first, limit.unit, suspensions, start)
    suspended = {on for each in suspensions for on in _each(each.start.date() + timedelta(days=1), each.end.date())}
    is_anew = len(since) < len(suspensions)
    replaced = suspensions[len(suspensions) - len(since) - 1].end if is_anew else began.received_at
    listing = _Listing(
        calendar, office, named_days, limit, due_at.date(), suspended, _first_reason(began, origin, replaced, is_anew)
    )
    before = listing.before(began, first.date(), replaced.date(), origin.date())
    minutes: tuple[Stretch, ...] = ()
    match limit.unit:
        case Unit.working_hour:
            minutes = tuple(_stretches_used(calendar, office, origin, limit, since))
            if due_at > minutes[-1][1]:
                minutes = (*minutes, (due_at, due_at))
            days = listing.hours(origin, due_at, minutes, since)
        case Unit.same_day:
            days = listing.same_day(origin)
        case Unit.calendar_day | Unit.month:
            days = listing.calendar_days(origin.date(), since)
        case _:
            days = listing.working_days(origin.date())
    return DayByDay(due_at, (*before, *days), minutes)


def working_days_from(
    calendar: Calendar, named_days: dict[date, Day], first: date, n: int, due_on: date
) -> tuple[ExplainedDay, ...]:
    """The n working days from a day on, itself the first if it is one, up to the due day."""
    days: list[ExplainedDay] = []
    counted = 0
    for on in _each(first, due_on):
        is_counted = calendar.is_working_day(on) and counted < n
        counted += is_counted
        is_floor = on == due_on and not is_counted
        reason = "after_resumption" if is_floor else calendar.kind(on).value
        days.append(_explained(named_days, on, is_counted, counted if is_counted else None, reason))
    return tuple(days)


def given_day_by_day(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    given: datetime,
    limit: TimeLimit,
    suspensions: Sequence[CountedSuspension],
    start: Start = Start.receipt,
) -> DayByDay:
    """A due instant that was given with what moved it: the suspended time after it, in the limit's unit.

    From a restart on it is our own counting from the resumption, which may end before the date given. Nothing is listed
    where nothing moved it. Raises `CalendarGap`.
    """
    _, since = start_of_count(calendar, office, given, limit.unit, suspensions, start)
    if len(since) < len(suspensions):
        resumed = Began(suspensions[len(suspensions) - len(since) - 1].end, start)
        due_at, days, minutes = day_by_day(calendar, office, named_days, resumed, limit, since)
        first = (row._replace(reason="resumption_day" if row.reason == "receipt_day" else row.reason) for row in days)
        return DayByDay(due_at, tuple(first), minutes)
    due_at = given_due_after(calendar, office, given, limit, suspensions, start)
    if due_at == given:
        return DayByDay(given, (), ())
    suspended = suspended_time(calendar, office, limit.unit, suspensions)
    listing = _Listing(calendar, office, named_days, limit, due_at.date(), set(), "given_day")
    if limit.unit is not Unit.working_hour:
        return DayByDay(due_at, tuple(listing.after_given(given.date(), suspended)), ())
    minutes = tuple(end_of_open_time(calendar, office, given, suspended)) if suspended else ()
    if not minutes or due_at > minutes[-1][1]:
        minutes = (*minutes, (due_at, due_at))
    return DayByDay(due_at, tuple(listing.hours(given, due_at, minutes, ())), minutes)


def _explained(named_days: dict[date, Day], on: date, counted: bool, n: int | None, reason: str) -> ExplainedDay:
    named = named_days.get(on)
    return ExplainedDay(on, counted, n, reason, named.name if named else "", named.source if named else "")


def _first_reason(began: Began, origin: datetime, replaced: datetime, is_anew: bool) -> str:
    """Why the day that a count begins after is not counted."""
    if origin.date() > replaced.date():
        return "start_day"
    if is_anew:
        return "resumption_day"
    return "submitted_day" if began.start is Start.submitted and began.submitted_at is not None else "receipt_day"


def _stretches_used(
    calendar: Calendar, office: Office, origin: datetime, limit: TimeLimit, since: Sequence[CountedSuspension]
) -> list[Stretch]:
    """The stretches of open time an hour limit uses up, between the suspensions."""
    assert limit.amount is not None
    left, start = limit.amount * 3600, origin
    stretches: list[Stretch] = []
    for each in since:
        before = min(left, open_seconds(calendar, office, start, each.start))
        if before:
            stretches += end_of_open_time(calendar, office, start, before)
        left, start = left - before, each.end
    return stretches + end_of_open_time(calendar, office, start, left) if left else stretches


class _Listing(NamedTuple):
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
        return _explained(self.named_days, on, counted, n if counted else None, reason)

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
        for on in _each(min(received_on, first), origin - timedelta(days=1)):
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
        for on in _each(origin + timedelta(days=1), self.due_on):
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
        for on in _each(origin + timedelta(days=1), self.due_on):
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
        for on in _each(given_on + timedelta(days=1), self.due_on):
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
        for on in _each(origin.date(), self.due_on):
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
        for day in _each(on + timedelta(days=1), self.due_on):
            yield self.day(day, self.calendar.is_working_day(day), 1)


def _each(start: date, end: date) -> list[date]:
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]
