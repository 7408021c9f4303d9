"""What the system or SQLite refuses: one sentence, the contract's exit code, and "nothing was recorded" only if so."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from onestop_cli.cli import boundary
from onestop_cli.errors import OnestopError, StoreProblem
from onestop_cli.store.database import writing
from onestop_cli.store.sqlite_errors import own_errors
from onestop_cli.usecases import counter
from onestop_cli.usecases.counter import Receipt
from tests.cli.conftest import NOW
from tests.command_line import refused
from tests.office import SOMEONE

ROOT = Path(__file__).parents[2]


def said(work: Callable[[list[str]], object], capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """The exit code of work done in the boundary, and what it says on stderr."""
    code = boundary.exit_code(["--lang", "en", *words], work)
    return code, capsys.readouterr().err.splitlines()


def raising(problem: BaseException) -> Callable[[list[str]], object]:
    def work(words: list[str]) -> object:
        raise problem

    return work


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=errno.errorcode.get)
@pytest.mark.parametrize("named", [True, False])
def test_every_error_of_the_system_is_a_sentence(number: int, named: bool, capsys: pytest.CaptureFixture[str]) -> None:
    if number == errno.EPIPE:
        return  # a closed pipe, which is no error
    name = "/so/x.db" if named else None
    code, lines = said(raising(OSError(number, os.strerror(number), name)), capsys)
    assert (code, len(lines)) == (14, 2)
    assert os.strerror(number) in lines[0]
    assert ("/so/x.db" in lines[0]) == named


OF_SQLITE = {
    "CHECK": "INSERT INTO part VALUES (-1, 1)",
    "UNIQUE": "INSERT INTO part VALUES (1, 1)",
    "trigger": "DELETE FROM part",
    "STRICT": "INSERT INTO part VALUES ('x', 1)",
    "FOREIGN KEY": "INSERT INTO part VALUES (2, 7)",
    "too big": "SELECT zeroblob(2000000000)",
    "function": "SELECT nothing(1)",
    "NUL": "SELECT 1;\0",
    "syntax": "SELEC",
    "bindings": "SELECT ?",
    "a type": "SELECT ?|type",
}


@pytest.mark.parametrize("sql", OF_SQLITE.values(), ids=OF_SQLITE)
def test_every_error_of_sqlite_is_a_sentence(sql: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def work(words: list[str]) -> object:
        with own_errors(tmp_path / "x.db"), closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(
                "PRAGMA foreign_keys = ON; CREATE TABLE part (n INTEGER PRIMARY KEY CHECK (n > 0), of INTEGER "
                "REFERENCES part (n)) STRICT; INSERT INTO part VALUES (1, 1);"
                "CREATE TRIGGER kept BEFORE DELETE ON part BEGIN SELECT RAISE(ABORT, 'append only'); END"
            )
            statement, _, typed = sql.partition("|")
            connection.execute(statement, (object(),) if typed else ())
            raise AssertionError

    code, lines = said(work, capsys)
    assert (code, len(lines)) == (14, 2)
    assert "x.db" in lines[0]


@pytest.mark.parametrize(
    "problem",
    [
        sqlite3.InterfaceError("x"), sqlite3.DataError("x"), sqlite3.NotSupportedError("x"), sqlite3.Warning("x"),
        sqlite3.InternalError("x"), sqlite3.ProgrammingError("x"), MemoryError(),
    ],
    ids=repr,
)  # fmt: skip
def test_no_error_of_sqlite_and_no_lack_of_memory_is_a_bug(
    problem: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = said(raising(problem), capsys)
    assert (code, len(lines), "bug" in lines[0]) == (14, 2, False)


def test_text_that_is_not_utf8_is_damage_and_is_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(words: list[str]) -> object:
        with own_errors(tmp_path / "x.db"), closing(sqlite3.connect(":memory:")) as connection:
            return connection.execute("SELECT CAST(x'4275CC6FFF' AS TEXT)").fetchone()

    code, lines = said(work, capsys)
    assert (code, "is damaged" in lines[0], "Bu" in " ".join(lines)) == (14, True, False)


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1 FROM gone", "SELECT gone FROM part", "INSERT INTO part (gone) VALUES (1)", "SELECT gone(1)"],
)
def test_what_a_statement_of_ours_lacks_in_a_file_is_damage(
    sql: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(words: list[str]) -> object:
        with own_errors(tmp_path / "x.db"), closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE TABLE part (n INTEGER)")
            return connection.execute(sql)

    code, lines = said(work, capsys)
    assert (code, "is damaged" in lines[0]) == (14, True)


@pytest.mark.parametrize(
    "problem", [UnicodeEncodeError("utf-8", "\udcff.db", 0, 1, "x"), ValueError("embedded null byte")]
)
def test_a_name_that_cannot_be_written_is_wrong_usage(problem: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(raising(problem), capsys)[0] == 2


def test_a_bug_is_told_as_one_without_what_it_stumbled_over(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = said(raising(ValueError("Nguyễn Thị Bưởi")), capsys, "--debug")
    assert code == 1
    assert "ValueError" in "\n".join(lines)
    assert "Bưởi" not in "\n".join(lines)


def test_that_nothing_was_recorded_is_said_only_where_it_is_so(
    open_ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(words: list[str]) -> object:
        counter.receive(open_ward, lambda: NOW, "lan", Receipt("giam-ho", SOMEONE))
        raise OSError(errno.EMFILE, "Too many open files")

    def failing(words: list[str]) -> object:
        with writing(open_ward) as connection:
            connection.execute("DELETE FROM setting")
            raise OSError(errno.EMFILE, "Too many open files")

    assert "stays recorded" in said(work, capsys)[1][0]
    assert "nothing was recorded" in said(failing, capsys)[1][1]


def typed(command: str, ward: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command of `onestop` in a shell of its own."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ONESTOP")}
    given = {"ONESTOP_DB": str(ward), "ONESTOP_LANG": "en", "PYTHONPATH": str(ROOT), **environment}
    words = ["bash", "-c", f'onestop() {{ "{sys.executable}" -m onestop_cli "$@"; }}; {command}']
    return subprocess.run(words, env=inherited | given, capture_output=True, check=False)


@pytest.mark.parametrize("stream", ["2>/dev/full", "2>&-"])
def test_what_cannot_be_said_changes_nothing(stream: str, open_ward: Path) -> None:
    assert typed(f"onestop show 999 {stream}", open_ward).returncode == 10
    answer = typed(f"onestop receive giam-ho --applicant A --code X-1 --json {stream}", open_ward)
    assert (answer.returncode, b'"code": "X-1"' in answer.stdout) == (0, True)


def test_help_into_a_closed_pipe_is_no_error(open_ward: Path) -> None:
    for words in ("--help", "receive --help", "list --json"):
        answer = typed(f"onestop {words} | true; echo ${{PIPESTATUS[0]}}", open_ward)
        assert (answer.stdout, answer.stderr) == (b"0\n", b"")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("ONESTOP_DB=$'/nowhere/\\xff.db' onestop list", 14),
        ("ONESTOP_DB=$'\\xff.db' onestop init --agency-code H26.15.30 --agency-name X", 2),
        ("env -u ONESTOP_DB HOME=/nonexistent/x XDG_DATA_HOME= bash -c '\"$0\" -m onestop_cli list' \"$PYTHON\"", 14),
        ("env -u ONESTOP_DB -u XDG_DATA_HOME HOME='~' bash -c '\"$0\" -m onestop_cli list' \"$PYTHON\"", 14),
        ("mkdir gone; cd gone; rmdir ../gone; onestop list", 0),
        ("mkdir gone; cd gone; rmdir ../gone; ONESTOP_DB=x.db onestop list", 14),
        ("mkdir gone; cd gone; rmdir ../gone; onestop backup x.db", 14),
        ("mkdir gone; cd gone; rmdir ../gone; onestop export dossiers -o x.csv", 2),
        ("TMPDIR=/nonexistent onestop export dossiers", 0),
        ("onestop list < /dev/null <&-", 0),
        ("ulimit -n 5; onestop list", 14),
        ("ulimit -f 0; onestop receive giam-ho --applicant A --code X-2", 14),
        ("ulimit -v 200000; onestop list", 0),
    ],
)  # fmt: skip
def test_an_odd_machine_is_told_in_a_sentence(command: str, code: int, open_ward: Path, tmp_path: Path) -> None:
    answer = typed(f'cd "{tmp_path}"; {command}', open_ward, PYTHON=sys.executable)
    assert (answer.returncode, b"Traceback" in answer.stderr) == (code, False), answer.stderr.decode()
    if code:
        assert answer.stderr.startswith(b"onestop: error: ")


def test_an_account_without_a_home_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(path: Path) -> Path:
        raise RuntimeError

    for name in ("ONESTOP_DB", "XDG_DATA_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "expanduser", nowhere)
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert "has no home folder" in refused("--lang", "en", "list", code=14)


def test_every_error_has_a_code_of_the_contract() -> None:
    def below(kind: type[OnestopError]) -> list[type[OnestopError]]:
        return [kind, *(each for sub in kind.__subclasses__() for each in below(sub))]

    assert {kind.exit_code for kind in below(OnestopError)} == {1, 2, 3, 10, 11, 12, 13, 14, 130}
    assert all(kind.exit_code == 14 for kind in below(StoreProblem))
