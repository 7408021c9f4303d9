"""The figures of the official form II.06a/VPCP/KSTT, from counted cells (domain §4.2; Circular 01/2020/TT-VPCP).

The form knows no more of a dossier than a report's cells do: it is another sum over the same counting.
"""

from collections.abc import Iterable
from typing import NamedTuple

from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.tally import CLOSED_STATES, Cell, Identity, Key, counts_by_key


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
    received = ("total", "carried_over" if of.carried_over else online)
    if of.state == "open":
        return (*received, "pending", "overdue" if of.outcome is Outcome.overdue else "within")
    if of.outcome is Outcome.late:
        finish = "late"
    else:
        finish = "early" if of.outcome is Outcome.early and of.state == "resolved" else "on_time"
    return (*received, "resolved", finish, *([of.state] if of.state in CLOSED_STATES else []))


def form_rows(cells: Iterable[Cell]) -> list[FormRow]:
    """One line a key, in the order of the keys."""
    lines = counts_by_key((c.key, form_columns(c), c.n) for c in cells)
    return [FormRow(key, *(counts[name] for name in FormRow._fields[1:])) for key, counts in lines]


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
