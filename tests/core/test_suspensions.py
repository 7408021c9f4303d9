"""Laws of suspended limits (domain §3.3): for every unit, both policies, under any calendar and any office's hours.

Calendars are the published one with days taken off, days to be made up and hours closed; what a suspension does is
also walked through day by day, or quarter by quarter of an hour, as a person with the calendar on the wall would.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop_cli.core.calendar import Calendar, Closure
from onestop_cli.core.day_by_day import day_by_day
from onestop_cli.core.derived_dates import days_suspended
from onestop_cli.core.dossier import Dossier, Policy, Status, limit_data
from onestop_cli.core.explained_days import Began
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import SAME_DAY, TimeLimit, Unit, due_instant, time_limit, unrolled_day
from onestop_cli.core.moments import instant, second_of_day
from onestop_cli.core.office import Office, OfficeRules, Saturday, due_second, open_stretches
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, outcome
from onestop_cli.core.rederived import rederived
from onestop_cli.core.suspensions import CountedSuspension, due_after, first_due_time, given_due_after, open_seconds
from tests.core.dossiers import event, receipt
from tests.core.published_calendar import published_calendar
from tests.core.written import at, day, shown

HOUR = 3600
STANDARD = Office()
HOURS_ONLY = Office(((date.min, OfficeRules(saturday=Saturday.hours_only)),))
SATURDAY_WORKED = Office(((date.min, OfficeRules(saturday=Saturday.working_day)),))
EARLY_COUNTER = Office(((date.min, OfficeRules(due_time=16 * HOUR)),))
FIRST, LAST = day("1/1/2025"), day("31/12/2026")
CONTINUE, RESTART = Policy.continue_, Policy.restart
WORKED, DAYS_OFF = "wmt", "ehs"
"""The marks of confirmed days."""


@cache
def _published(office: Office) -> Calendar:
    """2025 and 2026 as they were published, under an office's Saturdays."""
    whole = published_calendar(saturdays=office.working_saturdays())
    return Calendar(FIRST, whole.marks[(FIRST - whole.first).days : (LAST - whole.first).days + 1])


# --- stories -----------------------------------------------------------------------------------------


class Story(NamedTuple):
    """A receipt under a limit, and the suspensions that followed, whether they count or not."""

    calendar: Calendar
    office: Office
    received_at: datetime
    limit: TimeLimit
    spans: tuple[CountedSuspension, ...]


Clocks = st.SearchStrategy[int]
EDGES = (
    "0:00:00 7:59:59 8:00:00 9:00:00 11:59:59 12:00:00 12:00:01 13:30:00 15:00:00 15:00:01 16:00:00 17:29:59 17:30:00 "
    "17:30:01 23:59:59"
)
CLOCKS = st.sampled_from([second_of_day(at(f"1/1/2025 {clock}")) for clock in EDGES.split()]) | st.integers(0, 86_399)
QUARTER = st.integers(0, 96)
QUARTERS = st.integers(0, 95).map(lambda quarter: quarter * 900)
LIMITS = st.one_of(
    st.just(SAME_DAY),
    st.builds(TimeLimit, st.integers(1, 60), st.just(Unit.working_hour)),
    st.builds(TimeLimit, st.integers(1, 25), st.just(Unit.working_day)),
    st.builds(TimeLimit, st.integers(1, 40), st.just(Unit.calendar_day)),
    st.builds(TimeLimit, st.integers(1, 3), st.just(Unit.month)),
)
OFFICES = st.sampled_from([STANDARD, HOURS_ONLY, SATURDAY_WORKED, EARLY_COUNTER])


@st.composite
def calendars(draw: st.DrawFn, office: Office) -> Calendar:
    """The published calendar with some working days off and some days off worked."""
    published = _published(office)
    marks = list(published.marks)
    for index in draw(st.lists(st.integers(0, 400), max_size=4, unique=True)):
        marks[index] = "h" if marks[index] in WORKED else "m"
    return Calendar(published.first, "".join(marks))


@st.composite
def moments(draw: st.DrawFn, count: int, clocks: Clocks = CLOCKS) -> list[datetime]:
    """Instants in their order, within a few days of each other or a few months."""
    first = draw(st.integers(0, 180))
    width = draw(st.sampled_from([1, 4, 15, 60, 120]))
    days = draw(st.lists(st.integers(first, first + width), min_size=count, max_size=count))
    return sorted(instant(FIRST + timedelta(days=on), draw(clocks)) for on in days)


