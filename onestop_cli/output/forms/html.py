"""The printed forms as one HTML file: no network, no script, a paper on each printed page, always in Vietnamese.

Templates are those of the office's folder, and where it has none the shipped ones. They see the fields of their form
and the files of their folders, nothing else.
"""

import base64
import re
import traceback
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from onestop_cli.core.forms import Form
from onestop_cli.errors import FieldUnknown, FormFileMissing, FormTemplateBad, OnestopError
from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.formats import PAPERS
from onestop_cli.output.forms.fields import Fields, PrintedForm, blanks, examples, fields_of
from onestop_cli.output.forms.templates import SHIPPED, STEMS

if TYPE_CHECKING:
    from jinja2 import Environment

ON_SHEETS = tuple(form for form in STEMS if form is not Form.register)
"""The forms that are a paper each; the register is a book."""
_DOCUMENT = "document.html.j2"
_ENDING = ".html.j2"
_FACES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic"), ("BoldItalic", 700, "italic"))
_UNDEFINED = re.compile(r"^'(\w+)' is undefined|no attribute '(\w+)'")
_TYPES = {".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png"}
"""What may be put into a page, by the ending of its file."""


def html_text(papers: Sequence[PrintedForm], folder: Path | None) -> str:
    """The papers in their order as one page; the same papers give the same bytes.

    Raises `MissingPackage`, `FormTemplateBad` with file and line.
    """
    PAPERS["html"].must_be_installed()
    from markupsafe import Markup

    environment = _environment(_folders(folder))
    drawn = [Markup(_rendered(environment, STEMS[each.form] + _ENDING, each.fields)) for each in papers]
    has_bold_italic = any("bold-italic" in each for each in drawn)
    faces = [face for face in _FACES if has_bold_italic or face[0] != "BoldItalic"]
    page = {"title": papers[0].fields["title"], "faces": faces, "papers": drawn}
    return _rendered(environment, _DOCUMENT, page).rstrip("\n") + "\n"


def check_html(folder: Path) -> list[FormTemplateBad]:
    """What is wrong with the HTML templates of a folder, each once: fields that are none, files that are not there,
    whatever else stops a form, tried with the examples and with nothing filled in. Raises `MissingPackage`.
    """
    PAPERS["html"].must_be_installed()
    environment = _environment(_folders(folder))
    found: dict[str, FormTemplateBad] = {}
    for form in ON_SHEETS:
        template = STEMS[form] + _ENDING
        known = {field.name for field in fields_of(form)} | set(environment.globals)
        problems = list(_unknown_fields(environment, template, known))
        for fields in (examples(form), blanks(form)):
            try:
                html_text([PrintedForm(form, fields)], folder)
            except FormTemplateBad as problem:
                problems.append(problem)
        for problem in problems:
            found.setdefault(str(problem), problem)
    return list(found.values())


def _folders(folder: Path | None) -> list[Path]:
    """Where templates and the files they show are looked for, in this order."""
    return [SHIPPED] if folder is None else [folder, SHIPPED]


def _environment(folders: Sequence[Path]) -> "Environment":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_shown,
    )
    environment.globals = {"range": environment.globals["range"], "file": partial(_data_uri, folders)}
    environment.filters["picture"] = Markup
    return environment


def _shown(value: object) -> object:
    """A text as it can be shown, composed; markup of our own as it is."""
    return visible_lines(normalize("NFC", value)) if type(value) is str else value


def _data_uri(folders: Sequence[Path], name: str) -> str:
    """A file of the folders as an address that holds it. Raises `FormFileMissing`."""
    for folder in folders:
        path = (folder / name).resolve()
        if path.suffix in _TYPES and path.is_relative_to(folder.resolve()) and path.is_file():
            return f"data:{_TYPES[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"
    raise FormFileMissing(name=name)


def _rendered(environment: "Environment", template: str, fields: Fields) -> str:
    """A template with its fields. Raises `FormTemplateBad`."""
    from jinja2 import TemplateError

    try:
        return environment.get_template(template).render(fields)
    except (TemplateError, OnestopError, OSError, ArithmeticError, LookupError, TypeError, ValueError) as problem:
        raise _told(problem, template) from problem


def _told(problem: Exception, template: str) -> FormTemplateBad:
    """What a template failed of, with its place there."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    places = [each for each in traceback.extract_tb(problem.__traceback__) if each.filename.endswith(_ENDING)]
    path, line = (places[-1].filename, places[-1].lineno) if places else (template, 1)
    if isinstance(problem, TemplateSyntaxError):
        return FormTemplateBad(path=Path(problem.filename or template), line=problem.lineno, what=problem.message)
    if isinstance(problem, TemplateNotFound):
        return FormTemplateBad(path=Path(path), line=line, what=FormFileMissing(name=problem.name))
    if isinstance(problem, UndefinedError) and (found := _UNDEFINED.search(str(problem))):
        return FormTemplateBad(path=Path(path), line=line, what=FieldUnknown(field=found[1] or found[2]))
    what = problem if isinstance(problem, OnestopError) else str(problem)
    return FormTemplateBad(path=Path(path), line=line, what=what)


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
