"""What voids, undos and corrections make of a dossier's acts, and what may be taken back (domain §3.6)."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.amendments import amended, events_in_force, taking_back
from onestop_cli.core.corrections import Restated
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.office import Office
from onestop_cli.errors import (
    AlreadyTakenBack,
    MoveStays,
    OnestopError,
    ReceiptStays,
    RestsOnIt,
    UnknownEvent,
)
from tests.core.dossiers import assign, correct, event, receipt, resolve, undo, void
from tests.core.written import at

OFFICE = Office()
MONDAY = "3/8/2026 09:00"


# --- which events are in force ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("undone", "in_force"),
    [
        pytest.param([], [1, 2, 3], id="nothing undone"),
        pytest.param([3], [1, 2, 4], id="the last act"),
        pytest.param([3, 4], [1, 2, 3, 5], id="an undo undone restores"),
        pytest.param([3, 4, 5], [1, 2, 4, 6], id="three undos are one"),
        pytest.param([3, 2], [1, 4, 5], id="two acts, one after the other"),
        pytest.param([3, 2, 5], [1, 2, 4, 6], id="one of two restored"),
        pytest.param([2], [1, 3, 4], id="an earlier one"),
    ],
)
def test_an_undo_in_force_puts_its_event_out_of_force(undone: list[int], in_force: list[int]) -> None:
    events = [receipt(), assign(2), assign(3), *(undo(4 + place, of) for place, of in enumerate(undone))]
    assert [each.seq for each in events_in_force(events)] == in_force


LEDGERS = st.lists(st.integers(0, 30), max_size=14)


def ledger(choices: Sequence[int]) -> list[Event]:
    """A receipt, and then events that are acts, corrections, a void, or undos of any event before them."""
    events = [receipt()]
    for seq, choice in enumerate(choices, 2):
        match choice:
            case 0 | 1 | 2 | 3 | 4 | 5:
                events.append(assign(seq))
            case 6 | 7 | 8:
                events.append(correct(seq, {"1": {("fee", "channel", "due_at")[choice - 6]: None}}))
            case 9:
                events.append(void(seq))
            case _:
                events.append(undo(seq, 1 + choice % (seq - 1)))
    return events


@given(LEDGERS)
def test_an_event_is_in_force_unless_an_undo_in_force_names_it(choices: list[int]) -> None:
    events = ledger(choices)

    def is_in_force(one: Event) -> bool:
        return not any(each.kind == "undo" and each.data["seq"] == one.seq and is_in_force(each) for each in events)

    assert events_in_force(events) == [each for each in events if is_in_force(each)]


# --- the life as it is told ------------------------------------------------------------------------


def test_a_life_without_amendments_is_its_events() -> None:
    events = [receipt(), assign(2)]
    assert amended(events) == (events, False)


def test_amendments_are_no_acts() -> None:
    events = [receipt(), assign(2), correct(3, {}), void(4), undo(5, 4)]
    assert [act.seq for act in amended(events).acts] == [1, 2]


def test_a_correction_restates_the_act_it_names() -> None:
    events = [receipt(), assign(2), correct(3, {"1": {"fee": 5000, "channel": "postal"}})]
    first, second = amended(events).acts
    assert first == events[0]._replace(data={**events[0].data, "fee": 5000, "channel": "postal"})
    assert second == events[1]


def test_a_later_correction_restates_what_it_names_and_leaves_the_rest() -> None:
    events = [receipt(), correct(2, {"1": {"fee": 5000, "copies": 2}}), correct(3, {"1": {"fee": 8000}})]
    data = amended(events).acts[0].data
    assert (data["fee"], data["copies"]) == (8000, 2)


@pytest.mark.parametrize(("undone", "fee"), [(3, 5000), (2, 8000)])
def test_a_correction_taken_back_restates_nothing(undone: int, fee: int) -> None:
    events = [receipt(), correct(2, {"1": {"fee": 5000}}), correct(3, {"1": {"fee": 8000}}), undo(4, undone)]
    assert amended(events).acts[0].data["fee"] == fee


def test_a_correction_of_an_act_that_is_taken_back_falls_away_with_it() -> None:
    events = [receipt(), assign(2), correct(3, {"2": {"officer": "Trần Văn Đức"}}), undo(4, 2)]
    assert [act.seq for act in amended(events).acts] == [1]


def test_a_correction_of_an_act_that_is_restored_holds_again() -> None:
    events = [receipt(), assign(2), correct(3, {"2": {"officer": "Trần Văn Đức"}}), undo(4, 2), undo(5, 4)]
    assert amended(events).acts[1].data["officer"] == "Trần Văn Đức"


def test_acts_stand_in_the_order_in_which_they_are_told_to_have_occurred() -> None:
    moved = {"2": {"occurred_at": at("6/8/2026 09:00").isoformat()}}
    events = [receipt(), assign(2, "4/8/2026 09:00"), event(3, "move", "5/8/2026 09:00"), correct(4, moved)]
    told = amended(events).acts
    assert [(act.seq, act.occurred_at) for act in told] == [
        (1, at(MONDAY)),
        (3, at("5/8/2026 09:00")),
        (2, at("6/8/2026 09:00")),
    ]
    assert "occurred_at" not in told[2].data


def test_acts_of_the_same_second_stand_in_the_order_of_the_ledger() -> None:
    events = [receipt(), resolve(2, MONDAY), event(3, "deliver", MONDAY, {"method": "direct"}), correct(4, {})]
    assert [act.seq for act in amended(events).acts] == [1, 2, 3]


@pytest.mark.parametrize(
    ("amendments", "is_void"),
    [([void(2)], True), ([void(2), undo(3, 2)], False), ([void(2), undo(3, 2), undo(4, 3)], True)],
)
def test_a_dossier_is_void_while_a_void_is_in_force(amendments: list[Event], is_void: bool) -> None:
    assert amended([receipt(), *amendments]).is_void is is_void


NAMED = receipt()._replace(personal="cd" * 32)


@pytest.mark.parametrize(
    ("amendments", "personal_seq"),
    [
        pytest.param([], 1, id="the receipt's own"),
        pytest.param([correct(2, {}, personal=["phone"])], 2, id="the correction's"),
        pytest.param([correct(2, {}, personal=["phone"]), correct(3, {}, personal=["email"])], 3, id="the later one's"),
        pytest.param([correct(2, {}, personal=["phone"]), undo(3, 2)], 1, id="the correction taken back"),
        pytest.param([correct(2, {"1": {"fee": 1}})], 1, id="another correction"),
        pytest.param([correct(2, {}, personal=["applicant"], beside=False)], None, id="all of them emptied"),
    ],
)
def test_the_personal_fields_lie_beside(amendments: list[Event], personal_seq: int | None) -> None:
    found = fold([NAMED, *amendments])
    assert found is not None
    assert found.personal_seq == personal_seq


def test_a_correction_known_before_its_receipt_tells_nothing() -> None:
    """A clock set back can make it so; there is no dossier yet."""
    assert fold([correct(2, {}, personal=["phone"])]) is None


# --- what may be taken back ------------------------------------------------------------------------


NOBODYS = [assign(4), event(5, "move", MONDAY), event(6, "move", MONDAY, {"restated": {}})]
"""What no person did at an hour that others wait for: a change of officer, a notice's move of either kind."""


