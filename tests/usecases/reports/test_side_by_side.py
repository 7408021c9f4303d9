"""All due dates and granularities in one pass, over a busy year: each is the plain report (domain §3.5, §4.1)."""

import pytest

from onestop_cli.core.outcomes import Basis, Granularity, Yardstick
from onestop_cli.core.report import ReportRequest
from onestop_cli.usecases.reports.report import report
from onestop_cli.usecases.reports.side_by_side import side_by_side
from tests.core.written import at
from tests.office import Ward
from tests.usecases.reports.asked import DEFAULT, month

pytestmark = pytest.mark.slow

ALL = [Yardstick(basis, granularity) for basis in Basis for granularity in Granularity]


@pytest.mark.parametrize("by", [DEFAULT, ("procedure",), ("week", "channel"), ("receiving_unit", "officer")])
@pytest.mark.parametrize(
    ("number", "known"), [(1, None), (2, None), (2, "10/3/2026 09:00"), (5, "20/5/2026 09:00"), (6, None)]
)
@pytest.mark.parametrize("strict", [False, True])
def test_each_part_is_that_of_the_plain_report(
    busy: Ward, number: int, by: tuple[str, ...], strict: bool, known: str | None
) -> None:
    known_at = at(known) if known else None
    asked = ReportRequest(month(number), by, Basis.due, Granularity.unit, False, None, known_at, strict=strict)
    told = side_by_side(busy.path, busy.clock, asked, ALL)
    for (basis, granularity), part in zip(told.yardsticks, told.parts, strict=True):
        plain = report(busy.path, busy.clock, asked._replace(basis=basis, granularity=granularity))
        assert (part.rows, part.total, part.chain) == (plain.part.rows, plain.part.total, plain.part.chain)


def test_the_dossiers_listed_are_those_that_differ(busy: Ward) -> None:
    asked = ReportRequest(month(2), DEFAULT, Basis.due, Granularity.unit, False, with_members=True)
    told = side_by_side(busy.path, busy.clock, asked, ALL)
    by_code: dict[str, set[str]] = {}
    for basis, granularity in ALL:
        plain = report(busy.path, busy.clock, asked._replace(basis=basis, granularity=granularity))
        for member in plain.part.members:
            if member.cell.state in ("resolved", "open"):
                by_code.setdefault(member.dossier.code, set()).add(member.cell.outcome.value)
    assert {each.dossier.code for each in told.differing} == {code for code, told in by_code.items() if len(told) > 1}
