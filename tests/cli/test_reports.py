"""What scripts and auditors depend on in the reports: keys, headings, formats, periods, moments, exit codes.

Monday 5/6/2023 at four. The model ward of the tests, with a late and a withdrawn dossier more; May is sealed, and a
name was corrected afterwards.
"""

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.moments import VIETNAM
from onestop_cli.output import html
from tests.cli.conftest import NOW
from tests.office import Ward

LATE, WITHDRAWN = "H26.15.30-230522-0001", "H26.15.30-230523-0001"
OFFICER, NOTE = "=cmd() [red]Đỏ[/red] \x1b[31m", "@x [bold]đậm[/bold] \x1b]0;tên\x07 {n} %s"
"""Texts that try to be a formula, markup, terminal escapes; as an older file may hold them."""
SHOWN_OFFICER, SHOWN_NOTE = "=cmd() [red]Đỏ[/red] �[31m", "@x [bold]đậm[/bold] �]0;tên� {n} %s"
PERSONAL = ("Bưởi", "Đông", "Cường", "001099012345", "912345678")

MAY = ("--month", "5", "--year", "2023")
SHAPES = {
    "report": ("report", *MAY),
    "form": ("report", *MAY, "--form", "06a"),
    "index": ("report", *MAY, "--index-766", "--by", "procedure"),
    "sealed": ("report", *MAY, "--sealed"),
    "late": ("late", "--quarter", "2", "--year", "2023"),
    "register": ("register", "--quarter", "2", "--year", "2023"),
    "trend": ("trend", "--months", "3", "--by", "procedure"),
}
SEAL = ("seal", "--month", "4", "--year", "2023")

HEAD = "agency period as_of known_at basis granularity".split()
COUNTS = (
    "carried_over received received_online received_direct received_postal resolved early on_time late "
    "resolved_no_limit refused withdrawn stopped pending within overdue suspended pending_no_limit"
).split()
FIGURES = [
    *COUNTS, "on_time_rate", "early_rate", "mean_working_days", "median_working_days", "time_saved_days",
]  # fmt: skip
ROW = ["key", "label", *FIGURES]
FORM = (
    "key label total online direct_or_postal carried_over resolved early on_time late pending within overdue withdrawn "
    "stopped"
).split()
INDEX = "key label all on_time open_not_due late overdue repeated points".split()
LATE_DOSSIER = (
    "code procedure_code procedure_name field officer outcome received_at promised_due_at due_at resolved_at "
    "working_days_late minutes_late suspensions extensions note"
).split()
SUM = "key label late overdue working_days_late".split()
BOOK = (
    "number code procedure_code procedure_name copies applicant address phone received_at promised_due_at delivered_at "
    "channel "
    "note status"
).split()
SEAL_KEYS = "seq period sealed_at actor position digest note anchor".split()
ADJUSTMENT = "seq dossier kind occurred_at recorded_at actor cumulative counted_before counted_after".split()


@pytest.fixture(scope="module")
def reported(model_ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ward = Ward(Path(shutil.copy(model_ward, tmp_path_factory.mktemp("reports") / "ward.db")))
    ward.now = NOW
    ward.receive("giam-ho", when="22/5/2023 09:00", officer=OFFICER, note=NOTE)  # due 25/5, after the papers 30/5
    ward.suspend(LATE, when="23/5/2023 10:00", note="thiếu giấy tờ")
    ward.resume(LATE, when="26/5/2023 09:00")
    ward.extend(LATE, "2/6/2023", when="26/5/2023 10:00")
    ward.receive("ket-hon", when="23/5/2023 08:00", channel="postal", officer="Đỗ Văn Ân")
    ward.withdraw(WITHDRAWN, when="23/5/2023 11:00")
    ward.resolve(ward.receive("chung-thuc-ban-sao", when="5/6/2023 09:00", channel="online").code)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "clock", ward.clock)
        patch.setenv("ONESTOP_DB", str(ward.path))
        typed("seal", *MAY)
    ward.resolve(LATE, when="2/6/2023 10:00")
    ward.correct(LATE, applicant="Đỗ Thị Bưởi")
    return ward.path


@pytest.fixture(autouse=True)
def _at_the_counter(reported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(shutil.copy(reported, tmp_path / "ward.db")))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setenv("ONESTOP_ACTOR", "lan")
    monkeypatch.setattr(session, "clock", lambda: NOW)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), prog_name="onestop")


