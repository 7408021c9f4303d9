"""Reports against an independent recount of the same events (domain §3.5, §3.6, §4.1)."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from onestop_cli.core.acts import Act
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import Part
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.moves import Consent
from tests.core.written import at, day
from tests.office import ACTOR, Ward, broken_links, strays
from tests.usecases.recount import Recount, Row, parts
from tests.usecases.reports.asked import DEFAULT, asked, month

pytestmark = pytest.mark.slow

APPLY = Consent(apply=True)
BREAKDOWNS = (
    DEFAULT,
    ("procedure",),
    ("field",),
    ("officer",),
    ("channel",),
    ("month",),
    ("month", "channel"),
    ("field", "month"),
    ("procedure", "officer"),
    ("week",),
    ("day",),
    ("week", "officer"),
    ("channel", "day"),
    ("month", "week"),
    ("week", "month"),
    ("week", "day"),
    ("month", "day"),
)
ADMINISTRATIVE = Convention.administrative
PERIODS = (
    *(named_period(Kind.month, month, 2026, Convention.calendar) for month in (1, 2, 3, 5, 6)),
    *(named_period(Kind.month, month, 2026, ADMINISTRATIVE) for month in (1, 6)),
    named_period(Kind.month, 12, 2025, Convention.calendar),
    named_period(Kind.quarter, 1, 2026, Convention.calendar),
    named_period(Kind.half, 1, 2026, ADMINISTRATIVE),
    named_period(Kind.year, 1, 2026, Convention.calendar),
    Period(date(2025, 11, 17), date(2026, 4, 3)),
    Period(date(2026, 5, 13), date(2026, 5, 13)),
)


def figures(part: Part) -> tuple[dict[tuple[str, ...], Row], Row]:
    """The rows by key and the total, without what is in the key."""
    rows = {row.key: {k: v for k, v in row._asdict().items() if k != "key"} for row in part.rows}
    return rows, {k: v for k, v in part.total._asdict().items() if k != "key"}


def test_the_year_is_busy_enough_to_tell_reports_apart(busy: Ward, recount: Recount) -> None:
    """Every outcome on every basis, every kind of event, dates of other systems, moved dates, changed limits."""
    for basis in Basis:
        total = asked(busy, named_period(Kind.half, 1, 2026, Convention.calendar), basis=basis).part.total
        assert min(total.carried_over, total.early, total.on_time, total.late, total.refused) >= 3
        assert min(total.within, total.overdue, total.resolved_no_limit, total.pending_no_limit) >= 1
        assert min(total.withdrawn, total.stopped) >= 2
        assert total.suspended >= 2 or basis is Basis.promised
    acts = [act.kind for story in recount.stories.values() for act in story]
    foreign = [story for story in recount.stories.values() if story[0].data["due_source"] == "foreign"]
    rarest = min(acts.count(act) for act in Act if act not in (Act.erase, Act.print))  # no report tells these
    assert (acts.count("move") > 20, len(foreign) > 50, rarest > 5) == (True, True, True)
    assert (strays(busy), broken_links(busy)) == ([], [])


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("basis", Basis)
def test_every_figure_is_that_of_the_recount(
    busy: Ward, recount: Recount, basis: Basis, granularity: Granularity
) -> None:
    random = Random(f"{basis} {granularity}")
    for by in BREAKDOWNS:
        period = random.choice([p for p in PERIODS if "day" not in by or (p.end - p.start).days < 32])
        then = min(period.last_second, busy.now)
        as_of = None
        if random.random() < 0.5:
            span = int((then - period.first_second).total_seconds())
            then = period.first_second + timedelta(seconds=random.randrange(span))
            as_of = When(then.date(), then.time(), "")
        found = asked(busy, period, by, basis, granularity, as_of=as_of)
        plain = tuple(name for name in by if name != "none")
        rows = recount.rows(period, then, plain, basis, granularity) if plain else {}
        assert figures(found.part) == (rows, recount.total(period, then, basis, granularity)), (period, by, then)
        assert [row.key for row in found.part.rows] == sorted(rows)


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.start}..{p.end}")
def test_what_is_known_now_is_everything(busy: Ward, period: Period) -> None:
    for by in (("procedure",), ("month", "channel"), ("week",)):
        plain, known = (
            asked(busy, period, by, cumulative=True),
            asked(busy, period, by, cumulative=True, known_at=busy.now),
        )
        assert (plain.part, plain.cumulative, plain.head.calendar_edition) == (
            known.part,
            known.cumulative,
            known.head.calendar_edition,
        )


@pytest.mark.parametrize(
    ("known_at", "bases"),
    [
        ("24/12/2025 18:04", "due extended"),
        ("26/12/2025 08:59", "statutory promised"),
        ("26/12/2025 09:31", "extended due"),
        ("10/3/2026 10:00", "promised statutory"),
        ("10/3/2026 10:20", "due promised"),
        ("11/5/2026 11:45", "statutory extended"),
    ],
)
def test_what_was_known_then_is_what_the_recount_knew(busy: Ward, recount: Recount, known_at: str, bases: str) -> None:
    """Every cell: dossiers with the acts and amendments recorded by then, working days of the calendar known then."""
    known, period = at(known_at), named_period(Kind.half, 1, 2026, Convention.calendar)
    for by, basis in zip((("procedure",), ("month", "officer")), bases.split(), strict=True):
        found = asked(busy, period, by, Basis(basis), as_of=f"{period.end:%d/%m/%Y}", known_at=known)
        rows = recount.rows(period, period.last_second, by, basis, "unit", known.isoformat())
        total = recount.rows(period, period.last_second, (), basis, "unit", known.isoformat())[()]
        assert figures(found.part) == (rows, total), by


def test_a_report_known_before_a_notice_counts_days_without_it(early_ward: Ward) -> None:
    early_ward.is_now("5/1/2026 09:00")
    early_ward.resolve(early_ward.receive("bay-ngay", when="31/12/2025 09:00").code)
    before = asked(early_ward, month(1)).part.total.mean_working_days
    known_at = early_ward.now
    early_ward.is_now("6/1/2026 09:00")
    notice_cases.add_swap(
        early_ward.path, early_ward.clock, ACTOR, day("2/1/2026"), day("10/1/2026"), "CV", local=False, consent=APPLY
    )
    assert (before, asked(early_ward, month(1)).part.total.mean_working_days) == (2.0, 1.0)
    assert asked(early_ward, month(1), known_at=known_at).part.total.mean_working_days == 2.0


def test_what_is_pending_is_carried_over(busy: Ward) -> None:
    months = [month(11, 2025), month(12, 2025), *(month(number) for number in range(1, 8))]
    totals = [asked(busy, each).part.total for each in months]
    assert [total.pending for total in totals[:-1]] == [total.carried_over for total in totals[1:]]


def test_twelve_months_are_the_year(busy: Ward) -> None:
    busy.is_now("31/12/2026 23:59:59")
    try:
        year = asked(busy, named_period(Kind.year, 1, 2026, Convention.calendar), ("month",)).part
        months = [asked(busy, month(number)).part.total for number in range(1, 13)]
    finally:
        busy.is_now("1/7/2026 10:00")
    counts = ("received", "resolved", "early", "on_time", "late", "refused", "withdrawn", "stopped", "received_postal")
    for name in (*counts, "time_saved_days"):
        assert sum(getattr(total, name) or 0 for total in months) == getattr(year.total, name)
    assert (months[0].carried_over, months[-1].pending) == (year.total.carried_over, year.total.pending)
    assert [row._replace(key=()) for row in year.rows] == [
        total for total in months if total.carried_over or total.received
    ]


# --- parts one after another -------------------------------------------------------------------------

SPLIT = [
    pytest.param("month", named_period(Kind.year, 1, 2026, Convention.calendar), id="year-month"),
    pytest.param("month", named_period(Kind.half, 1, 2026, ADMINISTRATIVE), id="half-month-administrative"),
    pytest.param("week", month(5), id="month-week"),
    pytest.param("week", month(12, 2025), id="month-week-over-new-year"),
    pytest.param("week", named_period(Kind.quarter, 1, 2026, Convention.calendar), id="quarter-week"),
    pytest.param("day", month(5), id="month-day"),
    pytest.param("day", Period(date(2026, 6, 25), date(2026, 7, 4)), id="days-of-which-some-are-to-come"),
]
COUNTS = ("received", "resolved", "early", "on_time", "late", "resolved_no_limit", "refused", "withdrawn", "stopped")


@pytest.mark.parametrize(("split", "period"), SPLIT)
def test_what_is_pending_at_the_end_of_a_part_is_carried_over_into_the_next(
    busy: Ward, recount: Recount, split: str, period: Period
) -> None:
    """The chain a report prints has the numbers of the parts' own reports, as the recount has them."""
    found = asked(busy, period, (split,)).part
    begun = [part for _, part in parts(period, split) if part.first_second <= busy.now]
    totals = [recount.total(part, min(part.last_second, busy.now), "due", "unit") for part in begun]
    carried = [(i.left, i.right) for i in found.chain if i.name == "carried"]
    assert carried == [(one["pending"], two["carried_over"]) for one, two in pairwise(totals)]
    assert all(left == right for left, right in carried)
    ends = {i.name: (i.left, i.right) for i in found.chain if i.name in ("first", "last")}
    assert ends == {
        "first": (totals[0]["carried_over"], found.total.carried_over),
        "last": (totals[-1]["pending"], found.total.pending),
    }
    assert all(i.holds for i in found.chain)
    assert len(totals) > 3


