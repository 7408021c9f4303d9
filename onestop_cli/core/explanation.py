"""Why a date: the counting day by day, so that it can be redone by hand (domain §3.1-3.2).

An explanation is made from the same calendar, office rules and limit as the promise; nothing in it is
looked up afterwards. Redoing it needs only its own days: the last day counted n is the last day of the
limit, `due_time` its hour.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Day, DayKind
from onestop_cli.core.limits import (
    TimeLimit,
    Unit,
    due_instant,
    end_of_open_time,
    is_provisional,
    is_returned_same_day,
    rule_version,
    unrolled_day,
)
from onestop_cli.core.moments import clock_text
from onestop_cli.core.office import Office, due_second, open_stretches

ARTICLES = {
    Unit.same_day: "Nghị định 23/2015/NĐ-CP Điều 7; Luật Hộ tịch 60/2014/QH13 Điều 5.3",
    Unit.working_hour: "Bộ luật Dân sự 91/2015/QH13 Điều 147",
    Unit.working_day: "Bộ luật Dân sự 91/2015/QH13 Điều 147",
    Unit.calendar_day: "Bộ luật Dân sự 91/2015/QH13 Điều 147, 148.5",
    Unit.month: "Bộ luật Dân sự 91/2015/QH13 Điều 147, 148.5",
    Unit.none: "",
}
"""The article behind each unit's counting."""


class ExplainedDay(NamedTuple):
    """One day of the counting: whether it was counted, as which (n), and why or why not.

    `reason` is a `DayKind`, or `receipt_day`, `after_cut_off`, `rolled_from` (the limit's own last day
    was not a working day), `calendar_day` or `month`; with an hour limit also `after_closing` (the day of
    receipt, when its hours were over) and `open_saturday` (a Saturday with hours that is no working day).
    """

    date: date
    counted: bool
    n: int | None
    reason: str
    name: str
    source: str


class Step(NamedTuple):
    """One act that set or moved the due instant, with what it was before and after."""

    kind: str
    at: datetime
    due_before: datetime | None
    due_after: datetime | None
    source: str


class Explanation(NamedTuple):
    """The whole derivation of a due instant. `minutes` are the stretches of open time of an hour limit."""

    code: str | None
    limit: TimeLimit
    article: str
    version: str
    due_time: str | None
    calendar_edition: str
    received_at: datetime
    due_at: datetime | None
    provisional: bool
    days: tuple[ExplainedDay, ...]
    minutes: tuple[tuple[datetime, datetime], ...]
    steps: tuple[Step, ...]


def explanation(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    received_at: datetime,
    limit: TimeLimit,
    *,
    code: str | None = None,
    steps: tuple[Step, ...] = (),
) -> Explanation:
    """The derivation of the due instant of a limit from a receipt.

    `named_days` gives the name and source of every day off or make-up day in the stretch counted.
    Raises `CalendarGap` as `due_instant` does.
    """
    due_at = due_instant(calendar, office, received_at, limit)
    received_on = received_at.date()
    minutes: tuple[tuple[datetime, datetime], ...] = ()
    if limit.unit is Unit.working_hour:
        assert limit.amount is not None
        minutes = tuple(end_of_open_time(calendar, office, received_at, limit.amount * 3600))
    days = tuple(_days(calendar, office, named_days, received_at, limit, due_at, minutes)) if due_at else ()
    due_time = clock_text(due_second(calendar, office, due_at.date())) if due_at and not minutes else None
    return Explanation(
        code=code,
        limit=limit,
        article=ARTICLES[limit.unit],
        version=rule_version(received_on),
        due_time=due_time,
        calendar_edition=calendar.edition,
        received_at=received_at,
        due_at=due_at,
        provisional=is_provisional(calendar, received_at, limit, due_at),
        days=days,
        minutes=minutes,
        steps=steps,
    )


def _days(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    received_at: datetime,
    limit: TimeLimit,
    due_at: datetime,
    minutes: tuple[tuple[datetime, datetime], ...],
) -> list[ExplainedDay]:
    """The days from receipt to the due day, each with its verdict."""

    def day(on: date, counted: bool, n: int | None, reason: str) -> ExplainedDay:
        named = named_days.get(on)
        return ExplainedDay(on, counted, n, reason, named.name if named else "", named.source if named else "")

    received_on, due_on = received_at.date(), due_at.date()
    if limit.unit is Unit.working_hour:
        used = {start.date() for start, _ in minutes}
        reasons = {on: _reason_in_hours(calendar, office, on, on in used) for on in _each(received_on, due_on)}
        return [day(on, on in used, None, reason) for on, reason in reasons.items()]
    if limit.unit is Unit.same_day and is_returned_same_day(calendar, office, received_at):
        return [day(received_on, True, 1, calendar.kind(received_on).value)]
    late = limit.unit is Unit.same_day and calendar.is_working_day(received_on)
    rows = [day(received_on, False, None, "after_cut_off" if late else "receipt_day")]
    following = list(_each(received_on + timedelta(days=1), due_on))
    if limit.unit in (Unit.calendar_day, Unit.month):
        target = unrolled_day(received_on, limit)
        reason = limit.unit.value
        if limit.unit is Unit.month:
            following = [on for on in following if on >= target]
        for n, on in enumerate(following, 1):
            number = limit.amount if limit.unit is Unit.month else n
            if on < target or on == target == due_on:
                rows.append(day(on, True, number, reason))
            elif on == target:
                rows.append(day(on, True, number, "rolled_from"))
            else:
                rows.append(day(on, on == due_on, limit.amount if on == due_on else None, calendar.kind(on).value))
        return rows
    n = 0
    for on in following:
        counted = calendar.is_working_day(on)
        n += counted
        rows.append(day(on, counted, n if counted else None, calendar.kind(on).value))
    return rows


def _reason_in_hours(calendar: Calendar, office: Office, on: date, is_used: bool) -> str:
    """Why open time was used on a day, or none: only the day of receipt can have hours and lend none."""
    kind = calendar.kind(on)
    if not is_used and open_stretches(calendar, office, on):
        return "after_closing"
    if is_used and kind is DayKind.weekend:
        return "open_saturday"
    return kind.value


def _each(start: date, end: date) -> list[date]:
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]
