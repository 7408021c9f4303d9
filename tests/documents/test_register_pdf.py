"""The register as a book in PDF, read back: every number in its order, void ones struck out, closed with its sums."""

import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.forms import Form
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Period
from onestop_cli.core.report import ReportRequest
from onestop_cli.output.forms.fields import PrintedForm, examples, fields_of
from onestop_cli.output.forms.pdf import pdf_bytes
from onestop_cli.output.forms.register import register_fields
from onestop_cli.usecases.reports.book import numbered_book
from tests.documents.programs import sheets
from tests.documents.varied import typed, written
from tests.office import Ward

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("poppler")]

HEADINGS = ("STT", "Mã hồ sơ", "Nhận hồ sơ", "Ký nhận", "Ghi chú")
ROW: dict[str, Any] = dict(examples(Form.register)["rows"][0])
HOSTILE = (
    "[red]đỏ[/red]",
    "#sys.version",
    "*đậm*",
    "$x$",
    "=cmd()",
    "`raw`",
    "// hết",
    "\\ @preview <nhãn>",
    "Lan\x1b[31m",
)
PEOPLE = (
    Person("Nguyễn Thị Ngọc Ánh", "001190012345", "0912345678", "số 5 ngõ 12"),
    Person("Trần Văn Đức", "", "", "tổ 7"),
    Person("Lê Thị Hương"),
    Person("Ngô Văn Quỳnh"),
)


@pytest.fixture
def kept(ward: Ward) -> Ward:
    """Four numbers of 2026: handed over, void, withdrawn, pending; and one of 2027."""
    codes = [ward.receive(person=person, note="ghi chú riêng").code for person in PEOPLE]
    ward.is_now("4/8/2026 10:00")
    ward.resolve(codes[0])
    ward.deliver(codes[0], method="postal")
    ward.void(codes[1], note="nhập trùng của ông Đức")
    ward.withdraw(codes[2])
    ward.is_now("4/1/2027 10:00")
    ward.receive(person=Person("Của năm sau"))
    return ward


def book(**fields: object) -> PrintedForm:
    """The book as its examples fill it in, not closed."""
    return PrintedForm(Form.register, {**examples(Form.register), "preview": "", **fields})


def read_back(pdf: Path, *options: str) -> str:
    """The text of a PDF; its pages end with a form feed."""
    told = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
    return told.stdout


def words(pdf: Path) -> str:
    """The words in the order they are drawn in, cell by cell."""
    return " ".join(read_back(pdf, "-raw").split())


def saved(folder: Path, paper: PrintedForm) -> Path:
    target = folder / "so.pdf"
    target.write_bytes(pdf_bytes([paper], None))
    return target


def lines_drawn(pdf: Path) -> int:
    """How many paths a page is drawn with; letters are none of them."""
    target = pdf.with_suffix(".svg")
    subprocess.run(["pdftocairo", "-svg", str(pdf), str(target)], capture_output=True, check=True)
    return len(re.findall(r'<path [^>]*stroke="', target.read_text(encoding="utf-8"))) + len(
        re.findall(r'<path [^>]*style="[^"]*stroke:', target.read_text(encoding="utf-8"))
    )


def test_a_year_that_is_over_is_closed_with_its_sums(kept: Ward, tmp_path: Path) -> None:
    pdf = written(kept, tmp_path / "so.pdf", "register", "--year", "2026", "--personal-data")
    told = words(pdf)
    assert "SỔ THEO DÕI HỒ SƠ" in told
    assert "từ 01/01/2026 đến 31/12/2026" in told
    assert "Sổ này có 4 số, từ số 1 đến số 4; trong đó 1 số đã hủy." in told
    assert "đã có kết quả: 1 (đã trả: 1); rút hoặc dừng giải quyết: 1; đang giải quyết: 1." in told
    assert "NGƯỜI LẬP SỔ" in told
    assert "THỦ TRƯỞNG" in told
    assert "Trang 1/1" in told
    assert "Đã hủy 04/08/2026: nhập trùng của ông Đức" in told
    assert "Rút hồ sơ 04/08/2026" in told
    assert "Của năm sau" not in told
    for person in PEOPLE:
        assert person.applicant in told


def test_a_year_that_runs_is_not_closed(kept: Ward, tmp_path: Path) -> None:
    told = words(written(kept, tmp_path / "so.pdf", "register", "--year", "2027", "--personal-data"))
    assert "Của năm sau" in told
    assert "Sổ này có" not in told
    assert "NGƯỜI LẬP SỔ" not in told


def test_names_are_there_only_where_they_are_asked_for(kept: Ward, tmp_path: Path) -> None:
    told = words(written(kept, tmp_path / "so.pdf", "register", "--year", "2026"))
    secret = [text for person in PEOPLE for text in person if text]
    assert [text for text in (*secret, "ghi chú riêng", "ông Đức") if text in told] == []
    assert "Bản không có dữ liệu cá nhân" in told
    assert "Đã hủy 04/08/2026" in told
    assert "Bản không có" not in words(
        written(kept, tmp_path / "du.pdf", "register", "--year", "2026", "--personal-data")
    )


