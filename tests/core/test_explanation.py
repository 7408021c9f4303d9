"""An explanation alone gives the date again: its own days, minutes and due time, and nothing looked up."""

from datetime import date, datetime, time, timedelta
from functools import cache

import pytest

from onestop_cli.core.articles import ARTICLES
from onestop_cli.core.calendar import Calendar, Day
from onestop_cli.core.explained_days import Began
from onestop_cli.core.explanation import ExplainedDay, Explanation, explanation
from onestop_cli.core.limits import Unit, due_instant, time_limit
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.office import Office, OfficeRules, Saturday
from tests.core.published_calendar import published_days
from tests.core.written import at, day

HOUR = 3600
OFFICES = {
    "standard": Office(),
    "Saturday open": Office(((date.min, OfficeRules(saturday=Saturday.hours_only)),)),
    "Saturday worked": Office(((date.min, OfficeRules(saturday=Saturday.working_day)),)),
    "counter closes at 16:00": Office(((date.min, OfficeRules(due_time=16 * HOUR)),)),
}
LIMITS = [
    "same_day",
    *(f"{n}:working_hour" for n in (1, 4, 8, 40)),
    *(f"{n}:working_day" for n in (1, 3, 5, 20)),
    *(f"{n}:calendar_day" for n in (1, 5, 6, 7, 30)),
    *(f"{n}:month" for n in (1, 2, 3)),
]
RECEIPTS = [
    f"{on} {clock}"
    for on in ("31/1/2026", "13/2/2026", "3/8/2026", "8/8/2026", "20/8/2026", "22/8/2026", "28/8/2026", "2/9/2026")
    for clock in ("06:30", "09:00", "12:00", "15:00:00", "15:00:01", "17:30", "18:00")
]


@cache
def _days(office: Office) -> list[Day]:
    return published_days(saturdays=office.working_saturdays())


@cache
def _calendar(office: Office) -> Calendar:
    return Calendar.of(_days(office), "22:0123456789ab")


def _explained(received: str, limit: str, office: Office = OFFICES["standard"]) -> Explanation:
    named = {d.on: d for d in _days(office) if d.name}
    return explanation(_calendar(office), office, named, Began(at(received)), time_limit(limit))


def _derived_again(e: Explanation) -> datetime:
    """The due instant as someone with nothing but the explanation works it out."""
    if e.minutes:
        assert e.limit.amount is not None
        assert sum((end - start for start, end in e.minutes), timedelta()) == timedelta(hours=e.limit.amount)
        return e.minutes[-1][1]
    assert e.due_time is not None
    last = max(d.date for d in e.days if d.counted)
    return datetime.combine(last, time.fromisoformat(e.due_time), VIETNAM)


@pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
@pytest.mark.parametrize("limit", LIMITS)
def test_the_date_follows_from_the_explanation_alone(limit: str, office: Office) -> None:
    for received in RECEIPTS:
        e = _explained(received, limit, office)
        promised = due_instant(_calendar(office), office, at(received), time_limit(limit))
        assert _derived_again(e) == e.due_at == promised, received


@pytest.mark.parametrize("limit", [limit for limit in LIMITS if not limit.endswith("month")])
def test_every_day_from_receipt_to_due_is_accounted_for(limit: str) -> None:
    for received in RECEIPTS:
        e = _explained(received, limit)
        assert e.due_at is not None
        stretch = (e.due_at.date() - e.received_at.date()).days + 1
        assert [d.date for d in e.days] == [e.received_at.date() + timedelta(days=i) for i in range(stretch)], received


@pytest.mark.parametrize("n", [1, 3, 5, 20])
def test_working_days_are_numbered_from_one_to_the_limit(n: int) -> None:
    for received in RECEIPTS:
        days = _explained(received, f"{n}:working_day").days
        assert [d.n for d in days if d.counted] == list(range(1, n + 1)), received
        assert [d for d in days if d.counted is (d.n is None)] == [], received


def _told(days: tuple[ExplainedDay, ...]) -> list[str]:
    return [f"{d.date:%d/%m} {d.n or '-'} {d.reason} {d.name}".strip() for d in days]


def test_working_days_over_a_swap_and_national_day() -> None:
    assert _told(_explained("28/8/2026 09:00", "1:working_day").days) == [
        "28/08 - receipt_day",
        "29/08 - weekend",
        "30/08 - weekend",
        "31/08 - swap_day_off Hoán đổi Quốc khánh (9441/TB-BNV)",
        "01/09 - holiday Quốc khánh",
        "02/09 - holiday Quốc khánh",
        "03/09 1 working_day",
    ]


def test_a_makeup_saturday_is_counted_and_named() -> None:
    assert _told(_explained("20/8/2026 09:00", "2:working_day").days) == [
        "20/08 - receipt_day",
        "21/08 1 working_day",
        "22/08 2 makeup_day Hoán đổi Quốc khánh (9441/TB-BNV)",
    ]


def test_a_calendar_day_limit_says_from_where_it_rolled() -> None:
    assert _told(_explained("6/8/2026 09:00", "2:calendar_day").days) == [
        "06/08 - receipt_day",
        "07/08 1 calendar_day",
        "08/08 2 rolled_from",
        "09/08 - weekend",
        "10/08 2 working_day",
    ]


