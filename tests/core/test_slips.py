"""Printing as an act: it tells that a paper was handed out, and moves nothing but the promise of a new slip."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.acts import ALLOWED, Act
from onestop_cli.core.amendments import seen, taking_back, waits_for_slip
from onestop_cli.core.dossier import Status
from onestop_cli.core.explained_life import promises
from onestop_cli.core.forms import Form
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.slips import act_printed, new_promise, printed_before, slips
from onestop_cli.core.steps import steps
from onestop_cli.errors import FormDoesNotApply, PrintStays
from tests.core.dossiers import assign, event, receipt, resolve, undo, void
from tests.core.written import at

RECEIVED, OLD, NEW = "2026-08-03T09:00:00+07:00", "2026-08-10T17:30:00+07:00", "2026-08-07T17:30:00+07:00"


def printed(seq: int, on: str = "3/8/2026 09:05", form: str = "01", act: int = 1, **said: object) -> Event:
    data = {"form": form, "edition": "03/2025", "act": act, "digest": "ab" * 32, "made": "pdf", **said}
    return event(seq, "print", on, data)


def received_earlier(seq: int) -> Event:
    """A correction of the receipt: it was received on Friday 31/7, and is due a day earlier."""
    told = {"1": {"occurred_at": "2026-07-31T09:00:00+07:00", "due_at": NEW, "statutory_due_at": NEW}}
    fields = {"received_at": [RECEIVED, "2026-07-31T09:00:00+07:00"], "due_at": [OLD, NEW]}
    return event(seq, "correct", "4/8/2026 09:00", {"note": "ghi nhầm", "fields": fields, "restated": told})


def slip(seq: int, events: list[Event], on: str = "4/8/2026 10:00", form: str = "01") -> Event:
    """A form as it would be printed now: with the new promise, where one is due."""
    state = fold(events)
    assert state is not None
    told = new_promise(events, state, form)
    return printed(seq, on, form, 1, restated=told) if told else printed(seq, on, form)


def promised(events: list[Event]) -> str:
    state = fold(events)
    assert state is not None
    assert state.promised_due_at is not None
    return state.promised_due_at.isoformat()


LIFE = [
    receipt(),
    assign(2, "3/8/2026 10:00"),
    event(3, "suspend", "4/8/2026 09:00",
          {"reason": "supplement", "policy": "continue", "counts": {"due": True, "statutory": True, "extended": None}}),
    event(4, "resume", "5/8/2026 09:00", {
        "due_at": "2026-08-11T17:30:00+07:00", "statutory_due_at": "2026-08-11T17:30:00+07:00",
        "extended_due_at": None, "calendar_edition": "22:0123456789ab", "calendar_provisional": False,
    }),
    resolve(5, "6/8/2026 09:00"),
    event(6, "deliver", "6/8/2026 09:30", {"method": "direct"}),
]  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, len(LIFE)), st.sampled_from(["01", "02", "06"])), max_size=6), st.data())
def test_a_life_with_printings_is_the_life_without_but_for_its_anchor(
    places: list[tuple[int, str]], data: st.DataObject
) -> None:
    told: list[Event] = []
    for place, act in enumerate(LIFE, 1):
        told.append(act._replace(seq=len(told) + 1))
        for after, form in places:
            if after == place:
                late = timedelta(minutes=data.draw(st.integers(0, 20_000)))
                told.append(printed(len(told) + 1, form=form)._replace(occurred_at=act.occurred_at + late))
    plain, found = fold(LIFE), fold(told)
    assert plain is not None
    assert found is not None
    assert found._replace(anchor="") == plain._replace(anchor="")
    assert found.anchor == told[-1].anchor
    assert [step.after for step in steps(told)] == [fold(told[: n + 1]) for n in range(len(told))]


@given(st.sampled_from(["3/8/2026 09:00", "4/8/2026 09:30", "5/8/2026 12:00", "6/8/2026 09:15"]))
def test_as_it_stood_a_later_printing_is_not_told(then: str) -> None:
    told = [*LIFE, printed(7, "7/8/2026 09:00")]
    assert fold(told, at(then)) == fold(LIFE, at(then))


def test_it_ends_no_suspension_and_holds_up_no_act_typed_for_an_earlier_hour() -> None:
    before, after = fold(LIFE[:3]), fold([*LIFE[:3], printed(4, "4/8/2026 15:00")])
    assert before is not None
    assert after is not None
    assert after.status is Status.suspended
    assert (after.suspensions, after.last_act_at) == (before.suspensions, before.last_act_at)


@pytest.mark.parametrize("status", Status)
def test_it_is_allowed_in_every_state_but_void(status: Status) -> None:
    assert (status in ALLOWED[Act.print]) is (status is not Status.void)


def test_an_undo_passes_over_it_and_never_takes_it_back() -> None:
    told = [receipt(), resolve(2, "4/8/2026 09:00"), printed(3, "4/8/2026 10:00")]
    assert taking_back(told).target.seq == 2
    with pytest.raises(PrintStays):
        taking_back(told, 3)


def test_the_first_slip_after_a_correction_of_the_receipt_bears_the_due_date_and_is_the_promise() -> None:
    told = [receipt(), printed(2), received_earlier(3)]
    assert (waits_for_slip(told), promised(told)) == (True, OLD)
    told.append(slip(4, told))
    assert told[-1].data["restated"] == {"1": {"promised_due_at": NEW, "promised_is_day": False}}
    assert (waits_for_slip(told), promised(told)) == (False, NEW)
    told.append(slip(5, told))
    assert "restated" not in told[-1].data
    assert promised(told) == NEW


@pytest.mark.parametrize("form", ["02", "04", "05", "06", "refusal"])
def test_another_form_promises_nothing(form: str) -> None:
    told = [receipt(), received_earlier(2)]
    told.append(slip(3, told, form=form))
    assert (waits_for_slip(told), promised(told)) == (True, OLD)


def test_after_a_slip_was_given_by_hand_none_is_due() -> None:
    told = [receipt(), received_earlier(2)]
    said = {"note": "giao giấy mới", "fields": {"promised_due_at": [OLD, NEW]}, "slip_given": True,
            "restated": {"1": {"promised_due_at": NEW}}}  # fmt: skip
    told.append(event(3, "correct", "4/8/2026 11:00", said))
    assert waits_for_slip(told) is False
    told.append(slip(4, told, "4/8/2026 12:00"))
    assert "restated" not in told[-1].data


def test_where_the_correction_is_taken_back_a_slip_is_due_again() -> None:
    told = [receipt(), received_earlier(2)]
    told.append(slip(3, told))
    told.append(undo(4, 2))
    assert (waits_for_slip(told), promised(told)) == (True, NEW)
    told.append(slip(5, told, "9/8/2026 10:00"))
    assert (waits_for_slip(told), promised(told)) == (False, OLD)
    told.append(undo(6, 4))
    assert (waits_for_slip(told), promised(told)) == (True, OLD)


def test_every_date_that_was_ever_promised_stays() -> None:
    told = [receipt(), received_earlier(2)]
    told.append(slip(3, told))
    told.append(undo(4, 2))
    told.append(slip(5, told, "9/8/2026 10:00"))
    kept = [(each.seq, each.kind, each.promised_due_at) for each in promises(told)]
    assert kept == [(1, "receive", at("10/8/2026 17:30")), (3, "print", at("7/8/2026 17:30")),
                    (5, "print", at("10/8/2026 17:30"))]  # fmt: skip


def test_a_slip_with_a_new_date_begins_anew() -> None:
    told = [receipt(), printed(2), printed(3)]
    assert [each.seq for each in printed_before(told, Form.receipt, 1)] == [2, 3]
    told.append(received_earlier(4))
    told.append(slip(5, told))
    assert [each.seq for each in printed_before(told, Form.receipt, 1)] == [5]
    assert slips(told)[:2] == (3, at("4/8/2026 10:00"))


def test_a_form_is_about_the_last_act_of_its_kind_in_force() -> None:
    state = fold(LIFE)
    assert state is not None
    assert [act_printed(state, form, LIFE).seq for form in (Form.receipt, Form.supplement, Form.control)] == [1, 3, 1]
    for form in (Form.apology, Form.stop, Form.refusal):
        with pytest.raises(FormDoesNotApply):
            act_printed(state, form, LIFE)
    gone = [*LIFE, void(7)]
    state = fold(gone)
    assert state is not None
    with pytest.raises(FormDoesNotApply):
        act_printed(state, Form.receipt, gone)


def test_as_it_stood_before_an_act_that_was_taken_back_a_slip_is_no_question() -> None:
    told = [receipt(), received_earlier(2)]
    told += [slip(3, told), resolve(4, "5/8/2026 09:00"), undo(5, 4)]
    assert slips(seen(told, at("4/8/2026 11:00"), None)) == (1, at("4/8/2026 10:00"), False)
