"""Sending a dossier back for papers, by the law of its day (domain §3.3)."""

import pytest

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Policy, Reason, StopReason
from onestop_cli.core.supplements import EarlyStop, LateRequest, default_policy, early_stop, has_expired, late_request
from tests.core.dossiers import dossier, suspended
from tests.core.published_calendar import CALENDAR
from tests.core.written import day


@pytest.mark.parametrize(
    ("received", "policy"),
    [
        ("20/6/2018", Policy.continue_),
        ("21/6/2018", Policy.restart),
        ("5/12/2021", Policy.restart),
        ("6/12/2021", Policy.restart),
        ("30/6/2025", Policy.restart),
        ("1/7/2025", Policy.continue_),
        ("5/8/2026", Policy.continue_),
    ],
)
def test_a_supplement_restarts_under_decree_61(received: str, policy: Policy) -> None:
    """Decree 61/2018 art. 19(4): in force from 21/6/2018, until Decree 118/2025 from 1/7/2025."""
    assert default_policy(day(received), Reason.supplement) is policy


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.supplement])
def test_nothing_else_restarts_by_itself(reason: Reason) -> None:
    assert default_policy(day("12/6/2024"), reason) is Policy.continue_


@pytest.mark.parametrize(
    ("received", "asked", "last"),
    [
        pytest.param("3/6/2024", "6/6/2024", None, id="on the third working day"),
        pytest.param("3/6/2024", "7/6/2024", "6/6/2024", id="on the fourth"),
        pytest.param("4/6/2024", "8/6/2024", "7/6/2024", id="on the Saturday after the third"),
        pytest.param("8/6/2024", "12/6/2024", None, id="received on a Saturday: 10, 11, 12/6"),
        pytest.param("26/4/2024", "4/5/2024", None, id="over 27/4-1/5/2024: 2, 3 and the make-up Saturday 4/5"),
        pytest.param("26/4/2024", "6/5/2024", "4/5/2024", id="the day after that"),
        pytest.param("30/6/2025", "3/7/2025", None, id="received on the last day of Decree 61/2018, in time"),
        pytest.param("30/6/2025", "4/7/2025", "3/7/2025", id="received on its last day, late"),
        pytest.param("1/7/2025", "7/7/2025", None, id="received under Decree 118/2025"),
        pytest.param("20/6/2018", "27/6/2018", None, id="received before Decree 61/2018"),
        pytest.param("21/6/2018", "27/6/2018", "26/6/2018", id="received on its first day, late"),
    ],
)
def test_a_request_after_the_third_working_day_is_late(received: str, asked: str, last: str | None) -> None:
    """Decree 61/2018 wants it within 3 working days; the day of receipt is not counted (Civil Code 2015 art. 147)."""
    found = late_request(CALENDAR, dossier(f"{received} 09:00"), Reason.supplement, day(asked))
    assert found == (LateRequest(day(asked), day(last)) if last else None)


def test_only_a_request_for_papers_is_late() -> None:
    assert late_request(CALENDAR, dossier("3/6/2024 09:00"), Reason.other_agency, day("7/6/2024")) is None


def test_where_the_calendar_of_then_is_not_loaded_nothing_is_said() -> None:
    late = dossier("3/6/2024 09:00")
    assert late_request(Calendar(day("1/1/2026"), "w" * 365), late, Reason.supplement, day("7/6/2024")) is None


@pytest.mark.parametrize(
    ("until", "on", "passed"),
    [("10/8/2026", "10/8/2026", False), ("10/8/2026", "11/8/2026", True), (None, "11/8/2030", False)],
)
def test_on_the_day_itself_it_has_not_passed(until: str | None, on: str, passed: bool) -> None:
    waiting = suspended(dossier(), "4/8/2026 09:00")
    waiting = waiting._replace(suspensions=(waiting.suspensions[0]._replace(until=day(until) if until else None),))
    assert has_expired(waiting, day(on)) is passed
    assert early_stop(waiting, None, day(on)) == (None if passed or not until else EarlyStop(day(on), day(until)))
    assert early_stop(waiting, StopReason.citizen, day(on)) is None


def test_what_waits_for_nothing_has_not_passed() -> None:
    assert not has_expired(dossier(), day("1/1/2030"))
    assert early_stop(dossier(), StopReason.supplement_expired, day("3/8/2026")) is None
