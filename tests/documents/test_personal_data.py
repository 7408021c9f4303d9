"""Off a terminal no report names an applicant unless it is asked to (domain §8)."""

import csv
import html
import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.text import search_key
from onestop_cli.output.formats import REPORT_FORMATS
from tests.documents.book import Book
from tests.documents.page import Page
from tests.documents.shapes import COUNTED, LANGUAGES, SHAPES, SUFFIXES, WITHOUT_PEOPLE
from tests.documents.varied import typed, written
from tests.office import Ward

pytestmark = pytest.mark.slow

IN_LINES = ("register",)
"""The shapes that name people in every format when asked."""
IN_DOCUMENTS = ("late", *COUNTED)
"""Those that name them in pages and workbooks."""
OTHER = {
    "two levels": ("report", "--year", "2026", "--by", "officer", "--by", "month"),
    "of an officer": ("late", "--year", "2026", "--officer", "Trần Văn Đức"),
    "known then": ("report", "--form", "06a", "--month", "8", "--known-at", "28/8/2026 12:00"),
    "a past book": ("register", "--month", "7", "--as-of", "30/7/2026", "--known-at", "31/7/2026"),
}


@pytest.fixture(scope="module")
def secrets(register: Ward) -> dict[str, set[str]]:
    """What is known of the applicants, field by field, as it is searched: without marks, in small letters.

    Texts that were typed into the note and the officer too are left out.
    """
    said = {text for pair in register.ask("SELECT officer, note FROM dossier") for text in pair}
    found: dict[str, set[str]] = {}
    for (fields,) in register.ask("SELECT fields FROM personal"):
        for name, value in json.loads(fields).items():
            if value and name in Person._fields and value not in said:
                found.setdefault(name, set()).add(search_key(value))
    assert all(len(values) > 40 for values in found.values())
    assert set(found) == {"applicant", "id_number", "phone", "address", "email"}
    return found


def _spelt(path: Path) -> str:
    """Everything in a file as it can be searched: escapes of JSON and HTML undone, workbooks unpacked."""
    match path.suffix:
        case ".xlsx":
            text = html.unescape(" ".join(Book(path).parts.values()))
        case ".html":
            source = path.read_text(encoding="utf-8")
            text = html.unescape(source) + json.dumps(Page(source).data, ensure_ascii=False)
        case ".json" | ".jsonl":
            text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), path.read_text(encoding="utf-8"))
        case _:
            text = path.read_text(encoding="utf-8")
    return search_key(text)


def _told(path: Path, secrets: dict[str, set[str]]) -> dict[str, int]:
    """How many values of each field a file tells."""
    text = _spelt(path)
    return {name: count for name, values in secrets.items() if (count := sum(value in text for value in values))}


