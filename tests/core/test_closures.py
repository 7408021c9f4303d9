"""Half a day (domain §2.1): hours that a notice closes, for every unit, by hand.

The office is open 08:00-12:00 and 13:30-17:30; Mon 3/8/2026 is an ordinary day, Sat 22/8 a make-up day.
"""

from datetime import date

import pytest

from onestop_cli.core.calendar import Calendar, Claim, DayKind, Rank, days_of, winning_claim
from onestop_cli.core.day_by_day import day_by_day
from onestop_cli.core.dossier import Policy
from onestop_cli.core.event_data import data_of, read
from onestop_cli.core.explained_days import Began
from onestop_cli.core.file_events import Notice
from onestop_cli.core.limits import due_instant, time_limit
from onestop_cli.core.office import (
    Office,
    OfficeRules,
    Saturday,
    closing_second,
    less,
    open_stretches,
    opening_second,
    scheduled_stretches,
)
from onestop_cli.core.suspensions import CountedSuspension, due_after, first_due_time, open_seconds
from tests.core.published_calendar import published_calendar
from tests.core.written import at, day, shown

HOUR = 3600
OFFICE = Office()
HOURS_ONLY = Office(((date.min, OfficeRules(saturday=Saturday.hours_only)),))
AFTERNOON = "3/8/2026 13:30-17:30"


def _clock(text: str) -> int:
    hour, minute = map(int, text.split(":"))
    return hour * HOUR + minute * 60


def closed(*told: str, name: str = "Mất điện", rank: Rank = Rank.national) -> list[Claim]:
    """Closures of `3/8/2026 13:30-17:30`, each a notice of its own."""
    claims: list[Claim] = []
    for seq, text in enumerate(told, 50):
        on, hours = text.split()
        start, end = map(_clock, hours.split("-"))
        claims.append(Claim(day(on), DayKind.closure, name, f"CV {seq}", rank, seq, hours=(start, end)))
    return claims


def calendar(*told: str) -> Calendar:
    return published_calendar(closed(*told))


def due(limit: str, received: str, *told: str, office: Office = OFFICE) -> str:
    due_at = due_instant(calendar(*told), office, at(received), time_limit(limit))
    return shown(due_at) if due_at else "—"


# --- for every unit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "received", "expected"),
    [
        pytest.param("4:working_hour", "3/8/2026 11:00", "4/8/2026 11:00", id="hours: the next open stretch"),
        pytest.param("1:working_hour", "3/8/2026 11:00", "3/8/2026 12:00", id="hours that end before it"),
        pytest.param("1:working_hour", "3/8/2026 14:00", "4/8/2026 09:00", id="hours received in it"),
        pytest.param("8:working_hour", "31/7/2026 16:30", "4/8/2026 11:00", id="hours over it"),
        pytest.param("same_day", "3/8/2026 10:00", "3/8/2026 17:30", id="same day, some open time left"),
        pytest.param("same_day", "3/8/2026 11:59:59", "3/8/2026 17:30", id="same day, one open second left"),
        pytest.param("same_day", "3/8/2026 12:00", "4/8/2026 17:30", id="same day, no open second left"),
        pytest.param("same_day", "3/8/2026 13:40", "4/8/2026 17:30", id="same day, received in it"),
        pytest.param("same_day", "31/7/2026 16:00", "3/8/2026 17:30", id="same day, the next working day is closed"),
        pytest.param("1:working_day", "31/7/2026 09:00", "3/8/2026 17:30", id="a working day is one still"),
        pytest.param("1:working_day", "3/8/2026 13:40", "4/8/2026 17:30", id="received in it, a working day"),
        pytest.param("3:calendar_day", "31/7/2026 09:00", "3/8/2026 17:30", id="calendar days"),
        pytest.param("1:month", "3/7/2026 09:00", "3/8/2026 17:30", id="a month"),
        pytest.param("none", "3/8/2026 13:40", "—", id="no limit"),
    ],
)
def test_an_afternoon_closed(limit: str, received: str, expected: str) -> None:
    assert due(limit, received, AFTERNOON) == expected


