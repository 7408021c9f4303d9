"""What scripts depend on: keys, formats, exit codes, and what is left out of files."""

import csv
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from tests.cli.conftest import NOW

DOSSIER = (
    "code procedure_code procedure_name field channel applicant id_number phone address email copies fee officer note "
    "status outcome received_at time_limit statutory_time_limit due_at due_source promised_due_at statutory_due_at "
    "extended_due_at resolved_at result delivered_at delivery_method closed_at suspended suspensions extensions "
    "rule_version calendar_edition calendar_provisional anchor recorded_at resolved_recorded_at received_is_day "
    "resolved_is_day recorded_late entered_late import "
    "case submitted_at receiving_unit agreed_due_at stop_reason fee_paid fee_waived "
    "papers submitter applicant_kind request result_by delivered_to stop_letter"
).split()
ROW = (
    "key label carried_over received received_online received_direct received_postal resolved early on_time late "
    "resolved_no_limit refused withdrawn stopped pending within overdue suspended pending_no_limit on_time_rate "
    "early_rate mean_working_days median_working_days time_saved_days accepted_late"
).split()
EXPLANATION = (
    "code rule calendar_edition received_at due_at days minutes steps "
    "procedure_code procedure_name calendar_provisional given_due_at statutory_due_at extended_due_at promised_due_at "
    "kept counted_due_at given promises recorded legal_basis case start counted_from"
).split()
"""The contract's keys, then those added to them."""
PERSONAL = {"applicant", "id_number", "phone", "address", "email", "papers", "submitter", "request"}


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))
    monkeypatch.delenv("ONESTOP_LANG", raising=False)
    monkeypatch.setattr(session, "clock", lambda: NOW)


