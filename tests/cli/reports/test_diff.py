"""`report --diff` as it is typed and printed: its moments, what it refuses, keys, formats, widths, personal data."""

import csv
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from onestop_cli.cli.app import app
from tests.command_line import Terminal, as_json, refused, run, sit_down, typed
from tests.office import Ward
from tests.usecases.reports.seals.july import DONE, HEADING, LATER, MONTH, OVERDUE, READY, july
from tests.usecases.reports.seals.test_adjustments import holiday

THEN = "3/8/2026"
MAY_OF = ("report", *MONTH, "--diff")


@pytest.fixture(scope="module")
def july_file(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return july(Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("diff") / "onestop.db")))).path


@pytest.fixture
def ward(july_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """July, and what was recorded on the two days after the 3rd of August."""
    ward = Ward(Path(shutil.copy(july_file, tmp_path / "onestop.db")))
    sit_down(monkeypatch, ward.path, ward.clock)
    ward.is_now(LATER)
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    ward.correct(DONE, resolved_at="16/7/2026 10:00", applicant="Đỗ Thị Bưởi", because="ghi nhầm [red]")
    ward.is_now("5/8/2026 09:00")
    ward.void(READY)
    ward.imports(HEADING + "X-1,1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n")
    holiday("9/7/2026")(ward)
    return ward


# --- how it is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("--diff", THEN, "4/8/2026"),
        ("--diff", THEN, "--diff", "4/8/2026"),
        (f"--diff={THEN}", "4/8/2026"),
        ("--diff", "2026-08-03", "2026-08-04", "--by", "field"),
    ],
    ids=" ".join,
)
def test_two_moments_are_typed_one_after_the_other(ward: Ward, words: tuple[str, ...]) -> None:
    found = as_json("report", *words, *MONTH)
    assert (found["before"]["known_at"], found["after"]["known_at"]) == (
        "2026-08-03T23:59:59+07:00", "2026-08-04T23:59:59+07:00",
    )  # fmt: skip
    assert {each["code"] for each in found["dossiers"]} == {OVERDUE, DONE}


