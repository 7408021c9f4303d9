"""A date agreed with the citizen (domain §3.2; Decree 23/2015/NĐ-CP art. 21): it is the promise, beside the statutory.

Received on Monday 3/8/2026 at nine. `chung-thuc-nhieu` is returned the same day unless a date is agreed; `thoa-thuan`
has 3 working days, 5 by statute, and counts from the next opening after 15:00; `thoa-thuan-gio` 8 hours.
"""

import pytest

from onestop_cli.core.calendar import Claim, DayKind, Rank
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Outcome, outcome
from onestop_cli.errors import (
    AgreedAndDone,
    AgreedDueDate,
    AgreedStays,
    BadAgreedDate,
    CalendarGap,
    LateLetter,
    MayNotAgree,
    NoLetterInTime,
    NothingToDo,
    NotOfThisDossier,
)
from onestop_cli.output.records import dossier_record
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import notices
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.moves import Consent, Moved
from onestop_cli.usecases.strict import Strict
from tests.core.written import at, day
from tests.office import ACTOR, SOMEONE, Ward, strays
from tests.usecases.derivations import explained, given_out, numbers


def _agreed(ward: Ward, on: str = "7/8/2026", procedure: str = "thoa-thuan") -> Dossier:
    return ward.receive(procedure, agreed=on)


def _all_dates(d: Dossier) -> tuple[object, ...]:
    return d.due_at, d.promised_due_at, d.statutory_due_at, d.agreed_due_at


# --- the receipt -------------------------------------------------------------------------------------


def test_an_agreed_date_is_the_promise_beside_the_statutory_one(law_ward: Ward) -> None:
    dossier = _agreed(law_ward, "14/8/2026")
    agreed = at("14/8/2026 17:30")
    assert _all_dates(dossier) == (agreed, agreed, at("10/8/2026 17:30"), agreed)
    assert (dossier.due_source, dossier.due_is_day, dossier.promised_is_day) == ("agreed", True, True)
    assert strays(law_ward) == []
    record = dossier_record(dossier, SOMEONE, None)
    assert (record["due_at"], record["promised_due_at"]) == ("2026-08-14", "2026-08-14")
    assert record["agreed_due_at"] == "2026-08-14T17:30:00+07:00"


def test_an_agreed_date_is_judged_by_date_whatever_the_limit(law_ward: Ward) -> None:
    """On its day it is on time to the last minute, even after closing; a same-day limit alone is judged by the hour."""
    code = _agreed(law_ward, "7/8/2026", "chung-thuc-nhieu").code
    law_ward.is_now("7/8/2026 21:00")
    [dossier] = law_ward.resolve(code)
    verdicts = [outcome(dossier, law_ward.now, basis) for basis in Basis]
    assert verdicts == [Outcome.on_time, Outcome.on_time, Outcome.on_time, Outcome.late]
    assert strays(law_ward) == []


def test_no_date_is_agreed_where_the_procedure_does_not_allow_it(law_ward: Ward) -> None:
    with pytest.raises(MayNotAgree):
        law_ward.receive("tinh-trang-hon-nhan", agreed="14/8/2026")
    with pytest.raises(AgreedAndDone):
        law_ward.receive("chung-thuc-nhieu", agreed="14/8/2026", done=True)
    assert law_ward.ask("SELECT count(*) FROM dossier") == [(0,)]


@pytest.mark.parametrize(
    ("on", "first"),
    [
        pytest.param("31/7/2026", "3/8/2026", id="before the receipt"),
        pytest.param("8/8/2026", "10/8/2026", id="a Saturday"),
        pytest.param("2/9/2026", "3/9/2026", id="National Day"),
    ],
)
def test_an_agreed_date_is_a_working_day_not_before_the_receipt(law_ward: Ward, on: str, first: str) -> None:
    with pytest.raises(BadAgreedDate) as bad:
        _agreed(law_ward, on)
    assert bad.value.values["first"] == day(first)


def test_an_agreed_date_may_be_the_day_of_receipt_and_lies_in_a_loaded_year(law_ward: Ward) -> None:
    assert _agreed(law_ward, "3/8/2026").due_at == at("3/8/2026 17:30")
    with pytest.raises(CalendarGap):
        _agreed(law_ward, "1/8/2046")


