"""Accepting what was handed in online: within one working day, else late (*chậm tiếp nhận*; domain §3.1, [M]).

In time until the closing of the working day that follows the day of the hand-in. What is handed in outside open hours
counts from the next opening, unless the office says that it counts from its own day [D, a setting]. Of what was handed
in at another unit's counter no such duty is known, and none is claimed.
"""

from datetime import date, datetime, timedelta

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.moments import instant, second_of_day
from onestop_cli.core.office import Office, OutsideHours, closing_second, open_stretches

ONLINE = "online"
"""The channel that has the duty."""


def acceptance_due_at(
    calendar: Calendar, office: Office, channel: str, submitted_at: datetime | None
) -> datetime | None:
    """The last instant at which receiving a dossier is in time; None where no duty is known. Raises `CalendarGap`.

    Handed in on Monday 3/8/2026 at 18:00 it counts as handed in on Tuesday:

    >>> week = Calendar(date(2026, 8, 3), "wwwwwee")
    >>> acceptance_due_at(week, Office(), "online", instant(date(2026, 8, 3), 18 * 3600)).isoformat()
    '2026-08-05T17:30:00+07:00'
    """
    if submitted_at is None or channel != ONLINE:
        return None
    last = calendar.nth_working_day_after(_counted_day(calendar, office, submitted_at), 1)
    return instant(last, closing_second(calendar, office, last))


def _counted_day(calendar: Calendar, office: Office, submitted_at: datetime) -> date:
    """The day a hand-in counts as: its own up to its closing, that second included; else that of the next opening."""
    on = submitted_at.date()
    if office.on(on).outside_hours is OutsideHours.own_day:
        return on
    if _opens(calendar, office, on) and second_of_day(submitted_at) <= closing_second(calendar, office, on):
        return on
    following = on + timedelta(days=1)
    while not _opens(calendar, office, following):
        following += timedelta(days=1)
    return following


def _opens(calendar: Calendar, office: Office, on: date) -> bool:
    """Whether the office opens on a day; a working day stays one, whatever closed it for some hours."""
    return calendar.is_working_day(on) or bool(open_stretches(calendar, office, on))


def is_accepted_late(dossier: Dossier) -> bool:
    """Whether a dossier handed in online was received after the last instant that was in time."""
    last = dossier.acceptance_due_at
    return dossier.channel == ONLINE and last is not None and dossier.received_at > last
