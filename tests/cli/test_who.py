"""Who recorded an event, by the system's own word, and a clock that jumped: kept on the event, and said at once."""

import json
import os
import pwd
from typing import Any

import pytest

from onestop_cli.cli import session
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from tests.command_line import run, sit_down, typed
from tests.office import Ward

RECEIVE = ("receive", "khai-tu", "--applicant", "Nguyễn Văn A")


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    ward.is_now("2/7/2025 09:00")
    sit_down(monkeypatch, ward.path, ward.clock)
    monkeypatch.setattr(session, "system_login", lambda: "quay1")
    return ward


def told(ward: Ward, key: str) -> list[Any]:
    """What the data of events since the file was made say under a key, in order."""
    with reading(ward.path) as connection:
        events = (ledger.event(connection, seq) for seq in range(1, ledger.next_seq(connection)))
        return [event.data.get(key) for event in events if event is not None and event.seq > 1 and event.dossier]


def test_the_login_is_kept_beside_the_actor_that_is_typed(desk: Ward) -> None:
    typed(*RECEIVE, "--actor", "Lan", "--done")
    assert told(desk, "login") == ["quay1", "quay1", "quay1"]
    assert desk.ask("SELECT DISTINCT actor FROM event WHERE dossier IS NOT NULL") == [("Lan",)]


def test_events_of_the_file_have_it_too(desk: Ward) -> None:
    typed("config", "set", "due_time", "16:30", "--actor", "Lan")
    assert desk.ask("SELECT data ->> 'login' FROM event ORDER BY seq DESC LIMIT 1") == [("quay1",)]


def test_no_variable_says_it_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "giam-doc")
    assert session.system_login() == pwd.getpwuid(os.getuid()).pw_name


def test_an_account_without_a_name_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 3_999_999_999)
    assert session.system_login() == "3999999999"


def test_acts_of_an_import_have_the_login_of_the_import(desk: Ward) -> None:
    file = desk.path.with_name("so.csv")
    file.write_text("procedure_code,received_at\n2.000815,2025-07-02T08:00\n", encoding="utf-8")
    typed("import", str(file))
    assert desk.ask("SELECT kind, data ->> 'login' FROM event ORDER BY seq DESC LIMIT 2") == [
        ("receive", None), ("import", "quay1"),
    ]  # fmt: skip


CLOCKS = [
    pytest.param("2/7/2025 10:00", None, id="as it goes"),
    pytest.param("2/8/2025 09:00", None, id="31 days later"),
    pytest.param("2/8/2025 09:01", "ahead", id="a minute more"),
    pytest.param("2/7/2036 09:00", "ahead", id="years ahead"),
    pytest.param("2/7/2025 08:59", "back", id="a minute back"),
    pytest.param("30/6/2025 09:00", "back", id="days back"),
]


@pytest.mark.parametrize(("then", "jump"), CLOCKS)
def test_a_clock_that_jumped_is_marked_on_the_first_event_after_it(desk: Ward, then: str, jump: str | None) -> None:
    typed(*RECEIVE)
    desk.is_now(then)
    typed("config", "set", "due_time", "16:45")
    typed("config", "set", "due_time", "16:50")
    marks = desk.ask("SELECT data ->> 'clock' FROM event ORDER BY seq DESC LIMIT 2")
    assert marks == [(None,), (jump,)]


@pytest.mark.parametrize(("then", "jump"), CLOCKS)
def test_it_is_said_at_once(desk: Ward, then: str, jump: str | None) -> None:
    typed(*RECEIVE)
    desk.is_now(then)
    answer = run("config", "set", "due_time", "16:45")
    said = {"back": "the clock went back", "ahead": "the clock jumped ahead", None: ""}[jump]
    assert (answer.exit_code, bool(answer.stderr)) == (0, bool(jump))
    assert said in answer.stderr


def test_a_file_in_which_nobody_worked_yet_lay_unused(desk: Ward) -> None:
    desk.is_now("2/7/2026 09:00")
    assert run(*RECEIVE).stderr == ""


def test_after_an_old_backup_no_clock_has_jumped(desk: Ward) -> None:
    copy = desk.path.with_name("sao-luu.db")
    typed(*RECEIVE)
    typed("backup", str(copy))
    desk.is_now("2/9/2025 09:00")
    answer = run("restore", str(copy))
    assert (answer.exit_code, "clock" in answer.stderr) == (0, False)
    assert desk.ask("SELECT kind, data ->> 'clock' FROM event ORDER BY seq DESC LIMIT 1") == [("restored", None)]


def test_what_it_says_of_a_clock_that_was_ahead_leads_to_the_note(desk: Ward) -> None:
    typed(*RECEIVE)
    desk.is_now("2/7/2028 09:00")
    typed("config", "set", "due_time", "16:45")
    typed("config", "set", "due_time", "16:50")
    desk.is_now("3/7/2025 09:00")
    assert "onestop doctor" in run(*RECEIVE).stderr
    [words] = [line for line in run("doctor").stdout.splitlines() if "audit clock" in line]
    command = words[words.index("audit clock") :].replace("REASON", "pin").split()
    typed(*command, "--apply")
    assert "audit clock" not in run("doctor").stdout


def test_it_does_not_stand_in_the_answer(desk: Ward) -> None:
    typed(*RECEIVE)
    desk.is_now("1/7/2025 09:00")
    answer = run(*RECEIVE, "--json")
    assert (json.loads(answer.stdout)["code"], "went back" in answer.stderr) == ("H26.15.30-250701-0001", True)


def test_where_nothing_was_recorded_nothing_is_said(desk: Ward) -> None:
    typed(*RECEIVE)
    desk.is_now("1/7/2025 09:00")
    answer = run("resolve", "250702-0001", "--at", "30/6/2025 09:00")
    assert (answer.exit_code, "clock" in answer.stderr) == (11, False)


def test_in_vietnamese_it_says_what_to_do(desk: Ward) -> None:
    typed(*RECEIVE)
    desk.is_now("2/7/2026 09:00")
    answer = run(*RECEIVE, "--lang", "vi")
    assert "đồng hồ máy nhảy tới trước 365 ngày" in answer.stderr
    assert "onestop audit clock" in answer.stderr
