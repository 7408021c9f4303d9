"""The printed forms as one HTML file: no network, no script, a paper on each printed page, always in Vietnamese.

Templates are those of the office's folder, and where it has none the shipped ones. They see the fields of their form
and the files of their folders, nothing else.
"""

import base64
import math
import re
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from onestop_cli.core.forms import SHEETS
from onestop_cli.errors import FieldUnknown, FormEmpty, FormFileMissing, FormTemplateBad, FormTextTooLong, OnestopError
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.formats import PAPERS
from onestop_cli.output.forms.fields import Fields, PrintedForm, blanks, examples, fields_of
from onestop_cli.output.forms.templates import FOR_HTML, PICTURES, SHIPPED, STEMS, lies_in, to_be_tried, unfit

if TYPE_CHECKING:
    from jinja2 import Environment

_DOCUMENT = "document.html.j2"
_ENDING = ".html.j2"
_FACES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic"), ("BoldItalic", 700, "italic"))
_MOST_LETTERS = 10_000_000
"""Letters of one value on a page, a whole stack of papers among them."""
_UNDEFINED = re.compile(r"^'(\w+)' is undefined|no attribute '(\w+)'")
_TYPES = {".woff2": "font/woff2", **PICTURES}
"""What may be put into a page, by the ending of its file."""


def html_text(papers: Sequence[PrintedForm], folder: Path | None) -> str:
    """The papers in their order as one page; the same papers give the same bytes.

    Raises `MissingPackage`, `UnreadFile` where the folder is not there, `FormTemplateBad` with file and line.
    """
    PAPERS["html"].must_be_installed()
    for problem in unfit(folder, FOR_HTML) if folder is not None else ():
        raise problem
    return _page(_environment(_folders(folder)), papers)


def _page(environment: "Environment", papers: Sequence[PrintedForm]) -> str:
    """The papers as one page. Raises `FormTemplateBad`."""
    from markupsafe import Markup

    drawn = [Markup(_paper(environment, STEMS[each.form] + _ENDING, each.fields)) for each in papers]
    has_bold_italic = any("bold-italic" in each for each in drawn)
    faces = [face for face in _FACES if has_bold_italic or face[0] != "BoldItalic"]
    page = {"title": papers[0].fields["title"], "faces": faces, "papers": drawn}
    return _rendered(environment, _DOCUMENT, page).rstrip("\n") + "\n"


def check_html(folder: Path) -> list[FormTemplateBad]:
    """What is wrong with the HTML templates of a folder, each once: fields that are none, files that are not there,
    whatever else stops a form, tried with the examples and with nothing filled in. Raises `MissingPackage`.
    """
    PAPERS["html"].must_be_installed()
    found = {str(problem): problem for problem in unfit(folder, FOR_HTML)}
    environment = _environment(_folders(folder))
    for form in to_be_tried(SHEETS, _ENDING, found.values()):
        template = STEMS[form] + _ENDING
        known = {field.name for field in fields_of(form)} | set(environment.globals)
        problems = list(_unknown_fields(environment, template, known))
        for fields in (examples(form), blanks(form)):
            try:
                _page(environment, [PrintedForm(form, fields)])
            except FormTemplateBad as problem:
                problems.append(problem)
        for problem in problems:
            found.setdefault(str(problem), problem)
    return list(found.values())


def _folders(folder: Path | None) -> list[Path]:
    """Where templates and the files they show are looked for, in this order."""
    return [SHIPPED] if folder is None else [folder, SHIPPED]


def _environment(folders: Sequence[Path]) -> "Environment":
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda name: _source(folders, name)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
    )
    environment.globals = {"range": environment.globals["range"], "file": lambda name: _data_uri(folders, name)}
    environment.intercepted_binops = frozenset({"*", "**"})
    environment.binop_table = environment.binop_table | {"*": _product, "**": _no_power}
    for name in ("safe", "random", "pprint"):  # markup of what was typed, other bytes each time, our own inside
        del environment.filters[name]
    return environment


def _source(folders: Sequence[Path], name: str) -> tuple[str, str, None] | None:
    """The text of a template and where it lies, None where no folder has it."""
    path = _file(folders, name)
    if path is None or path.suffix != ".j2":
        return None
    return path.read_text(encoding="utf-8-sig"), str(path), None


def _file(folders: Sequence[Path], name: str) -> Path | None:
    """A file by its name in the first of the folders that has it in itself."""
    return next((folder / name for folder in folders if lies_in(folder, folder / name)), None)