@st.composite
def closures(draw: st.DrawFn, first: date) -> dict[date, tuple[Closure, ...]]:
    """Hours closed on days from one on, to the quarter of an hour; some overlap, some are a whole day's."""
    by_day: dict[date, tuple[Closure, ...]] = {}
    for on in draw(st.lists(st.integers(0, 12), max_size=5)):
        start, end = draw(st.sampled_from([(54, 70), (32, 48), (44, 60), (0, 96)]) | st.tuples(QUARTER, QUARTER))
        if start < end:
            day = first + timedelta(days=on)
            by_day[day] = (*by_day.get(day, ()), Closure(start * 900, end * 900, "Mất điện", "CV 1", 30))
    return by_day


@st.composite
def stories(
    draw: st.DrawFn,
    limits: st.SearchStrategy[TimeLimit] = LIMITS,
    clocks: Clocks = CLOCKS,
    policies: Sequence[Policy] = tuple(Policy),
) -> Story:
    """A receipt with one to three suspensions after it; in every other story one of them begins on the due day, and in
    every other one hours are closed from the receipt or the end of a suspension on."""
    office = draw(OFFICES)
    calendar, limit = draw(calendars(office)), draw(limits)
    count = draw(st.integers(1, 3))
    received_at, *ends = draw(moments(1 + 2 * count, clocks))
    closed = draw(st.just({}) | closures(draw(st.sampled_from([received_at, *ends])).date()))
    calendar = Calendar(calendar.first, calendar.marks, "", closed)
    if draw(st.booleans()):
        due_at = due_instant(calendar, office, received_at, limit)
        place = 2 * draw(st.integers(0, count - 1))
        later = timedelta(days=max(0, (due_at.date() - ends[place].date()).days)) if due_at else timedelta()
        ends = [*ends[:place], *(end + later for end in ends[place:])]
    chosen = draw(st.lists(st.sampled_from(list(policies)), min_size=count, max_size=count))
    spans = tuple(map(CountedSuspension, ends[::2], ends[1::2], chosen))
    return Story(calendar, office, received_at, limit, spans)


def _due(story: Story, breaks: Sequence[CountedSuspension]) -> datetime:
    due_at = due_after(story.calendar, story.office, story.received_at, story.limit, breaks)
    assert due_at is not None
    return due_at


def _counted(story: Story) -> list[CountedSuspension]:
    """The suspensions that count: each begins on the due day then in force at the latest; where the hour decides,
    before the due instant."""
    breaks: list[CountedSuspension] = []
    for span in story.spans:
        due_at = _due(story, breaks)
        by_hour = story.limit.unit.value in ("same_day", "working_hour")
        if (span.start < due_at) if by_hour else (span.start.date() <= due_at.date()):
            breaks.append(span)
    return breaks


# --- by hand -----------------------------------------------------------------------------------------


def _breaks(told: str) -> list[CountedSuspension]:
    """The suspensions of `5/8/2026 10:00 .. 10/8/2026 15:00; ...`, with `restart` before those that begin anew."""
    found: list[CountedSuspension] = []
    for span in filter(None, told.split(";")):
        start, end = span.removeprefix(" ").removeprefix("restart ").split(" .. ")
        found.append(CountedSuspension(at(start), at(end.strip()), RESTART if "restart" in span else CONTINUE))
    return found