def test_no_notice_moves_it_so_it_rests_on_no_guess(law_ward: Ward) -> None:
    assert not _agreed(law_ward, "15/1/2027").calendar_provisional


def test_an_agreed_date_is_none_where_nothing_was_agreed(law_ward: Ward) -> None:
    dossier = law_ward.receive("thoa-thuan")
    assert (dossier.due_source, dossier.agreed_due_at, dossier.due_at) == ("engine", None, at("6/8/2026 17:30"))


# --- suspended ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "policy", "resumed", "due"),
    [
        pytest.param("thoa-thuan", "continue", "6/8/2026 10:00", "11/8/2026 17:30", id="two days on top"),
        pytest.param("thoa-thuan", "continue", "11/8/2026 10:00", "14/8/2026 17:30", id="five days on top"),
        pytest.param("thoa-thuan", "restart", "6/8/2026 10:00", "11/8/2026 17:30", id="3 days anew"),
        pytest.param("thoa-thuan", "restart", "6/8/2026 15:00:01", "12/8/2026 17:30", id="3 days anew after 15:00"),
        pytest.param("thoa-thuan", "restart", "4/8/2026 11:00", "7/8/2026 17:30", id="anew, never earlier"),
        pytest.param("thoa-thuan-gio", "continue", "4/8/2026 11:00", "10/8/2026 09:00", id="an open hour on top"),
        pytest.param("thoa-thuan-gio", "restart", "7/8/2026 10:00", "10/8/2026 10:00", id="8 hours anew"),
        pytest.param("chung-thuc-nhieu", "continue", "6/8/2026 10:00", "7/8/2026 17:30", id="same day, anew: stays"),
        pytest.param("chung-thuc-nhieu", "continue", "7/8/2026 15:00:01", "10/8/2026 17:30", id="same day, anew"),
    ],
)
def test_an_agreed_date_is_moved_as_one_that_was_given(
    law_ward: Ward, procedure: str, policy: str, resumed: str, due: str
) -> None:
    """Agreed for Friday 7/8, suspended on Tuesday 4/8 at ten: it stays judged by date; the slip stays."""
    code = _agreed(law_ward, procedure=procedure).code
    law_ward.is_now("12/8/2026 09:00")
    law_ward.suspend(code, "other_agency", "4/8/2026 10:00", policy=policy)
    dossier = law_ward.resume(code, resumed)
    agreed = at("7/8/2026 17:30")
    assert (dossier.due_at, dossier.promised_due_at, dossier.agreed_due_at) == (at(due), agreed, agreed)
    assert dossier.due_is_day
    assert strays(law_ward) == []


def test_on_the_agreed_day_a_suspension_counts_whatever_the_hour(law_ward: Ward) -> None:
    code = _agreed(law_ward, procedure="chung-thuc-nhieu").code
    law_ward.is_now("7/8/2026 18:00")
    assert law_ward.suspend(code).suspensions[0].counts == (True, False, None)


def test_a_letter_can_be_sent_for_a_day_that_was_agreed(law_ward: Ward) -> None:
    """At the latest one calendar day before it (Decree 61/2018 art. 19(9)); for a same-day limit there is none."""
    code = _agreed(law_ward, procedure="chung-thuc-nhieu").code
    law_ward.is_now("6/8/2026 09:00")
    dossier = law_ward.extend(code, "12/8/2026", override="")
    assert (dossier.extended_due_at, dossier.due_at) == (at("12/8/2026 17:30"), at("7/8/2026 17:30"))
    late = _agreed(law_ward, procedure="chung-thuc-nhieu").code
    law_ward.is_now("7/8/2026 09:00")
    with pytest.raises(LateLetter):
        law_ward.extend(late, "13/8/2026", override="")
    with pytest.raises(NoLetterInTime):
        law_ward.extend(law_ward.receive("chung-thuc-nhieu").code, "13/8/2026", override="")


# --- corrections -------------------------------------------------------------------------------------


