"""A promise says that it may change only where a decision still to come could change that very date (domain §2.1)."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.calendar import MARK, WORKING, Calendar, DayKind
from onestop_cli.core.limits import NO_LIMIT, SAME_DAY, TimeLimit, Unit, due_instant
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.office import Office
from onestop_cli.core.undecided import may_move

SATURDAYS_OF_2010_TO_2026 = (
    ("19/2/2010", "27/2/2010"), ("27/1/2012", "4/2/2012"), ("29/4/2013", "4/5/2013"), ("2/5/2014", "26/4/2014"),
    ("1/9/2014", "6/9/2014"), ("2/1/2015", "27/12/2014"), ("16/2/2015", "14/2/2015"), ("29/4/2015", "25/4/2015"),
    ("31/12/2018", "5/1/2019"), ("29/4/2019", "4/5/2019"), ("29/4/2024", "4/5/2024"), ("2/5/2025", "26/4/2025"),
    ("31/8/2026", "22/8/2026"), ("2/1/2026", "10/1/2026"),
)  # fmt: skip
"""Every swap there was: the day off and the Saturday worked for it (domain §2.2)."""


def on(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=VIETNAM).date()


def calendar(first: str, last: str, *holidays: str, confirmed_until: str = "", sure: bool = False) -> Calendar:
    """Whole provisional days with these holidays; confirmed up to a day."""
    start, days = on(first), (on(last) - on(first)).days + 1
    off = {on(text) for text in holidays}
    kinds = [
        DayKind.holiday if day in off else DayKind.weekend if day.weekday() > 4 else DayKind.working_day
        for day in (start + timedelta(days=n) for n in range(days))
    ]
    until = on(confirmed_until) if confirmed_until else start - timedelta(days=1)
    guesses = (not sure and start + timedelta(days=n) > until for n in range(days))
    return Calendar(start, "".join(MARK[k].upper() if g else MARK[k] for k, g in zip(kinds, guesses, strict=True)))


NOVEMBER = calendar("1/11/2026", "31/12/2026", "24/11/2026", confirmed_until="20/11/2026")
"""A swap of Monday 23/11 for Saturday 28/11 was discussed."""
TET = calendar("1/1/2027", "31/3/2027", "1/1/2027", "4/2/2027", "5/2/2027", "8/2/2027", "9/2/2027", "10/2/2027")
"""Tết 2027 as computed: Thursday 4/2 to Wednesday 10/2."""
SEPTEMBER = calendar("1/8/2027", "31/10/2027", "2/9/2027", "3/9/2027")
"""Thursday 2/9/2027 with the Friday after it; it could be Wednesday 1/9 instead."""


def days(n: int) -> TimeLimit:
    return TimeLimit(n, Unit.working_day)


def moves(of: Calendar, received_on: str, limit: TimeLimit, today: str = "") -> bool:
    received_at = datetime.combine(on(received_on), datetime.min.time(), VIETNAM) + timedelta(hours=9)
    due_at = due_instant(of, Office(), received_at, limit)
    return may_move(of, limit, on(received_on), due_at and due_at.date(), on(today or received_on))


@pytest.mark.parametrize(
    ("received_on", "limit", "told"),
    [
        ("19/11/2026", days(1), False),  # due on Friday 20/11, before anything is in doubt
        ("19/11/2026", days(2), True),  # Monday 23/11, the bridge, is counted
        ("24/11/2026", days(2), False),  # 25/11 and 26/11 follow the holiday: beyond doubt, though not confirmed
        ("26/11/2026", days(1), False),
        ("26/11/2026", days(2), True),  # over Saturday 28/11, which may be worked
        ("30/11/2026", days(9), False),
    ],
)
def test_only_what_another_decision_could_change_is_said_to_change(
    received_on: str, limit: TimeLimit, told: bool
) -> None:
    assert moves(NOVEMBER, received_on, limit) is told


@pytest.mark.parametrize(
    ("received_on", "limit", "told"),
    [
        ("18/1/2027", days(5), False),  # due on Monday 25/1
        ("28/1/2027", days(3), True),  # passes Saturday 30/1, which may be worked for a bridge, and ends on 2/2
        ("1/2/2027", days(1), False),
        ("1/2/2027", days(2), True),  # Wednesday 3/2: the holiday may begin then
        ("1/3/2027", days(10), False),  # no holiday near
    ],
)
def test_of_tet_the_edges_are_in_doubt(received_on: str, limit: TimeLimit, told: bool) -> None:
    assert moves(TET, received_on, limit) is told


@pytest.mark.parametrize(("received_on", "told"), [("23/8/2027", False), ("30/8/2027", True), ("6/9/2027", True)])
def test_the_day_beside_the_national_day_is_in_doubt(received_on: str, told: bool) -> None:
    """Monday to Wednesday; Wednesday 1/9 is counted; Saturday 11/9 may be worked."""
    assert moves(SEPTEMBER, received_on, days(2 if received_on[0] != "6" else 5)) is told


def test_a_single_holiday_that_the_law_fixes_leaves_nothing_in_doubt() -> None:
    """Hùng Kings' day on Friday 16/4/2027 touches a weekend by itself."""
    april = calendar("1/4/2027", "30/4/2027", "16/4/2027")
    assert not moves(april, "12/4/2027", days(8))


