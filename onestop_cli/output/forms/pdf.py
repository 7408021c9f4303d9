"""The printed forms as PDF: one document for a stack of papers, set by typst, always in Vietnamese.

Facts go in as data, never as markup: a name prints as it is written. The document bears no clock and nothing of a
person but what is on the paper; the same papers give the same bytes. Fonts are the shipped ones, those of the office's
folder, and for letters that neither has those of typst; a machine's own are not looked at. Nothing is fetched.
"""

import json
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category, normalize

from onestop_cli.core.forms import Form
from onestop_cli.errors import (
    FieldUnknown,
    FormEmpty,
    FormFileMissing,
    FormFileUnreadable,
    FormFontMissing,
    FormSecondPage,
    FormTemplateBad,
    OnestopError,
    PaperTooLong,
)
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.formats import PAPERS, STACKS
from onestop_cli.output.forms.fields import PrintedForm, blanks, examples, fields_of
from onestop_cli.output.forms.templates import FOR_PDF, PICTURES, SHIPPED, STEMS, to_be_tried, together, unfit
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from typst import Compiler, Fonts, TypstError, TypstWarning

Made = TypeVar("Made")
_RUN_ON = frozenset({Form.apology, Form.stop, Form.refusal, Form.control, Form.register})
"""Letters, and the forms that take further pages when there is more to say; every other is one page."""
_BOOK = frozenset({Form.register})
"""What takes further pages by its nature: of the examples, no other form does."""
_AT_ONCE = 25
"""How many papers are set at once: typst keeps what it has measured, 1 to 3 MB a paper."""
_FORGETS_AFTER = 11
"""Documents after which typst has forgotten one."""
_PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
_PLACE = re.compile(r"┌─ (?:.*[/\\])?([^/\\\n]+):(\d+):\d+")
_NO_KEY = re.compile(r'dictionary does not contain key "(.*?)"')
_LONG = re.compile(r"\S{33,}")
"""Words that a line of A5 might not hold. Shorter ones are never broken here: a place to break is read back as one."""
_FILES = ("qr", "logo")
"""The fields that are no text to be read."""
_NO_FILE = re.compile(r"file not found \(searched at (.*)\)")
_NO_FONT = re.compile(r"unknown font family: (.*)")


def pdf_bytes(papers: Sequence[PrintedForm], folder: Path | None) -> bytes:
    """The papers in their order as one PDF.

    Raises `MissingPackage`, `UnreadFile` where the folder is not there, `FormTemplateBad` with file and line,
    `PaperTooLong` with the code of the dossier and its longest fact.
    """
    PAPERS["pdf"].must_be_installed()
    for problem in unfit(folder, FOR_PDF) if folder is not None else ():
        raise problem
    with together(folder) as root:
        for problem in _unread_fonts(root, folder):
            raise problem
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
    writer.xmp_metadata = None  # it counts the pages of the first part only
    writer.write(written)
    return written.getvalue()


def _fitting(
    root: Path, folder: Path | None, papers: Sequence[PrintedForm], run_on: Collection[Form] = _RUN_ON
) -> bytes:
    """The PDF of a few papers, each on one page but those of forms that run on. Raises `PaperTooLong`."""
    written = _compiled(root, folder, papers)
    if _n_pages(written) == len(papers) or all(paper.form in run_on for paper in papers):
        return written
    for paper in papers:
        if paper.form not in run_on and _n_pages(_compiled(root, folder, [paper], exact="1")) > 1:
            raise _too_long(paper)
    return _compiled(root, folder, papers, exact="1")


def check_pdf(folder: Path) -> list[FormTemplateBad]:
    """What is wrong with the PDF templates of a folder, each once: tried with the examples, with nothing filled in and
    with many papers. Raises `MissingPackage`."""
    PAPERS["pdf"].must_be_installed()
    found = {str(problem): problem for problem in unfit(folder, FOR_PDF)}
    left_out = {problem.values["path"] for problem in found.values()}
    forms = to_be_tried(STEMS, ".typ", found.values())
    pictures = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES and path not in left_out)
    with together(folder, left_out) as root:
        found |= {str(problem): problem for problem in _unread_fonts(root, folder)}
        for form in forms:
            for paper in (*_tries(form), *(_with_logo(form, path.name) for path in pictures if form is forms[0])):
                try:
                    _fitting(root, folder, [paper], _BOOK)
                except FormTemplateBad as problem:
                    found.setdefault(str(problem), problem)
                except FormSecondPage:
                    what = FormSecondPage(code=_code(paper))
                    found.setdefault(form, FormTemplateBad(path=folder / f"{STEMS[form]}.typ", line=1, what=what))
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


def _with_logo(form: Form, logo: str) -> PrintedForm:
    return PrintedForm(form, {**examples(form), "logo": logo})


def _code(paper: PrintedForm) -> str:
    return paper.fields.get("code") or paper.fields["number"]