def test_a_date_agreed_anew_is_a_correction_that_leaves_the_slip(law_ward: Ward) -> None:
    code = _agreed(law_ward).code
    corrected = law_ward.correct(code, agreed_due_at="14/8/2026")
    new = at("14/8/2026 17:30")
    assert _all_dates(corrected) == (new, at("7/8/2026 17:30"), at("10/8/2026 17:30"), new)
    given = law_ward.correct(code, slip_given=True)
    assert (given.promised_due_at, given.promised_is_day) == (new, True)
    assert strays(law_ward) == []


def test_a_date_agreed_anew_after_the_old_one_has_passed_is_a_paper_recorded_late(law_ward: Ward) -> None:
    code = _agreed(law_ward).code
    law_ward.is_now("10/8/2026 09:00")
    corrected = law_ward.correct(code, agreed_due_at="14/8/2026")
    assert [record.kind for record in corrected.recorded_late] == ["correct"]
    before = _agreed(law_ward, "20/8/2026").code
    assert law_ward.correct(before, agreed_due_at="21/8/2026").recorded_late == ()


def test_a_date_that_was_agreed_and_not_typed_is_typed_later_or_taken_away(law_ward: Ward) -> None:
    code = law_ward.receive("thoa-thuan").code
    corrected = law_ward.correct(code, agreed_due_at="14/8/2026")
    assert (corrected.due_source, corrected.due_is_day, corrected.due_at) == ("agreed", True, at("14/8/2026 17:30"))
    back = law_ward.correct(code, agreed_due_at=None)
    assert (back.due_source, back.due_is_day, back.agreed_due_at) == ("engine", False, None)
    assert (back.due_at, back.given_due_at) == (at("6/8/2026 17:30"), None)
    with pytest.raises(NothingToDo):
        law_ward.correct(code, agreed_due_at=None)
    assert strays(law_ward) == []


def test_a_date_agreed_anew_is_moved_by_the_suspensions_there_are(law_ward: Ward) -> None:
    code = _agreed(law_ward).code
    law_ward.suspend(code, "other_agency")
    law_ward.is_now("5/8/2026 09:00")
    assert law_ward.resume(code).due_at == at("11/8/2026 17:30")
    corrected = law_ward.correct(code, agreed_due_at="13/8/2026")
    assert (corrected.due_at, corrected.agreed_due_at) == (at("17/8/2026 17:30"), at("13/8/2026 17:30"))
    law_ward.undo(code)
    assert law_ward.dossier(code).due_at == at("11/8/2026 17:30")


def test_what_cannot_be_agreed_cannot_be_corrected_to(law_ward: Ward) -> None:
    code, strange = _agreed(law_ward).code, law_ward.receive("tinh-trang-hon-nhan").code
    for refusal, of, values in (
        (BadAgreedDate, code, {"agreed_due_at": "8/8/2026"}),
        (BadAgreedDate, code, {"agreed_due_at": "31/7/2026"}),
        (MayNotAgree, strange, {"agreed_due_at": "14/8/2026"}),
        (AgreedStays, code, {"procedure": "tinh-trang-hon-nhan"}),
        (AgreedDueDate, code, {"due_at": "14/8/2026"}),
    ):
        with pytest.raises(refusal):
            law_ward.correct(of, **values)
    moved = law_ward.correct(code, procedure="tinh-trang-hon-nhan", agreed_due_at=None)
    assert (moved.procedure_code, moved.due_source, moved.due_at) == ("1.004873", "engine", at("6/8/2026 17:30"))
    assert law_ward.correct(strange, procedure="thoa-thuan", agreed_due_at="14/8/2026").due_at == at("14/8/2026 17:30")


def test_a_receipt_is_not_corrected_to_a_day_after_what_was_agreed(law_ward: Ward) -> None:
    code = _agreed(law_ward, "4/8/2026").code
    law_ward.is_now("6/8/2026 09:00")
    with pytest.raises(BadAgreedDate):
        law_ward.correct(code, received_at="5/8/2026 09:00")
    corrected = law_ward.correct(code, received_at="4/8/2026 16:00")
    assert (corrected.due_at, corrected.statutory_due_at) == (at("4/8/2026 17:30"), at("12/8/2026 17:30"))


