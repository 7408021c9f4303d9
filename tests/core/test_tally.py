"""A report's arithmetic (domain §4.1): the sums that must come out, and rates over nothing."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.outcomes import Basis, Granularity, Outcome
from onestop_cli.core.periods import Convention, Kind, Period, months_of, named_period
from onestop_cli.core.tally import Cell, Row, cell, days_saved, days_used, identities, row
from tests.core.dossiers import dossier, resolved, suspended
from tests.core.published_calendar import CALENDAR
from tests.core.written import at

OUTCOMES_OF = {
    "resolved": [Outcome.early, Outcome.on_time, Outcome.late, Outcome.no_limit],
    "withdrawn": [Outcome.closed],
    "stopped": [Outcome.closed],
    "open": [Outcome.within, Outcome.overdue, Outcome.suspended, Outcome.no_limit],
}


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    state = draw(st.sampled_from(sorted(OUTCOMES_OF)))
    is_result = state == "resolved"
    return Cell(
        key=(draw(st.sampled_from(["Chứng thực", "Hộ tịch", ""])),),
        carried_over=draw(st.booleans()),
        channel=draw(st.sampled_from(["direct", "online", "postal"])),
        state=state,
        outcome=draw(st.sampled_from(OUTCOMES_OF[state])),
        refused=is_result and draw(st.booleans()),
        working_days=draw(st.integers(0, 30)) if is_result else None,
        saved_days=draw(st.none() | st.integers(-10, 30)) if is_result else None,
        n=draw(st.integers(1, 500)),
        accepted_late=draw(st.booleans()),
    )


def _cell(state: str, outcome: Outcome, n: int = 1, days: int | None = None, saved: int | None = None) -> Cell:
    return Cell(("Hộ tịch",), False, "direct", state, outcome, False, days, saved, n)


def _results(**n: int) -> Row:
    return row((), [_cell("resolved", Outcome(name), count) for name, count in n.items()])


def _failing(of: Row) -> list[str]:
    return [identity.name for identity in identities(of) if not identity.holds]


@given(st.lists(cells(), max_size=20))
def test_every_sum_comes_out(of: list[Cell]) -> None:
    assert _failing(row((), of)) == []


@given(st.lists(cells(), max_size=20))
def test_the_rows_add_up_to_the_total(of: list[Cell]) -> None:
    total = row((), of)
    parts = [row(key, [c for c in of if c.key == key]) for key in {c.key for c in of}]
    for name in ("carried_over", "received", "resolved", "early", "refused", "withdrawn", "stopped", "pending"):
        assert sum(getattr(part, name) for part in parts) == getattr(total, name)


@given(st.lists(cells(), max_size=8))
def test_a_cell_of_three_is_three_cells_of_one(of: list[Cell]) -> None:
    one_by_one = [c._replace(n=1) for c in of for _ in range(c.n % 7)]
    assert row((), [c._replace(n=c.n % 7) for c in of if c.n % 7]) == row((), one_by_one)


@pytest.mark.parametrize("broken", ["received", "resolved", "pending", "received_online"])
def test_a_sum_that_does_not_come_out_is_named(broken: str) -> None:
    assert _failing(row((), [])._replace(**{broken: 1})) != []


def test_a_rate_over_nothing_is_nothing() -> None:
    empty = row((), [])
    assert (empty.on_time_rate, empty.early_rate, empty.mean_working_days, empty.median_working_days) == (None,) * 4


def test_a_rate_over_results_without_a_limit_is_nothing() -> None:
    assert _results(no_limit=5).on_time_rate is None


def test_open_and_closed_dossiers_make_no_rate() -> None:
    of = row((), [_cell("open", Outcome.overdue), _cell("withdrawn", Outcome.closed), _cell("stopped", Outcome.closed)])
    assert (of.on_time_rate, of.overdue, of.withdrawn, of.stopped) == (None, 1, 1, 1)


def test_two_of_three_is_0_6667() -> None:
    assert (_results(early=1, on_time=1, late=1).on_time_rate, _results(early=2, late=1).early_rate) == (0.6667, 0.6667)


def test_all_late_is_a_rate_of_zero_and_not_nothing() -> None:
    assert _results(late=3).on_time_rate == 0.0


def test_the_ward_resolved_more_than_97_percent_early() -> None:
    assert _results(early=2_385, on_time=66).early_rate == 0.9731


@pytest.mark.parametrize(
    ("counted", "mean", "median"),
    [
        pytest.param({0: 1}, 0.0, 0.0, id="one"),
        pytest.param({1: 1, 2: 1}, 1.5, 1.5, id="two"),
        pytest.param({1: 1, 2: 1, 9: 1}, 4.0, 2.0, id="three"),
        pytest.param({1: 2, 4: 2}, 2.5, 2.5, id="the middle falls between two values"),
        pytest.param({1: 3, 4: 1}, 1.75, 1.0, id="both middles are the same value"),
        pytest.param({0: 2, 1: 1}, 0.3333, 0.0, id="the mean has four decimals"),
    ],
)
def test_working_days_used_have_a_mean_and_a_median(counted: dict[int, int], mean: float, median: float) -> None:
    of = row((), [_cell("resolved", Outcome.early, n, days) for days, n in counted.items()])
    assert (of.mean_working_days, of.median_working_days) == (mean, median)


def test_time_saved_is_summed_and_lateness_taken_off() -> None:
    saved = [(3, 2), (-1, 1)]
    of = row((), [_cell("resolved", Outcome.early, n, 1, days) for days, n in saved])
    assert of.time_saved_days == 5


def test_without_a_statutory_date_no_time_is_saved() -> None:
    assert row((), [_cell("resolved", Outcome.no_limit, 4, 1, None)]).time_saved_days is None


@pytest.mark.parametrize(
    ("received", "finished", "days"),
    [
        pytest.param("3/8/2026 09:00", "3/8/2026 16:00", 0, id="the same day"),
        pytest.param("3/8/2026 09:00", "4/8/2026 08:00", 1, id="the next day"),
        pytest.param("7/8/2026 09:00", "10/8/2026 08:00", 1, id="over a weekend"),
        pytest.param("8/8/2026 09:00", "8/8/2026 10:00", 0, id="within a Saturday"),
        pytest.param("28/8/2026 09:00", "3/9/2026 08:00", 1, id="over a swap and National Day"),
        pytest.param("20/8/2026 09:00", "22/8/2026 08:00", 2, id="onto a make-up Saturday"),
    ],
)
def test_working_days_used(received: str, finished: str, days: int) -> None:
    assert days_used(resolved(dossier(received), at(finished)), CALENDAR) == days


@pytest.mark.parametrize(
    ("finished", "days"),
    [
        pytest.param("5/8/2026 09:00", 3, id="early"),
        pytest.param("10/8/2026 17:30", 0, id="on the statutory day"),
        pytest.param("12/8/2026 09:00", -2, id="late"),
    ],
)
def test_time_saved_runs_to_the_statutory_day(finished: str, days: int) -> None:
    promised_earlier = dossier(due_at=at("4/8/2026 17:30"))
    assert days_saved(resolved(promised_earlier, at(finished)), CALENDAR) == days


def _counted(of: Dossier, period: Period, now: datetime | None = None) -> Cell | None:
    return cell(of, (), period, now or period.last_second, CALENDAR, Basis.due, Granularity.unit)


AUGUST = named_period(Kind.month, 8, 2026, Convention.calendar)


@pytest.mark.parametrize(
    ("of", "carried_over"),
    [
        pytest.param(dossier("31/7/2026 23:59:59"), True, id="received the second before"),
        pytest.param(dossier("1/8/2026 00:00"), False, id="received in the first second"),
        pytest.param(dossier("31/8/2026 23:59:59"), False, id="received in the last second"),
        pytest.param(resolved(dossier("31/7/2026 09:00"), at("1/8/2026 00:00")), True, id="open until the first one"),
    ],
)
def test_what_is_in_a_period(of: Dossier, carried_over: bool) -> None:
    counted = _counted(of, AUGUST)
    assert counted is not None
    assert counted.carried_over is carried_over


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(dossier("1/9/2026 00:00"), id="received after it"),
        pytest.param(resolved(dossier("30/7/2026 09:00"), at("31/7/2026 23:59:59")), id="finished before it"),
        pytest.param(dossier(status=Status.void), id="void"),
    ],
)
def test_what_is_not_in_a_period(of: Dossier) -> None:
    assert _counted(of, AUGUST) is None


def test_a_day_limit_due_and_open_at_the_end_of_the_month_is_within() -> None:
    counted = _counted(dossier("24/8/2026 09:00", due="31/8/2026 17:30"), AUGUST)
    assert counted is not None
    assert counted.outcome is Outcome.within


@pytest.mark.parametrize(
    ("of", "state", "refused"),
    [
        (dossier(), "open", False),
        (suspended(dossier(), "5/8/2026 09:00"), "open", False),
        (resolved(dossier(), at("5/8/2026 09:00")), "resolved", False),
        (resolved(dossier(), at("5/8/2026 09:00"), "refused"), "resolved", True),
        (resolved(dossier(), at("5/8/2026 09:00"))._replace(status=Status.delivered), "resolved", False),
        (dossier(status=Status.withdrawn, closed_at=at("5/8/2026 09:00")), "withdrawn", False),
        (dossier(status=Status.stopped, closed_at=at("5/8/2026 09:00")), "stopped", False),
    ],
    ids=["received", "suspended", "resolved", "refused", "delivered", "withdrawn", "stopped"],
)
def test_the_state_a_dossier_is_counted_in(of: Dossier, state: str, refused: bool) -> None:
    counted = _counted(of, AUGUST)
    assert counted is not None
    assert (counted.state, counted.refused) == (state, refused)


FIRST = at("1/12/2025 00:00")
seconds = st.integers(0, 400 * 86_400)


@st.composite
def lives(draw: st.DrawFn) -> Dossier:
    """A dossier received, due and perhaps resolved or withdrawn some time around 2026."""
    received_at = FIRST + timedelta(seconds=draw(seconds))
    due_at = received_at + timedelta(days=draw(st.integers(0, 40)))
    due = {"due_at": due_at, "promised_due_at": due_at, "statutory_due_at": None}
    of = dossier(received_at=received_at, channel=draw(st.sampled_from(["direct", "online", "postal"])), **due)
    ended_at = received_at + timedelta(seconds=draw(st.integers(0, 90 * 86_400)))
    match draw(st.sampled_from(["open", "resolved", "withdrawn"])):
        case "resolved":
            return resolved(of, ended_at)
        case "withdrawn":
            return of._replace(status=Status.withdrawn, closed_at=ended_at)
        case _:
            return of


def _as_it_stood(of: Dossier, at_that: datetime) -> Dossier:
    if of.finished_at is None or of.finished_at <= at_that:
        return of
    return of._replace(status=Status.received, resolved_at=None, closed_at=None)


def _report(of: list[Dossier], period: Period) -> Row:
    counted = [_counted(_as_it_stood(d, period.last_second), period) for d in of]
    return row((), [c for c in counted if c is not None])


@given(st.lists(lives(), max_size=12), st.sampled_from(Convention))
def test_what_is_pending_at_the_end_of_a_month_is_carried_over_into_the_next(
    of: list[Dossier], convention: Convention
) -> None:
    reports = [_report(of, month) for _, month in months_of(named_period(Kind.year, 1, 2026, convention))]
    assert [r.carried_over for r in reports[1:]] == [r.pending for r in reports[:-1]]
    assert [_failing(r) for r in reports] == [[]] * 12


@given(st.lists(lives(), max_size=12), st.sampled_from(Convention))
def test_twelve_months_make_the_year(of: list[Dossier], convention: Convention) -> None:
    whole = named_period(Kind.year, 1, 2026, convention)
    year, months = _report(of, whole), [_report(of, month) for _, month in months_of(whole)]
    for name in ("received", "resolved", "early", "on_time", "late", "withdrawn"):
        assert sum(getattr(month, name) for month in months) == getattr(year, name)
    assert (months[0].carried_over, months[-1].pending) == (year.carried_over, year.pending)