@pytest.mark.parametrize(
    ("limit", "received", "suspended", "due"),
    [
        ("5:working_day", "3/8/2026 09:00", "5/8/2026 10:00 .. 10/8/2026 15:00", "13/8/2026 17:30"),
        ("3:working_day", "3/8/2026 09:00", "6/8/2026 10:00 .. 8/8/2026 09:00", "10/8/2026 17:30"),
        ("5:working_day", "3/8/2026 09:00", "4/8/2026 10:00 .. 6/8/2026 16:59", "12/8/2026 17:30"),
        ("5:working_day", "3/8/2026 09:00", "4/8/2026 10:00 .. 6/8/2026 17:30", "12/8/2026 17:30"),
        ("5:working_day", "3/8/2026 09:00", "4/8/2026 10:00 .. 6/8/2026 17:31", "12/8/2026 17:30"),
        ("4:calendar_day", "3/8/2026 09:00", "4/8/2026 10:00 .. 6/8/2026 10:00", "10/8/2026 17:30"),
        (
            "4:calendar_day",
            "3/8/2026 09:00",
            "4/8/2026 10:00 .. 5/8/2026 10:00; 5/8/2026 10:00 .. 6/8/2026 10:00",
            "10/8/2026 17:30",
        ),
        ("same_day", "3/8/2026 09:00", "3/8/2026 10:00 .. 5/8/2026 16:00", "6/8/2026 17:30"),
        ("8:working_hour", "3/8/2026 09:00", "3/8/2026 11:30 .. 3/8/2026 14:00", "4/8/2026 10:00"),
        ("5:working_day", "3/8/2026 09:00", "restart 5/8/2026 10:00 .. 10/8/2026 15:00", "17/8/2026 17:30"),
    ],
)
def test_the_worked_examples(limit: str, received: str, suspended: str, due: str) -> None:
    due_at = due_after(_published(STANDARD), STANDARD, at(received), time_limit(limit), _breaks(suspended))
    assert due_at == at(due)


def test_a_month_that_begins_anew_at_a_month_s_end_is_not_due_earlier() -> None:
    """28/2 and three days is 3/3; a month from 31/1 is 28/2 again, rolled to 2/3: it stays 3/3."""
    spans = _breaks("28/1/2026 10:00 .. 31/1/2026 10:00; restart 31/1/2026 11:00 .. 31/1/2026 12:00")
    due_at = due_after(_published(STANDARD), STANDARD, at("28/1/2026 09:00"), time_limit("1:month"), spans)
    assert due_at == at("3/3/2026 17:30")


@pytest.mark.parametrize(
    ("office", "limit", "received", "suspended", "due"),
    [
        pytest.param(
            SATURDAY_WORKED, "2:working_day", "6/8/2026 09:00", "7/8/2026 10:00 .. 8/8/2026 10:00", "10/8/2026 17:30",
            id="a worked Saturday is a suspended day like another",
        ),
        pytest.param(
            SATURDAY_WORKED, "2:working_day", "6/8/2026 09:00", "8/8/2026 12:00 .. 10/8/2026 09:00", "10/8/2026 17:30",
            id="due on a worked Saturday at noon, and suspended from then",
        ),
        pytest.param(
            SATURDAY_WORKED, "2:working_day", "6/8/2026 09:00", "8/8/2026 10:00 .. 8/8/2026 12:01", "10/8/2026 17:30",
            id="resumed on a worked Saturday after its noon",
        ),
        pytest.param(
            HOURS_ONLY, "3:working_day", "3/8/2026 09:00", "4/8/2026 10:00 .. 8/8/2026 10:00", "11/8/2026 17:30",
            id="a Saturday open for hours is no working day",
        ),
        pytest.param(
            HOURS_ONLY, "8:working_hour", "7/8/2026 14:00", "7/8/2026 17:00 .. 8/8/2026 09:00", "10/8/2026 10:00",
            id="a Saturday open for hours has hours to suspend",
        ),
        pytest.param(
            EARLY_COUNTER, "3:working_day", "3/8/2026 09:00", "6/8/2026 16:00 .. 7/8/2026 10:00", "7/8/2026 16:00",
            id="from the counter's own due time",
        ),
        pytest.param(
            EARLY_COUNTER, "3:working_day", "3/8/2026 09:00", "6/8/2026 10:00 .. 6/8/2026 16:01", "7/8/2026 16:00",
            id="resumed after the counter's own due time",
        ),
        pytest.param(
            EARLY_COUNTER, "same_day", "3/8/2026 09:00", "3/8/2026 10:00 .. 4/8/2026 15:00", "4/8/2026 16:00",
            id="same day, due when the counter closes",
        ),
    ],
)  # fmt: skip
def test_an_office_with_its_own_hours(office: Office, limit: str, received: str, suspended: str, due: str) -> None:
    due_at = due_after(_published(office), office, at(received), time_limit(limit), _breaks(suspended))
    assert due_at == at(due)


# --- walked through ----------------------------------------------------------------------------------


def _walked(story: Story, breaks: Sequence[CountedSuspension]) -> datetime:
    """The due instant as one walks through the time from receipt, after one suspension more each time."""
    found = [_walk(story, breaks[:count]) for count in range(len(breaks) + 1)]
    return max(found)