def typed(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert result.exit_code == code, result.output
    return result.stdout


def as_json(*arguments: str) -> Any:
    return json.loads(typed(*arguments, "--json"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("receive", "ket-hon", "--applicant", "A"),
        ("receive", "ket-hon", "--applicant", "A", "--done"),
    ],
)
def test_one_dossier_has_the_keys_of_the_contract_in_their_order(arguments: tuple[str, ...]) -> None:
    assert list(as_json(*arguments)) == DOSSIER


def test_a_dossier_shown_says_by_what_it_is_void() -> None:
    assert list(as_json("show", "230605-0001")) == [*DOSSIER, "voided", "erased"]
    assert as_json("show", "230605-0001")["voided"] is None
    typed("void", "230605-0001", "--note", "nhập trùng", "--apply")
    voided = as_json("show", "230605-0001")["voided"]
    assert list(voided) == ["seq", "at", "by", "note"]
    assert (voided["at"], voided["note"]) == ("2023-06-05T16:00:00+07:00", "nhập trùng")


@pytest.mark.parametrize("arguments", [("list",), ("due",), ("resolve", "230605-0002"), ("deliver", "230531-0001")])
def test_several_dossiers_are_a_list_of_the_same(arguments: tuple[str, ...]) -> None:
    found = as_json(*arguments)
    assert found
    assert all(list(record) == DOSSIER for record in found)


def test_the_report_has_the_keys_of_the_contract() -> None:
    report = as_json("report", "--month", "6")
    assert list(report) == (
        "agency period as_of known_at basis granularity by calendar_edition rows total cumulative".split()
    )
    assert list(report["total"]) == ROW
    assert all(list(row) == ROW for row in report["rows"])
    assert list(report["cumulative"]) == ["from", "to", "rows", "total"]
    assert report["agency"] == {"code": "H26.15.30", "name": "UBND phường Phúc Lợi"}
    assert report["period"] == {"from": "2023-06-01", "to": "2023-06-30", "convention": "calendar"}
    assert report["as_of"] == "2023-06-05T16:00:00+07:00"


def test_the_explanation_has_the_keys_of_the_contract() -> None:
    explained = as_json("explain", "230530-0001")
    assert list(explained) == EXPLANATION
    assert list(as_json("when", "giam-ho")) == EXPLANATION
    assert list(explained["rule"]) == ["unit", "amount", "article", "version", "due_time"]
    assert list(explained["days"][0]) == ["date", "counted", "n", "reason", "name", "source"]
    assert list(explained["steps"][0])[:5] == ["kind", "at", "due_before", "due_after", "source"]


def test_rates_have_four_decimals_at_most() -> None:
    typed("receive", "ket-hon", "--applicant", "A", "--at", "5/6/2023 09:00", "--done", "--again")
    typed("resolve", "230530-0001")
    total = as_json("report", "--month", "6", "--by", "none")["total"]
    assert (total["early"], total["late"], total["early_rate"]) == (3, 1, 0.75)
    typed("receive", "ket-hon", "--applicant", "A", "--at", "5/6/2023 09:00", "--done", "--again")
    typed("receive", "ket-hon", "--applicant", "A", "--at", "5/6/2023 09:00", "--done", "--again")
    assert as_json("report", "--month", "6", "--by", "none")["total"]["early_rate"] == 0.8333


@pytest.mark.parametrize("format_name", ["json", "jsonl", "csv", "md"])
def test_an_empty_result_is_empty_and_no_error(format_name: str) -> None:
    answer = typed("list", "--search", "nobody", "--format", format_name)
    md = f"| {' | '.join(DOSSIER)} |\n|{' --- |' * len(DOSSIER)}\n"
    assert answer == {"json": "[]\n", "jsonl": "", "csv": ",".join(DOSSIER) + "\n", "md": md}[format_name]


def test_csv_cells_cannot_run_in_a_spreadsheet() -> None:
    rows = list(csv.DictReader(StringIO(typed("list", "--format", "csv"))))
    assert {row["applicant"] for row in rows} >= {"'=cmd()", "Lê [red]Cường"}
    assert {row["phone"] for row in rows} == {"'+84912345678"}
    assert rows[0]["time_limit"] == "3:working_day"


def test_markup_in_a_name_is_shown_as_it_is() -> None:
    assert "Lê [red]Cường" in typed("list")


def test_an_export_carries_no_personal_data_unless_asked() -> None:
    plain = typed("export", "dossiers")
    assert PERSONAL & set(plain.splitlines()[0].split(",")) == {"applicant"}
    assert "note" not in plain.splitlines()[0].split(",")
    assert all(row["applicant"].startswith("anon-") for row in csv.DictReader(StringIO(plain)))
    for secret in ("Bưởi", "Đông", "001099012345", "912345678"):
        assert secret not in plain
    whole = typed("export", "dossiers", "--personal-data")
    assert set(whole.splitlines()[0].split(",")) >= PERSONAL


@pytest.mark.parametrize("format_name", ["csv", "json", "jsonl"])
def test_every_export_format_tells_the_same(format_name: str) -> None:
    text = typed("export", "dossiers", "--format", format_name)
    match format_name:
        case "csv":
            codes = [row["code"] for row in csv.DictReader(StringIO(text))]
        case "json":
            codes = [record["code"] for record in json.loads(text)]
        case _:
            codes = [json.loads(line)["code"] for line in text.splitlines()]
    assert codes == sorted(codes)
    assert len(codes) == 4


def test_the_same_moments_give_the_same_bytes() -> None:
    fixed = ("--as-of", "2023-06-03 12:00", "--known-at", "2023-06-05 16:00")
    commands = [
        ("list",),
        ("show", "230530-0001"),
        ("report", "--month", "6", "--year", "2023"),
        ("due",),
        ("export", "dossiers"),
    ]
    before = [typed(*command, *fixed) for command in commands]
    session_later = NOW + timedelta(days=400)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(session, "clock", lambda: session_later)
        typed("resolve", "230530-0001", "--at", "6/6/2023 09:00")
        typed("receive", "ket-hon", "--applicant", "Người mới", "--at", "2/6/2023 09:00")
        assert [typed(*command, *fixed) for command in commands] == before


def test_a_moment_to_come_is_refused() -> None:
    typed("list", "--as-of", "6/6/2023", code=11)
    typed("due", "--as-of", "today")


def test_the_options_of_every_command_stand_before_and_after_it(open_ward: Path, tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "nowhere.db")
    typed("--db", elsewhere, "list", code=14)
    typed("list", "--db", elsewhere, code=14)
    typed("--db", elsewhere, "list", "--db", str(open_ward))
    assert typed("--lang", "en", "list") == typed("list", "--lang", "en") != typed("list")


def test_a_bug_is_one_sentence_and_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onestop_cli.usecases.dossiers.view", lambda *_: 1 / 0)
    result = CliRunner().invoke(app, ["list"], prog_name="onestop")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "ZeroDivisionError" in result.stderr


def test_ctrl_c_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onestop_cli.usecases.dossiers.listing", interrupted)
    typed("list", code=130)
