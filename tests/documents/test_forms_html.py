"""The printed forms as HTML: what a browser shows and prints of them, and that they ask for nothing else."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

import pytest

from onestop_cli.core.forms import SHEETS, Form
from onestop_cli.errors import FieldUnknown, FormTemplateBad
from onestop_cli.output.forms.fields import PrintedForm, blanks, examples
from onestop_cli.output.forms.html import check_html, html_text
from tests.documents.papers import filled
from tests.documents.programs import Browser, sheets

A5 = {Form.receipt, Form.supplement, Form.decline}
CODE = "H26.15.30-261127-0001"
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
HOSTILE = (
    "<script>alert(1)</script>",
    "[red]đỏ[/red]",
    "=cmd()",
    "{{ title }}",
    "{% raw %}",
    "'\"&amp;",
    "Lan\x1b[31m",
)


def printed(browser: Browser, folder: Path, papers: Iterable[PrintedForm]) -> Path:
    """The PDF that a browser makes of papers."""
    page = folder / "giay.html"
    page.write_text(html_text([*papers], None), encoding="utf-8")
    return browser.paper(page)


def texts(value: object) -> Iterable[str]:
    """The texts in the value of a field."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from texts(each)
        case list():
            for each in value:
                yield from texts(each)


def read_back(pdf: Path) -> str:
    return " ".join(sheets(pdf).words)


def findings(folder: Path) -> set[tuple[str, int, str]]:
    """What is wrong with a folder's templates: file, line, and the words."""
    return {
        (problem.values["path"].name, problem.values["line"], str(problem.values["what"]))
        for problem in check_html(folder)
    }


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("form", SHEETS)
@pytest.mark.parametrize("known", [examples, blanks])
def test_a_paper_is_one_page_of_its_size(form: Form, known: object, browser: Browser, tmp_path: Path) -> None:
    fields = dict(filled(form).fields) if known is examples else dict(blanks(form))
    found = sheets(printed(browser, tmp_path, [PrintedForm(form, fields)]))
    assert found.pages == 1
    assert ("(A5)" if form in A5 else "(A4)") in found.size


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("form", SHEETS)
def test_every_field_can_be_read_on_the_paper(form: Form, browser: Browser, tmp_path: Path) -> None:
    unseen = {"qr", "logo", "size", "ground", "procedure", "circular", *blanked(form)}
    paper = filled(form, again="In lại lần 2", preview="Bản xem", title="Giấy tiếp nhận hồ sơ")
    seen = read_back(printed(browser, tmp_path, [paper])).casefold()
    for name, value in paper.fields.items():
        for text in texts(value) if name not in unseen else ():
            assert text.casefold() in seen, name