def _walk(story: Story, breaks: Sequence[CountedSuspension]) -> datetime:
    anew = [place for place, each in enumerate(breaks, 1) if each.policy is RESTART]
    origin = breaks[anew[-1] - 1].end if anew else story.received_at
    since = breaks[anew[-1] :] if anew else breaks
    if story.limit.unit is Unit.working_hour:
        return _hours_walked(story, origin, since, breaks)
    resumed_at = breaks[-1].end if breaks else story.received_at
    last = (
        _same_day_walked(story, resumed_at) if story.limit.unit is Unit.same_day else _days_walked(story, origin, since)
    )
    while not story.calendar.is_working_day(last) or (breaks and _end_of(story, last) < resumed_at):
        last += timedelta(days=1)
    return _end_of(story, last)


def _end_of(story: Story, on: date) -> datetime:
    return instant(on, due_second(story.calendar, story.office, on))


def _same_day_walked(story: Story, asked_at: datetime) -> date:
    """The day asked if that is in time for the day and its office opens once more, else the day after it."""
    on, second = asked_at.date(), second_of_day(asked_at)
    is_today = second <= 15 * HOUR and second < due_second(story.calendar, story.office, on)
    is_today &= any(second < closes for _, closes in open_stretches(story.calendar, story.office, on))
    return on if is_today and story.calendar.is_working_day(on) else on + timedelta(days=1)


def _days_walked(story: Story, origin: datetime, since: Sequence[CountedSuspension]) -> date:
    """The last day of the limit, with the days after each stop up to its resumption left out."""
    unit, amount = story.limit.unit, story.limit.amount
    assert amount is not None
    left = (unrolled_day(origin.date(), story.limit) - origin.date()).days if unit is Unit.month else amount
    on = origin.date()
    while left:
        on += timedelta(days=1)
        is_suspended = any(each.start.date() < on <= each.end.date() for each in since)
        left -= not is_suspended and (unit is not Unit.working_day or story.calendar.is_working_day(on))
    return on


def _hours_walked(
    story: Story, origin: datetime, since: Sequence[CountedSuspension], breaks: Sequence[CountedSuspension]
) -> datetime:
    """The end of the last open quarter of an hour, or the first one after the clock ran again."""
    assert story.limit.amount is not None
    left, end = 4 * story.limit.amount, origin
    for quarter in _open_quarters(story, origin):
        if left and not any(each.start <= quarter < each.end for each in since):
            left, end = left - 1, quarter + timedelta(minutes=15)
        if not left and breaks and end < breaks[-1].end <= quarter:
            return quarter
        if not left and (not breaks or end >= breaks[-1].end):
            return end
    raise AssertionError("the calendar ends")


def _open_quarters(story: Story, start: datetime) -> Iterator[datetime]:
    on = start.date()
    while True:
        for opens, closes in open_stretches(story.calendar, story.office, on):
            yield from (instant(on, second) for second in range(opens, closes, 900) if instant(on, second) >= start)
        on += timedelta(days=1)


@settings(max_examples=100)
@given(stories(clocks=QUARTERS))
def test_the_due_date_is_the_one_that_is_walked_to(story: Story) -> None:
    breaks = _counted(story)
    assert _due(story, breaks) == _walked(story, breaks)


# --- laws of one date --------------------------------------------------------------------------------


@settings(max_examples=60)
@given(stories(), st.data())
def test_a_suspension_in_two_pieces_is_one(story: Story, data: st.DataObject) -> None:
    breaks = _counted(story)
    whole = data.draw(st.sampled_from(breaks or [None]))
    if whole is None:
        return
    place = breaks.index(whole)
    seconds = data.draw(st.integers(0, int((whole.end - whole.start).total_seconds())))
    middle = whole.start + timedelta(seconds=seconds)
    pieces = [whole._replace(end=middle), whole._replace(start=middle)]
    assert _due(story, [*breaks[:place], *pieces, *breaks[place + 1 :]]) == _due(story, breaks)


@settings(max_examples=60)
@given(stories())
def test_a_suspension_never_makes_a_date_earlier(story: Story) -> None:
    breaks = _counted(story)
    dates = [_due(story, breaks[:count]) for count in range(len(breaks) + 1)]
    assert dates == sorted(dates)


