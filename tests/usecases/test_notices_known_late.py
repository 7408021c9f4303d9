"""A notice is knowledge of the days, not an act (domain §2.1, decisions 11-13).

Storms on Wednesday 9/9/2026 that are entered on Monday the 14th, and the swap of 2/1 for 10/1/2026, entered late: what
was finished in between, what was typed for an earlier hour, what was corrected or taken back since.
"""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop_cli.core.dossier import Dossier
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, judged_finish, outcome
from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import MoveStays
from onestop_cli.output.calendar_changes import change_record
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases import procedures
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.dossiers import show
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.moves import Consent
from tests.core.written import at
from tests.office import ACTOR, Ward, broken_links, strays
from tests.usecases.notices import APPLY, PREVIEW, add_holiday, add_swap, due, imported, revoke

ALSO_FINISHED = Consent(apply=True, also_finished=True)
LATE, ON_TIME, EARLY = Outcome.late, Outcome.on_time, Outcome.early


def storm(ward: Ward, consent: Consent = APPLY, on: str = "9/9/2026") -> Change:
    return add_holiday(ward, on, consent, local=True)


def finished(change: Change) -> dict[str, tuple[Outcome, Outcome, bool]]:
    """The dossiers finished meanwhile by code, their verdicts before and after, and whether they are moved."""
    return {m.code: (*m.verdicts, m.applied) for m in change.moved if m.verdicts}


def stood(ward: Ward, code: str, **moments: str) -> Dossier:
    told = Moments(**{name: at(text) for name, text in moments.items()})
    return show(ward.path, ward.clock, code, told).entry.dossier


def verdict(ward: Ward, code: str) -> Outcome | None:
    return outcome(ward.dossier(code), ward.now)


@pytest.fixture
def monday(ward: Ward) -> tuple[Ward, str]:
    """Received Mon 7/9/2026 + 3 working days: 8, 9, 10/9; it is the 9th, a storm, and nobody is in."""
    ward.is_now("7/9/2026 09:00")
    code = ward.receive().code
    assert due(ward, code) == "10/9/2026 17:30"
    ward.is_now("9/9/2026 09:00")
    return ward, code


@pytest.fixture
def late(monday: tuple[Ward, str]) -> tuple[Ward, str]:
    """The same with its result on Fri 11/9; the storm of the 9th is not entered before Mon 14/9."""
    ward, code = monday
    ward.is_now("11/9/2026 10:00")
    ward.resolve(code)
    assert verdict(ward, code) is LATE
    ward.is_now("14/9/2026 08:00")
    return ward, code


# --- known for the whole life ----------------------------------------------------------------------


