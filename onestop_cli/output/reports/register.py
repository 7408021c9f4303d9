"""The register (Sổ theo dõi hồ sơ) for people and machines, under the columns of domain §4.3."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onestop_cli.core.dossier import Entry
from onestop_cli.core.moments import iso
from onestop_cli.errors import N_
from onestop_cli.output.documents import Cell, Column, Document, Table
from onestop_cli.output.figures import moment
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import due_text
from onestop_cli.output.reports.head import head_lines
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.register import Book

TITLE = N_("Register of dossiers")
_PERSONAL = ("applicant", "address", "phone")
BOOK_KEYS = (
    "number", "code", "procedure_code", "procedure_name", "copies", "applicant", "address", "phone", "received_at",
    "promised_due_at", "delivered_at", "channel", "note", "status",
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
    ("promised_due_at", (N_("Day and hour"), N_("Result promised")), "moment"),
    ("delivered_at", (N_("Day and hour"), N_("Result handed over")), "moment"),
    ("channel", (N_("Received how"),), "text"),
    ("note", (N_("Note"),), "text"),
)


def book_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of a line; personal ones only where they were asked for."""
    return tuple(key for key in BOOK_KEYS if with_person or key not in _PERSONAL)


def book_records(book: "Book", *, with_person: bool) -> Iterator[dict[str, Any]]:
    """The lines under their own keys (docs/json.md)."""
    keys = book_keys(with_person=with_person)
    for number, line in enumerate(book.entries, 1):
        values = _values(number, line)
        values["promised_due_at"] = due_text(line.dossier, promised=True)
        yield {key: iso(values[key]) if key in ("received_at", "delivered_at") else values[key] for key in keys}


def _values(number: int, entry: Entry) -> dict[str, Any]:
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
        "promised_due_at": d.promised_due_at,
        "delivered_at": d.delivered_at,
        "channel": d.channel,
        "note": d.note,
        "status": d.status.value,
    }


def book_table(book: "Book", *, with_person: bool) -> Table:
    """The register as a table, as its paper form has it."""
    chosen = [c for c in _COLUMNS if with_person or c[0] not in _PERSONAL]
    rows = [_row(number, line, chosen) for number, line in enumerate(book.entries, 1)]
    return Table(_("Register"), "", [Column(tuple(map(_, h)), kind) for _name, h, kind in chosen], rows)


def _row(number: int, entry: Entry, chosen: Sequence[tuple[str, tuple[str, ...], str]]) -> list[Cell]:
    values = _values(number, entry)
    values["channel"] = label(values["channel"])
    return [values[name] for name, _headings, _kind in chosen]


def book_lines(book: "Book", *, with_person: bool) -> list[str]:
    """The head of the register; a register promises, it does not judge."""
    head = head_lines(book.head)
    lines = [_(TITLE), *head[:2], *head[3:]]
    return lines if with_person else [*lines, _("Without personal data; --personal-data adds names and addresses")]


def book_text(book: "Book", *, with_person: bool) -> Page:
    """The register on a screen, a few lines a dossier; nothing of it is cut."""
    blocks = [book_lines(book, with_person=with_person)]
    if not book.entries:
        return paragraphs([*blocks, [_("no dossier fits")]])
    width = len(str(len(book.entries)))
    margin = " " * (width + 2)
    for number, (d, person) in enumerate(book.entries, 1):
        channel = f"{label(d.channel)} · " + ngettext("{n} set", "{n} sets", d.copies)
        dates = " · ".join(
            (
                _("received {at}", at=moment(d.received_at)),
                _("promised {at}", at=moment(d.promised_due_at)),
                _("handed over {at}", at=moment(d.delivered_at)),
            )
        )
        contact = " · ".join(value for value in (person.applicant or "—", person.phone, person.address) if value)
        lines = [f"{number:>{width}}  {d.code}  {channel}", *([margin + contact] if with_person else [])]
        lines += [margin + d.procedure_name, margin + dates]
        lines += [f"{margin}{_('Note')}: {d.note}"] if d.note else []
        blocks.append(lines)
    return paragraphs(blocks, width + 4)


def book_document(book: "Book", *, with_person: bool) -> Document:
    """The register as a document."""
    lines = book_lines(book, with_person=with_person)
    return Document(_(TITLE), lines[1:], [book_table(book, with_person=with_person)])
