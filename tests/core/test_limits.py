"""When a result is due (domain §3.1-3.2), as the clerk writes the receipt and the slip prints the promise."""

from datetime import date
from functools import cache
from itertools import product

import pytest

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.limits import (
    COUNTED,
    NO_LIMIT,
    SAME_DAY,
    Promises,
    Start,
    TimeLimit,
    Unit,
    due_instant,
    promise,
    rule_version,
    time_limit,
)
from onestop_cli.core.office import Office, OfficeRules, Saturday
from onestop_cli.errors import BadLimit, CalendarGap
from tests.core.published_calendar import published_calendar
from tests.core.written import at, day, shown

HOUR = 3600
WEEKDAY = ((8 * HOUR, 12 * HOUR), (13 * HOUR + 1800, 17 * HOUR + 1800))
MORNING = ((7 * HOUR + 1800, 11 * HOUR + 1800),)
STANDARD = Office()
HOURS_ONLY = Office(((date.min, OfficeRules(saturday=Saturday.hours_only)),))
SATURDAY_WORKED = Office(((date.min, OfficeRules(saturday=Saturday.working_day)),))
EARLY_COUNTER = Office(((date.min, OfficeRules(due_time=16 * HOUR)),))
OWN_HOURS = Office(((date.min, OfficeRules(hours=(WEEKDAY,) * 2 + ((),) + (WEEKDAY,) + (MORNING,) + (MORNING, ()))),))
"""Closed on Wednesday, Friday mornings only."""


@cache
def _calendar(office: Office) -> Calendar:
    return published_calendar(saturdays=office.working_saturdays())


