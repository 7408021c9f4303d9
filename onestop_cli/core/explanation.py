"""Why a date: everything that made it, act by act, each with its own counting (domain §3.1-3.4).

An explanation is made from the same calendar, office rules and limits as the dates; nothing in it is looked up
afterwards. Each step that set or moved a date carries the counting that gives it again.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.articles import article
from onestop_cli.core.calendar import Calendar, Day
from onestop_cli.core.day_by_day import day_by_day, given_day_by_day, working_days_from
from onestop_cli.core.derived_dates import (
    counted_suspensions,
    extended_due_instant,
    suspensions_since_given,
    suspensions_we_count,
)
from onestop_cli.core.dossier import Dates, Dossier
from onestop_cli.core.dossier_events import Suspend
from onestop_cli.core.explained_days import Began, ExplainedDay, Stretch
from onestop_cli.core.limits import Start, TimeLimit, Unit, is_provisional, rule_version
from onestop_cli.core.moments import clock_text, second_of_day
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.suspensions import CountedSuspension, given_due_after, since_given, suspended_time
from onestop_cli.errors import CalendarGap


class Counting(NamedTuple):
    """What dates are counted in: the calendar of an edition, the office rules, the days that have a name."""

    calendar: Calendar
    office: Office
    named_days: dict[date, Day]


class Derivation(NamedTuple):
    """How one due instant is derived: its limit, the hour of its last day, the counting, the calendar used.

    `due_at` is what the counting gives. `kept` tells that another date is in force: one that was kept, because a due
    date never comes earlier by a suspension or because a notice's move was declined, or one that was given (by another
    system, or agreed), of which `given` tells what moved it.
    """

    limit: TimeLimit
    due_time: str | None
    calendar_edition: str
    due_at: datetime | None
    kept: bool
    days: tuple[ExplainedDay, ...]
    minutes: tuple[Stretch, ...]
    given: "Given | None" = None

    @property
    def gives(self) -> bool:
        """Whether it gives the date in force again."""
        return not (self.kept if self.given is None else self.given.derivation.kept)


class Given(NamedTuple):
    """What moved a date `given_due_at` of another system, or an agreed one: the suspended time in the limit's unit.

    In seconds for hours. `is_anew` tells that a restart put our own counting from the resumption in its place. The
    derivation of one that nothing moved has no days.
    """

    given_due_at: datetime
    is_anew: bool
    suspended: int
    derivation: Derivation


class SourceKind(StrEnum):
    """What can stand behind a step."""

    edition = "edition"
    reason = "reason"
    letter = "letter"
    event = "event"
    words = "words"


class Source(NamedTuple):
    """What stands behind a step: a calendar edition, a reason, a letter, an event's number, or words as given.

    Behind a reason stands the suspension, as it was recorded.
    """

    kind: SourceKind
    text: str
    suspend: Suspend | None = None


class Step(NamedTuple):
    """One act or amendment that set or moved a date, or stopped the clock; the dates before and after it.

    `promised` holds the date on the slip before and after. `derivations` derive the due, statutory, extended and
    promised dates after it again, each None where the step left it as it was.
    """

    kind: str
    at: datetime
    seq: int
    before: Dates
    after: Dates
    promised: tuple[datetime | None, datetime | None]
    source: Source
    derivations: tuple[Derivation | None, Derivation | None, Derivation | None, Derivation | None]


class Explanation(NamedTuple):
    """The whole derivation of a due instant. `minutes` are the stretches of open time of an hour limit.

    `counted_from` is what its limits count from by the start rule `start`: the receipt, or what stands in its place;
    `cut_off` the hour after which a receipt of that day does. `article` is that behind the counting,
    `legal_basis` what the limit itself rests on, empty where the catalogue has none.
    """

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
    minutes: tuple[Stretch, ...]
    steps: tuple[Step, ...]
    counted_from: datetime
    start: Start
    cut_off: str
    legal_basis: str = ""


def explanation(
    calendar: Calendar,
    office: Office,
    named_days: dict[date, Day],
    began: Began,
    limit: TimeLimit,
    *,
    suspensions: tuple[CountedSuspension, ...] = (),
    code: str | None = None,
    steps: tuple[Step, ...] = (),
    legal_basis: str = "",
    field: str = "",
) -> Explanation:
    """The derivation of the due instant of a limit from a receipt, with the suspensions that count.

    `named_days` gives the name and source of every day off or make-up day in the stretch counted, `legal_basis` and
    `field` are the procedure's.
    Raises `CalendarGap` as `due_instant` does.
    """
    received_at, origin = began.received_at, began.counted_from(calendar, office)
    due_at, days, minutes = day_by_day(calendar, office, named_days, began, limit, suspensions)
    rule = article(limit.unit, legal_basis, field), rule_version(received_at.date())
    due_time = _due_time(calendar, office, limit, due_at)
    is_guess = is_provisional(calendar, received_at, limit, due_at, origin)
    return Explanation(
        code, limit, *rule, due_time, calendar.edition, received_at, due_at, is_guess, days, minutes, steps,
        origin, began.start, clock_text(office.on(received_at.date()).cut_off), legal_basis,
    )  # fmt: skip


def began(dossier: Dossier) -> Began:
    """When a dossier was received, with the start rule it was received under; the hand-in only where it decides."""
    submitted_at = dossier.submitted_at if dossier.start is Start.submitted else None
    return Began(dossier.received_at, dossier.start, submitted_at)


def _due_time(calendar: Calendar, office: Office, limit: TimeLimit, due_at: datetime | None) -> str | None:
    if due_at is None or limit.unit is Unit.working_hour:
        return None
    return clock_text(due_second(calendar, office, due_at.date()))


def derivations(
    countings: Callable[[str], Counting], editions: Sequence[str], dossier: Dossier
) -> tuple[Derivation, Derivation, Derivation | None]:
    """How the dossier's due, statutory and extended dates are derived; the last None without a letter.

    Each is counted in the first of the calendar editions that gives the date in force; where none does, in the first
    of all, and is `kept`. A date that was given is not derived: its derivation is what our own counting gives, beside
    what moved the date `given`.
    """
    due = _in_force(countings, editions, lambda counting: due_derivation(counting, dossier))
    statutory = _in_force(countings, editions, lambda counting: _statutory_derivation(counting, dossier))
    if not dossier.extensions or dossier.extended_due_at is None:
        return due, statutory, None
    return due, statutory, _in_force(countings, editions, lambda counting: _letter_derivation(counting, dossier))


def _in_force(
    countings: Callable[[str], Counting], editions: Sequence[str], derived: Callable[[Counting], Derivation]
) -> Derivation:
    newest = derived(countings(editions[0]))
    if newest.gives:
        return newest
    for edition in editions[1:]:
        try:
            earlier = derived(countings(edition))
        except CalendarGap:
            continue
        if earlier.gives:
            return earlier
    return newest


def due_derivation(counting: Counting, dossier: Dossier) -> Derivation:
    """How the due date is derived in a calendar; one that was given by our own counting, beside what moved it."""
    ours = suspensions_we_count(counting.calendar, counting.office, dossier)
    own = _derivation(counting, began(dossier), dossier.time_limit, ours, dossier.due_at)
    given = dossier.given_due_at
    if given is None:
        return own
    return own._replace(given=_moved(counting, given, dossier))


def _moved(counting: Counting, given: datetime, dossier: Dossier) -> Given:
    """What moved a date that was given.

    A restart that would bring it earlier has no part in it: then it is what the suspensions before made of it.
    """
    calendar, office, named_days = counting
    limit, counted, start = dossier.time_limit, suspensions_since_given(dossier), dossier.start
    due_at = given_due_after(calendar, office, given, limit, counted, start)
    made = given_day_by_day(calendar, office, named_days, given, limit, counted, start)
    while made.due_at != due_at and counted:
        counted = counted[:-1]
        made = given_day_by_day(calendar, office, named_days, given, limit, counted, start)
    since = since_given(calendar, office, limit.unit, counted, start)
    suspended = suspended_time(calendar, office, limit.unit, since)
    due_time = None if made.minutes else clock_text(second_of_day(due_at))
    is_kept = due_at != dossier.due_at
    derivation = Derivation(limit, due_time, calendar.edition, due_at, is_kept, made.days, made.minutes)
    return Given(given, len(since) < len(counted), suspended, derivation)


def _statutory_derivation(counting: Counting, dossier: Dossier) -> Derivation:
    by_law = counted_suspensions(dossier, "statutory")
    return _derivation(counting, began(dossier), dossier.statutory_time_limit, by_law, dossier.statutory_due_at)


def promise_derivation(counting: Counting, dossier: Dossier) -> Derivation:
    """How the date on the slip is derived, in the calendar of the receipt: no suspension moves it."""
    return _derivation(counting, began(dossier), dossier.time_limit, (), dossier.promised_due_at)


def _derivation(
    counting: Counting,
    began: Began,
    limit: TimeLimit,
    suspensions: tuple[CountedSuspension, ...],
    in_force: datetime | None,
) -> Derivation:
    due_at, days, minutes = day_by_day(*counting, began, limit, suspensions)
    due_time = _due_time(counting.calendar, counting.office, limit, due_at)
    return Derivation(limit, due_time, counting.calendar.edition, due_at, due_at != in_force, days, minutes)


def _letter_derivation(counting: Counting, dossier: Dossier) -> Derivation:
    """The letter's own day is the first counted, and as many working days follow as were suspended since."""
    calendar, office, named_days = counting
    due_at = extended_due_instant(calendar, office, dossier)
    assert due_at is not None
    n = 1 + suspended_time(calendar, office, Unit.none, counted_suspensions(dossier, "extended"))
    days = working_days_from(calendar, named_days, dossier.extensions[-1].due_after.date(), n, due_at.date())
    due_time, kept = clock_text(second_of_day(due_at)), due_at != dossier.extended_due_at
    return Derivation(TimeLimit(n, Unit.working_day), due_time, calendar.edition, due_at, kept, days, ())
