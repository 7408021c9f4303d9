"""The register (Sổ theo dõi hồ sơ) for people and machines, under the columns of domain §4.3."""

from collections.abc import Iterator
from typing import Any

from onestop_cli.errors import N_
from onestop_cli.output.documents import Column, Document, Table, shown
from onestop_cli.output.heads import head_lines
from onestop_cli.output.labels import label
from onestop_cli.output.language import _, ngettext
from onestop_cli.output.records import iso, listed_lines, markdown_text

TITLE = N_("Register of dossiers")
_PERSONAL = ("applicant", "address", "phone")
BOOK_KEYS = (
    "number", "code", "procedure_code", "procedure_name", "copies", "applicant", "address", "phone", "received_at",
    "due_at", "delivered_at", "channel", "note", "status",
)  # fmt: skip
_COLUMNS = (
    ("number", (N_("Serial no."),), "count"),
    ("code", (N_("Dossier code"),), "code"),
    ("procedure_name", (N_("Name of the procedure"),), "text"),
    ("copies", (N_("Quantity (sets)"),), "count"),
    ("applicant", (N_("Name of the applicant"),), "text"),
    ("address", (N_("Address"),), "text"),
    ("phone", (N_("Phone"),), "code"),
    ("received_at", (N_("Day and hour"), N_("Received")), "moment"),
    ("due_at", (N_("Day and hour"), N_("Result promised")), "moment"),
    ("delivered_at", (N_("Day and hour"), N_("Result handed over")), "moment"),
    ("channel", (N_("Received how"),), "text"),
    ("note", (N_("Note"),), "text"),
)


def book_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of a line; personal ones only where they were asked for."""
    return tuple(key for key in BOOK_KEYS if with_person or key not in _PERSONAL)


def book_records(book: Any, *, with_person: bool) -> Iterator[dict[str, Any]]:
    """The lines under their own keys (docs/json.md)."""
    keys = book_keys(with_person=with_person)
    for number, line in enumerate(book.entries, 1):
        values = _values(number, line)
        yield {key: iso(values[key]) if key.endswith("_at") else values[key] for key in keys}


def _values(number: int, entry: Any) -> dict[str, Any]:
    d, person = entry
    return {
        "number": number,
        "code": d.code,
        "procedure_code": d.procedure_code,
        "procedure_name": d.procedure_name,
        "copies": d.copies,
        "applicant": person.applicant,
        "address": person.address,
        "phone": person.phone,
        "received_at": d.received_at,
        "due_at": d.promised_due_at,
        "delivered_at": d.delivered_at,
        "channel": d.channel,
        "note": d.note,
        "status": d.status.value,
    }


def book_table(book: Any, *, with_person: bool) -> Table:
    """The register as a table, as its paper form has it."""
    chosen = [c for c in _COLUMNS if with_person or c[0] not in _PERSONAL]
    rows = [_row(number, line, chosen) for number, line in enumerate(book.entries, 1)]
    return Table(_("Register"), "", [Column(tuple(map(_, h)), kind) for _name, h, kind in chosen], rows)


def _row(number: int, line: Any, chosen: Any) -> list[Any]:
    values = _values(number, line)
    values["channel"] = label(values["channel"])
    return [values[name] for name, _headings, _kind in chosen]


def book_lines(book: Any, *, with_person: bool) -> list[str]:
    """The head of the register; a register promises, it does not judge."""
    head = head_lines(book.head)
    lines = [_(TITLE), *head[:2], *head[3:]]
    return lines if with_person else [*lines, _("Without personal data; --personal-data adds names and addresses")]


def book_text(book: Any, *, with_person: bool) -> str:
    """The register on a screen."""
    from onestop_cli.output.console import rendered, table

    if not book.entries:
        return rendered(*book_lines(book, with_person=with_person), "", _("no dossier fits"))
    headings = [_("Serial no."), _("Dossier"), _("Received"), _("Result promised"), _("Result handed over"),
                _("Applicant and procedure") if with_person else _("Procedure")]  # fmt: skip
    rows: list[list[Any]] = []
    for number, (d, person) in enumerate(book.entries, 1):
        contact = " · ".join(value for value in (person.applicant or "—", person.phone, person.address) if value)
        last = f"{contact}\n{d.procedure_name}" if with_person else d.procedure_name
        channel = f"{label(d.channel)} · " + ngettext("{n} set", "{n} sets", d.copies)
        note = f"\n{_('Note')}: {d.note}" if d.note else ""
        rows.append([str(number), f"{d.code}\n{channel}", _two(d.received_at), _two(d.promised_due_at),
                     _two(d.delivered_at), last + note])  # fmt: skip
    made = table(headings, rows, right=(0,), keep=(0, 1, 2, 3, 4), cut=(5,))
    return rendered(*book_lines(book, with_person=with_person), "", made)


def _two(at: Any) -> str:
    return f"{at:%d/%m/%Y}\n{at:%H:%M}" if at else "—"


def book_markdown(book: Any, *, with_person: bool) -> str:
    """The register as Markdown."""
    made = book_table(book, with_person=with_person)
    rows = ([shown(v, c.kind) for v, c in zip(row, made.columns, strict=True)] for row in made.rows)
    head = listed_lines(book_lines(book, with_person=with_person))
    return head + "\n" + markdown_text([c.headings[-1] for c in made.columns], rows)


def book_document(book: Any, *, with_person: bool) -> Document:
    """The register as a document."""
    lines = book_lines(book, with_person=with_person)
    return Document(_(TITLE), lines[1:], [book_table(book, with_person=with_person)])
