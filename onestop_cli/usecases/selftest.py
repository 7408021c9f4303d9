"""Does this installation count as the law does? (domain §2-3.2)

The calendar is built anew from python-holidays and the shipped notices and compared with answers worked
out by hand: the working days of every year 2010-2026 (§2.2), one dated case for each rule and edge, and
the law that adding n working days and counting them back gives n. It asks nothing of the dossier file
and says nothing of an office's own settings and notices.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, Claim, Day, DayKind, Rank, days_of, winning_claim
from onestop_cli.core.limits import due_instant, time_limit
from onestop_cli.core.moments import VIETNAM
from onestop_cli.core.office import Office, OfficeRules, Saturday
from onestop_cli.errors import N_, CalendarGap
from onestop_cli.sources.national_calendar import LAST_YEAR, NationalYears, national_calendar

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
        *_gaps(calendar),
        *_certainty(calendar),
        *_precedence(),
        _adding_and_counting(calendar),
    ]


def _days(national: NationalYears, claims: Sequence[Claim]) -> list[Day]:
    stretches = [(start, end) for start, end, _ in national.provisional]
    return list(days_of(national.first_year, national.last_year, claims, stretches))


def _year_totals(days: Sequence[Day]) -> Iterator[Check]:
    found = Counter(day.on.year for day in days if day.is_working_day)
    for year, total in WORKING_DAYS.items():
        yield Check(N_("working days of the year"), f"{year}: {total}", f"{year}: {found[year]}")


# --- due dates ---------------------------------------------------------------------------------------


class _Case(NamedTuple):
    """A receipt, a limit, and the due instant worked out by hand."""

    name: str
    received: str
    limit: str
    due: str
    situation: str = ""


_JANUARY_2026 = (date(2026, 1, 2), date(2026, 1, 10))
"""The swap that was decided on 25/12/2025."""
_CASES = (
    _Case(N_("the day of receipt is not counted"), "03/08/2026 09:00", "5:working_day", "10/08/2026 17:30"),
    _Case(N_("received at closing"), "03/08/2026 17:30", "1:working_day", "04/08/2026 17:30"),
    _Case(N_("received on a Saturday"), "08/08/2026 09:00", "1:working_day", "10/08/2026 17:30"),
    _Case(N_("received on a holiday"), "02/09/2026 09:00", "1:working_day", "03/09/2026 17:30"),
    _Case(N_("no time limit"), "03/08/2026 09:00", "none", "—"),
    # Make-up days and swaps.
    _Case(N_("due on a make-up Saturday"), "07/01/2026 09:00", "3:working_day", "10/01/2026 17:30"),
    _Case(N_("received on a make-up Saturday"), "10/01/2026 09:00", "1:working_day", "12/01/2026 17:30"),
    _Case(N_("due on a make-up Sunday"), "28/01/2011 09:00", "2:working_day", "30/01/2011 17:30"),
    _Case(N_("over the swap of 31/08/2026"), "28/08/2026 09:00", "1:working_day", "03/09/2026 17:30"),
    _Case(N_("over Tết"), "13/02/2026 09:00", "1:working_day", "23/02/2026 17:30"),
    _Case(N_("over New Year 2013, day off before it"), "28/12/2012 09:00", "1:working_day", "02/01/2013 17:30"),
    _Case(N_("over New Year 2013, make-up day after it"), "28/12/2012 09:00", "4:working_day", "05/01/2013 17:30"),
    _Case(N_("over New Year 2015, make-up day before it"), "26/12/2014 09:00", "1:working_day", "27/12/2014 17:30"),
    _Case(N_("over New Year 2015, day off after it"), "26/12/2014 09:00", "5:working_day", "05/01/2015 17:30"),
    _Case(N_("over New Year 2019, day off before it"), "28/12/2018 09:00", "1:working_day", "02/01/2019 17:30"),
    _Case(N_("over New Year 2019, make-up day after it"), "28/12/2018 09:00", "4:working_day", "05/01/2019 17:30"),
    _Case(N_("over Vietnam Culture Day"), "23/11/2026 09:00", "1:working_day", "25/11/2026 17:30"),
    _Case(N_("260 working days"), "31/12/2024 09:00", "260:working_day", "15/01/2026 17:30"),
    _Case(N_("365 working days"), "31/12/2024 09:00", "365:working_day", "23/06/2026 17:30"),
    # A notice that comes late.
    _Case(N_("slip printed before the notice"), "24/12/2025 09:00", "7:working_day", "05/01/2026 17:30", "unannounced"),
    _Case(N_("the same once the notice is known"), "24/12/2025 09:00", "7:working_day", "06/01/2026 17:30"),
    _Case(N_("no make-up Saturday yet"), "07/01/2026 09:00", "3:working_day", "12/01/2026 17:30", "unannounced"),
    _Case(N_("closed on a make-up Saturday"), "07/01/2026 09:00", "3:working_day", "12/01/2026 17:30", "storm"),
    # Returned the same day.
    _Case(N_("same day, received at 15:00:00"), "03/08/2026 15:00:00", "same_day", "03/08/2026 17:30"),
    _Case(N_("same day, received at 15:00:01"), "03/08/2026 15:00:01", "same_day", "04/08/2026 17:30"),
    _Case(N_("same day, received before opening"), "03/08/2026 06:00", "same_day", "03/08/2026 17:30"),
    _Case(N_("same day, received late before a weekend"), "07/08/2026 16:00", "same_day", "10/08/2026 17:30"),
    _Case(N_("same day, received on a Saturday"), "08/08/2026 09:00", "same_day", "10/08/2026 17:30"),
    _Case(N_("same day, received on a make-up Saturday"), "10/01/2026 15:00", "same_day", "10/01/2026 17:30"),
    _Case(N_("same day, half-day before closing"), "08/08/2026 11:59:59", "same_day", "08/08/2026 12:00", "half_day"),
    _Case(N_("same day, half-day at closing"), "08/08/2026 12:00", "same_day", "10/08/2026 17:30", "half_day"),
    # Hours of open time.
    _Case(N_("hours that end at closing"), "03/08/2026 08:00", "8:working_hour", "03/08/2026 17:30"),
    _Case(N_("hours that end at 12:00"), "03/08/2026 09:00", "3:working_hour", "03/08/2026 12:00"),
    _Case(N_("hours from the lunch break"), "03/08/2026 12:30", "1:working_hour", "03/08/2026 14:30"),
    _Case(N_("hours received at closing"), "03/08/2026 17:30", "1:working_hour", "04/08/2026 09:00"),
    _Case(N_("hours to the second"), "03/08/2026 16:59:59", "1:working_hour", "04/08/2026 08:29:59"),
    _Case(N_("hours over Tết"), "13/02/2026 16:30", "2:working_hour", "23/02/2026 09:00"),
    _Case(N_("hours on a make-up Saturday"), "09/01/2026 16:30", "2:working_hour", "10/01/2026 09:00"),
    # Calendar days and months.
    _Case(N_("calendar days"), "03/08/2026 09:00", "4:calendar_day", "07/08/2026 17:30"),
    _Case(N_("calendar days that end on a Saturday"), "03/08/2026 09:00", "5:calendar_day", "10/08/2026 17:30"),
    _Case(N_("calendar days that end on a make-up Saturday"), "05/01/2026 09:00", "5:calendar_day", "10/01/2026 17:30"),
    _Case(N_("calendar days that end in Tết"), "06/02/2026 09:00", "10:calendar_day", "23/02/2026 17:30"),
    _Case(N_("a month"), "03/08/2026 09:00", "1:month", "03/09/2026 17:30"),
    _Case(N_("a month clipped to the end of February"), "31/01/2024 09:00", "1:month", "29/02/2024 17:30"),
    _Case(N_("a month that ends on a swap's day off"), "29/03/2024 09:00", "1:month", "02/05/2024 17:30"),
    _Case(N_("a month clipped, then rolled"), "31/10/2025 09:00", "1:month", "01/12/2025 17:30"),
    # The three Saturdays, a half-day, and a counter that ends its day early.
    _Case(N_("Saturday off, a day"), "07/08/2026 09:00", "1:working_day", "10/08/2026 17:30"),
    _Case(N_("Saturday for hours only, a day"), "07/08/2026 09:00", "1:working_day", "10/08/2026 17:30", "hours_only"),
    _Case(N_("Saturday a working half-day"), "07/08/2026 09:00", "1:working_day", "08/08/2026 12:00", "half_day"),
    _Case(N_("Saturday off, hours"), "07/08/2026 16:30", "2:working_hour", "10/08/2026 09:00"),
    _Case(N_("Saturday for hours only, hours"), "07/08/2026 16:30", "2:working_hour", "08/08/2026 09:00", "hours_only"),
    _Case(N_("Saturday a half-day, hours"), "07/08/2026 16:30", "5:working_hour", "08/08/2026 12:00", "half_day"),
    _Case(N_("a make-up day has Monday's hours"), "07/01/2026 09:00", "3:working_day", "10/01/2026 17:30", "half_day"),
    _Case(N_("due at 16:30"), "03/08/2026 09:00", "1:working_day", "04/08/2026 16:30", "counter"),
    _Case(N_("due at 16:30, half-day"), "07/08/2026 09:00", "1:working_day", "08/08/2026 12:00", "counter_half_day"),
)


def _due_dates(national: NationalYears, calendar: Calendar) -> Iterator[Check]:
    """The dated cases, each in its situation: what is announced, and what Saturday is to the office."""
    unannounced = [c for c in national.claims if c.on not in _JANUARY_2026]
    storm = Claim(_JANUARY_2026[1], DayKind.holiday, "", "", Rank.local, 1)
    half_day = OfficeRules(saturday=Saturday.working_day)
    situations = {
        "": (calendar, OfficeRules()),
        "unannounced": (_three_years(unannounced), OfficeRules()),
        "storm": (_three_years([*national.claims, storm]), OfficeRules()),
        "hours_only": (calendar, OfficeRules(saturday=Saturday.hours_only)),
        "half_day": (_three_years(national.claims, half_day), half_day),
        "counter": (calendar, OfficeRules(due_time=16 * 3600 + 1800)),
        "counter_half_day": (_three_years(national.claims, half_day), half_day._replace(due_time=16 * 3600 + 1800)),
    }
    for case in _CASES:
        in_force, rules = situations[case.situation]
        yield Check(case.name, case.due, _due(in_force, Office(((date.min, rules),)), case))


def _three_years(claims: Sequence[Claim], rules: OfficeRules | None = None) -> Calendar:
    """The calendar of 2025-2027 with other notices or Saturdays than the published ones."""
    saturdays = Office(((date.min, rules or OfficeRules()),)).working_saturdays()
    return Calendar.of(list(days_of(2025, 2027, claims, working_saturdays=saturdays)))


def _due(calendar: Calendar, office: Office, case: _Case) -> str:
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


# --- the calendar itself -----------------------------------------------------------------------------


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
            found = str(due_instant(only_2026, Office(), _instant(received), time_limit(limit)))
        except CalendarGap as gap:
            found = str(gap.values["year"])
        yield Check(name, expected, found)


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
    """Which notice decides a day: the rank, then the make-up day, then the later one (§2.1)."""

    def notice(kind: DayKind, rank: Rank, seq: int) -> Claim:
        return Claim(date(2026, 1, 10), kind, "", "", rank, seq)

    holiday, makeup, swap_day_off = DayKind.holiday, DayKind.makeup_day, DayKind.swap_day_off
    for name, claims, expected in (
        (
            N_("a local notice beats a later national one"),
            (notice(holiday, Rank.local, 1), notice(makeup, Rank.national, 2)),
            "holiday",
        ),
        (
            N_("a national notice beats a computed holiday"),
            (notice(swap_day_off, Rank.national, 0), notice(holiday, Rank.computed, 0)),
            "swap_day_off",
        ),
        (
            N_("a make-up day beats a later day off of its rank"),
            (notice(makeup, Rank.national, 1), notice(holiday, Rank.national, 2)),
            "makeup_day",
        ),
        (
            N_("a later notice beats an earlier one of its rank"),
            (notice(swap_day_off, Rank.national, 2), notice(holiday, Rank.national, 1)),
            "swap_day_off",
        ),
    ):
        winner = winning_claim(claims)
        yield Check(name, expected, winner.kind.value if winner else "—")


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
