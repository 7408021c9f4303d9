"""What a receipt says: what was typed, the procedure's name and limits, and what is promised (domain §3.1)."""

from collections.abc import Mapping
from typing import Any

from onestop_cli.core.dossier import DueSource
from onestop_cli.core.dossier_events import Receive
from onestop_cli.core.limits import Promise
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
