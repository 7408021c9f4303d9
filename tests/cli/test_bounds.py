"""Every text has a longest length: measured as it is kept, the same at the counter and in a file."""

import json
import unicodedata
from pathlib import Path

import pytest

from onestop_cli.core import bounds
from tests.cli.conftest import NOW
from tests.command_line import run, sit_down

CODE = "230605-0002"
RECEIVE = ("receive", "ket-hon", "--applicant", "A")
NOTICE = ("calendar", "add-holiday", "12/6/2023", "--local", "--apply")
ADD = ("procedure", "add", "1.012345", "--statutory", "none")
NAMED = (*ADD, "--name", "X", "--field", "Y")
FORMS: list[tuple[int, tuple[str, ...], str]] = [
    (bounds.NAME, ("receive", "ket-hon"), "--applicant"),
    *((bounds.NAME, RECEIVE, f"--{name}") for name in ("id-number", "phone", "address", "email", "officer")),
    (bounds.NAME, RECEIVE, "--receiving-unit"),
    (bounds.WORDS, RECEIVE, "--note"),
    (bounds.CODE, RECEIVE, "--code"),
    (bounds.ACTOR, RECEIVE, "--actor"),
    (bounds.NAME, ("assign", CODE), "--officer"),
    (bounds.WORDS, ("suspend", CODE, "--reason", "supplement"), "--note"),
    (bounds.WORDS, ("suspend", CODE, "--reason", "supplement"), "--papers"),
    (bounds.WORDS, ("withdraw", CODE), "--note"),
    (bounds.WORDS, ("stop", CODE, "--reason", "citizen"), "--note"),
    (bounds.WORDS, ("resolve", CODE, "--result", "refused"), "--note"),
    (bounds.WORDS, ("void", CODE), "--note"),
    (bounds.NAME, ("correct", CODE, "--note", "x"), "--applicant"),
    (bounds.NAME, ("correct", CODE, "--note", "x"), "--officer"),
    (bounds.WORDS, ("correct", CODE, "--officer", "x"), "--note"),
    (bounds.NAME, (*NOTICE, "--source", "x"), "--name"),
    (bounds.WORDS, (*NOTICE, "--name", "x"), "--source"),
    (bounds.WORDS, ("calendar", "confirm", "2026"), "--source"),
    (bounds.PROCEDURE_NAME, (*ADD, "--field", "Y"), "--name"),
    (bounds.NAME, (*ADD, "--name", "X"), "--field"),
    (bounds.WORDS, NAMED, "--legal-basis"),
    (bounds.NAME, ("config", "set"), "office_name"),
    (bounds.CODE, ("extend", CODE, "--to", "9/6/2023", "--note", "x"), "--letter"),
    (bounds.WORDS, ("list",), "--search"),
]


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


@pytest.mark.parametrize(("most", "command", "option"), FORMS, ids=lambda told: told if isinstance(told, str) else None)
def test_what_is_typed_is_kept_up_to_its_bound(most: int, command: tuple[str, ...], option: str) -> None:
    text = unicodedata.normalize("NFD", "ẫ" * most)
    answer = run(*command, option, text + "x")
    assert (answer.exit_code, f"{most + 1} characters; at most {most} are kept" in answer.stderr) == (2, True)
    assert run(*command, option, f" {text}\u200b").exit_code == 0


@pytest.mark.parametrize("option", ["--alias", "--case"])
def test_a_short_name_has_the_bound_of_a_code(option: str) -> None:
    assert f"at most {bounds.CODE}" in run(*NAMED, option, "x" * (bounds.CODE + 1)).stderr
    assert run(*NAMED, option, "x" * bounds.CODE).exit_code == 0


COLUMNS = {
    "code": bounds.CODE, "applicant": bounds.NAME, "id_number": bounds.NAME, "phone": bounds.NAME,
    "address": bounds.NAME, "email": bounds.NAME, "officer": bounds.NAME, "note": bounds.WORDS,
    "receiving_unit": bounds.NAME,
}  # fmt: skip


@pytest.mark.parametrize(("column", "most"), COLUMNS.items())
def test_a_cell_of_a_register_is_taken_up_to_the_same_bound(tmp_path: Path, column: str, most: int) -> None:
    file = tmp_path / "so.csv"
    text = unicodedata.normalize("NFD", "ẫ" * most)
    for cell, code in ((text + "x", 12), (f" {text}\u200b", 0)):
        file.write_text(f"procedure_code,received_at,{column}\n1.004837,2023-06-01 09:00,{cell}\n", "utf-8")
        answer = run("import", str(file))
        assert (answer.exit_code, f"{column} has more than {most} characters" in answer.stderr) == (code, code == 12)


@pytest.mark.parametrize(
    ("name", "most"), [("note", bounds.WORDS), ("override", bounds.WORDS), ("letter", bounds.CODE)]
)
def test_a_text_in_a_list_has_the_bound_of_its_option(tmp_path: Path, name: str, most: int) -> None:
    letter = {"at": "2023-06-02", "letter": "1", "due_after": "2023-06-09", name: "x" * (most + 1)}
    cell = json.dumps([letter]).replace('"', '""')
    file = tmp_path / "so.csv"
    file.write_text(f'procedure_code,received_at,extensions\n1.004837,2023-06-01 09:00,"{cell}"\n', "utf-8")
    assert f"{name} has more than {most} characters" in run("import", str(file)).stderr


@pytest.mark.parametrize(
    ("column", "most"), [("name", bounds.PROCEDURE_NAME), ("field", bounds.NAME), ("legal_basis", bounds.WORDS)]
)
def test_a_cell_of_a_catalogue_is_taken_up_to_the_same_bound(tmp_path: Path, column: str, most: int) -> None:
    row = {"code": "1.012345", "name": "X", "field": "Y", "statutory_amount": "", "statutory_unit": "none",
           "committed_amount": "", "committed_unit": "none", "valid_from": "2023-01-01", "legal_basis": ""}  # fmt: skip
    file = tmp_path / "p.csv"
    for text, code in (("x" * (most + 1), 12), ("x" * most, 0)):
        told = row | {column: text}
        file.write_text(f"{','.join(told)}\n{','.join(told.values())}\n", "utf-8")
        assert run("procedure", "import", str(file)).exit_code == code


@pytest.mark.parametrize(("column", "most"), [("name", bounds.NAME), ("source", bounds.WORDS)])
def test_a_cell_of_a_notice_is_taken_up_to_the_same_bound(tmp_path: Path, column: str, most: int) -> None:
    row = {"kind": "day_off", "day_off": "2023-06-14", "working_day": "", "name": "N", "decided_on": "", "source": "S"}
    file = tmp_path / "n.csv"
    for text, code in (("x" * (most + 1), 12), ("x" * most, 0)):
        told = row | {column: text}
        file.write_text(f"{','.join(told)}\n{','.join(told.values())}\n", "utf-8")
        assert run("calendar", "import", str(file)).exit_code == code


def test_the_name_of_the_agency_has_the_bound_of_a_name(tmp_path: Path) -> None:
    init = "--db", str(tmp_path / "new.db"), "init", "--agency-code", "H26.15.30", "--agency-name"
    assert "at most 250" in run(*init, "x" * 251).stderr
    assert (
        run(
            "--db", str(tmp_path / "new.db"), "init", "--agency-code", "H26" + ".1" * 17, "--agency-name", "x"
        ).exit_code
        == 2
    )