@pytest.mark.parametrize(("split", "period"), SPLIT)
def test_the_parts_add_up_to_the_whole(busy: Ward, split: str, period: Period) -> None:
    """Each part's row is its own report, judged at its own end; added up they are the report of the whole."""
    found = asked(busy, period, (split,)).part
    whole = asked(busy, period).part.total
    assert found.total == whole
    added = {i.name: (i.left, i.right) for i in found.chain if i.name in COUNTS}
    assert added == {name: (getattr(whole, name), getattr(whole, name)) for name in COUNTS}
    for row in found.rows:
        assert sum(1 for key in found.spans if key == row.key) == 1
        assert asked(busy, found.spans[row.key]).part.total == row._replace(key=())


def test_the_weeks_of_the_months_are_clipped_to_them_and_make_the_months(busy: Ward) -> None:
    """Week 2026-W14 lies in March and in April: in each it is a part of its own."""
    period = named_period(Kind.half, 1, 2026, Convention.calendar)
    found = asked(busy, period, ("month", "week")).part
    spans = {key: (span.start, span.end) for key, span in found.spans.items()}
    assert spans["2026-03", "2026-W14"] == (date(2026, 3, 30), date(2026, 3, 31))
    assert spans["2026-04", "2026-W14"] == (date(2026, 4, 1), date(2026, 4, 5))
    for row in asked(busy, period, ("month",)).part.rows:
        weeks = [week for week in found.rows if week.key[0] == row.key[0]]
        for name in COUNTS:
            assert sum(getattr(week, name) for week in weeks) == getattr(row, name), (row.key, name)
    assert all(identity.holds for identity in found.chain)


