"""The calendar from python-holidays and the shipped notices is the one that was published.

What was published is written by hand in `tests.core.published_calendar`; the library is not asked.
"""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from onestop_cli.core.calendar import Calendar, Claim, DayKind, Rank, days_of
from onestop_cli.core.file_events import CalendarLoad
from onestop_cli.errors import BadNumber
from onestop_cli.sources.national_calendar import day_off_name, makeup_day_name, national_calendar
from tests.core.published_calendar import CALENDAR, SWAPS
from tests.core.written import day

ALL = national_calendar(2010, 2029)


def calendar_of(national: CalendarLoad) -> Calendar:
    stretches = [(start, end) for start, end, _ in national.provisional]
    return Calendar.of(list(days_of(national.first_year, national.last_year, national.claims, stretches)))


def claims_on(on: str, national: CalendarLoad = ALL) -> list[Claim]:
    return [claim for claim in national.claims if claim.on == day(on)]


def test_every_day_of_2010_to_2026_is_as_published() -> None:
    computed = calendar_of(ALL)
    every_day = [CALENDAR.first + timedelta(days=n) for n in range(len(CALENDAR.marks))]
    different = [on for on in every_day if computed.is_working_day(on) != CALENDAR.is_working_day(on)]
    assert (CALENDAR.first, CALENDAR.last) == (date(2010, 1, 1), date(2026, 12, 31))
    assert different == []


def test_without_the_corrections_fifteen_days_differ() -> None:
    computed = calendar_of(ALL._replace(claims=tuple(c for c in ALL.claims if c.rank is Rank.computed)))
    every_day = [CALENDAR.first + timedelta(days=n) for n in range(len(CALENDAR.marks))]
    assert sum(computed.is_working_day(on) != CALENDAR.is_working_day(on) for on in every_day) == 15


def test_every_published_swap_has_both_halves() -> None:
    published = {(day(off), day(work)) for off, work, _ in SWAPS}
    days_off = {(c.on, c.swap_with) for c in ALL.claims if c.kind is DayKind.swap_day_off}
    makeup_days = {(c.swap_with, c.on) for c in ALL.claims if c.kind is DayKind.makeup_day}
    assert days_off == makeup_days == published


@pytest.mark.parametrize(
    ("year", "on", "kind", "other_half"),
    [
        (2012, "31/12/2012", DayKind.swap_day_off, "5/1/2013"),
        (2013, "5/1/2013", DayKind.makeup_day, "31/12/2012"),
        (2014, "27/12/2014", DayKind.makeup_day, "2/1/2015"),
        (2015, "2/1/2015", DayKind.swap_day_off, "27/12/2014"),
        (2018, "31/12/2018", DayKind.swap_day_off, "5/1/2019"),
        (2019, "5/1/2019", DayKind.makeup_day, "31/12/2018"),
    ],
)
def test_a_swap_over_new_year_is_there_when_one_of_its_years_is_loaded_alone(
    year: int, on: str, kind: DayKind, other_half: str
) -> None:
    [claim] = claims_on(on, national_calendar(year, year))
    assert (claim.kind, claim.swap_with) == (kind, day(other_half))


def test_a_year_loaded_alone_is_the_same_as_loaded_with_others() -> None:
    for year in range(2010, 2030):
        assert national_calendar(year, year).claims == tuple(c for c in ALL.claims if c.on.year == year)


def test_claims_are_in_the_order_of_their_days_and_of_no_ledger_event() -> None:
    days = [claim.on for claim in ALL.claims]
    assert days == sorted(days)
    assert {claim.seq for claim in ALL.claims} == {0}
    assert all(claim.name and claim.source for claim in ALL.claims)


@pytest.mark.parametrize(
    ("on", "name", "source"),
    [
        ("1/5/2012", "Ngày Quốc tế Lao động", "Bộ luật Lao động 1994 Điều 73"),
        ("30/4/2013", "Ngày Chiến thắng", "Bộ luật Lao động 1994 Điều 73"),
        ("1/5/2013", "Ngày Quốc tế Lao động", "Bộ luật Lao động 10/2012/QH13 Điều 115"),
        ("2/9/2020", "Quốc khánh", "Bộ luật Lao động 10/2012/QH13 Điều 115"),
        ("1/1/2021", "Tết Dương lịch", "Bộ luật Lao động 45/2019/QH14 Điều 112"),
        ("27/4/2026", "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)", "Bộ luật Lao động 45/2019/QH14 Điều 112"),
        ("24/11/2026", "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),
        ("31/8/2026", "Hoán đổi với thứ Bảy 22/08/2026", "Thông báo 9441/TB-BNV"),
        ("22/8/2026", "Làm bù cho thứ Hai 31/08/2026", "Thông báo 9441/TB-BNV"),
        ("2/5/2025", "Hoán đổi với thứ Bảy 26/04/2025", "python-holidays 0.109 (hoán đổi đã công bố)"),
        ("10/1/2026", "Hoán đổi Tết dương lịch 2026", "Công văn 12729/VPCP-KGVX ngày 25/12/2025"),
    ],
)
def test_a_day_has_its_name_and_legal_source(on: str, name: str, source: str) -> None:
    [claim] = claims_on(on)
    assert (claim.name, claim.source) == (name, source)


def test_a_shipped_swap_outranks_the_computed_holiday_of_its_day() -> None:
    computed, national = claims_on("29/1/2014")
    assert (computed.kind, computed.rank) == (DayKind.holiday, Rank.computed)
    assert (national.kind, national.rank) == (DayKind.swap_day_off, Rank.national)


def test_a_makeup_day_on_a_sunday_is_called_so() -> None:
    assert day_off_name(date(2011, 1, 30)) == "Hoán đổi với Chủ nhật 30/01/2011"
    assert makeup_day_name(date(2011, 2, 1)) == "Làm bù cho thứ Ba 01/02/2011"


def test_provisional_stretches_end_with_their_year() -> None:
    stretches = [(start, end) for start, end, _ in ALL.provisional]
    assert stretches == [
        (date(2026, 11, 21), date(2026, 11, 28)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2028, 12, 31)),
        (date(2029, 1, 1), date(2029, 12, 31)),
    ]
    assert all(reason for _, _, reason in ALL.provisional)