@pytest.mark.parametrize(
    ("limit", "received", "closures", "expected"),
    [
        pytest.param("2:working_hour", "3/8/2026 13:30", ["3/8/2026 15:30-16:30"], "3/8/2026 15:30",
                     id="a limit that ends where it begins ends there"),
        pytest.param("3:working_hour", "3/8/2026 13:30", ["3/8/2026 15:30-16:30"], "3/8/2026 17:30",
                     id="and one hour more goes on behind it"),
        pytest.param("same_day", "3/8/2026 14:00", ["3/8/2026 13:30-16:00"], "3/8/2026 17:30",
                     id="closed until 16:00, so there is time left"),
        pytest.param("same_day", "3/8/2026 14:00", ["3/8/2026 13:30-17:29"], "3/8/2026 17:30",
                     id="a minute left"),
        pytest.param("same_day", "3/8/2026 06:00", ["3/8/2026 00:00-24:00"], "4/8/2026 17:30", id="closed all day"),
        pytest.param("1:working_hour", "3/8/2026 08:00", ["3/8/2026 00:00-24:00"], "4/8/2026 09:00",
                     id="hours over a whole day closed"),
        pytest.param("1:working_day", "31/7/2026 09:00", ["3/8/2026 00:00-24:00"], "3/8/2026 17:30",
                     id="due on a whole day closed"),
        pytest.param("4:working_hour", "3/8/2026 09:00", ["3/8/2026 10:00-11:00", "3/8/2026 10:30-11:30"],
                     "3/8/2026 16:00", id="two that overlap add up"),
        pytest.param("4:working_hour", "3/8/2026 09:00", ["3/8/2026 10:30-11:30", "3/8/2026 10:00-11:00"],
                     "3/8/2026 16:00", id="in whatever order they came"),
        pytest.param("4:working_hour", "3/8/2026 09:00", ["3/8/2026 11:00-14:30"], "3/8/2026 16:30",
                     id="across the lunch break"),
        pytest.param("4:working_hour", "3/8/2026 09:00", ["3/8/2026 12:00-13:30"], "3/8/2026 14:30",
                     id="the lunch break itself"),
        pytest.param("8:working_hour", "31/7/2026 17:00", ["1/8/2026 08:00-12:00"], "3/8/2026 17:00",
                     id="on a day off"),
        pytest.param("4:working_hour", "21/8/2026 17:00", ["22/8/2026 08:00-12:00"], "22/8/2026 17:00",
                     id="on a make-up Saturday, which has Monday's hours"),
        pytest.param("1:working_day", "21/8/2026 17:00", ["22/8/2026 08:00-12:00"], "22/8/2026 17:30",
                     id="and is a working day still"),
    ],
)  # fmt: skip
def test_closed_hours(limit: str, received: str, closures: list[str], expected: str) -> None:
    assert due(limit, received, *closures) == expected


def test_on_a_saturday_open_for_hours() -> None:
    told = "8/8/2026 08:00-10:00"
    assert due("2:working_hour", "7/8/2026 16:30", told, office=HOURS_ONLY) == "8/8/2026 11:00"
    assert due("2:working_hour", "7/8/2026 16:30", told) == "10/8/2026 09:00"


def test_the_due_time_of_the_office_is_the_scheduled_one() -> None:
    early = Office(((date.min, OfficeRules(due_time=16 * HOUR)),))
    assert due("same_day", "3/8/2026 14:00", "3/8/2026 13:30-16:30", office=early) == "3/8/2026 16:00"
    assert due("same_day", "3/8/2026 14:00", AFTERNOON, office=early) == "4/8/2026 16:00"


