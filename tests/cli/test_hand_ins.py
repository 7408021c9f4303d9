"""When and where a dossier was handed in, and late acceptance, as typed and as read (domain §3.1)."""

import csv
import json
from pathlib import Path

import pytest

from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

LATE = "accepted late: handed in 31/07/2026 10:00, to be accepted by 03/08/2026 17:30, received 04/08/2026 09:00\n"
ONLINE = ("receive", "tinh-trang-hon-nhan", "--applicant", "Nguyễn Văn A", "--channel", "online")
UNIT = "UBND phường Việt Hưng"


@pytest.fixture(autouse=True)
def _desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.is_now("4/8/2026 09:00")
    sit_down(monkeypatch, ward.path, ward.clock)


def _facts(text: str) -> dict[str, str]:
    """What stands under each name of a page of facts."""
    lines = (line.split("  ", 1) for line in text.splitlines() if "  " in line)
    return {name: value.strip() for name, value in lines}


def test_late_acceptance_is_said_at_the_counter() -> None:
    answer = run(*ONLINE, "--submitted-at", "31/7/2026 10:00", "--receiving-unit", UNIT)
    assert answer.stderr == LATE
    facts = _facts(answer.stdout)
    assert facts["Handed in"] == f"31/07/2026 10:00, at {UNIT}"
    assert facts["Acceptance"] == "late: it was due by 03/08/2026 17:30"


def test_in_vietnamese_as_an_office_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_LANG", "vi")
    said = run(*ONLINE, "--submitted-at", "31/7/2026 10:00").stderr
    assert said.startswith("chậm tiếp nhận: nộp 31/07/2026 10:00, ")


def test_in_json_it_is_said_beside_the_data() -> None:
    answer = run(*ONLINE, "--submitted-at", "31/7/2026 10:00", "--json")
    told = json.loads(answer.stdout)
    assert (told["submitted_at"], told["receiving_unit"]) == ("2026-07-31T10:00:00+07:00", "")
    assert answer.stderr == LATE


def test_in_time_nothing_is_said() -> None:
    answer = run(*ONLINE, "--submitted-at", "3/8/2026 10:00")
    assert answer.stderr == ""
    assert _facts(answer.stdout)["Acceptance"] == "in time: due by 04/08/2026 17:30"


def test_of_another_units_counter_nothing_is_claimed() -> None:
    answer = run(*ONLINE[:4], "--submitted-at", "20/7/2026 10:00", "--receiving-unit", UNIT)
    assert (answer.stderr, "Acceptance" in answer.stdout) == ("", False)


def test_show_history_and_explain_tell_it() -> None:
    typed(*ONLINE, "--submitted-at", "31/7/2026", "--receiving-unit", UNIT)
    shown = _facts(typed("show", "1"))
    assert shown["Handed in"] == f"31/07/2026, at {UNIT}"
    assert shown["Acceptance"] == "late: it was due by 03/08/2026 17:30"
    assert "Handed in at" not in shown
    assert f"; handed in 31/07/2026, at {UNIT}" in typed("history", "1")
    assert f"31/07/2026, at {UNIT}" in typed("explain", "1")


def test_a_unit_alone_has_its_own_line() -> None:
    typed(*ONLINE, "--receiving-unit", UNIT)
    assert _facts(typed("show", "1"))["Handed in at"] == UNIT
    assert f"; handed in at {UNIT}" in typed("history", "1")


def test_without_a_hand_in_nothing_is_told() -> None:
    typed(*ONLINE)
    told = typed("show", "1") + typed("history", "1") + typed("explain", "1")
    assert "handed in" not in told.lower()


def test_a_hand_in_without_an_hour_is_a_day_in_every_format() -> None:
    typed(*ONLINE, "--submitted-at", "31/7/2026")
    assert as_json("show", "1")["submitted_at"] == "2026-07-31"
    [line] = csv.DictReader(typed("list", "-f", "csv").splitlines())
    assert line["submitted_at"] == "2026-07-31"
    [line] = csv.DictReader(typed("export", "dossiers").splitlines())
    assert line["submitted_at"] == "2026-07-31"
    [told] = json.loads(typed("export", "dossiers", "-f", "json"))
    assert told["submitted_at"] == "2026-07-31"


