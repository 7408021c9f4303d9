"""What the fields of a paper hold: the facts of the ledger in the words of an office, always Vietnamese."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from onestop_cli.core.dossier import Dossier, Suspension
from onestop_cli.core.forms import Form
from onestop_cli.core.letterhead import Letterhead
from onestop_cli.core.limits import TimeLimit, Unit
from onestop_cli.core.papers import Paper as Document
from onestop_cli.core.papers import papers as parsed
from onestop_cli.core.slips import supplement_asked
from onestop_cli.errors import OnestopError
from onestop_cli.output.dossiers import procedure_name, procedure_words
from onestop_cli.output.figures import day
from onestop_cli.output.forms.fields import PrintedForm, blanks
from onestop_cli.output.forms.qr import qr_svg
from onestop_cli.output.language import speaking
from onestop_cli.output.words import label, limit_words

if TYPE_CHECKING:
    from onestop_cli.usecases.slips import DeclinedPaper, Paper

COPIES = ("Lưu", "Giao người nộp")
"""Which of the copies a paper is, where there is more than one; further ones are the citizen's too."""
RECIPIENTS = ["Như trên;", "Lưu: VT, hồ sơ."]
_RESULT_BY = {"postal": "qua dịch vụ bưu chính", "online": "trực tuyến"}
_ROWS = 4
"""A control slip has at least so many rows (Circular 01/2018/TT-VPCP)."""


def printed_forms(
    papers: "Sequence[Paper | DeclinedPaper]", copies: int, now: datetime, *, is_preview: bool = False
) -> list[PrintedForm]:
    """The papers with their fields, each as often as there are copies of it, in their order."""
    with speaking("vi"):
        return [
            PrintedForm(paper.form, fields | {"copy": which})
            for paper in papers
            for fields in [paper_fields(paper, now, is_preview=is_preview)]
            for which in copy_marks(copies)
        ]


def copy_marks(copies: int) -> tuple[str, ...]:
    """What each of so many copies is marked with; a single one with nothing."""
    return ("",) if copies == 1 else (*COPIES, *[COPIES[1]] * (copies - 2))[:copies]


def letterhead_fields(head: Letterhead, on: date) -> dict[str, Any]:
    """What every paper of the office bears."""
    place = f"{head.place}, " if head.place else ""
    return {
        "parent_agency": head.parent_agency,
        "agency": head.agency,
        "office": head.office,
        "office_address": head.office_address,
        "office_phone": head.office_phone,
        "place_and_date": f"{place}{day_words(on)}",
        "signers": list(head.signers),
        "size": head.size,
        "logo": head.logo,
    }


def again_words(n_before: int, now: datetime) -> str:
    """What is said on the face of a printing after the first."""
    return f"In lại lần {n_before + 1}, {now:%H} giờ {now:%M} phút, ngày {day(now.date())}" if n_before else ""


def preview_words(*, is_preview: bool, is_synthetic: bool) -> str:
    """What is said on the face of a paper that is none for use."""
    made_up = "Dữ liệu mô phỏng" if is_synthetic else ""
    return "; ".join(filter(None, ("Bản xem, chưa ghi vào sổ" if is_preview else "", made_up)))


def day_words(on: date) -> str:
    """A day as a paper says it: a zero before days below 10 and before the months 1 and 2 (Decree 30/2020, annex I).

    >>> day_words(date(2026, 2, 5)), day_words(date(2026, 8, 15))
    ('ngày 05 tháng 02 năm 2026', 'ngày 15 tháng 8 năm 2026')
    """
    month = f"{on:%m}" if on.month < 3 else str(on.month)
    return f"ngày {on:%d} tháng {month} năm {on.year}"


def instant_words(at: datetime | None, *, is_day: bool = False) -> str:
    """An instant as a paper says it, a day where it has no hour; nothing where there is none."""
    if at is None:
        return ""
    return day_words(at.date()) if is_day else f"{at:%H} giờ {at:%M} phút, {day_words(at.date())}"


def paper_fields(paper: "Paper | DeclinedPaper", now: datetime, *, is_preview: bool) -> dict[str, Any]:
    """The fields of a paper; those its form does not have are left out."""
    titled, person = paper.edition.forms[paper.form], paper.person
    known = letterhead_fields(paper.head, paper.on) | {
        "title": titled.title,
        "form_number": titled.number,
        "circular": paper.edition.circular,
        "again": again_words(paper.n_before, now),
        "preview": preview_words(is_preview=is_preview, is_synthetic=paper.head.is_synthetic),
        "applicant": person.applicant,
        "submitter": person.submitter,
        "address": person.address,
        "phone": person.phone,
        "email": person.email,
        "id_number": person.id_number,
    }
    known |= _of_dossier(paper) | _of_act(paper) if paper.is_of_dossier is True else _of_declined(paper)
    return {name: known.get(name, blank) for name, blank in blanks(paper.form).items()}