def test_the_schedule_of_the_day_stays() -> None:
    on, known = day("3/8/2026"), calendar("3/8/2026 08:00-09:00", "3/8/2026 17:00-17:30")
    assert open_stretches(known, OFFICE, on) == ((9 * HOUR, 12 * HOUR), (13 * HOUR + 1800, 17 * HOUR))
    assert scheduled_stretches(known, OFFICE, on) == ((8 * HOUR, 12 * HOUR), (13 * HOUR + 1800, 17 * HOUR + 1800))
    assert (opening_second(known, OFFICE, on), closing_second(known, OFFICE, on)) == (8 * HOUR, 17 * HOUR + 1800)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ((0, 8), ((8, 12), (13, 17))),
        ((8, 12), ((13, 17),)),
        ((9, 10), ((8, 9), (10, 12), (13, 17))),
        ((11, 14), ((8, 11), (14, 17))),
        ((12, 13), ((8, 12), (13, 17))),
        ((7, 18), ()),
    ],
)
def test_what_is_left_of_the_hours(taken: tuple[int, int], left: tuple[tuple[int, int], ...]) -> None:
    assert less(((8, 12), (13, 17)), [taken]) == left


# --- suspended ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "suspended", "policy", "closures", "expected"),
    [
        pytest.param("8:working_hour", "3/8/2026 11:30 .. 3/8/2026 14:00", "continue", [AFTERNOON], "4/8/2026 15:00",
                     id="closed seconds are no suspended ones: 2:30 h used, half an hour suspended"),
        pytest.param("8:working_hour", "3/8/2026 11:30 .. 3/8/2026 14:00", "continue", [], "4/8/2026 10:00",
                     id="without it"),
        pytest.param("8:working_hour", "3/8/2026 11:30 .. 4/8/2026 09:00", "continue", [AFTERNOON], "4/8/2026 16:00",
                     id="over it"),
        pytest.param("4:working_hour", "3/8/2026 10:00 .. 3/8/2026 14:00", "restart", [AFTERNOON], "4/8/2026 12:00",
                     id="begun anew in it"),
        pytest.param("same_day", "3/8/2026 10:00 .. 3/8/2026 13:40", "continue", [AFTERNOON], "4/8/2026 17:30",
                     id="same day, resumed in it"),
        pytest.param("same_day", "3/8/2026 10:00 .. 3/8/2026 11:00", "restart", [AFTERNOON], "3/8/2026 17:30",
                     id="same day, resumed before it"),
        pytest.param("1:working_day", "3/8/2026 10:00 .. 4/8/2026 14:00", "continue",
                     [AFTERNOON, "4/8/2026 13:30-17:30"], "5/8/2026 17:30", id="a working day"),
        pytest.param("4:calendar_day", "4/8/2026 10:00 .. 6/8/2026 10:00", "continue", [AFTERNOON], "10/8/2026 17:30",
                     id="calendar days"),
    ],
)  # fmt: skip
def test_suspended(limit: str, suspended: str, policy: str, closures: list[str], expected: str) -> None:
    start, end = map(at, suspended.split(" .. "))
    waited = [CountedSuspension(start, end, Policy(policy))]
    due_at = due_after(calendar(*closures), OFFICE, at("3/8/2026 09:00"), time_limit(limit), waited)
    assert due_at == at(expected)


def test_the_open_time_between_two_instants() -> None:
    assert open_seconds(calendar(AFTERNOON), OFFICE, at("3/8/2026 11:30"), at("4/8/2026 08:30")) == HOUR


def test_the_first_open_instant_after_a_resumption_in_closed_hours() -> None:
    hour = time_limit("1:working_hour").unit
    assert first_due_time(calendar(AFTERNOON), OFFICE, hour, at("3/8/2026 14:00")) == at("4/8/2026 08:00")


# --- what a day is -----------------------------------------------------------------------------------


def test_a_closure_decides_no_day() -> None:
    [afternoon] = closed(AFTERNOON, rank=Rank.local)
    off = Claim(day("3/8/2026"), DayKind.holiday, "Nghỉ", "CV 1", Rank.computed)
    assert winning_claim([afternoon]) is None
    assert winning_claim([off, afternoon]) == off