def test_it_is_corrected_emptied_and_told_in_the_history() -> None:
    typed(*ONLINE, "--submitted-at", "31/7/2026")
    said = typed("correct", "1", "--submitted-at", "3/8/2026 10:00", "--receiving-unit", UNIT, "--note", "nhầm")
    assert "31/07/2026 → 03/08/2026 10:00" in said
    assert f"— → {UNIT}" in said
    assert "03/08/2026 10:00 → —" in typed("correct", "1", "--submitted-at", "", "--note", "không rõ")
    told = typed("history", "1")
    assert "Handed in 31/07/2026 → 03/08/2026 10:00" in told
    assert "Handed in 03/08/2026 10:00 → —" in told
    shown = as_json("show", "1")
    assert (shown["submitted_at"], shown["receiving_unit"]) == (None, UNIT)


@pytest.mark.parametrize(
    ("handed_in", "code"), [("4/8/2026 09:01", 11), ("5/8/2026", 11), ("lúc nãy", 2), ("31/6/2026", 2), ("", 2)]
)
def test_a_hand_in_that_cannot_be_is_refused(handed_in: str, code: int, ward: Ward) -> None:
    before = ward.content
    refused(*ONLINE, "--submitted-at", handed_in, code=code)
    assert ward.content == before


def test_a_correction_that_cannot_be_is_refused() -> None:
    typed(*ONLINE, "--submitted-at", "31/7/2026 10:00")
    said = refused("correct", "1", "--received-at", "31/7/2026 09:00", "--note", "x", code=11)
    assert "it is said to be handed in at 31/07/2026 10:00, after its receipt at 31/07/2026 09:00" in said
    refused("correct", "1", "--submitted-at", "5/8/2026", "--note", "x", code=11)
    refused("correct", "1", "--received-at", "", "--note", "x", code=2)


def test_a_unit_may_be_anything_a_clerk_types() -> None:
    typed(*ONLINE, "--receiving-unit", "=cmd() [red]x[/red]", "--submitted-at", "31/7/2026 10:00")
    assert "[red]x[/red]" in typed("show", "1")
    assert "'=cmd() [red]" in typed("list", "-f", "csv")
    assert "'=cmd()" in typed("report", "--month", "8", "--by", "receiving_unit", "-f", "csv")
    refused(*ONLINE, "--receiving-unit", "x" * 251)


def test_a_notice_names_the_dossiers_it_makes_accepted_in_time(tmp_path: Path) -> None:
    typed(*ONLINE, "--submitted-at", "31/7/2026 10:00")
    storm = ("calendar", "add-holiday", "3/8/2026", "--name", "Nghỉ bão", "--source", "CV 1", "--local")
    assert "late → in time" in typed(*storm)
    told = as_json(*storm, "--apply")
    code = "H26.15.30-260804-0001"
    assert (told["moved"], told["finished"]) == ([], [])
    assert told["acceptance"] == [
        {
            "code": code, "procedure_code": "1.004873", "acceptance_due_before": "2026-08-03T17:30:00+07:00",
            "acceptance_due_after": "2026-08-04T17:30:00+07:00", "late_before": True, "late_after": False,
            "applied": True,
        }
    ]  # fmt: skip
    assert "to be accepted by 04/08/2026 17:30: " in typed("history", "1")
    assert as_json("late", "--acceptance", "--month", "8")["dossiers"] == []


def test_a_finished_dossier_is_named_with_the_option_that_reaches_it() -> None:
    typed(*ONLINE, "--submitted-at", "31/7/2026 10:00")
    typed("resolve", "1")
    storm = ("calendar", "add-holiday", "3/8/2026", "--name", "Nghỉ bão", "--source", "CV 1", "--local")
    assert "--also-finished moves it of finished ones too." in typed(*storm)
    assert "--also-finished moves" not in typed(*storm, "--apply", "--also-finished")
    assert as_json("late", "--acceptance", "--month", "8")["total"]["accepted_late"] == 0
