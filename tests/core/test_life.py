"""A dossier's life (domain §3.6): folded from its events, as it stood at a time, as far as it was known by then."""

import pytest

from onestop_cli.core.acts import ALLOWED, Act
from onestop_cli.core.dossier import OPEN, Dossier, Status, limit_data, limit_from
from onestop_cli.core.life import fold
from onestop_cli.core.limits import NO_LIMIT, SAME_DAY, TimeLimit, Unit
from tests.core.dossiers import event, receipt
from tests.core.written import at

MOVED = {
    "due_at": at("11/8/2026 17:30").isoformat(),
    "statutory_due_at": at("12/8/2026 17:30").isoformat(),
    "calendar_edition": "30:fedcba987654",
    "calendar_provisional": True,
    "source": "Bão số 5",
    "extended_due_at": None,
    **{name: receipt().data[name] for name in ("time_limit", "statutory_time_limit")},
}
LIFE = [
    receipt(),
    event(2, "move", "4/8/2026 08:00", MOVED),
    event(3, "resolve", "6/8/2026 16:00", {"result": "approved"}, recorded="10/8/2026 08:00"),
    event(4, "deliver", "7/8/2026 09:00", {"method": "postal"}, recorded="10/8/2026 08:05"),
]


def _known(at_that: str | None) -> int | None:
    """The number of the last event recorded by then."""
    return None if at_that is None else max((e.seq for e in LIFE if e.recorded_at <= at(at_that)), default=0)


def _stood(on: str | None = None, known: str | None = None) -> Dossier:
    of = fold(LIFE, as_of=at(on) if on else None, up_to=_known(known))
    assert of is not None
    return of


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("3/8/2026 09:00:00", Status.received),
        ("6/8/2026 15:59:59", Status.received),
        ("6/8/2026 16:00:00", Status.resolved),
        ("7/8/2026 08:59:59", Status.resolved),
        ("7/8/2026 09:00:00", Status.delivered),
    ],
)
def test_an_act_counts_from_its_own_second(on: str, status: Status) -> None:
    assert _stood(on).status is status


def test_before_its_receipt_there_is_no_dossier() -> None:
    assert fold(LIFE, as_of=at("3/8/2026 08:59:59")) is None


def test_before_it_was_recorded_a_result_was_not_known() -> None:
    assert _stood("8/8/2026 00:00", known="9/8/2026 00:00").status is Status.received


def test_once_recorded_a_result_counts_from_when_it_occurred() -> None:
    assert _stood("8/8/2026 00:00", known="10/8/2026 09:00").resolved_at == at("6/8/2026 16:00")


def test_a_moved_due_date_leaves_the_promise_on_the_slip() -> None:
    of = _stood("5/8/2026 00:00")
    assert (of.due_at, of.statutory_due_at) == (at("11/8/2026 17:30"), at("12/8/2026 17:30"))
    assert of.promised_due_at == at("10/8/2026 17:30")
    assert (of.calendar_edition, of.calendar_provisional) == ("30:fedcba987654", True)


def test_before_the_move_the_old_due_date_was_in_force() -> None:
    assert _stood("4/8/2026 07:59:59").due_at == at("10/8/2026 17:30")


def test_delivery_leaves_the_result_as_it_was() -> None:
    of = _stood()
    assert (of.result, of.resolved_at, of.finished_at) == ("approved", at("6/8/2026 16:00"), at("6/8/2026 16:00"))
    assert (of.delivered_at, of.delivery_method) == (at("7/8/2026 09:00"), "postal")


def test_the_anchor_is_that_of_the_last_event() -> None:
    assert _stood("6/8/2026 16:00").anchor == LIFE[2].anchor


def test_a_refusal_brings_its_reason() -> None:
    refused = event(2, "resolve", "6/8/2026 16:00", {"result": "refused", "note": "Thiếu giấy tờ gốc"})
    of = fold([receipt(), refused])
    assert of is not None
    assert (of.result, of.note) == ("refused", "Thiếu giấy tờ gốc")


@pytest.mark.parametrize("limit", [NO_LIMIT, SAME_DAY, TimeLimit(3, Unit.working_day)])
def test_a_limit_survives_being_written_into_an_event(limit: TimeLimit) -> None:
    assert limit_from(limit_data(limit)) == limit


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (Act.resolve, {Status.received, Status.suspended}),
        (Act.deliver, {Status.resolved}),
        (Act.move, OPEN),
    ],
)
def test_the_states_an_act_is_allowed_in(act: Act, allowed: set[Status]) -> None:
    assert ALLOWED[act] == allowed


@pytest.mark.parametrize("act", Act)
def test_every_act_says_where_it_is_allowed(act: Act) -> None:
    assert act in ALLOWED


# --- moves before format 6, and changes of officer ---------------------------------------------------

TYPED_BEHIND = event(3, "resolve", "3/8/2026 16:00", {"result": "approved"}, recorded="5/8/2026 08:00")


def test_a_result_typed_behind_an_old_move_is_judged_by_the_date_it_moved() -> None:
    of = fold([*LIFE[:2], TYPED_BEHIND])
    assert of is not None
    assert (of.resolved_at, of.due_at, of.last_act_at) == (at("3/8/2026 16:00"), at("11/8/2026 17:30"), of.resolved_at)


def test_an_act_typed_in_order_leaves_an_old_move_where_it_was() -> None:
    assert (_stood("3/8/2026 23:59").due_at, _stood("4/8/2026 08:00").due_at) == (
        receipt_dates(),
        at("11/8/2026 17:30"),
    )


def receipt_dates() -> object:
    first = fold(LIFE[:1])
    assert first is not None
    return first.due_at


@pytest.mark.parametrize(("officer", "changes"), [("3/8/2026 15:59", True), ("3/8/2026 16:01", False)])
def test_an_assignment_after_the_finish_changes_no_officer(officer: str, changes: bool) -> None:
    of = fold([receipt(), event(2, "assign", officer, {"officer": "Lê Thị Ánh"}), TYPED_BEHIND])
    before = fold([receipt()])
    assert of is not None
    assert before is not None
    assert (of.officer == "Lê Thị Ánh") is changes
    assert (of.anchor, of.last_act_at) == (TYPED_BEHIND.anchor, TYPED_BEHIND.occurred_at)


def test_neither_a_move_nor_a_change_of_officer_is_an_act_that_others_wait_for() -> None:
    behind = [*LIFE[:2], event(3, "assign", "5/8/2026 09:00", {"officer": "Lê Thị Ánh"})]
    of = fold(behind)
    assert of is not None
    assert (of.last_act_at, of.changed_at, of.anchor) == (at("3/8/2026 09:00"), at("5/8/2026 09:00"), behind[-1].anchor)


def test_a_move_restates_the_receipt_and_leaves_the_promise() -> None:
    told = {"1": {"due_at": MOVED["due_at"], "statutory_due_at": MOVED["statutory_due_at"]}}
    life = [receipt(), event(2, "move", "4/8/2026 08:00", {**MOVED, "restated": told})]
    of, was = fold(life, as_of=at("3/8/2026 10:00")), fold(life, up_to=1)
    assert of is not None
    assert was is not None
    assert (of.due_at, of.anchor, of.changed_at) == (at("11/8/2026 17:30"), life[-1].anchor, None)
    assert (was.due_at, of.promised_due_at) == (receipt_dates(), was.promised_due_at)