# --- a date that was given ---------------------------------------------------------------------------


def _given(story: Story, given_at: datetime, count: int | None = None) -> datetime:
    return given_due_after(story.calendar, story.office, given_at, story.limit, story.spans[:count])


COUNTED_ON = st.sampled_from([Unit.working_day, Unit.working_hour])
"""The units in which time on top of the due instant is time on top of the limit: nothing is rolled."""


@settings(max_examples=60)
@given(stories(st.builds(TimeLimit, st.integers(1, 25), COUNTED_ON), policies=[CONTINUE]))
def test_given_as_we_count_it_a_date_moves_to_the_day_of_ours(story: Story) -> None:
    """The hour may be another: a day that was given keeps its hour, one that is counted ends when its day does."""
    assert _given(story, _due(story, [])).date() == _due(story, story.spans).date()


@settings(max_examples=60)
@given(stories(), moments(1))
def test_a_given_date_never_moves_to_an_earlier_one_nor_before_the_clock_runs_again(
    story: Story, given_at: list[datetime]
) -> None:
    dates = [_given(story, given_at[0], count) for count in range(len(story.spans) + 1)]
    assert dates == sorted(dates)
    assert dates[0] == given_at[0]
    assert all(due_at >= each.end for due_at, each in zip(dates[1:], story.spans, strict=True))


@settings(max_examples=60)
@given(stories(policies=[RESTART]), moments(1))
def test_from_a_restart_on_a_given_date_is_counted(story: Story, given_at: list[datetime]) -> None:
    anew = story._replace(received_at=story.spans[0].end)
    assert _given(story, given_at[0], 1) == max(given_at[0], _due(anew, []))


@settings(max_examples=60)
@given(stories(st.builds(TimeLimit, st.integers(1, 40), st.just(Unit.calendar_day)), policies=[CONTINUE]))
def test_a_given_day_moves_by_the_days_suspended_and_keeps_its_hour(story: Story) -> None:
    given_at = instant(story.calendar.working_day_from(story.received_at.date()), 16 * HOUR)
    days = (story.spans[0].end.date() - story.spans[0].start.date()).days
    moved = instant(story.calendar.working_day_from(given_at.date() + timedelta(days=days)), 16 * HOUR)
    runs_again = first_due_time(story.calendar, story.office, story.limit.unit, story.spans[0].end)
    assert _given(story, given_at, 1) == max(moved, runs_again)


@settings(max_examples=60)
@given(stories())
def test_nothing_is_due_before_the_clock_runs_again(story: Story) -> None:
    breaks = _counted(story)
    assert all(_due(story, breaks[:count]) >= each.end for count, each in enumerate(breaks, 1))


@settings(max_examples=60)
@given(stories())
def test_a_date_is_always_one_on_which_something_can_be_due(story: Story) -> None:
    due_at = _due(story, _counted(story))
    second = second_of_day(due_at)
    if story.limit.unit is Unit.working_hour:
        assert any(
            opens <= second <= closes for opens, closes in open_stretches(story.calendar, story.office, due_at.date())
        )
    else:
        assert story.calendar.is_working_day(due_at.date())
        assert second == due_second(story.calendar, story.office, due_at.date())


@settings(max_examples=40)
@given(stories())
def test_without_a_suspension_it_is_the_promise(story: Story) -> None:
    assert _due(story, []) == due_instant(story.calendar, story.office, story.received_at, story.limit)


@settings(max_examples=40)
@given(stories(policies=[RESTART]))
def test_a_limit_that_begins_anew_is_that_of_a_receipt_at_the_resumption(story: Story) -> None:
    breaks = _counted(story)
    if breaks:
        anew = due_instant(story.calendar, story.office, breaks[-1].end, story.limit)
        assert anew is not None
        assert _due(story, breaks) == anew


def _changed(story: Story, later: int, marks: str, mark: str) -> Story:
    """The story with a day made another: the first so marked, from so many days after receipt on."""
    known = story.calendar.marks
    start = (story.received_at.date() - FIRST).days + later
    place = next(index for index in range(start, len(known)) if known[index] in marks)
    marks = known[:place] + mark + known[place + 1 :]
    return story._replace(calendar=Calendar(FIRST, marks, "", story.calendar.closures))


