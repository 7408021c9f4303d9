"""The due instants of a dossier derived anew, with the suspensions of its life that count (domain §3.3).

Each is counted from receipt, or from what the start rule puts in its place, or moved where it was given; what a
suspension does to one due date is `core.suspensions`. Whether one counts is decided when it begins.
"""

from datetime import datetime

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Counts, Dates, Dossier, DueSource
from onestop_cli.core.dossier_events import NewDates
from onestop_cli.core.limits import NO_LIMIT, TimeLimit, counted_from, is_provisional
from onestop_cli.core.moments import instant
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.outcomes import Basis, Due, due
from onestop_cli.core.suspensions import (
    CountedSuspension,
    begins_in_time,
    due_after,
    given_due_after,
    suspended_working_days,
)


def suspension_counts(dossier: Dossier, at: datetime) -> Counts:
    """For which of its due dates a suspension that begins at an instant counts.

    It does where it begins in time for the due date then in force, and where there is no limit to pass.
    """
    return Counts(
        due=begins_in_time(at, due(dossier, Basis.due)),
        statutory=begins_in_time(at, due(dossier, Basis.statutory)),
        extended=None if dossier.extended_due_at is None else begins_in_time(at, due(dossier, Basis.extended)),
    )


def counted_suspensions(dossier: Dossier, basis: str) -> tuple[CountedSuspension, ...]:
    """The suspensions that have ended and count for a due date: `due`, `statutory`, or the last letter's `extended`."""
    since = dossier.extensions[-1].at if basis == "extended" else dossier.received_at
    return tuple(
        CountedSuspension(s.from_at, s.to_at, s.policy)
        for s in dossier.suspensions
        if s.to_at is not None and getattr(s.counts, basis) and s.from_at >= since
    )


def suspensions_we_count(calendar: Calendar, office: Office, dossier: Dossier) -> tuple[CountedSuspension, ...]:
    """The suspensions our own counting of the due date takes in.

    Those that count for it; beside a date that was given, those that would count for ours. Raises `CalendarGap`.
    """
    counted = counted_suspensions(dossier, "due")
    if dossier.due_source is DueSource.engine:
        return counted
    origin = origin_of(calendar, office, dossier)
    ours: list[CountedSuspension] = []
    for each in counted:
        due_at = due_after(calendar, office, origin, dossier.time_limit, ours, dossier.start)
        if begins_in_time(each.start, Due(due_at, dossier.time_limit.unit, is_day=False)):
            ours.append(each)
    return tuple(ours)


def origin_of(calendar: Calendar, office: Office, dossier: Dossier) -> datetime:
    """What a dossier's limits count from by the start rule it was received under. Raises `CalendarGap`."""
    return counted_from(calendar, office, dossier.start, dossier.received_at, dossier.submitted_at)


def derived_dates(
    calendar: Calendar, office: Office, dossier: Dossier, limits: tuple[TimeLimit, TimeLimit] | None = None
) -> Dates:
    """The three due instants derived anew, with the suspensions that have ended. Raises `CalendarGap`.

    `limits` are the committed and the statutory one, the dossier's own unless given.
    """
    committed, statutory = limits or (dossier.time_limit, dossier.statutory_time_limit)
    origin, given, start = origin_of(calendar, office, dossier), dossier.given_due_at, dossier.start
    extended = extended_due_instant(calendar, office, dossier)
    if given is None:
        due_at = due_after(calendar, office, origin, committed, counted_suspensions(dossier, "due"), start)
    else:
        due_at = given_due_after(calendar, office, given, committed, suspensions_since_given(dossier), start)
    by_law = due_after(calendar, office, origin, statutory, counted_suspensions(dossier, "statutory"), start)
    return Dates(due_at, by_law, extended)


def suspensions_since_given(dossier: Dossier) -> tuple[CountedSuspension, ...]:
    """The suspensions that move a date that was given: those that count since it was given last."""
    return counted_suspensions(dossier._replace(suspensions=dossier.suspensions[dossier.given_after :]), "due")


def extended_due_instant(calendar: Calendar, office: Office, dossier: Dossier) -> datetime | None:
    """The last letter's date after the suspensions since, in working days; None without a letter.

    The date is the letter's own day, or the next working day, at its due time. Raises `CalendarGap`.
    """
    if not dossier.extensions:
        return None
    day = calendar.working_day_from(dossier.extensions[-1].due_after.date())
    given_at = instant(day, due_second(calendar, office, day))
    return given_due_after(calendar, office, given_at, NO_LIMIT, counted_suspensions(dossier, "extended"))


def resumed_dates(calendar: Calendar, office: Office, dossier: Dossier, at: datetime) -> Dates:
    """The three due instants once the running suspension ends at an instant; none is earlier than it was."""
    running = dossier.running_suspension
    assert running is not None
    resumed = dossier._replace(suspensions=(*dossier.suspensions[:-1], running._replace(to_at=at)))
    derived = derived_dates(calendar, office, resumed)
    return Dates(
        *(
            max(new, old) if counts and new is not None and old is not None else old
            for old, new, counts in zip(dossier.dates, derived, running.counts, strict=True)
        )
    )


def dates_at_end(calendar: Calendar, office: Office, dossier: Dossier, at: datetime) -> NewDates:
    """The dates that the act sets which ends the running suspension at an instant, under a dossier's own rules."""
    dates = resumed_dates(calendar, office, dossier, at)
    return NewDates(*dates, calendar.edition, rests_on_guess(calendar, office, dossier, dates))


def rests_on_guess(calendar: Calendar, office: Office, dossier: Dossier, dates: Dates) -> bool:
    """Whether the due instant among the dates rests on days no published decision confirms (§2.1)."""
    if dossier.due_source is not DueSource.engine:
        return dossier.calendar_provisional
    origin = origin_of(calendar, office, dossier)
    return is_provisional(calendar, dossier.received_at, dossier.time_limit, dates.due_at, origin)


def days_suspended(calendar: Calendar, dossier: Dossier) -> int:
    """The working days the dossier's clock stood still, over all suspensions that have ended and count (§4.1)."""
    return sum(
        suspended_working_days(calendar, s.from_at, s.to_at) for s in dossier.suspensions if s.to_at and s.counts.due
    )