def test_the_day_keeps_its_kind_and_who_decides_it() -> None:
    told = closed(AFTERNOON, "3/8/2026 08:00-09:00")
    off = Claim(day("4/8/2026"), DayKind.holiday, "Nghỉ", "CV 1", Rank.local, 40)
    days = {d.on: d for d in days_of(2026, 2026, [*told, off, *closed("4/8/2026 08:00-09:00")])}
    monday, tuesday = days[day("3/8/2026")], days[day("4/8/2026")]
    assert (monday.kind, monday.name, monday.seq) == (DayKind.working_day, "", None)
    assert [(each.start, each.seq) for each in monday.closures] == [(8 * HOUR, 51), (13 * HOUR + 1800, 50)]
    assert (tuesday.kind, tuesday.seq, len(tuesday.closures)) == (DayKind.holiday, 40, 1)
    assert Calendar.of(list(days.values())).marks == Calendar.of(list(days_of(2026, 2026, [off]))).marks


def test_a_closure_counts_whatever_its_rank() -> None:
    both = [*closed("3/8/2026 08:00-10:00", rank=Rank.local), *closed("3/8/2026 10:00-12:00")]
    found = open_stretches(published_calendar(both), OFFICE, day("3/8/2026"))
    assert found == ((13 * HOUR + 1800, 17 * HOUR + 1800),)


# --- in the ledger -----------------------------------------------------------------------------------


def test_only_a_closure_has_hours_in_its_data() -> None:
    told = Notice((*closed("3/8/2026 13:30-24:00"), Claim(day("4/8/2026"), DayKind.holiday, "", "", Rank.local)))
    closure, off = data_of(told)["claims"]
    assert (closure["kind"], closure["from"], closure["to"]) == ("closure", "13:30", "24:00")
    assert set(off) == {"on", "kind", "name", "source", "rank", "swap_with"}
    assert read(Notice, data_of(told)) == told._replace(claims=tuple(c._replace(seq=0) for c in told.claims))


# --- explained ---------------------------------------------------------------------------------------


def _told(limit: str, received: str, *closures: str, office: Office = OFFICE, suspended: str = "") -> list[str]:
    """The days of a counting, each with its reason and what is named of it."""
    ends = list(map(at, suspended.split(" .. "))) if suspended else []
    spans = [CountedSuspension(ends[0], ends[1], Policy.continue_)] if ends else []
    made = day_by_day(calendar(*closures), office, {}, Began(at(received)), time_limit(limit), spans)
    return [f"{d.date:%d/%m} {'x' if d.counted else '-'} {d.reason} {d.name} {d.source}".strip() for d in made.days]


@pytest.mark.parametrize(
    ("limit", "received", "closures", "days"),
    [
        pytest.param("4:working_hour", "3/8/2026 11:00", [AFTERNOON],
                     ["03/08 x closure Mất điện CV 50", "04/08 x working_day"], id="a day partly closed"),
        pytest.param("4:working_hour", "3/8/2026 14:00", [AFTERNOON],
                     ["03/08 - closure Mất điện CV 50", "04/08 x working_day"], id="received in it"),
        pytest.param("4:working_hour", "3/8/2026 17:45", [AFTERNOON],
                     ["03/08 - after_closing", "04/08 x working_day"], id="received after it"),
        pytest.param("1:working_hour", "3/8/2026 09:00", [AFTERNOON], ["03/08 x working_day"],
                     id="ended before it"),
        pytest.param("1:working_hour", "3/8/2026 11:00", [AFTERNOON], ["03/08 x working_day"], id="ended at it"),
        pytest.param("1:working_hour", "3/8/2026 09:00", ["3/8/2026 08:00-09:00"], ["03/08 x working_day"],
                     id="over when it came"),
        pytest.param("9:working_hour", "31/7/2026 17:00", ["3/8/2026 00:00-24:00"],
                     ["31/07 x working_day", "01/08 - weekend", "02/08 - weekend", "03/08 - closure Mất điện CV 50",
                      "04/08 x working_day", "05/08 x working_day"], id="a whole day closed"),
        pytest.param("9:working_hour", "31/7/2026 17:00", ["1/8/2026 08:00-12:00"],
                     ["31/07 x working_day", "01/08 - weekend", "02/08 - weekend", "03/08 x working_day",
                      "04/08 x working_day"], id="on a day off"),
        pytest.param("4:working_hour", "3/8/2026 09:00", ["3/8/2026 10:00-11:00", "3/8/2026 10:30-11:30"],
                     ["03/08 x closure Mất điện CV 50; CV 51"], id="two of one name"),
        pytest.param("same_day", "3/8/2026 13:40", [AFTERNOON],
                     ["03/08 - closure Mất điện CV 50", "04/08 x working_day"], id="same day"),
        pytest.param("same_day", "3/8/2026 15:00:01", [AFTERNOON],
                     ["03/08 - after_cut_off", "04/08 x working_day"], id="same day, too late anyway"),
        pytest.param("same_day", "3/8/2026 10:00", [AFTERNOON], ["03/08 x working_day"], id="same day, in time"),
        pytest.param("same_day", "3/8/2026 13:40", ["3/8/2026 08:00-12:00", AFTERNOON],
                     ["03/08 - closure Mất điện CV 51", "04/08 x working_day"], id="only what closed the rest"),
        pytest.param("1:working_day", "3/8/2026 13:40", [AFTERNOON],
                     ["03/08 - receipt_day", "04/08 x working_day"], id="a limit in days has nothing of it"),
    ],
)  # fmt: skip
def test_the_days_tell_what_closed_them(limit: str, received: str, closures: list[str], days: list[str]) -> None:
    assert _told(limit, received, *closures) == days