def test_a_month_limit_shows_its_day_and_where_it_rolled_to() -> None:
    assert _told(_explained("31/1/2026 09:00", "1:month").days) == [
        "31/01 - receipt_day",
        "28/02 1 rolled_from",
        "01/03 - weekend",
        "02/03 1 working_day",
    ]


def test_a_same_day_dossier_in_time_has_one_day() -> None:
    assert _told(_explained("3/8/2026 15:00:00", "same_day").days) == ["03/08 1 working_day"]


def test_a_same_day_dossier_after_15_00_says_so() -> None:
    assert _told(_explained("3/8/2026 15:00:01", "same_day").days) == ["03/08 - after_cut_off", "04/08 1 working_day"]


def test_a_same_day_dossier_received_on_a_saturday_waits_for_monday() -> None:
    assert _told(_explained("8/8/2026 09:00", "same_day").days) == [
        "08/08 - receipt_day",
        "09/08 - weekend",
        "10/08 1 working_day",
    ]


def test_hours_are_shown_stretch_by_stretch() -> None:
    assert [f"{a:%d/%m %H:%M}-{b:%H:%M}" for a, b in _explained("7/8/2026 11:30", "6:working_hour").minutes] == [
        "07/08 11:30-12:00",
        "07/08 13:30-17:30",
        "10/08 08:00-09:30",
    ]


def test_hours_count_the_days_they_were_used_on_and_no_others() -> None:
    for received in RECEIPTS:
        for limit in ("1:working_hour", "40:working_hour"):
            e = _explained(received, limit)
            used = {start.date() for start, _ in e.minutes}
            assert {d.date for d in e.days if d.counted} == used, (received, limit)


@pytest.mark.parametrize(
    ("received", "office", "told"),
    [
        ("7/8/2026 16:30", "Saturday open", ["07/08 - working_day", "08/08 - open_saturday"]),
        ("7/8/2026 16:30", "Saturday worked", ["07/08 - working_day", "08/08 - working_saturday"]),
        ("8/8/2026 09:00", "standard", ["08/08 - weekend", "09/08 - weekend", "10/08 - working_day"]),
        ("6/8/2026 17:30", "standard", ["06/08 - after_closing", "07/08 - working_day"]),
        ("6/8/2026 12:00", "standard", ["06/08 - working_day"]),
        ("8/8/2026 12:00", "Saturday open", ["08/08 - after_closing", "09/08 - weekend", "10/08 - working_day"]),
    ],
)  # fmt: skip
def test_a_day_of_an_hour_limit_has_its_own_reason(received: str, office: str, told: list[str]) -> None:
    assert _told(_explained(received, "2:working_hour", OFFICES[office]).days) == told


def test_no_stretch_of_hours_is_empty() -> None:
    stretches = [m for received in RECEIPTS for m in _explained(received, "8:working_hour").minutes]
    assert [(start, end) for start, end in stretches if start >= end] == []


def test_a_day_limit_has_a_due_time_and_no_minutes() -> None:
    e = _explained("3/8/2026 09:00", "5:working_day")
    assert (e.due_time, e.minutes) == ("17:30", ())


def test_an_hour_limit_has_minutes_and_no_due_time() -> None:
    assert _explained("3/8/2026 09:00", "8:working_hour").due_time is None


def test_no_limit_explains_nothing() -> None:
    e = _explained("3/8/2026 09:00", "none")
    assert (e.due_at, e.due_time, e.days, e.minutes, e.provisional) == (None, None, (), (), False)


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_but_none_cites_its_article(unit: Unit) -> None:
    assert bool(ARTICLES[unit]) is (unit is not Unit.none)


def test_it_carries_the_edition_of_the_calendar_and_the_decree() -> None:
    e = _explained("5/8/2026 09:00", "5:working_day")
    assert (e.calendar_edition, e.version) == ("22:0123456789ab", "309/2026")


@pytest.mark.parametrize(
    ("received", "limit", "provisional"),
    [
        pytest.param("18/11/2026 09:00", "2:working_day", False, id="ends before the stretch"),
        pytest.param("20/11/2026 09:00", "1:working_day", True, id="ends inside"),
        pytest.param("20/11/2026 09:00", "10:calendar_day", True, id="runs over it"),
        pytest.param("23/11/2026 09:00", "same_day", True, id="due today, on a day that may be swapped off"),
        pytest.param("23/11/2026 09:00", "1:working_hour", True, id="hours of a day that may be swapped off"),
        pytest.param("28/11/2026 09:00", "1:working_hour", True, id="Monday, unless this Saturday is worked"),
        pytest.param("28/11/2026 09:00", "1:working_day", False, id="the day of receipt is not counted"),
        pytest.param("30/11/2026 09:00", "same_day", False, id="after the stretch"),
        pytest.param("1/1/2010 09:00", "1:working_hour", False, id="the first loaded day"),
    ],
)
def test_a_date_that_reaches_into_an_unconfirmed_stretch_says_so(received: str, limit: str, provisional: bool) -> None:
    assert _explained(received, limit).provisional is provisional


def test_the_culture_day_is_skipped_by_name() -> None:
    days = {d.date: d.name for d in _explained("23/11/2026 09:00", "1:working_day").days if d.reason == "holiday"}
    assert days == {day("24/11/2026"): "Ngày Văn hóa Việt Nam"}
