"""SQL is bound: nothing that was typed, imported or read stands in the text of a statement, whatever the command."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NOW, model_ward, open_ward
from tests.command_line import run, sit_down
from tests.office import Ward

__all__ = ["model_ward", "open_ward"]

MARK = "zqmark"
SAID = f"{MARK}'); DROP TABLE dossier; -- \" %_"
CODE = "230605-0003"
NOTICE = ("--name", SAID, "--source", SAID, "--local", "--apply")
COMMANDS = (
    ("receive", "ket-hon", "--applicant", SAID),
    ("receive", "ket-hon", "--applicant", SAID, "--id-number", SAID, "--phone", SAID, "--address", SAID,
     "--email", SAID, "--officer", SAID, "--note", SAID, "--receiving-unit", SAID, "--code", SAID),
    ("receive", SAID, "--applicant", SAID),
    ("show", SAID), ("history", SAID), ("explain", SAID), ("show", f"230605-{MARK}"),
    ("suspend", CODE, "--reason", "supplement", "--note", SAID, "--papers", SAID),
    ("resume", CODE),
    ("assign", CODE, "--officer", SAID),
    ("extend", CODE, "--to", "9/6/2023", "--letter", SAID, "--note", SAID, "--override", SAID),
    ("correct", CODE, "--applicant", SAID + "x", "--dossier-note", SAID, "--officer", SAID + "x", "--note", SAID),
    ("resolve", CODE, "--result", "refused", "--note", SAID), ("undo", CODE, "--apply", "--note", SAID),
    ("void", "230605-0002", "--note", SAID),
    ("list", "--search", SAID), ("list", "--officer", SAID), ("list", "--field", SAID), ("list", "--procedure", SAID),
    ("late", "--month", "6", "--officer", SAID, "--field", SAID),
    ("report", "--month", "6", "--by", "officer", "--by", "field"), ("register", "--month", "6"), ("due",), ("trend",),
    ("calendar", "add-holiday", "12/6/2023", *NOTICE), ("calendar", "notices"),
    ("calendar", "confirm", "2026", "--source", SAID),
    ("procedure", "add", "1.012345", "--name", SAID, "--field", SAID, "--statutory", "none", "--alias", MARK),
    ("procedure", "show", MARK), ("procedure", "show", SAID), ("when", MARK, "--at", "5/6/2023 09:00"),
    ("receive", MARK, "--applicant", SAID), ("procedure", "retire", MARK),
    ("config", "set", "office_name", SAID), ("config", "set", SAID, SAID),
    ("export", "dossiers", "-f", "csv", "--personal-data"), ("export", "events", "-f", "jsonl", "--personal-data"),
    ("export", "register", "-f", "csv"), ("export", "dossiers", "-f", "csv", "--as-of", "5/6/2023 15:00"),
    ("audit", "verify", "--chain"), ("audit", "head"), ("doctor",), ("seal", "--month", "5"),
)  # fmt: skip


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the statements that SQLite is given, as they come."""
    given: list[str] = []

    class Listening(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            given.append(sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
            given.append(sql)
            return super().executemany(sql, *values)

        def executescript(self, sql: str) -> sqlite3.Cursor:
            given.append(sql)
            return super().executescript(sql)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *told, **how: connect(*told, **{"factory": Listening, **how}))
    return given


def test_no_text_of_anybody_stands_in_a_statement(
    open_ward: Path, statements: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    monkeypatch.setenv("ONESTOP_ACTOR", SAID)
    register = tmp_path / f"{MARK}.csv"
    quoted = '"' + SAID.replace('"', '""') + '"'
    cells = ("HS-" + quoted[1:-1], "1.004837", "2023-06-01 09:00", *[SAID.replace('"', '""')] * 3)
    row = ",".join(f'"{cell}"' for cell in cells)
    register.write_text(f"code,procedure_code,received_at,applicant,officer,note\n{row}\n", "utf-8")
    done = 0
    for command in (*COMMANDS, ("import", str(register)), ("import", str(register))):
        answer = run(*command)
        assert answer.exit_code in (0, 2, 3, 10), (command, answer.output, answer.exception)
        done += answer.exit_code == 0
    assert done > len(COMMANDS) - 8
    assert len(statements) > 500
    assert [sql for sql in statements if MARK in sql] == []
    [(kept,)] = Ward(open_ward).ask("SELECT count(*) FROM event WHERE instr(data, ?) OR instr(actor, ?)", MARK, MARK)
    assert kept > 10
