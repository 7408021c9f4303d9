"""What is asked for is settled first: the target before the act, the file named on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.cli.options import procedure_words
from tests.cli.conftest import NOW

NOTICE = ("--name", "Nghỉ", "--source", "CV 1", "--local", "--apply")
ACTS = [
    ("calendar", "load", "2030"),
    ("calendar", "confirm", "2026"),
    ("calendar", "add-holiday", "12/6/2023", *NOTICE),
    ("calendar", "add-closure", "12/6/2023", "--hours", "13:30-17:30", *NOTICE),
    ("calendar", "add-swap", "--off", "12/6/2023", "--work", "17/6/2023", "--source", "CV 1", "--apply"),
    ("procedure", "add", "1.012345", "--name", "X", "--field", "Y", "--statutory", "none"),
    ("procedure", "amend", "giam-ho", "--committed", "1:working_day", "--from", "9/6/2023", "--apply"),
    ("procedure", "retire", "giam-ho"),
]


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setenv("XDG_DATA_HOME", str(open_ward.parent / "data"))
    monkeypatch.setattr(session, "clock", lambda: NOW)


def typed(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize("act", ACTS, ids=lambda act: " ".join(act[:2]))
def test_no_act_is_recorded_for_an_answer_that_cannot_be_written(act: tuple[str, ...], open_ward: Path) -> None:
    before = open_ward.read_bytes()
    typed(*act, "-f", "bogus", code=2)
    typed(*act, "--json", "-f", "csv", code=2)
    assert open_ward.read_bytes() == before
    typed(*act)


def test_what_is_recorded_is_no_preview() -> None:
    assert json.loads(typed("calendar", "load", "2030", "--json"))["preview"] is False
    assert json.loads(typed("calendar", "add-holiday", "12/6/2023", *NOTICE[:-1], "--json"))["preview"] is True
    assert json.loads(typed("calendar", "add-holiday", "12/6/2023", *NOTICE, "--json"))["preview"] is False


def test_an_amendment_names_its_day() -> None:
    assert "--from" in typed("procedure", "amend", "giam-ho", "--committed", "1:working_day", code=2)


@pytest.mark.parametrize("alias", ["", "1.012345", "a_b", "a--b", "-a", "a/b"])
def test_what_is_no_short_name_is_refused(alias: str) -> None:
    add = ("procedure", "add", "1.012345", "--name", "X", "--field", "Y", "--statutory", "none")
    assert "short name" in typed(*add, f"--alias={alias}", code=2)


def test_a_longer_promise_is_refused() -> None:
    said = typed("procedure", "amend", "giam-ho", "--committed", "4:working_day", "--from", "9/6/2023", code=2)
    assert "4 working days" in said


def test_the_procedure_of_a_list_is_completed() -> None:
    words = [word for word, _name in procedure_words("giam")]
    assert words != []
    assert all(word.startswith("giam") for word in words)


# --- the demonstration -------------------------------------------------------------------------------


@pytest.fixture
def _years_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "clock", lambda: NOW.replace(year=2026))


@pytest.mark.usefixtures("_years_later")
@pytest.mark.parametrize("order", ["before", "after", "argument"])
def test_the_demonstration_is_where_it_was_asked_for(order: str, tmp_path: Path) -> None:
    file = tmp_path / "show.db"
    words = {
        "before": ["--db", str(file), "demo"],
        "after": ["demo", "--db", str(file)],
        "argument": ["demo", str(file)],
    }
    typed(*words[order])
    assert file.exists()


def test_the_demonstration_cannot_be_in_two_places(tmp_path: Path) -> None:
    typed("demo", str(tmp_path / "a.db"), "--db", str(tmp_path / "b.db"), code=2)
    typed("--db", str(tmp_path / "b.db"), "demo", str(tmp_path / "a.db"), code=2)
    assert not (tmp_path / "a.db").exists()


@pytest.mark.usefixtures("_years_later")
def test_the_demonstration_leaves_the_offices_own_file_alone(open_ward: Path) -> None:
    before = open_ward.read_bytes()
    typed("demo")
    assert open_ward.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_a_store_problem(open_ward: Path) -> None:
    for file in (open_ward / "under-a-file" / "demo.db", open_ward.with_name("x" * 300)):
        assert "cannot be written" in typed("demo", str(file), code=14)


# --- doctor ------------------------------------------------------------------------------------------


def test_a_damaged_file_is_told_with_all_else(open_ward: Path) -> None:
    whole = bytearray(open_ward.read_bytes())
    page = int.from_bytes(whole[16:18], "big")
    for start in range(page * 3, len(whole), page):
        whole[start : start + page] = b"\xff" * len(whole[start : start + page])
    open_ward.write_bytes(whole)
    said = typed("doctor", code=14)
    assert "clock" in said
    assert "is damaged" in said


def test_a_sound_file_with_a_backup_is_no_finding_and_a_missing_one_is_unusable(tmp_path: Path) -> None:
    typed("backup", str(tmp_path / "copy.db"))
    typed("doctor")
    assert "clock" in typed("doctor", "--db", str(tmp_path / "none.db"), code=14)
