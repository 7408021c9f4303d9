"""What a correction counts anew: the promise, each suspension, every date after it (domain §3.4, §3.6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import taking_back
from onestop_cli.core.corrections import Restated, restated
from onestop_cli.core.derived_dates import derived_dates, resumed_dates, suspension_counts
from onestop_cli.core.dossier import Dossier, Policy, limit_data
from onestop_cli.core.dossier_events import NewDates
from onestop_cli.core.event_data import data_of
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import promise, time_limit
from onestop_cli.core.office import Office
from onestop_cli.errors import NotAllowed, NotOfThisDossier, OutOfOrder, RestsOnIt
from tests.core.dossiers import correct, event, receipt, resolve, undo
from tests.core.published_calendar import CALENDAR
from tests.core.written import at, shown

OFFICE = Office()
MONDAY = "3/8/2026 09:00"


# --- lives as they are recorded --------------------------------------------------------------------


def lived(received: str, limit: str, *acts: tuple[str, ...], statutory: str | None = None) -> list[Event]:
    """The events of a life: `("suspend", when, policy)`, `("extend", when, new date)`, else `(act, when)`."""
    committed, longest = time_limit(limit), time_limit(statutory or limit)
    made = promise(CALENDAR, OFFICE, at(received), committed, longest)
    due_at = made.due_at.isoformat() if made.due_at else None
    data = {**receipt(received, limit, None).data, "statutory_time_limit": limit_data(longest), "due_at": due_at}
    data |= {"promised_due_at": due_at, "rule_version": made.rule_version, "calendar_edition": CALENDAR.edition}
    data["statutory_due_at"] = made.statutory_due_at.isoformat() if made.statutory_due_at else None
    events = [receipt(received, limit, None)._replace(data=data)]
    for seq, (kind, when, *more) in enumerate(acts, 2):
        events.append(event(seq, kind, when, act_data(events, kind, when, *more)))
    return events


def act_data(events: Sequence[Event], kind: str, when: str, *more: str) -> dict[str, Any]:
    """What an act says: of the dates, where it sets them, what the rules give."""
    state = fold(events)
    assert state is not None
    if kind == "move":
        limits = {name: limit_data(getattr(state, name)) for name in ("time_limit", "statutory_time_limit")}
        dates = derived_dates(CALENDAR, OFFICE, state)
        return {"source": "CV 1", **limits, **data_of(NewDates(*dates, CALENDAR.edition, False))}
    ended: dict[str, Any] = {}
    if state.status == "suspended" and kind != "assign":
        dates = resumed_dates(CALENDAR, OFFICE, state, at(when))
        ended = data_of(NewDates(*dates, CALENDAR.edition, False))
    match kind:
        case "suspend":
            counts = suspension_counts(state, at(when))._asdict()
            return {"reason": "other_agency", "policy": more[0] if more else "continue", "counts": counts}
        case "extend":
            return {"letter": "12/XL", "note": "quá tải", "extended_due_at": at(more[0]).isoformat()}
        case "resolve":
            return {"result": "approved"} | ended
        case "deliver":
            return {"method": "direct"}
        case "withdraw" | "stop":
            return {"note": "công dân rút"} | ended
        case "assign":
            return {"officer": more[0]}
        case _:
            return ended


def corrected(events: Sequence[Event], **values: Any) -> Dossier:
    """The dossier with corrected columns: instants and limits as written."""
    return restated(events, typed(values), CALENDAR, OFFICE)[0]


def typed(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: at(value) if name.endswith("_at") else time_limit(value) if name.endswith("limit") else value
        for name, value in values.items()
    }


def dues(dossier: Dossier) -> dict[str, str | None]:
    """The four dates as the slip prints them."""
    dates = {**dossier.dates._asdict(), "promised_due_at": dossier.promised_due_at}
    return {name.removesuffix("_at"): at and shown(at) for name, at in dates.items()}


def bare(dossier: Dossier | None) -> Dossier:
    """A dossier without what only its own ledger can say."""
    assert dossier is not None
    return dossier._replace(anchor="", recorded_at=None, resolved_recorded_at=None, entered_late_at=None)


def unpromised(dossier: Dossier | None) -> Dossier:
    """A dossier without what only its own ledger can say, and without what its slip said."""
    return bare(dossier)._replace(promised_due_at=None)


# --- what a correction counts anew -----------------------------------------------------------------


SUSPENDED = (("suspend", "5/8/2026 10:00"), ("resume", "10/8/2026 15:00"))


def test_a_corrected_receipt_has_the_dates_of_its_day_and_its_old_slip() -> None:
    found = corrected(lived(MONDAY, "5:working_day"), received_at="31/7/2026 16:00")
    assert dues(found) == {
        "due": "7/8/2026 17:30",
        "statutory_due": "7/8/2026 17:30",
        "extended_due": None,
        "promised_due": "10/8/2026 17:30",
    }


def test_a_corrected_receipt_moves_the_dates_after_its_suspensions() -> None:
    found = corrected(lived(MONDAY, "5:working_day", *SUSPENDED), received_at="31/7/2026 16:00")
    assert (dues(found)["due"], dues(found)["promised_due"]) == ("12/8/2026 17:30", "10/8/2026 17:30")
    suspension = found.suspensions[0]
    assert suspension.before.due_at == at("7/8/2026 17:30")
    assert suspension.after == found.dates


@pytest.mark.parametrize(
    ("received", "version"),
    [("5/8/2026 09:00", "309/2026"), ("4/8/2026 09:00", "118/2025"), ("1/6/2025 09:00", "61/2018")],
)
def test_a_corrected_receipt_follows_the_decree_of_its_day(received: str, version: str) -> None:
    life = lived("5/8/2026 10:00", "5:working_day")
    assert corrected(life, received_at=received).rule_version == version


def test_each_limit_is_corrected_by_itself() -> None:
    found = corrected(lived(MONDAY, "3:working_day", statutory="10:calendar_day"), time_limit="5:working_day")
    assert (dues(found)["due"], dues(found)["statutory_due"]) == ("10/8/2026 17:30", "13/8/2026 17:30")


def test_without_a_limit_there_is_no_date() -> None:
    found = corrected(lived(MONDAY, "3:working_day", *SUSPENDED), time_limit="none", statutory_time_limit="none")
    assert set(found.dates) == {None}


def test_a_suspension_that_began_too_late_counts_under_a_longer_limit() -> None:
    """Three days were due on 6/8: suspended on 7/8 they moved in nothing. Five are due on 10/8."""
    life = lived(MONDAY, "3:working_day", ("suspend", "7/8/2026 09:00"), ("resume", "10/8/2026 09:00"))
    before = fold(life)
    assert before is not None
    assert (before.suspensions[0].counts.due, dues(before)["due"]) == (False, "6/8/2026 17:30")
    found = corrected(life, time_limit="5:working_day")
    assert (found.suspensions[0].counts.due, dues(found)["due"]) == (True, "11/8/2026 17:30")


def test_a_suspension_begins_too_late_under_a_shorter_limit() -> None:
    life = lived(MONDAY, "5:working_day", ("suspend", "7/8/2026 09:00"), ("resume", "10/8/2026 09:00"))
    found = corrected(life, time_limit="3:working_day")
    assert (found.suspensions[0].counts.due, dues(found)["due"]) == (False, "6/8/2026 17:30")
    assert (found.suspensions[0].counts.statutory, dues(found)["statutory_due"]) == (True, "11/8/2026 17:30")


@pytest.mark.parametrize(
    ("resolved", "due"), [("11/8/2026 09:00", "14/8/2026 17:30"), ("6/8/2026 09:00", "11/8/2026 17:30")]
)
def test_a_corrected_result_ends_its_suspension_at_another_instant(resolved: str, due: str) -> None:
    life = lived(MONDAY, "5:working_day", ("suspend", "5/8/2026 10:00"), ("resolve", "7/8/2026 09:00"))
    found = corrected(life, resolved_at=resolved)
    assert (dues(found)["due"], found.suspensions[0].to_at) == (due, at(resolved))


@pytest.mark.parametrize("kind", ["withdraw", "stop"])
def test_a_corrected_end_without_a_result_ends_its_suspension_at_another_instant(kind: str) -> None:
    life = lived(MONDAY, "5:working_day", ("suspend", "5/8/2026 10:00"), (kind, "7/8/2026 09:00"))
    found = corrected(life, closed_at="11/8/2026 09:00")
    assert (dues(found)["due"], found.closed_at) == ("14/8/2026 17:30", at("11/8/2026 09:00"))


def test_a_notices_move_is_counted_anew_from_the_corrected_receipt() -> None:
    life = lived(MONDAY, "5:working_day", ("move", "5/8/2026 09:00"))
    assert dues(corrected(life, received_at="4/8/2026 09:00"))["due"] == "11/8/2026 17:30"


def test_a_notice_moves_nothing_of_a_dossier_that_was_resolved_before_it() -> None:
    life = lived(MONDAY, "5:working_day", ("move", "5/8/2026 09:00"), ("resolve", "6/8/2026 09:00"))
    later = life[1]._replace(data={**life[1].data, "due_at": at("12/8/2026 17:30").isoformat()})
    found = corrected([life[0], later, life[2]], resolved_at="4/8/2026 09:00")
    assert dues(found)["due"] == "10/8/2026 17:30"


def test_a_limit_that_a_move_brought_is_corrected_too() -> None:
    life = lived(MONDAY, "5:working_day", ("move", "5/8/2026 09:00"))
    found = corrected(life, time_limit="3:working_day")
    assert (str(found.time_limit), dues(found)["due"]) == ("3:working_day", "6/8/2026 17:30")


def test_a_receipt_corrected_to_after_a_move_is_counted_from_the_receipt_or_refused() -> None:
    life = lived(MONDAY, "5:working_day", ("move", "5/8/2026 09:00"))
    try:
        found = corrected(life, received_at="6/8/2026 09:00")
    except NotAllowed:
        return
    assert dues(found)["due"] == "13/8/2026 17:30"


# --- another system's date -------------------------------------------------------------------------


def foreign(*acts: tuple[str, ...]) -> list[Event]:
    """The life of a dossier whose date, 12/8 without an hour, another system gave."""
    life = lived(MONDAY, "5:working_day", *acts)
    given_at = at("12/8/2026 17:30").isoformat()
    data = {"due_source": "foreign", "due_at": given_at, "due_is_day": True}
    data |= {"promised_due_at": given_at, "promised_is_day": True}
    return [life[0]._replace(data={**life[0].data, **data}), *life[1:]]


def test_another_systems_date_is_corrected_and_its_slip_stays() -> None:
    found = corrected(foreign(), due_at="14/8/2026 10:00", due_is_day=False)
    assert (dues(found)["due"], dues(found)["promised_due"]) == ("14/8/2026 10:00", "12/8/2026 17:30")
    assert (found.due_is_day, found.promised_is_day) == (False, True)


def test_another_systems_date_stays_when_the_receipt_is_corrected() -> None:
    found = corrected(foreign(), received_at="31/7/2026 09:00")
    assert (dues(found)["due"], dues(found)["statutory_due"]) == ("12/8/2026 17:30", "7/8/2026 17:30")


# --- what is in order ------------------------------------------------------------------------------


DONE = (("resolve", MONDAY), ("deliver", MONDAY))


def test_a_dossier_done_at_once_is_corrected_at_all_three_instants_together() -> None:
    earlier = dict.fromkeys(("received_at", "resolved_at", "delivered_at"), "2/8/2026 10:00")
    found = corrected(lived(MONDAY, "same_day", *DONE), **earlier)
    assert {found.received_at, found.resolved_at, found.delivered_at} == {at("2/8/2026 10:00")}
    assert dues(found)["due"] == dues(found)["promised_due"] == "3/8/2026 17:30"


def test_a_dossier_done_at_once_may_have_come_earlier() -> None:
    found = corrected(lived(MONDAY, "same_day", *DONE), received_at="31/7/2026 14:00")
    assert (found.resolved_at, dues(found)["due"]) == (at(MONDAY), "31/7/2026 17:30")


LIFE = (("suspend", "4/8/2026 09:00"), ("resolve", "5/8/2026 09:00"), ("deliver", "6/8/2026 09:00"))


@pytest.mark.parametrize(
    "values",
    [
        {"received_at": "4/8/2026 09:00:01"},
        {"resolved_at": "4/8/2026 08:59:59"},
        {"resolved_at": "6/8/2026 09:00:01"},
        {"delivered_at": "5/8/2026 08:59:59"},
        {"resolved_at": "7/8/2026 09:00", "delivered_at": "6/8/2026 10:00"},
    ],
    ids=str,
)
def test_a_correction_does_not_change_the_order_of_the_acts(values: dict[str, str]) -> None:
    with pytest.raises(OutOfOrder) as out:
        corrected(lived(MONDAY, "5:working_day", *LIFE), **values)
    assert out.value.exit_code == 11


@pytest.mark.parametrize(
    "values",
    [
        {"received_at": "4/8/2026 09:00"},
        {"resolved_at": "4/8/2026 09:00"},
        {"resolved_at": "6/8/2026 09:00", "delivered_at": "6/8/2026 09:00"},
        {"resolved_at": "7/8/2026 09:00", "delivered_at": "7/8/2026 09:00"},
    ],
    ids=str,
)
def test_a_correction_may_go_as_far_as_the_next_act(values: dict[str, str]) -> None:
    found = corrected(lived(MONDAY, "5:working_day", *LIFE), **values)
    assert {name: getattr(found, name) for name in values} == typed(values)


@pytest.mark.parametrize(
    ("acts", "values"),
    [
        ((), {"resolved_at": MONDAY}),
        ((), {"result": "refused"}),
        ((), {"closed_at": MONDAY}),
        ((), {"due_at": "12/8/2026 17:30", "due_is_day": True}),
        ((("resolve", MONDAY),), {"delivered_at": MONDAY}),
        ((("resolve", MONDAY),), {"delivery_method": "postal"}),
        ((("resolve", MONDAY),), {"closed_at": MONDAY}),
        ((("withdraw", MONDAY),), {"resolved_at": MONDAY}),
    ],
    ids=str,
)
def test_what_has_not_happened_is_not_corrected(acts: tuple[tuple[str, ...], ...], values: dict[str, Any]) -> None:
    with pytest.raises(NotOfThisDossier) as not_of_it:
        corrected(lived(MONDAY, "5:working_day", *acts), **values)
    assert not_of_it.value.exit_code == 11


def test_a_result_that_was_taken_back_is_not_corrected() -> None:
    life = [*lived(MONDAY, "5:working_day", ("resolve", MONDAY)), undo(3, 2)]
    with pytest.raises(NotOfThisDossier):
        corrected(life, resolved_at=MONDAY)


# --- which act a value stands in -------------------------------------------------------------------


def told(events: Sequence[Event], **values: Any) -> Restated:
    return restated(events, typed(values), CALENDAR, OFFICE)[1]


def test_the_officer_is_that_of_the_last_assignment() -> None:
    life = lived(MONDAY, "5:working_day", ("assign", MONDAY, "Lê Thị Ánh"), ("assign", MONDAY, "Trần Văn Đức"))
    assert told(life, officer="Ngô Văn B") == {"3": {"officer": "Ngô Văn B"}}


def test_the_officer_of_a_dossier_never_assigned_is_that_of_the_receipt() -> None:
    assert told(lived(MONDAY, "5:working_day"), officer="Ngô Văn B") == {"1": {"officer": "Ngô Văn B"}}


@pytest.mark.parametrize(("note", "seq"), [("đã ký", "2"), ("", "1")])
def test_the_note_is_that_of_the_last_act_that_has_one(note: str, seq: str) -> None:
    life = [*lived(MONDAY, "5:working_day"), resolve(2, "4/8/2026 09:00", note)]
    assert told(life, note="bản chính") == {seq: {"note": "bản chính"}}


def test_a_value_that_decides_no_date_restates_nothing_else() -> None:
    life = lived(MONDAY, "5:working_day", *SUSPENDED)
    assert told(life, fee=8000, channel="online") == {"1": {"fee": 8000, "channel": "online"}}


def test_a_value_as_it_was_is_told_and_counts_no_date_anew() -> None:
    """Without an earlier correction that said it the receipt may say otherwise (§3.3)."""
    dossier = lived(MONDAY, "5:working_day")
    assert told(dossier, channel="direct") == {"1": {"channel": "direct"}}
    limit = {"amount": 5, "unit": "working_day"}
    assert told(dossier, time_limit="5:working_day") == {"1": {"time_limit": limit}}


def test_of_a_life_counted_anew_every_date_is_restated() -> None:
    """So that no later look at it needs to know which of them were the same by chance."""
    found = told(lived(MONDAY, "5:working_day", *SUSPENDED), received_at="3/8/2026 10:00")
    dates = {"due_at", "statutory_due_at", "calendar_edition", "calendar_provisional"}
    assert found["1"].keys() == {*dates, "rule_version", "occurred_at"}
    assert found["2"].keys() == {"counts"}
    assert found["3"].keys() == {*dates, "extended_due_at"}


# --- laws of corrections ---------------------------------------------------------------------------


LIMITS = st.sampled_from(
    ("same_day", "none", "2:working_hour", "12:working_hour", "1:working_day", "4:working_day", "5:calendar_day",
     "12:calendar_day", "1:month")
)  # fmt: skip
HOURS = st.integers(0, 30 * 24)
PLANS = st.lists(st.sampled_from(["continue", "restart", "move", "assign", "extend"]), max_size=5)


def written(hours: int) -> str:
    """So many hours after Wednesday 5/8 09:00."""
    return shown(at("5/8/2026 09:00") + timedelta(hours=hours))


def some_life(received: str, limit: str, statutory: str, plan: Sequence[str], hours: Sequence[int]) -> list[Event]:
    """A life by plan: suspensions under either policy, moves, assignments and a letter; at the end a result."""
    moments = iter(sorted(hours))
    acts: list[tuple[str, ...]] = []
    for act in plan:
        when = written(next(moments))
        match act:
            case "continue" | "restart":
                acts += [("suspend", when, act), ("resume", written(next(moments)))]
            case "assign":
                acts.append((act, when, "Lê Thị Ánh"))
            case "extend":
                acts.append((act, when, "15/9/2026 17:30"))
            case _:
                acts.append((act, when))
    return lived(received, limit, *acts, ("resolve", written(next(moments))), statutory=statutory)


MOMENTS = st.lists(HOURS, min_size=11, max_size=11)


@given(LIMITS, LIMITS, PLANS, MOMENTS, st.integers(0, 100), st.integers(0, 100))
def test_a_receipt_corrected_is_a_receipt_typed_right(
    limit: str, statutory: str, plan: list[str], hours: list[int], wrong: int, right: int
) -> None:
    first, second = (shown(at("31/7/2026 06:00") + timedelta(hours=shift)) for shift in (wrong, right))
    found = corrected(some_life(first, limit, statutory, plan, hours), received_at=second)
    assert unpromised(found) == unpromised(fold(some_life(second, limit, statutory, plan, hours)))


@given(LIMITS, LIMITS, LIMITS, PLANS, MOMENTS)
def test_a_limit_corrected_is_a_limit_typed_right(
    limit: str, right: str, statutory: str, plan: list[str], hours: list[int]
) -> None:
    found = corrected(some_life(MONDAY, limit, statutory, plan, hours), time_limit=right)
    assert unpromised(found) == unpromised(fold(some_life(MONDAY, right, statutory, plan, hours)))


@given(LIMITS, PLANS, MOMENTS, st.integers(0, 100), LIMITS, st.booleans())
def test_what_is_restated_tells_the_life_as_corrected(
    limit: str, plan: list[str], hours: list[int], shift: int, right: str, slip_given: bool
) -> None:
    life = some_life(MONDAY, limit, limit, plan, hours)
    received: datetime = at("31/7/2026 06:00") + timedelta(hours=shift)
    new = {"received_at": received, "time_limit": time_limit(right)}
    found, values = restated(life, new, CALENDAR, OFFICE, slip_given=slip_given)
    assert bare(fold([*life, correct(len(life) + 1, values)])) == bare(found)
    was = fold(life)
    assert was is not None
    assert found.promised_due_at == (found.due_at if slip_given else was.promised_due_at)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("act", [act for act in Act if act.value in ("resolve", "withdraw", "stop")])
def test_an_end_corrected_is_an_end_typed_right(act: Act, policy: Policy) -> None:
    column = "resolved_at" if act is Act.resolve else "closed_at"
    for hours in range(0, 400, 7):
        wrong, right = (
            lived(MONDAY, "4:working_day", ("suspend", "5/8/2026 09:00", policy.value), (act.value, when))
            for when in ("12/8/2026 10:00", written(hours))
        )
        assert bare(corrected(wrong, **{column: written(hours)})) == bare(fold(right)), written(hours)


# --- what rests on what, among corrections ---------------------------------------------------------


def told_in(life: Sequence[Event], **values: Any) -> list[Event]:
    """The life with a correction at its end."""
    return [*life, correct(len(life) + 1, told(life, **values))]


def test_an_act_comes_back_under_a_correction_that_was_counted_with_it() -> None:
    """The correction of the receipt was made while the result was there, and restates nothing of it."""
    life = told_in(lived(MONDAY, "5:working_day", ("resolve", "4/8/2026 09:00")), received_at="3/8/2026 08:30")
    taken_back = [*life, undo(4, 2)]
    found = taking_back(taken_back, 4)
    assert (found.root.seq, found.restores) == (2, True)


def test_a_correction_that_made_room_for_another_stays() -> None:
    """The result of 4/8 was put on 7/8, then the receipt on 6/8: without the first the result would be before it."""
    life = told_in(lived(MONDAY, "5:working_day", ("resolve", "4/8/2026 09:00")), resolved_at="7/8/2026 09:00")
    life = told_in(life, received_at="6/8/2026 09:00")
    with pytest.raises(RestsOnIt):
        taking_back(life, 3)