def test_what_a_notice_says_is_true_before_it_was_entered_and_known_only_since(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    [moved] = storm(ward).moved
    assert moved.after.promised_due_at == at("10/9/2026 17:30")
    assert stood(ward, code, as_of="8/9/2026 10:00").due_at == at("11/9/2026 17:30")
    assert stood(ward, code, known_at="9/9/2026 08:59").due_at == at("10/9/2026 17:30")
    assert (stood(ward, code).promised_due_at, strays(ward)) == (at("10/9/2026 17:30"), [])


def test_a_suspension_that_began_too_late_counts_once_the_notice_is_known(monday: tuple[Ward, str]) -> None:
    """Suspended on Fri 11/9, a day after it was due; with the storm of the 9th it was due that day, and counts."""
    ward, code = monday
    ward.is_now("11/9/2026 10:00")
    ward.suspend(code)
    assert ward.dossier(code).suspensions[0].counts.due is False
    ward.is_now("14/9/2026 08:00")
    storm(ward)
    [suspension] = ward.dossier(code).suspensions
    assert (suspension.counts.due, suspension.before.due_at) == (True, at("11/9/2026 17:30"))
    assert ward.resume(code).due_at == at("14/9/2026 17:30")
    assert (strays(ward), broken_links(ward)) == ([], [])


def test_a_suspension_that_began_in_time_counts_no_more_once_a_notice_pulls_the_date_before_it(
    early_ward: Ward,
) -> None:
    """Received 7/1, due Mon 12/1, suspended that day to 14/1; with Saturday 10/1 worked it had been due before that."""
    early_ward.is_now("7/1/2026 09:00")
    code = early_ward.receive().code
    early_ward.is_now("12/1/2026 10:00")
    early_ward.suspend(code)
    early_ward.is_now("14/1/2026 10:00")
    assert early_ward.resume(code).due_at == at("14/1/2026 17:30")
    assert [moved.applied for moved in add_swap(early_ward, APPLY).moved] == [False]
    add_swap(early_ward, Consent(apply=True, also_earlier=True))
    told = early_ward.dossier(code)
    assert (told.due_at, told.suspensions[0].counts.due, strays(early_ward)) == (at("10/1/2026 17:30"), False, [])


def test_a_revoked_notice_gives_back_what_a_suspension_was(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.is_now("11/9/2026 10:00")
    ward.suspend(code)
    before = ward.dossier(code)
    change = storm(ward)
    assert change.recorded is not None
    revoke(ward, change.recorded.seq, Consent(apply=True, also_earlier=True))
    after = ward.dossier(code)
    assert (after.dates, after.suspensions) == (before.dates, before.suspensions)


def test_explain_tells_the_move_as_it_tells_a_correction(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    storm(ward)
    told = explain(ward.path, ward.clock, code, Moments()).explanation
    assert [(step.kind, step.after.due_at) for step in told.steps] == [
        ("receive", at("10/9/2026 17:30")),
        ("move", at("11/9/2026 17:30")),
    ]
    assert told.due_at == at("11/9/2026 17:30")


def test_the_day_of_a_letter_stays_in_the_letter_and_comes_back_with_a_revoked_notice(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.extend(code, "14/9/2026")
    change = storm(ward, on="14/9/2026")
    moved = ward.dossier(code)
    assert (moved.extended_due_at, moved.extensions[0].due_after) == (at("15/9/2026 17:30"), at("14/9/2026 17:30"))
    assert change.recorded is not None
    revoke(ward, change.recorded.seq, Consent(apply=True, also_earlier=True))
    assert (ward.dossier(code).extended_due_at, strays(ward)) == (at("14/9/2026 17:30"), [])


# --- in no act's way -------------------------------------------------------------------------------


def test_yesterdays_result_is_typed_after_todays_notice_and_judged_by_it(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.is_now("12/9/2026 08:00")
    storm(ward)
    [done] = ward.resolve(code, when="11/9/2026 16:00")
    assert (outcome(done, ward.now), done.due_at, strays(ward)) == (ON_TIME, at("11/9/2026 17:30"), [])


def test_yesterdays_result_is_typed_after_todays_change_of_officer_which_then_changes_none(
    monday: tuple[Ward, str],
) -> None:
    ward, code = monday
    ward.assign(code, "Lê Thị Ánh")
    [done] = ward.resolve(code, when="8/9/2026 16:00")
    assert (done.resolved_at, done.officer) == (at("8/9/2026 16:00"), "")
    assert (stood(ward, code, as_of="9/9/2026 12:00"), strays(ward)) == (done, [])


def test_a_change_of_officer_before_the_result_holds(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.assign(code, "Lê Thị Ánh")
    ward.is_now("10/9/2026 09:00")
    [done] = ward.resolve(code)
    assert done.officer == "Lê Thị Ánh"
    assert (stood(ward, code, as_of="9/9/2026 08:00").officer, stood(ward, code, as_of="9/9/2026 10:00").officer) == (
        "",
        "Lê Thị Ánh",
    )


def test_a_result_is_corrected_to_before_a_change_of_officer(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.assign(code, "Lê Thị Ánh")
    ward.is_now("10/9/2026 09:00")
    ward.resolve(code)
    assert ward.correct(code, resolved_at="8/9/2026 15:00").officer == ""
    assert strays(ward) == []


def test_an_undo_after_a_move_takes_back_the_persons_act(late: tuple[Ward, str]) -> None:
    ward, code = late
    storm(ward, ALSO_FINISHED)
    again = ward.undo(code)
    assert (again.status, again.due_at, strays(ward)) == ("received", at("11/9/2026 17:30"), [])
    assert ward.ask("SELECT data ->> 'restated' FROM event WHERE kind = 'undo'") == [(None,)]


def test_a_move_is_not_taken_back_by_itself(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    storm(ward)
    before = ward.content
    [(seq,)] = ward.ask("SELECT seq FROM event WHERE kind = 'move'")
    with pytest.raises(MoveStays):
        ward.undo(code, seq)
    assert ward.content == before


def test_a_corrected_limit_taken_back_under_a_notice_leaves_what_the_notice_gave(monday: tuple[Ward, str]) -> None:
    """3 days, then 5, then the storm: 15/9. Without the correction 3 days and the storm: 11/9; with it again 15/9."""
    ward, code = monday
    ward.correct(code, limit="5:working_day")
    [(correction,)] = ward.ask("SELECT seq FROM event WHERE kind = 'correct'")
    storm(ward)
    assert due(ward, code) == "15/9/2026 17:30"
    assert ward.undo(code, correction, apply=False).due_at == at("11/9/2026 17:30")
    ward.undo(code, correction)
    assert due(ward, code) == "11/9/2026 17:30"
    ward.undo(code)
    assert (due(ward, code), strays(ward), broken_links(ward)) == ("15/9/2026 17:30", [], [])


def test_a_resumption_that_comes_back_under_a_notice_is_counted_with_it(monday: tuple[Ward, str]) -> None:
    """Suspended 8/9 to 9/9: due 11/9. The storm of the 10th came while the resumption was taken back: due 14/9."""
    ward, code = monday
    ward.suspend(code, when="8/9/2026 10:00")
    assert ward.resume(code).due_at == at("11/9/2026 17:30")
    ward.undo(code)
    storm(ward, on="10/9/2026")
    assert ward.undo(code).due_at == at("14/9/2026 17:30")
    assert (strays(ward), broken_links(ward)) == ([], [])


# --- finished meanwhile ----------------------------------------------------------------------------


def test_the_preview_names_what_was_finished_meanwhile(late: tuple[Ward, str]) -> None:
    ward, code = late
    before = ward.content
    preview = storm(ward, PREVIEW)
    assert finished(preview) == {code: (LATE, ON_TIME, False)}
    assert change_record(preview, applied=False)["finished"] == [
        {
            "code": code,
            "procedure_code": "1.004873",
            "outcome_before": "late",
            "outcome_after": "on_time",
            "due_before": "2026-09-10T17:30:00+07:00",
            "due_after": "2026-09-11T17:30:00+07:00",
            "applied": False,
        }
    ]
    assert (change_record(preview, applied=False)["moved"], ward.content) == ([], before)


def test_without_the_option_what_was_finished_stays(late: tuple[Ward, str]) -> None:
    ward, code = late
    assert finished(storm(ward)) == {code: (LATE, ON_TIME, False)}
    assert verdict(ward, code) is LATE


def test_with_the_option_it_is_on_time_and_the_record_says_why(late: tuple[Ward, str]) -> None:
    ward, code = late
    assert finished(storm(ward, ALSO_FINISHED)) == {code: (LATE, ON_TIME, True)}
    assert (verdict(ward, code), due(ward, code)) == (ON_TIME, "11/9/2026 17:30")
    [(source, mark)] = ward.ask(
        "SELECT data ->> 'source', data ->> 'recorded_late' FROM event WHERE kind = 'move' AND dossier = ?", code
    )
    assert (source.startswith("CV 12/UBND ("), mark, strays(ward)) == (True, 1, [])


def test_asked_for_later_it_still_comes(late: tuple[Ward, str]) -> None:
    ward, code = late
    storm(ward)
    again = storm(ward, ALSO_FINISHED)
    assert (again.recorded, finished(again)) == (None, {code: (LATE, ON_TIME, True)})
    assert finished(storm(ward, ALSO_FINISHED)) == {}


def test_a_later_correction_keeps_what_the_notice_gave(late: tuple[Ward, str]) -> None:
    ward, code = late
    storm(ward, ALSO_FINISHED)
    storm(ward, APPLY, "8/9/2026")
    corrected = ward.correct(code, received_at="7/9/2026 10:00")
    assert (corrected.due_at, outcome(corrected, ward.now)) == (at("11/9/2026 17:30"), ON_TIME)


def test_without_a_move_a_later_correction_counts_as_it_was_known_at_the_finish(late: tuple[Ward, str]) -> None:
    ward, code = late
    storm(ward)
    assert ward.correct(code, received_at="7/9/2026 10:00").due_at == at("10/9/2026 17:30")


@pytest.mark.parametrize(
    ("received", "resolved", "becomes"),
    [
        pytest.param("24/12/2025 09:00", "6/1/2026 10:00", (LATE, ON_TIME), id="later by the day off: better"),
        pytest.param("24/12/2025 09:00", "5/1/2026 10:00", (ON_TIME, EARLY), id="on time becomes early"),
        pytest.param("24/12/2025 09:00", "31/12/2025 10:00", None, id="finished before the first day that changed"),
        pytest.param("2/1/2026 09:00", "9/1/2026 10:00", None, id="received on the day off, finished before the other"),
    ],
)
def test_the_swap_of_january_entered_late_betters(
    early_ward: Ward, received: str, resolved: str, becomes: tuple[Outcome, Outcome] | None
) -> None:
    """Seven working days from 24/12 end on 5/1 on the slip, on 6/1 once the swap is known."""
    early_ward.is_now(received)
    code = early_ward.receive("bay-ngay").code
    early_ward.is_now(resolved)
    early_ward.resolve(code)
    early_ward.is_now("12/1/2026 08:00")
    expected = {code: (*becomes, True)} if becomes else {}
    assert finished(add_swap(early_ward, ALSO_FINISHED)) == expected


def test_a_notice_that_pulls_a_date_earlier_never_reaches_a_finished_dossier(early_ward: Ward) -> None:
    """Received 7/1 + 3: due 12/1, done that day. With Saturday 10/1 worked it would have been late."""
    early_ward.is_now("7/1/2026 09:00")
    code = early_ward.receive().code
    early_ward.is_now("12/1/2026 09:00")
    early_ward.resolve(code)
    early_ward.is_now("13/1/2026 09:00")
    everything = Consent(apply=True, also_earlier=True, also_finished=True)
    assert (add_swap(early_ward, everything).moved, due(early_ward, code)) == ([], "12/1/2026 17:30")


def test_what_gets_better_on_one_basis_and_worse_on_another_is_left_alone(early_ward: Ward) -> None:
    """A month from 5/12/2025 is 5/1, 6/1 once that is off: early. By law 20 days, then Saturday 3/1: late."""
    limits = time_limit("20:working_day"), time_limit("1:month")
    made = Procedure("9.000200", "Thủ tục hai hạn", "Khác", *limits, ("hai-han",), "", date(2016, 1, 1))
    procedures.add(early_ward.path, early_ward.clock, ACTOR, made)
    early_ward.is_now("5/12/2025 09:00")
    code = early_ward.receive("hai-han").code
    early_ward.is_now("5/1/2026 16:00")
    early_ward.resolve(code)
    dates = early_ward.dossier(code).dates
    assert dates[:2] == (at("5/1/2026 17:30"), at("5/1/2026 17:30"))
    everything = Consent(apply=True, also_earlier=True, also_finished=True)
    assert add_swap(early_ward, everything, "5/1/2026", "3/1/2026").moved == []
    assert early_ward.dossier(code).dates == dates


def test_a_storm_on_the_day_of_receipt_itself_reaches_nothing_finished(ward: Ward) -> None:
    """Somebody was in to receive it: a day that changed counts from the day after the receipt on."""
    ward.is_now("9/9/2026 10:00")
    code = ward.receive("khai-tu").code
    ward.is_now("10/9/2026 10:00")
    ward.resolve(code)
    rows = "".join(f"day_off,{on},,Nghỉ bão,,CV 2\n" for on in ("2026-09-09", "2026-09-21"))
    change = imported(ward, rows, ALSO_FINISHED, ["9/9/2026", "21/9/2026"])
    assert (verdict(ward, code), finished(change)) == (LATE, {})


def test_a_withdrawal_is_judged_by_what_a_result_then_would_have_been(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.is_now("11/9/2026 10:00")
    ward.withdraw(code)
    ward.is_now("14/9/2026 08:00")
    assert finished(storm(ward, ALSO_FINISHED)) == {code: (LATE, ON_TIME, True)}
    assert (due(ward, code), strays(ward)) == ("11/9/2026 17:30", [])


def test_a_void_dossier_and_a_date_of_another_system_are_left_alone(late: tuple[Ward, str]) -> None:
    ward, code = late
    ward.imports(
        "code,procedure_code,received_at,due_at,resolved_at,result\n"
        "X-1,1.004873,7/9/2026 09:00,2026-09-10,11/9/2026 10:00,approved\n"
    )
    ward.void(code)
    assert finished(storm(ward, ALSO_FINISHED)) == {}


def test_a_result_that_ended_a_suspension_is_told_with_the_notice(monday: tuple[Ward, str]) -> None:
    """Suspended from 8/9 to 10/9, due 14/9, done on 15/9: a storm after that moves nothing of it, one on 11/9 does."""
    ward, code = monday
    ward.suspend(code, when="8/9/2026 10:00")
    ward.is_now("10/9/2026 10:00")
    ward.resume(code)
    assert due(ward, code) == "14/9/2026 17:30"
    ward.is_now("15/9/2026 10:00")
    ward.resolve(code)
    ward.is_now("16/9/2026 10:00")
    assert finished(storm(ward, ALSO_FINISHED, "16/9/2026")) == {}
    assert finished(storm(ward, ALSO_FINISHED, "11/9/2026")) == {code: (LATE, ON_TIME, True)}
    assert (due(ward, code), strays(ward)) == ("15/9/2026 17:30", [])


def test_what_was_finished_is_found_by_its_instant(ward: Ward) -> None:
    with reading(ward.path) as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        assert list(register.finished_over(connection, date(2026, 9, 9), date(2026, 9, 10))) == []
        connection.set_trace_callback(None)
        [plan] = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}") if "dossier" in row[3]]
    assert "USING INDEX dossier_finished (finished_at>?" in plan


# --- moved when it was late already ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entered", "is_marked"),
    [("10/9/2026 17:45", False), ("11/9/2026 08:00", True)],
    ids=["on the day it was due", "when it was overdue"],
)
def test_a_move_of_what_was_overdue_bears_a_mark(monday: tuple[Ward, str], entered: str, is_marked: bool) -> None:
    ward, _ = monday
    ward.is_now(entered)
    storm(ward)
    assert ward.ask("SELECT data ->> 'recorded_late' FROM event WHERE kind = 'move'") == [(1 if is_marked else None,)]


MARKS = "SELECT data ->> 'recorded_late' FROM event WHERE kind = 'move' ORDER BY seq"


def test_a_later_move_that_keeps_what_a_marked_one_gave_bears_a_mark_too(monday: tuple[Ward, str]) -> None:
    """The second storm takes the day of the letter only; but it tells all dates anew, those of the first among them."""
    ward, code = monday
    ward.extend(code, "14/9/2026")
    ward.is_now("11/9/2026 08:00")
    storm(ward)
    storm(ward, on="14/9/2026")
    assert (ward.ask(MARKS), ward.dossier(code).extended_due_at) == ([(1,), (1,)], at("15/9/2026 17:30"))


def test_a_later_move_that_takes_it_back_bears_none(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.is_now("11/9/2026 08:00")
    change = storm(ward)
    assert change.recorded is not None
    revoke(ward, change.recorded.seq, Consent(apply=True, also_earlier=True))
    assert (ward.ask(MARKS), due(ward, code)) == ([(1,), (None,)], "10/9/2026 17:30")


def test_a_move_that_makes_an_overdue_one_due_earlier_bears_none(early_ward: Ward) -> None:
    early_ward.is_now("7/1/2026 09:00")
    early_ward.receive()
    early_ward.is_now("13/1/2026 08:00")
    add_swap(early_ward, Consent(apply=True, also_earlier=True))
    assert early_ward.ask("SELECT data ->> 'recorded_late' FROM event WHERE kind = 'move'") == [(None,)]


def test_what_was_on_time_and_becomes_early_bears_none(monday: tuple[Ward, str]) -> None:
    ward, code = monday
    ward.is_now("10/9/2026 10:00")
    ward.resolve(code)
    ward.is_now("14/9/2026 08:00")
    assert finished(storm(ward, ALSO_FINISHED)) == {code: (ON_TIME, EARLY, True)}
    assert ward.ask("SELECT data ->> 'recorded_late' FROM event WHERE kind = 'move'") == [(None,)]


# --- laws ------------------------------------------------------------------------------------------

PLANS = st.lists(
    st.tuples(
        st.sampled_from(["bay-ngay", "muoi-ngay", "tam-gio", "rut-ngan", "mot-thang", "tinh-trang-hon-nhan"]),
        st.integers(0, 9 * 24),
        st.sampled_from(["resolve", "suspend and resolve", "resume and resolve", "extend and resolve", "withdraw"]),
        st.integers(1, 20 * 24),
    ),
    min_size=1,
    max_size=4,
)
CLOSED = st.lists(
    st.sampled_from([f"{n}/9/2026" for n in (3, 4, 7, 8, 9, 10, 11, 14, 15, 16)]), max_size=3, unique=True
)


def _lived(ward: Ward, plan: tuple[str, int, str, int]) -> str:
    """A dossier received and finished by plan, its hours counted from Thursday 3/9/2026 at nine."""
    procedure, begun, how, took = plan
    begin = at("3/9/2026 09:00") + timedelta(hours=begun)
    ward.now = begin
    code = ward.receive(procedure).code
    ward.now = begin + timedelta(hours=took / 3)
    if how in ("suspend and resolve", "resume and resolve"):
        ward.suspend(code)
    if how == "extend and resolve":
        ward.extend(code, "9/11/2026", override="chậm" if procedure in ("tam-gio",) or took > 24 else "")
    ward.now = begin + timedelta(hours=took * 2 / 3)
    if how == "resume and resolve":
        ward.resume(code)
    ward.now = begin + timedelta(hours=took)
    if how == "withdraw":
        ward.withdraw(code)
    else:
        ward.resolve(code)
    return code


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=PLANS, closed=CLOSED, revoked=st.booleans())
def test_a_notice_never_makes_a_finished_verdict_worse_and_gives_nothing_that_outlives_it(
    ward_template: Path, plans: list[tuple[str, int, str, int]], closed: list[str], revoked: bool
) -> None:
    order = [EARLY, ON_TIME, LATE]
    with tempfile.TemporaryDirectory() as folder:
        ward = Ward(Path(shutil.copy(ward_template, Path(folder) / "onestop.db")))
        codes: list[str] = []
        for plan in plans:
            try:
                codes.append(_lived(ward, plan))
            except Exception as problem:
                if type(problem).__module__ != "onestop_cli.errors":
                    raise
        ward.is_now("16/10/2026 09:00")
        first = {code: ward.dossier(code) for code in codes}
        everything = Consent(apply=True, also_earlier=True, also_finished=True)
        seqs: list[int] = []
        for day in closed:
            before = {code: ward.dossier(code) for code in codes}
            recorded = storm(ward, everything, day).recorded
            assert recorded is not None
            seqs.append(recorded.seq)
            for code, was in before.items():
                for basis, old, new in _verdicts(was, ward.dossier(code)):
                    assert old is new or order.index(new) < order.index(old), (code, basis, day)
        if revoked and seqs:
            revoke(ward, seqs[0], everything)
            if len(seqs) == 1:
                for code, was in first.items():
                    assert all(old is new for _, old, new in _verdicts(was, ward.dossier(code))), code
        assert [ward.dossier(code).promised_due_at for code in codes] == [d.promised_due_at for d in first.values()]
        assert (strays(ward), broken_links(ward)) == ([], [])


def _verdicts(was: Dossier, now: Dossier) -> list[tuple[Basis, Outcome, Outcome]]:
    """The verdicts of a finished dossier on every basis, as it was and as it is."""
    finish = now.finished_at
    if finish is None:
        return []
    judged = [tuple(judged_finish(d, finish, basis, Granularity.unit) for d in (was, now)) for basis in Basis]
    return [(basis, old, new) for basis, (old, new) in zip(Basis, judged, strict=True)]