def test_another_systems_date_is_not_agreed(law_ward: Ward) -> None:
    law_ward.imports("code,procedure_code,received_at,due_at,applicant\nX-1,8.000041,3/8/2026 09:00,7/8/2026,An\n")
    with pytest.raises(NotOfThisDossier):
        law_ward.correct("X-1", agreed_due_at="14/8/2026")


# --- notices -----------------------------------------------------------------------------------------

EVERYTHING = Consent(apply=True, also_earlier=True)


def _storm(ward: Ward, *days: str) -> list[Moved]:
    groups = [(Claim(day(on), DayKind.holiday, "Nghỉ bão", "CV 1", Rank.local, 0),) for on in days]
    return notices.add_notices(ward.path, ward.clock, ACTOR, groups, EVERYTHING).moved


def test_a_notice_leaves_what_was_agreed_and_moves_the_statutory_date(law_ward: Ward) -> None:
    code = _agreed(law_ward).code
    [moved] = _storm(law_ward, "7/8/2026")
    assert moved.code == code
    dossier = law_ward.dossier(code)
    assert (dossier.due_at, dossier.statutory_due_at) == (at("7/8/2026 17:30"), at("11/8/2026 17:30"))
    assert strays(law_ward) == []
    assert explained(law_ward, code)["kept"] is False


def test_a_notice_leaves_what_suspensions_made_of_it(law_ward: Ward) -> None:
    """Moved by two days to Tuesday 11/8; a storm on the 10th would have made it the 12th."""
    code = _agreed(law_ward).code
    law_ward.suspend(code, "other_agency")
    law_ward.is_now("5/8/2026 09:00")
    law_ward.resume(code)
    assert law_ward.dossier(code).statutory_due_at == at("12/8/2026 17:30")
    _storm(law_ward, "10/8/2026")
    dossier = law_ward.dossier(code)
    assert (dossier.due_at, dossier.statutory_due_at) == (at("11/8/2026 17:30"), at("13/8/2026 17:30"))
    told = explained(law_ward, code)
    assert (told["kept"], told["given_due_at"]) == (False, "2026-08-11T17:30:00+07:00")
    assert strays(law_ward) == []


def test_what_was_agreed_comes_back_with_an_undo_behind_a_notice(law_ward: Ward) -> None:
    """Agreed, no longer, a storm moves what is counted since; then that there was no agreement is taken back."""
    code = _agreed(law_ward).code
    law_ward.suspend(code, "other_agency")
    law_ward.is_now("5/8/2026 09:00")
    law_ward.resume(code)
    law_ward.correct(code, agreed_due_at=None)
    [(seq,)] = law_ward.ask("SELECT max(seq) FROM event WHERE dossier = ?", code)
    assert law_ward.dossier(code).due_at == at("10/8/2026 17:30")
    _storm(law_ward, "10/8/2026")
    assert law_ward.dossier(code).due_at == at("11/8/2026 17:30")
    back = law_ward.undo(code, seq)
    assert (back.due_source, back.due_at, back.statutory_due_at) == (
        "agreed", at("11/8/2026 17:30"), at("13/8/2026 17:30"),
    )  # fmt: skip
    assert back.suspensions[0].before.due_at == at("7/8/2026 17:30")
    assert strays(law_ward) == []
    law_ward.undo(code)
    assert law_ward.dossier(code).due_at == at("11/8/2026 17:30")
    assert law_ward.dossier(code).due_source == "engine"


def test_strictly_the_agreed_date_stays_whatever_a_later_correction_counted(law_ward: Ward) -> None:
    """Agreed for Thursday 6/8 and missed; that nothing had been agreed is a marked paper, and without it 6/8 is due."""
    code = _agreed(law_ward, "6/8/2026", "chung-thuc-nhieu").code
    law_ward.is_now("11/8/2026 09:00")
    law_ward.correct(code, limit="1:month", statutory="1:month")
    marked = law_ward.correct(code, agreed_due_at=None)
    assert (marked.due_at, len(marked.recorded_late)) == (at("3/9/2026 17:30"), 1)
    assert law_ward.correct(code, procedure="tinh-trang-hon-nhan").due_at == at("6/8/2026 17:30")
    law_ward.correct(code, received_at="31/7/2026 09:00")
    with reading(law_ward.path) as connection:
        strict = Strict(connection).fold(ledger.dossier_events(connection, code))
    assert strict is not None
    assert (strict.due_source, strict.due_at, law_ward.dossier(code).due_at) == (
        "agreed", at("6/8/2026 17:30"), at("5/8/2026 17:30"),
    )  # fmt: skip


