"""An office's own templates of the printed forms, broken in every way: told with file and line, and nothing let out."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onestop_cli.core.forms import Form
from onestop_cli.errors import (
    FieldUnknown,
    FormEmpty,
    FormFileMissing,
    FormFileUnreadable,
    FormReachesOut,
    FormTemplateBad,
    UnreadFile,
)
from onestop_cli.output.forms.findings import check
from onestop_cli.output.forms.html import html_text
from onestop_cli.output.forms.pdf import check_pdf, pdf_bytes
from onestop_cli.output.forms.templates import eject
from tests.documents.papers import filled
from tests.documents.programs import sheets, text_of

TYP, J2 = "02-bo-sung.typ", "02-bo-sung.html.j2"
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
PAGE = "#let paper(f) = page[Của riêng #f.applicant]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mau").mkdir()
    return tmp_path / "mau"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside, with files of every kind that no paper may show."""
    beside = tmp_path / "ngoài"
    beside.mkdir()
    (beside / TYP).write_text(PAGE, encoding="utf-8")
    (beside / J2).write_text("<p>kín</p>", encoding="utf-8")
    (beside / "logo.svg").write_text(SQUARE, encoding="utf-8")
    return beside


def pdf(folder: Path, **fields: object) -> bytes:
    return pdf_bytes([filled(Form.supplement, **fields)], folder)


def html(folder: Path, **fields: object) -> str:
    return html_text([filled(Form.supplement, **fields)], folder)


def told(problem: FormTemplateBad) -> tuple[str, int, type]:
    return Path(problem.values["path"]).name, problem.values["line"], type(problem.values["what"])


def refused(drawn: Callable[[Path], object], folder: Path) -> tuple[str, int, type]:
    with pytest.raises(FormTemplateBad) as problem:
        drawn(folder)
    return told(problem.value)


@pytest.mark.slow
@pytest.mark.parametrize("words", [
    'dictionary(std).at("ev" + "al")("im" + "port \\"@preview/cetz:0.3.0\\"")', "$x_eval(1)$", "$1plugin(2)$",
    'import "\\u{40}preview/cetz:0.3.0/x.typ": a', 'import\u00a0"@preview/cetz:0.3.0"', 'import /* */ "a.typ"',
    '// import "@preview/cetz:0.3.0"',
])  # fmt: skip
def test_no_way_of_writing_it_fetches_a_package_or_runs_a_text(words: str, folder: Path) -> None:
    (folder / TYP).write_text(f"#let paper(f) = page({{\n  [a]\n  {words}\n}})\n", encoding="utf-8")
    assert refused(pdf, folder) == (TYP, 3, FormReachesOut)


@pytest.mark.slow
@pytest.mark.parametrize("call", ['read("/etc/passwd")', 'image("../../x.png")', 'json("/etc/hostname")',
                                  'bibliography("/etc/passwd")', 'read("ghi-chu.txt")'])  # fmt: skip
def test_typst_reads_nothing_but_the_files_of_the_forms(call: str, folder: Path) -> None:
    (folder / "ghi-chu.txt").write_text("riêng", encoding="utf-8")
    (folder / TYP).write_text(f"#let paper(f) = page({{\n  {call}\n}})\n", encoding="utf-8")
    with pytest.raises(FormTemplateBad, match=rf"{TYP}:2: ") as problem:
        pdf(folder)
    assert "onestop-forms" not in str(problem.value)


@pytest.mark.slow
@pytest.mark.parametrize("name", [TYP, "logo.svg"])
def test_a_link_out_of_the_folder_is_not_followed_in_a_pdf(name: str, folder: Path, outside: Path) -> None:
    (folder / name).symlink_to(outside / name)
    assert refused(lambda own: pdf(own, logo="logo.svg"), folder) == (name, 1, FormFileMissing)


@pytest.mark.parametrize("name", [J2, "logo.svg"])
def test_a_link_out_of_the_folder_is_not_followed_in_a_page(name: str, folder: Path, outside: Path) -> None:
    (folder / name).symlink_to(outside / name)
    assert refused(lambda own: html(own, logo="logo.svg"), folder) == (name, 1, FormFileMissing)


@pytest.mark.slow
@pytest.mark.parametrize(("drawn", "name"), [(pdf, TYP), (html, J2)])
@pytest.mark.parametrize("made", [Path.mkdir, lambda path: path.symlink_to("khong-co")], ids=["folder", "dangling"])
def test_what_only_has_the_name_of_a_template_is_told(
    made: Callable[[Path], None], drawn: Callable[[Path], object], name: str, folder: Path
) -> None:
    made(folder / name)
    assert refused(drawn, folder) == (name, 1, FormFileMissing)


