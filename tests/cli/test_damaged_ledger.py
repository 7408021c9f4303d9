"""A ledger that onestop cannot have written is told as damage by every command that needs it; nothing is recorded."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, model_ward, open_ward
from tests.command_line import run, sit_down

__all__ = ["model_ward", "open_ward"]

CODE = "230605-0002"
ACTS = (
    ("receive", "ket-hon", "--applicant", "A"),
    ("suspend", CODE, "--reason", "other_agency", "--note", "x"),
    ("assign", CODE, "--officer", "Lan"),
    ("extend", CODE, "--to", "9/6/2023", "--letter", "1", "--note", "x"),
    ("correct", CODE, "--officer", "Lan", "--note", "x"),
    ("resolve", CODE),
    ("withdraw", CODE, "--note", "x"),
    ("void", CODE, "--note", "x"),
    ("undo", CODE, "--note", "x", "--apply"),
)  # fmt: skip
LOOKS = (
    ("explain", CODE),
    ("history", CODE),
    ("audit", "log", "--dossier", CODE),
    ("show", CODE, "--as-of", "5/6/2023 15:00"),
)


def damaged(file: Path, *steps: str) -> None:
    """Someone changes the file past everything that guards it, a connection for each step; the last one finds rows."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("DROP TRIGGER event_no_delete")
    for step in steps:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("PRAGMA writable_schema = ON")
            assert connection.execute(step).rowcount


def must_be_told(file: Path, words: tuple[str, ...]) -> None:
    before = file.read_bytes()
    done = run(*words)
    assert (done.exit_code, done.stdout) == (14, ""), (done.output, done.exception)
    assert file.read_bytes() == before


@pytest.mark.parametrize("words", [*ACTS[1:], *LOOKS], ids=lambda words: words[0])
def test_a_dossier_whose_events_are_gone(
    words: tuple[str, ...], open_ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    damaged(open_ward, f"DELETE FROM event WHERE dossier LIKE '%{CODE}'")
    must_be_told(open_ward, words)


LOOSE = "UPDATE sqlite_schema SET sql = rtrim(sql, 'STRICT') WHERE name = '{}'"
"""A table that holds values of any kind, as only one with a damaged page does."""


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        pytest.param(
            ("UPDATE dossier SET received_at = '2023-06-05T08:30:00' WHERE code LIKE '%230605-0002'",),
            ("register", "--month", "6"), id="a moment of the register without its zone",
        ),
        pytest.param(
            ("UPDATE event SET occurred_at = '2023-06-05T08:30:00' WHERE dossier LIKE '%230605-0002'",),
            ("history", CODE), id="a moment of an event without its zone",
        ),
        pytest.param(
            ("UPDATE event SET occurred_at = '2023-06-05T08:30:00' WHERE dossier LIKE '%230605-0002'",),
            ("audit", "log", "--dossier", CODE), id="the same in the log",
        ),
        pytest.param(
            ("DELETE FROM event WHERE kind = 'procedure'",),
            ("procedure", "undo", "khai-tu"), id="the catalogue's events",
        ),
        pytest.param(
            (LOOSE.format("calendar_edition"), "UPDATE calendar_edition SET anchor = x'fffe'"),
            ("when", "giam-ho", "--at", "5/6/2023 09:00", "--json"), id="the edition of the calendar",
        ),
    ],
)  # fmt: skip
def test_what_a_command_needs_and_cannot_read(
    steps: tuple[str, ...], words: tuple[str, ...], open_ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    damaged(open_ward, *steps)
    must_be_told(open_ward, words)


@pytest.mark.parametrize("words", ACTS[:-1], ids=lambda words: words[0])
@pytest.mark.parametrize("column", ["recorded_at", "hash"])
def test_a_last_event_without_its_time_or_its_hash(
    column: str, words: tuple[str, ...], open_ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    damaged(
        open_ward, LOOSE.format("event"), f"UPDATE event SET {column} = x'00' WHERE seq = (SELECT max(seq) FROM event)"
    )
    must_be_told(open_ward, words)
