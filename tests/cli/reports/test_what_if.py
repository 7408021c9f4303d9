"""What if, as it is typed: right values by hand for each unit, labels, refusals, and nothing written (decision 32)."""

import re
from typing import Any

import pytest

from onestop_cli.cli.reports.what_if import _words
from onestop_cli.core.settings import DECIDING
from tests.cli.reports.shapes import FIGURES, JUNE, MAY, ROW, rows
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

SUMMER = ("--from", "1/7/2026", "--to", "31/8/2026", "--by", "none")
SATURDAY = ("--what-if", "saturday=working_day")
NOTHING = ("--what-if", "saturday=off")
"""The office's Saturday is off already."""


@pytest.fixture
def desk(law_ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward on Monday 3/8/2026 at nine."""
    sit_down(monkeypatch, law_ward.path, law_ward.clock)
    return law_ward


def told(*assumed: str, basis: str = "due") -> dict[str, list[str]]:
    """The dossiers that change, by code, with the two dates of a basis as people write them."""
    options = [option for each in assumed for option in ("--what-if", each)]
    found = as_json("report", *SUMMER, "--basis", basis, *options)["what_if"]["dossiers"]
    return {each["code"]: [f"{due[8:10]}/{due[5:7]} {due[11:16]}" for due in each["due_at"]] for each in found}


# --- by hand, unit by unit -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "received", "assumed", "before", "after"),
    [
        pytest.param("bay-ngay", "3/8/2026 09:00", "saturday=working_day", "12/08 17:30", "11/08 17:30", id="days"),
        pytest.param("muoi-ngay", "29/7/2026 09:00", "saturday=working_day", "10/08 17:30", "08/08 12:00", id="rolled"),
        pytest.param("mot-thang", "8/7/2026 09:00", "saturday=working_day", "10/08 17:30", "08/08 12:00", id="month"),
        pytest.param("tam-gio", "31/7/2026 15:00", "saturday=working_day", "03/08 15:00", "03/08 09:30", id="hours"),
        pytest.param(
            "tam-gio", "31/7/2026 15:00", "saturday=hours_only", "03/08 15:00", "03/08 09:30", id="open hours"
        ),
        pytest.param(
            "chung-thuc-ban-sao", "1/8/2026 09:00", "saturday=working_day", "03/08 17:30", "01/08 12:00", id="same day"
        ),
        pytest.param("bay-ngay", "3/8/2026 09:00", "due_time=16:00", "12/08 17:30", "12/08 16:00", id="due time"),
        pytest.param(
            "chung-thuc-ban-sao", "3/8/2026 08:30", "cut_off=08:29", "03/08 17:30", "04/08 17:30", id="cut-off"
        ),
        pytest.param("chot-20", "3/8/2026 08:30", "cut_off=08:29", "06/08 17:30", "07/08 17:30", id="start rule"),
        pytest.param("tam-gio", "3/8/2026 08:00", "hours_mon=08:00-12:00", "03/08 17:30", "04/08 12:00", id="Monday"),
        pytest.param(
            "rut-ngan", "29/7/2026 09:00", "hours_wed=08:00-11:00", "05/08 17:30", "05/08 11:00", id="closing"
        ),
    ],
)
def test_the_date_counted_by_hand(
    desk: Ward, procedure: str, received: str, assumed: str, before: str, after: str
) -> None:
    code = desk.receive(procedure, received).code
    assert told(assumed) == {code: [before, after]}


@pytest.mark.parametrize(
    ("procedure", "received", "assumed"),
    [
        pytest.param("khong-han", "3/8/2026 09:00", "saturday=working_day", id="no limit"),
        pytest.param("bay-ngay", "3/8/2026 09:00", "saturday=hours_only", id="open hours make no working day"),
        pytest.param("chung-thuc-ban-sao", "1/8/2026 09:00", "saturday=hours_only", id="nor a same day"),
        pytest.param("tam-gio", "3/8/2026 08:00", "due_time=11:00", id="hours have no due time"),
        pytest.param("chung-thuc-ban-sao", "3/8/2026 08:30", "cut_off=08:30", id="at the cut-off it is in time"),
        pytest.param("bay-ngay", "3/8/2026 09:00", "hours_thu=08:00-09:00", id="another day's hours"),
        pytest.param("bay-ngay", "3/8/2026 09:00", "saturday=off", id="as it is"),
    ],
)
def test_what_does_not_rest_on_it_stays(desk: Ward, procedure: str, received: str, assumed: str) -> None:
    desk.receive(procedure, received)
    assert told(assumed) == {}


def test_suspended_time_is_counted_in_the_days_supposed(desk: Ward) -> None:
    """Due 10/8; stopped from 5/8 to 7/8: two working days more. By Saturdays the seventh of them is the 11th."""
    code = desk.receive("rut-ngan", "3/8/2026 09:00").code
    desk.is_now("7/8/2026 16:00")
    desk.suspend(code, "other_agency", "5/8/2026 10:00")
    desk.resume(code, "7/8/2026 15:00")
    assert told("saturday=working_day") == {code: ["12/08 17:30", "11/08 17:30"]}


def test_whether_a_suspension_counts_is_decided_by_the_date_supposed(desk: Ward) -> None:
    """Suspended on Monday 10/8, its due day; by Saturdays it was due on the 8th, and the suspension moves nothing."""
    code = desk.receive("rut-ngan", "3/8/2026 09:00").code
    desk.is_now("12/8/2026 16:00")
    desk.suspend(code, "other_agency", "10/8/2026 10:00")
    whole = as_json("report", *SUMMER, *SATURDAY)
    assert (whole["what_if"]["plain"]["total"]["suspended"], whole["total"]["suspended"]) == (1, 0)
    assert whole["what_if"]["changes"]["overdue"] == [0, 1]
    assert told("saturday=working_day") == {code: ["10/08 17:30", "08/08 12:00"]}


def test_every_basis_has_its_own_date(desk: Ward) -> None:
    code = desk.receive("rut-ngan", "3/8/2026 09:00").code
    for basis, dates in {
        "due": ["10/08 17:30", "08/08 12:00"],
        "promised": ["10/08 17:30", "08/08 12:00"],
        "extended": ["10/08 17:30", "08/08 12:00"],
    }.items():
        assert told("saturday=working_day", basis=basis) == {code: dates}
    assert told("saturday=working_day", basis="statutory") == {}  # seven days: Monday 10/8 anyhow


def test_dates_that_others_gave_or_that_were_agreed_stay(desk: Ward) -> None:
    desk.imports("code,procedure_code,received_at,due_at\nX-1,1.004873,2026-08-03 08:00,2026-08-07 16:00\n")
    desk.receive("thoa-thuan", agreed="14/8/2026")
    assert told("saturday=working_day", "due_time=10:00") == {}


def test_settings_are_supposed_together(desk: Ward) -> None:
    code = desk.receive("bay-ngay", "3/8/2026 09:00").code
    assert told("saturday=working_day", "due_time=16:00") == {code: ["12/08 17:30", "11/08 16:00"]}


def test_rules_of_then_are_changed_on_all_days(desk: Ward) -> None:
    """A due time that was set from 4/8 on: what is supposed takes its place, and one received before never had it."""
    desk.is_now("3/8/2026 10:00")
    before = desk.receive("bay-ngay").code
    typed("config", "set", "due_time", "16:00", "--from", "4/8/2026")
    after = desk.receive("bay-ngay").code
    assert told("due_time=closing") == {after: ["12/08 16:00", "12/08 17:30"]}
    assert told("due_time=11:00") == {before: ["12/08 17:30", "12/08 11:00"], after: ["12/08 16:00", "12/08 11:00"]}


# --- notices ---------------------------------------------------------------------------------------

HEADING = "kind,day_off,working_day,name,decided_on,source\n"


def notices(desk: Ward, text: str, name: str = "thông báo.csv") -> str:
    file = desk.path.with_name(name)
    file.write_text(HEADING + text if name.endswith(".csv") else text, encoding="utf-8")
    return str(file)


def test_the_notices_of_a_file_are_supposed(desk: Ward) -> None:
    code = desk.receive("bay-ngay", "3/8/2026 09:00").code
    file = notices(desk, "day_off,2026-08-05,,Nghỉ bão,,TB 1\nswap,2026-08-07,2026-08-08,,,TB 2\n")
    assert told(file) == {code: ["12/08 17:30", "13/08 17:30"]}  # 4, 6, 8, 10, 11, 12, 13/8
    found = as_json("report", *SUMMER, "--what-if", file)["what_if"]
    assert [(each["date"], each["kind"]) for each in found["days"]] == [
        ("2026-08-05", "holiday"),
        ("2026-08-07", "swap_day_off"),
        ("2026-08-08", "makeup_day"),
    ]
    assert told(file, "due_time=16:00") == {code: ["12/08 17:30", "13/08 16:00"]}


def test_a_file_of_what_is_so_already_changes_nothing(desk: Ward) -> None:
    desk.receive("bay-ngay")
    file = notices(desk, "day_off,2026-09-02,,Quốc khánh,,TB 1\nday_off,2026-08-09,,Chủ nhật,,TB 1\n")
    assert told(file) == {}
    assert as_json("report", *SUMMER, "--what-if", file)["what_if"]["days"] == []


def test_a_file_of_events_gives_days_off(desk: Ward) -> None:
    code = desk.receive("bay-ngay", "3/8/2026 09:00").code
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260805\r\nSUMMARY:Nghỉ bão\r\nEND:VEVENT\r\n"
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n"
    assert told(notices(desk, text, "lich.ics")) == {code: ["12/08 17:30", "13/08 17:30"]}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("swap,2026-08-07,,,,TB 2", "swap", id="half a swap"),
        pytest.param("day_off,2026-08-22,,Nghỉ,,TB 1", "22/08/2026", id="a day off on a make-up day"),
        pytest.param("swap,2026-08-08,2026-08-09,,,TB 2", "08/08/2026", id="a swap of days off"),
        pytest.param("day_off,2041-08-07,,Nghỉ,,TB 1", "2041", id="a year that is not loaded"),
        pytest.param("day_off,7/13/2026,,Nghỉ,,TB 1", "", id="no day"),
    ],
)
def test_what_an_import_refuses_is_refused_with_its_line(desk: Ward, line: str, why: str) -> None:
    file = notices(desk, f"day_off,2026-08-05,,Nghỉ bão,,TB 1\n{line}\n")
    supposed = run("report", *SUMMER, "--what-if", file, "--lang", "en")
    imported = run("calendar", "import", file, "--take", "5/8/2026", "--lang", "en")
    assert (supposed.exit_code, imported.exit_code) == (12, 12)
    assert re.search(r"(?m)^.*\b3\b.*" + why, supposed.stderr)
    assert supposed.stdout == ""


def test_a_file_that_is_not_there_is_not_found() -> None:
    assert run("report", *MAY, "--what-if", "khong-co.csv").exit_code == 10


# --- how it is told --------------------------------------------------------------------------------


def without_label(text: str) -> str:
    """A report without the lines that say what is supposed."""
    lines = [
        line for line in text.splitlines() if not re.match(r"(- )?(WHAT IF|Counted in memory|No dossier of)", line)
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


@pytest.mark.parametrize("by", ["procedure", "week", "none"])
@pytest.mark.parametrize("period", [MAY, JUNE, (*MAY, "--as-of", "20/5/2023"), (*JUNE, "--known-at", "5/6/2023")])
def test_what_is_so_already_is_the_plain_report_but_for_the_label(period: tuple[str, ...], by: str) -> None:
    command = ("report", *period, "--by", by, "--lang", "en")
    for name in ("table", "md"):
        text = typed(*command, *NOTHING, "-f", name)
        assert "WHAT IF saturday=off on all days (now off)" in text
        assert without_label(text).strip() == typed(*command, "-f", name).strip()
    whole = as_json(*command, *NOTHING)
    label = whole.pop("what_if")
    assert whole == as_json(*command)
    assert (label["dossiers"], label["changes"]) == ([], {})
    lines = [line.rsplit(",", 1) for line in typed(*command, *NOTHING, "-f", "csv").splitlines()]
    assert "\n".join(line[0] for line in lines) + "\n" == typed(*command, "-f", "csv")
    assert [line[1] for line in lines] == ["what_if", *["saturday=off"] * (len(lines) - 1)]


@pytest.mark.parametrize("name", ["table", "md", "html"])
@pytest.mark.parametrize(("language", "label"), [("en", "WHAT IF"), ("vi", "GIẢ SỬ")])
def test_every_text_says_that_it_supposes(name: str, language: str, label: str) -> None:
    text = typed("report", *JUNE, *SATURDAY, "-f", name, "--lang", language)
    assert f"{label} saturday=working_day" in text.replace("\\", "")


def test_a_workbook_says_so_and_lists_the_dossiers(desk: Ward) -> None:
    from openpyxl import load_workbook

    code = desk.receive("bay-ngay", "3/8/2026 09:00").code
    target = desk.path.with_name("x.xlsx")
    typed("report", *SUMMER, *SATURDAY, "-o", str(target), "--lang", "en")
    book = load_workbook(target)
    cells: dict[str, list[Any]] = {s.title: [c.value for row in s.iter_rows() for c in row] for s in book.worksheets}
    assert "Changed dossiers" in cells
    assert code in cells["Changed dossiers"]
    assert any("WHAT IF saturday=working_day" in str(value) for value in cells[book.worksheets[0].title])


def test_names_stay_out_of_the_list_unless_asked_for(desk: Ward) -> None:
    desk.receive("bay-ngay", "3/8/2026 09:00")
    command = ("report", *SUMMER, *SATURDAY, "-f", "html")
    assert "Nguyễn Văn A" not in typed(*command)
    assert "Nguyễn Văn A" in typed(*command, "--personal-data")


def test_the_keys_stand_in_their_order(desk: Ward) -> None:
    desk.receive("bay-ngay", "3/8/2026 09:00")
    whole = as_json("report", *SUMMER, *SATURDAY, "--cumulative")
    assert list(whole)[-2:] == ["cumulative", "what_if"]
    found = whole["what_if"]
    assert list(found) == [
        "settings", "days", "due_later", "due_earlier", "told_otherwise", "changes", "dossiers", "plain",
    ]  # fmt: skip
    assert found["settings"] == {"saturday": {"now": "off", "what_if": "working_day"}}
    assert list(found["plain"]) == ["rows", "total", "cumulative"]
    plain = as_json("report", *SUMMER, "--cumulative")
    assert found["plain"]["total"] == plain["total"]
    assert found["plain"]["cumulative"] == {key: plain["cumulative"][key] for key in ("rows", "total")}
    heading = list(rows(typed("report", *SUMMER, *SATURDAY, "-f", "csv"))[0])
    assert heading == ["part", "from", "to", *ROW[:2], *FIGURES, "what_if"]


def test_the_screen_shows_the_total_as_it_is_as_it_would_be_and_the_difference(desk: Ward) -> None:
    """Received 3/8, ready on 12/8: on time, and a day late where Saturdays are worked."""
    code = desk.receive("bay-ngay", "3/8/2026 09:00").code
    desk.is_now("12/8/2026 10:00")
    desk.resolve(code)
    text = typed("report", *SUMMER, *SATURDAY, "--lang", "en")
    assert "1 dossier of the period changes: due later 0, due earlier 1, only told otherwise 0" in text
    figures = {line[:30].strip(): line[30:].split() for line in text.splitlines() if re.search(r"[+-]\d", line)}
    assert figures["Resolved – On time"] == ["1", "0", "-1"]
    assert figures["Resolved – Late"] == ["0", "1", "+1"]
    assert "-100.00" in text


# --- nothing is written ----------------------------------------------------------------------------


def test_nothing_is_written(desk: Ward) -> None:
    desk.receive("bay-ngay", "3/8/2026 09:00")
    file = notices(desk, "day_off,2026-08-05,,Nghỉ bão,,TB 1\n")
    before = {path.name: path.read_bytes() for path in desk.path.parent.iterdir()}
    typed("report", *SUMMER, *SATURDAY, "--what-if", file)
    after = {path.name: path.read_bytes() for path in desk.path.parent.iterdir()}
    assert {name: after[name] for name in before} == before
    assert not any(after[name] for name in after.keys() - before.keys() if not name.endswith("-shm"))


# --- what is not accepted --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("saturday=maybe", "saturday=off, saturday=hours_only, saturday=working_day"),
        ("saturday=", "saturday=off"),
        ("due_time=25:00", "due_time=closing, due_time=15:00"),
        ("cut_off=closing", "cut_off=15:00"),
        ("hours_tue=12:00-08:00", "hours_tue=08:00-12:00,13:30-17:30"),
        ("waiting_days=3", "saturday=…"),
        ("agency_name=UBND", "saturday=…"),
        ("hours_sun=08:00-12:00", "hours_sat=…"),
        ("hours=12:00-08:00", "hours=08:00-12:00,13:30-17:30"),
        ("saturday", "FILE.csv"),
        ("", "FILE.ics"),
    ],
)
def test_what_no_date_follows_from_is_refused_with_what_is_accepted(text: str, accepted: str) -> None:
    assert accepted in refused("report", *MAY, "--what-if", text)


@pytest.mark.parametrize(
    "options",
    ["--form 06a", "--index-766", "--sealed", "--bases", "--granularities", "--strict", "--fail-on late"],
)
def test_what_does_not_go_with_it_is_refused(options: str) -> None:
    assert "cannot be given together" in refused("report", *MAY, *SATURDAY, *options.split())


def test_a_setting_is_supposed_once() -> None:
    assert "cannot be given together" in refused("report", *MAY, *SATURDAY, *NOTHING)


def test_hours_of_all_days_and_of_one_of_them_are_no_two_answers() -> None:
    both = ("--what-if", "hours=08:00-12:00", "--what-if", "hours_fri=08:00-11:00")
    assert "cannot be given together" in refused("report", *MAY, *both)


def test_hours_stand_for_those_of_monday_to_friday() -> None:
    days = [f"hours_{day}" for day in ("mon", "tue", "wed", "thu", "fri")]
    each = [word for day in days for word in ("--what-if", f"{day}=07:30-11:30,13:00-17:00")]
    together = as_json("report", *MAY, "--what-if", "hours=07:30-11:30,13:00-17:00")
    assert together == as_json("report", *MAY, *each)
    assert list(together["what_if"]["settings"]) == days


def test_a_key_may_have_hyphens() -> None:
    hyphen, underscore = (
        typed("report", *MAY, "--what-if", f"{key}=14:00", "--json") for key in ("cut-off", "cut_off")
    )
    assert hyphen == underscore


def test_completion_knows_the_settings_that_dates_follow_from() -> None:
    assert _words("sat") == ["saturday=off", "saturday=hours_only", "saturday=working_day"]
    assert {word.partition("=")[0] for word in _words("")} == {"hours", *DECIDING}