@pytest.mark.parametrize("behind", [[], NOBODYS[:1], NOBODYS])
def test_an_undo_takes_back_the_last_act_that_a_person_typed(behind: list[Event]) -> None:
    found = taking_back([receipt(), resolve(2, MONDAY), event(3, "deliver", MONDAY), *behind])
    assert (found.target.seq, found.root.seq, found.restores) == (3, 3, False)


def test_where_nothing_else_was_typed_the_receipt_stays() -> None:
    with pytest.raises(ReceiptStays):
        taking_back([receipt(), *NOBODYS])


@pytest.mark.parametrize("behind", NOBODYS, ids=["assign", "move before format 6", "move"])
def test_an_act_goes_under_what_is_no_persons_act(behind: Event) -> None:
    assert taking_back([receipt(), resolve(2, MONDAY), behind], 2).root.seq == 2


@pytest.mark.parametrize(("undos", "seq"), [([], 2), ([undo(3, 2)], 3)])
def test_a_move_is_neither_taken_back_nor_brought_back(undos: list[Event], seq: int) -> None:
    with pytest.raises(MoveStays) as stays:
        taking_back([receipt(), event(2, "move", MONDAY), *undos], seq)
    assert (stays.value.values["seq"], stays.value.exit_code) == (2, 11)


def test_a_change_of_officer_is_taken_back_by_its_number() -> None:
    assert taking_back([receipt(), assign(2)], 2).root.seq == 2


@pytest.mark.parametrize(
    ("undos", "target", "restores"),
    [([], 2, False), ([undo(3, 2)], 3, True), ([undo(3, 2), undo(4, 3)], 4, False)],
)
def test_an_undo_of_an_undo_goes_on_with_the_same_act(undos: list[Event], target: int, restores: bool) -> None:
    found = taking_back([receipt(), resolve(2, MONDAY), *undos])
    assert (found.target.seq, found.root.seq, found.restores) == (target, 2, restores)


@pytest.mark.parametrize("amendment", [void(3), correct(3, {"2": {"officer": ""}})])
def test_an_amendment_is_taken_back_too(amendment: Event) -> None:
    assert taking_back([receipt(), assign(2), amendment]).root == amendment


def test_an_event_of_another_dossier_is_unknown() -> None:
    with pytest.raises(UnknownEvent) as unknown:
        taking_back([receipt(), assign(2)], 7)
    assert unknown.value.exit_code == 10


def test_an_event_is_taken_back_once() -> None:
    with pytest.raises(AlreadyTakenBack) as taken:
        taking_back([receipt(), assign(2), undo(3, 2)], 2)
    assert (taken.value.values["seq"], taken.value.values["by"]) == (2, 3)


@pytest.mark.parametrize(("seq", "by"), [(2, 3), (4, 5)])
def test_what_was_taken_back_names_the_undo_in_force(seq: int, by: int) -> None:
    with pytest.raises(AlreadyTakenBack) as taken:
        taking_back([receipt(), assign(2), undo(3, 2), undo(4, 3), undo(5, 4)], seq)
    assert taken.value.values["by"] == by


