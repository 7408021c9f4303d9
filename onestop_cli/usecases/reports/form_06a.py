"""The official form II.06a of a period: another sum over the same counting (domain §4.2)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.form_06a import FormRow, form_identities, form_rows, form_total
from onestop_cli.core.moments import Clock
from onestop_cli.core.report import Head, Member, ReportRequest
from onestop_cli.core.tally import Identity
from onestop_cli.usecases.reports import counts


class Form(NamedTuple):
    """Form II.06a with the dossiers behind it, and its identities."""

    head: Head
    rows: list[FormRow]
    total: FormRow
    identities: tuple[Identity, ...]
    members: Sequence[Member]


def form(path: Path, clock: Clock, request: ReportRequest) -> Form:
    """The form of a period, every identity checked. Raises as `counts.counted`."""
    counted = counts.counted(path, clock, request, ("field",))
    rows = form_rows(counted.cells)
    total = form_total(rows)
    broken = [i for line in (*rows, total) for i in form_identities(line) if not i.holds]
    assert not broken, broken
    return Form(counted.head, rows, total, form_identities(total), counted.members)
