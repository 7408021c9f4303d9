"""The figures of the national index, its part on timeliness, from counted cells (domain §4.4; 766/QĐ-TTg).

The index knows no more of a dossier than a report's cells do, and its group: it is another sum over the same counting.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from onestop_cli.core.dossier import Dossier, Reason
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.tally import CLOSED_STATES, Cell, Key, counts_by_key, rounded

MOST_POINTS = 20
"""The points of the timeliness part."""


class IndexRow(NamedTuple):
    """The index over some dossiers: `points` = 20 × (on_time + open_not_due) / all, None over nothing.

    `late` and `overdue` hold the rest; `repeated` of both count only for more than one supplement request.
    """

    key: Key
    all: int
    on_time: int
    open_not_due: int
    late: int
    overdue: int
    repeated: int
    points: float | None


_COUNTS = IndexRow._fields[1:-1]


def index_group(dossier: Dossier) -> str:
    """How the index takes a dossier (§4.4)."""
    if dossier.due_at is None:
        return "none"
    requests = sum(s.reason is Reason.supplement for s in dossier.suspensions)
    return "repeated" if requests > 1 else "once"


def index_columns(of: Cell, group: str) -> tuple[str, ...]:
    """What a cell of a group counts as: results and open dossiers that have a limit; nothing for the others."""
    if group == "none" or of.state in CLOSED_STATES:
        return ()
    is_late = of.outcome in (Outcome.late, Outcome.overdue)
    on_time, late = ("open_not_due", "overdue") if of.state == "open" else ("on_time", "late")
    if group == "repeated" and not is_late:
        return ("all", late, "repeated")
    return ("all", late if is_late else on_time)


def index_rows(cells: Iterable[Cell]) -> list[IndexRow]:
    """One line a key, in the order of the keys; the last part of a cell's key is its group."""
    lines = counts_by_key((c.key[:-1], index_columns(c, c.key[-1]), c.n) for c in cells)
    return [_index_row(key, counts) for key, counts in lines]


def index_total(rows: Iterable[IndexRow]) -> IndexRow:
    """The index over all lines."""
    lines = list(rows)
    return _index_row((), Counter({name: sum(getattr(line, name) for line in lines) for name in _COUNTS}))


def _index_row(key: Key, counts: Counter[str]) -> IndexRow:
    points = rounded(MOST_POINTS * (counts["on_time"] + counts["open_not_due"]), counts["all"], 2)
    return IndexRow(key, *(counts[name] for name in _COUNTS), points=points)
