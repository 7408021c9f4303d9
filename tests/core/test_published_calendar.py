"""The hand-written calendar agrees with the totals that were published (domain §2.2)."""

from collections import Counter
from datetime import date, timedelta

import pytest

from onestop_cli.core.calendar import DayKind
from tests.core.published_calendar import CALENDAR, DAYS_OFF, SWAPS, published_days
from tests.core.written import day

WORKING_DAYS = {
    2010: 252,
    2011: 251,
    2012: 251,
    2013: 253,
    2014: 252,
    2015: 250,
    2016: 251,
    2017: 250,
    2018: 250,
    2019: 252,
    2020: 252,
    2021: 250,
    2022: 249,
    2023: 249,
    2024: 251,
    2025: 250,
    2026: 249,
}


@pytest.mark.parametrize(("year", "total"), WORKING_DAYS.items())
def test_a_year_has_its_published_number_of_working_days(year: int, total: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=i) for i in range(366))
    assert sum(CALENDAR.is_working_day(on) for on in days if on.year == year) == total


@pytest.mark.parametrize("year", range(2011, 2027))
def test_counting_over_a_year_gives_the_same_number(year: int) -> None:
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == WORKING_DAYS[year]


def test_every_listed_day_off_is_a_weekday_and_listed_once() -> None:
    listed = [day(f"{on}/{year}") for year, entries in DAYS_OFF.items() for days, _ in entries for on in days.split()]
    listed += [day(off) for off, _, _ in SWAPS]
    assert [on for on in listed if on.weekday() > 4] == []
    assert [on for on, times in Counter(listed).items() if times > 1] == []


@pytest.mark.parametrize(("off", "work", "name"), SWAPS, ids=[off for off, _, _ in SWAPS])
def test_a_swap_closes_a_weekday_and_opens_a_weekend_day(off: str, work: str, name: str) -> None:
    assert (day(off).weekday() < 5, CALENDAR.kind(day(off))) == (True, DayKind.swap_day_off)
    assert (day(work).weekday() > 4, CALENDAR.kind(day(work))) == (True, DayKind.makeup_day)


def test_one_make_up_day_in_seventeen_years_was_a_sunday() -> None:
    assert [work for _, work, _ in SWAPS if day(work).weekday() == 6] == ["30/1/2011"]


def test_three_swaps_cross_new_year() -> None:
    assert [off for off, work, _ in SWAPS if day(off).year != day(work).year] == [
        "31/12/2012",
        "2/1/2015",
        "31/12/2018",
    ]


def test_everything_not_listed_is_a_plain_weekday_or_weekend() -> None:
    plain = [d for d in published_days() if d.seq is None]
    expected = {True: DayKind.working_day, False: DayKind.weekend}
    assert [d.on for d in plain if d.kind is not expected[d.on.weekday() < 5]] == []


def test_only_the_week_of_the_culture_day_2026_is_provisional() -> None:
    unconfirmed = [d.on for d in published_days() if not d.confirmed]
    assert (unconfirmed[0], unconfirmed[-1], len(unconfirmed)) == (day("21/11/2026"), day("28/11/2026"), 8)