@pytest.mark.parametrize(
    ("first", "last", "stretches"),
    [
        (2010, 2025, 0),
        (2026, 2026, 1),
        (2027, 2027, 1),
        (2009, 2010, 1),
    ],
)
def test_provisional_stretches_are_clipped_to_the_years(first: int, last: int, stretches: int) -> None:
    assert len(national_calendar(first, last).provisional) == stretches


def test_tet_of_2027_is_computed() -> None:
    [claim] = claims_on("6/2/2027")
    assert (claim.kind, claim.rank) == (DayKind.holiday, Rank.computed)
    assert calendar_of(ALL).is_provisional(date(2026, 12, 31), date(2027, 1, 4))


def test_what_computed_it_is_named() -> None:
    assert ALL.library == "python-holidays 0.109"


TET_2025 = {"27/1": True, "28/1": True, "29/1": True, "30/1": True, "31/1": True, "1/2": False, "2/2": False}


@pytest.mark.parametrize(("on", "is_off"), TET_2025.items())
def test_tet_of_2025_is_monday_to_friday(on: str, is_off: bool) -> None:
    """Notice 6150/TB-BLĐTBXH: Mon 27/1 to Fri 31/1/2025; Saturday 1/2 is a Saturday like any other."""
    assert [claim.kind for claim in claims_on(f"{on}/2025")] == [DayKind.holiday] * is_off


def test_the_first_day_of_tet_2025_has_the_notice_as_its_source() -> None:
    """27/1/2025 is the 28th of the last lunar month, not the 29th as the library calls it."""
    [claim] = claims_on("27/1/2025")
    assert (claim.name, claim.source) == ("Nghỉ Tết Nguyên Đán", "Thông báo 6150/TB-BLĐTBXH")


@pytest.mark.parametrize(
    ("year", "saturdays"),
    [
        (2010, ["13/2"]), (2011, ["5/2"]), (2012, []), (2013, ["9/2"]), (2014, ["1/2"]), (2015, ["21/2"]), (2016, []),
        (2017, ["28/1"]), (2018, ["17/2"]), (2019, []), (2020, ["25/1"]), (2021, ["13/2"]), (2022, []),
        (2023, ["21/1"]), (2024, ["10/2"]), (2025, []), (2026, []), (2027, ["6/2"]), (2028, []),
    ],
)  # fmt: skip
def test_the_saturdays_of_tet(year: int, saturdays: list[str]) -> None:
    """Mùng 1 of each year and its four (until 2013) or five days; only these Saturdays are among them."""
    around = [c for c in ALL.claims if (year, 1, 15) <= (c.on.year, c.on.month, c.on.day) <= (year, 2, 28)]
    off = [c.on for c in around if c.on.weekday() == 5 and c.kind is DayKind.holiday]
    assert [f"{on.day}/{on.month}" for on in off] == saturdays


def test_tet_has_five_days_beside_what_makes_up_for_its_weekends() -> None:
    """Labour Code 2019 art. 112(1)(b): as many working days off in every year from 2014 on."""
    for year in range(2014, 2029):
        claims = [c for c in ALL.claims if c.on.year == year and c.on.month < 3]
        named = {c.on for c in claims if "Tết" in c.name and "dương" not in c.name.casefold()}
        assert sum(on.weekday() < 5 for on in named) - EXTRA_SWAPPED.get(year, 0) == 5, year


EXTRA_SWAPPED = {2014: 2}
"""28/1 and 29/1/2014 were off by swaps named after Tết."""


@pytest.mark.parametrize(("first", "last"), [(1994, 1995), (2100, 2101), (2026, 2025)])
def test_years_without_a_rule_are_refused(first: int, last: int) -> None:
    with pytest.raises(BadNumber):
        national_calendar(first, last)


def test_the_ends_of_the_supported_years_load() -> None:
    assert calendar_of(national_calendar(1995, 1995)).first == date(1995, 1, 1)
    assert calendar_of(national_calendar(2100, 2100)).last == date(2100, 12, 31)


def test_importing_the_module_does_not_import_the_library() -> None:
    code = "import sys, onestop_cli.sources.national_calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