@pytest.mark.slow
@pytest.mark.parametrize(("drawn", "name"), [(pdf, TYP), (html, J2), (pdf, "page.typ"), (html, "parts.html.j2")])
def test_a_template_that_is_not_utf8_is_told_with_the_line(
    drawn: Callable[[Path], object], name: str, folder: Path
) -> None:
    (folder / name).write_bytes("a\nb\nphiếu é".encode("latin-1", "replace"))
    assert refused(drawn, folder) == (name, 3, FormFileUnreadable)


@pytest.mark.slow
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_marks_and_line_ends_of_other_systems_are_taken(newline: str, folder: Path) -> None:
    (folder / TYP).write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", newline).encode())
    (folder / J2).write_bytes(b"\xef\xbb\xbf" + f"<p>a</p>{newline}{{{{ title }}}}".encode())
    (folder / f"._{TYP}").write_bytes(b"\0\xff")
    (folder / f"._{J2}").write_bytes(b"\0\xff")
    assert pdf(folder)
    assert "\ufeff" not in html(folder)


@pytest.mark.slow
@pytest.mark.parametrize("source", ["", "#let a = 1", "#let paper = 1", "#let paper(f, g) = page[1]"])
def test_a_template_without_its_function_is_named(source: str, folder: Path) -> None:
    (folder / TYP).write_text(source, encoding="utf-8")
    assert refused(pdf, folder) == (TYP, 1, str)


@pytest.mark.slow
def test_a_form_that_says_nothing_is_no_paper(folder: Path) -> None:
    (folder / TYP).write_text("#let paper(f) = none", encoding="utf-8")
    (folder / J2).write_text("\n{# trống #}\n", encoding="utf-8")
    assert refused(pdf, folder) == (TYP, 1, FormEmpty)
    assert refused(html, folder) == (J2, 1, FormEmpty)


@pytest.mark.slow
@pytest.mark.usefixtures("poppler")
def test_papers_of_a_template_without_a_page_are_a_page_each(folder: Path, tmp_path: Path) -> None:
    (folder / TYP).write_text("#let paper(f) = [#f.code]", encoding="utf-8")
    stack = tmp_path / "giay.pdf"
    stack.write_bytes(pdf_bytes([filled(Form.supplement, code=code) for code in "ABC"], folder))
    assert sheets(stack).pages == 3
    assert text_of(stack).split() == ["A", "B", "C"]


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"no font", b"\0\1\0\0cut"])
@pytest.mark.parametrize("name", ["Tinos-Regular.ttf", "chu-rieng.otf"])
def test_a_damaged_font_is_told_instead_of_another_one_printed(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    assert refused(pdf, folder) == (name, 1, FormFileUnreadable)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "content"), [
    ("logo.png", b"GIF89a"), ("logo.png", b""), ("logo.jpg", b"\x89PNG\r\n\x1a\n"), ("logo.svg", b"\xff\xfe<svg"),
])  # fmt: skip
def test_a_picture_that_is_not_what_its_name_says_is_told_in_both(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)
    for drawn in (pdf, html):
        assert refused(drawn, folder) == (name, 1, FormFileUnreadable)
    assert [told(problem) for problem in check(folder)] == [(name, 1, FormFileUnreadable)]


@pytest.mark.slow
def test_a_picture_that_is_cut_off_is_found_by_the_check(folder: Path) -> None:
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert len(check_pdf(folder)) == 1


@pytest.mark.slow
def test_capitals_in_the_ending_of_a_picture_are_no_other_picture(folder: Path) -> None:
    (folder / "LOGO.SVG").write_text(SQUARE, encoding="utf-8")
    assert pdf(folder, logo="LOGO.SVG") != pdf(folder)
    assert "data:image/svg+xml" in html(folder, logo="LOGO.SVG")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a\0b.png", "x" * 5000, "/etc/passwd", ".", "khong-co.png"])
def test_a_logo_that_is_none_is_told_where_it_is_shown(name: str, folder: Path) -> None:
    assert refused(lambda own: pdf(own, logo=name), folder)[0] == "page.typ"
    assert refused(lambda own: html(own, logo=name), folder)[::2] == ("page.html.j2", FormFileMissing)


