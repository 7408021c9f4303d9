"""When and where a dossier was handed in, and until when receiving it was in time, all its life (domain §3.1)."""

from datetime import datetime
from typing import Any

import pytest

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.dossier import Dossier
from onestop_cli.errors import CalendarGap, HandedInLater, NothingToDo, RestsOnIt
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.settings import set_value
from tests.core.written import at, day
from tests.office import ACTOR, Ward, strays
from tests.usecases.notices import EVERYTHING, NO_MOVE, add_holiday, add_swap, revoke

FRIDAY = "31/7/2026 10:00"
"""Handed in then, a dossier is to be received by Monday's closing."""


def _online(ward: Ward, handed_in: str = FRIDAY, received: str | None = None, **given: Any) -> Dossier:
    return ward.receive(when=received, channel="online", submitted=handed_in, **given)


def _due(dossier: Dossier) -> datetime | None:
    return dossier.acceptance_due_at


def _said(ward: Ward, code: str) -> dict[str, Any]:
    with reading(ward.path) as connection:
        return dict(ledger.dossier_events(connection, code)[0].data)


def test_a_receipt_says_until_when_it_was_in_time(ward: Ward) -> None:
    dossier = _online(ward, receiving_unit="UBND phường Việt Hưng")
    assert (dossier.submitted_at, dossier.receiving_unit) == (at(FRIDAY), "UBND phường Việt Hưng")
    assert (_due(dossier), dossier.submitted_is_day) == (at("3/8/2026 17:30"), False)
    assert _said(ward, dossier.code)["acceptance_due_at"] == "2026-08-03T17:30:00+07:00"
    assert (ward.dossier(dossier.code), strays(ward)) == (dossier, [])


def test_the_limit_still_counts_from_the_receipt(ward: Ward) -> None:
    """Three working days after Monday 3/8, whenever it was handed in."""
    assert _online(ward, "29/7/2026 10:00").due_at == at("6/8/2026 17:30")


def test_at_a_counter_no_duty_is_claimed(ward: Ward) -> None:
    dossier = ward.receive(submitted="29/7/2026 10:00", receiving_unit="UBND phường Việt Hưng")
    assert (dossier.submitted_at, _due(dossier)) == (at("29/7/2026 10:00"), None)
    assert "acceptance_due_at" not in _said(ward, dossier.code)


def test_a_bare_date_is_the_opening_of_its_day(ward: Ward) -> None:
    dossier = _online(ward, "31/7/2026")
    assert (dossier.submitted_at, dossier.submitted_is_day) == (at("31/7/2026 08:00"), True)
    assert _due(dossier) == at("3/8/2026 17:30")


def test_a_bare_date_of_the_day_of_receipt_is_not_after_it(ward: Ward) -> None:
    ward.is_now("3/8/2026 07:15")
    assert _online(ward, "3/8/2026").submitted_at == at("3/8/2026 07:15")


@pytest.mark.parametrize("handed_in", ["3/8/2026 09:00:01", "4/8/2026"])
def test_nothing_is_handed_in_after_its_receipt(ward: Ward, handed_in: str) -> None:
    before = ward.content
    with pytest.raises(HandedInLater):
        _online(ward, handed_in)
    assert ward.content == before


def test_handed_in_before_the_loaded_years_the_year_is_asked_for(ward: Ward) -> None:
    with pytest.raises(CalendarGap):
        _online(ward, "2/1/2020 10:00")


def test_the_setting_known_at_receipt_counts(ward: Ward) -> None:
    """Handed in on Saturday 8/8, in time until Tuesday, or with `own_day` until Monday."""
    ward.is_now("10/8/2026 09:00")
    assert _due(_online(ward, "8/8/2026 09:00")) == at("11/8/2026 17:30")
    set_value(ward.path, ward.clock, ACTOR, "outside_hours", "own_day", day("15/8/2026"))
    ward.is_now("17/8/2026 09:00")
    assert _due(_online(ward, "15/8/2026 09:00")) == at("17/8/2026 17:30")
    later = _online(ward, "8/8/2026 09:00")
    assert _due(ward.correct(later.code, submitted_at="14/8/2026 18:00")) == at("18/8/2026 17:30")


# --- corrections -----------------------------------------------------------------------------------


def test_a_corrected_hand_in_is_counted_anew(ward: Ward) -> None:
    code = _online(ward).code
    after = ward.correct(code, submitted_at="30/7/2026 10:00")
    assert (after.submitted_at, _due(after)) == (at("30/7/2026 10:00"), at("31/7/2026 17:30"))
    assert (after.due_at, ward.dossier(code), strays(ward)) == (at("6/8/2026 17:30"), after, [])


def test_a_corrected_receipt_and_channel_are_counted_anew(ward: Ward) -> None:
    code = _online(ward).code
    assert _due(ward.correct(code, channel="direct")) is None
    assert _due(ward.correct(code, channel="online")) == at("3/8/2026 17:30")
    after = ward.correct(code, received_at="1/8/2026 09:00")
    assert (_due(after), after.due_at) == (at("3/8/2026 17:30"), at("5/8/2026 17:30"))


