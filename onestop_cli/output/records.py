"""The machine's view: JSON keys and CSV headings of the contract, the same in both languages."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any

from onestop_cli.core.columns import KEPT, PERSONAL, PUBLIC
from onestop_cli.core.dossier import Dossier, Person
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.text import GUARDED
from onestop_cli.output.console_text import is_for_a_file
from onestop_cli.output.stream import is_utf8

DOSSIER_KEYS = tuple(column.name for column in PUBLIC)
"""The keys of a dossier, in the order of the contract."""
_HELD = [c.name for c in (*KEPT, *PERSONAL)] + ["outcome", "suspended"]
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
    record = dict(zip(DOSSIER_KEYS, _in_order(held), strict=True))
    if dossier.due_is_day:
        record["due_at"] = due_text(dossier)
    if dossier.promised_is_day:
        record["promised_due_at"] = due_text(dossier, promised=True)
    return record


def due_text(dossier: Dossier, *, promised: bool = False) -> str | None:
    """A due date in ISO 8601; another system's date that came without an hour stays without one."""
    at, is_day = dossier.due_at, dossier.due_is_day
    if promised:
        at, is_day = dossier.promised_due_at, dossier.promised_is_day
    if at is not None and is_day:
        return at.date().isoformat()
    return iso(at)


def json_text(value: Any, *, ascii_only: bool | None = None) -> str:
    """JSON as it is written: readable, keys in their order; with letters as they are unless the console lacks them."""
    return encoded(value, indent=2, ascii_only=ascii_only) + "\n"


def jsonl_text(records: Iterable[dict[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(compact(record) + "\n" for record in records)


def compact(value: Any) -> str:
    """JSON on one line, without blanks."""
    return encoded(value, separators=(",", ":"))


def encoded(
    value: Any,
    *,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    ascii_only: bool | None = None,
) -> str:
    """JSON as every output has it: ASCII with escapes on a console that lacks letters, so that none is lost."""
    escaped = not (is_utf8() or is_for_a_file()) if ascii_only is None else ascii_only
    return json.dumps(value, ensure_ascii=escaped, indent=indent, separators=separators, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value))


def csv_text(records: Iterable[dict[str, Any]], headings: Sequence[str]) -> str:
    """CSV with a heading line, `\\n` line ends, every cell safe in a spreadsheet."""
    return "".join(csv_lines(records, headings))


def csv_lines(records: Iterable[dict[str, Any]], headings: Sequence[str]) -> Iterable[str]:
    """The lines of `csv_text`, one by one."""
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    for record in records:
        writer.writerow([cell(record[name]) for name in headings])
        if buffer.tell() > 65536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def cell(value: Any) -> str:
    """A value as a CSV cell: limits as `3:working_day`, lists as compact JSON, nothing a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case {"amount": amount, "unit": unit}:
            return unit if amount is None else f"{amount}:{unit}"
        case dict() | list():
            return compact(value)
        case TimeLimit() | StrEnum():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case str():
            return f"'{value}" if value.startswith(GUARDED) else value
        case _:
            return str(value)


def markdown_text(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; nothing in a cell can end it."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(_escaped(c) for c in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def listed_lines(lines: Iterable[str]) -> str:
    """Lines as a Markdown list."""
    return "".join(f"- {_escaped(line)}\n" for line in lines)


def heading_line(text: str) -> str:
    """A Markdown heading within a report; nothing in it is taken as Markdown."""
    return f"### {_escaped(text)}\n"


def _escaped(text: str) -> str:
    for mark in "\\|<>*_`[]":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())