def _decided_anew(before: Story, after: Story) -> tuple[datetime, datetime]:
    return _due(before, _counted(before)), _due(after, _counted(after))


def _decided_once(before: Story, after: Story) -> tuple[datetime, datetime]:
    breaks = _counted(before)
    return _due(before, breaks), _due(after, breaks)


Decided = Callable[[Story, Story], tuple[datetime, datetime]]
decisions = pytest.mark.parametrize("decided", [_decided_anew, _decided_once])


@decisions
@settings(max_examples=100)
@given(story=stories(), later=st.integers(0, 60))
def test_an_added_holiday_never_makes_a_suspended_date_earlier(decided: Decided, story: Story, later: int) -> None:
    before, after = decided(story, _changed(story, later, WORKED, "h"))
    assert before <= after


@decisions
@settings(max_examples=100)
@given(story=stories(), later=st.integers(0, 60))
def test_an_added_makeup_day_never_makes_a_suspended_date_later(decided: Decided, story: Story, later: int) -> None:
    before, after = decided(story, _changed(story, later, DAYS_OFF, "m"))
    assert before >= after


@decisions
@settings(max_examples=200)
@given(story=stories(), data=st.data())
def test_a_closure_never_makes_a_suspended_date_earlier(decided: Decided, story: Story, data: st.DataObject) -> None:
    known = story.calendar.closures
    more = data.draw(closures(data.draw(st.sampled_from([story.received_at, *(s.end for s in story.spans)])).date()))
    closed = {on: (*known.get(on, ()), *more.get(on, ())) for on in {*known, *more}}
    before, after = decided(story, story._replace(calendar=Calendar(FIRST, story.calendar.marks, "", closed)))
    assert before <= after
    if story.limit.unit not in (Unit.working_hour, Unit.same_day):
        assert before == after


# --- open time ---------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(OFFICES.flatmap(lambda office: st.tuples(st.just(office), calendars(office))), moments(3))
def test_open_time_adds_up(open_hours: tuple[Office, Calendar], three: list[datetime]) -> None:
    office, calendar = open_hours
    first, middle, last = three
    whole = open_seconds(calendar, office, first, last)
    assert open_seconds(calendar, office, first, middle) + open_seconds(calendar, office, middle, last) == whole


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        pytest.param("3/8/2026 09:00", "3/8/2026 09:00", 0, id="no time"),
        pytest.param("3/8/2026 11:30", "3/8/2026 14:00", 60, id="over lunch"),
        pytest.param("3/8/2026 12:00", "3/8/2026 13:30", 0, id="lunch"),
        pytest.param("3/8/2026 17:00", "4/8/2026 08:30", 60, id="over an evening"),
        pytest.param("7/8/2026 17:30", "10/8/2026 08:00", 0, id="a weekend"),
        pytest.param("7/8/2026 00:00", "11/8/2026 00:00", 960, id="two days with a weekend between them"),
        pytest.param("21/8/2026 17:30", "24/8/2026 08:00", 480, id="a weekend with a make-up Saturday"),
        pytest.param("28/8/2026 17:00", "3/9/2026 08:30", 60, id="over a swap and National Day"),
        pytest.param("13/2/2026 16:30", "23/2/2026 09:00", 120, id="over Tết"),
    ],
)
def test_open_time_between_two_instants(start: str, end: str, minutes: int) -> None:
    assert open_seconds(_published(STANDARD), STANDARD, at(start), at(end)) == minutes * 60


# --- the counting ------------------------------------------------------------------------------------


def must_give_the_date_again(story: Story) -> None:
    """The last day counted, or a later one that stands there as the first due time after the clock ran again.

    Of hours the end of the last stretch, an empty one where that is the first open instant after the clock ran again.
    """
    breaks = _counted(story)
    made = day_by_day(story.calendar, story.office, {}, Began(story.received_at), story.limit, breaks)
    last = max((each.date for each in made.days if each.counted or each.reason == "after_resumption"), default=None)
    assert last is not None
    found = made.minutes[-1][1] if story.limit.unit is Unit.working_hour else _end_of(story, last)
    assert found == made.due_at == _due(story, breaks)
    assert found.date() == last


@settings(max_examples=150)
@given(stories())
def test_the_days_that_are_listed_give_the_date_again(story: Story) -> None:
    must_give_the_date_again(story)


