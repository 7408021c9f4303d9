"""What a seal digests: the default report under the keys of its form, as the text that `report … --json` printed then.

Keys added to reports later are a form of their own, so that old seals come out: form 2 has late acceptance. The digest
lies in an event, whose own hash is in `core.ledger`.
"""

import json
from hashlib import sha256
from typing import Any

from onestop_cli.core.moments import iso
from onestop_cli.core.periods import Period
from onestop_cli.core.report import Part, Report
from onestop_cli.core.tally import Row

FORM = 2
"""The form of new seals."""
BY = ("procedure",)
"""How the report that is digested is broken down."""
_FIGURES = (
    "carried_over", "received", "received_online", "received_direct", "received_postal", "resolved", "early", "on_time",
    "late", "resolved_no_limit", "refused", "withdrawn", "stopped", "pending", "within", "overdue", "suspended",
    "pending_no_limit", "on_time_rate", "early_rate", "mean_working_days", "median_working_days", "time_saved_days",
)  # fmt: skip
FIGURES = {1: _FIGURES, 2: (*_FIGURES, "accepted_late")}
"""The figures of a row, by the form."""


def digest(report: Report, form: int = FORM) -> str:
    """SHA-256 of what is digested of a default report."""
    return sha256(digested(report, form).encode()).hexdigest()


def digested(report: Report, form: int = FORM) -> str:
    """The text digested in a form: JSON, two blanks a level, its keys in the order of the form, letters as they are."""
    head, cumulative = report.head, report.cumulative
    told = {
        "agency": {"code": head.agency_code, "name": head.agency_name},
        "period": {**_days(head.period), "convention": head.period.convention.value},
        "as_of": iso(head.as_of),
        "known_at": iso(head.known_at),
        "basis": head.basis.value,
        "granularity": head.granularity.value,
        "by": list(report.request.by),
        "calendar_edition": head.calendar_edition,
        **_part(report.part, report.names, form),
        "cumulative": cumulative and {**_days(cumulative.period), **_part(cumulative, report.names, form)},
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _days(period: Period) -> dict[str, str]:
    return {"from": str(period.start), "to": str(period.end)}


def _part(part: Part, names: dict[str, str], form: int) -> dict[str, Any]:
    return {"rows": [_row(row, names, form) for row in part.rows], "total": _row(part.total, names, form)}


def _row(row: Row, names: dict[str, str], form: int) -> dict[str, Any]:
    label = [names.get(code, code) for code in row.key]
    return {"key": list(row.key), "label": label, **{name: getattr(row, name) for name in FIGURES[form]}}
