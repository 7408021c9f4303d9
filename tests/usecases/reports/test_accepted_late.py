"""Late acceptance in reports and as a list (domain §3.1, §4.1), counted by hand.

Handed in online on Friday 31/7/2026 at ten a dossier is in time until Monday 3/8 17:30.
"""

from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.tally import Row
from onestop_cli.errors import AsOfOutsidePeriod, UnknownProcedure
from onestop_cli.usecases.reports.acceptance import AcceptanceList, acceptance_list
from onestop_cli.usecases.reports.late import Narrowed
from onestop_cli.usecases.reports.report import report
from tests.core.written import at, day
from tests.office import Ward, moment, strays
from tests.usecases.notices import add_holiday

AUGUST = named_period(Kind.month, 8, 2026, Convention.calendar)
JULY = named_period(Kind.month, 7, 2026, Convention.calendar)
HANDED_IN = "31/7/2026 10:00"
ALL = Narrowed()
UNIT = "UBND phường Việt Hưng"


def _receive(ward: Ward, received: str, handed_in: str | None = HANDED_IN, **given: Any) -> str:
    given = {"channel": "online"} | given
    return ward.receive(when=received, submitted=handed_in, **given).code


@pytest.fixture
def office(ward: Ward) -> Ward:
    """Of those received in August five came online, three of them late; at the counter and by post none can be."""
    ward.is_now("31/7/2026 16:00")
    _receive(ward, "31/7/2026 15:00", "29/7/2026 10:00")  # late, in July
    ward.is_now("20/8/2026 09:00")
    _receive(ward, "3/8/2026 17:30:00")  # to the second in time
    ward.resolve(_receive(ward, "3/8/2026 17:30:01", officer="Lan"), when="4/8/2026 09:00")  # a second late
    _receive(ward, "5/8/2026 09:00", receiving_unit=UNIT)  # two working days late, open
    ward.withdraw(_receive(ward, "6/8/2026 09:00", receiving_unit=UNIT, procedure="giam-ho"), "7/8/2026 09:00")
    _receive(ward, "6/8/2026 09:00", None)
    _receive(ward, "6/8/2026 09:00", channel="direct", receiving_unit=UNIT)
    _receive(ward, "6/8/2026 09:00", channel="postal")
    void = _receive(ward, "10/8/2026 09:00")
    ward.void(void)
    return ward


def _asked(period: Period, *by: str, **more: Any) -> ReportRequest:
    return ReportRequest(period, by, Basis.due, Granularity.unit, cumulative=False, **more)


def _rows(ward: Ward, *by: str, **more: Any) -> dict[tuple[str, ...], Row]:
    told = report(ward.path, ward.clock, _asked(more.pop("period", AUGUST), *by, **more))
    return {row.key: row for row in (*told.part.rows, told.part.total)}


def _listed(ward: Ward, narrowed: Narrowed = ALL, **more: Any) -> AcceptanceList:
    return acceptance_list(ward.path, ward.clock, _asked(more.pop("period", AUGUST), **more), narrowed)


def _late(listed: AcceptanceList) -> list[tuple[str, int, int]]:
    """Receipt, working days and minutes late, worst first."""
    return [
        (f"{e.entry.dossier.received_at:%d/%m %H:%M}", e.working_days_late, e.minutes_late) for e in listed.dossiers
    ]


def test_the_report_counts_what_was_received_in_the_period_and_late(office: Ward) -> None:
    total = _rows(office)[()]
    assert (total.carried_over, total.received, total.received_online, total.accepted_late) == (1, 7, 5, 3)
    assert _rows(office, period=JULY)[()].accepted_late == 1


def test_what_is_carried_over_was_counted_when_it_came(office: Ward) -> None:
    """The whole year counts all four; its months add up to it."""
    year = named_period(Kind.year, 1, 2026, Convention.calendar)
    months = _rows(office, "month", period=year)
    assert (months[()].accepted_late, months[("2026-07",)].accepted_late, months[("2026-08",)].accepted_late) == (
        4,
        1,
        3,
    )


def test_by_receiving_unit(office: Ward) -> None:
    rows = _rows(office, "receiving_unit")
    assert {key: (row.received, row.accepted_late) for key, row in rows.items()} == {
        ("",): (4, 1), (UNIT,): (3, 2), (): (7, 3),
    }  # fmt: skip
    two = _rows(office, "receiving_unit", "channel")
    assert {key: row.accepted_late for key, row in two.items() if row.accepted_late} == {
        ("", "online"): 1, (UNIT, "online"): 2, (): 3,
    }  # fmt: skip


def test_the_sql_and_the_fold_count_the_same(office: Ward) -> None:
    """Asked on another basis, with members, as known at an instant and strictly: the same three."""
    ways: list[dict[str, Any]] = [
        {"known_at": office.now}, {"with_members": True}, {"strict": True}, {"as_of": When(day("31/8/2026"), None, "")},
    ]  # fmt: skip
    office.is_now("1/9/2026 09:00")
    for way in ways:
        assert _rows(office, "receiving_unit", **way)[(UNIT,)].accepted_late == 2, way
    told = report(office.path, office.clock, _asked(AUGUST)._replace(basis=Basis.statutory))
    assert told.part.total.accepted_late == 3


