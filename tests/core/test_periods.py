"""Reporting periods (domain §4.1), calendar and administrative."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.periods import (
    MOST,
    Convention,
    Kind,
    Period,
    free_period,
    latest_begun,
    months_of,
    named_period,
    year_to,
)
from onestop_cli.errors import EmptyPeriod
from tests.core.written import at, day

CALENDAR, ADMINISTRATIVE = Convention.calendar, Convention.administrative


def _period(start: str, end: str, convention: Convention) -> Period:
    return Period(day(start), day(end), convention)


@pytest.mark.parametrize(
    ("kind", "number", "start", "end"),
    [
        (Kind.month, 1, "15/12/2022", "14/1/2023"),
        (Kind.month, 2, "15/1/2023", "14/2/2023"),
        (Kind.month, 3, "15/2/2023", "14/3/2023"),
        (Kind.month, 6, "15/5/2023", "14/6/2023"),
        (Kind.month, 8, "15/7/2023", "14/8/2023"),
        (Kind.month, 12, "15/11/2023", "14/12/2023"),
        (Kind.quarter, 1, "15/12/2022", "14/3/2023"),
        (Kind.quarter, 2, "15/3/2023", "14/6/2023"),
        (Kind.quarter, 3, "15/6/2023", "14/9/2023"),
        (Kind.quarter, 4, "15/9/2023", "14/12/2023"),
        (Kind.half, 1, "15/12/2022", "14/6/2023"),
        (Kind.half, 2, "15/6/2023", "14/12/2023"),
        (Kind.nine_months, 1, "15/12/2022", "14/9/2023"),
        (Kind.year, 1, "15/12/2022", "14/12/2023"),
    ],
)
def test_administrative_periods_of_2023(kind: Kind, number: int, start: str, end: str) -> None:
    assert named_period(kind, number, 2023, ADMINISTRATIVE) == _period(start, end, ADMINISTRATIVE)


@pytest.mark.parametrize(
    ("kind", "number", "start", "end"),
    [
        (Kind.month, 1, "1/1/2024", "31/1/2024"),
        (Kind.month, 2, "1/2/2024", "29/2/2024"),
        (Kind.month, 12, "1/12/2024", "31/12/2024"),
        (Kind.quarter, 1, "1/1/2024", "31/3/2024"),
        (Kind.quarter, 4, "1/10/2024", "31/12/2024"),
        (Kind.half, 1, "1/1/2024", "30/6/2024"),
        (Kind.half, 2, "1/7/2024", "31/12/2024"),
        (Kind.nine_months, 1, "1/1/2024", "30/9/2024"),
        (Kind.year, 1, "1/1/2024", "31/12/2024"),
    ],
)
def test_calendar_periods_of_2024(kind: Kind, number: int, start: str, end: str) -> None:
    assert named_period(kind, number, 2024, CALENDAR) == _period(start, end, CALENDAR)


def _tile(parts: list[Period]) -> bool:
    """Whether each part begins the day after the one before it ends."""
    return all(after.start - before.end == timedelta(days=1) for before, after in pairwise(parts))


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize("kind", [Kind.month, Kind.quarter, Kind.half, Kind.year])
def test_the_periods_of_a_kind_leave_no_day_out_and_count_none_twice(kind: Kind, convention: Convention) -> None:
    parts = [named_period(kind, n, year, convention) for year in range(2020, 2027) for n in range(1, MOST[kind] + 1)]
    assert _tile(parts)


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize("year", [2023, 2024])
def test_the_months_tile_the_year(year: int, convention: Convention) -> None:
    whole = named_period(Kind.year, 1, year, convention)
    names, months = zip(*months_of(whole), strict=True)
    assert names == tuple(f"{year}-{m:02d}" for m in range(1, 13))
    assert (months[0].start, months[-1].end) == (whole.start, whole.end)
    assert _tile(list(months))


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize(
    ("kind", "months"), [(Kind.quarter, 3), (Kind.half, 6), (Kind.nine_months, 9), (Kind.year, 12)]
)
def test_every_period_of_a_year_is_made_of_its_months(kind: Kind, months: int, convention: Convention) -> None:
    for year in range(1990, 2100):
        of_year = [named_period(Kind.month, number, year, convention) for number in range(1, 13)]
        for number in range(1, MOST[kind] + 1):
            part = of_year[(number - 1) * months : number * months]
            assert named_period(kind, number, year, convention) == Period(part[0].start, part[-1].end, convention)


def test_a_year_has_twelve_months_four_quarters_two_halves_and_one_of_the_rest() -> None:
    assert [MOST[kind] for kind in Kind] == [12, 4, 2, 1, 1]


def test_the_months_of_a_free_period_are_clipped_to_it() -> None:
    assert months_of(free_period(day("20/7/2023"), day("10/9/2023"), CALENDAR)) == [
        ("2023-07", _period("20/7/2023", "31/7/2023", CALENDAR)),
        ("2023-08", _period("1/8/2023", "31/8/2023", CALENDAR)),
        ("2023-09", _period("1/9/2023", "10/9/2023", CALENDAR)),
    ]


def test_the_second_half_of_december_belongs_to_next_years_january() -> None:
    assert months_of(free_period(day("14/12/2023"), day("15/12/2023"), ADMINISTRATIVE)) == [
        ("2023-12", _period("14/12/2023", "14/12/2023", ADMINISTRATIVE)),
        ("2024-01", _period("15/12/2023", "15/12/2023", ADMINISTRATIVE)),
    ]


days = st.dates(date(2010, 1, 1), date(2027, 12, 31))


@given(days, st.integers(0, 800), st.sampled_from(Convention))
def test_the_months_of_any_period_tile_it(start: date, length: int, convention: Convention) -> None:
    whole = free_period(start, start + timedelta(days=length), convention)
    months = [month for _, month in months_of(whole)]
    assert (months[0].start, months[-1].end) == (whole.start, whole.end)
    assert _tile(months)


@pytest.mark.parametrize(
    ("kind", "number", "today", "convention", "start"),
    [
        pytest.param(Kind.month, 8, "31/7/2023", CALENDAR, "1/8/2022", id="August has not begun"),
        pytest.param(Kind.month, 8, "1/8/2023", CALENDAR, "1/8/2023", id="August begins today"),
        pytest.param(Kind.month, 8, "31/12/2023", CALENDAR, "1/8/2023", id="August is past"),
        pytest.param(Kind.month, 8, "14/7/2023", ADMINISTRATIVE, "15/7/2022", id="administrative August not begun"),
        pytest.param(Kind.month, 8, "15/7/2023", ADMINISTRATIVE, "15/7/2023", id="administrative August begins"),
        pytest.param(Kind.month, 1, "14/12/2023", ADMINISTRATIVE, "15/12/2022", id="still last year's January"),
        pytest.param(Kind.month, 1, "15/12/2023", ADMINISTRATIVE, "15/12/2023", id="January begins in December"),
        pytest.param(Kind.quarter, 4, "30/9/2023", CALENDAR, "1/10/2022", id="the fourth quarter of last year"),
        pytest.param(Kind.quarter, 1, "15/12/2023", ADMINISTRATIVE, "15/12/2023", id="the first quarter in December"),
        pytest.param(Kind.half, 2, "30/6/2023", CALENDAR, "1/7/2022", id="the second half of last year"),
        pytest.param(Kind.year, 1, "1/1/2023", CALENDAR, "1/1/2023", id="the year on its first day"),
    ],
)
def test_a_bare_period_is_the_latest_that_has_begun(
    kind: Kind, number: int, today: str, convention: Convention, start: str
) -> None:
    assert latest_begun(kind, number, day(today), convention).start == day(start)


@given(
    st.sampled_from([(kind, n) for kind in Kind for n in range(1, MOST[kind] + 1)]), days, st.sampled_from(Convention)
)
def test_the_next_such_period_has_never_begun(which: tuple[Kind, int], today: date, convention: Convention) -> None:
    kind, number = which
    starts = [named_period(kind, number, year, convention).start for year in range(2008, 2030)]
    assert latest_begun(kind, number, today, convention).start == max(start for start in starts if start <= today)


@pytest.mark.parametrize(
    ("start", "end", "convention", "year_start"),
    [
        ("1/8/2023", "31/8/2023", CALENDAR, "1/1/2023"),
        ("1/12/2023", "31/1/2024", CALENDAR, "1/1/2023"),
        ("15/7/2023", "14/8/2023", ADMINISTRATIVE, "15/12/2022"),
        ("15/12/2023", "14/1/2024", ADMINISTRATIVE, "15/12/2023"),
        ("1/12/2023", "14/12/2023", ADMINISTRATIVE, "15/12/2022"),
        ("1/12/2023", "15/12/2023", ADMINISTRATIVE, "15/12/2022"),
    ],
)
def test_the_cumulative_figure_starts_with_the_conventions_year(
    start: str, end: str, convention: Convention, year_start: str
) -> None:
    assert year_to(_period(start, end, convention)) == _period(year_start, end, convention)


@given(days, days, st.sampled_from(Convention))
def test_the_cumulative_figure_holds_the_whole_period(one: date, other: date, convention: Convention) -> None:
    period = free_period(min(one, other), max(one, other), convention)
    whole = year_to(period)
    assert whole.start <= period.start
    assert whole.end == period.end


def test_a_period_is_judged_at_its_last_second() -> None:
    august = named_period(Kind.month, 8, 2023, CALENDAR)
    assert (august.first_second, august.last_second) == (at("1/8/2023 00:00"), at("31/8/2023 23:59:59"))


def test_one_day_is_a_period() -> None:
    assert free_period(day("1/8/2023"), day("1/8/2023"), CALENDAR) == _period("1/8/2023", "1/8/2023", CALENDAR)


def test_a_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(EmptyPeriod) as empty:
        free_period(day("2/8/2023"), day("1/8/2023"), CALENDAR)
    assert empty.value.exit_code == 2
