"""The two moments on the commands that look up the calendar, the catalogue and the settings."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.moments import VIETNAM
from tests.cli.conftest import NOW

LATER = datetime(2023, 6, 7, 9, 0, tzinfo=VIETNAM)
BEFORE = "2023-06-06 12:00"
MOMENTS = ("--as-of", "--known-at")
NEVER = "2020-01-01"


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 5/6/2023 the file as it is; on 7/6/2023 a notice, an amendment and a setting are recorded."""
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setattr(session, "clock", lambda: LATER)
    typed("calendar", "add-holiday", "12/6/2023", "--name", "Nghỉ bão", "--source", "CV 1", "--local", "--apply")
    typed("procedure", "amend", "giam-ho", "--committed", "1:working_day", "--from", "9/6/2023", "--apply")
    typed("config", "set", "due_time", "16:00", "--from", "9/6/2023")


def typed(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert result.exit_code == code, result.output
    return result.stdout or result.stderr


def as_json(*arguments: str) -> Any:
    return json.loads(typed(*arguments, "--json"))


@pytest.mark.parametrize("option", MOMENTS)
def test_the_calendar_is_shown_as_the_file_knew_it(option: str) -> None:
    def kind(*moment: str) -> str:
        [found] = [d["kind"] for d in as_json("calendar", "show", "2023", *moment) if d["date"] == "2023-06-12"]
        return found

    assert (kind(option, BEFORE), kind(option, "2023-06-07 09:00"), kind()) == ("working_day", "holiday", "holiday")
    names = [d["name"] for d in as_json("calendar", "holidays", "2023", option, BEFORE)]
    assert "Nghỉ bão" not in names
    assert "Quốc khánh" in names
    assert "working days" in typed("calendar", "show", "2023", option, BEFORE)


@pytest.mark.parametrize("option", MOMENTS)
def test_notices_are_those_the_file_knew(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [notice] = as_json("calendar", "notices")
    monkeypatch.setattr(session, "clock", lambda: datetime(2023, 6, 8, 9, 0, tzinfo=VIETNAM))
    typed("calendar", "revoke", str(notice["seq"]), "--note", "x", "--apply")
    assert as_json("calendar", "notices", option, BEFORE) == []
    assert as_json("calendar", "notices", option, "2023-06-07 10:00") == [notice]
    assert as_json("calendar", "notices")[0]["revoked_by"]


@pytest.mark.parametrize("option", MOMENTS)
def test_a_date_is_promised_as_the_file_knew_it(option: str) -> None:
    def due(*moment: str) -> str:
        return as_json("when", "giam-ho", "--at", "9/6/2023 09:00", *moment)["due_at"]

    assert due(option, BEFORE) == "2023-06-14T17:30:00+07:00"
    assert due() == due(option, "2023-06-07 09:00") == "2023-06-13T16:00:00+07:00"
    assert due(option, BEFORE, "--known-at" if option == "--as-of" else "--as-of", "2023-06-07") == due(option, BEFORE)


def test_without_an_hour_of_receipt_it_is_the_moment_asked_about() -> None:
    assert as_json("when", "giam-ho", "--as-of", BEFORE)["received_at"] == "2023-06-06T12:00:00+07:00"


def test_procedures_and_settings_may_be_of_a_day_to_come() -> None:
    def promised(*moment: str) -> int:
        found = as_json("procedure", "list", *moment)
        return next(p["committed"]["amount"] for p in found if p["code"] == "1.004837")

    assert (promised(), promised("--as-of", "9/6/2023")) == (3, 1)
    assert promised("--as-of", "9/6/2023", "--known-at", BEFORE) == 3
    assert len(as_json("procedure", "show", "giam-ho")) == 2
    assert len(as_json("procedure", "show", "giam-ho", "--as-of", "8/6/2023")) == 1
    assert len(as_json("procedure", "show", "giam-ho", "--known-at", BEFORE)) == 1

    def due_times(*moment: str) -> list[str]:
        return [s["value"] for s in as_json("config", "show", *moment) if s["key"] == "due_time"]

    assert due_times() == ["closing", "16:00"]
    assert due_times("--as-of", "9/6/2023") == ["16:00"]
    assert due_times("--known-at", BEFORE) == ["closing"]


@pytest.mark.parametrize("name", ["show", "holidays"])
def test_a_calendar_not_known_yet_is_said_to_be_so(name: str) -> None:
    said = typed("calendar", name, "2023", "--known-at", NEVER, code=13)
    assert "did not know the calendar of 2023 yet" in said
    assert "calendar load" not in said


def test_before_the_file_there_was_nothing() -> None:
    assert as_json("calendar", "notices", "--known-at", NEVER) == []
    assert as_json("procedure", "list", "--known-at", NEVER) == []
    for report in (("report", "--form", "06a"), ("report",), ("late",), ("register",)):
        said = typed(*report, "--month", "6", "--year", "2023", "--known-at", NEVER, code=2)
        assert "nothing was recorded yet" in said


@pytest.mark.parametrize("option", MOMENTS)
def test_a_moment_that_is_no_date_is_refused(option: str) -> None:
    for command in (("when", "giam-ho"), ("calendar", "notices"), ("procedure", "list"), ("config", "show")):
        typed(*command, option, "6", code=2)


def test_a_report_on_one_line() -> None:
    assert NOW < LATER
    one_line = typed("report", "--month", "6", "-f", "jsonl")
    assert one_line.count("\n") == 1
    assert json.loads(one_line) == as_json("report", "--month", "6")
