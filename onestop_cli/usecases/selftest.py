"""Does this installation count as the law does? (domain §2-3.3)

The calendar is built anew from python-holidays and the shipped notices and compared with answers worked
out by hand: the working days of every year 2010-2026 (§2.2), one dated case for each rule and edge, and
the law that adding n working days and counting them back gives n. It asks nothing of the dossier file
and says nothing of an office's own settings and notices.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Claim, Closure, Day, DayKind, Rank, days_of, winning_claim
from onestop_cli.core.dossier import Policy
from onestop_cli.core.file_events import CalendarLoad
from onestop_cli.core.limits import due_instant, time_limit
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.office import Office, OfficeRules, Saturday
from onestop_cli.core.outcomes import Due
from onestop_cli.core.suspensions import CountedSuspension, begins_in_time, due_after
from onestop_cli.errors import N_, CalendarGap
from onestop_cli.sources.national_calendar import LAST_YEAR, national_calendar
from onestop_cli.usecases.selftest_cases import CASES, SUSPENDED_CASES, Case

_FROM_2010 = (252, 251, 251, 253, 252, 250, 251, 250, 250, 252, 252, 250, 249, 249, 251, 250, 249)
WORKING_DAYS = dict(enumerate(_FROM_2010, 2010))
"""Of each year, from its published notices (§2.2)."""
LENGTHS = (1, 3, 10, 60)
"""The limits the law of adding and counting is tried with."""


class Check(NamedTuple):
    """One question with the answer worked out by hand and the answer found. `name` is a message id."""

    name: str
    expected: str
    found: str

    @property
    def ok(self) -> bool:
        return self.expected == self.found


def selftest(today: date) -> list[Check]:
    """Every check, on the calendar that `init` would load today. A failed one is `not ok`, never raised."""
    national = national_calendar(2010, min(max(today.year + 3, 2027), LAST_YEAR))
    days = _days(national, national.claims)
    calendar = Calendar.of(days)
    return [
        *_year_totals(days),
        *_due_dates(national, calendar),
        *_suspensions(calendar),
        *_gaps(calendar),
        *_certainty(calendar),
        *_precedence(),
        _adding_and_counting(calendar),
    ]


def _days(national: CalendarLoad, claims: Sequence[Claim]) -> list[Day]:
    stretches = [(start, end) for start, end, _ in national.provisional]
    return list(days_of(national.first_year, national.last_year, claims, stretches))


def _year_totals(days: Sequence[Day]) -> Iterator[Check]:
    totals = Counter(day.on.year for day in days if day.is_working_day)
    for year, total in WORKING_DAYS.items():
        yield Check(N_("working days of the year"), f"{year}: {total}", f"{year}: {totals[year]}")


_JANUARY_2026 = (date(2026, 1, 2), date(2026, 1, 10))
"""The swap that was decided on 25/12/2025."""


def _due_dates(national: CalendarLoad, calendar: Calendar) -> Iterator[Check]:
    """The dated cases, each in its situation: what is announced, and what Saturday is to the office."""
    unannounced = [c for c in national.claims if c.on not in _JANUARY_2026]
    storm = Claim(_JANUARY_2026[1], DayKind.holiday, "", "", Rank.local, 1)
    afternoon = {date(2026, 8, 3): (Closure(13 * 3600 + 1800, 17 * 3600 + 1800, "", "", 1),)}
    half_day = OfficeRules(saturday=Saturday.working_day)
    situations = {
        "": (calendar, OfficeRules()),
        "unannounced": (_three_years(unannounced), OfficeRules()),
        "storm": (_three_years([*national.claims, storm]), OfficeRules()),
        "power_cut": (Calendar(calendar.first, calendar.marks, "", afternoon), OfficeRules()),
        "hours_only": (calendar, OfficeRules(saturday=Saturday.hours_only)),
        "half_day": (_three_years(national.claims, half_day), half_day),
        "counter": (calendar, OfficeRules(due_time=16 * 3600 + 1800)),
        "counter_half_day": (_three_years(national.claims, half_day), half_day._replace(due_time=16 * 3600 + 1800)),
    }
    for case in CASES:
        in_force, rules = situations[case.situation]
        yield Check(case.name, case.due, _due(in_force, Office(((date.min, rules),)), case))


def _suspensions(calendar: Calendar) -> Iterator[Check]:
    """The worked examples of suspended dossiers (§3.3), each suspension judged by the due instant then in force."""
    office = Office()
    for case in SUSPENDED_CASES:
        received_at, limit, counted = _instant(case.received), time_limit(case.limit), list[CountedSuspension]()
        due_at = due_instant(calendar, office, received_at, limit)
        for text in case.suspended.split(", "):
            start, end = (_instant(part.replace(" ", "/2026 ")) for part in text.split(" → "))
            if begins_in_time(start, Due(due_at, limit.unit, is_day=False)):
                counted.append(CountedSuspension(start, end, Policy(case.policy)))
            due_at = due_after(calendar, office, received_at, limit, counted)
        yield Check(case.name, case.due, _text(due_at) if due_at else "—")


def _three_years(claims: Sequence[Claim], rules: OfficeRules | None = None) -> Calendar:
    """The calendar of 2025-2027 with other notices or Saturdays than the published ones."""
    saturdays = Office(((date.min, rules or OfficeRules()),)).working_saturdays()
    return Calendar.of(list(days_of(2025, 2027, claims, working_saturdays=saturdays)))


def _due(calendar: Calendar, office: Office, case: Case) -> str:
    try:
        due_at = due_instant(calendar, office, _instant(case.received), time_limit(case.limit))
    except CalendarGap as gap:
        return str(gap)
    return _text(due_at) if due_at else "—"


def _instant(text: str) -> datetime:
    pattern = "%d/%m/%Y %H:%M:%S" if text.count(":") == 2 else "%d/%m/%Y %H:%M"
    return datetime.strptime(text, pattern).replace(tzinfo=VIETNAM)


def _text(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M:%S}" if at.second else f"{at:%d/%m/%Y %H:%M}"


def _gaps(calendar: Calendar) -> Iterator[Check]:
    """A year that is not loaded is an error that names it, never a guess (§2.1)."""
    first = (date(2026, 1, 1) - calendar.first).days
    only_2026 = Calendar(date(2026, 1, 1), calendar.marks[first : first + 365])
    for name, received, limit, expected in (
        (N_("due in a year that is not loaded"), "30/12/2026 09:00", "3:working_day", "2027"),
        (N_("hours into a year that is not loaded"), "31/12/2026 17:00", "1:working_hour", "2027"),
        (N_("received in a year that is not loaded"), "31/12/2025 09:00", "1:working_day", "2025"),
    ):
        try:
            told = str(due_instant(only_2026, Office(), _instant(received), time_limit(limit)))
        except CalendarGap as gap:
            told = str(gap.values["year"])
        yield Check(name, expected, told)


def _certainty(calendar: Calendar) -> Iterator[Check]:
    """Counting that crosses a day no published decision confirms says so (§2.1)."""
    for name, after, until, expected in (
        (N_("a due date before the unconfirmed days"), date(2026, 11, 16), date(2026, 11, 20), "confirmed"),
        (N_("a due date that reaches into unconfirmed days"), date(2026, 11, 20), date(2026, 11, 23), "provisional"),
        (N_("a due date beyond unconfirmed days"), date(2026, 11, 20), date(2026, 11, 30), "provisional"),
        (N_("a receipt after the unconfirmed days"), date(2026, 11, 30), date(2026, 12, 3), "confirmed"),
        (N_("a due date in a computed year"), date(2026, 12, 31), date(2027, 1, 4), "provisional"),
    ):
        yield Check(name, expected, "provisional" if calendar.is_provisional(after, until) else "confirmed")


def _precedence() -> Iterator[Check]:
    """Which notice decides a day: the rank, then the later one; among computed rows the make-up day (§2.1)."""

    def notice(kind: DayKind, rank: Rank, seq: int) -> Claim:
        return Claim(date(2026, 1, 10), kind, "", "", rank, seq)

    off, makeup, swap = DayKind.holiday, DayKind.makeup_day, DayKind.swap_day_off
    local, national, computed = Rank.local, Rank.national, Rank.computed
    for name, wins, loses in (
        (N_("a local notice beats a later national one"), notice(off, local, 1), notice(makeup, national, 2)),
        (N_("a national notice beats a computed holiday"), notice(swap, national, 0), notice(off, computed, 0)),
        (N_("a computed make-up day beats a day off"), notice(makeup, computed, 0), notice(off, computed, 0)),
        (N_("a later day off closes a make-up day of its rank"), notice(off, local, 2), notice(makeup, local, 1)),
        (N_("a later notice beats an earlier one of its rank"), notice(swap, national, 2), notice(off, national, 1)),
    ):
        winner = winning_claim((wins, loses))
        yield Check(name, wins.kind.value, winner.kind.value if winner else "—")


def _adding_and_counting(calendar: Calendar) -> Check:
    """The n-th working day after a working day is a working day, and counting up to it gives n."""
    base = calendar.first.toordinal()
    years = range(date(2010, 1, 1).toordinal() - base, date(2026, 12, 31).toordinal() - base + 1)
    starts = [on for on in years if calendar.is_working_day(date.fromordinal(base + on))]
    right = 0
    for n in LENGTHS:
        for start, answer in zip(starts, calendar.nth_working_days_after(starts, n), strict=True):
            until = date.fromordinal(base + answer)
            counted = calendar.working_days_between(date.fromordinal(base + start), until)
            right += counted == n and calendar.is_working_day(until)
    return Check(N_("n working days added, then counted back, for every working day 2010-2026"), "17048", str(right))
