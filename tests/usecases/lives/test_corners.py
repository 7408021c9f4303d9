"""Corners of lives: limits typed twice, reasons that must stay, dates without an hour, files sent twice."""

import json
from pathlib import Path

import pytest

from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import Moments
from onestop_cli.errors import CorrectedReasonNeeded, EmptyValue, LongerThanStatutory, OnestopError, OutOfOrder
from onestop_cli.output.histories import history_text
from onestop_cli.output.pages import FILE
from onestop_cli.output.screens import drawn
from onestop_cli.usecases import acts, amendments, notices, procedures, settings
from onestop_cli.usecases.dossiers import history
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.procedures import Amendment
from tests.core.written import at, day
from tests.office import ACTOR, SOMEONE, Ward, moment, opened, strays
from tests.usecases.imports.registers import exported, line, suspended, suspension

APPLY = Consent(apply=True)
EVERYTHING = Consent(apply=True, also_earlier=True)


def limits(ward: Ward, code: str) -> tuple[str, str]:
    found = ward.dossier(code)
    return str(found.time_limit), str(found.statutory_time_limit)


def holiday(ward: Ward, on: str, consent: Consent) -> None:
    notices.add_holiday(ward.path, ward.clock, ACTOR, day(on), "Nghỉ bão", "CV 1", local=True, consent=consent)


# --- limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "typed", "left"),
    [
        pytest.param("giam-ho", ["5:working_day"], ("5:working_day", "5:working_day"), id="the law's own longer one"),
        pytest.param("giam-ho", ["2:working_day"], ("2:working_day", "3:working_day"), id="a shorter one"),
        pytest.param("rut-ngan", ["4:working_day"], ("4:working_day", "7:calendar_day"), id="shorter, another unit"),
        pytest.param("rut-ngan", ["23:working_day"], ("23:working_day", "23:working_day"), id="longer, another unit"),
        pytest.param("ket-hon", ["5:working_day"], ("5:working_day", "5:working_day"), id="verified, once same day"),
        pytest.param("giam-ho", ["30:working_day", "3:working_day"], ("3:working_day",) * 2, id="a slip mended"),
        pytest.param("giam-ho", ["none", "3:working_day"], ("3:working_day",) * 2, id="none by mistake"),
    ],
)  # fmt: skip
def test_a_corrected_limit_takes_the_laws_place_only_where_it_is_longer(
    ward: Ward, procedure: str, typed: list[str], left: tuple[str, str]
) -> None:
    code = ward.receive(procedure, "28/7/2026 09:00").code
    for limit in typed:
        ward.correct(code, limit=limit)
    assert limits(ward, code) == left


def test_both_limits_typed_are_compared_within_a_unit_only(ward: Ward) -> None:
    code = ward.receive("giam-ho").code
    ward.correct(code, limit="5:working_day", statutory="7:calendar_day")
    assert limits(ward, code) == ("5:working_day", "7:calendar_day")
    with pytest.raises(LongerThanStatutory):
        ward.correct(code, limit="8:working_day", statutory="7:working_day")


@pytest.mark.parametrize(("after", "moves"), [({}, False), ({"procedure": "rut-ngan"}, True)])
def test_a_limit_of_its_own_holds_until_the_procedure_is_corrected(
    ward: Ward, after: dict[str, str], moves: bool
) -> None:
    code = ward.receive("rut-ngan").code
    ward.correct(code, limit="6:working_day")
    if after:
        ward.correct(code, procedure="giam-ho")
        ward.correct(code, **after)
    ward.is_now("4/8/2026 09:00")
    amendment = Amendment(committed=time_limit("9:working_day"), statutory=time_limit("9:working_day"))
    made = procedures.amend(ward.path, ward.clock, ACTOR, "rut-ngan", amendment, day("1/8/2026"), APPLY)
    assert bool(made.moved) is moves


# --- reasons and dates -------------------------------------------------------------------------------


def test_a_refusal_keeps_a_reason(ward: Ward) -> None:
    code = ward.receive().code
    ward.resolve(code, result="refused", note="không đủ điều kiện")
    with pytest.raises(CorrectedReasonNeeded) as needed:
        ward.correct(code, note="")
    assert (needed.value.exit_code, ward.dossier(code).note) == (2, "không đủ điều kiện")


