"""From when a limit counts (domain §3.2): the receipt, after the cut-off the next opening, the hand-in.

Friday 7/8/2026 and Saturday 8/8, a day off; Monday is the 10th. 15:00:00 itself is before the cut-off ("sau 15 giờ",
Decree 23/2015/NĐ-CP art. 7), and on a day off the rule does not apply.
"""

from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.day_by_day import day_by_day
from onestop_cli.core.dossier import Policy
from onestop_cli.core.explained_days import Began
from onestop_cli.core.limits import NO_LIMIT, Start, counted_from, due_instant, is_provisional, promise, time_limit
from onestop_cli.core.office import Office
from onestop_cli.core.suspensions import CountedSuspension, due_after, given_due_after
from tests.core.published_calendar import published_calendar
from tests.core.written import at, day, shown

OFFICE = Office()
EVERY_LIMIT = ("same_day", "8:working_hour", "3:working_day", "10:calendar_day", "1:month")
FRIDAY = ("7/8/2026 15:00:00", "7/8/2026 15:00:01")
SATURDAY = ("8/8/2026 15:00:00", "8/8/2026 15:00:01")


@cache
def _calendar() -> Calendar:
    return published_calendar(saturdays=OFFICE.working_saturdays())


def _due(start: str, received: str, limit: str, submitted: str | None = None) -> str:
    """The due instant of a receipt, the same by the committed and by the statutory limit."""
    limits, handed_in = (time_limit(limit), time_limit(limit)), at(submitted) if submitted else None
    made = promise(_calendar(), OFFICE, at(received), *limits, Start(start), handed_in)
    assert made.due_at == made.statutory_due_at
    assert made.due_at is not None
    return shown(made.due_at)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param(FRIDAY[0], ("7/8 17:30", "10/8 15:00", "12/8 17:30", "17/8 17:30", "7/9 17:30"), id="Friday"),
        pytest.param(FRIDAY[1], ("10/8 17:30", "10/8 17:30", "13/8 17:30", "20/8 17:30", "10/9 17:30"), id="late"),
        pytest.param(SATURDAY[0], ("10/8 17:30", "10/8 17:30", "12/8 17:30", "18/8 17:30", "8/9 17:30"), id="Saturday"),
        pytest.param(SATURDAY[1], ("10/8 17:30", "10/8 17:30", "12/8 17:30", "18/8 17:30", "8/9 17:30"), id="later"),
    ],
)
def test_after_the_cut_off_a_limit_counts_from_the_next_opening(received: str, due: tuple[str, ...]) -> None:
    assert tuple(_due("cut_off", received, limit).replace("/2026", "") for limit in EVERY_LIMIT) == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param(FRIDAY[0], ("7/8 17:30", "10/8 15:00", "12/8 17:30", "17/8 17:30", "7/9 17:30"), id="Friday"),
        pytest.param(FRIDAY[1], ("10/8 17:30", "10/8 15:00:01", "12/8 17:30", "17/8 17:30", "7/9 17:30"), id="late"),
        pytest.param(SATURDAY[0], ("10/8 17:30", "10/8 17:30", "12/8 17:30", "18/8 17:30", "8/9 17:30"), id="Saturday"),
        pytest.param(SATURDAY[1], ("10/8 17:30", "10/8 17:30", "12/8 17:30", "18/8 17:30", "8/9 17:30"), id="later"),
    ],
)
@pytest.mark.parametrize("start", ["receipt", "submitted"])
def test_by_its_receipt_a_dossier_counts_whatever_the_hour(start: str, received: str, due: tuple[str, ...]) -> None:
    """Where no hand-in is told, the receipt is it."""
    assert tuple(_due(start, received, limit).replace("/2026", "") for limit in EVERY_LIMIT) == due