@pytest.mark.parametrize(
    ("limit", "suspended"),
    [
        pytest.param("3:working_day", "6/8/2026 10:00 .. 7/8/2026 10:00", id="to the next working day"),
        pytest.param("3:working_day", "6/8/2026 10:00 .. 8/8/2026 10:00", id="to a Saturday"),
        pytest.param(
            "3:working_day", "6/8/2026 10:00 .. 8/8/2026 10:00; 10/8/2026 08:00 .. 11/8/2026 09:00", id="twice"
        ),
        pytest.param("4:calendar_day", "7/8/2026 10:00 .. 10/8/2026 10:00", id="over a weekend"),
        pytest.param("1:month", "3/9/2026 10:00 .. 4/9/2026 10:00", id="a month"),
        pytest.param("8:working_hour", "4/8/2026 09:00 .. 4/8/2026 11:00", id="hours, to the same morning"),
        pytest.param("8:working_hour", "4/8/2026 09:00 .. 5/8/2026 11:00", id="hours, to the next day"),
    ],
)
def test_from_the_due_day_on_the_listed_days_give_the_date_again(limit: str, suspended: str) -> None:
    spans = tuple(_breaks(suspended))
    must_give_the_date_again(Story(_published(STANDARD), STANDARD, at("3/8/2026 09:00"), time_limit(limit), spans))


def _first_open_instant(story: Story, start: datetime) -> datetime:
    on, second = start.date(), second_of_day(start)
    while True:
        for opens, closes in open_stretches(story.calendar, story.office, on):
            if second < closes:
                return instant(on, max(opens, second))
        on, second = on + timedelta(days=1), 0


@settings(max_examples=60)
@given(stories(LIMITS.filter(lambda limit: limit.unit is not Unit.month)))
def test_every_day_from_receipt_to_due_is_listed_once(story: Story) -> None:
    made = day_by_day(story.calendar, story.office, {}, Began(story.received_at), story.limit, _counted(story))
    assert made.due_at is not None
    first = story.received_at.date()
    stretch = (made.due_at.date() - first).days + 1
    assert [each.date for each in made.days] == [first + timedelta(days=i) for i in range(stretch)]


@settings(max_examples=60)
@given(stories(st.builds(TimeLimit, st.integers(1, 25), st.just(Unit.working_day))))
def test_working_days_are_numbered_up_to_the_limit_without_a_suspended_one(story: Story) -> None:
    breaks = _counted(story)
    made = day_by_day(story.calendar, story.office, {}, Began(story.received_at), story.limit, breaks)
    counted = [each for each in made.days if each.counted]
    assert story.limit.amount is not None
    assert [each.n for each in counted] == list(range(1, story.limit.amount + 1))
    assert all(story.calendar.is_working_day(each.date) for each in counted)
    assert not any(b.start.date() < each.date <= b.end.date() for b in breaks for each in counted)


@settings(max_examples=60)
@given(stories(st.builds(TimeLimit, st.integers(1, 60), st.just(Unit.working_hour))))
def test_the_stretches_of_an_hour_limit_are_open_and_not_suspended(story: Story) -> None:
    breaks = _counted(story)
    made = day_by_day(story.calendar, story.office, {}, Began(story.received_at), story.limit, breaks)
    assert story.limit.amount is not None
    assert sum((end - start for start, end in made.minutes), timedelta()) == timedelta(hours=story.limit.amount)
    *stretches, last = made.minutes
    if last[0] < last[1]:
        stretches.append(last)
    else:
        assert last[1] == _first_open_instant(story, breaks[-1].end)
    for start, end in stretches:
        hours = open_stretches(story.calendar, story.office, start.date())
        assert any(instant(start.date(), a) <= start < end <= instant(start.date(), b) for a, b in hours)
        assert not any(b.start < end and start < b.end for b in breaks)


# --- a dossier's life --------------------------------------------------------------------------------


def _events(story: Story, statutory: TimeLimit, letter_on: date | None = None) -> list[Event]:
    """The life of a dossier under two limits, with a letter at its receipt if one is told; dates are counted anew."""
    first = receipt(shown(story.received_at))
    limits = {"time_limit": limit_data(story.limit), "statutory_time_limit": limit_data(statutory)}
    acts = [first._replace(data={**first.data, **limits})]
    if letter_on is not None:
        appointed = _end_of(story, story.calendar.working_day_from(letter_on)).isoformat()
        told = {"letter": "1", "note": "quá tải", "extended_due_at": appointed}
        acts.append(event(2, "extend", shown(story.received_at), told))
    for start, end, policy in story.spans:
        told = {"reason": "other_agency", "policy": policy.value, "counts": {}}
        acts.append(event(len(acts) + 1, "suspend", shown(start), told))
        acts.append(event(len(acts) + 1, "resume", shown(end)))
    return _rederived(acts, story)


