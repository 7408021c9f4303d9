"""The report as it would be under other settings or with other notices, beside what it is (decision 32)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import due
from onestop_cli.core.report import Assumption, Changed, Listed, Report, ReportRequest, WhatIf
from onestop_cli.core.tally import columns
from onestop_cli.store import settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import counts, stand
from onestop_cli.usecases.reports.report import Counting
from onestop_cli.usecases.supposing import Supposing, claims_of_files


def what_if(
    path: Path, clock: Clock, request: ReportRequest, values: Mapping[str, str], files: Sequence[Path]
) -> Report:
    """The report asked for, had settings these values on all days and had the notices of files been known all along.

    The dossiers are those of the report as it is. Raises as `report.report`, and `BadFile`, `BadRows`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        judged_at = stand.judged_at(request.period, request.as_of, request.known_at, clock())
        up_to = at.known.position
        claims = claims_of_files(connection, files, up_to)
        now = {key: settings.value(connection, key, judged_at.date(), up_to=up_to) for key in values}
        supposing = Supposing(connection, values, claims, up_to)
        would = at._replace(calendar=supposing.calendar(at.calendar))
        plain, supposed = Counting(request, judged_at), Counting(request, judged_at)
        changed: list[Changed] = []
        for run, place, entry in counts.entries(at, plain.runs):
            part, d = plain.runs[run][place], entry.dossier
            for (cell,) in counts.cells_of(at, [at.yardstick], d, part, plain.others):
                told = supposing.told(d, part.at)
                [(after,)] = counts.cells_of(would, [at.yardstick], told, part, plain.others)
                plain.add(run, place, cell)
                supposed.add(run, place, after, entry._replace(dossier=told) if request.with_members else None)
                was, becomes = due(d, at.basis).at, due(told, at.basis).at
                if run == plain.whole_run and (was != becomes or columns(cell) != columns(after)):
                    listed = Listed.of(d, entry.person.applicant, was)
                    changed.append(Changed(listed, becomes, cell.outcome, after.outcome))
        changed.sort(key=lambda each: each.dossier.code)
        assumed = Assumption(tuple((key, value, now[key]) for key, value in values.items()), tuple(claims))
        head = stand.head(at, request.period, judged_at)._replace(assumed=assumed)
        names = stand.procedure_names(at, request.period.end)
        parts, were = supposed.parts(), plain.parts()
        return Report(
            head, request, parts[0], parts[1] if request.cumulative else None, names,
            WhatIf(were[0], were[1] if request.cumulative else None, changed),
        )  # fmt: skip