def _too_long(paper: PrintedForm) -> PaperTooLong:
    """Which fact of a paper is the longest."""
    papers = ("".join(row.values()) for row in paper.fields.get("papers", ()))
    texts = {**paper.fields, "papers": "".join(papers)}
    known = [
        field for field in fields_of(paper.form) if isinstance(texts[field.name], str) and field.name not in _FILES
    ]
    longest = max(known, key=lambda field: len(texts[field.name]))
    return PaperTooLong(code=_code(paper), what=_(longest.words).partition(":")[0], n=len(texts[longest.name]))


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
    forms = [*dict.fromkeys(each.form for each in papers)]
    driver = "\n".join(
        [
            *(f'#import "/{STEMS[form]}.typ" as form-{form}' for form in forms),
            *(f'#let of-{form}(f) = {{ pagebreak(weak: true); form-{form}.paper(f) }}' for form in forms),
            "#let data = json(bytes(sys.inputs.data))",
            "#set document(title: data.title, author: data.agency, date: none)",
            "#for each in data.papers {",
            *(f'if each.form == "{form}" {{ of-{form}(each.fields) }}' for form in forms),
            "}",
        ]
    )  # fmt: skip
    inputs = how | {"data": json.dumps(_printable(data), ensure_ascii=False)}
    compiler = _compiler(_fonts_of(root))
    try:
        written, warnings = _interruptible(
            lambda: compiler.compile_with_warnings(
                driver.encode(), format="pdf", sys_inputs=inputs, root=root, timestamp=0, pdf_tags=False
            )
        )
    except TypstError as problem:
        raise _told(problem, root, folder, forms) from None
    for problem in warnings:
        raise _told(problem, root, folder, forms)
    assert isinstance(written, bytes)
    if b"/Type/Font" not in written:
        raise FormTemplateBad(path=_place(f"{STEMS[forms[0]]}.typ", folder), line=1, what=FormEmpty())
    return written


def _interruptible(work: Callable[[], Made]) -> Made:
    """What the work returns or raises, from a thread of its own: typst looks for no Ctrl-C, whoever waits for it does,
    and a thread of this kind does not outlive the program."""
    done: Future[Made] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as problem:
            done.set_exception(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(1)
    return done.result()


def _printable(value: object) -> object:
    """Texts composed, with a mark for what nobody sees; a word that is longer than a line may be broken anywhere."""
    match value:
        case str():
            return _LONG.sub(_breakable, visible_lines(normalize("NFC", value)))
        case dict():
            return {name: each if name in _FILES else _printable(each) for name, each in value.items()}
        case list() | tuple():
            return [_printable(each) for each in value]
    return value


def _breakable(word: re.Match[str]) -> str:
    """A word with a place to break after each letter, behind the marks that belong to it."""
    return "".join(
        letter if not n or category(letter)[0] == "M" else f"\u200b{letter}" for n, letter in enumerate(word[0])
    )


def _fonts_of(root: Path) -> tuple[Path, ...]:
    """Where the letters are looked for: the office's own first."""
    return (SHIPPED / "fonts",) if root == SHIPPED else (root,)


@cache
def _compiler(fonts: tuple[Path, ...]) -> "Compiler":
    import typst

    return typst.Compiler(root=fonts[0], font_paths=_found_fonts(fonts))


@cache
def _found_fonts(fonts: tuple[Path, ...]) -> "Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in fonts])


def _forget(root: Path) -> None:
    """What typst kept of earlier papers is gone: it keeps that for a number of documents, so it sets some that are
    empty."""
    for _each in range(_FORGETS_AFTER):
        _compiler(_fonts_of(root)).compile(b"", format="svg", sys_inputs={}, root=root)


def _unread_fonts(root: Path, folder: Path | None) -> Iterator[FormTemplateBad]:
    """The fonts of the office's own that typst passes over."""
    if folder is None:
        return
    read = {Path(font.path).name for font in _found_fonts(_fonts_of(root)).fonts() if font.path}
    for path in sorted(root.iterdir()):
        if path.suffix.lower() in (".ttf", ".otf") and path.name not in read:
            yield FormTemplateBad(path=_place(path.name, folder), line=1, what=FormFileUnreadable(why=path.suffix))


def _place(name: str, folder: Path | None) -> Path:
    """Where a file of the templates lies: in the office's folder, or among the shipped ones."""
    for where in (folder, folder / "fonts") if folder is not None else ():
        if (where / name).is_file():
            return where / name
    return SHIPPED / name


def _told(
    problem: "TypstError | TypstWarning", root: Path, folder: Path | None, forms: Sequence[Form]
) -> FormTemplateBad:
    """What typst says, with the place in the templates; what is only seen from without is told of the form's file."""
    name, line = f"{STEMS[forms[0]]}.typ", 1
    for found_name, found_line in _PLACE.findall(problem.diagnostic):
        if "typst_py" not in found_name:
            name, line = found_name, int(found_line)
            break
        if forms := [form for form in forms if f"form-{form}." in problem.diagnostic]:
            name = f"{STEMS[forms[0]]}.typ"
    what: OnestopError | str = problem.message
    if found := _NO_FILE.search(problem.message):
        what = FormFileMissing(name=found[1].removeprefix(f"{root}/"))
    elif found := _NO_KEY.search(problem.message):
        what = FieldUnknown(field=found[1])
    elif found := _NO_FONT.search(problem.message):
        what = FormFontMissing(name=found[1])
    return FormTemplateBad(path=_place(name, folder), line=line, what=what)