def _due(received: str, limit: str, office: Office = STANDARD) -> str:
    due_at = due_instant(_calendar(office), office, at(received), time_limit(limit))
    assert due_at is not None
    return shown(due_at)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param("3/8/2026 09:00", "3/8/2026 17:30", id="in the morning"),
        pytest.param("3/8/2026 06:30", "3/8/2026 17:30", id="before opening"),
        pytest.param("3/8/2026 12:30", "3/8/2026 17:30", id="at lunch"),
        pytest.param("3/8/2026 15:00:00", "3/8/2026 17:30", id="15:00:00 is still the same day"),
        pytest.param("3/8/2026 15:00:01", "4/8/2026 17:30", id="15:00:01 is after 15:00"),
        pytest.param("3/8/2026 17:30", "4/8/2026 17:30", id="at closing"),
        pytest.param("3/8/2026 20:00", "4/8/2026 17:30", id="after closing"),
        pytest.param("7/8/2026 15:00:01", "10/8/2026 17:30", id="Friday after 15:00 is Monday"),
        pytest.param("8/8/2026 09:00", "10/8/2026 17:30", id="on a Saturday"),
        pytest.param("22/8/2026 15:00:00", "22/8/2026 17:30", id="on a make-up Saturday, Monday's hours"),
        pytest.param("22/8/2026 15:00:01", "24/8/2026 17:30", id="on a make-up Saturday after 15:00"),
        pytest.param("2/9/2026 09:00", "3/9/2026 17:30", id="on a holiday"),
        pytest.param("28/8/2026 15:00:01", "3/9/2026 17:30", id="over a swap and National Day"),
        pytest.param("13/2/2026 16:00", "23/2/2026 17:30", id="over Tết"),
    ],
)
def test_same_day(received: str, due: str) -> None:
    assert _due(received, "same_day") == due


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        pytest.param("3/8/2026 09:15:30", 1, "3/8/2026 10:15:30", id="seconds are kept"),
        pytest.param("3/8/2026 08:00", 4, "3/8/2026 12:00", id="ends exactly at 12:00"),
        pytest.param("3/8/2026 08:00", 8, "3/8/2026 17:30", id="ends exactly at 17:30"),
        pytest.param("3/8/2026 09:00", 8, "4/8/2026 09:00", id="lunch and the evening do not count"),
        pytest.param("3/8/2026 11:30", 1, "3/8/2026 14:00", id="runs over lunch"),
        pytest.param("3/8/2026 12:00", 1, "3/8/2026 14:30", id="from the start of lunch"),
        pytest.param("3/8/2026 12:45", 4, "3/8/2026 17:30", id="from the middle of lunch"),
        pytest.param("3/8/2026 06:30", 1, "3/8/2026 09:00", id="before opening"),
        pytest.param("3/8/2026 17:30", 1, "4/8/2026 09:00", id="at closing"),
        pytest.param("3/8/2026 23:59:59", 1, "4/8/2026 09:00", id="late at night"),
        pytest.param("8/8/2026 10:00", 1, "10/8/2026 09:00", id="on a Saturday"),
        pytest.param("9/8/2026 10:00", 8, "10/8/2026 17:30", id="on a Sunday, one whole day"),
        pytest.param("21/8/2026 16:30", 2, "22/8/2026 09:00", id="into a make-up Saturday"),
        pytest.param("22/8/2026 16:30", 2, "24/8/2026 09:00", id="on a make-up Saturday, Monday's hours"),
        pytest.param("2/9/2026 10:00", 1, "3/9/2026 09:00", id="on a holiday"),
        pytest.param("13/2/2026 16:30", 2, "23/2/2026 09:00", id="over Tết"),
        pytest.param("3/8/2026 08:00", 40, "7/8/2026 17:30", id="a whole week"),
    ],
)
def test_working_hours(received: str, hours: int, due: str) -> None:
    assert _due(received, f"{hours}:working_hour") == due


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        pytest.param("3/8/2026 09:00", 5, "10/8/2026 17:30", id="a week"),
        pytest.param("3/8/2026 22:00", 1, "4/8/2026 17:30", id="after closing, the day is not counted either"),
        pytest.param("8/8/2026 09:00", 1, "10/8/2026 17:30", id="on a Saturday"),
        pytest.param("2/9/2026 09:00", 1, "3/9/2026 17:30", id="on a holiday"),
        pytest.param("20/8/2026 09:00", 2, "22/8/2026 17:30", id="onto a make-up Saturday"),
        pytest.param("22/8/2026 09:00", 1, "24/8/2026 17:30", id="received on a make-up Saturday"),
        pytest.param("28/8/2026 09:00", 1, "3/9/2026 17:30", id="over a swap and National Day"),
        pytest.param("13/2/2026 09:00", 1, "23/2/2026 17:30", id="over Tết"),
        pytest.param("28/1/2011 09:00", 2, "30/1/2011 17:30", id="onto the make-up Sunday of 2011"),
        pytest.param("23/11/2026 09:00", 1, "25/11/2026 17:30", id="over the culture day"),
        pytest.param("31/12/2024 09:00", 250, "31/12/2025 17:30", id="the working days of 2025"),
        pytest.param("31/12/2024 09:00", 260, "15/1/2026 17:30", id="260"),
        pytest.param("31/12/2024 09:00", 365, "23/6/2026 17:30", id="365"),
    ],
)
def test_working_days(received: str, days: int, due: str) -> None:
    assert _due(received, f"{days}:working_day") == due


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        pytest.param("3/8/2026 09:00", 1, "4/8/2026 17:30", id="the next day"),
        pytest.param("3/8/2026 09:00", 5, "10/8/2026 17:30", id="Saturday rolls to Monday"),
        pytest.param("3/8/2026 09:00", 6, "10/8/2026 17:30", id="Sunday rolls to Monday"),
        pytest.param("20/8/2026 09:00", 2, "22/8/2026 17:30", id="a make-up Saturday stays"),
        pytest.param("28/8/2026 09:00", 3, "3/9/2026 17:30", id="a swapped Monday rolls over National Day"),
        pytest.param("10/2/2026 09:00", 7, "23/2/2026 17:30", id="rolls over Tết"),
        pytest.param("10/2/2026 09:00", 14, "24/2/2026 17:30", id="Tết inside the limit counts"),
        pytest.param("3/8/2026 09:00", 23, "26/8/2026 17:30", id="marital status with verification"),
    ],
)
def test_calendar_days(received: str, days: int, due: str) -> None:
    assert _due(received, f"{days}:calendar_day") == due


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        pytest.param("3/7/2026 09:00", 1, "3/8/2026 17:30", id="the same day of the month"),
        pytest.param("31/1/2025 09:00", 1, "28/2/2025 17:30", id="31 January is clipped"),
        pytest.param("31/1/2024 09:00", 1, "29/2/2024 17:30", id="clipped to a leap day"),
        pytest.param("29/2/2024 09:00", 12, "28/2/2025 17:30", id="a leap day a year on"),
        pytest.param("31/1/2026 09:00", 1, "2/3/2026 17:30", id="clipped to a Saturday, then rolled"),
        pytest.param("31/7/2026 09:00", 1, "3/9/2026 17:30", id="a swapped Monday rolls over National Day"),
        pytest.param("15/1/2026 09:00", 1, "23/2/2026 17:30", id="a Sunday before Tết rolls over it"),
        pytest.param("22/7/2026 09:00", 1, "22/8/2026 17:30", id="a make-up Saturday stays"),
    ],
)
def test_months(received: str, months: int, due: str) -> None:
    assert _due(received, f"{months}:month") == due


def test_no_limit_is_never_due() -> None:
    assert due_instant(_calendar(STANDARD), STANDARD, at("3/8/2026 09:00"), NO_LIMIT) is None


def test_no_limit_needs_no_calendar() -> None:
    assert due_instant(_calendar(STANDARD), STANDARD, at("3/8/2031 09:00"), NO_LIMIT) is None