@pytest.mark.parametrize("format_name", REPORT_FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_shape_tells_who_applied(
    language: str, format_name: str, register: Ward, secrets: dict[str, set[str]], tmp_path: Path
) -> None:
    for number, command in enumerate([*SHAPES.values(), *OTHER.values()]):
        path = tmp_path / f"{number}.{SUFFIXES[format_name]}"
        written(register, path, *command, "--lang", language)
        assert path.stat().st_size
        assert _told(path, secrets) == {}, command


@pytest.mark.parametrize("format_name", [name for name in REPORT_FORMATS if name != "xlsx"])
def test_nor_does_one_through_a_pipe(
    format_name: str, register: Ward, secrets: dict[str, set[str]], tmp_path: Path
) -> None:
    for number, command in enumerate(SHAPES.values()):
        path = tmp_path / f"{number}.{SUFFIXES[format_name]}"
        path.write_text(typed(register, *command, "-f", format_name), encoding="utf-8")
        assert _told(path, secrets) == {}, command


@pytest.mark.parametrize("shape", SHAPES)
def test_no_column_is_left_for_the_names(shape: str, register: Ward, tmp_path: Path) -> None:
    page = Page(written(register, tmp_path / "x.html", *SHAPES[shape], "--lang", "en").read_text(encoding="utf-8"))
    words = {*page.data.get("headings", ()), *(cell.text for table in page.tables for row in table for cell in row)}
    assert not words & {"Applicant", "Name of the applicant", "Address", "Phone"}
    told = typed(register, *SHAPES[shape], "-f", "csv")
    assert not {"applicant", "address", "phone", "id_number", "email"} & set(next(csv.reader(StringIO(told))))


@pytest.mark.parametrize("format_name", REPORT_FORMATS)
@pytest.mark.parametrize("shape", IN_LINES)
def test_asked_for_the_register_has_names_addresses_and_phones(
    shape: str, format_name: str, register: Ward, secrets: dict[str, set[str]], tmp_path: Path
) -> None:
    path = written(register, tmp_path / f"x.{SUFFIXES[format_name]}", *SHAPES[shape], "--personal-data")
    told = _told(path, secrets)
    assert set(told) == {"applicant", "address", "phone"}
    assert told["applicant"] > 10


@pytest.mark.parametrize("format_name", ["html", "xlsx"])
@pytest.mark.parametrize("shape", IN_DOCUMENTS)
def test_asked_for_the_lists_of_dossiers_have_names(
    shape: str, format_name: str, register: Ward, secrets: dict[str, set[str]], tmp_path: Path
) -> None:
    path = written(register, tmp_path / f"x.{format_name}", *SHAPES[shape], "--personal-data")
    told = _told(path, secrets)
    assert set(told) == {"applicant"}
    assert told["applicant"] > 5


def test_each_name_is_that_of_its_dossier(register: Ward, tmp_path: Path) -> None:
    path = written(register, tmp_path / "x.html", *SHAPES["month"], "--personal-data", "--lang", "en")
    page = Page(path.read_text(encoding="utf-8"))
    place = page.data["headings"].index("Applicant")
    fields = dict(register.ask("SELECT code, fields FROM dossier JOIN personal ON personal.seq = dossier.personal_seq"))
    assert len(page.rows) > 200
    for row in page.rows:
        assert row[place] == json.loads(fields[row[0]])["applicant"]


def test_the_trend_has_nobody_to_name(register: Ward) -> None:
    assert WITHOUT_PEOPLE == ("trend",)
    typed(register, *SHAPES["trend"], "--personal-data", code=2)


def test_typed_at_a_screen_a_file_names_nobody_either(
    register: Ward, secrets: dict[str, set[str]], tmp_path: Path
) -> None:
    """The register on the counter's screen has names; written to a file from there it has none."""
    path = tmp_path / "so.txt"
    on_screen = _on_a_terminal(register, *SHAPES["register"], "--year", "2026")
    assert "Lò Văn Thử41" in on_screen
    written = _on_a_terminal(register, *SHAPES["register"], "--year", "2026", "-o", str(path))
    assert [line for line in written.splitlines() if str(path) not in line] == []
    assert _told(path, secrets) == {}


AT_THE_HOUR = """
from datetime import datetime
from onestop_cli.cli import app, session
session.clock = lambda: datetime.fromisoformat("{now}")
app.app(prog_name="onestop")
"""
"""The command as it starts, by the ward's clock."""


def _on_a_terminal(ward: Ward, *arguments: str) -> str:
    """What a command shows on a terminal of its own."""
    pty: Any = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    leader, follower = pty.openpty()
    environment = {**os.environ, "ONESTOP_DB": str(ward.path), "TERM": "xterm"}
    environment |= {"COLUMNS": "200", "LINES": "50", "NO_PAGER": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", AT_THE_HOUR.format(now=ward.now.isoformat()), *arguments],
        env=environment, cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while piece := os.read(leader, 65536):
            shown += piece
    except OSError:
        pass
    finally:
        os.close(leader)
    assert process.wait(timeout=60) == 0, shown.decode()
    return shown.decode("utf-8")
