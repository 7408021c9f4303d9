"""`audit check` as it is typed: silent where there is nothing, exit 3 with findings, every format."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from onestop_cli.cli.checks import check_words
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

WHOLE = ("agency period as_of known_at thresholds checks_run n_dossiers findings n_findings n_info marks_kept").split()
FINDING = "check severity dossier dossiers seqs occurred_at recorded_at actor values sentence".split()
THRESHOLDS = {
    "overdue_days": 5, "not_delivered_days": 30, "entry_days": 2, "suspension_days": 60, "same_second": 10,
    "clock_back_seconds": 120, "closed_percent": 10, "closed_least": 5, "all_early": 200, "duty_hours": "office",
}  # fmt: skip


@pytest.fixture
def office(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    ward.receive(officer="Trần Thị B")
    return ward


@pytest.fixture
def overdue(office: Ward) -> Ward:
    """Overdue by 17 working days, and received an officer less one that is voided."""
    office.receive()
    office.void("2")
    office.is_now("31/8/2026 09:00")
    return office


@pytest.mark.usefixtures("office")
def test_it_is_silent_where_there_is_nothing() -> None:
    answer = run("audit", "check")
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.usefixtures("office")
def test_machines_are_told_that_there_is_nothing() -> None:
    told = as_json("audit", "check")
    assert list(told) == WHOLE
    assert (told["findings"], told["n_findings"], told["n_info"], told["n_dossiers"]) == ([], 0, 0, 1)
    assert told["thresholds"] == THRESHOLDS
    assert typed("audit", "check", "-f", "csv") == ",".join(FINDING) + "\n"
    assert typed("audit", "check", "-f", "jsonl") == ""


@pytest.mark.usefixtures("overdue")
def test_findings_make_exit_3_and_information_does_not() -> None:
    assert "overdue (finding, 1)" in typed("audit", "check", code=3)
    assert typed("audit", "check", "--overdue-days", "99") == ""
    assert "voided (for information, 1)" in typed("audit", "check", "--overdue-days", "99", "--info")
    assert "voided" in typed("audit", "check", "voided"), "named, it is shown"


@pytest.mark.usefixtures("overdue")
def test_what_is_told_to_machines() -> None:
    told = as_json("audit", "check", "--info", code=3)
    assert [each["check"] for each in told["findings"]] == ["overdue", "voided"]
    assert (told["n_findings"], told["n_info"]) == (1, 1)
    assert all(list(each) == FINDING for each in told["findings"])
    first = told["findings"][0]
    assert first["values"] == {"days": 17, "due": "2026-08-06T17:30:00+07:00"}
    assert (first["dossier"], first["severity"]) == ("H26.15.30-260803-0001", "finding")
    assert first["sentence"].startswith("H26.15.30-260803-0001: ")
    lines = [json.loads(line) for line in typed("audit", "check", "--info", "-f", "jsonl", code=3).splitlines()]
    assert lines == told["findings"]
    rows = list(csv.DictReader(io.StringIO(typed("audit", "check", "--info", "-f", "csv", code=3))))
    assert [row["check"] for row in rows] == ["overdue", "voided"]


@pytest.mark.usefixtures("overdue")
def test_the_workbook_has_the_findings_and_the_checks_as_text(tmp_path: Path) -> None:
    run("audit", "check", "--info", "-o", str(tmp_path / "checks.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "checks.xlsx")
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    assert "H26.15.30-260803-0001" in cells
    assert "duty_hours office" in cells


@pytest.mark.usefixtures("overdue")
def test_same_input_same_bytes() -> None:
    asked = "audit", "check", "--info", "--as-of", "20/8/2026", "--json"
    assert typed(*asked, code=3) == typed(*asked, code=3)


def test_thresholds_are_settings(overdue: Ward) -> None:
    typed("config", "set", "overdue_days", "17")
    assert typed("audit", "check") == ""
    assert as_json("audit", "check")["thresholds"]["overdue_days"] == 17
    assert as_json("audit", "check", "--overdue-days", "16", code=3)["thresholds"]["overdue_days"] == 16


@pytest.mark.parametrize(
    "arguments",
    [
        ("--overdue-days", "-1"), ("--overdue-days", "x"), ("--duty-hours", "25:00-26:00"), ("--as-of", "1/1/2030"),
        ("--month", "8", "--quarter", "3"), ("--month", "13"),
        ("--month", "8", "--year", "2025", "--as-of", "1/8/2026"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("office")
def test_what_cannot_be_asked_is_refused(arguments: tuple[str, ...]) -> None:
    answer = run("audit", "check", *arguments)
    assert answer.exit_code in (2, 11)
    assert answer.stdout == ""


@pytest.mark.usefixtures("office")
def test_an_unknown_check_is_told_with_the_nearest() -> None:
    assert "nearest: overdue" in refused("audit", "check", "ovrdue")


@pytest.mark.usefixtures("office")
def test_the_list_tells_each_check_with_its_thresholds() -> None:
    told = as_json("audit", "check", "--list")
    assert {each["check"]: each["thresholds"] for each in told}["overdue"] == {"overdue_days": 5}
    assert len(told) == 36
    assert as_json("audit", "check", "--list", "overdue", "--overdue-days", "7")[0]["thresholds"] == {"overdue_days": 7}
    assert "overdue (finding)" in typed("audit", "check", "--list")


def test_completion_knows_the_checks() -> None:
    assert check_words("number_") == ["number-gap", "number-duplicate"]


def test_what_a_forger_typed_as_a_code_is_no_formula_and_no_markup(office: Ward) -> None:
    office.receive(code="=cmd()[red]")
    office.is_now("31/8/2026 09:00")
    assert "=cmd()[red]: " in typed("audit", "check", "overdue", code=3)
    [_, row] = list(csv.reader(io.StringIO(typed("audit", "check", "overdue", "-f", "csv", code=3))))[1:]
    assert row[2].startswith("'=cmd()")


def test_the_demonstration_for_auditors(tmp_path: Path, office: Ward) -> None:
    office.is_now("26/11/2026 09:00")
    told = typed("demo", str(tmp_path / "f.db"), "--findings")
    assert "audit check --info --as-of 30/6/2026" in told
    found = as_json("--db", str(tmp_path / "f.db"), "audit", "check", "--as-of", "30/6/2026", code=3)
    assert (found["n_findings"], found["n_info"]) == (25, 11)


def test_the_clock_of_a_made_up_register_is_not_this_machines(tmp_path: Path) -> None:
    assert run("demo", str(tmp_path / "f.db"), "--findings").stderr == ""
