"""A million due dates: the table of working days beside numpy and beside python-holidays.

All in one process, from inputs that are ready to outputs that are ready, in turn. numpy does less: it
knows weekends and days off but no make-up Saturdays.
"""

from collections.abc import Callable
from datetime import date
from itertools import islice
from random import Random

from benchmarks.figures import Figure, Target, interleaved, say
from onestop_cli.core.calendar import Calendar, DayKind, days_of
from onestop_cli.sources.national_calendar import national_calendar

COUNT = 1_000_000
WITH_HOLIDAYS = 2_000
"""So many are asked of python-holidays; its time is scaled up to the million."""
DAYS = 5
FIRST, LAST = date(2010, 1, 1), date(2025, 12, 31)
NAMES = ["dates, five-day week", "dates, with days off", "dates, python-holidays"]
TO_NUMPY = Target(3)
TO_HOLIDAYS = Target(0.01)


def figures(runs: int, wanted: Callable[[str], bool]) -> list[Figure]:
    """The fifth working day after a million days of 2010-2025, against three ways of counting it."""
    names = [name for name in NAMES if wanted(name)]
    if not names:
        return []
    import holidays
    import numpy

    national = national_calendar(FIRST.year, LAST.year + 1)
    known = list(days_of(FIRST.year, LAST.year + 1, national.claims))
    calendar = Calendar.of(known)
    random = Random("onestop benchmark")
    given = [random.randint(FIRST.toordinal(), LAST.toordinal()) for _ in range(COUNT)]
    as_days = numpy.array(given, dtype="datetime64[D]") - (date(1970, 1, 1).toordinal())
    week = numpy.busdaycalendar("1111100")
    off = [d.on for d in known if d.kind in (DayKind.holiday, DayKind.swap_day_off)]
    week_and_holidays = numpy.busdaycalendar("1111100", off)
    vietnam = holidays.country_holidays("VN", years=range(FIRST.year, LAST.year + 2))
    few = [date.fromordinal(day) for day in islice(given, WITH_HOLIDAYS)]

    plain_week = Calendar.of(list(days_of(FIRST.year, LAST.year + 1, ())))
    counted = (numpy.busday_offset(as_days, DAYS, roll="backward", busdaycal=week) - as_days).astype(int)
    expected = [day + int(n) for day, n in zip(given, counted, strict=True)]
    base = FIRST.toordinal()
    since_first = [day - base for day in given]
    if [base + day for day in plain_week.nth_working_days_after(since_first, DAYS)] != expected:
        raise SystemExit("onestop and numpy count a five-day week differently")

    def with_numpy(rules: "numpy.busdaycalendar") -> Callable[[], object]:
        return lambda: numpy.busday_offset(as_days, DAYS, roll="backward", busdaycal=rules)

    references: dict[str, tuple[str, Callable[[], object], int, Target]] = {
        NAMES[0]: ("numpy.busday_offset", with_numpy(week), 1, TO_NUMPY),
        NAMES[1]: ("numpy.busday_offset", with_numpy(week_and_holidays), 1, TO_NUMPY),
        NAMES[2]: (
            "get_nth_working_day",
            lambda: [vietnam.get_nth_working_day(day, DAYS) for day in few],
            COUNT // WITH_HOLIDAYS,
            TO_HOLIDAYS,
        ),
    }
    found: list[Figure] = []
    say(f"{COUNT:,} due dates, {runs} times")
    for name in names:
        against, reference, scale, target = references[name]
        theirs, ours = interleaved([reference, lambda: calendar.nth_working_days_after(since_first, DAYS)], runs)
        note = f"{COUNT:,} due dates" + (f"; theirs from {WITH_HOLIDAYS:,}" if scale > 1 else "")
        found.append(Figure(name, ours, against, [time * scale for time in theirs], target, note))
    return found
