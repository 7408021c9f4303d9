"""A period judged by several due dates, or compared in several ways, in one pass over its dossiers (domain §3.5)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Yardstick, due
from onestop_cli.core.periods import SPLITS
from onestop_cli.core.report import Differing, Listed, ReportRequest, SideBySide
from onestop_cli.core.tally import CLOSED_STATES, Key
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import counts, stand
from onestop_cli.usecases.reports.report import Count
from onestop_cli.usecases.reports.stand import Stand


def side_by_side(path: Path, clock: Clock, request: ReportRequest, yardsticks: Sequence[Yardstick]) -> SideBySide:
    """The report of a request by each of the yardsticks, every identity of each checked.

    Raises as `report.report`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        judged_at = stand.judged_at(request.period, request.as_of, request.known_at, clock())
        by = tuple(name for name in request.by if name != "none")
        others = tuple(name for name in by if name not in SPLITS)
        counting = [Count(request.period, judged_at, by, each.basis) for each in yardsticks]
        runs = counting[0].runs
        for run, place, cells in counts.judged_cells(at, yardsticks, runs, others):
            for count, counted in zip(counting, cells, strict=True):
                count.add(place, counted, None, is_whole=run > 0)
        differing = list(_differing(at, yardsticks, counting[0], others)) if request.with_members else []
        head, names = stand.head(at, request.period, judged_at), stand.procedure_names(at, request.period.end)
        return SideBySide(head, request, yardsticks, [count.part() for count in counting], names, differing)


def _differing(
    at: Stand, yardsticks: Sequence[Yardstick], count: Count, others: tuple[str, ...]
) -> Iterator[Differing]:
    """The dossiers of each row that the yardsticks do not all tell alike; one closed without a result is not judged."""
    shared: dict[Key, Key] = {}
    for _, place, entry in counts.entries(at, [count.slices]):
        d = entry.dossier
        for cells in counts.cells_of(at, yardsticks, d, count.slices[place], others):
            if cells[0].state in CLOSED_STATES or len({each.outcome for each in cells}) == 1:
                continue
            key = count.key(place, cells[0])
            told = [(due(d, each.basis).at, c.outcome) for each, c in zip(yardsticks, cells, strict=True)]
            yield Differing(shared.setdefault(key, key), Listed.of(d, entry.person.applicant, None), told)