@pytest.mark.parametrize("received", [*FRIDAY, *SATURDAY])
def test_copies_from_the_original_book_count_from_the_hand_in(received: str) -> None:
    """Handed in by post on Wednesday 5/8 at ten, whenever it was received."""
    due = [_due("submitted", received, limit, "5/8/2026 10:00") for limit in EVERY_LIMIT]
    expected = ["5/8/2026 17:30", "6/8/2026 10:00", "10/8/2026 17:30", "17/8/2026 17:30", "7/9/2026 17:30"]
    assert due == expected


@pytest.mark.parametrize("start", ["receipt", "cut_off"])
def test_by_other_rules_the_hand_in_decides_nothing(start: str) -> None:
    for received in (*FRIDAY, *SATURDAY):
        for limit in EVERY_LIMIT:
            assert _due(start, received, limit, "5/8/2026 10:00") == _due(start, received, limit)


def test_on_a_makeup_saturday_the_cut_off_applies() -> None:
    """Sat 22/8/2026 is worked for Mon 31/8 (notice 9441/TB-BNV): what comes after 15:00 counts from Monday 24/8."""
    assert _due("cut_off", "22/8/2026 15:00:01", "1:working_day") == "25/8/2026 17:30"
    assert _due("cut_off", "22/8/2026 15:00:00", "1:working_day") == "24/8/2026 17:30"


def test_without_a_limit_there_is_nothing_to_count() -> None:
    assert promise(_calendar(), OFFICE, at(FRIDAY[1]), NO_LIMIT, NO_LIMIT, Start.cut_off).due_at is None


def test_a_day_of_receipt_that_may_become_a_day_off_makes_its_date_a_guess() -> None:
    """Received on an unconfirmed Friday after the cut-off: on a day off the rule would not apply."""
    calendar = Calendar(day("9/1/2026"), "Weewwwwweewwwww")
    limit = time_limit("1:working_day")
    for hour, is_guess in (("15:00:00", False), ("15:00:01", True)):
        received_at = at(f"9/1/2026 {hour}")
        origin = counted_from(calendar, OFFICE, Start.cut_off, received_at)
        due_at = due_instant(calendar, OFFICE, origin, limit)
        assert is_provisional(calendar, received_at, limit, due_at, origin) is is_guess


def test_the_days_between_a_hand_in_and_a_receipt_can_make_a_date_a_guess() -> None:
    calendar = Calendar(day("5/1/2026"), "wwWwweewwwwwee")
    limits = time_limit("5:working_day"), time_limit("5:working_day")
    received, handed_in = at("8/1/2026 09:00"), at("5/1/2026 09:00")
    assert promise(calendar, OFFICE, received, *limits, Start.submitted, handed_in).is_provisional
    assert not promise(calendar, OFFICE, received, *limits).is_provisional


# --- suspended ---------------------------------------------------------------------------------------


def _span(text: str, policy: Policy) -> CountedSuspension:
    start, end = map(at, text.split(" .. "))
    return CountedSuspension(start, end, policy)


def _suspended(limit: str, *breaks: str, policy: str = "continue", received: str = "7/8/2026 16:00") -> str:
    spans = [_span(each, Policy(policy)) for each in breaks]
    origin = counted_from(_calendar(), OFFICE, Start.cut_off, at(received))
    due_at = due_after(_calendar(), OFFICE, origin, time_limit(limit), spans, Start.cut_off)
    assert due_at is not None
    return shown(due_at)