def typed(*arguments: str, code: int = 0) -> str:
    result = run(*arguments)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def refused(*arguments: str, code: int = 2) -> str:
    """What is said where nothing is printed."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), (result.output, result.exception)
    return result.stderr


def as_json(*arguments: str, code: int = 0) -> Any:
    return json.loads(typed(*arguments, "--json", code=code))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def is_now(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    now = datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    monkeypatch.setattr(session, "clock", lambda: now)


# --- keys ----------------------------------------------------------------------------------------------


def test_the_report_has_its_keys_in_their_order() -> None:
    report = as_json("report", *MAY)
    assert list(report) == [*HEAD, "by", "calendar_edition", "rows", "total", "cumulative"]
    assert list(report["cumulative"]) == ["from", "to", "rows", "total"]
    every = [*report["rows"], report["total"], *report["cumulative"]["rows"], report["cumulative"]["total"]]
    assert all(list(row) == ROW for row in every)
    assert (report["total"]["key"], report["total"]["label"]) == ([], [])
    assert as_json("report", "--year", "2023")["cumulative"] is None
    assert as_json("report", "--year", "2023", "--cumulative")["cumulative"]["from"] == "2023-01-01"


def test_the_form_has_its_keys_and_its_sums() -> None:
    form = as_json(*SHAPES["form"])
    assert list(form) == ["form", *HEAD, "calendar_edition", "rows", "total"]
    assert all(list(row) == FORM for row in (*form["rows"], form["total"]))
    assert (form["form"], form["rows"][0]["key"], form["rows"][0]["label"]) == ("06a", ["Hộ tịch"], ["Hộ tịch"])
    for row in (*form["rows"], form["total"]):
        assert row["total"] == row["online"] + row["direct_or_postal"] + row["carried_over"]
        assert row["resolved"] == row["early"] + row["on_time"] + row["late"]
        assert row["pending"] == row["within"] + row["overdue"]
        assert row["total"] == row["resolved"] + row["pending"]
    report = as_json("report", *MAY, "--by", "none")["total"]
    total = form["total"]
    assert total["early"] == report["early"]
    assert total["resolved"] == report["resolved"] + report["withdrawn"] + report["stopped"]
    assert (total["withdrawn"], total["overdue"]) == (report["withdrawn"], report["overdue"]) == (1, 1)


def test_the_index_has_its_keys_and_its_points() -> None:
    index = as_json(*SHAPES["index"])
    assert list(index) == ["index", *HEAD, "by", "calendar_edition", "most_points", "rows", "total"]
    assert all(list(row) == INDEX for row in (*index["rows"], index["total"]))
    assert (index["index"], index["most_points"], index["by"]) == ("766", 20, ["procedure"])
    assert (index["basis"], index["granularity"], index["period"]["convention"]) == ("due", "minute", "calendar")
    for row in (*index["rows"], index["total"]):
        good, bad = row["on_time"] + row["open_not_due"], row["late"] + row["overdue"]
        assert (good + bad, round(20 * good / row["all"], 2)) == (row["all"], row["points"])
    whole = as_json("report", *MAY, "--index-766")
    assert (whole["by"], whole["rows"], whole["total"]) == (["none"], [], index["total"])
    assert as_json("report", "--month", "3", "--year", "2023", "--index-766")["total"]["points"] is None


def test_the_sealed_report_is_a_report_with_its_seal() -> None:
    sealed = as_json(*SHAPES["sealed"])
    assert list(sealed) == [*HEAD, "by", "calendar_edition", "rows", "total", "cumulative", "seal"]
    assert list(sealed["seal"]) == [*SEAL_KEYS, "digest_now", "is_intact", "adjustments", "changes"]
    assert [list(each) for each in sealed["seal"]["adjustments"]] == [ADJUSTMENT]
    assert sealed["seal"]["changes"] == {}
    assert list(as_json(*SEAL)) == SEAL_KEYS


def test_the_late_list_has_its_keys_in_their_order() -> None:
    late = as_json(*SHAPES["late"])
    assert list(late) == [*HEAD, "calendar_edition", "dossiers", "by_officer", "by_procedure", "total"]
    assert all(list(dossier) == LATE_DOSSIER for dossier in late["dossiers"])
    assert all(list(found) == SUM for found in (*late["by_officer"], *late["by_procedure"]))
    assert list(late["total"]) == SUM[2:]
    [worst] = [dossier for dossier in late["dossiers"] if dossier["code"] == LATE]
    assert (worst["outcome"], worst["working_days_late"]) == ("late", 3)  # due 30/5, ready on 2/6
    assert [each["reason"] for each in worst["suspensions"]] == ["supplement"]
    assert [each["letter"] for each in worst["extensions"]] == ["12/UBND"]
    assert late["total"] == {"late": 1, "overdue": 1, "working_days_late": 4}


def test_the_register_has_its_keys_and_personal_ones_only_where_asked() -> None:
    book = as_json(*SHAPES["register"])
    plain = [key for key in BOOK if key not in ("applicant", "address", "phone")]
    assert all(list(line) == plain for line in book)
    assert [line["number"] for line in book] == list(range(1, len(book) + 1))
    assert [line["received_at"] for line in book] == sorted(line["received_at"] for line in book)
    whole = as_json(*SHAPES["register"], "--personal-data")
    assert all(list(line) == BOOK for line in whole)
    assert "Lê [red]Cường" in [line["applicant"] for line in whole]


def test_the_trend_has_its_keys_in_their_order() -> None:
    trend = as_json(*SHAPES["trend"])
    assert list(trend) == [*HEAD, "by", "calendar_edition", "rows"]
    assert trend["by"] == ["month", "procedure"]
    assert all(list(row) == ["month", "key", "label", *FIGURES] for row in trend["rows"])
    assert as_json("trend")["by"] == ["month"]


HEADINGS = {
    "report": ["part", "from", "to", *ROW],
    "form": FORM,
    "index": INDEX,
    "sealed": ["part", "from", "to", *ROW],
    "late": LATE_DOSSIER,
    "register": [key for key in BOOK if key not in ("applicant", "address", "phone")],
    "trend": ["month", "key", "label", *FIGURES],
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shape", SHAPES)
def test_csv_headings_are_the_same_in_both_languages(shape: str, language: str) -> None:
    text = typed(*SHAPES[shape], "-f", "csv", "--lang", language)
    assert text.splitlines()[0].split(",") == HEADINGS[shape]
    assert "\r" not in text
    assert len(rows(text)) >= 1


@pytest.mark.parametrize("shape", SHAPES)
def test_json_is_the_same_in_both_languages_but_for_labels(shape: str) -> None:
    def told(language: str) -> list[str]:
        text = typed(*SHAPES[shape], "--json", "--lang", language)
        return [line for line in text.splitlines() if '"label"' not in line]

    assert told("vi") == told("en")


def test_the_answer_to_a_seal_as_csv_and_on_one_line() -> None:
    text = typed(*SEAL, "-f", "csv")
    [found] = rows(text)
    assert list(found) == SEAL_KEYS
    assert json.loads(found["period"]) == {"from": "2023-04-01", "to": "2023-04-30", "convention": "calendar"}
    assert list(json.loads(typed("seal", "--month", "3", "--year", "2023", "-f", "jsonl"))) == SEAL_KEYS


@pytest.mark.parametrize("shape", SHAPES)
def test_json_lines_hold_what_the_json_holds(shape: str) -> None:
    lines = [json.loads(line) for line in typed(*SHAPES[shape], "-f", "jsonl").splitlines()]
    whole = as_json(*SHAPES[shape])
    expected = {"late": lambda: whole["dossiers"], "trend": lambda: whole["rows"], "register": lambda: whole}
    assert lines == expected.get(shape, lambda: [whole])()


def test_csv_holds_the_figures_of_the_json() -> None:
    whole, lines = as_json("report", *MAY), rows(typed("report", *MAY, "-f", "csv"))
    parts = [(line["part"], line["from"], line["to"]) for line in lines]
    assert {*parts} == {("period", "2023-05-01", "2023-05-31"), ("cumulative", "2023-01-01", "2023-05-31")}
    period = [line for line in lines if line["part"] == "period"]
    assert [line["key"] for line in period] == [*(row["key"][0] for row in whole["rows"]), "total"]
    for line, row in zip(period, [*whole["rows"], whole["total"]], strict=True):
        assert [line[name] for name in FIGURES] == ["" if row[n] is None else str(row[n]) for n in FIGURES]


@pytest.mark.parametrize(
    "shape",
    [("report",), ("report", "--form", "06a"), ("report", "--index-766"), ("late",), ("register",)],
    ids=" ".join,
)
def test_nothing_to_report_is_no_error(shape: tuple[str, ...]) -> None:
    command = (*shape, "--month", "3", "--year", "2023")
    for format_name in ("table", "md", "html", "xlsx"):
        assert run(*command, "-f", format_name).stdout_bytes
    found = as_json(*command)
    assert (found if shape == ("register",) else found.get("rows", found.get("dossiers"))) == []
    lines = rows(typed(*command, "-f", "csv"))
    assert [line["key"] for line in lines if "key" in line] in ([], ["total"], ["total", "total"])
    if shape != ("register",):
        assert not any(value for name, value in found["total"].items() if name != "key")


# --- formats -------------------------------------------------------------------------------------------

SUFFIXES = {
    "table": ".txt", "json": ".json", "jsonl": ".jsonl", "csv": ".csv", "md": ".md", "html": ".html", "xlsx": ".xlsx",
}  # fmt: skip
BEGINNINGS = {"html": b"<!doctype html>", "xlsx": b"PK\x03\x04"}


@pytest.mark.parametrize("format_name", SUFFIXES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_report_is_written_in_every_format_and_the_ending_of_a_file_decides(
    shape: str, format_name: str, tmp_path: Path
) -> None:
    result = run(*SHAPES[shape], "-f", format_name)
    assert (result.exit_code, result.stderr) == (0, ""), result.exception
    assert result.stdout_bytes.startswith(BEGINNINGS.get(format_name, b""))
    assert len(result.stdout_bytes) > 50
    target = tmp_path / f"bao-cao{SUFFIXES[format_name]}"
    assert typed(*SHAPES[shape], "-o", str(target)) == ""
    assert target.read_bytes() == result.stdout_bytes
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "md"])
def test_a_seal_is_answered_in_every_format_but_those_of_documents(format_name: str, tmp_path: Path) -> None:
    target = tmp_path / f"chot{SUFFIXES[format_name]}"
    assert typed(*SEAL, "-o", str(target)) == ""
    assert re.search("[0-9a-f]{64}", target.read_text("utf-8"))


@pytest.mark.parametrize("ending", ["html", "xlsx", "pdf"])
def test_nothing_is_sealed_for_an_answer_that_cannot_be_written(ending: str, tmp_path: Path) -> None:
    refused(*SEAL, "-o", str(tmp_path / f"chot.{ending}"))
    refused(*SEAL, "-f", ending)
    typed("report", *SEAL[1:], "--sealed", code=10)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_format_or_an_ending_nobody_knows_is_refused(shape: str, tmp_path: Path) -> None:
    assert "accepted" in refused(*SHAPES[shape], "-f", "pdf")
    assert ".xlsx" in refused(*SHAPES[shape], "-o", str(tmp_path / "bao-cao.doc"))
    refused(*SHAPES[shape], "--json", "-f", "html")
    assert sorted(path.name for path in tmp_path.iterdir() if "bao-cao" in path.name) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("format_name", ["table", "json", "csv", "md", "html"])
def test_no_report_carries_a_name_or_a_number_of_a_person(shape: str, format_name: str) -> None:
    text = typed(*SHAPES[shape], "-f", format_name)
    assert [secret for secret in PERSONAL if secret in text] == []


@pytest.mark.parametrize("by", ["procedure", "field", "officer", "channel", "month", "week", "day", "none"])
def test_every_breakdown_of_every_shape_comes_to_the_same_total(by: str) -> None:
    for shape in ((), ("--sealed",), ("--cumulative", "--basis", "promised"), ("--index-766",)):
        if shape == ("--index-766",) and by in ("month", "week", "day"):
            continue  # tests/cli/test_found_reports.py
        options = ("report", *MAY, *shape, "--by", by)
        found = as_json(*options)
        assert found["total"] == as_json("report", *MAY, *shape, "--by", "none")["total"]
        assert bool(found["rows"]) is (by != "none")
        twice = ("--by", "channel" if by != "channel" else "field")
        assert as_json(*options, *twice)["total"] == found["total"]
        for format_name in ("table", "csv", "md", "html", "xlsx"):
            assert run(*options, *twice, "-f", format_name).exit_code == 0


# --- findings ------------------------------------------------------------------------------------------

JUNE = ("--month", "6", "--year", "2023")


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (("report", *MAY), {"overdue"}),
        (("report", *JUNE), {"late", "overdue"}),
        (("report", *JUNE, "--basis", "extended"), {"overdue"}),
        (("report", "--month", "3", "--year", "2023"), set()),
        (("report", *MAY, "--form", "06a"), {"overdue"}),
        (("report", *JUNE, "--form", "06a"), {"late", "overdue"}),
        (("report", "--month", "3", "--year", "2023", "--form", "06a"), set()),
        (("report", *MAY, "--index-766"), {"overdue"}),
        (("report", *JUNE, "--index-766"), {"late", "overdue"}),
        (("report", "--month", "3", "--year", "2023", "--index-766"), set()),
        (("report", *MAY, "--sealed"), {"overdue"}),
    ],
)
def test_a_report_fails_on_what_must_not_be_and_is_printed_all_the_same(
    command: tuple[str, ...], found: set[str]
) -> None:
    plain = typed(*command)
    for words in (("late",), ("overdue",), ("late", "overdue"), ("overdue", "late")):
        options = [option for word in words for option in ("--fail-on", word)]
        result = run(*command, *options)
        assert (result.exit_code, result.stdout) == (3 if found & set(words) else 0, plain), words
        assert bool(result.stderr) is bool(found & set(words))


def test_a_report_that_fails_writes_its_file_first(tmp_path: Path) -> None:
    for ending in ("json", "html", "xlsx"):
        target = tmp_path / f"x.{ending}"
        assert typed("report", *JUNE, "--fail-on", "late", "-o", str(target), code=3) == ""
        assert target.stat().st_size > 500


def test_only_what_is_known_can_be_failed_on() -> None:
    assert "accepted: late, overdue" in refused("report", "--fail-on", "early")


# --- options that do not go together -------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("--form 06a --by field", id="the form has its own rows"),
        pytest.param("--form 06a --by none", id="the form has its own rows, none of them left out"),
        pytest.param("--form 06a --cumulative", id="the form has no cumulative part"),
        pytest.param("--index-766 --granularity date", id="the index is to the minute"),
        pytest.param("--index-766 --granularity minute", id="the index is to the minute, said or not"),
        pytest.param("--index-766 --basis statutory", id="the index is by the due date"),
        pytest.param("--index-766 --cumulative", id="the index has no cumulative part"),
        pytest.param("--sealed --as-of 31/5/2023", id="a seal has its moment"),
        pytest.param("--sealed --known-at 5/6/2023", id="a seal has its knowledge"),
        pytest.param("--sealed --basis due", id="a seal has its basis"),
        pytest.param("--sealed --granularity unit", id="a seal has its granularity"),
        pytest.param("--sealed --cumulative", id="a seal has its cumulative part"),
        pytest.param("--form 06a --index-766", id="two shapes"),
        pytest.param("--form 06a --sealed", id="two other shapes"),
        pytest.param("--index-766 --sealed", id="two shapes again"),
    ],
)
def test_shapes_refuse_what_does_not_go_with_them(options: str) -> None:
    assert "cannot be given together" in refused("report", *MAY, *options.split())


@pytest.mark.parametrize("command", ["report", "late", "register", "seal"])
@pytest.mark.parametrize(
    "options",
    [
        "--month 5 --quarter 2", "--month 5 --half 1", "--month 5 --nine-months", "--quarter 2 --half 1",
        "--half 1 --nine-months", "--month 5 --from 1/5/2023", "--month 5 --to 31/5/2023",
        "--year 2023 --from 1/5/2023",
        "--year 2023 --from 1/5/2023 --to 31/5/2023", "--nine-months --from 1/5/2023", "--month 5 --quarter 2 --half 1",
    ],
)  # fmt: skip
def test_one_period_is_asked_for(command: str, options: str) -> None:
    assert "cannot be given together" in refused(command, *options.split())


@pytest.mark.parametrize(
    "options",
    [
        "--month 0", "--month 13", "--month -1", "--month 5.0", "--month năm", "--month ٥", "--quarter 0",
        "--quarter 5", "--half 0", "--half 3", "--year 23", "--year 0", "--year 1899", "--year 2200",
        "--month 5 --year 20x3",
        "--from 1/5/2023 --to 30/4/2023", "--from 31/4/2023 --to 30/5/2023", "--to 31/5/2023", "--from 5/2023",
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["report", "late", "register", "seal"])
def test_a_period_that_is_none_is_refused(command: str, options: str) -> None:
    assert "error" in refused(command, *options.split(" "))


@pytest.mark.parametrize("months", ["0", "121", "-1", "x", "1.5", ""])
def test_a_trend_has_from_one_month_to_ten_years(months: str) -> None:
    assert "from 1 to 120" in refused("trend", "--months", months)


@pytest.mark.parametrize(
    "options",
    [
        ("--by", "field", "--by", "month", "--by", "officer"),
        ("--by", "month", "--by", "month"),
        ("--by", "applicant"),
        ("--by", ""),
        ("--index-766", "--by", "field", "--by", "month", "--by", "officer"),
        ("--sealed", "--by", "day", "--by", "day"),
        ("--basis", "foreign"),
        ("--granularity", "hour"),
        ("--convention", "lunar"),
        ("--form", "06b"),
        ("--form", "06A"),
    ],
)
def test_words_that_are_not_accepted_are_refused(options: tuple[str, ...]) -> None:
    refused("report", *MAY, *options)


@pytest.mark.parametrize("by", ["month", "week", "applicant"])
def test_a_trend_is_by_month_already(by: str) -> None:
    assert "accepted: procedure, field, officer, channel, none" in refused("trend", "--by", by)


def test_the_index_is_over_calendar_periods_only() -> None:
    assert "calendar periods only" in refused("report", *MAY, "--index-766", "--convention", "administrative")
    typed("config", "set", "convention", "administrative")
    assert "--convention calendar" in refused("report", *MAY, "--index-766")
    assert as_json("report", *MAY, "--index-766", "--convention", "calendar")["total"]["all"] == 3


# --- periods -------------------------------------------------------------------------------------------

PERIODS = {
    "calendar": {
        "--month 1": ("2023-01-01", "2023-01-31"), "--month 6": ("2023-06-01", "2023-06-30"),
        "--month 12": ("2023-12-01", "2023-12-31"), "--quarter 1": ("2023-01-01", "2023-03-31"),
        "--quarter 2": ("2023-04-01", "2023-06-30"), "--quarter 3": ("2023-07-01", "2023-09-30"),
        "--quarter 4": ("2023-10-01", "2023-12-31"), "--half 1": ("2023-01-01", "2023-06-30"),
        "--half 2": ("2023-07-01", "2023-12-31"), "--nine-months": ("2023-01-01", "2023-09-30"),
        "": ("2023-01-01", "2023-12-31"),
    },
    "administrative": {
        "--month 1": ("2022-12-15", "2023-01-14"), "--month 6": ("2023-05-15", "2023-06-14"),
        "--month 12": ("2023-11-15", "2023-12-14"), "--quarter 1": ("2022-12-15", "2023-03-14"),
        "--quarter 2": ("2023-03-15", "2023-06-14"), "--quarter 3": ("2023-06-15", "2023-09-14"),
        "--quarter 4": ("2023-09-15", "2023-12-14"), "--half 1": ("2022-12-15", "2023-06-14"),
        "--half 2": ("2023-06-15", "2023-12-14"), "--nine-months": ("2022-12-15", "2023-09-14"),
        "": ("2022-12-15", "2023-12-14"),
    },
}  # fmt: skip
"""Domain §4.1, for 2023."""


@pytest.mark.parametrize(
    ("convention", "options"), [(convention, options) for convention, table in PERIODS.items() for options in table]
)
def test_a_period_is_exactly_the_days_of_its_convention(
    monkeypatch: pytest.MonkeyPatch, convention: str, options: str
) -> None:
    first, last = PERIODS[convention][options]
    asked = (*options.split(), "--year", "2023", "--convention", convention)
    is_now(monkeypatch, "2024-02-01 09:00")
    report = as_json("report", *asked, "--by", "none", "--cumulative")
    assert report["period"] == {"from": first, "to": last, "convention": convention}
    assert report["as_of"] == f"{last}T23:59:59+07:00"
    year = PERIODS[convention][""][0]
    assert (report["cumulative"]["from"], report["cumulative"]["to"]) == (year, last)
    assert as_json("late", *asked)["period"] == report["period"]
    assert as_json("report", *asked, "--form", "06a")["period"] == report["period"]
    assert as_json("seal", *asked)["period"] == report["period"]
    shown = f"{date.fromisoformat(first):%d/%m/%Y} – {date.fromisoformat(last):%d/%m/%Y}"
    assert shown in typed("report", *asked)
    assert shown in typed("register", *asked)


def test_the_set_convention_is_that_of_every_report() -> None:
    typed("config", "set", "convention", "administrative")
    expected = {"from": "2023-05-15", "to": "2023-06-14", "convention": "administrative"}
    assert as_json("report", "--month", "6")["period"] == as_json("late", "--month", "6")["period"] == expected
    assert as_json("trend", "--months", "2")["period"] == {**expected, "from": "2023-04-15"}
    assert as_json("report", *JUNE, "--convention", "calendar")["period"]["to"] == "2023-06-30"


BARE = [
    ("2023-07-31 23:59:59", "--month 8", "2022-08-01", "calendar"),
    ("2023-08-01 00:00", "--month 8", "2023-08-01", "calendar"),
    ("2023-08-31 12:00", "--month 8", "2023-08-01", "calendar"),
    ("2024-01-01 00:00", "--month 8", "2023-08-01", "calendar"),
    ("2024-01-01 00:00", "--month 1", "2024-01-01", "calendar"),
    ("2023-07-14 12:00", "--month 8", "2022-07-15", "administrative"),
    ("2023-07-15 00:00", "--month 8", "2023-07-15", "administrative"),
    ("2023-12-14 12:00", "--month 1", "2022-12-15", "administrative"),
    ("2023-12-15 00:00", "--month 1", "2023-12-15", "administrative"),
    ("2023-09-30 12:00", "--quarter 4", "2022-10-01", "calendar"),
    ("2023-10-01 12:00", "--quarter 4", "2023-10-01", "calendar"),
    ("2023-06-14 12:00", "--half 2", "2022-06-15", "administrative"),
    ("2023-06-15 12:00", "--half 2", "2023-06-15", "administrative"),
    ("2023-12-15 12:00", "--nine-months", "2023-12-15", "administrative"),
    ("2023-12-14 12:00", "--nine-months", "2022-12-15", "administrative"),
    ("2023-08-14 12:00", "", "2023-07-15", "administrative"),
    ("2023-12-31 12:00", "", "2023-12-15", "administrative"),
    ("2023-08-14 12:00", "", "2023-08-01", "calendar"),
]
"""Now, what is asked without a year, and the first day of what is meant."""


@pytest.mark.parametrize(("now", "options", "first", "convention"), BARE)
def test_without_a_year_it_is_the_latest_that_has_begun(
    monkeypatch: pytest.MonkeyPatch, now: str, options: str, first: str, convention: str
) -> None:
    is_now(monkeypatch, now)
    asked = (*options.split(), "--convention", convention)
    assert as_json("report", *asked, "--by", "none")["period"]["from"] == first
    assert as_json("late", *asked)["period"]["from"] == first


@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
def test_without_a_year_the_day_of_a_moment_in_the_past_decides(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    """On 20/9/2024 the latest June is that of 2024; on 10/6/2023 it was that of 2023, and the latest July of 2022."""
    is_now(monkeypatch, "2024-09-20 09:00")

    def first(*options: str) -> str:
        return as_json("report", *options, "--by", "none")["period"]["from"]

    assert (first("--month", "6"), first()) == ("2024-06-01", "2024-09-01")
    assert first("--month", "6", option, "10/6/2023") == first(option, "10/6/2023") == "2023-06-01"
    assert first("--quarter", "2", option, "2023-06-10 12:00") == "2023-04-01"
    assert first("--month", "6", option, "10/6/2023", "--convention", "administrative") == "2023-05-15"
    assert first("--month", "7", option, "15/6/2023", "--convention", "administrative") == "2023-06-15"
    assert as_json("trend", "--months", "2", option, "10/6/2023")["rows"][-1]["month"] == "2023-06"
    if option == "--known-at":
        assert first("--month", "7", option, "10/6/2023") == "2022-07-01"
    else:
        assert "lies outside" in refused("report", "--month", "7", option, "10/6/2023")


@pytest.mark.parametrize("command", ["report", "late", "register"])
def test_a_period_that_has_not_begun_is_refused(command: str) -> None:
    for options in (("--month", "7", "--year", "2023"), ("--from", "6/6/2023", "--to", "9/6/2023"), ("--year", "2024")):
        assert "has not begun" in refused(command, *options)
    refused(command, *JUNE, "--known-at", "31/5/2023")  # known before its first event the file knew nothing


def test_what_was_known_before_a_period_began_is_no_report_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    is_now(monkeypatch, "2023-09-20 09:00")
    for command in ("report", "late", "register"):
        assert "has not begun" in refused(command, "--month", "7", "--year", "2023", "--known-at", "30/6/2023")


def test_a_moment_outside_the_period_is_refused_but_by_the_register() -> None:
    for shape in (("report",), ("report", "--form", "06a"), ("report", "--index-766"), ("late",)):
        for as_of in ("1/6/2023", "30/4/2023", "2023-05-31 23:59:59.5", "1/6/2023 00:00"):
            refused(*shape, *MAY, "--as-of", as_of)
        typed(*shape, *MAY, "--as-of", "31/5/2023")
        typed(*shape, *MAY, "--as-of", "1/5/2023 00:00")
    delivered = {
        as_of: as_json("register", *MAY, "--as-of", as_of)[-1]["status"] for as_of in ("31/5/2023", "5/6/2023")
    }
    assert delivered == {"31/5/2023": "received", "5/6/2023": "resolved"}
    assert "lies outside" in refused("register", *MAY, "--as-of", "30/4/2023")


def test_a_moment_to_come_is_not_allowed() -> None:
    for command in ("report", "late", "register"):
        assert "in the future" in refused(command, *JUNE, "--as-of", "6/6/2023", code=11)
        typed(command, *JUNE, "--as-of", "5/6/2023")
    assert "in the future" in refused("report", *JUNE, "--as-of", "5/6/2023 16:01", code=11)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "sealed"])
def test_before_the_file_nothing_was_known(shape: str) -> None:
    assert "this file begins at 05/06/2023 16:00" in refused(*SHAPES[shape], "--known-at", "5/6/2023 15:59:59")
    typed(*SHAPES[shape], "--known-at", "5/6/2023 16:00")


def test_weeks_are_monday_to_sunday_and_clipped() -> None:
    report = as_json("report", "--from", "24/5/2023", "--to", "5/6/2023", "--by", "week")
    assert [(row["key"], row["label"]) for row in report["rows"]] == [
        (["2023-W21"], ["24/05–28/05/2023"]),
        (["2023-W22"], ["29/05–04/06/2023"]),
        (["2023-W23"], ["05/06–05/06/2023"]),
    ]
    assert [row["carried_over"] for row in report["rows"]] == [1, 1, 1]
    assert [row["pending"] for row in report["rows"]] == [1, 1, report["total"]["pending"]]
    days = as_json("report", "--from", "28/5/2023", "--to", "31/5/2023", "--by", "week", "--by", "day")
    assert [row["key"] for row in days["rows"]] == [
        ["2023-W21", "2023-05-28"], ["2023-W22", "2023-05-29"], ["2023-W22", "2023-05-30"], ["2023-W22", "2023-05-31"],
    ]  # fmt: skip


# --- late, trend ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ((), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "giam-ho"), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "1.004837"), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "GIÁM HỘ"), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "ket-hon"), []),
        (("--officer", "can bo a"), ["H26.15.30-230530-0001"]),
        (("--officer", "CÁN BỘ A"), ["H26.15.30-230530-0001"]),
        (("--officer", "Ca\u0301n bộ A"), ["H26.15.30-230530-0001"]),
        (("--officer", "can bo"), []),
        (("--officer", "nobody"), []),
        (("--field", "ho tich"), [LATE, "H26.15.30-230530-0001"]),
        (("--field", "HỘ TỊCH", "--officer", "Cán bộ A"), ["H26.15.30-230530-0001"]),
        (("--field", "Chứng thực"), []),
    ],
)
def test_late_dossiers_are_narrowed_whatever_the_accents(options: tuple[str, ...], codes: list[str]) -> None:
    found = as_json(*SHAPES["late"], *options)
    assert [dossier["code"] for dossier in found["dossiers"]] == codes
    assert found["total"]["late"] + found["total"]["overdue"] == len(codes)
    assert sum(each["late"] + each["overdue"] for each in found["by_officer"]) == len(codes)


def test_late_dossiers_of_a_procedure_nobody_knows_are_not_found() -> None:
    assert "no procedure" in refused(*SHAPES["late"], "--procedure", "khong-co", code=10)
    assert "matches" in refused(*SHAPES["late"], "--procedure", "ho")


def test_a_trend_has_its_months_the_empty_ones_too() -> None:
    found = as_json("trend", "--months", "12")
    assert found["period"] == {"from": "2022-07-01", "to": "2023-06-30", "convention": "calendar"}
    assert [row["month"] for row in found["rows"]] == [
        *(f"2022-{month:02d}" for month in range(7, 13)), *(f"2023-{month:02d}" for month in range(1, 7)),
    ]  # fmt: skip
    for row in found["rows"][:-2]:
        assert {row[name] for name in COUNTS} == {0}
        assert {row[name] for name in FIGURES if name not in COUNTS} == {None}
    assert all(row["received"] > 0 for row in found["rows"][-2:])
    assert as_json("trend") == found
    assert len(as_json("trend", "--months", "1")["rows"]) == 1
    assert len(as_json("trend", "--months", "120")["rows"]) == 120


def test_a_trend_is_the_report_of_each_month() -> None:
    found = as_json("trend", "--months", "2")["rows"]
    for row, period in zip(found, (MAY, JUNE), strict=True):
        total = as_json("report", *period, "--by", "none")["total"]
        assert {name: row[name] for name in FIGURES} == {name: total[name] for name in FIGURES}


def test_a_trend_by_procedure_is_of_each_with_all_its_months() -> None:
    found = as_json("trend", "--months", "12", "--by", "procedure")["rows"]
    keys = [row["key"] for row in found[::12]]
    assert keys == [[], *sorted(key for key in keys if key)]
    assert (len(found), len(keys)) == (12 * len(keys), 1 + 4)
    for place in range(12):
        months = found[place::12]
        assert {row["month"] for row in months} == {found[place]["month"]}
        for name in COUNTS:
            assert months[0][name] == sum(row[name] for row in months[1:]), (name, months[0]["month"])


def test_a_trend_may_end_in_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    is_now(monkeypatch, "2024-02-10 09:00")
    assert as_json("trend", "--months", "2")["rows"][-1]["month"] == "2024-02"
    found = as_json("trend", "--months", "2", "--as-of", "15/5/2023")
    assert (found["as_of"], found["rows"][-1]["month"]) == ("2023-05-15T23:59:59+07:00", "2023-05")
    administrative = as_json("trend", "--months", "2", "--as-of", "15/5/2023", "--convention", "administrative")
    assert administrative["period"] == {"from": "2023-04-15", "to": "2023-06-14", "convention": "administrative"}
    assert [row["month"] for row in administrative["rows"]] == ["2023-05", "2023-06"]


# --- the same moments, the same bytes ------------------------------------------------------------------


@pytest.mark.parametrize("format_name", ["table", "json", "csv", "md", "html", "xlsx"])
def test_the_same_moments_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch, format_name: str) -> None:
    fixed = ("--as-of", "31/5/2023", "--known-at", "2023-06-05 16:00", "-f", format_name)
    commands = [command for shape, command in SHAPES.items() if shape != "sealed"]
    before = [run(*command, *fixed).stdout_bytes for command in commands]
    assert all(before)
    is_now(monkeypatch, "2024-08-01 09:00")
    typed("resolve", "230530-0001", "--at", "31/5/2023 09:00")
    typed("receive", "giam-ho", "--applicant", "A", "--at", "30/5/2023 09:00")
    typed("correct", LATE, "--officer", "Cán bộ B", "--received-at", "18/5/2023 09:00", "--note", "x")
    typed("void", "230531-0001", "--note", "x")
    typed("calendar", "add-holiday", "31/5/2023", "--name", "Nghỉ bão", "--source", "CV 1", "--local", "--apply")
    typed("procedure", "amend", "giam-ho", "--name", "Tên mới", "--from", "1/1/2020", "--apply")
    for key, value in (("basis", "statutory"), ("convention", "administrative"), ("agency_name", "UBND khác")):
        typed("config", "set", key, value)
    assert [run(*command, *fixed).stdout_bytes for command in commands] == before


# --- packages that are not installed -------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("package", "ending", "install"),
    [
        ("jinja2", "html", 'pip install "jinja2>=3.1,<4"'),
        ("markupsafe", "html", 'pip install "jinja2>=3.1,<4"'),
        ("xlsxwriter", "xlsx", 'pip install "xlsxwriter>=3.2,<4"'),
    ],
)
def test_a_package_that_is_not_installed_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shape: str, package: str, ending: str, install: str
) -> None:
    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    for language in ("en", "vi"):
        assert install in refused(*SHAPES[shape], "-f", ending, "--lang", language)
        assert install in refused(*SHAPES[shape], "-o", str(tmp_path / f"x.{ending}"), "--lang", language)
    assert not (tmp_path / f"x.{ending}").exists()
    typed(*SHAPES[shape])
    monkeypatch.delitem(sys.modules, package)
    html._template.cache_clear()
    assert run(*SHAPES[shape], "-f", ending).exit_code == 0


# --- on a screen ---------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A terminal."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command shows on a terminal, of 80 columns unless said otherwise, without colour."""

    def shown(*arguments: str, code: int = 0, columns: int = 80) -> str:
        screen = Terminal()
        with monkeypatch.context() as patch:
            for name, value in (("COLUMNS", str(columns)), ("LINES", "24"), ("TERM", "xterm"), ("NO_COLOR", "1")):
                patch.setenv(name, value)
            patch.setattr(sys, "stdout", screen)
            with pytest.raises(SystemExit) as end:
                app(list(arguments), prog_name="onestop")
        assert end.value.code == code
        return screen.getvalue()

    return shown


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "command",
    [
        *SHAPES.values(),
        SEAL,
        ("trend",),
        ("report", *JUNE, "--by", "month", "--by", "officer"),
        ("report", *JUNE, "--by", "week", "--cumulative", "--basis", "statutory"),
        ("report", *JUNE, "--index-766", "--by", "procedure", "--by", "officer"),
        ("report", *JUNE, "--convention", "administrative", "--known-at", "5/6/2023"),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_a_screen_of_80_columns(
    on_screen: Callable[..., str], command: tuple[str, ...], language: str
) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", on_screen(*command, "--lang", language))
    assert len(text.splitlines()) > 3
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_a_workbook_is_not_thrown_at_a_screen(on_screen: Callable[..., str]) -> None:
    assert on_screen("report", "-f", "xlsx", code=2) == ""


def test_the_counters_screen_shows_who_came_and_a_pipe_does_not(on_screen: Callable[..., str], tmp_path: Path) -> None:
    book = ("register", "--from", "5/6/2023", "--to", "5/6/2023")
    assert "Nguyễn Thị Bưởi · +84912345678" in on_screen(*book, columns=200)
    assert "--personal-data adds names" in typed(*book)
    assert "Nguyễn Thị Bưởi" in typed(*book, "--personal-data")
    assert on_screen(*book, "-o", str(tmp_path / "so.txt")) == ""
    assert "Nguyễn" not in (tmp_path / "so.txt").read_text("utf-8")


@pytest.mark.parametrize("is_screen", [True, False])
def test_what_people_typed_is_shown_as_text(on_screen: Callable[..., str], is_screen: bool) -> None:
    show = on_screen if is_screen else typed
    late = show(*SHAPES["late"])
    assert f"officer {SHOWN_OFFICER}" in " ".join(late.split())
    assert f"Note: {SHOWN_NOTE}" in " ".join(late.split())
    by_officer = show("report", "--year", "2023", "--by", "officer")
    assert SHOWN_OFFICER in by_officer
    trend = show("trend", "--months", "2", "--by", "officer")
    assert f"── {SHOWN_OFFICER}" in trend
    index = show("report", *JUNE, "--index-766", "--by", "officer")
    assert SHOWN_OFFICER in index
    for text in (late, by_officer, trend, index):
        assert "\x1b" not in text
    book = show(*SHAPES["register"], "--personal-data")
    assert "\x1b[31m" not in book
    assert "\x1b]" not in book
    if not is_screen:
        assert SHOWN_NOTE in book
        assert "=cmd()" in book
        assert "Lê [red]Cường" in book


def test_what_people_typed_is_no_formula_and_no_markup() -> None:
    cells = [line for line in rows(typed(*SHAPES["late"], "-f", "csv")) if line["code"] == LATE]
    assert [(line["officer"], line["note"]) for line in cells] == [(f"'{OFFICER}", f"'{NOTE}")]
    people = rows(typed(*SHAPES["register"], "--personal-data", "-f", "csv"))
    assert {"'=cmd()", "Lê [red]Cường"} <= {line["applicant"] for line in people}
    assert {line["phone"] for line in people} == {"'+84912345678", "0912345678"}
    book = typed(*SHAPES["register"], "-f", "md")
    assert "@x \\[bold\\]đậm\\[/bold\\]" in book


def test_while_a_period_runs_it_is_judged_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for now in (NOW, NOW + timedelta(minutes=1)):
        monkeypatch.setattr(session, "clock", lambda now=now: now)
        assert as_json("report", *JUNE)["as_of"] == now.isoformat()
        assert as_json("report", *JUNE, "--as-of", "today")["as_of"] == now.isoformat()


@pytest.mark.parametrize("split", ["month", "week", "day"])
def test_a_part_of_the_month_has_no_figures_to_date_on_the_screen(split: str) -> None:
    """Each week is a report of its own; what adds up since the year began is said of the total alone."""
    for text in (
        typed("report", *MAY, "--by", split, "--lang", "en"),
        typed("report", *MAY, "--by", split, "--by", "field", "--lang", "en"),
    ):
        figures = text[: text.index("Time taken")].splitlines()
        assert sum(line.strip().startswith("to date") for line in figures) == 1
        assert figures[-2].strip().startswith("to date")
