"""The official form II.06a and the national index: other sums over the same counting (domain §4.2, §4.4)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.forms import (
    FormRow,
    IndexRow,
    form_identities,
    form_rows,
    form_total,
    index_rows,
    index_total,
)
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention
from onestop_cli.core.report import Head, Member, ReportRequest, Slice
from onestop_cli.core.tally import Cell, Identity
from onestop_cli.errors import CalendarPeriodsOnly
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import counts, stand
from onestop_cli.usecases.reports.counts import Members
from onestop_cli.usecases.reports.stand import Known


class Form(NamedTuple):
    """Form II.06a with the dossiers behind it, and its identities."""

    head: Head
    rows: list[FormRow]
    total: FormRow
    identities: tuple[Identity, ...]
    members: Sequence[Member]


class Index(NamedTuple):
    """The timeliness part of index 766. A member's key ends with its group. `names` are those of procedures."""

    head: Head
    by: tuple[str, ...]
    rows: list[IndexRow]
    total: IndexRow
    members: Sequence[Member]
    names: dict[str, str]


def form(path: Path, clock: Clock, request: ReportRequest) -> Form:
    """The form of a period, every identity checked. Raises as `reporting.report`."""
    head, cells, members, _ = _counted(path, clock, request, ("field",))
    rows = form_rows(cells)
    total = form_total(rows)
    broken = [i for line in (*rows, total) for i in form_identities(line) if not i.holds]
    assert not broken, broken
    return Form(head, rows, total, form_identities(total), members)


def index(path: Path, clock: Clock, request: ReportRequest) -> Index:
    """The index over a calendar period: by the due date to the minute, whatever else is set (§4.4).

    Raises as `reporting.report`, and `CalendarPeriodsOnly`.
    """
    if request.period.convention is not Convention.calendar:
        raise CalendarPeriodsOnly()
    exact = request._replace(basis=Basis.due, granularity=Granularity.minute)
    by = tuple(name for name in request.by if name != "none")
    head, cells, members, names = _counted(path, clock, exact, (*by, "index_group"))
    rows = index_rows(cells)
    return Index(head, by, rows if by else [], index_total(rows), members, names)


def _counted(
    path: Path, clock: Clock, request: ReportRequest, by: tuple[str, ...]
) -> tuple[Head, list[Cell], list[Member], dict[str, str]]:
    with reading(path) as connection:
        at = stand.stand(connection, Known(request.known_at), request.basis, request.granularity)
        judged_at = stand.judged_at(request.period, request.as_of, request.known_at, clock())
        runs = [[Slice(request.period, judged_at)]]
        members = Members(request.basis)
        if request.with_members:
            for _, _, entry, c in counts.dossiers(at, runs, by):
                members.add(c.key, entry, c)
            cells = [member.cell for member in members.gathered]
        else:
            cells = [c for _, _, c in counts.cells(at, runs, by)]
        head = stand.head(at, request.period, judged_at)
        return head, cells, members.gathered, stand.procedure_names(at, request.period.end)
