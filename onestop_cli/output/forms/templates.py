"""The templates of the printed forms: shipped, an office's own, laid out for it, and tried.

An office's folder has what it changes; what it does not have is taken from the shipped ones, file by file. Nothing
outside the folder is read.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from onestop_cli.core.forms import Form
from onestop_cli.errors import (
    N_,
    FormFileMissing,
    FormFileUnreadable,
    FormReachesOut,
    FormTemplateBad,
    TemplateExists,
    UnreadFile,
)
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
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
FOR_PDF = (".typ", *PICTURES, ".ttf", ".otf")
"""The endings, in small letters, of what is taken from an office's folder for the PDF."""
FOR_HTML = (".j2", *PICTURES, ".woff2")
"""And for the HTML. Everything else there is its own affair."""
_MOST = 10_000_000
"""Bytes of a file that is taken: a picture is in the memory several times."""
_BEGINNINGS = {".png": b"\x89PNG\r\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".woff2": b"wOF2"}
_LETTER = r"[^\W\d_]"
_REACHES = re.compile(
    rf'(?<!{_LETTER})(?:(?:import|include)(?!{_LETTER})(?! "[^"@\\]+\.typ")|(?:eval|plugin|std)(?!{_LETTER}))'
)
"""Typst for fetching a package, for taking in what no reader of the template sees, for running a text, and for all of
this by a name put together. A comment counts too: what is none to us might be none to typst either."""


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
def together(folder: Path | None, left_out: Collection[Path] = ()) -> Iterator[Path]:
    """A folder with every template: the office's own where it has them, the shipped ones where not.

    Nothing is looked at here: `unfit` says which files must not come along.
    """
    if folder is None:
        yield SHIPPED
        return
    with TemporaryDirectory(prefix="onestop-forms-") as name:
        for source in (SHIPPED, SHIPPED / "fonts", folder, folder / "fonts"):
            for path in filter(_is_shown, sorted(source.iterdir()) if source.is_dir() else ()):
                if path.suffix.lower() in FOR_PDF and path not in left_out and path.is_file():
                    (Path(name) / path.name).write_bytes(path.read_bytes())
        yield Path(name)


def unfit(folder: Path, endings: Collection[str]) -> Iterator[FormTemplateBad]:
    """Each file of a folder, of those with such endings, that cannot be used, and each place where a template reaches
    out of the folder. Raises `UnreadFile` where there is no folder.
    """
    try:
        paths = sorted(folder.iterdir())
        if (folder / "fonts").is_dir():
            paths += sorted((folder / "fonts").iterdir())
    except OSError as problem:
        raise UnreadFile(path=folder, why=problem.strerror) from problem
    for path in filter(_is_shown, paths):
        if path.suffix.lower() in endings:
            yield from _unfit_file(folder, path)


def to_be_tried(forms: Iterable[Form], ending: str, found: Iterable[FormTemplateBad]) -> list[Form]:
    """The forms that can be tried beside files that cannot be used: without what several share, none."""
    bad = {found.values["path"].name for found in found if found.values["path"].name.endswith(ending)}
    own = {form: STEMS[form] + ending for form in forms}
    return [form for form, name in own.items() if name not in bad] if bad <= {*own.values()} else []


def _unfit_file(folder: Path, path: Path) -> Iterator[FormTemplateBad]:
    if not lies_in(folder, path) or path.stat().st_size > _MOST:
        yield FormTemplateBad(path=path, line=1, what=FormFileMissing(name=path.name))
        return
    try:
        content = path.read_bytes()
        source = content.decode() if path.suffix.lower() in (*_TEMPLATES, ".svg") else ""
    except OSError as problem:
        yield FormTemplateBad(path=path, line=1, what=FormFileUnreadable(why=problem.strerror))
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        yield FormTemplateBad(path=path, line=line, what=FormFileUnreadable(why="UTF-8"))
    else:
        if not content.startswith(_BEGINNINGS.get(path.suffix.lower(), b"")):
            yield FormTemplateBad(path=path, line=1, what=FormFileUnreadable(why=path.suffix))
        for found in _REACHES.finditer(source) if path.suffix == ".typ" else ():
            words = source[found.start() :].splitlines()[0].strip()
            line = len((source[: found.start()] + ".").splitlines())
            yield FormTemplateBad(path=path, line=line, what=FormReachesOut(name=words))


def _is_shown(path: Path) -> bool:
    """A system's own notes beside the files (`._01-giay-hen.typ`) are none of ours."""
    return not path.name.startswith(".")


def lies_in(folder: Path, path: Path) -> bool:
    """Whether it is a file, and no link leads out of the folder."""
    try:
        return path.is_file() and path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def eject(folder: Path) -> list[Path]:
    """The shipped templates, the fonts with their licence and a page about the fields lie in the folder.

    Returns the files. Raises `TemplateExists` for the first that is there already, and `OSError` with the file that
    could not be written; in both cases nothing stays behind.
    """
    sources = [path for path in sorted(SHIPPED.iterdir()) if path.suffix in _TEMPLATES]
    content = {folder / path.name: path.read_bytes() for path in sources}
    content |= {folder / "fonts" / path.name: path.read_bytes() for path in sorted((SHIPPED / "fonts").iterdir())}
    content[folder / "README.md"] = "\n\n".join([*map(_, _PAGE), fields_table()]).encode()
    for path in content:
        if path.exists() or path.is_symlink():
            raise TemplateExists(path=path)
    made = [each for each in (folder / "fonts", folder, *folder.parents) if not each.exists()]
    with ExitStack() as undone:
        for each in reversed(made):
            each.mkdir(exist_ok=True)
            undone.callback(each.rmdir)
        for path, written in content.items():
            undone.callback(path.unlink, missing_ok=True)
            try:
                path.write_bytes(written)
            except OSError as problem:
                raise OSError(problem.errno, problem.strerror, str(path)) from problem
        undone.pop_all()
    return list(content)


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