@pytest.mark.parametrize(
    ("limit", "suspended", "due"),
    [
        pytest.param(
            "3:working_day", "7/8/2026 16:30 .. 10/8/2026 10:00", "13/8/2026 17:30", id="Monday is not counted"
        ),
        pytest.param(
            "3:working_day", "7/8/2026 16:30 .. 11/8/2026 10:00", "14/8/2026 17:30", id="Tuesday was suspended"
        ),
        pytest.param("3:working_day", "7/8/2026 16:30 .. 7/8/2026 17:00", "13/8/2026 17:30", id="before it counts"),
        pytest.param(
            "10:calendar_day", "7/8/2026 16:30 .. 12/8/2026 10:00", "22/8/2026 17:30", id="20/8, two days: worked"
        ),
        pytest.param("8:working_hour", "7/8/2026 16:30 .. 10/8/2026 09:00", "11/8/2026 09:00", id="an hour of Monday"),
        pytest.param("same_day", "7/8/2026 16:30 .. 10/8/2026 16:00", "11/8/2026 17:30", id="same day, after 15:00"),
    ],
)
def test_no_suspended_time_lies_before_what_a_limit_counts_from(limit: str, suspended: str, due: str) -> None:
    """Received on Friday 7/8 at 16:00: it counts from Monday 10/8 at eight, which is not counted."""
    assert _suspended(limit, suspended) == due


@pytest.mark.parametrize(
    ("resumed", "due"),
    [("14/8/2026 15:00:00", "19/8/2026 17:30"), ("14/8/2026 15:00:01", "20/8/2026 17:30"),
     ("15/8/2026 15:00:01", "19/8/2026 17:30")],
)  # fmt: skip
def test_a_restart_stands_in_the_place_of_receipt_under_the_same_rule(resumed: str, due: str) -> None:
    assert _suspended("3:working_day", f"11/8/2026 09:00 .. {resumed}", policy="restart") == due


def test_a_suspension_after_a_restart_counts_from_where_that_does() -> None:
    """Begun anew by Friday 14/8 at 16:00, so from Monday 17/8; suspended again from that evening to Tuesday 18/8."""
    breaks = "11/8/2026 09:00 .. 14/8/2026 16:00", "14/8/2026 16:30 .. 18/8/2026 09:00"
    spans = [_span(each, policy) for each, policy in zip(breaks, (Policy.restart, Policy.continue_), strict=True)]
    origin = counted_from(_calendar(), OFFICE, Start.cut_off, at("7/8/2026 16:00"))
    due_at = due_after(_calendar(), OFFICE, origin, time_limit("3:working_day"), spans, Start.cut_off)
    assert due_at == at("21/8/2026 17:30")


def test_a_given_date_that_begins_anew_does_so_under_the_same_rule() -> None:
    span = CountedSuspension(at("11/8/2026 09:00"), at("14/8/2026 15:00:01"), Policy.restart)
    given_at, limit = at("12/8/2026 17:30"), time_limit("3:working_day")
    due = [given_due_after(_calendar(), OFFICE, given_at, limit, [span], start) for start in Start]
    assert due == [at("19/8/2026 17:30"), at("20/8/2026 17:30"), at("19/8/2026 17:30")]


# --- day by day --------------------------------------------------------------------------------------


def _listed(began: Began, limit: str, *spans: CountedSuspension) -> list[str]:
    made = day_by_day(_calendar(), OFFICE, {}, began, time_limit(limit), spans)
    assert made.due_at is not None
    return [f"{each.date.day} {each.reason}{'' if each.n is None else f' {each.n}'}" for each in made.days]


LATE = Began(at("7/8/2026 16:00"), Start.cut_off)


@pytest.mark.parametrize(
    ("limit", "days"),
    [
        ("2:working_day", ["10 start_day", "11 working_day 1", "12 working_day 2"]),
        ("2:calendar_day", ["10 start_day", "11 calendar_day 1", "12 calendar_day 2"]),
        ("8:working_hour", ["10 working_day"]),
        ("same_day", ["10 working_day 1"]),
    ],
)
def test_what_comes_after_the_cut_off_is_listed_up_to_the_day_it_counts_from(limit: str, days: list[str]) -> None:
    assert _listed(LATE, limit) == ["7 after_cut_off", "8 weekend", "9 weekend", *days]


def test_a_hand_in_is_the_first_day_listed() -> None:
    began = Began(at("7/8/2026 09:00"), Start.submitted, at("5/8/2026 10:00"))
    assert _listed(began, "2:working_day") == ["5 submitted_day", "6 working_day 1", "7 working_day 2"]
    assert _listed(began._replace(submitted_at=None), "1:working_day")[0] == "7 receipt_day"


