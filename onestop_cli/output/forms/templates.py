"""The templates of the printed forms: shipped, an office's own, laid out for it, and tried.

An office's folder has what it changes; what it does not have is taken from the shipped ones, file by file. Nothing
outside the folder is read.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from onestop_cli.core.forms import Form
from onestop_cli.errors import N_, FormReachesOut, FormTemplateBad, TemplateExists
from onestop_cli.output.forms.fields import FIELDS, fields_of
from onestop_cli.output.words import _

STEMS: Mapping[Form, str] = {
    Form.receipt: "01-giay-hen",
    Form.supplement: "02-bo-sung",
    Form.decline: "03-tu-choi-tiep-nhan",
    Form.apology: "04-xin-loi",
    Form.stop: "05-dung-giai-quyet",
    Form.control: "06-kiem-soat",
    Form.register: "07-so-theo-doi",
    Form.refusal: "tu-choi-giai-quyet",
}
"""What the templates of a form are called, before their endings; the register is a book, in PDF only."""
_PACKAGE = Path(__file__).resolve().parents[2]
SHIPPED = next(each for each in (_PACKAGE / "data", _PACKAGE.parent / "data") if each.is_dir()) / "forms"
"""In an installed wheel; in a clone or an editable install."""
_TEMPLATES = (".typ", ".j2")
_TAKEN = (*_TEMPLATES, ".svg", ".png", ".jpg", ".jpeg", ".ttf", ".otf")
"""The endings of what is taken from an office's folder; everything else there is its own affair."""
_REACHES = re.compile(r'\b(?:import|include)\b(?! "[^"@]+\.typ")|\b(?:eval|plugin)\b')
"""Typst for fetching a package, for taking in what no reader of the template sees, and for running a text. A comment
counts too: what is none to us might be none to typst either."""


_PAGE = (
    N_("# The printed forms of this office"),
    N_(
        "`*.typ` are the templates of the PDF (typst), `*.html.j2` those of the HTML (Jinja): a file for each form; "
        "`page.*`, `parts.*`, `letter.*` and `document.*` are what they share. Change what you like, and delete what "
        "you leave as it is: what is not here is taken from the shipped ones. Pictures and fonts lie beside the "
        "templates."
    ),
    "    onestop config set forms.dir .../mau\n    onestop slip --check",
    N_(
        "A template gets texts, never markup: a name may have any character. What is not known is empty, and its line "
        "stays to be filled in by hand. A field that is not in this table is an error with file and line."
    ),
)


@contextmanager
def together(folder: Path | None) -> Iterator[Path]:
    """A folder with every template: the office's own where it has them, the shipped ones where not.

    Raises `FormTemplateBad` where an own template reaches out of the folder.
    """
    if folder is None:
        yield SHIPPED
        return
    with TemporaryDirectory(prefix="onestop-forms-") as name:
        for source in (SHIPPED, SHIPPED / "fonts", folder, folder / "fonts"):
            for path in sorted(source.iterdir()) if source.is_dir() else ():
                if path.suffix in _TAKEN and path.is_file():
                    (Path(name) / path.name).write_bytes(path.read_bytes())
        yield Path(name)


def reaching_out(folder: Path) -> Iterator[FormTemplateBad]:
    """Each place where a template of a folder reaches out of it."""
    for path in sorted(folder.glob("*.typ")):
        source = path.read_text(encoding="utf-8", errors="replace")
        for found in _REACHES.finditer(source):
            words = source[found.start() :].split("\n")[0].strip()
            line = source.count("\n", 0, found.start()) + 1
            yield FormTemplateBad(path=path, line=line, what=FormReachesOut(name=words))


def eject(folder: Path) -> list[Path]:
    """The shipped templates, the fonts with their licence and a page about the fields lie in the folder.

    Returns the files. Raises `TemplateExists` for the first that is there already; then nothing is written.
    """
    sources = [path for path in sorted(SHIPPED.iterdir()) if path.suffix in _TEMPLATES]
    content = {folder / path.name: path for path in sources}
    content |= {folder / "fonts" / path.name: path for path in sorted((SHIPPED / "fonts").iterdir())}
    page = folder / "README.md"
    for path in (*content, page):
        if path.exists() or path.is_symlink():
            raise TemplateExists(path=path)
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for path, source in content.items():
        shutil.copyfile(source, path)
    page.write_text("\n\n".join([*map(_, _PAGE), fields_table()]), encoding="utf-8")
    return [*content, page]


def fields_table() -> str:
    """The fields as a table in Markdown, in the language in use: name, what it is, example, forms that have it."""
    rows = [_("| field | what it is | example | forms |"), "|---|---|---|---|"]
    for field in FIELDS:
        has = [form for form in Form if field in fields_of(form)]
        forms = _("all") if len(has) == len(Form) else ", ".join(has)
        rows.append(f"| `{field.name}` | {_(field.words)} | {_shown(field.example)} | {forms} |")
    return "\n".join(rows) + "\n"


def _shown(example: object) -> str:
    match example:
        case bool():
            return _("yes") if example else _("no")
        case dict() | []:
            return ""
        case [dict() as first, *_]:
            return "; ".join(f"`{name}`: {value}" for name, value in first.items() if value)
        case [*lines]:
            return " / ".join(map(str, lines))
        case _:
            return str(example)
