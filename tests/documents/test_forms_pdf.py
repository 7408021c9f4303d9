"""The printed forms as PDF, read back with poppler and a reader of codes; an office's own templates."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from unicodedata import normalize

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from onestop_cli.core.forms import Edition, Form
from onestop_cli.errors import (
    FieldUnknown,
    FormFontMissing,
    FormReachesOut,
    FormSecondPage,
    FormTemplateBad,
    PaperTooLong,
    TemplateExists,
)
from onestop_cli.output.forms.fields import PrintedForm, blanks
from onestop_cli.output.forms.findings import check
from onestop_cli.output.forms.pdf import check_pdf, pdf_bytes
from onestop_cli.output.forms.qr import qr_svg
from onestop_cli.output.forms.templates import STEMS, eject
from tests.documents.papers import CODE, LETTERS, PAPERS, filled, many_papers
from tests.documents.programs import fonts_of, outside, pages_of, picture_of, sheets, text_of

A5, A4 = "419.528 x 595.276 pts", "595.276 x 841.89 pts"
ON_PAPER = {
    Form.receipt: "number copy anchor applicant submitter address phone email id_number request copies received_at "
    "due_at received_by time_limit result_place fee volume register_number office office_address office_phone",
    Form.supplement: "number code anchor applicant address phone email id_number request officer reason until office",
    Form.decline: "number anchor applicant submitter address phone email id_number request received_by reason office",
    Form.apology: "number code anchor applicant address phone request received_at due_at reason new_due_at agency",
    Form.stop: "number code anchor applicant address phone request received_at asked_on until reason agency",
    Form.control: "code anchor applicant request copies received_at due_at agency",
    Form.refusal: "number code anchor applicant address phone request received_at reason resolved_at agency",
}
"""What of the fields must be read on each form."""
HOSTILE = [
    "[red]", "#sys.inputs", "=cmd()", "*đậm* _nghiêng_ `mã`", "$x^2$", "<script>alert(1)</script>", "@preview/a:1.0.0",
    "// chú thích", "\\u{41} \\n", "#eval(\"1+1\")", "\"); panic(\"", "- mục + mục / mục: 1. mục", "~ -- --- ...",
]  # fmt: skip


def written(folder: Path, *papers: PrintedForm, own: Path | None = None) -> Path:
    path = folder / "giay.pdf"
    path.write_bytes(pdf_bytes(papers, own))
    return path


def own_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mau"
    eject(folder)
    return folder


def changed(template: Path, old: str, new: str) -> int:
    """Put other words into a template; returns the line they are on."""
    text = template.read_text(encoding="utf-8")
    assert old in text
    template.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(problems: Sequence[FormTemplateBad]) -> list[tuple[str, int, type]]:
    return [(Path(each.values["path"]).name, each.values["line"], type(each.values["what"])) for each in problems]


@pytest.mark.slow
@pytest.mark.parametrize(("edition", "form"), PAPERS, ids=lambda value: getattr(value, "name", value))
def test_a_form_is_one_page_of_its_size_with_all_that_is_known(edition: Edition, form: Form, tmp_path: Path) -> None:
    paper = filled(form, edition)
    pdf = written(tmp_path, paper)
    seen = sheets(pdf)
    assert (seen.pages, seen.size.split(" (")[0]) == (1, A5 if form in ("01", "02", "03") else A4)
    assert fonts_of(pdf) == {"Tinos"}
    text = text_of(pdf)
    said = edition.forms[form]
    assert said.title.upper() in text
    assert ("Mẫu số" in text) == bool(said.number)
    assert f"Mẫu số {said.number} – {edition.circular}" in text or not said.number
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    for name in ON_PAPER[form].split():
        assert str(paper.fields[name]).casefold() in text.casefold(), name


@pytest.mark.slow
@pytest.mark.parametrize("form", ON_PAPER)
def test_a_form_of_which_nothing_is_known_is_one_page_to_be_filled_in(form: Form, tmp_path: Path) -> None:
    pdf = written(tmp_path, PrintedForm(form, blanks(form)))
    assert sheets(pdf).pages == 1
    assert blanks(form)["title"].upper() in text_of(pdf)


@pytest.mark.slow
@pytest.mark.parametrize("form", ON_PAPER)
def test_every_vietnamese_letter_is_read_back_composed(form: Form, tmp_path: Path) -> None:
    text = text_of(written(tmp_path, filled(form, applicant=LETTERS, request=LETTERS.upper())))
    composed = normalize("NFC", LETTERS)
    assert len({*composed, *composed.upper()} - {" "}) == 178
    assert composed in text
    assert composed.upper() in text


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_is_never_an_order(name: str, tmp_path: Path) -> None:
    papers = [{"n": "1", "name": name, "kind": "photo", "number": ""}]
    text = text_of(written(tmp_path, filled(Form.receipt, applicant=name, request=name, papers=papers)))
    assert text.count(name) == 3


@pytest.mark.slow
def test_what_no_paper_shows_is_a_mark_and_a_name_of_other_letters_is_whole(tmp_path: Path) -> None:
    name = "Lan\x1b[31m\u202ean Łukasz Žižka Иван Ελένη"
    text = text_of(written(tmp_path, filled(Form.receipt, applicant=name, submitter="שרה")))
    assert "Lan�[31m�an Łukasz Žižka Иван Ελένη" in text
    assert "שרה" in text or "הרש" in text


@pytest.mark.slow
@pytest.mark.parametrize(("name", "papers"), [("Nguyễn Thị Ngọc " * 17, 2), ("Nguyễn Thị Ánh", 8), ("Lê Văn", 20)])
@pytest.mark.parametrize("size", ["8.5", "9.5", "12"])
def test_long_names_and_many_papers_stay_on_one_page(name: str, papers: int, size: str, tmp_path: Path) -> None:
    again = "In lại lần 2, 10 giờ 15 phút, ngày 27/11/2026"
    paper = filled(Form.receipt, applicant=name.strip(), papers=many_papers(papers), size=size, again=again)
    pdf = written(tmp_path, paper)
    assert sheets(pdf).pages == 1
    assert name.strip() in text_of(pdf)
    assert text_of(pdf).count("Giấy tờ kèm theo") == papers


@pytest.mark.slow
@pytest.mark.parametrize("form", ON_PAPER)
@pytest.mark.parametrize(
    "name", ["N" * 120, "đ" * 250, "a\u0323" * 120, "nguyenthingocanh1990.thuongmai@congtyhoanggia.vn"]
)
def test_a_word_longer_than_a_line_is_broken_and_never_cut_off(form: Form, name: str, tmp_path: Path) -> None:
    texts = ("applicant", "submitter", "request", "email", "received_by", "officer")
    pdf = written(tmp_path, filled(form, **dict.fromkeys(texts, name), size="12"))
    assert sheets(pdf).pages == 1 or form is Form.control
    assert outside(pdf, 20) == []
    seen = text_of(pdf).replace("\u200b", "").replace(" ", "")
    assert normalize("NFC", name).replace(" ", "") in seen


@pytest.mark.slow
@pytest.mark.parametrize("form", [Form.receipt, Form.supplement, Form.stop])
def test_papers_of_odd_kinds_and_numbers_stay_in_their_columns(form: Form, tmp_path: Path) -> None:
    papers = [{"n": "1", "name": "p" * 400, "kind": "K" * 40, "number": "1" * 30}]
    pdf = written(tmp_path, filled(form, papers=papers))
    assert outside(pdf, 20) == []
    seen = text_of(pdf).replace("\u200b", "").replace(" ", "")
    assert seen.count("p") >= 400


@pytest.mark.slow
@pytest.mark.parametrize("size", ["8.5", "9.5", "12"])
def test_titles_of_signers_are_not_broken(size: str, tmp_path: Path) -> None:
    pdf = written(tmp_path, filled(Form.receipt, size=size))
    lines = _lines(pdf)
    assert {"NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Số: H26.15.30-261127-0001"} <= lines


def _lines(pdf: Path) -> set[str]:
    told = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return {line.strip() for line in told.splitlines()}


@pytest.mark.slow
def test_a_paper_that_takes_a_second_page_is_refused_by_its_code() -> None:
    papers = [filled(Form.receipt), filled(Form.receipt, code="H26.15.30-261127-0002", papers=many_papers(80))]
    with pytest.raises(PaperTooLong, match=r"H26\.15\.30-261127-0002.*: papers has 2471 letters"):
        pdf_bytes(papers, None)


@pytest.mark.slow
@pytest.mark.parametrize("form", [Form.receipt, Form.supplement])
@pytest.mark.parametrize("size", ["8.5", "9.5", "12"])
def test_twelve_papers_of_any_usual_name_fit_whatever_the_size(form: Form, size: str, tmp_path: Path) -> None:
    name = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở (bản sao chứng thực)"
    papers = [each | {"name": name} for each in many_papers(12)]
    pdf = written(tmp_path, filled(form, papers=papers, size=size))
    assert (sheets(pdf).pages, text_of(pdf).count("Giấy chứng nhận")) == (1, 12)


@pytest.mark.slow
@pytest.mark.parametrize("form", [Form.apology, Form.stop, Form.refusal])
def test_a_letter_runs_on_with_the_numbers_of_its_own_pages_and_is_never_signed_on_a_page_alone(
    form: Form, tmp_path: Path
) -> None:
    lengths: set[int] = set()
    for n in range(36, 84, 4):
        reason = "vì lý do sau đây, được nêu ra đầy đủ ở đây. " * n
        pages = pages_of(written(tmp_path, filled(form, reason=reason), filled(form)))
        *own, last, other = pages
        lengths.add(len(pages) - 1)
        assert [page.splitlines()[0].strip() for page in (*own[1:], last)] == [str(k + 2) for k in range(len(own))], n
        assert not other.splitlines()[0].strip().isdigit()
        assert "Mọi vướng mắc" in last
        assert last.index("Mọi vướng mắc") < last.index("Nơi nhận")
    assert 2 in lengths


@pytest.mark.slow
def test_a_letter_of_many_papers_keeps_each_row_whole_beneath_its_head(tmp_path: Path) -> None:
    papers = [each | {"name": "Đầu " + "bản sao có chứng thực " * 9 + "hết"} for each in many_papers(30)]
    pages = pages_of(written(tmp_path, filled(Form.stop, papers=papers)))
    assert len(pages) == 3
    assert all("Tên giấy tờ, tài liệu" in page for page in pages)
    assert [page.count("Đầu") for page in pages] == [page.count("hết") for page in pages]
    assert sum(page.count("hết") for page in pages) == 30


@pytest.mark.slow
def test_a_control_slip_has_its_four_rows_on_one_page_whatever_it_is_marked_with(tmp_path: Path) -> None:
    marks = {"again": "In lại lần 2", "preview": "Bản xem, chưa ghi vào sổ", "copy": "Lưu", "is_electronic": True}
    pdf = written(tmp_path, filled(Form.control, **marks))
    assert sheets(pdf).pages == 1
    assert text_of(pdf).count("Người nhận") == 4


@pytest.mark.slow
def test_a_control_slip_of_many_hands_runs_on_with_its_head(tmp_path: Path) -> None:
    step = {"giver": "Trung tâm", "receiver": "Phòng Tư pháp", "at": "09 giờ", "result": "đúng hạn", "note": ""}
    pdf = written(tmp_path, filled(Form.control, steps=[step] * 30))
    pages = sheets(pdf).pages
    assert pages > 1
    assert text_of(pdf).count("Thời gian giao, nhận hồ sơ") == pages
    assert text_of(pdf).count("Phòng Tư pháp") == 30


@pytest.mark.slow
def test_what_is_no_first_print_says_so_and_an_electronic_dossier_has_room_for_a_signature(tmp_path: Path) -> None:
    for form in ON_PAPER:
        plain = text_of(written(tmp_path, filled(form)))
        assert not any(words in plain for words in ("IN LẠI", "BẢN XEM", "Chữ ký số"))
        paper = filled(form, again="In lại lần 2", preview="Bản xem, không có giá trị", is_electronic=True)
        text = text_of(written(tmp_path, paper))
        for words in ("IN LẠI LẦN 2", "BẢN XEM, KHÔNG CÓ GIÁ TRỊ", "Chữ ký số của Tổ chức"):
            assert words in text, (form, words)


@pytest.mark.slow
@pytest.mark.parametrize("form", [Form.receipt, Form.control, Form.apology])
@pytest.mark.parametrize("dots", [100, 150, 300])
def test_the_code_is_read_from_the_picture(form: Form, dots: int, tmp_path: Path) -> None:
    picture = picture_of(written(tmp_path, filled(form)), dots)
    (found,) = zxingcpp.read_barcodes(Image.open(picture))
    assert (found.text, str(found.ec_level)) == (CODE, "Q")


@pytest.mark.slow
def test_a_code_is_as_small_as_its_letters_allow() -> None:
    assert 'width="22.44mm"' in qr_svg(CODE)
    assert 'width="22.44mm"' not in qr_svg(f"{CODE}-ớ".lower() * 2)
    assert qr_svg(CODE) == qr_svg(CODE)


@pytest.mark.slow
def test_the_same_papers_give_the_same_bytes_without_a_day_or_a_person(tmp_path: Path) -> None:
    pdf = pdf_bytes([filled(form) for form in STEMS], None)
    assert pdf == pdf_bytes([filled(form) for form in STEMS], None)
    assert b"/CreationDate" not in pdf
    assert b"2026-" not in pdf.replace(b"261127", b"")
    assert pdf.count(b"/Lang(vi)") == 1


@pytest.mark.slow
def test_a_stack_is_one_pdf_in_its_order(tmp_path: Path) -> None:
    codes = [f"H26.15.30-261127-{n:04}" for n in range(1, 61)]
    papers = [filled(Form.receipt, number=code, code=code, qr=qr_svg(code)) for code in codes]
    pdf = written(tmp_path, *papers)
    assert sheets(pdf).pages == 60
    words = sheets(pdf).words
    assert [word for word in words if word in codes] == codes
    assert fonts_of(pdf) == {"Tinos"}
    assert pdf.read_bytes() == pdf_bytes(papers, None)
    assert PdfReader(pdf).xmp_metadata is None


@pytest.mark.slow
def test_an_ejected_folder_is_whole_and_nothing_in_it_is_written_over(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    assert {path.stem for path in folder.glob("*.typ")} == {"page", *STEMS.values()}
    assert (folder / "fonts" / "OFL.txt").is_file()
    assert "`applicant`" in (folder / "README.md").read_text(encoding="utf-8")
    assert check(folder) == []
    papers = [filled(form) for form in STEMS]
    assert pdf_bytes(papers, folder) == pdf_bytes(papers, None)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(TemplateExists):
        eject(folder)
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_an_office_changes_one_template_and_adds_its_logo(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    for path in folder.glob("*"):
        if path.is_file() and path.name != "01-giay-hen.typ":
            path.unlink()
    changed(folder / "01-giay-hen.typ", "Phí, lệ phí", "Phí và lệ phí")
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    (folder / "logo.svg").write_text(square, encoding="utf-8")
    (folder / "riêng.docx").write_bytes(b"")
    text = text_of(written(tmp_path, filled(Form.receipt, logo="logo.svg"), filled(Form.supplement), own=folder))
    assert "Phí và lệ phí" in text
    assert "YÊU CẦU BỔ SUNG" in text
    with pytest.raises(FormTemplateBad, match=r"logo\.svg"):
        pdf_bytes([filled(Form.receipt, logo="logo.svg")], None)
    with pytest.raises(FormTemplateBad):
        pdf_bytes([filled(Form.receipt, logo="../giay.pdf")], folder)


@pytest.mark.slow
def test_findings_of_several_templates_are_told_together_each_with_its_line(tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    field = changed(folder / "01-giay-hen.typ", "f.time_limit", "f.thoi_han")
    font = changed(folder / "03-tu-choi-tiep-nhan.typ", "  person(f)", '  text(font: "Times", f.office)')
    page = changed(folder / "04-xin-loi.typ", "letter-end(f)", "pagebreak()\n  letter-end(f)") and 1
    broken = changed(folder / "tu-choi-giai-quyet.typ", "  letter-end(f)", "  letter-end(f")
    found = told(check_pdf(folder))
    assert found[:3] == [
        ("01-giay-hen.typ", field, FieldUnknown),
        ("03-tu-choi-tiep-nhan.typ", font, FormFontMissing),
        ("04-xin-loi.typ", page, FormSecondPage),
    ]
    assert (found[3][0], found[3][2], len(found)) == ("tu-choi-giai-quyet.typ", str, 4)
    assert abs(found[3][1] - broken) <= 2
    with pytest.raises(FormTemplateBad, match=rf"01-giay-hen.typ:{field}: the form has no field “thoi_han”"):
        pdf_bytes([filled(Form.receipt)], folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        '#import "@preview/cetz:0.3.0": canvas',
        '#import ("@pre" + "view/cetz:0.3.0")',
        '#include "@local/a:0.1.0"',
        '#eval("1 + 1")',
        '#plugin("a.wasm")',
        "#let go = eval\n#go(sys.inputs.data)",
    ],
)
def test_a_template_that_fetches_or_runs_something_is_refused_before_it_is_set(words: str, tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    line = changed(folder / "02-bo-sung.typ", "#let paper", f"{words}\n#let paper")
    with pytest.raises(FormTemplateBad, match="no package is fetched, no text is run"):
        pdf_bytes([filled(Form.supplement)], folder)
    assert told(check_pdf(folder)) == [("02-bo-sung.typ", line, FormReachesOut)]


@pytest.mark.slow
def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("kín", encoding="utf-8")
    folder = own_folder(tmp_path)
    line = changed(folder / "02-bo-sung.typ", "  person(f)", '  read("../secret.txt")')
    assert told(check_pdf(folder)) == [("02-bo-sung.typ", line, str)]
