"""Half a day entered: what it moves, what it reaches, and what takes it back (domain §2.1, decisions 13 and 14)."""

import json
from datetime import date

import pytest

from onestop_cli.core.calendar import DayKind
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Outcome
from onestop_cli.errors import CalendarGap
from onestop_cli.output.calendar_changes import change_record
from onestop_cli.output.calendars import day_record, notice_record
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import calendar as cases
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.explanations import explain, when
from onestop_cli.usecases.moves import Consent, Direction
from onestop_cli.usecases.settings import set_value
from onestop_cli.usecases.strict import Strict
from tests.core.written import at, day, shown
from tests.office import ACTOR, Ward, broken_links, moment, strays
from tests.usecases.derivations import explained, in_force
from tests.usecases.notices import APPLY, NO_MOVE, PREVIEW, add_holiday, add_swap, due, kind, load, revoke

FINISHED_TOO = Consent(apply=True, also_finished=True)
AFTERNOON = "13:30-17:30"


def add_closure(
    ward: Ward,
    on: str,
    hours: str = AFTERNOON,
    consent: Consent = APPLY,
    source: str = "CV 12/UBND",
    *,
    local: bool = True,
) -> Change:
    start, end = ((int(text[:2]) * 60 + int(text[3:])) * 60 for text in hours.split("-"))
    told = day(on), (start, end), "Mất điện", source
    return notice_cases.add_closure(ward.path, ward.clock, ACTOR, *told, local=local, consent=consent)


def moved(change: Change) -> list[tuple[str, str]]:
    """The last digits of each open dossier that a change moves, and where to."""
    return [
        (each.code[-4:], shown(each.due_after)) for each in change.moved if each.verdicts is None and each.due_after
    ]


@pytest.fixture
def every_unit(ward: Ward) -> Ward:
    """Mon 3/8/2026: at 11:00 one of each unit is received, at 13:40 one to be returned the same day."""
    ward.is_now("3/8/2026 11:00")
    for procedure in ("tam-gio", "khai-tu", "rut-ngan", "muoi-ngay", "mot-thang", "khong-han"):
        ward.receive(procedure)
    ward.is_now("3/8/2026 13:40")
    ward.receive("khai-tu")
    ward.is_now("3/8/2026 15:00")
    return ward


# --- open dossiers -----------------------------------------------------------------------------------


def test_the_preview_lists_what_would_move_and_records_nothing(every_unit: Ward) -> None:
    before = every_unit.content
    change = add_closure(every_unit, "3/8/2026", consent=PREVIEW)
    assert moved(change) == [("0001", "4/8/2026 16:30"), ("0007", "4/8/2026 17:30")]
    assert {each.direction for each in change.moved} == {Direction.later}
    assert (change.recorded, every_unit.content) == (None, before)


def test_hours_and_the_same_day_move_and_no_day_does(every_unit: Ward) -> None:
    dates = {number: due(every_unit, f"H26.15.30-260803-000{number}") for number in range(1, 8)}
    add_closure(every_unit, "3/8/2026")
    after = {number: due(every_unit, f"H26.15.30-260803-000{number}") for number in range(1, 8)}
    assert {number: new for number, new in after.items() if new != dates[number]} == {
        1: "4/8/2026 16:30",
        7: "4/8/2026 17:30",
    }
    assert (strays(every_unit), broken_links(every_unit)) == ([], [])


def test_the_statutory_date_moves_in_its_own_unit(every_unit: Ward) -> None:
    """16 hours from Mon 11:00 with the afternoon closed: 1 + 8 + 7, so Wed 16:30."""
    add_closure(every_unit, "3/8/2026")
    moved_one = every_unit.dossier("H26.15.30-260803-0001")
    assert moved_one.statutory_due_at == at("5/8/2026 16:30")
    assert moved_one.promised_due_at == at("4/8/2026 11:00")


def test_no_move_records_only(every_unit: Ward) -> None:
    change = add_closure(every_unit, "3/8/2026", consent=NO_MOVE)
    assert (change.recorded is not None, due(every_unit, "H26.15.30-260803-0001")) == (True, "4/8/2026 11:00")