def test_a_hand_in_can_be_taken_out_and_put_in(ward: Ward) -> None:
    code = _online(ward, "31/7/2026").code
    after = ward.correct(code, submitted_at=None)
    assert (after.submitted_at, after.submitted_is_day, _due(after)) == (None, False, None)
    after = ward.correct(code, submitted_at="30/7/2026")
    assert (after.submitted_at, after.submitted_is_day) == (at("30/7/2026 08:00"), True)
    after = ward.correct(code, submitted_at="30/7/2026 08:00")
    assert (after.submitted_at, after.submitted_is_day) == (at("30/7/2026 08:00"), False)
    with pytest.raises(NothingToDo):
        ward.correct(code, submitted_at="30/7/2026 08:00")


def test_a_receipt_is_not_corrected_to_before_its_hand_in(ward: Ward) -> None:
    code = _online(ward).code
    before = ward.content
    with pytest.raises(HandedInLater):
        ward.correct(code, received_at="31/7/2026 09:59")
    with pytest.raises(HandedInLater):
        ward.correct(code, submitted_at="3/8/2026 09:30")
    assert ward.content == before
    assert ward.correct(code, received_at="30/7/2026 09:00", submitted_at="30/7/2026 08:30").acceptance_due_at


def test_a_hand_in_without_an_hour_goes_along_with_its_receipt(ward: Ward) -> None:
    code = _online(ward, "3/8/2026").code
    after = ward.correct(code, received_at="3/8/2026 07:30")
    assert (after.submitted_at, after.submitted_is_day) == (at("3/8/2026 07:30"), True)
    assert ward.correct(code, received_at="3/8/2026 08:30").submitted_at == at("3/8/2026 08:00")
    with pytest.raises(HandedInLater):
        ward.correct(code, received_at="31/7/2026 08:30")


def test_a_correction_of_anything_else_leaves_the_receipt_alone(ward: Ward) -> None:
    code = ward.receive().code
    ward.correct(code, received_at="3/8/2026 08:30")
    with reading(ward.path) as connection:
        restated = ledger.dossier_events(connection, code)[1].data["restated"]
    assert all("acceptance_due_at" not in values for values in restated.values())


def test_a_channel_corrected_counts_no_due_date_anew(ward: Ward) -> None:
    """The storm of 5/8 moved nothing: it was entered so. Only until when receiving was in time is counted."""
    code = ward.receive(submitted=FRIDAY).code
    add_holiday(ward, "5/8/2026", NO_MOVE, local=True)
    after = ward.correct(code, channel="online")
    assert (after.due_at, _due(after)) == (at("6/8/2026 17:30"), at("3/8/2026 17:30"))


def test_undoing_a_correction_puts_the_hand_in_back(ward: Ward) -> None:
    code = _online(ward).code
    ward.correct(code, submitted_at="30/7/2026 10:00")
    after = ward.undo(code)
    assert (after.submitted_at, _due(after)) == (at(FRIDAY), at("3/8/2026 17:30"))


def test_what_rests_on_a_corrected_hand_in_goes_first(ward: Ward) -> None:
    code = _online(ward).code
    ward.correct(code, submitted_at="30/7/2026 10:00")
    with reading(ward.path) as connection:
        seq = ledger.dossier_events(connection, code)[-1].seq
    ward.correct(code, channel="postal")
    with pytest.raises(RestsOnIt):
        ward.undo(code, seq)


# --- notices entered later ---------------------------------------------------------------------------

ALSO_FINISHED = Consent(apply=True, also_finished=True)


def _late(ward: Ward, **given: Any) -> Dossier:
    """Handed in on Friday 31/7, received on Tuesday 4/8 at nine: due by Monday's closing."""
    ward.is_now("4/8/2026 09:00")
    dossier = _online(ward, **given)
    assert is_accepted_late(dossier)
    return dossier


def _accepted(change: Change) -> dict[str, tuple[bool, bool, bool]]:
    """The dossiers of which a notice moves the acceptance: late before, late after, applied."""
    return {
        m.code: (is_accepted_late(m.before), is_accepted_late(m.after), m.applied)
        for m in change.moved
        if m.is_acceptance
    }


def test_a_storm_on_the_day_of_acceptance_moves_it_and_no_due_date(ward: Ward) -> None:
    code = _late(ward).code
    change = add_holiday(ward, "3/8/2026", local=True)
    after = ward.dossier(code)
    assert (_due(after), after.due_at) == (at("4/8/2026 17:30"), at("7/8/2026 17:30"))
    assert (_accepted(change), [m.code for m in change.moved]) == ({code: (True, False, True)}, [code])
    assert strays(ward) == []


