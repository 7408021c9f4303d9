"""A report as the file knew it at one moment beside what it knew at a later one (domain §3.6): figures, and why.

Both are judged at the same instant, so that what differs is what was recorded in between and nothing else.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import RegisterDiffers, WrongOrder
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import stand
from onestop_cli.usecases.reports.changes import Changes, changes
from onestop_cli.usecases.reports.report import report_at, same_figures


class Diff(NamedTuple):
    """What changed a report; the last events known at the two moments."""

    changes: Changes
    position_then: int
    position_now: int


def diff(path: Path, clock: Clock, request: ReportRequest, first: datetime, second: datetime | None) -> Diff:
    """What was recorded between two moments, the second everything known unless given, and did to a report.

    Told from the events; with everything known the register is counted too and must tell the same figures.
    Raises as `report.report`; `WrongOrder`, `NothingKnown`, `RegisterDiffers`, `EventsDoNotAddUp`, `LedgerUnreadable`.
    """
    if second is not None and second < first:
        raise WrongOrder(first=first, second=second)
    with reading(path) as connection:
        judged_at = stand.judged_at(request.period, request.as_of, None, clock())
        everything = stand.told_by_events(connection)
        known = stand.known(connection, first), everything if second is None else stand.known(connection, second)
        judged = request.basis, request.granularity
        then, now = (stand.stand(connection, each, *judged, strict=request.strict) for each in known)
        found = changes(then, now, request, judged_at, only_moved=True)
        if second is None:
            registered = report_at(stand.asked(connection, request), request, judged_at)
            if not same_figures(found.now, registered):
                raise RegisterDiffers(path=path, start=request.period.start, end=request.period.end)
        positions = [each.position for each in known]
        assert positions[0] is not None
        assert positions[1] is not None
        return Diff(found, positions[0], positions[1])
