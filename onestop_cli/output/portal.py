"""Dossiers in the file format of the national portal, DongBoHoSoMC (domain §5). What is not known here is empty.

Every value is a text but the list of supplements; instants are `yyyyMMddHHmmss`, Vietnam time.
"""

from datetime import datetime
from typing import Any

from onestop_cli.core.declines import Declined
from onestop_cli.core.dossier import Dossier, Entry, Person, Reason, Status, Suspension
from onestop_cli.output.records import Record

MOST_SUMMARY = 1000
"""The characters of TrichYeuHoSo."""
REFUSED = "Từ chối giải quyết"
NOT_ACCEPTED = "3"
"""The state of what was not accepted."""
_CHANNELS = {"direct": "1", "online": "2", "postal": "3"}
_METHODS = {"direct": "0", "postal": "1"}
_WAITS = {Reason.supplement: "5", Reason.financial_obligation: "6"}
_STATES = {
    Status.received: "4", Status.suspended: "4", Status.withdrawn: "7", Status.stopped: "8", Status.resolved: "9",
    Status.delivered: "10",
}  # fmt: skip


def portal_record(entry: Entry, agency: str, *, with_person: bool) -> Record:
    """A dossier as the portal takes it; of its person only the name or pseudonym unless asked for, and no free text."""
    d, person = entry
    known = person if with_person else Person(person.applicant)
    return _record(d, known, agency, d.code, _state(d), d.received_at) | {
        "NgayHenTra": _stamp(d.due_at),
        "NgayTra": _stamp(d.delivered_at),
        "HinhThuc": _METHODS.get(d.delivery_method or "", ""),
        "NgayKetThucXuLy": _stamp(d.resolved_at),
        "GhiChu": _remark(d, d.note if with_person else ""),
        "DanhSachHoSoBoSung": _supplements(d, with_person=with_person),
    }


def declined_record(declined: Declined, agency: str, *, with_person: bool) -> Record:
    """A refusal to accept under the same keys: its number for a code, the day of the refusal for that of receipt.

    The reason is a note, and stays in as notes do.
    """
    d = declined
    known = d.person if with_person else Person(d.person.applicant)
    return _record(d, known, agency, d.number, NOT_ACCEPTED, d.declined_at) | {
        "GhiChu": d.reason if with_person else ""
    }


def _record(
    of: Dossier | Declined, known: Person, agency: str, code: str, state: str, received_at: datetime
) -> dict[str, Any]:
    """What is said of either under the keys of the format, in their order."""
    return {
        "MaHoSo": code,
        "MaTTHC": of.procedure_code,
        "TenTTHC": of.procedure_name,
        "MaLinhVuc": "",
        "TenLinhVuc": of.field,
        "KenhThucHien": _CHANNELS[of.channel],
        "ChuHoSo": known.applicant,
        "LoaiDoiTuong": "",
        "MaDoiTuong": known.id_number,
        "ThongTinKhac": "",
        "Email": known.email,
        "Fax": "",
        "SoDienThoai": known.phone,
        "TrichYeuHoSo": (known.request or of.procedure_name)[:MOST_SUMMARY],
        "NgayTiepNhan": _stamp(received_at),
        "NgayHenTra": "",
        "TrangThaiHoSo": state,
        "NgayTra": "",
        "ThongTinTra": "",
        "HinhThuc": "",
        "NgayKetThucXuLy": "",
        "DonViXuLy": agency,
        "GhiChu": "",
        "DanhSachHoSoBoSung": [],
    }


def _state(d: Dossier) -> str:
    running = d.running_suspension
    if d.status is Status.suspended and running is not None:
        return _WAITS.get(running.reason, "4")
    return _STATES[d.status]


def _remark(d: Dossier, note: str) -> str:
    if d.result != "refused":
        return note
    return f"{REFUSED}: {note}" if note else REFUSED


def _supplements(d: Dossier, *, with_person: bool) -> list[Record]:
    asked = (s for s in d.suspensions if s.reason is Reason.supplement)
    return [_supplement(number, s, s.note if with_person else "") for number, s in enumerate(asked, 1)]


def _supplement(number: int, s: Suspension, note: str) -> Record:
    return {
        "HoSoBoSungId": str(number),
        "NguoiYeuCauBoSung": "",
        "NoiDungBoSung": note,
        "NgayBoSung": _stamp(s.from_at),
        "NguoiTiepNhanBoSung": "",
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": _stamp(s.to_at),
        "TrangThaiBoSung": "",
        "NgayHenTraTruoc": _stamp(s.before.due_at),
        "NgayHenTraMoi": _stamp(s.after.due_at if s.after else None),
    }


def _stamp(at: datetime | None) -> str:
    return f"{at:%Y%m%d%H%M%S}" if at else ""