def test_a_notice_revoked_puts_it_back(ward: Ward) -> None:
    code = _late(ward).code
    recorded = add_holiday(ward, "3/8/2026", local=True).recorded
    assert recorded is not None
    assert _accepted(revoke(ward, recorded.seq)) == {code: (False, True, False)}
    assert _due(ward.dossier(code)) == at("4/8/2026 17:30")
    add_holiday(ward, "3/8/2026", EVERYTHING, local=True, source="CV 13/UBND")
    recorded = add_holiday(ward, "12/8/2026", EVERYTHING, local=True, source="CV 14/UBND").recorded
    assert _due(ward.dossier(code)) == at("4/8/2026 17:30")


def test_revoked_with_what_comes_earlier_it_is_late_again(ward: Ward) -> None:
    code = _late(ward).code
    recorded = add_holiday(ward, "3/8/2026", local=True).recorded
    assert recorded is not None
    assert _accepted(revoke(ward, recorded.seq, EVERYTHING)) == {code: (False, True, True)}
    assert _due(ward.dossier(code)) == at("3/8/2026 17:30")


def test_a_notice_that_moves_the_due_date_moves_the_acceptance_too(ward: Ward) -> None:
    """Handed in and received on Monday 3/8: the storm of Tuesday 4/8 moves 6/8 to 7/8 and 4/8 to 5/8."""
    code = _online(ward, "3/8/2026 08:30").code
    change = add_holiday(ward, "4/8/2026", local=True)
    after = ward.dossier(code)
    assert (_due(after), after.due_at) == (at("5/8/2026 17:30"), at("7/8/2026 17:30"))
    assert _accepted(change) == {}


def test_a_finished_dossier_is_reached_where_it_was_late_and_asked_for(ward: Ward) -> None:
    code = _late(ward).code
    ward.resolve(code)
    assert _accepted(add_holiday(ward, "3/8/2026", local=True)) == {code: (True, False, False)}
    assert _due(ward.dossier(code)) == at("3/8/2026 17:30")
    assert _accepted(add_holiday(ward, "3/8/2026", ALSO_FINISHED, local=True)) == {code: (True, False, True)}
    assert (_due(ward.dossier(code)), strays(ward)) == (at("4/8/2026 17:30"), [])


@pytest.mark.parametrize("on", ["30/7/2026", "5/8/2026"])
def test_days_off_beside_the_acceptance_move_nothing_of_it(ward: Ward, on: str) -> None:
    code = _late(ward).code
    ward.resolve(code)
    assert _accepted(add_holiday(ward, on, ALSO_FINISHED, local=True)) == {}
    assert _due(ward.dossier(code)) == at("3/8/2026 17:30")


def test_a_finished_dossier_that_stays_late_is_left_alone(ward: Ward) -> None:
    ward.is_now("6/8/2026 09:00")
    ward.resolve(_online(ward).code)
    assert _accepted(add_holiday(ward, "3/8/2026", ALSO_FINISHED, local=True)) == {}


def test_a_swap_known_late_may_make_an_acceptance_late_but_of_no_finished_one(early_ward: Ward) -> None:
    """Fri 2/1 off for Sat 10/1/2026. Handed in on Fri 9/1, in time until Mon 12/1; with the notice until Sat 10/1."""
    early_ward.is_now("12/1/2026 09:00")
    openly, finished = (_online(early_ward, "9/1/2026 10:00").code for _ in range(2))
    early_ward.resolve(finished)
    change = add_swap(early_ward, Consent(apply=True, also_finished=True))
    assert {m.code: m.direction.value for m in change.moved if m.is_acceptance or m.code == openly} == {
        openly: "earlier"
    }
    assert [_due(early_ward.dossier(code)) for code in (openly, finished)] == [at("12/1/2026 17:30")] * 2
    add_swap(early_ward, EVERYTHING)
    assert [_due(early_ward.dossier(c)) for c in (openly, finished)] == [at("10/1/2026 17:30"), at("12/1/2026 17:30")]


def test_another_systems_due_date_keeps_no_acceptance_from_moving(ward: Ward) -> None:
    ward.is_now("4/8/2026 09:00")
    ward.imports(
        "code,procedure_code,received_at,channel,applicant,due_at,submitted_at\n"
        "X-1,1.004873,2026-08-04 09:00,online,Nguyễn Văn A,2026-08-07,2026-07-31 10:00\n"
    )
    assert _accepted(add_holiday(ward, "3/8/2026", local=True)) == {"X-1": (True, False, True)}
    after = ward.dossier("X-1")
    assert (_due(after), after.due_at, strays(ward)) == (at("4/8/2026 17:30"), at("7/8/2026 17:30"), [])


def test_a_correction_undone_after_a_notice_is_counted_with_it(ward: Ward) -> None:
    """Corrected to Thursday 30/7, due on the Friday of the storm; undone, it was handed in on that day off."""
    code = _late(ward).code
    ward.correct(code, submitted_at="30/7/2026 10:00")
    add_holiday(ward, "31/7/2026", local=True)
    assert _due(ward.dossier(code)) == at("3/8/2026 17:30")
    with reading(ward.path) as connection:
        seq = ledger.dossier_events(connection, code)[1].seq
    after = ward.undo(code, seq)
    assert (after.submitted_at, _due(after)) == (at(FRIDAY), at("4/8/2026 17:30"))
