"""The JSON of `explain` alone gives every date of a dossier again: nothing is looked up (domain §3.1-3.4)."""

import pytest

from onestop_cli.core.dossier import Policy
from onestop_cli.core.limits import time_limit
from onestop_cli.usecases import acts as handling
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases import procedures, settings
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.procedures import Amendment
from tests.core.written import at, day
from tests.office import ACTOR, Ward, moment
from tests.usecases.busy_year import EVERYTHING
from tests.usecases.derivations import explained, numbers, worked_out


def suspended(ward: Ward, code: str, start: str, end: str, policy: Policy = Policy.continue_) -> None:
    """The dossier's clock stood still between two moments."""
    office = ward.path, ward.clock, ACTOR
    ward.suspend(code, "other_agency", start, policy=policy.value)
    handling.resume(*office, [code], moment(end))


@pytest.mark.parametrize(
    ("procedure", "received", "start", "end", "due"),
    [
        ("rut-ngan", "3/8/2026 09:00", "5/8/2026 10:00", "10/8/2026 15:00", "13/8/2026 17:30"),
        ("giam-ho", "3/8/2026 09:00", "6/8/2026 10:00", "8/8/2026 09:00", "10/8/2026 17:30"),
        ("giam-ho", "3/8/2026 09:00", "6/8/2026 10:00", "7/8/2026 09:00", "7/8/2026 17:30"),
        ("giam-ho", "3/8/2026 09:00", "6/8/2026 10:00", "7/8/2026 17:31", "10/8/2026 17:30"),
        ("rut-ngan", "3/8/2026 09:00", "4/8/2026 09:00", "6/8/2026 16:59", "12/8/2026 17:30"),
        ("rut-ngan", "3/8/2026 09:00", "4/8/2026 09:00", "6/8/2026 17:31", "12/8/2026 17:30"),
        ("muoi-ngay", "3/8/2026 09:00", "4/8/2026 09:00", "6/8/2026 09:00", "17/8/2026 17:30"),
        ("muoi-ngay", "3/8/2026 09:00", "13/8/2026 09:00", "14/8/2026 09:00", "14/8/2026 17:30"),
        ("mot-thang", "3/7/2026 09:00", "3/8/2026 09:00", "5/8/2026 09:00", "5/8/2026 17:30"),
        ("khai-tu", "3/8/2026 09:00", "3/8/2026 10:00", "5/8/2026 16:00", "6/8/2026 17:30"),
        ("tam-gio", "3/8/2026 09:00", "3/8/2026 11:30", "3/8/2026 14:00", "4/8/2026 10:00"),
        ("tam-gio", "3/8/2026 08:00", "3/8/2026 17:29:59", "4/8/2026 07:00", "4/8/2026 08:00:01"),
        ("tam-gio", "3/8/2026 13:30", "4/8/2026 11:59:59", "4/8/2026 12:30", "4/8/2026 13:30:01"),
        ("tam-gio", "3/8/2026 09:00", "4/8/2026 09:00", "5/8/2026 09:00", "4/8/2026 09:00"),
        ("tam-gio", "3/8/2026 09:00", "4/8/2026 08:59:59", "5/8/2026 12:00", "5/8/2026 13:30:01"),
        ("giam-ho", "3/8/2026 09:00", "7/8/2026 09:00", "12/8/2026 09:00", "6/8/2026 17:30"),
    ],
)  # fmt: skip
def test_the_date_after_a_suspension_follows_from_its_step(
    ward: Ward, procedure: str, received: str, start: str, end: str, due: str
) -> None:
    ward.is_now("20/8/2026 09:00")
    code = ward.receive(procedure, when=received).code
    suspended(ward, code, start, end)
    found = explained(ward, code)
    first = found["steps"][0]
    derivation = next((step["due"] for step in reversed(found["steps"]) if step["due"]), first["due"])
    assert worked_out(derivation) == worked_out(found | found["rule"]) == at(due).isoformat()


