"""Laws of counting, for every start day of 2010-2025 and every limit of 1 to 60 working days (domain §2)."""

from datetime import date
from itertools import pairwise

import pytest

from onestop_cli.core.calendar import WORKING, Calendar
from onestop_cli.errors import CalendarGap
from tests.core.published_calendar import CALENDAR, published_days
from tests.core.written import day

STARTS = range(date(2010, 1, 1).toordinal(), date(2025, 12, 31).toordinal() + 1)
LIMITS = range(1, 61)
BASE = CALENDAR.first.toordinal()
SINCE = [start - BASE for start in STARTS]
ENDS = {n: [BASE + end for end in CALENDAR.nth_working_days_after(SINCE, n)] for n in LIMITS}
"""The day each limit ends, per start day, as ordinals."""
OPEN_DAYS = {d.on.toordinal() for d in published_days() if d.kind in WORKING}


def test_counting_to_the_nth_working_day_gives_n() -> None:
    count, start_days = CALENDAR.working_days_between, [date.fromordinal(start) for start in STARTS]
    for n, ends in ENDS.items():
        assert {count(start, date.fromordinal(end)) for start, end in zip(start_days, ends, strict=True)} == {n}


def test_the_nth_working_day_is_a_working_day() -> None:
    assert {end for ends in ENDS.values() for end in ends} <= OPEN_DAYS


def test_the_nth_working_day_comes_after_the_start() -> None:
    assert all(start < end for start, end in zip(STARTS, ENDS[1], strict=True))


def test_a_later_start_never_ends_earlier() -> None:
    assert all(earlier <= later for ends in ENDS.values() for earlier, later in pairwise(ends))


def test_one_more_day_always_ends_later() -> None:
    for n, m in pairwise(LIMITS):
        assert all(shorter < longer for shorter, longer in zip(ENDS[n], ENDS[m], strict=True))


def test_many_days_at_once_agree_with_one_at_a_time() -> None:
    one, start_days = CALENDAR.nth_working_day_after, [date.fromordinal(start) for start in STARTS]
    for n, ends in ENDS.items():
        assert [one(start, n).toordinal() for start in start_days] == ends


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10, 23, 60])
def test_the_nth_working_day_is_the_nth_met_on_the_way(n: int) -> None:
    for start, end in zip(STARTS, ENDS[n], strict=True):
        assert sum(on in OPEN_DAYS for on in range(start + 1, end + 1)) == n


YEAR = Calendar.of([d for d in published_days() if d.on.year == 2025])
IN_YEAR = range(day("1/9/2025").toordinal() - YEAR.first.toordinal())
HALF = range(day("30/6/2025").toordinal() - YEAR.first.toordinal())


def _with_mark(index: int, mark: str) -> Calendar:
    return Calendar(YEAR.first, YEAR.marks[:index] + mark + YEAR.marks[index + 1 :])


def test_an_added_holiday_never_makes_a_date_earlier() -> None:
    for index in (i for i in HALF if YEAR.marks[i] in "wm"):
        changed = _with_mark(index, "h")
        for n in LIMITS:
            before, after = YEAR.nth_working_days_after(IN_YEAR, n), changed.nth_working_days_after(IN_YEAR, n)
            assert all(map(int.__le__, before, after)), (index, n)


def test_an_added_makeup_day_never_makes_a_date_later() -> None:
    for index in (i for i in HALF if YEAR.marks[i] in "ehs"):
        changed = _with_mark(index, "m")
        for n in LIMITS:
            before, after = YEAR.nth_working_days_after(IN_YEAR, n), changed.nth_working_days_after(IN_YEAR, n)
            assert all(map(int.__ge__, before, after)), (index, n)


def test_counting_backwards_is_negative() -> None:
    assert CALENDAR.working_days_between(day("13/8/2026"), day("10/8/2026")) == -3


def test_a_working_day_is_its_own_roll_and_a_day_off_rolls_to_the_next() -> None:
    for start, following in zip(STARTS, ENDS[1], strict=True):
        rolled = CALENDAR.working_day_from(date.fromordinal(start)).toordinal()
        assert rolled == (start if start in OPEN_DAYS else following)


def _missing_year(gap: pytest.ExceptionInfo[CalendarGap]) -> int:
    return gap.value.values["year"]


@pytest.mark.parametrize(("on", "year"), [("31/12/2009", 2009), ("1/1/2027", 2027), ("5/6/2031", 2031)])
def test_a_day_outside_the_loaded_years_is_a_gap_in_its_own_year(on: str, year: int) -> None:
    with pytest.raises(CalendarGap) as gap:
        CALENDAR.kind(day(on))
    assert _missing_year(gap) == year


def test_a_limit_that_runs_past_the_loaded_years_asks_for_the_next_one() -> None:
    assert CALENDAR.nth_working_day_after(day("30/12/2026"), 1) == day("31/12/2026")
    with pytest.raises(CalendarGap) as gap:
        CALENDAR.nth_working_day_after(day("30/12/2026"), 2)
    assert _missing_year(gap) == 2027


def test_a_last_day_off_cannot_roll_into_a_year_not_loaded() -> None:
    first_years = Calendar.of([d for d in published_days() if d.on.year <= 2022])
    with pytest.raises(CalendarGap) as gap:
        first_years.working_day_from(day("31/12/2022"))
    assert _missing_year(gap) == 2023


@pytest.mark.parametrize(("on", "n"), [("31/12/2009", 1), ("30/12/2026", 2), ("1/1/2027", 1), ("5/6/2031", 1)])
def test_many_days_at_once_meet_the_same_gap_as_one(on: str, n: int) -> None:
    with pytest.raises(CalendarGap) as one:
        CALENDAR.nth_working_day_after(day(on), n)
    with pytest.raises(CalendarGap) as many:
        CALENDAR.nth_working_days_after([day("3/8/2026").toordinal() - BASE, day(on).toordinal() - BASE], n)
    assert _missing_year(many) == _missing_year(one)


def test_a_gap_exits_with_13_and_names_the_command() -> None:
    gap = CalendarGap(year=2027)
    assert (gap.exit_code, str(gap)) == (13, "the calendar of 2027 is not loaded, so no date in it can be promised")
    assert gap.hint is not None
    assert gap.hint.format(**gap.values) == "onestop calendar load 2027"


@pytest.mark.parametrize(
    ("after", "until", "provisional"),
    [
        pytest.param("18/11/2026", "20/11/2026", False, id="ends the day before the stretch"),
        pytest.param("20/11/2026", "23/11/2026", True, id="ends inside"),
        pytest.param("18/11/2026", "2/12/2026", True, id="runs over the whole stretch"),
        pytest.param("27/11/2026", "30/11/2026", True, id="crosses the Saturday that may be worked"),
        pytest.param("28/11/2026", "30/11/2026", False, id="begins on the last day, which is not counted"),
    ],
)
def test_counting_over_an_unconfirmed_day_is_provisional(after: str, until: str, provisional: bool) -> None:
    assert CALENDAR.is_provisional(day(after), day(until)) is provisional
