"""The fields that the templates of the printed forms may use: each declared once, with what it is and an example.

Every field of a form is always there; one of which nothing is known is empty, and its line on the paper stays to be
filled in by hand. What is asked for under another name is an error with file and line. Texts are Vietnamese and NFC.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from onestop_cli.core.forms import SHEETS, Form
from onestop_cli.errors import N_

Fields = Mapping[str, Any]
"""What a template is given: texts, lists of texts or of objects with texts, and claims."""


class PrintedForm(NamedTuple):
    """A paper to print: the form and what its fields hold."""

    form: Form
    fields: Fields


class Field(NamedTuple):
    """One field: its name in a template, what it is, an example, and the forms that have it."""

    name: str
    words: str
    example: Any
    forms: tuple[Form, ...] = SHEETS


_DOSSIER = (Form.receipt, Form.supplement, Form.apology, Form.stop, Form.control, Form.refusal)
_PERSON = (*_DOSSIER, Form.decline)
_LETTERS = (Form.supplement, Form.decline, Form.apology, Form.stop, Form.refusal)

FIELDS = (
    Field("title", N_("title of the form"), "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", tuple(Form)),
    Field("form_number", N_("number of the form in its edition, if it has one"), "01", tuple(Form)),
    Field("circular", N_("circular of its edition"), "Thông tư số 03/2025/TT-VPCP", tuple(Form)),
    Field("parent_agency", N_("agency above"), "UBND thành phố Hà Nội", tuple(Form)),
    Field("agency", N_("issuing agency"), "UBND phường Phúc Lợi", tuple(Form)),
    Field("office", N_("what the one-stop shop is called on the day"), "Trung tâm Phục vụ hành chính công",
          tuple(Form)),
    Field("office_address", N_("address of the one-stop shop"), "đường Phúc Lợi, phường Phúc Lợi", tuple(Form)),
    Field("office_phone", N_("phone of the one-stop shop"), "024 0000 0000", tuple(Form)),
    Field("place_and_date", N_("place and date"), "Phúc Lợi, ngày 27 tháng 11 năm 2026", tuple(Form)),
    Field("number", N_("number of the paper: dossier code, or that of the letter"), "H26.15.30-261127-0001"),
    Field("signers", N_("who signs for the office: the lines from above, the name last"),
          ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An"], tuple(Form)),
    Field("logo", N_("file name of the logo in the forms' folder, if there is one"), "", tuple(Form)),
    Field("size", N_("points of the letters on A5"), "9.5", tuple(Form)),
    Field("again", N_("said of every printing after the first"), "In lại lần 2, 10 giờ 15 phút, ngày 27/11/2026"),
    Field("preview", N_("said of what was not recorded, and of made-up data"), "Bản xem, không có giá trị giao dịch",
          tuple(Form)),
    Field("copy", N_("which of the copies it is"), "Giao người nộp"),
    Field("anchor", N_("anchor of the act printed"), "1234:0a1b2c3d4e5f"),
    Field("qr", N_("code of the dossier as a QR picture (SVG)"), ""),
    Field("is_electronic", N_("whether the dossier came online: the organisation signs digitally"), False),
    Field("code", N_("dossier code"), "H26.15.30-261127-0001", _DOSSIER),
    Field("applicant", N_("whose dossier it is"), "Nguyễn Thị Ngọc Ánh", _PERSON),
    Field("submitter", N_("who hands it in, if another"), "Trần Văn Đức", _PERSON),
    Field("address", N_("address"), "số 5 ngõ 12, tổ 7, phường Phúc Lợi", _PERSON),
    Field("phone", N_("phone"), "0912 345 678", _PERSON),
    Field("email", N_("e-mail"), "anh@example.vn", _PERSON),
    Field("id_number", N_("ID number"), "001190012345", _PERSON),
    Field("request", N_("what is asked for"), "Đăng ký khai sinh", _PERSON),
    Field("procedure", N_("name of the procedure"), "Đăng ký khai sinh", _PERSON),
    Field("copies", N_("number of sets"), "1", _DOSSIER),
    Field("received_at", N_("when it was received"), "09 giờ 15 phút, ngày 27 tháng 11 năm 2026", _DOSSIER),
    Field("due_at", N_("when the result is due: as promised on the slip"), "17 giờ 30 phút, ngày 02 tháng 12 năm 2026",
          _DOSSIER),
    Field("officer", N_("officer in charge: whom to ask"), "Lê Thị Hương", _PERSON),
    Field("received_by", N_("who received it"), "Lê Thị Hương", (Form.receipt, Form.decline)),
    Field("papers", N_("papers: n, name, kind, number"),
          [{"n": "1", "name": "Tờ khai đăng ký khai sinh", "kind": "chính", "number": "1"},
           {"n": "2", "name": "Giấy chứng sinh", "kind": "chứng thực", "number": ""}],
          (Form.receipt, Form.supplement, Form.stop)),
    Field("time_limit", N_("time limit"), "03 ngày làm việc", (Form.receipt,)),
    Field("result_place", N_("where and how the result is received"), "Trung tâm Phục vụ hành chính công",
          (Form.receipt,)),
    Field("fee", N_("fee, and how it was paid or why there is none"), "40.000 đồng (đã nộp tiền mặt)",
          (Form.receipt,)),
    Field("volume", N_("volume of the register"), "2026", (Form.receipt, Form.register)),
    Field("register_number", N_("running number in the register of the year"), "1234", (Form.receipt,)),
    Field("reason", N_("reason"), "thiếu giấy chứng sinh", _LETTERS),
    Field("until", N_("until when the supplement is asked for"), "ngày 15 tháng 12 năm 2026",
          (Form.supplement, Form.stop)),
    Field("asked_on", N_("when the supplement was asked for"), "ngày 30 tháng 11 năm 2026", (Form.stop,)),
    Field("ground", N_("ground of stopping: citizen, supplement_expired or none"), "supplement_expired",
          (Form.stop,)),
    Field("new_due_at", N_("new appointment"), "ngày 07 tháng 12 năm 2026", (Form.apology,)),
    Field("recipients", N_("lines of Nơi nhận"), ["Như trên;", "Lưu: VT, hồ sơ."],
          (Form.apology, Form.stop, Form.refusal)),
    Field("coordinating_agency", N_("agency that coordinates, if one is waited for"), "", (Form.control,)),
    Field("steps", N_("hand-overs: agencies (giver, receiver), at, result, note; the free rows are empty"),
          [{"giver": "Trung tâm Phục vụ hành chính công", "receiver": "", "at": "", "result": "", "note": ""}],
          (Form.control,)),
    Field("resolved_at", N_("when the result was ready"), "16 giờ 00 phút, ngày 01 tháng 12 năm 2026",
          (Form.refusal,)),
    Field("period", N_("period of the register"), "từ 01/01/2026 đến 31/12/2026", (Form.register,)),
    Field("rows", N_("rows of the register: n, code, procedure, copies, person, contact, agency, received, due, "
                     "delivered, method, signed, note, each a text, and whether is_void"),
          [{"n": "1", "code": "H26.15.30-260105-0001", "procedure": "Đăng ký khai sinh", "copies": "1",
            "person": "Nguyễn Thị Ngọc Ánh", "contact": "số 5 ngõ 12, tổ 7, phường Phúc Lợi; 0912 345 678",
            "agency": "UBND phường Phúc Lợi", "received": "05/01/2026 08:30", "due": "08/01/2026 17:30",
            "delivered": "08/01/2026 10:00", "method": "trực tiếp", "signed": "", "note": "", "is_void": False},
           {"n": "2", "code": "H26.15.30-260105-0002", "procedure": "Đăng ký khai tử", "copies": "1",
            "person": "Trần Văn Đức", "contact": "", "agency": "UBND phường Phúc Lợi", "received": "05/01/2026 09:10",
            "due": "05/01/2026 17:30", "delivered": "", "method": "", "signed": "", "note": "Đã hủy 05/01/2026",
            "is_void": True}], (Form.register,)),
    Field("sums", N_("sums of the register: n, first, last, void, resolved, delivered, ended, pending, each a text"),
          {"n": "2", "first": "1", "last": "2", "void": "1", "resolved": "1", "delivered": "1", "ended": "0",
           "pending": "0"}, (Form.register,)),
    Field("notes", N_("what is said at the foot of every page of the register"), ["DỮ LIỆU MÔ PHỎNG"],
          (Form.register,)),
    Field("is_closed", N_("whether the period is a whole year that is over: the book is closed"), False,
          (Form.register,)),
)  # fmt: skip


def fields_of(form: Form) -> tuple[Field, ...]:
    """The fields of a form, in their order."""
    return tuple(field for field in FIELDS if form in field.forms)


def examples(form: Form) -> Fields:
    """The fields of a form, filled in with their examples."""
    return {field.name: field.example for field in fields_of(form)}


_ALWAYS = ("title", "circular", "agency", "office", "place_and_date", "size")


def blanks(form: Form) -> Fields:
    """The fields of a form, of which nothing is known but what every paper bears."""
    return {name: value if name in _ALWAYS else type(value)() for name, value in examples(form).items()}
