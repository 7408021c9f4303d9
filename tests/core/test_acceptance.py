"""Accepting what was handed in online: within the working day that follows, else late (domain §3.1 [M]).

Handed in at 17:30:00 it is handed in that day, received at 17:30:00 it is received in time: closing belongs to its day.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.acceptance import acceptance_due_at, is_accepted_late
from onestop_cli.core.calendar import Calendar, Claim, DayKind, Rank
from onestop_cli.core.office import Office, OfficeRules, OutsideHours, Saturday, closing_second
from tests.core.dossiers import dossier
from tests.core.published_calendar import CALENDAR, published_calendar
from tests.core.written import at, day, shown

STANDARD = Office()
OWN_DAY = Office(((date.min, OfficeRules(outside_hours=OutsideHours.own_day)),))
HOURS_ONLY = Office(((date.min, OfficeRules(saturday=Saturday.hours_only)),))
WORKED = Office(((date.min, OfficeRules(saturday=Saturday.working_day)),))


def _due(handed_in: str, office: Office = STANDARD) -> str:
    calendar = published_calendar(saturdays=office.working_saturdays())
    due = acceptance_due_at(calendar, office, "online", at(handed_in))
    assert due is not None
    return shown(due)


@pytest.mark.parametrize(
    ("handed_in", "due"),
    [
        pytest.param("5/8/2026 10:00", "6/8/2026 17:30", id="in open hours: the next working day"),
        pytest.param("7/8/2026 10:00", "10/8/2026 17:30", id="on a Friday: Monday"),
        pytest.param("7/8/2026 07:00", "10/8/2026 17:30", id="before opening: the opening of that day"),
        pytest.param("7/8/2026 12:30", "10/8/2026 17:30", id="over lunch, within the day"),
        pytest.param("7/8/2026 17:30", "10/8/2026 17:30", id="at closing, still that day"),
        pytest.param("7/8/2026 17:30:01", "11/8/2026 17:30", id="a second later: Monday's opening, so Tuesday"),
        pytest.param("7/8/2026 23:59:59", "11/8/2026 17:30", id="late on Friday"),
        pytest.param("8/8/2026 09:00", "11/8/2026 17:30", id="on a Saturday"),
        pytest.param("9/8/2026 20:00", "11/8/2026 17:30", id="on a Sunday"),
        pytest.param("13/2/2026 10:00", "23/2/2026 17:30", id="on the last day before Tết: the first one after it"),
        pytest.param("13/2/2026 18:00", "24/2/2026 17:30", id="the evening before Tết"),
        pytest.param("18/2/2026 09:00", "24/2/2026 17:30", id="on mùng 2"),
        pytest.param("21/8/2026 10:00", "22/8/2026 17:30", id="before a make-up Saturday, which has Monday's hours"),
        pytest.param("22/8/2026 16:00", "24/8/2026 17:30", id="on a make-up Saturday"),
        pytest.param("22/8/2026 17:30:01", "25/8/2026 17:30", id="after its closing"),
        pytest.param("28/8/2026 10:00", "3/9/2026 17:30", id="before a swap and 2/9"),
    ],
)
def test_until_when_receiving_is_in_time(handed_in: str, due: str) -> None:
    assert _due(handed_in) == due


@pytest.mark.parametrize(
    ("handed_in", "due"),
    [
        pytest.param("7/8/2026 18:00", "10/8/2026 17:30", id="on Friday evening: Monday"),
        pytest.param("8/8/2026 09:00", "10/8/2026 17:30", id="on Saturday"),
        pytest.param("18/2/2026 09:00", "23/2/2026 17:30", id="on mùng 2"),
        pytest.param("7/8/2026 10:00", "10/8/2026 17:30", id="in open hours nothing is otherwise"),
    ],
)
def test_an_office_may_count_from_the_very_day(handed_in: str, due: str) -> None:
    assert _due(handed_in, OWN_DAY) == due


@pytest.mark.parametrize(
    ("handed_in", "off", "hours_only", "worked"),
    [
        pytest.param("7/8/2026 10:00", "10/8/2026 17:30", "10/8/2026 17:30", "8/8/2026 12:00", id="Friday"),
        pytest.param("7/8/2026 18:00", "11/8/2026 17:30", "10/8/2026 17:30", "10/8/2026 17:30", id="Friday evening"),
        pytest.param("8/8/2026 12:00", "11/8/2026 17:30", "10/8/2026 17:30", "10/8/2026 17:30", id="Saturday"),
        pytest.param("8/8/2026 12:00:01", "11/8/2026 17:30", "11/8/2026 17:30", "11/8/2026 17:30", id="after it"),
    ],
)
def test_saturdays(handed_in: str, off: str, hours_only: str, worked: str) -> None:
    assert [_due(handed_in, office) for office in (STANDARD, HOURS_ONLY, WORKED)] == [off, hours_only, worked]


def test_the_setting_of_the_day_of_the_hand_in_counts() -> None:
    office = Office((*STANDARD.rules, (day("8/8/2026"), OfficeRules(outside_hours=OutsideHours.own_day))))
    assert [_due(text, office) for text in ("7/8/2026 18:00", "8/8/2026 18:00")] == [
        "11/8/2026 17:30",
        "10/8/2026 17:30",
    ]


@pytest.mark.parametrize(
    ("channel", "handed_in"), [("direct", "5/8/2026 10:00"), ("postal", "5/8/2026 10:00"), ("online", None)]
)
def test_no_duty_is_claimed_where_none_is_known(channel: str, handed_in: str | None) -> None:
    assert acceptance_due_at(CALENDAR, STANDARD, channel, handed_in and at(handed_in)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("received", "is_late"),
    [("10/8/2026 17:30", False), ("10/8/2026 17:30:01", True), ("11/8/2026 08:00", True), ("7/8/2026 10:00", False)],
)
def test_late_is_after_the_closing_of_that_day(received: str, is_late: bool) -> None:
    handed_in = dossier(received)._replace(channel="online", acceptance_due_at=at("10/8/2026 17:30"))
    assert is_accepted_late(handed_in) is is_late
    assert not is_accepted_late(handed_in._replace(channel="direct"))
    assert not is_accepted_late(handed_in._replace(acceptance_due_at=None))


INSTANTS = st.integers(0, 700 * 86_400).map(lambda second: at("1/1/2025 00:00") + timedelta(seconds=second))
OFFICES = st.sampled_from([STANDARD, OWN_DAY, HOURS_ONLY])


@given(INSTANTS, OFFICES)
def test_it_is_the_closing_of_a_working_day_after_the_hand_in(handed_in: datetime, office: Office) -> None:
    due = acceptance_due_at(CALENDAR, office, "online", handed_in)
    assert due is not None
    assert due.date() > handed_in.date()
    assert CALENDAR.is_working_day(due.date())
    assert due.hour * 3600 + due.minute * 60 == closing_second(CALENDAR, office, due.date())
    assert CALENDAR.working_days_between(handed_in.date(), due.date()) <= 2


@given(INSTANTS, INSTANTS, OFFICES)
def test_who_hands_in_later_is_never_due_earlier(one: datetime, other: datetime, office: Office) -> None:
    dues = [acceptance_due_at(CALENDAR, office, "online", handed_in) for handed_in in sorted((one, other))]
    assert dues == sorted(due for due in dues if due)


@given(INSTANTS, st.integers(-3, 6), OFFICES)
def test_a_day_off_never_makes_it_earlier(handed_in: datetime, days: int, office: Office) -> None:
    off = Claim(handed_in.date() + timedelta(days=days), DayKind.holiday, "Bão", "UBND", Rank.local, 99)
    before, after = (
        acceptance_due_at(calendar, office, "online", handed_in) for calendar in (CALENDAR, _with(off))
    )  # fmt: skip
    assert before is not None
    assert after is not None
    assert after >= before


def _with(claim: Claim) -> Calendar:
    return published_calendar([claim])