def test_the_paper_is_vietnamese_in_every_language(kept: Ward, tmp_path: Path) -> None:
    papers = [
        written(kept, tmp_path / f"{language}.pdf", "register", "--year", "2026", "--lang", language)
        for language in ("vi", "en")
    ]
    assert papers[0].read_bytes() == papers[1].read_bytes()


def test_the_same_book_is_the_same_bytes(kept: Ward, tmp_path: Path) -> None:
    asked = ("register", "--year", "2026", "--personal-data")
    first, again = (written(kept, tmp_path / f"{name}.pdf", *asked) for name in "ab")
    assert first.read_bytes() == again.read_bytes()


def test_the_paper_is_a_lying_a4_in_the_letters_that_come_along(kept: Ward, tmp_path: Path) -> None:
    pdf = written(kept, tmp_path / "so.pdf", "register", "--year", "2026")
    assert sheets(pdf).size.startswith("841.89 x 595.27")
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, check=True, encoding="utf-8").stdout
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts.splitlines()[2:]} == {"Tinos"}


def test_three_thousand_numbers_stand_in_their_order_under_a_head_on_every_page(tmp_path: Path) -> None:
    rows = [{**ROW, "n": str(n), "code": f"H26.15.30-260105-{n:04}"} for n in range(1, 3001)]
    pages = read_back(saved(tmp_path, book(rows=rows)), "-layout").split("\f")[:-1]
    assert len(pages) > 100
    for number, page in enumerate(pages, 1):
        assert f"Trang {number}/{len(pages)}" in page
        assert [heading for heading in HEADINGS if heading.split()[0] not in page] == []
        assert re.search(r"^ *1 +2 +3 +4 +5 +6 +7 +8 +9 +10 +11 +12 +13$", page, re.MULTILINE)
    found = [int(n) for n in re.findall(r"H26\.15\.30-260105-(\d{4})", "".join(pages))]
    assert found == list(range(1, 3001))
    assert [int(n) for n in re.findall(r"^ *(\d+) +H26", "".join(pages), re.MULTILINE)] == found


def test_a_note_that_is_why_it_is_void_is_told_once(kept: Ward, tmp_path: Path) -> None:
    code = kept.receive(person=Person("Ghi Nhầm"), note="nhập trùng").code
    kept.void(code, note="nhập trùng")
    pdf = written(kept, tmp_path / "so.pdf", "register", "--year", "2027", "--personal-data")
    assert words(pdf).count("nhập trùng") == 1


def test_a_void_number_is_struck_out_but_for_what_became_of_it(tmp_path: Path) -> None:
    plain = lines_drawn(saved(tmp_path, book(rows=[ROW])))
    struck = lines_drawn(saved(tmp_path, book(rows=[{**ROW, "is_void": True, "note": "Đã hủy 05/01/2026"}])))
    filled = [name for name, value in ROW.items() if value and name not in ("note", "is_void")]
    assert struck - plain >= len(filled)


def test_what_was_typed_is_printed_and_never_obeyed(tmp_path: Path) -> None:
    rows = [
        {**ROW, "procedure": text, "person": "x" * 250, "note": normalize("NFD", "Đã hủy nhầm")} for text in HOSTILE
    ]
    told = words(saved(tmp_path, book(rows=rows))).replace("\u200b", "")  # where a long word may be broken
    assert [text for text in HOSTILE if text.replace("\x1b", "�") not in told] == []
    assert told.count("Đã hủy nhầm") == len(HOSTILE)


def test_a_book_without_numbers_is_a_book(ward: Ward, tmp_path: Path) -> None:
    ward.is_now("4/1/2027 10:00")
    told = words(written(ward, tmp_path / "so.pdf", "register", "--year", "2026"))
    assert "Sổ này không có số nào." in told


def test_every_field_of_the_form_is_filled_in_and_no_other(kept: Ward) -> None:
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    request = ReportRequest(period, (), Basis.due, Granularity.unit, False)
    found = register_fields(numbered_book(kept.path, kept.clock, request), with_person=True)
    assert set(found) == {field.name for field in fields_of(Form.register)}
    assert {key for row in found["rows"] for key in row} == set(ROW)
    assert set(found["sums"]) == set(examples(Form.register)["sums"])


@pytest.mark.parametrize("arguments", [
    ("register", "--year", "2026", "--strict", "-f", "pdf"), ("late", "--year", "2026", "-f", "pdf"),
    ("report", "--year", "2026", "-f", "pdf"), ("list", "-f", "pdf"),
])  # fmt: skip
def test_nothing_else_is_written_as_pdf(arguments: tuple[str, ...], kept: Ward) -> None:
    assert typed(kept, *arguments, code=2) == ""
