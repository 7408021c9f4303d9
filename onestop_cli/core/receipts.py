"""What a receipt says: what was typed, the procedure's name and limits, and what is promised (domain §3.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from onestop_cli.core.acceptance import acceptance_due_at
from onestop_cli.core.acts import hand_in_instant
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import DueSource
from onestop_cli.core.dossier_events import Receive
from onestop_cli.core.limits import Promise
from onestop_cli.core.moments import When, is_day
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure

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
    )


def with_hand_in(
    said: Receive, submitted: When | None, received_at: datetime, calendar: Calendar, office: Office
) -> Receive:
    """A receipt with when it was handed in, if that is told, and until when receiving it is in time (§3.1).

    Raises `HandedInLater`, `CalendarGap`.
    """
    if submitted is None:
        return said
    at = hand_in_instant(submitted, received_at, calendar, office)
    last = acceptance_due_at(calendar, office, said.channel, at)
    return said._replace(submitted_at=at, submitted_is_day=is_day(submitted), acceptance_due_at=last)