@pytest.mark.parametrize("procedure", ["giam-ho", "muoi-ngay", "mot-thang", "khai-tu", "tam-gio"])
def test_the_date_after_a_restart_follows_from_its_step(ward: Ward, procedure: str) -> None:
    """The resumption stands in the place of receipt: Wednesday 12/8, 08:00."""
    due = {
        "giam-ho": "17/8/2026 17:30",
        "muoi-ngay": "22/8/2026 17:30",
        "mot-thang": "14/9/2026 17:30",
        "khai-tu": "12/8/2026 17:30",
        "tam-gio": "12/8/2026 17:30",
    }[procedure]
    ward.is_now("20/8/2026 09:00")
    code = ward.receive(procedure, when="3/8/2026 08:00").code
    suspended(ward, code, "3/8/2026 09:00", "12/8/2026 08:00", Policy.restart)
    step = explained(ward, code)["steps"][-1]
    assert worked_out(step["due"]) == step["due_after"] == at(due).isoformat()


def test_the_promise_is_not_derived_by_a_step_that_left_it(ward: Ward) -> None:
    """Another limit of the procedure moves the due date; the slip says what it said."""
    ward.is_now("5/8/2026 09:00")
    code = ward.receive("bay-ngay", when="3/8/2026 09:00").code
    amendment = Amendment(committed=time_limit("9:working_day"), statutory=time_limit("9:working_day"))
    procedures.amend(ward.path, ward.clock, ACTOR, "bay-ngay", amendment, day("1/8/2026"), EVERYTHING)
    step = explained(ward, code)["steps"][-1]
    assert (step["kind"], step["promised_due_before"]) == ("move", step["promised_due_after"])
    assert step["promised"] is None


def test_a_promise_that_comes_back_is_derived_as_it_was_made(ward: Ward) -> None:
    """A notice moved the due date after receipt; a new slip, taken back, brings the one of before back."""
    ward.is_now("5/8/2026 09:00")
    code = ward.receive("bay-ngay", when="3/8/2026 09:00").code
    storm = day("7/8/2026"), "Nghỉ bão", "CV 1"
    notice_cases.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=EVERYTHING)
    ward.correct(code, received_at="4/8/2026 09:00", slip_given=True)
    assert explained(ward, code)["steps"][-1]["promised_due_after"] == at("14/8/2026 17:30").isoformat()
    ward.undo(code)
    step = explained(ward, code)["steps"][-1]
    assert step["promised_due_after"] == at("12/8/2026 17:30").isoformat()
    assert worked_out(step["promised"]) == step["promised_due_after"]


def test_a_letters_day_that_a_notice_took_is_derived(ward: Ward) -> None:
    """The new appointment of Friday 14/8 becomes a day off: it is the next working day then."""
    code = ward.receive("bay-ngay").code
    letter = day("14/8/2026"), "12/XL", "chờ xác minh", None, ""
    handling.extend(ward.path, ward.clock, ACTOR, [code], *letter)
    storm = day("14/8/2026"), "Nghỉ bão", "CV 1"
    notice_cases.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=Consent(apply=True))
    step = explained(ward, code)["steps"][-1]
    assert (step["kind"], step["extended_due_after"]) == ("move", at("17/8/2026 17:30").isoformat())
    found = worked_out(step["extended"], [at("14/8/2026 17:30").isoformat()])
    assert (found, step["extended"]["kept"]) == (step["extended_due_after"], False)


def test_a_letters_date_is_never_before_the_resumption(ward: Ward) -> None:
    """Suspended on the new appointment's own Friday, resumed on Saturday: no working day, but not before Monday."""
    code = ward.receive("bay-ngay").code
    letter = day("14/8/2026"), "12/XL", "chờ xác minh", None, ""
    handling.extend(ward.path, ward.clock, ACTOR, [code], *letter)
    ward.is_now("17/8/2026 09:00")
    suspended(ward, code, "14/8/2026 10:00", "15/8/2026 09:00")
    step = explained(ward, code)["steps"][-1]
    assert step["extended_due_after"] == at("17/8/2026 17:30").isoformat()
    found = worked_out(step["extended"], [at("14/8/2026 17:30").isoformat()])
    assert (found, step["extended"]["kept"]) == (step["extended_due_after"], False)