def _of_declined(paper: "DeclinedPaper") -> dict[str, Any]:
    """What the refusal to accept a dossier says."""
    d = paper.declined
    procedure = procedure_words(d.procedure_name, d.procedure_code, d.case) if d.case else d.procedure_name
    return {
        "number": d.number,
        "anchor": d.own_anchor,
        "is_electronic": d.channel == "online",
        "request": paper.person.request or procedure,
        "procedure": procedure,
        "officer": d.officer,
        "received_by": paper.received_by,
        "reason": d.reason,
    }


def document_rows(text: str) -> list[dict[str, str]]:
    """The rows of a table of papers; what another system wrote in its own way is a name."""
    try:
        found: Sequence[Document] = parsed(text) if text else ()
    except OnestopError:
        found = [Document(name.strip()) for name in text.split(";") if name.strip()]
    return [
        {"n": str(n), "name": each.name, "kind": each.kind or "", "number": str(each.number or "")}
        for n, each in enumerate(found, 1)
    ]


def _of_dossier(paper: "Paper") -> dict[str, Any]:
    """What every form of a dossier says of it."""
    d, person = paper.entry.dossier, paper.person
    return {
        "number": _number(paper),
        "anchor": paper.act.anchor,
        "qr": qr_svg(d.code.upper() if d.code.isascii() else d.code),
        "is_electronic": d.channel == "online",
        "code": d.code,
        "request": person.request or procedure_name(d),
        "procedure": procedure_name(d),
        "officer": d.officer,
        "copies": str(d.copies),
        "received_at": instant_words(d.received_at, is_day=d.received_is_day),
        "due_at": instant_words(paper.promised_at, is_day=paper.promised_is_day),
        "received_by": paper.received_by,
        "papers": document_rows(person.dossier_papers),
        "time_limit": _time_limit(d),
        "result_place": _result_place(paper),
        "fee": _fee(d),
        "volume": paper.volume,
        "register_number": str(paper.register_number),
        "recipients": RECIPIENTS,
    }


def _number(paper: "Paper") -> str:
    """The number a paper bears: the dossier's code on a slip, on a letter the letter's own."""
    d = paper.entry.dossier
    match paper.form:
        case Form.supplement:
            return _supplement(d).letter
        case Form.apology:
            return d.extensions[-1].letter
        case Form.stop:
            return d.stop_letter
        case Form.refusal:
            return ""
        case _:
            return d.code


def _of_act(paper: "Paper") -> dict[str, Any]:
    """What a form says of its own act."""
    d = paper.entry.dossier
    match paper.form:
        case Form.supplement:
            asked = _supplement(d)
            return {"papers": document_rows(asked.papers), "reason": asked.note, "until": _until(asked)}
        case Form.apology:
            letter = d.extensions[-1]
            return {"reason": letter.note, "new_due_at": day_words(letter.due_after.date())}
        case Form.stop:
            told = {"reason": d.note, "ground": d.stop_reason or ""}
            if (asked := supplement_asked(d)) is not None:
                told |= {"asked_on": day_words(asked.from_at.date()), "until": _until(asked)}
            return told
        case Form.refusal:
            return {"reason": d.note, "resolved_at": instant_words(d.resolved_at, is_day=d.resolved_is_day)}
        case Form.control:
            row = {"giver": "", "receiver": "", "at": "", "result": "", "note": ""}
            return {"steps": [row | {"giver": paper.head.office}, *[row] * (_ROWS - 1)]}
        case _:
            return {}


def _supplement(dossier: Dossier) -> Suspension:
    """The suspension that form 02 is about: without one it is not printed."""
    asked = supplement_asked(dossier)
    assert asked is not None
    return asked


def _until(asked: Suspension) -> str:
    return day_words(asked.until) if asked.until else ""


def _result_place(paper: "Paper") -> str:
    """Where and how the result is received."""
    by = paper.entry.dossier.result_by
    if by in _RESULT_BY:
        return _RESULT_BY[by]
    return ", ".join(part for part in (paper.head.office, paper.head.office_address) if part)


def _time_limit(dossier: Dossier) -> str:
    """The limit by rule, and the shorter one the office commits itself to."""
    by_rule, own = (_limit_words(each) for each in (dossier.statutory_time_limit, dossier.time_limit))
    return own if own == by_rule else f"{by_rule}; cơ quan cam kết: {own}"


def _limit_words(limit: TimeLimit) -> str:
    return "không quy định thời hạn" if limit.unit is Unit.none else limit_words(limit)


def _fee(dossier: Dossier) -> str:
    """What was asked for, how it was paid, or why nothing was."""
    if dossier.fee is None:
        return ""
    if dossier.fee == 0:
        return f"không thu ({dossier.fee_waived})" if dossier.fee_waived else "không thu"
    amount = f"{dossier.fee:,} đồng".replace(",", ".")
    return f"{amount} (đã nộp {label(dossier.fee_paid)})" if dossier.fee_paid else amount
