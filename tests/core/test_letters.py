"""The last day for a letter of apology (domain §3.4), for every due day of 2025 and 2026."""

from datetime import date, datetime, timedelta

import pytest

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.letters import LetterDays, last_letter_day, letter_days, letter_passed
from onestop_cli.core.limits import Unit, due_instant, time_limit
from onestop_cli.core.moments import instant
from onestop_cli.core.office import Office
from onestop_cli.errors import LateLetter, NoLetterInTime
from tests.core.dossiers import dossier, suspended
from tests.core.published_calendar import published_calendar
from tests.core.written import day

CALENDAR: Calendar = published_calendar()
DAYS = [day("2/1/2025") + timedelta(days=n) for n in range(700)]
LIMITS = [f"{amount}:{unit}" for unit in ("working_day", "calendar_day") for amount in (1, 2, 3, 5, 10, 25)]


def _received(on: date, limit: str) -> Dossier:
    received_at = instant(on, 9 * 3600)
    return dossier(limit=limit)._replace(
        received_at=received_at, due_at=due_instant(CALENDAR, Office(), received_at, time_limit(limit))
    )


def _is_late(of: Dossier, letter_on: date) -> bool:
    return isinstance(letter_passed(CALENDAR, of, letter_on), LateLetter | NoLetterInTime)


@pytest.mark.parametrize("limit", [*LIMITS, "1:month", "3:month"])
def test_a_letter_is_in_time_until_the_day_before_the_due_day(limit: str) -> None:
    for received_on in DAYS[:-120]:
        of = _received(received_on, limit)
        assert isinstance(of.due_at, datetime)
        due_on, one = of.due_at.date(), timedelta(days=1)
        for letter_on in (due_on + timedelta(days=n) for n in range(max(-12, (received_on - due_on).days), 4)):
            assert _is_late(of, letter_on) is (letter_on > due_on - one), (received_on, letter_on)


def test_the_last_day_is_the_working_day_before_the_due_day_walked_back_to() -> None:
    for due_on in DAYS:
        last = due_on - timedelta(days=1)
        while not CALENDAR.is_working_day(last):
            last -= timedelta(days=1)
        assert last_letter_day(CALENDAR, dossier()._replace(due_at=instant(due_on, 0))) == last


def test_on_a_limit_of_one_working_day_it_is_the_day_of_receipt() -> None:
    for on in filter(CALENDAR.is_working_day, DAYS):
        assert last_letter_day(CALENDAR, _received(on, "1:working_day")) == on


@pytest.mark.parametrize("limit", ["same_day", "1:working_hour", "80:working_hour"])
def test_no_letter_is_ever_in_time_on_a_limit_judged_by_the_instant(limit: str) -> None:
    for on in DAYS[:60]:
        of = _received(on, limit)
        assert last_letter_day(CALENDAR, of) is None
        assert _is_late(of, on)


def test_without_a_due_date_there_is_no_last_day() -> None:
    assert last_letter_day(CALENDAR, dossier(limit="none", due=None)) is None
    assert dossier(limit="none").time_limit.unit is Unit.none


BEFORE_MONDAY = {"received": "3/8/2026 09:00", "limit": "5:working_day", "due": "10/8/2026 17:30"}


@pytest.mark.parametrize(
    ("on", "in_time"),
    [("7/8/2026", True), ("8/8/2026", True), ("9/8/2026", True), ("10/8/2026", False)],
    ids=["Friday", "Saturday", "Sunday", "the due Monday"],
)
def test_a_letter_on_the_weekend_before_a_monday_is_in_time(on: str, in_time: bool) -> None:
    """Decree 61/2018 art. 19(9): "01 ngày" before the due date, a calendar day; the working day is advice."""
    of = dossier(**BEFORE_MONDAY)
    assert _is_late(of, day(on)) is not in_time
    assert letter_days(CALENDAR, of, day(on)) == (LetterDays(day("7/8/2026"), day("9/8/2026")) if in_time else None)


def test_a_late_letter_says_when_it_should_have_gone_out() -> None:
    refused = letter_passed(CALENDAR, dossier(**BEFORE_MONDAY), day("10/8/2026"))
    assert refused is not None
    told = {"code": refused.values["code"], "letter_on": day("10/8/2026"), "due": day("10/8/2026")}
    assert refused.values == told | {"last": day("9/8/2026"), "advised": day("7/8/2026")}


def test_where_no_working_day_lies_between_the_last_day_is_advised() -> None:
    """Received on Saturday 8/8/2026 with one working day: due on Monday."""
    of = dossier("8/8/2026 09:00", "1:working_day", "10/8/2026 17:30")
    assert letter_days(CALENDAR, of, day("8/8/2026")) == LetterDays(day("9/8/2026"), day("9/8/2026"))


def test_beyond_the_loaded_years_the_last_day_is_advised() -> None:
    of = dossier("3/8/2026 09:00", "5:working_day", "10/8/2030 17:30")
    assert letter_days(CALENDAR, of, day("8/8/2026")) == LetterDays(day("9/8/2030"), day("9/8/2030"))


def test_no_day_is_advised_where_no_letter_is_possible() -> None:
    of = dossier(**BEFORE_MONDAY)
    assert letter_days(CALENDAR, suspended(of, "4/8/2026 09:00"), day("4/8/2026")) is None
    assert letter_days(CALENDAR, dossier(limit="none", due=None), day("4/8/2026")) is None