def test_a_withdrawal_keeps_a_reason(ward: Ward) -> None:
    code = ward.receive().code
    acts.withdraw(ward.path, ward.clock, ACTOR, [code], "công dân rút", None)
    with pytest.raises(EmptyValue):
        ward.correct(code, note="")


def test_another_systems_date_is_not_corrected_to_before_the_receipt(ward: Ward) -> None:
    ward.imports("code,procedure_code,received_at,due_at\nX-1,1.004837,2026-08-03 08:00,2026-08-10\n")
    with pytest.raises(OutOfOrder):
        ward.correct("X-1", due_at="2/8/2026 09:00")


def test_a_day_of_another_system_has_its_hour_once_an_hour_limit_moved_it(ward: Ward) -> None:
    """Eight hours, given Thu 6/8 without an hour (17:30); two open hours suspended: Fri 7/8 10:00."""
    ward.is_now("5/8/2026 09:00")
    ward.imports("code,procedure_code,received_at,due_at\nX-1,9.000003,2026-08-03 08:00,2026-08-06\n")
    suspended(ward, "X-1", "4/8/2026 09:00")
    ward.resume("X-1", "4/8/2026 11:00")
    found = ward.dossier("X-1")
    assert (found.due_at, found.due_is_day) == (at("7/8/2026 10:00"), False)


def test_a_bare_date_of_a_delivery_is_never_before_the_result(ward: Ward) -> None:
    code = ward.receive().code
    ward.is_now("5/8/2026 20:00")
    ward.resolve(code, when="4/8/2026 18:30")
    ward.deliver(code, when="5/8/2026 09:00")
    ward.correct(code, delivered_at="4/8/2026")
    assert ward.dossier(code).delivered_at == at("4/8/2026 18:30")


def test_a_move_in_which_one_date_comes_earlier_needs_its_consent(early_ward: Ward) -> None:
    """Eight days from Wed 7/1 end on 15/1, six working days too; with 15/1 off for 10/1 they end on 16/1 and 14/1."""
    ward = early_ward
    ward.is_now("8/1/2026 09:00")
    two_limits = {"committed": time_limit("8:calendar_day"), "statutory": time_limit("6:working_day")}
    like = procedures.versions_of(ward.path, "rut-ngan")[0]
    mixed = like._replace(code="9.000009", aliases=("lan-lon",), seq=0, **two_limits)
    procedures.add(ward.path, ward.clock, ACTOR, mixed)
    code = ward.receive("lan-lon", "7/1/2026 09:00").code
    swap = day("15/1/2026"), day("10/1/2026"), "CV 2"
    [moved] = notices.add_swap(ward.path, ward.clock, ACTOR, *swap, local=False, consent=APPLY).moved
    assert (moved.applied, moved.direction.value) == (False, "earlier")
    assert moved.after.dates[:2] == (at("16/1/2026 17:30"), at("14/1/2026 17:30"))
    assert ward.dossier(code).due_at == at("15/1/2026 17:30")


def test_an_assignment_between_is_no_hindrance_to_taking_an_act_back(ward: Ward) -> None:
    code = ward.receive().code
    suspended(ward, code, "3/8/2026 09:00")
    acts.assign(ward.path, ward.clock, ACTOR, [code], "Ngô Thị Ngọc")
    seq = ward.ask("SELECT seq FROM event WHERE kind = 'suspend'")[0][0]
    amendments.undo(ward.path, ward.clock, ACTOR, code, seq, apply=True)
    found = ward.dossier(code)
    assert (found.status, found.officer, strays(ward)) == ("received", "Ngô Thị Ngọc", [])


# --- files -------------------------------------------------------------------------------------------


def test_what_is_corrected_after_a_receipt_was_told_later_than_an_assignment(ward: Ward) -> None:
    """The officer who was named before the receipt is named by the receipt again, and that is corrected."""
    code = ward.receive("rut-ngan", officer="Hoa").code
    ward.is_now("4/8/2026 09:00")
    ward.assign(code, "Lan")
    ward.is_now("6/8/2026 10:00")
    assert ward.correct(code, received_at="5/8/2026 10:00").officer == "Hoa"
    assert ward.correct(code, channel="online").channel == "online"
    assert ward.correct(code, officer="Mai").officer == "Mai"
    assert ward.correct(code, received_at="3/8/2026 10:00").officer == "Lan"
    assert strays(ward) == []