# --- explained ---------------------------------------------------------------------------------------


def test_an_agreed_date_is_explained_beside_our_own_counting(law_ward: Ward) -> None:
    code = _agreed(law_ward).code
    told = explain(law_ward.path, law_ward.clock, code, Moments())
    assert (told.given_due_at, told.explanation.due_at) == (at("7/8/2026 17:30"), at("6/8/2026 17:30"))
    assert told.statutory_due_at == at("10/8/2026 17:30")
    assert told.given is not None
    assert (told.given.given_due_at, told.given.derivation.days, told.kept) == (at("7/8/2026 17:30"), (), False)


def test_a_date_agreed_anew_is_a_step(law_ward: Ward) -> None:
    code = _agreed(law_ward).code
    law_ward.correct(code, agreed_due_at="14/8/2026")
    steps = explained(law_ward, code)["steps"]
    assert [(s["kind"], s["due_after"]) for s in steps] == [
        ("receive", "2026-08-07T17:30:00+07:00"), ("correct", "2026-08-14T17:30:00+07:00"),
    ]  # fmt: skip
    assert steps[1]["due"]["given"]["given_due_at"] == "2026-08-14T17:30:00+07:00"


@pytest.mark.parametrize(("until", "moved", "due"), [
    ("5/8/2026 10:00", 2, "11/8/2026 17:30"),
    ("6/8/2026 16:00", 3, "12/8/2026 17:30"),
    ("10/8/2026 09:00", 5, "14/8/2026 17:30"),
])  # fmt: skip
def test_what_moved_an_agreed_date_is_told_whatever_the_start_rule(
    law_ward: Ward, until: str, moved: int, due: str
) -> None:
    """Agreed for Friday 7/8 with a limit that counts from the next opening after 15:00: before that day the clock
    stood still all the same."""
    code = _agreed(law_ward).code
    law_ward.suspend(code, "other_agency")
    law_ward.is_now(until)
    law_ward.resume(code)
    told = explained(law_ward, code)
    assert (told["given"]["suspended"], numbers(told["given"])) == (moved, list(range(1, moved + 1)))
    assert told["given_due_at"] == given_out(told["given"]) == at(due).isoformat()


def test_the_hours_that_moved_another_systems_date_are_told_whatever_the_start_rule(law_ward: Ward) -> None:
    """Given as Friday 7/8 10:00; from 9:00 to 11:30 on Monday the clock stood still: 150 minutes of open time."""
    law_ward.imports(
        "code,procedure_code,received_at,due_at,applicant\nX-1,8.000021,3/8/2026 09:00,7/8/2026 10:00,An\n"
    )
    law_ward.suspend("X-1", "other_agency")
    law_ward.is_now("3/8/2026 11:30")
    law_ward.resume("X-1")
    told = explained(law_ward, "X-1")
    assert told["given"]["suspended"] == 150 * 60
    assert told["given_due_at"] == given_out(told["given"]) == at("7/8/2026 14:00").isoformat()


def test_an_agreed_date_restarted_is_counted_from_the_next_opening(law_ward: Ward) -> None:
    """Resumed on Wednesday 5/8 at 16:00, that is Thursday at opening: three working days after it, 11/8."""
    code = _agreed(law_ward).code
    law_ward.suspend(code, "other_agency", policy="restart")
    law_ward.is_now("5/8/2026 16:00")
    law_ward.resume(code)
    told = explained(law_ward, code)
    assert (told["given"]["amount"], told["given"]["suspended"]) == (3, 0)
    assert told["given_due_at"] == given_out(told["given"]) == at("11/8/2026 17:30").isoformat()
