"""What a printed form says of a dossier is what the file says: each read back from the PDF and from the page."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.forms import Form
from onestop_cli.output.forms.values import printed_forms
from onestop_cli.usecases import settings, slips
from tests.documents.page import Page
from tests.documents.programs import lines_of, text_of
from tests.documents.varied import typed
from tests.office import ACTOR, Ward

ANH = Person("Nguyễn Thị Ngọc Ánh", "001190012345", "0912345678", "số 5 ngõ 12, phường Phúc Lợi", "anh@example.vn")
FULL = ANH._replace(
    dossier_papers="Tờ khai:chính:1; Giấy chứng sinh:chứng thực:2; Sổ hộ khẩu:photo; Ảnh thẻ",
    submitter="Trần Văn Đức", request="xin hai bản để đi nước ngoài",
)  # fmt: skip
OFFICE = {
    "parent_agency": "UBND thành phố Hà Nội",
    "office_address": "số 1 phố Phúc Lợi",
    "office_phone": "024 3333 4444",
    "signature": "TM. ỦY BAN NHÂN DÂN; CHỦ TỊCH; Nguyễn Văn An",
    "register.volume": "Quyển I",
}


class Told(NamedTuple):
    """A paper that is printed of what somebody recorded, and what must be read on it, or must not."""

    made: Callable[[Ward], str]
    form: str
    on_it: tuple[str, ...]
    not_on_it: tuple[str, ...] = ()


def received(procedure: str, person: Person = ANH, **given: Any) -> Callable[[Ward], str]:
    return lambda ward: ward.receive(procedure, person=person, **given).code


def then(begun: Callable[[Ward], str], *acts: Callable[[Ward, str], object]) -> Callable[[Ward], str]:
    def made(ward: Ward) -> str:
        code = begun(ward)
        for act in acts:
            act(ward, code)
        return code

    return made


def refused(ward: Ward) -> str:
    return ward.declines(person=FULL, reason="không thuộc thẩm quyền.", officer="Lê Thị Hương").number


def imported(ward: Ward) -> str:
    ward.imports(
        "code,procedure_code,applicant,received_at,due_at,officer\n"
        "000.00.01.H26-230605-0007,1.000656,Lò Văn Páo,2026-07-30 08:00,2026-08-07 11:00,Đức\n"
    )
    return "000.00.01.H26-230605-0007"


def at_hour(text: str) -> Callable[[Ward, str], object]:
    return lambda ward, _code: ward.is_now(text)


LATE = at_hour("12/8/2026 16:00")
PAPERS: dict[str, Told] = {
    "everything known": Told(
        received("muoi-ngay", FULL, officer="Lê Thị Hương", copies=2, fee=40_000, fee_paid="cash"),
        "01",
        (
            "Mẫu số 01 – Thông tư số 03/2025/TT-VPCP", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Trung tâm Phục vụ hành chính công", "Số: H26.15.30-260803-0001", "Phúc Lợi, ngày 03 tháng 8 năm 2026",
            "Nguyễn Thị Ngọc Ánh", "Trần Văn Đức", "số 5 ngõ 12, phường Phúc Lợi", "0912345678", "anh@example.vn",
            "001190012345", "xin hai bản để đi nước ngoài",
            "1 Tờ khai chính 1", "2 Giấy chứng sinh chứng thực 2", "3 Sổ hộ khẩu photo", "4 Ảnh thẻ",
            "2 (bộ)", "40.000 đồng (đã nộp tiền mặt)", "15 ngày; cơ quan cam kết: 10 ngày",
            "09 giờ 00 phút, ngày 03 tháng 8 năm 2026", "17 giờ 30 phút, ngày 13 tháng 8 năm 2026",
            "Quyển số: Quyển I", "Số thứ tự: 1", "số 1 phố Phúc Lợi", "024 3333 4444", "lan",
        ),
        ("In lại", "Bản xem", "Liên:", "Chữ ký số"),
    ),
    "hardly anything known": Told(
        received("muoi-ngay", Person("Lò Thị Xuân")),
        "01",
        ("Lò Thị Xuân", "Thủ tục muoi-ngay", "1 (bộ)"),
        ("đồng", "None", "Người nộp: "),
    ),
    "waived": Told(
        received("muoi-ngay", fee=0, fee_waived="người có công"), "01", ("không thu (người có công)",), ("đã nộp",)
    ),
    "asked for and not paid": Told(received("muoi-ngay", fee=1_250_000), "01", ("1.250.000 đồng",), ("đã nộp",)),
    "paid online": Told(
        received("muoi-ngay", fee=8000, fee_paid="online", channel="online"),
        "01",
        ("8.000 đồng (đã nộp trực tuyến)", "Chữ ký số của Tổ chức"),
    ),
    "no limit": Told(
        received("khong-han"), "01", ("quy định là: không quy định thời hạn",), ("cơ quan cam kết", "13 tháng 8"),
    ),
    "a limit of hours": Told(
        received("tam-gio"),
        "01",
        ("16 giờ làm việc; cơ quan cam kết: 8 giờ làm việc", "09 giờ 00 phút, ngày 04 tháng 8 năm 2026"),
    ),
    "the same day": Told(
        received("khai-tu"), "01", ("17 giờ 30 phút, ngày 03 tháng 8 năm 2026",), ("cơ quan cam kết",)
    ),
    "a month": Told(received("mot-thang"), "01", ("2 tháng; cơ quan cam kết: 1 tháng",)),
    "one limit": Told(received("bay-ngay"), "01", ("quy định là: 7 ngày làm việc",), ("cơ quan cam kết",)),
    "received on a day": Told(
        then(lambda ward: ward.receive("muoi-ngay", "31/7/2026", person=ANH).code),
        "01",
        ("nhận hồ sơ: ngày 31 tháng 7 năm 2026", "Phúc Lợi, ngày 31 tháng 7 năm 2026"),
        ("08 giờ",),
    ),
    "an organisation by post": Told(
        received("muoi-ngay", Person("Công ty TNHH An Bình"), applicant_kind="organisation", result_by="postal"),
        "01",
        ("Công ty TNHH An Bình", "kết quả tại: qua dịch vụ bưu chính"),
    ),
    "online result": Told(received("muoi-ngay", result_by="online"), "01", ("kết quả tại: trực tuyến",)),
    "another system's": Told(
        imported,
        "01",
        (
            "000.00.01.H26-230605-0007", "Lò Văn Páo", "11 giờ 00 phút, ngày 07 tháng 8 năm 2026",
            "ngày 30 tháng 7 năm 2026", "Đức",
        ),
    ),
    "corrected": Told(
        then(received("muoi-ngay"), lambda ward, code: ward.correct(code, received_at="31/7/2026 09:00")),
        "01",
        ("17 giờ 30 phút, ngày 10 tháng 8 năm 2026", "09 giờ 00 phút, ngày 31 tháng 7 năm 2026"),
        ("13 tháng 8", "In lại"),
    ),
    "suspended since": Told(
        then(received("muoi-ngay"), lambda ward, code: ward.suspend(code)),
        "01",
        ("17 giờ 30 phút, ngày 13 tháng 8 năm 2026",),
    ),
    "papers asked for": Told(
        then(
            received("muoi-ngay", FULL, officer="Lê Thị Hương"),
            at_hour("4/8/2026 10:00"),
            lambda ward, code: ward.suspend(
                code, papers="Giấy kết hôn:chứng thực:1", letter="15/BS", note="thiếu bản chính", until="20/8/2026"
            ),
        ),
        "02",
        (
            "Mẫu số 02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Số: 15/BS", "H26.15.30-260803-0001",
            "Nguyễn Thị Ngọc Ánh", "1 Giấy kết hôn chứng thực 1", "thiếu bản chính", "ngày 20 tháng 8 năm 2026",
            "Phúc Lợi, ngày 04 tháng 8 năm 2026", "Lê Thị Hương", "024 3333 4444",
        ),
        ("Giấy chứng sinh",),
    ),
    "not accepted": Told(
        refused,
        "03",
        (
            "Mẫu số 03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "H26.15.30-260803-TC-0001", "Nguyễn Thị Ngọc Ánh",
            "Trần Văn Đức", "xin hai bản để đi nước ngoài", "không thuộc thẩm quyền.", "Lê Thị Hương", "lan",
        ),
    ),
    "an apology": Told(
        then(
            received("muoi-ngay", officer="Lê Thị Hương"),
            LATE,
            lambda ward, code: ward.extend(code, "20/8/2026", letter="12/UBND-XL", note="hệ thống quá tải."),
        ),
        "04",
        (
            "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "Số: 12/UBND-XL", "UBND THÀNH PHỐ HÀ NỘI",
            "Nguyễn Thị Ngọc Ánh", "mã hồ sơ: H26.15.30-260803-0001",
            "hẹn trả kết quả giải quyết hồ sơ: 17 giờ 30 phút, ngày 13 tháng 8 năm 2026", "Lý do: hệ thống quá tải.",
            "ngày 20 tháng 8 năm 2026",
            "Phúc Lợi, ngày 12 tháng 8 năm 2026", "CHỦ TỊCH", "Nguyễn Văn An",
        ),
        ("quá tải..",),
    ),
    "a stop after papers that never came": Told(
        then(
            received("muoi-ngay", FULL),
            at_hour("4/8/2026 10:00"),
            lambda ward, code: ward.suspend(code, until="10/8/2026"),
            at_hour("12/8/2026 10:00"),
            lambda ward, code: ward.stop(
                code, reason="supplement_expired", note="quá hạn bổ sung", letter="20/TB-UBND"
            ),
        ),
        "05",
        (
            "Mẫu số 05", "Số: 20/TB-UBND", "Ngày 04 tháng 8 năm 2026, UBND phường Phúc Lợi đã yêu cầu",
            "hạn đến ngày 10 tháng 8 năm 2026", "Lý do: quá hạn bổ sung.", "1 Tờ khai chính 1", "2 Giấy chứng sinh",
            "Phúc Lợi, ngày 12 tháng 8 năm 2026",
        ),
    ),
    "a stop that the citizen asked for": Told(
        then(
            lambda ward: ward.receive("muoi-ngay", "31/7/2026", person=ANH).code,
            lambda ward, code: ward.stop(code, reason="citizen", note="không còn nhu cầu,"),
        ),
        "05",
        ("Ngày 31 tháng 7 năm 2026, UBND phường Phúc Lợi tiếp nhận", "Theo đề nghị của Ông (Bà)", "không còn nhu cầu."),
        ("đã yêu cầu", "cầu,."),
    ),
    "a control slip": Told(
        received("muoi-ngay", copies=3),
        "06",
        (
            "Mẫu số 06", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Nguyễn Thị Ngọc Ánh", "H26.15.30-260803-0001",
            "09 giờ 00 phút, ngày 03 tháng 8 năm 2026", "17 giờ 30 phút, ngày 13 tháng 8 năm 2026", "3",
            "UBND phường Phúc Lợi", "Giao: Trung tâm Phục vụ hành chính công",
        ),
    ),
    "a refused result": Told(
        then(
            received("muoi-ngay", officer="Lê Thị Hương"),
            at_hour("5/8/2026 15:00"),
            lambda ward, code: ward.resolve(code, result="refused", note="không đủ điều kiện theo Luật Hộ tịch"),
        ),
        "refusal",
        (
            "THÔNG BÁO VỀ VIỆC TỪ CHỐI GIẢI QUYẾT HỒ SƠ", "không đủ điều kiện theo Luật Hộ tịch",
            "15 giờ 00 phút, ngày 05 tháng 8 năm 2026", "Phúc Lợi, ngày 05 tháng 8 năm 2026", "CHỦ TỊCH",
        ),
        ("Mẫu số",),
    ),
}  # fmt: skip


@pytest.fixture
def office(ward: Ward) -> Ward:
    for key, value in OFFICE.items():
        settings.set_value(ward.path, ward.clock, ACTOR, key, value, ward.now.date())
    return ward


def read(ward: Ward, target: Path, *words: str) -> str:
    """A paper that is printed to a file, as its reader reads it, with one blank between two words."""
    typed(ward, "slip", *words, "-o", str(target))
    if target.suffix == ".pdf":
        return f"{text_of(target)} {lines_of(target)}"
    return " ".join(" ".join(Page(target.read_text(encoding="utf-8")).words).split())


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("made", ["pdf", "html"])
@pytest.mark.parametrize("name", PAPERS)
def test_what_is_read_is_what_the_file_says(name: str, made: str, office: Ward, tmp_path: Path) -> None:
    told = PAPERS[name]
    code = told.made(office)
    seen = read(office, tmp_path / f"giay.{made}", "--form", told.form, code).casefold()
    assert [words for words in told.on_it if words.casefold() not in seen] == []
    assert [words for words in told.not_on_it if words.casefold() in seen] == []
    act = slips.look(office.path, office.clock, [code], Form(told.form)).papers[0].act_seq
    [(anchor,)] = office.ask("SELECT seq || ':' || substr(hash, 1, 12) FROM event WHERE seq = ?", act)
    assert anchor in seen


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("made", ["pdf", "html"])
def test_a_receipt_of_2023_is_on_the_paper_of_then(made: str, long_ward: Ward, tmp_path: Path) -> None:
    long_ward.is_now("5/6/2023 09:00")
    code = long_ward.receive().code
    long_ward.is_now("3/8/2026 09:00")
    slip = read(long_ward, tmp_path / f"hen.{made}", code)
    control = read(long_ward, tmp_path / f"kiem-soat.{made}", code, "--form", "06")
    assert "Mẫu số 01 – Thông tư số 01/2018/TT-VPCP" in slip
    assert "Bộ phận Tiếp nhận và Trả kết quả" in slip
    assert "Mẫu số 05 – Thông tư số 01/2018/TT-VPCP" in control


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("made", ["pdf", "html"])
def test_an_agreed_date_is_a_day(made: str, law_ward: Ward, tmp_path: Path) -> None:
    law_ward.is_now("6/7/2026 09:00")
    code = law_ward.receive("thoa-thuan", agreed="20/7/2026").code
    seen = read(law_ward, tmp_path / f"giay.{made}", code)
    promised = law_ward.dossier(code)
    assert promised.promised_is_day == ("trả kết quả giải quyết hồ sơ: ngày 20 tháng 7 năm 2026" in seen)
    assert "ngày 20 tháng 7 năm 2026" in seen


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("made", ["pdf", "html"])
def test_a_demonstration_and_a_preview_are_marked(made: str, tmp_path: Path) -> None:
    from onestop_cli.usecases.office import init

    demo = Ward(tmp_path / "mau.db")
    init(demo.path, demo.clock, ACTOR, "H26.15.30", "UBND phường Phúc Lợi", synthetic=True)
    code = demo.receive().code
    assert "dữ liệu mô phỏng" in read(demo, tmp_path / f"mot.{made}", code).casefold()
    both = read(demo, tmp_path / f"hai.{made}", code, "--no-record").casefold()
    assert ("bản xem, chưa ghi vào sổ" in both, "dữ liệu mô phỏng" in both) == (True, True)


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_an_office_has_its_letters_as_large_as_it_wants(office: Ward, tmp_path: Path) -> None:
    code = office.receive(person=FULL).code
    seen = {}
    for size in ("8.5", "12"):
        settings.set_value(office.path, office.clock, ACTOR, "forms.size", size, office.now.date())
        read(office, tmp_path / f"{size}.pdf", code, "--no-record")
        shutil.copy(tmp_path / f"{size}.pdf", tmp_path / "giay.pdf")
        seen[size] = (tmp_path / "giay.pdf").read_bytes()
    assert seen["8.5"] != seen["12"]


def fields(ward: Ward, code: str, form: Form | None = None, copies: int = 1) -> list[dict[str, Any]]:
    looked = slips.look(ward.path, ward.clock, [code], form).papers
    return [dict(paper.fields) for paper in printed_forms(looked, copies, ward.now)]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_has_every_field_of_its_form_and_no_word_of_another_language(name: str, office: Ward) -> None:
    told = PAPERS[name]
    (known,) = fields(office, told.made(office), Form(told.form))
    texts = [value for value in known.values() if isinstance(value, str) and not value.startswith("<svg")]
    assert not any(word in f" {text} " for text in texts for word in (" day", " hour", " cash", "None", "none"))


def test_what_another_system_calls_papers_in_its_own_way_is_a_name(office: Ward) -> None:
    person = ANH._replace(dossier_papers="Tờ khai: bản gốc (01), kèm ảnh; Sổ:photo:x")
    (known,) = fields(office, office.receive(person=person).code)
    assert known["papers"][0]["name"].startswith("Tờ khai")


def test_the_qr_code_is_the_dossiers_code_in_capitals(office: Ward) -> None:
    from onestop_cli.output.forms.qr import qr_svg

    one, other = office.receive(code="ab-1").code, office.receive(code="hồ-sơ-1").code
    assert fields(office, one)[0]["qr"] == qr_svg("AB-1")
    assert fields(office, other)[0]["qr"] == qr_svg("hồ-sơ-1")
