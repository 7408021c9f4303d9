"""A register whose columns are shifted: no command repeats a person's name, number or address in what it says of it."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from onestop_cli.core.columns import PUBLIC
from onestop_cli.core.quotable import quotable
from onestop_cli.sources.register_csv import OF_ONE_FILE
from tests.cli.conftest import NOW
from tests.command_line import run, sit_down, typed

PERSONS = {
    "applicant": "Nguyễn Văn Mật", "id_number": "001099066778", "phone": "0912345678",
    "address": "so 9 ngo 99 mat", "email": "mat@example.vn", "officer": "canbomat", "note": "mat danh",
}  # fmt: skip
"""As they stand in the columns of their own; some look like words or numbers of ours."""
ROW = {
    "code": "HS-0001", "procedure_code": "1.004837", "channel": "direct", "copies": "1", "fee": "8000",
    "received_at": "2023-06-01T09:00:00+07:00", "due_at": "2023-06-06", "resolved_at": "2023-06-05T10:00:00+07:00",
    "result": "approved", "delivered_at": "2023-06-05T10:05:00+07:00", "delivery_method": "direct",
    "status": "delivered", "outcome": "early", "suspensions": "[]", "extensions": "[]", "receiving_unit": "",
    "case": "",
} | PERSONS  # fmt: skip
COLUMNS = [c.json_key for c in PUBLIC if c.json_key not in OF_ONE_FILE]
READ = (
    ("list",), ("due",), ("history", "HS-0001"), ("show", "HS-0001"), ("report", "--month", "6"),
    ("late", "--month", "6"),
    ("doctor",), ("export", "dossiers"), ("export", "events"), ("export", "register"), ("audit", "verify", "--chain"),
    ("audit", "head"), ("calendar", "notices"), ("procedure", "list"), ("register", "--month", "6"), ("trend",),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


def register(folder: Path, columns: list[str], shift: int) -> Path:
    """A register of one dossier, its cells moved to the right by so many columns."""
    cells = [ROW.get(name, "") for name in columns]
    moved = cells[-shift:] + cells[:-shift] if shift else cells
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, moved])
    file = folder / "so.csv"
    file.write_text(text.getvalue(), "utf-8")
    return file


def leaked(text: str) -> list[str]:
    return [value for value in PERSONS.values() if value in text]


def test_a_register_that_is_not_shifted_is_taken(tmp_path: Path) -> None:
    typed("import", str(register(tmp_path, COLUMNS, 0)))


@pytest.mark.parametrize("shift", range(1, len(COLUMNS)))
def test_what_is_said_of_a_shifted_register_names_nobody(tmp_path: Path, shift: int) -> None:
    answer = run(*(["--debug"] if shift < 4 else []), "import", str(register(tmp_path, COLUMNS, shift)))
    assert answer.exit_code in (0, 12), answer.exception
    assert leaked(answer.output) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_a_persons_cell_in_any_column_is_not_repeated(tmp_path: Path, column: str) -> None:
    columns = list(ROW)
    for value in PERSONS.values():
        cells = ROW | {column: value}
        columns = list(cells)
        file = tmp_path / "so.csv"
        text = StringIO()
        csv.writer(text, lineterminator="\n").writerows([columns, [cells[name] for name in columns]])
        file.write_text(text.getvalue(), "utf-8")
        answer = run("import", str(file), "--dry-run")
        assert answer.exit_code in (0, 12), answer.exception
        assert leaked(answer.output) == []


@pytest.mark.parametrize("command", READ, ids=" ".join)
def test_what_leaves_the_counter_names_nobody(tmp_path: Path, command: tuple[str, ...]) -> None:
    typed("import", str(register(tmp_path, COLUMNS, 0)))
    people = [PERSONS[name] for name in ("applicant", "id_number", "phone", "address", "email", "note")]
    answer = run(*command)
    assert answer.exit_code == (3 if command == ("doctor",) else 0), answer.output
    if command[0] not in ("show", "list", "history", "due"):
        assert [value for value in people if value in answer.output] == []
    assert [value for value in people if value in answer.stderr] == []


@pytest.mark.parametrize(
    "text", ["0912345678", "091-234-5678", "001099012345", "lan", "a@b.vn", "Lan", "12/3 Lê Lợi", "B1234567"]
)
def test_what_may_be_a_persons_is_dots(text: str) -> None:
    assert quotable(text, ("direct", "online")) == "…"


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "31/2/2026 09:00",
        "1.004873",
        "H26.15.30-260803-0007",
        "X-1",
        "-1",
        "1.5",
        "3:working_days",
        "onlin",
    ],
)
def test_what_has_a_form_of_ours_is_repeated(text: str) -> None:
    assert quotable(text, ("direct", "online")) == text
