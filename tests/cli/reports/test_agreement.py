"""A damaged index loses dossiers and every identity still holds: the report is refused, and a sound one is not."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import NOW
from tests.command_line import as_json, refused, run, sit_down, typed

JUNE = ("--month", "6", "--year", "2023")


@pytest.fixture
def ward(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    return open_ward


def lose(file: Path, index: str, where: str) -> None:
    """An index of a file holds only what a condition is true of, though it says that it holds all."""
    for statement, condition in (("REINDEX", where), (None, None)):
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            sql = "SELECT sql FROM sqlite_master WHERE name = ?"
            (told,) = connection.execute(sql, (index,)).fetchone()
            plain = told.partition("/**/")[0]
            narrowed = f"{plain}/**/ {'AND' if ' WHERE ' in plain else 'WHERE'} {condition}" if condition else plain
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (narrowed, index))
            (version,) = connection.execute("PRAGMA schema_version").fetchone()
            connection.execute(f"PRAGMA schema_version = {version + 1}")
        if statement:
            with closing(sqlite3.connect(file, isolation_level=None)) as connection:
                connection.execute(f"{statement} {index}")


LOST = [
    ("dossier_finished", "procedure_code IS NULL"),
    ("dossier_finished", "result = 'approved'"),
    ("dossier_received", "finished_at IS NULL"),
    ("dossier_received", "result IS NOT 'refused'"),
]
COUNTING = [
    ("report", *JUNE),
    ("report", *JUNE, "--json", "--by", "day"),
    ("report", "--form", "06a", *JUNE),
    ("report", "--index-766", *JUNE),
    ("report", *JUNE, "-f", "html"),
    ("late", *JUNE),
    ("trend", "--months", "2"),
]


@pytest.mark.parametrize(("index", "where"), LOST)
@pytest.mark.parametrize("command", COUNTING, ids=" ".join)
def test_figures_that_two_indexes_tell_differently_are_refused(
    index: str, where: str, command: tuple[str, ...], ward: Path
) -> None:
    lose(ward, index, where)
    said = refused(*command, code=14)
    assert "two of its indexes tell different numbers of finished dossiers in 06/2023" in said


@pytest.mark.parametrize("index", ["dossier_received", "dossier_long"])
@pytest.mark.parametrize("command", COUNTING, ids=" ".join)
def test_receipts_that_two_indexes_tell_differently_are_refused(
    index: str, command: tuple[str, ...], ward: Path
) -> None:
    lose(ward, index, "finished_at IS NOT NULL")
    said = refused(*command, code=14)
    assert "two of its indexes tell different numbers of receipts in 0" in said


@pytest.mark.parametrize(
    ("word", "other"),
    [
        (" resolved ", " resolvee "),
        (" resolved ", " received "),
        (" direct ", " dirext "),
        ("1.004837 direct ", "1.004838 direct "),
    ],
)
def test_a_word_that_no_finished_dossier_has_is_damage(word: str, other: str, ward: Path) -> None:
    with closing(sqlite3.connect(ward)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = ward.read_bytes()
    assert word.encode() in data
    ward.write_bytes(data.replace(word.encode(), other.encode()))
    refused("report", *JUNE, code=14)


@pytest.mark.parametrize("command", COUNTING, ids=" ".join)
def test_a_void_dossier_with_a_result_is_no_damage(command: tuple[str, ...], ward: Path) -> None:
    typed("void", "230605-0001", "--note", "nhập trùng", "--apply")
    assert run(*command).exit_code == 0
    lose(ward, "dossier_finished", "procedure_code IS NULL")
    refused(*command, code=14)


def test_a_period_without_what_was_lost_is_told(ward: Path) -> None:
    lose(ward, "dossier_finished", "received_at < '2023-06-01'")
    assert as_json("report", "--month", "5", "--year", "2023", "--convention", "calendar")["total"]["received"] == 2