def _rederived(acts: Sequence[Event], story: Story) -> list[Event]:
    return rederived(acts, story.calendar, story.office, {act.seq for act in acts})[1]


def _folded(events: Sequence[Event]) -> Dossier:
    of = fold(events)
    assert of is not None
    return of


@settings(max_examples=50)
@given(stories(), LIMITS)
def test_a_life_has_the_dates_of_its_suspensions_that_count(story: Story, statutory: TimeLimit) -> None:
    of = _folded(_events(story, statutory))
    by_law = story._replace(limit=statutory)
    assert (of.due_at, of.statutory_due_at) == (_due(story, _counted(story)), _due(by_law, _counted(by_law)))


@settings(max_examples=40)
@given(stories(), LIMITS)
def test_while_the_clock_stands_still_no_date_moves(story: Story, statutory: TimeLimit) -> None:
    events = _events(story, statutory)
    states = [_folded(events[:count]) for count in range(1, len(events) + 1)]
    for before, after in pairwise(states):
        if after.status is Status.suspended:
            assert after.dates == before.dates


@settings(max_examples=40)
@given(stories(), LIMITS)
def test_one_that_begins_too_late_moves_nothing(story: Story, statutory: TimeLimit) -> None:
    of = _folded(_events(story, statutory))
    for each in of.suspensions:
        assert each.after is not None
        assert each.counts.due or each.after.due_at == each.before.due_at
        assert each.counts.statutory or each.after.statutory_due_at == each.before.statutory_due_at


@st.composite
def waiting(draw: st.DrawFn) -> tuple[Story, list[Event], datetime]:
    """A life whose last suspension has not ended, and an instant in it."""
    story = draw(stories())
    letter_on = story.received_at.date() + timedelta(days=draw(st.integers(1, 60)))
    events = _events(story, draw(LIMITS), letter_on if draw(st.booleans()) else None)[:-1]
    return story, events, story.spans[-1].end


def _with_result(story: Story, events: list[Event], on: datetime) -> Dossier:
    resolved = event(len(events) + 1, "resolve", shown(on), {"result": "approved"})
    return _folded(_rederived([*events, resolved], story))


@settings(max_examples=100)
@given(waiting(), st.sampled_from(Granularity))
def test_a_result_while_the_clock_stands_still_is_never_late(
    wait: tuple[Story, list[Event], datetime], granularity: Granularity
) -> None:
    story, events, on = wait
    of, done = _folded(events), _with_result(story, events, on)
    counts = of.suspensions[-1].counts
    for basis, is_counted in zip((Basis.due, Basis.statutory, Basis.extended), counts, strict=True):
        if is_counted:
            assert outcome(of, on, basis, granularity) is Outcome.suspended
            assert outcome(done, on, basis, granularity) is not Outcome.late


@settings(max_examples=100)
@given(waiting(), st.sampled_from(Granularity))
def test_suspended_or_not_open_is_overdue_exactly_when_a_result_now_would_be_late(
    wait: tuple[Story, list[Event], datetime], granularity: Granularity
) -> None:
    story, events, on = wait
    of, done = _folded(events), _with_result(story, events, on)
    for basis in Basis:
        is_overdue = outcome(of, on, basis, granularity) is Outcome.overdue
        assert is_overdue is (outcome(done, on, basis, granularity) is Outcome.late), basis


@settings(max_examples=40)
@given(stories(), LIMITS)
def test_the_days_suspended_are_those_of_the_suspensions_that_count(story: Story, statutory: TimeLimit) -> None:
    working = [
        on
        for i, mark in enumerate(story.calendar.marks)
        if mark.lower() in WORKED
        for on in [FIRST + timedelta(days=i)]
    ]
    expected = sum(each.start.date() < on <= each.end.date() for each in _counted(story) for on in working)
    assert days_suspended(story.calendar, _folded(_events(story, statutory))) == expected
