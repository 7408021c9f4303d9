"""The register (Sổ theo dõi hồ sơ) for people and machines, under the columns of domain §4.3."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from onestop_cli.core.amendments import Voided
from onestop_cli.core.columns import FREE_TEXT
from onestop_cli.core.dossier import Dossier
from onestop_cli.errors import N_
from onestop_cli.output.documents import Column, Document, Table
from onestop_cli.output.dossiers import delivered_words, procedure_name, received_words, voided_words
from onestop_cli.output.figures import Cell, happened, moment
from onestop_cli.output.formats import Rendering
from onestop_cli.output.pages import Lines, Page, paragraphs
from onestop_cli.output.records import Record, dossier_record, voided_record
from onestop_cli.output.reports.head import head_lines, signed
from onestop_cli.output.reports.marks import foot, footed
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.register import Book

TITLE = N_("Register of dossiers")
_ASKED_FOR = ("applicant", "address", "phone", *FREE_TEXT)
"""What stands there only where personal data were asked for."""
BOOK_KEYS = (
    "number", "code", "procedure_code", "procedure_name", "copies", "applicant", "address", "phone", "received_at",
    "promised_due_at", "delivered_at", "channel", "note", "status", "voided", "recorded_at", "resolved_recorded_at",
    "import",
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
    ("recorded_at", (N_("Receipt recorded"),), "moment"),
    ("resolved_recorded_at", (N_("Result recorded"),), "moment"),
)


def book_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of a line; personal ones and free text only where they were asked for."""
    return tuple(key for key in BOOK_KEYS if with_person or key not in _ASKED_FOR)


def book_records(book: "Book", *, with_person: bool) -> Iterator[Record]:
    """The lines under their own keys (docs/json.md)."""
    keys = book_keys(with_person=with_person)
    for number, (entry, voided) in enumerate(book.lines, 1):
        record = {"number": number, **dossier_record(*entry, None)}
        record["voided"] = voided_record(voided, with_note=with_person)
        yield {key: record[key] for key in keys}


def book_table(book: "Book", *, with_person: bool) -> Table:
    """The register as a table, as its paper form has it; the note of a line struck out says what became of it."""
    columns = {name: Column(tuple(map(_, headings)), kind) for name, headings, kind in _COLUMNS}
    columns["note"] = columns["note"]._replace(is_never_struck=True)
    struck = frozenset(place for place, line in enumerate(book.lines) if line.voided)
    left_out = frozenset[str]() if with_person else frozenset(_ASKED_FOR) - ({"note"} if struck else set[str]())
    chosen = [name for name in columns if name not in left_out]
    rows: list[list[Cell]] = []
    for number, ((d, person), voided) in enumerate(book.lines, 1):
        values = {"number": number, **d._asdict(), **person._asdict(), "channel": label(d.channel)}
        values["procedure_name"] = procedure_name(d)
        values["received_at"] = happened(d.received_at, is_day=d.received_is_day)
        values["delivered_at"] = happened(d.delivered_at, is_day=d.delivered_is_day)
        values["note"] = _note(d, voided, with_person=with_person)
        rows.append([values[name] for name in chosen])
    return Table(_("Register"), "", [columns[name] for name in chosen], rows, struck=struck)


def _note(dossier: Dossier, voided: Voided | None, *, with_person: bool) -> str:
    """What stands in the last column: what became of a line struck out, then the dossier's own note."""
    told = [voided_words(voided, with_note=with_person)] if voided else []
    return "; ".join([*told, *([dossier.note] if with_person and dossier.note else [])])


def book_lines(book: "Book", *, with_person: bool) -> list[str]:
    """The head of the register; a register promises, it does not judge."""
    head = head_lines(book.head)
    lines = [_(TITLE), *head[:3], *head[4:]]
    return (
        lines if with_person else [*lines, _("Without personal data; --personal-data adds names, addresses and notes")]
    )


def book_text(book: "Book", *, with_person: bool) -> Page:
    """The register on a screen, a few lines a dossier; nothing of it is cut."""
    blocks = [book_lines(book, with_person=with_person)]
    if not book.lines:
        return (*paragraphs([*blocks, [_("no dossier fits")]]), *foot(book.head))
    width = len(str(len(book.lines)))
    margin = " " * (width + 2)
    page = list(paragraphs(blocks))
    for number, ((d, person), voided) in enumerate(book.lines, 1):
        channel = f"{label(d.channel)} · " + ngettext("{n} set", "{n} sets", d.copies)
        received = _("received {at}", at=received_words(d))
        promised = _("promised {at}", at=moment(d.promised_due_at))
        handed_over = _("handed over {at}", at=delivered_words(d))
        contact = " · ".join(value for value in (person.applicant or "—", person.phone, person.address) if value)
        lines = [f"{number:>{width}}  {d.code}  {channel}", *([margin + contact] if with_person else [])]
        lines += [margin + procedure_name(d), f"{margin}{received} · {promised} · {handed_over}"]
        lines += [f"{margin}{_('Note')}: {d.note}"] if d.note and with_person else []
        page += ["", Lines(lines, width + 4, "strike" if voided else "")]
        if voided:
            page.append(Lines([margin + voided_words(voided, with_note=with_person)], width + 4))
    return (*page, *foot(book.head))


def book_document(book: "Book", *, with_person: bool) -> Document:
    """The register as a document."""
    lines = book_lines(book, with_person=with_person)
    tables = footed([book_table(book, with_person=with_person)], book.head, with_person=with_person)
    return Document(_(TITLE), lines[1:], tables, signature=signed(book.head))


def book_rendering(book: "Book", *, with_person: bool) -> Rendering:
    """The register in whatever format."""
    records = partial(book_records, book, with_person=with_person)
    return Rendering(
        table=partial(book_text, book, with_person=with_person),
        document=partial(book_document, book, with_person=with_person),
        whole=lambda: list(records()),
        lines=records,
        headings=book_keys(with_person=with_person),
        json_lines=records,
    )
