"""The national index of a period, its part on timeliness: another sum over the same counting (domain §4.4)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.index_766 import IndexRow, index_rows, index_total
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention
from onestop_cli.core.report import Head, Member, ReportRequest
from onestop_cli.errors import CalendarPeriodsOnly
from onestop_cli.usecases.reports import counts


class Index(NamedTuple):
    """The timeliness part of index 766. A member's key ends with its group. `names` are those of procedures."""

    head: Head
    by: tuple[str, ...]
    rows: list[IndexRow]
    total: IndexRow
    members: Sequence[Member]
    names: dict[str, str]


def index(path: Path, clock: Clock, request: ReportRequest) -> Index:
    """The index over a calendar period: by the due date to the minute, whatever else is set (§4.4).

    Raises as `counts.counted`, and `CalendarPeriodsOnly`.
    """
    if request.period.convention is not Convention.calendar:
        raise CalendarPeriodsOnly()
    exact = request._replace(basis=Basis.due, granularity=Granularity.minute)
    by = tuple(name for name in request.by if name != "none")
    counted = counts.counted(path, clock, exact, (*by, "index_group"))
    rows = index_rows(counted.cells)
    return Index(counted.head, by, rows if by else [], index_total(rows), counted.members, counted.names)
