"""Due dates that another system put on days off: taken as they are, and said (domain §3.5)."""

import json
from pathlib import Path

import pytest

from tests.command_line import refused, run, sit_down
from tests.office import Ward

OFF = ("8/8/2026", "9/8/2026 17:30", "2/9/2026", "31/8/2026")
"""A Saturday, a Sunday, the National Day, the Monday off for the make-up Saturday of 22/8."""
WORKED = ("7/8/2026", "22/8/2026", "10/8/2026 17:30")


@pytest.fixture(autouse=True)
def _desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, ward.path, ward.clock)


def _file(folder: Path, *dues: str, source: str = "foreign", **more: str) -> str:
    """A register of dossiers received on Monday 3/8/2026, one a due date."""
    heading = ["code", "procedure_code", "received_at", "applicant", "due_at", "due_source", *more]
    lines = [
        ",".join([f"HS-{n}", "1.004873", "3/8/2026 08:00", "Nguyễn Văn A", due, source, *more.values()])
        for n, due in enumerate(dues)
    ]
    path = folder / "so.csv"
    path.write_text("\n".join([",".join(heading), *lines]) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("due", OFF)
@pytest.mark.parametrize("source", ["foreign", ""])
def test_a_due_date_on_a_day_off_is_kept_and_said(due: str, source: str, ward: Ward, tmp_path: Path) -> None:
    answer = run("import", _file(tmp_path, due, source=source))
    said = "note: 1 due date given by another system is on a day off; it is kept as given: line 2\n"
    assert (answer.exit_code, answer.stderr) == (0, said)
    kept = ward.dossier("HS-0").due_at
    assert kept is not None
    assert f"{kept.day}/{kept.month}/{kept.year}" == due.split()[0]


@pytest.mark.parametrize("due", [*WORKED, "8/8/2036 17:30"])
def test_of_a_working_day_and_of_years_that_are_not_loaded_nothing_is_said(due: str, tmp_path: Path) -> None:
    answer = run("import", _file(tmp_path, due))
    assert (answer.exit_code, answer.stderr) == (0, "")


def test_of_our_own_dates_nothing_is_said(tmp_path: Path) -> None:
    answer = run("import", _file(tmp_path, "6/8/2026", source="engine"))
    assert (answer.exit_code, answer.stderr) == (0, "")


def test_the_first_lines_are_named_in_json_and_of_a_dry_run_too(tmp_path: Path) -> None:
    file = _file(tmp_path, WORKED[0], *OFF, *OFF)
    answer = run("import", file, "--dry-run", "--json")
    told = json.loads(answer.stdout)
    assert (told["due_on_day_off"], told["due_on_day_off_lines"], told["seq"]) == (8, [3, 4, 5, 6, 7], None)
    assert answer.stderr == (
        "note: 8 due dates given by another system are on days off; they are kept as given: lines 3, 4, 5, 6, 7, …\n"
    )
    assert "Nguyễn" not in answer.stderr


def test_exactly_five_are_all_there_are(tmp_path: Path) -> None:
    assert run("import", _file(tmp_path, *OFF, OFF[0])).stderr.endswith("lines 2, 3, 4, 5, 6\n")


def test_it_is_said_once(tmp_path: Path) -> None:
    file = _file(tmp_path, OFF[0])
    assert "line 2" in run("import", file).stderr
    answer = run("import", file, "--json")
    assert (json.loads(answer.stdout)["due_on_day_off"], answer.stderr) == (0, "")


def test_a_later_fact_says_it_only_where_it_moves_the_date(ward: Ward, tmp_path: Path) -> None:
    ward.is_now("3/9/2026 09:00")
    assert "line 2" in run("import", _file(tmp_path, OFF[0])).stderr
    assert run("import", _file(tmp_path, OFF[0], resolved_at="7/8/2026 10:00")).stderr == ""
    told = [{"from": "5/8/2026 10:00", "to": "6/8/2026 10:00", "reason": "supplement", "policy": "continue"}]
    waited = '"' + json.dumps(told).replace('"', '""') + '"'
    file = Path(_file(tmp_path, "7/8/2026"))
    file.write_text(file.read_text("utf-8").replace("HS-0", "HS-9"), encoding="utf-8")
    assert run("import", str(file)).stderr == ""
    file = Path(_file(tmp_path, "9/8/2026", suspensions=waited, override="ghi lại sau"))
    file.write_text(file.read_text("utf-8").replace("HS-0", "HS-9"), encoding="utf-8")
    assert "line 2" in run("import", str(file)).stderr


def test_of_a_file_that_is_refused_only_that_is_said(tmp_path: Path) -> None:
    said = refused("import", _file(tmp_path, OFF[0], "1/8/2026"), code=12)
    assert "day off" not in said