def blanked(form: Form) -> set[str]:
    """The fields of a form that its paper does not show."""
    return {
        Form.receipt: {"signers", "code", "officer", "parent_agency"},
        Form.supplement: {
            "signers", "submitter", "copies", "received_at", "due_at", "parent_agency", "office_address"
        },
        Form.decline: {"signers", "parent_agency", "office_address"},
        Form.apology: {"submitter", "email", "id_number", "copies", "office", "office_address"},
        Form.stop: {"submitter", "email", "id_number", "copies", "office", "office_address", "due_at"},
        Form.control: {
            "signers", "parent_agency", "office_address", "office_phone", "submitter", "address", "phone", "email",
            "id_number", "officer",
        },
        Form.refusal: {"submitter", "email", "id_number", "copies", "office_address", "due_at"},
    }[form]  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_a_stack_has_each_paper_on_a_page_of_its_own_size(browser: Browser, tmp_path: Path) -> None:
    papers = [filled(copy="Lưu"), filled(copy="Giao người nộp"), filled(Form.control), filled(Form.apology), filled()]
    pdf = printed(browser, tmp_path, papers)
    told = subprocess.run(["pdfinfo", "-l", "9", str(pdf)], capture_output=True, check=True, encoding="utf-8").stdout
    assert re.findall(r"Page +\d+ size:.*\((A\d)\)", told) == ["A5", "A5", "A4", "A4", "A5"]


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("size", ["8.5", "9.5", "12"])
@pytest.mark.parametrize("count", [0, 1, 3, 6, 10])
def test_so_many_papers_fit_beside_everything_else(size: str, count: int, browser: Browser, tmp_path: Path) -> None:
    papers = [{"n": str(n), "name": f"Giấy tờ thứ {n}", "kind": "chính", "number": "1"} for n in range(1, count + 1)]
    paper = filled(papers=papers, size=size, again="In lại lần 2, 10 giờ 15 phút, ngày 27/11/2026", copy="Lưu")
    assert sheets(printed(browser, tmp_path, [paper])).pages == 1


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_a_control_slip_has_its_four_rows_on_one_page_whatever_it_is_marked_with(
    browser: Browser, tmp_path: Path
) -> None:
    marks = {"again": "In lại lần 2", "preview": "Bản xem, chưa ghi vào sổ", "copy": "Lưu", "is_electronic": True}
    pdf = printed(browser, tmp_path, [filled(Form.control, **marks)])
    assert sheets(pdf).pages == 1
    assert read_back(pdf).count("Người nhận") == 4


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
@pytest.mark.parametrize("size", ["8.5", "9.5", "12"])
@pytest.mark.parametrize("form", [Form.receipt, Form.supplement, Form.decline])
def test_a_company_with_a_long_name_and_a_long_request_is_one_page(
    form: Form, size: str, browser: Browser, tmp_path: Path
) -> None:
    said = {
        "applicant": "Công ty trách nhiệm hữu hạn một thành viên Thương mại và Dịch vụ Xuất nhập khẩu Hoàng Gia Phát",
        "address": "số 123/45/67 ngõ 89 đường Nguyễn Thị Minh Khai, tổ dân phố số 7, phường Hoàng Văn Thụ",
        "email": "nguyenthingocanh1990.thuongmai@congtyhoanggia.vn",
        "request": "Cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất đối với trường hợp "
        "chuyển nhượng một phần thửa đất đã được cấp giấy chứng nhận",
        "reason": "bản sao hộ chiếu chưa được chứng thực; thiếu văn bản ủy quyền, tờ khai lệ phí trước bạ nhà, đất",
        "papers": [{"n": str(n), "name": f"Giấy tờ thứ {n}", "kind": "chính", "number": "1"} for n in range(1, 9)],
        "again": "In lại lần 2, 10 giờ 15 phút, ngày 27/11/2026",
        "is_electronic": True,
        "size": size,
    }
    known = {name: value for name, value in said.items() if name in examples(form)}
    assert sheets(printed(browser, tmp_path, [filled(form, **known)])).pages == 1


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_every_letter_is_printed_in_the_letters_that_come_along(browser: Browser, tmp_path: Path) -> None:
    letters = f"{LETTERS} {LETTERS.upper()}"
    pdf = printed(
        browser, tmp_path, [filled(applicant=letters, request=letters), filled(Form.apology, applicant=letters)]
    )
    assert read_back(pdf).replace(" ", "").count(letters.replace(" ", "")) == 3
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, check=True, encoding="utf-8").stdout
    assert {line.split()[0].partition("+")[2].partition("-")[0] for line in fonts.splitlines()[2:]} == {"Tinos"}


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_what_was_typed_is_printed_and_never_obeyed(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "giay.html"
    page.write_text(html_text([filled(applicant=" ".join(HOSTILE), request="x" * 250)], None), encoding="utf-8")
    seen = browser.seen(page)
    assert seen.console == []
    pdf = sheets(browser.paper(page))
    assert pdf.pages == 1
    assert " ".join(HOSTILE).replace("\x1b", "�") in " ".join(pdf.words)
    assert "x" * 250 in "".join(pdf.words)


@pytest.mark.slow
def test_a_browser_has_nothing_to_complain_of(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "giay.html"
    page.write_text(html_text([filled(form) for form in SHEETS], None), encoding="utf-8")
    assert browser.seen(page).console == []


@pytest.mark.parametrize("form", SHEETS)
def test_a_page_is_small_and_asks_for_nothing(form: Form) -> None:
    page = html_text([filled(form)], None)
    assert len(page.encode()) <= 100_000
    assert set(re.findall(r"https?://[^\"' ]+", page)) <= {"http://www.w3.org/2000/svg"}
    assert "<script" not in page
    assert not re.search(r"<(link|iframe|object)\b|@import|url\((?!\"data:)", page)


@pytest.mark.parametrize("form", SHEETS)
def test_the_same_paper_is_the_same_page(form: Form) -> None:
    assert html_text([filled(form)], None) == html_text([filled(form)], None)


def test_letters_and_marks_that_came_apart_are_put_together() -> None:
    name = "Nguyễn Thị Ngọc Ánh"
    assert html_text([filled(applicant=normalize("NFD", name))], None) == html_text([filled(applicant=name)], None)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ title }}", "'\"&<b>"])