def test_the_minutes_are_the_open_ones() -> None:
    made = day_by_day(
        calendar("3/8/2026 10:00-11:00"), OFFICE, {}, Began(at("3/8/2026 09:00")), time_limit("3:working_hour")
    )
    stretches = [f"{start:%H:%M}-{end:%H:%M}" for start, end in made.minutes]
    assert stretches == ["09:00-10:00", "11:00-12:00", "13:30-14:30"]


@pytest.mark.parametrize(
    ("suspended", "days"),
    [
        pytest.param("3/8/2026 12:00 .. 3/8/2026 17:30", ["03/08 x working_day", "04/08 x working_day"],
                     id="the clock stood still meanwhile"),
        pytest.param("3/8/2026 10:00 .. 3/8/2026 14:00", ["03/08 x closure Mất điện CV 50", "04/08 x working_day"],
                     id="it ran again in it"),
        pytest.param("3/8/2026 11:00 .. 3/8/2026 15:00", ["03/08 x closure Mất điện CV 50", "04/08 x working_day"],
                     id="from one hour on"),
    ],
)  # fmt: skip
def test_a_closure_while_the_clock_stood_still_is_not_told(suspended: str, days: list[str]) -> None:
    assert _told("4:working_hour", "3/8/2026 09:00", AFTERNOON, suspended=suspended) == days


def test_the_day_of_the_resumption_tells_it() -> None:
    days = _told(
        "4:working_hour", "3/8/2026 09:00", "4/8/2026 13:30-17:30", suspended="3/8/2026 10:00 .. 4/8/2026 14:00"
    )
    assert days == ["03/08 x working_day", "04/08 - closure Mất điện CV 50", "05/08 x working_day"]


def test_the_first_open_instant_after_a_resumption_tells_it_too() -> None:
    """Used up when the clock stopped: what is due at 10:00 would have been at the opening."""
    days = _told(
        "1:working_hour", "3/8/2026 09:00", "4/8/2026 08:00-10:00", suspended="3/8/2026 10:00 .. 4/8/2026 07:00"
    )
    assert days == ["03/08 x working_day", "04/08 - after_resumption Mất điện CV 50"]


def test_a_make_up_day_keeps_its_own_name_before_it() -> None:
    known = published_calendar(closed("22/8/2026 08:00-12:00"))
    named = {d.on: d for d in days_of(2026, 2026, []) if d.on == day("22/8/2026")}
    named = {on: d._replace(name="Làm bù", source="TB 9441") for on, d in named.items()}
    made = day_by_day(known, OFFICE, named, Began(at("22/8/2026 08:00")), time_limit("1:working_hour"))
    [only] = made.days
    assert (only.reason, only.name, only.source) == ("closure", "Làm bù; Mất điện", "TB 9441; CV 50")
