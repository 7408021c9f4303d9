"""What goes into export files, and what an import tells a person."""

from collections.abc import Iterable, Iterator
from typing import Any

from onestop_cli.core.dossier import PERSONAL_FIELDS
from onestop_cli.output.console_text import facts
from onestop_cli.output.figures import number
from onestop_cli.output.records import DOSSIER_KEYS, compact, csv_lines, dossier_record, encoded
from onestop_cli.output.words import _

Views = Iterator[Any]
OF_ONE_FILE = ("calendar_edition", "anchor")
"""Keys that mean something within one dossier file only; an export leaves them out."""


def headings(*, with_person: bool) -> tuple[str, ...]:
    """The columns of an export, in the order of the contract."""
    left_out = OF_ONE_FILE if with_person else (*OF_ONE_FILE, *PERSONAL_FIELDS)
    return tuple(name for name in DOSSIER_KEYS if name not in left_out)


def dossier_lines(views: Views, format_name: str, *, with_person: bool, excel: bool) -> Iterator[str]:
    """The text of an export, piece by piece."""
    names = headings(with_person=with_person)
    records = _records(views, names)
    match format_name:
        case "csv":
            if excel:
                yield "\ufeff"
            yield from csv_lines(records, names)
        case "jsonl":
            for record in records:
                yield compact(record) + "\n"
        case _:
            yield "["
            for place, record in enumerate(records):
                yield ("," if place else "") + "\n  " + encoded(record)
            yield "\n]\n"


def _records(views: Iterable[Any], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for view in views:
        record = dossier_record(view.entry.dossier, view.entry.person, view.outcome)
        yield {name: record[name] for name in names}


def imported_text(done: Any, dry_run: bool) -> str:
    """What an import did."""
    pairs = [
        (_("Rows read"), number(done.rows)),
        (_("Dossiers received"), number(done.received)),
        (_("Dossiers with later facts"), number(done.continued)),
        (_("Rows already known"), number(done.known)),
    ]
    if done.foreign_codes:
        pairs.append((_("Codes of another system, kept as they are"), number(done.foreign_codes)))
    if dry_run:
        pairs.append((_("Dry run"), _("nothing was recorded")))
    elif done.seq:
        pairs.append((_("Recorded as event"), str(done.seq)))
    return facts(pairs)
