"""Early, on time or late (domain §3.5): judged by the moment the result was ready.

By default a limit is judged in its own unit: days and months by date, `same_day` and hours by the
instant to the minute, as the slip prints it. An open dossier is overdue at T if and only if a result at
T would be late.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.dossier import Dossier, DueSource, Entry, Status
from onestop_cli.core.limits import BY_THE_INSTANT, Unit


class Outcome(StrEnum):
    """How a dossier did, or does."""

    early = "early"
    on_time = "on_time"
    late = "late"
    within = "within"
    overdue = "overdue"
    suspended = "suspended"
    closed = "closed"
    no_limit = "no_limit"


class Basis(StrEnum):
    """Which due date is judged against."""

    due = "due"
    promised = "promised"
    extended = "extended"
    statutory = "statutory"


class Granularity(StrEnum):
    """How finely a finish is compared with its due date; `unit` = by the limit's own unit."""

    unit = "unit"
    date = "date"
    minute = "minute"


class Yardstick(NamedTuple):
    """What a report is judged by: which due date, and how finely."""

    basis: Basis
    granularity: Granularity


USUAL = Yardstick(Basis.due, Granularity.unit)


class Due(NamedTuple):
    """A due instant and the unit it is judged in; `is_day` for a date that came without an hour."""

    at: datetime | None
    unit: Unit
    is_day: bool


def due(dossier: Dossier, basis: Basis) -> Due:
    """The due date of a basis, judged in the unit of its own limit. A new appointment is a day."""
    given_day = dossier.due_is_day and dossier.due_source is not DueSource.engine
    match basis:
        case Basis.due:
            return Due(dossier.due_at, dossier.time_limit.unit, given_day)
        case Basis.promised:
            return Due(dossier.promised_due_at, dossier.time_limit.unit, dossier.promised_is_day)
        case Basis.statutory:
            return Due(dossier.statutory_due_at, dossier.statutory_time_limit.unit, False)
        case Basis.extended:
            if dossier.extended_due_at is not None:
                return Due(dossier.extended_due_at, Unit.working_day, True)
            return due(dossier, Basis.due)


def is_by_date(unit: Unit, is_day: bool, granularity: Granularity) -> bool:
    """Whether a finish is compared by date; otherwise to the minute."""
    match granularity:
        case Granularity.date:
            return True
        case Granularity.minute:
            return False
        case Granularity.unit:
            return is_day or unit not in BY_THE_INSTANT


def judged(at: datetime, due_at: datetime, *, by_date: bool) -> Outcome:
    """A finish at an instant against a due instant: early, on_time or late.

    >>> from datetime import timedelta
    >>> due_at = datetime.fromisoformat("2023-08-11T17:30:00+07:00")
    >>> judged(due_at + timedelta(seconds=59), due_at, by_date=False).value
    'on_time'
    """
    finish, limit = (at.date(), due_at.date()) if by_date else (at.replace(second=0), due_at.replace(second=0))
    if finish == limit:
        return Outcome.on_time
    return Outcome.early if finish < limit else Outcome.late


def outcome(
    dossier: Dossier, at: datetime, basis: Basis = Basis.due, granularity: Granularity = Granularity.unit
) -> Outcome | None:
    """How a dossier did, or does at an instant; None for a void one."""
    match dossier.status:
        case Status.void:
            return None
        case Status.withdrawn | Status.stopped:
            return Outcome.closed
        case Status.suspended if is_suspended(dossier, at, basis, granularity):
            return Outcome.suspended
        case _:
            pass
    verdict = judged_finish(dossier, dossier.resolved_at or at, basis, granularity)
    if dossier.resolved_at is not None or verdict is Outcome.no_limit:
        return verdict
    return Outcome.overdue if verdict is Outcome.late else Outcome.within


def judged_finish(dossier: Dossier, at: datetime, basis: Basis, granularity: Granularity) -> Outcome:
    """How a finish at an instant stands against the dossier's due date: early, on time, late or without a limit."""
    against = due(dossier, basis)
    if against.at is None:
        return Outcome.no_limit
    return judged(at, against.at, by_date=is_by_date(against.unit, against.is_day, granularity))


def is_past_due(dossier: Dossier, at: datetime, basis: Basis = Basis.due) -> bool:
    """Whether a result at an instant would be late: 17:45 on the due day is not (§3.3)."""
    return judged_finish(dossier, at, basis, Granularity.unit) is Outcome.late


def is_suspended(dossier: Dossier, at: datetime, basis: Basis, granularity: Granularity) -> bool:
    """Whether the running suspension stops the clock of a basis: only one that counts for its date does (§3.3).

    The date on the slip never moves, so once it has passed a result would be late, suspended or not.
    """
    running = dossier.running_suspension
    if running is None:
        return False
    counts = running.counts
    match basis:
        case Basis.due:
            return counts.due
        case Basis.statutory:
            return counts.statutory
        case Basis.extended:
            return counts.due if counts.extended is None else counts.extended
        case Basis.promised:
            slip = due(dossier, basis)
            by_date = is_by_date(slip.unit, slip.is_day, granularity)
            is_past = slip.at is not None and judged(at, slip.at, by_date=by_date) is Outcome.late
            return counts.due and not is_past


class View(NamedTuple):
    """A dossier with how it does at the moment looked at."""

    entry: Entry
    outcome: Outcome | None


def view(entry: Entry, at: datetime) -> View:
    """The dossier with its outcome at an instant (domain §3.5)."""
    return View(entry, outcome(entry.dossier, at))
