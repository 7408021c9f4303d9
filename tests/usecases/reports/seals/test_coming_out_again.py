"""A seal comes out again whatever was recorded since; what was changed behind it is found."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.usecases import calendar, procedures, settings
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.procedures import Amendment
from tests.command_line import as_json, run, typed
from tests.core.written import day
from tests.office import ACTOR, Ward, broken_links, strays, tampered
from tests.usecases.reports.seals.july import (
    APPLY,
    CARRIED,
    DONE,
    HEADING,
    LATER,
    MONTH,
    NO_LIMIT,
    OPEN,
    OVERDUE,
    READY,
    WITHDRAWN,
    printed,
    sealed_now,
)

# --- it comes out again, whatever came since -------------------------------------------------------


def much_happens(ward: Ward) -> None:
    """Later acts, corrections, voids, undos, an import, notices, settings, another name for all there is."""
    office = ward.path, ward.clock, ACTOR
    ward.is_now(LATER)
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    ward.correct(DONE, resolved_at="16/7/2026 10:00", applicant="Đỗ Thị Bưởi")
    ward.correct(CARRIED, channel="postal", officer="Lê Thị Ánh")
    ward.void(OPEN)
    ward.void(WITHDRAWN)
    ward.undo(WITHDRAWN)
    ward.undo(READY)
    ward.receive("bay-ngay", when="30/7/2026 10:00")
    ward.correct(NO_LIMIT, procedure="bay-ngay")
    ward.imports(HEADING + "X-1,1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n")
    notice_cases.add_swap(*office, day("10/7/2026"), day("11/7/2026"), "CV 1", local=False, consent=APPLY)
    notice_cases.add_holiday(*office, day("7/8/2026"), "Nghỉ bão", "CV 2", local=True, consent=APPLY)
    for code in ("9.000006", "9.000004"):
        procedures.amend(*office, code, Amendment(name=f"Tên mới {code}"), day("1/1/2026"), APPLY)
    procedures.retire(*office, "9.000006", day("5/8/2026"))
    for key, value in (
        ("basis", "statutory"), ("granularity", "minute"), ("convention", "administrative"),
        ("saturday", "working_day"), ("hours_mon", "07:30-11:30,13:00-17:00"), ("due_time", "11:00"),
        ("agency_name", "UBND phường khác"), ("agency_code", "H26.15.99"),
    ):  # fmt: skip
        settings.set_value(*office, key, value, None)
    ward.is_now("10/12/2026 09:00")
    calendar.load(*office, 2030, 2030, APPLY)
    ward.receive("khai-tu", done=True)
    sealed_now(ward, named_period(Kind.quarter, 3, 2026, Convention.calendar))


@pytest.mark.slow
def test_it_comes_out_again_whatever_was_recorded_since(ward: Ward) -> None:
    before = printed("report", *MONTH, "--json")
    typed("seal", *MONTH)
    much_happens(ward)
    again = as_json("report", *MONTH, "--convention", "calendar", "--sealed")
    seal = again.pop("seal")
    assert (again, seal["is_intact"]) == (json.loads(before), True)
    assert seal["digest"] == seal["digest_now"] == sha256(before).hexdigest()
    assert json.loads(before)["agency"] == {"code": "H26.15.30", "name": "UBND phường Phúc Lợi"}
    assert "comes out again" in typed("report", *MONTH, "--convention", "calendar", "--sealed")
    assert (broken_links(ward), strays(ward)) == ([], [])


def test_it_may_be_broken_down_otherwise_and_the_digest_is_of_the_default(frozen: Ward) -> None:
    frozen.void(OPEN)
    sealed = as_json("report", *MONTH, "--sealed", "--by", "channel")
    assert (sealed["by"], sealed["seal"]["is_intact"]) == (["channel"], True)
    assert [(row["key"], row["received"]) for row in sealed["rows"]] == [
        (["direct"], 6),
        (["online"], 0),
        (["postal"], 1),
    ]
    weeks = as_json("report", *MONTH, "--sealed", "--by", "week", "--by", "officer")
    assert weeks["total"] == {**sealed["total"], "label": []}
    assert as_json("report", *MONTH, "--sealed", "--by", "none")["total"] == weeks["total"]


# --- a ledger that was tampered with ---------------------------------------------------------------


TAMPERING = {
    "another channel": ("UPDATE event SET data = json_set(data, '$.channel', 'postal') WHERE seq = ?", DONE, "receive"),
    "another result": ("UPDATE event SET data = json_set(data, '$.result', 'refused') WHERE seq = ?", DONE, "resolve"),
    "another procedure": (
        "UPDATE event SET data = json_set(data, '$.procedure_code', '9.000001') WHERE seq = ?", DONE, "receive",
    ),
    "a result before its time": (
        "UPDATE event SET occurred_at = '2026-07-14T10:00:00+07:00' WHERE seq = ?", DONE, "resolve",
    ),
    "a later due date": (
        "UPDATE event SET data = json_set(data, '$.due_at', '2026-07-31T17:30:00+07:00') WHERE seq = ?", OVERDUE,
        "receive",
    ),
    "a result gone": ("DELETE FROM event WHERE seq = ?", READY, "resolve"),
    "a receipt gone": ("DELETE FROM event WHERE seq = ?", OPEN, "receive"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERING)
def test_an_event_changed_behind_the_seal_is_found_and_the_report_still_printed(frozen: Ward, name: str) -> None:
    sql, dossier, kind = TAMPERING[name]
    [(seq,)] = frozen.ask("SELECT seq FROM event WHERE dossier = ? AND kind = ?", dossier, kind)
    tampered(frozen.path, sql, seq)
    result = run("report", *MONTH, "--sealed", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["seal"]["is_intact"], len(found["rows"]) >= 2) == (3, False, True)
    assert found["seal"]["digest"] != found["seal"]["digest_now"]
    assert f"sealed was {found['seal']['digest'][:12]}…" in result.stderr
    assert "DOES NOT COME OUT" in typed("report", *MONTH, "--sealed", code=3)
    for format_name in ("csv", "md", "html", "xlsx"):
        output = run("report", *MONTH, "--sealed", "-f", format_name)
        assert (output.exit_code, bool(output.stdout_bytes)) == (3, True)


def test_another_digest_in_the_seal_itself_is_found(frozen: Ward) -> None:
    tampered(frozen.path, "UPDATE event SET data = json_set(data, '$.digest', ?) WHERE kind = 'seal'", "0" * 64)
    assert as_json("report", *MONTH, "--sealed", code=3)["seal"]["is_intact"] is False


def test_a_register_that_strayed_from_the_ledger_does_not_break_a_seal(frozen: Ward) -> None:
    """A seal rests on the ledger alone, the register is only made from it; that it tells otherwise is a finding."""
    with closing(sqlite3.connect(frozen.path)) as connection, connection:
        connection.execute("UPDATE dossier SET channel = 'postal' WHERE code = ?", (DONE,))
    found = as_json("report", *MONTH, "--sealed", code=3)["seal"]
    assert (found["is_intact"], found["adjustments"]) == (True, [])
    assert found["changes"]["received_postal"] == [1, 2]