@pytest.mark.parametrize(
    "events", [[receipt()], [receipt(), assign(2), undo(3, 2)], [receipt(), correct(2, {})]], ids=len
)
def test_a_receipt_stays(events: list[Event]) -> None:
    with pytest.raises(ReceiptStays) as stays:
        taking_back(events, 1)
    assert stays.value.exit_code == 11


DATED: Restated = {"1": {"due_at": None}}
UNDATED: Restated = {"1": {"fee": 5000}}


@pytest.mark.parametrize(
    ("later", "seq", "by"),
    [
        pytest.param([resolve(2, MONDAY), event(3, "deliver", MONDAY)], 2, 3, id="an act under an act"),
        pytest.param([assign(2), void(3)], 2, 3, id="an act under a void"),
        pytest.param([correct(2, UNDATED), void(3)], 2, 3, id="a correction under a void"),
        pytest.param([correct(2, DATED), resolve(3, MONDAY)], 2, 3, id="a correction of dates under an act"),
        pytest.param([correct(2, UNDATED), correct(3, UNDATED)], 2, 3, id="a correction under one of the same value"),
        pytest.param([correct(2, DATED), correct(3, DATED)], 2, 3, id="a correction of dates under another"),
        pytest.param(
            [correct(2, {}, personal=["phone"]), correct(3, {}, personal=["email"])], 2, 3, id="a person under a person"
        ),
        pytest.param([assign(2), undo(3, 2), resolve(4, MONDAY)], 3, 4, id="the return of an act under an act"),
        pytest.param(
            [resolve(2, MONDAY), undo(3, 2), event(4, "suspend", MONDAY)],
            3,
            4,
            id="the return of a result under what only an open one had",
        ),
        pytest.param([correct(2, UNDATED), undo(3, 2), correct(4, UNDATED)], 3, 4, id="the return of a correction"),
    ],
)
def test_an_event_on_which_another_rests_stays(later: list[Event], seq: int, by: int) -> None:
    with pytest.raises(RestsOnIt) as rests:
        taking_back([receipt(), *later], seq)
    assert (rests.value.values["seq"], rests.value.values["later"]) == (seq, by)


@pytest.mark.parametrize(
    ("later", "seq"),
    [
        pytest.param([correct(2, UNDATED), assign(3)], 2, id="a correction without dates under an act"),
        pytest.param([assign(2), correct(3, UNDATED)], 2, id="an act under a correction"),
        pytest.param([assign(2), correct(3, DATED)], 2, id="an act under a correction of dates"),
        pytest.param(
            [correct(2, UNDATED), correct(3, {"1": {"copies": 2}})], 2, id="a correction under another value's"
        ),
        pytest.param([correct(2, UNDATED), correct(3, {}, personal=["phone"])], 2, id="a correction under a person's"),
        pytest.param([assign(2), assign(3), undo(4, 3)], 2, id="an act under one taken back"),
        pytest.param([assign(2), undo(3, 2), correct(4, UNDATED)], 3, id="the return of an act under a correction"),
        pytest.param([assign(2), undo(3, 2), undo(4, 3), undo(5, 2)], 5, id="the second undo of a restored act"),
    ],
)
def test_an_event_on_which_nothing_rests_goes(later: list[Event], seq: int) -> None:
    assert taking_back([receipt(), *later], seq).target.seq == seq


def grown(choices: Sequence[int]) -> list[Event]:
    """A ledger as it grows: as `ledger`, but without the undos that are refused."""
    events = [receipt()]
    for one in ledger(choices)[1:]:
        seq = len(events) + 1
        data = dict(one.data)
        if one.kind == "undo":
            data["seq"] = min(one.data["seq"], len(events))
            try:
                taking_back(events, data["seq"])
            except OnestopError:
                continue
        events.append(one._replace(seq=seq, data=data))
    return events


@given(LEDGERS, st.integers(1, 15))
def test_an_undo_changes_whether_one_act_or_amendment_is_in_force_and_nothing_else(
    choices: list[int], seq: int
) -> None:
    events = grown(choices)
    try:
        found = taking_back(events, seq)
    except OnestopError:
        return
    before, after = (
        {each.seq for each in events_in_force(told) if each.kind != "undo"}
        for told in (events, [*events, undo(len(events) + 1, seq)])
    )
    assert before ^ after == {found.root.seq}
    assert (found.root.seq in after) is found.restores


@given(LEDGERS)
def test_the_last_event_is_always_taken_back_and_brought_back(choices: list[int]) -> None:
    events = grown(choices)
    if all(one.kind in ("receive", "assign", "move") for one in events):
        return
    once = [*events, undo(len(events) + 1, taking_back(events).target.seq)]
    twice = [*once, undo(len(once) + 1, taking_back(once).target.seq)]
    acts = [[each for each in events_in_force(told) if each.kind != "undo"] for told in (events, once, twice)]
    assert acts[0] != acts[1]
    assert acts[0] == acts[2]
