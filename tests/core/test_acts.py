"""When an act may happen, and which instant a bare date means (domain §3.6)."""

from datetime import datetime, time

import pytest

from onestop_cli.core.acts import ALLOWED, Act, act_instant, must_allow, receipt_instant
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.limits import Unit, time_limit
from onestop_cli.core.moments import When
from onestop_cli.core.office import Office
from onestop_cli.errors import BeforeLastAct, HourNeeded, InTheFuture, WrongState
from tests.core.dossiers import dossier
from tests.core.published_calendar import CALENDAR
from tests.core.written import at, day

NOW = at("5/8/2026 10:00")
FIVE_DAYS = "5:working_day"


def _when(text: str) -> When:
    on, _, clock = text.partition(" ")
    return When(day(on), time.fromisoformat(clock) if clock else None, text)


def _received(text: str | None, limit: str = FIVE_DAYS, now: datetime = NOW) -> datetime:
    return receipt_instant(_when(text) if text else None, now, CALENDAR, Office(), time_limit(limit))


def _acted(text: str | None, of: Dossier, *, hour_decides: bool = False, now: datetime = NOW) -> datetime:
    return act_instant(_when(text) if text else None, now, of, CALENDAR, Office(), hour_decides=hour_decides)


@pytest.mark.parametrize(
    ("given", "received"),
    [
        pytest.param(None, "5/8/2026 10:00", id="nothing given is now"),
        pytest.param("5/8/2026 09:15", "5/8/2026 09:15", id="as given"),
        pytest.param("5/8/2026 10:00", "5/8/2026 10:00", id="this very second"),
        pytest.param("3/8/2026", "3/8/2026 08:00", id="a bare date is its opening"),
        pytest.param("5/8/2026", "5/8/2026 08:00", id="today's opening"),
        pytest.param("1/8/2026", "1/8/2026 08:00", id="a Saturday is never moved"),
        pytest.param("2/8/2026 21:00", "2/8/2026 21:00", id="a Sunday night is never moved"),
    ],
)
def test_a_receipt_happens(given: str | None, received: str) -> None:
    assert _received(given) == at(received)


def test_a_receipt_dated_today_before_opening_is_now() -> None:
    early = at("5/8/2026 07:10")
    assert _received("5/8/2026", now=early) == early


@pytest.mark.parametrize("given", ["5/8/2026 10:00:01", "6/8/2026", "6/8/2026 08:00"])
def test_nothing_is_received_in_the_future(given: str) -> None:
    with pytest.raises(InTheFuture) as future:
        _received(given)
    assert future.value.exit_code == 11


@pytest.mark.parametrize("limit", ["same_day", "8:working_hour"])
def test_where_the_hour_decides_a_bare_date_is_refused(limit: str) -> None:
    with pytest.raises(HourNeeded) as needed:
        _received("3/8/2026", limit)
    assert needed.value.exit_code == 2


@pytest.mark.parametrize("unit", [Unit.working_day, Unit.calendar_day, Unit.month])
def test_where_the_day_decides_a_bare_date_is_enough(unit: Unit) -> None:
    assert _received("3/8/2026", f"1:{unit.value}") == at("3/8/2026 08:00")


@pytest.mark.parametrize(
    ("given", "acted"),
    [
        pytest.param(None, "5/8/2026 10:00", id="nothing given is now"),
        pytest.param("4/8/2026 09:15", "4/8/2026 09:15", id="as given"),
        pytest.param("4/8/2026", "4/8/2026 17:30", id="a bare date is its closing"),
        pytest.param("5/8/2026", "5/8/2026 10:00", id="today is never after now"),
    ],
)
def test_a_later_act_happens(given: str | None, acted: str) -> None:
    assert _acted(given, dossier("3/8/2026 09:00")) == at(acted)


def test_a_bare_date_is_never_before_an_act_of_the_same_day() -> None:
    assert _acted("3/8/2026", dossier("3/8/2026 19:00")) == at("3/8/2026 19:00")


@pytest.mark.parametrize("given", ["3/8/2026 08:59:59", "2/8/2026", "2/8/2026 10:00"])
def test_an_act_before_the_last_one_is_refused(given: str) -> None:
    with pytest.raises(BeforeLastAct) as before:
        _acted(given, dossier("3/8/2026 09:00"))
    assert before.value.exit_code == 11


@pytest.mark.parametrize("given", ["5/8/2026 10:00:01", "6/8/2026"])
def test_no_act_happens_in_the_future(given: str) -> None:
    with pytest.raises(InTheFuture):
        _acted(given, dossier("3/8/2026 09:00"))


def test_a_result_of_a_same_day_dossier_needs_its_hour() -> None:
    with pytest.raises(HourNeeded):
        _acted("4/8/2026", dossier("3/8/2026 09:00", "same_day"), hour_decides=True)


def test_a_delivery_of_a_same_day_dossier_does_not() -> None:
    assert _acted("4/8/2026", dossier("3/8/2026 09:00", "same_day")) == at("4/8/2026 17:30")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("act", Act)
def test_an_act_is_allowed_in_its_states_and_refused_in_all_others(act: Act, status: Status) -> None:
    of = dossier(status=status)
    if status in ALLOWED[act]:
        must_allow(act, of)
        return
    with pytest.raises(WrongState) as wrong:
        must_allow(act, of)
    assert wrong.value.exit_code == 11