@pytest.mark.parametrize("source", [
    '{% include "02-bo-sung.html.j2" %}', '{% extends "02-bo-sung.html.j2" %}',
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "{{ 5|xmlattr }}", '{{ "a" * 10 ** 13 }}',
    "{% for a in 'a' %}" * 25 + "x" + "{% endfor %}" * 25, "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
    "{% if 1 %}" * 150 + "x" + "{% endif %}" * 150, "{{ range(10 ** 9) }}", '{{ "\\ud800" }}', "{{ 1 / 0 }}",
    "{{ ''.__class__ }}", "{{ '{0.__class__}'.format(title) }}", "{{ file.__globals__ }}", "{{ file.__closure__ }}",
    "{{ 10 ** 10 ** 9 }}", '{{ "x" * 1000000000 }}', '{{ 1000000000 * "x" }}', '{{ "x".center(20000000) }}',
    "{{ papers.append(1) }}", '{% import "os" as os %}', "{{ applicant|safe }}", "{{ [1, 2]|random }}",
])  # fmt: skip
def test_whatever_a_page_fails_of_is_a_finding(source: str, folder: Path) -> None:
    (folder / J2).write_text(source, encoding="utf-8")
    assert refused(html, folder)[:2] == (J2, 1)


def test_what_a_page_can_ask_for_tells_no_place_of_the_machine(folder: Path) -> None:
    (folder / J2).write_text("{{ file }}", encoding="utf-8")
    assert str(folder) not in html(folder)


@pytest.mark.slow
@pytest.mark.parametrize("drawn", [pdf, html, check])
def test_a_folder_that_is_gone_is_not_taken_for_the_shipped_one(drawn: Callable[[Path], object], folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(UnreadFile):
        drawn(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mẫu của xã", 'm\'ẫu "riêng"', "mâ\u0303u", "#f [x]"])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    own = tmp_path / name
    own.mkdir()
    (own / TYP).write_text(PAGE, encoding="utf-8")
    assert pdf(own)
    assert html(own)
    (own / TYP).write_text("\n#let paper(f) = page[#f.khong_co]\n", encoding="utf-8")
    assert [told(problem) for problem in check(own)] == [(TYP, 2, FieldUnknown)]


@pytest.mark.slow
def test_a_template_that_is_never_tried_does_not_hide_what_is_wrong_with_the_others(folder: Path) -> None:
    (folder / TYP).write_text('#let paper(f) = page[#eval("1")]', encoding="utf-8")
    (folder / "03-tu-choi-tiep-nhan.typ").write_text("#let paper(f) = page[\n#f.khong_co]", encoding="utf-8")
    (folder / "chu.ttf").write_bytes(b"")
    (folder / J2).write_bytes(b"\xff")
    (folder / "04-xin-loi.html.j2").write_text("a\n{{ khong_co }}", encoding="utf-8")
    assert [told(problem) for problem in check(folder)] == [
        (TYP, 1, FormReachesOut), ("chu.ttf", 1, FormFileUnreadable), ("03-tu-choi-tiep-nhan.typ", 2, FieldUnknown),
        (J2, 1, FormFileUnreadable), ("04-xin-loi.html.j2", 2, FieldUnknown),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_template_that_never_ends_is_stopped_by_a_key(folder: Path, tmp_path: Path) -> None:
    loop = "for a in range(1000000) { for b in range(1000000) { n += 1 } }"
    (folder / TYP).write_text(f"#let paper(f) = page({{ let n = 0\n {loop}\n [#n] }})", encoding="utf-8")
    program = (
        "import sys\nfrom pathlib import Path\nfrom tests.documents.test_forms_folder import pdf\n"
        "print('begun', flush=True)\npdf(Path(sys.argv[1]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "begun\n"
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(2)
        running.send_signal(signal.SIGINT)
        try:
            _, said = running.communicate(timeout=60)
        finally:
            running.kill()
    assert "KeyboardInterrupt" in said


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mau", "xa/mau"])
def test_an_ejected_folder_is_whole_or_not_there(name: str, tmp_path: Path) -> None:
    program = (
        "import resource, sys\nfrom pathlib import Path\nfrom onestop_cli.output.forms.templates import eject\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\neject(Path(sys.argv[1]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / name)], capture_output=True, check=False, encoding="utf-8"
    )
    assert f"File too large: '{tmp_path / name}" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_lay_in_a_folder_stays_where_templates_could_not(folder: Path) -> None:
    (folder / "fonts").write_text("của xã", encoding="utf-8")
    with pytest.raises(OSError, match="fonts"):
        eject(folder)
    assert [path.name for path in folder.iterdir()] == ["fonts"]
