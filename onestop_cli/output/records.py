"""The machine's view: JSON keys and CSV headings of the contract, the same in both languages."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from onestop_cli.core.dossier import Dossier, Person, extension_data, limit_data, suspension_data
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.text import GUARDED

Json = Any
"""What JSON can hold, and what `_plain` makes of dates and enum members."""
Record = dict[str, Json]
"""A JSON object."""
DOSSIER_KEYS = (
    "code", "procedure_code", "procedure_name", "field", "channel", "applicant", "id_number", "phone", "address",
    "email", "copies", "fee", "officer", "note", "status", "outcome", "received_at", "time_limit",
    "statutory_time_limit", "due_at", "due_source", "promised_due_at", "statutory_due_at", "extended_due_at",
    "resolved_at", "result", "delivered_at", "delivery_method", "closed_at", "suspended", "suspensions", "extensions",
    "rule_version", "calendar_edition", "calendar_provisional", "anchor",
)  # fmt: skip
"""The keys of a dossier, in the order of the contract."""


def dossier_record(dossier: Dossier, person: Person, outcome: Outcome | None) -> dict[str, Any]:
    """A dossier under the keys of the contract."""
    d = dossier
    applicant, id_number, phone, address, email = person
    return {
        "code": d.code,
        "procedure_code": d.procedure_code,
        "procedure_name": d.procedure_name,
        "field": d.field,
        "channel": d.channel,
        "applicant": applicant,
        "id_number": id_number,
        "phone": phone,
        "address": address,
        "email": email,
        "copies": d.copies,
        "fee": d.fee,
        "officer": d.officer,
        "note": d.note,
        "status": d.status.value,
        "outcome": outcome.value if outcome else None,
        "received_at": iso(d.received_at),
        "time_limit": limit_data(d.time_limit),
        "statutory_time_limit": limit_data(d.statutory_time_limit),
        "due_at": due_text(d),
        "due_source": d.due_source.value,
        "promised_due_at": due_text(d, promised=True),
        "statutory_due_at": iso(d.statutory_due_at),
        "extended_due_at": iso(d.extended_due_at),
        "resolved_at": iso(d.resolved_at),
        "result": d.result,
        "delivered_at": iso(d.delivered_at),
        "delivery_method": d.delivery_method,
        "closed_at": iso(d.closed_at),
        "suspended": d.running_suspension is not None and d.running_suspension.counts.due,
        "suspensions": [suspension_data(s) for s in d.suspensions],
        "extensions": [extension_data(e) for e in d.extensions],
        "rule_version": d.rule_version,
        "calendar_edition": d.calendar_edition,
        "calendar_provisional": d.calendar_provisional,
        "anchor": d.anchor,
    }


def due_text(dossier: Dossier, *, promised: bool = False) -> str | None:
    """A due date in ISO 8601; another system's date that came without an hour stays without one."""
    at, is_day = dossier.due_at, dossier.due_is_day
    if promised:
        at, is_day = dossier.promised_due_at, dossier.promised_is_day
    if at is not None and is_day:
        return at.date().isoformat()
    return iso(at)


def json_text(value: Json, *, ascii_only: bool = False) -> str:
    """JSON as it is written: readable, keys in their order; ASCII with escapes for a console that lacks letters."""
    return _encoded(value, ascii_only, indent=2) + "\n"


def json_array(records: Iterable[dict[str, Any]], *, ascii_only: bool = False) -> Iterable[str]:
    """A JSON array, piece by piece, a record a line."""
    yield "["
    for place, record in enumerate(records):
        yield ("," if place else "") + "\n  " + _encoded(record, ascii_only)
    yield "\n]\n"


def compact(value: Json, *, ascii_only: bool = False) -> str:
    """JSON on one line, without blanks."""
    return _encoded(value, ascii_only, separators=(",", ":"))


def _encoded(
    value: Json, ascii_only: bool, *, indent: int | None = None, separators: tuple[str, str] | None = None
) -> str:
    return json.dumps(value, ensure_ascii=ascii_only, indent=indent, separators=separators, default=_plain)


def _plain(value: Json) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value))


def csv_lines(records: Iterable[dict[str, Any]], headings: Sequence[str], *, ascii_only: bool = False) -> Iterable[str]:
    """CSV piece by piece: a heading line, `\\n` line ends, every cell safe in a spreadsheet."""
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    for record in records:
        writer.writerow([cell(record[name], ascii_only=ascii_only) for name in headings])
        if buffer.tell() > 65536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def cell(value: Json, *, ascii_only: bool = False) -> str:
    """A value as a CSV cell: limits as `3:working_day`, lists as compact JSON, nothing a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case {"amount": amount, "unit": unit}:
            return unit if amount is None else f"{amount}:{unit}"
        case dict() | list():
            return compact(value, ascii_only=ascii_only)
        case TimeLimit() | StrEnum():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case str():
            return f"'{value}" if value.startswith(GUARDED) else value
        case _:
            return str(value)