@pytest.mark.parametrize("limit", ["same_day", "1:working_hour", "1:working_day", "1:calendar_day", "1:month"])
def test_a_limit_that_leaves_the_loaded_years_is_a_gap(limit: str) -> None:
    with pytest.raises(CalendarGap) as gap:
        _due("31/12/2026 17:00", limit)
    assert gap.value.values == {"year": 2027}


@pytest.mark.parametrize(
    ("received", "limit", "off", "hours_only", "worked"),
    [
        ("7/8/2026 09:00", "1:working_day", "10/8/2026 17:30", "10/8/2026 17:30", "8/8/2026 12:00"),
        ("7/8/2026 16:30", "2:working_hour", "10/8/2026 09:00", "8/8/2026 09:00", "8/8/2026 09:00"),
        ("7/8/2026 16:30", "5:working_hour", "10/8/2026 12:00", "8/8/2026 12:00", "8/8/2026 12:00"),
        ("8/8/2026 09:00", "same_day", "10/8/2026 17:30", "10/8/2026 17:30", "8/8/2026 12:00"),
        ("8/8/2026 12:00", "same_day", "10/8/2026 17:30", "10/8/2026 17:30", "10/8/2026 17:30"),
        ("3/8/2026 09:00", "5:calendar_day", "10/8/2026 17:30", "10/8/2026 17:30", "8/8/2026 12:00"),
        ("8/7/2026 09:00", "1:month", "10/8/2026 17:30", "10/8/2026 17:30", "8/8/2026 12:00"),
        ("22/8/2026 13:30", "1:working_hour", "22/8/2026 14:30", "22/8/2026 14:30", "22/8/2026 14:30"),
        ("7/8/2026 15:01", "same_day", "10/8/2026 17:30", "10/8/2026 17:30", "8/8/2026 12:00"),
    ],
)
def test_saturday_is_off_or_only_open_or_a_working_day(
    received: str, limit: str, off: str, hours_only: str, worked: str
) -> None:
    assert [_due(received, limit, o) for o in (STANDARD, HOURS_ONLY, SATURDAY_WORKED)] == [off, hours_only, worked]


def test_the_saturday_setting_holds_from_its_day_on() -> None:
    office = Office(((date.min, OfficeRules()), (day("8/8/2026"), OfficeRules(saturday=Saturday.working_day))))
    assert _due("31/7/2026 09:00", "1:working_day", office) == "3/8/2026 17:30"
    assert _due("7/8/2026 09:00", "1:working_day", office) == "8/8/2026 12:00"


def test_a_saturday_setting_ends_with_the_next_rules() -> None:
    worked = OfficeRules(saturday=Saturday.working_day)
    office = Office(((date.min, worked), (day("8/8/2026"), OfficeRules())))
    assert _due("31/7/2026 09:00", "1:working_day", office) == "1/8/2026 12:00"
    assert _due("7/8/2026 09:00", "1:working_day", office) == "10/8/2026 17:30"


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        pytest.param("6/8/2026 09:00", "1:working_day", "7/8/2026 11:30", id="due at Friday's own closing"),
        pytest.param("4/8/2026 09:00", "1:working_day", "5/8/2026 17:30", id="a closed Wednesday is due as on Monday"),
        pytest.param("4/8/2026 16:30", "2:working_hour", "6/8/2026 09:00", id="no hours on a closed Wednesday"),
        pytest.param("6/8/2026 17:30", "4:working_hour", "7/8/2026 11:30", id="hours end at Friday's closing"),
        pytest.param("7/8/2026 11:29:59", "same_day", "7/8/2026 11:30", id="same day just before Friday's closing"),
        pytest.param("7/8/2026 11:30:00", "same_day", "10/8/2026 17:30", id="next day at Friday's closing"),
        pytest.param("21/8/2026 11:00", "1:working_hour", "22/8/2026 08:30", id="a make-up day has Monday's hours"),
    ],
)
def test_own_hours_per_weekday(received: str, limit: str, due: str) -> None:
    assert _due(received, limit, OWN_HOURS) == due


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("same_day", "3/8/2026 16:00"),
        ("5:working_day", "10/8/2026 16:00"),
        ("5:calendar_day", "10/8/2026 16:00"),
        ("1:month", "3/9/2026 16:00"),
        ("7:working_hour", "3/8/2026 17:30"),
    ],
)
def test_an_earlier_due_time_moves_days_and_months_but_no_hours(limit: str, due: str) -> None:
    assert _due("3/8/2026 09:00", limit, EARLY_COUNTER) == due


def test_the_due_time_is_never_after_closing() -> None:
    late = Office(((date.min, OfficeRules(due_time=18 * HOUR)),))
    assert _due("3/8/2026 09:00", "1:working_day", late) == "4/8/2026 17:30"