@pytest.mark.parametrize(
    ("start", "end"), [("7/8/2026 09:00", "10/8/2026 09:00"), ("7/8/2026 09:00", "8/8/2026 09:00")]
)
def test_our_own_counting_beside_another_systems_date_adds_up(ward: Ward, start: str, end: str) -> None:
    """Three days would be due on 6/8; the suspension counts for the date given, 14/8, and began after ours."""
    ward.is_now("12/8/2026 09:00")
    heading = "code,procedure_code,applicant,received_at,due_at"
    ward.imports(f"{heading}\nX-1,1.004837,Nguyễn Văn A,2026-08-03 09:00,2026-08-14 17:30\n")
    suspended(ward, "X-1", start, end)
    found = explained(ward, "X-1")
    ours = found | found["rule"]
    assert worked_out(ours) == found["due_at"]
    assert numbers(ours) == [1, 2, 3]


def test_a_due_date_that_stayed_is_counted_in_the_calendar_it_was_made_in(ward: Ward) -> None:
    """A notice that moved nothing, then a suspension that counts for the letter's date only: due is still 6/8."""
    code = ward.receive("giam-ho").code
    letter = day("12/8/2026"), "12/XL", "chờ xác minh", None, ""
    handling.extend(ward.path, ward.clock, ACTOR, [code], *letter)
    storm = day("5/8/2026"), "Nghỉ bão", "CV 1"
    stays = Consent(apply=True, no_move=True)
    notice_cases.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=stays)
    ward.is_now("11/8/2026 16:00")
    suspended(ward, code, "10/8/2026 09:00", "11/8/2026 09:00")
    found = explained(ward, code)
    last = found["steps"][-1]
    assert (last["due_after"], last["extended_due_after"]) == tuple(
        at(text).isoformat() for text in ("6/8/2026 17:30", "13/8/2026 17:30")
    )
    assert found["due_at"] == last["due_after"]


def test_a_letters_date_that_a_suspension_moved_keeps_its_hour(ward: Ward) -> None:
    """Tuesdays close at 16:00; a given date keeps its hour (decision 23): 17:30 of Monday becomes that of Tuesday."""
    settings.set_value(ward.path, ward.clock, ACTOR, "hours_tue", "08:00-12:00,13:00-16:00", None)
    code = ward.receive("bay-ngay").code
    letter = day("17/8/2026"), "12/XL", "chờ xác minh", None, ""
    handling.extend(ward.path, ward.clock, ACTOR, [code], *letter)
    ward.is_now("7/8/2026 09:00")
    suspended(ward, code, "6/8/2026 09:00", "7/8/2026 08:00")
    step = explained(ward, code)["steps"][-1]
    assert step["extended_due_after"] == at("18/8/2026 17:30").isoformat()
    assert (worked_out(step["extended"]), step["extended"]["kept"]) == (step["extended_due_after"], False)


def test_a_correction_derives_the_dates_after_it_and_leaves_the_promise(ward: Ward) -> None:
    ward.is_now("20/8/2026 09:00")
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    suspended(ward, code, "5/8/2026 10:00", "10/8/2026 15:00")
    ward.correct(code, received_at="31/7/2026 16:00")
    step = explained(ward, code)["steps"][-1]
    assert (step["promised"], step["promised_due_after"]) == (None, at("10/8/2026 17:30").isoformat())
    assert worked_out(step["due"]) == step["due_after"] == at("12/8/2026 17:30").isoformat()


def test_a_new_slip_is_derived_as_the_due_date_that_is_on_it(ward: Ward) -> None:
    ward.is_now("20/8/2026 09:00")
    code = ward.receive("rut-ngan", when="3/8/2026 09:00").code
    suspended(ward, code, "5/8/2026 10:00", "10/8/2026 15:00")
    ward.correct(code, received_at="31/7/2026 16:00", slip_given=True)
    step = explained(ward, code)["steps"][-1]
    assert worked_out(step["promised"]) == step["promised_due_after"] == at("12/8/2026 17:30").isoformat()
    assert step["promised"] == step["due"]