def test_from_a_restart_on_the_first_day_listed_stays_the_receipt_or_the_hand_in() -> None:
    span = CountedSuspension(at("11/8/2026 09:00"), at("12/8/2026 16:00"), Policy.restart)
    assert _listed(LATE, "1:working_day", span) == [
        "7 receipt_day", "8 before_restart", "9 before_restart", "10 before_restart", "11 before_restart",
        "12 after_cut_off", "13 start_day", "14 working_day 1",
    ]  # fmt: skip
    began = Began(at("7/8/2026 09:00"), Start.submitted, at("6/8/2026 10:00"))
    assert _listed(began, "1:working_day", span) == [
        "6 submitted_day", "7 before_restart", "8 before_restart", "9 before_restart", "10 before_restart",
        "11 before_restart", "12 resumption_day", "13 working_day 1",
    ]  # fmt: skip


# --- laws --------------------------------------------------------------------------------------------

RECEIPTS = st.integers(0, 300 * 86_400).map(lambda seconds: at("2/1/2026 00:00") + timedelta(seconds=seconds))
LIMITS = st.sampled_from([*EVERY_LIMIT, "none", "1:working_hour", "30:working_day", "25:calendar_day"])


@settings(max_examples=300)
@given(RECEIPTS, LIMITS, st.none() | RECEIPTS)
def test_a_receipt_that_starts_the_count_is_the_same_as_ever(
    received_at: datetime, limit: str, submitted_at: datetime | None
) -> None:
    limits = time_limit(limit), time_limit(limit)
    made = promise(_calendar(), OFFICE, received_at, *limits, Start.receipt, submitted_at)
    assert made.counted_from == received_at
    assert made.due_at == due_instant(_calendar(), OFFICE, received_at, limits[0])


@settings(max_examples=300)
@given(RECEIPTS, LIMITS)
def test_the_cut_off_never_makes_a_date_earlier_and_is_a_receipt_at_the_opening(
    received_at: datetime, limit: str
) -> None:
    by_receipt, by_cut_off = (
        promise(_calendar(), OFFICE, received_at, time_limit(limit), time_limit(limit), start)
        for start in (Start.receipt, Start.cut_off)
    )
    if by_receipt.due_at is not None:
        assert by_cut_off.due_at is not None
        assert by_cut_off.due_at >= by_receipt.due_at
    later = by_cut_off.counted_from
    assert by_cut_off.due_at == due_instant(_calendar(), OFFICE, later, time_limit(limit))
    assert counted_from(_calendar(), OFFICE, Start.cut_off, later) == later


@settings(max_examples=200)
@given(RECEIPTS, st.sampled_from(EVERY_LIMIT), st.lists(st.integers(1, 20 * 86_400), min_size=2, max_size=4),
       st.sampled_from(Policy), st.sampled_from(Start))  # fmt: skip
def test_the_days_that_are_listed_give_the_date_again(
    received_at: datetime, limit: str, gaps: list[int], policy: Policy, start: Start
) -> None:
    instants = [received_at]
    for gap in gaps:
        instants.append(instants[-1] + timedelta(seconds=gap))
    pairs = zip(instants[1::2], instants[2::2], strict=False)
    spans = [CountedSuspension(first, last, policy) for first, last in pairs]
    began = Began(received_at, start, received_at - timedelta(seconds=gaps[0] // 40))
    made = day_by_day(_calendar(), OFFICE, {}, began, time_limit(limit), spans)
    until = max(each.date for each in made.days if each.counted or each.reason == "after_resumption")
    assert made.due_at is not None
    assert made.due_at.date() == until
    if limit != "1:month":
        first = made.days[0].date
        assert [each.date for each in made.days] == [first + timedelta(days=n) for n in range(len(made.days))]
    assert all(a.date < b.date for a, b in zip(made.days, made.days[1:], strict=False))