def test_without_a_second_moment_everything_known_is_meant(ward: Ward) -> None:
    found = as_json(*MAY_OF, THEN)
    assert (found["after"]["known_at"], found["as_of"]) == (None, "2026-07-31T23:59:59+07:00")
    assert {each["code"] for each in found["dossiers"]} == {OVERDUE, DONE, READY}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--diff", THEN, "4/8/2026", "--diff", "5/8/2026"), "--diff takes one or two"),
        (("--diff", "4/8/2026", THEN), "the second moment (03/08/2026 23:59:59) is before the first"),
        (("--diff", "mai"), "is not a date this tool reads"),
        (("--diff",), "--diff needs a value"),
        (("--diff", THEN, "--known-at", THEN), "--diff and --known-at cannot be given together"),
        (("--diff", THEN, "--sealed"), "--sealed and --diff cannot be given together"),
        (("--diff", THEN, "--form", "06a"), "--form and --diff cannot be given together"),
        (("--diff", THEN, "--index-766"), "--index-766 and --diff cannot be given together"),
        (("--diff", THEN, "--cumulative"), "--diff and --cumulative cannot be given together"),
        (("--diff", "1/1/2020"), "this file begins at"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(ward: Ward, words: tuple[str, ...], said: str) -> None:
    assert said in refused("report", *MONTH, *words)


def test_a_moment_to_come_is_refused(ward: Ward) -> None:
    refused(*MAY_OF, THEN, "1/9/2026", code=11)


def test_a_register_that_tells_otherwise_than_the_events_is_refused(ward: Ward) -> None:
    run("list")
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("UPDATE dossier SET channel = 'postal' WHERE code = ?", (DONE,))
    assert "than its events do" in refused(*MAY_OF, THEN, code=14)


def test_a_finding_is_one_of_the_later_figures(ward: Ward) -> None:
    typed(*MAY_OF, THEN, "--fail-on", "late", code=3)
    typed(*MAY_OF, "2/8/2026", THEN, "--fail-on", "late")


# --- what is printed -------------------------------------------------------------------------------


def test_json_has_its_keys_in_their_order(ward: Ward) -> None:
    found = as_json(*MAY_OF, THEN)
    assert (
        list(found)
        == ("agency period as_of basis granularity by strict before after rows total dossiers groups calendar").split()
    )
    assert list(found["before"]) == ["known_at", "position", "calendar_edition"]
    assert [list(row) for row in (*found["rows"], found["total"])] == [
        ["key", "label", "before", "after", "changes"]
    ] * (len(found["rows"]) + 1)
    assert found["total"]["changes"]["late"] == [0, 1]
    assert (found["total"]["before"]["late"], found["total"]["after"]["late"]) == (0, 1)
    [change] = [each for each in found["dossiers"] if each["code"] == DONE]
    assert (
        list(change) == ("code procedure_code procedure_name change counted_before counted_after rows events").split()
    )
    assert change["rows"] == [
        {
            "key": ["9.000006"],
            "counted_before": ["received", "received_direct", "resolved", "on_time"],
            "counted_after": ["received", "received_direct", "resolved", "late"],
        }
    ]
    [event] = change["events"]
    assert (
        list(event)
        == ("seq dossier kind occurred_at recorded_at actor login import note override fields words").split()
    )
    assert (event["fields"], event["words"], event["note"]) == (
        {"resolved_at": ["2026-07-15T10:00:00+07:00", "2026-07-16T10:00:00+07:00"]}, ["applicant"], None,
    )  # fmt: skip
    assert [each["change"] for each in found["dossiers"]] == ["changed", "changed", "void"]
    assert [(group["kind"], group["dossiers"]) for group in found["groups"]] == [("import", 1)]
    assert [each["kind"] for each in found["calendar"]] == ["notice"]


def test_the_figures_of_both_moments_are_those_of_reports_of_them(ward: Ward) -> None:
    found = as_json(*MAY_OF, THEN)
    plain = as_json("report", *MONTH)["total"]
    before = as_json("report", *MONTH, "--known-at", THEN, "--as-of", "31/7/2026 23:59:59")["total"]
    for name, total in (("before", before), ("after", plain)):
        assert found["total"][name] == {key: total[key] for key in total if key not in ("key", "label")}


@pytest.mark.parametrize("asked", [(*MONTH, "--as-of", "15/7/2026"), ("--month", "8", "--year", "2026")], ids=" ".join)
def test_both_are_judged_at_the_instant_of_the_plain_report(ward: Ward, asked: tuple[str, ...]) -> None:
    found, plain = as_json("report", *asked, "--diff", THEN), as_json("report", *asked)
    assert (found["as_of"], found["total"]["after"]) == (
        plain["as_of"], {key: plain["total"][key] for key in plain["total"] if key not in ("key", "label")},
    )  # fmt: skip
    assert found["as_of"] in ("2026-07-15T23:59:59+07:00", "2026-08-05T09:00:00+07:00")


def test_csv_and_json_lines_have_a_line_a_figure_an_event_a_group(ward: Ward) -> None:
    lines = list(csv.DictReader(io.StringIO(typed(*MAY_OF, THEN, "-f", "csv"))))
    records = [json.loads(line) for line in typed(*MAY_OF, THEN, "-f", "jsonl").splitlines()]
    assert [line["part"] for line in lines] == [record["part"] for record in records]
    assert {line["part"] for line in lines} == {"figure", "dossier", "group", "calendar"}
    [late] = [line for line in lines if (line["key"], line["column"]) == ("total", "late")]
    assert (late["before"], late["after"]) == ("0", "1")
    [corrected] = [line for line in lines if line["code"] == DONE]
    assert (corrected["change"], corrected["kind"], corrected["words"]) == ("changed", "correct", "applicant")
    assert json.loads(corrected["fields"])["resolved_at"][1] == "2026-07-16T10:00:00+07:00"
    [imported] = [line for line in lines if line["part"] == "group"]
    assert (imported["kind"], imported["dossiers"], len(imported["sha256"])) == ("import", "1", 64)


@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "md", "html"])
def test_notes_are_told_only_with_personal_data_and_names_never(ward: Ward, format_name: str) -> None:
    plain = typed(*MAY_OF, THEN, "-f", format_name)
    whole = typed(*MAY_OF, THEN, "-f", format_name, "--personal-data")
    assert "ghi nhầm" not in plain
    assert "nhập trùng" not in plain
    assert "ghi nhầm [red]" in whole.replace("\\", "")
    assert "Bưởi" not in plain + whole