def test_markup_in_a_field_is_text(text: str) -> None:
    page = html_text([filled(applicant=text)], None)
    assert "<b>" not in page
    assert (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;").replace('"', "&#34;")
        in page
    )


def test_a_picture_of_the_office_is_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    assert '<img src="data:image/svg+xml;base64,' in html_text([filled(logo="logo.svg")], tmp_path)


@pytest.mark.parametrize("name", ["khong-co.png", "../bi-mat.png", "/etc/passwd", "page.html.j2"])
def test_no_file_but_a_picture_of_the_folder_is_taken(name: str, tmp_path: Path) -> None:
    (tmp_path / "bi-mat.png").write_bytes(b"")
    (tmp_path / "forms").mkdir()
    with pytest.raises(FormTemplateBad, match=re.escape(name)):
        html_text([filled(logo=name)], tmp_path / "forms")


def test_an_own_template_goes_before_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "01-giay-hen.html.j2").write_text("<p>{{ applicant }}: của riêng</p>", encoding="utf-8")
    page = html_text([filled(), filled(Form.supplement)], tmp_path)
    assert "<p>Nguyễn Thị Ngọc Ánh: của riêng</p>" in page
    assert "Yêu cầu bổ sung" in page


def test_the_shipped_templates_have_no_finding(tmp_path: Path) -> None:
    assert check_html(tmp_path) == []


def test_every_template_with_a_finding_is_told_with_its_line(tmp_path: Path) -> None:
    for name, lines in {
        "01-giay-hen": ("a", "{{ aplicant }}", "{% if is_electronic %}{{ nobody }}{% endif %}"),
        "02-bo-sung": ("a", "b", "{{ papers[0].nam }}"),
        "03-tu-choi-tiep-nhan": ("{{ title",),
        "04-xin-loi": ('{% include "khong-co.j2" %}',),
        "05-dung-giai-quyet": ("a", "{{ title.__class__.__mro__ }}"),
        "06-kiem-soat": ("a", '{{ file("khong-co.png") }}'),
    }.items():
        (tmp_path / f"{name}.html.j2").write_text("\n".join(lines), encoding="utf-8")
    found = findings(tmp_path)
    assert {
        ("01-giay-hen.html.j2", 2, str(FieldUnknown(field="aplicant"))),
        ("01-giay-hen.html.j2", 3, str(FieldUnknown(field="nobody"))),
        ("02-bo-sung.html.j2", 3, str(FieldUnknown(field="nam"))),
    } <= found
    assert {(name, line) for name, line, _ in found} == {
        ("01-giay-hen.html.j2", 2), ("01-giay-hen.html.j2", 3), ("02-bo-sung.html.j2", 3),
        ("03-tu-choi-tiep-nhan.html.j2", 1), ("04-xin-loi.html.j2", 1), ("05-dung-giai-quyet.html.j2", 2),
        ("06-kiem-soat.html.j2", 2),
    }  # fmt: skip


def test_a_field_of_another_form_is_none(tmp_path: Path) -> None:
    (tmp_path / "03-tu-choi-tiep-nhan.html.j2").write_text("{{ register_number }}", encoding="utf-8")
    assert findings(tmp_path) == {("03-tu-choi-tiep-nhan.html.j2", 1, str(FieldUnknown(field="register_number")))}