@pytest.mark.parametrize(
    ("period", "began"),
    [
        pytest.param(month(5), date(2026, 1, 1), id="calendar"),
        pytest.param(month(12, 2025), date(2025, 1, 1), id="the last month of a year"),
        pytest.param(named_period(Kind.month, 6, 2026, ADMINISTRATIVE), date(2025, 12, 15), id="administrative"),
        pytest.param(
            named_period(Kind.month, 1, 2026, ADMINISTRATIVE), date(2025, 12, 15), id="the first administrative month"
        ),
        pytest.param(Period(date(2025, 12, 14), date(2026, 1, 4), ADMINISTRATIVE), date(2024, 12, 15), id="over it"),
    ],
)
@pytest.mark.parametrize("by", [("channel",), ("week",), ("month", "officer")], ids="-".join)
def test_the_cumulative_part_is_the_report_since_the_year_began(
    busy: Ward, recount: Recount, period: Period, began: date, by: tuple[str, ...]
) -> None:
    found = asked(busy, period, by, cumulative=True).cumulative
    since = period._replace(start=began)
    assert found is not None
    assert found.period == since
    then = min(period.last_second, busy.now)
    assert figures(found) == (recount.rows(since, then, by, "due", "unit"), recount.total(since, then, "due", "unit"))
    assert found.total == asked(busy, since).part.total


def test_an_empty_month_has_no_rates(ward: Ward) -> None:
    found = asked(ward, month(7), ("procedure",)).part
    assert found.rows == []
    assert set(found.total[1:-6]) == {found.total.accepted_late} == {0}
    assert set(found.total[-6:-1]) == {None}


def test_a_report_of_no_change_writes_nothing(busy: Ward) -> None:
    before = busy.path.read_bytes()
    asked(busy, month(5), ("month", "channel"), cumulative=True)
    assert busy.path.read_bytes() == before


# --- the moment judged at ----------------------------------------------------------------------------