def test_as_of_an_earlier_day_there_were_fewer(office: Ward) -> None:
    assert _rows(office, as_of=moment("4/8/2026 12:00"))[()].accepted_late == 1
    assert len(_listed(office, as_of=moment("4/8/2026 12:00")).dossiers) == 1
    assert len(_listed(office, as_of=moment("5/8/2026 09:00")).dossiers) == 2


def test_the_list_has_the_worst_first(office: Ward) -> None:
    """From Monday 3/8 17:30: Thursday 6/8 09:00 is three working days, the second after closing none and no minute."""
    listed = _listed(office)
    assert _late(listed) == [("06/08 09:00", 3, 3810), ("05/08 09:00", 2, 2370), ("03/08 17:30", 0, 0)]
    assert {e.acceptance_due_at for e in listed.dossiers} == {at("3/8/2026 17:30")}
    assert [(s.key, s.accepted_late, s.working_days_late) for s in listed.by_receiving_unit] == [
        ("", 1, 0),
        (UNIT, 2, 5),
    ]
    assert listed.total[1:] == (3, 5)
    assert _late(_listed(office, period=JULY)) == [("31/07 15:00", 1, 1290)]


def test_it_can_be_narrowed(office: Ward) -> None:
    assert len(_listed(office, Narrowed(procedure="giam-ho")).dossiers) == 1
    assert len(_listed(office, Narrowed(officer="LAN")).dossiers) == 1
    assert len(_listed(office, Narrowed(field="ho tich")).dossiers) == 3
    assert _listed(office, Narrowed(officer="Minh")).total[1:] == (0, 0)
    with pytest.raises(UnknownProcedure):
        _listed(office, Narrowed(procedure="không có"))


def test_outside_the_period_it_does_not_stand(office: Ward) -> None:
    with pytest.raises(AsOfOutsidePeriod):
        _listed(office, as_of=moment("31/7/2026 12:00"))


def test_it_tells_what_was_known(office: Ward) -> None:
    """The storm of Monday 3/8 is entered on the 20th for open dossiers: that of 5/8 is one day less late."""
    before = office.now
    office.is_now("20/8/2026 10:00")
    add_holiday(office, "3/8/2026", local=True)
    assert _late(_listed(office)) == [("06/08 09:00", 3, 3810), ("05/08 09:00", 1, 930), ("03/08 17:30", 0, 0)]
    assert _late(_listed(office, known_at=before))[1] == ("05/08 09:00", 2, 2370)
    assert (_rows(office, known_at=before)[()].accepted_late, strays(office)) == (3, [])


def test_strictly_a_correction_recorded_late_is_as_if_taken_back(ward: Ward) -> None:
    """Received on 5/8, corrected to 3/8 after it was overdue: in time with the paper, late without it."""
    ward.is_now("5/8/2026 09:00")
    code = _receive(ward, "5/8/2026 09:00", procedure="giam-ho")
    ward.is_now("20/8/2026 09:00")
    ward.resolve(code, when="12/8/2026 09:00")
    ward.correct(code, received_at="3/8/2026 09:00", limit="15:working_day", because="nhầm")
    assert ward.dossier(code).recorded_late
    assert (_listed(ward).dossiers, _rows(ward)[()].accepted_late) == ([], 0)
    assert _listed(ward).head.marks.n_recorded_late == 1
    assert _listed(ward, Narrowed(officer="Minh")).head.marks.n_recorded_late == 0
    strict = _listed(ward, strict=True)
    assert (_late(strict), _rows(ward, strict=True)[()].accepted_late) == ([("05/08 09:00", 2, 2370)], 1)
    assert strict.head.marks.n_recorded_late == 1
    known = _listed(ward, strict=True, known_at=ward.now)
    assert (_late(known), known.head.marks) == (_late(strict), strict.head.marks)


def test_strictly_a_correction_of_the_hand_in_may_stand_alone(ward: Ward) -> None:
    """Of a receipt moved to 5/8 by a paper that is left out, the hand-in told since then comes after it: not late."""
    ward.is_now("20/8/2026 09:00")
    code = _receive(ward, "3/8/2026 09:00", None, procedure="giam-ho")
    ward.resolve(code, when="10/8/2026 09:00")
    ward.correct(code, received_at="5/8/2026 09:00")
    assert ward.dossier(code).recorded_late
    ward.correct(code, submitted_at="4/8/2026 09:00")
    assert _rows(ward, strict=True)[()].accepted_late == 0


def test_a_file_without_hand_ins_lists_nothing(ward: Ward, tmp_path: Path) -> None:
    ward.receive(channel="online")
    assert _listed(ward).dossiers == []
