"""What a receipt says: what was typed, the procedure's name and limits, and what is promised (domain §3.1)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from onestop_cli.core.acceptance import acceptance_due_at
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import DueSource
from onestop_cli.core.dossier_events import Receive
from onestop_cli.core.limits import Promise
from onestop_cli.core.moments import When, is_day
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import BadAgreedDate

Typed = Mapping[str, Any]
"""The plain values of a receipt by column (`core.columns.TYPED`): texts and numbers."""


def receipt_of(procedure: Procedure, promised: Promise, calendar_edition: str, typed: Typed) -> Receive:
    """The event of a receipt of ours, with what it promises."""
    return Receive(
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        field=procedure.field,
        **typed,
        time_limit=procedure.committed,
        statutory_time_limit=procedure.statutory,
        due_at=promised.due_at,
        due_source=DueSource.engine,
        due_is_day=False,
        promised_due_at=promised.due_at,
        promised_is_day=False,
        statutory_due_at=promised.statutory_due_at,
        rule_version=promised.rule_version,
        calendar_edition=calendar_edition,
        calendar_provisional=promised.is_provisional,
        case=procedure.case,
        start=procedure.start,
    )


def checked_agreed_date(calendar: Calendar, agreed: date, received_on: date) -> date:
    """A day agreed with the citizen, if it is a working day, not before the receipt. Raises `BadAgreedDate`."""
    if agreed < received_on or not calendar.is_working_day(agreed):
        first = calendar.working_day_from(max(agreed, received_on))
        raise BadAgreedDate(day=agreed, received=received_on, first=first)
    return agreed


def with_agreed(said: Receive, agreed_due_at: datetime) -> Receive:
    """A receipt whose promise is a day agreed with the citizen; its statutory date stays beside it (§3.2)."""
    dates = dict.fromkeys(("due_at", "promised_due_at", "agreed_due_at"), agreed_due_at)
    days = dict.fromkeys(("due_is_day", "promised_is_day"), True)
    return said._replace(due_source=DueSource.agreed, calendar_provisional=False, **dates, **days)


def with_hand_in(
    said: Receive, submitted: When | None, handed_in: datetime | None, calendar: Calendar, office: Office
) -> Receive:
    """A receipt with when it was handed in, if that is told, and until when receiving it is in time (§3.1).

    Raises `CalendarGap`.
    """
    if handed_in is None:
        return said
    last = acceptance_due_at(calendar, office, said.channel, handed_in)
    return said._replace(submitted_at=handed_in, submitted_is_day=is_day(submitted), acceptance_due_at=last)
