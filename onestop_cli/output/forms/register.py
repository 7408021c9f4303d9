"""The register as a book (form 07): what its lines, sums and foot say, always in Vietnamese."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onestop_cli.core.dossier import OPEN, Dossier, Person, Status
from onestop_cli.core.forms import Form
from onestop_cli.output.dossiers import procedure_name
from onestop_cli.output.figures import day, moment, occurred
from onestop_cli.output.forms.fields import Fields, PrintedForm
from onestop_cli.output.forms.values import letterhead_fields
from onestop_cli.output.language import speaking
from onestop_cli.output.words import label

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.book import Book, Line


def register_pdf(book: "Book", *, with_person: bool) -> bytes:
    """The book as PDF. Raises as `pdf_bytes`."""
    from onestop_cli.output.forms.pdf import pdf_bytes

    return pdf_bytes([PrintedForm(Form.register, register_fields(book, with_person=with_person))], book.folder)


def register_fields(book: "Book", *, with_person: bool) -> Fields:
    """The fields of the book. Without persons their names, addresses, phones and free text stay empty."""
    head, of_office = book.head, book.letterhead
    with speaking("vi"):
        rows = [_row(line, head.agency_name, with_person=with_person) for line in book.lines]
    return letterhead_fields(of_office, book.head.period.end) | {
        "title": book.titled.title,
        "form_number": book.titled.number,
        "circular": book.circular,
        "place_and_date": f"{of_office.place}, ngày …… tháng …… năm ………" if of_office.place else "",
        "preview": "",
        "volume": book.volume,
        "period": f"từ {day(head.period.start)} đến {day(head.period.end)}",
        "rows": rows,
        "sums": _sums(book),
        "notes": list(_notes(book, with_person=with_person)),
        "is_closed": book.is_closed,
    }


def _row(line: "Line", agency: str, *, with_person: bool) -> dict[str, Any]:
    """A line of the book. Who signs for a result does so by hand."""
    d, person = line.entry if with_person else (line.entry.dossier, Person())
    return {
        "n": str(line.number),
        "code": d.code,
        "procedure": procedure_name(d),
        "copies": str(d.copies),
        "person": person.applicant,
        "contact": "; ".join(filter(None, (person.address, person.phone))),
        "agency": agency,
        "received": occurred(d.received_at, is_day=d.received_is_day),
        "due": _promised(d),
        "delivered": occurred(d.delivered_at, is_day=d.delivered_is_day) if d.delivered_at else "",
        "method": label(d.delivery_method or d.result_by),
        "signed": "",
        "note": "; ".join(_remarks(line, with_person=with_person)),
        "is_void": line.voided is not None,
    }


def _promised(d: Dossier) -> str:
    if d.promised_due_at is None:
        return ""
    return day(d.promised_due_at.date()) if d.promised_is_day else moment(d.promised_due_at)


def _remarks(line: "Line", *, with_person: bool) -> Iterator[str]:
    """What the last column says: what became of a dossier without a handed-over result, a new appointment, its note."""
    d, voided = line.entry.dossier, line.voided
    if voided is not None:
        yield f"Đã hủy {day(voided.at.date())}" + (f": {voided.note}" if with_person and voided.note else "")
    elif d.status is Status.withdrawn and d.closed_at:
        yield f"Rút hồ sơ {day(d.closed_at.date())}"
    elif d.status is Status.stopped and d.closed_at:
        yield f"Dừng giải quyết {day(d.closed_at.date())}"
    elif d.result == "refused":
        yield "Từ chối giải quyết"
    if d.extended_due_at is not None and voided is None:
        yield f"Hẹn lại {day(d.extended_due_at.date())}"
    if with_person and d.note and (voided is None or d.note != voided.note):
        yield d.note


def _sums(book: "Book") -> dict[str, str]:
    """How many numbers there are, and what became of them: void, with a result, ended without one, or pending."""
    by_status = Counter(line.entry.dossier.status for line in book.lines)
    numbers = [line.number for line in book.lines]
    counted = {
        "n": len(numbers),
        "first": min(numbers, default=0),
        "last": max(numbers, default=0),
        "void": by_status[Status.void],
        "resolved": by_status[Status.resolved] + by_status[Status.delivered],
        "delivered": by_status[Status.delivered],
        "ended": by_status[Status.withdrawn] + by_status[Status.stopped],
        "pending": sum(by_status[status] for status in OPEN),
    }
    return {name: str(value) for name, value in counted.items()}


def _notes(book: "Book", *, with_person: bool) -> Iterator[str]:
    """What the foot of every page says: what the book is not, and up to when it goes."""
    head = book.head
    if head.is_synthetic:
        yield "DỮ LIỆU MÔ PHỎNG, không phải hồ sơ thật"
    if not with_person:
        yield "Bản không có dữ liệu cá nhân: họ tên, địa chỉ, số điện thoại và ghi chú để trống"
    if head.known_at is not None:
        yield f"Chỉ gồm những gì đã ghi đến {moment(head.known_at)}"
    yield f"Tính đến {moment(head.as_of)}"
