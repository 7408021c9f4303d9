"""Letters of apology with a new appointment (xin lỗi, hẹn lại; domain §3.4).

Once a dossier, at the latest one calendar day before the due date (Decree 61/2018 art. 19(9): "01 ngày") [V to
30/6/2025, M since]; a second letter or a late one needs an override (`core.overrides`). What is advised is the last
working day, on which it can still be sent. An apology makes no dossier on time: the due date stays and decides the
outcome.
"""

from datetime import date, timedelta
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, DueSource, Status
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.errors import (
    BadNewDate,
    CalendarGap,
    LateLetter,
    LimitOfLaw,
    NoDueDate,
    NoLetterInTime,
    SecondLetter,
)

_DAY = timedelta(days=1)


class LetterDays(NamedTuple):
    """Until when a letter of apology is in time: the working day on which it should go out, and the last day of all."""

    advised: date
    last: date


def last_letter_day(calendar: Calendar, dossier: Dossier) -> date | None:
    """The last working day before the due day, un-extended, on which a letter in time can be sent (§3.4).

    None where no letter is in time: on a same-day or hour limit, and without a due date. Raises `CalendarGap`.
    """
    if dossier.due_at is None or not _is_due_on_day(dossier):
        return None
    return calendar.working_day_until(dossier.due_at.date() - _DAY)


def letter_days(calendar: Calendar, dossier: Dossier, on: date) -> LetterDays | None:
    """Until when a letter would be in time on a day; None where it would pass a limit, or is not possible.

    Where no working day lies between receipt and the due day, the last day is advised. Nothing is said of a due date
    beyond the loaded years.
    """
    if dossier.status is not Status.received or dossier.due_at is None or letter_passed(calendar, dossier, on):
        return None
    return LetterDays(_advised(calendar, dossier), dossier.due_at.date() - _DAY)


def _advised(calendar: Calendar, dossier: Dossier) -> date:
    assert dossier.due_at is not None
    last = dossier.due_at.date() - _DAY
    try:
        advised = last_letter_day(calendar, dossier) or last
    except CalendarGap:
        return last
    return last if advised < dossier.received_at.date() else advised


def letter_passed(calendar: Calendar, dossier: Dossier, letter_on: date) -> LimitOfLaw | None:
    """What a letter of a day passes: one a dossier, none after the day before the due day, un-extended (§3.4).

    On a one-day limit that is the day of receipt; on a same-day or hour limit there is none, unless a day was agreed.
    """
    if dossier.extensions:
        first = dossier.extensions[0]
        return SecondLetter(code=dossier.code, letter=first.letter, on=first.at.date())
    assert dossier.due_at is not None
    told = {"code": dossier.code, "letter_on": letter_on, "due": dossier.due_at.date()}
    if not _is_due_on_day(dossier):
        return NoLetterInTime(**told)
    last = dossier.due_at.date() - _DAY
    return LateLetter(**told, last=last, advised=_advised(calendar, dossier)) if letter_on > last else None


def _is_due_on_day(dossier: Dossier) -> bool:
    """Whether its due date is a day: its limit's, or one that was agreed."""
    return dossier.time_limit.unit not in BY_THE_INSTANT or dossier.due_source is DueSource.agreed


def checked_new_date(calendar: Calendar, dossier: Dossier, new: date, letter_on: date) -> date:
    """The new appointment of a letter, if it is a later working day (§3.4). Raises `NoDueDate`, `BadNewDate`."""
    if dossier.due_at is None:
        raise NoDueDate(code=dossier.code)
    before = max(dossier.due_at, dossier.extended_due_at or dossier.due_at).date()
    if not calendar.is_working_day(new) or new <= before or new < letter_on:
        after = max(before, letter_on - _DAY)
        raise BadNewDate(day=new, due=before, first=calendar.nth_working_day_after(after, 1))
    return new
