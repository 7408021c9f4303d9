"""The printed forms as PDF: one document for a stack of papers, set by typst, always in Vietnamese.

Facts go in as data, never as markup: a name prints as it is written. The document bears no clock and nothing of a
person but what is on the paper; the same papers give the same bytes. Fonts are the shipped ones, those of the office's
folder, and for letters that neither has those of typst; a machine's own are not looked at. Nothing is fetched.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from onestop_cli.core.forms import Form
from onestop_cli.errors import FieldUnknown, FormFontMissing, FormSecondPage, FormTemplateBad, OnestopError
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.formats import PAPERS, STACKS
from onestop_cli.output.forms.fields import PrintedForm, blanks, examples
from onestop_cli.output.forms.templates import SHIPPED, STEMS, reaching_out, together

if TYPE_CHECKING:
    from typst import Compiler, TypstError, TypstWarning

_RUN_ON = frozenset({Form.control, Form.register})
"""The forms that take further pages when there is more to say; every other is one page."""
_AT_ONCE = 25
"""How many papers are set at once: typst keeps what it has measured, 1 to 3 MB a paper."""
_FORGETS_AFTER = 11
"""Documents after which typst has forgotten one."""
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
_PLACE = re.compile(r"┌─ (?:.*[/\\])?([^/\\\n]+):(\d+):\d+")
_NO_KEY = re.compile(r'dictionary does not contain key "(.*?)"')
_NO_FONT = re.compile(r"unknown font family: (.*)")


def pdf_bytes(papers: Sequence[PrintedForm], folder: Path | None) -> bytes:
    """The papers in their order as one PDF.

    Raises `MissingPackage`, `FormTemplateBad` with file and line, `FormSecondPage` with the code of the dossier.
    """
    PAPERS["pdf"].must_be_installed()
    if folder is not None:
        for problem in reaching_out(folder):
            raise problem
    with together(folder) as root:
        parts: list[bytes] = []
        for n in range(0, len(papers), _AT_ONCE):
            if n:
                _forget(root)
            parts.append(_fitting(root, folder, papers[n : n + _AT_ONCE]))
    return parts[0] if len(parts) == 1 else _joined(parts)


def _joined(parts: Sequence[bytes]) -> bytes:
    """The pages of all parts in their order, with the title and the language of the first."""
    STACKS.must_be_installed()
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=BytesIO(parts[0]))
    for part in parts[1:]:
        writer.append(PdfReader(BytesIO(part)), import_outline=False)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _fitting(root: Path, folder: Path | None, papers: Sequence[PrintedForm]) -> bytes:
    """The PDF of a few papers, each that is one page by its form on one page. Raises `FormSecondPage`."""
    written = _compiled(root, folder, papers)
    if _n_pages(written) == len(papers) or all(paper.form in _RUN_ON for paper in papers):
        return written
    for paper in papers:
        if paper.form not in _RUN_ON and _n_pages(_compiled(root, folder, [paper], exact="1")) > 1:
            raise FormSecondPage(code=_code(paper))
    return _compiled(root, folder, papers, exact="1")


def check_pdf(folder: Path) -> list[FormTemplateBad]:
    """What is wrong with the PDF templates of a folder, each once: tried with the examples, with nothing filled in and
    with many papers. Raises `MissingPackage`."""
    PAPERS["pdf"].must_be_installed()
    found = {str(problem): problem for problem in reaching_out(folder)}
    if not found:
        for form, stem in STEMS.items():
            for paper in _tries(form):
                try:
                    pdf_bytes([paper], folder)
                except FormTemplateBad as problem:
                    found.setdefault(str(problem), problem)
                except FormSecondPage as problem:
                    template = folder / f"{stem}.typ"
                    found.setdefault(stem, FormTemplateBad(path=template, line=1, what=problem))
    return list(found.values())


def _tries(form: Form) -> Iterator[PrintedForm]:
    example = dict(examples(form))
    yield PrintedForm(form, example)
    yield PrintedForm(form, example | {"is_electronic": True, "preview": "", "again": "", "copy": ""})
    yield PrintedForm(form, blanks(form))
    if "ground" in example:
        yield PrintedForm(form, example | {"ground": "citizen"})
    if "papers" in example:
        yield PrintedForm(form, example | {"papers": (example["papers"] * 6)[:12], "preview": "", "again": ""})


def _code(paper: PrintedForm) -> str:
    return paper.fields.get("code") or paper.fields["number"]


def _n_pages(pdf: bytes) -> int:
    found = _PAGES.search(pdf)
    assert found is not None
    return int(found[1])


def _compiled(root: Path, folder: Path | None, papers: Sequence[PrintedForm], **how: str) -> bytes:
    """The PDF. Whatever typst only warns of is an error too; `exact` has it measure what it else estimates.

    Raises `FormTemplateBad`.
    """
    from typst import TypstError

    titles = {paper.fields["title"] for paper in papers}
    agencies = {paper.fields["agency"] for paper in papers}
    data = {
        "title": titles.pop() if len(titles) == 1 else "",
        "agency": agencies.pop() if len(agencies) == 1 else "",
        "papers": [{"form": paper.form, "fields": dict(paper.fields)} for paper in papers],
    }
    driver = "\n".join(
        [
            *(f'#import "/{STEMS[form]}.typ" as form-{form}' for form in dict.fromkeys(each.form for each in papers)),
            "#let data = json(bytes(sys.inputs.data))",
            "#set document(title: data.title, author: data.agency, date: none)",
            "#for each in data.papers {",
            *(f'if each.form == "{form}" {{ form-{form}.paper(each.fields) }}'
              for form in dict.fromkeys(each.form for each in papers)),
            "}",
        ]
    )  # fmt: skip
    inputs = how | {"data": json.dumps(_printable(data), ensure_ascii=False)}
    try:
        written, warnings = _compiler(_fonts_of(root)).compile_with_warnings(
            driver.encode(), format="pdf", sys_inputs=inputs, root=root, timestamp=0, pdf_tags=False
        )
    except TypstError as problem:
        raise _told(problem, folder) from None
    for problem in warnings:
        raise _told(problem, folder)
    assert isinstance(written, bytes)
    return written


def _printable(value: Any) -> Any:  # noqa: ANN401
    """Texts composed, with a mark for what nobody sees."""
    match value:
        case str():
            return visible_lines(normalize("NFC", value))
        case dict():
            return {name: _printable(each) for name, each in value.items()}
        case list() | tuple():
            return [_printable(each) for each in value]
    return value


def _fonts_of(root: Path) -> tuple[Path, ...]:
    """Where the letters are looked for: the office's own first."""
    return (SHIPPED / "fonts",) if root == SHIPPED else (root,)


@cache
def _compiler(fonts: tuple[Path, ...]) -> "Compiler":
    import typst

    found = typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in fonts])
    return typst.Compiler(root=fonts[0], font_paths=found)


def _forget(root: Path) -> None:
    """What typst kept of earlier papers is gone: it keeps that for a number of documents, so it sets some that are
    empty."""
    for _ in range(_FORGETS_AFTER):
        _compiler(_fonts_of(root)).compile(b"", format="svg", sys_inputs={}, root=root)


def _told(problem: "TypstError | TypstWarning", folder: Path | None) -> FormTemplateBad:
    """What typst says, with the place in the templates."""
    name, line = next(
        ((name, int(line)) for name, line in _PLACE.findall(problem.diagnostic) if "typst_py" not in name), ("", 1)
    )
    where = folder if folder is not None and (folder / name).is_file() else SHIPPED
    what: OnestopError | str = problem.message
    if found := _NO_KEY.search(problem.message):
        what = FieldUnknown(field=found[1])
    elif found := _NO_FONT.search(problem.message):
        what = FormFontMissing(name=found[1])
    return FormTemplateBad(path=where / name, line=line, what=what)
