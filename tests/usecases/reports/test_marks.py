"""The marks at the foot of a report are those of the dossiers that it is about (domain §3.3)."""

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Period
from onestop_cli.core.report import Head, ReportRequest
from onestop_cli.usecases.reports.late import Narrowed, late_list
from onestop_cli.usecases.reports.register import book
from tests.core.written import day
from tests.office import Ward
from tests.usecases.derivations import explained
from tests.usecases.reports.asked import asked

MONDAY, FRIDAY, SATURDAY = day("3/8/2026"), day("7/8/2026"), day("8/8/2026")
WEEK = Period(MONDAY, SATURDAY)


@pytest.fixture
def bent(ward: Ward) -> Ward:
    """Due on Thursday 6/8: on Friday one's suspension of Tuesday is typed and the other's result of Thursday."""
    ward.receive("tinh-trang-hon-nhan", officer="Lan")
    ward.receive("giam-ho", officer="Minh")
    ward.is_now("7/8/2026 08:00")
    ward.suspend("260803-0001", "other_agency", "4/8/2026 09:00", override="công văn để quên")
    ward.resume("260803-0001", "7/8/2026 08:00")
    ward.resolve("260803-0002", when="6/8/2026 16:00")
    return ward


def request(period: Period) -> ReportRequest:
    return ReportRequest(period, ("none",), Basis.due, Granularity.unit, cumulative=False)


def told(head: Head) -> tuple[list[str], list[str]]:
    """The papers and the entries, by the numbers of their dossiers."""
    return [paper.code[-4:] for paper in head.marks.papers], [entry.code[-4:] for entry in head.marks.entries]


def test_a_report_tells_all_of_its_period(bent: Ward) -> None:
    assert told(asked(bent, WEEK).head) == (["0001"], ["0002"])


@pytest.mark.parametrize(
    ("narrowed", "papers", "entries"),
    [
        (Narrowed(procedure="giam-ho"), [], ["0002"]),
        (Narrowed(officer="Lan"), ["0001"], []),
        (Narrowed(officer="Nam"), [], []),
    ],
)
def test_a_narrowed_list_tells_of_its_own_dossiers(
    bent: Ward, narrowed: Narrowed, papers: list[str], entries: list[str]
) -> None:
    listed = late_list(bent.path, bent.clock, request(WEEK), narrowed)
    assert told(listed.head) == (papers, entries)


def test_a_register_tells_of_the_dossiers_in_it(bent: Ward) -> None:
    """The report of Friday is about the dossier still open then; the register of Friday has none received before."""
    friday = Period(FRIDAY, FRIDAY)
    assert told(asked(bent, friday).head) == (["0001"], [])
    assert told(book(bent.path, bent.clock, request(friday)).head) == ([], [])
    assert told(book(bent.path, bent.clock, request(WEEK)).head) == (["0001"], ["0002"])


def test_an_explanation_tells_when_each_act_was_typed_and_by_whom(bent: Ward) -> None:
    acts = {act["kind"]: act for act in explained(bent, "260803-0001")["recorded"]}
    assert [acts["suspend"][key] for key in ("occurred_at", "recorded_at", "actor", "recorded_late")] == [
        "2026-08-04T09:00:00+07:00", "2026-08-07T08:00:00+07:00", "lan", True,
    ]  # fmt: skip
    assert [acts[kind]["recorded_late"] for kind in ("receive", "resume")] == [False, False]


def test_an_act_without_an_hour_is_a_day_in_its_explanation(bent: Ward) -> None:
    bent.receive("giam-ho")
    bent.is_now("10/8/2026 08:00")
    bent.suspend("260807-0001", "other_agency", "7/8/2026")
    acts = explained(bent, "260807-0001")["recorded"]
    assert [(act["kind"], act["is_day"]) for act in acts] == [("receive", False), ("suspend", True)]
