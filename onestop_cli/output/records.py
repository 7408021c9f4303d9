"""The machine's view: JSON keys and CSV headings of the contract, the same in both languages."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any

from onestop_cli.core.amendments import Erased, Voided
from onestop_cli.core.columns import FREE_TEXT, KEPT, PERSONAL, PUBLIC, WORDS_WITHIN
from onestop_cli.core.dossier import Dossier, Person, hand_in_text
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import Outcome

Json = Any
"""What JSON can hold, and what `_plain` makes of dates and enum members."""
Flat = str | float | bool | None
"""A value in one piece."""
Record = dict[str, Json]
"""A JSON object."""
DOSSIER_KEYS = tuple(column.json_key for column in PUBLIC)
"""The keys of a dossier, in the order of the contract."""
_HELD = [c.json_key for c in (*KEPT, *PERSONAL)] + ["outcome", "suspended", "entered_late"]
_in_order = itemgetter(*map(_HELD.index, DOSSIER_KEYS))
_PLAIN = [(place, plain) for place, column in enumerate(KEPT) if (plain := column.type.plain)]


def dossier_record(dossier: Dossier, person: Person, outcome: Outcome | None) -> dict[str, Any]:
    """A dossier under the keys of the contract."""
    running = dossier.running_suspension
    held = list[Any](dossier)
    for place, plain in _PLAIN:
        if (value := held[place]) is not None:
            held[place] = plain(value)
    held += [*person, outcome.value if outcome else None, running is not None and running.counts.due]
    held.append(dossier.entered_late_at is not None)
    record = dict(zip(DOSSIER_KEYS, _in_order(held), strict=True))
    if dossier.due_is_day:
        record["due_at"] = due_text(dossier)
    if dossier.promised_is_day:
        record["promised_due_at"] = due_text(dossier, promised=True)
    if dossier.submitted_is_day:
        record["submitted_at"] = hand_in_text(dossier)
    return record


def voided_record(voided: Voided | None, *, with_note: bool = True) -> Record | None:
    """By what a dossier is void: the event's number, when it was recorded, by whom, and why where free text is told."""
    if voided is None:
        return None
    told = {"seq": voided.seq, "at": iso(voided.at), "by": voided.by}
    return {**told, "note": voided.note} if with_note else told


def erased_record(erased: Erased | None) -> Record | None:
    """By what personal data of a dossier were erased: the event's number, when, by whom, by what law and why."""
    if erased is None:
        return None
    return {"seq": erased.seq, "at": iso(erased.at), "by": erased.by, "basis": erased.basis, "note": erased.note}


def without_words(record: Record) -> Record:
    """A record of a dossier, or part of one, without what clerks typed as words (domain §8)."""
    kept = {name: value for name, value in record.items() if name not in FREE_TEXT}
    for name in WORDS_WITHIN.keys() & kept.keys():
        hidden = WORDS_WITHIN[name]
        kept[name] = [{key: value for key, value in each.items() if key not in hidden} for each in kept[name]]
    return kept


def due_text(dossier: Dossier, *, promised: bool = False) -> str | None:
    """A due date in ISO 8601; another system's date that came without an hour stays without one."""
    at, is_day = dossier.due_at, dossier.due_is_day
    if promised:
        at, is_day = dossier.promised_due_at, dossier.promised_is_day
    if at is not None and is_day:
        return at.date().isoformat()
    return iso(at)


def json_text(value: Json, *, ascii_only: bool = False) -> str:
    """JSON as it is written: readable, keys in their order; ASCII with escapes for a console that lacks letters.

    What a terminal would obey, or turn the direction of what follows, is escaped in any case.
    """
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
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent, separators=separators, default=_plain)
    if (text if indent is None else text.replace("\n", "")).isprintable():
        return text
    return "".join(c if c == "\n" or c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _plain(value: Json) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value))


def flat(value: Json) -> Flat:
    """A value as one text, number or truth: limits as `3:working_day`, lists and objects as compact JSON."""
    match value:
        case {"amount": amount, "unit": unit}:
            return unit if amount is None else f"{amount}:{unit}"
        case dict() | list():
            return compact(value)
        case TimeLimit() | StrEnum():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
