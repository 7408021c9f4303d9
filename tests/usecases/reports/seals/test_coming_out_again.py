"""A seal comes out again whatever was recorded since; what was changed behind it is found."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.errors import DossierDiffers
from onestop_cli.usecases import calendar, procedures, settings, transaction
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.procedures import Amendment
from tests.command_line import as_json, refused, run, typed
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


def forged(file: Path) -> None:
    """The register says of a dossier that it came by post, and no event does."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE dossier SET channel = 'postal' WHERE code = ?", (DONE,))


ACTS_ON_IT = {
    "nothing": lambda ward: None,
    "an act of another dossier": lambda ward: ward.void(READY),
    "a paper of another of the period, that was to hide it": lambda ward: ward.correct(READY, applicant="A"),
}


@pytest.mark.parametrize("name", ACTS_ON_IT)
def test_a_register_that_tells_other_figures_than_the_events_is_refused_whatever_came_since(
    frozen: Ward, name: str
) -> None:
    ACTS_ON_IT[name](frozen)
    forged(frozen.path)
    for format_name in ("table", "json", "csv", "html"):
        said = refused("report", *MONTH, "--sealed", "-f", format_name, code=14)
        assert "tells other figures of 01/07/2026 to 31/07/2026 than its events do" in said
        assert "onestop audit verify" in said
        assert "onestop db rebuild" in said


def test_a_forged_row_is_not_laundered_by_a_later_act_on_its_dossier(frozen: Ward) -> None:
    """It is refused; by a program that lets it, the row is written anew from the events, and so are the figures."""
    forged(frozen.path)
    with pytest.raises(DossierDiffers):
        frozen.correct(DONE, officer="Lê Thị Ánh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "must_be_told_by", lambda *_: None)
        frozen.correct(DONE, officer="Lê Thị Ánh")
    found = as_json("report", *MONTH, "--sealed")["seal"]
    assert (found["changes"], [each["fields"] for each in found["adjustments"]]) == (
        {}, [{"officer": ["Trần Văn Đức", "Lê Thị Ánh"]}],
    )  # fmt: skip


def test_what_the_register_hides_of_the_period_is_listed_all_the_same(frozen: Ward) -> None:
    """A day off is listed by what the events say that results were counted over, not by what rows of the file say."""
    holiday = "Nghỉ bão"
    office = frozen.path, frozen.clock, ACTOR
    notice_cases.add_holiday(*office, day("9/7/2026"), holiday, "CV 1", local=True, consent=APPLY)
    with closing(sqlite3.connect(frozen.path)) as connection, connection:
        connection.execute("DELETE FROM claim WHERE name = ?", (holiday,))
    assert [each["kind"] for each in as_json("report", *MONTH, "--sealed")["seal"]["adjustments"]] == ["notice"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim SET on_day = '2026-07-09' WHERE on_day = '2026-09-02'",
        "UPDATE procedure SET name = 'Tên khác'",
        "UPDATE setting SET value = 'Phường khác' WHERE key = 'agency_name'",
    ],
)
def test_a_table_of_the_file_that_was_changed_changes_nothing_of_what_was_sealed(frozen: Ward, statement: str) -> None:
    with closing(sqlite3.connect(frozen.path)) as connection, connection:
        connection.execute(statement)
    assert as_json("report", *MONTH, "--sealed")["seal"]["is_intact"] is True
