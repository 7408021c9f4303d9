"""Instants and days: Vietnam time, whole seconds."""

from datetime import time, timedelta

import pytest

from onestop_cli.core.moments import DAY, VIETNAM, When, clock_text, instant, second_of_day
from tests.core.written import at, day


def test_vietnam_is_seven_hours_ahead_all_year() -> None:
    assert {at(f"1/{month}/2026 09:00").utcoffset() for month in range(1, 13)} == {timedelta(hours=7)}
    assert VIETNAM.utcoffset(None) == timedelta(hours=7)


@pytest.mark.parametrize("second", [0, 1, 59, 60, 3599, 3600, 54_000, 54_001, DAY - 1])
def test_a_second_of_the_day_is_read_back(second: int) -> None:
    assert second_of_day(instant(day("3/8/2026"), second)) == second


@pytest.mark.parametrize(("second", "text"), [(0, "00:00"), (63_000, "17:30"), (54_001, "15:00:01")])
def test_a_time_of_day_shows_seconds_only_where_they_matter(second: int, text: str) -> None:
    assert clock_text(second) == text


def test_a_bare_date_lasts_until_its_last_second() -> None:
    assert When(day("3/8/2026"), None, "3/8/2026").end_of_day == at("3/8/2026 23:59:59")


def test_a_date_with_an_hour_is_that_instant() -> None:
    when = When(day("3/8/2026"), time(9, 15), "3/8/2026 09:15")
    assert when.end_of_day == when.instant == at("3/8/2026 09:15")