def test_a_receipt_after_it_counts_with_it(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    assert every_unit.receive("tam-gio").due_at == at("4/8/2026 17:30")
    assert every_unit.receive("khai-tu").due_at == at("4/8/2026 17:30")


def test_a_letter_s_date_stays(ward: Ward) -> None:
    code = ward.receive("rut-ngan").code
    ward.is_now("4/8/2026 09:00")
    ward.extend(code, "14/8/2026")
    assert add_closure(ward, "14/8/2026").moved == []


def test_a_date_of_another_system_stays(ward: Ward) -> None:
    ward.imports("code,procedure_code,applicant,received_at,due_at\nX-1,9.000003,A,2026-08-03 08:00,2026-08-04 10:00\n")
    assert add_closure(ward, "3/8/2026").moved == []


def test_two_that_overlap_add_up(every_unit: Ward) -> None:
    """On Monday 11:00-12:00 and 13:30-14:00 are left, on Tuesday four hours and two and a half."""
    add_closure(every_unit, "3/8/2026", "14:00-16:00")
    change = add_closure(every_unit, "3/8/2026", "15:00-17:30", source="CV 13/UBND")
    assert moved(change) == [("0001", "4/8/2026 16:00")]


def test_across_the_lunch_break(every_unit: Ward) -> None:
    assert moved(add_closure(every_unit, "3/8/2026", "11:30-14:00")) == [("0001", "4/8/2026 12:00")]


@pytest.mark.parametrize(
    ("on", "hours"), [("3/8/2026", "12:00-13:30"), ("3/8/2026", "17:30-24:00"), ("8/8/2026", "08:00-12:00")]
)
def test_outside_the_schedule_it_changes_nothing_and_is_recorded(every_unit: Ward, on: str, hours: str) -> None:
    change = add_closure(every_unit, on, hours)
    [(was, now)] = change.opening
    assert (was == now, change.moved, change.recorded is not None) == (True, [], True)


def test_a_whole_day_stays_a_working_day(every_unit: Ward) -> None:
    change = add_closure(every_unit, "4/8/2026", "00:00-24:00")
    assert moved(change) == [("0001", "5/8/2026 11:00")]
    assert (kind(every_unit, "4/8/2026"), change.opening[0][1]) == (DayKind.working_day, ())


def test_on_a_make_up_saturday(ward: Ward) -> None:
    """Received Fri 21/8 15:30, 8 hours: 2 on Friday, 4 in Saturday's afternoon, 2 on Monday."""
    ward.is_now("21/8/2026 15:30")
    code = ward.receive("tam-gio").code
    assert due(ward, code) == "22/8/2026 15:30"
    for local, morning in ((False, "08:00-12:00"), (True, "08:00-12:00")):
        add_closure(ward, "22/8/2026", morning, local=local)
    assert (due(ward, code), kind(ward, "22/8/2026")) == ("24/8/2026 10:00", DayKind.makeup_day)


def test_on_a_saturday_open_for_hours(ward: Ward) -> None:
    set_value(ward.path, ward.clock, ACTOR, "saturday", "hours_only", None)
    ward.is_now("7/8/2026 15:30")
    code = ward.receive("tam-gio").code
    assert due(ward, code) == "10/8/2026 10:00"
    add_closure(ward, "8/8/2026", "10:00-12:00")
    assert due(ward, code) == "10/8/2026 12:00"


def test_a_suspended_one_counts_no_closed_second(ward: Ward) -> None:
    """8 h from 09:00, suspended 11:30-14:00: half an hour suspended; the closed afternoon is none."""
    code = ward.receive("tam-gio").code
    ward.is_now("3/8/2026 11:30")
    ward.suspend(code)
    ward.is_now("3/8/2026 14:00")
    ward.resume(code)
    assert due(ward, code) == "4/8/2026 10:00"
    assert moved(add_closure(ward, "3/8/2026")) == [("0001", "4/8/2026 15:00")]
    assert strays(ward) == []


def test_one_begun_anew_counts_from_the_resumption(ward: Ward) -> None:
    code = ward.receive("tam-gio").code
    ward.is_now("3/8/2026 10:00")
    ward.suspend(code, policy="restart")
    ward.is_now("3/8/2026 14:00")
    ward.resume(code)
    assert due(ward, code) == "4/8/2026 14:00"
    add_closure(ward, "3/8/2026")
    assert due(ward, code) == "4/8/2026 17:30"


def test_a_resumption_after_it_counts_with_it(ward: Ward) -> None:
    code = ward.receive("khai-tu").code
    ward.is_now("3/8/2026 10:00")
    ward.suspend(code)
    add_closure(ward, "3/8/2026")
    ward.is_now("3/8/2026 13:40")
    assert ward.resume(code).due_at == at("4/8/2026 17:30")


# --- finished dossiers -------------------------------------------------------------------------------


@pytest.fixture
def finished(ward: Ward) -> Ward:
    """Received Mon 13:40 for the same day and in hours, finished on Tuesday morning; entered on Wednesday."""
    ward.is_now("3/8/2026 13:40")
    late = [ward.receive("khai-tu").code, ward.receive("tam-gio").code]
    ward.is_now("4/8/2026 15:00")
    ward.resolve(*late)
    ward.is_now("5/8/2026 09:00")
    return ward


def test_the_preview_names_those_finished_meanwhile(finished: Ward) -> None:
    change = add_closure(finished, "3/8/2026", consent=PREVIEW)
    assert [(each.code[-4:], each.verdicts) for each in change.moved] == [
        ("0001", (Outcome.late, Outcome.early)),
        ("0002", (Outcome.late, Outcome.early)),
    ]


def test_without_asking_they_stay(finished: Ward) -> None:
    add_closure(finished, "3/8/2026")
    assert due(finished, "H26.15.30-260803-0001") == "3/8/2026 17:30"


def test_asked_for_they_move_and_are_marked(finished: Ward) -> None:
    add_closure(finished, "3/8/2026", consent=FINISHED_TOO)
    moved_one = finished.dossier("H26.15.30-260803-0001")
    assert moved_one.due_at == at("4/8/2026 17:30")
    assert [mark.kind for mark in moved_one.recorded_late] == ["move"]
    assert (strays(finished), broken_links(finished)) == ([], [])


def test_one_received_after_the_hours_is_not_reached(ward: Ward) -> None:
    ward.is_now("3/8/2026 13:40")
    code = ward.receive("khai-tu").code
    ward.is_now("4/8/2026 09:00")
    ward.resolve(code)
    assert add_closure(ward, "3/8/2026", "08:00-12:00", FINISHED_TOO).moved == []
    assert add_closure(ward, "5/8/2026", consent=FINISHED_TOO).moved == []


def test_a_limit_in_days_finished_meanwhile_never_moves(ward: Ward) -> None:
    code = ward.receive("rut-ngan").code
    ward.is_now("11/8/2026 09:00")
    ward.resolve(code)
    assert add_closure(ward, "10/8/2026", "00:00-24:00", FINISHED_TOO).moved == []


def test_strictly_it_is_judged_without_it(finished: Ward) -> None:
    add_closure(finished, "3/8/2026", consent=FINISHED_TOO)
    with reading(finished.path) as connection:
        told = {entry.dossier.code[-4:]: entry.dossier.due_at for entry in Strict(connection).marked()}
    assert told["0001"] == at("3/8/2026 17:30")


# --- known, taken back, entered again ----------------------------------------------------------------


def test_a_revoke_restores_every_day_and_date(every_unit: Ward) -> None:
    def stands() -> tuple[list[tuple[object, ...]], ...]:
        days = every_unit.ask("SELECT on_day, kind, name, source, seq, working_days FROM day")
        dates = every_unit.ask("SELECT code, due_at, statutory_due_at, extended_due_at FROM dossier ORDER BY code")
        return days, dates, every_unit.ask("SELECT marks, closures FROM calendar_edition")

    before = stands()
    change = add_closure(every_unit, "3/8/2026")
    assert stands() != before
    assert change.recorded is not None
    again = revoke(every_unit, change.recorded.seq, Consent(apply=True, also_earlier=True))
    assert ([each.direction for each in again.moved], stands()) == ([Direction.earlier] * 2, before)
    assert (strays(every_unit), broken_links(every_unit)) == ([], [])


def test_a_revoke_takes_back_what_it_gave_to_those_finished_before(finished: Ward) -> None:
    def dates() -> list[tuple[object, ...]]:
        return finished.ask("SELECT code, due_at, statutory_due_at FROM dossier ORDER BY code")

    before = dates()
    change = add_closure(finished, "3/8/2026", consent=FINISHED_TOO)
    assert dates() != before
    assert change.recorded is not None
    told = revoke(finished, change.recorded.seq, PREVIEW).moved
    assert [(m.is_given_back, m.verdicts) for m in told] == [(True, (Outcome.early, Outcome.late))] * len(before)
    revoke(finished, change.recorded.seq, Consent(apply=True, also_finished=True))
    assert (dates(), strays(finished), broken_links(finished)) == (before, [], [])


def test_a_revoke_leaves_what_was_finished_while_it_was_in_force(ward: Ward) -> None:
    """Received Mon 13:40 for the same day, closed from 13:30 on, finished on Tuesday; then it is taken back."""
    ward.is_now("3/8/2026 13:40")
    code = ward.receive("khai-tu").code
    change = add_closure(ward, "3/8/2026")
    ward.is_now("4/8/2026 09:00")
    ward.resolve(code)
    assert change.recorded is not None
    assert revoke(ward, change.recorded.seq, Consent(apply=True, also_earlier=True, also_finished=True)).moved == []
    assert due(ward, code) == "4/8/2026 17:30"


def test_entered_twice_it_is_recorded_once(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    before = every_unit.content
    again = add_closure(every_unit, "3/8/2026")
    assert (again.recorded, again.is_known, every_unit.content) == (None, True, before)


def test_other_hours_of_the_same_notice_are_another_closure(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    assert add_closure(every_unit, "3/8/2026", "08:00-09:00").recorded is not None


def test_entered_again_it_moves_what_was_left(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026", consent=NO_MOVE)
    again = add_closure(every_unit, "3/8/2026")
    assert ([each.applied for each in again.moved], again.recorded) == ([True, True], None)
    assert due(every_unit, "H26.15.30-260803-0001") == "4/8/2026 16:30"


def test_a_day_off_entered_later_keeps_the_closure(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    change = add_holiday(every_unit, "3/8/2026", local=True)
    assert change.recorded is not None
    assert kind(every_unit, "3/8/2026") is DayKind.holiday
    revoke(every_unit, change.recorded.seq, Consent(apply=True, also_earlier=True))
    assert due(every_unit, "H26.15.30-260803-0001") == "4/8/2026 16:30"


def test_a_swap_and_a_closure_of_its_make_up_day(early_ward: Ward) -> None:
    """From Fri 9/1 16:30: one hour, four in Saturday's afternoon, three on Monday."""
    early_ward.is_now("7/1/2026 09:00")
    add_closure(early_ward, "10/1/2026", "08:00-12:00")
    add_swap(early_ward, APPLY)
    assert when(early_ward.path, early_ward.clock, "tam-gio", moment("9/1/2026 16:30")).explanation.due_at == at(
        "12/1/2026 11:00"
    )


def test_a_national_one_on_a_make_up_day_is_half_no_swap(ward: Ward) -> None:
    assert add_closure(ward, "22/8/2026", local=False).recorded is not None


def test_a_year_loaded_anew_keeps_it(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    assert load(every_unit, 2026, 2026).is_known
    load(every_unit, 2029, 2029)
    assert every_unit.receive("tam-gio").due_at == at("4/8/2026 17:30")


def test_a_year_that_is_not_loaded_is_refused(ward: Ward) -> None:
    with pytest.raises(CalendarGap):
        add_closure(ward, "3/8/2040")


def test_known_before_and_after(every_unit: Ward) -> None:
    code = "H26.15.30-260803-0001"
    every_unit.is_now("3/8/2026 16:00")
    add_closure(every_unit, "3/8/2026")
    every_unit.is_now("3/8/2026 17:00")
    before, after = Moments(None, at("3/8/2026 15:30")), Moments(None, at("3/8/2026 16:30"))
    office = every_unit.path, every_unit.clock
    dates = [explain(*office, code, moments).explanation.due_at for moments in (before, after)]
    assert dates == [at("4/8/2026 11:00"), at("4/8/2026 16:30")]
    promised = [when(*office, "tam-gio", moment("3/8/2026 11:00"), moments) for moments in (before, after)]
    assert [each.explanation.due_at for each in promised] == dates
    shown_days = [cases.year(*office, 2026, moments.known_at).days for moments in (before, after)]
    monday = [next(d for d in days if d.on == date(2026, 8, 3)) for days in shown_days]
    assert [len(d.closures) for d in monday] == [0, 1]


def test_a_correction_counts_in_the_days_known_at_the_finish(finished: Ward) -> None:
    """Entered after the finish it has no part in a later correction; moved by it, it keeps what it gave."""
    code = "H26.15.30-260803-0001"
    add_closure(finished, "3/8/2026")
    corrected = finished.correct(code, received_at="3/8/2026 13:45")
    assert corrected.due_at == at("3/8/2026 17:30")
    other = "H26.15.30-260803-0002"
    add_closure(finished, "3/8/2026", consent=FINISHED_TOO)
    assert finished.correct(other, received_at="3/8/2026 13:45").due_at == at("4/8/2026 17:30")


def test_undone_the_receipt_s_own_counting_is_explained(every_unit: Ward) -> None:
    code = "H26.15.30-260803-0001"
    add_closure(every_unit, "3/8/2026")
    every_unit.correct(code, received_at="3/8/2026 10:30")
    assert due(every_unit, code) == "4/8/2026 16:00"
    every_unit.undo(code)
    told = explained(every_unit, code)
    assert (told["due_at"], in_force(told)) == ("2026-08-04T16:30:00+07:00", "2026-08-04T16:30:00+07:00")


def test_the_explanation_names_it(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    told = explained(every_unit, "H26.15.30-260803-0001")
    assert told["days"][0] == {
        "date": "2026-08-03", "counted": True, "n": None, "reason": "closure",
        "name": "Mất điện", "source": "CV 12/UBND",
    }  # fmt: skip
    first = next(step for step in told["steps"] if step["kind"] == "receive")
    assert [row["reason"] for row in first["due"]["days"]] == ["working_day", "working_day"]


# --- said --------------------------------------------------------------------------------------------


def test_the_change_tells_the_hours(every_unit: Ward) -> None:
    [row] = change_record(add_closure(every_unit, "3/8/2026"), applied=True)["days"]
    assert (row["before"], row["after"], row["open_after"]) == (
        "working_day", "working_day", [{"from": "08:00", "to": "12:00"}],
    )  # fmt: skip
    assert row["open_before"] == [{"from": "08:00", "to": "12:00"}, {"from": "13:30", "to": "17:30"}]


def test_the_calendar_and_its_notices_tell_it(every_unit: Ward) -> None:
    change = add_closure(every_unit, "3/8/2026")
    assert change.recorded is not None
    seq = change.recorded.seq
    view = cases.year(every_unit.path, every_unit.clock, 2026)
    [told] = [day_record(d) for d in view.days if d.closures]
    assert (told["date"], told["kind"], told["notice"]) == ("2026-08-03", "working_day", None)
    closure = {"from": "13:30", "to": "17:30", "name": "Mất điện", "source": "CV 12/UBND", "notice": seq}
    assert told["closures"] == [closure]
    [notice] = notice_cases.notices(every_unit.path)
    [claim] = notice_record(notice)["claims"]
    assert (claim["kind"], claim["from"], claim["to"]) == ("closure", "13:30", "17:30")
    [kept] = every_unit.ask("SELECT closures FROM calendar_edition")
    assert json.loads(kept[0]) == [["2026-08-03", 48600, 63000, "Mất điện", "CV 12/UBND", seq]]


def test_the_file_has_its_hours_again_when_it_is_rebuilt(every_unit: Ward) -> None:
    add_closure(every_unit, "3/8/2026")
    with reading(every_unit.path) as connection:
        [claim] = [c for c in calendar_store.claims(connection) if c.kind is DayKind.closure]
        loaded = calendar_store.load(connection)
        anew = calendar_store.Calendar.of(
            calendar_store.days_known_at(connection, cases.settings.office(connection), claim.seq)
        )
    assert (claim.hours, loaded.closures) == ((48_600, 63_000), anew.closures)
