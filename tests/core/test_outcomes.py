"""Early, on time or late (domain §3.5), by the unit of the limit, the granularity and the basis asked for."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.dossier import Dossier, DueSource, Status
from onestop_cli.core.limits import Unit
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, due, is_by_date, judged, outcome
from tests.core.dossiers import dossier, resolved, suspended
from tests.core.written import at

DUE = "10/8/2026 17:30"
FINISHES = [
    "9/8/2026 23:59:59",
    "10/8/2026 00:00",
    "10/8/2026 17:29:59",
    "10/8/2026 17:30:00",
    "10/8/2026 17:30:59",
    "10/8/2026 17:31:00",
    "11/8/2026 00:00",
]
BY_DATE = ["early", "on_time", "on_time", "on_time", "on_time", "on_time", "late"]
BY_MINUTE = ["early", "early", "early", "on_time", "on_time", "late", "late"]

DAYS_AND_MONTHS = ["5:working_day", "7:calendar_day", "2:month"]
HOURS_AND_SAME_DAY = ["same_day", "8:working_hour"]
LIMITS = [*DAYS_AND_MONTHS, *HOURS_AND_SAME_DAY]


def _due_on(basis: Basis, limit: str) -> Dossier:
    """A dossier due at DUE under the limit on that basis; on every other basis long before and otherwise judged."""
    other = HOURS_AND_SAME_DAY[0] if limit in DAYS_AND_MONTHS else DAYS_AND_MONTHS[0]
    base = dossier(due="4/8/2026 17:30", limit=other)
    own = dossier(due=DUE, limit=limit)
    match basis:
        case Basis.due:
            return base._replace(due_at=own.due_at, time_limit=own.time_limit)
        case Basis.promised:
            return base._replace(promised_due_at=own.due_at, time_limit=own.time_limit)
        case Basis.statutory:
            return base._replace(statutory_due_at=own.due_at, statutory_time_limit=own.time_limit)
        case Basis.extended:
            return base._replace(extended_due_at=own.due_at, time_limit=own.time_limit)


def _verdicts(of: Dossier, basis: Basis, granularity: Granularity) -> list[str | None]:
    return [outcome(resolved(of, at(on)), at("1/9/2026 00:00"), basis, granularity) for on in FINISHES]


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("basis", Basis)
def test_granularity_date_judges_every_limit_by_date(basis: Basis, limit: str) -> None:
    assert _verdicts(_due_on(basis, limit), basis, Granularity.date) == BY_DATE


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("basis", Basis)
def test_granularity_minute_judges_every_limit_to_the_minute(basis: Basis, limit: str) -> None:
    assert _verdicts(_due_on(basis, limit), basis, Granularity.minute) == BY_MINUTE


@pytest.mark.parametrize("limit", DAYS_AND_MONTHS)
@pytest.mark.parametrize("basis", Basis)
def test_by_unit_days_and_months_are_judged_by_date(basis: Basis, limit: str) -> None:
    assert _verdicts(_due_on(basis, limit), basis, Granularity.unit) == BY_DATE


@pytest.mark.parametrize("limit", HOURS_AND_SAME_DAY)
@pytest.mark.parametrize("basis", [Basis.due, Basis.promised, Basis.statutory])
def test_by_unit_hours_and_same_day_are_judged_to_the_minute(basis: Basis, limit: str) -> None:
    assert _verdicts(_due_on(basis, limit), basis, Granularity.unit) == BY_MINUTE


@pytest.mark.parametrize("limit", LIMITS)
def test_by_unit_a_new_appointment_is_a_day(limit: str) -> None:
    assert _verdicts(_due_on(Basis.extended, limit), Basis.extended, Granularity.unit) == BY_DATE


@pytest.mark.parametrize("limit", LIMITS)
def test_without_a_letter_the_extended_view_is_the_due_one(limit: str) -> None:
    plain = dossier(due=DUE, limit=limit)
    assert due(plain, Basis.extended) == due(plain, Basis.due)


@pytest.mark.parametrize("basis", [Basis.due, Basis.promised])
@pytest.mark.parametrize("limit", LIMITS)
def test_a_foreign_day_without_an_hour_is_judged_by_date(limit: str, basis: Basis) -> None:
    foreign = _due_on(basis, limit)._replace(due_source=DueSource.foreign, due_is_day=True, promised_is_day=True)
    assert _verdicts(foreign, basis, Granularity.unit) == BY_DATE


def test_a_foreign_day_leaves_the_statutory_date_in_its_own_unit() -> None:
    foreign = _due_on(Basis.statutory, "same_day")._replace(due_source=DueSource.foreign, due_is_day=True)
    assert _verdicts(foreign, Basis.statutory, Granularity.unit) == BY_MINUTE


@pytest.mark.parametrize("second", range(60))
def test_seconds_never_decide(second: int) -> None:
    finish = at("10/8/2026 17:30") + timedelta(seconds=second)
    due_at = at("10/8/2026 17:30") + timedelta(seconds=59 - second)
    assert judged(finish, due_at, by_date=False) is Outcome.on_time


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("is_day", [True, False])
@pytest.mark.parametrize("granularity", [Granularity.date, Granularity.minute])
def test_a_forced_granularity_asks_nothing_else(unit: Unit, is_day: bool, granularity: Granularity) -> None:
    assert is_by_date(unit, is_day, granularity) is (granularity is Granularity.date)


@pytest.mark.parametrize(
    ("now", "expected"),
    [("10/8/2026 23:59:59", Outcome.within), ("11/8/2026 00:00", Outcome.overdue)],
)
def test_an_open_day_limit_is_within_until_the_end_of_its_day(now: str, expected: Outcome) -> None:
    assert outcome(dossier(due=DUE), at(now)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("10/8/2026 17:30:59", Outcome.within), ("10/8/2026 17:31:00", Outcome.overdue)],
)
def test_an_open_same_day_dossier_is_within_until_its_minute_has_passed(now: str, expected: Outcome) -> None:
    assert outcome(dossier(due=DUE, limit="same_day"), at(now)) is expected


NOW = at("12/8/2026 09:00")
SAID = at("5/8/2026 09:00")
STATES: dict[Status, tuple[Dossier, Outcome | None]] = {
    Status.received: (dossier(), Outcome.overdue),
    Status.suspended: (suspended(dossier(), "5/8/2026 09:00"), Outcome.suspended),
    Status.resolved: (resolved(dossier(), SAID), Outcome.early),
    Status.delivered: (resolved(dossier(), SAID)._replace(status=Status.delivered, delivered_at=NOW), Outcome.early),
    Status.withdrawn: (dossier(status=Status.withdrawn, closed_at=SAID), Outcome.closed),
    Status.stopped: (dossier(status=Status.stopped, closed_at=NOW), Outcome.closed),
    Status.void: (dossier(status=Status.void), None),
}


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_outcome(status: Status) -> None:
    of, expected = STATES[status]
    assert (of.status, outcome(of, NOW)) == (status, expected)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (resolved(dossier(), at("7/8/2026 09:00")), "early"),
        (resolved(dossier(), at("10/8/2026 09:00")), "on_time"),
        (resolved(dossier(), at("11/8/2026 09:00")), "late"),
        (dossier(due="12/8/2026 17:30"), "within"),
        (dossier(), "overdue"),
        (suspended(dossier(), "5/8/2026 09:00"), "suspended"),
        (dossier(status=Status.withdrawn, closed_at=SAID), "closed"),
        (dossier(limit="none", due=None), "no_limit"),
    ],
    ids=[member.value for member in Outcome],
)
def test_every_outcome_is_reached(of: Dossier, expected: str) -> None:
    assert outcome(of, NOW) is Outcome(expected)


def test_a_result_is_judged_when_ready_and_not_when_picked_up() -> None:
    picked_up_late = resolved(dossier(), SAID)._replace(status=Status.delivered, delivered_at=at("1/9/2026 09:00"))
    assert outcome(picked_up_late, at("2/9/2026 00:00")) is Outcome.early


def test_a_refusal_is_a_result_and_is_judged() -> None:
    assert outcome(resolved(dossier(), NOW, "refused"), NOW) is Outcome.late


def test_a_result_without_a_limit_is_neither_early_nor_late() -> None:
    assert outcome(resolved(dossier(limit="none", due=None), NOW), NOW) is Outcome.no_limit


def test_a_statutory_limit_of_none_leaves_the_other_bases_judged() -> None:
    of = dossier(statutory_due_at=None, statutory_time_limit=dossier(limit="none").time_limit)
    assert (outcome(of, NOW, Basis.statutory), outcome(of, NOW)) == (Outcome.no_limit, Outcome.overdue)


instants = st.integers(-3 * 86_400, 3 * 86_400).map(lambda seconds: at(DUE) + timedelta(seconds=seconds))


@given(
    st.sampled_from([*LIMITS, "none"]),
    st.booleans(),
    st.none() | instants,
    instants,
    st.sampled_from(Basis),
    st.sampled_from(Granularity),
    instants,
)
def test_open_is_overdue_exactly_when_a_result_now_would_be_late(
    limit: str, foreign: bool, extended: object, due_at: object, basis: Basis, granularity: Granularity, now: datetime
) -> None:
    of = dossier(limit=limit, due=None, extended_due_at=extended, due_is_day=foreign)
    if limit != "none":
        of = of._replace(due_at=due_at, promised_due_at=due_at, statutory_due_at=due_at)
    of = of._replace(due_source=DueSource.foreign if foreign else DueSource.engine)
    is_overdue = outcome(of, now, basis, granularity) is Outcome.overdue
    is_late = outcome(resolved(of, now), now, basis, granularity) is Outcome.late
    assert is_overdue is is_late
