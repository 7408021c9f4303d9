"""What goes out into files: dossiers, events, the register, the portal's list; drawn from a stream read once."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.columns import BY_NAME, COUNT, FLAG, INSTANT, MONEY, Column, exported
from onestop_cli.core.dossier import Status
from onestop_cli.core.ledger import EventRow
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import View
from onestop_cli.errors import NONSENSE, RowUnreadable
from onestop_cli.output.formats import Rendering, records_document
from onestop_cli.output.portal import declined_record, portal_record
from onestop_cli.output.records import Record, dossier_record, without_words
from onestop_cli.output.reports.register import BOOK_KEYS
from onestop_cli.output.rows import Typed, TypedColumn

if TYPE_CHECKING:
    from onestop_cli.usecases.exports import Columns, Dossiers, Events, Line, Lines

_KINDS = {COUNT: "count", MONEY: "count", FLAG: "flag", INSTANT: "moment"}
DAY_FLAGS = ("due_is_day", "promised_is_day", "submitted_is_day")
"""Beside instants that have a type: whether another system's date, or a hand-in, came without an hour."""
_BESIDE = ("person", "salt")
"""The keys of an event at the end where personal data were asked for."""
_EVENT_KINDS = {"seq": "count", "occurred_at": "moment", "recorded_at": "moment"}


def event_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of an event."""
    return (*EventRow._fields[:-2], *_BESIDE) if with_person else EventRow._fields[:-2]


def line_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of a line of the register; without the person neither contacts nor free text, but a pseudonym."""
    going = {column.json_key for column in exported(with_person=with_person)}
    return tuple(key for key in BOOK_KEYS if key == "number" or key in going)


def dossiers(of: "Dossiers", *, with_person: bool, excel: bool = False) -> Rendering:
    """Dossiers as a file holds them; `excel` writes CSV as Excel opens it."""
    columns = exported(with_person=with_person)
    names = [column.json_key for column in columns]
    typed = Typed(_typed(columns), lambda: _with_day_flags(of.views, with_person=with_person), of.size)
    drawn = _rendering(lambda: _records(of.views, names, with_person=with_person), names, typed, excel=excel)
    return drawn._replace(cells=None if of.cells is None else lambda: of.cells or ())


def dossier_columns(of: "Columns") -> Rendering:
    """The same dossiers from a stream of columns, for Parquet."""
    return _rendering(lambda: (), (), Typed((), lambda: (), stream=of), excel=False)


def events(of: "Events", *, with_person: bool, excel: bool = False) -> Rendering:
    """Events as a file holds them: their data as an object in JSON, elsewhere as canonical JSON."""
    keys = event_keys(with_person=with_person)

    def records() -> Iterator[Record]:
        for row in of.rows:
            record = row._asdict()
            record |= {"data": object_of(row.data), "person": object_of(row.fields)}
            yield {key: record[key] for key in keys}

    typed = Typed([TypedColumn(key, _EVENT_KINDS.get(key, "text")) for key in keys], records, of.size)
    return _rendering(records, keys, typed, excel=excel)


def register(of: "Lines", *, with_person: bool, excel: bool = False) -> Rendering:
    """The register as a file holds it."""
    keys = line_keys(with_person=with_person)

    def records() -> Iterator[Record]:
        for line in of.lines:
            record = _line_record(line, with_person=with_person)
            yield {key: record[key] for key in keys}

    def instants() -> Iterator[Record]:
        for line in of.lines:
            d = line.entry.dossier
            told = {"promised_due_at": iso(d.promised_due_at), "promised_is_day": d.promised_is_day}
            yield _line_record(line, with_person=with_person) | told

    kinds = {"number": "count"} | {key: _KINDS.get(BY_NAME[key].type, "text") for key in keys if key in BY_NAME}
    columns = [*(TypedColumn(key, kinds[key]) for key in keys), TypedColumn("promised_is_day", "flag")]
    return _rendering(records, keys, Typed(columns, instants, of.size), excel=excel)


def portal(of: "Dossiers", *, with_person: bool) -> Rendering:
    """Dossiers as the national portal takes them, void ones left out; then what was not accepted."""

    def records() -> Iterator[Record]:
        for entry, _outcome in of.views:
            if entry.dossier.status is not Status.void:
                yield portal_record(entry, of.agency, with_person=with_person)
        for declined in of.declined:
            yield declined_record(declined, of.agency, with_person=with_person)

    return _rendering(records, (), None, excel=False)


def _rendering(
    records: Callable[[], Iterable[Record]], headings: Sequence[str], typed: Typed | None, *, excel: bool
) -> Rendering:
    """No export is a page: its table is empty, and never asked for."""
    return Rendering(
        tuple, lambda: records_document(records(), headings), None, records, headings, typed=typed, is_for_excel=excel
    )


def _typed(columns: Sequence[Column]) -> list[TypedColumn]:
    told = [TypedColumn(c.json_key, _KINDS.get(c.type, "text")) for c in columns]
    return [*told, *(TypedColumn(name, "flag") for name in DAY_FLAGS)]


def _record(view: View, *, with_person: bool) -> Record:
    record = dossier_record(view.entry.dossier, view.entry.person, view.outcome)
    return record if with_person else without_words(record)


def _records(views: Iterable[View], names: Sequence[str], *, with_person: bool) -> Iterator[Record]:
    for view in views:
        record = _record(view, with_person=with_person)
        yield {name: record[name] for name in names}


def _with_day_flags(views: Iterable[View], *, with_person: bool) -> Iterator[Record]:
    """Records whose due dates are instants, beside which it is said whether they came without an hour."""
    for view in views:
        d = view.entry.dossier
        dates = {"due_at": d.due_at, "promised_due_at": d.promised_due_at, "submitted_at": d.submitted_at}
        instants, flags = {name: iso(at) for name, at in dates.items()}, {name: getattr(d, name) for name in DAY_FLAGS}
        yield _record(view, with_person=with_person) | instants | flags


def _line_record(line: "Line", *, with_person: bool) -> Record:
    return {"number": line.number, **_record(View(line.entry, None), with_person=with_person)}


def object_of(text: str | None) -> Record | None:
    """The object that the text of an event is, None for none. Raises `RowUnreadable`."""
    try:
        return None if text is None else json.loads(text)
    except NONSENSE as problem:
        raise RowUnreadable from problem
