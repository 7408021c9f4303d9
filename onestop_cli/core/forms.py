"""The figures of the official form II.06a and of the national index, from counted cells (domain §4.2, §4.4).

Form II.06a/VPCP/KSTT: Circular 01/2020/TT-VPCP. Index: 766/QĐ-TTg, its part on timeliness. Neither knows more of a
dossier than a report's cells do, so both are other sums over the same counting.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from onestop_cli.core.dossier import Dossier, Reason
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.tally import Cell, Identity, Key, rounded

CLOSED = ("withdrawn", "stopped")


class FormRow(NamedTuple):
    """One line of the form: its columns (3) to (13), then the two counts of its footnote."""

    key: Key
    total: int
    online: int
    direct_or_postal: int
    carried_over: int
    resolved: int
    early: int
    on_time: int
    late: int
    pending: int
    within: int
    overdue: int
    withdrawn: int
    stopped: int


def form_columns(of: Cell) -> tuple[str, ...]:
    """The columns of the form in which the dossiers of a cell are counted.

    The form has no column for withdrawn and stopped dossiers: they are among the resolved, on time unless past due,
    and what has no limit is never late (§4.2).
    """
    online = "online" if of.channel == "online" else "direct_or_postal"
    found = ["total", "carried_over" if of.carried_over else online]
    if of.state == "open":
        return (*found, "pending", "overdue" if of.outcome is Outcome.overdue else "within")
    if of.outcome is Outcome.late:
        finish = "late"
    else:
        finish = "early" if of.outcome is Outcome.early and of.state == "resolved" else "on_time"
    return (*found, "resolved", finish, *([of.state] if of.state in CLOSED else []))


def form_rows(cells: Iterable[Cell]) -> list[FormRow]:
    """One line a key, in the order of the keys."""
    return [FormRow(key, *(counts[name] for name in FormRow._fields[1:])) for key, counts in _summed(cells)]


def form_total(rows: Iterable[FormRow]) -> FormRow:
    """The form's last line."""
    lines = list(rows)
    return FormRow((), *(sum(getattr(line, name) for line in lines) for name in FormRow._fields[1:]))


def form_identities(of: FormRow) -> tuple[Identity, ...]:
    """(3) = (4)+(5)+(6), (7) = (8)+(9)+(10), (11) = (12)+(13), (3) = (7)+(11)."""
    return (
        Identity("(3) = (4) + (5) + (6)", of.total, of.online + of.direct_or_postal + of.carried_over),
        Identity("(7) = (8) + (9) + (10)", of.resolved, of.early + of.on_time + of.late),
        Identity("(11) = (12) + (13)", of.pending, of.within + of.overdue),
        Identity("(3) = (7) + (11)", of.total, of.resolved + of.pending),
    )


def _summed(cells: Iterable[Cell]) -> list[tuple[Key, Counter[str]]]:
    found: dict[Key, Counter[str]] = {}
    for c in cells:
        counts = found.setdefault(c.key, Counter())
        for name in form_columns(c):
            counts[name] += c.n
    return sorted(found.items())


# --- national index ----------------------------------------------------------------------------------

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


def index_group(dossier: Dossier) -> str:
    """How the index takes a dossier (§4.4)."""
    if dossier.due_at is None:
        return "none"
    requests = sum(s.reason is Reason.supplement for s in dossier.suspensions)
    return "repeated" if requests > 1 else "once"


def index_columns(of: Cell, group: str) -> tuple[str, ...]:
    """What a cell of a group counts as: results and open dossiers that have a limit."""
    if group == "none" or of.state in CLOSED:
        return ()
    is_late = of.outcome in (Outcome.late, Outcome.overdue)
    on_time, late = ("open_not_due", "overdue") if of.state == "open" else ("on_time", "late")
    if group == "repeated" and not is_late:
        return ("all", late, "repeated")
    return ("all", late if is_late else on_time)


def index_rows(cells: Iterable[Cell]) -> list[IndexRow]:
    """One line a key, in the order of the keys; the last part of a cell's key is its group."""
    found: dict[Key, Counter[str]] = {}
    for c in cells:
        names = index_columns(c, c.key[-1])
        if names:
            counts = found.setdefault(c.key[:-1], Counter())
            for name in names:
                counts[name] += c.n
    return [_index_row(key, counts) for key, counts in sorted(found.items())]


def index_total(rows: Iterable[IndexRow]) -> IndexRow:
    """The index over all lines."""
    counts: Counter[str] = Counter()
    for line in rows:
        for name in IndexRow._fields[1:-1]:
            counts[name] += getattr(line, name)
    return _index_row((), counts)


def _index_row(key: Key, counts: Counter[str]) -> IndexRow:
    whole = counts["all"]
    points = rounded(MOST_POINTS * (counts["on_time"] + counts["open_not_due"]), whole, 2)
    return IndexRow(
        key=key,
        all=whole,
        on_time=counts["on_time"],
        open_not_due=counts["open_not_due"],
        late=counts["late"],
        overdue=counts["overdue"],
        repeated=counts["repeated"],
        points=points,
    )
