"""Papers recorded late: what is written after the due instant and makes a dossier better (domain §3.3).

A paper (suspension, letter, correction, void, withdrawal, stop, an undo, a result after one that was taken back) that
is recorded after the due instant then in force, with an effect at or before it, cures nothing silently: where the
dossier does better with it than without it, it bears a mark, by which `core.strict` leaves it out. Decided when it is
recorded, by the due date and each limit's own unit; a letter by the new appointment. Entries (a first receipt, result
or delivery typed later) are no papers.
"""

from datetime import datetime

from onestop_cli.core import dossier_events as of
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, due, is_past_due, is_suspended, outcome

_RANKS = {Outcome.early: 0, Outcome.on_time: 1, Outcome.late: 2, Outcome.overdue: 2}
_WORST = 2


def basis_of(said: of.DossierEvent) -> Basis:
    """The due date that a paper is looked at by."""
    return Basis.extended if isinstance(said, of.Extend) else Basis.due


def is_recorded_late(
    said: of.DossierEvent, at: datetime | None, without: Dossier, with_it: Dossier, known_at: datetime
) -> bool:
    """Whether a paper is recorded late: between the states of a dossier without and with it, at a known time.

    `at` is when it is said to have occurred, None for what restates the whole life. A new slip is looked at by the
    date on the slip, too.
    """
    bases = [basis_of(said)]
    if without.promised_due_at != with_it.promised_due_at:
        bases.append(Basis.promised)
    return any(_cures(at, without, with_it, known_at, basis) for basis in bases)


def _cures(at: datetime | None, without: Dossier, with_it: Dossier, known_at: datetime, basis: Basis) -> bool:
    """Whether what is recorded at a known time makes a dossier better that would be late with a result then.

    A result ends a running suspension that counts, and is not late.
    """
    if is_suspended(without, known_at, basis, Granularity.unit) or not is_past_due(without, known_at, basis):
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