def _product(left: Any, right: Any) -> Any:  # noqa: ANN401
    """A product, of a text and a number too. Raises `FormTextTooLong`."""
    n = math.prod(len(each) if isinstance(each, str | list | tuple) else each for each in (left, right))
    if n > _MOST_LETTERS and not (isinstance(left, int | float) and isinstance(right, int | float)):
        raise FormTextTooLong(n=n, most=_MOST_LETTERS)
    return left * right


def _no_power(base: object, exponent: object) -> None:
    """No power on a paper: one of large numbers is reckoned for hours, and no Ctrl-C is looked for meanwhile."""
    from jinja2.exceptions import SecurityError

    raise SecurityError("The sandbox blocks **.")


def _shown(value: object) -> object:
    """A text as it can be shown, composed; markup of our own as it is. Raises `FormTextTooLong`: what is made of one
    that fills the memory looks for no Ctrl-C either."""
    if isinstance(value, str) and len(value) > _MOST_LETTERS:
        raise FormTextTooLong(n=len(value), most=_MOST_LETTERS)
    return visible_lines(normalize("NFC", value)) if type(value) is str else value


def _data_uri(folders: Sequence[Path], name: str) -> str:
    """A file of the folders as an address that holds it. Raises `FormFileMissing`."""
    path = _file(folders, name)
    if path is None or path.suffix.lower() not in _TYPES:
        raise FormFileMissing(name=name)
    return f"data:{_TYPES[path.suffix.lower()]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _paper(environment: "Environment", template: str, fields: Fields) -> str:
    """A paper with its fields; the picture of its code is markup of our own. Raises `FormTemplateBad`."""
    from markupsafe import Markup

    drawn = _rendered(environment, template, {**fields, "qr": Markup(fields["qr"])})
    if not drawn.strip():
        raise _told(FormEmpty(), template, environment)
    return drawn


def _rendered(environment: "Environment", template: str, fields: Fields) -> str:
    """A template with its fields. Raises `FormTemplateBad` for whatever it fails of: it is not our own program."""
    try:
        drawn = environment.get_template(template).render(fields)
        drawn.encode()
    except Exception as problem:
        raise _told(problem, template, environment) from problem
    return drawn


def _told(problem: Exception, template: str, environment: "Environment") -> FormTemplateBad:
    """What a template failed of, with its place there."""
    from jinja2 import BaseLoader, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

    assert isinstance(environment.loader, BaseLoader)
    places = [each for each in traceback.extract_tb(problem.__traceback__) if each.filename.endswith(_ENDING)]
    path, line = (places[-1].filename, places[-1].lineno) if places else (template, 1)
    if not places:
        path = environment.loader.get_source(environment, template)[1] or template
    if isinstance(problem, TemplateSyntaxError):
        return FormTemplateBad(path=Path(problem.filename or template), line=problem.lineno, what=problem.message)
    if isinstance(problem, TemplateNotFound):
        return FormTemplateBad(path=Path(path), line=line, what=FormFileMissing(name=problem.name))
    if isinstance(problem, UndefinedError) and (found := _UNDEFINED.search(str(problem))):
        return FormTemplateBad(path=Path(path), line=line, what=FieldUnknown(field=found[1] or found[2]))
    is_said = isinstance(problem, (OnestopError, TemplateError)) or str(problem)
    what = problem if is_said else type(problem).__name__
    return FormTemplateBad(path=Path(path), line=line, what=what if isinstance(what, OnestopError) else str(what))


def _unknown_fields(environment: "Environment", template: str, known: set[str]) -> Iterator[FormTemplateBad]:
    """The fields a template and those it is made of ask for, and the form has not, used by an example or not."""
    from jinja2 import TemplateError, meta, nodes

    left, seen = [template], set[str]()
    while left:
        name = left.pop()
        seen.add(name)
        assert environment.loader is not None
        try:
            source, path, _ = environment.loader.get_source(environment, name)
            tree = environment.parse(source, name, path)
        except (TemplateError, ValueError, OSError):  # told where it is rendered
            continue
        names = list(tree.find_all(nodes.Name))
        own = {node.name for node in names if node.ctx != "load"} | {each.name for each in tree.find_all(nodes.Macro)}
        for each in tree.find_all(nodes.FromImport):
            own.update(name if isinstance(name, str) else name[1] for name in each.names)
        own.update(each.target for each in tree.find_all(nodes.Import))
        for node in names:
            if node.name not in known | own | {"loop"}:
                yield FormTemplateBad(path=Path(path or name), line=node.lineno, what=FieldUnknown(field=node.name))
        left += [each for each in meta.find_referenced_templates(tree) if each and each not in seen]
