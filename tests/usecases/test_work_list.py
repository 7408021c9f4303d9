"""The clerk's morning: what is overdue, due, waited for and not collected, each dossier in one place."""

import pytest

from onestop_cli.core.dossier import Policy, Reason
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import View
from onestop_cli.usecases import acts, amendments, settings
from onestop_cli.usecases.worklist import WorkList, work_list
from tests.core.written import at
from tests.office import ACTOR, Ward, moment


def suspended(ward: Ward, code: str, when: str, reason: Reason = Reason.supplement) -> None:
    acts.suspend(ward.path, ward.clock, ACTOR, [code], reason, Policy.continue_, moment(when), "", "")


def morning(ward: Ward, now: str, within: int = 3, **moments: str) -> WorkList:
    ward.is_now(now)
    looked = Moments(**{name: at(text) for name, text in moments.items()})
    return work_list(ward.path, ward.clock, within, looked)


def codes(views: list[View]) -> list[str]:
    return [view.entry.dossier.code[-4:] for view in views]


def places(work: WorkList) -> dict[str, list[str]]:
    """Who stands where; the empty places left out."""
    found = {name: codes(getattr(work, name)) for name in ("overdue", "today", "soon", "expired", "waiting", "ready")}
    return {name: who for name, who in found.items() if who}


def test_a_dossier_due_today_stands_by_its_hour(ward: Ward) -> None:
    """Eight hours from Monday 09:00 end on Tuesday 09:00; one working day ends at closing."""
    ward.receive("di-chuc", when="31/7/2026 09:00")
    ward.receive("tam-gio", when="3/8/2026 09:00")
    assert places(morning(ward, "4/8/2026 08:00")) == {"today": ["0001", "0001"]}
    first, second = morning(ward, "4/8/2026 08:00").today
    assert [first.entry.dossier.due_at, second.entry.dossier.due_at] == [at("4/8/2026 09:00"), at("4/8/2026 17:30")]


def test_a_suspended_dossier_is_not_due(ward: Ward) -> None:
    suspended(ward, ward.receive().code, "3/8/2026 09:00")
    assert places(morning(ward, "6/8/2026 08:00")) == {}


@pytest.mark.parametrize(
    ("reason", "place"),
    [
        (Reason.supplement, {"waiting": ["0001"]}),
        (Reason.financial_obligation, {"waiting": ["0001"]}),
        (Reason.other_agency, {}),
        (Reason.force_majeure, {}),
    ],
)
def test_only_the_citizen_is_waited_for(ward: Ward, reason: Reason, place: dict[str, list[str]]) -> None:
    suspended(ward, ward.receive().code, "3/8/2026 09:00", reason)
    assert places(morning(ward, "24/8/2026 08:00")) == place


@pytest.mark.parametrize(
    ("now", "place"),
    [("17/8/2026 23:59", {}), ("18/8/2026 00:00", {"waiting": ["0001"]})],
    ids=["fourteen days", "fifteen days"],
)
def test_waiting_is_long_from_its_fifteenth_day_on(ward: Ward, now: str, place: dict[str, list[str]]) -> None:
    suspended(ward, ward.receive().code, "3/8/2026 09:00")
    assert places(morning(ward, now)) == place


def test_the_office_says_how_long_is_long(ward: Ward) -> None:
    settings.set_value(ward.path, ward.clock, ACTOR, "waiting_days", "2", None)
    suspended(ward, ward.receive().code, "3/8/2026 09:00")
    assert places(morning(ward, "5/8/2026 08:00")) == {"waiting": ["0001"]}
    assert places(morning(ward, "4/8/2026 08:00")) == {}


def test_who_waits_longest_stands_first(ward: Ward) -> None:
    first, second = ward.receive("giam-ho").code, ward.receive("giam-ho").code
    ward.is_now("5/8/2026 09:00")
    suspended(ward, second, "4/8/2026 09:00")
    suspended(ward, first, "5/8/2026 09:00")
    assert places(morning(ward, "24/8/2026 08:00")) == {"waiting": ["0002", "0001"]}


def test_a_suspension_that_began_too_late_leaves_it_overdue(ward: Ward) -> None:
    """Three working days from Monday 3/8 end on 6/8; suspended on Friday 7/8 (domain 3.3)."""
    code = ward.receive().code
    ward.is_now("7/8/2026 09:00")
    suspended(ward, code, "7/8/2026 09:00")
    assert places(morning(ward, "31/8/2026 08:00")) == {"overdue": ["0001"]}


def test_results_are_named_once_they_wait_as_long_as_set(ward: Ward) -> None:
    settings.set_value(ward.path, ward.clock, ACTOR, "uncollected_days", "7", None)
    ward.resolve(ward.receive().code)
    assert places(morning(ward, "9/8/2026 08:00")) == {}
    assert places(morning(ward, "10/8/2026 08:00")) == {"ready": ["0001"]}


def test_the_morning_as_it_was(ward: Ward) -> None:
    suspended(ward, ward.receive().code, "3/8/2026 09:00")
    ward.is_now("20/8/2026 09:00")
    acts.resume(ward.path, ward.clock, ACTOR, ["260803-0001"], None)
    assert places(morning(ward, "24/8/2026 08:00", as_of="19/8/2026 08:00")) == {"waiting": ["0001"]}


def test_a_void_dossier_is_nobodys_work(ward: Ward) -> None:
    amendments.void(ward.path, ward.clock, ACTOR, ward.receive().code, "nhập trùng")
    assert places(morning(ward, "24/8/2026 08:00")) == {}


@pytest.mark.parametrize(
    ("now", "place"),
    [
        ("10/8/2026 23:59", {}),
        ("11/8/2026 00:00", {"expired": ["0001"]}),
        ("24/8/2026 08:00", {"expired": ["0001"]}),
    ],
    ids=["on the day itself", "the day after", "waiting for long besides"],
)
def test_a_supplement_whose_day_has_passed_stands_apart(ward: Ward, now: str, place: dict[str, list[str]]) -> None:
    ward.suspend(ward.receive("muoi-ngay").code, until="10/8/2026")
    assert places(morning(ward, now)) == place
    assert codes(morning(ward, now).views) == place.get("expired", [])


def test_one_merely_waiting_is_told_apart(ward: Ward) -> None:
    for until in (None, "30/8/2026", "4/8/2026"):
        ward.suspend(ward.receive("muoi-ngay").code, until=until)
    assert places(morning(ward, "24/8/2026 08:00")) == {"expired": ["0003"], "waiting": ["0001", "0002"]}


def test_a_supplement_that_came_has_not_expired(ward: Ward) -> None:
    code = ward.receive("mot-thang").code
    ward.suspend(code, until="4/8/2026")
    ward.is_now("6/8/2026 09:00")
    ward.resume(code)
    assert places(morning(ward, "7/8/2026 08:00")) == {}
    assert places(morning(ward, "7/8/2026 08:00", as_of="5/8/2026 08:00")) == {"expired": ["0001"]}


def test_an_overdue_one_stands_with_the_overdue(ward: Ward) -> None:
    """Due on 6/8, suspended on 7/8: it does not count."""
    code = ward.receive().code
    ward.is_now("7/8/2026 09:00")
    ward.suspend(code, until="7/8/2026")
    assert places(morning(ward, "10/8/2026 08:00")) == {"overdue": ["0001"]}