def test_the_due_time_is_that_of_the_last_day() -> None:
    office = Office(((date.min, OfficeRules()), (day("5/8/2026"), OfficeRules(due_time=16 * HOUR))))
    assert _due("3/8/2026 09:00", "1:working_day", office) == "4/8/2026 17:30"
    assert _due("3/8/2026 09:00", "2:working_day", office) == "5/8/2026 16:00"


@pytest.mark.parametrize(
    ("received", "committed", "statutory", "provisional"),
    [
        pytest.param("20/11/2026 09:00", "same_day", "same_day", False, id="neither"),
        pytest.param("20/11/2026 09:00", "1:working_day", "same_day", True, id="the committed date"),
        pytest.param("20/11/2026 09:00", "same_day", "1:working_day", False, id="only the statutory date"),
        pytest.param("23/11/2026 09:00", "same_day", "none", True, id="due today, on a day that may be swapped off"),
        pytest.param("23/11/2026 09:00", "none", "none", False, id="nothing is promised"),
    ],
)
def test_a_promise_is_provisional_when_the_date_promised_rests_on_a_guess(
    received: str, committed: str, statutory: str, provisional: bool
) -> None:
    made = promise(_calendar(STANDARD), STANDARD, at(received), time_limit(committed), time_limit(statutory))
    assert made.is_provisional is provisional


def test_a_promise_keeps_both_dates_and_the_decree() -> None:
    limits = time_limit("1:working_day"), time_limit("3:working_day")
    made = promise(_calendar(STANDARD), STANDARD, at("5/8/2026 09:00"), *limits)
    assert made == (at("6/8/2026 17:30"), at("10/8/2026 17:30"), "309/2026", False, at("5/8/2026 09:00"))


@pytest.mark.parametrize(
    ("received_on", "version"),
    [
        ("20/6/2018", "pre-2018"),
        ("21/6/2018", "61/2018"),
        ("30/6/2025", "61/2018"),
        ("1/7/2025", "118/2025"),
        ("4/8/2026", "118/2025"),
        ("5/8/2026", "309/2026"),
        ("1/3/2027", "309/2026"),
    ],
)
def test_the_decree_follows_the_day_of_receipt(received_on: str, version: str) -> None:
    assert rule_version(day(received_on)) == version


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("same_day", SAME_DAY),
        ("none", NO_LIMIT),
        ("3:working_day", TimeLimit(3, Unit.working_day)),
        ("24:working_hour", TimeLimit(24, Unit.working_hour)),
        ("23:calendar_day", TimeLimit(23, Unit.calendar_day)),
        ("2:month", TimeLimit(2, Unit.month)),
        (" 10000:working_day ", TimeLimit(10_000, Unit.working_day)),
    ],
)
def test_a_limit_is_read_and_written_the_same_way(text: str, limit: TimeLimit) -> None:
    assert (time_limit(text), str(limit)) == (limit, text.strip())


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_can_be_written(unit: Unit) -> None:
    limit = TimeLimit(7 if unit in COUNTED else None, unit)
    assert time_limit(str(limit)) == limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "working_day",
        ":working_day",
        "0:working_day",
        "-1:working_day",
        "1.5:working_day",
        "1e2:working_day",
        "10001:working_day",
        pytest.param("9" * 5000 + ":working_day", id="5000 digits"),
        "3:day",
        "3:Working_Day",
        "3 : working_day",
        "3:3:working_day",
        "1:same_day",
        ":same_day",
        "1:none",
        "³:month",
        "٣:month",
    ],
)
def test_anything_else_is_no_limit(text: str) -> None:
    with pytest.raises(BadLimit) as bad:
        time_limit(text)
    assert (bad.value.exit_code, bad.value.values) == (2, {"text": text})


@pytest.mark.parametrize("office", [STANDARD, HOURS_ONLY, EARLY_COUNTER, OWN_HOURS])
@pytest.mark.parametrize("start", Start)
def test_promises_that_are_kept_are_those_made_one_by_one(office: Office, start: Start) -> None:
    """Fri 31/7/2026 to Tue 4/8/2026; of every day several receipts, so that one finds what another was promised."""
    limits = [NO_LIMIT, SAME_DAY, *(TimeLimit(3, unit) for unit in COUNTED)]
    hours = ("07:00:00", "09:00:00", "14:59:59", "15:00:00", "15:00:01", "16:30:00", "18:00:00")
    promises = Promises(_calendar(office), office)
    handed_in = at("30/7/2026 10:00")
    for committed, statutory in product(limits, limits):
        for on, hour in product(("31/7", "1/8", "2/8", "3/8", "4/8"), hours):
            told = at(f"{on}/2026 {hour}"), committed, statutory, start, handed_in
            assert promises.of(*told) == promise(_calendar(office), office, *told)
