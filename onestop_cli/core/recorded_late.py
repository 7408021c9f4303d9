"""Papers recorded late: what is written after the due instant and makes a dossier better (domain §3.3).

A paper (suspension, letter, correction, void, withdrawal, stop, an undo, a result after one that was taken back) that
is recorded after the due instant then in force, with an effect at or before it, cures nothing silently: where the
dossier does better with it than without it, it bears a mark, by which `core.strict` leaves it out. Decided when it is
recorded, by the due date and each limit's own unit; a letter by the new appointment, a new slip by the date on the
slip too. Entries (a first receipt, result or delivery typed later) are no papers.
"""

from datetime import datetime

from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, due, is_past_due, is_suspended, outcome

_RANKS = {Outcome.early: 0, Outcome.on_time: 1, Outcome.late: 2, Outcome.overdue: 2}
_WORST = 2


def basis_of(kind: str) -> Basis:
    """The due date that a paper is looked at by; an undo by that of what it takes back or restores."""
    return Basis.extended if kind == Act.extend else Basis.due


def is_recorded_late(
    at: datetime | None, without: Dossier, with_it: Dossier, known_at: datetime, basis: Basis = Basis.due
) -> bool:
    """Whether a paper is recorded late: between the states of a dossier without and with it, at a known time.

    `at` is when it is said to have occurred, None for what restates the whole life.
    """
    if not is_past_due(without, known_at, basis) or is_suspended(without, known_at, basis, Granularity.unit):
        return False
    if at is not None and is_past_due(without, at, basis):
        return False
    return is_better(with_it, without, known_at, basis)


def is_better(one: Dossier, other: Dossier, at: datetime, basis: Basis) -> bool:
    """Whether a state is better for the office than another at an instant: its verdict, or else its due date.

    What is neither judged nor overdue (within, suspended, closed, without a limit, void) is better than late and
    overdue only. Of two that are closed, one closed in time is better: the official form tells them apart.
    """
    new, old = (_rank(outcome(state, at, basis)) for state in (one, other))
    if new != old:
        return old == _WORST if new is None else old is not None and new < old
    if one.closed_at is not None and other.closed_at is not None:
        was_late, is_late = is_past_due(other, other.closed_at, basis), is_past_due(one, one.closed_at, basis)
        if was_late != is_late:
            return was_late
    later, before = due(one, basis).at, due(other, basis).at
    return before is not None and (later is None or later > before)


def _rank(verdict: Outcome | None) -> int | None:
    return None if verdict is None else _RANKS.get(verdict)