def test_a_working_day_alone_without_a_holiday_beside_it_is_none() -> None:
    assert not may_move(Calendar(date(2027, 3, 1), "WEEWEEWW"), days(3), date(2027, 3, 1), date(2027, 3, 8))


def test_a_swap_that_is_a_guess_itself_is_in_doubt() -> None:
    of = Calendar(date(2027, 3, 1), "wwwwwMewwwww")
    assert may_move(of, days(5), date(2027, 3, 2), date(2027, 3, 8))
    assert not may_move(of, days(2), date(2027, 3, 1), date(2027, 3, 3))


def test_a_confirmed_year_leaves_nothing_in_doubt() -> None:
    sure = calendar("1/11/2026", "31/12/2026", "24/11/2026", sure=True)
    assert not moves(sure, "19/11/2026", days(9))


def test_what_is_returned_that_very_day_or_has_no_limit_cannot_change() -> None:
    assert not moves(NOVEMBER, "23/11/2026", SAME_DAY)
    assert not moves(NOVEMBER, "23/11/2026", NO_LIMIT)


def test_a_limit_in_calendar_days_rests_on_its_last_day_only() -> None:
    """Ten days from 19/11 end on Sunday 29/11 and roll to Monday, whatever 23/11 and 28/11 turn out to be."""
    assert not moves(NOVEMBER, "19/11/2026", TimeLimit(10, Unit.calendar_day))
    assert moves(NOVEMBER, "19/11/2026", TimeLimit(9, Unit.calendar_day))
    assert moves(NOVEMBER, "23/10/2026", TimeLimit(1, Unit.month))


def test_what_has_passed_is_decided() -> None:
    assert moves(NOVEMBER, "19/11/2026", days(6), today="22/11/2026")
    assert moves(NOVEMBER, "19/11/2026", days(6), today="27/11/2026")
    assert not moves(NOVEMBER, "19/11/2026", days(6), today="28/11/2026")


def test_every_swap_there_was_would_have_been_in_doubt_before_its_notice() -> None:
    """With the holidays of those years: the bridge, and the Saturday near it."""
    years = _years()
    for off, work in SATURDAYS_OF_2010_TO_2026:
        for day in (on(off), on(work)):
            assert may_move(years, days(1), day - timedelta(days=1), day), (off, work, day)


@cache
def _years() -> Calendar:
    """2010-2026 as published, without the swaps, and nothing confirmed."""
    from onestop_cli.core.calendar import days_of
    from onestop_cli.sources.national_calendar import national_calendar

    swapped = {on(text) for pair in SATURDAYS_OF_2010_TO_2026 for text in pair}
    claims = [c for c in national_calendar(2010, 2026).claims if c.on not in swapped]
    return Calendar.of(list(days_of(2010, 2026, claims, [(date(2010, 1, 1), date(2026, 12, 31))])))


@given(
    st.dates(date(2027, 1, 4), date(2027, 2, 26)),
    st.integers(1, 12),
    st.sampled_from([Unit.working_day, Unit.calendar_day]),
)
def test_a_date_of_which_nothing_is_said_is_not_changed_by_a_swap(start: date, n: int, unit: Unit) -> None:
    """Whichever single working day between days off and holiday becomes one off, and whichever Saturday is worked."""
    limit = TimeLimit(n, unit)
    received = start.strftime("%d/%m/%Y")
    if moves(TET, received, limit):
        return
    before = _due(TET, start, limit)
    for swapped in _swaps(TET):
        assert _due(swapped, start, limit) == before


def _due(of: Calendar, start: date, limit: TimeLimit) -> Any:
    return due_instant(of, Office(), datetime.combine(start, datetime.min.time(), VIETNAM) + timedelta(hours=9), limit)


@cache
def _swaps(of: Calendar) -> list[Calendar]:
    """The calendar with each bridge off and, within ten days of it, a Saturday worked; both beside Tết as well."""
    kinds = [of.kind(of.first + timedelta(days=n)) for n in range(len(of.marks))]
    made: list[Calendar] = []
    for n, (left, right) in enumerate(pairwise(kinds)):
        bridge = n + 1 if left not in WORKING and right in WORKING else n
        beside = {kinds[bridge - 1], kinds[min(bridge + 1, len(kinds) - 1)]}
        is_alone = not any(kind in WORKING for kind in beside)
        if kinds[bridge] not in WORKING or DayKind.holiday not in beside or not (is_alone or 30 < bridge < 45):
            continue
        for saturday in range(max(0, bridge - 10), min(len(kinds), bridge + 11)):
            if (of.first + timedelta(days=saturday)).weekday() == 5 and kinds[saturday] is DayKind.weekend:
                marks = list(of.marks)
                marks[bridge], marks[saturday] = "s", "m"
                made.append(Calendar(of.first, "".join(marks)))
    assert made
    return made