def test_a_file_may_be_sent_again_after_the_office_went_on(ward: Ward) -> None:
    text = (
        "code,procedure_code,received_at,due_at,officer,note\n"
        "X-1,1.004837,2026-08-03 08:00,2026-08-12 17:30,Lê Ánh,bản chính\n"
    )
    ward.imports(text)
    suspended(ward, "X-1", "3/8/2026 09:00")
    ward.is_now("5/8/2026 09:00")
    ward.resume("X-1", "5/8/2026 08:30")
    acts.assign(ward.path, ward.clock, ACTOR, ["X-1"], "Ngô Thị Ngọc")
    assert ward.imports(text).known == 1
    ward.resolve("X-1", result="refused", note="thiếu giấy tờ")
    assert ward.imports(text).known == 1


def test_a_life_that_a_notice_met_comes_back_in_a_file_that_knows_the_notice(ward: Ward, tmp_path: Path) -> None:
    code = ward.receive().code
    ward.is_now("4/8/2026 09:00")
    suspended(ward, code, "4/8/2026 09:00")
    ward.is_now("5/8/2026 09:00")
    holiday(ward, "6/8/2026", EVERYTHING)
    ward.resume(code, "5/8/2026 09:00")
    other = Ward(opened(tmp_path / "other.db"))
    other.now = ward.now
    holiday(other, "6/8/2026", APPLY)
    assert other.imports(exported(ward)).received == 1
    assert other.dossier(code).dates == ward.dossier(code).dates


def test_a_letter_and_a_suspension_of_one_bare_date_come_back(ward: Ward, tmp_path: Path) -> None:
    ward.is_now("7/8/2026 09:00")
    code = ward.receive("bay-ngay", "3/8/2026 09:00").code
    letter = day("20/8/2026"), "12/XL", "chờ xác minh", moment("5/8/2026"), ""
    acts.extend(ward.path, ward.clock, ACTOR, [code], *letter)
    suspended(ward, code, "5/8/2026")
    other = Ward(opened(tmp_path / "other.db"))
    other.now = ward.now
    other.imports(exported(ward))
    assert exported(other) == exported(ward)


@pytest.mark.parametrize("new", ["2026-08-20", "20/08/2026", "2026-08-20T17:30:00+07:00"])
def test_a_letters_date_is_read_as_people_write_it(ward: Ward, new: str) -> None:
    ward.is_now("7/8/2026 09:00")
    ward.imports(line(extensions=[{"at": "5/8/2026", "letter": "12/XL", "due_after": new}]))
    assert ward.dossier("X-1").extended_due_at == at("20/8/2026 17:30")


def test_a_letter_of_a_known_dossier_counts_under_the_rules_of_its_receipt(ward: Ward) -> None:
    ward.imports(line(received_at="3/8/2026 08:00"))
    settings.set_value(ward.path, ward.clock, ACTOR, "due_time", "16:00", None)
    ward.is_now("7/8/2026 09:00")
    letter = {"at": "5/8/2026", "letter": "12/XL", "due_after": "20/8/2026"}
    ward.imports(line(received_at="3/8/2026 08:00", extensions=[letter]))
    assert ward.dossier("X-1").extended_due_at == at("20/8/2026 17:30")


@pytest.mark.parametrize(
    "cell",
    [
        json.dumps([suspension("")]),
        json.dumps([{"from": "5/8/2026 09:00", "reason": " "}]),
        "[" * 30_000,
    ],
    ids=["an empty from", "an empty reason", "no end of brackets"],
)
def test_a_list_that_says_nothing_is_refused(ward: Ward, cell: str) -> None:
    said = ward.refused_lines(line(suspensions=cell))[2]
    assert "not a JSON list" in said


def test_a_full_history_has_the_receipts_note(ward: Ward) -> None:
    code = ward.receive(note="bản chính", person=SOMEONE).code
    ward.resolve(code, result="refused", note="thiếu giấy tờ")
    told = drawn(history_text(*history(ward.path, ward.clock, code, Moments())), FILE)
    assert "bản chính" in told
    assert "thiếu giấy tờ" in told


def test_what_is_refused_changes_nothing(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.content
    for wrong in ({"limit": "8:working_day", "statutory": "7:working_day"}, {"resolved_at": "3/8/2026 09:00"}, {}):
        with pytest.raises(OnestopError):
            ward.correct(code, **wrong)
    assert ward.content == before
