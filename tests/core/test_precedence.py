"""Who decides what a day is (domain §2.1): local > national > computed > weekend, late > early, make-up > off."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.calendar import (
    MARK,
    WORKING,
    Calendar,
    Claim,
    Day,
    DayKind,
    Rank,
    days_of,
    winning_claim,
)
from tests.core.published_calendar import CALENDAR, published_calendar, published_days, swap
from tests.core.written import day

OFF, WORK = DayKind.holiday, DayKind.makeup_day
COMPUTED, NATIONAL, LOCAL = Rank.computed, Rank.national, Rank.local
NOTICE_OF_25_12_2025 = ("2/1/2026", "10/1/2026")


def _claim(on: str, kind: DayKind, rank: Rank, seq: int = 100, name: str = "") -> Claim:
    return Claim(day(on), kind, name, "", rank, seq)


def _day(on: str, *claims: Claim) -> Day:
    """What becomes of one day of the published calendar once these claims are known too."""
    return next(d for d in published_days(claims) if d.on == day(on))


def test_a_storm_closes_the_office_on_a_makeup_saturday() -> None:
    storm = _claim("22/8/2026", OFF, LOCAL, name="Bão số 5")
    assert (_day("22/8/2026").kind, _day("22/8/2026", storm).kind) == (WORK, OFF)


def test_a_local_makeup_day_opens_a_national_holiday() -> None:
    assert _day("1/9/2026", _claim("1/9/2026", OFF, NATIONAL, 99), _claim("1/9/2026", WORK, LOCAL)).is_working_day


def test_a_national_notice_beats_the_computed_holiday() -> None:
    assert _day("24/11/2026", _claim("24/11/2026", WORK, NATIONAL)).kind is WORK


def test_rank_beats_a_later_notice() -> None:
    early_local, late_national = _claim("3/8/2026", OFF, LOCAL, 50), _claim("3/8/2026", WORK, NATIONAL, 60)
    assert _day("3/8/2026", early_local, late_national).kind is OFF


@pytest.mark.parametrize(("rank", "winner"), [(COMPUTED, WORK), (NATIONAL, OFF), (LOCAL, OFF)])
def test_a_later_notice_closes_a_makeup_day_that_only_a_computed_row_opens_for_good(
    rank: Rank, winner: DayKind
) -> None:
    won = winning_claim([_claim("8/8/2026", WORK, rank, 50), _claim("8/8/2026", OFF, rank, 60)])
    assert won is not None
    assert won.kind is winner


@pytest.mark.parametrize("rank", Rank)
def test_of_one_notice_the_makeup_day_wins(rank: Rank) -> None:
    won = winning_claim([_claim("8/8/2026", WORK, rank, 50), _claim("8/8/2026", OFF, rank, 50)])
    assert won is not None
    assert won.kind is WORK


@pytest.mark.parametrize("rank", Rank)
def test_within_a_rank_the_later_notice_names_the_day_off(rank: Rank) -> None:
    claims = _claim("3/8/2026", OFF, rank, 60, "Bão số 6"), _claim("3/8/2026", OFF, rank, 50, "Bão số 5")
    assert _day("3/8/2026", *claims).name == "Bão số 6"


def test_a_swap_replaces_the_name_of_a_day_already_off() -> None:
    replaced = _day("1/9/2026", *swap("1/9/2026", "5/9/2026", "Hoán đổi mới", 99))
    assert (replaced.name, replaced.kind) == ("Hoán đổi mới", DayKind.swap_day_off)


def test_a_duplicate_row_counts_once() -> None:
    again = swap("31/8/2026", "22/8/2026", "Hoán đổi Quốc khánh", 99)
    assert published_calendar(again).marks == CALENDAR.marks


def test_no_claim_leaves_weekday_and_weekend_as_they_are() -> None:
    assert (_day("3/8/2026").kind, _day("8/8/2026").kind) == (DayKind.working_day, DayKind.weekend)
    assert winning_claim(()) is None


def test_a_claim_outside_the_years_asked_for_is_left_out() -> None:
    days = list(days_of(2026, 2026, [_claim("27/12/2025", WORK, NATIONAL)]))
    assert (days[0].on, days[-1].on, len(days)) == (day("1/1/2026"), day("31/12/2026"), 365)


def test_before_the_notice_a_slip_of_24_12_2025_says_5_january() -> None:
    before = published_calendar(unknown=NOTICE_OF_25_12_2025)
    assert before.nth_working_day_after(day("24/12/2025"), 7) == day("5/1/2026")


def test_once_the_notice_is_known_24_12_2025_and_seven_days_is_6_january() -> None:
    assert CALENDAR.nth_working_day_after(day("24/12/2025"), 7) == day("6/1/2026")


def test_before_the_notice_7_1_2026_and_three_days_is_12_january() -> None:
    before = published_calendar(unknown=NOTICE_OF_25_12_2025)
    assert before.nth_working_day_after(day("7/1/2026"), 3) == day("12/1/2026")


def test_the_notice_pulls_7_1_2026_and_three_days_back_to_10_january() -> None:
    assert CALENDAR.nth_working_day_after(day("7/1/2026"), 3) == day("10/1/2026")


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        pytest.param("25/7/2026", DayKind.weekend, id="before the setting"),
        pytest.param("1/8/2026", DayKind.working_saturday, id="its first day"),
        pytest.param("22/8/2026", DayKind.makeup_day, id="a make-up day stays one"),
        pytest.param("29/8/2026", DayKind.working_saturday, id="its last day"),
        pytest.param("5/9/2026", DayKind.weekend, id="the day it ends is outside"),
        pytest.param("2/8/2026", DayKind.weekend, id="Sunday"),
    ],
)
def test_saturday_is_worked_from_the_setting_until_the_next(on: str, kind: DayKind) -> None:
    calendar = published_calendar(saturdays=[(day("1/8/2026"), day("5/9/2026"))])
    assert calendar.kind(day(on)) is kind


def test_a_holiday_on_a_worked_saturday_is_off() -> None:
    storm = _claim("8/8/2026", OFF, LOCAL)
    assert published_calendar([storm], saturdays=[(day("1/8/2026"), None)]).kind(day("8/8/2026")) is OFF


@pytest.mark.parametrize("confirmed", [True, False])
@pytest.mark.parametrize("kind", MARK)
def test_every_kind_of_day_survives_being_written_as_a_letter(kind: DayKind, confirmed: bool) -> None:
    on = day("3/8/2026")
    calendar = Calendar.of([Day(on, kind, "", "", confirmed, None)])
    assert (calendar.kind(on), calendar.is_working_day(on)) == (kind, kind in WORKING)
    assert calendar.marks.islower() is confirmed
    assert len(set(MARK.values())) == len(DayKind) - 1


claims_of_a_day = st.lists(
    st.builds(
        _claim,
        st.just("8/8/2026"),
        st.sampled_from([DayKind.holiday, DayKind.swap_day_off, DayKind.makeup_day]),
        st.sampled_from(Rank),
        st.integers(1, 1000),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda claim: claim.seq,
)


@given(claims_of_a_day)
def test_the_winner_is_found_by_striking_out_one_rule_after_the_other(claims: list[Claim]) -> None:
    highest = next(rank for rank in (LOCAL, NATIONAL, COMPUTED) if any(c.rank is rank for c in claims))
    left = [c for c in claims if c.rank is highest]
    if highest is COMPUTED:
        left = [c for c in left if c.kind is DayKind.makeup_day] or left
    assert winning_claim(claims) == max(left, key=lambda c: c.seq)


@given(claims_of_a_day, st.randoms(use_true_random=False))
def test_order_and_duplicates_do_not_matter(claims: list[Claim], shuffler: Random) -> None:
    again = [*claims, *claims]
    shuffler.shuffle(again)
    assert winning_claim(again) == winning_claim(claims)
