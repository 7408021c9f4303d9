"""The varied register, its pages and workbooks, made once; and the programs they are opened with, where there are."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.documents.page import Page
from tests.documents.programs import Browser, Office
from tests.documents.shapes import LANGUAGES, SHAPES, people
from tests.documents.summer import Recorded, recorded_in
from tests.documents.varied import varied, written
from tests.office import Ward, opened

Documents = dict[tuple[str, str], Path]
"""A file for each shape and language."""


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The varied register. Nothing may be recorded in it."""
    return varied(Ward(opened(tmp_path_factory.mktemp("varied") / "onestop.db")))


def _documents(register: Ward, folder: Path, suffix: str) -> Documents:
    return {
        (shape, language): written(
            register, folder / f"{shape}-{language}.{suffix}", *command, *people(shape), "--lang", language
        )
        for shape, command in SHAPES.items()
        for language in LANGUAGES
    }


@pytest.fixture(scope="session")
def page_files(register: Ward, tmp_path_factory: pytest.TempPathFactory) -> Documents:
    """Every shape as HTML, people shown."""
    return _documents(register, tmp_path_factory.mktemp("pages"), "html")


@pytest.fixture(scope="session")
def pages(page_files: Documents) -> dict[tuple[str, str], Page]:
    """The same taken apart."""
    return {name: Page(path.read_text(encoding="utf-8")) for name, path in page_files.items()}


@pytest.fixture(scope="session")
def books(register: Ward, tmp_path_factory: pytest.TempPathFactory) -> Documents:
    """Every shape as XLSX, people shown."""
    return _documents(register, tmp_path_factory.mktemp("books"), "xlsx")


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The summer of 2023, recorded day by day."""
    return recorded_in(tmp_path_factory.mktemp("summer"))


# --- programs ----------------------------------------------------------------------------------------


def _program(*names: str) -> str:
    """Where the first of some programs is; skips the test where none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"{names[0]} is not installed")
    return found


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium."""
    program = _program("chromium", "chromium-browser", "google-chrome")
    with closing(Browser(program, tmp_path_factory.mktemp("browser"))) as started:
        yield started


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice."""
    return Office(_program("soffice", "libreoffice"), tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def poppler() -> None:
    """The programs that read PDF are there."""
    _program("pdfinfo")
    _program("pdftotext")


@pytest.fixture(scope="session")
def datasette() -> None:
    """Datasette is there."""
    if importlib.util.find_spec("datasette") is None:
        pytest.skip('datasette is not installed: pip install -e ".[test]"')


class Converted(NamedTuple):
    """Every workbook as LibreOffice prints it and as it writes its first sheet, with its two exit codes."""

    pdf: Documents
    csv: Documents
    codes: tuple[int, int]


@pytest.fixture(scope="session")
def converted(books: Documents, libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """Two starts of LibreOffice for all workbooks."""
    folder = tmp_path_factory.mktemp("converted")
    codes = (
        libreoffice.converted(books.values(), "pdf", folder),
        libreoffice.converted(books.values(), "csv:Text - txt - csv (StarCalc):44,34,76", folder),
    )
    made = [{name: folder / f"{book.stem}.{suffix}" for name, book in books.items()} for suffix in ("pdf", "csv")]
    return Converted(made[0], made[1], codes)