@pytest.mark.parametrize(
    "by", ["procedure", "field", "officer", "channel", "receiving_unit", "month", "week", "day", "none"]
)
@pytest.mark.parametrize("format_name", ["table", "json", "csv", "md", "html", "xlsx"])
def test_every_dimension_is_drawn_in_every_format_the_same_each_time(ward: Ward, by: str, format_name: str) -> None:
    answers = {run(*MAY_OF, THEN, "--by", by, "-f", format_name).stdout_bytes for _ in range(2)}
    assert len(answers) == 1
    assert answers != {b""}


def test_a_procedure_with_a_long_name_stands_above_its_figures(ward: Ward) -> None:
    ward.is_now("5/8/2026 10:00")
    ward.receive("chung-thuc-ban-sao", when="30/7/2026 09:00")
    lines = typed(*MAY_OF, THEN).splitlines()
    place = next(at for at, line in enumerate(lines) if line.startswith("Chứng thực bản sao"))
    assert lines[place].endswith("chứng nhận")
    assert lines[place + 1].split() == ["Before", "After", "Difference"]
    assert lines[place + 2].startswith("Received")
    assert max(map(len, lines[place + 1 : place + 3])) <= 80


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_fits_the_screen(ward: Ward, monkeypatch: pytest.MonkeyPatch, width: int, language: str) -> None:
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(sys, "stdout", screen)
    with pytest.raises(SystemExit) as left:
        app(["--lang", language, *MAY_OF, THEN, "--personal-data"])
    assert left.value.code == 0
    lines = screen.getvalue().splitlines()
    assert len(lines) > 20
    assert [line for line in lines if len(line) > width] == []


def test_nothing_changed_is_said(ward: Ward) -> None:
    said = "Nothing recorded in between changes this report"
    for format_name in ("table", "md", "html"):
        assert said in typed(*MAY_OF, "1/8/2026", "2/8/2026", "-f", format_name)
        assert said not in typed(*MAY_OF, THEN, "-f", format_name)
    found = as_json(*MAY_OF, "1/8/2026", "2/8/2026")
    assert (found["rows"], found["total"]["changes"], found["dossiers"]) == ([], {}, [])
    assert typed(*MAY_OF, "1/8/2026", "2/8/2026", "-f", "csv").count("\n") == 1


def test_what_did_it_is_said_in_words(ward: Ward) -> None:
    shown = typed(*MAY_OF, THEN)
    for words in (
        "Before: what was recorded by 03/08/2026 23:59:59: events up to number",
        "After: everything known now: events up to number",
        f"{READY}  void since", f"{DONE}  counts otherwise", "3 dossiers count otherwise",
        "counted as received, resolved, resolved – on time → received, resolved, resolved – late",
        "Result ready 15/07/2026 10:00 → 16/07/2026 10:00; changed: Applicant",
        "1 dossier touched by nothing else: Received +1 · Resolved +1 · Resolved – Early +1",
        "calendar notice · 09/07/2026 Nghỉ bão",
    ):  # fmt: skip
        assert words in shown


def test_of_what_an_import_and_a_notice_did_among_others_it_is_said_which(ward: Ward) -> None:
    ward.correct("X-1", channel="postal")
    ward.receive("bay-ngay", when="21/7/2026 09:00")
    holiday("30/7/2026")(ward)
    [(imported,)] = ward.ask("SELECT seq FROM event WHERE kind = 'import'")
    shown = typed(*MAY_OF, THEN)
    assert f"receipt (imported, event {imported})" in shown
    assert "due date moved · CV 1" in shown
    [brought] = [each for each in as_json(*MAY_OF, THEN)["dossiers"] if each["code"] == "X-1"]
    assert [event["import"] for event in brought["events"]] == [imported, imported, None]
